"""Rows become lines of text with their geometry; what is known of the lines of a whole document."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from corpora.document import Kind
from corpora.readers.pdf.letters import NUMBER_END, RAISED, RAISED_DIGITS, is_latin, is_wide, settle
from corpora.readers.pdf.pieces import HOLE_GAP, MIXED_GAP, SPACE_GAP, Piece
from corpora.readers.pdf.rows import Row
from corpora.readers.pdf.tables import Region
from corpora.text import HAN, display_width

GOES_ON = re.compile(rf"[\w‐-][a-z]|[{HAN}]{{2}}")
"""The last and first character of two lines in the middle of a sentence."""


FIRST = re.compile(
    r"[《“‘「『（【(\[]*(?:[\u2e80-\u3000\u3012-\u301c\u3020-\uff00\U00020000-\U0003fffd]|[^\s\u2e80-\uffff\U00020000-\U0003fffd]+|.)[，。；：、！？”’）》」』】)]*"
)
"""What cannot be cut at a line end: a word or a Han character, with the marks that belong before and behind it."""


@dataclass(slots=True)
class TextLine:
    """One line of text: edges, baseline and font size in points.

    ``raised``: stretches of ``text`` that are superscripts. ``block``, ``kind``, ``reason`` and ``marks`` are decided
    later: the paragraph, what it is, why the whole line goes, what goes out of it and why. ``row`` and ``column``: its
    cell in a table, from 1.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool = False
    raised: list[tuple[int, int]] = field(default_factory=list)
    page: int = 0
    block: int = -1
    kind: Kind | None = None
    reason: str = ""
    marks: list[tuple[int, int, str]] = field(default_factory=list)
    row: int = 0
    column: int = 0

    @property
    def label(self) -> str:
        """The raised mark with which the line begins, or nothing."""
        return self.text[: self.raised[0][1]] if self.raised and self.raised[0][0] == 0 else ""


def make_line(row: Row, page: int, spaced: bool = False) -> TextLine:
    """The pieces of a row as one line, spaces where the page has them.

    ``spaced``: the text has spaces between Han characters and Latin letters (:func:`pdf_letters.has_spaces`).

    >>> make_line(Row(0, 10, [Piece(0, 30, 0, 10, "报告"), Piece(30, 33, -4, 6, "1", raised=True)]), 0).raised
    [(2, 3)]
    """
    text, raised, bold, total = "", [], 0, 0
    last: Piece | None = None
    for piece in row.pieces:
        if last is not None and _apart(last, piece, spaced or bool(NUMBER_END.fullmatch(text))):
            text += " "
        body = settle(piece.text, spaced)
        if piece.raised:
            raised.append((len(text), len(text) + len(body)))
        text += body
        bold += len(body) * piece.bold
        total += len(body)
        last = piece if last is None or piece.x1 >= last.x1 else last
    if RAISED_DIGITS.search(text):
        raised += [match.span() for match in RAISED_DIGITS.finditer(text)]
        raised.sort()
        text = text.translate(RAISED)
    lead = len(text) - len(text.lstrip())
    raised = [(max(start - lead, 0), end - lead) for start, end in raised if end > lead]
    return TextLine(text.strip(), row.x0, row.x1, row.y, row.size, bold > 0.9 * total, raised, page)


def _apart(left: Piece, right: Piece, spaced: bool) -> bool:
    """Whether a space stands between two pieces of a row."""
    gap = right.x0 - left.x1
    em = max(left.size, right.size)
    if left.raised or right.raised:
        em = min(left.size, right.size) if left.raised and right.raised else em
    if left.after or right.before:
        return gap > 0.03 * em
    if not left.text or not right.text:
        return False
    edges = np.array([ord(left.text[-1]), ord(right.text[0])], dtype=np.uint32)
    wide = is_wide(edges)
    mixed = HOLE_GAP if spaced and is_latin(edges).any() else MIXED_GAP
    limit = 1.0 if wide.all() else mixed if wide.any() else SPACE_GAP
    return gap > limit * em


def first_width(line: TextLine) -> float:
    """Points that the first word of a line takes, or its first Han character with the marks that cannot begin a line."""
    if not line.text:
        return 0.0
    match = FIRST.match(line.text)
    word = match.group() if match else line.text
    share = display_width(word) / max(display_width(line.text), 1)
    return share * (line.x1 - line.x0)


@dataclass(slots=True)
class Measures:
    """What the lines of a document have in common, in points.

    ``body``: size of ordinary text. ``leads``: distance of baselines inside a paragraph, by font size. ``reach``:
    times that distance that is still inside a paragraph. ``left`` and ``right``: edges of ordinary text. ``indented``:
    paragraphs begin with an indentation.
    """

    body: float
    leads: dict[float, float]
    reach: float
    left: float
    right: float
    indented: bool = False

    def lead(self, size: float) -> float:
        """Distance of baselines inside a paragraph of this font size; from that of ordinary text where it is rare."""
        return self.leads.get(half(size)) or self.leads.get(self.body, 1.2 * self.body) / self.body * size


