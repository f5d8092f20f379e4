"""The words of English texts, as :mod:`glossary.extraction.sides.side` wants them."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from corpora.arrays import Ints
from corpora.text import read_words
from glossary.extraction.sides.side import (
    BAD,
    CAPITAL,
    COMMA,
    FIRST,
    HEAD,
    JOINED,
    LAST,
    LIGHT,
    TAIL,
    WILD,
    SideAtoms,
    marks,
)
from glossary.words import NEVER_EDGE_EN, STOP_EN, WORD, Distinct, TokenTable, fold

GLUE = re.compile(r"[ \u00a0\u2009\u202f]*")
TIGHT = re.compile("[-–/]?")  # between letters and figures of one name: G20, COVID-19, 2015–2030
COMMA_BETWEEN = re.compile(r",[ \u00a0]|/")
SENTENCE = re.compile(r"[.;:!?]\s")
_PREPOSITIONS = (
    "of for on to in with against by from at between among under into upon within inside outside amid throughout"
)
PREPOSITIONS = frozenset(_PREPOSITIONS.split())
INSIDE = frozenset({"of", "for", "on", "to", "in", "and"})
"""Function words that a phrase in small letters may have inside, beside an article behind one of them."""
INSIDE_TITLE = frozenset({"or", "all", "its", "their", "other"})
"""What stands inside a name in capitals, beside prepositions."""
ARTICLES = frozenset({"the", "a", "an"})
BEFORE_ARTICLE = PREPOSITIONS | {"and"}
STOPS = STOP_EN | NEVER_EDGE_EN | PREPOSITIONS
OPENING = frozenset(read_words(__package__, "edge_words.en.txt"))
CLOSING = frozenset(read_words(__package__, "last_words.en.txt"))
BETWEEN = (OPENING - {"given", "following", "like", "likely", "several", "due", "per"}) | {"under"}
"""Those that may stand within a term: any other business, persons under age, five least developed countries."""
BLOCK = 4096  # texts a pass: bounds memory, never changes a mark
LONGEST_GAP = 8  # what is longer between two words is seldom met again


def english_side(texts: Sequence[str], tokens: TokenTable | None = None) -> SideAtoms:
    """The words of English texts. An acronym is another kind of atom than the same letters as a word (WHO, who).

    ``tokens``: the words of the texts, where they are known.
    """
    found = _figures(TokenTable.of(texts, WORD) if tokens is None else tokens)
    known = _Words()
    rows = np.repeat(np.arange(len(texts), dtype=np.int32), found.sizes)
    # a word is looked at once, and once more for texts that are all in capitals
    shouting = np.fromiter(map(str.isupper, texts), np.bool_, len(texts))
    ways = found.kind.astype(np.int64) * 2 + shouting[rows]
    first = np.full(2 * len(found.kinds), len(ways), np.int64)
    first[ways[::-1]] = np.arange(len(ways))[::-1]
    order = np.argsort(first)[: int((first < len(ways)).sum())]
    for way in order.tolist():
        known.add(found.kinds[way >> 1], bool(way & 1))
    number = np.empty(len(first), np.int32)
    number[order] = np.arange(len(order))
    written = number[ways]
    return SideAtoms(
        "en",
        texts,
        list(known.kinds),
        np.array(known.kind_ids, np.int32)[written],
        rows,
        found.start,
        found.end,
        unit=np.arange(len(written), dtype=np.int32),
        unit_kinds=list(known.units),
        unit_ids=np.array(known.unit_ids, np.int32)[written],
        unit_row=rows,
        compared=texts,
        small=frozenset(kind for kind in found.kinds if kind[0].islower()),
        **marks(_in_place(np.array(known.marks, np.int32)[written], _gaps(texts, found))),
    )


def _figures(found: TokenTable) -> TokenTable:
    """The same with figures that end where their last digit does: a comma or full stop behind one is no part of it."""
    bare = [kind.rstrip(".,") if kind[0].isdigit() else kind for kind in found.kinds]
    cut = np.array([len(kind) - len(one) for kind, one in zip(found.kinds, bare, strict=True)], np.int32)
    if not cut.any():
        return found
    number: dict[str, int] = {}
    kinds = np.array([number.setdefault(kind, len(number)) for kind in bare], np.int32)
    return TokenTable(tuple(number), kinds[found.kind], found.start, found.end - cut[found.kind], found.offsets)


def _gaps(texts: Sequence[str], tokens: TokenTable) -> Ints:
    """For each word what stands between it and the one before it, as marks: joined, a comma, the end of a sentence; ``HEAD``: nothing."""
    seen = Distinct(_gap, LONGEST_GAP)
    found = np.full(len(tokens.start), JOINED, np.int32)
    for low in range(0, len(texts), BLOCK):
        block = texts[low : low + BLOCK]
        text = "".join(block)
        edges = tokens.offsets[low : low + len(block) + 1]
        bases = np.cumsum([0, *map(len, block)])[:-1]
        base = np.repeat(bases, np.diff(edges))
        start, end = (places[edges[0] : edges[-1]] + base for places in (tokens.start, tokens.end))
        between = np.empty(len(start), np.int64)  # where what stands before a word begins
        between[1:] = end[:-1]
        spaced = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32) == ord(" ")
        heads = edges[:-1][np.diff(edges) > 0] - edges[0]
        plain = start - between == 1
        plain[plain] = spaced[between[plain]]
        plain[heads] = True
        others = np.flatnonzero(~plain)
        found[edges[0] + others] = [
            seen[text[a:b]] for a, b in zip(between[others].tolist(), start[others].tolist(), strict=True)
        ]
        found[edges[0] + heads] = HEAD
    return found


def _gap(text: str) -> int:
    return (
        JOINED * bool(GLUE.fullmatch(text))
        | CLOSE * bool(TIGHT.fullmatch(text))
        | COMMA * bool(COMMA_BETWEEN.fullmatch(text))
        | ENDS * bool(SENTENCE.search(text))
    )


def _in_place(marks: Ints, gaps: Ints) -> Ints:
    """The marks of words where they stand."""
    marks = marks.copy()
    opens = gaps == HEAD
    before = np.concatenate([np.zeros(1, np.int32), marks])[: len(marks)]
    behind = np.concatenate([marks, np.zeros(1, np.int32)])[1:]
    closes = np.append(opens, True)[1:]
    marks[(marks & ARTICLE > 0) & (before & BEFORE > 0) & ~opens] &= ~BAD
    capital = (marks & CAPITAL > 0) & (marks & ACRONYM == 0)
    # a sentence begins here
    marks[capital & (opens | (gaps & ENDS > 0)) & (closes | (behind & UPPER == 0))] &= ~CAPITAL
    marks[gaps & JOINED > 0] |= JOINED
    _bind(marks, gaps)
    both = marks & CAPITAL & np.concatenate([np.zeros(1, np.int32), marks])[: len(marks)]
    marks[(gaps & COMMA > 0) & (both > 0)] |= (
        JOINED | COMMA
    )  # Educational, Scientific and Cultural Organization; HIV/AIDS
    return marks


def _bind(marks: Ints, gaps: Ints) -> None:
    """A figure and what is written to it without a space are one: no phrase is cut between them, and a letter is a word there."""
    figure = marks & FIGURE > 0
    with_before = gaps & CLOSE > 0
    with_before[:1] = False
    with_before[1:] &= figure[1:] | figure[:-1]
    later = np.flatnonzero(with_before)
    for places in (later - 1, later):
        letters = places[marks[places] & FIGURE == 0]
        marks[letters] = (marks[letters] & ~(BAD | WILD | LIGHT)) | FIRST | LAST
    marks[later] = (marks[later] & ~FIRST) | JOINED
    marks[later - 1] &= ~LAST


ACRONYM, ARTICLE, BEFORE, UPPER, ENDS, FIGURE, CLOSE = (1 << k for k in range(12, 19))
"""What else is known of a word: an article, a word that may stand before one, one that begins with a capital, a figure; of a gap."""


class _Words:
    """What is known of each way to write a word, whatever stands beside it."""

    def __init__(self) -> None:
        self.kinds: dict[str, int] = {}
        self.units: dict[str, int] = {}
        self.kind_ids: list[int] = []
        self.unit_ids: list[int] = []
        self.marks: list[int] = []

    def add(self, word: str, shouting: bool) -> None:
        """One more; ``shouting``: the whole text is in capitals."""
        lower = word.lower()
        upper = word[0].isupper()
        acronym = len(word) > 1 and not shouting and word.isupper()
        name = lower == "new" and upper  # New York, New Zealand
        stop = not acronym and not name and lower in STOPS
        digit = word[0].isdigit()
        edge = not stop and not digit and len(word) > 1
        flags = HEAD | TAIL | ACRONYM * acronym | FIGURE * digit
        flags |= FIRST * (edge or digit or lower in OPENING) | LAST * (edge or digit or lower in CLOSING)
        flags |= CAPITAL * (upper and not shouting) | LIGHT * stop | UPPER * upper
        flags |= ARTICLE * (lower in ARTICLES) | BEFORE * (lower in BEFORE_ARTICLE)
        if lower in ARTICLES:
            flags |= BAD
        elif stop and lower not in INSIDE and lower not in BETWEEN:
            flags |= BAD | WILD * (lower not in PREPOSITIONS and lower not in INSIDE_TITLE and not upper)
        self.marks.append(flags)
        self.kind_ids.append(self.kinds.setdefault(word if acronym else fold(word), len(self.kinds)))
        self.unit_ids.append(self.units.setdefault(lower, len(self.units)))
