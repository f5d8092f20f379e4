"""PDF: letters and their places through pdfium, lines, columns, paragraphs and notes by geometry.

What a page says of itself (tags, bookmarks) is not used: the PDFs of the United Nations mostly have none. Limits:
:data:`MAX_PAGES` pages, :data:`corpora.readers.pdf.pages.PAGE_SECONDS` of processor time a page,
:data:`corpora.readers.pdf.pages.MEGABYTES` of memory, :data:`corpora.readers.extract.MAX_TEXT` characters.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from corpora.errors import InputError
from corpora.logs import Remark
from corpora.page import Line, Mark
from corpora.readers.extract import MAX_LINES, MAX_TEXT, Extract, Spot, too_long
from corpora.readers.pdf.flow import lay_out
from corpora.readers.pdf.lines import TextLine
from corpora.readers.pdf.pages import MAX_PAGES, read_pages, seconds_for, too_slow
from corpora.readers.pdf.pieces import Page, read_page

HEAD_PAGES = 2
SCAN = 0.3
"""Share of a page that pictures must cover for it to be a scan, when it has no text."""
FEW = 20
"""Letters that a page without text can have: a stamp, a page number."""
ABOVE, BELOW = 0.82, 0.24
"""Em: how far a line reaches above and below its baseline."""
OCR = "run OCR first, for example ocrmypdf --language chi_sim+eng"


def extract(data: bytes, path: Path) -> Extract:
    """A PDF as an extract; raises :class:`InputError` for one that is encrypted, damaged, too large or without text."""
    return _extract(data, path, MAX_PAGES)


def extract_head(data: bytes, path: Path) -> Extract:
    """The first pages: what a masthead and a language need."""
    return _extract(data, path, HEAD_PAGES)


def _extract(data: bytes, path: Path, wanted: int) -> Extract:
    pages: list[Page] = []
    letters = 0
    limit = time.thread_time() + seconds_for(data)
    for raw in read_pages(data, path, wanted):
        pages.append(read_page(raw))
        letters += pages[-1].letters
        if letters > MAX_TEXT:
            raise too_long(path)
        if time.thread_time() > limit:
            raise too_slow(data, path)
    _check(pages, path)
    warnings = _warnings(pages)
    lines = lay_out(pages, limit)
    if lines is None:
        raise too_slow(data, path)
    return _assemble(lines, path, warnings, [page.quarter for page in pages])


def _check(pages: Sequence[Page], path: Path) -> None:
    """Raise an error where nothing of the file is text."""
    if all(page.bad for page in pages):
        raise InputError(f"{path}: none of its pages can be opened", "get the file again")
    letters = sum(page.letters for page in pages)
    if letters == 0:
        if any(page.pictures > SCAN for page in pages):
            raise InputError(f"{path}: is a scan without text", OCR)
        raise InputError(f"{path}: has no text; its letters may be drawn as outlines", OCR)
    if all(page.letters < FEW and page.pictures > SCAN for page in pages):
        raise InputError(f"{path}: is a scan without text", OCR)
    if sum(page.lost for page in pages) > 0.5 * letters:
        what = "text cannot be read (its fonts have no Unicode map)"
        raise InputError(f"{path}: {what}", "run OCR over it, for example ocrmypdf --force-ocr --language chi_sim+eng")


def _warnings(pages: Sequence[Page]) -> tuple[str, ...]:
    found = [
        ("damaged", "cannot be opened", [page for page in pages if page.bad]),
        ("scan", "is a scan without text", [page for page in pages if page.letters < FEW and page.pictures > SCAN]),
        (
            "unreadable",
            "has text that cannot be read (no Unicode map)",
            [page for page in pages if page.lost > 0.5 * page.letters],
        ),
    ]
    warnings = [Remark(code, f"{_named(some)} {what}") for code, what, some in found if some]
    turned = [page for page in pages if page.turned]
    if turned:
        count = sum(page.turned for page in turned)
        warnings.append(Remark("left-out", f"{count} letters of turned text left out on {_named(turned)}"))
    return tuple(warnings)


def _named(pages: Sequence[Page]) -> str:
    """``page 3``; ``page 3, 4, 5 and 12 more``."""
    numbers = [str(page.number + 1) for page in pages]
    more = f" and {len(numbers) - 8} more" if len(numbers) > 8 else ""
    return f"page {', '.join(numbers[:8])}{more}"


def _assemble(
    pages: Sequence[Sequence[TextLine]], path: Path, warnings: tuple[str, ...], turned: Sequence[int]
) -> Extract:
    parts: list[str] = []
    lines: list[Line] = []
    marks: list[Mark] = []
    spots: list[Spot | None] = []
    at = 0
    em, left = _scale(pages)
    if sum(map(len, pages)) > MAX_LINES:
        raise InputError(f"{path}: more than {MAX_LINES:,} lines", "split the file")
    for number, page in enumerate(pages):
        first = number > 0
        if first:
            parts.append("\f")
            at += 1
        if first and not page:
            lines.append(Line(at, at, 0, "", True))
            spots.append(None)
        for line in page:
            end = at + len(line.text)
            indent = max(round((line.x0 - left) / em), 0)
            columns = max(round((line.x1 - line.x0) / em), 1)
            place = (line.row, line.column)
            lines.append(Line(at, end, indent, line.text, first, line.block, line.kind, columns, *place))
            top, foot = line.y - ABOVE * line.size, line.y + BELOW * line.size
            spots.append(Spot(line.page, turned[line.page], line.x0, top, line.x1, foot))
            if line.reason:
                marks.append(Mark(at, end, line.reason))
            else:
                marks += [Mark(at + a, at + b, reason) for a, b, reason in line.marks]
            parts += [line.text, "\n"]
            at = end + 1
            first = False
    text = "".join(parts)
    return Extract(text, tuple(lines), tuple(marks), encoding="pdf", warnings=warnings, spots=tuple(spots))


def _scale(pages: Sequence[Sequence[TextLine]]) -> tuple[float, float]:
    """Points of a column (half an em of ordinary text) and of the left edge of the text."""
    sizes: dict[float, int] = {}
    for page in pages:
        for line in page:
            sizes[line.size] = sizes.get(line.size, 0) + len(line.text)
    body = max(sizes, key=lambda size: sizes[size]) if sizes else 10.0
    left = min((line.x0 for page in pages for line in page if not line.reason and line.kind is None), default=0.0)
    return body / 2, left
