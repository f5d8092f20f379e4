"""PDF: what real documents of the United Nations have and made-up ones had not: print dates, heads, labels, notes of records."""

from pathlib import Path

import numpy as np
import pytest

from corpora.page import split_lines
from corpora.readers.pdf.heads import can_be_head, head_key
from corpora.readers.pdf.joints import _verdict
from corpora.readers.pdf.pages import RawPage
from corpora.readers.pdf.pieces import read_page
from corpora.readers.pdf.read import extract
from corpora.reading import read_document
from corpora.repair import read_masthead
from corpora.repair.joining import join_lines
from tests.corpora.readers.pdf.build_pdf import Sheet, make_pdf

PATH = Path("x.pdf")
FILL = [
    "The harbour office repaired the old bridge over the canal and sent eleven letters to the",
    "council of the town. The school near the mill was opened again in the spring of the year.",
]


def sentences(tmp_path, *sheets, name="A_99_7.en.pdf"):
    path = tmp_path / name
    path.write_bytes(make_pdf(sheets))
    return read_document(path)


def masthead(symbol="A/99/7"):
    sheet = Sheet().text(60, 60, "United Nations", 14).text(440, 60, symbol, 14)
    sheet.text(60, 85, "General Assembly", 14, font="bold").text(420, 85, "Distr.: General")
    sheet.text(420, 98, "9 June 2043").text(420, 124, "Original: English")
    return sheet.text(60, 150, "Ninety-ninth session").text(60, 163, "Agenda item 14")


def fill(sheet, y, paragraphs=3, x=60):
    for k in range(paragraphs):
        sheet.text(x, y + 30 * k, FILL[0]).text(x, y + 12 + 30 * k, FILL[1])
    return sheet


def removed(found, reason):
    return [" ".join(removal.text.split()) for removal in found.removals if removal.reason == reason]


def test_print_dates_beside_the_job_number(tmp_path):
    one = fill(masthead(), 260).text(60, 400, "The villages asked for help in the matter. There is also a large")
    one.text(60, 780, "43-01234 (E)").text(150, 780, "120643").text(220, 780, "130643").text(60, 795, "*4301234*", 8)
    two = Sheet().text(60, 40, "A/99/7").text(60, 80, "movement of young workers to the towns of the plain.")
    two.text(60, 800, "2/2").text(500, 800, "43-01234")
    found = sentences(tmp_path, one, two)
    assert "There is also a large movement of young workers to the towns of the plain." in found.document.texts
    assert removed(found, "print date") == ["120643", "130643"]
    assert not any("120643" in text or "130643" in text for text in found.document.texts)


def test_six_digits_in_the_text_stay(tmp_path):
    one = fill(masthead(), 260).text(60, 400, "The number of letters was as high as it has ever been, that is to say")
    one.text(60, 412, "120643").text(60, 424, "in all.").text(60, 780, "43-01234 (E)")
    assert any("120643" in text for text in sentences(tmp_path, one).document.texts)


def pages(heads, number=6):
    sheets = [fill(masthead(), 260)]
    for page in range(2, number + 1):
        sheet = fill(Sheet().text(60, 40, "A/99/7"), 110)
        if heads.get(page):
            sheet.text(60, 80, heads[page], 11, font="bold")
        else:
            sheet.text(60, 80, f"On page {page} the text of the report begins here.")
        sheets.append(sheet.text(60, 800, f"{page}/{number}").text(500, 800, "43-01234"))
    return sheets


def test_headings_at_one_height_are_no_heads(tmp_path):
    heads = {2: "Decision 2043/11", 3: "The Bridge Board", 4: "Decision 2043/14", 6: "The Bridge Board"}
    found = sentences(tmp_path, *pages(heads))
    for head in heads.values():
        assert head in found.document.texts
    assert found.document.texts.count("The Bridge Board") == 2
    assert not set(heads.values()) & set(removed(found, "running head"))


def test_list_marks_and_captions_are_no_heads(tmp_path):
    found = sentences(tmp_path, *pages({2: "Table 4", 4: "Table 4", 3: "(b)", 5: "(b)"}))
    assert not {"Table 4", "(b)"} & set(removed(found, "running head"))


def title_pages(every):
    sheets = [fill(masthead(), 260)]
    for page in range(2, 10):
        sheet = fill(Sheet().text(60, 30, "A/99/7"), 110)
        if page % every == 0:
            sheet.text(60, 45, "Report on the bridges", 9)
        sheets.append(sheet)
    return sheets


