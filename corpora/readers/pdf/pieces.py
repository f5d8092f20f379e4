"""Letters of a page become pieces: stretches of text on one baseline without a wide gap.

Everything is turned so that most of the page's text runs from left to right and ``y`` grows downwards; what runs in
another direction (margin stamps, watermarks) is counted and left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from corpora.arrays import Bools, Codes, Doubles, Longs
from corpora.readers.pdf.grid import Across, Down
from corpora.readers.pdf.letters import (
    HOLE,
    SPACE_CODES,
    WIDE_HOLE,
    clean,
    is_english,
    is_latin,
    is_leftward,
    is_lost,
    is_wide,
    whole,
)
from corpora.readers.pdf.pages import RawPage

WIDE_GAP = 0.7
"""Em: a wider gap than this ends a piece; justified text seldom has it, columns always."""
SPACE_GAP = 0.17
"""Em: what a gap must have to be a space where the file has none; the narrowest spaces of fonts are 0.2."""
MIXED_GAP = 0.9
"""Em: the same between a Han character and another: typesetters leave a quarter there, and stretch it in full lines."""
HOLE_GAP = 0.12
"""Em: the least gap there that may be a space."""
SPACE_WIDTH = 0.2
"""Em: a gap there that is a space where the program leaves no gap of its own."""
SMALLEST = 1.5
"""Points: smaller text is not meant to be read."""


@dataclass(slots=True)
class Piece:
    """A stretch of text: edges, baseline and font size in points; ``bold`` is all or nothing.

    ``after`` and ``before``: a space of the file follows or precedes. ``raised``: a superscript. ``marks`` are
    stretches of ``text`` that are raised digits.
    """

    x0: float
    x1: float
    y: float
    size: float
    text: str
    bold: bool = False
    before: bool = False
    after: bool = False
    raised: bool = False


@dataclass(slots=True)
class Page:
    """Pieces of one page in the order of the file, drawn lines across and down, and what is to be said of the page.

    ``quarter``: how often it was turned. ``edges``: y of the upper and the lower one. ``across``: (x0, x1, y) of each horizontal line; ``down``: (y0, y1, x)
    of each vertical one. ``letters``: how many are read; ``lost``: how many of them mean nothing; ``turned``: how many were left out for their direction.
    """

    number: int
    edges: tuple[float, float] = (0.0, 0.0)
    pieces: list[Piece] = field(default_factory=list)
    across: list[Across] = field(default_factory=list)
    down: list[Down] = field(default_factory=list)
    letters: int = 0
    lost: int = 0
    turned: int = 0
    pictures: float = 0.0
    bad: bool = False
    quarter: int = 0


def read_page(raw: RawPage) -> Page:
    """The pieces of one page."""
    page = Page(raw.number, pictures=raw.pictures, bad=raw.bad)
    if not len(raw.codes) or not len(raw.runs):
        return page
    codes, stays = whole(raw.codes)
    run = np.searchsorted(raw.runs[:, 0], np.arange(len(codes)), side="right") - 1
    quarter, upright = _directions(raw.runs, run)
    runs = _turn(raw.runs, quarter)
    ink = stays & ~np.isin(codes, SPACE_CODES)
    page.quarter = quarter
    page.edges = ((-raw.height, 0.0), (0.0, raw.width), (0.0, raw.height), (-raw.width, 0.0))[quarter]
    page.turned = int((ink & ~upright[run]).sum())
    ink &= upright[run] & (runs.size[run] >= SMALLEST) & (codes != 0xAD)
    boxes = _turn_boxes(raw.boxes, quarter)
    _draw(page, _turn_boxes(raw.rules, quarter))
    places = np.flatnonzero(ink)
    if len(places):
        places = _once(codes, boxes, run, runs, places)
        page.letters = len(places)
        page.lost = int(is_lost(codes[places]).sum())
        if raw.lost > 0.5 * len(codes) and not is_english(codes):
            page.lost = page.letters  # the numbers of glyphs, taken for characters
        page.pieces = _pieces(codes, boxes, run, runs, places, page.down, raw.exact)
    return page


@dataclass(slots=True)
class Runs:
    """Per run: size, baseline, bold."""

    size: Doubles
    y: Doubles
    bold: Bools


def _directions(runs: Doubles, run: Longs) -> tuple[int, Bools]:
    """The quarter turn that most letters have, and which runs have it (within two degrees)."""
    angle = np.degrees(np.arctan2(runs[:, 3], runs[:, 2]))
    quarters = np.round(angle / 90.0)
    straight = np.abs(angle - 90.0 * quarters) <= 2.0
    straight &= np.hypot(runs[:, 2], runs[:, 3]) > 0
    turns = np.mod(quarters, 4).astype(np.int64)
    counts = np.bincount(turns[run][straight[run]], minlength=4)
    quarter = int(counts.argmax())
    return quarter, straight & (turns == quarter)


def _turn(runs: Doubles, quarter: int) -> Runs:
    size = runs[:, 1] * np.hypot(runs[:, 4], runs[:, 5])
    x, y = runs[:, 6], runs[:, 7]
    return Runs(size, (-y, x, y, -x)[quarter], runs[:, 8] > 0)


def _turn_boxes(boxes: Doubles, quarter: int) -> Doubles:
    """Boxes (left, top or bottom, right, bottom or top) as left, top, right, bottom with y downwards."""
    x0, x1 = np.minimum(boxes[:, 0], boxes[:, 2]), np.maximum(boxes[:, 0], boxes[:, 2])
    y0, y1 = np.minimum(boxes[:, 1], boxes[:, 3]), np.maximum(boxes[:, 1], boxes[:, 3])
    turned = ((x0, -y1, x1, -y0), (y0, x0, y1, x1), (-x1, y0, -x0, y1), (-y1, -x1, -y0, -x0))[quarter]
    return np.stack(turned, axis=1)


def _once(codes: Codes, boxes: Doubles, run: Longs, runs: Runs, places: Longs) -> Longs:
    """Letters without those printed a second time by another run at the same spot (bold by double strike)."""
    a, b = places[:-1], places[1:]
    near = 0.12 * runs.size[run[a]]
    twice = (codes[a] == codes[b]) & (run[a] != run[b]) & (np.abs(boxes[a, 0] - boxes[b, 0]) < near)
    twice &= np.abs(runs.y[run[a]] - runs.y[run[b]]) < near
    return places[np.concatenate(([True], ~twice))]


def _posts(left: Doubles, right: Doubles, y: Doubles, em: Doubles, down: Sequence[Down]) -> Bools:
    """Where a drawn line runs down between two letters: cells of a table can stand close to each other."""
    cut = np.zeros(len(em), dtype=np.bool_)
    gaps = np.flatnonzero(left[1:] - right[:-1] > 0.15 * em)
    if not len(gaps):
        return cut
    start, end, height = right[gaps] - 0.5, left[gaps + 1] + 0.5, y[gaps]
    for y0, y1, x in down:
        cut[gaps[(start <= x) & (x <= end) & (y0 <= height) & (height - 0.5 * em[gaps] <= y1)]] = True
    return cut


def _pieces(
    codes: Codes,
    boxes: Doubles,
    run: Longs,
    runs: Runs,
    places: Longs,
    down: Sequence[Down],
    exact: bool,
) -> list[Piece]:
    owner = run[places]
    size, y, bold = runs.size[owner], runs.y[owner], runs.bold[owner]
    left, right = boxes[places, 0], boxes[places, 2]
    wide = is_wide(codes[places])
    leftward = is_leftward(codes[places])
    backward = leftward[1:] & leftward[:-1] & (left[1:] < left[:-1])
    gap = np.where(backward, left[:-1] - right[1:], left[1:] - right[:-1])
    em = np.maximum(size[1:], size[:-1])
    space = np.diff(places) > 1  # a space of the file; letters left out are the same to us
    cut = (np.abs(np.diff(y)) > 0.1 * em) | (np.abs(np.diff(size)) > 0.05 * em) | (bold[1:] != bold[:-1])
    cut |= (gap > WIDE_GAP * em) | (gap < -0.6 * em) | (leftward[1:] != leftward[:-1])
    if down:
        cut |= _posts(left, right, y, em, down)
    mixed = wide[1:] | wide[:-1]
    made = ~space & (gap > np.where(mixed, MIXED_GAP, SPACE_GAP) * em) & ~(wide[1:] & wide[:-1])
    hole = ~space & mixed & (gap > HOLE_GAP * em) & (is_latin(codes[places])[1:] | is_latin(codes[places])[:-1])
    space &= gap > 0.03 * em
    starts = np.concatenate(([0], np.flatnonzero(cut) + 1))
    ends = np.concatenate((starts[1:], [len(places)]))
    # text of the whole page with its spaces; ``shift`` is how many spaces stand before each letter
    holds = np.concatenate(([False], (space | made | hole) & ~cut))
    kinds = np.where(exact & (gap > SPACE_WIDTH * em), ord(WIDE_HOLE), ord(HOLE))
    filling = np.concatenate(([32], np.where(hole & ~made, kinds, 32)))[holds]
    shift = np.cumsum(holds)
    letters = codes[places]
    text = np.insert(letters, np.flatnonzero(holds), filling).astype("<u4").tobytes().decode("utf-32-le", "replace")
    before = np.concatenate(([False], np.diff(places) > 1))
    after = np.concatenate((np.diff(places) > 1, [False]))
    synthetic = np.concatenate(([0], np.cumsum(made & ~cut)))
    found: list[Piece] = []
    for a, b in zip(starts.tolist(), ends.tolist(), strict=True):
        body = text[a + int(shift[a]) : b + int(shift[b - 1])]
        if synthetic[b - 1] - synthetic[a] > max(0.5 * (b - a), 2):
            body = _spaced(body.replace(" ", ""), gap[a : b - 1])
        found.append(
            Piece(
                float(left[a:b].min()) if leftward[a] else float(left[a]),
                float(right[a:b].max()) if leftward[a] else float(right[b - 1]),
                float(y[a]),
                float(size[a]),
                clean(body),
                bool(bold[a]),
                bool(before[a]),
                bool(after[b - 1]),
            )
        )
    return found


def _spaced(letters: str, gaps: Doubles) -> str:
    """Letter-spaced text, whose gaps are no spaces unless they are much wider than the others."""
    usual = float(np.median(gaps))
    joints = ["" if gap < 1.6 * usual else " " for gap in gaps.tolist()]
    return "".join(a + b for a, b in zip(letters, [*joints, ""], strict=False))


def _draw(page: Page, rules: Doubles) -> None:
    for x0, y0, x1, y1 in rules.tolist():
        if y1 - y0 <= x1 - x0:
            page.across.append((x0, x1, (y0 + y1) / 2))
        else:
            page.down.append((y0, y1, (x0 + x1) / 2))
