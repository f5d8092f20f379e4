"""Bitexts as people and office programs write them: titles, quotation marks, line ends, columns nobody named."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.bitext import Pair
from corpora.errors import InputError
from corpora.exchange.read import read_pairs
from corpora.exchange.remarks import Remarks, Wanted
from corpora.exchange.tables.columns import bare_columns, columns_of
from corpora.exchange.tables.read import read_table
from corpora.exchange.write import write_pairs
from tests.calls import call

ZH, EN = "委员会核准预算。", "The committee approved the budget."
ZH2, EN2 = "主席宣布休会。", "The Chair adjourned the meeting."
BOTH = [(ZH, EN), (ZH2, EN2)]


def read(folder, name, content, encoding="utf-8", **wanted):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    said = Remarks()
    pairs = read_pairs(path, said, Wanted(**wanted))
    return [(pair.zh, pair.en) for pair in pairs], said.lines(), pairs


def table(*rows, separator="\t", end="\n"):
    return end.join(separator.join(row) for row in rows) + end


def test_quoted_cells_of_a_tsv(tmp_path):
    text = 'zh\ten\r\n"主席说：""好""。"\t"The Chair said ""yes""."\r\n预算\tbudget\r\n'
    rows, said, _ = read(tmp_path, "a.tsv", text)
    assert rows == [('主席说："好"。', 'The Chair said "yes".'), ("预算", "budget")]
    assert said == []


@pytest.mark.parametrize("name", ["a.csv", "a.tsv"])
def test_a_title_above_the_header(tmp_path, name):
    separator = "," if name == "a.csv" else "\t"
    text = table(["Budget 2044", ""], ["", ""], ["英文", "Chinese text"], (EN, ZH), (EN2, ZH2), separator=separator)
    rows, said, pairs = read(tmp_path, name, text)
    assert rows == BOTH
    assert said == ["rows 1 to 2 stand above the header: no data"]
    assert [pair.line for pair in pairs] == [4, 5]


def test_a_title_without_separators_does_not_hide_them(tmp_path):
    text = f"Budget 2044\nzh;en\n{ZH};Yes, it was approved, in part.\n{ZH2};{EN2}\n"
    assert read(tmp_path, "a.csv", text)[0] == [(ZH, "Yes, it was approved, in part."), (ZH2, EN2)]


def test_a_second_header_and_a_ruler_are_no_data(tmp_path):
    rows, said, _ = read(tmp_path, "a.tsv", table(["原文", "译文"], ["Chinese", "English"], ["---", "---"], (ZH, EN)))
    assert rows == [(ZH, EN)]
    assert said == ["row 2 is part of the header: no data"]
    markdown = f"| zh | en |\n|----|:---|\n| {ZH} | {EN} |\n| {ZH2} | {EN2} |\n"
    assert read(tmp_path, "a.csv", markdown)[0] == BOTH


def test_cells_beyond_the_header_are_named(tmp_path):
    rows, said, _ = read(tmp_path, "a.tsv", f"zh\ten\n{ZH}\t{EN}\tmore\n只有中文\n{ZH2}\t{EN2}\tand\tmore\n")
    assert rows == [(ZH, EN), ("只有中文", ""), (ZH2, EN2)]
    assert said == ["2 rows have more cells than the header (line 2: 'more'): left out"]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_and_tabs_inside_a_cell_are_kept(tmp_path, end):
    text = f'zh,en{end}"第一条 {end}第二条","One{end}{end}two"{end}甲,"a\tb, c"{end}'
    rows, _, pairs = read(tmp_path, "a.csv", text)
    assert rows == [("第一条\n第二条", "One\n\ntwo"), ("甲", "a\tb, c")]
    assert [pair.line for pair in pairs] == [2, 6]


def test_quotation_marks_that_are_no_csv_are_text(tmp_path):
    text = '中文,英文\n主席"休会"。,The "Chair" adjourned.\n"预算"核准。,3" pipe\n"完,毕",end\n'
    rows, said, _ = read(tmp_path, "a.csv", text)
    assert rows == [('主席"休会"。', 'The "Chair" adjourned.'), ('"预算"核准。', '3" pipe'), ("完,毕", "end")]
    assert said == ["line 3 is not proper CSV: its quotation marks are read as text"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('zh,en\n甲,a\n乙,"b\n丙,c\n', "a.csv:3: a quotation mark is never closed"),
        ('zh,en\n甲,a\n"乙"丙,b,c\n', "a.csv:3: cannot be read as CSV"),
    ],
)
def test_what_is_no_csv_in_any_way_is_refused_with_its_line(tmp_path, text, message):
    with pytest.raises(InputError, match=message):
        read(tmp_path, "a.csv", text)


def test_columns_that_nobody_reads_are_named(tmp_path):
    header = ["id", "en", "fr", "zh", "remarks", "Pinyin", ""]
    row = ["x7", EN, "Le budget", ZH, "see 3", "weiyuanhui", ""]
    rows, said, _ = read(tmp_path, "a.csv", table(header, row, separator=","))
    assert rows == [(ZH, EN)]
    assert said == ["columns fr, Pinyin left out", "1 id of a unit left out", "1 note left out"]


@pytest.mark.parametrize("separator", ["|", ";", ",", "\t"])
def test_any_separator(tmp_path, separator):
    assert read(tmp_path, "a.csv", table(("zh", "en"), *BOTH, separator=separator))[0] == BOTH
    assert read(tmp_path, "a.txt", table(("zh", "en"), *BOTH, separator=separator))[0] == BOTH


def test_tables_without_a_header(tmp_path):
    scored = table(("0.75", EN, ZH), ("0.5", EN2, ZH2))
    rows, said, pairs = read(tmp_path, "a.tsv", scored)
    assert rows == BOTH
    assert [pair.score for pair in pairs] == [0.75, 0.5]
    assert said == ["no header: column 3 taken for Chinese, column 2 taken for English, column 1 for scores"]
    rows, said, pairs = read(tmp_path, "a.csv", table(("7", ZH, EN, "x"), ("9", ZH2, EN2, ""), separator=","))
    assert rows == BOTH
    assert [pair.position for pair in pairs] == [7, 9]
    assert said[1:] == ["column 4 left out"]
    rows, _, pairs = read(tmp_path, "a.tsv", table(("A/1/2", ZH, EN), ("A/1/3", ZH2, EN2)))
    assert [pair.symbol for pair in pairs] == ["A/1/2", "A/1/3"]


def test_names_that_say_nothing(tmp_path):
    rows, said, _ = read(tmp_path, "a.tsv", table(("text A", "text B", "memo"), (ZH, EN, "x"), (ZH2, EN2, "y")))
    assert rows == BOTH
    assert said == [
        "column 1 ('text A') taken for Chinese",
        "column 2 ('text B') taken for English",
        "column memo left out",
    ]
    rows, said, _ = read(tmp_path, "a.tsv", table(("中文", "Reviewer's version"), *BOTH))
    assert (rows, said) == (BOTH, ['column 2 ("Reviewer\'s version") taken for English'])


@pytest.mark.parametrize(
    "text",
    [
        table((ZH, EN, EN2), (ZH2, EN2, EN)),  # which English?
        table(("zh", "fr"), (ZH, "Le budget est adopté.")),
        table((EN, EN2), (EN2, EN)),
        table(("source", "target"), ("un", "deux")),
    ],
)
def test_what_cannot_be_guessed_is_refused_in_a_line(tmp_path, text):
    with pytest.raises(InputError, match=r"no column .*\(columns: "):
        read(tmp_path, "a.tsv", text)


@pytest.mark.parametrize(
    ("zh", "expected"),
    [("simplified", [("预算。", EN), ("休會。", EN2)]), ("traditional", [("預算。", EN), ("休會。", EN2)])],
)
def test_which_chinese(tmp_path, zh, expected):
    text = table(
        ("zh-TW", "en", "简体中文", "zh-Latn"), ("預算。", EN, "预算。", "yusuan"), ("休會。", EN2, "", "xiuhui")
    )
    rows, said, _ = read(tmp_path, "a.tsv", text, zh=zh)
    assert rows == expected
    other = "zh-TW" if zh == "simplified" else "简体中文"
    assert (
        f"columns {', '.join(n for n in ('zh-TW', '简体中文', 'zh-Latn') if n in (other, 'zh-Latn'))} left out" in said
    )
    assert ("1 Chinese text taken from a second column, where the first is empty" in said) == (zh == "simplified")


def test_source_and_target_say_the_original(tmp_path):
    _, _, pairs = read(tmp_path, "a.tsv", table(("No.", "Source", "Target", "Status"), ("1", EN, ZH, "")))
    assert pairs == [Pair("a", 1, ZH, EN, original="en")]
    _, _, pairs = read(tmp_path, "a.tsv", table(("中文原文", "英文译文"), (ZH, EN)))
    assert pairs[0].original == "zh"


def test_what_a_table_calls_its_languages_is_kept(tmp_path):
    _, _, pairs = read(tmp_path, "a.tsv", table(("zh-TW", "en-GB"), ("預算。", EN)))
    assert pairs[0].about.tags == ("zh-TW", "en-GB")
    done = call("corpora", "convert", tmp_path / "a.tsv", "-o", tmp_path / "b.xlf")
    assert done.code == 0
    assert 'trgLang="en-GB"' in (tmp_path / "b.xlf").read_text("utf-8")


def test_remarks_of_people_are_carried_where_asked_for(tmp_path):
    (tmp_path / "a.tsv").write_text(table(("ID", "zh", "en", "Comment"), ("x1", ZH, EN, "see 3")), "utf-8")
    told = call("corpora", "convert", tmp_path / "a.tsv", "-o", tmp_path / "b.tmx").err
    assert "1 note left out" in told
    told = call("corpora", "convert", tmp_path / "a.tsv", "-o", tmp_path / "b.tmx", "--keep").err
    assert "left out" not in told.replace("0 left out", "")
    assert "<note>see 3</note>" in (tmp_path / "b.tmx").read_text("utf-8")


def test_rows_that_say_their_languages(tmp_path):
    header = ("source_lang", "source", "target_lang", "target")
    text = table(header, ("en-US", EN, "zh_CN", ZH), ("zh", ZH2, "en", EN2), ("en", EN, "fr", "Le budget"))
    rows, said, pairs = read(tmp_path, "a.tsv", text)
    assert rows == BOTH
    assert [pair.original for pair in pairs] == ["en", "zh"]
    assert said == ["1 row in other languages left out"]


def test_states_and_matches(tmp_path):
    header = ("Segment ID", "Segment status", "Source segment", "Target segment")
    text = table(header, ("a1", "Translated (100%)", EN, ZH), ("a2", "Draft (50%)", EN2, ZH2))
    rows, said, pairs = read(tmp_path, "a.tsv", text)
    assert rows == BOTH
    assert said == [
        "1 state of a segment (translated) left out",
        "2 matches of a segment in percent left out",
        "1 state of a segment (draft) left out",
        "2 ids of a unit left out",
    ]
    assert [(p.about.id, p.about.state, p.about.match) for p in pairs] == [
        ("a1", "translated", 100),
        ("a2", "draft", 50),
    ]
    assert read(tmp_path, "a.tsv", text, confirmed=True)[0] == [(ZH, EN)]
    assert read(tmp_path, "a.tsv", text, match=75)[0] == [(ZH, EN)]


def test_numbers_and_files_place_a_row(tmp_path):
    text = table(("File", "No.", "zh", "en"), ("A_1_2.docx", "3", ZH, EN), ("A_1_3.docx", "1", ZH2, EN2))
    _, _, pairs = read(tmp_path, "a.tsv", text)
    assert [(pair.symbol, pair.position) for pair in pairs] == [("A/1/2", 3), ("A/1/3", 1)]
    _, said, pairs = read(tmp_path, "a.tsv", table(("ID", "zh", "en"), ("9", ZH, EN), ("8", ZH2, EN2)))
    assert [pair.position for pair in pairs] == [1, 2]
    assert said == ["2 ids of a unit left out"]


def test_cells_made_safe_are_read_as_what_they_were(tmp_path):
    text = table(("zh", "en"), ("'=预算", "'=budget"), ("'-甲", "-a"), ("''+乙", "'tis"), separator=",")
    assert read(tmp_path, "a.csv", text)[0] == [("=预算", "=budget"), ("-甲", "-a"), ("'+乙", "'tis")]


@pytest.mark.parametrize("name", ["b.csv", "b.tsv"])
def test_what_is_written_is_no_formula(tmp_path, name):
    texts = ["=1+1 号", "+加", "-减", "@提及", "＝全", "'=撇", "'单", "平"]
    pairs = [Pair("d", k, text, text, link="1-1") for k, text in enumerate(texts, start=1)]
    write_pairs(pairs, tmp_path / name)
    assert read_pairs(tmp_path / name) == pairs
    plain = (tmp_path / name).read_text("utf-8-sig").split("\n")[1:]
    separator = "," if name == "b.csv" else "\t"
    assert not [cell for line in plain for cell in line.split(separator) if cell.startswith(("=", "+", "-", "@", "＝"))]


CELL = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn", "Zl", "Zp")), max_size=12)
TEXT = st.lists(CELL.map(str.strip), max_size=3).map("\n".join).map(str.strip)


@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=6))
@settings(deadline=None, max_examples=60)
def test_texts_come_back_from_csv_and_jsonl(tmp_path_factory, texts):
    import unicodedata

    folder = tmp_path_factory.mktemp("back")
    texts = [(unicodedata.normalize("NFC", zh), unicodedata.normalize("NFC", en)) for zh, en in [(ZH, EN), *texts]]
    pairs = [Pair("d", k, zh, en) for k, (zh, en) in enumerate(texts, start=1) if zh or en]
    for name in ("a.csv", "a.jsonl"):
        write_pairs(pairs, folder / name)
        assert [(p.zh, p.en) for p in read_pairs(folder / name)] == [(p.zh, p.en) for p in pairs]


def test_a_table_by_its_first_row(tmp_path):
    (tmp_path / "a.csv").write_text('x,x,"y, z"\n1,2,3\n', "utf-8")
    assert read_table(tmp_path / "a.csv").to_dict(as_series=False) == {"x": ["1"], "x_2": ["2"], "y, z": ["3"]}


def test_what_is_said_is_said_on_the_command_line(tmp_path):
    path = tmp_path / "a.tsv"
    path.write_text(table((ZH, EN), (ZH2, EN2)), "utf-8")
    done = call("corpora", "convert", path, "-o", tmp_path / "b.csv")
    assert done.code == 0
    assert "no header: column 1 taken for Chinese, column 2 taken for English" in done.err


def test_columns_by_name_and_by_content():
    assert columns_of(["译文", "Source text"], [["", EN]]).texts == {"zh": [], "en": [1]}
    assert bare_columns([["a"]]).texts == {"zh": [], "en": []}
    assert columns_of(["en", "en-GB", "zh"], [["", EN, ZH]]).texts == {"zh": [2], "en": [1]}


def test_sarif_names_the_line_of_the_file(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(
        'Budget\nzh,en\n"甲\n乙","a\nb"\n\n会议于2044年3月17日开始。,The meeting began on 27 March 2044.\n', "utf-8"
    )
    done = call("check", path, "--select", "N", "--format", "sarif")
    assert done.code == 1, done.err
    [result] = json.loads(done.out)["runs"][0]["results"][:1]
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 7}
