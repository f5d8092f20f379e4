"""What every reader gives: the text of a file in reading order, and what its format knows of the lines.

A reader is a function ``extract(data, path) -> Extract``. It decides nothing about furniture, footnotes' places or
sentences: :mod:`corpora.reading` does, the same way for every format, so that the Word, PDF and plain-text versions of
one document become one :class:`corpora.document.Document`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, Protocol

from corpora.changes import Changes
from corpora.document import Kind
from corpora.errors import InputError
from corpora.page import SPACES, Line, Mark
from corpora.text import display_width

MAX_TEXT = 10_000_000
"""Characters of text in one document: about 4,000 pages. Reading them takes half a gigabyte."""
MAX_LINES = 400_000
"""Lines, or paragraphs, of one document."""


class Origin(NamedTuple):
    """Where characters ``start`` to ``end`` of the text stand in a Word file.

    ``part``: its part (``word/document.xml``). ``paragraph`` and ``run``: which ``w:p`` and which ``w:r`` of that part, in
    document order from 0, those in deleted text and unread alternatives counted. ``offset``: the first character in
    that run, where a tab, a line break or a symbol is one character.
    """

    start: int
    end: int
    part: str
    paragraph: int
    run: int
    offset: int

    def moved(self, by: int) -> Origin:
        """The same for a text with so many more characters before it."""
        return self._replace(start=max(self.start + by, 0), end=max(self.end + by, 0))


class Spot(NamedTuple):
    """Where a line stands on its page, for formats with pages.

    ``page`` counts from 0. Edges in points with ``y`` downwards, of a page turned by so many quarters that its text runs
    from left to right (``turned``: 1 for text that ran upwards).
    """

    page: int
    turned: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Extract:
    """The text of a file, its lines (offsets count in ``text``), and what the format says of the whole.

    ``marks`` are taken out of their lines and recorded: numbers of footnotes, line numbers in a margin.
    ``language`` and ``symbol`` are what the file's own metadata says, not a guess from the text. ``encoding`` names
    the encoding or the format. ``claimed`` is a symbol of which only the file's properties know: often that of the
    document whose file was used again. ``warnings`` are one line each, without the file's name. ``origins``: for Word
    files, where the text stands in the file, in order of place. ``spots``: for PDFs, for each line where it stands on its
    page (``None`` for one without text).
    """

    text: str
    lines: tuple[Line, ...]
    marks: tuple[Mark, ...] = ()
    language: str | None = None
    symbol: str | None = None
    encoding: str = "utf-8"
    warnings: tuple[str, ...] = ()
    claimed: str | None = None
    origins: tuple[Origin, ...] = ()
    spots: tuple[Spot | None, ...] = ()


class ChangesReader(Protocol):
    """A reader of a format that has tracked changes."""

    def __call__(self, data: bytes, path: Path, changes: Changes) -> Extract:
        """Read ``data``; raises :class:`InputError` where there are changes and they are refused."""
        ...


class Reader(Protocol):
    """A format: bytes in, an extract out; raises :class:`InputError`, in one line, for a file that it cannot use."""

    def __call__(self, data: bytes, path: Path) -> Extract:
        """Read ``data``; ``path`` is for messages and for converters, and need not be read again."""
        ...


@dataclass(slots=True)
class Draft:
    r"""An extract in the making, for formats that know their paragraphs.

    >>> draft = Draft(Path("x.docx"))
    >>> draft.paragraph("Original: English", "cell")
    >>> draft.paragraph("The Council decides1\nto act.", marks=[(19, 20, "footnote mark")])
    >>> [(line.block, line.text) for line in draft.extract("docx").lines]
    [(0, 'Original: English'), (1, 'The Council decides1'), (1, 'to act.')]
    """

    path: Path
    parts: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    at: int = 0
    blocks: int = 0
    new_page: bool = False
    origins: list[Origin] = field(default_factory=list)

    def paragraph(
        self,
        text: str,
        kind: Kind | None = None,
        marks: list[tuple[int, int, str]] | None = None,
        cell: tuple[int, int] = (0, 0),
        origins: Sequence[Origin] = (),
    ) -> None:
        r"""Add one paragraph; ``\n`` in it is a line break that its author set, ``marks`` count in ``text``.

        ``kind``: what the format says it is, ``None`` where it says nothing. ``cell``: row and column in its table,
        from 1. ``origins`` count in ``text``. An empty one is a blank line. Raises :class:`InputError` past :data:`MAX_TEXT`.
        """
        check_size(self.path, self.at + len(text), len(self.lines) + 1 + text.count("\n"))
        if not text.strip(SPACES + "\n"):
            self.parts.append("")
            self.lines.append(Line(self.at, self.at, 0, ""))
            self.at += 1
            return
        self.marks += [Mark(self.at + start, self.at + end, reason) for start, end, reason in marks or ()]
        self.origins += [origin.moved(self.at) for origin in origins]
        start = self.at
        for raw in text.split("\n"):
            body = raw.strip(SPACES)
            lead = len(raw) - len(raw.lstrip(SPACES))
            indent = display_width(raw[:lead])
            if body:
                end = start + lead + len(body)
                self.lines.append(
                    Line(start + lead, end, indent, body, self.new_page, self.blocks, kind, -1, cell[0], cell[1])
                )
                self.new_page = False
            start += len(raw) + 1
        self.parts.append(text)
        self.at += len(text) + 1
        self.blocks += 1

    def page(self) -> None:
        """A page ends here."""
        self.new_page = True

    def extract(
        self, encoding: str, language: str | None = None, symbol: str | None = None, warnings: tuple[str, ...] = ()
    ) -> Extract:
        """All that was added, one paragraph after the other with line ends between."""
        text = "".join(part + "\n" for part in self.parts)
        lines, marks, origins = tuple(self.lines), tuple(self.marks), tuple(self.origins)
        return Extract(text, lines, marks, language, symbol, encoding, warnings, None, origins)


def too_long(path: Path) -> InputError:
    """The error for a document past :data:`MAX_TEXT`."""
    return InputError(f"{path}: more than {MAX_TEXT // 1_000_000} million characters of text", "split the file")


def check_size(path: Path, characters: int, lines: int) -> None:
    """Raise :class:`InputError` for a document past :data:`MAX_TEXT` characters or :data:`MAX_LINES` lines."""
    if characters > MAX_TEXT:
        raise too_long(path)
    if lines > MAX_LINES:
        raise InputError(f"{path}: more than {MAX_LINES:,} lines of text", "split the file")
