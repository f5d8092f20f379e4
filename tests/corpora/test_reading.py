"""One way in for every format: detection, the same sentences from each, a folder that mixes them, limits."""

import importlib
import json
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import polars as pl
import pytest

from align.aligner import Aligner
from corpora.catalogue import pair_folder
from corpora.document import Document
from corpora.errors import InputError
from corpora.readers import extract as limits
from corpora.readers.detect import Format, detect_format
from corpora.reading import hard_wrapped, look_at, read_document
from corpora.text.script import is_traditional, matching_texts, simplified
from tests.calls import call
from tests.places import ROOT, SAMPLES

CLEAN = SAMPLES / "clean"
STEMS = sorted({path.name.split(".")[0] for path in CLEAN.glob("*.txt")})


@pytest.fixture(scope="module")
def producers():
    folder = str(ROOT / "benchmarks" / "documents")
    sys.path.insert(0, folder)
    yield importlib.import_module("producers")
    sys.path.remove(folder)


def zipped(**parts):
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"%PDF-1.7\n", "a.txt", "pdf"),
        (b"junk\n%PDF-1.4\n", "a.pdf", "pdf"),
        (zipped(word__document="x"), "a.zip", "docx"),
        (zipped(mimetype="application/vnd.oasis.opendocument.text"), "a.odt", "office"),
        (b"PK\x03\x04broken", "a.docx", "docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.doc", "office"),
        (b"{\\rtf1 x}", "a.doc", "office"),
        (b"\xffWPC....", "a.wpd", "office"),
        (b"<!DOCTYPE html><html>", "a", "html"),
        ("\ufeff<html lang='zh'>".encode(), "a.txt", "html"),
        ("<html>".encode("utf-16"), "a.htm", "html"),
        (b"<p>The Council</p>", "a.htm", "html"),
        (b"<p>The Council</p>", "a.txt", "text"),
        (b"<?xml version='1.0'?><TEI.2>", "a.xml", "tei"),
        (b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'>", "a.xml", "html"),
        ("大会重申".encode("gb18030"), "A_C.3_78_L.22", "text"),
        (b"1 < 2 and 3 > 2", "a.txt", "text"),
    ],
)
def test_the_bytes_say_what_it_is(data, name, expected):
    assert detect_format(data, Path(name)) is Format[expected]


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (b"\x89PNG\r\n", "a.txt", "is an image"),
        (b"PAR1....", "a.txt", "Parquet"),
        (b"\x1f\x8b\x08", "a.txt", "gzip"),
        (zipped(xl__workbook="x"), "a.docx", "Excel"),
        (zipped(ppt__p="x"), "a.docx", "PowerPoint"),
        (zipped(other="x"), "a.zip", "ZIP archive"),
        (b"<?xml version='1.0'?><tmx version='1.4'>", "a.xml", "bitext"),
        (b"\x7fELF", "a", "program"),
    ],
)
def test_what_is_no_document_is_named(data, name, message):
    with pytest.raises(InputError, match=message):
        detect_format(data, Path(name))


