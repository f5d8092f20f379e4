"""Phrases and titles that are rendered in several ways, found by comparing rows that share their English."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import Match, SequenceMatcher
from itertools import islice

import numpy as np

from corpora.bitext import Pair
from glossary.checks.base import Check, Material, evidence_at
from glossary.checks.terms.collocations import varied_phrases
from glossary.checks.terms.english import english_words
from glossary.checks.terms.likely import worth_comparing
from glossary.checks.terms.reworded import lost_words, turned_parts
from glossary.checks.terms.shared import sharing
from glossary.checks.terms.substituted import one_word, substitutions, widened
from glossary.finding import Finding, Severity, Span, place_name
from glossary.renderings import Senses, senses_of
from glossary.rows import Key, Rows
from glossary.words import INNER_EN, Token

PLACES = 4  # earlier rows with a name with which a row is compared
TITLES = 100  # titles of a row that are compared
TITLE = re.compile("《([^《》]{4,40})》")
NAME_WORDS = 3
OVERLAP = 0.75
NAMED: Key[list[tuple[int, list[str]]]] = Key("names of rows with titles")


def check_phrases(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: notes a phrase that two rows of a document have in English, and that differs in one word in Chinese
    though the words round it are the same, or whose last word only one of them has; a name whose parts stand in another
    order; and a title in 《》 that is worded differently where its English name recurs. Rows of more than five thousand
    characters are not compared word by word, nor more than the first hundred titles of a row.

    Why it matters: a reader takes 流动限制 and 行动限制 for two things; "movement restrictions" are one.

    Wrong: "severe movement restrictions" is 严格的流动限制 in one paragraph and 严格的行动限制 in the next

    Right: 严格的流动限制 in both

    What to do: choose one rendering, and put it into the termbase if the phrase comes back.
    """
    dictionary = senses_of(material.rows)
    found: list[Finding] = []
    if dictionary is not None:
        told: set[tuple[str, frozenset[str]]] = set()  # words that vary in a document
        found += _collocations(check, material, dictionary, told)
        found += _phrases(check, material, dictionary, told)
    found += _titles(check, material)
    yield from (one for one in found if material.follows(one.segment, "en"))


def _phrases(
    check: Check, material: Material, dictionary: Senses, told: set[tuple[str, frozenset[str]]]
) -> Iterator[Finding]:
    turned: set[tuple[int, Span]] = set()
    lost: set[tuple[str, str]] = set()
    for first, second, shared in _compared(material.rows, dictionary):
        zh = [material.pairs[row - 1].zh for row in (first, second)]
        blocks = SequenceMatcher(None, zh[0], zh[1], autojunk=False).get_matching_blocks()
        yield from _other_order(check, material, (first, second), shared, blocks, turned)
        yield from _lost(check, material, dictionary, (first, second), shared, blocks, lost)
        for here, there in substitutions(zh[1], zh[0], blocks):
            old, new = zh[0][slice(*there)], zh[1][slice(*here)]
            key = material.pairs[second - 1].symbol, frozenset((old, new))
            if key in told or not one_word(dictionary, old, new, shared):
                continue
            told.add(key)
            wide_old, wide_new = widened(zh[0], there), widened(zh[1], here)
            where, where_zh = material.named(second, [first])
            yield check.finding(
                material,
                second,
                f"{new!r} here ({wide_new}), {old!r} ({wide_old}) in {where}, where the English is the same",
                f"此处为“{new}”（{wide_new}），英文相同的{where_zh}为“{old}”（{wide_old}）",
                zh_spans=[here],
                expected=old,
                found=new,
                others=[first],
            )


def _collocations(
    check: Check, material: Material, dictionary: Senses, told: set[tuple[str, frozenset[str]]]
) -> Iterator[Finding]:
    """Two words that render one English phrase, one of which varies; adds the words that vary to ``told``."""
    for one in varied_phrases(material.rows, dictionary):
        rare, usual = ([row + 1 for row in rows] for rows in (one.rare_rows, one.usual_rows))
        row = rare[0]
        pair = material.pairs[row - 1]
        at = pair.zh.find(one.rare)
        told.add((pair.symbol, frozenset(one.differs)))
        english = pair.en[slice(*one.place)]
        mine, others = material.named(row, rare), material.named(row, usual)
        yield check.finding(
            material,
            row,
            f"{english!r} is {one.rare!r} in {mine[0]}, {one.usual!r} in {others[0]}",
            f"“{english}”在{mine[1]}为“{one.rare}”，在{others[1]}为“{one.usual}”",
            zh_spans=[(at, at + len(one.rare))],
            en_spans=[one.place],
            expected=one.usual,
            found=one.rare,
            others=usual,
        )


