"""Exports of MultiTerm, and what other termbases write: TermWeb, Pontoon, Phrase, SKOS-XL, RDF/XML; homonyms on import."""

import pytest

from glossary.formats import load
from tests.calls import call
from tests.glossary.formats.foreign import said, terms

MULTITERM = """<?xml version="1.0" encoding="UTF-16"?>
<mtf><conceptGrp><concept>12</concept><system type="entryClass">1</system>
<transacGrp><transac type="origination">mei</transac><date>2030-01-02T03:04:05</date></transacGrp>
<transacGrp><transac type="modification">tom</transac><date>2031-05-06T00:00:00</date></transacGrp>
<transacGrp><transac type="modification">li</transac><date>2030-07-06T00:00:00</date></transacGrp>
<descripGrp><descrip type="Subject">water</descrip></descripGrp>
<descripGrp><descrip type="Graphic">a.png</descrip></descripGrp>
<languageGrp><language type="English" lang="EN-GB"/>
<descripGrp><descrip type="Definition">a body of <hlink Clink="x">still</hlink> water</descrip>
<descripGrp><descrip type="Source">A/99/1</descrip></descripGrp></descripGrp>
<termGrp><term>lake</term><descripGrp><descrip type="Status">preferred</descrip></descripGrp>
<descripGrp><descrip type="Part of Speech">noun</descrip></descripGrp>
<descripGrp><descrip type="Context">The lake is calm.</descrip></descripGrp></termGrp>
<termGrp><term>mere</term><descripGrp><descrip type="Term status">Not recommended</descrip></descripGrp></termGrp></languageGrp>
<languageGrp><language type="Chinese" lang="ZH-CN"/><termGrp><term>湖泊</term>
<descripGrp><descrip type="备注">口语作湖</descrip></descripGrp></termGrp></languageGrp>
<languageGrp><language type="Chinese (Taiwan)" lang="ZH-TW"/><termGrp><term>湖</term></termGrp></languageGrp>
<languageGrp><language type="French" lang="FR"/><termGrp><term>lac</term></termGrp></languageGrp>
</conceptGrp></mtf>"""
TERMWEB = """<martif type="TBX" xml:lang="en"><text><body><termEntry id="c9"><descrip type="definition">a basin</descrip>
<langSet xml:lang="en-US"><tig><term>basin</term><termNote type="administrativeStatus">preferredTerm-admn-sts</termNote>
<note>not of a river</note><descrip type="context">The basin is dry.</descrip></tig></langSet>
<langSet xml:lang="zh-CN"><tig><term>盆地</term></tig></langSet><langSet xml:lang="zh-TW"><tig><term>盆地區</term></tig></langSet>
</termEntry></body></text></martif>"""
PONTOON = """<tbx style="dca" type="TBX-Basic" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"><text><body><conceptEntry id="c77">
<langSec xml:lang="en-US"><termSec><term>halt</term><termNote type="partOfSpeech">verb</termNote>
<descripGrp><descrip type="definition">To stop early</descrip><descrip type="context">Do you want to stop?</descrip></descripGrp></termSec></langSec>
<langSec xml:lang="zh-CN"><termSec><term>停止</term></termSec></langSec></conceptEntry></body></text></tbx>"""
PHRASE = """<martif type="TBX" xml:lang="en"><text><body><termEntry><descrip type="conceptId">k5</descrip>
<langSet xml:lang="en-GB"><tig><term>engine</term><termNote type="preferred">true</termNote><termNote type="forbidden">false</termNote></tig></langSet>
<langSet xml:lang="zh-CN"><tig><term>发动机</term><termNote type="preferred">true</termNote></tig>
<tig><term>马达机</term><termNote type="forbidden">true</termNote></tig></langSet></termEntry></body></text></martif>"""
XL = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix xl: <http://www.w3.org/2008/05/skos-xl#> .
@prefix e: <http://example.org/lakes/> .
e:c3 a skos:Concept ; xl:prefLabel e:l1, e:l2 ; xl:altLabel e:l3 .
e:l1 a xl:Label ; xl:literalForm "reed"@en . e:l2 a xl:Label ; xl:literalForm "芦苇"@zh-Hans . e:l3 xl:literalForm "苇子"@zh ."""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="http://www.w3.org/2004/02/skos/core#">
<skos:Concept rdf:about="http://example.org/lakes/c4"><skos:prefLabel xml:lang="en">heron</skos:prefLabel>
<skos:prefLabel xml:lang="zh">鹭</skos:prefLabel></skos:Concept></rdf:RDF>"""
HOMONYMS = """<martif type="TBX" xml:lang="en"><text><body>
<termEntry id="a"><descrip type="definition">Lake service board.</descrip><langSet xml:lang="en"><tig><term>LSB</term></tig></langSet>
<langSet xml:lang="zh"><tig><term>LSB</term></tig><tig><term>湖务局</term></tig></langSet></termEntry>
<termEntry id="b"><descrip type="definition">Least significant bit.</descrip><langSet xml:lang="en"><tig><term>LSB</term></tig></langSet>
<langSet xml:lang="zh"><tig><term>LSB</term></tig><tig><term>最低位</term></tig></langSet></termEntry></body></text></martif>"""


def put(folder, name, text, encoding="utf-8"):
    (folder / name).write_text(text, encoding)
    return folder / name


def only(folder, name, text, encoding="utf-8"):
    loaded = load(put(folder, name, text, encoding))
    (concept,) = loaded.termbase
    return concept, said(loaded)


