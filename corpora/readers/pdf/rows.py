"""Pieces of a page become rows: what stands on one baseline, with the raised marks that belong to it."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from corpora.readers.pdf.pieces import Piece

NEAR_ROWS = 12
"""Rows that are looked at to find the text that a raised mark belongs to."""


@dataclass(slots=True)
class Row:
    """Pieces on one baseline, from left to right; ``size`` is that of most of its text."""

    y: float
    size: float
    pieces: list[Piece]

    @property
    def x0(self) -> float:
        """Left edge."""
        return self.pieces[0].x0

    @property
    def x1(self) -> float:
        """Right edge."""
        return max(piece.x1 for piece in self.pieces)


RAISED = re.compile(r"[\d,–-]{1,9}/?|[*†‡§]{1,4}|[a-z]{1,2}/?|[(\[]\d{1,3}[)\]]")


STARS = re.compile(r"[*†‡§]{1,4}")
"""Marks that can hang on the large letters of a title: they need not be smaller than ordinary text."""


def make_rows(pieces: Sequence[Piece], body: float) -> list[Row]:
    """Rows from top to bottom; small raised marks stay in the row that they belong to."""
    lower_initials(pieces, body)
    largest = max((piece.size for piece in pieces), default=body)
    small = [
        piece
        for piece in pieces
        if (piece.size < 0.86 * body and RAISED.fullmatch(piece.text))
        or (piece.size < 0.86 * largest and STARS.fullmatch(piece.text))
        or piece.text == ","  # between two marks, in the size of the text
    ]
    ids = {id(piece) for piece in small}
    rows = _unfold(_gather([piece for piece in pieces if id(piece) not in ids]))
    loose = [piece for piece in small if not _attach(piece, rows)]
    if loose:
        rows = _unfold(_gather([piece for row in rows for piece in row.pieces if not piece.raised] + loose, rows))
    for row in rows:
        row.pieces.sort(key=lambda piece: piece.x0)
        _drop_doubles(row)
        row.size = main_size(row.pieces)
    return rows


INITIAL = re.compile(r"[“‘\"]?[A-ZÀ-Þ]{1,4}|[\u3400-\u9fff]")
LARGER = 1.3
"""Times the size of what follows that a first letter has at least which is set apart."""


def lower_initials(pieces: Sequence[Piece], body: float) -> None:
    """Give a large first letter the baseline of the word that it begins: ``A`` / ``/79/876``, ``T`` / ``he Council``.

    The word touches it on the right; of several rows beside a letter that is sunk into a paragraph it is the uppermost.
    """
    for letter in pieces:
        if letter.size < LARGER * body or not INITIAL.fullmatch(letter.text):
            continue
        beside = [
            other
            for other in pieces
            if letter.size >= LARGER * other.size
            and -0.3 * other.size < other.x0 - letter.x1 < 0.8 * other.size
            and letter.y - letter.size < other.y - 0.5 * other.size
            and other.y <= letter.y + 0.6 * other.size
        ]
        if beside:
            word = min(beside, key=lambda other: other.y)
            letter.y = word.y
            if letter.text not in ("A", "I"):  # which can be words
                letter.after = word.before = False


def main_size(pieces: Sequence[Piece]) -> float:
    """The font size of most of the text."""
    weights: dict[float, int] = {}
    for piece in pieces:
        weights[piece.size] = weights.get(piece.size, 0) + len(piece.text)
    return max(weights, key=lambda size: weights[size])


def _gather(pieces: list[Piece], old: Sequence[Row] = ()) -> list[Row]:
    """Pieces with nearly the same baseline; raised pieces of ``old`` rows go with the piece that they were put to."""
    rows: list[Row] = []
    for piece in sorted(pieces, key=lambda piece: (piece.y, piece.x0)):
        if rows and piece.y - rows[-1].y <= 0.3 * min(piece.size, rows[-1].size):
            rows[-1].pieces.append(piece)
            rows[-1].size = min(rows[-1].size, piece.size)
        else:
            rows.append(Row(piece.y, piece.size, [piece]))
    for row in old:
        raised = [piece for piece in row.pieces if piece.raised]
        if raised:
            anchor = next(piece for piece in row.pieces if not piece.raised)
            next(new for new in rows if any(piece is anchor for piece in new.pieces)).pieces += raised
    return rows


def _unfold(rows: Sequence[Row]) -> list[Row]:
    """Text printed over other text of another size, on one baseline, as rows of their own; the larger first."""
    found: list[Row] = []
    for row in rows:
        sizes = sorted({round(2 * piece.size) for piece in row.pieces}, reverse=True)
        groups = [[piece for piece in row.pieces if round(2 * piece.size) == size] for size in sizes]
        over = len(groups) > 1 and any(
            min(a.x1, b.x1) - max(a.x0, b.x0) > 3 * a.size
            for one, other in itertools.combinations(groups, 2)
            for a, b in itertools.product(one, other)
        )
        found += [Row(group[0].y, group[0].size, group) for group in groups] if over else [row]
    return found


def _attach(mark: Piece, rows: list[Row]) -> bool:
    """Put a small piece into the row whose text it touches and above whose baseline it stands."""
    first = bisect_left(rows, mark.y - 2 * mark.size, key=lambda row: row.y)
    for row in itertools.islice(rows, first, first + NEAR_ROWS):
        if row.y > mark.y + 40:
            return False
        for piece in row.pieces:
            if piece.raised and "," in (piece.text, mark.text) and abs(piece.y - mark.y) < 0.1 * mark.size:
                if -0.3 * mark.size <= mark.x0 - piece.x1 <= mark.size:  # one mark behind another
                    mark.raised = True
                    row.pieces.append(mark)
                    return True
                continue
            lift = piece.y - mark.y
            if mark.size > 0.86 * piece.size or not -0.45 * piece.size < lift < 0.8 * piece.size:
                continue
            # Chinese punctuation is often set half as wide as its box says
            follows = -0.6 * piece.size <= mark.x0 - piece.x1 <= 0.6 * piece.size
            leads = -0.6 * piece.size <= piece.x0 - mark.x1 <= 2.0 * piece.size and lift > 0
            inside = piece.x0 < mark.x0 and mark.x1 < piece.x1
            if (follows or leads or inside) and abs(lift) > 0.06 * piece.size:
                mark.raised = lift > 0
                if lift < 0:  # a subscript is text like any other
                    mark.y = piece.y
                row.pieces.append(mark)
                return True
    return False


def _drop_doubles(row: Row) -> None:
    """Text printed twice at the same place."""
    kept: list[Piece] = []
    for piece in row.pieces:
        for other in kept[-3:]:
            if other.text == piece.text and abs(other.x0 - piece.x0) < 0.15 * piece.size:
                other.bold = True
                break
        else:
            kept.append(piece)
    row.pieces = kept
