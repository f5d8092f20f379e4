"""PDF: reading order, paragraphs over lines, columns and pages, notes, furniture, tables, bad files."""

import contextlib
import json
import re
import subprocess
import zlib
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.errors import InputError
from corpora.readers.pdf import pages as pdf_pages
from corpora.readers.pdf.flow import lay_out
from corpora.readers.pdf.letters import RADICALS, clean
from corpora.readers.pdf.pieces import Page, Piece
from corpora.readers.pdf.read import extract, extract_head
from corpora.readers.pdf.rows import Row
from corpora.readers.pdf.tables import Strip, table_rows
from corpora.reading import read_document
from corpora.repair.document import repair
from corpora.text.sentences import split_sentences
from tests.corpora.readers.pdf import build_pdf
from tests.corpora.readers.pdf.build_pdf import FILES, Sheet, make_pdf
from tests.places import needs_browser

pytestmark = pytest.mark.thorough("whole pages of PDF, drawn and read again")
PATH = Path("x.pdf")
WORDS = [
    "The",
    "Committee",
    "notes",
    "that",
    "the",
    "situation",
    "has",
    "improved",
    "and",
    "that",
    "the",
    "parties",
    "have",
    "gone",
    "on",
    "talking",
    "to",
    "each",
    "other",
    "which",
    "nobody",
    "had",
    "thought",
    "possible",
    "in",
    "the",
    "spring",
    "of",
    "the",
    "year",
    "when",
    "the",
    "talks",
    "had",
    "been",
    "broken",
    "off",
    "by",
    "both",
    "sides",
    "and",
    "when",
    "the",
    "observers",
    "had",
    "been",
    "asked",
    "to",
    "leave",
    "the",
    "town",
    "of",
    "Karsk",
    "within",
    "three",
    "days",
    "of",
    "the",
    "first",
    "meeting",
]


def wrap(words, width):
    lines, line = [], ""
    for word in words:
        if len(line) + len(word) + 1 > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line]


def read(*sheets):
    return extract(make_pdf(sheets), PATH)


def texts(*sheets):
    """Paragraphs after repair."""
    found = read(*sheets)
    return [p.text for p in repair(found.text, found.lines, found.marks).paragraphs]


def marks(found):
    return [(found.text[mark.start : mark.end], mark.reason) for mark in found.marks]


def expected_sentences(report, language):
    return [
        text[start:end]
        for _, text in build_pdf.expected(report, language)
        for start, end in split_sentences(text, language)
    ]


# --- real producers ------------------------------------------------------------------------------------------------