@pytest.mark.parametrize("every", [1, 2])
def test_titles_of_every_page_or_side_are_heads(tmp_path, every):
    found = sentences(tmp_path, *title_pages(every))
    assert set(removed(found, "running head")) >= {"A/99/7", "Report on the bridges"}
    assert "Report on the bridges" not in found.document.texts


def test_what_can_be_a_head():
    assert all(map(can_be_head, ("A/99/7", "Report on the bridges", "Annex II")))
    for text in ("(b)", "iv)", "Figure 1", "Rule 12", "The parties agree as follows:", "It rose.", "表1"):
        assert not can_be_head(text)
    assert head_key("Decision 2043/11") != head_key("Decision 2043/14")


def test_page_one_of_a_short_letter(tmp_path):
    one = masthead().text(125, 205, "State of the bridges", 14, font="bold")
    one.lines(125, 240, ["The council of the town met from 2 to 6 May and", "examined the state of the upper bridge."])
    one.lines(125, 280, ["It asked the office to write a report about the", "work. There is also"])
    one.text(60, 780, "43-01234 (E)").text(150, 780, "120643").text(60, 795, "*4301234*", 8)
    two = Sheet().text(60, 40, "A/99/7").text(125, 80, "much to be done in the spring.")
    found = sentences(tmp_path, one, two.text(60, 800, "2/2"))
    assert found.document.texts == [
        "State of the bridges",
        "The council of the town met from 2 to 6 May and examined the state of the upper bridge.",
        "It asked the office to write a report about the work.",
        "There is also much to be done in the spring.",
    ]


def test_letters_from_right_to_left():
    word, step = "سلام", 6.0
    codes = np.array([ord(c) for c in word], dtype=np.uint32)
    left = np.array([100 - step * k for k in range(len(word))])
    boxes = np.stack([left, np.full(4, 710.0), left + step, np.full(4, 700.0)], axis=1)
    runs = np.array([[0, 10, 1, 0, 0, 1, 100, 700, 0]], dtype=np.float64)
    page = read_page(RawPage(0, 595, 842, codes, boxes, runs, np.zeros((0, 4)), 0.0, 0))
    assert [(piece.text, piece.x0, piece.x1) for piece in page.pieces] == [(word, 82.0, 106.0)]


def test_hyphen_before_a_capital(tmp_path):
    sheet = masthead()
    sheet.lines(
        60,
        260,
        [
            "The letters were sent to all the villages of the shore and to the Secretary-",
            "General of the conference of the lakes, to the office of the Asia-",
            "Pacific bridge, and to the non-",
            "governmental bodies, and the short-",
            "and long-term plans were read.",
        ],
    )
    (text,) = sentences(tmp_path, sheet).document.texts
    for part in ("Secretary-General of", "Asia-Pacific bridge", "non-governmental bodies", "short- and long-term"):
        assert part in text


def test_syllable_of_a_list_item(tmp_path):
    sheet = masthead().lines(60, 260, ["1. Reading of charts and of the instru-", "ments of the harbour office;"])
    sheet.lines(60, 300, ["2. Weather-beaten huts in the open air."])
    assert sentences(tmp_path, sheet).document.texts == [
        "1. Reading of charts and of the instruments of the harbour office;",
        "2. Weather-beaten huts in the open air.",
    ]


def test_forms_of_syllables():
    parts = {"nation", "size"}
    for left, right in (("algo", "rithms"), ("rati", "fied"), ("govern", "ment"), ("controver", "sial")):
        assert _verdict(left, right, set(), parts) == "soft"
    for left, right in (("due", "diligence"), ("net", "zero"), ("socio", "political"), ("double", "backed")):
        assert _verdict(left, right, set(), parts) == "open"


def test_hyphen_before_a_capital_in_plain_text():
    text = "sent to the Under-Secretary-\nGeneral of the town, to Beirut\n–Damascus, in 2043-\n2044, on pre-\nand post-war roads"
    whole = (
        "sent to the Under-Secretary-General of the town, to Beirut–Damascus, in 2043-2044, on pre- and post-war roads"
    )
    assert join_lines(split_lines(text)).text == whole


