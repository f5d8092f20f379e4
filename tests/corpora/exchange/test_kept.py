"""What a file says of its rows beside the texts: kept, written where the target has a place for it, named where not."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from corpora.about import About, Mark
from corpora.bitext import Pair
from corpora.exchange import Remarks, holds, read_pairs, write_pairs
from corpora.exchange.kept.marks import plain_marked
from glossary.checks import Material, run_checks
from glossary.rows import Rows
from tests.calls import call

HEAD = '<header creationtool="T" creationtoolversion="1" segtype="sentence" o-tmf="t" adminlang="en" srclang="en-US" datatype="xml"/>'
MEMORY = f"""<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4">{HEAD}<body>
<tu tuid="41" creationdate="20300102T030405Z" creationid="mei" changedate="20300203T040506Z" changeid="tom" usagecount="2">
<note>seen by the desk</note><prop type="x-context-pre">Item 1</prop><prop type="x-client">LAKES</prop><prop type="file">a.docx</prop>
<tuv xml:lang="en-US"><seg>The <bpt i="1">&lt;b&gt;</bpt>Lake<ept i="1">&lt;/b&gt;</ept> Council met{{0}}.</seg></tuv>
<tuv xml:lang="zh-TW"><seg><bpt i="1">&lt;b&gt;</bpt>湖泊<ept i="1">&lt;/b&gt;</ept>理事會開會{{0}}。</seg></tuv>
<tuv xml:lang="fr"><seg>Le Conseil</seg></tuv></tu>
<tu><prop type="x-context-pre">Item 2</prop><tuv xml:lang="en-US"><seg>Annex</seg></tuv><tuv xml:lang="zh-TW"><seg>附件</seg></tuv></tu>
<tu><prop type="x-context-pre">Item 3</prop><tuv xml:lang="en-US"><seg>Annex</seg></tuv><tuv xml:lang="zh-TW"><seg>附件</seg></tuv></tu>
</body></tmx>"""
SDL = """<?xml version="1.0" encoding="UTF-8"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2" xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0">
<file original="b.docx" source-language="en-GB" target-language="zh-CN" datatype="x-sdlfilterframework2"><body>
<trans-unit id="u-1"><source>The lake.</source><seg-source><mrk mtype="seg" mid="1">The <x id="7"/>lake.</mrk></seg-source>
<target><mrk mtype="seg" mid="1"><x id="7"/>湖。</mrk></target>
<sdl:seg-defs><sdl:seg id="1" conf="Draft" percent="87" locked="true" origin="tm"/></sdl:seg-defs></trans-unit>
<trans-unit id="u-2"><source>The river.</source><seg-source><mrk mtype="seg" mid="2">The river.</mrk></seg-source>
<target><mrk mtype="seg" mid="2"/></target><sdl:seg-defs><sdl:seg id="2"/></sdl:seg-defs></trans-unit>
<trans-unit id="u-3"><source>The sea.</source><seg-source><mrk mtype="seg" mid="3">The sea.</mrk></seg-source>
<target><mrk mtype="seg" mid="3">海。</mrk></target>
<sdl:seg-defs><sdl:seg id="3" conf="ApprovedSignOff" percent="100"/></sdl:seg-defs></trans-unit></body></file></xliff>"""


def write(folder, name, text):
    (folder / name).write_text(text, "utf-8")
    return folder / name


def about(pair):
    return pair.about or About()


def said_of(path, suffix, keep):
    said = Remarks()
    read_pairs(path, said)
    return said.lines(holds(suffix, keep))


def test_a_memory_is_carried_whole_with_keep(tmp_path):
    source = write(tmp_path, "m.tmx", MEMORY)
    before = read_pairs(source)
    assert call("corpora", "convert", source, "-o", tmp_path / "out.tmx", "--keep").code == 0
    after = read_pairs(tmp_path / "out.tmx")
    assert [about(pair) for pair in after] == [about(pair) for pair in before]
    assert before[0].about.notes == ("seen by the desk",)
    assert dict(before[0].about.props) == {"x-context-pre": "Item 1", "x-client": "LAKES", "file": "a.docx"}
    assert before[0].about.others == (("fr", "Le Conseil"),)
    root = etree.parse(tmp_path / "out.tmx").getroot()
    unit = root.find("body/tu")
    assert root.find("header").get("srclang") == "en-US"
    assert dict(unit.attrib) == {
        "tuid": "41", "creationdate": "20300102T030405Z", "creationid": "mei", "changedate": "20300203T040506Z",
        "changeid": "tom", "usagecount": "2",
    }  # fmt: skip
    assert [tuv.get("{http://www.w3.org/XML/1998/namespace}lang") for tuv in unit.iter("tuv")] == [
        "zh-TW",
        "en-US",
        "fr",
    ]
    assert len(root.findall("body/tu")) == 3, "one pair in two contexts is two units"


def test_what_is_not_kept_is_named_and_what_is_kept_is_not(tmp_path):
    source = write(tmp_path, "m.tmx", MEMORY)
    named = said_of(source, ".tmx", keep=False)
    for what in (
        "1 id of a unit",
        "2 dates",
        "2 names of a person",
        "1 count of use",
        "1 note",
        "x-client",
        "4 inline codes",
        "1 text in fr",
    ):
        assert any(what in line for line in named), what
    assert said_of(source, ".tmx", keep=True) == []
    assert said_of(source, ".xlf", keep=True) == ["1 text in fr left out"]
    assert len(said_of(source, ".tsv", keep=True)) == 2
    told = call("corpora", "convert", source, "-o", tmp_path / "out.xlf")
    assert "3 properties of units or texts: x-context-pre left out" in told.err
    assert 'srcLang="en-US" trgLang="zh-TW"' in (tmp_path / "out.xlf").read_text("utf-8")


@pytest.mark.parametrize("form", ["xlf", "12.xlf", "tmx", "tsv", "csv", "jsonl", "parquet"])
def test_states_matches_and_locks_survive_in_every_format(tmp_path, form):
    rows = read_pairs(write(tmp_path, "j.sdlxliff", SDL))
    target = tmp_path / f"out.{form}"
    write_pairs(rows, target, xliff="1.2" if form.startswith("12") else "2.1")
    found = [about(pair) for pair in read_pairs(target)]
    assert (found[0].state, found[0].match, found[0].locked, found[0].origin) == ("draft", 87, True, "tm")
    assert (found[-1].state, found[-1].match, found[-1].locked) == ("approvedsignoff", 100, False)


def test_states_stand_where_the_format_has_them_and_untranslated_rows_stay(tmp_path):
    source = write(tmp_path, "j.sdlxliff", SDL)
    for version, place, states in (
        ("2.1", "{*}segment", ["initial", "initial", "final"]),
        ("1.2", "{*}target", ["needs-review-translation", "final"]),
    ):
        assert call("corpora", "convert", source, "-o", tmp_path / "out.xlf", "--xliff", version, "--keep").code == 0
        root = etree.parse(tmp_path / "out.xlf").getroot()
        assert [one.get("state") for one in root.iter(place)] == states
        assert [pair.en for pair in read_pairs(tmp_path / "out.xlf")] == ["The lake.", "The river.", "The sea."]
        assert {pair.original for pair in read_pairs(tmp_path / "out.xlf")} == {"en"}
        assert "en-GB" in (tmp_path / "out.xlf").read_text("utf-8")


def test_only_confirmed_and_a_match_leave_out_rows_and_no_row_is_an_error(tmp_path):
    source = write(tmp_path, "j.sdlxliff", SDL)
    assert call("corpora", "convert", source, "-o", tmp_path / "a.tsv", "--only", "confirmed").code == 0
    assert [pair.en for pair in read_pairs(tmp_path / "a.tsv")] == ["The sea."]
    assert call("corpora", "convert", source, "-o", tmp_path / "b.tsv", "--min-match", "90").code == 0
    assert [pair.en for pair in read_pairs(tmp_path / "b.tsv")] == ["The river.", "The sea."]
    drafts = write(tmp_path, "d.sdlxliff", SDL.replace("ApprovedSignOff", "Draft"))
    told = call("corpora", "convert", drafts, "-o", tmp_path / "c.tsv", "--only", "confirmed")
    assert told.code == 2
    assert not (tmp_path / "c.tsv").exists()


def test_a_memory_of_two_chinese_by_the_command_line(tmp_path):
    unit = '<tu><tuv xml:lang="en"><seg>Lake</seg></tuv><tuv xml:lang="zh-TW"><seg>湖畔</seg></tuv><tuv xml:lang="zh-CN"><seg>湖边</seg></tuv></tu>'
    source = write(tmp_path, "m.tmx", f'<tmx version="1.4">{HEAD}<body>{unit}</body></tmx>')
    for chosen, text, tag in (("simplified", "湖边", "zh-CN"), ("traditional", "湖畔", "zh-TW")):
        told = call("corpora", "convert", source, "-o", tmp_path / "o.tmx", "--zh", chosen)
        assert "1 second text in" in told.err
        assert f'xml:lang="{tag}"><seg>{text}' in (tmp_path / "o.tmx").read_text("utf-8")


def test_codes_that_one_side_of_a_memory_lost_are_found(tmp_path):
    units = [
        ('The <bpt i="1">&lt;b&gt;</bpt>Council<ept i="1">&lt;/b&gt;</ept> met on <ph x="1">{0}</ph>.', "理事会开会。"),
        ("The <hi>Council</hi> rose.", "理事会散会。"),
        ('The <bpt i="1" type="bold"/>Council<ept i="1"/> sat.', '<bpt i="2" type="bold"/>理事会<ept i="2"/>在座。'),
        ('First<ph x="1">&lt;br/&gt;</ph>second', '第一<ph x="9">&lt;br/&gt;</ph>第二'),
        ('A <ph x="1">&lt;img src="en.png"/&gt;</ph>', '一<ph x="4">&lt;img src="zh.png"/&gt;</ph>'),
    ]
    body = "".join(
        f'<tu><tuv xml:lang="en"><seg>{en}</seg></tuv><tuv xml:lang="zh"><seg>{zh}</seg></tuv></tu>' for en, zh in units
    )
    rows = read_pairs(write(tmp_path, "m.tmx", f'<tmx version="1.4">{HEAD}<body>{body}</body></tmx>'))
    found = [f for f in run_checks(Material(Rows.of(rows))) if f.code == "P112"]
    assert [(f.segment, f.severity.value) for f in found] == [(1, "warning"), (2, "note")]
    assert found[0].found == "<b> </b> {0}"


TEXTS = st.text("湖海河 ab1<&", min_size=1, max_size=6).map(lambda text: f"x{text}y")
MARKS = st.lists(
    st.one_of(
        TEXTS,
        st.sampled_from(["{0}", "<i/>", "%s"]).map(lambda content: Mark("alone", "1", content)),
        st.just("pair"),
    ),
    min_size=1,
    max_size=6,
)


def shape(text):
    """Pieces of text as one string between codes, and these by kind and content."""
    found = []
    for piece in text:
        if isinstance(piece, Mark):
            found.append((piece.kind, piece.content))
        elif found and isinstance(found[-1], str):
            found[-1] += piece
        else:
            found.append(piece)
    return found


def marked(parts):
    found = []
    for k, part in enumerate(parts):
        if part == "pair":
            found += [Mark("open", f"p{k}", "<b>", "bold"), f"w{k}", Mark("close", f"p{k}", "</b>")]
        else:
            found.append(part)
    return tuple(found)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(MARKS, MARKS), min_size=1, max_size=3), st.sampled_from(["tmx", "2.1", "1.2"]))
def test_codes_come_back_from_every_format(tmp_path_factory, sides, form):
    folder = tmp_path_factory.mktemp("codes")
    rows = []
    for k, (zh, en) in enumerate(sides, start=1):
        both = marked(["湖", *zh]), marked(["lake", *en])
        rows.append(
            Pair(
                "A/9",
                k,
                plain_marked(both[0]),
                plain_marked(both[1]),
                about=About(id=f"n{k}", marked=both, notes=("n",)),
            )
        )
    path = folder / ("o.tmx" if form == "tmx" else "o.xlf")
    write_pairs(rows, path, keep=True, xliff="1.2" if form == "1.2" else "2.1")
    for before, after in zip(rows, read_pairs(path), strict=True):
        assert (after.about.id, after.about.notes) == (before.about.id, before.about.notes)
        for one, other in zip(before.about.marked, after.about.marked, strict=True):
            has_codes = any(isinstance(piece, Mark) for piece in one)
            assert shape(other) == (shape(one) if has_codes else [])


def test_a_text_that_was_changed_is_written_without_its_old_codes(tmp_path):
    row = Pair("A/9", 1, "新文", "New", about=About(marked=(("旧", Mark("alone", "1", "{0}")), ())))
    write_pairs([row], tmp_path / "o.tmx", keep=True)
    assert read_pairs(tmp_path / "o.tmx")[0].zh == "新文"


def test_columns_of_a_table_hold_what_can_be_a_cell(tmp_path):
    source = write(tmp_path, "m.tmx", MEMORY)
    assert call("corpora", "convert", source, "-o", tmp_path / "o.jsonl", "--keep").code == 0
    frame = pl.read_ndjson(tmp_path / "o.jsonl")
    assert frame["unit_id"][0] == "41"
    assert frame["created_by"][0] == "mei"
    found = about(read_pairs(tmp_path / "o.jsonl")[0])
    assert (found.notes, found.props[1]) == (("seen by the desk",), ("x-client", "LAKES"))
    plain = Pair("A/9", 1, "湖", "lake")
    write_pairs([plain], tmp_path / "p.tsv")
    assert "state" not in (tmp_path / "p.tsv").read_text("utf-8")
