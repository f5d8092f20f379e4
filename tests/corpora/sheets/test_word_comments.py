"""Comments in a Word file stand at the words that they speak of, and nothing else of the file changes."""

import shutil
import subprocess
import zipfile
from datetime import UTC, datetime
from io import BytesIO

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from corpora.errors import InputError
from corpora.reading import read_document
from corpora.sheets import WordComment, with_word_comments

WHEN = datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def made(path):
    """A document with runs, a list, a table, a link of two looks, and a comment of its own."""
    document = docx.Document()
    first = document.add_paragraph("The lake was ")
    first.add_run("deep").bold = True
    own = first.add_run(" in 12 places. It was cold.")
    document.add_comment(own, "mine", "Mei", "M")
    document.add_paragraph("Boats were counted..", style="List Number")
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "It was cold."
    table.cell(0, 1).text = "Nine\tharbours"
    document.add_paragraph("It was cold.")
    document.save(path)
    return path


ROWS = [
    "The lake was deep in 12 places.",
    "It was cold.",
    "1. Boats were counted..",
    "It was cold.",
    "Nine harbours",
    "It was cold.",
]


def anchors(data):
    """What each comment is put at, and what it says."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
        notes = etree.fromstring(archive.read("word/comments.xml"))
    said = {note.get(f"{W}id"): "\n".join("".join(p.itertext()) for p in note.iter(f"{W}p")) for note in notes}
    found, open_ = {}, {}
    for element in body.iter():
        if element.tag == f"{W}commentRangeStart":
            open_[element.get(f"{W}id")] = []
        elif element.tag == f"{W}commentRangeEnd":
            found[element.get(f"{W}id")] = "".join(open_.pop(element.get(f"{W}id")))
        elif element.tag in (f"{W}t", f"{W}tab"):
            for texts in open_.values():
                texts.append(element.text or "\t")
    assert not open_
    assert {one.get(f"{W}id") for one in body.iter(f"{W}commentReference")} == set(said)
    return [(found[id], said[id]) for id in said]


def texts(data):
    """The paragraphs of a document, those of tables too, with the look of each character."""
    document = docx.Document(BytesIO(data))
    paragraphs = [*document.paragraphs, *(p for t in document.tables for c in t._cells for p in c.paragraphs)]
    return [[(character, run.bold) for run in p.runs for character in run.text] for p in paragraphs]


def test_comments_stand_at_their_words(tmp_path):
    source = made(tmp_path / "a.docx")
    comments = [
        WordComment(0, [(9, 17), (21, 23)], "N101 the number differs\nsuggested: 13"),
        WordComment(1, [], "S101"),
        WordComment(2, [(21, 23)], "P106"),
        WordComment(2, [(0, 2)], "A111"),
        WordComment(3, [(0, 2)], "in the cell"),
        WordComment(4, [(0, 13)], "over a tab"),
        WordComment(5, [(3, 6)], "at the end"),
    ]
    done = with_word_comments(source, ROWS, comments, WHEN)
    assert (done.placed, done.left) == (8, [])
    assert anchors(done.data) == [
        (" in 12 places. It was cold.", "mine"),
        ("was deep", "N101 the number differs\nsuggested: 13"),
        ("12", "N101 the number differs\nsuggested: 13"),
        ("It was cold.", "S101"),
        ("Boats were counted", "A111"),
        ("..", "P106"),
        ("It", "in the cell"),
        ("Nine\tharbours", "over a tab"),
        ("was", "at the end"),
    ]
    assert texts(done.data) == texts(source.read_bytes())
    assert [row for row in read_document(source).document.segments] == [
        row for row in read_document(_saved(tmp_path, done.data)).document.segments
    ]
    written = docx.Document(BytesIO(done.data))
    assert {(one.author, one.initials) for one in written.comments} == {("Mei", "M"), ("duizhao", "du")}


def _saved(folder, data):
    (folder / "commented.docx").write_bytes(data)
    return folder / "commented.docx"


def test_other_parts_stay_byte_by_byte(tmp_path):
    source = tmp_path / "a.docx"
    docx.Document().save(source)
    document = docx.Document(source)
    document.add_paragraph("A lake.")
    document.save(source)
    done = with_word_comments(source, ["A lake."], [WordComment(0, [(2, 6)], "x & <y>")], WHEN)
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(BytesIO(done.data)) as after:
        changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
        added = {*after.namelist()} - {*before.namelist()}
    expected = {"[Content_Types].xml", "word/document.xml", "word/_rels/document.xml.rels"}
    assert changed | added <= {*expected, "word/comments.xml"}
    assert [one.text for one in docx.Document(BytesIO(done.data)).comments] == ["x & <y>"]
    assert anchors(done.data) == [("lake", "x & <y>")]


def test_what_is_not_in_the_text_is_left(tmp_path):
    source = made(tmp_path / "a.docx")
    lost = [WordComment(1, [], "x"), WordComment(9, [], "y")]
    done = with_word_comments(
        source, ["The lake was deep in 12 places.", "A note about rivers and harbours."], lost, WHEN
    )
    assert (done.placed, done.left) == (0, lost)
    assert texts(done.data) == texts(source.read_bytes())


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04"])
def test_what_is_no_word_file_is_refused(tmp_path, content):
    (tmp_path / "a.docx").write_bytes(content)
    with pytest.raises(InputError):
        with_word_comments(tmp_path / "a.docx", [], [], WHEN)


LETTERS = st.text("ab湖水1. ,", min_size=1, max_size=12)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(LETTERS, min_size=1, max_size=3), min_size=1, max_size=4), st.data())
def test_any_span_of_any_runs(tmp_path_factory, paragraphs, data):
    """Whatever the runs and the spans: the text stays, every end has its beginning."""
    source = tmp_path_factory.mktemp("docx") / "a.docx"
    document = docx.Document()
    for runs in paragraphs:
        paragraph = document.add_paragraph()
        for run in runs:
            paragraph.add_run(run)
    document.save(source)
    rows = ["".join(runs) for runs in paragraphs]
    comments = []
    for number, row in enumerate(rows):
        for _ in range(data.draw(st.integers(0, 3))):
            start = data.draw(st.integers(0, len(row) - 1))
            comments.append(WordComment(number, [(start, data.draw(st.integers(start + 1, len(row))))], "x"))
    done = with_word_comments(source, rows, comments, WHEN)
    assert done.placed + len(done.left) == len(comments)
    assert len(anchors(done.data) if comments and done.placed else []) == done.placed
    assert texts(done.data) == texts(source.read_bytes())


@pytest.mark.slow("LibreOffice")
def test_libreoffice_shows_the_comments_at_their_places(tmp_path):
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    comments = [WordComment(0, [(13, 17)], "T101 deep"), WordComment(5, [(7, 11)], "A109 cold")]
    path = _saved(tmp_path, with_word_comments(made(tmp_path / "a.docx"), ROWS, comments, WHEN).data)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        [office, profile, "--headless", "--convert-to", "fodt", "--outdir", tmp_path, path], check=True, timeout=300
    )
    written = (tmp_path / "commented.fodt").read_text("utf-8")
    assert written.count("<office:annotation ") == 3
    assert written.count("<office:annotation-end ") == 3
    for words, text in (("deep", "T101 deep"), ("cold", "A109 cold")):
        before, _mark, after = written.partition(text)
        assert before.rstrip().endswith(">")
        assert words in after[:600]
