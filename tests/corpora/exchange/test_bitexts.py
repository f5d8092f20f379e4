"""Bitexts in every form: tables in many dialects, TMX as tools write it, hostile files, conversion."""

import gzip
import io
import json
import random
from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import corpora.exchange.tables.read
import corpora.files.xml_safety
from corpora.bitext import Pair
from corpora.errors import InputError
from corpora.exchange import read_training_pairs
from corpora.exchange.read import read_pairs
from corpora.exchange.rows import facts_of, row
from corpora.exchange.tmx import read_tmx
from corpora.exchange.write import BITEXT_OUT, write_pairs
from corpora.files.text import memory_text
from corpora.files.xml_prolog import read_prolog
from corpora.files.xml_safety import safe_iterparse, sniff_root
from tests.calls import call

WHOLE = [suffix for suffix in BITEXT_OUT if suffix not in (".docx",)]
"""Formats that hold all that a row knows."""
ZH, EN = "大会重申其决议。", "The Assembly reaffirms its resolution."
ZH2, EN2 = "请秘书长提出报告。", "Requests the Secretary-General to report."
PAIRS = [
    Pair("A/1/2", 1, "第一<句>&。", "First & “second”.", (0,), (0, 1), 0.5, "title", "1-2"),
    Pair("A/1/2", 2, "没有对应。", "", (1,), (), 0.0, "body", "1-0"),
    Pair("A/1/2", 3, "", "Only here.", (), (2,), 0.25, "body", "0-1"),
    Pair("A/1/3", 1, "三", "Three", (0,), (0,), 1.0, "footnote", "1-1 crossing"),
]
TMX = (
    '<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx version="1.4">'
    '<header srclang="en"/><body><tu><tuv xml:lang="EN-US"><seg>{en}</seg></tuv>'
    '<tuv xml:lang="zh_CN"><seg>{zh}</seg></tuv></tu></body></tmx>'
)


def texts(path):
    return [(pair.zh, pair.en) for pair in read_pairs(path)]


def put(folder, name, content, encoding="utf-8"):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def unit(zh=ZH, en=EN, codes=("zh-CN", "en")):
    return "".join(
        f'<tuv xml:lang="{code}"><seg>{text}</seg></tuv>' for code, text in zip(codes, (zh, en), strict=True)
    )


def tmx(body):
    return f'<tmx version="1.4"><header/><body>{body}</body></tmx>'


# tables


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize(("name", "separator"), [("a.tsv", "\t"), ("a.csv", ","), ("a.csv", ";"), ("a.csv", "\t")])
def test_tables_of_office_programs(tmp_path, name, separator, encoding, newline):
    rows = [("zh", "en", "n"), (ZH, EN, "1"), (ZH2, EN2, "2")]
    text = newline.join(separator.join(cells) for cells in rows) + newline
    assert texts(put(tmp_path, name, text, encoding)) == [(ZH, EN), (ZH2, EN2)]


def test_traditional_chinese_in_big5(tmp_path):
    text = "zh\ten\n大會重申其決議，並請秘書長就本決議的執行情況提出報告。\tThe Assembly reaffirms.\n"
    assert texts(put(tmp_path, "a.tsv", text, "big5"))[0][0].startswith("大會重申")


def test_unicode_text_of_excel_has_quotation_marks(tmp_path):
    text = f'zh\ten\r\n{ZH}\t"He said ""no"",\ttwice"\r\n"第一\n第二"\t{EN}\r\n'
    assert texts(put(tmp_path, "a.txt", text, "utf-16")) == [(ZH, 'He said "no",\ttwice'), ("第一\n第二", EN)]


def test_tsv_has_no_quotation_marks(tmp_path):
    assert texts(put(tmp_path, "a.tsv", f'zh\ten\n"{ZH}\t"{EN}" x\n')) == [(f'"{ZH}', f'"{EN}" x')]


def test_csv_cells_with_separators_line_ends_and_the_order_of_excel(tmp_path):
    text = f'sep=;\nzh;en\n"一；\r\n二";"a; b, ""c"""\n{ZH};{EN}\n'
    assert texts(put(tmp_path, "a.csv", text)) == [("一；\n二", 'a; b, "c"'), (ZH, EN)]


