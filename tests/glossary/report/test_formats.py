"""Reports as files: TSV, SARIF, JUnit, XLSX, JSON, text; golden files; texts that no format likes."""

import io
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import fastexcel
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from corpora.bitext import Pair
from glossary.concept import Termbase
from glossary.finding import Evidence, Finding, Judged, Report, Severity, pieces
from glossary.quality.returned import read_back
from glossary.report.formats import report_bytes
from glossary.report.html import pages, render_html
from glossary.report.json_lines import render_json_lines
from glossary.report.junit import render_junit
from glossary.report.large import shown_rows
from glossary.report.page_data import script_json, utf16_spans
from glossary.report.sarif import render_sarif
from glossary.report.sheet_columns import COLUMNS, DECISIONS, PLACE, word
from glossary.report.tables import TSV_COLUMNS, render_tsv
from glossary.report.text import render_summary, render_text
from glossary.report.xlsx import MOST_CHARACTERS, fitted, render_xlsx
from tests.glossary.report.samples import HOSTILE, PAIRS, hostile, small

GOLDEN = Path(__file__).parent / "golden"
ANY = st.text(st.characters(), max_size=40)


def normal(html):
    """The page without its style sheet and script, which have no say in what it holds."""
    html = re.sub(r"<style>.*?</style>", "<style></style>", html, flags=re.S)
    html = re.sub(r"<script>.*?</script>", "<script></script>", html, flags=re.S)
    return re.sub(r"'sha256-[^']+'", "'sha256-'", html)


def test_golden_text_and_json():
    assert render_text(small()) == (GOLDEN / "report.txt").read_text("utf-8")
    assert json.loads(json.dumps(small().to_dict())) == json.loads((GOLDEN / "report.json").read_text("utf-8"))
    assert render_summary(small(), 3).startswith("Findings: 2 errors, 0 warnings, 0 notes")


@pytest.mark.parametrize("ui", ["en", "zh"])
def test_golden_html(ui):
    # the golden file is what a person looked at in a browser; a change of the page is a change of this file
    golden = GOLDEN / f"report.{ui}.html"
    assert normal(render_html(small(), PAIRS, Termbase(), ui)) == golden.read_text("utf-8")


def test_golden_tsv_sarif_junit():
    assert render_tsv(small()).decode("utf-8") == (GOLDEN / "report.tsv").read_text("utf-8")
    sarif = json.loads(render_sarif(small(), Path("bitext.tsv")))
    expected = json.loads((GOLDEN / "report.sarif").read_text("utf-8"))
    # pages of checks are golden elsewhere: they are documentation
    for log in (sarif, expected):
        log["runs"][0]["tool"]["driver"].pop("rules")
    assert sarif == expected
    failures = [
        (f.getparent().get("name"), f.get("type"))
        for f in etree.fromstring(render_junit(small(), PAIRS)).iter("failure")
    ]
    assert failures == [("A102 missing sentence", "error"), ("N101 number", "error")]


def test_the_page_is_the_same_every_time_and_asks_nobody():
    html = render_html(small(), PAIRS, Termbase())
    assert html == render_html(small(), PAIRS, Termbase())
    assert "<平民>" not in html
    assert "&lt;平民&gt;" in html
    assert "<mark>112</mark>" in html
    assert "http://" not in html
    assert "https://" not in html
    assert "default-src &#39;none&#39;" in html
    assert "对照与术语检查报告" in render_html(small(), PAIRS, Termbase(), ui="zh")


def test_a_report_without_scores_is_a_page():
    for report in (
        Report(()),
        Report((), {"headline": {"score": None, "parts": []}, "documents": [{"symbol": "A/1"}]}),
    ):
        for ui in ("en", "zh"):
            assert "<h1>" in render_html(report, [], Termbase(), ui)
            assert render_xlsx(report, [], ui)
        assert render_junit(report).startswith(b"<?xml")


