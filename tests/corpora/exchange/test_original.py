"""Which language was the original: what TMX, XLIFF and tables say of it, and what is written of it."""

import re
import subprocess
import sys
from dataclasses import replace

import polars as pl
import pytest
from lxml import etree

import corpora.exchange.tmx
from corpora.bitext import BITEXT_SCHEMA, Pair, pairs_from_frame, pairs_to_frame
from corpora.exchange.read import read_pairs
from corpora.exchange.training import read_training_pairs
from corpora.exchange.write import BITEXT_OUT, write_pairs
from tests.calls import call
from tests.places import ROOT, SHARED, needs_shared

SAVED = ROOT / "tests" / "saved" / "0.1"
ZH, EN = "大会重申其决议。", "The Assembly reaffirms its resolution."
ZH2, EN2 = "请秘书长提出报告。", "Requests the Secretary-General to report."
ROWS = [Pair("A/1", 1, ZH, EN), Pair("A/2", 1, ZH2, EN2)]
ORIGINALS = [
    ("en", "en"),
    ("zh", "zh"),
    ("", ""),
    ("zh", "en"),
    ("en", ""),
    ("fr", "fr"),
    ("en/fr", "en"),
    ("en/zh", "ru"),
]
UNIT = f'<tuv xml:lang="zh-CN"><seg>{ZH}</seg></tuv><tuv xml:lang="en"><seg>{EN}</seg></tuv>'
V1 = "urn:oasis:names:tc:xliff:document:1.2"
V2 = "urn:oasis:names:tc:xliff:document:2.0"


def rows_of(*originals):
    return [replace(row, original=original) for row, original in zip(ROWS, originals, strict=True)]


def put(path, text):
    path.write_text(text, "utf-8")
    return path


def said(path):
    return [pair.original for pair in read_pairs(path)]


def tmx(header, unit=""):
    return f'<tmx version="1.4"><header {header}/><body><tu {unit}>{UNIT}</tu></body></tmx>'


@pytest.mark.parametrize("suffix", BITEXT_OUT)
def test_the_original_comes_back_from_every_format(tmp_path, suffix):
    codes = sorted({code for both in ORIGINALS for code in both})
    if suffix == ".docx":  # the header of a table names one of its two languages
        codes = ["", "en", "zh"]
    rows = [Pair(f"A/{k}", 1, f"{ZH}{k}", f"{EN} {k}", original=code) for k, code in enumerate(codes)]
    write_pairs(rows, tmp_path / f"a{suffix}")
    assert read_pairs(tmp_path / f"a{suffix}") == rows


@pytest.mark.parametrize("originals", ORIGINALS)
@pytest.mark.parametrize("source", ["", "zh", "en"])
def test_the_original_comes_back_from_xliff_in_either_direction(tmp_path, originals, source):
    rows = rows_of(*originals)
    write_pairs(rows, tmp_path / "a.xlf", xliff="1.2", source=source)
    write_pairs(read_pairs(tmp_path / "a.xlf"), tmp_path / "b.tmx")
    write_pairs(read_pairs(tmp_path / "b.tmx"), tmp_path / "c.xlf", source=source)
    assert read_pairs(tmp_path / "c.xlf") == rows


@pytest.mark.parametrize(
    ("originals", "header", "units"),
    [
        (("en", "en"), "en-GB", [None, None]),
        (("zh", "zh"), "zh-Hans", [None, None]),
        (("en/fr", "en"), "en-GB", [None, None]),
        (("", ""), "*all*", [None, None]),
        (("fr", "fr"), "*all*", [None, None]),  # neither text is the original
        (("zh", "en"), "*all*", ["zh-Hans", "en-GB"]),
        (("en", ""), "*all*", ["en-GB", None]),
    ],
)
def test_srclang_is_the_original_where_all_rows_agree(tmp_path, originals, header, units):
    write_pairs(rows_of(*originals), tmp_path / "a.tmx", zh_code="zh-Hans", en_code="en-GB")
    root = etree.parse(tmp_path / "a.tmx").getroot()
    assert root.find("header").get("srclang") == header
    assert [unit.get("srclang") for unit in root.iter("tu")] == units


