"""Candidates: what a draft brings, what people decide, what stays silent and what comes back."""

from dataclasses import replace

import pytest

from corpora.errors import InputError
from glossary.concept import Concept, Reference, Term, Termbase
from glossary.store.candidates import Proposal, Split, evidence, has_grown, joined
from glossary.store.codec import pair_id
from glossary.store.history import ConflictError
from glossary.store.store import Store
from tests.concepts import concept, draft


def counts(proposal):
    names = ("new", "updated", "known", "silent", "returned", "unchanged", "left_out")
    return {name: getattr(proposal, name) for name in names if getattr(proposal, name)}


def propose(store, *drafts):
    return store.propose(Termbase.of(replace(one, id=f"x{n}") for n, one in enumerate(drafts)))


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "terms.db", create=True, who="li") as opened:
        yield opened


@pytest.fixture
def one(store):
    propose(store, draft())
    return store.candidates()[0]


def test_drafts_become_open_candidates_best_first(store):
    done = propose(
        store,
        draft("大会", "General Assembly", probability=0.7),
        draft(probability=0.9),
        Concept("c9", (Term("  ", "zh"),)),
        draft("秘书长", "Secretary-General", score=3.0, probability=0.7),
    )
    assert counts(done) == {"new": 3, "left_out": 1}
    assert [one.draft.preferred("zh") for one in store.candidates()] == ["秘书长", "难民营", "大会"]
    first = store.candidates()[1]
    assert first.id == first.draft.id == pair_id("难民营", "refugee camp")
    assert (first.version, first.decision, first.who, first.draft.frequency) == (1, "open", "", 5)
    assert store.candidate(first.id) == first
    assert store.candidate("k0") is None
    assert len(store) == 0


def test_the_same_draft_again_changes_nothing(store):
    propose(store, draft())
    assert counts(propose(store, draft())) == {"unchanged": 1}
    assert counts(propose(store, draft(en="the Refugee Camp", frequency=7))) == {"updated": 1}
    assert [one.draft.frequency for one in store.candidates()] == [7]
    assert len(store.history()) == 2


def test_a_pair_twice_in_one_draft_is_one_candidate(store):
    assert counts(propose(store, draft(), draft(en="refugee camp", frequency=9))) == {"new": 1, "updated": 1}
    (only,) = store.candidates()
    assert only.draft.frequency == 9
    assert [term.text for term in only.draft.terms] == ["难民营", "refugee camps", "refugee camp"]


def test_another_leading_variant_is_the_same_candidate(store):
    both = (*draft().terms, Term("难民安置营", "zh", "admitted", 2))
    propose(store, replace(draft(), terms=both))
    (rejected,) = store.candidates()
    store.decide(rejected.id, "rejected")
    turned = tuple(replace(term, status="preferred" if term.text == "难民安置营" else "admitted") for term in both)
    assert counts(propose(store, replace(draft(), terms=turned))) == {"silent": 1}
    assert len(store.candidates(None)) == 1


@pytest.mark.parametrize(
    ("old", "new", "frequency", "symbols"),
    [
        ((5, ("A/1",)), (3, ("A/2",)), 8, ("A/1", "A/2")),  # other documents: both
        ((5, ("A/1",)), (7, ("A/1", "A/2")), 7, ("A/1", "A/2")),  # the same and more: the new one
        ((5, ("A/1", "A/3")), (3, ("A/1", "A/2")), 5, ("A/1", "A/3", "A/2")),  # some of the same: the greater
        ((5, ()), (3, ()), 5, ()),  # documents are not named: the greater
        ((5, ("A/1",)), (5, ()), 5, ("A/1",)),
        ((5, ()), (7, ("A/1",)), 7, ("A/1",)),
    ],
)
def test_evidence_of_two_extractions(old, new, frequency, symbols):
    both = joined(draft(frequency=old[0], symbols=old[1]), draft(frequency=new[0], symbols=new[1], id="c7"))
    assert (both.frequency, both.symbols) == (frequency, symbols)
    again = joined(both, draft(frequency=new[0], symbols=new[1]))
    assert evidence(again) == evidence(both)


def test_a_rejected_candidate_is_silent_until_its_evidence_grows(store, one):
    store.decide(one.id, "rejected", why="no term")
    assert counts(propose(store, draft(frequency=5))) == {"silent": 1}
    assert counts(propose(store, draft(frequency=9, symbols=("A/1", "A/2", "A/3")))) == {"silent": 1}
    assert store.candidates() == []
    assert store.candidate(one.id).why == "no term"
    assert counts(propose(store, draft(frequency=10))) == {"returned": 1}
    (back,) = store.candidates()
    assert (back.id, back.decision, back.who) == (one.id, "open", "")
    change = store.history(one.id, 1)[0]
    assert change.action == "returned"
    assert change.why == "rejected with 5 segment pairs in 2 documents, now 10 in 3"
    assert '"no term"' in change.before
    store.decide(one.id, "rejected")  # a second time: measured against what is known now
    assert counts(propose(store, draft(frequency=12, symbols=("A/1", "A/2", "A/3")))) == {"silent": 1}