def test_numbers_in_a_column_of_their_own(tmp_path):
    sheet = Sheet().text(60, 100, "1.3.1").text(140, 100, "The builder shall submit the latest records of the boats,")
    sheet.text(140, 114, "and the work may only begin then.")
    sheet.text(60, 136, "1.3.2").text(140, 136, "The builder shall send the boats to the office once a year,")
    sheet.text(140, 150, "and the office shall examine them.")
    assert sentences(tmp_path, sheet).document.texts == [
        "1.3.1 The builder shall submit the latest records of the boats, and the work may only begin then.",
        "1.3.2 The builder shall send the boats to the office once a year, and the office shall examine them.",
    ]


def test_han_numbers_in_pieces(tmp_path):
    sheet = Sheet().text(60, 80, "主席，關於渡輪服務，政府可否告知本會：", 13)
    for k, (number, item) in enumerate(zip("一二三", ("有何措施；", "共有多少島嶼；", "會否延長。"), strict=True)):
        y = 120 + 34 * k
        sheet.text(60, y, "(", 13).text(65, y, number, 13).text(78, y, ")", 13).text(115, y, item, 13)
    found = sentences(tmp_path, sheet, name="x.zh.pdf").document.texts
    assert [text.replace(" ", "") for text in found[1:]] == ["(一)有何措施；", "(二)共有多少島嶼；", "(三)會否延長。"]


NOTE = [
    "This record contains the text of speeches delivered in English and of the translation of others.",
    "Corrections should be submitted to the original languages only, to the Chief of the Service,",
    "and will be reissued on the Official Document System (http://documents.un.org).",
]


def test_note_of_a_meeting_record(tmp_path):
    one = Sheet().text(60, 60, "United Nations", 14).text(440, 60, "A/99/PV.5", 14)
    fill(one, 200).text(
        60, 520, "The President: I thank the member for the town. On another note, the water has fallen and the"
    )
    one.lines(100, 560, NOTE, 8).text(60, 780, "43-10019 (E)").text(60, 795, "*4310019*", 8)
    two = Sheet().text(60, 40, "A/99/PV.5").text(60, 80, "people of the shore need help before the next session.")
    found = sentences(tmp_path, one, fill(two, 110), name="A_99_PV.5.en.pdf")
    whole = "On another note, the water has fallen and the people of the shore need help before the next session."
    assert whole in found.document.texts
    assert " ".join(removed(found, "record note")) == " ".join(NOTE)


def test_two_raised_marks_with_a_comma(tmp_path):
    sheet = masthead("CCPR/C/199/D/1").text(125, 205, "Decision of the Committee concerning", 14, font="bold")
    parts = [("communication No. 2043/11", 14, 0), ("*", 9, 5), (",", 14, 5), (" **", 9, 5)]
    sheet.parts(125, 221, parts, font="bold")
    fill(sheet, 260).text(60, 700, "*", 9).text(72, 700, "Adopted at the 199th session.", 9)
    sheet.text(54, 712, "**", 9).text(72, 712, "Two members took part.", 9)
    found = extract(make_pdf([sheet]), PATH)
    titles = [line for line in found.lines if "2043/11" in line.text]
    taken = [found.text[mark.start : mark.end] for mark in found.marks if mark.reason == "footnote mark"]
    assert len(titles) == 1
    assert "".join(taken).replace(" ", "") == "*,**"


def test_no_paragraph_at_a_bracket(tmp_path):
    sheet = fill(masthead(), 260)
    sheet.text(90, 400, "22.").text(115, 400, "Briefing by the President of the Court").text(
        115, 413, "(31 October 2040; 2 May 2042)."
    )
    sheet.text(90, 430, "23.").text(115, 430, "The situation on the western shore (3 May 2042).")
    texts = sentences(tmp_path, sheet).document.texts
    assert "22. Briefing by the President of the Court (31 October 2040; 2 May 2042)." in texts


def test_contents_with_ranges(tmp_path):
    sheet = (
        masthead().text(60, 200, "Contents", 12, font="bold").text(430, 215, "Paragraphs", 9).text(520, 215, "Page", 9)
    )
    rows = [
        ("I.", "Matters of the bridge", "2–3", "1"),
        ("II.", "Work of the office", "4–56", "1"),
        ("III.", "Decisions", "57", "6"),
    ]
    for k, (number, title, paragraphs, page) in enumerate(rows):
        y = 235 + 15 * k
        sheet.text(60, y, number).text(85, y, title + "." * 90).text(455, y, paragraphs).text(525, y, page)
    found = sentences(tmp_path, fill(sheet, 320))
    assert found.document.texts[:4] == ["Contents", *(f"{number} {title}" for number, title, *_ in rows)]
    assert removed(found, "contents row") == ["Paragraphs", "Page"]