def test_a_source_that_is_asked_for_wins(tmp_path):
    write_pairs(rows_of("zh", "en"), tmp_path / "a.tmx", source="en")
    root = etree.parse(tmp_path / "a.tmx").getroot()
    assert root.find("header").get("srclang") == "en"
    assert [unit.get("srclang") for unit in root.iter("tu")] == [None, None]
    assert said(tmp_path / "a.tmx") == ["zh", "en"]  # the direction of a memory makes no original


@pytest.mark.parametrize(
    ("originals", "source", "expected"),
    [
        (("en", "en"), "", "en"),
        (("zh", "zh"), "", "zh-CN"),
        (("en", ""), "", "zh-CN"),
        (("", ""), "", "zh-CN"),
        (("en", "en"), "zh", "zh-CN"),
    ],
)
def test_the_source_language_of_xliff(tmp_path, originals, source, expected):
    write_pairs(rows_of(*originals), tmp_path / "a.xlf", source=source)
    write_pairs(rows_of(*originals), tmp_path / "b.xlf", source=source, xliff="1.2")
    assert etree.parse(tmp_path / "a.xlf").getroot().get("srcLang") == expected
    files = etree.parse(tmp_path / "b.xlf").getroot().iter(f"{{{V1}}}file")
    assert {file.get("source-language") for file in files} == {expected}
    assert (tmp_path / "a.xlf").read_text("utf-8").count('type="original">unknown<') == originals.count("")
    assert said(tmp_path / "a.xlf") == said(tmp_path / "b.xlf") == list(originals)


