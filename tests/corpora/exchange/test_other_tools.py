"""Memories of Wordfast and catalogues of gettext."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.about import About
from corpora.bitext import Pair
from corpora.errors import InputError
from corpora.exchange import Remarks, Wanted, read_pairs, write_pairs
from corpora.exchange.rows import memory_lines
from tests.calls import call

WORDFAST = (
    "%20300102~030405\t%User ID,MEI,MEI Mei\t%TU=00000003\t%EN-US\t%Wordfast TM v.5.51r/00\t%ZH-CN\t%-----------\t%Client\n"
    "20300102~030405\tMEI\t2\tEN-US\tThe lake is &'22;calm&'22;.\tZH-CN\t湖面平静。\tLAKES\n"
    "20300102~030406\tTOM\t0\tEN-US\tThe river rose.\tZH-CN\t河水上涨。\n"
    "20300102~030407\tTOM\t0\tEN-US\tThe river rose.\tFR-FR\tLa rivière monte.\n"
)
CODES = (
    "%20300102~030405\t%User ID\t%TU=00000001\t%EN-US\t%Wordfast TM v.5.51r/00\t%ZH-CN\t%---\n"
    "20300102~030405\tMEI\t0\tEN-US\tThe &tA;deep&tB; lake &tC; is co&'1F;ld.&'0B;Now&'A0;5&'99;\tZH-CN\t湖&tA;深&tB;水冷。&'0B;现在5&'99;\n"
)
PO = r"""# Lake project
msgid ""
msgstr ""
"Project-Id-Version: lakes\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Language: zh_Hant\n"
"Plural-Forms: nplurals=1; plural=0;\n"

# seen by Mei
#. shown on the map
#: src/map.c:12 src/map.c:40
msgctxt "map"
msgid "Lake"
msgstr "湖泊"

#, fuzzy, c-format
msgid "%d boats"
msgstr "%d條船"

msgid "boat"
msgid_plural "boats"
msgstr[0] "船"

msgid "Harbour\n"
"wall"
msgstr ""

