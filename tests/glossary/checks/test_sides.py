from corpora.bitext import Pair
from glossary.checks.rendered import places_of, side_of, sides_in
from glossary.checks.rendered.remnants import masked
from glossary.concept import APPROVED, Concept, Term
from glossary.rows import Rows

CONCEPTS = (
    Concept("c1", (Term("United Nations", "en"), Term("联合国", "zh"))),
    Concept("c2", (Term("United Nations Charter", "en"), Term("联合国宪章", "zh"))),
    Concept("c3", (Term("Charter", "en"), Term("宪章", "zh"))),
)
ROWS = Rows.of(
    [
        Pair("A/1", 1, "联合国宪章和联合国", "The United Nations Charter and the United Nations"),
        Pair("A/1", 2, "预算", "The budget"),
        Pair("A/1", 3, "宪章", "The Charter"),
    ]
)


def test_the_terms_of_many_rows_are_those_of_each() -> None:
    places = places_of(ROWS, CONCEPTS, APPROVED)
    found = dict(sides_in(places, ROWS.bilingual.nonzero()[0]))
    assert list(found) == [1, 2, 3]
    assert all(found[row][side] == side_of(places[side], row - 1) for row in found for side in places)
    assert found[1]["zh"].longest
    assert not found[2]["en"].every


def test_a_term_inside_another_one_does_not_stand() -> None:
    places = places_of(ROWS, CONCEPTS, APPROVED)
    assert side_of(places["zh"], 0).concepts() == {"c1", "c2", "c3"}
    assert side_of(places["zh"], 0).standing() == {"c1", "c2"}


def test_spans_that_overlap_are_masked_once() -> None:
    assert masked("the Faroe Council met", [(10, 17), (4, 12)]) == "the" + " " * 15 + "met"
