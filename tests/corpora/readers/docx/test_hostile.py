"""Word files that are broken, lie, or attack: a text or one line of error, and nothing else."""

import io
import random
import struct
import zipfile
from pathlib import Path

import pytest

from corpora.errors import InputError
from corpora.files import office_package as package
from corpora.readers import extract as text_extract
from corpora.readers.docx import read as docx
from corpora.readers.docx.read import extract
from corpora.readers.office import extract as extract_office
from tests.corpora.readers.build_docx import SPACES, W, par, rich_docx, run, table, text_box, wordfile, zipped

FILE = Path("folder/a.docx")
CONTENT_TYPES = "[Content_Types].xml"


def outcome(data, read=extract):
    """The text, or the line of the error."""
    try:
        return read(data, FILE).text
    except InputError as error:
        line = str(error)
        assert str(FILE) in line
        assert "\n" not in line
        assert "; " in line  # what to do
        return error


def unpacked(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_part(name, content):
    return zipped(unpacked(wordfile(par("x"))) | {name: content})


@pytest.mark.parametrize("step", range(8))
def test_files_cut_off_anywhere(step):
    data = rich_docx("zh")
    for length in range(64 * step, len(data), 64 * 8):
        assert isinstance(outcome(data[:length]), InputError)


@pytest.mark.parametrize("seed", range(4))
def test_changed_bytes_of_the_zip(seed):
    random_numbers = random.Random(seed)
    original = rich_docx("en")
    for _ in range(60):
        data = bytearray(original)
        for _ in range(random_numbers.randint(1, 8)):
            data[random_numbers.randrange(len(data))] = random_numbers.randrange(256)
        outcome(bytes(data))


@pytest.mark.parametrize("seed", range(4))
def test_changed_bytes_of_the_parts(seed):
    """Past the checksums of the zip: what the parser and the reader themselves make of nonsense."""
    random_numbers = random.Random(seed)
    parts = unpacked(rich_docx("en"))
    read = 0
    for _ in range(60):
        changed = dict(parts)
        name = random_numbers.choice(sorted(parts))
        data = bytearray(changed[name])
        for _ in range(random_numbers.randint(1, 3)):
            at = random_numbers.randrange(len(data))
            kind = random_numbers.random()
            if kind < 0.4:
                data[at] = random_numbers.randrange(256)
            elif kind < 0.7:
                del data[at : at + random_numbers.randint(1, 200)]
            else:
                start = random_numbers.randrange(len(data))
                data[at:at] = data[start : start + random_numbers.randint(1, 200)]
        changed[name] = bytes(data)
        read += isinstance(outcome(zipped(changed)), str)
    assert read > 0


ELEMENTS = [
    "p",
    "r",
    "t",
    "pPr",
    "rPr",
    "numPr",
    "numId",
    "ilvl",
    "tbl",
    "tr",
    "tc",
    "tcPr",
    "trPr",
    "vMerge",
    "del",
    "ins",
    "moveFrom",
    "vanish",
    "sectPr",
    "type",
    "fldChar",
    "instrText",
    "br",
    "txbxContent",
    "sdt",
    "sdtPr",
    "sdtContent",
    "showingPlcHdr",
    "footnoteReference",
    "footnote",
    "sym",
    "tab",
    "hyperlink",
    "pStyle",
    "rStyle",
    "outlineLvl",
    "cellDel",
    "pageBreakBefore",
    "lastRenderedPageBreak",
    "body",
    "document",
    "ruby",
    "rt",
    "AlternateContent",
    "object",
]


def nonsense(random_numbers, depth=0):
    """Elements that a schema would never allow inside each other."""
    if depth > 9 or random_numbers.random() < 0.15:
        return random_numbers.choice(["text", "", "&#27721;", " "])
    name = random_numbers.choice(ELEMENTS)
    value = random_numbers.choice(
        ["", "0", "1", "2", "begin", "separate", "end", "continue", "-9", "9" * 30, "Heading1"]
    )
    attributes = "".join(f' w:{one}="{value}"' for one in ("val", "id", "fldCharType", "char", "type"))
    inside = "".join(nonsense(random_numbers, depth + 1) for _ in range(random_numbers.randint(0, 3)))
    return f"<w:{name}{attributes}>{inside}</w:{name}>"


@pytest.mark.thorough("large hostile input")
@pytest.mark.parametrize("seed", range(3))
def test_elements_inside_elements_that_do_not_belong_there(seed):
    random_numbers = random.Random(seed)
    read = 0
    for _ in range(50):
        parts = {name: nonsense(random_numbers) for name in ("styles", "numbering", "footnotes")}
        body = "".join(nonsense(random_numbers) for _ in range(8))
        read += isinstance(outcome(wordfile(body, parts)), str)
        outcome(with_part("word/document.xml", nonsense(random_numbers).replace(">", f' xmlns:w="{W}">', 1)))
    assert read > 0


def test_a_document_type_is_refused_before_any_entity():
    laughs = "".join(f'<!ENTITY l{k} "{f"&l{k - 1};" * 10 if k else "ha"}">' for k in range(12))
    document = f"<w:document {SPACES}><w:body>{par('<w:r><w:t>&l11;</w:t></w:r>')}</w:body></w:document>"
    bomb = f"<?xml version='1.0'?><!DOCTYPE x [{laughs}]>{document}"
    outside = f"<!DOCTYPE x [<!ENTITY l11 SYSTEM 'file:///etc/passwd'>]>{document}"
    for attack in (bomb, outside, bomb.encode("utf-16")):
        for name in ("word/document.xml", "_rels/.rels", CONTENT_TYPES):
            assert "document type declaration" in str(outcome(with_part(name, attack)))


def test_elements_too_deep():
    for nested in (
        "<w:p>" * 300 + "x" + "</w:p>" * 300,
        "<w:sdt><w:sdtContent>" * 200 + "</w:sdtContent></w:sdt>" * 200,
    ):
        assert "256 elements inside each other" in str(outcome(wordfile(nested)))
    deep = par("bottom")
    for _ in range(60):
        deep = table([[deep]])
    assert outcome(wordfile(deep)) == "bottom\n"
    boxes = par("innermost")
    for _ in range(12):
        boxes = par(text_box(boxes))
    assert "innermost" in outcome(wordfile(boxes))


def test_bombs_are_stopped_while_they_unpack(monkeypatch):
    monkeypatch.setattr(package, "RATIO_FROM", 1_000_000)
    bomb = wordfile("<w:p/>" + " " * 5_000_000)
    assert len(bomb) < 20_000
    assert "zip bombs" in str(outcome(bomb))
    monkeypatch.setattr(package, "MAX_UNPACKED", 100_000)
    noise = random.Random(1).randbytes(300_000).hex()
    assert "unpacks to more than 0 MB" in str(outcome(wordfile(par(noise))))


def test_too_many_elements_paragraphs_and_attributes(monkeypatch):
    monkeypatch.setattr(docx, "MAX_LINES", 1000)
    monkeypatch.setattr(text_extract, "MAX_LINES", 1000)
    assert "1,000 lines" in str(outcome(wordfile("<w:p/>" * 1001)))
    monkeypatch.setattr(package, "MAX_GAP", 50_000)
    endless = "<w:p " + " ".join(f'a{k}="{k}"' for k in range(30_000)) + "/>"
    assert "a tag or a text without end" in str(outcome(wordfile(endless)))
    monkeypatch.setattr(package, "MAX_ELEMENTS", 1000)
    assert "million elements" in str(outcome(wordfile(par("x") * 900)))


def test_more_styles_than_anyone_has(monkeypatch):
    monkeypatch.setattr(package, "MAX_THINGS", 2000)
    styles = "".join(f'<w:style w:styleId="{k}"/>' for k in range(2002))
    assert "2,000 definitions" in str(outcome(wordfile(par("x"), {"styles": styles})))


def test_headers_that_lie_about_sizes():
    data = wordfile(par("x" * 5000))
    at = data.rfind(b"PK\x01\x02")
    for offset in (20, 24):  # packed, unpacked
        for size in (0, 1, 10_000_000, 0xFFFFFFFE):
            lying = data[: at + offset] + struct.pack("<I", size) + data[at + offset + 4 :]
            outcome(lying)
    central = data.find(b"PK\x01\x02")  # the first entry: the document
    small = data[: central + 24] + struct.pack("<I", 100) + data[central + 28 :]
    assert isinstance(outcome(small), InputError)


def test_odd_directories():
    data = wordfile(par("x"))
    files = unpacked(data)
    many = zipped({f"{k}": b"" for k in range(10_001)})
    assert "more than 10,000 entries" in str(outcome(many))
    twice = io.BytesIO()
    with zipfile.ZipFile(twice, "w") as archive:
        for name in files:
            archive.writestr(name, files[name])
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("word/document.xml", b"<x/>")
    assert "two entries of one name" in str(outcome(twice.getvalue()))
    other_case = zipped(files | {"WORD/Document.xml": b"<x/>"})
    assert "two entries of one name" in str(outcome(other_case))
    central = data.find(b"PK\x01\x02")
    second = data.find(b"PK\x01\x02", central + 4)
    overlap = data[: second + 42] + data[central + 42 : central + 46] + data[second + 46 :]
    assert "overlap" in str(outcome(overlap))


def test_packed_in_odd_ways():
    files = unpacked(wordfile(par("x")))
    assert outcome(zipped(files, zipfile.ZIP_STORED)) == "x\n"
    assert "method" in str(outcome(zipped(files, zipfile.ZIP_LZMA)))
    data = bytearray(wordfile(par("x")))
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    assert "is encrypted" in str(outcome(bytes(data)))


@pytest.mark.parametrize(
    ("files", "what"),
    [
        ({"xl/workbook.xml": "<x/>", CONTENT_TYPES: '<Types><Override PartName="/xl/workbook.xml" ContentType="a.main+xml"/></Types>'}, "an Excel workbook"),
        ({"ppt/presentation.xml": "<x/>", CONTENT_TYPES: '<Types><Override PartName="/ppt/presentation.xml" ContentType="a.main+xml"/></Types>'}, "a PowerPoint file"),
        ({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}, "an OpenDocument file"),
        ({"mimetype": "application/epub+zip", "META-INF/container.xml": "<x/>"}, "an EPUB book"),
        ({"readme.txt": "x"}, "without a Word document"),
        ({"word/document.xml": "<html/>"}, "no Word document"),
        ({"word/document.xml": ""}, "damaged"),
        ({"word/document.xml": "<?xml version='1.0' encoding='klingon'?><x/>"}, "damaged"),
    ],
)  # fmt: skip
def test_other_files_are_named(files, what):
    assert what in str(outcome(zipped(files)))


def test_what_is_no_zip():
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    locked = old + "EncryptedPackage".encode("utf-16-le") + bytes(400)
    word97 = bytearray(old)
    word97[512:514], word97[523] = b"\xec\xa5", 1
    assert "old binary Word file" in str(outcome(old))
    assert "protected with a password" in str(outcome(locked))
    assert "protected with a password" in str(outcome(bytes(word97)))
    assert "protected with a password" in str(outcome(locked, extract_office))
    assert "not a Word file" in str(outcome(b"{\\rtf1 x}"))
    assert isinstance(outcome(b""), InputError)
    assert isinstance(outcome(b"PK\x03\x04" + bytes(100)), InputError)


def test_relations_that_lead_astray():
    relation = '<Relationships><Relationship Id="a" Type="x/officeDocument" Target="{}"{}/></Relationships>'
    for target in ("../../etc/passwd", "/word/document.xml", "http://127.0.0.1:9/x", "word\\document.xml", ""):
        for mode in ("", ' TargetMode="External"'):
            assert outcome(with_part("_rels/.rels", relation.format(target, mode))) == "x\n"
    circle = relation.format("_rels/.rels", "")
    assert isinstance(outcome(with_part("_rels/.rels", circle)), InputError)


def test_damaged_properties_do_not_keep_the_text_back():
    found = extract(wordfile(par("x"), {"docProps/core.xml": "<cp:x"}), FILE)
    assert (found.text, found.warnings) == ("x\n", ("the properties of the document are damaged and left out",))


def test_numbers_without_measure():
    numbers = (
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="99999999999999999999"/><w:lvl w:ilvl="0"><w:start w:val="'
        + "9" * 5000
        + f'"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="{"%1" * 5000}"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    text = outcome(wordfile(par("x", num=(1, 0)) * 3 + par("y", num=(1, 9)), {"numbering": numbers}))
    assert isinstance(text, str)
    assert len(text) < 10_000


def test_a_part_that_ends_early_is_damaged_and_says_where():
    document = unpacked(wordfile(par(run("a")) * 50))["word/document.xml"]
    error = outcome(with_part("word/document.xml", document[: len(document) // 2]))
    assert "damaged (word/document.xml, line 1)" in str(error)