def test_labels_and_values_row_by_row(tmp_path):
    rows = [("Submitted by:", "A.B. (with counsel)"), ("State party:", "Meridia"), ("Date:", "2 November 2039")]
    sheet = masthead()
    for k, (label, value) in enumerate(rows):
        sheet.text(145, 230 + 17 * k, label).text(345, 230 + 17 * k, value)
    texts = sentences(tmp_path, fill(sheet, 320)).document.texts
    assert texts[:3] == [f"{label} {value}" for label, value in rows]


def test_side_headings_row_by_row(tmp_path):
    sheet = Sheet()
    parts = [("Purpose", "keeps a list of all the boats"), ("Fees", "asks for no fee in the first year")]
    for k, (head, what) in enumerate(parts):
        y = 100 + 60 * k
        sheet.text(60, y, head, font="bold").text(190, y, f"The office of the harbour {what} so that the")
        sheet.text(190, y + 13, "villages can be warned when the water rises.")
    assert sentences(tmp_path, sheet).document.texts == [
        part
        for head, what in parts
        for part in (head, f"The office of the harbour {what} so that the villages can be warned when the water rises.")
    ]


def test_english_with_a_long_annex_in_another_language(tmp_path):
    sheet = masthead().text(60, 230, "I have the honour to send you the annex of the report of the committee.")
    annex = Sheet()
    for k in range(40):
        annex.text(
            60,
            60 + 15 * k,
            "La comisión recuerda las resoluciones del consejo y los informes que se presentan para el año.",
        )
    sheet.text(60, 780, "43-01234 (E)").text(60, 795, "*4301234*", 8)
    assert sentences(tmp_path, sheet, annex).document.language == "en"


def test_the_name_of_a_body_in_two_lines_beside_the_distribution(tmp_path):
    sheet = Sheet().text(60, 60, "United Nations", 14).text(400, 60, "DP/2043/7", 10)
    sheet.text(60, 86, "Board of Bridges", 16, font="bold").text(380, 86, "Distr.: General", 10)
    sheet.text(380, 98, "24 June 2043", 10).text(60, 105, "for the Upper Lakes", 16, font="bold")
    sheet.text(380, 120, "Original: English", 10)
    sheet.text(60, 160, "Report of the Board", 14, font="bold")
    path = tmp_path / "letter.en.pdf"
    path.write_bytes(make_pdf([fill(sheet, 200)]))
    found = read_document(path)
    assert found.document.texts[0] == "Report of the Board"
    assert found.document.symbol == "DP/2043/7"
    assert removed(found, "masthead")[:3] == ["United Nations", "Board of Bridges", "for the Upper Lakes"]
    head = read_masthead(extract(path.read_bytes(), path).lines)
    assert (head.date, head.original) == ("2043-06-24", "en")


def test_large_first_letters_belong_to_their_words(tmp_path):
    one = fill(masthead(), 260)
    one.text(60, 402, "T", 36, font="bold").text(83, 380, "he villages on the north shore asked for help in the")
    one.text(83, 392, "matter of the bridge. There is also a large movement").text(83, 404, "of workers to the plain.")
    one.text(60, 500, "R", 18, font="bold").text(73.5, 495, "EPORT OF THE COUNCIL", 11, font="bold")
    one.text(60, 550, "I", 18, font="bold").text(67.5, 556, "NTRODUCTION", 11, font="bold")
    texts = sentences(tmp_path, one).document.texts
    assert texts[-4:] == [
        "The villages on the north shore asked for help in the matter of the bridge.",
        "There is also a large movement of workers to the plain.",
        "REPORT OF THE COUNCIL",
        "INTRODUCTION",
    ]


def test_symbol_whose_first_letter_is_large_and_higher(tmp_path):
    sheet = Sheet().text(60, 60, "United Nations", 14).text(440, 57, "A", 20).text(454.5, 61, "/99/7", 9)
    sheet.text(60, 85, "General Assembly", 14, font="bold").text(420, 85, "Distr.: General").text(
        420, 98, "9 June 2043"
    )
    path = tmp_path / "letter.pdf"
    path.write_bytes(make_pdf([fill(sheet, 260)]))
    assert read_document(path).document.symbol == "A/99/7"