@pytest.mark.parametrize("stem", STEMS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_format_gives_the_sentences_of_the_plain_text(tmp_path, producers, stem, language):
    plain = CLEAN / f"{stem}.{language}.txt"
    expected = read_document(plain).document
    structure = producers.structure_of(plain)
    made = {
        ".docx": producers.docx(structure),
        ".html": producers.web_page(structure).encode(),
        ".xml": producers.tei(structure).encode(),
    }
    for suffix, data in made.items():
        path = tmp_path / f"{stem}.{language}{suffix}"
        path.write_bytes(data)
        result = read_document(path)
        assert result.document.texts == expected.texts, suffix
        assert result.document.symbol == expected.symbol
        assert result.document.language == language
        for segment in result.document.segments:
            assert 0 <= segment.start < segment.end <= len(result.text)


@pytest.mark.thorough("whole documents")
def test_a_folder_that_mixes_formats_gives_the_links_of_the_plain_text(tmp_path, producers):
    folder = tmp_path / "in"
    folder.mkdir()
    writers = [
        (".docx", producers.docx, ".html", lambda s: producers.web_page(s).encode()),
        (".xml", lambda s: producers.tei(s).encode(), ".docx", producers.docx),
        (".html", lambda s: producers.web_page(s).encode(), ".xml", lambda s: producers.tei(s).encode()),
    ]
    for stem, (zh_suffix, zh_make, en_suffix, en_make) in zip(STEMS, writers, strict=True):
        for language, suffix, make in (("zh", zh_suffix, zh_make), ("en", en_suffix, en_make)):
            structure = producers.structure_of(CLEAN / f"{stem}.{language}.txt")
            (folder / f"{stem}.{language}{suffix}").write_bytes(make(structure))
    rows = {}
    for name, source in (("plain", CLEAN), ("mixed", folder)):
        out = tmp_path / name
        done = call("run", source, "-o", out, "-q")
        assert done.code == 0, done.err
        lines = (out / "bitext.tsv").read_text("utf-8").splitlines()
        rows[name] = [line.split("\t")[:6] for line in lines]
        told = json.loads((out / "run.json").read_text("utf-8"))
        assert all(document["status"] == "done" for document in told["documents"])
    assert rows["plain"] == rows["mixed"]
    assert {document["zh_format"] for document in told["documents"]} == {"docx", "tei", "html"}


def test_a_bitext_in_a_folder_keeps_its_rows(tmp_path):
    (tmp_path / "in").mkdir()
    row = "大会重申其决议。\tThe General Assembly reaffirms its resolutions."
    (tmp_path / "in" / "A_99_1.tsv").write_text(f"zh\ten\n{row}\n{row}\n", "utf-8")
    done = call("run", tmp_path / "in", "-o", tmp_path / "out", "-q")
    assert done.code == 0, done.err
    lines = (tmp_path / "out" / "bitext.tsv").read_text("utf-8").splitlines()
    assert [line.split("\t")[2] for line in lines[1:]] == ["大会重申其决议。"] * 2


def test_lines_of_a_printed_page_in_a_word_file(tmp_path, producers):
    plain = CLEAN / "A_RES_99_305.en.txt"
    structure = producers.structure_of(plain)
    lines = [line for line in plain.read_text("utf-8").replace("\f", "\n").split("\n")]
    structure.masthead, structure.notes = [], []
    structure.blocks = [producers.Block("body", line) for line in lines]
    path = tmp_path / "A_RES_99_305.en.docx"
    path.write_bytes(producers.docx(structure))
    assert read_document(path).document.texts == read_document(plain).document.texts


def test_real_paragraphs_are_not_taken_for_lines(tmp_path):
    draft = limits.Draft(tmp_path / "x.docx")
    for text in ["Introduction", "The Council met.", "Peace", "It decided to act,", "and so it did,", "Annex"] * 3:
        draft.paragraph(text)
    assert not hard_wrapped(draft.extract("docx").lines)


def test_too_much_text_is_refused_in_one_line(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "MAX_TEXT", 1000)
    monkeypatch.setattr(limits, "MAX_LINES", 20)
    path = tmp_path / "a.en.txt"
    path.write_text("The Council met. " * 100, "utf-8")
    with pytest.raises(InputError, match="characters of text"):
        read_document(path)
    path.write_text("The Council\n" * 50, "utf-8")
    with pytest.raises(InputError, match="20 lines of text"):
        read_document(path)


def test_pages_are_counted_where_there_are_any(tmp_path):
    path = tmp_path / "a.en.txt"
    path.write_text("The Council met in March and decided.\n\fIt met again in April and decided.\n", "utf-8")
    assert [s.page for s in read_document(path).document.segments] == [1, 2]
    path.write_text("The Council met in March and decided.\n", "utf-8")
    assert [s.page for s in read_document(path).document.segments] == [0]


def test_documents_survive_a_table():
    document = Document.from_sentences(["大会，", "重申"], "zh", "A/1")
    frame = document.to_frame()
    assert frame.select("position", "paragraph").rows() == [(1, 1), (2, 2)]
    assert Document.from_frame(frame) == document
    before = frame.with_columns(pl.col("position", "paragraph") - 1)  # as version 0.1 counted
    assert Document.from_frame(before) == document
    assert Document.from_frame(frame.clear()).segments == ()


def test_traditional_text_is_matched_as_simplified_and_kept(tmp_path):
    zh = ["大會重申其各項決議。", "秘書長提出報告。", "委員會決定休會。"]
    en = [
        "The Assembly reaffirms its resolutions.",
        "The Secretary-General reports.",
        "The Committee decides to adjourn.",
    ]
    assert is_traditional(zh)
    assert list(matching_texts(zh)) == [simplified(text) for text in zh]
    bitext = Aligner().align(zh, en)
    assert bitext.links == Aligner().align([simplified(text) for text in zh], en).links
    assert [pair.zh for pair in bitext.pairs()] == zh
    mixed = ["大会重申其决议，见《聯合國憲章》。" + "秘书长提出报告。" * 20]
    assert matching_texts(mixed) == mixed


NOTICES = [
    "The document that you asked for does not exist in the Archive of Documents (AOD).\nPlease write to us.\n",
    "There is no document matching your request.\n",
    "您查找的文件不存在。\n请与我们联系。\n",
]


@pytest.mark.parametrize("text", NOTICES)
def test_the_page_of_a_site_is_no_document(tmp_path, text):
    path = tmp_path / "A_99_7.en.txt"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match=r"A_99_7\.en\.txt: the site says that this document does not exist"):
        read_document(path)
    assert look_at(path) == ("missing", "")
    catalogue = pair_folder(tmp_path)
    assert not catalogue.entries
    assert [problem.path for problem in catalogue.problems] == [path]


def test_a_document_that_speaks_of_another_is_one(tmp_path):
    path = tmp_path / "A_99_7.en.txt"
    path.write_text(
        "The council met in May.\n"
        + "It examined the bridge and the ferry of the town. " * 30
        + "\nThe file does not exist.\n",
        "utf-8",
    )
    assert read_document(path).document.texts[0] == "The council met in May."
    assert look_at(path) == ("", "en")


def test_the_same_bytes_under_two_symbols_are_named(tmp_path):
    for symbol in ("A_99_7", "A_99_8"):
        (tmp_path / f"{symbol}.en.txt").write_text("The council met in the town in May.\n", "utf-8")
        (tmp_path / f"{symbol}.zh.txt").write_text(f"理事会五月在镇上开会，文件是{symbol[-1]}。\n", "utf-8")
    notes = [note for entry in pair_folder(tmp_path).entries for note in entry.notes]
    assert notes == ["A_99_8.en.txt has the same bytes as A_99_7.en.txt"]