@needs_shared("tools", "check_tmx.py")
@pytest.mark.parametrize("originals", [("en", "en"), ("", ""), ("zh", "en")])
def test_the_shared_validator_accepts_every_srclang(tmp_path, originals):
    write_pairs(rows_of(*originals), tmp_path / "x.tmx", en_code="en-GB")
    script = [sys.executable, SHARED / "tools" / "check_tmx.py", tmp_path / "x.tmx"]
    done = subprocess.run(script, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


# other people's files


@pytest.mark.parametrize(
    ("header", "unit", "original"),
    [
        ('srclang="en-US"', "", "en"),
        ('srclang="ZH_cn" creationtool="OmegaT" creationtoolversion="3.6"', "", "zh"),
        ('srclang="*all*"', "", ""),
        ('srclang="*all*"', 'srclang="EN"', "en"),
        ('srclang="en"', 'srclang="zh-CN"', "zh"),
        ('srclang="en"', 'srclang="*all*"', ""),
        ('srclang="fra"', "", "fr"),
        ('srclang="tlh"', "", ""),
        ('srclang=""', "", ""),
        ("", "", ""),
        ("", 'srclang="en"', "en"),
        ('srclang="' + "en/" * 5000 + '"', "", ""),
    ],
)
def test_srclang_of_a_foreign_memory(tmp_path, header, unit, original):
    assert said(put(tmp_path / "a.tmx", tmx(header, unit))) == [original]


def test_only_the_header_before_the_units_counts(tmp_path):
    body = f'<tu srclang="zh">{UNIT}</tu><tu>{UNIT}</tu><header srclang="en"/><tu>{UNIT}</tu>'
    path = put(tmp_path / "a.tmx", f'<tmx><header srclang="fr"/>{body}</tmx>')
    assert said(path) == ["zh", "fr", "fr"]
    assert said(put(tmp_path / "b.tmx", f"<tmx><tu>{UNIT}</tu></tmx>")) == [""]


@pytest.mark.parametrize("source", ["en-GB", "zh-Hans"])
def test_source_language_of_a_foreign_xliff(tmp_path, source):
    target, texts = ("zh-CN", (EN, ZH)) if source[:2] == "en" else ("en", (ZH, EN))
    sides = "<source>{}</source><target>{}</target>".format(*texts)
    old = (
        f'<xliff version="1.2" xmlns="{V1}"><file original="a" source-language="{source}" target-language="{target}">'
        '<header><tool tool-id="x" tool-name="Other" tool-version="0.1"/></header><body>'
        f'<trans-unit id="1">{sides}</trans-unit></body></file></xliff>'
    )
    new = (
        f'<xliff version="2.1" xmlns="{V2}" srcLang="{source}" trgLang="{target}"><file id="f">'
        f'<unit id="1"><segment>{sides}</segment></unit></file></xliff>'
    )
    for text in (old, new):
        assert read_pairs(put(tmp_path / "a.xlf", text))[0] == Pair("a", 1, ZH, EN, original=source[:2])


def test_training_reads_other_languages(tmp_path):
    unit = '<tuv xml:lang="de"><seg>Ja.</seg></tuv><tuv xml:lang="pt"><seg>Sim.</seg></tuv>'
    path = put(tmp_path / "a.tmx", f'<tmx><header srclang="pt-BR"/><tu>{unit}</tu></tmx>')
    assert read_training_pairs([path], {}, ("de", "pt")) == [("Ja.", "Sim.")]


# what 0.1 wrote: srclang was zh-CN, or what --source said, and nobody had looked what the original was


@pytest.mark.parametrize(
    "name",
    [
        *("bitexts/letter.tmx", "bitexts/letter-en.tmx", "bitexts/letter.xlf", "bitexts/letter-en.xlf"),
        *("bitexts/letter-12.xliff", "bitexts/letter.jsonl", "bitexts/letter.csv"),
        *("run/bitext.tmx", "run/bitext.tsv", "project/earlier.tmx", "termbase/terms.tmx"),
    ],
)
def test_what_0_1_wrote_comes_in_as_unknown(tmp_path, name):
    pairs = read_pairs(SAVED / name)
    assert {pair.original for pair in pairs} == {""}
    write_pairs(pairs, tmp_path / "new.tmx")
    assert 'srclang="*all*"' in (tmp_path / "new.tmx").read_text("utf-8")
    write_pairs(pairs, tmp_path / "new.xlf")
    assert set(said(tmp_path / "new.xlf")) == set(said(tmp_path / "new.tmx")) == {""}


@pytest.mark.parametrize(
    ("version", "original"),
    [
        ("0.1.0", ""),
        ("0", ""),
        ("", ""),
        ("garbage", ""),
        ("0.2.0", "en"),
        ("0.2.0.dev1", "en"),
        ("0.10", "en"),
        ("1.0", "en"),
    ],
)
def test_our_own_srclang_counts_from_0_2_on(tmp_path, version, original):
    header = f'creationtool="duizhao" creationtoolversion="{version}" segtype="sentence" srclang="en"'
    assert said(put(tmp_path / "a.tmx", tmx(header))) == [original]
    assert said(put(tmp_path / "b.tmx", tmx(header.replace("en", "zh"), 'srclang="en"'))) == [original]
    tool = f'<tool tool-id="duizhao" tool-name="duizhao" tool-version="{version}"/>'
    xliff = (
        f'<xliff version="1.2" xmlns="{V1}"><file original="a" source-language="en" target-language="zh">'
        f'<header>{tool}</header><body><trans-unit id="1"><source>{EN}</source><target>{ZH}</target></trans-unit>'
        "</body></file></xliff>"
    )
    assert said(put(tmp_path / "a.xliff", xliff)) == [original]


def test_a_memory_of_ours_without_a_version_is_of_before(tmp_path):
    assert said(put(tmp_path / "a.tmx", tmx('creationtool="duizhao" srclang="en"'))) == [""]


def test_terms_have_no_original(tmp_path):
    header = 'creationtool="duizhao" creationtoolversion="9.0" segtype="phrase" srclang="zh"'
    assert said(put(tmp_path / "a.tmx", tmx(header))) == [""]


def test_what_the_rows_say_survives_a_tool_that_turns_the_memory(tmp_path):
    write_pairs(rows_of("en", "en"), tmp_path / "a.tmx")
    text = (tmp_path / "a.tmx").read_text("utf-8").replace('srclang="en"', 'srclang="zh-CN"')
    text = text.replace('creationtool="duizhao"', 'creationtool="Other"')
    assert said(put(tmp_path / "b.tmx", text)) == ["en", "en"]


def test_the_direction_of_a_memory_of_today_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(corpora.exchange.tmx, "program_version", lambda: "0.2.0")
    write_pairs(rows_of("", ""), tmp_path / "a.tmx", source="zh")
    assert said(tmp_path / "a.tmx") == ["zh", "zh"]


def test_a_tool_that_splits_a_segment_leaves_the_original(tmp_path):
    write_pairs(rows_of("", "en"), tmp_path / "a.xlf")
    text = (tmp_path / "a.xlf").read_text("utf-8")
    segment = re.findall("<segment.*?</segment>", text)[0]
    assert said(put(tmp_path / "b.xlf", text.replace(segment, segment * 2))) == ["", "", "en"]


# tables


@pytest.mark.parametrize(
    ("cell", "original"),
    [
        ("en", "en"),
        ("ZH-cn", "zh"),
        (" en ", "en"),
        ("en/fr", "en/fr"),
        ("English", "en"),
        ("no", ""),
        ("yes", ""),
        ("", ""),
        (EN, ""),
    ],
)
def test_the_column_of_a_table(tmp_path, cell, original):
    assert said(put(tmp_path / "a.tsv", f"zh\ten\toriginal\n{ZH}\t{EN}\t{cell}\n")) == [original]


def test_a_column_of_that_name_that_holds_the_text_is_the_text(tmp_path):
    pairs = read_pairs(put(tmp_path / "a.tsv", f"original\ttranslation\n{EN}\t{ZH}\n"))
    assert pairs == [Pair("a", 1, ZH, EN, original="en")]  # and says which is the original
    lines = f'{{"zh": "{ZH}", "en": "{EN}", "original": ["en"]}}\n'
    assert said(put(tmp_path / "a.jsonl", lines)) == [""]


def test_the_column_is_the_last_and_null_where_nobody_knows():
    frame = pairs_to_frame(rows_of("", "en"))
    assert frame.schema == BITEXT_SCHEMA
    assert frame.columns[-3:] == ["original", "paragraph", "page"]
    assert frame["original"].to_list() == [None, "en"]
    assert pairs_from_frame(frame) == rows_of("", "en")


def test_a_frame_of_0_1_has_no_such_column():
    frame = pl.read_parquet(SAVED / "run" / "bitext.parquet")
    assert "original" not in frame.columns
    pairs = pairs_from_frame(frame)
    assert {pair.original for pair in pairs} == {""}
    assert pairs == read_pairs(SAVED / "run" / "bitext.parquet")


# the command


def convert(*arguments):
    done = call("corpora", "convert", *arguments)
    assert done.code == 0, done.err
    return done.err


def test_a_conversion_goes_from_the_original_unless_it_is_told_otherwise(tmp_path):
    rows = [*rows_of("en", "en"), Pair("A/2", 2, "多出一句。", "", link="1-0", original="en")]
    write_pairs(rows, tmp_path / "a.tsv")
    told = convert(tmp_path / "a.tsv", "-o", tmp_path / "a.xlf")
    assert "2 rows, 1 left out (XLIFF takes rows with English, its source)" in told
    assert 'srcLang="en" trgLang="zh-CN"' in (tmp_path / "a.xlf").read_text("utf-8")
    convert(tmp_path / "a.xlf", "-o", tmp_path / "b.tmx")
    assert 'srclang="en"' in (tmp_path / "b.tmx").read_text("utf-8")
    convert(tmp_path / "b.tmx", "-o", tmp_path / "c.tmx", "--source", "zh")
    assert 'srclang="zh-CN"' in (tmp_path / "c.tmx").read_text("utf-8")
    assert read_pairs(tmp_path / "c.tmx") == rows[:2]