def half(value: float) -> float:
    """Rounded to half points, which is what two lines of one make can differ by."""
    return round(2 * value) / 2


def body_size(rows: Iterable[Row]) -> float:
    """The font size of most of the letters."""
    weights: Counter[float] = Counter()
    for row in rows:
        for piece in row.pieces:
            weights[half(piece.size)] += len(piece.text)
    return weights.most_common(1)[0][0] if weights else 10.0


def measure(regions: Sequence[Region], body: float) -> Measures:
    """Measure the regions of running text of a document; ``body``: the size of ordinary text."""
    distances: dict[float, Counter[float]] = {}
    rights: list[float] = []
    lefts: Counter[int] = Counter()
    for region in regions:
        rows = region.rows
        for above, row in itertools.pairwise(rows):
            size, gap = half(row.size), row.y - above.y
            if abs(above.size - row.size) < 0.05 * size and gap < 2.6 * size:
                distances.setdefault(size, Counter())[half(gap)] += 1
        long = [
            row
            for row in rows
            if not region.column and abs(row.size - body) < 0.05 * body and row.x1 - row.x0 > 20 * body
        ]
        rights += [row.x1 for row in long]
        lefts.update(round(row.x0) for row in long)
    few = {size for size, counts in distances.items() if counts.total() < 5}
    leads = {
        size: min(_lead(counts), 1.45 * size if size in few else 9.0 * size)
        for size, counts in distances.items()
        if size == body or counts.total() >= 5
    }
    loose = 1.3 * leads.get(body, 1.2 * body) / body
    leads = {size: lead for size, lead in leads.items() if lead <= loose * size}
    right = _right(rights, body)
    reach = _reach(regions, body, right) / leads.get(body, 1.2 * body)
    left = float(_left(lefts))
    return Measures(body, leads, min(max(reach, 1.08), 1.3), left, right, _indented(regions, body, left, right))


def _indented(regions: Sequence[Region], body: float, left: float, right: float) -> bool:
    """Whether most lines after a short line are set in: they begin paragraphs."""
    counts = [0, 0]
    for region in regions:
        for above, row in itertools.pairwise(region.rows if not region.column else []):
            like = abs(above.size - body) < 0.05 * body and abs(row.size - body) < 0.05 * body
            if like and above.x1 < right - 4 * body and above.x0 < left + 4 * body:
                counts[row.x0 > left + 0.8 * body] += 1
    return counts[1] >= 3 and counts[1] > 1.5 * counts[0]


def _reach(regions: Sequence[Region], body: float, right: float) -> float:
    """Points up to which two baselines belong to one paragraph: what is seen under full lines that end in mid-sentence.

    Lines with Han characters often stand further apart than lines without.
    """
    seen: list[float] = []
    for region in regions:
        edge = region.x1 if region.column else right
        for above, row in zip(region.rows, region.rows[1:], strict=False):
            like = abs(above.size - body) < 0.05 * body and abs(row.size - body) < 0.05 * body
            if like and above.x1 > edge - 1.5 * body and row.y - above.y < 2.6 * body:
                if GOES_ON.fullmatch(above.pieces[-1].text[-1:] + row.pieces[0].text[:1]):
                    seen.append(row.y - above.y)
    seen.sort()
    return 1.08 * seen[int(0.9 * (len(seen) - 1))] if len(seen) >= 8 else 1.3 * 1.2 * body


def _lead(counts: Counter[float]) -> float:
    """The least distance that is no exception; where paragraphs are short, the gap between them can be the usual one."""
    near = {gap: sum(counts[gap + step] for step in (-0.5, 0.0, 0.5)) for gap in counts}
    least = min(gap for gap, count in near.items() if count >= 0.15 * counts.total())
    return max((gap for gap in near if gap <= least + 0.5), key=lambda gap: counts[gap])


def _left(lefts: Counter[int]) -> int:
    """The leftmost edge that is no exception: first lines of paragraphs can stand further in, and be the most."""
    near = {x: lefts[x - 1] + lefts[x] + lefts[x + 1] for x in lefts}
    least = min((x for x, count in near.items() if count >= 0.15 * lefts.total()), default=0)
    return max((x for x in near if x <= least + 1), key=lambda x: lefts[x], default=0)


def _right(rights: list[float], body: float) -> float:
    """The edge that justified lines share, else what nineteen lines of twenty do not pass."""
    if not rights:
        return 0.0
    counts = Counter(round(x) for x in rights)
    peak = max(counts, key=lambda x: counts[x - 1] + counts[x] + counts[x + 1])
    if counts[peak - 1] + counts[peak] + counts[peak + 1] >= 0.3 * len(rights):
        return peak + 0.05 * body
    return sorted(rights)[int(0.95 * (len(rights) - 1))]