@pytest.mark.parametrize(
    "header",
    [
        "Chinese\tEnglish",
        "zh-CN\ten-US",
        "ZH_HANS\tEN",
        "中文\t英文",
        "Chinese (Simplified)\tEnglish (United States)",
        "source\ttarget",
        "Target\tSource",
        "原文\t译文",
        "zho\teng",
        "zh_text\ten_text",
        "zh\tTranslation",
    ],
)
def test_names_of_columns(tmp_path, header):
    first, second = header.split("\t")
    for name, separator in (("a.tsv", "\t"), ("b.csv", ",")):
        path = put(tmp_path, name, f"id{separator}{first}{separator}{second}\n1{separator}{ZH}{separator}{EN}\n")
        assert texts(path) == [(ZH, EN)]
        turned = put(tmp_path, name, f"{second}{separator}{first}\n{EN}{separator}{ZH}\n")
        assert texts(turned) == [(ZH, EN)]


def test_exact_names_come_first(tmp_path):
    path = put(tmp_path, "a.tsv", f"zh-TW\tzh\ten_ids\ten\n一\t{ZH}\t3\t{EN}\n")
    assert texts(path) == [(ZH, EN)]


def test_two_columns_without_a_header(tmp_path):
    assert texts(put(tmp_path, "a.tsv", f"{ZH}\t{EN}\n{ZH2}\t{EN2}\n")) == [(ZH, EN), (ZH2, EN2)]
    assert texts(put(tmp_path, "a.csv", f'"{EN}","{ZH}"\n"{EN2}","{ZH2}"\n')) == [(ZH, EN), (ZH2, EN2)]


@pytest.mark.parametrize(
    "text",
    [
        f"{EN}\t{EN2}\n",
        f"{ZH}\t{ZH2}\n",
        "source\ttarget\nun\tdeux\n",
        "zh_ids\ten_ids\n1\t2\n",
    ],
)
def test_columns_that_are_not_clear_are_named(tmp_path, text):
    with pytest.raises(InputError, match=r"no column .*\(columns: "):
        read_pairs(put(tmp_path, "a.tsv", text))


def test_missing_column_is_named_alone(tmp_path):
    with pytest.raises(InputError, match=r"no column en \(columns: zh, fr\)"):
        read_pairs(put(tmp_path, "a.tsv", f"zh\tfr\n{ZH}\tle\n"))


@pytest.mark.thorough("large hostile input")
def test_jsonl_of_hubs(tmp_path):
    lines = [{"id": 1, "translation": {"zh": ZH, "en": EN}}, {"id": 2, "translation": {"en": EN2, "zh": None}}]
    path = put(tmp_path, "a.jsonl", "\n\n".join(json.dumps(line) for line in lines))
    assert texts(path) == [(ZH, EN), ("", EN2)]
    pl.read_ndjson(path).write_parquet(tmp_path / "a.parquet")
    assert texts(tmp_path / "a.parquet") == [(ZH, EN), ("", EN2)]


def test_jsonl_with_values_of_many_kinds(tmp_path):
    lines = [
        {"zh": ZH, "en": 5, "source_ids": [0, 1]},
        {"zh": 1.5, "en": None, "source_ids": "2"},
        {"zh": ["一", "二"], "en": EN, "source_ids": None},
        {"zh": "\ud800", "en": EN2, "extra": [{"a": 1}, 2], "\udfff": 1},
    ]
    pairs = read_pairs(put(tmp_path, "a.jsonl", "\r\n".join(json.dumps(line) for line in lines)))
    assert [pair.en for pair in pairs] == ["5", "", EN, EN2]
    assert [pair.source_ids for pair in pairs] == [(0, 1), (2,), (), ()]
    assert (pairs[0].zh, pairs[1].zh, pairs[2].zh) == (ZH, "1.5", '["一", "二"]')
    write_pairs(pairs, tmp_path / "b.tsv")


