"""What was made of every line of a document: which sentences it is in, or why it was taken out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from corpora.page import Line
from corpora.reading import ReadResult

FAR = 400
"""Sentences before a place among which the one that holds it is looked for: notes and heads can stand inside a sentence."""


@dataclass(frozen=True, slots=True)
class Made:
    """What became of one line: its kind (``removed``, ``lost``, or the kind of its sentences), the sentences, and what was taken out of it.

    ``number``: which line of the document it is.
    """

    number: int
    text: str
    kind: str
    sentences: tuple[int, ...] = ()
    reasons: tuple[str, ...] = ()


def made_of(lines: Sequence[Line], result: ReadResult) -> list[Made]:
    """For every line what became of it."""
    removals = result.removals
    ends = [removal.end for removal in removals]
    order = sorted(result.document.segments, key=lambda segment: segment.start)
    starts = [segment.start for segment in order]

    def holder(place: int) -> int | None:
        """The sentence that holds a place: the one that began last of those that have not ended."""
        at = bisect_right(starts, place)
        for k in range(at - 1, max(at - FAR, 0) - 1, -1):
            if order[k].end > place:
                return order[k].index
        return None

    found = []
    for number, line in enumerate(lines):
        here = [one for one in removals[bisect_right(ends, line.start) :][:40] if one.start < line.end]
        reasons = tuple(dict.fromkeys(one.reason for one in here))
        taken = sum(min(one.end, line.end) - max(one.start, line.start) for one in here)
        if not line.text or taken >= line.end - line.start:
            found.append(Made(number, line.text, "removed" if line.text else "", (), reasons))
            continue
        inside = order[bisect_left(starts, line.start) : bisect_left(starts, line.end)]
        begin = line.start
        for one in here:
            if one.start <= begin < one.end:
                begin = one.end
        while begin < line.end - 1 and result.text[begin].isspace():
            begin += 1
        places = {holder(begin), *(segment.index for segment in inside)}
        sentences = tuple(sorted(place for place in places if place is not None))
        kind = result.document.segments[sentences[-1]].kind if sentences else "lost"
        found.append(Made(number, line.text, kind, sentences, reasons))
    return found
