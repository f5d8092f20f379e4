"""Word files: where each sentence stands in the file, cells by row and column, tracked changes undone or refused."""

import io
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from corpora.changes import Changes
from corpora.errors import InputError
from corpora.readers.docx.read import extract
from corpora.reading import read_document, word_places
from tests.corpora.readers.build_docx import level, numbering, par, rich_docx, run, table, text_box, wordfile

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
AUTHOR = 'w:id="1" w:author="Editor" w:date="2044-09-01T00:00:00Z"'
ONES = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}sym": "?"}


def read(tmp_path, data, changes=Changes.accepted):
    path = tmp_path / "A_99_1.en.docx"
    path.write_bytes(data)
    return read_document(path, changes=changes)


def letters(node):
    """The characters of a run, as the places count them."""
    found = ""
    for child in node:
        found += child.text or "" if child.tag in (f"{W}t", f"{W}delText") else ONES.get(child.tag, "")
    return found


def at_places(data, result):
    """First and last character of each sentence, taken from the file by its place."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        roots = {}
        for place in word_places(result):
            if place is None:
                yield None
                continue
            if place.part not in roots:
                root = etree.fromstring(package.read(place.part))
                roots[place.part] = list(root.iter(f"{W}p")), list(root.iter(f"{W}r"))
            paragraphs, runs = roots[place.part]
            for paragraph, number, _ in (place.first, place.last):
                assert paragraphs[paragraph] in runs[number].iterancestors()
            yield "".join(letters(runs[number])[offset] for _, number, offset in (place.first, place.last))


def test_each_sentence_knows_its_runs(tmp_path):
    gone = f"<w:del {AUTHOR}><w:r><w:delText>not so</w:delText></w:r></w:del>"
    box = text_box(par("In the box. There are two."))
    body = (
        par("The mill stands. " + "It is old.")
        + par(run("One ") + gone + run("bridge\tis ") + run("new. Another", "<w:b/>") + run(" one is not."))
        + par(run("The lake is deep.") + box)
        + table([[par("A cell. Two sentences."), par("7")]])
        + par(f"<w:del {AUTHOR}>{par('a paragraph in a deletion')}</w:del>{run('The last one.')}")
    )
    data = wordfile(body)
    result = read(tmp_path, data)
    wanted = [text[0] + text[-1] for text in result.document.texts]
    assert list(at_places(data, result)) == wanted
    places = word_places(result)
    assert [place.first[0] for place in places[:2]] == [0, 0]
    assert places[0].last == (0, 0, 15)
    assert places[1].first == (0, 0, 17)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_places_in_a_rich_file(tmp_path, language):
    data = rich_docx(language)
    path = tmp_path / f"A_99_1.{language}.docx"
    path.write_bytes(data)
    result = read_document(path)
    found = list(at_places(data, result))
    assert sum(place is None for place in found) < 0.1 * len(found)
    texts = [text for text, place in zip(result.document.texts, found, strict=True) if place]
    ends = [place for place in found if place]
    # an automatic number stands before the first typed letter
    assert sum(place[1] == text[-1] for place, text in zip(ends, texts, strict=True)) == len(ends)
    assert all(place[0] in text for place, text in zip(ends, texts, strict=True))


def test_automatic_numbers_have_no_place(tmp_path):
    parts = {"numbering": numbering({0: level(0, "decimal", "%1.")}, {1: 0})}
    result = read(tmp_path, wordfile(par("The harbour is open.", num=(1, 0)), parts))
    assert result.document.texts == ["1. The harbour is open."]
    assert word_places(result)[0].first == (0, 0, 0)


def test_other_formats_have_no_places(tmp_path):
    path = tmp_path / "A_99_1.en.txt"
    path.write_text("The mill stands. It is old.\n", encoding="utf-8")
    assert word_places(read_document(path)) == [None, None]


def places(result):
    return [(segment.row, segment.column, segment.text) for segment in result.document.segments]


def test_cells_have_row_and_column(tmp_path):
    wide = '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>'
    down, goes_on = '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>', "<w:tcPr><w:vMerge/></w:tcPr>"
    inner = table([[par("a"), par("b")]])
    rows = [
        [wide + par("Both"), par("Third")],
        [down + par("Down"), par("2"), par("3")],
        [goes_on + par(""), par("5"), par("6") + inner + par("")],
    ]
    second = table([[par("x")], [par("y")]])
    result = read(tmp_path, wordfile(par("Before the table.") + table(rows) + par("Between the two.") + second))
    assert places(result) == [
        (0, 0, "Before the table."),
        (1, 1, "Both"),
        (1, 3, "Third"),
        (2, 1, "Down"),
        (2, 2, "2"),
        (2, 3, "3"),
        (3, 2, "5"),
        (3, 3, "6"),
        (1, 1, "a"),
        (1, 2, "b"),
        (0, 0, "Between the two."),
        (1, 1, "x"),
        (2, 1, "y"),
    ]
    frame = result.document.to_frame()
    assert frame["column"].to_list()[:4] == [0, 1, 3, 1]
    assert type(result.document).from_frame(frame, result.document.source) == result.document


def changed():
    new = f"<w:ins {AUTHOR}>{run('new')}</w:ins>"
    old = f"<w:del {AUTHOR}><w:r><w:delText>old</w:delText></w:r></w:del>"
    moved = f"<w:moveFrom {AUTHOR}>{run(' there')}</w:moveFrom><w:moveTo {AUTHOR}>{run(' here')}</w:moveTo>"
    both = f"<w:ins {AUTHOR}><w:del {AUTHOR}><w:r><w:delText>never</w:delText></w:r></w:del></w:ins>"
    split = f"<w:rPr><w:ins {AUTHOR}/></w:rPr>"
    row = f'<w:tr><w:trPr><w:{{}} {AUTHOR}/></w:trPr><w:tc><w:p><w:r><w:t xml:space="preserve">{{}}'
    plain = '<w:tr><w:tc><w:p><w:r><w:t xml:space="preserve">{}'
    rows = table([[par("one")], [par("added")], [par("cut")], [par("two")]])
    rows = rows.replace(plain.format("added"), row.format("ins", "added"))
    rows = rows.replace(plain.format("cut"), row.format("del", "cut"))
    return wordfile(
        par(run("The ") + new + old + run(" bridge stands") + moved + both + run("."))
        + par(run("It was built "), properties=split)
        + par(run("in the spring."))
        + rows
    )


def test_changes_as_accepted_and_as_the_original(tmp_path):
    accepted = read(tmp_path, changed())
    assert places(accepted) == [
        (0, 0, "The new bridge stands here."),
        (0, 0, "It was built"),
        (0, 0, "in the spring."),
        (1, 1, "one"),
        (2, 1, "added"),
        (3, 1, "two"),
    ]
    original = read(tmp_path, changed(), Changes.original)
    assert places(original) == [
        (0, 0, "The old bridge stands there."),
        (0, 0, "It was built in the spring."),
        (1, 1, "one"),
        (2, 1, "cut"),
        (3, 1, "two"),
    ]
    assert "taken as accepted (" in accepted.warnings[0]
    assert "undone: this is the original (" in original.warnings[0]
    assert list(at_places(changed(), original)) == [text[0] + text[-1] for text in original.document.texts]


def test_changes_refused(tmp_path):
    with pytest.raises(InputError, match=r"holds tracked changes \(\d+\)") as caught:
        read(tmp_path, changed(), Changes.refused)
    assert "\n" not in str(caught.value)
    assert read(tmp_path, wordfile(par("The mill stands.")), Changes.refused).document.texts == ["The mill stands."]


def test_changes_in_notes_count(tmp_path):
    new = f"<w:ins {AUTHOR}>{run('the ')}</w:ins>"
    note = f'<w:footnote w:id="2">{par(run("See ") + new + run("map."))}</w:footnote>'
    body = par(run("The mill stands.") + '<w:r><w:footnoteReference w:id="2"/></w:r>')
    data = wordfile(body, {"footnotes": note})
    assert extract(data, Path("a.docx"), Changes.original).text.split("\n")[1].endswith("See map.")
    with pytest.raises(InputError, match="tracked changes"):
        extract(data, Path("a.docx"), Changes.refused)
