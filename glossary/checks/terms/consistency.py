"""Terms that are not rendered consistently."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpora.bitext import Pair
from corpora.text import OTHER_LANGUAGE
from glossary.checks.base import Check, Material, Need
from glossary.checks.content import unlike, unsure
from glossary.checks.rendered import excused
from glossary.checks.terms.strangers import has_strangers
from glossary.checks.terms.wording import names_something, part_of_longer, tells, whole_phrase
from glossary.consistency import ConceptConsistency
from glossary.finding import Finding, Severity, Span
from glossary.renderings import senses_of
from glossary.words import HAN_RUN, Occurrence, is_chinese_term, words

LEAST_ROWS = 3
LEAST_SHARE = 0.5
LEAST_HERE = 2  # rows of the document itself that have the usual rendering
MOST_OPEN = 0.34  # rows without the usual rendering, for each that has it
MOST_SAID = 0.5  # share of the words of a term that the other side says where the term is missing


def _is_consistent(concept: ConceptConsistency) -> bool:
    """Whether a concept has a usual rendering from which others can deviate, and is a term and not just a word.

    Single words are rendered by meaning and grammar (区域 is area, region or regional): alarms there are noise.
    """
    if not concept.renderings or concept.renderings[0].count < LEAST_ROWS or concept.dominant_share < LEAST_SHARE:
        return False
    phrase = concept.term if concept.language == "en" else concept.renderings[0].text
    han = concept.renderings[0].text if concept.language == "en" else concept.term
    if len(phrase.split()) < 2 or len(han) < 3:
        return False
    return names_something(phrase, "en") and names_something(han, "zh")


def _consistent_concepts(material: Material) -> Iterator[ConceptConsistency]:
    yield from (c for c in (material.consistency.concepts if material.consistency else ()) if _is_consistent(c))


def check_renderings(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: reports where a document renders a term of several words otherwise than it usually does itself.

    The terms are those of the termbase and those extracted from the text; the usual rendering stands in two segments of the document or more. A
    shorter form, an inflection or a variant that the termbase lists is no other rendering. One finding a rendering and document; a note where it
    is the original that varies.

    Why it matters: one concept, one term. A reader takes a second rendering for a second thing.

    Wrong: 缓冲区 is "buffer zone" in five places and "separation area" in one

    Right: "buffer zone" in all six

    What to do: use the usual rendering, or record in the termbase that both are right.
    """
    strange = unlike(material)
    for concept in _consistent_concepts(material):
        usual = concept.renderings[0]
        places = _by_document(material, usual.rows)
        other = OTHER_LANGUAGE[concept.language]
        for text, rows in _rivals(material, concept, other):
            mine_rows = [row for row in rows if row not in strange]
            for symbol, mine in _by_document(material, mine_rows).items():
                here = places.get(symbol, ())
                if len(here) < max(LEAST_HERE, len(mine)):
                    continue
                spans = _spans(material.pairs[mine[0] - 1], concept, text)
                # where it is the original that varies a word, the translation is right, and its author may want to know
                severity = None if material.follows(mine[0], concept.language) else Severity.NOTE
                yield check.finding(
                    material,
                    mine[0],
                    f"{concept.term} is rendered {text!r} here, {usual.text!r} in {len(here)} other places",
                    f"“{concept.term}”此处对应“{text}”，另有{len(here)}处对应“{usual.text}”",
                    zh_spans=spans[0],
                    en_spans=spans[1],
                    expected=usual.text,
                    found=text,
                    others=(*mine[1:], *here),
                    severity=severity,
                )


def _rivals(material: Material, concept: ConceptConsistency, language: str) -> Iterator[tuple[str, list[int]]]:
    """Renderings that say it in other words than the usual one, and their rows."""
    usual, senses = concept.renderings[0].text, senses_of(material.rows)
    found: dict[str, list[int]] = {}
    for rendering in concept.renderings[1:]:
        for row in () if rendering.listed else rendering.rows:
            text = rendering.text
            if language == "zh" and usual.startswith(text):
                pair = material.pairs[row - 1]
                text = _whole(pair.zh, text, len(usual))
                if senses and not senses.plausible(concept.term, "en", pair.en, text, pair.zh):
                    continue
            pair = material.pairs[row - 1]
            text = whole_phrase(pair.zh if language == "zh" else pair.en, text, usual, language)
            if not tells(usual, text, language) or not names_something(text, language):
                continue
            if concept.language == "zh" and _only_in_longer(pair.zh, concept.term):
                continue
            found.setdefault(text, []).append(row)
    yield from found.items()


def _only_in_longer(text: str, term: str) -> bool:
    """Whether each place of a Chinese term is the end of a longer word: 区域组织 of 次区域组织."""
    places = [match.start() for match in re.finditer(re.escape(term), text)]
    return bool(places) and all(part_of_longer(text, place) for place in places)


