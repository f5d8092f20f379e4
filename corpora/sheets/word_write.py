"""Tables into a Word file, which people fill in, comment on, and send back: bitexts, findings."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple

from corpora.errors import OutputError
from corpora.files import xml_text
from corpora.sheets.word_cells import LOOKS, WordCell, cell_xml, paragraph_xml
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
    rows: Iterable[Sequence[str | WordCell]]
    widths: Sequence[int] = ()


class WordFrame(NamedTuple):
    """What stands around the tables: the lines at the top and at the bottom of every page, properties that a program reads."""

    top: str
    bottom: str
    properties: Mapping[str, str]


def write_word_tables(path: Path, tables: Iterable[WordTable]) -> None:
    """One document, across the page, with a heading and a table for each of ``tables``; the same tables give the same bytes.

    The header comes again on every page. Line ends and tabs in a text are such in its cell. Raises :class:`OutputError`
    for more rows than Word can work with.
    """
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        _write(archive, tables, path.name)


def word_tables(tables: Iterable[WordTable], name: str, frame: WordFrame) -> bytes:
    """The same as bytes, with a line at the top and at the bottom of every page, and properties; ``name`` as errors name it."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        _write(archive, tables, name, frame)
    return data.getvalue()


def _write(archive: zipfile.ZipFile, tables: Iterable[WordTable], name: str, frame: WordFrame | None = None) -> None:
    for part, content in (PARTS | (_framed(frame) if frame else {})).items():
        archive.writestr(_entry(part), HEAD + content)
    with archive.open(_entry("word/document.xml"), "w", force_zip64=True) as stream:
        for piece in _document(tables, name, FRAMED if frame else ""):
            stream.write(piece.encode())


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, FIXED)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _document(tables: Iterable[WordTable], name: str, framed: str) -> Iterator[str]:
    yield f'{HEAD}<w:document xmlns:w="{MAIN}" xmlns:r="{OFFICE}"><w:body>'
    written = 0
    for table in tables:
        if len(table.header) > MAX_WIDTH:
            raise OutputError(f"{name}: more than {MAX_WIDTH} columns, which Word cannot hold", "write XLSX")
        if table.title:
            yield paragraph_xml(table.title, f'<w:pPr><w:pStyle w:val="{OWN_TITLE}"/></w:pPr>')
        widths = table.widths or [1] * len(table.header)
        shares = [TEXT_WIDTH * width // sum(widths) for width in widths]
        grid = "".join(f'<w:gridCol w:w="{share}"/>' for share in shares)
        yield f'<w:tbl><w:tblPr><w:tblStyle w:val="DuizhaoTable"/><w:tblW w:w="{sum(shares)}" w:type="dxa"/>'
        yield f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        yield _row(table.header, shares, "<w:trPr><w:tblHeader/></w:trPr>", "head")
        for row in table.rows:
            written += 1
            if written > MOST_ROWS:
                raise OutputError(f"{name}: more than {MOST_ROWS:,} rows, too many for Word", "write XLSX or CSV")
            yield _row(row, shares, "<w:trPr><w:cantSplit/></w:trPr>", "")
        yield "</w:tbl><w:p/>"
    yield (
        f'<w:sectPr>{framed}<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="850" w:right="850"'
        ' w:bottom="850" w:left="850" w:header="425" w:footer="425" w:gutter="0"/></w:sectPr></w:body></w:document>'
    )


def _row(cells: Sequence[str | WordCell], shares: Sequence[int], properties: str, look: str) -> str:
    made = (cell_xml(cell, share, look) for cell, share in zip(cells, shares, strict=True))
    return f"<w:tr>{properties}{''.join(made)}</w:tr>"


FRAMED = '<w:headerReference w:type="default" r:id="r2"/><w:footerReference w:type="default" r:id="r3"/>'


def _framed(frame: WordFrame) -> dict[str, str]:
    """The parts of a document with lines around its pages and properties."""
    dim = LOOKS["dim"]
    number = (
        f'<w:r><w:rPr>{dim}</w:rPr><w:t xml:space="preserve">    </w:t></w:r><w:fldSimple w:instr=" PAGE "><w:r><w:rPr>{dim}</w:rPr>'
        "<w:t>1</w:t></w:r></w:fldSimple>"
    )
    bottom = paragraph_xml(frame.bottom, "", dim).removesuffix("</w:p>") + number + "</w:p>"
    properties = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{pid}" name="{escape(name)}"><vt:lpwstr>{escape(xml_text(value))}</vt:lpwstr></property>'
        for pid, (name, value) in enumerate(frame.properties.items(), start=2)
    )
    relations = {"r1": "styles", "r2": "header", "r3": "footer"}
    files = {"r1": "styles.xml", "r2": "header1.xml", "r3": "footer1.xml"}
    custom = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
    return {
        "[Content_Types].xml": PARTS["[Content_Types].xml"].replace(
            "</Types>",
            f'<Override PartName="/word/header1.xml" ContentType="{KIND}.header+xml"/>'
            f'<Override PartName="/word/footer1.xml" ContentType="{KIND}.footer+xml"/>'
            f'<Override PartName="/docProps/custom.xml" ContentType="{custom}"/></Types>',
        ),
        "_rels/.rels": PARTS["_rels/.rels"].replace(
            "</Relationships>",
            f'<Relationship Id="r2" Type="{OFFICE}/custom-properties" Target="docProps/custom.xml"/></Relationships>',
        ),
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="{id}" Type="{OFFICE}/{kind}" Target="{files[id]}"/>' for id, kind in relations.items()
        )
        + "</Relationships>",
        "word/header1.xml": f'<w:hdr xmlns:w="{MAIN}">{paragraph_xml(frame.top, "", dim)}</w:hdr>',
        "word/footer1.xml": f'<w:ftr xmlns:w="{MAIN}">{bottom}</w:ftr>',
        "docProps/custom.xml": '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
        f' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{properties}</Properties>',
    }


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
