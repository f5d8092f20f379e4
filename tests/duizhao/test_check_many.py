"""``duizhao check`` of several bitexts, of folders and of archives; what is new since an earlier report."""

import json

import pytest

from corpora.bitext import Pair
from corpora.errors import InputError
from corpora.exchange import write_pairs
from duizhao import api
from glossary.finding import Severity
from tests.calls import call
from tests.places import ROOT

WRONG = ("共有112名平民受伤。", "A total of 121 civilians were injured.")
OPEN = ("缓冲区仍然关闭（见附件。", "The buffer zone remains closed (see annex).")
SAVED = ROOT / "tests" / "saved" / "0.1"


def write(path, symbol, *rows):
    path.parent.mkdir(exist_ok=True)
    write_pairs([Pair(symbol, k, zh, en) for k, (zh, en) in enumerate(rows, start=1)], path)


def places(text):
    return [line.split(" ")[:2] for line in text.splitlines() if line.startswith(("A/", "S/"))]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "one.tmx", "A/99/1", WRONG, OPEN)
    write(tmp_path / "two.tsv", "A/99/2", OPEN)
    return tmp_path


def test_several_bitexts_are_one_report_by_document(folder):
    status, out, _err = call("check", "one.tmx", "two.tsv")
    assert status == 1
    assert places(out) == [["A/99/1:1:", "N101"], ["A/99/1:2:", "P101"], ["A/99/2:1:", "P101"]]
    scores = json.loads(call("check", "one.tmx", "two.tsv", "-f", "json")[1])["scores"]
    assert [(one["symbol"], one["pairs"], one["findings"]) for one in scores["documents"]] == [
        ("A/99/1", 2, 2),
        ("A/99/2", 1, 1),
    ]


def test_sarif_names_the_file_and_its_line(folder):
    (run,) = json.loads(call("check", "one.tmx", "two.tsv", "-f", "sarif")[1])["runs"]
    found = [result["locations"][0]["physicalLocation"] for result in run["results"]]
    where = {(one["artifactLocation"]["uri"], one["region"]["startLine"]) for one in found}
    lines = (folder / "one.tmx").read_text("utf-8").splitlines()
    first, second = [number for number, line in enumerate(lines, start=1) if "<tu " in line]
    assert where == {("one.tmx", first), ("one.tmx", second), ("two.tsv", 2)}
    assert [one["location"]["uri"] for one in run["artifacts"]] == ["one.tmx", "two.tsv"]


def test_a_document_in_several_forms_is_checked_once_in_its_best(folder):
    for suffix in ("tmx", "tsv", "parquet"):
        write(folder / "docs" / f"A_99_3.{suffix}", "A/99/3", OPEN)
    write(folder / "docs" / "A_99_4.tsv", "A/99/4", OPEN)
    (folder / "docs" / "list.csv").write_text("symbol,path\nA/99/3,a.txt\n", "utf-8")
    write(folder / "docs" / "our terms.tsv", "x", ("缓冲区", "buffer zone"))
    write(folder / "docs" / "deep" / "A_99_5.tsv", "A/99/5", OPEN)
    status, out, err = call("check", "docs", "--fail-on", "warning")
    assert status == 1
    assert [place for place, _code in places(out)] == ["A/99/3:1:", "A/99/4:1:"]
    assert err.splitlines() == [
        "docs/A_99_3.tmx: is there as A_99_3.parquet already, which is checked",
        "docs/A_99_3.tsv: is there as A_99_3.parquet already, which is checked",
        "docs/list.csv: no column zh (columns: symbol, path): left out",
        "docs/our terms.tsv: seems to be a list of terms and is left out; name it to have it checked",
        "docs: 1 bitexts in subfolders are left out; -r reads these too",
    ]
    write(folder / "docs" / "deep" / "A_99_4.tmx", "A/99/4", OPEN)
    status, out, err = call("check", "docs", "-r", "--fail-on", "warning")
    assert [place for place, _code in places(out)] == ["A/99/3:1:", "A/99/4:1:", "A/99/5:1:"]
    assert "docs/A_99_4.tsv: is there as docs/deep/A_99_4.tmx already, which is checked" in err
    assert "left out; -r" not in err
    assert len(api.check("docs", recursive=True).pairs) == 3


def test_a_bad_file_is_a_line_and_the_rest_is_done(folder):
    (folder / "broken.tmx").write_text("<tmx><body>", "utf-8")
    status, out, err = call("check", "broken.tmx", "one.tmx", "none.tmx", "-o", "r.txt")
    assert (status, out) == (2, "")
    assert len(places((folder / "r.txt").read_text("utf-8"))) == 2
    assert [line.split(":")[1].strip() for line in err.splitlines()] == ["broken.tmx", "none.tmx"]
    status, out, err = call("check", "broken.tmx", "none.tmx")
    assert (status, out, len(err.splitlines())) == (2, "", 1)
    (folder / "empty").mkdir()
    assert "no bitext in it" in call("check", "empty")[2]