def test_one_door_for_all_formats():
    from glossary.finding import Checked

    done = Checked(PAIRS, Termbase(), small())
    starts = {
        "text": b"A/1:1",
        "json": b"{",
        "html": b"<!DOCTYPE",
        "xlsx": b"PK",
        "tsv": b"id\t",
        "sarif": b"{",
        "junit": b"<?xml",
    }
    for kind, start in starts.items():
        for ui in ("en", "zh"):
            assert report_bytes(kind, done, ui, Path("bitext.tmx")).startswith(start)
    with pytest.raises(ValueError, match="no report format"):
        report_bytes("doc", done)


# TSV


def test_tsv_has_a_line_a_finding_whatever_its_texts_hold():
    report, _, _ = hostile()
    lines = render_tsv(report).decode("utf-8").split("\n")
    assert lines[-1] == ""
    assert len(lines) == 2 + len(report.findings) + len(report.waived)
    for line in lines[:-1]:
        cells = line.split("\t")
        assert len(cells) == len(TSV_COLUMNS)
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
        assert len(line.splitlines()) == 1
    assert [line.split("\t")[TSV_COLUMNS.index("waived")] for line in lines[1:-1]].count("yes") == 2


# SARIF


def check_sarif(log):
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert run["tool"]["driver"]["name"] == "duizhao"
    assert len({rule["id"] for rule in rules}) == len(rules)
    for rule in rules:
        assert rule["shortDescription"]["text"]
        assert rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] in ("note", "warning", "error")
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("note", "warning", "error")
        assert result["message"]["text"]
        assert re.fullmatch("[0-9a-f]{12}", result["partialFingerprints"]["duizhaoId/v1"])
        for location in result["locations"]:
            assert location["logicalLocations"][0]["fullyQualifiedName"]
            uri = location["physicalLocation"]["artifactLocation"]["uri"]
            assert re.fullmatch(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+", uri)
            assert location["physicalLocation"]["region"]["startLine"] >= 1
    return run


@pytest.mark.parametrize(("name", "line"), [("bitext.tsv", 2), ("bitext.jsonl", 1), ("文 件.tmx", 1)])
def test_sarif(name, line):
    run = check_sarif(json.loads(render_sarif(small(), Path(name))))
    assert [r["ruleId"] for r in run["results"]] == ["A102", "N101"]
    assert run["results"][1]["locations"][0]["physicalLocation"]["region"] == {"startLine": line}
    assert run["results"][0]["partialFingerprints"]["duizhaoId/v1"] == small().by_importance()[0].id
    assert "suppressions" not in run["results"][0]


def test_sarif_of_hostile_texts():
    report, _, _ = hostile()
    for ui in ("en", "zh"):
        run = check_sarif(json.loads(render_sarif(report, Path("a/b.tsv"), ui)))
        assert sum("suppressions" in result for result in run["results"]) == 2
        assert run["results"][0]["relatedLocations"][0]["physicalLocation"]


# JUnit


def test_junit_is_well_formed_and_counts():
    report, pairs, _ = hostile()
    root = etree.fromstring(render_junit(report, pairs))
    suites = root.findall("testsuite")
    assert int(root.get("tests")) == sum(int(s.get("tests")) for s in suites) == len(root.findall(".//testcase"))
    assert int(root.get("failures")) == len(root.findall(".//failure"))
    assert all(len(case.findall("failure")) <= 1 for case in root.iter("testcase"))
    failing = [f for f in report.findings if f.severity is not Severity.NOTE]
    assert len(root.findall(".//failure")) == len({(f.symbol, f.code) for f in failing})
    assert any("waived" in (out.text or "") for out in root.iter("system-out"))


@settings(max_examples=40)
@given(ANY, ANY, ANY)
def test_any_text_goes_into_every_format(zh, en, symbol):
    finding = Finding(
        "P103",
        Severity.WARNING,
        "Style",
        symbol,
        1,
        en,
        zh,
        zh,
        en,
        ((0, 2),),
        ((0, 1),),
        zh,
        en,
        (Evidence(symbol, 0, zh, en),),
    )
    report, pairs = Report((finding,), {"by_document": {symbol: 1}}, symbol), [Pair(symbol, 1, zh, en)]
    etree.fromstring(render_junit(report, pairs))
    json.loads(render_sarif(report))
    assert len(render_tsv(report).decode("utf-8").splitlines()) == 2
    assert cells(render_xlsx(report, pairs))[1][PLACE["id"]] == finding.id
    html = render_html(report, pairs, Termbase())
    data = json.loads(re.search(r'id="data">(.*?)</script>', html, re.S)[1])
    assert (data["rows"][0][1], data["rows"][0][2], data["findings"][0][6]) == joined(zh, en, en)


def joined(*texts):
    """As JSON reads them: two halves of a pair of surrogates become one character."""
    return tuple(json.loads(json.dumps(text)) for text in texts)


# XLSX


def cells(data, sheet=0):
    book = fastexcel.read_excel(data)
    frame = book.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string").to_polars()
    return [["" if cell is None else cell for cell in row] for row in frame.iter_rows()]


@pytest.mark.parametrize("ui", ["en", "zh"])
def test_xlsx_has_a_row_a_finding_with_a_drop_down(ui):
    data = render_xlsx(small(), PAIRS, ui)
    rows = cells(data)
    assert rows[0] == [column.heading(ui) for column in COLUMNS]
    assert [row[PLACE["id"]] for row in rows[1:]] == [f.id for f in small().by_importance()]
    assert rows[2][PLACE["zh"]] == PAIRS[0].zh
    assert [row[2] for row in cells(data, 2)[1:]] == [pair.zh for pair in PAIRS]
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        strings = parts.read("xl/sharedStrings.xml").decode()
    assert f'"{",".join(word(value, ui) for value in DECISIONS)}"' in sheet.replace("&quot;", '"')
    assert "<autoFilter" in sheet
    assert 'state="frozen"' in sheet
    assert re.search(r"<r>.*?<b/>.*?<t>112</t></r>", strings)


def test_xlsx_takes_no_text_for_a_formula():
    report, pairs, _ = hostile()
    data = render_xlsx(report, pairs)
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if "worksheets/sheet" in name]
        assert not any("<f>" in sheet or "<hyperlink" in sheet for sheet in sheets)
        for name in parts.namelist():
            if name.endswith((".xml", ".rels", ".vml")):
                etree.fromstring(parts.read(name))
    rows = cells(data)
    assert len(rows) == 1 + len(report.findings) + len(report.waived)
    assert "=cmd|' /C calc'!A0" in {row[PLACE["message"]] for row in rows}
    assert [row[PLACE["decision"]] for row in rows[-2:]] == ["accepted", "accepted"]


