"""Terms: extraction, matching, consistency."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.score import read_lines
from corpora.bitext import Pair
from glossary.concept import Concept, Term, Termbase
from glossary.consistency.measure import measure_consistency
from glossary.extraction.extract import extract_terms
from glossary.rows import Rows
from glossary.words.matcher import Matcher
from tests.concepts import concept
from tests.places import SHARED, needs_shared

ROWS = [
    ("停火监测机制已开始工作。", "The ceasefire monitoring mechanism has begun its work."),
    ("停火监测机制报告了三起事件。", "Three incidents were reported by the ceasefire monitoring mechanism."),
    ("双方感谢停火监测机制。", "Both sides thanked the ceasefire monitoring mechanism."),
    ("河流水位上升。", "The river rose."),
    ("难民已经返回。", "The refugees have returned."),
    ("停火监测机制将继续巡逻。", "The truce observation body will continue its patrols."),
]
# association needs rows in which a term does not stand
FILLER = [
    ("学校已经重新开放。", "Schools have reopened."),
    ("预算获得通过。", "The budget was approved."),
    ("道路正在修复。", "Roads are under repair."),
    ("主席宣布休会。", "The Chair adjourned the debate."),
    ("农民需要种子。", "Farmers need seeds."),
    ("港口恢复营业。", "The port is open again."),
    ("儿童接种了疫苗。", "Children were vaccinated."),
    ("天气仍然寒冷。", "It is still cold."),
]
PAIRS = [Pair("A/1", k, zh, en) for k, (zh, en) in enumerate(ROWS + FILLER, 1)]
CONCEPT = concept(
    "c1",
    "停火监测机制",
    "ceasefire monitoring mechanism",
    4,
)


def test_a_term_is_extracted_whole(aligner):
    termbase = extract_terms(Rows.of(PAIRS, aligner.encoder))
    assert ("停火监测机制", "ceasefire monitoring mechanism") in {
        (c.preferred("zh"), c.preferred("en")) for c in termbase
    }
    assert all(0 <= c.score <= 1 and c.frequency >= 2 for c in termbase)


def test_extraction_without_a_model_and_without_rows():
    assert extract_terms(Rows.of([])).concepts == {}
    assert any("停火" in c.preferred("zh") for c in extract_terms(Rows.of([p for p in PAIRS if p.position != 6])))


def test_a_deviating_rendering_is_found(aligner):
    result = measure_consistency(Rows.of(PAIRS, aligner.encoder), Termbase.of([CONCEPT]))
    zh = next(c for c in result.concepts if c.language == "zh")
    assert zh.renderings[0].text == "ceasefire monitoring mechanism"
    assert zh.renderings[0].count == 3
    assert zh.rows == 4
    assert zh.rendered + len(zh.open) == 4
    assert [row for r in zh.renderings[1:] for row in r.rows] + list(zh.open) == [6]
    assert 0.5 < zh.dominant_share <= 1
    assert 0 < zh.hhi <= 1
    assert result.micro <= 1


def test_longest_match_and_english_forms():
    concepts = [
        Concept("law", (Term("humanitarian law", "en"), Term("人道法", "zh"))),
        Concept("ihl", (Term("international humanitarian law", "en"), Term("国际人道法", "zh"))),
        Concept("t", (Term("occupied territory", "en"),)),
    ]
    matcher = Matcher(concepts, "en")
    text = "International humanitarian law in the Occupied Territories; humanitarian, law."
    found = matcher.find(text)
    assert [(o.concepts[0], text[o.start : o.end]) for o in found] == [
        ("ihl", "International humanitarian law"),
        ("t", "Occupied Territories"),
    ]
    zh = "违反国际人道 法，也违反人道法"
    assert [(o.concepts[0], zh[o.start : o.end]) for o in Matcher(concepts, "zh").find(zh)] == [
        ("ihl", "国际人道 法"),
        ("law", "人道法"),
    ]


@given(st.lists(st.sampled_from(["armed", "forces", "force", "the", "peace", ",", "Armed", "x"]), max_size=12))
def test_offsets_are_right(words):
    text = " ".join(words)
    concepts = [Concept("a", (Term("armed forces", "en"),)), Concept("p", (Term("peace", "en"),))]
    for o in Matcher(concepts, "en").find(text):
        assert text[o.start : o.end].lower() in {"armed forces", "armed force", "peace"}


@pytest.mark.thorough("whole documents")
@needs_shared("letter")
def test_the_terms_of_the_real_letter(aligner):
    folder = SHARED / "letter"
    pairs = aligner.align(read_lines(folder / "gold.zh"), read_lines(folder / "gold.en")).pairs()
    found = {(c.preferred("zh"), c.preferred("en")) for c in extract_terms(Rows.of(pairs, aligner.encoder))}
    for pair in (
        ("被占领土", "occupied territories"),
        ("武装部队", "armed forces"),
        ("国际人道主义法", "international humanitarian law"),
        ("领土完整", "territorial integrity"),
        ("境内流离失所者", "internally displaced persons"),
    ):
        assert pair in found
