"""One stretch of an alignment taken out, to be aligned anew, and put back between links that stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from align.search import FixedLink, sides_of
from corpora.bitext import Bitext, Link
from corpora.document import Document

SAMPLE = 100  # links that tell what is usual in the documents
SOUND = 0.5  # confidence from which a link tells it


@dataclass(frozen=True, slots=True)
class Part:
    """The links ``first..last - 1`` of a bitext and what they are about: source sentences from ``rows``, target ones from ``columns``.

    ``fixed``: confirmed links, numbered as in the part; ``held``: links outside the order that reach into it and stay;
    ``freed``: target sentences outside of it whose link goes.
    """

    first: int
    last: int
    rows: range
    columns: range
    source: Document
    target: Document
    fixed: tuple[FixedLink, ...]
    held: tuple[Link, ...]
    freed: tuple[int, ...]


def part_around(bitext: Bitext, fixed: Sequence[FixedLink], stretch: range | None, reach: int) -> Part | None:
    """The links around what ``fixed`` touches, and those of ``stretch``; ``None`` where there is nothing to do."""
    links = bitext.links
    said = [{k for link in fixed for k in sides_of(link)[side]} for side in (0, 1)]
    touched = _touched(links, said)
    lost = [links[k] for k in touched if links[k].crossing]
    touched += [_place_before(links, t) for link in lost for t in link.target if t in said[1]]
    margin = 0 if stretch is not None else reach
    places = [p for k in touched for p in (k - margin, k + margin)]
    places += [stretch.start, stretch.stop - 1] if stretch else []
    if not places:
        return None
    first, last = max(min(places), 0), min(max(places) + 1, len(links))
    rows = range(*_borders(links, first, last, len(bitext.source), 0))
    columns = range(*_borders(links, first, last, len(bitext.target), 1))
    outside = [link for link in links if link.crossing and not _within(link, rows, columns)]
    held = [
        link for link in outside if link not in lost and (link.source.start in rows or link.target.start in columns)
    ]
    kept: list[FixedLink] = [
        link for link in links[first:last] if link.confirmed and link not in held and not _meets(link, said)
    ]
    given = [*fixed, *kept, *(side for link in held for side in ((link.source, ()), ((), link.target)))]
    inside = [link for one in given if (link := _renumbered(one, rows, columns)) is not None]
    source, target = (
        replace(document, segments=document.segments[some.start : some.stop])
        for document, some in ((bitext.source, rows), (bitext.target, columns))
    )
    freed = tuple(t for link in lost for t in link.target if t not in columns)
    return Part(first, last, rows, columns, source, target, tuple(inside), tuple(held), freed)


def _touched(links: Sequence[Link], said: Sequence[set[int]]) -> list[int]:
    """Which links hold one of the sentences; of a long document most are passed over by their ends."""
    (low, high), (left, right) = ((min(some, default=0), max(some, default=-1)) for some in said)
    near = [
        k
        for k, link in enumerate(links)
        if (link[0].start <= high and link[0].stop > low) or (link[1].start <= right and link[1].stop > left)
    ]
    return [k for k in near if _meets(links[k], said)]


def _meets(link: Link, said: Sequence[set[int]]) -> bool:
    return any(k in some for side, some in zip(link.sides, said, strict=True) for k in side)


def _within(link: Link, rows: range, columns: range) -> bool:
    return link.source.start in rows and link.target.start in columns


def _place_before(links: Sequence[Link], sentence: int) -> int:
    """The last link in order that stands before a sentence of the target, the first of all where there is none."""
    before = [k for k, link in enumerate(links) if not link.crossing and link.target and link.target.stop <= sentence]
    return before[-1] if before else 0


def _borders(links: Sequence[Link], first: int, last: int, size: int, side: int) -> tuple[int, int]:
    """From which to before which sentence of a side nothing is in the links before ``first`` and from ``last`` on."""
    before, behind = (
        # the targets of links outside the order say nothing of their place; their sources stand in order
        next((run for k in some if (run := links[k].sides[side]) and not (side and links[k].crossing)), None)
        for some in (range(first - 1, -1, -1), range(last, len(links)))
    )
    start = before.stop if before else 0
    return start, max(behind.start if behind else size, start)


def _renumbered(link: FixedLink, rows: range, columns: range) -> FixedLink | None:
    """A confirmed link by the numbers of a part, without what is not in it."""
    source, target = (
        [k - some.start for k in side if k in some] for side, some in zip(sides_of(link), (rows, columns), strict=True)
    )
    if not source and not target:
        return None
    if isinstance(link, Link) and link.crossing:
        return Link(range(source[0], source[-1] + 1), range(target[0], target[-1] + 1), crossing=True)
    return source, target


def put_back(bitext: Bitext, part: Part, found: Sequence[Link]) -> tuple[Link, ...]:
    """All links of the bitext, those of the part from what was found in it."""
    i, j = part.rows.start, part.columns.start
    first = {link.source.start: link for link in part.held if link.source.start in part.rows}
    gone = [{k for link in part.held for k in link.sides[side]} for side in (0, 1)]
    inner: list[Link] = []
    for link in found:
        source = range(link.source.start + i, link.source.stop + i)
        target = range(link.target.start + j, link.target.stop + j)
        if link.is_null and (set(source) & gone[0] or set(target) & gone[1]):
            if source and source.start in first:
                inner.append(first[source.start])
            continue
        inner.append(link._replace(source=source, target=target))
    before, after = [*bitext.links[: part.first]], [*bitext.links[part.last :]]
    for sentence in part.freed:
        some = before if sentence < j else after
        place = _place_before(some, sentence)
        at = some[place].source.stop if some else (i if sentence < j else part.rows.stop)
        behind = bool(some) and not some[place].crossing and some[place].target.stop <= sentence
        at = at if behind or not some else some[place].source.start
        some.insert(place + behind, Link(range(at, at), range(sentence, sentence + 1)))
    return (*before, *inner, *after)


def usual_sample(bitext: Bitext) -> list[tuple[int, int]]:
    """Pairs of sentences, evenly spread over the documents, that tell how renderings are there."""
    return [
        (link.source.start, link.target.start)
        for link in bitext.links[:: max(len(bitext.links) // SAMPLE, 1)]
        if len(link.source) == len(link.target) == 1 and link.score >= SOUND
    ]
