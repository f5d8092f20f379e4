"""One name for a row: the same sentence is named alike in every report, whatever stands before its document."""

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import fastexcel
import polars as pl
import pytest

from corpora.bitext import Bitext, Link, Pair, pairs_from_frame, pairs_to_frame
from corpora.document import Document, Segment
from corpora.exchange import read_pairs, write_pairs
from glossary.checks import Material, make_report, run_checks
from glossary.compare import compare_reports
from glossary.concept import Termbase
from glossary.consistency import ConsistencyResult
from glossary.finding import Checked
from glossary.quality.waivers import Waiver
from glossary.report import FORMATS, report_bytes
from glossary.rows import Rows

SAME = "请秘书长向大会下届会议提交报告。"
PAIRS = [
    *(Pair("A/1", k, f"前{k}项。", f"Item {k} before.") for k in range(1, 6)),
    Pair("A/1", 6, SAME, "Requests the Secretary-General to report to the Assembly at its next session."),
    Pair("A/2", 1, "第一句。", "The first sentence.", paragraph=1, page=1),
    Pair("A/2", 4, "共有112人受伤。", "A total of 121 people were injured.", paragraph=3, page=2),
    Pair("A/2", 5, SAME, "Asks that a report be submitted by the Secretary-General at the coming session."),
]


def report_of(pairs, against=()):
    material = Material(Rows.of(pairs), against=Rows.of(against) if against else None)
    return make_report(run_checks(material), material, ConsistencyResult(()), "sig")


@pytest.fixture(scope="module")
def report():
    return report_of(PAIRS)


def test_a_finding_knows_its_place_and_its_row(report):
    (number,) = (one for one in report.findings if one.code == "N101")
    assert (number.place, number.position, number.segment) == ("A/2:4", 4, 8)
    assert (number.paragraph, number.page) == (3, 2)
    (same,) = (one for one in report.findings if one.code == "S101")
    assert (same.place, [one.place for one in same.evidence]) == ("A/2:5", ["A/1:6"])
    assert same.message.endswith("segment A/1:6")
    assert same.message_zh == "同一句在A/1:6译法不同"
    waiver = Waiver(number.id, number.code, number.symbol, number.position)
    assert waiver.line.split("\t")[2] == "A/2:4"


def test_every_format_names_the_place(report):
    done = Checked(PAIRS, Termbase(), report)
    # findings in an XLIFF file are comments at its units: tests/corpora/exchange/test_commented.py
    files = {kind: report_bytes(kind, done, "en", Path("bitext.tsv")) for kind in FORMATS if kind != "xliff"}
    assert b"A/2:4: N101 error" in files["text"]
    assert b"A/2:4: N101 error" in files["junit"]
    record = next(one for one in json.loads(files["json"])["findings"] if one["code"] == "N101")
    assert [record[name] for name in ("symbol", "position", "paragraph", "page", "segment")] == ["A/2", 4, 3, 2, 8]
    (run,) = json.loads(files["sarif"])["runs"]
    result = next(one for one in run["results"] if one["ruleId"] == "N101")
    (location,) = result["locations"]
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "A/2:4"
    assert location["physicalLocation"]["region"]["startLine"] == 9  # behind the heading of the table
    assert (result["properties"]["position"], result["properties"]["segment"]) == (4, 8)
    row = next(r for r in csv.DictReader(io.StringIO(files["tsv"].decode()), delimiter="\t") if r["code"] == "N101")
    assert [row[name] for name in ("position", "paragraph", "page", "segment")] == ["4", "3", "2", "8"]
    page = json.loads(re.search(r'id="data">(.*?)</script>', files["html"].decode(), re.S)[1])
    found = next(one for one in page["findings"] if one[1] == "N101")
    assert (found[5], found[14], page["rows"][7][6]) == (8, 4, 4)
    assert "A/2</bdi> · Segment 4<" in files["html"].decode()


