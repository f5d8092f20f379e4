"""Where a rendering can stand in a text: atoms, the places between them, and what is known of each span's edges.

An *atom* is what a span is made of: a word in English; a Han character, a number or a Latin word in Chinese. Spans
begin and end anywhere between atoms where the text allows it; how good an edge is, is a feature, not a rule, because
Chinese words are known only with some probability.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np

from corpora.arrays import Bools, Codes, Floats, Longs
from corpora.text import is_han
from glossary.words import (
    AND_ZH,
    EDGE_ZH,
    FIRST_OK_ZH,
    INNER_EN,
    LAST_OK_ZH,
    LIGHT_ZH,
    NEVER_EDGE_EN,
    PEACE,
    STOP_EN,
    WITH_AND_ZH,
    ZH_PARTS,
    Cuts,
    Token,
    fold,
    tokens,
)

OPEN, CLOSED = '《〈“「『"', '》〉”」』"'
SOFT = frozenset("、·•（）()-–—/ \u00a0'’‘" + OPEN + CLOSED)
GLUED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789&$")
YEAR_OPENS = re.compile(r" ?\(")
HARD_EN = re.compile(r"[.;!?\[\]{}()|\n。；！？…]")


@dataclass(frozen=True, slots=True)
class Atoms:
    """A text cut into atoms. ``unit``: number of the unit of each atom in ``units``; ``part``: its share of that unit.

    ``begin`` and ``end``: whether a span may begin with, end with an atom; ``hard`` and ``soft`` ``(n + 1,)``: how many
    such punctuation marks stand before each atom, summed up; ``first`` ``(n, 2)`` and ``last`` ``(n, 3)``: how bad an edge is
    there (within a word or a name; at a function word; at a character that is often one).
    """

    text: str
    language: str
    starts: Longs
    ends: Longs
    keys: tuple[str, ...]
    units: tuple[str, ...]
    unit: Longs
    part: Floats
    begin: Bools
    end: Bools
    hard: Longs
    soft: Longs
    first: Floats
    last: Floats
    inner: Longs

    def __len__(self) -> int:
        return len(self.starts)

    def key(self, i: int, j: int) -> str:
        """What is equal in two spans that are the same rendering."""
        return ("" if self.language == "zh" else " ").join(self.keys[i:j])

    def span(self, i: int, j: int) -> tuple[int, int]:
        """Offsets of a span, with the title marks around it where it fills them."""
        start, end = int(self.starts[i]), int(self.ends[j - 1])
        start, end = _whole(self.text, start, end)
        if self.language == "zh" and start and self.text[start - 1 : start] in ("《", "〈"):
            if self.text[end : end + 1] == CLOSED[OPEN.index(self.text[start - 1])]:
                return start - 1, end + 1
        return start, end


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """The edges of a span, a name of letters, figures and signs whole and a bracket closed: S&P 500, $mart, G20, Regulations (2005).

    >>> _whole("the S&P 500 fell", 6, 11), _whole("Rules (2005).", 0, 11)
    ((4, 11), (0, 12))
    """
    while start and text[start - 1] in GLUED and text[start] in GLUED:
        start -= 1
    while end < len(text) and text[end] in GLUED and text[end - 1] in GLUED:
        end += 1
    inside = text[start:end]
    for opening, closing in ("()", "（）"):
        if inside.count(opening) > inside.count(closing) and text[end : end + 1] == closing:
            end += 1
    return start, end


def english_atoms(text: str) -> Atoms:
    """Words; no span crosses a full stop, commas and colons count as soft punctuation marks."""
    found = [_figure(t) for t in tokens(text)]
    n = len(found)
    lower = [t.text.lower() for t in found]
    gaps = ["", *(text[a.end : b.start] for a, b in pairwise(found)), text[found[-1].end :] if found else ""]
    hard = np.array([bool(HARD_EN.search(_unbracketed(gaps, found, k))) for k in range(len(gaps))], np.int64)
    soft = np.array([bool(g.strip(" \u00a0")) for g in gaps], np.int64)
    hard[0] = hard[-1] = 0
    shouting = text.isupper()
    never = np.array(
        [
            w in NEVER_EDGE_EN and (shouting or len(w) < 2 or not t.text.isupper())
            for w, t in zip(lower, found, strict=True)
        ],
        bool,
    )
    stop = np.array(
        [(w in STOP_EN and not t.text[0].isupper()) or w[0].isdigit() for w, t in zip(lower, found, strict=True)],
        np.float32,
    )
    capital = np.array([t.text[0].isupper() for t in found], bool)
    if n and not shouting and n > 1 and not capital[1]:
        capital[0] = False
    together = np.array([not g for g in soft], bool)
    torn_first, torn_last = np.zeros(n, np.float32), np.zeros(n, np.float32)
    if n > 1 and not shouting:
        linked = capital[1:] & capital[:-1] & together[1:-1]
        torn_first[1:], torn_last[:-1] = linked, linked
    # an article inside a term follows a preposition
    light = np.array(
        [
            (w in NEVER_EDGE_EN and w not in INNER_EN and w != "and")
            or (w in ("the", "a", "an") and k > 0 and lower[k - 1] not in NEVER_EDGE_EN)
            for k, w in enumerate(lower)
        ],
        np.int64,
    )
    return Atoms(
        text,
        "en",
        np.array([t.start for t in found], np.int64),
        np.array([t.end for t in found], np.int64),
        tuple(t.folded for t in found),
        tuple(lower),
        np.arange(n),
        np.ones(n, np.float32),
        ~never,
        ~never,
        np.cumsum(hard),
        np.cumsum(soft),
        np.stack([torn_first, stop], 1),
        np.stack([torn_last, stop, np.zeros(n, np.float32)], 1),
        np.concatenate([[0], np.cumsum(light)]),
    )


def _figure(token: Token) -> Token:
    """A figure without the comma or full stop behind it."""
    bare = token.text.rstrip(".,") if token.text[0].isdigit() else token.text
    return token if bare == token.text else Token(bare, token.start, token.start + len(bare), bare)


def _unbracketed(gaps: Sequence[str], found: Sequence[Token], k: int) -> str:
    """What stands before a word, without the brackets around a figure alone: it may be part of a name."""
    gap = gaps[k]
    if k < len(found) and found[k].text[0].isdigit() and gaps[k + 1][:1] == ")" and YEAR_OPENS.fullmatch(gap):
        return ""
    return gap[1:] if k and gap[:1] == ")" and found[k - 1].text[0].isdigit() and gaps[k - 1][-1:] == "(" else gap


def chinese_atoms(text: str, cuts: tuple[int, ...] = (), known: Cuts | None = None) -> Atoms:
    """Characters with their words, Latin words, numbers; ``cuts``: offsets at which words end for certain; ``known`` keeps words."""
    starts: list[int] = []
    ends: list[int] = []
    units: list[str] = []
    unit_of: list[int] = []
    part: list[float] = []
    heads: list[bool] = []
    tails: list[bool] = []
    edges, known = [0, *cuts, len(text)], known or Cuts()
    for low, high in pairwise(edges):
        for match in ZH_PARTS.finditer(text, low, high):
            han = is_han(match.group())
            pieces = known.words(match.group()) if han else (match.group(),)
            at = match.start()
            for piece in pieces:
                size = len(piece) if han else 1
                for k in range(size):
                    starts.append(at + k)
                    ends.append(at + k + 1 if size > 1 else at + len(piece))
                    unit_of.append(len(units))
                    part.append(1 / size)
                    heads.append(k == 0)
                    tails.append(k == size - 1)
                units.append(piece.lower() if piece.isascii() else piece)
                at += len(piece)
    n = len(starts)
    gaps = ["", *(text[a:b] for a, b in zip(ends, starts[1:], strict=False)), ""]
    hard = np.array([any(c not in SOFT for c in g) for g in gaps], np.int64)
    soft = np.array([bool(g.strip()) for g in gaps], np.int64)
    characters = [text[a:b] for a, b in zip(starts, ends, strict=True)]
    after = [text[a : a + 2] for a in starts]
    bad_first = [
        c in EDGE_ZH and c not in FIRST_OK_ZH and not PEACE.match(two) and units[u] == c
        for c, two, u in zip(characters, after, unit_of, strict=True)
    ]
    bad_last = [
        (c in EDGE_ZH and c not in LAST_OK_ZH and units[u] == c) or (c in AND_ZH and units[u] not in WITH_AND_ZH)
        for c, u in zip(characters, unit_of, strict=True)
    ]
    weak_last = [c in EDGE_ZH and c in LAST_OK_ZH and units[u] == c for c, u in zip(characters, unit_of, strict=True)]
    light = np.array(
        [units[u] == c and c in LIGHT_ZH - {"的", "和", "、"} for c, u in zip(characters, unit_of, strict=True)],
        np.int64,
    )
    first = (
        np.stack([~np.array(heads, bool), np.array(bad_first, bool)], 1).astype(np.float32)
        if n
        else np.zeros((0, 2), np.float32)
    )
    columns = [~np.array(tails, bool), np.array(bad_last, bool), np.array(weak_last, bool)]
    last = np.stack(columns, 1).astype(np.float32) if n else np.zeros((0, 3), np.float32)
    never_first = np.array([c in "的了、" and units[u] == c for c, u in zip(characters, unit_of, strict=True)], bool)
    return Atoms(
        text,
        "zh",
        np.array(starts, np.int64),
        np.array(ends, np.int64),
        tuple(c if len(c) == 1 else c.lower() for c in characters),
        tuple(units),
        np.array(unit_of, np.int64),
        np.array(part, np.float32),
        ~never_first,
        ~never_first,
        np.cumsum(hard),
        np.cumsum(soft),
        first,
        last,
        np.concatenate([[0], np.cumsum(light)]),
    )


@dataclass(frozen=True, slots=True)
class Joined:
    """Atoms of many texts end to end, those of text ``k`` from ``first[k]`` to ``first[k + 1]``; columns as in :class:`Atoms`.

    ``codes`` are the characters of the texts, text ``k`` from ``places[k]`` on with a line break before and
    behind it; ``starts`` and ``ends`` are places in these.
    """

    language: str
    keys: list[str]
    codes: Codes
    places: Longs
    first: Longs
    starts: Longs
    ends: Longs
    edge: tuple[Bools, Bools]
    hard: Longs
    soft: Longs
    inner: Longs
    worst_first: Floats
    worst_last: Floats

    @classmethod
    def of(cls, texts: Sequence[Atoms]) -> Joined:
        """``texts`` are of one language."""
        sizes = [len(one) for one in texts]
        place = np.cumsum([1, *(len(one.text) + 1 for one in texts)])[:-1]
        shift = np.repeat(place, sizes)
        text = "\n".join(["", *(one.text for one in texts), ""])
        light = np.concatenate([np.diff(one.inner) for one in texts])
        return cls(
            texts[0].language,
            list(chain.from_iterable(one.keys for one in texts)),
            np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32),
            place,
            np.cumsum([0, *sizes]),
            np.concatenate([one.starts for one in texts]) + shift,
            np.concatenate([one.ends for one in texts]) + shift,
            (np.concatenate([one.begin for one in texts]), np.concatenate([one.end for one in texts])),
            np.concatenate([one.hard[:size] for one, size in zip(texts, sizes, strict=True)]),
            np.concatenate([one.soft[:size] for one, size in zip(texts, sizes, strict=True)]),
            np.concatenate([[0], np.cumsum(light)]),
            np.concatenate([one.first for one in texts]).T,
            np.concatenate([one.last for one in texts]).T,
        )

    def among(self, marks: str) -> Bools:
        """Which characters of the texts are one of these."""
        return np.isin(self.codes, [ord(mark) for mark in marks])


def spans_of(text: Joined, longest: Longs, marks: Longs) -> tuple[Longs, Longs, Longs]:
    """All spans ``[i, j)``, and the text of each.

    They have up to ``longest`` ``(texts,)`` atoms and cross no hard punctuation mark and at most ``marks`` soft ones.
    """
    sizes = np.diff(text.first)
    whose = np.repeat(np.arange(len(sizes)), sizes)
    count = np.minimum(longest[whose], text.first[whose + 1] - np.arange(len(whose)))
    i = np.repeat(np.arange(len(whose)), count)
    j = np.arange(len(i)) - np.repeat(np.cumsum(count) - count, count) + i + 1
    begin, end = text.edge
    keep = np.flatnonzero(
        begin[i]
        & end[j - 1]
        & (text.hard[j - 1] == text.hard[i])
        & (text.soft[j - 1] - text.soft[i] <= marks[whose[i]])
    )
    i, j = i[keep], j[keep]
    if text.language == "zh":
        opened, closed = text.among(OPEN[:-1]), text.among(CLOSED[:-1])
        depth = np.concatenate([[0], np.cumsum(opened.astype(np.int64) - closed)])
        level, left = depth[text.starts], np.concatenate([[0], np.cumsum(closed)])[text.starts]
        level = level - depth[text.places][whose]
        whole = np.flatnonzero((level[i] == level[j - 1]) & ((level[i] == 0) | (left[i] == left[j - 1])))
        i, j = i[whole], j[whole]
    return i, j, whose[i]


def quotes(text: Joined, i: Longs, j: Longs) -> tuple[Bools, Bools]:
    """Whether spans fill a pair of title marks or quotation marks; whether they touch one mark of it only."""
    left, right = text.among(OPEN)[text.starts - 1][i], text.among(CLOSED)[text.ends][j - 1]
    return left & right, left ^ right


def english_key(text: str) -> str:
    """Folded words without a leading article.

    >>> english_key("The Member States'")
    'member state'
    """
    found = [fold(t.text) for t in tokens(text)]
    if len(found) > 1 and found[0] in ("the", "a", "an"):
        found = found[1:]
    return " ".join(found)