SAMPLES = sorted(FILES.glob("report.*.pdf"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_sentences_of_real_pdfs(path):
    language = path.stem.rpartition(".")[2]
    result = read_document(path)
    assert result.document.texts == expected_sentences(build_pdf.short_report(), language)
    assert result.document.language == language
    assert result.document.symbol == "A/99/731–S/2044/612"
    assert result.warnings == ()
    kinds = Counter(segment.kind for segment in result.document.segments)
    assert kinds["cell"] == 16
    assert kinds["list"] == 2
    assert kinds["annex"] == 1
    assert kinds["footnote"] >= 1
    pages = [segment.page for segment in result.document.segments if segment.kind != "footnote"]
    assert pages == sorted(pages)
    assert pages[-1] >= 2


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_offsets_are_exact(path):
    check_offsets(extract(path.read_bytes(), path))


def check_offsets(found):
    end = 0
    for line in found.lines:
        assert found.text[line.start : line.end] == line.text
        assert line.start >= end
        end = line.end
    for mark in found.marks:
        assert any(line.start <= mark.start < mark.end <= line.end for line in found.lines)
    assert [line.page_break for line in found.lines].count(True) == found.text.count("\f")


def test_head_reads_two_pages():
    path = FILES / "report.libreoffice.en.pdf"
    head = extract_head(path.read_bytes(), path)
    assert head.text.count("\f") == 1
    assert head.lines[0].text == "United Nations"


@pytest.mark.slow("prints with a browser")
@needs_browser
def test_chinese_by_chromium(tmp_path):
    report = build_pdf.short_report()
    page = tmp_path / "report.html"
    page.write_text(build_pdf.html(report, "zh", size=13), encoding="utf-8")
    target = tmp_path / "report.zh.pdf"
    try:
        build_pdf.chromium(page, target)
    except (subprocess.SubprocessError, OSError):
        pytest.skip("Chromium does not print here")
    assert read_document(target).document.texts == expected_sentences(report, "zh")


# --- order ---------------------------------------------------------------------------------------------------------


def test_masthead_left_column_first():
    sheet = Sheet().text(60, 60, "United Nations").text(350, 60, "A/99/5")
    sheet.text(60, 90, "General Assembly", 20, "bold").rule(60, 68, 530).rule(60, 125, 530)
    sheet.lines(350, 80, ["Distr.: General", "3 May 2044", "", "Original: English"])
    sheet.text(60, 140, "Ninety-ninth session").text(60, 152, "Agenda item 5")
    sheet.lines(100, 190, wrap(WORDS, 80))
    found = read(sheet)
    assert [line.text for line in found.lines[:8]] == [
        "United Nations",
        "A/99/5",
        "General Assembly",
        "Distr.: General",
        "3 May 2044",
        "Original: English",
        "Ninety-ninth session",
        "Agenda item 5",
    ]
    assert len({line.block for line in found.lines[:8]}) == 8
    assert texts(sheet) == [" ".join(WORDS)]


def test_two_columns_of_prose():
    left, right = wrap(WORDS, 40)[:4], wrap(WORDS, 40)[4:]
    sheet = Sheet().text(60, 60, "Report of the Committee on the talks between the parties to the agreement of 2041.")
    sheet.lines(60, 90, left)
    sheet.lines(310, 93, right)  # its lines stand a little lower
    assert texts(sheet)[1] == " ".join(WORDS)


def test_columns_with_full_width_heading_between():
    sheet = Sheet()
    sheet.lines(60, 60, ["Alpha one text of the", "left column ends.", "More of it is here."])
    sheet.lines(310, 60, ["Beta two text of the", "right column ends.", "More of this too."])
    sheet.text(60, 120, "A heading that runs over both columns of the page and so parts it", 12, "bold")
    sheet.lines(60, 150, ["Gamma three text of", "the left column.", "And more of that."])
    sheet.lines(310, 150, ["Delta four text of", "the right column.", "And more at last."])
    order = " ".join(line.text for line in read(sheet).lines)
    places = [order.index(word) for word in ("Alpha", "Beta", "heading", "Gamma", "Delta")]
    assert places == sorted(places)


def test_hanging_numbers_are_no_column():
    sheet = Sheet()
    lines = wrap(WORDS[:30], 70)
    for number in (1, 2, 3):
        y = 60 + 12 * len(lines) * (number - 1)
        sheet.text(60, y, f"{number}.").lines(90, y, lines)
    assert texts(sheet) == [f"{n}. {' '.join(WORDS[:30])}" for n in (1, 2, 3)]


def test_page_turned_by_its_text():
    sheet = Sheet()
    for k, line in enumerate(wrap(WORDS, 60)):
        sheet.text(100 + 12 * k, 700, line, matrix="0 1 -1 0")
    assert texts(sheet) == [" ".join(WORDS)]


# --- paragraphs ----------------------------------------------------------------------------------------------------


def test_indented_paragraphs_without_gaps():
    sheet = Sheet()
    first, *rest = wrap(WORDS, 80)
    for k in range(3):
        y = 60 + 12 * (len(rest) + 1) * k
        sheet.text(80, y, first).lines(60, y + 12, [*rest[:-1], rest[-1] + "."])
    assert texts(sheet) == [" ".join(WORDS) + "."] * 3


def test_sentence_over_a_page_edge():
    lines = wrap(WORDS * 3, 90)
    sheets = [Sheet(), Sheet()]
    for number, sheet in enumerate(sheets, 1):
        sheet.text(60, 40, "A/99/5", 9).text(500, 800, f"{number}/2", 9)
        sheet.lines(60, 100, lines[:7] if number == 1 else lines[7:])
    found = read(*sheets)
    assert marks(found).count(("A/99/5", "running head")) == 2
    assert ("2/2", "page number") in marks(found)
    assert texts(*sheets) == [" ".join(WORDS * 3)]


def test_new_paragraph_on_a_new_page():
    sheets = [Sheet(), Sheet()]
    sheets[0].lines(60, 100, [*wrap(["1.", *WORDS], 80)[:-1], "within three days."])
    sheets[1].lines(60, 100, wrap(["2.", *WORDS], 80))
    assert [text[:2] for text in texts(*sheets)] == ["1.", "2."]


def test_running_title_of_the_body_stays_once():
    sheets = [Sheet() for _ in range(4)]
    for number, sheet in enumerate(sheets):
        sheet.text(200, 40, "Peace on the lower Oreth", 9).text(300, 800, str(number + 7), 9)
        sheet.lines(60, 100, wrap(WORDS, 80)[: 2 + number])
    found = read(*sheets)
    assert marks(found).count(("Peace on the lower Oreth", "running head")) == 4
    assert [text for text, reason in marks(found) if reason == "page number"] == ["7", "8", "9", "10"]


def test_rows_of_a_table_are_no_running_head():
    sheets = [Sheet() for _ in range(3)]
    for number, sheet in enumerate(sheets):
        for row in range(12):
            cells = ("Yes" if row in (0, 11) else f"State {number} {row}", str(17 * number + row), "paid")
            for column, text in enumerate(cells):
                sheet.text(60 + 150 * column, 100 + 14 * row, text)
    found = read(*sheets)
    assert found.marks == ()
    assert [line.text for line in found.lines].count("Yes") == 6


def test_hyphens_at_line_ends():
    lines = ["The representa-", "tives of the long-", "term bodies and the repre-", "sentatives of others met."]
    assert texts(Sheet().lines(60, 60, lines)) == [
        "The representatives of the long-term bodies and the representatives of others met."
    ]


def test_headings_by_their_font():
    sheet = Sheet().text(60, 60, "I. Introduction", 10, "bold")
    sheet.lines(60, 80, wrap(WORDS, 80)).text(60, 200, "A larger line", 14)
    kinds = {line.text: line.kind for line in read(sheet).lines}
    assert kinds["I. Introduction"] == "heading"
    assert kinds["A larger line"] == "heading"
    assert Counter(kinds.values())[None] == len(wrap(WORDS, 80))


# --- letters -------------------------------------------------------------------------------------------------------


def test_chinese_lines_join_without_spaces():
    lines = [
        "本报告根据大会第98/214号决议第11段和安全理事会决议提交，在这些",
        "决议中，请秘书长每六个月就商定线沿线的局势提出报告。",
    ]
    assert texts(Sheet().lines(60, 60, lines)) == ["".join(lines)]


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["大会于2044年3月19日举行了第98次会议，会议审议了2044", "年的报告。"], "审议了2044年的报告。"),
        (["大会于 2044 年 3 月 19 日举行了第 98 次会议，审议了 2044", "年的报告。"], "审议了 2044 年的报告。"),
    ],
)
def test_spaces_between_scripts_follow_the_text(lines, text):
    assert texts(Sheet().lines(60, 60, lines))[0].endswith(text)