def _other_order(
    check: Check,
    material: Material,
    rows: tuple[int, int],
    shared: Sequence[str],
    blocks: Sequence[Match],
    told: set[tuple[int, Span]],
) -> Iterator[Finding]:
    """A name whose parts stand in another order than in the other row: 特别委员会 before its subject, or behind it."""
    first, second = rows
    model, text = (material.pairs[row - 1].zh for row in rows)
    turned = (
        turned_parts(text, model, blocks) if _is_named(shared, [material.pairs[row - 1].en for row in rows]) else None
    )
    if turned is not None and (second, turned[0]) not in told and (first, turned[1]) not in told:
        here, there = turned
        told |= {(second, here), (first, there)}
        where, where_zh = material.named(second, [first])
        yield check.finding(
            material,
            second,
            f"{text[slice(*here)]!r} here, {model[slice(*there)]!r} in {where}, where the English is the same",
            f"此处为“{text[slice(*here)]}”，英文相同的{where_zh}为“{model[slice(*there)]}”",
            zh_spans=[here],
            expected=model[slice(*there)],
            found=text[slice(*here)],
            others=[first],
        )


def _is_named(shared: Sequence[str], texts: Sequence[str]) -> bool:
    """Whether shared English words are part of a name: two of them have capitals in every text."""
    capitals = [word.capitalize() for word in shared]
    return sum(all(re.search(rf"\b{re.escape(word)}\b", text) for text in texts) for word in capitals) >= 2


def _lost(
    check: Check,
    material: Material,
    dictionary: Senses,
    rows: tuple[int, int],
    shared: Sequence[str],
    blocks: Sequence[Match],
    told: set[tuple[str, str]],
) -> Iterator[Finding]:
    """A phrase that both rows have in English, whose second word only one of them has in Chinese: 平民人口 and 平民."""
    for there, here in (rows, rows[::-1]):
        model, text = material.pairs[there - 1], material.pairs[here - 1]
        both = blocks if there == rows[0] else [Match(m.b, m.a, m.size) for m in blocks]
        for span, word, english in lost_words(dictionary, text, model, shared, both):
            if (text.symbol, word) not in told:
                told.add((text.symbol, word))
                phrase, part = model.zh[span[0] : span[1] + len(word)], model.zh[slice(*span)]
                at = text.zh.find(part)
                where, where_zh = material.named(here, [there])
                yield check.finding(
                    material,
                    here,
                    f"{part!r} here, {phrase!r} in {where}: {english!r} is in both",
                    f"此处为“{part}”，{where_zh}为“{phrase}”，英文均有“{english}”",
                    zh_spans=[(at, at + len(part))],
                    expected=phrase,
                    found=part,
                    others=[there],
                )


def _compared(rows: Rows, dictionary: Senses) -> Iterator[tuple[int, int, list[str]]]:
    """Pairs of rows (from 1) that are worth a comparison, and the English words that they share."""
    english, texts = english_words(rows), rows.texts("zh")
    shared = sharing(rows, english)
    same = [
        texts[first] == texts[second]
        for first, second in zip(shared.first.tolist(), shared.second.tolist(), strict=True)
    ]
    shared = shared.some(np.flatnonzero(~np.array(same, np.bool_)))
    shared = shared.some(worth_comparing(texts, english, dictionary, shared))
    for k, (first, second) in enumerate(zip(shared.first.tolist(), shared.second.tolist(), strict=True)):
        words = dict.fromkeys(shared.words[shared.edges[k] : shared.edges[k + 1]].tolist())
        yield first + 1, second + 1, [english.lower[word] for word in words]