@pytest.mark.parametrize(
    ("second", "message"),
    [
        ('{"zh": "一"', "a.jsonl:3: not JSON"),
        ('{"zh": "一"} x', "a.jsonl:3: not JSON"),
        ("[1]", "a.jsonl:3: not a JSON object"),
        ("5", "a.jsonl:3: not a JSON object"),
        ("[" * 100_000, "a.jsonl:3: not JSON .nested too deep"),
        ('{"zh": ' + "9" * 5000 + "}", "a.jsonl:3: not JSON"),
    ],
)
def test_broken_json_names_its_line(tmp_path, second, message):
    path = put(tmp_path, "a.jsonl", f'{{"zh": "{ZH}", "en": "x"}}\n\n{second}\n')
    if "999" in second:
        path.write_text(path.read_text("utf-8") + "[", "utf-8")
    with pytest.raises(InputError, match=message):
        read_pairs(path)


@pytest.mark.thorough("a process of its own")
def test_parquet_of_other_types(tmp_path):
    path = tmp_path / "a.parquet"
    frame = pl.DataFrame({"Chinese": [ZH, None], "en": [1, 2], "score": [None, float("nan")], "position": [-1, 7]})
    frame.with_columns(pl.col("Chinese").cast(pl.Categorical)).write_parquet(path)
    assert read_pairs(path) == [Pair("a", 1, ZH, "1"), Pair("a", 7, "", "2", link="0-1")]
    pl.DataFrame({"zh": [[ZH]], "en": [EN]}).write_parquet(path)
    with pytest.raises(InputError, match="column zh holds List"):
        read_pairs(path)


def test_facts_that_no_row_can_have_are_not_believed(tmp_path):
    text = f"zh\ten\tposition\tscore\tlink\tsource_ids\n{ZH}\t{EN}\t²\t1e999\thttp://x\t0,-1,x,99999999999\n"
    assert read_pairs(put(tmp_path, "a.tsv", text)) == [Pair("a", 1, ZH, EN, (0,))]
    write_pairs(read_pairs(tmp_path / "a.tsv"), tmp_path / "b.parquet")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", b'zh,en\n"a,b\nc,d\n', "a quotation mark is never closed"),
        ("a.tsv", b"zh\ten\n\xff\xfe\x81\x00\x9d", "binary file"),
        ("a.tsv", "zh\ten\ncaf\xe9\tna\xefve \xe0 \xe9t\xe9".encode("latin-1"), "not UTF-8"),
        ("a.tsv", b"\xff\xfea\x00b", "not valid utf-16"),
        ("a.tsv", gzip.compress(b"zh\ten\na\tb\n", mtime=0), "is a gzip file"),
        ("a.tsv", b"\x00\x00", "empty"),
        ("a.tsv", b"zh\ten\n", "no text in the columns zh and en"),
        ("a.jsonl", b"{}\n", "no column zh and en"),
        ("a.xlf", b"\n\n", "empty"),
        ("a.xyz", b"zh\ten\n", "not a bitext format"),
        ("a.tmx", b"zh\ten\n", "does not begin with an element"),
        ("a.tmx", b"<html><body/></html>", "no translation unit"),
    ],
)
def test_bad_tables_say_what_is_wrong(tmp_path, name, content, message):
    with pytest.raises(InputError, match=message) as caught:
        read_pairs(put(tmp_path, name, content))
    assert "\n" not in str(caught.value)
    assert name in str(caught.value)


@pytest.mark.parametrize("suffix", BITEXT_OUT)
def test_folders_and_missing_files(tmp_path, suffix):
    (tmp_path / f"d{suffix}").mkdir()
    with pytest.raises(InputError, match="folder"):
        read_pairs(tmp_path / f"d{suffix}")
    with pytest.raises(InputError, match="no such file"):
        read_pairs(tmp_path / f"e{suffix}")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.tsv", "zh\ten" + "\tx" * 1000 + "\n"),
        ("a.csv", "zh,en" + ",x" * 1000),
        ("a.jsonl", "{" + ",".join(f'"k{k}":1' for k in range(1001)) + "}"),
        ("a.jsonl", '{"zh":"一"}\n' * 2000 + "\n".join(f'{{"k{k}" : 1}}' for k in range(2000))),
    ],
)
def test_columns_have_a_limit(tmp_path, name, content):
    with pytest.raises(InputError, match="more than 1,000 columns"):
        read_pairs(put(tmp_path, name, content))


