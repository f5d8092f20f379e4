"""``compare`` as a command: exit codes, both languages, drafts and revisions, files that do not fit."""

import json

import pytest

from corpora.bitext import Pair
from corpora.exchange.write import write_pairs
from glossary.compare.rows import Translation, match_rows, read_side, translation_language
from tests.calls import call

pytestmark = pytest.mark.thorough("whole comparisons by command")
ZH = [
    "安全理事会通过了第2730(2024)号决议。",
    "秘书长在报告中指出，共有112名平民受伤。",
    "缓冲区仍由观察员巡逻。",
    "缓冲区的报告已于2024年5月24日提交。",
    "委员会决定将该项目列入临时议程。",
    "缓冲区宽3公里。",
]
EN = [
    "The Security Council adopted resolution 2730 (2024).",
    "The Secretary-General noted in his report that a total of 112 civilians had been injured.",
    "Observers still patrol the buffer zone.",
    "The report on the buffer zone was submitted on 24 May 2024.",
    "The Committee decided to include the item in the provisional agenda.",
    "The buffer zone is 3 kilometres wide.",
]
DRAFT = [
    EN[0],
    EN[1].replace("112", "121"),
    EN[2],
    "The report on the separation area was submitted on 24 May 2024.",
    EN[4].replace("the item", "this item"),
    EN[5],
]


def run(*arguments):
    return call("compare", *arguments)


def data(*arguments):
    result = run(*arguments, "--format", "json")
    assert result.code == 0, result.err
    return json.loads(result.out)


def bitext(path, zh, en):
    write_pairs([Pair("A/1", k, z, e) for k, (z, e) in enumerate(zip(zh, en, strict=True), start=1)], path)
    return path


def text(path, lines):
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")
    return path


@pytest.fixture
def files(tmp_path):
    return {
        "draft": bitext(tmp_path / "draft.tsv", ZH, DRAFT),
        "revised": bitext(tmp_path / "revised.tmx", ZH, EN),
        "reference": text(tmp_path / "reference.txt", EN),
        "source": text(tmp_path / "source.txt", ZH),
        "terms": text(tmp_path / "terms.csv", ["zh,en", "缓冲区,buffer zone"]),
    }


def test_draft_against_revision(files):
    result = data(files["draft"], files["revised"], "-t", files["terms"])
    assert (result["language"], result["segments"], result["reference"]) == ("en", 6, False)
    assert {m["metric"]: m["better"] for m in result["metrics"]} == {"BLEU": "higher", "chrF": "higher", "TER": "lower"}
    assert all(0 < m["score"] < 100 and m["p"] is None for m in result["metrics"])
    a, b = result["checks"]["a"], result["checks"]["b"]
    assert (a["groups"]["N"], b["groups"]["N"]) == (1, 0)
    assert a["scores"]["consistency"]["adherence"] < b["scores"]["consistency"]["adherence"] == 1
    assert a["scores"]["headline"]["score"] < b["scores"]["headline"]["score"]
    assert [f["code"] for f in result["progress"]["gone"] if f["code"][0] == "N"] == ["N101"]
    assert result["progress"]["new"] == []
    assert result["differ"] == 3
    assert [row["position"] for row in result["different"]] == [4, 5, 2]
    assert result["different"][0]["source"] == ZH[3]


@pytest.mark.thorough("thousands of samples")
def test_two_translations_against_a_reference(files, tmp_path):
    other = bitext(tmp_path / "other.tsv", ZH, [*EN[:3], EN[3].replace("24 May", "25 May"), *EN[4:]])
    result = run(files["draft"], other, "--reference", files["reference"])
    assert result.code == 0
    for word in ("BLEU", "chrF", "TER", "±", "seed:12345", "tok:13a", "N numbers", "24 May 2024"):
        assert word in result.out
    scores = data(files["draft"], other, "--reference", files["reference"], "--test", "ar", "--most", 1)
    assert {(m["metric"], m["system"]) for m in scores["metrics"]} == {
        (m, str(s)) for m in ("BLEU", "chrF", "TER") for s in (files["draft"], other)
    }
    assert sum(m["p"] is not None for m in scores["metrics"]) == 3
    assert len(scores["different"]) == 1
    assert scores["different"][0]["chrf_b"] > scores["different"][0]["chrf_a"]
    none = data(files["draft"], other, "-r", files["reference"], "--test", "none")
    assert all(m["p"] is None and m["interval"] is None for m in none["metrics"])


