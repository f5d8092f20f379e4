"""The page of limits says what the program does."""

import importlib
import io
import re
import zipfile
from contextlib import suppress

import polars as pl
import pytest

from corpora.errors import InputError
from corpora.exchange import read_pairs
from corpora.files import MAX_DEPTH
from corpora.readers.extract import MAX_LINES, MAX_TEXT, check_size
from corpora.reading import read_document
from corpora.sheets import read_sheets
from glossary.checks.run import MOST_A_ROW
from tests.calls import call
from tests.corpora.readers.build_docx import rich_docx
from tests.corpora.readers.pdf.build_pdf import Sheet, make_pdf
from tests.places import DOCS

ROWS = re.findall(r"^\| (.+?) \| ([\d,]+) \| `([\w.]+)\.(\w+)` \|$", (DOCS / "limits.md").read_text("utf-8"), re.M)


@pytest.mark.parametrize(("what", "limit", "module", "name"), ROWS, ids=[row[0] for row in ROWS])
def test_the_page_and_the_program_agree(what, limit, module, name):
    assert getattr(importlib.import_module(module), name) == int(limit.replace(",", ""))


def test_the_page_has_all_its_rows():
    assert len(ROWS) >= 25


CELL = '<c r="{}" t="inlineStr"><is><t>{}</t></is></c>'