def test_ordinary_characters():
    assert clean("⼤会⻓⻛ o\ufb03ce ︵一︶") == "大会长风 office （一）"
    assert clean("Ａ４，１．") == "Ａ４，１．"
    assert all("\u4e00" <= han <= "\u9fff" or han == "㔾" for han in RADICALS.values())
    assert texts(Sheet().text(60, 60, "⼤会第⼆次会议")) == ["大会第二次会议"]


def test_letter_spaced_title():
    assert texts(Sheet().text(60, 60, "联合国", spacing=8))[0] in ("联合国", "联 合 国")
    assert texts(Sheet().text(60, 60, "Decides", spacing=3)) == ["Decides"]


def test_superscripts():
    sheet = Sheet().parts(
        60,
        60,
        [
            ("An area of 12 km", 10, 0),
            ("2", 6, 3.5),
            (" and 10", 10, 0),
            ("6", 6, 3.5),
            (" units, the 1", 10, 0),
            ("st", 6, 3.5),
            (" of May, were damaged.", 10, 0),
            ("1", 6, 3.5),
            (" CO", 10, 0),
            ("2", 6, -2),
            (" is a gas", 10, 0),
            ("**", 6, 3.5),
        ],
    )
    sheet.rule(60, 700, 160).parts(64, 711, [("1", 5, 3), (" See A/98/3.", 8, 0)])
    found = read(sheet)
    assert marks(found) == [("1", "footnote mark"), ("**", "footnote mark"), ("1 ", "footnote number")]
    assert texts(sheet) == [
        "An area of 12 km2 and 106 units, the 1st of May, were damaged. CO2 is a gas",
        "See A/98/3.",
    ]