def test_chinese_translations(files, tmp_path):
    worse = bitext(tmp_path / "worse.tsv", [ZH[0].replace("2730", "2703"), *ZH[1:5], "缓冲区有三公里宽。"], EN)
    result = data(worse, files["revised"], "--ui", "zh")
    assert result["language"] == "zh"
    assert "tok:zh" in result["metrics"][0]["signature"]
    assert result["checks"]["a"]["groups"]["N"] >= 1
    shown = run(worse, files["revised"], "--ui", "zh").out
    assert "差异最大的句段" in shown
    assert "缓冲区有三公里宽。" in shown


@pytest.mark.parametrize(("lines", "token"), [(ZH, "tok:zh"), (EN, "tok:13a")])
def test_identical_files_of_plain_text(tmp_path, lines, token):
    path = text(tmp_path / "one.txt", lines)
    result = data(path, path)
    assert [m["score"] for m in result["metrics"]] == [100, 100, 0]
    assert token in result["metrics"][0]["signature"]
    assert result["checks"] is None
    assert result["differ"] == 0
    shown = run(path, path)
    assert "All segments are the same." in shown.out
    assert "--source" in shown.out


def test_identical_bitexts(files):
    result = data(files["revised"], files["revised"])
    assert [m["score"] for m in result["metrics"]] == [100, 100, 0]
    assert result["checks"]["a"] == result["checks"]["b"]


def test_plain_text_with_its_source(files, tmp_path):
    draft = text(tmp_path / "draft.en", DRAFT)
    result = data(draft, files["reference"], "--source", files["source"])
    assert result["language"] == "en"
    assert result["checks"]["a"]["groups"]["N"] == 1
    assert result["checks"]["b"]["groups"]["N"] == 0


def test_bitexts_of_different_length_are_matched_by_source(files, tmp_path):
    longer = bitext(tmp_path / "longer.tsv", ["会议开始。", *ZH[:2], "会议暂停。", *ZH[2:]],
                    ["The meeting began.", *EN[:2], "It was suspended.", *EN[2:]])  # fmt: skip
    result = data(files["draft"], longer)
    assert result["segments"] == 6
    assert list(result["left_out"].values()) == [2]
    assert result["different"][0]["b"] == EN[3]
    assert "left out" in run(files["draft"], longer).out


def test_a_repeated_source_is_matched_in_order(tmp_path):
    a = Translation(
        tmp_path / "a", [Pair("A", k, z, e) for k, (z, e) in enumerate([("同", "1"), ("异", "x"), ("同", "2")])]
    )
    b = Translation(tmp_path / "b", [Pair("A", k, z, e) for k, (z, e) in enumerate([("同", "3"), ("同", "4")])])
    rows, left_out = match_rows(a, b, None, None, "en")
    assert [(row.a, row.b) for row in rows] == [("1", "3"), ("2", "4")]
    assert list(left_out.values()) == [1]


def refused(*arguments):
    result = run(*arguments)
    assert result.code == 2
    return result.err.removesuffix("\n")


def test_what_cannot_be_compared(files, tmp_path):
    empty = text(tmp_path / "empty.txt", [])
    assert "file is empty" in refused(empty, files["reference"])
    assert "no such file" in refused(tmp_path / "nothing.txt", files["reference"])
    short = text(tmp_path / "short.txt", EN[:4])
    message = refused(short, files["reference"])
    assert "short.txt 4, reference.txt 6" in message
    assert "\n" not in message
    assert "short.txt 4" in refused(files["draft"], files["revised"], "-r", short)
    stranger = bitext(tmp_path / "stranger.tsv", ["另一份文件。"], ["Another document."])
    assert "no source text is the same" in refused(files["draft"], stranger, "--language", "en")
    both = bitext(tmp_path / "both.tsv", [f"{z}又" for z in ZH], [f"{e} Again." for e in EN])
    assert "--language" in refused(files["draft"], both)
    assert "source.txt Chinese, reference.txt English" in refused(files["source"], files["reference"])
    blank = text(tmp_path / "blank.txt", [" ", "", "　", " ", " ", "x"])
    assert data(files["reference"], blank)["unmeasured"] == 5
    assert "file of this very command" in refused(files["draft"], files["revised"], "-o", files["draft"])
    assert files["draft"].read_text("utf-8").startswith("symbol")


