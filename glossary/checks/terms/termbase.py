"""Terms against the termbase: the approved rendering is missing, a deprecated term is used."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpora.text import OTHER_LANGUAGE
from glossary.checks.base import Check, Material
from glossary.checks.names import damaged_names
from glossary.checks.rendered import View, approved, approved_terms, explained, is_name, is_short, refused_terms
from glossary.concept import Termbase
from glossary.finding import Finding, Severity
from glossary.renderings import senses_of
from glossary.words import HAN_RUN, Occurrence

SEVERAL = 3  # rows without the rendering, from which a term that is a common word may have several meanings here
AMBIGUOUS = 0.4  # probability below which the approved renderings are not what a word usually becomes
RARE = 0.1  # below which the word is known to have other meanings
MOSTLY = 0.5  # of its rows
LENGTHS = (0.8, 9.0)  # English characters for a Chinese one; outside, a part of the row is missing and not a term


@dataclass(frozen=True, slots=True)
class Missing:
    """A term of one side whose concept has no approved rendering on the other."""

    row: int
    language: str
    place: Occurrence
    rival: Occurrence | None


def check_missing(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: reports a term of the termbase whose approved rendering does not stand in the other version of the row.

    Why it matters: the termbase says how a concept is named; another name makes another thing of it.

    Wrong: 会员国 rendered "participating countries", where the termbase has "Member States"

    Right: "Member States", its plural or possessive, "States Members of the United Nations"

    What to do: use the approved term, or add what stands here to the termbase if it is right as well. A common word that
    is rendered in several ways gets one note for the whole text. What stands there instead is looked for in rows of up to
    25,000 characters.
    """
    termbase = material.termbase
    if termbase is None:
        return
    missing, rows = _missing(material, termbase)
    told: set[tuple[int, str]] = set()
    for (language, term), places in missing.items():
        unknown = [one for one in places if not one.rival]
        for variant, same in _variants(material, termbase, unknown).items():
            yield _note(check, material, termbase, same, rows[language, term], variant)
            places = [one for one in places if one not in same]
            unknown = [one for one in unknown if one not in same]
        if len(unknown) >= SEVERAL and _several(material, termbase, unknown, rows[language, term]):
            if _worth(material, termbase, unknown[0]):
                yield _note(check, material, termbase, unknown, rows[language, term])
            places = [one for one in places if one.rival]
        for one in places:
            if (one.row, one.place.term) not in told:
                yield _alarm(check, material, termbase, one)
            if one.rival:
                told.add((one.row, one.rival.term))  # the rival misses its rendering too: the same fault


def _missing(
    material: Material, termbase: Termbase
) -> tuple[Mapping[tuple[str, str], list[Missing]], Mapping[tuple[str, str], int]]:
    """What is missing, and in how many rows each term stands, by language and term."""
    rows: dict[tuple[str, str], int] = defaultdict(int)
    absent: list[tuple[View, Occurrence, Occurrence | None]] = []
    rendered = {side: {concept.id for concept in termbase if approved(concept, side)} for side in OTHER_LANGUAGE}
    damaged: dict[tuple[int, str], Occurrence] = {
        (one.row, OTHER_LANGUAGE[one.language]): one.other for one in damaged_names(material)
    }
    for row, sides in approved_terms(material).items():
        if not LENGTHS[0] <= len(material.pairs[row - 1].en) / len(material.pairs[row - 1].zh) <= LENGTHS[1]:
            continue
        for language, other in OTHER_LANGUAGE.items():
            view = View(material, termbase, row, language, sides)
            there = sides[other].standing()
            for place in {one.term: one for one in sides[language].longest}.values():
                if rendered[other].isdisjoint(place.concepts) or not view.meant(place):
                    continue
                rows[language, place.term] += 1
                spoilt = damaged.get((row, language))
                if spoilt and spoilt.start < place.end and place.start < spoilt.end:
                    continue  # T106 says more
                if there.isdisjoint(place.concepts):
                    absent.append((view, place, view.rival(place)))
    found: dict[tuple[str, str], list[Missing]] = defaultdict(list)
    alone = iter(explained(material, [(view, place) for view, place, rival in absent if rival is None]))
    for view, place, rival in absent:
        if rival is not None or not next(alone):
            found[view.language, place.term].append(Missing(view.row, view.language, place, rival))
    return found, rows


def _several(material: Material, termbase: Termbase, places: Sequence[Missing], rows: int) -> bool:
    """Whether a term has several meanings here: a short form, a word that usually becomes something else, a phrase that does so here."""
    place, language = places[0].place, places[0].language
    term = place.term.removeprefix("the ").removeprefix("The ")
    if is_short(place.term):
        return True
    if language == "en" and not term[0].isupper() and len(places) > MOSTLY * rows:
        return True
    if language == "zh" and not is_name(termbase, place) and len(places) > MOSTLY * rows:
        return True
    if re.search("[ -]", term) or (len(term) > 3 and language == "zh"):
        return False
    renderings = [text for id in place.concepts for text in approved(termbase.concepts[id], OTHER_LANGUAGE[language])]
    dictionary = senses_of(material.rows)
    if dictionary is None or is_name(termbase, place):
        return False
    return dictionary.sole(term, language, renderings) < AMBIGUOUS


def _worth(material: Material, termbase: Termbase, one: Missing) -> bool:
    """Whether a note says something new: that "the Commission" or "session" has other meanings everybody knows."""
    if is_short(one.place.term):
        return False
    renderings = [
        text for id in one.place.concepts for text in approved(termbase.concepts[id], OTHER_LANGUAGE[one.language])
    ]
    dictionary = senses_of(material.rows)
    return (
        dictionary is None or " " in one.place.term or dictionary.sole(one.place.term, one.language, renderings) >= RARE
    )