def test_blank_lines_are_no_rows(tmp_path):
    assert texts(put(tmp_path, "a.tsv", f"zh\ten\n\n{ZH}\t{EN}\n\t\n\n")) == [(ZH, EN)]


@pytest.mark.thorough("large hostile input")
def test_cells_have_a_limit(tmp_path):
    path = tmp_path / "a.parquet"
    pl.DataFrame({"zh": ["一" * 1_000_001], "en": ["x"]}).write_parquet(path)
    with pytest.raises(InputError, match="more than 1,000,000 characters"):
        read_pairs(path)


# TMX


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"])
def test_tmx_in_any_encoding(tmp_path, encoding):
    declared = "UTF-16" if "16" in encoding else encoding.removesuffix("-sig")
    path = put(tmp_path, "a.tmx", TMX.format(encoding=declared, zh=ZH, en=EN), encoding)
    assert texts(path) == [(ZH, EN)]


@pytest.mark.parametrize(("declared", "encoding"), [("utf-16", "utf-8"), ("gb2312", "utf-8-sig"), ("utf-8", "utf-16")])
def test_tmx_with_a_stale_declaration(tmp_path, declared, encoding):
    path = put(tmp_path, "a.tmx", TMX.format(encoding=declared, zh=ZH, en=EN), encoding)
    assert texts(path) == [(ZH, EN)]


def test_bitexts_by_content(tmp_path):
    data = TMX.format(encoding="utf-8", zh=ZH, en=EN).encode()
    for name in ("memory.xml", "memory.dat", "memory", "memory.tsv", "memory.xlf"):
        assert texts(put(tmp_path, name, data)) == [(ZH, EN)]
    assert read_pairs(put(tmp_path, "x.y.tmx.gz", gzip.compress(data, mtime=0)))[0].symbol == "x"


@pytest.mark.parametrize(
    ("segment", "text"),
    [
        ("a <bpt i='1'>&lt;b></bpt>bold<ept i='1'>&lt;/b></ept> b", "a bold b"),
        ("a<ut>{\\cf2 </ut> b<ut>}</ut>", "a b"),
        ("a<ph>&lt;img alt='<sub>a note</sub>'></ph> b", "a b"),
        ("a <hi type='x'>b <hi>c</hi> d</hi> e", "a b c d e"),
        ("a <sub>b</sub>", "a b"),
        ("one<ph type='lb'/>two", "one\ntwo"),
        ("one\n   two\t three", "one two three"),
        ("a<!-- no --><?x no?>b", "ab"),
        ("<![CDATA[a & b]]>", "a & b"),
        ("a&nbsp;b&unheard;c &#x41;", "a\xa0b&unheard;c A"),
    ],
)
def test_codes_inside_a_segment(tmp_path, segment, text):
    path = put(tmp_path, "a.tmx", '<!DOCTYPE tmx SYSTEM "tmx14.dtd">' + tmx(f"<tu>{unit(en=segment)}</tu>"))
    assert texts(path) == [(ZH, text)]


def test_units_that_are_odd(tmp_path):
    body = (
        f"<tu>{unit(codes=('ZH-CN', 'EN-GB'))}<tuv xml:lang='fr'><seg>non</seg></tuv></tu>"
        f"<tu>{unit('', '')}{unit(ZH2, EN2)}{unit('third', 'third')}</tu>"  # the first variant with text
        f"<tu><tuv><seg>no language</seg></tuv><tuv lang='zh'><seg>一</seg></tuv></tu>"
        f"<tu><tuv xml:lang='en'><seg/></tuv><tuv xml:lang='zh'/></tu><tu/>"
        f"<!-- --><tu>{unit('二', 'two', ('chi', 'eng'))}<?x?></tu>"
    )
    expected = [(ZH, EN), (ZH2, EN2), ("一", ""), ("二", "two")]
    assert texts(put(tmp_path, "a.tmx", tmx(body))) == expected
    spaced = tmx(body).replace("<tmx ", '<tmx xmlns="http://www.lisa.org/tmx14" ')
    assert texts(put(tmp_path, "b.tmx", spaced)) == expected
    assert texts(put(tmp_path, "c.tmx", f"<tmx><tu>{unit()}</tu></tmx>")) == [(ZH, EN)]  # no body


