"""Findings as comments in the XLIFF that was checked: all other bytes stay, the texts are read as before."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from corpora.errors import InputError
from corpora.exchange import Comment, read_pairs, with_comments
from tests.calls import call

WHEN = datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC)
OLD = 'xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2"'
FILE = '<file original="b.docx" source-language="en-US" target-language="zh-CN" datatype="x">'
SDL = f"""<?xml version="1.0" encoding="utf-8"?>
<xliff xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0" {OLD} sdl:version="1.0"><doc-info xmlns="http://sdl.com/FileTypes/Basic/1.0"><rep-defs /></doc-info>
{FILE}<header><sdl:ref-files /></header><body>
<trans-unit id="u1"><source>There were 13 boats. The lake.</source><seg-source><mrk mtype="seg" mid="1">There were 13 boats.</mrk> <mrk mtype="seg" mid="2">The lake.</mrk></seg-source>
<target><mrk mtype="seg" mid="1">共有<g id="3">12</g>条船。</mrk><mrk mtype="seg" mid="2"/></target>
<sdl:seg-defs><sdl:seg id="1" conf="Draft" /><sdl:seg id="2" /></sdl:seg-defs></trans-unit>
<trans-unit id="u2"><source>Ten rivers &amp; 15 seas.</source><target>十条河和14个海。</target></trans-unit></body></file></xliff>"""
MQ = f"""<?xml version="1.0" encoding="UTF-8"?>
<xliff {OLD} xmlns:mq="MQXliff" mq:version="1">{FILE}<body>
<trans-unit id="1" mq:status="ManuallyConfirmed" mq:percent="101"><source>There were 13 boats.</source><target>共有12条船。</target>
<mq:comments><mq:comment id="c0" creatoruser="mei" time="2030-01-01T00:00:00Z" deleted="false" category="0" appliesto="Target" origin="User">mine</mq:comment></mq:comments></trans-unit>
<trans-unit id="2"><source>There were 15 seas.</source><target>共有14个海。</target></trans-unit></body></file></xliff>"""
PHRASE = f"""<?xml version="1.0" encoding="UTF-8"?>
<xliff {OLD} xmlns:m="http://www.memsource.com/mxlf/2.0" m:version="2.4">{FILE}<body><group id="0">
<trans-unit id="t:0" m:score="0.75" m:trans-origin="tm" m:confirmed="1" m:locked="false"><source>There were 13 {{1>boats&lt;1}}.</source><target>共有12条船。</target>
<alt-trans origin="memory"><target>共有条船。</target></alt-trans><m:tunit-metadata><m:mark id="1"/></m:tunit-metadata></trans-unit></group>
<group id="1"><trans-unit id="t:1" m:confirmed="0"><source>There were 15 seas.</source><target>共有14个海。</target>
<m:comment created-at="1" created-by="4" modified-at="0" modified-by="" resolved="false">mine</m:comment></trans-unit></group></body></file></xliff>"""
PLAIN = f"""<?xml version="1.0"?>
<xliff {OLD}>{FILE}<body><trans-unit id="1"><source>There were 13 boats.</source><target>共有12条船。</target></trans-unit></body></file></xliff>"""
NEW = """<?xml version="1.0"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="zh"><file id="f"><unit id="1"><segment><source>There were 13 boats.</source><target>共有12条船。</target></segment></unit></file></xliff>"""
FILES = {"a.sdlxliff": SDL, "a.mqxliff": MQ, "a.mxliff": PHRASE, "a.xlf": PLAIN, "b.xlf": NEW}


def put(folder, name, text, encoding="utf-8"):
    (folder / name).write_bytes(text.encode(encoding))
    return folder / name


def rows(path):
    return [(pair.zh, pair.en) for pair in read_pairs(path)]


def is_subsequence(short, long):
    rest = iter(long)
    return all(character in rest for character in short)


@pytest.mark.parametrize("name", FILES)
def test_findings_become_comments_and_nothing_else_changes(tmp_path, name):
    source = put(tmp_path, name, FILES[name].replace("\n", "\r\n"))
    target = tmp_path / f"checked.{name}"
    told = call("check", source, "-o", target, "--select", "N", "--fail-on", "never")
    assert told.code == 0, told.err
    before, after = source.read_bytes(), target.read_bytes()
    assert b"N101" in after
    assert is_subsequence(before, after)
    etree.fromstring(after)
    assert rows(target) == rows(source)
    assert [pair.about.state for pair in read_pairs(target)] == [pair.about.state for pair in read_pairs(source)]


def test_trados_has_a_definition_and_a_mark_and_untranslated_segments_a_comment_of_the_file(tmp_path):
    path = put(tmp_path, "a.sdlxliff", SDL)
    comments = [
        Comment(1, "1", "N101 number: 12 <> 13", "error", "a"),
        Comment(1, "1", "P112 tags", "note", "b"),
        Comment(1, "2", "A101 no translation", "warning", "c"),
        Comment(2, "", "N101 number", "error", "d"),
    ]
    data = with_comments(path, comments, WHEN)
    root = etree.fromstring(data)
    known = {one.get("id"): one for one in root.iter("{*}cmt-def")}
    assert len(known) == 3
    assert root.find("{*}doc-info/{*}rep-defs") is not None
    cid = "{http://sdl.com/FileTypes/SdlXliff/1.0}cid"
    marks = [one for one in root.iter("{*}mrk") if one.get("mtype") == "x-sdl-comment"]
    assert ["".join(one.itertext()) for one in marks] == ["共有12条船。", "十条河和14个海。"]
    first = known[marks[0].get(cid)]
    assert [(one.get("severity"), one.text) for one in first.iter("Comment")] == [
        ("High", "N101 number: 12 <> 13"),
        ("Low", "P112 tags"),
    ]
    assert first.find("Comments/Comment").get("date") == "2030-01-02T03:04:05+00:00"
    of_file = root.find("{*}file/{*}header/{http://sdl.com/FileTypes/SdlXliff/1.0}cmt")
    assert known[of_file.get("id")].find("Comments/Comment").text == "[2] A101 no translation"
    assert with_comments(path, comments, WHEN) == data


def test_memoq_and_phrase_keep_what_a_person_wrote(tmp_path):
    data = with_comments(
        put(tmp_path, "a.mqxliff", MQ), [Comment(1, "", "one", "error", "a"), Comment(2, "", "two", "note", "b")], WHEN
    )
    units = list(etree.fromstring(data).iter("{*}trans-unit"))
    assert [[one.text for one in unit.iter("{MQXliff}comment")] for unit in units] == [["mine", "one"], ["two"]]
    data = with_comments(
        put(tmp_path, "a.mxliff", PHRASE),
        [Comment(1, "", "one", "error", "a"), Comment(2, "", "two", "note", "b")],
        WHEN,
    )
    units = list(etree.fromstring(data).iter("{*}trans-unit"))
    phrase = "{http://www.memsource.com/mxlf/2.0}"
    assert [unit.find(f"{phrase}comment").text for unit in units] == ["one", "mine\ntwo"]
    assert [etree.QName(one).localname for one in units[0]] == [
        "source",
        "target",
        "alt-trans",
        "comment",
        "tunit-metadata",
    ]
    assert units[0].find(f"{phrase}comment").get("resolved") == "false"


def test_phrase_says_a_match_as_a_share(tmp_path):
    first, second = read_pairs(put(tmp_path, "a.mxliff", PHRASE))
    assert (first.about.match, first.about.origin, first.about.state) == (75, "tm", "confirmed")
    assert second.about.match == -1


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-8"])
def test_encodings_and_marks_stay(tmp_path, encoding):
    text = MQ.replace('encoding="UTF-8"', 'encoding="UTF-16"') if encoding == "utf-16" else MQ
    source = put(tmp_path, "a.mqxliff", text, encoding)
    assert with_comments(source, [], WHEN) == source.read_bytes()
    data = with_comments(source, [Comment(1, "", "一", "error", "a")], WHEN)
    assert "一" in data.decode(encoding)
    assert data[:3] == source.read_bytes()[:3]


def test_empty_elements_are_opened_and_there_is_one_of_each(tmp_path):
    text = MQ.replace("<target>共有14个海。</target>", "<target>共有14个海。</target><mq:comments/>")
    data = with_comments(put(tmp_path, "a.mqxliff", text), [Comment(2, "", "two", "note", "b")], WHEN)
    assert data.decode().count("<mq:comments>") == 2
    bare = SDL.replace('<doc-info xmlns="http://sdl.com/FileTypes/Basic/1.0"><rep-defs /></doc-info>', "").replace(
        "<header><sdl:ref-files /></header>", ""
    )
    root = etree.fromstring(
        with_comments(put(tmp_path, "a.sdlxliff", bare), [Comment(1, "2", "two", "note", "b")], WHEN)
    )
    assert len(list(root.iter("{*}cmt-def"))) == len(list(root.iter("{*}header"))) == 1


@pytest.mark.parametrize(
    ("name", "text"), [("a.tmx", "<tmx version='1.4'/>"), ("a.tsv", "zh\ten\n湖\tlake\n"), ("a.xlf", "<xliff")]
)
def test_other_files_hold_no_comments(tmp_path, name, text):
    with pytest.raises(InputError):
        with_comments(put(tmp_path, name, text), [], WHEN)


def test_the_checked_file_itself_and_several_files_are_refused(tmp_path):
    source, other = put(tmp_path, "a.mqxliff", MQ), put(tmp_path, "b.tsv", "zh\ten\n湖\tlake\n")
    before = source.read_bytes()
    assert call("check", source, "-o", source).code == 2
    assert call("check", source, other, "-o", tmp_path / "o.mqxliff").code == 2
    assert call("check", other, "-o", tmp_path / "o.mqxliff").code == 2
    assert source.read_bytes() == before
    assert not (tmp_path / "o.mqxliff").exists()


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 4), st.sampled_from(["", "1", "2", "9"]), st.text(max_size=12)), max_size=5),
    st.sampled_from(sorted(FILES)),
)
def test_any_comment_leaves_the_rows_alone(tmp_path_factory, comments, name):
    folder = tmp_path_factory.mktemp("comments")
    source = put(folder, name, FILES[name])
    given = [Comment(unit, segment, text, "note", f"{k}") for k, (unit, segment, text) in enumerate(comments)]
    data = with_comments(source, given, WHEN)
    (folder / f"o{name}").write_bytes(data)
    assert rows(folder / f"o{name}") == rows(source)
    assert is_subsequence(source.read_bytes(), data)