def _variants(material: Material, termbase: Termbase, places: Sequence[Missing]) -> dict[str, list[Missing]]:
    """Chinese words one character away from the rendering that stand for it in several rows: 成员国 for 会员国."""
    found: dict[str, list[Missing]] = defaultdict(list)
    for one in places:
        if one.language == "en":
            texts = approved(termbase.concepts[one.place.concepts[0]], "zh")
            near = next((near for text in texts if (near := _near(text, material.pairs[one.row - 1].zh))), "")
            found[near].append(one)
    return {near: same for near, same in found.items() if near and len(same) >= SEVERAL}


def _near(text: str, target: str) -> str:
    """A string of ``target`` that differs from ``text`` in one character."""
    size = len(text)
    for k in range(size if size >= SEVERAL else 0):
        known, other = text[:k], text[k + 1 :]
        at = target.find(known) if k else 0
        while 0 <= at <= len(target) - size:
            if target.startswith(other, at + k + 1) and HAN_RUN.match(target[at + k]):
                return target[at : at + size]
            at = target.find(known, at + 1) if k else at + 1
    return ""


def _alarm(check: Check, material: Material, termbase: Termbase, one: Missing) -> Finding:
    place, language = one.place, one.language
    pair = material.pairs[one.row - 1]
    text = (pair.zh if language == "zh" else pair.en)[place.start : place.end]
    expected = approved(termbase.concepts[place.concepts[0]], OTHER_LANGUAGE[language])[:1]
    wanted = expected[0] if expected else ""
    instead = f"; {one.rival.term!r} stands here" if one.rival else ""
    instead_zh = f"，此处为“{one.rival.term}”" if one.rival else ""
    spans = {
        language: [(place.start, place.end)],
        OTHER_LANGUAGE[language]: [(one.rival.start, one.rival.end)] if one.rival else [],
    }
    return check.finding(
        material,
        one.row,
        f"{text} is {wanted!r} in the termbase, which is not found here{instead}",
        f"术语库中“{text}”对应“{wanted}”，此处未见{instead_zh}",
        zh_spans=spans["zh"],
        en_spans=spans["en"],
        expected=wanted,
        found=one.rival.term if one.rival else "",
    )


def _note(
    check: Check, material: Material, termbase: Termbase, places: Sequence[Missing], rows: int, variant: str = ""
) -> Finding:
    one = places[0]
    wanted = approved(termbase.concepts[one.place.concepts[0]], OTHER_LANGUAGE[one.language])[0]
    spans = {one.language: [(one.place.start, one.place.end)], OTHER_LANGUAGE[one.language]: []}
    instead, instead_zh = variant or "something else", variant or "其他译法"
    return check.finding(
        material,
        one.row,
        f"{one.place.term} is {wanted!r} in the termbase; in {len(places)} of {rows} rows {instead} stands here",
        f"术语库中“{one.place.term}”对应“{wanted}”；{rows} 行中有 {len(places)} 行为{instead_zh}",
        zh_spans=spans["zh"],
        en_spans=spans["en"],
        expected=wanted,
        found=variant,
        others=[other.row for other in places[1:]],
        severity=Severity.NOTE,
    )


def check_refused(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: reports a term that the termbase deprecates, in a row whose other side names its concept.

    Why it matters: what was given up stays in memories and habits for years.

    Wrong: 残疾人 rendered "handicapped persons", which the termbase deprecates

    Right: "persons with disabilities"

    What to do: use the preferred term; in a quotation or an old title, leave it.
    """
    termbase = material.termbase
    if termbase is None:
        return
    refused, good = refused_terms(material), approved_terms(material)
    for row, sides in refused.items():
        for language, other in OTHER_LANGUAGE.items():
            there = sides[other].concepts() | (good[row][other].concepts() if row in good else set())
            better = good[row][language].longest if row in good else ()
            for place in sides[language].longest:
                mine = [id for id in place.concepts if id in there]
                if not mine or any(o.start <= place.start and place.end <= o.end for o in better):
                    continue
                yield _refusal(check, material, termbase, row, language, place, mine[0])


def _refusal(
    check: Check, material: Material, termbase: Termbase, row: int, language: str, place: Occurrence, id: str
) -> Finding:
    pair = material.pairs[row - 1]
    text = (pair.zh if language == "zh" else pair.en)[place.start : place.end]
    wanted = next(iter(approved(termbase.concepts[id], language)), "")
    use, use_zh = (f"; use {wanted!r}", f"，应使用“{wanted}”") if wanted else ("", "")
    spans = [(place.start, place.end)]
    return check.finding(
        material,
        row,
        f"the termbase deprecates {text!r}{use}",
        f"术语库不再采用“{text}”{use_zh}",
        zh_spans=spans if language == "zh" else (),
        en_spans=spans if language == "en" else (),
        expected=wanted,
        found=text,
    )


CHECKS = (
    Check("T101", "approved rendering missing", "未见审定译法", Severity.WARNING,
          "Terminology/Inconsistent with terminology resource", check_missing,
          "采用术语库审定的译法；此处译法也正确的，补入术语库。"),
    Check("T102", "deprecated term", "使用拒用术语", Severity.WARNING, "Terminology/Inconsistent with terminology resource",
          check_refused, "改用首选术语；引文或旧标题中的，保留原样。"),
)  # fmt: skip