def test_evidence_from_one_new_document_after_another_adds_up(store, one):
    store.decide(one.id, "rejected")
    assert counts(propose(store, draft(frequency=1, symbols=("A/8",)))) == {"silent": 1}
    assert counts(propose(store, draft(frequency=1, symbols=("A/8",)))) == {"silent": 1}
    assert counts(propose(store, draft(frequency=1, symbols=("A/9",)))) == {"returned": 1}
    assert store.candidates()[0].draft.symbols == ("A/1", "A/2", "A/8", "A/9")


@pytest.mark.parametrize(
    ("seen", "now", "grown"),
    [
        ((0, 0), (1, 1), False),
        ((5, 0), (5, 9), False),
        ((0, 0), (2, 0), True),
        ((5, 2), (9, 3), False),
        ((5, 2), (10, 1), True),
    ],
)
def test_what_grown_means(seen, now, grown):
    assert has_grown(seen, now) is grown


@pytest.mark.parametrize("suffix", [".json", ".jsonl", ".tsv", ".csv", ".xlsx", ".parquet", ".tbx"])
@pytest.mark.parametrize("first", [".json", ".tsv"])
def test_the_same_extraction_in_another_file_type_is_the_same_evidence(store, tmp_path, first, suffix):
    from duizhao.commands.extract import TABLES
    from glossary.extraction.table import write_extract
    from glossary.formats.registry import load, save

    drafts = Termbase.of([draft(symbols=("A/1", "A/2", "A/3")), draft("大会", "General Assembly", 9, id="c2")])

    def written(kind):
        path = tmp_path / f"letter{kind}"
        if kind in TABLES:
            write_extract(drafts, path, None)
        else:
            save(drafts, path)
        return load(path).termbase

    store.propose(written(first))
    for candidate in store.candidates():
        store.decide(candidate.id, "rejected")
    assert counts(store.propose(written(suffix))) == {"silent": 2}
    assert counts(store.propose(written(first))) == {"silent": 2}
    assert sorted(one.draft.frequency for one in store.candidates("rejected")) == [5, 9]


def test_accepted_becomes_a_concept_and_is_known_from_then_on(store, one):
    done = store.decide(one.id, "accepted", why="in UNTERM")
    assert (done.decision, done.into, done.who, done.why, done.version) == ("accepted", one.id, "li", "in UNTERM", 2)
    assert done.when.endswith("Z")
    kept = store.get(done.into)
    assert replace(kept, created="", created_by="", modified="", modified_by="") == replace(draft(), id=one.id)
    assert (kept.created, kept.created_by, kept.modified, kept.modified_by) == (done.when, "li", done.when, "li")
    assert {change.group for change in store.history(one.id, 2)} == {2}
    assert counts(propose(store, draft(frequency=99))) == {"known": 1}
    store.undo()
    assert (len(store), store.candidate(one.id).decision) == (0, "open")


def test_a_pair_that_another_concept_has_is_not_accepted_again(store, one):
    store.save(Concept("c1", (Term("营地", "zh"), Term("难民营", "zh"), Term("Refugee  Camps", "en"))))
    with pytest.raises(InputError, match="'难民营' / 'refugee camps': c1 has this pair; merge into c1"):
        store.decide(one.id, "accepted")
    assert (store.candidate(one.id).decision, len(store)) == ("open", 1)
    store.decide(one.id, "merged", into="c1")
    with pytest.raises(InputError, match="c1 has this pair"):  # what was merged stays merged
        store.decide(one.id, "accepted")
    assert store.candidate(one.id).decision == "merged"
    propose(store, draft("大会", "General Assembly"), draft("联大", "the Assembly"))
    first, second = store.candidates()
    store.decide(first.id, "accepted")
    with pytest.raises(InputError, match=f"{first.id} has this pair"):  # edited to the same pair
        store.decide(second.id, "accepted", edited=replace(first.draft, id=second.id))
    store.decide(second.id, "accepted")
    with pytest.raises(InputError, match=f"{first.id} has this pair"):
        store.decide(second.id, "accepted", edited=replace(first.draft, id=second.id))
    kept = store.get(first.id)
    store.save(replace(kept, id="c9"))  # a duplicate that came in by another way hinders nobody from editing
    store.decide(first.id, "accepted", edited=replace(kept, definition="主要机关"))
    assert store.get(first.id).definition == "主要机关"


def test_known_by_any_term_of_a_concept_and_split_pairs_are_shown(store):
    store.save(Concept("c1", (Term("难民营", "zh"), Term("难民安置点", "zh"), Term("Refugee Camp", "en"))))
    store.save(concept("c2", "营地", "camp", status="admitted"))
    store.save(concept("c3", "营地", "site", status="admitted"))
    done = propose(store, draft("难民安置点", "refugee camps"), draft("营地", "camps"), draft("营地", "refugee camp"))
    assert counts(done) == {"known": 2, "new": 1}
    assert done.split == (Split(pair_id("营地", "refugee camp"), "营地", "refugee camp", ("c1", "c2", "c3")),)
    store.save(concept("c4", "营地", "camp", status="admitted"))
    assert [split.concepts for split in propose(store, draft("营地", "camp")).split] == [("c2", "c3", "c4")]