def test_the_sheet_names_the_place_and_marks_the_row(report):
    book = fastexcel.read_excel(report_bytes("xlsx", Checked(PAIRS, Termbase(), report)))
    rows = book.load_sheet(0).to_polars().to_dicts()
    row = next(one for one in rows if one["code"] == "N101")
    assert [int(row[name]) for name in ("position", "paragraph", "page", "segment")] == [4, 3, 2, 8]
    side = book.load_sheet(2).to_polars().to_dicts()
    assert [(one["document"], int(one["position"])) for one in side if "N101" in (one["findings"] or "")] == [
        ("A/2", 4)
    ]


def test_evidence_of_an_earlier_document_has_its_position():
    report = report_of(PAIRS[:5], against=[])
    assert not [one for one in report.findings if one.code == "S101"]
    report = report_of(PAIRS[6:], against=PAIRS[:6])
    (same,) = (one for one in report.findings if one.code == "S101")
    (evidence,) = same.evidence
    assert (evidence.place, evidence.position, evidence.segment) == ("A/1:6", 6, 0)
    assert "in A/1:6" in same.message


def test_a_report_of_a_bitext_with_a_document_more_is_compared_by_position():
    old = report_of(PAIRS[6:]).to_dict()
    revised = [replace(one, en=one.en.replace("A total of", "In all,")) for one in PAIRS]
    new = report_of(revised).to_dict()
    (stayed,) = compare_reports(old, new).to_dict()["stayed"]
    assert (stayed["position"], stayed["segment"], stayed["was"]["position"], stayed["was"]["segment"]) == (4, 8, 4, 2)
    for record in (old, new):  # as 0.1 wrote them
        for one in record["findings"]:
            del one["position"]
    assert compare_reports(old, new).stayed


@pytest.mark.parametrize("suffix", [".tmx", ".xlf", ".parquet", ".tsv", ".csv", ".jsonl"])
def test_paragraph_and_page_go_through_every_bitext(tmp_path, suffix):
    path = tmp_path / f"b{suffix}"
    write_pairs(PAIRS, path)
    places = [(one.symbol, one.position, one.paragraph, one.page) for one in read_pairs(path)]
    assert places == [(one.symbol, one.position, one.paragraph, one.page) for one in PAIRS]
    if suffix == ".tmx":
        assert 'tuid="A/2:4"' in path.read_text("utf-8")
        assert '<prop type="x-schema">2</prop>' in path.read_text("utf-8")
    if suffix == ".parquet":
        assert pl.read_parquet_metadata(path)["duizhao.schema"] == "2"


def test_tables_without_the_columns_and_with_odd_ones_are_read(tmp_path):
    frame = pairs_to_frame(PAIRS)
    assert pairs_from_frame(frame) == PAIRS
    bare = pairs_from_frame(frame.drop("paragraph", "page"))
    assert [(one.paragraph, one.page) for one in bare] == [(0, 0)] * len(PAIRS)
    path = tmp_path / "odd.tsv"
    path.write_text("zh\ten\tparagraph\tpage\n一\tone\t12(a)\tiv\n二\ttwo\t7\t3.0\n三\tthree\t99999999999\t\n", "utf-8")
    assert [(one.paragraph, one.page) for one in read_pairs(path)] == [(0, 0), (7, 3), (0, 0)]


def test_the_place_of_a_link_is_that_of_its_chinese_side():
    zh = Document("A/1", "zh", (Segment(0, "一。", 0, page=1), Segment(1, "二。", 4, page=2)))
    en = Document(
        "A/1", "en", (Segment(0, "One.", 0, page=1), Segment(1, "More.", 2, page=7), Segment(2, "Two.", 3, page=8))
    )
    there = (Link(range(1), range(1)), Link(range(1, 1), range(1, 2)), Link(range(1, 2), range(2, 3)))
    wanted = [(1, 1), (3, 7), (5, 2)]
    assert [(one.paragraph, one.page) for one in Bitext(zh, en, there).pairs()] == wanted
    back = tuple(Link(link.target, link.source) for link in there)
    assert [(one.paragraph, one.page) for one in Bitext(en, zh, back).pairs()] == wanted