def test_print_dates_beside_job_and_page_number_on_an_inner_page(tmp_path):
    one = fill(masthead(), 260)
    two, three = (fill(Sheet().text(60, 40, "A/99/7"), 110) for _ in range(2))
    two.text(60, 800, "GE.43-01234 (E)").text(150, 800, "120643").text(190, 800, "130643").text(530, 800, "iii")
    three.text(60, 800, "iv").text(470, 800, "GE.43-01234")
    found = sentences(tmp_path, one, two, three)
    assert removed(found, "print date") == ["120643", "130643"]
    assert not {"120643", "iii", "iv"} & set(found.document.texts)


HEADS = [
    ("A/99/PV.3\nGeneral Assembly\nOfficial Records\n3rd plenary meeting\nWednesday, 4 May 2043, 10 a.m.\nVarda",
     ("A/99/PV.3", "", "2043-05-04")),
    ("A/99/PV.3\n大会\n正式记录\n第3次全体会议\n2043年5月4日星期三上午10时举行", ("A/99/PV.3", "", "2043-05-04")),
    ("A/99/4\nDistr.: General\n4 May 2043\nOriginal: Arabic/English/\nSpanish\n\nThe lake report", ("A/99/4", "ar/en/es", "2043-05-04")),
    ("E/2043/22\nE/C.12/2042/3\n\nUnited Nations\n\nCommittee on Lakes", ("E/2043/22–E/C.12/2042/3", "", "")),
    ("8 May 2043\nEnglish only\n\nLAKE CONVENTION\n\nThe harbour office sent eleven letters.\n\nLC/2043/MISC.4\nGE.43-00001",
     ("LC/2043/MISC.4", "", "2043-05-08")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), HEADS)
def test_fields_of_mastheads(text, wanted):
    head = read_masthead(split_lines(text))
    assert (head.symbol, head.original, head.date) == wanted


def ruled(sheet, y, rows, xs=(60, 200, 330, 460), height=20):
    """A table with drawn lines."""
    for k in range(len(rows) + 1):
        sheet.rule(xs[0], y + height * k, xs[-1])
    for x in xs:
        sheet.rule(x, y, x, y + height * len(rows))
    for k, row in enumerate(rows):
        for x, text in zip(xs, row, strict=False):
            if text:
                sheet.text(x + 4, y + height * k + 14, text)
    return sheet


def cells(found):
    return [(s.page, s.row, s.column, s.text) for s in found.document.segments if s.kind == "cell"]


HEAD_ROW = ("Lake", "Depth", "Area")


def test_cells_of_a_drawn_table_by_row_and_column_over_a_page_edge(tmp_path):
    one = ruled(fill(masthead(), 260), 600, [HEAD_ROW, ("Varda", "12", "300"), ("Meridia", "", "41")])
    two = ruled(Sheet().text(60, 40, "A/99/7"), 80, [HEAD_ROW, ("Ondal", "9", "")])
    fill(two, 300)
    ruled(two, 500, [("Bridge", "Length", "Year"), ("Mill", "40", "2031")])
    found = sentences(tmp_path, one, two)
    assert cells(found) == [
        *((1, 1, k, text) for k, text in enumerate(HEAD_ROW, 1)),
        (1, 2, 1, "Varda"), (1, 2, 2, "12"), (1, 2, 3, "300"), (1, 3, 1, "Meridia"), (1, 3, 3, "41"),
        *((2, 1, k, text) for k, text in enumerate(HEAD_ROW, 1)),
        (2, 4, 1, "Ondal"), (2, 4, 2, "9"),
        (2, 1, 1, "Bridge"), (2, 1, 2, "Length"), (2, 1, 3, "Year"),
        (2, 2, 1, "Mill"), (2, 2, 2, "40"), (2, 2, 3, "2031"),
    ]  # fmt: skip


def test_cells_of_a_table_without_lines_by_row_and_column(tmp_path):
    sheet = fill(masthead(), 260)
    for k, row in enumerate([HEAD_ROW, ("Varda", "12", "300"), ("Meridia", "7", "41"), ("Ondal", "9", "55")]):
        for x, text in zip((60, 260, 420), row, strict=True):
            sheet.text(x, 500 + 18 * k, text)
    found = sentences(tmp_path, sheet)
    assert [cell[1:] for cell in cells(found)][3:6] == [(2, 1, "Varda"), (2, 2, "12"), (2, 3, "300")]
    assert cells(found)[-1][1:] == (4, 3, "55")


def test_text_has_no_row(tmp_path):
    assert {(s.row, s.column) for s in sentences(tmp_path, fill(masthead(), 260)).document.segments} == {(0, 0)}


