"""Workbooks in: what a sheet shows, what it cannot show, merged and hidden cells; bitexts in XLSX, both ways."""

import datetime

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.bitext import Pair
from corpora.errors import InputError, OutputError
from corpora.exchange.read import read_pairs
from corpora.exchange.remarks import Remarks, Wanted
from corpora.exchange.write import write_pairs
from corpora.files.text import tidy
from corpora.sheets import read_workbook
from corpora.sheets.shown import shown
from glossary.formats import load
from tests.calls import call

ZH, EN = "委员会核准预算。", "The committee approved the budget."
ZH2, EN2 = "主席宣布休会。", "The Chair adjourned the meeting."
BOTH = [(ZH, EN), (ZH2, EN2)]


def book(path, *sheets, change=None):
    """A workbook of (name, rows); ``change`` gets it and its sheets before it is closed."""
    made = xlsxwriter.Workbook(str(path))
    found = []
    for name, rows in sheets:
        sheet = made.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        found.append(sheet)
    if change:
        change(made, *found)
    made.close()
    return path


def read(path, **wanted):
    said = Remarks()
    pairs = read_pairs(path, said, Wanted(**wanted))
    return [(pair.zh, pair.en) for pair in pairs], said.lines(), pairs


@pytest.mark.parametrize(
    ("number", "code", "text"),
    [
        ("2030", "", "2030"),
        ("0.30000000000000004", "General", "0.3"),
        ("-1234567.891", "#,##0.0", "-1,234,567.9"),
        ("0.125", "0.0%", "12.5%"),
        ("7", '0" items"', "7 items"),
        ("1.5", "0.##", "1.5"),
        ("2", "0.##", "2"),
        ("53128", "dd/mm/yyyy", "15/06/2045"),
        ("53128", 'yyyy"年"m"月"d"日"', "2045年6月15日"),
        ("53128.75", "yyyy-mm-dd hh:mm", "2045-06-15 18:00"),
        ("53128.75", "h:mm am/pm", "6:00 pm"),
        ("0.5", "[h]:mm", "12:00"),
        ("1.5", "[h]:mm:ss", "36:00:00"),
        ("59", "yyyy-mm-dd", "1900-02-28"),
        ("61", "yyyy-mm-dd", "1900-03-01"),
        ("12345", "0.00E+00", "12345"),
        ("9999999999", "yyyy", "9999999999"),
    ],
)
def test_numbers_as_the_sheet_shows_them(number, code, text):
    assert shown(number, code) == text


