"""TEI: the United Nations Parallel Corpus, TEI P5, and what is refused."""

import random
from contextlib import suppress
from pathlib import Path

import pytest

from corpora.errors import InputError
from corpora.readers.tei.read import _read, extract
from corpora.repair.document import repair

PATH = Path("x.xml")
CORPUS = """<?xml version="1.0" encoding="UTF-8"?>
<TEI.2><teiHeader><fileDesc><titleStmt><title>x</title></titleStmt><publicationStmt><date>20450503</date>
<idno type="symbol">A/99/1</idno><idno type="jobno">4500001</idno></publicationStmt></fileDesc>
<profileDesc><textClass><keywords><term>PEACE</term></keywords></textClass></profileDesc></teiHeader>
<text><body><p id="1"><s id="1:1" lang="zh">大会重申其决议。</s>
<s id="1:2" lang="zh">大会请秘书长提出报告。</s></p>
<p id="2"><s id="2:1" lang="zh">附件</s></p></body></text></TEI.2>"""
P5 = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en"><teiHeader><p>Not text.</p></teiHeader><text><front><docTitle>
<titlePart>Peace</titlePart></docTitle></front><body><head>I. Text</head><p>The Council met.<note place="foot" n="1"><p>See
A/99/1.</p></note> It <hi>decided</hi><lb/>to act.</p><list><item>One</item><item>Two</item></list><pb n="2"/>
<table><row><cell>a</cell><cell>b</cell></row></table><quote><p>Quoted.</p></quote><!-- not text --><p>End.<?pi x?></p></body></text></TEI>"""


def paragraphs(page):
    found = extract(page.encode(), PATH)
    return [(p.kind, p.text) for p in repair(found.text, found.lines, found.marks, paged=False).paragraphs]


def test_the_parallel_corpus():
    assert paragraphs(CORPUS) == [("body", "大会重申其决议。大会请秘书长提出报告。"), ("annex", "附件")]
    result = extract(CORPUS.encode(), PATH)
    assert (result.symbol, result.language) == ("A/99/1", "zh")
    facts = {"symbol": "A/99/1", "job": "4500001", "date": "20450503", "language": "zh", "keywords": "PEACE"}
    assert _read(CORPUS.encode(), PATH)[1].facts == facts


def test_tei_p5():
    assert paragraphs(P5) == [
        ("title", "Peace"),
        ("heading", "I. Text"),
        ("body", "The Council met. It decided to act."),
        ("list", "One"),
        ("list", "Two"),
        ("cell", "a"),
        ("cell", "b"),
        ("quote", "Quoted."),
        ("body", "End."),
        ("footnote", "See A/99/1."),
    ]
    assert [line.text for line in extract(P5.encode(), PATH).lines if line.page_break] == ["a"]


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("<tmx version='1.4'/>", "another kind"),
        ("<TEI.2><text><body/></text></TEI.2>", "no text"),
        ("<TEI.2><text>", "XML"),
        ("not XML at all", "XML"),
        ("<!DOCTYPE TEI.2 [<!ENTITY a 'b'>]><TEI.2><text><p>&a;</p></text></TEI.2>", "entit"),
        ("<!DOCTYPE TEI.2 [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><TEI.2><p>&a;</p></TEI.2>", "entit"),
        ("<TEI.2><text>" + "<p>" * 10_000 + "x" + "</p>" * 10_000 + "</text></TEI.2>", "deep|nest"),
        ("<?xml version='1.0' encoding='utf-16'?><TEI.2><text><p>\u00e9", "XML"),
    ],
)
def test_what_is_refused(page, message):
    with pytest.raises(InputError, match=message) as caught:
        extract(page.encode(), PATH)
    assert "\n" not in str(caught.value)


def test_mutations():
    rng = random.Random(7)
    seeds = [CORPUS.encode(), P5.encode()]
    for _ in range(400):
        page = bytearray(rng.choice(seeds))
        for _ in range(rng.randint(1, 3)):
            at = rng.randrange(len(page))
            page[at : at + rng.randint(0, 12)] = rng.choice((b"", b"x", b"<p>", b"</p>", bytes([rng.randrange(256)])))
        with suppress(InputError):
            found = extract(bytes(page), PATH)
            repair(found.text, found.lines, found.marks, paged=False)
