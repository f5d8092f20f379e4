"""The file of decisions: only ever added to, undone by adding, carried between copies; what it cannot read is one line."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.errors import InputError
from glossary.project import LEDGER, Decided, Ledger, merge_events, read_events, write_events
from glossary.store import Store
from tests.places import needs_posix

A, B = "0" * 12, "1" * 12


@pytest.fixture
def ledger(tmp_path):
    with Ledger.open(tmp_path / LEDGER, create=True, who="Li") as opened:
        yield opened


def test_what_says_nothing_new_is_no_event(ledger):
    assert ledger.decide("finding", {A: Decided("fixed", "", "N101", "A/1", 3)}) == 1
    assert ledger.decide("finding", {A: Decided("fixed", "", "N102", "A/2", 9)}) == 0
    assert ledger.decide("finding", {B: None}) == 0
    assert ledger.number == 1


def test_findings_and_links_are_apart(ledger):
    ledger.decide("finding", {A: Decided("fixed")})
    ledger.decide("link", {A: Decided("confirmed", zh=("会议。",), en=("The meeting.", "It began."))})
    assert [ledger.held(kind)[A].after.decision for kind in ("finding", "link")] == ["fixed", "confirmed"]
    assert ledger.held("link")[A].after.en == ("The meeting.", "It began.")


def test_an_undo_is_refused_where_somebody_went_on(ledger):
    ledger.decide("finding", {A: Decided("fixed"), B: Decided("accepted")})
    ledger.decide("finding", {A: Decided("discuss")})
    with pytest.raises(InputError, match="decided anew since"):
        ledger.undo(1)
    assert (ledger.undo(), ledger.undo()) == (1, 2)
    assert ledger.held("finding") == {}
    with pytest.raises(InputError, match="nothing to undo"):
        ledger.undo()


def test_what_held_at_an_earlier_moment(ledger):
    ledger.decide("finding", {A: Decided("fixed")})
    seen = ledger.number
    ledger.decide("finding", {A: None, B: Decided("fixed")})
    assert (set(ledger.held("finding", seen)), set(ledger.held("finding"))) == ({A}, {B})


DECISIONS = st.dictionaries(
    st.sampled_from("abcd"), st.sampled_from(["accepted", "fixed", "discuss", None]), max_size=4
)


@settings(max_examples=30, deadline=None)
@given(st.lists(DECISIONS, max_size=3), st.lists(DECISIONS, max_size=3), st.lists(DECISIONS, max_size=3))
def test_copies_that_merge_agree_but_for_what_is_named(tmp_path_factory, common, ours, theirs):
    folder = tmp_path_factory.mktemp("copies")
    with (
        Ledger.open(folder / "a.db", create=True, who="Li") as a,
        Ledger.open(folder / "b.db", create=True, who="Ann") as b,
    ):
        _decide(a, common)
        assert merge_events(b, a.events()).conflicts == ()
        _decide(a, ours)
        _decide(b, theirs)
        (folder / "b.jsonl").write_text(write_events(b.events()), "utf-8")
        done = merge_events(a, read_events(folder / "b.jsonl"))
        back = merge_events(b, a.events())
        named = {here.key for here, _there in done.conflicts}
        assert named == {here.key for here, _there in back.conflicts}
        one, other = (
            {key: event.after.says for key, event in ledger.held("finding").items() if key not in named}
            for ledger in (a, b)
        )
        assert one == other
        assert merge_events(a, b.events()).taken == 0


def _decide(ledger, steps):
    for step in steps:
        ledger.decide("finding", {key: Decided(value) if value else None for key, value in step.items()})


@pytest.mark.parametrize(
    "line",
    ["no json", "[]", "{}", '{"uid": 1, "when": "", "who": "", "why": "", "kind": "finding", "key": "a", "after": null}',
     '{"uid": "", "when": "", "who": "", "why": "", "kind": "term", "key": "a", "after": null}',
     '{"uid": "", "when": "", "who": "", "why": "", "kind": "link", "key": "a", "after": {"decision": "perhaps"}}',
     '{"uid": "", "when": "", "who": "", "why": "", "kind": "link", "key": "a", "after": {"zh": "text"}}'],
)  # fmt: skip
def test_a_line_that_is_no_decision_is_named(tmp_path, line):
    path = tmp_path / "mine.jsonl"
    path.write_text(f"\n{line}\n", "utf-8")
    with pytest.raises(InputError, match="line 2: is no decision"):
        read_events(path)


def test_a_termbase_is_no_project(tmp_path):
    with Store.open(tmp_path / "terms.db", create=True):
        pass
    with pytest.raises(InputError, match="no project of duizhao"):
        Ledger.open(tmp_path / "terms.db")
    with Ledger.open(tmp_path / LEDGER, create=True):
        pass
    with pytest.raises(InputError, match="no termbase of duizhao"):
        Store.open(tmp_path / LEDGER)


def test_halves_of_characters_are_kept_out(ledger):
    ledger.decide("finding", {A: Decided("fixed", f"a{chr(0xD83D)}")})
    assert ledger.held("finding")[A].after.comment == "a?"
    assert json.loads(write_events(ledger.events()))["after"]["comment"] == "a?"


@needs_posix
def test_a_file_that_may_only_be_read_shows_what_it_holds(tmp_path):
    path = tmp_path / LEDGER
    with Ledger.open(path, create=True) as ledger:
        ledger.decide("finding", {A: Decided("fixed")})
    path.chmod(0o444)
    with Ledger.open(path) as ledger:
        assert len(ledger.events()) == 1