def test_a_bitext_in_a_workbook(tmp_path):
    def dates(made, sheet):
        sheet.write_datetime(3, 1, datetime.datetime(2044, 3, 17), made.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_boolean(4, 0, True)
        sheet.write_number(4, 1, 12.0)

    path = book(tmp_path / "a.xlsx", ("S", [["zh", "en"], (ZH, EN), (ZH2, EN2), ("日期",), ()]), change=dates)
    rows, said, pairs = read(path)
    assert rows == [*BOTH, ("日期", "2044-03-17"), ("TRUE", "12")]
    assert said == []
    assert [pair.line for pair in pairs] == [2, 3, 4, 5]


def test_titles_and_columns_of_no_text(tmp_path):
    rows = [["Budget of 2044"], [], ["#", "Chinese (PRC)", "", "English (UK)", "Comments"], [1, ZH, "", EN, "ok"]]
    path = book(tmp_path / "a.xlsx", ("S", rows), change=lambda _made, sheet: sheet.merge_range("A1:E1", "Budget"))
    rows, said, _ = read(path)
    assert rows == [(ZH, EN)]
    assert said == ["rows 1 to 2 stand above the header: no data", "1 note left out"]


def test_formulas_and_errors(tmp_path):
    def formulas(_made, sheet):
        sheet.write_formula("A3", '=A2&"!"', None, "")
        sheet.write_formula("B3", '=B2&"!"', None, "Worked out!")
        sheet.write_formula("A4", "=NA()", None, "#N/A")
        sheet.write_formula("B5", '=B2&"?"', None, "Asked?")

    rows = [["zh", "en", "id"], (ZH, EN), ("", ""), ("", "n/a"), (ZH2, "")]
    path = book(tmp_path / "a.xlsx", ("S", rows), change=formulas)
    rows, said, _ = read(path)
    assert rows == [(ZH, EN), (ZH2, "Asked?")]
    assert said == ["row 3: a formula without a value: left out", "row 4: #N/A: left out"]
    done = call("corpora", "convert", path, "-o", tmp_path / "b.tsv")
    assert done.code == 1
    assert "was read only in part" in done.err
    assert len(read_pairs(tmp_path / "b.tsv")) == 2
    termbase = load(path)
    assert [term.text for concept in termbase.termbase for term in concept.terms if term.language == "zh"] == [ZH, ZH2]
    assert [str(loss) for loss in termbase.losses if loss.part] == said


def test_several_sheets(tmp_path):
    sheets = [
        ("A_RES_99_1", [["中文", "英文"], (ZH, EN)]),
        ("About", [["made by"]]),
        ("more", [["en", "zh"], (EN2, ZH2)]),
    ]

    def hide(_made, *found):
        old = _made.add_worksheet("old")
        old.write_row(0, 0, ["zh", "en"])
        old.write_row(1, 0, ["旧", "old"])
        old.hide()

    rows, said, pairs = read(book(tmp_path / "a.xlsx", *sheets, change=hide))
    assert rows == BOTH
    assert said == ["sheet 'About' has no columns of Chinese and English: left out", "sheet 'old' is hidden: left out"]
    assert [pair.symbol for pair in pairs] == ["A/RES/99/1", "a"]


def test_merged_cells(tmp_path):
    rows = [
        ["document", "zh", "en"],
        ["A_1_2.docx", ZH, "The committee"],
        ["", "", "approved the budget."],
        ["x", ZH2, EN2],
    ]

    def merge(_made, sheet):
        sheet.merge_range("A2:A3", "A_1_2.docx")
        sheet.merge_range("B2:B3", ZH)

    rows, said, pairs = read(book(tmp_path / "a.xlsx", ("S", rows), change=merge))
    assert rows == BOTH
    assert said == ["1 row beside a merged cell joined with the one above it"]
    assert [pair.symbol for pair in pairs] == ["A/1/2", "x"]
    rows = [["subject", "zh", "en"], ["money", "预算", "budget"], ["", "拨款", "appropriation"]]
    path = book(tmp_path / "t.xlsx", ("S", rows), change=lambda _made, sheet: sheet.merge_range("A2:A3", "money"))
    assert [concept.subject for concept in load(path).termbase] == ["money", "money"]


def test_rich_text_and_line_ends(tmp_path):
    def rich(made, sheet):
        sheet.write_rich_string("A2", "核准", made.add_format({"bold": True}), "预算")
        sheet.write_string("B2", "the\nbudget")

    path = book(tmp_path / "a.xlsx", ("S", [["zh", "en"]]), change=rich)
    assert read(path)[0] == [("核准预算", "the\nbudget")]


def test_tables_of_ours_are_no_bitexts(tmp_path):
    path = book(
        tmp_path / "a.xlsx", ("S", [["ID", "Decision", "Chinese", "English", "Code", "Message"], ["1", "", ZH, EN]])
    )
    with pytest.raises(InputError, match="a report of duizhao"):
        read_pairs(path)


@pytest.mark.parametrize("data", [b"PK\x05\x06" + bytes(18), b"PK\x03\x04 and no more", b"zh,en\n"])
def test_what_is_no_workbook_is_a_line(tmp_path, data):
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    with pytest.raises(InputError, match="xlsx: ") as caught:
        read_workbook(path)
    assert "\n" not in str(caught.value)


CELL = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn", "Zl", "Zp")), max_size=12)
TEXT = st.lists(CELL.map(str.strip), max_size=3).map("\n".join).map(tidy)


@given(st.lists(st.tuples(TEXT, TEXT), max_size=6), st.sampled_from(["", "zh", "en"]))
@settings(deadline=None, max_examples=40)
def test_a_workbook_that_is_written_is_read_back(tmp_path_factory, texts, original):
    path = tmp_path_factory.mktemp("back") / "a.xlsx"
    found = [(zh, en) for zh, en in [*BOTH, *texts, ("=1+1", "_x0041_ '=2")] if zh or en]
    pairs = [
        Pair("A/1/2", k, zh, en, (k,), (), 0.5, "title", original=original, page=3)
        for k, (zh, en) in enumerate(found, 1)
    ]
    assert write_pairs(pairs, path) == len(pairs)
    assert read_pairs(path) == pairs


def test_a_text_that_excel_cannot_hold_is_refused(tmp_path):
    with pytest.raises(OutputError, match="row 1 has a text of more than 32,767 characters"):
        write_pairs([Pair("a", 1, "一" * 32_768, EN)], tmp_path / "a.xlsx")
    assert not list(tmp_path.iterdir())


def test_check_and_convert_take_workbooks(tmp_path):
    path = book(
        tmp_path / "a.xlsx",
        ("S", [["中文", "English"], ("会议于2044年3月17日开始。", "The meeting began on 27 March 2044.")]),
    )
    assert call("corpora", "convert", path, "-o", tmp_path / "b.xlsx").code == 0
    assert read_pairs(tmp_path / "b.xlsx")[0].symbol == "a"
    done = call("check", tmp_path / "b.xlsx", "--select", "N")
    assert done.code == 1, done.err
