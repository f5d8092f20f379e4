"""The text side by side as a Word file: findings beside it, decisions read back."""

import io
from dataclasses import replace

import docx
import pytest

from corpora.sheets import read_word_tables
from glossary.finding import Judged
from glossary.quality import read_back
from glossary.report.word_table import COLUMNS, render_docx
from tests.glossary.report.samples import PAIRS, hostile, small


@pytest.fixture
def review(tmp_path):
    (tmp_path / "review.docx").write_bytes(render_docx(small(), PAIRS))
    return tmp_path / "review.docx"


def write(path, row, column, text):
    """What a person writes into a cell of the first table."""
    document = docx.Document(path)
    document.tables[0].rows[row].cells[[one.key for one in COLUMNS].index(column)].paragraphs[0].add_run(text)
    document.save(path)


@pytest.mark.parametrize("ui", ["en", "zh"])
def test_a_row_a_sentence_with_its_finding_and_nothing_decided(tmp_path, ui):
    path = tmp_path / "review.docx"
    path.write_bytes(render_docx(small(), PAIRS, ui))
    (table,) = read_word_tables(path).tables
    assert table.name == "A/1"
    assert table.rows[0] == [column.heading(ui) for column in COLUMNS]
    number = next(row for row in table.rows if row[3].startswith("N101"))
    assert number[:3] == ["1", PAIRS[0].zh, PAIRS[0].en]
    assert ("112 in Chinese, 121 in English" in number[3]) == (ui == "en")
    found = read_back(path)
    assert not found.own_work
    assert not found.problems
    assert set(found.judged.values()) == {Judged()}


def test_what_marks_a_text_is_marked(review):
    runs = docx.Document(review).tables[0].rows[1].cells[2].paragraphs[0].runs
    assert [run.text for run in runs if run.bold] == ["121"]


def test_decisions_and_comments_come_back_and_other_work_is_seen(review):
    write(review, 1, "decision", "豁免")
    write(review, 1, "comment", "both are right")
    found = read_back(review)
    number = small().by_importance()[1]
    assert found.judged[number.id] == Judged("accepted", "both are right")
    assert found.about[number.id] == ("N101", "A/1", 1)
    assert not found.own_work
    write(review, 1, "en", " indeed")
    assert read_back(review).own_work


@pytest.mark.parametrize(
    "work", [lambda document: document.add_paragraph("a note"), lambda document: document.add_table(1, 2)]
)
def test_a_paragraph_or_a_table_of_a_persons_own_is_seen(review, work):
    document = docx.Document(review)
    work(document)
    document.save(review)
    assert read_back(review).own_work


def test_decisions_that_hold_stand_in_it_and_several_findings_share_the_texts(tmp_path):
    report = small()
    first, second = report.findings[:2]
    report = replace(report, findings=[first, replace(second, segment=1)], judged={first.id: Judged("discuss", "why?")})
    path = tmp_path / "review.docx"
    path.write_bytes(render_docx(report, PAIRS))
    (table,) = read_word_tables(path).tables
    assert [row[1] for row in table.rows[1:]] == [PAIRS[0].zh, "", PAIRS[1].zh]
    assert ["to discuss", "why?"] in [row[4:6] for row in table.rows]
    assert not read_back(path).own_work


def test_hostile_texts_stay_texts():
    report, pairs, _termbase = hostile()
    data = render_docx(report, pairs, "zh")
    assert data == render_docx(report, pairs, "zh")
    assert len(docx.Document(io.BytesIO(data)).tables) == len({pair.symbol for pair in pairs})
