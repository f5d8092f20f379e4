"""The command line as a user meets it: files, exit codes, errors of one line; in processes of its own where that is the point."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from corpora.exchange.read import read_pairs
from tests.calls import call, environment, process, python, start
from tests.places import ROOT, SAMPLES, SHARED, needs_shared

FAULTS = json.loads((SAMPLES / "faults.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def faulty(tmp_path_factory):
    out = tmp_path_factory.mktemp("faulty")
    done = process("run", SAMPLES / "faulty", "-o", out)
    assert done.code == 0, done.err
    return out


@pytest.fixture(scope="module")
def clean(tmp_path_factory):
    out = tmp_path_factory.mktemp("clean")
    assert call("run", SAMPLES / "clean", "-o", out).code == 0
    return out


def bare(text):
    return re.sub(r"\s", "", text or "")


def gold_lines(symbol, side):
    name = {"A/99/412–S/2044/918": "letter", "A/RES/99/305": "resolution", "S/2045/203": "report"}[symbol]
    return (SAMPLES / "gold" / "faulty" / side / name).read_text("utf-8").split("\n")


def fault_places():
    """Every planted fault: symbol, kind, Chinese and English sentence (empty where missing)."""
    for symbol, planted in FAULTS.items():
        zh, en = gold_lines(symbol, "src"), gold_lines(symbol, "tgt")
        for fault in planted["faults"]:
            if fault["kind"] != "term":
                i, j = fault["zh_sentence"], fault["en_sentence"]
                yield symbol, fault["kind"], zh[i] if i is not None else "", en[j] if j is not None else ""
                continue
            usual, *others = fault["renderings"].values()
            assert len(usual) > 1
            for places in others:
                for i, j in places:
                    yield symbol, "term", zh[i], en[j]


CODES = {
    "omission": {"A102", "A103"},
    "number": {"N101"},
    "date": {"N102"},
    "symbol": {"N103"},
    "term": {"T103", "T104"},
}


def test_all_planted_faults_are_found(faulty):
    findings = json.loads((faulty / "report.json").read_text("utf-8"))["findings"]
    places = list(fault_places())
    assert len(places) == 3 * 4 + 6
    for symbol, kind, zh, en in places:
        hits = [
            f
            for f in findings
            if f["symbol"] == symbol
            and f["code"] in CODES[kind]
            and bare(zh) in bare(f["zh"])
            and bare(en) in bare(f["en"])
        ]
        assert hits, (symbol, kind, zh, en)


def test_nothing_but_planted_faults_is_an_error(faulty):
    findings = json.loads((faulty / "report.json").read_text("utf-8"))["findings"]
    assert len([f for f in findings if f["severity"] == "error"]) == 12


def test_the_clean_twins_are_quiet(clean):
    findings = json.loads((clean / "report.json").read_text("utf-8"))["findings"]
    assert [f for f in findings if f["severity"] != "note"] == []
    assert len(findings) <= 2


@pytest.mark.parametrize("symbol", FAULTS)
def test_every_gold_sentence_stands_once_and_nothing_else(faulty, symbol):
    frame = pl.read_parquet(faulty / "bitext.parquet").filter(pl.col("symbol") == symbol).sort("position")
    for column, side in (("zh", "src"), ("en", "tgt")):
        assert bare("".join(frame[column])) == bare("".join(gold_lines(symbol, side)))


def test_the_files_of_a_run(faulty):
    names = {p.name for p in faulty.iterdir()}
    assert names == {
        "bitext.parquet",
        "bitext.tsv",
        "bitext.tmx",
        "alone.tsv",
        "doubtful.tsv",
        "sentences.parquet",
        "termbase.tbx",
        "termbase-v2.tbx",
        "terms.tsv",
        "report.html",
        "report.json",
        "report.xlsx",
        "run.json",
    }
    record = json.loads((faulty / "run.json").read_text("utf-8"))
    assert {"signature", "versions", "documents", "timings"} <= set(record)
    assert [d["status"] for d in record["documents"]] == ["done"] * 3
    columns = pl.read_parquet(faulty / "bitext.parquet").columns
    assert {"symbol", "position", "zh", "en", "source_ids", "target_ids", "score", "kind"} <= set(columns)


def test_a_run_twice_gives_the_same_bytes(faulty, tmp_path):
    assert process("run", SAMPLES / "faulty", "-o", tmp_path).code == 0
    for path in sorted(faulty.iterdir()):
        if path.name != "run.json":  # timings
            assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name


def test_check_reads_what_run_writes(faulty):
    for name in ("bitext.tmx", "bitext.tsv", "bitext.parquet"):
        done = call("check", faulty / name, "--format", "json")
        assert done.code == 1, done.err
        data = json.loads(done.out)
        assert {"findings", "scores", "signature"} <= set(data)
        pairs = read_pairs(faulty / name)
        for finding in data["findings"]:
            assert pairs[finding["segment"] - 1].zh == finding["zh"]
    assert call("check", faulty / "bitext.tsv", "--fail-on", "never").code == 0


def test_align_file_links_and_formats(tmp_path):
    zh, en = tmp_path / "a", tmp_path / "b"
    zh.write_text("大会第七十五届会议\n主席感谢秘书长的报告。\n谢谢各位。\n", "utf-8")
    en.write_text(
        "Seventy-fifth session of the General Assembly\nThe President thanked the Secretary-General for his report.\nThank you.\n",
        "utf-8",
    )
    done = call("align", "file", zh, en, "--sentences", "--format", "links")
    assert (done.code, done.out) == (0, "[0]:[0]\n[1]:[1]\n[2]:[2]\n")
    assert call("align", "file", en, zh, "--sentences", "--format", "links").out == done.out
    assert json.loads(call("align", "file", zh, en, "--sentences", "--format", "json").out)["pairs"][0]["zh"]
    assert "<tmx" in call("align", "file", zh, en, "--sentences", "--format", "tmx").out
    assert call("align", "file", zh, en, "--sentences", "-o", tmp_path / "x.tsv").code == 0
    assert len(read_pairs(tmp_path / "x.tsv")) == 3


def test_align_score_on_the_samples():
    done = call("align", "score", SAMPLES / "gold" / "clean", "--format", "json")
    rows = json.loads(done.out)["rows"]
    pooled = {row["nulls"]: row["strict_f1"] for row in rows if row["file"] == "all"}
    assert pooled["counted"] >= 0.96
    assert "lax F1" in call("align", "score", SAMPLES / "gold" / "clean").out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run", "nothere", "-o", "{tmp}/o"], "no such folder"),
        (["run", "{tmp}", "-o", "{tmp}/o"], "no document in both languages"),
        (["run", str(SAMPLES / "faulty"), "-o", "{tmp}/file"], "is not a folder"),
        (["check", "nothere.tmx"], "no such file"),
        (["check", "{tmp}/file"], "not a bitext format"),
        (["align", "file", "nothere", "nothere2"], "no such file"),
        (["align", "score", "{tmp}"], "no gold"),
        (["align", "file", "{tmp}/file", "{tmp}/file"], "file is empty"),
        (["explain", "DZ999"], "no check"),
        (["corpora", "read", "{tmp}/binary.txt"], "cannot be read as a PDF"),
        (["glossary", "convert", "{tmp}/file", "-o", "{tmp}/x.tbx"], "not a termbase format"),
        (["align", "train", "{tmp}/file.tsv", "-o", "{tmp}/m"], "file is empty"),
        (["run", str(SAMPLES / "faulty"), "-o", "{tmp}/o", "--model", "{tmp}"], "not a model folder"),
    ],
)
def test_errors_are_one_line_and_exit_2(tmp_path, arguments, words):
    (tmp_path / "file").write_text("")
    (tmp_path / "file.tsv").write_text("")
    (tmp_path / "binary.txt").write_bytes(b"%PDF-1.7\x00\x01")
    done = call(*[a.replace("{tmp}", str(tmp_path)) for a in arguments])
    assert done.code == 2
    assert words in done.err
    assert "Traceback" not in done.err
    assert done.err.strip().splitlines()[-1].startswith("duizhao: ")
    assert not done.out


def test_bad_files_do_not_stop_the_others(tmp_path):
    for name in ("A_RES_99_305.zh.txt", "A_RES_99_305.en.txt"):
        (tmp_path / name).write_bytes((SAMPLES / "faulty" / name).read_bytes())
    (tmp_path / "A_1_2.zh.txt").write_text("")
    (tmp_path / "A_1_3.zh.txt").write_bytes(os.urandom(400) + b"\0")
    (tmp_path / "A_1_4.en.txt").write_text("The Assembly met.")
    done = call("run", tmp_path, "-o", tmp_path / "out")
    assert done.code == 2
    for words in ("A_1_2.zh.txt: file is empty", "A_1_3.zh.txt: is a binary file", "no Chinese version of A/1/4"):
        assert words in done.err
    assert pl.read_parquet(tmp_path / "out" / "bitext.parquet")["symbol"].unique().to_list() == ["A/RES/99/305"]


def test_an_error_of_a_process(tmp_path):
    done = process("check", tmp_path / "nothere.tmx")
    assert (done.code, done.out) == (2, "")
    assert re.fullmatch(r"duizhao: .*no such file.*\n", done.err)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_one_line(tmp_path):
    zh = SAMPLES / "faulty" / "A_RES_99_305.zh.txt"
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        child = start("-m", "duizhao", "corpora", "read", zh, stdout=full, stderr=subprocess.PIPE)
        _, errors = child.communicate()
    assert child.returncode == 2
    assert b"Traceback" not in errors


def test_explain_says_what_was_removed():
    done = call("corpora", "read", SAMPLES / "faulty" / "S_2045_203.en.txt", "--explain")
    assert done.code == 0
    for reason in ("masthead", "running head", "footnote mark", "footnote rule", "link list"):
        assert f": {reason}: " in done.out


def test_help_loads_nothing_heavy():
    code = "import sys, duizhao; print([m for m in ('torch','sentence_transformers','polars','numpy','lxml','tokenizers') if m in sys.modules])"
    done = python("-c", code)
    assert done.code == 0, done.err
    assert done.out.strip() == "[]"
    code = code.replace("; print", "; from align import Aligner; Aligner().align(['谢谢。'], ['Thanks.']); print")
    done = python("-c", code)
    assert done.code == 0, done.err
    assert "torch" not in done.out


def test_every_command_has_help_and_stands_in_the_readme():
    readme = (ROOT / "README.md").read_text("utf-8")
    for command in (
        "run",
        "check",
        "compare",
        "waive",
        "explain",
        "doctor",
        "align file",
        "align score",
        "align train",
        "corpora read",
        "corpora split",
        "corpora pair",
        "glossary extract",
        "glossary convert",
    ):
        done = call(*command.split(), "--help")
        assert done.code == 0
        assert "Usage" in done.out
        assert f"duizhao {command}" in readme
    assert call("doctor").code == 0
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert all(f"\n{target}:" in makefile for target in ("demo", "test"))


def test_imports_go_down_only():
    lint = Path(sys.executable).parent / ("lint-imports.exe" if os.name == "nt" else "lint-imports")
    if not lint.exists():
        pytest.skip("import-linter is not installed")
    done = subprocess.run([lint], cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@needs_shared("letter")
def test_the_real_letter_end_to_end(tmp_path):
    from align.score import count, parse_links

    done = call("run", SHARED / "letter", "-o", tmp_path)
    assert done.code == 0, done.err
    frame = pl.read_parquet(tmp_path / "bitext.parquet").sort("position")
    found = [(tuple(s), tuple(t)) for s, t in frame.select("source_ids", "target_ids").iter_rows()]
    gold = parse_links((SHARED / "letter" / "gold.align").read_text("utf-8").splitlines())
    assert count(found, gold).rates()["strict_f1"] >= 0.97
    scores = json.loads((tmp_path / "report.json").read_text("utf-8"))["scores"]
    concepts = [c for c in scores["consistency"]["concepts"] if c["term"] == "被占领土"]
    assert concepts
    assert concepts[0]["dominant_share"] > 0
    assert "被占领土" in (tmp_path / "report.html").read_text("utf-8")
