"""Titles of instruments: 《全球难民契约》 where the Chinese title is 《难民问题全球契约》."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from corpora.text import late
from glossary.checks.base import Check, Material
from glossary.checks.names.known_names import known_titles
from glossary.checks.rendered import approved
from glossary.concept import APPROVED
from glossary.finding import Finding, Severity, Span
from glossary.words import Matcher, is_subsequence

TITLE = late("《([^《》]{4,60})》")
LIGHT = str.maketrans("及与", "和和", "的、，·（）() “”")  # what UN texts of one title differ in
ALIKE = 0.6  # share of the characters that a title has in common with the official one


def check_titles(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: reports a title in 《》 that is not that of the instrument which the English version names, though it
    has most of its characters, or is that of another instrument. It knows about eighty conventions, declarations and programmes. Where the termbase has a
    rendering of the English title, that one counts; where it is the one that departs, a note says so once in a document.

    Why it matters: an instrument has one Chinese title; under another one a reader does not find it.

    Wrong: 《全球难民契约》 for "Global Compact on Refugees"

    Right: 《难民问题全球契约》

    What to do: write the title as the instrument has it, and correct the termbase.
    """
    known = {concept.id: concept for concept in known_titles()}
    matcher = Matcher(known.values(), "en", statuses=APPROVED)
    official = {_bare(form): concept.id for concept in known.values() for form in approved(concept, "zh")}
    mine = _of_termbase(material)
    told: set[tuple[str, str]] = set()
    for row, pair in material.bilingual():
        if "《" not in pair.zh:
            continue
        longest, every = matcher.sides_in(material.rows.streams("en"), row - 1)
        named = {id: place for place in longest for id in place.concepts if pair.en[place.start].isupper()}
        titles = [match.span(1) for match in TITLE.finditer(pair.zh)]
        free = [span for span in titles if _bare(pair.zh[slice(*span)]) not in official]
        standing = {id for one in every for id in one.concepts}
        others = [span for span in titles if official.get(_bare(pair.zh[slice(*span)]), "") not in {"", *standing}]
        lone = [id for id in named if not _answered(pair.zh, titles, approved(known[id], "zh"))]
        if len(others) == len(lone) == 1 and named[lone[0]].term.lower() not in mine:
            at = named[lone[0]].start, named[lone[0]].end
            yield _finding(check, material, row, others[0], at, approved(known[lone[0]], "zh"), False)
            continue
        for id, place in named.items() if free else ():
            forms, theirs = approved(known[id], "zh"), mine.get(place.term.lower(), [])
            wrong = None if _stands(forms, pair.zh) else _wrong(pair.zh, free, forms)
            if wrong is None or ((pair.symbol, id) in told and _stands(theirs, pair.zh)):
                continue
            by_termbase = _stands(theirs, pair.zh)
            if by_termbase:
                told.add((pair.symbol, id))
            yield _finding(check, material, row, wrong, (place.start, place.end), forms, by_termbase)


def _answered(text: str, titles: list[Span], forms: list[str]) -> bool:
    """Whether a Chinese text names an instrument in full, in a short form in 《》, or by its kind alone: 《公约》."""
    if _stands(forms, text) or any(f"《{form[-2:]}》" in text or f"该{form[-2:]}" in text for form in forms):
        return True
    return any(is_subsequence(_bare(text[slice(*span)]), _bare(form)) for span in titles for form in forms)


def _finding(
    check: Check, material: Material, row: int, wrong: Span, at: Span, forms: list[str], by_termbase: bool
) -> Finding:
    pair = material.pairs[row - 1]
    title, name = pair.zh[slice(*wrong)], pair.en[slice(*at)]
    wanted = max(forms, key=lambda form: _in_common(_bare(title), _bare(form)))
    also, also_zh = (" (the termbase has it as here)", "（术语库同此处）") if by_termbase else ("", "")
    return check.finding(
        material,
        row,
        f"《{title}》 is not the Chinese title of {name!r}: 《{wanted}》{also}",
        f"“{name}”的中文标题是《{wanted}》，此处为《{title}》{also_zh}",
        zh_spans=[wrong],
        en_spans=[at],
        expected=wanted,
        found=title,
        severity=Severity.NOTE if by_termbase else None,
    )


def _of_termbase(material: Material) -> dict[str, list[str]]:
    """The approved Chinese terms of a concept of the termbase, by its English terms in small letters."""
    return {
        term.lower(): [other.strip("《》") for other in approved(concept, "zh")]
        for concept in material.termbase or ()
        for term in approved(concept, "en")
    }


def _stands(forms: list[str], text: str) -> bool:
    bare = _bare(text)
    return any(_bare(form) in bare for form in forms)


def _bare(title: str) -> str:
    return title.translate(LIGHT).replace("关于", "")


def _wrong(text: str, titles: list[Span], forms: list[str]) -> Span | None:
    """The title that has the most characters of an official one, and enough, and is no short form of one."""
    best: tuple[float, Span] | None = None
    for span in titles:
        title = _bare(text[slice(*span)])
        if any(_is_short_form(title, form) or form in title for form in map(_bare, forms)):
            continue
        share = max(_in_common(title, _bare(form)) for form in forms)
        if share >= ALIKE and (best is None or share > best[0]):
            best = share, span
    return best and best[1]


def _in_common(one: str, other: str) -> float:
    """The share of the characters of the longer text that the other has.

    >>> _in_common("全球难民契约", "难民问题全球契约")
    0.75
    """
    return sum((Counter(one) & Counter(other)).values()) / max(len(one), len(other))


def _is_short_form(title: str, form: str) -> bool:
    """Whether a title is a short form of the official one; one that lacks a single character is a slip: 土著人 for 土著人民."""
    return len(title) + 1 < len(form) and is_subsequence(title, form)


CHECKS = (
    Check("T111", "title of an instrument", "文书标题有误", Severity.WARNING, "Terminology/Wrong term", check_titles,
          "改用该文书的正式中文标题。"),
)  # fmt: skip
