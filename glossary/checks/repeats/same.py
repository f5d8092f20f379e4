"""The same sentence rendered differently in two places."""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import NamedTuple
from unicodedata import normalize

import numpy as np

from corpora.arrays import Bools, Ints, Keys, Longs
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
_WORDED = re.compile(r"\w")
_LEAST = {"zh": 6, "en": 12}  # characters of a sentence that is compared within a document
_LEAST_FAR = {"zh": 12, "en": 30}  # across documents: formulas and titles, no short headings


def plain(text: str, language: str) -> str:
    """A sentence as it is compared: without list mark, white space, punctuation, case; English without articles, Chinese without 的.

    >>> plain("(a) The Economic and Social Council,", "en"), plain("4. 工作的安排。", "zh")
    ('economicandsocialcouncil', '工作安排')
    """
    text = normalize("NFC", text)
    mark = _MARK.match(text)
    rest = (text[mark.end() :] if mark else text) or text
    if language == "en":
        rest = _ARTICLE.sub("", rest).translate(_BARE)  # three times as fast as a pattern, for texts in ASCII
    else:
        rest = _NOTHING.sub("", rest.replace("的", ""))
    return rest.casefold() or text.strip()


class _Bare(dict[int, int | None]):
    """For :meth:`str.translate`: what is no letter and no figure goes."""

    def __missing__(self, code: int) -> int | None:
        self[code] = code if chr(code).isalnum() else None
        return self[code]


_BARE = _Bare()


@dataclass(frozen=True, slots=True)
class Sentences:
    """Sentences as they are compared, without their texts: all ``(n,)``.

    ``key``: of the plain form; ``rendering``: of the same without figures, which have checks of their own; ``size`` of the plain
    form; ``worded``: whether there is any letter or figure. Keys are those of the texts wherever they stand: sentences of several
    bitexts can be held against each other.
    """

    key: Keys
    rendering: Keys
    size: Ints
    worded: Bools

    @classmethod
    def of(cls, texts: Sequence[str], language: str) -> Sentences:
        """From texts of one language.

        >>> found = Sentences.of(["(a) The 3 ports,", "4 ports", "—"], "en")
        >>> len(set(found.key.tolist())), len(set(found.rendering.tolist())), found.worded.tolist()
        (3, 2, [True, True, False])
        """
        keys, renderings, sizes = array("Q"), array("Q"), array("i")
        for text in texts:
            form = plain(text, language)
            bare = _FIGURE.sub("", form) or form
            keys.append(key_of(form))
            renderings.append(keys[-1] if bare == form else key_of(bare))
            sizes.append(len(form))
        return cls(
            np.array(keys, np.uint64),
            np.array(renderings, np.uint64),
            np.array(sizes, np.int32),
            np.array([_WORDED.search(text) is not None for text in texts], np.bool_),
        )

    @classmethod
    def joined(cls, parts: Sequence[Sentences]) -> Sentences:
        """Those of all parts, one after the other."""
        return cls(
            np.concatenate([one.key for one in parts]),
            np.concatenate([one.rendering for one in parts]),
            np.concatenate([one.size for one in parts]),
            np.concatenate([one.worded for one in parts]),
        )


def key_of(text: str) -> int:
    """64 bits by which a text is known, the same in every process."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest())


SENTENCES: Key[Sentences] = Key("sentences as they are compared")


def sentences(rows: Rows | None, language: str) -> Sentences:
    """Those of one side of rows, made once."""
    if rows is None:
        return Sentences.of([], language)
    return rows.derived(SENTENCES.of(language), lambda rows: Sentences.of(rows.texts(language), language))


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


def evidence_of(place: Place) -> Evidence:
    """A place as evidence."""
    return Evidence(place.symbol, place.row, *place[2:])


def _repeats(check: Check, material: Material, here: str, there: str) -> Iterator[Finding]:
    mine, theirs = (
        Sentences.joined([sentences(material.rows, side), sentences(material.against, side)]) for side in (here, there)
    )
    pairs = (*material.pairs, *material.earlier)
    for group in varied(mine, theirs, here):
        if group[0] >= len(material.pairs):
            continue
        renderings: dict[int, list[Place]] = defaultdict(list)
        for place in group:
            row = place + 1 if place < len(material.pairs) else 0
            renderings[int(theirs.rendering[place])].append(place_of(row, pairs[place]))
        yield from _departures(check, material, renderings, here, there)


def varied(mine: Sentences, theirs: Sentences, language: str) -> Iterator[list[int]]:
    """Places of a sentence that is rendered in several ways, in order, those of the sentence that stands first before."""
    places = np.flatnonzero((mine.size >= _LEAST[language]) & theirs.worded)
    order = places[np.argsort(mine.key[places], kind="stable")]
    key, rendering = mine.key[order], theirs.rendering[order]
    changes = np.flatnonzero(key[1:] != key[:-1]) + 1
    heads = np.concatenate([np.zeros(min(len(key), 1), np.int64), changes])
    other = np.zeros(len(key), np.bool_)
    other[1:] = (key[1:] == key[:-1]) & (rendering[1:] != rendering[:-1])
    several = np.flatnonzero(np.logical_or.reduceat(other, heads)) if len(heads) else np.zeros(0, np.int64)
    ends: Longs = np.append(heads[1:], len(key))
    groups = [order[heads[k] : ends[k]].tolist() for k in several.tolist()]
    yield from sorted(groups, key=lambda group: group[0])


def _departures(
    check: Check, material: Material, renderings: dict[int, list[Place]], here: str, there: str
) -> Iterator[Finding]:
    """A finding at the first row of each rendering that is not the usual one; an earlier document knows better."""
    usual = max(renderings, key=lambda k: (not renderings[k][-1].row, len(renderings[k]), -renderings[k][0].row))
    expected = renderings[usual]
    for key, places in renderings.items():
        if key == usual or not places[0].row or not places[-1].row:
            continue
        first = places[0]
        if not material.follows(first.row, here):
            continue
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
    Check("S101", "same Chinese, different English", "中文相同，英文不同", Severity.WARNING, "Style/Inconsistency", check_same_zh,
          "统一译法，以被引文件的译法为准。", whole=True),
    Check("S102", "same English, different Chinese", "英文相同，中文不同", Severity.WARNING, "Style/Inconsistency", check_same_en,
          "统一译法，以被引文件的译法为准。", whole=True),
)  # fmt: skip