def test_tmx_without_one_of_the_languages(tmp_path):
    path = put(tmp_path, "a.tmx", tmx(f"<tu>{unit(codes=('zh', 'fr'))}</tu>"))
    with pytest.raises(InputError, match=r"no unit holds both Chinese \(zh\) and English \(en\)"):
        read_pairs(path)
    assert [(p.zh, p.en) for p in read_tmx(path, ("fr", "zh"))] == [(EN, ZH)]


# hostile files

LOL = "".join(f'<!ENTITY l{k} "{f"&l{k - 1};" * 10}">' for k in range(1, 10))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (f'<!DOCTYPE tmx [<!ENTITY l0 "lol">{LOL}]><tmx><tu>{unit(en="&l9;")}</tu></tmx>', "declares entities"),
        ('<!DOCTYPE tmx [<!ENTITY x SYSTEM "file:///etc/passwd">]><tmx><tu>&x;</tu></tmx>', "declares entities"),
        ('<!DOCTYPE tmx [<!ENTITY % x SYSTEM "http://127.0.0.1/x"> %x;]><tmx/>', "declares entities"),
        ("<!DOCTYPE tmx [<?a ]>?><!-- ]> --><!ENTITY x 'y'>]><tmx/>", "declares entities"),
        ("<!DOCTYPE tmx [<!ATTLIST seg x CDATA 'y'>]><tmx/>", "declares attribute defaults"),
        ("<!DOCTYPE tmx [%x;]><tmx/>", "DOCTYPE cannot be read"),
        ("<!DOCTYPE tmx [", "DOCTYPE cannot be read"),
        ('<?xml version="1.0" encoding="utf-7"?><tmx/>', "encoding 'utf-7' is not read"),
        ("<tmx>" + "<a>" * 100_000, "nested deeper than 256"),
        ("<tmx>" + "<a>" * 100_000 + "</a>" * 100_000 + "</tmx>", "nested deeper than 256"),
        ("<tmx>" + "<tu>" * 300 + "</tu>" * 300 + "</tmx>", "nested deeper than 256"),
        (f"<tmx><tu>{unit(en='<hi>' * 300 + '</hi>' * 300)}</tu></tmx>", "nested deeper than 256"),
        (f"<tmx><tu>{unit(en='x' * 1_000_001)}</tu></tmx>", "a segment of more than 1,000,000 characters"),
        (f"<tmx><tu>{unit(en='<hi>xxxxxxxxxxxxxxxx</hi>' * 70_000)}</tu></tmx>", "a segment of more than 1,000,000"),
        (f"<tmx><tu>{unit(en='<ph/>' * 100_001)}</tu></tmx>", "more than 100,000 codes"),
        (f"<tmx><tu>{unit(en=chr(0))}</tu></tmx>", "not well-formed"),
        (f"<tmx><tu>{unit()}</tu>", "not well-formed"),
        (f"<tmx><tu>{unit(en='&x;')}</tu></tmx>", "not well-formed"),
    ],
)
def test_hostile_xml_is_refused(tmp_path, content, message):
    with pytest.raises(InputError, match=message) as caught:
        read_pairs(put(tmp_path, "a.tmx", content))
    assert "\n" not in str(caught.value)


def test_lone_surrogates_and_wrong_encodings_are_refused(tmp_path):
    surrogate = unit(en="?").replace("?", "\ud800").encode("utf-8", "surrogatepass")
    for data in (surrogate, unit().encode("gb18030"), unit().encode("utf-32"), unit().encode("cp037", "replace")):
        with pytest.raises(InputError):
            read_pairs(put(tmp_path, "a.tmx", b"<tmx><tu>" + data + b"</tu></tmx>"))
    for encoding in ("utf-32", "utf-32-le", "utf-32-be"):
        with pytest.raises(InputError, match="UTF-32"):
            read_pairs(put(tmp_path, "a.tmx", tmx(f"<tu>{unit()}</tu>"), encoding))


