"""Where a looked-up term stands: which rows, which places, and what is only a part of another word."""

import pytest

from corpora.bitext import Pair
from glossary.concept import Concept, Term
from glossary.lookup.occurrences import occurrences
from glossary.rows import Rows
from glossary.words import Matcher


def rows_of(texts, language):
    """Rows with these texts on one side."""
    sides = [(text, "") if language == "zh" else ("", text) for text in texts]
    return Rows.of([Pair("A/1", k, *side) for k, side in enumerate(sides, 1)])


def found(term, *texts, language="en"):
    """What stands at the places of a term, by row; a row without a place is no row."""
    places = occurrences([term], rows_of(texts, language), language).of_one(0)
    return {row: [texts[row][start:end] for start, end in some] for row, some in places.items()}


def test_only_rows_that_have_the_term_are_named():
    # the first word of the term stands in all of them, so the cheap search lets all of them through
    assert found("road map", "the road", "A road map.", "a map and a road") == {1: ["road map"]}
    assert found("land, sea", "land and sea", "by land, sea and air", "sea, land") == {1: ["land, sea"]}
    assert found("大会", "大 会", "大会通过", "会大", language="zh") == {1: ["大会"]}
    assert found("WHO", "WHOLE", "the WHO") == {1: ["WHO"]}


def test_marks_inside_a_term_may_be_others_in_the_text():
    rows = found("land, sea and air", "land sea and air", "By Land; Sea, and Air!", "land, sea", "land, sea or air")
    assert rows == {0: ["land sea and air"], 1: ["Land; Sea, and Air"]}
    assert found("agenda: item", "the agenda item", "agenda - item") == {0: ["agenda item"], 1: ["agenda - item"]}


def test_marks_inside_a_chinese_term_are_those_of_the_text():
    assert found("水、陆", "在水、陆之间", "水陆", language="zh") == {0: ["水、陆"]}


def test_every_place_in_a_row_is_named():
    assert found("annex", "Annex and annexes: annex") == {0: ["Annex", "annexes", "annex"]}
    assert found("a, b", "a, b, a b") == {0: ["a, b", "a b"]}
    assert found("公约", "公约与公约", language="zh") == {0: ["公约", "公约"]}


def test_other_forms_of_a_word_are_found():
    rows = found("policy", "Policies change.", "a policy of its own", "POLICY", "police")
    assert rows == {0: ["Policies"], 1: ["policy"], 2: ["POLICY"]}


def test_a_short_word_may_change_its_last_letter():
    assert found("open sky", "the Open Skies policy") == {0: ["Open Skies"]}


def test_a_hyphen_may_be_a_space():
    assert found("follow-up", "the follow up", "a follow-up", "up and follow") == {0: ["follow up"], 1: ["follow-up"]}
    assert found("follow up", "the follow up") == {0: ["follow up"]}


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("由WHO发布", True),
        ("WHO", True),
        ("(WHO)", True),
        ("WHOA不算", False),
        ("由AWHO发布", False),
        ("WHO2", False),
        ("2WHO", False),
        ("ÉWHO", True),  # only Latin letters without accents and figures make a longer word here
    ],
)
def test_a_part_of_a_longer_latin_word_is_no_place(text, stands):
    assert bool(found("WHO", text, language="zh")) == stands


def test_a_title_is_found_with_its_marks_or_else_without():
    assert found("《宪章》", "《宪章》和宪章", "宪章", language="zh") == {0: ["《宪章》"]}
    assert found("《宪章》", "根据宪章", "无关", language="zh") == {0: ["宪章"]}
    assert found("“green line”", "the green line") == {0: ["green line"]}
    assert found("《公约》", "无关", language="zh") == {}


def test_several_terms_are_several_answers():
    rows = rows_of(["An annex.", "The WHO"], "en")
    found = occurrences(["annex", "who, what", "WHO", "the"], rows, "en")
    assert [found.of_one(k) for k in range(4)] == [{0: [(3, 8)]}, {}, {1: [(4, 7)]}, {1: [(0, 3)]}]
    assert occurrences([], rows, "en").offsets.tolist() == [0]
    assert occurrences(["annex"], rows_of([], "en"), "en").of_one(0) == {}


TERMS = [
    "member state",
    "Member",
    "state",
    "WHO",
    "who",
    "men",
    "States, member",
    "stabilize",
    "The state",
    "“state”",
]
SENTENCES = [
    "Member States, members; WHO stabilizes the Member State.",
    "Who said that state members are men of the state, member by member?",
    "MEMBER STATES AND MEN: THE WHO",
    "A man, the “State”, mem-bers.",
]


def test_many_terms_at_once_are_found_as_each_alone():
    rows = rows_of(SENTENCES * 3, "en")
    together = occurrences(TERMS, rows, "en")
    for k, term in enumerate(TERMS):
        matcher = Matcher([Concept("t", (Term(term, "en"),))], "en")
        alone = {row: [(o.start, o.end) for o in matcher.find(pair.en)] for row, pair in enumerate(rows)}
        if "," not in term and term != "men":  # only rows with the letters of the term are looked at
            assert together.of_one(k) == {row: places for row, places in alone.items() if places}, term
        assert together.of_one(k) == occurrences([term], rows, "en").of_one(0), term