@pytest.mark.parametrize("name", ["a.xml", "a.mtf", "a.mtf.xml"])
def test_an_export_of_multiterm(tmp_path, name):
    concept, losses = only(tmp_path, name, MULTITERM, "utf-16")
    assert concept.id == "12"
    assert [(t.text, t.tag, t.status) for t in (*concept.of("zh"), *concept.of("en"))] == [
        ("湖泊", "zh-CN", "admitted"), ("湖", "zh-TW", "admitted"), ("lake", "en-GB", "preferred"), ("mere", "en-GB", "deprecated"),
    ]  # fmt: skip
    assert (concept.definition, concept.definition_source, concept.definition_language) == (
        "a body of still water",
        "A/99/1",
        "en-GB",
    )
    assert (concept.subject, concept.of("zh")[0].note, concept.of("en")[0].pos) == ("water", "口语作湖", "noun")
    assert concept.of("en")[0].contexts[0].text == "The lake is calm."
    assert (concept.created, concept.created_by) == ("2030-01-02T03:04:05", "mei")
    assert (concept.modified, concept.modified_by) == ("2031-05-06", "tom")
    named = " ".join(losses)
    for what in ("entryClass", "Graphic", "language FR"):
        assert what in named


def test_a_multiterm_that_is_cut_off_is_one_line(tmp_path):
    path = put(tmp_path, "a.xml", MULTITERM[:700].replace("UTF-16", "UTF-8"))
    told = call("glossary", "convert", path, "-o", tmp_path / "o.tbx")
    assert told.code == 2
    assert len(told.err.strip().split("\n")) == 1


def test_termweb_keeps_notes_contexts_and_both_chinese(tmp_path):
    concept, losses = only(tmp_path, "a.tbx", TERMWEB)
    assert [(t.text, t.tag, t.status) for t in concept.of("zh")] == [
        ("盆地", "zh-CN", "admitted"),
        ("盆地區", "zh-TW", "admitted"),
    ]
    (basin,) = concept.of("en")
    assert (basin.status, basin.note, basin.contexts[0].text) == ("preferred", "not of a river", "The basin is dry.")
    assert losses == []


def test_pontoon_has_its_definition_and_context_in_the_language(tmp_path):
    concept, losses = only(tmp_path, "a.tbx", PONTOON)
    assert (concept.id, concept.definition, concept.definition_language) == ("c77", "To stop early", "en-US")
    (halt,) = concept.of("en")
    assert (halt.pos, halt.contexts[0].text) == ("verb", "Do you want to stop?")
    assert losses == []


def test_phrase_has_its_id_and_flags(tmp_path):
    concept, losses = only(tmp_path, "a.tbx", PHRASE)
    assert (concept.id, losses) == ("k5", [])
    assert [(t.text, t.status) for t in (*concept.of("zh"), *concept.of("en"))] == [
        ("发动机", "preferred"),
        ("马达机", "deprecated"),
        ("engine", "preferred"),
    ]


def test_labels_of_skos_xl_and_rdf_in_xml(tmp_path):
    concept, _losses = only(tmp_path, "a.ttl", XL)
    assert [(t.text, t.tag, t.status) for t in concept.terms] == [
        ("芦苇", "zh-Hans", "preferred"),
        ("苇子", "", "admitted"),
        ("reed", "", "preferred"),
    ]
    concept, _losses = only(tmp_path, "a.rdf", RDF)
    assert [(t.text, t.status) for t in concept.terms] == [("鹭", "preferred"), ("heron", "preferred")]


def test_homonyms_stay_two_concepts_in_an_empty_termbase(tmp_path):
    store = tmp_path / "t.db"
    assert call("glossary", "import", store, put(tmp_path, "h.tbx", HOMONYMS)).code == 0
    found = {concept.id: concept for concept in load(_exported(tmp_path, store)).termbase}
    assert {id: concept.definition for id, concept in found.items()} == {
        "a": "Lake service board.",
        "b": "Least significant bit.",
    }
    assert [term.text for term in found["b"].of("zh")] == ["LSB", "最低位"]


def _exported(folder, store):
    assert call("glossary", "export", store, "-o", folder / "o.json").code == 0
    return folder / "o.json"


def test_one_chinese_is_chosen_by_the_command_line(tmp_path):
    source = put(tmp_path, "a.tbx", TERMWEB)
    for chosen, text in (("simplified", "盆地"), ("traditional", "盆地區")):
        told = call("glossary", "convert", source, "-o", tmp_path / "o.txt", "--zh", chosen)
        assert told.code == 0, told.err
        assert f"{text}\tbasin" in (tmp_path / "o.txt").read_text("utf-8")
        assert "1" in told.err


def test_a_catalogue_is_a_glossary_too(tmp_path):
    text = 'msgid ""\nmsgstr "Language: zh_CN\\n"\n\n# of the shore\nmsgctxt "noun"\nmsgid "reed"\nmsgstr "芦苇"\n\n#, fuzzy\nmsgid "heron"\nmsgstr "鹭"\n\nmsgid "empty"\nmsgstr ""\n'
    loaded = load(put(tmp_path, "g.po", text))
    found = [[t.text for t in concept.terms] for concept in loaded.termbase]
    assert found == [["芦苇", "reed"], ["鹭", "heron"]]
    first, second = loaded.termbase
    assert first.note == "of the shore"
    assert terms(second)
    assert [t.status for t in second.terms] == ["admitted", "admitted"]
