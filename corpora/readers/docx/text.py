"""The characters of a Word part: paragraphs, runs, fields, references to notes. Containers are in ``docx_story``."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from corpora.document import Kind
from corpora.files import Attributes, Budget
from corpora.readers.docx.names import MATH, OFF, WordTarget, integer, named, switch, value
from corpora.readers.docx.numbering import Numbering
from corpora.readers.docx.paragraph import Block, Fields, Notes, Paragraph, Run, contents_page, field_name, kind_of
from corpora.readers.docx.styles import Styles
from corpora.readers.docx.symbols import from_symbol_font, plain_text
from corpora.readers.extract import MAX_TEXT, check_size

RUN = frozenset(named("r"))
PROPERTIES = frozenset(named("pPr"))
SELF_NUMBERED = {"AUTONUM", "AUTONUMLGL", "AUTONUMOUT", "LISTNUM"}


@dataclass(slots=True)
class Place:
    """What paragraphs are in: the body, a cell (``row`` and ``column`` from 1), a text box, a note.

    ``carried`` runs on into the next paragraph.
    """

    cell: bool = False
    row: int = 0
    column: int = 0
    dropped: bool = False
    carried: Paragraph | None = None


@dataclass(slots=True)
class Shared:
    """What the body and the notes of a file share. ``counts``: what was left out or decided, for warnings.

    ``original``: the text is read as it was before its tracked changes.
    """

    styles: Styles
    numbering: Numbering
    notes: dict[str, Notes]
    counts: dict[str, int] = field(default_factory=dict)
    original: bool = False

    def count(self, what: str, number: int = 1) -> None:
        """Add to a count."""
        self.counts[what] = self.counts.get(what, 0) + number


class TextTarget(WordTarget):
    """Reads paragraphs and hands every finished one to ``deliver``; ``kind`` is the kind of all of them, if one."""

    def __init__(self, budget: Budget, part: str, shared: Shared, deliver: Callable[[Block], None]) -> None:
        super().__init__(budget, part)
        self.shared = shared
        self.deliver = deliver
        self.kind: Kind | None = None
        self.paragraphs: list[Paragraph] = []
        self.places = [Place()]
        self.flows = [Fields()]
        self.added = 0
        self.paragraphs_seen = 0  # of the part, whether they are read or skipped: where an editor finds them again
        self.runs_seen = 0
        self.passing = dict.fromkeys(named("p"), self._pass_paragraph) | dict.fromkeys(named("r"), self._pass_run)
        self.section = ""
        self._text = False
        self._instruction = False
        self.leave_out("tabs", "rt", *(() if shared.original else ("delText",)), "delInstrText", "fldData")
        self._register_paragraphs()
        self._register_characters()

    def _register_paragraphs(self) -> None:
        self.on("p", self._open_paragraph, self._close_paragraph)
        self.on("pStyle", lambda a: self._here(lambda p: setattr(p, "style", value(a))))
        self.on("numId", lambda a: self._list(num_id=value(a)))
        self.on("ilvl", lambda a: self._list(level=integer(value(a))))
        self.on("outlineLvl", lambda a: self._here(lambda p: setattr(p, "outline", integer(value(a)))))
        self.on("pageBreakBefore", lambda a: self._here(lambda p: setattr(p, "breaks", switch(a))))
        self.on("framePr", self._drop_capital)
        self.on("sectPr", lambda a: setattr(self, "section", "nextPage"), self._close_section)
        self.on("type", self._section_type)
        self.on("body", None, self.flush)

    def _register_characters(self) -> None:
        self.on("r", self._open_run, self._close_run)
        self.on("vanish", self._vanish)
        self.on("rStyle", lambda a: self._run(style=value(a)))
        self.on("rFonts", lambda a: self._run(font=value(a, "ascii") or value(a, "hAnsi")))
        deleted = named("delText") if self.shared.original else ()
        for name in (*named("t"), *deleted, *(f"{{{space}}}t" for space in MATH)):
            self.opening[name] = lambda a: self._listen(True)
            self.closing[name] = lambda: self._listen(False)
        for local, text in (("tab", "\t"), ("ptab", "\t"), ("cr", "\n"), ("noBreakHyphen", "-")):
            self.on(local, lambda a, text=text: self._add(text))  # type: ignore[misc]
        self.on("br", self._break)
        self.on("lastRenderedPageBreak", lambda a: self._here(Paragraph.page))
        self.on("sym", self._symbol)
        self.on("fldChar", self._field)
        self.on("fldSimple", self._simple_field)
        self.on("instrText", lambda a: self._instruct(True), lambda: self._instruct(False))
        self.on("footnoteReference", lambda a: self._refer("footnote", a))
        self.on("endnoteReference", lambda a: self._refer("endnote", a))

    def _here(self, act: Callable[[Paragraph], None]) -> None:
        if self.paragraphs:
            act(self.paragraphs[-1])

    def _open_paragraph(self, attributes: Attributes) -> None:
        self.paragraphs_seen += 1
        if self.places[-1].dropped:
            self.skip()
        else:
            self.paragraphs.append(Paragraph(self.paragraphs_seen - 1, contents=self.flows[-1].contents))

    def _pass_paragraph(self) -> None:
        self.paragraphs_seen += 1

    def _pass_run(self) -> None:
        self.runs_seen += 1

    def _close_paragraph(self) -> None:
        paragraph = self.paragraphs.pop()
        paragraph.contents |= self.flows[-1].contents
        self.flows[-1].paragraph_ends()
        place = self.places[-1]
        carried, place.carried = place.carried, None
        if carried is not None:
            paragraph.run_on(carried)
        if paragraph.deleted:
            place.carried = paragraph
        elif paragraph.hidden:
            paragraph.put_in_front(self._label(paragraph))
            place.carried = paragraph
        else:
            self._finish(paragraph)

    def flush(self) -> None:
        """A paragraph that was to run on has nothing to run on into."""
        carried, self.places[-1].carried = self.places[-1].carried, None
        if carried is not None:
            self._finish(carried)

    def _label(self, paragraph: Paragraph) -> str:
        """The automatic number, which is counted even where a paragraph has no text, and is then left out."""
        if paragraph.numbered:
            return ""
        style = paragraph.style or self.shared.styles.default
        listed = self.shared.numbering.place(style, paragraph.num_id, paragraph.level)
        label = self.shared.numbering.label(*listed) if listed else ""
        if label and not "".join(paragraph.pieces).strip():
            label = ""
        paragraph.numbered = bool(label)
        return label

    def _finish(self, paragraph: Paragraph) -> None:
        style = self.shared.styles[paragraph.style or self.shared.styles.default]
        label = self._label(paragraph)
        paragraph.put_in_front(label)
        text = "".join(paragraph.pieces)
        kind = self.kind or ("cell" if self.places[-1].cell else kind_of(paragraph, style, label))
        page = contents_page(text) if paragraph.contents or style.role == "contents" else None
        if page is not None:
            paragraph.marks.append(page)
            kind = kind or "heading"
        before = paragraph.page_before or bool(style.page_break if paragraph.breaks is None else paragraph.breaks)
        place = self.places[-1]
        cell = (place.row, place.column)
        self.hand_on(
            Block(text, kind, paragraph.marks, before, paragraph.page_after, paragraph.section, cell, paragraph.origins)
        )
        for box in paragraph.boxes:
            self.hand_on(box)

    def hand_on(self, block: Block) -> None:
        """A finished paragraph goes out, or waits for the end of the paragraph that it hangs on."""
        if self.paragraphs:
            self.paragraphs[-1].boxes.append(block)
        else:
            self.deliver(block)

    def _list(self, num_id: str | None = None, level: int | None = None) -> None:
        if self.parent() == "numPr" and self.paragraphs:
            paragraph = self.paragraphs[-1]
            paragraph.num_id = paragraph.num_id if num_id is None else num_id
            paragraph.level = paragraph.level if level is None else level

    def _drop_capital(self, attributes: Attributes) -> None:
        """A large first letter is a paragraph of its own; the word goes on in the next one."""
        if value(attributes, "dropCap") in ("drop", "margin"):
            self._here(lambda paragraph: setattr(paragraph, "deleted", True))

    def _section_type(self, attributes: Attributes) -> None:
        if self.parent() == "sectPr":
            self.section = value(attributes)

    def _close_section(self) -> None:
        if self.above() in PROPERTIES:
            self._here(lambda paragraph: setattr(paragraph, "section", self.section))
        else:
            self.flush()
            self.hand_on(Block("", section=self.section))

    def _run(self, style: str = "", font: str = "") -> None:
        if self.above(2) in RUN and self.paragraphs and self.paragraphs[-1].runs:
            run = self.paragraphs[-1].runs[-1]
            run.style, run.font = style or run.style, font or run.font

    def _vanish(self, attributes: Attributes) -> None:
        if self.paragraphs:
            paragraph = self.paragraphs[-1]
            if self.above(2) in PROPERTIES:
                paragraph.hidden = switch(attributes)
            elif self.above(2) in RUN and paragraph.runs:
                paragraph.runs[-1].hidden = switch(attributes)

    def _open_run(self, attributes: Attributes) -> None:
        self.runs_seen += 1
        if self.paragraphs:
            self.paragraphs[-1].runs.append(Run(number=self.runs_seen - 1))

    def _close_run(self) -> None:
        if self.paragraphs and self.paragraphs[-1].runs:
            paragraph = self.paragraphs[-1]
            run = paragraph.runs.pop()
            if run.note is not None:
                kind, note = run.note
                self.shared.notes[kind].marks[note] = "".join(paragraph.pieces[run.piece :]).strip()
                paragraph.mark(run.start, "footnote mark")

    def _hidden(self, paragraph: Paragraph) -> bool:
        run = paragraph.runs[-1] if paragraph.runs else None
        if run is not None and run.hidden is not None:
            return run.hidden
        styles = self.shared.styles
        if run is None or not styles.hiding:
            return False
        own = styles[run.style].hidden if run.style else None
        return bool(styles[paragraph.style or styles.default].hidden if own is None else own)

    def _visible(self, length: int) -> Paragraph | None:
        """The paragraph that text goes to; ``None`` where there is none or the text is hidden or an instruction."""
        if not self.paragraphs or self.flows[-1].instruction:
            return None
        paragraph = self.paragraphs[-1]
        if self._hidden(paragraph):
            self.shared.count("hidden", length)
            return None
        self.added += length
        if self.added > MAX_TEXT:
            check_size(self.budget.path, self.added, 0)
        return paragraph

    def _add(self, text: str) -> None:
        """What one element stands for: a tab, a line break, a symbol."""
        paragraph = self._visible(len(text))
        if paragraph is not None:
            paragraph.add_from(self.part, text, 1)
        elif self.paragraphs:
            self.paragraphs[-1].pass_over(1)

    def data(self, text: str) -> None:
        """Characters of a text or of an instruction."""
        if self.skipping:
            return
        if self._instruction:
            self.flows[-1].instruct(text)
        elif self._text:
            paragraph = self._visible(len(text))
            if paragraph is not None:
                font = paragraph.runs[-1].font if paragraph.runs else ""
                paragraph.add_from(self.part, plain_text(text.replace("\r", " ").replace("\n", " "), font), len(text))
            elif self.paragraphs:
                self.paragraphs[-1].pass_over(len(text))

    def _listen(self, on: bool) -> None:
        self._text = on

    def _instruct(self, on: bool) -> None:
        self._instruction = on

    def _break(self, attributes: Attributes) -> None:
        if value(attributes, "type") == "page":
            self._here(Paragraph.page)
        else:
            self._add("\n")

    def _symbol(self, attributes: Attributes) -> None:
        code = value(attributes, "char")
        if re.fullmatch(r"[0-9A-Fa-f]{1,6}", code):
            self._add(from_symbol_font(value(attributes, "font"), int(code, 16)))

    def _field(self, attributes: Attributes) -> None:
        kind = value(attributes, "fldCharType")
        fields = self.flows[-1]
        if kind == "begin":
            fields.begin()
        elif kind == "separate":
            fields.separate()
        elif kind == "end" and fields.end() in SELF_NUMBERED:
            self.shared.count("numbers")

    def _simple_field(self, attributes: Attributes) -> None:
        if field_name(value(attributes, "instr")) in SELF_NUMBERED:
            self.shared.count("numbers")

    def _refer(self, kind: str, attributes: Attributes) -> None:
        paragraph = self._visible(0)
        note = value(attributes, "id")
        if paragraph is None or not note:
            return
        own = value(attributes, "customMarkFollows").lower() not in ("", *OFF)
        start = paragraph.length
        paragraph.add(self.shared.notes[kind].refer(note, own))
        self.bound(len(self.shared.notes[kind].marks))
        paragraph.mark(start, "footnote mark")
        if own and paragraph.runs:
            run = paragraph.runs[-1]
            run.note, run.start, run.piece = (kind, note), start, len(paragraph.pieces)
