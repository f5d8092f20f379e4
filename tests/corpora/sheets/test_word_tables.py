"""Bilingual tables of Word: those of translation tools and of people, both ways; where they lie in a folder."""

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.about import About
from corpora.bitext import Pair
from corpora.catalogue import pair_folder, read_bitexts
from corpora.errors import InputError
from corpora.exchange.read import read_pairs
from corpora.exchange.remarks import Remarks, Wanted
from corpora.exchange.write import write_pairs
from corpora.files.text import tidy
from corpora.sheets import WordTable, read_word_tables, write_word_tables
from tests.calls import call

ZH, EN = "委员会核准预算。", "The committee approved the budget."
ZH2, EN2 = "主席宣布休会。", "The Chair adjourned the meeting."
BOTH = [(ZH, EN), (ZH2, EN2)]


def word(path, *tables, text=""):
    """A Word file with tables of rows; ``text`` above them."""
    made = docx.Document()
    if text:
        made.add_paragraph(text)
    for rows in tables:
        table = made.add_table(len(rows), max(map(len, rows)))
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, content in zip(row.cells, cells, strict=False):
                cell.text = content
        made.add_paragraph()
    made.save(str(path))
    return path


def read(path, **wanted):
    said = Remarks()
    pairs = read_pairs(path, said, Wanted(**wanted))
    return [(pair.zh, pair.en) for pair in pairs], said.lines(), pairs


def test_the_review_table_of_a_translation_tool(tmp_path):
    rows = [["Segment ID", "Segment status", "Source segment", "Target segment"]]
    rows += [["7f-1", "Translated (100%)", EN, ZH], ["7f-2", "Draft (60%)", EN2, ZH2]]
    path = word(tmp_path / "a.docx", rows)
    found, _said, pairs = read(path)
    assert found == BOTH
    assert {pair.original for pair in pairs} == {"en"}
    assert [(p.about.id, p.about.state, p.about.match) for p in pairs] == [
        ("7f-1", "translated", 100),
        ("7f-2", "draft", 60),
    ]
    assert read(path, confirmed=True)[0] == [(ZH, EN)]
    assert call("corpora", "convert", path, "-o", tmp_path / "b.docx", "--keep").code == 0
    again = read_pairs(tmp_path / "b.docx")
    assert again == [Pair("a", k, zh, en, original="en") for k, (zh, en) in enumerate(BOTH, 1)]
    assert [(p.about.id, p.about.state, p.about.match) for p in again] == [
        ("7f-1", "translated", 100),
        ("7f-2", "draft", 60),
    ]


def test_tables_of_people(tmp_path):
    path = word(
        tmp_path / "a.docx", [(ZH, EN)], [["Note", ""], ["x", "y"]], [(EN2, ZH2), ("Two.", "二。")], text="Draft of May"
    )
    rows, said, _ = read(path)
    assert rows == [*BOTH, ("二。", "Two.")]
    assert said == [
        "table 1, no header: column 1 taken for Chinese, column 2 taken for English",
        "table 3, no header: column 2 taken for Chinese, column 1 taken for English",
        "text outside the tables left out (12 characters)",
        "table 2 has no columns of Chinese and English: left out",
    ]