def test_entities_that_only_a_comment_declares_do_no_harm():
    head = b'<!DOCTYPE tmx [<!-- <!ENTITY x "y"> --><!ELEMENT tmx ANY><!ATTLIST a b CDATA #IMPLIED>] ><tmx/>'
    assert read_prolog(head, "a") == ("tmx", None)
    assert [one.tag for _, one in safe_iterparse(io.BytesIO(head), "a", ("tmx",))] == ["tmx"]


def test_external_entities_are_not_read(tmp_path):
    put(tmp_path, "tmx14.dtd", f'<!ENTITY secret "{EN2}">')
    path = put(tmp_path, "a.tmx", '<!DOCTYPE tmx SYSTEM "tmx14.dtd">' + tmx(f"<tu>{unit(en='a &secret;')}</tu>"))
    assert texts(path) == [(ZH, "a &secret;")]


def test_gzip_bombs_and_damaged_gzip(tmp_path, monkeypatch):
    monkeypatch.setattr(corpora.files.xml_safety, "MAX_GAP", 1 << 17)
    monkeypatch.setattr(corpora.files.xml_safety, "MAX_RATIO", 5)
    bomb = gzip.compress(b"<tmx>" + f"<tu>{unit()}</tu>".encode() * 3000 + b"</tmx>")
    with pytest.raises(InputError, match="unpacks to more than"):
        read_pairs(put(tmp_path, "a.tmx.gz", bomb))
    good = gzip.compress(tmx(f"<tu>{unit()}</tu>").encode())
    for data in (good[:40], good[:-6], good[:20] + b"xxxx" + good[24:]):
        with pytest.raises(InputError, match="gzip data is damaged"):
            read_pairs(put(tmp_path, "b.tmx.gz", data))


def test_sizes_have_limits(tmp_path, monkeypatch):
    path = put(tmp_path, "a.tmx", tmx("<x>" + "y" * 300_000 + f"</x><tu>{unit()}</tu>"))
    assert texts(path) == [(ZH, EN)]
    monkeypatch.setattr(corpora.files.xml_safety, "MAX_GAP", 200_000)
    with pytest.raises(InputError, match="without the end of a unit"):
        read_pairs(path)
    monkeypatch.setattr(corpora.files.xml_safety, "MAX_FILE", 100_000)
    with pytest.raises(InputError, match="holds more than"):
        read_pairs(path)


def test_what_stands_outside_of_units_is_not_kept(tmp_path):
    path = put(tmp_path, "a.tmx", tmx("<x><y/></x>" * 30_000 + f"<tu>{unit()}</tu>"))
    with path.open("rb") as stream:
        for _, element in corpora.files.xml_safety.safe_iterparse(stream, path, ("tu",)):
            assert sum(1 for _ in element.getroottree().iter("x")) <= corpora.files.xml_safety.CHUNK // 11 + 1
            assert len(element) == 2


def test_a_unit_has_a_limit(tmp_path, monkeypatch):
    path = put(tmp_path, "a.tmx", tmx(f"<tu>{unit()}{'<note/>' * 60_000}</tu>"))
    assert texts(path) == [(ZH, EN)]
    monkeypatch.setattr(corpora.files.xml_safety, "MAX_UNIT", 300_000)
    with pytest.raises(InputError, match="a unit of more than"):
        read_pairs(path)


def test_reading_leaves_nothing_behind(tmp_path):
    """What was read is dropped from the tree: of 3,000 units never more than a chunk's stand in it."""
    path = put(tmp_path, "a.tmx", tmx("".join(f"<g><tu>{unit(str(k) + ZH)}</tu></g>" for k in range(3000))))
    with path.open("rb") as stream:
        events = corpora.files.xml_safety.safe_iterparse(stream, path, ("tu",))
        sizes = [sum(1 for _ in element.getroottree().iter("g")) for _, element in events]
    assert len(sizes) == 3000
    assert max(sizes) <= 2 * corpora.files.xml_safety.CHUNK // len(f"<g><tu>{unit()}</tu></g>".encode())
    assert sizes[-1] <= 2  # what stands before it goes when it ends