def _titles(check: Check, material: Material) -> Iterator[Finding]:
    """Titles that are worded differently in two rows, or here and in an earlier document, which both have the English name."""
    places: dict[str, list[int]] = defaultdict(list)  # of a name: rows, or rows of earlier documents from -1 down
    for earlier, names in named_rows(material.against):
        _note_names(places, ~earlier, names)
    told: set[tuple[str, str, str]] = set()
    for row, pair in material.bilingual():
        names = _names_of(material.rows, row - 1)
        compared: set[int] = set()
        for name in names:
            for place in places[name]:
                if place in compared:
                    continue
                compared.add(place)
                model, first = (material.pairs[place - 1], place) if place > 0 else (material.earlier[~place], 0)
                for span, other in _reworded(pair.zh, model.zh):
                    key = pair.symbol, pair.zh[slice(*span)], other
                    if key not in told:
                        told.add(key)
                        yield _reworded_title(check, material, row, name, span, other, (model, first))
        _note_names(places, row, names)


def _note_names(places: dict[str, list[int]], place: int, names: Iterable[str]) -> None:
    for name in names:
        if len(places[name]) < PLACES:
            places[name].append(place)


def _reworded_title(
    check: Check, material: Material, row: int, name: str, span: Span, other: str, place: tuple[Pair, int]
) -> Finding:
    pair = material.pairs[row - 1]
    model, first = place
    earlier = place_name(model.symbol, model.position)
    where, where_zh = material.named(row, [first]) if first else (earlier, f"以往文件 {earlier} ")
    title = pair.zh[slice(*span)]
    at = pair.en.find(name)
    return check.finding(
        material,
        row,
        f"{name} is {title!r} here and {other!r} in {where}",
        f"“{name}”此处为“{title}”，{where_zh}为“{other}”",
        zh_spans=[span],
        en_spans=[(at, at + len(name))],
        expected=other,
        found=title,
        evidence=[evidence_at(model, first)],
    )


def named_rows(rows: Rows | None) -> Sequence[tuple[int, list[str]]]:
    """Rows (from 0) that have a title in 《》, and the names of their English side."""
    if rows is None:
        return ()
    return rows.derived(
        NAMED, lambda rows: [(k, _names_of(rows, k)) for k, text in enumerate(rows.texts("zh")) if "《" in text]
    )


def _names_of(rows: Rows, row: int) -> list[str]:
    if "《" not in rows.pairs[row].zh:
        return []
    return list(_names(rows.pairs[row].en, rows.phrases(row)))


def _names(text: str, runs: Iterable[Sequence[Token]]) -> Iterator[str]:
    """Names of an English text: runs of words with capitals, small words inside."""
    for run in runs:
        start: int | None = None
        for k, token in enumerate([*run, Token("", 0, 0, "")]):
            if token.text[:1].isupper():
                start = k if start is None else start
            elif start is not None and token.text not in INNER_EN:
                end = k
                while not run[end - 1].text[0].isupper():
                    end -= 1
                if end - start >= NAME_WORDS:
                    yield text[run[start].start : run[end - 1].end]
                start = None


def _reworded(text: str, model: str) -> Iterator[tuple[Span, str]]:
    """Titles in 《》 that the other text does not have, but nearly: the same characters in another order, one word another."""
    standing = dict.fromkeys(TITLE.findall(model))
    mine: dict[str, Span] = {}
    for match in TITLE.finditer(text):
        mine.setdefault(match.group(1), match.span(1))
    others = [title for title in islice(standing, TITLES) if title not in mine]
    for title, span in islice(mine.items(), TITLES if others else 0):
        other = next((other for other in others if _is_near(title, other)), None)
        if other is not None and title not in standing:
            yield span, other


def _is_near(title: str, other: str) -> bool:
    """Whether two titles are one, worded in two ways."""
    most = OVERLAP * max(len(title), len(other))
    if min(len(title), len(other)) < most or title in other or other in title:
        return False
    common = sum(min(title.count(c), other.count(c)) for c in set(title))
    return common >= most and re.findall(r"\d+", title) == re.findall(r"\d+", other)


CHECKS = (
    Check("T109", "phrase or title in several ways", "短语或标题译法不一致", Severity.NOTE,
          "Terminology/Inconsistent use of terminology", check_phrases, "选定一种译法；常用短语补入术语库。"),
)  # fmt: skip
