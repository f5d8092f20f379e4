"""Which format a file is in: by its bytes first, by its suffix where the bytes leave it open."""

from __future__ import annotations

import re
import zipfile
from enum import Enum
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, cast

from corpora.changes import Changes
from corpora.errors import InputError
from corpora.files import (
    ARCHIVES,
    EMPTY_ZIP,
    GZIP,
    IMAGES,
    OLDER_WORD,
    OLE,
    PARQUET,
    PDF,
    PROGRAMS,
    RTF,
    WORDPERFECT,
    ZIP,
)

if TYPE_CHECKING:
    from corpora.readers.extract import ChangesReader, Extract, Reader


class Format(Enum):
    """The forms in which a document comes: the module that reads it, its suffixes, whether its text has page edges,
    whether it can hold tracked changes.

    In order of how much structure they keep: of one document in two formats the first is read.
    """

    docx = ("docx", (".docx", ".docm", ".dotx", ".dotm"), False, True)
    html = ("html", (".html", ".htm", ".xhtml", ".mht", ".mhtml"), False)
    tei = ("tei", (".xml", ".tei"), False)
    text = ("text", (".txt", ".text", ".asc"), True)
    office = ("office", (".doc", ".dot", ".rtf", ".odt", ".wpd", ".wp", ".wp5", ".wp6", ".wps"), False, True)
    pdf = ("pdf", (".pdf",), True)

    def __init__(self, module: str, suffixes: tuple[str, ...], paged: bool, tracked: bool = False) -> None:
        self.module = module
        self.suffixes = suffixes
        self.paged = paged
        self.tracked = tracked

    @classmethod
    def of_suffix(cls, suffix: str) -> Format | None:
        """The format that a suffix names.

        >>> Format.of_suffix(".DOC"), Format.of_suffix(".22")
        (<Format.office: ('office', ('.doc', '.dot', '.rtf', '.odt', '.wpd', '.wp', '.wp5', '.wp6', '.wps'), False, True)>, None)
        """
        return next((one for one in cls if suffix.lower() in one.suffixes), None)


BITEXT_SUFFIXES = {
    ".tmx",
    ".xlf",
    ".xliff",
    ".sdlxliff",
    ".mqxliff",
    ".mxliff",
    ".tsv",
    ".tab",
    ".csv",
    ".xlsx",
    ".xlsm",
    ".parquet",
    ".jsonl",
    ".ndjson",
}
"""What :mod:`corpora.exchange.read` reads: files that hold both languages."""

OTHERS = {
    **dict.fromkeys(IMAGES, ("an image", "give the text of the document")),
    GZIP: ("a gzip file", "unpack it first"),
    **dict.fromkeys(ARCHIVES, ("an archive", "unpack it first")),
    PARQUET: ("a Parquet table", "a bitext: 'duizhao check' and 'duizhao corpora convert' read it"),
    **dict.fromkeys(PROGRAMS, ("a program", "give a document")),
}
XML_ROOT = re.compile(r"<(?![?!])(?:[\w.-]+:)?([\w.-]+)")
HTML_HEAD = re.compile(
    r"(?is)^\s*+(?:<\?xml[^>]*\?>\s*+)?(?:<!--(?:[^-]++|-(?!-)|-{2,}+(?!>))*+-{2,}+>\s*+)*+<(?:!doctype\s+html|html|head|body)\b"
)
MHTML_HEAD = re.compile(rb"(?is)\A(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?mime-version:")
BITEXT_ROOTS = {"tmx", "xliff"}


def detect_format(data: bytes, path: Path) -> Format:
    """The format of ``data``; raises :class:`InputError` for what is no document, and says what it is.

    >>> detect_format(b"%PDF-1.7", Path("a.txt")).name, detect_format("大会".encode(), Path("A_1")).name
    ('pdf', 'text')
    """
    head = data[:1024]
    if PDF in head[:1024] and not head.lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"<"):
        return Format.pdf
    if head.startswith((ZIP, EMPTY_ZIP)):
        return _zipped(data, path)
    if head.startswith((OLE, RTF, WORDPERFECT, *OLDER_WORD)):
        return Format.office
    for magic, (what, hint) in OTHERS.items():
        if head.startswith(magic):
            raise InputError(f"{path}: is {what}, not a document", hint)
    suffix = Format.of_suffix(path.suffix)
    if suffix is Format.html and path.suffix.lower() in (".mht", ".mhtml") and MHTML_HEAD.match(head):
        return Format.html
    return _marked_up(data, path, suffix)


def _marked_up(data: bytes, path: Path, suffix: Format | None) -> Format:
    """HTML, XML or plain text."""
    text = _opening(data)
    if HTML_HEAD.match(text):
        return Format.html
    if text.lstrip("\ufeff \t\r\n").startswith(("<?xml", "<TEI", "<tei", "<!DOCTYPE")):
        root = XML_ROOT.search(text)
        name = root[1].lower() if root else ""
        if name == "html":
            return Format.html
        if name in BITEXT_ROOTS:
            raise InputError(
                f"{path}: is a bitext ({name.upper()}), not a document in one language",
                "'duizhao check' and 'duizhao corpora convert' read it",
            )
        return Format.tei
    if suffix is Format.html:
        return Format.html
    if suffix is Format.tei and text.lstrip("\ufeff \t\r\n").startswith("<"):
        return Format.tei
    return Format.text


def _opening(data: bytes) -> str:
    """The first characters, whatever the encoding."""
    head = data[:4096]
    if head.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        return head.decode("utf-32", "replace")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")
    if head[1::2].count(0) > len(head) // 4:
        return head.decode("utf-16-le", "replace")
    if head[::2].count(0) > len(head) // 4:
        return head.decode("utf-16-be", "replace")
    return head.decode("utf-8", "replace").lstrip("\ufeff")


ZIPPED = {
    "word/": "docx",
    "xl/": "an Excel workbook",
    "ppt/": "a PowerPoint file",
    "META-INF/container.xml": "an EPUB book",
}


def _zipped(data: bytes, path: Path) -> Format:
    """A Word file by its parts; LibreOffice's own by its ``mimetype``."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
            kind = archive.open("mimetype").read(100) if "mimetype" in names else b""
    except Exception:  # a damaged archive: the reader that its name calls for says what is wrong
        return Format.docx if Format.of_suffix(path.suffix) is not Format.office else Format.office
    if kind.startswith(b"application/vnd.oasis.opendocument.text"):
        return Format.office
    for mark, what in ZIPPED.items():
        if any(name.startswith(mark) for name in names):
            if what == "docx":
                return Format.docx
            raise InputError(f"{path}: is {what}, not a document", "save it as DOCX, PDF, HTML or plain text")
    if Format.of_suffix(path.suffix) is Format.docx:
        return Format.docx
    raise InputError(f"{path}: is a ZIP archive, not a document", "unpack it first")


def load_reader(format: Format) -> Reader:
    """The reader of a format; its libraries are imported now and not before."""
    return cast("Reader", import_module(f"corpora.readers.{format.module}").extract)


def extract_whole(data: bytes, path: Path, format: Format, changes: Changes = Changes.accepted) -> Extract:
    """A file in a format as an extract; ``changes``: what becomes of tracked changes, where it can hold them."""
    reader = load_reader(format)
    return cast("ChangesReader", reader)(data, path, changes) if format.tracked else reader(data, path)


def load_head_reader(format: Format) -> Reader:
    """What reads the first pages only, where a format has such a thing (``extract_head``), else the whole."""
    module = import_module(f"corpora.readers.{format.module}")
    return cast("Reader", getattr(module, "extract_head", module.extract))