def test_a_long_text_says_that_it_was_cut():
    for text in ("中" * 40_000, "a" * 32_768, "😀" * 20_000):
        for ui in ("en", "zh"):
            cell = fitted(text, ui)
            assert len(cell.encode("utf-16-le")) // 2 <= MOST_CHARACTERS
            assert ("cut: " if ui == "en" else "此处截断") in cell
    assert fitted("a" * 32_767, "en") == "a" * 32_767
    long = Finding("P103", Severity.NOTE, "Style", "A/1", 1, "m", "m", "中" * 40_000, "a", ((0, 2),))
    row = cells(render_xlsx(Report((long,)), [Pair("A/1", 1, long.zh, "a")]))[1]
    assert "[cut: 40,000 characters" in row[PLACE["zh"]]


def test_links_that_are_probably_wrong_have_a_sheet_worst_first(tmp_path):
    pairs = [
        Pair("A/1", 1, "会议", "Meeting", score=0.99),
        Pair("A/1", 2, "甲", "B", score=0.4),
        Pair("A/1", 3, "乙", "C", score=0.1),
        Pair("A/1", 4, "丙", "", score=0.1),
    ]
    data = render_xlsx(Report(()), pairs)
    assert fastexcel.read_excel(data).sheet_names[-1] == "Probably wrong links"
    assert [row[2] for row in cells(data, 3)[1:]] == ["乙", "甲"]
    (tmp_path / "report.xlsx").write_bytes(data)
    assert not read_back(tmp_path / "report.xlsx").own_work  # all of it is ours, so the next run may write anew
    assert len(fastexcel.read_excel(render_xlsx(Report(()), pairs[:1], "zh")).sheet_names) == 3