def test_what_is_checked_is_not_written_over(folder):
    write(folder / "docs" / "A_99_3.tsv", "A/99/3", OPEN)
    before = (folder / "docs" / "A_99_3.tsv").read_bytes()
    status, _out, err = call("check", "docs", "-o", "docs/A_99_3.tsv")
    assert (status, "file of this very command" in err) == (2, True)
    assert (folder / "docs" / "A_99_3.tsv").read_bytes() == before


def test_the_whole_of_an_archive_is_checked():
    status, out, err = call("check", SAVED / "job", "-f", "json", "--fail-on", "never")
    assert status == 0
    assert err == f"{SAVED / 'job'}: 1 document could not be aligned and is not checked, see documents.tsv\n"
    marks = [json.loads(path.read_text("utf-8")) for path in sorted((SAVED / "job" / "parts").glob("*.json"))]
    aligned = {one["symbol"]: one["links"] for mark in marks for one in mark["documents"]}
    assert len(aligned) > 1
    assert {one["symbol"]: one["pairs"] for one in json.loads(out)["scores"]["documents"]} == aligned
    status, _out, err = call("check", SAVED / "job-killed", "--fail-on", "never")
    assert status == 2
    assert "shards are not done and not checked; give the command of 'align run' again" in err


def test_waivers_of_a_folder_lie_in_it(folder):
    write(folder / "docs" / "A_99_3.tsv", "A/99/3", WRONG)
    finding = json.loads(call("check", "docs", "-f", "json")[1])["findings"][0]
    (folder / "docs" / "duizhao-waivers.txt").write_text(f"{finding['id']}  N101\n", "utf-8")
    status, _out, err = call("check", "docs")
    assert status == 0
    assert "docs/duizhao-waivers.txt: 1 finding accepted earlier is left out" in err


def test_only_what_is_new_counts(folder):
    assert call("check", "one.tmx", "-o", "old.json")[0] == 1
    status, out, _err = call("check", "one.tmx", "--baseline", "old.json")
    assert status == 0
    assert places(out) == [["A/99/1:1:", "N101"], ["A/99/1:2:", "P101"]]
    assert all(" (known): " in line for line in out.splitlines()[:2])
    assert "Since the earlier report: 0 new, 2 known, 0 gone" in out
    status, out, _err = call("check", "one.tmx", "two.tsv", "--baseline", "old.json", "--fail-on", "warning")
    assert status == 1
    assert "Since the earlier report: 1 new, 2 known, 0 gone" in out
    record = json.loads(call("check", "two.tsv", "--baseline", "old.json", "-f", "json")[1])
    assert record["scores"]["baseline"] == {"new": 1, "known": 0, "gone": 2}
    assert "known" not in record["findings"][0]
    assert (
        "与先前报告相比：新增0条，已知2条，消失0条"
        in call("check", "one.tmx", "--baseline", "old.json", "--ui", "zh")[1]
    )


def test_every_format_says_what_is_new(folder):
    call("check", "one.tmx", "-o", "old.json")
    names = ["r.html", "r.xlsx", "r.json", "r.tsv", "r.sarif", "r.xml"]
    outputs = [part for name in names for part in ("-o", name)]
    assert call("check", "one.tmx", "two.tsv", "--baseline", "old.json", *outputs)[0] == 0
    record = json.loads((folder / "r.json").read_text("utf-8"))
    assert [one.get("known") for one in record["findings"]] == [True, True, None]
    (run,) = json.loads((folder / "r.sarif").read_text("utf-8"))["runs"]
    assert sorted(one["baselineState"] for one in run["results"]) == ["new", "unchanged", "unchanged"]
    lines = [line.split("\t") for line in (folder / "r.tsv").read_text("utf-8").splitlines()]
    assert sorted(line[-1] for line in lines) == ["", "known", "yes", "yes"]
    assert (folder / "r.xml").read_text("utf-8").count("<failure ") == 1
    assert "1 new, 2 known, 0 gone" in (folder / "r.html").read_text("utf-8")


def test_an_accepted_finding_that_comes_back_is_no_news(folder):
    call("check", "one.tmx", "-o", "old.json")
    finding = json.loads((folder / "old.json").read_text("utf-8"))["findings"][0]
    (folder / "w.txt").write_text(f"{finding['id']}  N101\n", "utf-8")
    call("check", "one.tmx", "--waivers", "w.txt", "-o", "old.json")
    assert call("check", "one.tmx", "--baseline", "old.json")[0] == 0


def test_a_program_gives_files_folders_and_a_baseline(folder):
    done = api.check(["one.tmx", folder / "two.tsv"])
    assert [(path.name, rows) for path, rows in done.files] == [("one.tmx", 2), ("two.tsv", 1)]
    call("check", "one.tmx", "-o", "old.json")
    done = api.check(str(folder), baseline="old.json")
    assert [(one.symbol, one.severity) for one in done.report.new()] == [("A/99/2", Severity.WARNING)]
    done = api.check(["one.tmx", "none.tmx"])
    assert [remark.split(":")[0] for remark in done.remarks] == ["none.tmx"]
    with pytest.raises(InputError, match="no bitext can be read"):
        api.check(["none.tmx", "neither.tmx"])
