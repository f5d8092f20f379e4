"""What kind of document a downloaded file really is, by its first bytes."""

from __future__ import annotations

import html
import re
import struct
import zipfile
from pathlib import Path

from corpora.errors import short
from corpora.files import OLE, PDF, RTF, WORDPERFECT, ZIP

HEAD = 4096  # bytes that are enough to recognise a document, or the title of an error page
SUFFIX_OF = (
    (PDF, ".pdf"),
    (OLE, ".doc"),
    (ZIP, ".docx"),
    (RTF, ".rtf"),
    (WORDPERFECT, ".wpd"),
)
TITLE = re.compile(rb"(?is)<title[^<>]*+>(.{0,400}?)</title")
MARKUP = re.compile(rb"(?is)\A\s*<(?:!doctype\s+html|html|head|body|script|meta|!--|\?xml)")


def guess_suffix(head: bytes) -> str | None:
    """The suffix of a document by its first bytes, or ``None``; a byte order mark or line ends before them are borne.

    >>> guess_suffix(b"%PDF-1.7 ..."), guess_suffix(b"<html>")
    ('.pdf', None)
    """
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n\t ")
    return next((suffix for magic, suffix in SUFFIX_OF if start.startswith(magic)), None)


def document_suffix(path: Path) -> str | None:
    """The suffix that a whole file deserves, or ``None`` when it is no document.

    A ZIP file counts only when it can be opened and holds a Word document.
    """
    with path.open("rb") as file:
        suffix = guess_suffix(file.read(HEAD))
    if suffix != ".docx":
        return suffix
    try:
        with zipfile.ZipFile(path) as archive:
            return suffix if any(name.startswith("word/") for name in archive.namelist()) else None
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OverflowError, struct.error):
        return None


def ends_well(path: Path, suffix: str) -> bool:
    """Whether a PDF has its end mark; for when the server did not say how long the file is."""
    if suffix != ".pdf":
        return True
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - 2048))
        return b"%%EOF" in file.read()


def describe_head(head: bytes, content_type: str) -> str:
    """What came instead of a document, in a few words.

    >>> describe_head(b"<html><title>Not &amp; found</title>", "text/html")
    'an HTML page («Not & found») came instead of a document'
    """
    if MARKUP.match(head):
        found = TITLE.search(head)
        title = short(html.unescape(found[1].decode("utf-8", "replace")), 80) if found else ""
        page = "an HTML page" + (f" («{title}»)" if title else "")
        return f"{page} came instead of a document"
    kind = short(content_type.partition(";")[0], 80) or "of no stated type"
    start = short(head[:24].decode("ascii", "replace").replace("\ufffd", "?"))
    return f"neither PDF nor Word nor RTF nor WordPerfect came ({kind}, begins with «{start}»)"