# a few hundred mutations of each format: rows or one InputError, nothing else

FRAGMENTS = [
    *(b"<", b">", b"&", b"&lt;", b"&x;", b"</", b"]]>", b"<!--", b"<!DOCTYPE x [", b"\x00", b"\xff", b"\xed\xa0\x80"),
    *(b'"', b"'", b",", b";", b"\t", b"\n", b"\r", b"{", b"}", b"[", b"]", b"\\ud800", b"null", b"1e999", b"-", b"="),
    *(b'encoding="utf-16"', b"xml:lang", b"<seg>", b"<mrk mtype='seg'>", b"<segment>", b"\xe5\xa4", b"9" * 30),
]


def mutate(data, chance):
    data = bytearray(data)
    for _ in range(chance.choice([1, 1, 2, 4])):
        place = chance.randrange(len(data) + 1)
        kind = chance.randrange(5)
        if kind == 0:
            data[place : place + 1] = bytes([chance.randrange(256)])
        elif kind == 1:
            del data[place : place + chance.choice([1, 3, 30])]
        elif kind == 2:
            data[place:place] = chance.choice(FRAGMENTS) * chance.choice([1, 1, 300])
        elif kind == 3:
            start = chance.randrange(len(data) + 1)
            data[place:place] = data[start : start + chance.randrange(60)]
        else:
            del data[place:]
    return bytes(data)


def survives(path, data):
    path.write_bytes(data)
    try:
        line = "\n".join({type(pair).__name__ for pair in read_pairs(path)})
    except InputError as error:
        line = str(error)
    assert "\n" not in line


@pytest.mark.slow("reads thousands of damaged files")
@pytest.mark.parametrize(
    ("name", "options", "number"),
    [
        *((f"a{suffix}", {}, 300) for suffix in (".tmx", ".xlf")),
        *((f"a{suffix}", {}, 200) for suffix in (".tsv", ".csv", ".jsonl")),
        ("b.xlf", {"xliff": "1.2"}, 300),
        ("a.parquet", {}, 2),
    ],
)
def test_mutations(tmp_path, name, options, number):
    path = tmp_path / name
    write_pairs(PAIRS, path, **options)
    data = path.read_bytes()
    chance = random.Random(name)
    for _ in range(number):
        survives(path, mutate(data, chance))
    if name == "a.tmx":
        packed = gzip.compress(data, mtime=0)
        for _ in range(100):
            survives(path, mutate(packed, chance))


@pytest.mark.thorough("a process of its own")
@pytest.mark.parametrize(
    ("trial", "message"),
    [
        ("import os; os.abort()", "cannot be read as PARQUET"),
        ("import sys; sys.exit(4)", "more than 20,000,000 rows"),
        ("import sys; sys.exit(5)", "more than 1,000 columns"),
        ("import time; time.sleep(60)", "takes too long"),
    ],
)
def test_a_parquet_file_that_would_end_the_process(tmp_path, monkeypatch, trial, message):
    path = tmp_path / "a.parquet"
    write_pairs(PAIRS, path)
    monkeypatch.setattr(corpora.exchange.tables.read, "TRIAL", trial)
    monkeypatch.setattr(corpora.exchange.tables.read, "TRIAL_SECONDS", 5 if "sleep" not in trial else 0.1)
    with pytest.raises(InputError, match=message):
        read_pairs(path)


# conversion

LINE = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn")), max_size=20).map(memory_text)


@given(
    st.builds(
        Pair,
        symbol=st.sampled_from(["A/1/2", "A/75/379–S/2020/965", "letter", "x y", "文件"]),
        position=st.integers(1, 2**32 - 1),
        zh=LINE,
        en=LINE,
        source_ids=st.lists(st.integers(0, 9), max_size=3).map(tuple),
        target_ids=st.lists(st.integers(0, 9), max_size=3).map(tuple),
        score=st.floats(0, 1),
        kind=st.sampled_from(["body", "title", "脚注"]),
    )
)
@settings(deadline=None)
def test_facts_of_a_row_are_read_back(pair):
    assert row("other", pair.zh, pair.en, facts_of(pair), {}) == pair