def test_double_strike_is_read_once():
    sheet = Sheet().text(60, 60, "Bold by double strike").text(60.4, 60, "Bold by double strike")
    assert texts(sheet) == ["Bold by double strike"]


def test_turned_text_is_left_out_and_told():
    sheet = Sheet().lines(60, 60, wrap(WORDS, 80))
    sheet.text(30, 400, "Stamp", matrix="0 1 -1 0").text(200, 400, "DRAFT", 60, matrix="0.7 0.7 -0.7 0.7")
    found = read(sheet)
    assert found.warnings == ("10 letters of turned text left out on page 1",)
    assert "DRAFT" not in found.text


def test_invisible_text_is_text():
    sheet = Sheet().image(0, 842, 595, 842).text(60, 60, "Text of a scan after OCR.", mode=3)
    assert texts(sheet) == ["Text of a scan after OCR."]


# --- notes ---------------------------------------------------------------------------------------------------------


def test_note_over_two_pages():
    first, second = Sheet(), Sheet()
    lines = wrap(WORDS * 3, 90)
    first.lines(60, 100, lines[:6])
    first.rule(60, 700, 160).parts(
        64, 711, [("1", 5, 3), (" See the report of the Committee on its first session,", 8, 0)]
    )
    second.lines(60, 100, lines[6:])
    second.rule(60, 700, 160).text(64, 711, "and the annex to it.", 8).parts(64, 722, [("2", 5, 3), (" Second.", 8, 0)])
    assert texts(first, second) == [
        " ".join(WORDS * 3),
        "See the report of the Committee on its first session, and the annex to it.",
        "Second.",
    ]


def test_note_under_underscores():
    sheet = Sheet()
    sheet.lines(60, 60, [*wrap(WORDS, 80)[:-1], "of the first meeting.1"])
    sheet.text(60, 600, "_" * 18).lines(60, 615, ["1 See A/98/3, para. 4, and the", "annex to it."], 8)
    found = read(sheet)
    assert ("_" * 18, "footnote rule") in marks(found)
    assert [line.text for line in found.lines if line.kind == "footnote"] == [
        "1 See A/98/3, para. 4, and the",
        "annex to it.",
    ]


def test_border_of_a_table_is_no_footnote_rule():
    sheet = Sheet()
    for y in (100, 120, 140):
        sheet.rule(60, y, 260)
    for x in (60, 160, 260):
        sheet.rule(x, 100, x, 140)
    for row, cells in enumerate((("State", "Paid"), ("Taranvia", "12"))):
        for column, text in enumerate(cells):
            sheet.text(65 + 100 * column, 114 + 20 * row, text)
    sheet.text(60, 170, "9 States have not paid.")
    assert [(line.text, line.kind) for line in read(sheet).lines] == [
        ("State", "cell"),
        ("Paid", "cell"),
        ("Taranvia", "cell"),
        ("12", "cell"),
        ("9 States have not paid.", None),
    ]


# --- tables --------------------------------------------------------------------------------------------------------


