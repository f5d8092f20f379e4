"""Codes that are characters, which Chinese, states, and what is said of all that a row has no place for."""

import pytest

from corpora.bitext import Pair
from corpora.errors import InputError
from corpora.exchange import Remarks, Wanted, read_pairs, write_pairs
from tests.calls import call

TMX = '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4"><header srclang="en"/><body>\n{}\n</body></tmx>'
OLD = (
    '<?xml version="1.0"?>\n<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"'
    ' xmlns:t="http://sdl.com/FileTypes/SdlXliff/1.0" xmlns:m="http://www.memsource.com/mxlf/2.0">'
    '<file original="lake.docx" source-language="en" target-language="zh-CN" datatype="x">{}</file></xliff>'
)
NEW = (
    '<xliff version="2.1" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="en" trgLang="zh-Hans">'
    '<file id="f1" original="lake">{}</file></xliff>'
)


def read(tmp_path, content, name="a.tmx", wanted=None):
    """Texts of the rows of a file, and what is said of it."""
    path, said = tmp_path / name, Remarks()
    path.write_text(content, "utf-8")
    pairs = read_pairs(path, said, wanted or Wanted())
    return [(pair.zh, pair.en) for pair in pairs], said.lines()


def unit(en, zh="湖"):
    """A unit of TMX."""
    return f'<tu><tuv xml:lang="en"><seg>{en}</seg></tuv><tuv xml:lang="zh-CN"><seg>{zh}</seg></tuv></tu>'


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Lake Council<ph>&lt;br/&gt;</ph>Second part", "Lake Council\nSecond part"),
        ("Lake Council<ph>&lt;br class='x'&gt;</ph>Second part", "Lake Council\nSecond part"),
        ("Lake Council <ph>\\n</ph> Second part", "Lake Council\nSecond part"),
        ("a<ph>&lt;w:tab/&gt;</ph>b", "a\tb"),
        ("10<ph>&amp;nbsp;</ph>km", "10\u00a0km"),
        ("10<ph>&#160;</ph>km", "10\u00a0km"),
        ("Varda<ph>®</ph> boats", "Varda® boats"),
        ('a<ph>&lt;mq:ch val="&amp;#9;" /&gt;</ph>b', "a\tb"),
        ("a<ph type='x-tab'/>b", "a\tb"),
        ("The <ph>&lt;img/&gt;</ph> lake", "The lake"),
        ("The <bpt i='1'>&lt;b&gt;</bpt> deep <ept i='1'>&lt;/b&gt;</ept> lake", "The deep lake"),
        ("Lake Council<ph>&lt;img/&gt;</ph>Second part", "Lake Council Second part"),
        ("under<ph>&lt;img/&gt;</ph>water", "underwater"),
        ("10<bpt i='1'>&lt;sup&gt;</bpt>6<ept i='1'>&lt;/sup&gt;</ept> m", "10⁶ m"),
        ("10<hi type='sup'>6</hi> m", "10⁶ m"),
        ("the 5<hi type='sup'>th</hi>", "the 5th"),
        ("10<ph>&lt;sup&gt;</ph>6<ph>&lt;/sup&gt;</ph> m", "10⁶ m"),
        ("10<ut>{\\super </ut>6<ut>}</ut> m", "10⁶ m"),
        ("10<it pos='begin'>&lt;sup&gt;</it>6<it pos='end'>&lt;/sup&gt;</it> m", "10⁶ m"),
        ("Lake Council<ut>{\\line }</ut>Second part", "Lake Council\nSecond part"),
        ("a<ut>{\\tab }</ut>b<ut>\\~</ut>c<ut>{\\emdash }</ut>d<ut>{\\'a0}</ut>e", "a\tb\u00a0c—d\u00a0e"),
        ("The <ut>{\\b </ut>deep<ut>}</ut> lake", "The deep lake"),
        ("two\n  lines", "two lines"),
        ("<g1>deep</g1> {1>lake&lt;1} {0}", "<g1>deep</g1> {1>lake<1} {0}"),
    ],
)
def test_codes_that_are_characters(tmp_path, content, text):
    content = content.replace("<g1>", "&lt;g1>").replace("</g1>", "&lt;/g1>")
    assert read(tmp_path, TMX.format(unit(content)))[0] == [("湖", text)]


