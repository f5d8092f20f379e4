"""XLIFF 1.2 and 2.x: what tools write, what we write, and that the structure is the standard's."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from corpora.bitext import Pair
from corpora.errors import InputError
from corpora.exchange.read import read_pairs
from corpora.exchange.training import read_training_pairs
from corpora.exchange.xliff import read_xliff
from corpora.exchange.xliff_names import METADATA, NAMESPACES, symbol_of_original
from corpora.exchange.xliff_write import write_xliff
from corpora.files.text import memory_text
from tests.places import NO_TOOLKIT

ZH, EN = "大会重申其决议。", "The Assembly reaffirms its resolution."
ZH2, EN2 = "请秘书长提出报告。", "Requests the Secretary-General to report."
PAIRS = [
    Pair("A/75/379–S/2020/965", 1, "第一<句>&。", "First & “second”.", (0,), (0, 1), 0.1 + 0.2, "title", "1-2"),
    Pair("A/75/379–S/2020/965", 2, "没有对应。", "", (1,), (), 0.0, "body", "1-0"),
    Pair("letter", 7, "两个  空格　和", "two  spaces", (0,), (0,), 1.0, "脚注 1", "1-1 crossing"),
    Pair("a name with.dots", 1, "四", "Four"),
    Pair("A/75/379–S/2020/965", 3, "回来", "Back", (), (), 0.5),
]
V1 = "urn:oasis:names:tc:xliff:document:1.2"
V2 = "urn:oasis:names:tc:xliff:document:2.0"


def old(body, source="en", target="zh-CN", original="A/75/1", more=""):
    target = f' target-language="{target}"' if target else ""
    return (
        f'<xliff version="1.2" xmlns="{V1}" {more}><file original="{original}" datatype="x-word" '
        f'source-language="{source}"{target}><header><skl><internal-file>AAAA</internal-file></skl></header>'
        f"<body>{body}</body></file></xliff>"
    )


def new(body, source="en", target="zh-CN", original="A/75/1", version="2.0"):
    target = f' trgLang="{target}"' if target else ""
    return (
        f'<xliff version="{version}" xmlns="{V2}" srcLang="{source}"{target}>'
        f'<file id="f1" original="{original}"><skeleton href="x"/>{body}</file></xliff>'
    )


def both(source=EN, target=ZH):
    return f"<source>{source}</source><target>{target}</target>"


def read(folder, content, name="job.xlf", languages=("zh", "en")):
    path = folder / name
    path.write_text(content, "utf-8")
    return list(read_xliff(path, languages))


def texts(folder, content):
    return [(pair.zh, pair.en) for pair in read(folder, content)]


# 1.2


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("en", "zh"),
        ("en-GB", "zh_Hans"),
        ("EN-US", "zh-Hant-TW"),
        ("eng", "zho"),
        ("English", "chi"),
        ("en", "cmn-Hans"),
    ],
)
def test_either_language_may_be_the_source(tmp_path, source, target):
    unit = f"<trans-unit id='1'>{both()}</trans-unit>"
    assert texts(tmp_path, old(unit, source, target)) == [(ZH, EN)]
    turned = f"<trans-unit id='1'>{both(ZH, EN)}</trans-unit>"
    assert texts(tmp_path, old(turned, target, source)) == [(ZH, EN)]
    segment = f"<unit id='1'><segment>{both(ZH, EN)}</segment></unit>"
    assert texts(tmp_path, new(segment, target, source)) == [(ZH, EN)]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("a <g id='1'>bold <g id='2'>x</g></g> b", "a bold x b"),
        ("a<x id='1'/> b<bx id='2'/>c<ex id='2'/>", "a bc"),
        ("<bpt id='1'>&lt;b></bpt>bold<ept id='1'>&lt;/b></ept>", "bold"),
        ("a<ph id='1'>{0}<sub>a tooltip</sub></ph> b<it id='2' pos='open'>&lt;i></it>", "a b"),
        ("one<x id='1' ctype='lb'/>two", "one\ntwo"),
        ("a <mrk mtype='protected'>NATO</mrk> b", "a NATO b"),
        ("a <mrk mtype='x-sdl-deleted'>old</mrk><mrk mtype='x-sdl-added'>new</mrk>", "a new"),
        ("a<mrk mtype='x-sdl-comment' sdl:cid='1'>b</mrk>c", "abc"),
        ("\n  a\n  b  ", "a b"),
        ("a   b", "a b"),
        ("<![CDATA[a <b> c]]>", "a <b> c"),
        ("a<!-- no -->b<?no?>", "ab"),
    ],
)
def test_codes_of_old_files(tmp_path, content, text):
    unit = f"<trans-unit id='1'>{both(content)}</trans-unit>"
    assert texts(tmp_path, old(unit, more='xmlns:sdl="urn:sdl"')) == [(ZH, text)]


def marked(*segments):
    return "".join(f"<mrk mtype='seg' mid='{mid}'>{text}</mrk>" for mid, text in segments)


def segmented(sources, targets, extra=""):
    target = f"<target>{targets}</target>" if targets is not None else ""
    return f"<trans-unit id='1'><source>all</source><seg-source>{sources}</seg-source>{target}{extra}</trans-unit>"


def test_segments_of_a_unit_meet_by_mid(tmp_path):
    unit = segmented(marked((1, EN), (2, EN2)), " " + marked((2, ZH2), (1, ZH)))
    assert texts(tmp_path, old(unit)) == [(ZH, EN), (ZH2, EN2)]


def test_segments_inside_codes_and_without_a_partner(tmp_path):
    first = marked((1, "<mrk mtype='x-term'>The</mrk> first"), (2, "Second"))
    sources = f"<g id='1'>{first}</g> {marked((4, 'x'))}"
    unit = segmented(sources, marked((1, "第一"), (3, "多出来的"), (4, "")))
    assert texts(tmp_path, old(unit)) == [("第一", "The first"), ("", "Second"), ("", "x"), ("多出来的", "")]


def test_segments_without_numbers_meet_in_order(tmp_path):
    plain = re.sub(r" mid='\d'", "", marked((1, EN), (2, EN2)) + "|" + marked((1, ZH), (2, ZH2)))
    assert texts(tmp_path, old(segmented(*plain.split("|")))) == [(ZH, EN), (ZH2, EN2)]


@pytest.mark.parametrize("targets", [None, "", "  "])
def test_segments_that_are_not_translated(tmp_path, targets):
    assert texts(tmp_path, old(segmented(marked((1, EN), (2, EN2)), targets))) == [("", EN), ("", EN2)]


def test_a_target_that_was_never_segmented_keeps_the_unit_whole(tmp_path):
    assert texts(tmp_path, old(segmented(marked((1, EN), (2, EN2)), ZH + ZH2))) == [(ZH + ZH2, "all")]


def test_suggestions_and_binary_units_are_left_out(tmp_path):
    alternative = "<alt-trans><source>no</source><target>不</target></alt-trans>"
    units = (
        f"<group id='g'><trans-unit id='1'>{both()}{alternative}</trans-unit><group>"
        f"<trans-unit id='2'>{alternative}<source>{EN2}</source></trans-unit></group></group>"
        f"<bin-unit id='3'><bin-source/><trans-unit id='4'>{both('in', '内')}</trans-unit></bin-unit>"
    )
    assert texts(tmp_path, old(units)) == [(ZH, EN), ("", EN2), ("内", "in")]


def test_what_is_not_to_be_translated_counts_only_with_a_target(tmp_path):
    units = (
        "<group translate='no'><trans-unit id='1'><source>code 1</source></trans-unit>"
        "<trans-unit id='2' translate='yes'><source>text</source></trans-unit></group>"
        f"<trans-unit id='3' translate='no'>{both()}</trans-unit>"
    )
    assert texts(tmp_path, old(units)) == [("", "text"), (ZH, EN)]


def test_target_language_that_only_the_target_names(tmp_path):
    unit = "<trans-unit id='1'><source>x</source><target xml:lang='{}'>{}</target></trans-unit>"
    assert texts(tmp_path, old(unit.format("zh-CN", "一") + unit.format("fr", "un"), target="")) == [("一", "x")]
    bare = f"<trans-unit id='1'>{both()}</trans-unit><trans-unit id='2'>{both('a', 'same script')}</trans-unit>"
    assert texts(tmp_path, old(bare, target="")) == [(ZH, EN)]


def test_files_in_other_languages_are_passed_over(tmp_path):
    unit = f"<trans-unit id='1'>{both()}</trans-unit>"
    first, second = old(unit, target="fr"), old(unit, original="S/2021/5")
    content = first.replace("</xliff>", "") + second[second.index("<file") :]
    assert read(tmp_path, content) == [Pair("S/2021/5", 1, ZH, EN, original="en")]


# 2.x


@pytest.mark.parametrize("version", ["2.0", "2.1", "2.2"])
def test_segments_of_new_files(tmp_path, version):
    body = (
        "<group id='g'><unit id='1'><notes><note>n</note></notes><originalData><data id='d'>x</data></originalData>"
        "<mtc:matches xmlns:mtc='urn:oasis:names:tc:xliff:matches:2.0'><mtc:match ref='#1'>"
        "<source>no</source><target>不</target></mtc:match></mtc:matches>"
        f"<segment id='s1' state='final'>{both()}</segment><ignorable><source> </source><target/></ignorable>"
        f"<segment id='s2'><source>{EN2}</source></segment></unit></group>"
        f"<unit id='2'><segment><source>a</source><target order='2'>甲</target></segment>"
        f"<segment><source>b</source><target order='1'>乙</target></segment></unit>"
        "<unit id='3' translate='no'><segment><source>code</source></segment></unit>"
    )
    expected = [(ZH, EN), ("", EN2), ("甲", "a"), ("乙", "b")]
    assert texts(tmp_path, new(body, version=version)) == expected


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("a <pc id='1'>b <pc id='2'>c</pc></pc> d", "a b c d"),
        ("a<ph id='1' equiv='x'/> <sc id='2'/>b<ec startRef='2'/><cp hex='001A'/>", "a b"),
        ("<mrk id='m' type='term'>term</mrk> <sm id='n'/>x<em startRef='n'/>", "term x"),
        ("one<ph id='1' type='fmt' subType='xlf:lb'/>two", "one\ntwo"),
        ("<![CDATA[a & b]]>", "a & b"),
    ],
)
def test_codes_of_new_files(tmp_path, content, text):
    assert texts(tmp_path, new(f"<unit id='1'><segment>{both(content)}</segment></unit>")) == [(ZH, text)]


@pytest.mark.parametrize(
    ("where", "spaces"), [("", 1), ("xliff", 3), ("file", 3), ("unit", 3), ("source", 3), ("default", 1)]
)
def test_spaces_count_where_they_are_preserved(tmp_path, where, spaces):
    content = new("<unit id='1'><segment><source>a   b</source><target>甲</target></segment></unit>")
    if where == "default":
        content = content.replace("<file ", "<file xml:space='preserve' ")
        content = content.replace("<segment>", "<segment xml:space='default'>")
    elif where:
        content = re.sub(f"<{where}(?=[ >])", f"<{where} xml:space='preserve'", content)
    assert texts(tmp_path, content) == [("甲", "a" + " " * spaces + "b")]


# symbols, errors


@pytest.mark.parametrize(
    ("original", "symbol"),
    [
        ("A/RES/75/1", "A/RES/75/1"),
        ("A_75_379-S_2020_965.zh.docx", "A/75/379–S/2020/965"),
        (r"C:\jobs\2020\S_2020_965.docx", "S/2020/965"),
        ("file:///home/x/A_C.3_78_L.22_Rev.1.en.docx", "A/C.3/78/L.22/Rev.1"),
        ("docs/letter.final.docx", "letter"),
        ("", "job"),
    ],
)
def test_symbol_of_a_file(tmp_path, original, symbol):
    pairs = read(tmp_path, old(f"<trans-unit id='1'>{both()}</trans-unit>" * 2, original=original), "job.sdlxliff")
    assert [(pair.symbol, pair.position) for pair in pairs] == [(symbol, 1), (symbol, 2)]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (old(f"<trans-unit id='1'>{both()}</trans-unit>", target="fr"), "no segment holds both Chinese"),
        (old(f"<trans-unit id='1'>{both()}</trans-unit>", source="zh-TW"), "no segment holds both Chinese"),
        (
            new(f"<unit id='1'><segment>{both()}</segment></unit>", target=""),
            r"no target language is named \(trgLang\);",
        ),
        (old("<trans-unit id='1'><source/><target/></trans-unit>"), "no segment holds both Chinese"),
        (old(""), "no translation unit"),
        (old("").replace("</body>", ""), "not well-formed"),
        ("<!DOCTYPE xliff [<!ENTITY a 'b'>]>" + old(""), "declares entities"),
        (old(segmented(marked((1, "<g>" * 300 + "</g>" * 300)), "")), "nested deeper"),
        (old(f"<trans-unit id='1'>{both('x' * 1_000_001)}</trans-unit>"), "more than 1,000,000 characters"),
    ],
)
def test_bad_files_say_what_is_wrong(tmp_path, content, message):
    with pytest.raises(InputError, match=message) as caught:
        read(tmp_path, content)
    assert "\n" not in str(caught.value)


def test_other_languages_for_training(tmp_path):
    unit = f"<trans-unit id='1'>{both('eins', 'un')}</trans-unit>"
    (tmp_path / "a.xlf").write_text(old(unit, "de", "fr"), "utf-8")
    assert read_training_pairs([tmp_path / "a.xlf"], {}, ("fr", "de")) == [("un", "eins")]


# writing


@pytest.mark.parametrize("version", ["2.1", "1.2"])
@pytest.mark.parametrize("source", ["zh", "en"])
def test_round_trip(tmp_path, version, source):
    path = tmp_path / "b.xlf"
    kept = [pair for pair in PAIRS if pair.en or source == "zh"]
    assert write_xliff(PAIRS, path, source=source, version=version) == len(kept)
    assert read_pairs(path) == kept


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn")), max_size=30).map(memory_text)


@pytest.mark.parametrize("version", ["2.1", "1.2"])
@given(
    rows=st.lists(
        st.builds(Pair, TEXT.filter(bool), st.integers(1, 9), TEXT.filter(bool), TEXT), min_size=1, max_size=5
    )
)
@settings(max_examples=40, deadline=None)
def test_any_text_survives(tmp_path_factory, version, rows):
    path = tmp_path_factory.mktemp("x") / "b.xlf"
    write_xliff(rows, path, version=version)
    assert [(p.symbol, p.position, p.zh, p.en) for p in read_pairs(path)] == [
        (p.symbol, p.position, p.zh, p.en) for p in rows
    ]


def test_what_xml_cannot_hold_is_lost(tmp_path):
    rows = [Pair("A/1\x00", 1, " 甲\x0b\n 乙\ud800", "a\tb\ufffe", kind="x\x01")]
    for version in ("2.1", "1.2"):
        write_xliff(rows, tmp_path / "b.xlf", version=version)
        assert read_pairs(tmp_path / "b.xlf") == [Pair("A/1", 1, "甲\n乙?", "a\tb", kind="x")]


def test_a_unit_that_a_tool_has_split_keeps_what_still_holds(tmp_path):
    path = tmp_path / "b.xlf"
    write_xliff([Pair("x y", 5, ZH + ZH2, EN, (4,), (6,), 0.5, "title")], path)
    text = path.read_text("utf-8")
    target = f"<target>{EN}</target></segment>"
    text = text.replace(f"{ZH2}</source>{target}", f"</source>{target}<segment><source>{ZH2}</source></segment>")
    path.write_text(text, "utf-8")
    assert read_pairs(path) == [
        Pair("x y", 1, ZH, EN, kind="title"),
        Pair("x y", 2, ZH2, "", kind="title", link="1-0"),
    ]


@pytest.mark.parametrize(
    "extra", ["", "other 1", "duizhao", "duizhao {", "duizhao [1]", "duizhao {&quot;score&quot;: []}"]
)
def test_foreign_extradata_is_passed_over(tmp_path, extra):
    unit = f"<trans-unit id='1' extradata='{extra}'>{both()}</trans-unit>"
    original = "" if "{&" in extra else "en"  # a unit that is ours says of itself what its original is
    assert read(tmp_path, old(unit)) == [Pair("A/75/1", 1, ZH, EN, original=original)]


def names(element):
    return [etree.QName(child).localname for child in element]


def test_structure_of_2_1(tmp_path):
    """Order and presence of elements, uniqueness of ids, and the attributes that XLIFF 2.1 (4.2) asks for."""
    write_xliff(PAIRS, tmp_path / "b.xlf", en_code="en-GB")
    root = etree.parse(str(tmp_path / "b.xlf")).getroot()
    assert (root.tag, dict(root.attrib)) == (
        f"{{{V2}}}xliff",
        {"version": "2.1", "srcLang": "zh-CN", "trgLang": "en-GB"},
    )
    assert {element.prefix for element in root.iter()} == {None, "mda"}
    files = list(root)
    assert [file.get("original") for file in files] == [PAIRS[k].symbol for k in (0, 2, 3, 4)]
    for elements in (files, list(root.iter("{*}unit"))):
        ids = [element.get("id") for element in elements]
        assert len(set(ids)) == len(ids)
        assert all(re.fullmatch(r"[fu]\d+", name) for name in ids)
    for file in files:
        assert file.tag == f"{{{V2}}}file"
        assert set(names(file)) == {"unit"}
        for unit in file:
            assert names(unit) == ["metadata", "segment"]
            assert [etree.QName(child).namespace for child in unit] == [METADATA, V2]
            (group,) = unit[0]
            assert group.get("category") == "duizhao"
            assert len(group)
            assert all(meta.tag == f"{{{METADATA}}}meta" and meta.get("type") for meta in group)
            segment = unit[1]
            assert names(segment) == (["source", "target"] if segment.get("state") == "translated" else ["source"])
            assert segment.get("state") in ("initial", "translated")


def test_structure_of_1_2(tmp_path):
    """Order and presence of elements and the attributes that XLIFF 1.2 (2.2) asks for."""
    write_xliff(PAIRS, tmp_path / "b.xlf", source="en", version="1.2")
    root = etree.parse(str(tmp_path / "b.xlf")).getroot()
    assert (root.tag, dict(root.attrib)) == (f"{{{NAMESPACES['1.2']}}}xliff", {"version": "1.2"})
    assert {element.prefix for element in root.iter()} == {None}
    numbers = []
    for file in root:
        assert set(file.attrib) == {"original", "source-language", "target-language", "datatype"}
        assert (file.get("source-language"), file.get("target-language")) == ("en", "zh-CN")
        assert names(file) == ["header", "body"]
        assert names(file[0]) == ["tool"]
        for unit in file[1]:
            assert names(unit) == ["source", "target"]
            numbers.append(unit.get("id"))
    assert numbers == ["1", "2", "3", "4"]


def test_another_program_reads_both_versions(tmp_path):
    xliff = pytest.importorskip("translate.storage.xliff", reason=NO_TOOLKIT)
    write_xliff(PAIRS, tmp_path / "a.xlf", version="1.2")
    store = xliff.xlifffile.parsefile(str(tmp_path / "a.xlf"))
    expected = [(pair.zh, pair.en) for pair in PAIRS]
    assert [(str(unit.source), str(unit.target or "")) for unit in store.units] == expected
    xliff2 = pytest.importorskip("translate.storage.xliff2", reason=NO_TOOLKIT)
    write_xliff(PAIRS, tmp_path / "b.xlf")
    store = xliff2.Xliff2File.parsefile(str(tmp_path / "b.xlf"))
    assert [(str(unit.source), str(unit.target or "")) for unit in store.units] == expected


def test_codes_are_checked_and_bytes_are_the_same(tmp_path):
    with pytest.raises(InputError, match="zh_CN"):
        write_xliff(PAIRS, tmp_path / "x.xlf", zh_code="zh_CN")
    write_xliff(PAIRS, tmp_path / "a.xlf")
    write_xliff(PAIRS, tmp_path / "b.xlf")
    assert (tmp_path / "a.xlf").read_bytes() == (tmp_path / "b.xlf").read_bytes()
    assert symbol_of_original("A_75_379-S_2020_965") == PAIRS[0].symbol
