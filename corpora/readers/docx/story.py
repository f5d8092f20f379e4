"""The text of a Word part, paragraph by paragraph, as Word shows it with all changes accepted, or as it was before them.

One pass over the elements, no tree and no recursion: paragraphs, cells and text boxes that are inside each other lie on
stacks. Of ``mc:AlternateContent`` the first branch that holds text is read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from corpora.files import Attributes, Budget
from corpora.readers.docx.names import COMPATIBILITY, integer, switch, value
from corpora.readers.docx.paragraph import Block, Fields, Notes
from corpora.readers.docx.text import PROPERTIES, Place, Shared, TextTarget

UNREAD = {
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart": "charts",
    "{http://purl.oclc.org/ooxml/drawingml/chart}chart": "charts",
    "{http://schemas.microsoft.com/office/drawing/2014/chartex}chart": "charts",
    "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds": "diagrams",
    "{http://purl.oclc.org/ooxml/drawingml/diagram}relIds": "diagrams",
}
"""Drawings whose text lies in other parts."""


MAX_COLUMNS = 1000
"""Columns that a cell can span; Word has 63."""


@dataclass(slots=True)
class Row:
    """A row of a table: whether it is left out, and how many columns have come."""

    dropped: bool = False
    columns: int = 0


class Story(TextTarget):
    """Tables, text boxes, content controls, tracked changes and alternatives around the paragraphs."""

    def __init__(self, budget: Budget, part: str, shared: Shared, deliver: Callable[[Block], None]) -> None:
        super().__init__(budget, part, shared, deliver)
        self.rows: list[Row] = []
        self.tables: list[int] = []
        self.controls: list[bool] = []
        self.choices: list[tuple[bool, int]] = []
        self.document = False
        self.on("document", lambda a: setattr(self, "document", True))
        self._register_containers()
        self._register_alternatives()
        for name, what in UNREAD.items():
            self.opening[name] = lambda a, what=what: self.shared.count(what)  # type: ignore[misc]
        self.on("object", lambda a: self.shared.count("embedded objects"))
        self.on("altChunk", lambda a: self.shared.count("inserted files"))
        self.on("subDoc", lambda a: self.shared.count("subdocuments"))

    def _register_containers(self) -> None:
        there, gone = ("ins", "moveTo"), ("del", "moveFrom")
        if self.shared.original:
            there, gone = gone, there
        for local in there:
            self.on(local, lambda a: self.shared.count("changes"))
        for local in gone:
            self.on(local, self._deleted)
        self.on("tbl", self._open_table, lambda: self._pop(self.tables))
        self.on("tr", self._open_row, lambda: self._pop(self.rows))
        self.on("gridBefore", lambda a: self._columns(integer(value(a)) or 0))
        self.on("gridSpan", lambda a: self._columns((integer(value(a)) or 1) - 1))
        self.on("tc", self._open_cell, self._close_place)
        for local in ("vMerge", "hMerge"):
            self.on(local, self._merge)
        self.on("cellIns" if self.shared.original else "cellDel", lambda a: self._drop_cell())
        self.on("txbxContent", self._open_box, self._close_box)
        self.on("sdt", lambda a: self.controls.append(False), lambda: self._pop(self.controls))
        self.on("showingPlcHdr", self._placeholder)
        self.on("sdtContent", lambda a: self.skip() if self.controls and self.controls[-1] else None)

    def _register_alternatives(self) -> None:
        self.opening[f"{{{COMPATIBILITY}}}AlternateContent"] = lambda a: self.choices.append((False, 0))
        self.closing[f"{{{COMPATIBILITY}}}AlternateContent"] = lambda: self._pop(self.choices)
        for branch in ("Choice", "Fallback"):
            self.opening[f"{{{COMPATIBILITY}}}{branch}"] = lambda a: self._open_branch()
            self.closing[f"{{{COMPATIBILITY}}}{branch}"] = self._close_branch

    @staticmethod
    def _pop(stack: list[bool] | list[tuple[bool, int]] | list[Row] | list[int]) -> None:
        stack.pop()

    def _deleted(self, attributes: Attributes) -> None:
        self.shared.count("changes")
        parent = self.parent()
        if parent == "rPr":
            if self.above(2) in PROPERTIES:
                self._here(lambda paragraph: setattr(paragraph, "deleted", True))
        elif parent == "trPr":
            if self.rows and not self.rows[-1].dropped:
                self.rows[-1].dropped = True
                self.tables[-1:] = [number - 1 for number in self.tables[-1:]]
        else:
            self.skip()

    def _open_table(self, attributes: Attributes) -> None:
        if self.places[-1].dropped:
            self.skip()
        else:
            self.flush()
            self.tables.append(0)

    def _open_row(self, attributes: Attributes) -> None:
        self.tables[-1:] = [number + 1 for number in self.tables[-1:]]
        self.rows.append(Row())

    def _columns(self, more: int) -> None:
        """The next cell stands so many columns further on."""
        if self.rows:
            self.rows[-1].columns += min(max(more, 0), MAX_COLUMNS)

    def _open_cell(self, attributes: Attributes) -> None:
        if self.rows and self.rows[-1].dropped:
            self.skip()
            return
        place = Place(cell=True)
        if self.rows and self.tables:
            self.rows[-1].columns += 1
            place.row, place.column = self.tables[-1], self.rows[-1].columns
        self.places.append(place)

    def _close_place(self) -> None:
        self.flush()
        self.places.pop()

    def _merge(self, attributes: Attributes) -> None:
        if value(attributes) in ("", "continue"):
            self._drop_cell()

    def _drop_cell(self) -> None:
        if self.parent() == "tcPr":
            self.places[-1].dropped = self.places[-1].cell

    def _open_box(self, attributes: Attributes) -> None:
        around = self.places[-1]
        self.places.append(Place(cell=around.cell, row=around.row, column=around.column))
        self.flows.append(Fields())

    def _close_box(self) -> None:
        self._close_place()
        self.flows.pop()

    def _placeholder(self, attributes: Attributes) -> None:
        if self.controls and switch(attributes):
            self.controls[-1] = True

    def _open_branch(self) -> None:
        if self.choices and self.choices[-1][0]:
            self.skip()
        elif self.choices:
            self.choices[-1] = (False, self.added)

    def _close_branch(self) -> None:
        if self.choices:
            self.choices[-1] = (self.added > self.choices[-1][1], 0)


class NoteStory(Story):
    """Reads the part of the notes of one kind; those that the text refers to are kept in ``notes``."""

    def __init__(self, budget: Budget, part: str, shared: Shared, notes: Notes) -> None:
        super().__init__(budget, part, shared, self._keep)
        self.kind = "footnote"
        self._notes = notes
        self._blocks: list[Block] = []
        self.on(notes.kind, self._open_note, self._close_note)

    def _open_note(self, attributes: Attributes) -> None:
        note = value(attributes, "id")
        ordinary = value(attributes, "type") in ("", "normal")
        if not ordinary or note not in self._notes.marks or note in self._notes.blocks:
            self.skip()
            return
        self._blocks = self._notes.blocks[note] = []
        self.places.append(Place())
        self.flows.append(Fields())

    def _close_note(self) -> None:
        self._close_box()

    def _keep(self, block: Block) -> None:
        self._blocks.append(block)
