"""Quoted passages whose wording departs from the place that is quoted."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain, repeat
from typing import NamedTuple

import numpy as np

from corpora.text import OTHER_LANGUAGE
from glossary.checks.base import Check, Material
from glossary.checks.repeats.near import Words, changes, words
from glossary.checks.repeats.same import Place, evidence_of, place_of, plain
from glossary.checks.repeats.shingles import Values
from glossary.finding import Finding, Severity, Span
from glossary.rows import Rows

_QUOTED = {
    "zh": re.compile(r"“([^“”\n]{6,600})”|《([^《》\n]{6,200})》|\"([^\"\n]{6,600})\""),
    "en": re.compile(r"“([^“”\n]{20,1500})”|\"([^\"\n]{20,1500})\""),
}
LEAST = {"zh": 8, "en": 28}  # characters of a quoted passage, without punctuation marks
GRAM = {"zh": 5, "en": 3}  # tokens of a shingle by which places are found
CROWD = 6  # places of one shingle that are looked at
KEPT = 64  # rows of earlier documents whose words are kept for the next quotation
SAME = 0.8  # of the tokens that a misquotation keeps


class Quotation(NamedTuple):
    """A passage in quotation marks: its place, its text, where it stands, and its number among those of the side."""

    place: Place
    text: str
    span: Span
    number: int


def quotations(place: Place, language: str) -> list[Quotation]:
    """The passages of a side that stand in quotation marks or, in Chinese, in title marks, of some length.

    >>> [q.text for q in quotations(Place(1, "", "大会在“维护国际和平与安全”项目下讨论。", ""), "zh")]
    ['维护国际和平与安全']
    """
    text = getattr(place, language)
    found = _QUOTED[language].finditer(text)
    return [
        Quotation(place, match[match.lastindex or 0], match.span(match.lastindex or 0), k)
        for k, match in enumerate(found)
    ]


def _all(material: Material, language: str) -> Iterator[list[Quotation]]:
    """Quotations of each row of earlier documents, then of the bitext, that has any."""
    every = chain(zip(repeat(0), material.earlier), enumerate(material.pairs, start=1))
    for row, pair in every:
        found = quotations(place_of(row, pair), language) if has_marks(getattr(pair, language)) else []
        if found:
            yield found


def has_marks(text: str) -> bool:
    """Whether anything can be quoted in a text."""
    return "“" in text or "《" in text or '"' in text


def renderings_of(mine: Sequence[Quotation], language: str) -> list[Quotation]:
    """The quotations on the other side of a row, where both sides have equally many; else none."""
    theirs = quotations(mine[0].place, OTHER_LANGUAGE[language]) if mine else []
    return theirs if len(theirs) == len(mine) else []


def _facing(material: Material, language: str) -> Iterator[tuple[str, Quotation]]:
    """Quotations as they are compared, and the one on the other side, where both sides have equally many."""
    for mine in _all(material, language):
        keys = [(key, one) for one in mine if len(key := plain(one.text, language)) >= LEAST[language]]
        theirs = renderings_of(mine, language) if keys else []
        if theirs:
            yield from ((key, theirs[one.number]) for key, one in keys)


def _rendered_otherwise(check: Check, material: Material, language: str) -> Iterator[Finding]:
    """Quotations that stand earlier, word for word, with another rendering in quotation marks."""
    other = OTHER_LANGUAGE[language]
    seen: dict[str, Quotation] = {}
    for key, facing in _facing(material, language):
        first = seen.setdefault(key, facing)
        if first is facing or not facing.place.row or plain(first.text, other) == plain(facing.text, other):
            continue
        yield _finding(
            check, material, facing, first.place, first.text, other, "the rendering of this quotation", "此引文译法"
        )


def _finding(
    check: Check,
    material: Material,
    one: Quotation,
    place: Place,
    expected: str,
    language: str,
    what: str,
    what_zh: str,
) -> Finding:
    where, where_zh = place.name or "an earlier document", place.name or "先前文件"
    if place.row:
        where, where_zh = material.named(one.place.row, [place.row])
    before, after = words(expected, language), words(one.text, language)
    marks = [after.spans[k] for change in changes(before, after) for k in range(*change.after)] or [(0, len(one.text))]
    spans = [(one.span[0] + a, one.span[0] + b) for a, b in _joined(marks)]
    return check.finding(
        material,
        one.place.row,
        f"{what} departs from {where}",
        f"{what_zh}与{where_zh}不同",
        expected=expected,
        found=one.text,
        evidence=[evidence_of(place)],
        zh_spans=spans if language == "zh" else (),
        en_spans=spans if language == "en" else (),
        severity=None if place.symbol == one.place.symbol or not place.row else Severity.NOTE,
    )


def _joined(spans: list[Span]) -> list[Span]:
    """Neighbouring spans as one."""
    result: list[Span] = []
    for a, b in sorted(spans):
        if result and a - result[-1][1] <= 1:
            result[-1] = (result[-1][0], b)
        else:
            result.append((a, b))
    return result


def _misquoted(check: Check, material: Material, language: str) -> Iterator[Finding]:
    """Quotations that stand nearly so in an earlier document."""
    if material.against is None or not len(material.against):
        return
    texts = material.against.texts(language)
    mine = [one for some in _all(material, language) if some[0].place.row for one in some]
    mine = [one for one in mine if len(plain(one.text, language)) >= 1.5 * LEAST[language]]
    marks = _marks([one.text for one in mine], language)
    index = _index(material.against, language, set().union(*marks))
    plain_of = lru_cache(maxsize=KEPT)(lambda k: plain(texts[k], language))
    words_of = lru_cache(maxsize=KEPT)(lambda k: words(texts[k], language))
    for one, wanted in zip(mine, marks, strict=True):
        key = plain(one.text, language)
        places = sorted({k for mark in wanted for k in index.get(mark, ())})
        if any(key in plain_of(k) for k in places):
            continue
        quoted = words(one.text, language)
        passages = [(*best, -k) for k in places for best in _nearest(quoted, words_of(k), texts[k])]
        score, passage, at = max(passages, default=(0.0, "", 0))
        if score >= SAME and plain(passage, language) != key:
            source = material.earlier[-at]
            place = place_of(0, source)
            yield _finding(check, material, one, place, passage, language, "this quotation", "此引文")


def _marks(texts: Sequence[str], language: str) -> list[set[int]]:
    """The shingles of each text."""
    found: list[set[int]] = [set() for _text in texts]
    text, mark = Values.of(texts, language).shingles(GRAM[language], np.arange(len(texts)))
    for k, one in zip(text.tolist(), mark.tolist(), strict=True):
        found[k].add(one)
    return found


def _index(rows: Rows, language: str, wanted: set[int]) -> dict[int, list[int]]:
    """Rows of earlier documents, the first few, by those of their shingles that are wanted."""
    index: dict[int, list[int]] = defaultdict(list)
    if not wanted:
        return index
    text, mark = Values.of_rows(rows, language).shingles(GRAM[language], np.arange(len(rows)))
    here = np.isin(mark, np.array(list(wanted), np.uint64))
    for k, one in zip(text[here].tolist(), mark[here].tolist(), strict=True):
        known = index[one]
        if len(known) < CROWD and k not in known[-1:]:
            known.append(k)
    return index


def _nearest(mine: Words, theirs: Words, text: str) -> Iterator[tuple[float, str]]:
    """The run of words of ``text`` that is likest a quotation, and how much of both it shares."""
    found = changes(mine, theirs)
    edges = [0, len(theirs.tokens)]
    if found and found[0].before == (0, 0):
        edges[0] = found[0].after[1]
    if found and found[-1].before == (len(mine.tokens), len(mine.tokens)):
        edges[1] = found[-1].after[0]
    if edges[0] < edges[1]:
        a, b = edges
        inside = [c for c in found if a <= c.after[0] and c.after[1] <= b]
        lost = sum(c.before[1] - c.before[0] + c.after[1] - c.after[0] for c in inside)
        yield 1 - lost / (len(mine.tokens) + b - a), text[theirs.spans[a][0] : theirs.spans[b - 1][1]]


def check_quotations(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: reports a passage in quotation marks, or a title in 《》, whose wording departs from an earlier place.

    The passage stands word for word earlier in the bitext or in an earlier document (``--against``) and is rendered otherwise there; or the
    passage itself is nearly, but not quite, that of an earlier document. A note where the other place is in another document of the bitext.

    Why it matters: what stands in quotation marks is somebody else's text, and the official wording is the one that was published.

    Wrong: “水资源和卫生设施国际行动十年” rendered “International Decade of Action on Water and Hygiene” where the resolution has “... Water and Sanitation”

    Right: the published wording

    What to do: look the passage up in the document that is quoted.
    """
    reported: set[tuple[int, str]] = set()
    for find in (_rendered_otherwise, _misquoted):
        for language in ("zh", "en"):
            for finding in find(check, material, language):
                key = finding.segment, plain(finding.found, "zh")
                if key not in reported:
                    reported.add(key)
                    yield finding


CHECKS = (
    Check("S104", "quotation departs from its source", "引文与被引文件不符", Severity.WARNING, "Style/Inconsistency", check_quotations,
          "查核被引文件，采用其措辞。", whole=True),
)  # fmt: skip