def test_table_without_lines():
    sheet = Sheet().text(60, 60, "Table 1: contributions of States in 2044, in thousands of dollars of the time")
    rows = (
        ("State", "Paid", "Owed"),
        ("Moredia and", "4 000", "17"),
        ("its islands", "", ""),
        ("Total", "5 200", "20"),
    )
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            if text:
                sheet.text(60 + 100 * column, 90 + 14 * row, text)
    assert texts(sheet)[1:] == [
        "State",
        "Paid",
        "Owed",
        "Moredia and its islands",
        "4 000",
        "17",
        "Total",
        "5 200",
        "20",
    ]


def test_merged_cells():
    sheet = Sheet()
    for y in (100, 140):
        sheet.rule(60, y, 360)
    sheet.rule(160, 120, 360)
    for x in (60, 160, 360):
        sheet.rule(x, 100, x, 140)
    sheet.rule(260, 120, 260, 140)
    sheet.text(65, 125, "tall").text(200, 114, "wide").text(165, 134, "one").text(265, 134, "two")
    assert [(line.text, line.kind) for line in read(sheet).lines] == [
        ("tall", "cell"),
        ("wide", "cell"),
        ("one", "cell"),
        ("two", "cell"),
    ]


# --- bad files -----------------------------------------------------------------------------------------------------


def scan():
    return Sheet().image(0, 842, 595, 842)


GOOD = make_pdf([Sheet().text(60, 60, "Hello there, this is text.")])
BAD = {
    "no PDF": (b"%PDF-1.7 hello", "cannot be read as a PDF (it is no PDF, or damaged)"),
    "cut off": (GOOD[: len(GOOD) // 2], "cannot be read as a PDF (it is no PDF, or damaged)"),
    "no pages": (make_pdf([]), "is a PDF without pages"),
    "scan": (make_pdf([scan()]), "is a scan without text; run OCR first, for example ocrmypdf --language chi_sim+eng"),
    "scan with a stamp": (make_pdf([scan().text(500, 20, "A/99/5")] * 2), "is a scan without text"),
    "outlines": (make_pdf([Sheet().rule(0, 10, 300)]), "has no text; its letters may be drawn as outlines"),
    "many pages": (make_pdf([Sheet()] * 5001), "has 5,001 pages, more than 5,000; split it"),
    "encrypted": ((FILES / "encrypted.pdf").read_bytes(), "is encrypted with a password; take the password off"),
}


@pytest.mark.parametrize("name", sorted(BAD))
def test_bad_file_is_one_line(name):
    data, message = BAD[name]
    with pytest.raises(InputError) as error:
        extract(data, PATH)
    assert str(error.value).startswith(f"x.pdf: {message}")
    assert "\n" not in str(error.value)


def test_partly_scanned():
    found = read(scan(), Sheet().lines(60, 60, wrap(WORDS, 80)), scan())
    assert found.warnings == ("page 1, 3 is a scan without text",)
    assert [line.page_break for line in found.lines].count(True) == 2


def raw_pdf(content, objects=()):
    """A PDF whose content stream and further objects (from number 5 on) are given as they are."""
    start = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</XObject<</F0 5 0 R>>>>/Contents 4 0 R>>",
        content,
    ]
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate([*start, *objects], 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    at = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1) + b"".join(b"%010d 00000 n \n" % p for p in places)
    return bytes(out) + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(places) + 1, at)


def stream(body, entries=b""):
    return b"<<%s/Length %d>>stream\n" % (entries, len(body)) + body + b"\nendstream"


@pytest.mark.thorough("large hostile input")
def test_stream_that_unpacks_to_a_gigabyte():
    packer = zlib.compressobj(9)
    head = packer.compress(bytes(10_000_000)) + packer.flush(zlib.Z_FULL_FLUSH)
    part = packer.compress(bytes(10_000_000)) + packer.flush(zlib.Z_FULL_FLUSH)
    body = head + 99 * part + packer.flush()  # after a full flush each part stands by itself
    with pytest.raises(InputError, match="page 1 needs more than 600 MB of memory"):
        extract(raw_pdf(stream(body, b"/Filter/FlateDecode")), PATH)


