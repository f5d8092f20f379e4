"""HTML: saved pages, and what Word, LibreOffice and browsers export. Blocks, lists with their marks, footnotes.

The title of the page is not read: word processors put there what an author once typed, and sites their own name.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, cast

from lxml import etree

from corpora.errors import InputError, short
from corpora.logs import Remark
from corpora.readers.extract import Draft, Extract
from corpora.readers.html.encoding import page_text
from corpora.readers.html.saved import MIME, as_html, page_of_archive
from corpora.readers.html.unseen import HIDDEN, SITE_PARTS
from corpora.readers.html.walk import Walk
from corpora.readers.markup import Block, Notes, Page, deliver, find_notes
from corpora.symbol import parse_symbol
from corpora.text import read_table

MAX_FILE = 64_000_000
"""Bytes of a page."""
CHUNK = 1 << 14
MAX_WORK = 500_000_000
"""End tags times open elements: libxml2 looks for the element that each end tag ends, 15 ns a step."""
MAIN_SHARE = 2 / 3
"""Share of the text in the main part from which on the rest is the site's."""
TOLD = 200
"""Characters left out that are worth a warning."""
SHORT = 600
"""Characters of the longest page that is only a message of a server."""
SORRY = re.compile("|".join(message for (message,) in read_table(__package__, "error_pages.tsv")), re.I)
SCRIPT = re.compile(
    r"(?i)(?:enable|requires?|turn on|without) javascript|javascript (?:is |to be )?(?:required|disabled|enabled)"
)


def extract(data: bytes, path: Path) -> Extract:
    """The text of a page; raises :class:`InputError` for one without text, damaged beyond use, or too large."""
    if len(data) > MAX_FILE:
        raise InputError(f"{path}: {len(data) / 1e6:,.0f} MB of HTML, more than {MAX_FILE // 1_000_000}", "split it")
    charset = ""
    if MIME.match(data[:2048]):
        data, charset = page_of_archive(data, path)
    text, encoding = page_text(data, path, charset)
    warnings = _unclosed(text)
    text = as_html(text)
    page = parse_page(text, path)
    if not _characters(page.blocks) and page.left_out.get(SITE_PARTS):
        page = parse_page(text, path, whole=True)
        warnings.append(Remark("site", "all of its text is in navigation, banners or footers, and was kept"))
    _refuse_empty(page, path)
    notes = find_notes(page)
    blocks, left = _main_part(page.blocks, notes)
    draft = Draft(path)
    deliver(draft, blocks, notes)
    warnings += _left_out(page, left, draft.at)
    return draft.extract(f"html, {encoding}", _language(page), _symbol(page), tuple(warnings))


def parse_page(text: str, path: Path, whole: bool = False) -> Page:
    """The elements of a page, read in pieces; ``whole``: navigation and banners are text, too."""
    walk = Walk(path, whole)
    parser = etree.HTMLParser(target=cast("Any", walk), encoding="utf-8", huge_tree=True)
    work = 0
    try:
        for start in range(0, len(text), CHUNK):
            piece = text[start : start + CHUNK]
            before = walk.depth
            parser.feed(piece.encode("utf-8", "replace"))
            work += piece.count("</") * max(before, walk.depth)
            if work > MAX_WORK:
                raise InputError(f"{path}: too many elements inside each other that never end", "save the page again")
        page = cast("Page", parser.close())
    except (etree.XMLSyntaxError, etree.ParserError) as error:
        raise InputError(f"{path}: cannot be read as HTML", "save the page again") from error
    return page


def _unclosed(text: str) -> list[str]:
    """A warning where the rest of a page is a comment because nothing ends it."""
    start = text.rfind("<!--")
    if start >= 0 and text.find("-->", start) < 0 and len(text) - start > TOLD:
        return [Remark("hidden", f"a comment that never ends hides the last {len(text) - start:,} characters")]
    return []


def _characters(blocks: list[Block]) -> int:
    return sum(len(block.text) for block in blocks)


def _refuse_empty(page: Page, path: Path) -> None:
    """Raise where a page has no text, or only a server's message or an appeal to turn scripts on."""
    size = _characters(page.blocks)
    if not size:
        if page.frames:
            raise InputError(f"{path}: no text in it, it is made of frames", "give the pages that are in the frames")
        hint = "save the page when it has loaded, or save the document"
        hidden = ", all of it is hidden" if page.left_out.get(HIDDEN) else ""
        raise InputError(f"{path}: no text in it{hidden}", hint)
    if size > SHORT:
        return
    first = next((block.text for block in page.blocks if block.text), "")
    message = next((text for text in (page.title, first) if SORRY.match(text)), "")
    if message or SCRIPT.search(" ".join(block.text for block in page.blocks)):
        said = short(message or first)
        raise InputError(f"{path}: no text in it but a message of the server ({said})", "fetch the document again")


def _main_part(blocks: list[Block], notes: Notes) -> tuple[list[Block], list[Block]]:
    """The blocks of the main part where the page has one that holds most of it, and those that are left."""
    total = _characters(blocks)
    main = [block for block in blocks if block.place.main or block.number in notes.blocks]
    inside = _characters(main)
    if inside == total or not any(block.place.main for block in blocks) or inside < MAIN_SHARE * total:
        return blocks, []
    kept = set(map(id, main))
    return main, [block for block in blocks if id(block) not in kept and block.text]


def _left_out(page: Page, left: list[Block], kept: int) -> list[str]:
    """Warnings of what a reader of the page sees and of what it hides, where it is much."""
    found = []
    if page.left_out.get(HIDDEN, 0) > TOLD:
        found.append(f"{page.left_out[HIDDEN]:,} characters of hidden text left out")
    outside = _characters(left)
    if outside > TOLD:
        found.append(f"{outside:,} characters outside the main part of the page left out")
    elif said := next((block.text for block in left if _is_sentence(block.text)), ""):
        found.append(f"left out outside the main part of the page: {short(' '.join(said.split()), 100)}")
    if page.left_out.get(SITE_PARTS, 0) > max(TOLD, kept):
        found.append(f"{page.left_out[SITE_PARTS]:,} characters of {SITE_PARTS} left out, more than the text")
    return [Remark("left-out", line) for line in found]


def _is_sentence(text: str) -> bool:
    """Whether a text is worth a warning however short it is.

    >>> _is_sentence("The office answers letters gladly."), _is_sentence("Back to top"), _is_sentence("办公室回答有关问题。")
    (True, False, True)
    """
    text = text.strip()
    return (text.endswith((".", "!", "?")) and len(text.split()) >= 5) or (text.endswith("。") and len(text) >= 8)


def _language(page: Page) -> str | None:
    code = page.language.strip().lower().replace("_", "-").split("-")[0]
    return code if code in ("zh", "en") else None


def _symbol(page: Page) -> str | None:
    found = (parse_symbol(text) for text in page.symbols)
    return next((symbol.text for symbol in found if symbol), None)