def test_changes_codes_breaks_and_merged_cells(tmp_path):
    made = docx.Document()
    table = made.add_table(4, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "中文", "English"
    first = table.cell(1, 0).paragraphs[0]
    first.add_run("第一行\n第二\t行")
    second = table.cell(1, 1).paragraphs[0]
    for name, tag, text in (("ins", "w:t", "New "), ("del", "w:delText", "old ")):
        change, run, content = OxmlElement(f"w:{name}"), OxmlElement("w:r"), OxmlElement(tag)
        content.text = text
        content.set(qn("xml:space"), "preserve")
        run.append(content)
        change.append(run)
        second._p.append(change)
    second.add_run("text")
    hidden = second.add_run(" unseen")
    hidden.font.hidden = True
    made.styles.add_style("mqInternal", 2)
    second.add_run("{1}", style="mqInternal")
    merged = table.cell(2, 0).merge(table.cell(3, 0))
    merged.text = ZH
    table.cell(2, 1).text, table.cell(3, 1).text = "The committee", "approved the budget."
    made.save(str(tmp_path / "a.docx"))
    rows, said, _ = read(tmp_path / "a.docx")
    assert rows == [("第一行\n第二\t行", "New text"), (ZH, EN)]
    assert said == [
        "tracked changes are taken as accepted",
        "1 inline code left out",
        "1 piece of hidden text left out",
        "1 row beside a merged cell joined with the one above it",
    ]


def test_a_document_without_such_a_table_is_refused(tmp_path):
    path = word(tmp_path / "a.docx", [["Item", "Budget"], ["1", "2"]], text=EN)
    with pytest.raises(InputError, match="no table with a column of Chinese and one of English"):
        read_pairs(path)
    (tmp_path / "b.docx").write_bytes(b"PK\x05\x06" + bytes(18))
    with pytest.raises(InputError, match=r"b\.docx: "):
        read_pairs(tmp_path / "b.docx")


CELL = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn", "Zl", "Zp")), max_size=12)
LINE = st.lists(CELL.map(str.strip), max_size=3).map("\t".join).map(str.strip)
TEXT = st.lists(LINE, max_size=3).map("\n".join).map(tidy)


@given(
    st.lists(st.tuples(TEXT, TEXT), max_size=5), st.sampled_from(["", "zh", "en"]), st.sampled_from(["A/1/2", "letter"])
)
@settings(deadline=None, max_examples=40)
def test_a_table_that_is_written_is_read_back(tmp_path_factory, texts, original, symbol):
    path = tmp_path_factory.mktemp("back") / "a.docx"
    found = [(zh, en) for zh, en in [*BOTH, *texts, ("=1", "<b>&amp;")] if zh or en]
    pairs = [
        Pair(symbol, k, zh, en, original=original, link=f"{bool(zh):d}-{bool(en):d}")
        for k, (zh, en) in enumerate(found, 1)
    ]
    assert write_pairs(pairs, path) == len(pairs)
    assert read_pairs(path) == pairs


def test_what_a_table_has_no_column_for_is_named(tmp_path):
    said = Remarks()
    pairs = [Pair("A/1/2", 1, ZH, EN, (0,), (0,), 0.5, "title", page=2, about=About(locked=True, notes=("see 3",)))]
    write_pairs([*pairs, Pair("A/1/3", 1, ZH2, EN2)], tmp_path / "a.docx", keep=True, said=said)
    assert said.lines() == [
        "1 score left out",
        "1 kind left out",
        "1 link of sentences left out",
        "1 place in a document left out",
        "1 lock of a row left out",
    ]
    again = read_pairs(tmp_path / "a.docx")
    assert [(pair.symbol, pair.zh, pair.en) for pair in again] == [("A/1/2", ZH, EN), ("A/1/3", ZH2, EN2)]
    assert again[0].about.notes == ("see 3",)


def test_any_table_for_people(tmp_path):
    rows = [("1", "第一\n第二", "a\tb"), ("2", "", "=x")]
    write_word_tables(tmp_path / "a.docx", [WordTable("Findings", ("no", "zh", "finding"), rows, (1, 2, 2))])
    data = (tmp_path / "a.docx").read_bytes()
    [sheet] = read_word_tables(tmp_path / "a.docx").tables
    assert (sheet.name, sheet.rows) == ("Findings", [["no", "zh", "finding"], *map(list, rows)])
    write_word_tables(tmp_path / "a.docx", [WordTable("Findings", ("no", "zh", "finding"), rows, (1, 2, 2))])
    assert (tmp_path / "a.docx").read_bytes() == data
    assert docx.Document(str(tmp_path / "a.docx")).tables[0].cell(1, 1).text == "第一\n第二"


def test_a_folder_knows_bilingual_tables_and_our_own_files(tmp_path):
    word(tmp_path / "talks.docx", [(ZH, EN), (ZH2, EN2)])
    (tmp_path / "old-waivers.txt").write_text("# duizhao: findings that were accepted\n9d8f1faf57d1\tA102\n", "utf-8")
    (tmp_path / "duizhao-waivers.txt").write_text("9d8f1faf57d1\tA102\n", "utf-8")
    (tmp_path / "duizhao.toml").write_text("", "utf-8")
    found = pair_folder(tmp_path)
    assert [(entry.symbol, entry.is_bitext) for entry in found.entries] == [("talks", True)]
    assert [str(note) for entry in found.entries for note in entry.notes] == ["talks.docx is a bilingual table"]
    assert not found.problems


XLIFF = (
    '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">\n<file original="doc.docx" source-language="en"'
    ' target-language="zh" datatype="x"><body>\n<trans-unit id="1"><source>{}</source><target>{}</target></trans-unit>\n'
    "</body></file></xliff>"
)


def test_two_files_of_one_original_are_two_documents(tmp_path):
    for name, (zh, en) in zip(("a.xlf", "b.xlf"), BOTH, strict=True):
        (tmp_path / name).write_text(XLIFF.format(en, zh), "utf-8")
    found = read_bitexts([tmp_path / "a.xlf", tmp_path / "b.xlf"])
    assert [(pair.symbol, pair.position, pair.line) for pair in found.pairs] == [("doc", 1, 3), ("doc (b.xlf)", 1, 3)]
    assert "another file has the same original (doc)" in found.remarks[0]
