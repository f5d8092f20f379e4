"""Decisions: a second thought, a merge elsewhere, an edited word; what each leaves in the concepts and in the history."""

from dataclasses import replace

import pytest

from corpora.errors import InputError
from glossary.concept import Concept, Context, Term, Termbase
from glossary.store.codec import pair_id
from glossary.store.store import Store
from tests.concepts import concept, draft


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "terms.db", create=True, who="li") as opened:
        yield opened


def propose(store, *drafts):
    return store.propose(Termbase.of(replace(one, id=f"x{n}") for n, one in enumerate(drafts)))


@pytest.fixture
def one(store):
    propose(store, draft())
    return store.candidates()[0]


def words(found):
    return [term.text for term in found.terms]


def actions(store, id):
    """What was done to a candidate or concept, oldest first."""
    return [change.action for change in reversed(store.history(id))]


def test_a_merge_elsewhere_takes_the_terms_along(store, one):
    store.save(concept("c1", "营地", "camp", 3))
    store.save(concept("c2", "难民营地", "site", 4))
    store.decide(one.id, "merged", into="c1")
    moved = store.decide(one.id, "merged", into="c2")
    assert (moved.decision, moved.into) == ("merged", "c2")
    assert (words(store.get("c1")), store.get("c1").frequency) == (["营地", "camp"], 3)
    assert words(store.get("c2")) == ["难民营地", "site", "难民营", "refugee camps"]
    assert store.get("c2").frequency == 9


def test_the_same_merge_again_counts_nothing_twice(store, one):
    store.save(concept("c1", "营地", "camp", 3))
    store.decide(one.id, "merged", into="c1")
    kept, version = store.get("c1"), store.candidate(one.id).version
    for again in ({"into": "c1"}, {}):  # without a name it is the concept of before
        assert store.decide(one.id, "merged", **again).version == version
        assert store.get("c1") == kept
    edited = replace(one.draft, terms=(*one.draft.terms, Term("避难营", "zh")))
    assert store.decide(one.id, "merged", edited=edited).into == "c1"
    assert words(store.get("c1"))[-1] == "避难营"
    assert store.get("c1").frequency == kept.frequency


def test_a_merge_of_what_the_concept_has_already_does_not_touch_it(store, one):
    store.save(replace(one.draft, id="c1"))
    store.decide(one.id, "merged", into="c1")
    again = store.get("c1")
    assert (words(again), again.frequency) == (["难民营", "refugee camps"], 10)
    store.decide(one.id, "open")
    assert replace(store.get("c1"), modified="", modified_by="") == replace(one.draft, id="c1")


def test_another_reason_is_kept_and_the_same_decision_is_no_new_one(store, one):
    store.decide(one.id, "rejected", why="no term")
    assert store.decide(one.id, "rejected", why="no term").version == 2
    assert store.decide(one.id, "rejected", why="two words").version == 3
    assert store.candidate(one.id).why == "two words"
    store.decide(one.id, "open")
    assert actions(store, one.id) == ["created", "rejected", "changed", "reopened"]


def test_each_decision_has_its_name_in_the_history(store, one):
    store.save(concept("c1", "营地", "camp"))
    store.decide(one.id, "accepted")
    store.decide(one.id, "merged", into="c1")
    store.decide(one.id, "rejected")
    assert [action for action in actions(store, one.id) if action not in ("created", "removed")] == [
        "accepted", "merged", "rejected"]  # fmt: skip
    assert store.get(one.id) is None


def test_taking_a_merge_back_keeps_what_was_written_between_two_merges(store, one):
    store.save(concept("c1", "营地", "camp"))
    store.decide(one.id, "merged", into="c1")
    store.decide(one.id, "rejected")
    assert store.history("c1")[0].action == "changed"
    store.save(replace(store.get("c1"), definition="住所"))
    store.decide(one.id, "merged", into="c1")
    store.decide(one.id, "open")
    assert (words(store.get("c1")), store.get("c1").definition) == (["营地", "camp"], "住所")


def test_nothing_is_merged_into_its_own_concept(store, one):
    store.decide(one.id, "accepted")
    with pytest.raises(InputError, match="no concept"):
        store.decide(one.id, "merged", into=one.id)
    assert (store.candidate(one.id).decision, len(store)) == ("accepted", 1)


def test_from_accepted_to_merged_the_concept_of_its_own_goes(store, one):
    store.save(concept("c1", "营地", "camp"))
    store.decide(one.id, "accepted")
    store.decide(one.id, "merged", into="c1")
    assert store.get(one.id) is None
    assert words(store.get("c1")) == ["营地", "camp", "难民营", "refugee camps"]
    store.decide(one.id, "accepted")
    assert words(store.get("c1")) == ["营地", "camp"]
    assert words(store.get(one.id)) == ["难民营", "refugee camps"]


def test_accepting_keeps_who_made_the_concept_and_names_who_changed_it(store, one):
    store.decide(one.id, "accepted")
    store.save(replace(store.get(one.id), created="2044-01-05T08:00:00Z"))
    first = store.get(one.id)
    edited = replace(first, definition="难民的住所")
    with Store.open(store.path, who="wang") as other:
        other.decide(one.id, "accepted", edited=edited, why="definition")
    second = store.get(one.id)
    assert (second.created, second.created_by) == (first.created, "li")
    assert second.modified_by == "wang"
    assert (second.definition, store.candidate(one.id).why) == ("难民的住所", "definition")