def test_codes_at_the_head_of_a_file(tmp_path):
    defs = (
        '<header><tag-defs xmlns="http://sdl.com/FileTypes/SdlXliff/1.0"><tag id="4"><ph name="br">&lt;br/&gt;</ph></tag>'
        '<tag id="7"><ph equiv-text="&#9;">&lt;w:tab/&gt;</ph></tag><tag id="8"><bpt name="sup">&lt;v&gt;</bpt></tag>'
        "</tag-defs></header>"
    )
    body = '<body><trans-unit id="1"><source>A<x id="4"/>B<x id="7"/>10<g id="8">3</g></source>{}</trans-unit></body>'
    rows, _ = read(tmp_path, OLD.format(defs + body.format('<target>甲<x id="4"/>乙</target>')), "a.sdlxliff")
    assert rows == [("甲\n乙", "A\nB\t10³")]


def test_codes_of_a_unit(tmp_path):
    data = '<originalData><data id="d1">&lt;br/&gt;</data><data id="d2"><cp hex="0009"/></data></originalData>'
    body = '<segment><source>A<ph id="1" dataRef="d1"/>B<ph id="2" dataRef="d2"/>C<cp hex="001F"/>D</source><target>甲</target></segment>'
    rows, said = read(tmp_path, NEW.format(f'<unit id="1">{data}{body}</unit>'), "a.xlf")
    assert rows == [("甲", "A\nB\tCD")]
    assert said == ["1 control character dropped", "1 id of a unit left out"]


@pytest.mark.parametrize("name", ["a.tmx", "a.xlf", "b.xlf"])
def test_line_ends_and_tabs_are_written_and_read_back(tmp_path, name):
    pair = Pair("A/1", 1, "甲\n乙", "one\ttwo\nthree")
    write_pairs([pair], tmp_path / name, xliff="1.2" if name == "b.xlf" else "2.1")
    assert [(one.zh, one.en) for one in read_pairs(tmp_path / name)] == [(pair.zh, pair.en)]


def test_which_chinese_of_a_memory(tmp_path):
    both = unit("lake").replace("</tu>", '<tuv xml:lang="zh-TW"><seg>湖泊臺</seg></tuv></tu>')
    both = both.replace('<tuv xml:lang="zh-CN">', '<tuv xml:lang="zh-Latn"><seg>hu</seg></tuv><tuv xml:lang="zh-CN">')
    rows, said = read(tmp_path, TMX.format(both))
    assert rows == [("湖", "lake")]
    assert said == [
        "several Chinese texts of a row: the simplified one is read (--zh chooses)",
        "1 text in zh-Latn left out",
        "1 second text in zh-TW left out",
    ]
    assert read(tmp_path, TMX.format(both), wanted=Wanted("traditional"))[0] == [("湖泊臺", "lake")]


def test_what_a_memory_says_beside_its_texts(tmp_path):
    content = (
        unit("lake")
        .replace(
            "<tu>",
            '<tu tuid="7" changedate="20300101T000000Z" creationid="RIVER" segtype="phrase"><note>n</note><prop type="client">x</prop>',
        )
        .replace("</tu>", '<tuv xml:lang="fr"><seg>lac</seg></tuv></tu>')
    )
    assert read(tmp_path, TMX.format(content))[1] == [
        "1 text in fr left out",
        "1 id of a unit (tuid) left out",
        "1 date left out",
        "1 name of a person left out",
        "1 attribute of units or texts: segtype left out",
        "1 note left out",
        "1 property of units or texts: client left out",
    ]


def test_references_to_controls_are_dropped_with_their_line(tmp_path):
    rows, said = read(tmp_path, TMX.format(unit("co&#x1F;operation") + "\n" + unit("b&#65;y&#2;", "湾")))
    assert rows == [("湖", "cooperation"), ("湾", "bAy")]
    assert said == [
        "a reference to a control (&#x1F;) dropped in line 3",
        "a reference to a control (&#2;) dropped in line 4",
    ]


def test_controls_are_dropped_with_their_line(tmp_path):
    rows, said = read(tmp_path, TMX.format(unit("co\x1foperation") + "\n" + unit("by", "湾\x0b")))
    assert rows == [("湖", "cooperation"), ("湾", "by")]
    assert said == ["a control (U+001F) dropped in line 3", "a control (U+000B) dropped in line 4"]