def test_contents_whose_dots_are_smaller_and_whose_titles_take_two_lines(tmp_path):
    sheet = masthead().text(60, 250, "Contents", 14).text(520, 265, "Page", 7)
    rows = [("I. The lake", "", "1"), ("II. The bridges over the canal and the letters that were sent to", None, ""),
            ("the council", "", "2"), ("III. The school near the mill, its teachers and the money for its", None, ""),
            ("roof", "", ""), ("IV. The harbour", "", "7")]  # fmt: skip
    for k, (title, dots, page) in enumerate(rows):
        y = 285 + 18 * k - (6 if dots == "" and not title.startswith(("I", "V")) else 0)
        sheet.text(80, y, title)
        if dots is not None:
            sheet.text(85 + 5.2 * len(title), y, "." * int((430 - 5.2 * len(title)) / 2.2), 8.5)
        if page:
            sheet.text(540, y, page)
    sheet.text(540, 285 + 18 * 4 - 12, "5")  # beside a title of two lines, between them
    found = sentences(tmp_path, fill(sheet, 450))
    assert [text for text in found.document.texts if text[:2] in ("I.", "II", "IV")] == [
        "I. The lake",
        "II. The bridges over the canal and the letters that were sent to the council",
        "III. The school near the mill, its teachers and the money for its roof",
        "IV. The harbour",
    ]
    assert not {"1", "2", "5", "7", "the council", "roof"} & set(found.document.texts)


def test_rows_of_titles_and_numbers_without_dots(tmp_path):
    sheet = masthead()
    rows = [("1. Lakes", "7 - 9"), ("2. Bridges and canals", "10 - 12"), ("3. Mills", "13 - 17"),
            ("4. Cooperation among", ""), ("towns on the shore", "18 - 23"), ("5. Schools", "24 - 26")]  # fmt: skip
    for k, (title, numbers) in enumerate(rows):
        sheet.text(80, 260 + 12 * k, title)
        if numbers:
            sheet.text(480, 260 + 12 * k, numbers)
    found = sentences(tmp_path, fill(sheet, 450))
    assert [(s.row, s.column, s.text) for s in found.document.segments if s.row] == [
        (1, 1, "1. Lakes"), (1, 2, "7 - 9"), (2, 1, "2. Bridges and canals"), (2, 2, "10 - 12"), (3, 1, "3. Mills"),
        (3, 2, "13 - 17"), (4, 1, "4. Cooperation among towns on the shore"), (4, 2, "18 - 23"),
        (5, 1, "5. Schools"), (5, 2, "24 - 26"),
    ]  # fmt: skip


def test_a_name_of_six_lines_beside_and_below_the_distribution(tmp_path):
    sheet = Sheet().text(60, 60, "United Nations", 14).text(440, 60, "LB/2043/3", 14)
    name = ["Executive Board of the", "Lake Development Fund and", "the Office for Bridges of", "the Northern Shore"]
    for k, text in enumerate(name):
        sheet.text(60, 85 + 19 * k, text, 17, font="bold")
    sheet.text(420, 88, "Distr.: General").text(420, 99, "9 June 2043").text(420, 114, "Original: English")
    sheet.text(60, 180, "First regular session 2043").text(60, 191, "27 to 31 January 2043, Varda")
    sheet.text(60, 202, "Item 2 of the provisional agenda").text(60, 213, "Bridges of the shore", font="bold")
    found = sentences(tmp_path, fill(sheet, 280), name="LB_2043_3.en.pdf")
    assert found.document.texts[0] == "Bridges of the shore"
    assert "the Northern Shore" in removed(found, "masthead")


def test_stars_that_are_not_raised_are_marks_where_a_note_has_them(tmp_path):
    sheet = masthead().text(60, 250, "Provisional agenda and annotations*", 14, font="bold")
    fill(sheet, 300).text(60, 420, "The reasons stand in the act of withdrawal (see annex).*")
    sheet.text(60, 440, "The rate is 3 * 4 for every boat on the lake.")
    sheet.rule(60, 700, 160).text(60, 715, "*", 8).text(66, 715, "The present document was not edited by anybody.", 8)
    found = sentences(tmp_path, sheet)
    texts = found.document.texts
    assert "Provisional agenda and annotations" in texts
    assert "The reasons stand in the act of withdrawal (see annex)." in texts
    assert "The rate is 3 * 4 for every boat on the lake." in texts
    assert "The present document was not edited by anybody." in texts