def test_output_by_suffix(files, tmp_path):
    out = tmp_path / "result.json"
    assert run(files["draft"], files["revised"], "-o", out).code == 0
    assert json.loads(out.read_text("utf-8"))["segments"] == 6
    plain = tmp_path / "result.txt"
    assert run(files["draft"], files["revised"], "-o", plain).out == ""
    assert "Signatures" in plain.read_text("utf-8")


def test_what_kind_of_file_it_is(files, tmp_path):
    assert read_side(files["revised"]).pairs is not None
    assert read_side(files["reference"]).pairs is None
    renamed = tmp_path / "memory.out"
    renamed.write_bytes(files["revised"].read_bytes())
    assert read_side(renamed).pairs is not None
    table = text(tmp_path / "table.txt", ["zh\ten", *(f"{z}\t{e}" for z, e in zip(ZH, EN, strict=True))])
    assert len(read_side(table).pairs) == 6
    tag = text(tmp_path / "tag.txt", ["<b> is a tag", "in a text"])
    assert read_side(tag).lines == ["<b> is a tag", "in a text"]
    assert translation_language([read_side(files["draft"]), read_side(files["revised"])]) == "en"


def test_it_is_said_in_words(files, tmp_path):
    shown = run(files["draft"], files["revised"], "--reference", files["reference"]).out
    assert "B is better than A (BLEU" in shown
    assert "lower), " in shown
    assert "TER (lower is better)" in shown
    assert "From A to B: gone" in shown
    assert shown.index("Segments that differ most") < shown.index("Signatures")
    same = run(files["draft"], files["draft"], "--reference", files["reference"]).out
    assert "Both are equally good by all metrics." in same
    moved = run(files["draft"], files["revised"]).out
    assert "B changes 3 of 6 segments of A" in moved
    chinese = run(files["draft"], files["revised"], "--reference", files["reference"], "--ui", "zh").out
    assert "B 优于 A（BLEU 高" in chinese
    assert "从 A 到 B: 已消除" in chinese


def test_a_page_with_the_changed_places(files, tmp_path):
    (tmp_path / "lt.tsv").write_text(
        "zh\ten\n" + "".join(f"{z}\t{e} <b>&\n" for z, e in zip(ZH, DRAFT, strict=True)), "utf-8"
    )
    out = tmp_path / "compare.html"
    assert run(files["draft"], files["revised"], "-o", out).code == 0
    page = out.read_text("utf-8")
    assert "<del>121</del>" in page
    assert "<ins>112</ins>" in page
    assert '<html lang="en">' in page
    assert page.count("<article>") == 3
    assert run(tmp_path / "lt.tsv", files["revised"], "-o", out, "--ui", "zh", "--most", 2).code == 0
    page = out.read_text("utf-8")
    assert "&lt;b&gt;&amp;" in page
    assert page.count("<article>") == 2
    assert "差异最大的句段" in page


def test_a_workbook_is_a_translation_like_another(files, tmp_path):
    book = bitext(tmp_path / "draft.xlsx", ZH, DRAFT)
    ours, theirs = data(book, files["revised"]), data(files["draft"], files["revised"])
    assert [m["score"] for m in ours["metrics"]] == [m["score"] for m in theirs["metrics"]]


def test_findings_are_shown_as_far_as_one_reads(tmp_path):
    numbers = range(100, 140)
    zh, en = [f"共有{k}名平民。" for k in numbers], [f"There were {k} civilians." for k in numbers]
    wrong = [text.replace(str(k), str(k + 500)) for k, text in zip(numbers, en, strict=True)]
    shown = run(bitext(tmp_path / "a.tsv", zh, en), bitext(tmp_path / "b.tsv", zh, wrong)).out
    assert "and 20 more: all of them with --format json" in shown
    assert "new 40 (40 errors)" in shown
