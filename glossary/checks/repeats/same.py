"""The same sentence rendered differently in two places."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from corpora.bitext import Pair
from corpora.text import TO_TEN
from glossary.checks.base import Check, Material
from glossary.finding import Evidence, Finding, Severity, place_name
from glossary.rows import Key, Rows

_MARK = re.compile(
    rf"^\s*(?:[(（\[]?(?:[a-z]{{1,2}}|[ivxlc]{{1,5}}|[a-z]?\d{{1,4}}|[{TO_TEN}]{{1,3}})[.)）\]．、]+|[-–—•*·]+)\s*",
    re.I,
)
_ARTICLE = re.compile(r"\b(?:the|an?)\s+(?=\w)", re.I)
_FIGURE = re.compile(r"\d+")
_NOTHING = re.compile(r"[\W_]+")
_LEAST = {"zh": 6, "en": 12}  # characters of a sentence that is compared within a document
_LEAST_FAR = {"zh": 12, "en": 30}  # across documents: formulas and titles, no short headings


def plain(text: str, language: str) -> str:
    """A sentence as it is compared: without list mark, white space, punctuation, case; English without articles, Chinese without 的.

    >>> plain("(a) The Economic and Social Council,", "en"), plain("4. 工作的安排。", "zh")
    ('economicandsocialcouncil', '工作安排')
    """
    rest = _MARK.sub("", text, count=1) or text
    rest = _ARTICLE.sub("", rest) if language == "en" else rest.replace("的", "")
    return _NOTHING.sub("", rest).casefold() or text.strip()


PLAIN: Key[tuple[str, ...]] = Key("plain sentences")


def plain_texts(rows: Rows | None, language: str) -> tuple[str, ...]:
    """The plain form of each row, made once."""
    if rows is None:
        return ()
    return rows.derived(PLAIN.of(language), lambda rows: tuple(plain(text, language) for text in rows.texts(language)))


class Place(NamedTuple):
    """Where a sentence stands: a row of the bitext from 1, or 0 and a row of an earlier document."""

    row: int
    symbol: str
    zh: str
    en: str
    position: int = 0
    paragraph: int = 0
    page: int = 0

    @property
    def name(self) -> str:
        """How everybody names the row."""
        return place_name(self.symbol, self.position)


def place_of(row: int, pair: Pair) -> Place:
    """Where the sentence of a row stands."""
    return Place(row, pair.symbol, pair.zh, pair.en, pair.position, pair.paragraph, pair.page)


def _places(material: Material) -> Iterator[Place]:
    for row, pair in enumerate(material.pairs, start=1):
        yield place_of(row, pair)
    for pair in material.earlier:
        yield place_of(0, pair)


def evidence_of(place: Place) -> Evidence:
    """A place as evidence."""
    return Evidence(place.symbol, place.row, *place[2:])


def _repeats(check: Check, material: Material, here: str, there: str) -> Iterator[Finding]:
    groups: dict[str, list[tuple[Place, str]]] = defaultdict(list)
    mine, theirs = ([*plain_texts(material.rows, side), *plain_texts(material.against, side)] for side in (here, there))
    for place, key, rendering in zip(_places(material), mine, theirs, strict=True):
        if len(key) >= _LEAST[here] and re.search(r"\w", getattr(place, there)):
            groups[key].append((place, rendering))
    for places in groups.values():
        if len(places) < 2 or not places[0][0].row:
            continue
        renderings: dict[str, list[Place]] = defaultdict(list)
        for place, key in places:
            renderings[_FIGURE.sub("", key) or key].append(place)  # figures have checks of their own
        if len(renderings) > 1:
            yield from _departures(check, material, renderings, here, there)


def _departures(
    check: Check, material: Material, renderings: dict[str, list[Place]], here: str, there: str
) -> Iterator[Finding]:
    """A finding at the first row of each rendering that is not the usual one; an earlier document knows better."""
    usual = max(renderings, key=lambda k: (not renderings[k][-1].row, len(renderings[k]), -renderings[k][0].row))
    expected = renderings[usual]
    for key, places in renderings.items():
        if key == usual or not places[0].row or not places[-1].row:
            continue
        first = places[0]
        inside = [place for place in expected if place.row and place.symbol == first.symbol]
        if not inside and expected[-1].row and len(plain(getattr(first, here), here)) < _LEAST_FAR[here]:
            continue
        others = sorted(expected, key=lambda place: (place.symbol != first.symbol, not place.row, place.row))
        rows = [place.row for place in others[:3] if place.row]
        en, zh = others[0].name or "an earlier document", f"{others[0].name or '先前文件'}中"
        if rows:
            en, zh = material.named(first.row, rows)
        text = getattr(first, there)
        yield check.finding(
            material,
            first.row,
            f"the same sentence is rendered differently in {en}",
            f"同一句在{zh}译法不同",
            expected=getattr(others[0], there),
            found=text,
            evidence=[evidence_of(place) for place in others],
            zh_spans=[(0, len(text))] if there == "zh" else (),
            en_spans=[(0, len(text))] if there == "en" else (),
            severity=None if inside else Severity.NOTE,
        )


def check_same_zh(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: reports a Chinese sentence that stands twice and is rendered differently; a note where the other place is in another document.

    Differences in list mark, case, punctuation and articles alone are none. Rows of earlier documents count as places.

    Why it matters: formulas and titles are quoted; a quotation that varies is no quotation.

    Wrong: one agenda title rendered "Social and human rights questions" here and "Social questions and human rights" there

    Right: "Social and human rights questions" in both places

    What to do: use one rendering, preferably the one of the document that is quoted.
    """
    yield from _repeats(check, material, "zh", "en")


def check_same_en(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: reports an English sentence that stands twice and is rendered differently; a note where the other place is in another document.

    Differences in list mark, punctuation and 的 alone are none. Rows of earlier documents count as places.

    Why it matters: formulas and titles are quoted; a quotation that varies is no quotation.

    Wrong: "Social and human rights questions" rendered 社会与人权问题 here and 社会和人权问题 there

    Right: 社会与人权问题 in both places

    What to do: use one rendering, preferably the one of the document that is quoted.
    """
    yield from _repeats(check, material, "en", "zh")


CHECKS = (
    Check("S101", "same Chinese, different English", "同一中文句译法不同", Severity.WARNING, "Style/Inconsistency", check_same_zh,
          "统一译法，以被引文件的译法为准。", whole=True),
    Check("S102", "same English, different Chinese", "同一英文句译法不同", Severity.WARNING, "Style/Inconsistency", check_same_en,
          "统一译法，以被引文件的译法为准。", whole=True),
)  # fmt: skip