def test_accepting_again_does_not_undo_what_was_edited_by_hand(store, one):
    store.decide(one.id, "accepted")
    store.save(replace(store.get(one.id), note="by hand"))
    kept = store.get(one.id)
    with Store.open(store.path, who="wang") as other:
        assert other.decide(one.id, "accepted", why="again").who == "wang"
    assert store.get(one.id) == kept  # nothing in it is by wang


def test_a_concept_that_is_there_under_the_id_of_the_candidate_keeps_its_words(store, one):
    # brought in from a file that this termbase wrote
    store.save(Concept(one.id, (Term("难民安置点", "zh", "preferred"), Term("refugee camps", "en")), definition="住所"))
    both = store.get(store.decide(one.id, "accepted").into)
    assert (both.id, words(both), both.definition) == (one.id, ["难民安置点", "refugee camps", "难民营"], "住所")


def test_only_a_whole_pair_can_be_had_already(store):
    store.save(concept("c1", "营地", "camp"))
    propose(store, draft("营地", "site"), draft("", "bivouac"))
    for candidate in store.candidates():
        assert store.decide(candidate.id, "accepted").decision == "accepted"
    assert len(store) == 3


def test_an_edited_pair_that_another_concept_has_is_refused(store, one):
    store.save(concept("c1", "营地", "camp"))
    with pytest.raises(InputError, match="c1 has this pair"):
        store.decide(one.id, "accepted", edited=concept("c7", "营地", "Camp"))
    assert (len(store), store.candidate(one.id).decision) == (1, "open")
    # both words, but of two concepts: no pair
    store.save(concept("c2", "难民点", "site"))
    assert store.decide(one.id, "accepted", edited=concept("c7", "营地", "site")).into == one.id


def test_an_edited_draft_is_measured_by_its_own_evidence_and_brought_up_to_date(store, one):
    edited = replace(one.draft, id="c7", terms=(Term("难民营地", "zh"), one.draft.terms[1]))
    kept = store.decide(one.id, "rejected", edited=edited)
    assert (kept.id, kept.draft.id, kept.edited, kept.seen) == (one.id, one.id, True, (5, 2))
    new = draft(frequency=8, symbols=("A/1", "A/2", "A/3"), score=2.0, probability=0.7)
    propose(store, new)
    found = store.candidate(one.id).draft
    assert words(found) == ["难民营地", "refugee camps"]
    assert (found.frequency, found.symbols, found.score, found.probability) == (8, new.symbols, 2.0, 0.7)
    assert found.terms[1].contexts == new.terms[1].contexts != ()
    assert isinstance(found.terms[1].contexts[0], Context)
    assert found.terms[0].contexts == ()


def test_what_a_person_did_not_edit_is_not_edited(store, one):
    assert not store.decide(one.id, "rejected").edited
    assert not store.decide(one.id, "open").edited
    assert store.decide(one.id, "accepted", edited=replace(one.draft, note="cut")).edited is False
    assert store.candidate(one.id).draft == one.draft  # the edited words are those of the concept
    assert store.get(one.id).note == "cut"


def test_a_candidate_that_returns_has_no_decision_left(store, one):
    store.save(concept("c1", "营地", "camp"))
    store.decide(one.id, "merged", into="c1", why="variant")
    store.save(concept("c1", "营地", "camp"))  # the terms were taken out by hand
    assert propose(store, draft(frequency=10)).returned == 1
    back = store.candidate(one.id)
    assert (back.decision, back.into, back.who, back.when, back.why) == ("open", "", "", "", "")
    assert actions(store, one.id)[-1] == "returned"


def test_two_new_documents_are_enough_and_one_is_not(store, one):
    store.decide(one.id, "rejected")
    assert propose(store, draft(symbols=("A/1", "A/2", "A/3"))).silent == 1
    assert propose(store, draft(symbols=("A/1", "A/2", "A/3", "A/4"))).returned == 1


def test_an_extraction_that_prefers_another_of_the_words_is_not_two_candidates(store):
    propose(store, draft(variants=("难民安置营",)))
    assert [candidate.id for candidate in store.candidates()] == [pair_id("难民营", "refugee camps")]
    # the other pair comes as a draft of its own beside it: then it is a candidate of its own
    both = propose(store, draft("难民安置营", "refugee camps", variants=("难民营",)), draft())
    assert (both.new, both.updated + both.unchanged) == (1, 1)
    ids = {candidate.id for candidate in store.candidates()}
    assert ids == {pair_id("难民营", "refugee camps"), pair_id("难民安置营", "refugee camps")}


def test_a_one_sided_draft_is_known_by_the_side_it_has(store):
    store.save(concept("c1", "营地", "camp"))
    store.save(Concept("c2", (Term("难民营", "zh"),)))
    done = propose(store, draft("营地", ""), draft("", "camps"), draft("", "site"), draft("难民营", "shelter"))
    assert (done.known, done.new, done.split) == (2, 2, ())
    assert {one.draft.preferred("en") for one in store.candidates()} == {"site", "shelter"}
