"""Which language was the original, from the masthead to all that is written: ``run``, ``align``, ``check``, tables."""

import json
from pathlib import Path

import polars as pl
import pytest

from align.aligner import Aligner
from align.jobs import make_plan, read_sources, run_shard
from corpora.bitext import Bitext, Pair
from corpora.catalogue import pair_folder
from corpora.document import Document
from corpora.exchange import read_pairs, write_pairs
from corpora.reading import read_document
from tests.calls import call

ZH = "大会重申其各项决议，并请秘书长就本决议的执行情况提出报告。"
EN = "The General Assembly reaffirms its resolutions and requests the Secretary-General to report on them."
DOCUMENTS = {  # symbol: what the Chinese and the English masthead say, and what is known then
    "A/99/1": ("原件：英文", "Original: English", "en"),
    "A/99/2": ("原文：中文", "Original: Chinese", "zh"),
    "A/99/3": ("", "Original: French", "fr"),
    "A/99/4": ("原件：英文", "Original: French", ""),
    "A/99/5": ("", "", ""),
}


def name(symbol, language):
    return f"{symbol.replace('/', '_')}.{language}.txt"


def masthead(symbol, original, language):
    if language == "zh":
        head = ["联 合 国", symbol, "大  会", "Distr.: General", "2045 年 5 月 3 日", "Chinese"]
    else:
        head = ["United Nations", symbol, "General Assembly", "Distr.: General", "3 May 2045"]
    return "\n".join([*head, original or "English", "", ZH if language == "zh" else EN, ""])


@pytest.fixture
def folder(tmp_path):
    """Five documents, and a bitext that was translated from English."""
    place = tmp_path / "documents"
    place.mkdir()
    for symbol, (zh, en, _) in DOCUMENTS.items():
        (place / name(symbol, "zh")).write_text(masthead(symbol, zh, "zh"), "utf-8")
        (place / name(symbol, "en")).write_text(masthead(symbol, en, "en"), "utf-8")
    write_pairs([Pair("A/99/6", 1, ZH, EN, original="en")], place / "A_99_6.tmx")
    return place


KNOWN = {symbol: known for symbol, (_, _, known) in DOCUMENTS.items()} | {"A/99/6": "en"}


def originals(path):
    return {pair.symbol: pair.original for pair in read_pairs(path)}


def said(documents):
    return {document["symbol"]: document.get("original", "") for document in documents}


def both(folder, symbol):
    return [folder / name(symbol, language) for language in ("zh", "en")]


# documents


def test_a_document_knows_what_its_masthead_says(folder):
    for symbol, (zh, en, _) in DOCUMENTS.items():
        words = {"原件：英文": "en", "原文：中文": "zh", "": ""}
        english = {"Original: English": "en", "Original: Chinese": "zh", "Original: French": "fr", "": ""}
        read = [read_document(path).document for path in both(folder, symbol)]
        assert [document.original for document in read] == [words[zh], english[en]]
    assert read_document(folder / name("A/99/1", "en"), original="zh").document.original == "zh"
    told = json.loads(call("corpora", "read", folder / name("A/99/1", "en"), "--format", "json").out)
    assert told["original"] == "en"
    assert (told["schema"], [one["position"] for one in told["segments"]]) == (3, [1])
    assert told["segments"][0]["paragraph"] == 1
    table = call("corpora", "read", folder / name("A/99/1", "en"), "--format", "tsv").out.splitlines()
    assert table[0].split("\t")[:3] == ["position", "paragraph", "page"]
    assert table[1].split("\t")[:2] == ["1", "1"]


@pytest.mark.parametrize("original", ["en", ""])
def test_a_document_comes_back_from_its_frame(original):
    document = Document.from_sentences(["One.", "Two."], "en", "A/1", original=original)
    frame = document.to_frame()
    assert frame["original"].to_list() == [original or None] * 2
    assert Document.from_frame(frame) == document
    assert Document.from_frame(frame.drop("original")).original == ""


@pytest.mark.parametrize(
    ("source", "target", "expected"), [("en", "en", "en"), ("", "en", "en"), ("zh", "", "zh"), ("en", "fr", "")]
)
def test_a_bitext_knows_what_its_documents_agree_on(source, target, expected):
    sides = [Document.from_sentences([], lang, "A/1", "", one) for lang, one in (("zh", source), ("en", target))]
    assert Bitext(*sides, ()).original == expected


def test_lists_of_sentences_have_no_original():
    bitext = Aligner().align([ZH], [EN])
    assert [pair.original for pair in bitext.pairs()] == [""]
    assert bitext.to_frame()["original"].to_list() == [None]


def test_the_catalogue_says_where_the_versions_differ(folder):
    catalogue = pair_folder(folder)
    assert {entry.symbol: entry.original for entry in catalogue.entries} == KNOWN | {"A/99/6": ""}  # nobody read it yet
    rows = {row["symbol"]: row for row in catalogue.to_frame().to_dicts()}
    assert {symbol: row["original"] for symbol, row in rows.items()} == KNOWN | {"A/99/6": ""}
    assert "the Chinese version says en, the English fr" in rows["A/99/4"]["note"]


