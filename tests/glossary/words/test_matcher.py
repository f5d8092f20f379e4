"""Where terms occur: inflection, hyphens, spelling, acronyms, Han boundaries; properties on built texts."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from glossary.concept import Concept, Term
from glossary.words.folding import chinese_stream, english_stream
from glossary.words.matcher import Matcher
from glossary.words.streams import Streams


def matcher(language, *terms, pos=""):
    return Matcher([Concept(f"c{k}", (Term(t, language, pos=pos),)) for k, t in enumerate(terms)], language)


def found(language, text, *terms, pos=""):
    return [text[o.start : o.end] for o in matcher(language, *terms, pos=pos).find(text)]


@pytest.mark.parametrize(
    ("term", "text", "place"),
    [
        ("armed force", "The Armed Forces withdrew", "Armed Forces"),
        ("Security Council", "the Security Council’s decision", "Security Council’s"),
        ("cease-fire", "both ceasefires held", "ceasefires"),
        ("ceasefire", "the cease-fire held", "cease-fire"),
        ("capacity building", "in capacity-building efforts", "capacity-building"),
        ("capacity-building", "in capacity building efforts", "capacity building"),
        ("labour organization", "a Labor Organisation", "Labor Organisation"),
        ("programme of work", "the programs of work", "programs of work"),
        ("international law", "under inter- national law", "inter- national law"),
        ("resolution", "the resolu-tions adopted", "resolu-tions"),
        ("territory", "the territo- ries", "territo- ries"),
        ("the Sudan", "in Sudan", "Sudan"),
        ("woman", "the women of", "women"),
        ("WHO", "those who asked WHO", "WHO"),
        ("NGO", "two NGOs came", "NGOs"),
        ("Côte d'Ivoire", "in Cote d’Ivoire", "Cote d’Ivoire"),
        ("to ratify", "was ratified by", "ratified"),
        ("stabilize", "by stabilising it", "stabilising"),
        ("UN-Habitat", "from UN-Habitat", "UN-Habitat"),
    ],
)
def test_english_forms(term, text, place):
    assert found("en", text, term) == [place]


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("WHO", "those who came"),
        ("US", "give us time"),
        ("WHO", "PERSONS WHO ARE DISPLACED"),
        ("Peru", "ten per U.S. dollar"),
        ("armed forces", "those armed, forces"),
        ("art", "the article"),
        ("therapist", "the rapist"),
    ],
)
def test_other_words_are_no_occurrence(term, text):
    assert found("en", text, term) == []


def test_capitals_tell_names_where_terms_have_small_letters():
    assert found("en", "Turkey exports turkey", "Turkey", "export of goods") == ["Turkey"]
    assert found("en", "Agriculture and agriculture", "Agriculture", "Trade") == ["Agriculture", "agriculture"]


@pytest.mark.parametrize(
    ("term", "text", "place"),
    [
        ("安全理事会", "联合国安全 理事会决定", "安全 理事会"),
        ("安全理事会", "安全理事會決定", "安全理事會"),
        ("大会", "请大会决定", "大会"),
        ("秘书长", "请秘书长提交报告", "秘书长"),
        ("中国", "在中国境内", "中国"),
    ],
)
def test_chinese_forms(term, text, place):
    assert found("zh", text, term) == [place]


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("大会", "举行扩大会议"),
        ("中国", "其中国家机关"),
        ("法国", "司法国家机关"),
        ("马里", "索马里政府"),
        ("国际法", "国际法庭的判决"),
    ],
)
def test_characters_that_meet_by_chance(term, text):
    assert found("zh", text, term) == []


def test_longest_first_and_every_occurrence():
    both = matcher("en", "health", "health care")
    assert [o.term for o in both.find("Health care costs")] == ["health care"]
    assert sorted(o.term for o in both.sides("Health care costs")[1]) == ["health", "health care"]
    assert [o.concepts for o in matcher("zh", "委员会", "委员会").find("委员会")] == [("c0", "c1")]


WORDS = st.lists(
    st.sampled_from(["armed", "force", "peace", "council", "health", "care", "report", "united", "nation", "women"]),
    max_size=8,
)
GAPS = st.sampled_from([" ", "  ", "-", "\u00a0", ", "])


@settings(max_examples=60, deadline=None)
@given(WORDS, GAPS, st.booleans())
def test_occurrences_are_in_order_apart_and_real(words, gap, capitals):
    text = gap.join(w.title() if capitals else w for w in words)
    terms = ("armed force", "health", "health care", "united nations")
    occurrences = matcher("en", *terms).find(text)
    ends = [0]
    for o in occurrences:
        assert ends[-1] <= o.start < o.end <= len(text)
        assert "".join(text[o.start : o.end].lower().replace("\u00a0", "").replace("-", "").split()).startswith(
            o.term.replace(" ", "")[:5]
        )
        ends.append(o.end)
    every = matcher("en", *terms).sides(text)[1]
    assert set(occurrences) <= set(every)


HAN = st.text(alphabet="的在和大会安全理事中国法院、 ，", max_size=12)


@settings(max_examples=60, deadline=None)
@given(HAN, HAN)
def test_a_long_name_is_found_wherever_it_stands(before, after):
    text = before + "阿拉伯叙利亚共和国" + after
    places = [(o.start, o.end) for o in matcher("zh", "阿拉伯叙利亚共和国").find(text)]
    assert (len(before), len(before) + 9) in places


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=60))
@example("\ud800大会")
def test_no_text_breaks_it(text):
    for language in ("zh", "en"):
        for o in matcher(language, "大会", "armed force", "WHO", "İ", "ß", "a").sides(text)[1]:
            assert 0 <= o.start < o.end <= len(text)


@given(
    st.lists(st.text(alphabet="大会 法国司Aa the-WHOßİ\x00\x01.’'s", max_size=30), max_size=6),
    st.sampled_from(["zh", "en"]),
    st.integers(1, 3),
)
def test_many_texts_at_once_have_the_occurrences_that_each_has(texts, language, block):
    known = matcher(language, "大会", "法国", "armed force", "WHO", "a", "the WHO", "İ", "ß", "as", "大会\x01法国")
    with pytest.MonkeyPatch.context() as patch:
        for module in ("matcher", "passes", "streams"):
            patch.setattr(f"glossary.words.{module}.BLOCK", block)
        streams = Streams.of(texts, language)
        found = known.over(streams)
    fold = chinese_stream if language == "zh" else english_stream
    for row, text in enumerate(texts):
        assert streams[row] == fold(text)
        longest, every = known.sides(text)
        assert (found.longest(row), found.every(row)) == (longest, every) == known.sides_in(streams, row)
        assert bool(found.rows()[row]) == bool(every)


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