#~ msgid "Old lake"
#~ msgstr "老湖"
"""


def put(folder, name, text, encoding="utf-8"):
    (folder / name).write_text(text, encoding, newline="")
    return folder / name


def test_codes_of_wordfast_are_codes_and_characters_are_characters(tmp_path):
    said = Remarks()
    path = put(tmp_path, "m.txt", CODES)
    rows = read_pairs(path, said)
    assert [(row.zh, row.en) for row in rows] == [
        ("湖深水冷。\n现在5™", "The deep lake is cold.\nNow\u00a05™"),
    ]
    assert "5 inline codes left out" in said.lines()
    target = tmp_path / "o.tmx"
    assert call("corpora", "convert", path, "-o", target, "--keep").code == 0
    written = target.read_text("utf-8")
    assert '<ph x="1">&amp;tA;</ph>deep<ph x="2">&amp;tB;</ph>' in written
    assert [(row.zh, row.en) for row in read_pairs(target)] == [(row.zh, row.en) for row in rows]


def test_every_form_of_a_plural_is_a_row(tmp_path):
    forms = PO.replace('msgstr[0] "船"', 'msgstr[0] "船"\nmsgstr[1] "两条船"\nmsgstr[2] "许多船"')
    rows = read_pairs(put(tmp_path, "a.po", forms))
    found = [(row.en, row.zh) for row in rows if row.en.startswith("boat")]
    assert found == [("boat", "船"), ("boats", "两条船"), ("boats", "许多船")]


@pytest.mark.parametrize(("name", "encoding"), [("m.txt", "utf-8"), ("m16.txt", "utf-16"), ("m.tab", "utf-8-sig")])
def test_a_memory_of_wordfast_is_read_with_dates_and_people(tmp_path, name, encoding):
    said = Remarks()
    rows = read_pairs(put(tmp_path, name, WORDFAST.replace("\n", "\r\n"), encoding), said)
    assert [(row.zh, row.en, row.original) for row in rows] == [
        ("湖面平静。", 'The lake is "calm".', "en"),
        ("河水上涨。", "The river rose.", "en"),
    ]
    assert (rows[0].about.created, rows[0].about.created_by, rows[0].about.uses) == ("20300102T030405Z", "MEI", "2")
    assert rows[0].about.props == (("x-Client", "LAKES"),)
    assert any("unit of EN-US and FR-FR left out" in line for line in said.lines())
    assert any("2 dates left out" in line for line in said.lines())
    target = tmp_path / "o.tmx"
    assert call("corpora", "convert", tmp_path / name, "-o", target, "--keep").code == 0
    written = target.read_text("utf-8")
    assert 'srclang="en-US"' in written
    assert 'creationdate="20300102T030405Z" creationid="MEI" usagecount="2"' in written


def test_a_memory_of_wordfast_without_chinese_is_refused(tmp_path):
    with pytest.raises(InputError, match="no unit holds both"):
        read_pairs(put(tmp_path, "m.txt", WORDFAST.replace("ZH-CN", "DE-DE")))


def test_a_catalogue_is_read_with_contexts_states_and_comments(tmp_path):
    said = Remarks()
    rows = read_pairs(put(tmp_path, "lakes.po", PO), said)
    assert [(row.en, row.zh) for row in rows] == [
        ("Lake", "湖泊"), ("%d boats", "%d條船"), ("boat", "船"), ("boats", "船"), ("Harbour\nwall", ""),
    ]  # fmt: skip
    first = rows[0].about
    assert first.notes == ("seen by Mei", "shown on the map")
    assert first.props == (("msgctxt", "map"), ("reference", "src/map.c:12 src/map.c:40"))
    assert first.tags == ("zh-Hant", "")
    assert [row.about.state for row in rows] == ["translated", "draft", "translated", "translated", ""]
    assert "1 message that is obsolete left out" in said.lines()
    confirmed = read_pairs(tmp_path / "lakes.po", Remarks(), Wanted(confirmed=True))
    assert [row.en for row in confirmed] == ["Lake", "boat", "boats"]


def test_the_other_direction_and_a_catalogue_without_a_language(tmp_path):
    plain = 'msgid ""\nmsgstr ""\n\nmsgid "湖泊是平静的"\nmsgstr "The lake is calm."\n'
    rows = read_pairs(put(tmp_path, "a.po", plain))
    assert [(row.zh, row.en, row.original) for row in rows] == [("湖泊是平静的", "The lake is calm.", "zh")]


@pytest.mark.parametrize(
    "text",
    ["", "msgid", 'msgid "a\nmsgstr', "what is this", 'msgid ""\nmsgstr "Language: fr\\n"\n\nmsgid "a"\nmsgstr "b"\n'],
)
def test_what_is_no_catalogue_of_chinese_and_english_is_one_line(tmp_path, text):
    path = put(tmp_path, "a.po", text)
    with pytest.raises(InputError) as error:
        read_pairs(path)
    assert "\n" not in str(error.value)


TEXT = st.text('湖河 ab%"\\\n', min_size=1, max_size=8).map(lambda text: f"x{text}y")


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(TEXT, st.one_of(st.just(""), TEXT), st.booleans()), min_size=1, max_size=5))
def test_rows_come_back_from_a_catalogue(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("po") / "o.po"
    pairs = [
        Pair("A/9", k, zh, en, original="en", about=About(state="draft" if draft else "translated", notes=("n",)))
        for k, (en, zh, draft) in enumerate(rows, start=1)
    ]
    pairs.append(Pair("A/9", len(pairs) + 1, "湖泊", "lake", original="en"))
    assert write_pairs(pairs, path, keep=True) == len(pairs)
    found = read_pairs(path)
    assert [(pair.zh, pair.en) for pair in found] == [(memory_lines(pair.zh), memory_lines(pair.en)) for pair in pairs]
    for before, after in zip(pairs[:-1], found, strict=False):
        assert after.about.notes == ("n",)
        assert after.about.state == (before.about.state if before.zh else "")


def test_a_catalogue_is_written_by_the_command_line(tmp_path):
    source = put(tmp_path, "a.tsv", "zh\ten\n湖泊\tlake\n湖\tlake\n")
    assert call("corpora", "convert", source, "-o", tmp_path / "o.po", "--from", "en").code == 0
    assert [(row.en, row.zh) for row in read_pairs(tmp_path / "o.po")] == [("lake", "湖泊"), ("lake", "湖")]
    assert '"Language: zh_CN\\n"' in (tmp_path / "o.po").read_text("utf-8")


def test_a_catalogue_keeps_all_that_a_row_knows(tmp_path):
    about = About(
        "7",
        "draft",
        87,
        True,
        "tm",
        "20300102T030405Z",
        "mei",
        "",
        "",
        "",
        "3",
        ("seen",),
        (("client", "x"),),
        ("zh-TW", "en-GB"),
    )
    pair = Pair("A/1", 2, "湖", "lake", original="en", about=about)
    write_pairs([pair], tmp_path / "a.po", zh_code="", en_code="", keep=True)
    assert [(one, one.about) for one in read_pairs(tmp_path / "a.po")] == [(pair, about)]