# the whole job


def test_a_run_keeps_what_the_mastheads_say(tmp_path, folder):
    out = tmp_path / "out"
    assert call("run", folder, "-o", out, "-q").code == 0
    for bitext in ("bitext.tsv", "bitext.parquet", "bitext.tmx"):
        kept = originals(out / bitext)
        assert kept == {symbol: KNOWN[symbol] for symbol in kept}
        assert len(kept) == (1 if bitext == "bitext.tmx" else 6)  # the same texts are one unit of a memory
    record = json.loads((out / "run.json").read_text("utf-8"))
    assert said(record["documents"]) == KNOWN
    assert record["options"]["original"] == ""
    report = json.loads((out / "report.json").read_text("utf-8"))
    assert said(report["scores"]["documents"]) == KNOWN
    assert all(document.get("original") != "" for document in report["scores"]["documents"])


def test_a_person_knows_better_than_a_masthead(tmp_path, folder):
    out = tmp_path / "out"
    assert call("run", folder, "-o", out, "-q", "--original", "zh").code == 0
    assert set(originals(out / "bitext.tsv").values()) == {"zh"}
    assert 'srclang="zh-CN"' in (out / "bitext.tmx").read_text("utf-8")
    record = json.loads((out / "run.json").read_text("utf-8"))
    assert set(said(record["documents"]).values()) == {record["options"]["original"]} == {"zh"}


# two files


def test_two_files(tmp_path, folder):
    memory = tmp_path / "a.tmx"
    assert call("align", "file", *both(folder, "A/99/1"), "-o", memory).code == 0
    assert 'srclang="en"' in memory.read_text("utf-8")
    assert call("align", "file", *both(folder, "A/99/1"), "-o", memory, "--original", "zh").code == 0
    assert 'srclang="zh-CN"' in memory.read_text("utf-8")
    assert call("align", "file", *both(folder, "A/99/5"), "-o", memory).code == 0
    assert 'srclang="*all*"' in memory.read_text("utf-8")
    done = call("align", "file", *both(folder, "A/99/5"), "--sentences", "--original", "en", "--format", "json")
    assert {pair["original"] for pair in json.loads(done.out)["pairs"]} == {"en"}


@pytest.mark.parametrize("command", [("run", "."), ("align", "file", "a", "b"), ("align", "run", "."), ("check", "a")])
def test_another_language_is_no_version(command):
    done = call(*command, "-o", "out", "--original", "fr")
    assert done.code == 2
    assert "fr" in done.err


# an archive


def parts(out):
    return {
        row["symbol"]: row["original"] or ""
        for path in sorted((out / "parts").glob("*.parquet"))
        for row in pl.read_parquet(path).to_dicts()
    }


def run_shards(source, out):
    for shard in make_plan(*read_sources(source), out, "builtin", sentences=False, fresh=False):
        run_shard(shard)


def test_an_archive(tmp_path, folder):
    out = tmp_path / "job"
    run_shards(folder, out)
    assert parts(out) == KNOWN
    # told otherwise it does the work again, for what was there says something else
    assert call("align", "run", folder, "-o", out, "--jobs", "1", "-q", "--original", "en").code == 0
    assert set(parts(out).values()) == {"en"}


def test_the_table_of_an_archive_counts_before_the_mastheads(tmp_path, folder):
    table = tmp_path / "pairs.tsv"
    assert call("corpora", "pair", folder, "-o", table).code == 0
    lines = table.read_text("utf-8").splitlines()
    column = lines[0].split("\t").index("original")
    cells = [line.split("\t") for line in lines]
    for row in cells[1:]:
        row[column] = {"A/99/4": "English", "A/99/5": "en/fr", "A/99/6": "zh"}.get(row[0], row[column])
    table.write_text("".join("\t".join(row) + "\n" for row in cells), "utf-8")
    run_shards(table, tmp_path / "job")
    assert parts(tmp_path / "job") == KNOWN | {"A/99/4": "en", "A/99/5": "en/fr", "A/99/6": "zh"}


# a check


def test_the_report_of_a_check_says_the_original(tmp_path):
    rows = [Pair("A/1", 1, ZH, EN, original="en"), Pair("A/1", 2, EN, EN), Pair("A/2", 1, ZH, EN)]
    write_pairs(rows, tmp_path / "a.tsv")

    def report(*options):
        done = call("check", tmp_path / "a.tsv", "--format", "json", "--fail-on", "never", *options)
        assert done.code == 0, done.err
        return said(json.loads(done.out)["scores"]["documents"])

    assert report() == {"A/1": "en", "A/2": ""}
    assert report("--original", "zh") == {"A/1": "zh", "A/2": "zh"}


def test_a_project_file_says_it_once(tmp_path, folder, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("duizhao.toml").write_text('[check]\noriginal = "en"\n', "utf-8")
    write_pairs([Pair("A/2", 1, ZH, EN)], tmp_path / "a.tsv")
    done = call("check", "a.tsv", "--format", "json", "--fail-on", "never")
    assert said(json.loads(done.out)["scores"]["documents"]) == {"A/2": "en"}
