"""The pages of a PDF as one text: heads and feet apart, regions in reading order, paragraphs and notes over page edges."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpora.document import Kind
from corpora.page import TERMINAL, record_note
from corpora.readers.pdf.grid import Across, Box, free_rules
from corpora.readers.pdf.joints import join_softly
from corpora.readers.pdf.letters import has_spaces
from corpora.readers.pdf.lines import Measures, TextLine, body_size, make_line, measure
from corpora.readers.pdf.mastheads import masthead_columns
from corpora.readers.pdf.notes import cut_notes, group_notes, mark_number, mark_references
from corpora.readers.pdf.paragraphs import is_full, is_heading, runs_on, same_style, split_paragraphs
from corpora.readers.pdf.pieces import Page
from corpora.readers.pdf.regions import find_regions
from corpora.readers.pdf.rows import Row, main_size, make_rows
from corpora.readers.pdf.tables import Count, Region
from corpora.readers.pdf.zones import PageRows, set_apart
from corpora.text import MARK, display_width

SHORT = 40
"""Columns of a line of a masthead, at most."""


@dataclass(slots=True)
class Flow:
    """Lines of the document so far, page by page, and what can still go on: a paragraph, a note."""

    measures: Measures
    spaced: bool = False
    pages: list[list[TextLine]] = field(default_factory=list)
    blocks: int = 0
    open: list[TextLine] = field(default_factory=list)
    open_right: float = 0.0
    open_left: float = 0.0
    note: list[TextLine] = field(default_factory=list)
    note_label: str = ""
    labels: set[str] = field(default_factory=set)
    row: list[tuple[Box, TextLine]] = field(default_factory=list)  # of the table that is being read
    cut_row: list[tuple[Box, TextLine]] = field(default_factory=list)
    top: float | None = None
    count: Count = field(default_factory=Count)

    def add(self, lines: Sequence[TextLine], kind: Kind | None = None, block: int = -1) -> None:
        """Put lines on the page, as one paragraph: a new one, or one that has begun before."""
        if block < 0:
            block = self.blocks
            self.blocks += 1
        for line in lines:
            line.block, line.kind = block, kind
        self.pages[-1] += lines

    def furniture(self, rows: Sequence[Row], reasons: dict[int, str]) -> None:
        """Lines of a head or foot, each piece by itself."""
        for row in rows:
            for piece in row.pieces:
                line = make_line(Row(row.y, piece.size, [piece]), len(self.pages) - 1, self.spaced)
                line.reason = reasons.get(id(piece), "")
                self.add([line])

    def text(self, region: Region, rules: Sequence[Across]) -> None:
        """A region of running text, with the notes at its end."""
        lines = self._lines(region)
        if not lines:
            return
        note = record_note([line.text for line in lines]) if len(self.pages) == 1 else None
        for line in lines[note[0] : note[1]] if note else ():
            line.reason = "record note"
        cut, rule = cut_notes(lines, rules, self.measures.body, self.note_label if self.note else "")
        notes = lines[cut:]
        if rule is not None:
            lines[rule].reason = "footnote rule"
        body = [line for line in lines[:cut] if not line.reason]
        if body:
            self.row, self.cut_row = [], []
            self.count.interrupt()
        paragraphs = split_paragraphs(body, self.measures, region.column)
        if region.short:
            paragraphs = [part for paragraph in paragraphs for part in _alone(paragraph)]
        left = min((line.x0 for line in body), default=0.0)
        right = max(line.x1 for line in body) if body and region.column else self.measures.right
        for paragraph in paragraphs:
            self._paragraph(paragraph, left, right, region.short)
        for line in lines[:cut]:
            if line.reason:
                self.add([line])
        if notes:
            self._notes(notes)

    def _lines(self, region: Region) -> list[TextLine]:
        lines = (make_line(row, len(self.pages) - 1, self.spaced) for row in region.rows)
        return [line for line in lines if line.text]

    def _paragraph(self, paragraph: list[TextLine], left: float, right: float, short: bool) -> None:
        if self.open and not short and self._elsewhere(paragraph[0], left):
            shift = left - self.open_left
            shift = 0.0 if abs(shift) < 3 * paragraph[0].size else shift
            if runs_on(self.open, paragraph[0], self.open_right, shift):
                self.add(paragraph, self.open[0].kind, self.open[0].block)
                self.open = self.open + paragraph
                self.open_left, self.open_right = left, right
                return
        heading = is_heading(paragraph, self.measures)
        self.add(paragraph, "heading" if heading else None)
        self.open = [] if short else paragraph
        # a title is narrower than the text: its own widest line tells
        own = max(line.x1 for line in paragraph) if heading and len(paragraph) > 1 else right
        self.open_left, self.open_right = left, own

    def _elsewhere(self, line: TextLine, left: float) -> bool:
        """Whether the open paragraph ended in another column, on another page, or above a table."""
        above = self.open[-1]
        if above.page != line.page or line.y < above.y:
            return True
        between = any(other.kind == "cell" for other in self.pages[-1][-1:])
        return between or abs(left - self.open_left) > 8 * line.size

    def cell(self, region: Region) -> None:
        """A cell of a table: one paragraph, unless wide gaps or numbers part it."""
        parts: list[list[TextLine]] = []
        place = self.count.place(region)
        for line in self._lines(region):
            line.row, line.column = place
            above = parts[-1][-1] if parts else None
            if (
                above is None
                or line.y - above.y > 1.4 * self.measures.lead(line.size) + 1
                or (MARK.match(line.text) and TERMINAL.search(above.text))
            ):
                parts.append([])
            parts[-1].append(line)
        if region.box and parts and self._cut_cell(region.box, parts[0]):
            parts = parts[1:]
        for part in parts:
            self.add(part, "cell")
        if region.box and parts:
            if self.row and abs(self.row[0][0][1] - region.box[1]) > 1:
                self.row = []
            self.row.append((region.box, parts[-1][-1]))

    def _cut_cell(self, box: Box, lines: Sequence[TextLine]) -> bool:
        """Put the rest of a cell that a page edge cuts to where it begins, on the page before."""
        if self.top is None or abs(box[1] - self.top) > 1:
            return False
        for (x0, _, x1, _), above in self.cut_row:
            if abs(x0 - box[0]) < 3 and abs(x1 - box[2]) < 3 and same_style(above, lines[0]):
                if not TERMINAL.search(above.text) and is_full(above, lines[0], x1 - max(above.x0 - x0, 0.0)):
                    at = next(k for k, line in enumerate(self.pages[-2]) if line is above) + 1
                    self.pages[-2][at:at] = lines
                    for line in lines:
                        line.block, line.kind, line.row, line.column = above.block, "cell", above.row, above.column
                    return True
        return False

    def begin_page(self, regions: Sequence[Region]) -> None:
        """A new page: what the last row of a table on the page before holds can go on in a row with fewer cells."""
        self.pages.append([])
        self.cut_row, self.row, self.top = self.row, [], None
        if self.cut_row and regions and regions[0].box:
            top = regions[0].box[1]
            first_row = sum(region.box is not None and abs(region.box[1] - top) <= 1 for region in regions)
            self.top = top if first_row < len(self.cut_row) else None
        if len(self.pages) > 1:
            self.count.begin_page(regions, self.top is not None)

    def _notes(self, lines: Sequence[TextLine]) -> None:
        for label, note in group_notes(lines, self.note_label):
            if not label and self.note:
                self.add(note, "footnote", self.note[0].block)
                continue
            if label:
                mark_number(note[0], label)
                self.labels.add(label)
                self.note_label = label
            self.add(note, "footnote")
            self.note = note


def _alone(paragraph: list[TextLine]) -> list[list[TextLine]]:
    """Short lines by themselves; a line goes on only from one that is long for a masthead."""
    parts = [paragraph[:1]]
    for line in paragraph[1:]:
        if display_width(parts[-1][-1].text) <= SHORT:
            parts.append([])
        parts[-1].append(line)
    return parts


def lay_out(pages: Sequence[Page], limit: float = math.inf) -> list[list[TextLine]] | None:
    """The lines of each page in reading order, with their blocks, kinds and marks; the pieces of the pages are used up.

    ``limit``: when to give up, as :func:`time.thread_time` counts; the result is then ``None``.
    """
    rows = []
    for page in pages:
        rows.append(make_rows(page.pieces, main_size(page.pieces)) if page.pieces else [])
        page.pieces = []
        if time.thread_time() > limit:
            return None
    parts = set_apart(rows, [page.edges for page in pages], [page.down for page in pages])
    body = body_size(row for part in parts for row in part.text)
    regions = []
    for page, part in zip(pages, parts, strict=True):
        top, rows_below = masthead_columns(part.text) if page is pages[0] else ([], part.text)
        regions.append(top + find_regions(rows_below, page.across, page.down, body))
        if time.thread_time() > limit:
            return None
    spaced = has_spaces(_with_spaces(row) for part in parts for row in part.text)
    flow = Flow(measure([region for found in regions for region in found if not region.cell], body), spaced)
    for page, part, found in zip(pages, parts, regions, strict=True):
        _lay_page(flow, page, part, found)
        part.text = []
        found.clear()
        if time.thread_time() > limit:
            return None
    text = [line for lines in flow.pages for line in lines if not line.reason]
    mark_references(text, flow.labels)
    blocks: dict[int, list[TextLine]] = {}
    for line in text:
        blocks.setdefault(line.block, []).append(line)
    join_softly(blocks.values(), spaced)
    return flow.pages


def _with_spaces(row: Row) -> str:
    """The text of a row with the spaces that the file has."""
    text = "".join(f"{' ' * piece.before}{piece.text}{' ' * piece.after}" for piece in row.pieces)
    return text.replace("  ", " ")


def _lay_page(flow: Flow, page: Page, part: PageRows, regions: Sequence[Region]) -> None:
    flow.begin_page(regions)
    flow.furniture(part.head, part.reasons)
    rules = free_rules(page.across, page.down)
    for region in regions:
        if region.cell:
            flow.cell(region)
        else:
            flow.text(region, rules)
    flow.furniture(part.foot, part.reasons)