def test_rows_go_on_in_another_sheet(monkeypatch):
    monkeypatch.setattr("glossary.report.xlsx.MOST_ROWS", 3)
    report, pairs, _ = hostile()
    data = render_xlsx(report, pairs)
    names = fastexcel.read_excel(data).sheet_names
    assert [name for name in names if name.startswith("Side by side")][:2] == ["Side by side", "Side by side 2"]
    side = [k for k, name in enumerate(names) if name.startswith("Side by side")]
    assert sum(len(cells(data, k)) - 1 for k in side) == len(pairs)


# pieces


@settings(max_examples=60)
@given(ANY, st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=4))
def test_pieces_are_the_text(text, spans):
    assert "".join(piece for piece, _ in pieces(text, spans)) == text
    units = text.encode("utf-16-le", "surrogatepass")
    flat = utf16_spans(text, spans)
    assert flat == sorted(flat)
    shown = [
        units[2 * a : 2 * b].decode("utf-16-le", "surrogatepass") for a, b in zip(flat[::2], flat[1::2], strict=True)
    ]
    assert shown == [
        piece.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
        for piece, hit in pieces(text, spans)
        if hit
    ]


def test_json_in_a_script_cannot_break_out():
    text = str(script_json(list(HOSTILE)))
    assert not re.search("[<>&\u2028\u2029\x85\0\ud800-\udfff]", text)
    assert json.loads(text) == json.loads(json.dumps(HOSTILE))


def many(rows=21_000):
    """More rows than a page holds, in documents of 7,000, with two findings."""
    pairs = [Pair(f"A/{k // 7000}", 1 + k % 7000, f"第{k}句", f"Sentence {k}") for k in range(rows)]
    faults = [
        Finding("N101", Severity.ERROR, "Accuracy", "A/0", 12, "one", zh="第11句", en="Sentence 11", position=12),
        Finding("P103", Severity.NOTE, "Fluency", "A/2", 20_999, "two", zh="x", en="y", position=6999),
    ]
    return Report(faults, {}, "sig"), pairs


def test_rows_that_do_not_fit_into_a_page_stand_beside_it():
    report, pairs = many()
    files = dict(pages(report, pairs, Termbase(), "en", "my report.html"))
    assert list(files) == [f"my report-rows/rows-000{k}.html" for k in range(1, 6)] + ["my report.html"]
    data = json.loads(re.search(r'id="data">(.*?)</script>', files["my report.html"], re.S)[1])
    assert data["blocks"] == [[2, 21], [20_989, 12]]  # ten rows around each finding, as far as there are rows
    assert [row[1] for row in data["rows"][:2]] == ["第1句", "第2句"]
    assert data["total"] == 21_000
    assert data["findings"][0][7:9] == [0, 0]  # the texts of its row
    second = files["my report-rows/rows-0002.html"]
    assert 'id="s5001"' in second
    assert 'id="s10000"' in second
    assert 'id="s10001"' not in second
    assert '<a href="../my report.html">' in second
    assert "<script" not in second
    assert '<a href="my report-rows/rows-0002.html#s7001" data-symbol="A/1">' in files["my report.html"]


def test_rows_fit_where_nobody_asks_for_files():
    report, pairs = many()
    assert [name for name, _html in pages(report, pairs, Termbase())] == [""]
    report, pairs = small(), PAIRS
    assert [name for name, _html in pages(report, pairs, Termbase(), "zh", "r.html")] == ["r.html"]


