"""Import: the same concept by id or by terms, what is new is added, what differs is named, all or nothing."""

from dataclasses import replace

import pytest

from corpora.errors import InputError
from glossary.concept import Concept, Context, Reference, Term, Termbase
from glossary.store.bring_in import Note
from glossary.store.store import Store
from glossary.store.tables import Tables
from tests.calls import python
from tests.concepts import concept


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "terms.db", create=True, who="li") as opened:
        opened.save(concept("c1", subject="组织"))
        opened.save(concept("u2", "大会", "General Assembly"))
        yield opened


def bring(store, *concepts, **options):
    return store.bring_in(Termbase.of(concepts), **options)


def ids(store):
    return [one.id for one in store.concepts()]


def test_new_concepts_come_in_and_the_same_again_changes_nothing(store):
    new = concept("c5", "秘书长", "Secretary-General", modified="2020-01-01T00:00:00Z", modified_by="Wang")
    done = bring(store, new, why="UNTERM")
    assert (done.added, done.changed, done.unchanged, done.group) == (1, 0, 0, 3)
    assert done.changes == (Note("c5", "added: '秘书长' / 'Secretary-General'"),)
    assert store.get("c5") == new  # with its own stamps
    again = store.bring_in(store.termbase())
    assert (again.added, again.changed, again.unchanged, again.group) == (0, 0, 3, None)
    assert again.duplicates == again.conflicts == again.changes == ()
    assert store.history(limit=1)[0].why == "UNTERM"


def test_the_same_terms_are_the_same_concept_under_another_id(store):
    done = bring(
        store,
        replace(concept("x9", "会员国 ", "MEMBER state", definition="国家"), links=("https://un.org",)),
        concept("x10", "安理会", "Security Council", references=(Reference("x9", "broader"),)),
    )
    assert ids(store) == ["c1", "u2", "x10"]
    assert done.duplicates[0].concept == "c1"
    assert "(x9 of the file) is this concept by its terms" in done.duplicates[0].what
    kept = store.get("c1")
    assert (kept.definition, kept.subject, kept.links) == ("国家", "组织", ("https://un.org",))
    assert [term.text for term in kept.terms] == ["会员国", "Member State"]
    assert (kept.modified_by, bool(kept.modified)) == ("li", True)
    assert store.get("x10").references == (Reference("c1", "broader"),)


def test_what_is_new_is_added_to_a_concept(store):
    come = Concept(
        "c1",
        (
            Term("会员国", "zh", "preferred", 7, (Context("各会员国", "A/1", "3"),), "fullForm", "noun", "UNTERM", "n"),
            Term("成员国", "zh", "deprecated"),
        ),
        9,
        ("A/1",),
        references=(Reference("u2"),),
        definition="国家",
        definition_source="Charter",
    )
    done = bring(store, come)
    assert done.conflicts == done.duplicates == ()
    kept = store.get("c1")
    assert kept.terms == (come.terms[0], Term("Member State", "en", "preferred"), come.terms[1])
    assert (kept.frequency, kept.symbols, kept.references) == (9, ("A/1",), (Reference("u2"),))
    assert {note.what for note in done.changes} >= {
        "definition added: '国家'",
        "term added: '成员国' (zh, deprecated)",
        "term '会员国' (zh) contexts: 1 added",
    }


def test_what_differs_is_named_and_left(store):
    store.save(concept("c1", subject="组织", definition="甲"))
    come = Concept(
        "c1",
        (Term("会员国", "zh", "deprecated"), Term("Member State", "en", "preferred"), Term("state", "en", "preferred")),
        subject="法律",
        definition="乙",
    )
    before = store.get("c1")
    done = bring(store, come)
    assert [note.what for note in done.conflicts] == [
        "subject: '组织' stands, '法律' comes",
        "definition: '甲' stands, '乙' comes",
        "term '会员国' (zh) status: 'preferred' stands, 'deprecated' comes",
        "preferred en term: 'Member State' stands, 'state' comes and is admitted",
    ]
    kept = store.get("c1")
    assert kept.terms == (*before.terms, Term("state", "en", "admitted"))
    assert (kept.subject, kept.definition) == ("组织", "甲")
    done = bring(store, replace(come, terms=come.terms[:2]), replace=True)
    assert done.conflicts == ()
    kept = store.get("c1")
    assert [(term.text, term.status) for term in kept.terms] == [
        ("会员国", "deprecated"),
        ("Member State", "preferred"),
        ("state", "admitted"),
    ]
    assert (kept.subject, kept.definition) == ("法律", "乙")
    store.undo()
    store.undo()
    assert store.get("c1") == before


def test_replacing_keeps_one_preferred_term_for_each_language(store):
    bring(store, Concept("c1", (Term("会员国", "zh"), Term("成员国", "zh", "preferred"))), replace=True)
    assert [(term.text, term.status) for term in store.get("c1").of("zh")] == [
        ("成员国", "preferred"),
        ("会员国", "admitted"),
    ]


