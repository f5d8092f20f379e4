"""Tables into a Word file, which people fill in, comment on, and send back: bitexts, findings."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple

from corpora.errors import OutputError
from corpora.files import xml_text
from corpora.sheets.word_read import MAX_WIDTH, OWN_TITLE

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TEXT_WIDTH = 15_138  # twentieths of a point: A4 across, margins of 1.5 cm
MOST_ROWS = 30_000
"""Rows of all tables: Word takes minutes to open more."""
FIXED = (2000, 1, 1, 0, 0, 0)


class WordTable(NamedTuple):
    """A table: the heading above it (none: empty), the names of its columns, its rows, how wide the columns are, in parts."""

    title: str
    header: Sequence[str]
    rows: Iterable[Sequence[str]]
    widths: Sequence[int] = ()


def write_word_tables(path: Path, tables: Iterable[WordTable]) -> None:
    """One document, across the page, with a heading and a table for each of ``tables``; the same tables give the same bytes.

    The header comes again on every page. Line ends and tabs in a text are such in its cell. Raises :class:`OutputError`
    for more rows than Word can work with.
    """
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in PARTS.items():
            archive.writestr(_entry(name), HEAD + content)
        with archive.open(_entry("word/document.xml"), "w", force_zip64=True) as part:
            for piece in _document(tables, path):
                part.write(piece.encode())


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, FIXED)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _document(tables: Iterable[WordTable], path: Path) -> Iterator[str]:
    yield f'{HEAD}<w:document xmlns:w="{MAIN}"><w:body>'
    written = 0
    for table in tables:
        if len(table.header) > MAX_WIDTH:
            raise OutputError(f"{path.name}: more than {MAX_WIDTH} columns, which Word cannot hold", "write XLSX")
        if table.title:
            yield _paragraph(table.title, f'<w:pPr><w:pStyle w:val="{OWN_TITLE}"/></w:pPr>')
        widths = table.widths or [1] * len(table.header)
        shares = [TEXT_WIDTH * width // sum(widths) for width in widths]
        grid = "".join(f'<w:gridCol w:w="{share}"/>' for share in shares)
        yield f'<w:tbl><w:tblPr><w:tblStyle w:val="DuizhaoTable"/><w:tblW w:w="{sum(shares)}" w:type="dxa"/>'
        yield f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        yield _row(table.header, shares, "<w:trPr><w:tblHeader/></w:trPr>", "<w:rPr><w:b/></w:rPr>")
        for row in table.rows:
            written += 1
            if written > MOST_ROWS:
                raise OutputError(f"{path.name}: more than {MOST_ROWS:,} rows, too many for Word", "write XLSX or CSV")
            yield _row(row, shares, "<w:trPr><w:cantSplit/></w:trPr>", "")
        yield "</w:tbl><w:p/>"
    yield (
        '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="850" w:right="850" w:bottom="850"'
        ' w:left="850" w:header="425" w:footer="425" w:gutter="0"/></w:sectPr></w:body></w:document>'
    )


def _row(cells: Sequence[str], shares: Sequence[int], properties: str, look: str) -> str:
    made = (
        f'<w:tc><w:tcPr><w:tcW w:w="{share}" w:type="dxa"/></w:tcPr>{_paragraph(text, "", look)}</w:tc>'
        for text, share in zip(cells, shares, strict=True)
    )
    return f"<w:tr>{properties}{''.join(made)}</w:tr>"


def _paragraph(text: str, properties: str = "", look: str = "") -> str:
    """A paragraph; line ends and tabs in it are those of Word."""
    if not text:
        return f"<w:p>{properties}</w:p>"
    lines = "<w:br/>".join("<w:tab/>".join(map(_run, line.split("\t"))) for line in xml_text(text).split("\n"))
    return f"<w:p>{properties}<w:r>{look}{lines}</w:r></w:p>"


def _run(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text, quote=False)}</w:t>' if text else ""


PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{KIND}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{KIND}.styles+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{OFFICE}/officeDocument"'
        ' Target="word/document.xml"/></Relationships>'
    ),
    "word/_rels/document.xml.rels": (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{OFFICE}/styles"'
        ' Target="styles.xml"/></Relationships>'
    ),
    "word/styles.xml": (
        f'<w:styles xmlns:w="{MAIN}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri"'
        ' w:eastAsia="SimSun" w:cs="Calibri"/><w:sz w:val="21"/><w:lang w:val="en-GB" w:eastAsia="zh-CN"/></w:rPr>'
        '</w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        f'</w:style><w:style w:type="paragraph" w:customStyle="1" w:styleId="{OWN_TITLE}"><w:name w:val="duizhao title"/>'
        '<w:basedOn w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:before="240" w:after="120"/><w:outlineLvl w:val="0"/>'
        '</w:pPr><w:rPr><w:b/><w:sz w:val="26"/></w:rPr></w:style><w:style w:type="table" w:default="1"'
        ' w:styleId="TableNormal"><w:name w:val="Normal Table"/></w:style><w:style w:type="table" w:customStyle="1"'
        ' w:styleId="DuizhaoTable"><w:name w:val="duizhao table"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>'
        + "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="A0A0A0"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        + '</w:tblBorders><w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="85" w:type="dxa"/><w:bottom w:w="40"'
        ' w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style></w:styles>'
    ),
}