def test_neighbours_are_fewer_where_findings_are_many():
    pairs = [Pair("A/1", k, "大会", "Assembly") for k in range(1, 40_001)]
    faults = [Finding("N101", Severity.ERROR, "", "A/1", k, "m", position=k) for k in range(1, 40_001, 10)]
    shown = shown_rows(Report(faults), len(pairs))
    assert sum(number for _first, number in shown) == 4000 * 5 - 2  # two on each side; the first row has none before it


def test_json_lines():
    report, pairs = many()
    lines = [json.loads(line) for line in render_json_lines(report, pairs).decode().splitlines()]
    assert [line["kind"] for line in lines] == ["report", *["document"] * 3, *["finding"] * 2]
    assert lines[0]["pairs"] == 21_000
    assert lines[0]["schema"] == 2
    assert lines[1] == {
        "kind": "document", "symbol": "A/0", "pairs": 7000, "findings": {"note": 0, "warning": 0, "error": 1}, "score": None,
    }  # fmt: skip
    assert lines[-1]["code"] == "P103"


def test_the_sheet_prints_across_with_its_headings_and_has_decisions_beside_the_texts(tmp_path):
    keys = [column.key for column in COLUMNS]
    assert keys[keys.index("en") + 1 :][:2] == ["decision", "comment"]
    report, pairs, _termbase = hostile()
    with zipfile.ZipFile(io.BytesIO(render_xlsx(report, pairs))) as book:
        names = re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())
        areas = book.read("xl/workbook.xml").decode()
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert names == ["Findings", "Scores", "Side by side", "Terms"]
    assert re.search(r'<pageSetup paperSize="9"[^>]* orientation="landscape"', sheet)
    assert 'fitToHeight="0"' in sheet
    assert areas.count("_xlnm.Print_Titles") == areas.count("_xlnm.Print_Area") == 4


def test_a_terms_sheet_that_somebody_edited_is_a_persons_work(tmp_path):
    one = {"text": "the rendering", "count": 3, "rows": [1], "symbols": ["A/1"]}
    concepts = [{"concept": "c", "term": "大会", "language": "zh", "renderings": [one]}]
    report = small()
    report = replace(report, scores=report.scores | {"consistency": {"concepts": concepts}})
    path = tmp_path / "report.xlsx"
    path.write_bytes(render_xlsx(report, PAIRS))
    assert not read_back(path).own_work
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"the rendering", b"another"))
    path.write_bytes(out.getvalue())
    assert read_back(path).own_work


def test_the_page_knows_what_people_decided_and_where_findings_stand_in_the_file():
    report = small()
    one = replace(report.findings[0], paragraph=7, page=2)
    report = replace(report, findings=[one], judged={one.id: Judged("fixed", "mine", "Li Wen", "2026-12-01")})
    page = render_html(report, PAIRS, Termbase(), "en")
    data = json.loads(re.search(r'id="data">(.*?)</script>', page, re.S)[1])
    assert data["judged"] == {one.id: ["fixed", "Li Wen", "2026-12-01", "mine"]}
    assert data["findings"][0][17:] == [7, 2]
    assert '<option value="discuss">to discuss</option>' in page


def test_links_that_are_probably_wrong_are_shown_worst_first():
    wrong = [replace(PAIRS[0], score=0.2, position=71), replace(PAIRS[0], score=0.1, position=72)]
    page = render_html(small(), [*PAIRS, *wrong], Termbase())
    section = page.partition('<section id="doubtful"')[2].partition("</section>")[0]
    assert [section.index(f":{place}</th>") for place in (72, 71)] == sorted(
        section.index(f":{k}</th>") for k in (71, 72)
    )
    assert ">0.10<" in section
    assert '<section id="doubtful"' not in render_html(small(), PAIRS, Termbase())