@pytest.mark.parametrize("before", ["\n  ", "\ufeff\ufeff"])
def test_what_stands_before_the_declaration_is_skipped(tmp_path, before):
    rows, said = read(tmp_path, before + TMX.format(unit("lake")))
    assert rows == [("湖", "lake")]
    assert said == ["what stands before the XML declaration is skipped"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (unit("a&nbsp;b"), r":3: .*the entity nbsp is not declared"),
        (unit("a & b"), r":3: .*& that begins no reference is written &amp;"),
        (unit("a < b"), r":3: .*a < that begins no element is written &lt;"),
        (unit("a&ldquo;b"), r":3: .*the entity ldquo is not declared; write &#8220; for &ldquo;"),
        (unit("a&firm;b"), r":3: .*the entity firm is not declared\)"),
    ],
)
def test_errors_name_the_reason(tmp_path, content, message):
    with pytest.raises(InputError, match=message):
        read(tmp_path, TMX.format(content))


SEGMENT = (
    '<trans-unit id="{0}"{3}><source>lake {0}</source><seg-source>(a) <mrk mtype="seg" mid="1">lake {0}</mrk></seg-source>'
    '<target>(a) <mrk mtype="seg" mid="1">湖{0}</mrk></target><t:seg-defs><t:seg id="1" conf="{1}" percent="{2}"/></t:seg-defs></trans-unit>'
)


def test_states_choose_rows_and_are_named(tmp_path):
    body = (SEGMENT.format(1, "Draft", 60, ""), SEGMENT.format(2, "Translated", 99, ""))
    content = OLD.format(f"<body>{''.join(body)}</body>")
    rows, said = read(tmp_path, content, "a.sdlxliff")
    assert len(rows) == 2
    assert "1 state of a segment (draft) left out" in said
    assert "2 pieces of text between segments left out" in said
    rows, said = read(tmp_path, content, "a.sdlxliff", Wanted(confirmed=True))
    assert rows == [("湖2", "lake 2")]
    assert "1 row that is not confirmed left out" in said
    assert read(tmp_path, content, "a.sdlxliff", Wanted(match=75))[0] == [("湖2", "lake 2")]


def test_confirmed_as_phrase_says_it(tmp_path):
    body = '<body><trans-unit id="1" m:confirmed="1" m:locked="true"><source>a</source><target>甲</target></trans-unit></body>'
    rows, said = read(tmp_path, OLD.format(body), "a.mxliff", Wanted(confirmed=True))
    assert rows == [("甲", "a")]
    assert said == [
        "1 state of a segment (confirmed) left out",
        "1 lock of a segment left out",
        "1 id of a unit left out",
    ]


@pytest.mark.parametrize("id", ['id="{0}" xml:id="x"', 'id="x"'])
def test_an_id_twice_is_read_and_named(tmp_path, id):
    unit = f"<trans-unit {id}><source>a{{0}}</source><target>甲{{0}}</target></trans-unit>"
    rows, said = read(tmp_path, OLD.format(f"<body>{unit.format(1)}{unit.format(2)}</body>"), "a.xlf")
    assert len(rows) == 2
    assert "1 unit with the id of an earlier one read as a row of its own" in said


def test_two_files_of_one_name_are_two_documents(tmp_path):
    file = '<file original="lake.docx" source-language="en" target-language="{}" datatype="x"><body>{}</body></file>'
    unit = "<trans-unit id='1'><source>a</source><target>甲</target></trans-unit>"
    texts = ("fr", unit), ("zh-CN", unit + unit), ("zh-CN", unit)
    path, said = tmp_path / "a.xlf", Remarks()
    path.write_text('<xliff version="1.2">' + "".join(file.format(*one) for one in texts) + "</xliff>", "utf-8")
    assert [(pair.symbol, pair.position) for pair in read_pairs(path, said)] == [
        ("lake", 1),
        ("lake", 2),
        ("lake (2)", 1),
    ]
    assert "several files have the original 'lake': each is a document of its own" in said.lines()


def test_one_document_in_two_runs_of_our_own_file_is_one(tmp_path):
    pairs = [Pair("A/1", 1, "甲", "a"), Pair("B/2", 1, "乙", "b"), Pair("A/1", 2, "丙", "c")]
    for version in ("1.2", "2.1"):
        write_pairs(pairs, tmp_path / "a.xlf", xliff=version)
        assert [pair.symbol for pair in read_pairs(tmp_path / "a.xlf")] == ["A/1", "B/2", "A/1"]


MADE = {
    "a.mqxliff": ' mq:lastchanginguser="MEI" mq:lastchangedtimestamp="2030-01-02T03:04:05Z"',
    "a.mxliff": ' m:created-by="MEI" m:created-at="1893553445000"',
    "a.sdlxliff": "",
}


