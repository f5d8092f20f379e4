"""Links that a person has confirmed: the search goes through them, and what lies between two is searched by itself.

A confirmed link divides both documents; a sentence that was said to have no counterpart divides nothing, but no link may hold
it. A confirmed link outside the order (a footnote, a moved paragraph) binds its sentences and divides nothing either.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import index

import numpy as np

from align.search.anchoring import Anchors, Box, find_anchors
from align.search.path import Block, Gains, Gap, best_path, corridor
from corpora.arrays import Bools, Floats, Longs, Step
from corpora.bitext import Link
from corpora.errors import InputError, short

Place = tuple[int, int, int, int]  # source from, how many, target from, how many
FixedLink = Link | tuple[Sequence[int], Sequence[int]]
"""A link as :meth:`Aligner.align` takes it: ids of both sides from 0, one side empty for sentences that have no counterpart."""
SURE = 1.0  # what a confirmed link is worth on the path, more than any other
BARRED = np.float32(-1e6)


@dataclass(frozen=True)
class Fixed:
    """Confirmed links of two documents: those in order, those outside it, and the sentences that stand alone."""

    links: tuple[Place, ...] = ()
    crossing: tuple[Place, ...] = ()
    alone: tuple[frozenset[int], frozenset[int]] = (frozenset(), frozenset())

    def __bool__(self) -> bool:
        return bool(self.links or self.crossing or self.alone[0] or self.alone[1])

    @cached_property
    def sides(self) -> tuple[frozenset[int], frozenset[int]]:
        """The sentences of each side that are in it."""
        spans = [*self.links, *self.crossing]
        source = {k for i, a, _, _ in spans for k in range(i, i + a)}
        target = {k for _, _, j, b in spans for k in range(j, j + b)}
        return self.alone[0] | source, self.alone[1] | target

    @cached_property
    def barred(self) -> tuple[frozenset[int], frozenset[int]]:
        """The sentences of each side that no link of the search may hold."""
        source = {k for i, a, _, _ in self.crossing for k in range(i, i + a)}
        target = {k for _, _, j, b in self.crossing for k in range(j, j + b)}
        return self.alone[0] | source, self.alone[1] | target

    @cached_property
    def _places(self) -> frozenset[Place]:
        return frozenset((*self.links, *self.crossing))

    def holds(self, step: Step) -> bool:
        """Whether a step of a path is one of these, or a sentence that stands alone because a person says so."""
        i, a, j, b, _gain = step
        if a and b:
            return (i, a, j, b) in self._places
        return i in self.alone[0] if a else j in self.alone[1]

    def locked(self, path: Sequence[Step]) -> Bools:
        """Which steps of a path are confirmed links ``(k,)``."""
        return np.array([bool(step[1] and step[3]) and self.holds(step) for step in path], bool)

    def firm(self, step: Step) -> bool:
        """Whether a step of a path may not change: it is confirmed, or its sentence may be in no link of the search."""
        i, a, j, b, _gain = step
        return self.holds(step) or bool(not b and i in self.barred[0]) or bool(not a and j in self.barred[1])

    def boxes(self, n: int, m: int) -> list[Box]:
        """The rectangles before, between and behind the links in order: one more than there are links.

        >>> Fixed(((2, 1, 3, 2),)).boxes(5, 6)
        [(0, 2, 0, 3), (3, 5, 5, 6)]
        """
        corners = [(0, 0, 0, 0), *self.links, (n, 0, m, 0)]
        return [(i + a, p, j + b, q) for (i, a, j, b), (p, _, q, _) in itertools.pairwise(corners)]

    def turned(self) -> Fixed:
        """The same with source and target exchanged."""
        links, crossing = (tuple((j, b, i, a) for i, a, j, b in some) for some in (self.links, self.crossing))
        return Fixed(tuple(sorted(links)), tuple(sorted(crossing)), self.alone[::-1])

    def renumbered(self, rows: Sequence[int], columns: Sequence[int]) -> Fixed:
        """The same where sentence ``k`` is ``rows[k]`` and ``columns[k]`` of the documents; all of these are among them."""
        to, across = ({old: new for new, old in enumerate(some)} for some in (rows, columns))
        links, crossing = (
            tuple((to[i], a, across[j], b) for i, a, j, b in some) for some in (self.links, self.crossing)
        )
        alone = frozenset(to[k] for k in self.alone[0]), frozenset(across[k] for k in self.alone[1])
        return Fixed(links, crossing, alone)


def check_fixed(given: Sequence[FixedLink], n: int, m: int) -> Fixed:
    """What was given, for documents of ``n`` and ``m`` sentences.

    Raises :class:`InputError` for ids that are out of range or no run, for links that overlap, and for links that cross, but
    for those that say that they do (``Link(..., crossing=True)``).

    >>> check_fixed([([1], [0, 1]), ([0], [])], 3, 3)
    Fixed(links=((1, 1, 0, 2),), crossing=(), alone=(frozenset({0}), frozenset()))
    """
    known: dict[tuple[tuple[int, ...], tuple[int, ...]], bool] = {}
    for link in given:
        key = _ids(link)
        known[key] = known.get(key, False) or (isinstance(link, Link) and link.crossing)
    taken: tuple[dict[int, str], dict[int, str]] = ({}, {})
    for key in known:
        for ids, size, side, others in zip(key, (n, m), ("source", "target"), taken, strict=True):
            _check_ids(key, ids, size, side, others)
    places = {key: _place(key) for key in known if all(key)}
    links = sorted(place for key, place in places.items() if not known[key])
    for (i, a, j, b), (p, c, q, d) in itertools.pairwise(links):
        if q < j:
            one, other = (_shown(_spelt(place)) for place in ((i, a, j, b), (p, c, q, d)))
            raise InputError(f"fixed links {one} and {other} cross", CROSSING)
    alone = [frozenset(k for key in known if not all(key) for k in key[side]) for side in (0, 1)]
    return Fixed(
        tuple(links), tuple(sorted(place for key, place in places.items() if known[key])), (alone[0], alone[1])
    )


CROSSING = "leave one out, or mark the one whose text stands elsewhere as crossing (column link: '1-1 crossing')"


def sides_of(link: FixedLink) -> tuple[Sequence[int], Sequence[int]]:
    """The ids of both sides."""
    source, target = link.sides if isinstance(link, Link) else link
    return source, target


def _ids(link: FixedLink) -> tuple[tuple[int, ...], tuple[int, ...]]:
    try:
        source, target = (tuple(index(k) for k in side) for side in sides_of(link))
    except (TypeError, ValueError) as error:  # also for a text, whose letters are no numbers
        raise InputError(f"fixed link {short(repr(link))}: no two lists of ids", "for example ([0, 1], [0])") from error
    if not source and not target:
        raise InputError(
            "a fixed link without any sentence", "for example ([0, 1], [0]), or ([0], []) for one without counterpart"
        )
    return tuple(sorted(source)), tuple(sorted(target))


def _check_ids(
    key: tuple[tuple[int, ...], tuple[int, ...]], ids: tuple[int, ...], size: int, side: str, others: dict[int, str]
) -> None:
    """Raise :class:`InputError` for ids of one side that cannot be used; ``others``: ids that are taken, and by which link."""
    shown = f"fixed link {_shown(key)}"
    if ids and not (ids[0] >= 0 and ids[-1] < size):
        beyond = ids[0] if ids[0] < 0 else ids[-1]
        there = f"ids 0 to {size - 1}" if size else "no sentence"
        raise InputError(f"{shown}: {beyond} is out of range, the {side} has {there}", "ids count from 0")
    if all(key) and any(b - a != 1 for a, b in itertools.pairwise(ids)):
        raise InputError(f"{shown}: ids of the {side} do not follow each other", "a link holds sentences side by side")
    for k in ids:
        if k in others:
            raise InputError(f"{shown}: sentence {k} of the {side} is in {others[k]} too", "leave one of them out")
        others[k] = f"fixed link {_shown(key)}"


def _shown(key: tuple[Sequence[int], Sequence[int]]) -> str:
    return short(f"{[*key[0]]}:{[*key[1]]}")


def _place(key: tuple[tuple[int, ...], tuple[int, ...]]) -> Place:
    source, target = key
    return source[0], len(source), target[0], len(target)


def _spelt(place: Place) -> tuple[range, range]:
    i, a, j, b = place
    return range(i, i + a), range(j, j + b)


@dataclass(frozen=True, slots=True)
class Stretch:
    """What is searched by itself: the corridor, where it begins and ends, the confirmed link behind it."""

    box: Box
    blocks: list[Block]
    then: Place | None


def stretches(fixed: Fixed, whole: Anchors, source: Floats, target: Floats, width: int) -> list[Stretch]:
    """All that lies between the confirmed links; ``whole``: the anchors of the documents, used where nothing divides them."""
    n, m = len(source), len(target)
    result = []
    for box, then in itertools.zip_longest(fixed.boxes(n, m), fixed.links):
        i0, i1, j0, j1 = box
        anchors = whole
        if fixed.links:
            anchors = find_anchors(source[i0:i1], target[j0:j1]) if min(i1 - i0, j1 - j0) > 2 * width else NOWHERE
        blocks = corridor(anchors.rows, anchors.columns, i1 - i0, j1 - j0, width) if i1 > i0 and j1 > j0 else []
        shifted = [Block(b.top + i0, b.bottom + i0, b.left + j0, b.right + j0) for b in blocks]
        result.append(Stretch(box, shifted, then))
    return result


NOWHERE = Anchors(np.zeros(0, np.int64), np.zeros(0, np.int64))


def path_through(
    parts: Sequence[Stretch], types: list[tuple[int, int]], gains: Gains, gap: Gap, fixed: Fixed
) -> list[Step]:
    """The best path through all stretches and the confirmed links between them."""
    path: list[Step] = []
    barred = _Barred(gains, types, fixed.barred) if any(fixed.barred) else gains
    for part in parts:
        i0, i1, j0, j1 = part.box
        if part.blocks:
            path += best_path(part.blocks, types, barred, gap, i1, j1, (i0, j0))
        else:
            path += [(k, 1, j0, 0, -gap.skip) for k in range(i0, i1)]
            path += [(i1, 0, k, 1, -gap.skip) for k in range(j0, j1)]
        if part.then is not None:
            path.append((*part.then, SURE))
    return path


class _Barred:
    """Gains in which no link holds a sentence that stands alone."""

    def __init__(
        self, gains: Gains, types: list[tuple[int, int]], barred: tuple[frozenset[int], frozenset[int]]
    ) -> None:
        self.gains, self.types = gains, types
        self.barred = [np.array(sorted(some), np.int64) for some in barred]

    def __call__(self, block: Block) -> Floats:
        out = self.gains(block)
        rows, columns = (
            _ends_behind(some, first, last, self.types)
            for some, first, last in zip(self.barred, (block.top, block.left), (block.bottom, block.right), strict=True)
        )
        for k, (a, b) in enumerate(self.types):
            out[rows[a], k] = BARRED
            out[:, k][:, columns[b]] = BARRED
        return out


def _ends_behind(barred: Longs, first: int, last: int, types: list[tuple[int, int]]) -> list[Bools]:
    """Entry ``a``: which of the ends ``first..last`` close a run of ``a`` sentences that holds one of ``barred``, which rise."""
    longest = max(max(pair) for pair in types)
    result = [np.zeros(last - first + 1, bool) for _ in range(longest + 1)]
    near = barred[np.searchsorted(barred, first - longest) : np.searchsorted(barred, last)]
    for k in near.tolist():
        for a in range(1, longest + 1):
            result[a][max(k + 1 - first, 0) : max(k + a + 1 - first, 0)] = True
    return result


def unlocked(path: Sequence[Step], fixed: Fixed) -> Iterator[tuple[list[Step], Step | None]]:
    """The parts of a path between confirmed links, each with the confirmed link behind it."""
    part: list[Step] = []
    for step, locked in zip(path, fixed.locked(path).tolist(), strict=True):
        if locked:
            yield part, step
            part = []
        else:
            part.append(step)
    yield part, None


def with_fixed_crossing(path: Sequence[Step], fixed: Fixed) -> list[Step]:
    """The path with confirmed links outside the order in the place of their sentences, in order of the source.

    >>> with_fixed_crossing([(0, 1, 0, 0, 0.0), (1, 1, 0, 1, 0.9), (2, 0, 1, 1, 0.0)], Fixed(crossing=((0, 1, 1, 1),)))
    [(0, 1, 1, 1, 0.0), (1, 1, 0, 1, 0.9)]
    """
    first = {place[0]: place for place in fixed.crossing}
    source = {k for i, a, _, _ in fixed.crossing for k in range(i, i + a)}
    target = {k for _, _, j, b in fixed.crossing for k in range(j, j + b)}
    result: list[Step] = []
    for step in path:
        i, a, j, b, gain = step
        if a and not b and i in source:
            if i in first:
                result.append((*first[i], gain))
        elif a or j not in target:
            result.append(step)
    return result
