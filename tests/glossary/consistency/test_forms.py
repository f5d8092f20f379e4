"""Which renderings of a concept are one, and that drafts take nothing from approved terms."""

import pytest

from corpora.bitext import Pair
from glossary.concept import Concept, Term, Termbase
from glossary.consistency import measure_consistency
from glossary.quality import with_drafts
from glossary.rows import Rows


def measured(rows, *concepts):
    """The Chinese terms as they are rendered in English."""
    pairs = [Pair(symbol, k, zh, en) for k, (symbol, zh, en) in enumerate(rows, start=1)]
    found = measure_consistency(Rows.of(pairs), Termbase.of(concepts))
    return {one.concept_id: one for one in found.concepts if one.language == "zh"}


FULL = Term("Orda Fisheries Organization", "en", "preferred", type="fullForm")
ZH = (Term("奥尔达渔业组织", "zh", "preferred"), Term("奥渔组织", "zh"))


@pytest.mark.parametrize(
    "short",
    [Term("OFO", "en", type="acronym"), Term("OFO", "en"), Term("Orda Fisheries", "en", type="shortForm")],
)
def test_a_short_form_is_the_rendering_of_its_full_form(short):
    rows = [("A/1", "奥尔达渔业组织开会。", f"The {FULL.text} met.")] * 2
    rows += [("A/1", "奥渔组织报告。", f"{short.text} reported.")] * 3
    one = measured(rows, Concept("w", (*ZH, FULL, short)))["w"]
    assert (one.dominant_share, one.hhi, one.entropy, one.first, one.adherence) == (1, 1, 0, 1, 1)
    assert {(r.text, r.count) for r in one.renderings} == {(FULL.text, 2), (short.text, 3)}


def test_other_words_and_refused_terms_are_other_renderings():
    rows = [("A/1", "奥尔达渔业组织开会。", f"The {FULL.text} met.")] * 2
    rows += [("A/1", "奥尔达渔业组织开会。", "The Orda Fishing Body met.")] * 2
    for status in ("admitted", "deprecated"):
        one = measured(rows, Concept("w", (*ZH, FULL, Term("Orda Fishing Body", "en", status))))["w"]
        assert (one.dominant_share, len(one.counts)) == (0.5, 2)
        assert one.adherence == (1 if status == "admitted" else 0.5)


def test_what_each_house_says_is_one_where_each_document_keeps_to_it():
    concept = Concept(
        "w",
        (
            Term("成员国", "zh", "preferred"),
            Term("Member State", "en", "preferred", body="UNHQ"),
            Term("Member Nation", "en", "preferred", body="FAO"),
        ),
    )
    apart = [("A/1", "成员国同意。", "The Member State agreed.")] * 2 + [
        ("C/2", "成员国同意。", "The Member Nation agreed.")
    ] * 2
    one = measured(apart, concept)["w"]
    assert (one.dominant_share, one.adherence) == (1, 1)
    mixed = [*apart, ("C/2", "成员国同意。", "The Member State agreed.")]
    one = measured(mixed, concept)["w"]
    assert (one.dominant_share, one.adherence) == (0.6, 1)


def test_a_draft_around_an_approved_term_takes_none_of_its_occurrences():
    approved = Termbase.of([Concept("w", (*ZH, FULL))])
    draft = Termbase.of([Concept("c1", (Term("奥尔达渔业组织提交", "zh"), Term("Orda Fishing Body submitted", "en")))])
    rows = [("A/1", "奥尔达渔业组织提交报告。", f"The {FULL.text} submitted a report.")]
    rows += [("A/1", "奥尔达渔业组织提交报告。", "The Orda Fishing Body submitted a report.")] * 2
    found = measured(rows, *with_drafts(approved, draft))
    assert (found["w"].rows, found["w"].adherence) == (3, pytest.approx(1 / 3))
    assert found["draft-c1"].rows == 3