@pytest.mark.thorough("a process of its own")
@pytest.mark.parametrize(
    ("first", "second"), [*((".jsonl", suffix) for suffix in WHOLE), *((suffix, ".tmx") for suffix in WHOLE)]
)
def test_any_bitext_to_any_other(tmp_path, first, second):
    both = [PAIRS[0], PAIRS[3]]
    write_pairs(both, tmp_path / f"a{first}")
    done = call("corpora", "convert", tmp_path / f"a{first}", "-o", tmp_path / "out" / f"b{second}")
    assert done.code == 0, done.err
    assert read_pairs(tmp_path / "out" / f"b{second}") == both
    assert (done.out, done.err) == ("", f"{tmp_path / 'out' / f'b{second}'}: 2 rows, 0 left out\n")


@pytest.mark.parametrize(
    ("output", "options", "rows", "reason"),
    [
        ("b.tmx", [], 2, "TMX takes rows with both languages, each once"),
        ("b.xlf", [], 3, "XLIFF takes rows with Chinese, its source"),
        ("b.xlf", ["--source", "en", "--xliff", "1.2"], 3, "XLIFF takes rows with English, its source"),
        ("b.csv", [], 4, ""),
    ],
)
def test_rows_that_a_format_cannot_hold_are_counted(tmp_path, output, options, rows, reason):
    write_pairs(PAIRS, tmp_path / "a.jsonl")
    done = call("corpora", "convert", tmp_path / "a.jsonl", "-o", tmp_path / output, *options)
    assert f"{rows} rows, {4 - rows} left out" in done.err
    assert reason in done.err
    assert len(read_pairs(tmp_path / output)) == rows


def test_codes_and_source_of_a_conversion(tmp_path):
    write_pairs(PAIRS, tmp_path / "a.tsv")
    arguments = [
        "corpora",
        "convert",
        tmp_path / "a.tsv",
        "--zh-code",
        "zh-Hans",
        "--en-code",
        "en-GB",
        "--source",
        "en",
    ]
    for name in ("b.tmx", "b.xlf"):
        assert call(*arguments, "-o", tmp_path / name).code == 0
    assert 'srclang="en-GB"' in (tmp_path / "b.tmx").read_text("utf-8")
    assert 'srcLang="en-GB" trgLang="zh-Hans"' in (tmp_path / "b.xlf").read_text("utf-8")


@pytest.mark.parametrize(
    ("output", "message"),
    [
        ("a.tsv", "is a file of this very command"),
        ("b.odt", "is not a bitext format"),
        ("b", "no suffix"),
        ("", "is a folder"),
    ],
)
def test_outputs_that_are_refused(tmp_path, output, message):
    write_pairs(PAIRS, tmp_path / "a.tsv")
    before = (tmp_path / "a.tsv").read_bytes()
    done = call("corpora", "convert", tmp_path / "a.tsv", "-o", tmp_path / output)
    assert done.code == 2
    assert message in done.err
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("a.tsv", before)]


@pytest.mark.thorough("a process of its own")
def test_training_takes_every_bitext_too(tmp_path):
    for suffix in BITEXT_OUT:
        write_pairs([replace(PAIRS[0], zh=f"{suffix}。")], tmp_path / f"a{suffix}")
    put(tmp_path, "h.csv", f"Chinese;English\n{ZH};{EN}\n")
    paths = [*(tmp_path / f"a{suffix}" for suffix in BITEXT_OUT), tmp_path / "h.csv"]
    pairs = read_training_pairs(paths, {})
    assert [a for a, _ in pairs] == [*(f"{suffix}。" for suffix in BITEXT_OUT), ZH]


def test_sniffing(tmp_path):
    assert sniff_root(put(tmp_path, "a", b"plain")) is None
    assert sniff_root(put(tmp_path, "b", b'<?xml version="1.0"?><!-- --><x:TEI xmlns:x="u">')) == "TEI"