def test_merged_adds_terms_and_leaving_it_takes_them_out_again(store, one):
    before = Concept("c1", (Term("难民营地", "zh", "preferred", 2), Term("refugee camp", "en", "preferred", 2)), 2)
    store.save(before)
    done = store.decide(one.id, "merged", into="c1", why="variant")
    assert (done.decision, done.into) == ("merged", "c1")
    both = store.get("c1")
    assert [(term.text, term.status, term.frequency) for term in both.terms] == [
        ("难民营地", "preferred", 2),
        ("refugee camp", "preferred", 2),
        ("难民营", "admitted", 5),
        ("refugee camps", "admitted", 5),
    ]
    assert (both.frequency, both.symbols) == (7, ("A/1", "A/2"))
    store.save(replace(both, note="looked at", references=(Reference("c9"),)))
    store.decide(one.id, "rejected")
    assert replace(store.get("c1"), note="", references=(), modified="", modified_by="") == before
    assert store.get("c1").note == "looked at"
    with pytest.raises(InputError, match="not named"):
        store.decide(one.id, "merged")
    with pytest.raises(InputError, match="no concept 'c7'"):
        store.decide(one.id, "merged", into="c7")
    assert store.candidate(one.id).decision == "rejected"


def test_a_second_thought_takes_the_concept_back(store, one):
    store.decide(one.id, "accepted")
    edited = replace(store.get(one.id), definition="难民的住所")
    again = store.decide(one.id, "accepted", edited=edited, expect=2)
    assert (again.version, store.get(one.id).definition) == (3, "难民的住所")
    assert store.decide(one.id, "open").into == ""
    assert len(store) == 0
    store.decide(one.id, "accepted")
    store.save(replace(store.get(one.id), note="by hand"))
    with pytest.raises(ConflictError, match="changed since"):
        store.decide(one.id, "rejected")
    assert store.candidate(one.id).decision == "accepted"


def test_an_edited_draft_keeps_the_words_of_its_editor(store, one):
    edited = replace(one.draft, terms=(Term("难民营地", "zh"), one.draft.terms[1]), note="cut wrongly")
    kept = store.decide(one.id, "open", edited=edited)
    assert kept.edited
    assert counts(propose(store, draft(frequency=8))) == {"updated": 1}
    (found,) = store.candidates()
    assert [(term.text, term.frequency) for term in found.draft.terms] == [("难民营地", 0), ("refugee camps", 8)]
    assert (found.draft.note, found.draft.frequency) == ("cut wrongly", 8)
    concept = store.get(store.decide(one.id, "accepted").into)
    assert concept.preferred("zh") == "难民营地"


def test_decisions_expect_versions_and_known_words(store, one):
    store.decide(one.id, "rejected", expect=1)
    with pytest.raises(ConflictError, match="version 2, expected 1"):
        store.decide(one.id, "accepted", expect=1)
    with pytest.raises(InputError, match="no candidate 'k1'"):
        store.decide("k1", "accepted")
    with pytest.raises(InputError, match="'maybe' is not known"):
        store.decide(one.id, "maybe")
    assert store.decide(one.id, "rejected").version == 2  # nothing new
    assert [one.decision for one in store.candidates(None)] == ["rejected"]


def test_merging_concepts_takes_their_decisions_along(store, one):
    store.save(concept("c1", "营地", "camp", note="kept"))
    store.decide(one.id, "accepted")
    store.merge(one.id, "c1")
    assert (store.candidate(one.id).decision, store.candidate(one.id).into) == ("merged", "c1")
    store.decide(one.id, "rejected")
    assert [term.text for term in store.get("c1").terms] == ["营地", "camp"]
    assert store.get("c1").note == "kept"


def test_a_concept_that_was_removed_does_not_come_back_by_itself(store, one):
    store.decide(one.id, "accepted")
    store.remove(one.id)
    assert counts(propose(store, draft())) == {"silent": 1}
    assert counts(propose(store, draft(frequency=10))) == {"returned": 1}
    assert store.decide(one.id, "accepted").into == one.id


def test_references_of_a_draft_lead_to_the_concepts_to_be(store):
    propose(store, draft(references=(Reference("x1", "broader"), Reference("c9"))), draft("营地", "camp"))
    ids = {one.draft.preferred("en"): one.id for one in store.candidates()}
    found = store.candidate(ids["refugee camps"]).draft.references
    assert found == (Reference(ids["camp"], "broader"), Reference("c9"))


def test_one_sided_drafts(store):
    assert counts(propose(store, draft("", "camp"), draft("营地", ""))) == {"new": 2}
    store.save(Concept("c1", (Term("营地", "zh"),)))
    assert propose(store, draft("营地", "")) == Proposal(known=1)