def workbook(path, *cells, where="xl/worksheets/sheet1.xml", encoding="utf-8"):
    """A workbook with these cells, by their places; nothing else is in it."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    rows = {}
    for place, text in cells:
        rows.setdefault(int(re.sub("[A-Za-z]", "", place)), []).append(CELL.format(place, text))
    data = "".join(f'<row r="{number}">{"".join(row)}</row>' for number, row in rows.items())
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/><Override PartName="/{where}" ContentType="{kind}.worksheet+xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/worksheet" Target="/{where}"/></Relationships>',
        )
        sheet = f'<?xml version="1.0"?><worksheet xmlns="{main}"><sheetData>{data}</sheetData></worksheet>'
        archive.writestr(where, sheet.encode(encoding))
    return path


HEAD = (("A1", "zh"), ("B1", "en"))


@pytest.mark.parametrize("places", [("A2", "B2"), ("A1048576", "B1048576"), ("A2", "AVLH2"), ("A100000", "AN100000")])
def test_a_sheet_at_the_limit_is_read(places, tmp_path):
    path = workbook(tmp_path / "t.xlsx", *HEAD, (places[0], "会议"), (places[1], "meeting"))
    [rows] = read_sheets(path)
    assert [cell for cell in rows[-1] if cell] == ["会议", "meeting"]


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("A1048577", "a cell in row 1,048,577; a sheet has 1,048,576 rows"),
        ("B60000000", "row 60,000,000"),
        ("B4294967297", "row 4,294,967,297"),
        ("B99999999999999999999", "a sheet has"),
        ("b60000000", "row 60,000,000"),
        ("AVLI2", "32,769 columns"),
        ("ZZZZZZ2", "columns"),
        ("AO100000", "a sheet of 100,000 rows and 41 columns"),
        ("XFD1048576", "a sheet of"),
    ],
)
def test_a_sheet_beyond_it_is_refused_in_a_line(place, said, tmp_path):
    path = workbook(tmp_path / "t.xlsx", *HEAD, ("A2", "会议"), (place, "meeting"))
    with pytest.raises(InputError, match=said):
        read_sheets(path)


@pytest.mark.parametrize("options", [{"where": "xl/elsewhere.xml"}, {"encoding": "utf-16"}])
def test_a_sheet_cannot_hide(options, tmp_path):
    path = workbook(tmp_path / "t.xlsx", *HEAD, ("A60000000", "会议"), **options)
    with pytest.raises(InputError):
        read_sheets(path)


@pytest.mark.parametrize("place", ["A0", "0", "A", "A1A", "A-1", "Ａ2", "$A$2"])
def test_places_that_are_none_are_no_panic(place, tmp_path):
    path = tmp_path / "t.xlsx"
    workbook(path, *HEAD, ("A2", "会议"), ("B3", "meeting"))
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data.replace(b'r="B3"', f'r="{place}"'.encode()))
    with suppress(InputError):
        assert read_sheets(path)


# --- files that just fit, and the same with one more; a limit that is huge is made small for the time ------------------


def padded(size, before, after, fill=" "):
    """A text of so many bytes."""
    return (before + fill * (size - len(before) - len(after)) + after).encode()


PAGE = "<html><body><p>The meeting was held.</p>", "</body></html>"
OLD_TEI = '<TEI.2><text lang="en"><body><p>The meeting was held.</p>', "</body></text></TEI.2>"
MEMORY = (
    '<tmx version="1.4"><header srclang="zh"/><body><tu><tuv xml:lang="zh"><seg>会议</seg></tuv><tuv xml:lang="en"><seg>',
    "</seg></tuv></tu></body></tmx>",
)
WORDS = "The meeting was held. "


def pages(count):
    return make_pdf([Sheet().lines(72, 90, [f"The meeting {k} was held."]) for k in range(count)])


def columns(count):
    return (
        "\t".join(["zh", "en", *(f"c{k}" for k in range(count - 2))])
        + "\n"
        + "\t".join(["会议", "meeting", *"x" * (count - 2)])
        + "\n"
    ).encode()


def parquet(count):
    out = io.BytesIO()
    pl.DataFrame({"zh": ["会议"] * count, "en": ["meeting"] * count}).write_parquet(out)
    return out.getvalue()


def parts(count):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(rich_docx("en"))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        for k in range(count - len(old.namelist())):
            new.writestr(f"more/{k}.bin", b"")
    return out.getvalue()


AT = {
    "a file": ("corpora.files.read.MAX_FILE", 500, ".txt", lambda n: padded(n, WORDS * 3, "End."), read_document),
    "a web page": ("corpora.readers.html.read.MAX_FILE", 500, ".html", lambda n: padded(n, *PAGE), read_document),
    "a TEI document": ("corpora.readers.tei.read.MAX_FILE", 500, ".xml", lambda n: padded(n, *OLD_TEI), read_document),
    "plain text": ("corpora.readers.text.MAX_BYTES", 500, ".txt", lambda n: padded(n, WORDS, "End."), read_document),
    "elements of a web page": ("corpora.readers.html.walk.MAX_ELEMENTS", 50, ".html", lambda n: "<br>".join([PAGE[0], *[""] * (n - 4), PAGE[1]]).encode(), read_document),
    "elements of TEI": ("corpora.readers.tei.walk.MAX_ELEMENTS", 50, ".xml", lambda n: "<lb/>".join([OLD_TEI[0], *[""] * (n - 5), OLD_TEI[1]]).encode(), read_document),
    "pages of a PDF": ("corpora.readers.pdf.pages.MAX_PAGES", 2, ".pdf", pages, read_document),
    "parts of a DOCX": ("corpora.files.office_package.MAX_ENTRIES", 40, ".docx", parts, read_document),
    "columns of a table": (None, 1000, ".tsv", columns, read_pairs),
    "rows of a Parquet file": ("corpora.exchange.tables.read.MAX_ROWS", 30, ".parquet", parquet, read_pairs),
    "text of a unit": (None, 1_000_000, ".tmx", lambda n: ("x" * n).join(MEMORY).encode(), read_pairs),
    "text of a cell": (None, 1_000_000, ".tsv", lambda n: f"zh\ten\n会议\t{'x' * n}\n".encode(), read_pairs),
}  # fmt: skip


@pytest.mark.parametrize(("name", "limit", "suffix", "make", "read"), AT.values(), ids=AT)
def test_what_just_fits_is_read_and_one_more_is_refused(name, limit, suffix, make, read, tmp_path, monkeypatch):
    if name:
        monkeypatch.setattr(name, limit)
    path = tmp_path / f"A_1_1.en{suffix}"
    path.write_bytes(make(limit))
    assert read(path)
    path.write_bytes(make(limit + 1))
    with pytest.raises(InputError, match=r"A_1_1\.en") as refused:
        read(path)
    assert refused.value.hint


def test_a_parquet_file(tmp_path, monkeypatch):
    path = tmp_path / "a.parquet"
    path.write_bytes(parquet(30))
    monkeypatch.setattr("corpora.exchange.tables.read.MAX_TABLE", path.stat().st_size)
    assert len(read_pairs(path)) == 30
    monkeypatch.setattr("corpora.exchange.tables.read.MAX_TABLE", path.stat().st_size - 1)
    with pytest.raises(InputError, match="split it"):
        read_pairs(path)


def nested(depth):
    return ('<tmx version="1.4"><header srclang="zh"/><body><tu><tuv xml:lang="zh"><seg>会议</seg></tuv><tuv xml:lang="en"><seg>meeting'
            f"{'<hi>' * (depth - 1)}{'</hi>' * (depth - 1)}</seg></tuv></tu></body></tmx>").encode()  # fmt: skip


def test_depth_of_a_memory(tmp_path):
    path = tmp_path / "a.tmx"
    path.write_bytes(nested(MAX_DEPTH))
    assert read_pairs(path)
    path.write_bytes(nested(MAX_DEPTH + 1))
    with pytest.raises(InputError, match=f"deeper than {MAX_DEPTH}"):
        read_pairs(path)


@pytest.mark.parametrize("mark", ["characters", "lines"])
def test_text_of_a_document(mark, tmp_path):
    most = {"characters": MAX_TEXT, "lines": MAX_LINES}
    check_size(tmp_path, *most.values())
    with pytest.raises(InputError, match="more than"):
        check_size(tmp_path, *(most | {mark: most[mark] + 1}).values())


@pytest.mark.parametrize(("mark", "code"), [("(", "P101"), (")", "P101"), ("“", "P102"), ("《", "P107")])
def test_findings_of_a_row_are_bounded_and_counted(mark, code, tmp_path):
    path = tmp_path / "m.tsv"
    for between, most in (("", 1), ("会", MOST_A_ROW)):  # side by side they are one slip
        path.write_text(f"symbol\tzh\ten\nA/1/1\t会议{(mark + between) * 3000}\tThe meeting was held.\n", "utf-8")
        found = [line for line in call("check", path, "--select", code, "-f", "tsv").out.splitlines() if code in line]
        assert len(found) == most
    assert sum(f"{3000 - MOST_A_ROW:,} more of the kind in this row" in line for line in found) == 1