@pytest.mark.parametrize("name", MADE)
def test_dates_and_people_of_tools_are_named_and_kept(tmp_path, name):
    values = '<t:value key="last_modified_by">MEI</t:value><t:value key="modified_on">01/02/2030 03:04:05</t:value>'
    unit = f'<trans-unit id="1"{MADE[name]}><source>a</source><target>甲</target>'
    unit += f'<t:seg-defs><t:seg id="1">{values if name == "a.sdlxliff" else ""}</t:seg></t:seg-defs></trans-unit>'
    content = OLD.replace("<xliff ", '<xliff xmlns:mq="MQXliff" ').format(f"<body>{unit}</body>")
    _rows, said = read(tmp_path, content, name)
    assert {"1 date left out", "1 name of a person left out"} <= set(said)
    about = read_pairs(tmp_path / name)[0].about
    assert {about.created or about.modified, about.created_by or about.modified_by} == {"20300102T030405Z", "MEI"}
    write_pairs(read_pairs(tmp_path / name), tmp_path / "o.tmx", keep=True)
    assert "20300102T030405Z" in (tmp_path / "o.tmx").read_text("utf-8")


def test_contexts_and_suggestions_are_named(tmp_path):
    unit = (
        '<trans-unit id="1"><source>a</source><target>甲</target><context-group purpose="location"><context '
        'context-type="sourcefile">lake.ts</context></context-group><alt-trans><target>乙</target></alt-trans></trans-unit>'
    )
    _rows, said = read(tmp_path, OLD.format(f"<body>{unit}</body>"), "a.xlf")
    assert {"1 context of units: sourcefile left out", "1 suggested translation left out"} <= set(said)
    assert read_pairs(tmp_path / "a.xlf")[0].about.props == (("x-sourcefile", "lake.ts"),)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            OLD.format('<body><trans-unit id="1" translate="no"><source>a</source></trans-unit></body>'),
            'all 1 units say translate="no"',
        ),
        (
            NEW.replace(' trgLang="zh-Hans"', "").format('<unit id="1"><segment><source>a</source></segment></unit>'),
            r"no target language is named \(trgLang\), nothing is translated",
        ),
    ],
)
def test_why_nothing_is_read(tmp_path, content, message):
    with pytest.raises(InputError, match=message):
        read(tmp_path, content, "a.xlf")


def test_facts_in_an_attribute_hold_no_references(tmp_path):
    pair = Pair("A/1 (Part II)", 3, "湖", "lake", (0,), (1,), 0.5, "脚注", "1-1", "en", 2, 1)
    write_pairs([pair], tmp_path / "a.xlf", xliff="1.2")
    written = (tmp_path / "a.xlf").read_text("utf-8")
    assert "&" not in written
    assert read_pairs(tmp_path / "a.xlf") == [pair]


TWO = (
    '<tu><tuv xml:lang="en"><seg>The lake is deep.</seg></tuv><tuv xml:lang="zh-CN"><seg>湖很深。</seg></tuv>'
    '<tuv xml:lang="zh-TW"><seg>這座湖很深。</seg></tuv></tu>'
)
BOTH = "several Chinese texts of a row: the {} one is read (--zh chooses)"


@pytest.mark.parametrize("name", ["a.tmx", "a.csv"])
@pytest.mark.parametrize("chosen", ["simplified", "traditional"])
def test_commands_choose_the_chinese_that_they_read(tmp_path, name, chosen):
    path = tmp_path / name
    path.write_text(
        TMX.format(TWO) if name == "a.tmx" else "en,zh-CN,zh-TW\nThe lake is deep.,湖很深。,這座湖很深。\n", "utf-8"
    )
    found = call("check", path, "--zh", chosen, "--fail-on", "never", "-o", tmp_path / "r.json", "--select", "P")
    assert BOTH.format(chosen) in found.err
    found = call("glossary", "find", "lake", "--bitext", path, "--zh", chosen, "-o", tmp_path / "f.json")
    assert BOTH.format(chosen) in found.err
    wanted = {"simplified": "湖很深。", "traditional": "這座湖很深。"}[chosen]
    assert wanted in (tmp_path / "f.json").read_text("utf-8")


def test_a_table_names_the_chinese_that_its_header_cannot_say(tmp_path):
    (tmp_path / "a.tmx").write_text(TMX.format(TWO), "utf-8")
    said = call("corpora", "convert", tmp_path / "a.tmx", "-o", tmp_path / "a.csv", "--zh", "traditional").err
    assert "1 text in zh-TW written as zh" in said