def _whole(sentence: str, beginning: str, length: int) -> str:
    """What begins like the usual rendering, to the length of that one where a word ends there: 人道主义 of 人道主义通道."""
    for run in HAN_RUN.finditer(sentence):
        at = run.group().find(beginning)
        end = 0
        for word in words(run.group()) if at >= 0 else ():
            end += len(word)
            text = run.group()[at:end]
            if end == at + length and is_chinese_term(text):
                return text
    return beginning


def _by_document(material: Material, rows: Sequence[int]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for row in rows:
        found.setdefault(material.pairs[row - 1].symbol, []).append(row)
    return found


def check_usual(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: notes the places where a term stands and its usual rendering does not, nor another that was found. One
    finding a term and document.

    Why it matters: often a pronoun or an ellipsis, and right; sometimes an omission or a rendering of its own.

    Wrong: 停火监测机制 is "ceasefire monitoring mechanism" in nine places and "the framework" here

    Right: "the ceasefire monitoring mechanism", or "it" where the reference is clear

    What to do: read the segment; nothing, if the reference is clear.
    """
    strange, doubtful = unlike(material), unsure(material)
    for concept in _consistent_concepts(material):
        usual = concept.renderings[0]
        if len(concept.open) > MOST_OPEN * usual.count:
            continue
        places = _by_document(material, usual.rows)
        alone = [
            r
            for r in concept.open
            if r not in strange and r not in doubtful and not _moved(material.pairs, r, concept, usual.text)
        ]
        for symbol, rows in _by_document(material, alone).items():
            if len(places.get(symbol, ())) >= LEAST_ROWS:
                silent = [row for row in rows if not _said(material, concept, row)]
                if silent:
                    yield _not_usual(check, material, concept, silent)


def _said(material: Material, concept: ConceptConsistency, row: int) -> bool:
    """Whether the other side says the term in some way after all, in part too, or the term is not to be marked in its row."""
    pair = material.pairs[row - 1]
    source, target = (pair.zh, pair.en) if concept.language == "zh" else (pair.en, pair.zh)
    place = _place(source, concept.term)
    if not place or (concept.language == "zh" and _only_in_longer(source, concept.term)):
        return True
    here = Occurrence((concept.concept_id,), concept.term, *place[0])
    renderings = [rendering.text for rendering in concept.renderings]
    if excused(source[slice(*place[0])], here, source, renderings, target, concept.language, target):
        return True
    senses = senses_of(material.rows)
    if senses is None:
        return False
    if senses.said(concept.term, concept.language, source, target) > MOST_SAID:
        return True
    rest = source[: place[0][0]] + "；" + source[place[0][1] :]
    return not has_strangers(senses, OTHER_LANGUAGE[concept.language], target, rest)


def _not_usual(check: Check, material: Material, concept: ConceptConsistency, rows: Sequence[int]) -> Finding:
    usual = concept.renderings[0]
    spans = _spans(material.pairs[rows[0] - 1], concept, "")
    more, more_zh = material.named(rows[0], rows[1:]) if rows[1:] else ("", "")
    return check.finding(
        material,
        rows[0],
        f"{concept.term} is {usual.text!r} in {usual.count} places; that rendering is not found here"
        + (f", nor in {more}" if more else ""),
        f"“{concept.term}”有{usual.count}处对应“{usual.text}”，此处未见" + (f"，{more_zh}亦未见" if more else ""),
        zh_spans=spans[0],
        en_spans=spans[1],
        expected=usual.text,
        others=usual.rows,
    )


def _moved(pairs: Sequence[Pair], row: int, concept: ConceptConsistency, usual: str) -> bool:
    """Whether the rendering stands in a neighbouring row that has no use for it: a clause moved over a full stop."""
    here, there = ("zh", "en") if concept.language == "zh" else ("en", "zh")
    for near in (row - 1, row + 1):
        if 1 <= near <= len(pairs) and pairs[near - 1].symbol == pairs[row - 1].symbol:
            other = getattr(pairs[near - 1], there).lower()
            if usual.lower() in other and concept.term.lower() not in getattr(pairs[near - 1], here).lower():
                return True
    return False


def _spans(pair: Pair, concept: ConceptConsistency, found: str) -> tuple[list[Span], list[Span]]:
    texts = (concept.term, found) if concept.language == "zh" else (found, concept.term)
    return _place(pair.zh, texts[0]), _place(pair.en, texts[1])


def _place(text: str, part: str) -> list[Span]:
    at = text.lower().find(part.lower()) if part else -1
    return [(at, at + len(part))] if at >= 0 else []


CHECKS = (
    Check("T103", "term in several ways", "术语译法不一致", Severity.WARNING, "Terminology/Inconsistent use of terminology",
          check_renderings, "采用常用译法，或在术语库中注明两种译法均可。", needs=(Need.CONSISTENCY,)),
    Check("T104", "usual rendering not found", "未见常用译法", Severity.NOTE, "Terminology/Inconsistent use of terminology",
          check_usual, "通读该句；指代清楚的，不必改动。", needs=(Need.CONSISTENCY,)),
)  # fmt: skip