@pytest.mark.thorough("large hostile input")
def test_forms_in_forms_without_end(monkeypatch):
    monkeypatch.setattr(pdf_pages, "PAGE_SECONDS", 1)
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</XObject<</F0 %d 0 R>>>>"
    forms = [stream(b"/F0 Do " * 30, form % (k + 6)) for k in range(12)]
    forms.append(stream(b" ", b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]"))
    with pytest.raises(InputError, match=r"page 1 (takes more than 1 s|needs more than 600 MB)"):
        extract(raw_pdf(stream(b"/F0 Do"), forms), PATH)


def test_page_with_too_many_letters():
    sheet = Sheet()
    for k in range(110):
        sheet.text(10, 5 + 7 * k, "x" * 1500, 1.6)
    with pytest.raises(InputError, match=r"page 1 holds 165,\d+ letters"):
        read(sheet)


def test_font_without_unicode_map():
    font = (
        b"<</Type/Font/Subtype/Type0/BaseFont/Odd/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2"
        b"/BaseFont/Odd/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 500>>]>>"
    )
    content = stream(b"BT /F1 10 Tf 60 700 Td <" + b"00410042" * 40 + b"> Tj ET")
    data = raw_pdf(content, [font]).replace(b"/XObject<</F0 5 0 R>>", b"/Font<</F1 5 0 R>>", 1)
    with pytest.raises(InputError, match="no Unicode map"):
        extract(data, PATH)


def test_child_that_dies_is_one_line(monkeypatch, tmp_path):
    script = tmp_path / "child.py"
    script.write_text("import os, sys\nsys.stdin.buffer.read()\nos.abort()\n", encoding="utf-8")
    monkeypatch.setattr(pdf_pages, "SCRIPT", script)
    with pytest.raises(InputError, match=r"x.pdf: is damaged \(pdfium ended with status -?\d+ on page 1\)"):
        extract(GOOD, PATH)


@pytest.mark.thorough("large hostile input")
def test_damaged_files_never_raise_anything_else():
    seed = (FILES / "report.libreoffice.en.pdf").read_bytes()
    for k in range(6):
        data = bytearray(seed)
        for step in range(1, 40):
            data[(7919 * (k + 1) * step) % len(data)] ^= 1 << (step % 8)
        with contextlib.suppress(InputError):
            check_offsets(extract(bytes(data), PATH))


# --- whatever stands on a page ---------------------------------------------------------------------------------------

PIECES = st.lists(
    st.tuples(
        st.sampled_from([50.0, 60.0, 150.0, 300.0, 310.0]) | st.floats(0, 500),
        st.floats(5, 200),
        st.sampled_from([60.0, 72.0, 84.0, 96.0]) | st.floats(0, 800),
        st.sampled_from([10.0, 10.0, 8.0, 6.0, 14.0]),
        st.booleans(),
    ),
    min_size=1,
    max_size=30,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=3))
def test_every_piece_comes_out_once(pages):
    given_words, made = [], []
    for number, pieces in enumerate(pages):
        page = Page(number)
        for x, width, y, size, bold in pieces:
            word = f"w{len(given_words)}q"
            given_words.append(word)
            page.pieces.append(Piece(x, x + width, y, size, word, bold))
        made.append(page)
    lines = lay_out(made)
    assert lines is not None
    found = re.findall(r"w\d+q", " ".join(line.text.replace("\u00ad", "") for page in lines for line in page))
    assert sorted(found) == sorted(given_words)


def test_rows_of_a_table_whose_heights_overlap():
    heights = (100.0, 99.0, 130.0, 160.0)
    strips = [Strip([Row(y, 10.0, [Piece(50, 80, y, 10.0, "w", False)])], [(50, 80)]) for y in heights]
    raster = [[strip.rows, strip.rows] for strip in strips]
    groups = table_rows(strips, raster, [], [(50, 80), (50, 80)], 10.0)
    assert sorted(k for group in groups for k in group) == [0, 1, 2, 3]


def test_report_is_parallel():
    report = json.loads((FILES / "report.json").read_text(encoding="utf-8"))
    for paragraph in report["paragraphs"]:
        if paragraph["kind"] != "table":
            assert paragraph["en"].count("^[") == paragraph["zh"].count("^[")