def test_numbers_that_duizhao_gave_say_nothing_but_other_ids_do(store):
    done = bring(store, concept("c1", "秘书长", "Secretary-General"), concept("u2", "联大", "the Assembly"))
    assert ids(store) == ["c1", "u2", "c2"]
    assert done.duplicates == ()
    assert done.changes[0] == Note("c2", "added: '秘书长' / 'Secretary-General'")
    assert [term.text for term in store.get("u2").terms] == ["大会", "General Assembly", "联大", "the Assembly"]
    assert store.get("c1") == concept("c1", subject="组织")
    bring(store, concept("c1", "主席", "President"))
    assert ids(store)[-1] == "c3"


def test_fresh_numbers_are_those_of_nobody_and_the_same_at_the_next_import(store):
    store.save(concept("c0007", "秘书长", "Secretary-General"))
    come = (
        concept("c0007", "主席", "President", references=(Reference("c1"),)),
        concept("c1", "", "camp"),
        concept("c9", "安理会", "Security Council"),
        concept("c0001", "条约", "treaty"),
    )
    done = bring(store, *come)
    assert ids(store) == ["c1", "u2", "c0007", "c0010", "c11", "c9", "c0001"]
    assert (done.added, done.duplicates) == (4, ())
    assert store.get("c0010").references == (Reference("c11"),)
    again = bring(store, *come)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 4)
    done = bring(store, concept("c1", "", "camp"), concept("c9", "", "camp"))  # two that look alike are two
    assert (done.added, ids(store)[-1]) == (1, "c12")
    assert bring(store, concept("c" + "9" * 5000, "秘书处", "Secretariat")).added == 1


def test_one_shared_term_is_not_enough_without_the_id(store):
    bring(store, concept("x1", "会员国", "member country"), concept("x2", "会员国", ""))
    assert ids(store) == ["c1", "u2", "x1", "x2"]


def test_a_concept_twice_in_the_file_and_in_several_concepts_here(store):
    store.save(concept("z", "大会", "General Assembly"))
    done = bring(
        store,
        concept("x1", "理事会", "Council"),
        concept("x2", "理事会", "council"),
        concept("y", "大会", "general assembly"),
    )
    assert ids(store) == ["c1", "u2", "z", "x1"]
    assert [note.concept for note in done.duplicates] == ["x1", "u2"]
    assert "stands in z too" in done.duplicates[1].what
    assert "stands in z too" in bring(store, concept("u2", "大会", "General Assembly")).duplicates[0].what


def test_a_dry_run_shows_every_change_and_makes_none(store):
    come = (
        concept("c1", definition="国家"),
        concept("c7", "秘书长", "Secretary-General"),
        concept("c8", "大会", "general assembly"),
    )
    before = list(store.termbase()), store.history()
    would = bring(store, *come, dry_run=True)
    assert (list(store.termbase()), store.history()) == before
    assert would.dry_run
    did = bring(store, *come)
    assert (would.added, would.changed, would.unchanged) == (did.added, did.changed, did.unchanged) == (1, 1, 1)
    assert (would.changes, would.duplicates, would.conflicts) == (did.changes, did.duplicates, did.conflicts)


@pytest.mark.parametrize("wrong", [Concept("c9", (), score=float("inf")), concept("c9", note="\udc00")])
def test_an_import_that_fails_half_way_leaves_all_as_it_was(store, wrong):
    before = list(store.termbase()), store.history()
    come = [concept(f"n{n}", f"词{n}", f"word {n}") for n in range(50)]
    with pytest.raises(InputError):
        bring(
            store,
            *come,
            concept("c1", definition="x"),
            wrong,
            *[concept(f"m{n}", f"字{n}", f"sign {n}") for n in range(9)],
        )
    assert (list(store.termbase()), store.history()) == before
    assert bring(store, *come).group == 3


def test_a_crash_half_way_leaves_all_as_it_was(store, monkeypatch):
    before = list(store.termbase()), store.history()
    put, done = Tables.put, []

    def failing(self, *arguments, **options):
        done.append(1)
        if len(done) == 30:
            raise KeyboardInterrupt
        return put(self, *arguments, **options)

    monkeypatch.setattr(Tables, "put", failing)
    with pytest.raises(KeyboardInterrupt):
        bring(store, *[concept(f"n{n}", f"词{n}", f"word {n}") for n in range(50)])
    monkeypatch.undo()
    assert (list(store.termbase()), store.history()) == before
    bring(store, *[concept(f"n{n}", f"词{n}", f"word {n}") for n in range(50)])
    assert len(store) == 52
    assert len(store.undo()) == 50
    assert list(store.termbase()) == before[0]


@pytest.mark.slow("runs a benchmark as a process")
def test_the_benchmark_runs_and_makes_the_same_concepts_again():
    done = python("benchmarks/termbase/termbase.py", "--concepts", 60)
    assert done.code == 0, done.err
    assert "import into an empty termbase" in done.out


def test_more_concepts_than_are_read_at_once(store, monkeypatch):
    monkeypatch.setattr("glossary.store.bring_in.BATCH", 7)
    monkeypatch.setattr("glossary.store.codec.BATCH", 7)
    come = [concept(f"n{n}", f"词{n}", f"word {n}", references=(Reference(f"n{(n + 20) % 40}"),)) for n in range(40)]
    assert bring(store, *come).added == 40
    assert bring(store, *[replace(one, id=f"other{n}", references=()) for n, one in enumerate(come)]).unchanged == 40
    assert list(store.concepts(f"n{n}" for n in range(40))) == come
