"""The concepts of a termbase one by one: add, edit, delete, merge, duplicates, subjects, search, import --sync."""

import json

import pytest

from glossary.concept import Concept, Reference, Term
from glossary.store.store import Store
from tests.calls import call
from tests.concepts import concept


@pytest.fixture
def path(tmp_path):
    return tmp_path / "terms.db"


@pytest.fixture
def run(path):
    def called(name, *arguments):
        return call("glossary", name, path, *arguments)

    return called


def stored(path, id):
    with Store.open(path) as store:
        return store.get(id)


def put(path, *concepts):
    with Store.open(path, create=True, who="li") as store, store.transaction():
        for one in concepts:
            store.save(one)


def texts(found):
    return [(term.text, term.status) for term in found.terms]


# --- add ---------------------------------------------------------------------------------------------------------------


def test_a_concept_is_added_with_its_fields_and_can_be_taken_back(run, path):
    done = run("add", "会员国", "成员国", "Member State", "zh:UN", "--set", "subject=Bodies", "--set", "body=UNHQ",
               "--set", "note=Charter", "--who", "Li")  # fmt: skip
    assert (done.code, done.out) == (0, "c1\t会员国; 成员国; UN\tMember State\tBodies\n")
    made = stored(path, "c1")
    assert texts(made) == [
        ("会员国", "preferred"),
        ("成员国", "admitted"),
        ("UN", "admitted"),
        ("Member State", "preferred"),
    ]
    assert ({term.body for term in made.terms}, made.note, made.created_by) == ({"UNHQ"}, "Charter", "Li")
    assert made.modified_by == "Li"
    assert made.created
    assert run("add", "难民", "refugee").out.startswith("c2\t")
    assert run("undo").code == 0
    assert stored(path, "c2") is None
    assert run("add", "难民", "refugee").out.startswith("c3\t")  # an id never comes back for something else


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("会员国", "Member State"), "c1 has this pair"),
        (("新词", "new", "--set", "colour=red"), "a term has no field 'colour'"),
        (("新词", "new", "--set", "status=good"), "status 'good' is not known"),
        (("新词", "new", "--set", "reliability=11"), "a number from 1 to 10"),
        (("新词", "new", "--set", "note"), "no ="),
        (("新词", "new", "--set", "note=a", "--set", "note=b"), "given twice"),
        (
            ("新词", "new", "--set", "subject=Bodys"),
            "'Bodys' is no subject in use; there are Bodies; or give --new-subject",
        ),
        (("新词", "new", "--id", "c1"), "there is a concept 'c1'"),
        (("新词", "新词"), "is a term of it already"),
        (("zh: ", "new"), "a term without text"),
        (("新" * 401, "new"), "401 characters; 400 at most"),
    ],
)
def test_what_cannot_be_added_is_refused_in_one_line(run, path, arguments, said):
    put(path, concept("c1", subject="Bodies"))
    done = run("add", *arguments)
    assert (done.code, done.out, len(done.err.splitlines())) == (2, "", 1)
    assert said in done.err
    with Store.open(path) as store:
        assert len(store) == 1


def test_a_homonym_a_new_subject_and_a_reference_are_added_where_they_are_meant(run, path):
    put(path, concept("c1", subject="Bodies"))
    done = run("add", "会员国", "Member State", "--homonym", "--set", "subject=Sport", "--new-subject", "--refer",
               "broader:c1", "--refer", "c9", "--id", "sport-1")  # fmt: skip
    assert done.code == 0
    assert "c9: is no concept of this termbase; the reference is kept" in done.err
    assert stored(path, "sport-1").references == (Reference("c1", "broader"), Reference("c9"))


# --- edit and delete -----------------------------------------------------------------------------------------------------


def test_fields_terms_and_references_are_changed(run, path):
    put(path, Concept("c1", (Term("会员国", "zh", "preferred", 3), Term("成员国", "zh"), Term("Member State", "en", "preferred")),
                      references=(Reference("c2"),)), concept("c2", "难民", "refugee"))  # fmt: skip
    done = run(
        "edit", "c1", "--set", "definition=A member.", "--add", "member states", "--drop", "成员国", "--unrefer", "c2"
    )
    assert done.code == 0
    assert "definition: nothing → 'A member.'" in done.err
    after = stored(path, "c1")
    assert texts(after) == [("会员国", "preferred"), ("Member State", "preferred"), ("member states", "admitted")]
    assert (after.terms[0].frequency, after.references) == (3, ())
    assert run("edit", "c1", "--term", "MEMBER STATES", "--set", "status=preferred", "--set", "body=WHO").code == 0
    assert texts(stored(path, "c1"))[1:] == [("Member State", "admitted"), ("member states", "preferred")]
    assert run("edit", "c1", "--term", "member states", "--set", "body=").code == 0
    assert stored(path, "c1").terms[2].body == ""
    done = run("edit", "c1", "--term", "member states", "--set", "body=")
    assert (done.code, done.out) == (0, "")
    assert "is so already" in done.err


def test_two_houses_have_each_their_preferred_term(run, path):
    put(path, Concept("c1", (Term("会员国", "zh", "preferred", body="UNHQ"), Term("成员国", "zh", body="FAO"))))
    assert run("edit", "c1", "--term", "成员国", "--set", "status=preferred").code == 0
    assert texts(stored(path, "c1")) == [("会员国", "preferred"), ("成员国", "preferred")]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("c1",), "nothing to change"),
        (("c9", "--set", "note=x"), "no concept 'c9'"),
        (("c1", "--term", "难民", "--set", "status=admitted"), "no term '难民'; one of 会员国, Member State"),
        (("c1", "--term", "会员国", "--set", "text="), "a term without text"),
        (("c1", "--drop", "会员国", "--drop", "Member State"), "no term would be left"),
        (("c1", "--add", "会员国"), "is a term of it already"),
        (("c1", "--refer", "c1"), "a reference to itself"),
        (("c1", "--unrefer", "c2"), "no reference to c2"),
        (("c1", "--set", "status=admitted"), "a concept has no field 'status'"),
        (("c1", "--set", "note=x", "--expect", "7"), "changed meanwhile (version 1, expected 7)"),
    ],
)
def test_what_cannot_be_changed_is_refused_in_one_line(run, path, arguments, said):
    put(path, concept("c1"))
    done = run("edit", *arguments)
    assert (done.code, done.out, len(done.err.splitlines())) == (2, "", 1)
    assert said in done.err
    assert stored(path, "c1") == concept("c1")


def test_concepts_are_deleted_together_or_not_at_all(run, path):
    put(
        path,
        concept("c1"),
        concept("c2", "难民", "refugee"),
        concept("c3", "水", "water", references=(Reference("c1"),)),
    )
    done = run("delete", "c1", "c9")
    assert (done.code, "no concept 'c9'" in done.err) == (2, True)
    assert stored(path, "c1")
    done = run("delete", "c1", "c2", "--why", "no terms")
    assert done.code == 0
    assert "c1: c3 still refer to it" in done.err
    assert stored(path, "c1") is None
    assert run("undo").code == 0
    assert stored(path, "c2")
    assert stored(path, "c1")
    assert call("glossary", "remove", path, "c1").code == 0  # its name of version 0.1


# --- merge, duplicates, subjects --------------------------------------------------------------------------------------------


def test_merging_names_what_is_given_up_and_leaves_a_forwarding_id(run, path):
    put(path, concept("c1", subject="Bodies", definition="A member."), concept("c2", "成员国", "Member State", definition="A State."),
        concept("c3", "水", "water", references=(Reference("c2"),)))  # fmt: skip
    dry = run("merge", "c2", "c1", "--dry-run")
    assert "given up\tc2\tdefinition: 'A member.' stands, 'A State.' comes" in dry.out
    assert "refers\tc3\tleads to c1 then" in dry.out
    assert stored(path, "c2")
    done = run("merge", "c2", "c1")
    assert "given up: definition: 'A member.' stands, 'A State.' comes" in done.err
    assert stored(path, "c3").references == (Reference("c1"),)
    assert run("show", "c2").out == run("show", "c1").out
    assert "c2 was merged into c1" in run("show", "c2").err
    for command in (("edit", "c2", "--set", "note=x"), ("delete", "c2"), ("merge", "c2", "c3")):
        done = run(*command)
        assert (done.code, "'c2' was merged into 'c1'; give c1" in done.err) == (2, True)
    assert "there is a concept 'c2'" in run("add", "新词", "new", "--id", "c2").err
    group = json.loads(run("history", "--format", "json").out)[0]["group"]
    assert run("undo").code == 0
    assert stored(path, "c2")
    again = json.loads(run("history", "--format", "json").out)[0]["group"]
    assert again == group + 1
    assert run("undo", str(again)).code == 0  # the undoing is undone: merged again, and the id leads there again
    assert "c2 was merged into c1" in run("show", "c2").err


def test_an_import_knows_where_a_merged_concept_went(run, path, tmp_path):
    put(path, concept("who-1"), concept("who-2", "成员国", "Member Country"))
    table = tmp_path / "old.csv"
    table.write_text("concept_id,zh,en,note\nwho-2,成员国,Member Country,old\n", "utf-8")
    run("merge", "who-2", "who-1")
    done = run("import", table)
    assert "(who-2 of the file) was merged into this concept" in done.err or "is this concept by its terms" in done.err
    assert stored(path, "who-2") is None
    assert stored(path, "who-1").note == "old"


def test_duplicates_are_named_the_surest_first(run, path):
    long = "An organization that was made by a treaty."
    put(path, concept("c1"), concept("c2"), concept("c3", "成员国", "Member State"),
        concept("c4", "非殖民化方案", "decolonization programme", definition=long),
        concept("c5", "非殖民化 的方案", "Programs, Decolonisation"),
        concept("c6", "水", "water", definition=long.upper()))  # fmt: skip
    rows = [line.split("\t") for line in run("duplicates").out.splitlines()]
    assert [(row[0], row[1]) for row in rows] == [
        ("pair", "c1, c2"),
        ("term", "c1, c2, c3"),
        ("near", "c4, c5"),
        ("definition", "c4, c6"),
    ]
    assert json.loads(run("duplicates", "--alike", "near", "--format", "json").out)[0]["concepts"] == ["c4", "c5"]
    assert "1 of 4; --limit 0 shows all" in run("duplicates", "--limit", "1").err


def test_subjects_are_a_list_and_one_is_renamed_everywhere(run, path):
    put(
        path,
        concept("c1", subject="Finances; Law"),
        concept("c2", "水", "water", subject="finances"),
        concept("c3", "土", "soil"),
    )
    assert run("subjects").out == "Finances\t1\nLaw\t1\nfinances\t1\n"
    done = run("subjects", "--rename", "Finances=Finance")
    assert (done.out, "in 2 concepts" in done.err) == ("Finance\t2\nLaw\t1\n", True)
    assert run("undo").code == 0
    assert stored(path, "c2").subject == "finances"
    assert "no concept of the subject 'Sport'" in run("subjects", "--rename", "Sport=Play").err


# --- search ---------------------------------------------------------------------------------------------------------------


def test_a_search_says_how_many_there_are(run, path):
    put(
        path,
        *(concept(f"c{n}", f"词{n}", f"word {n}") for n in range(60)),
        concept("x", "難民署", "UNHCR", note="of Geneva"),
    )
    done = run("search", "word")
    assert (len(done.out.splitlines()), "50 of 60 concepts; --limit 0 shows all" in done.err) == (50, True)
    assert len(run("search", "word", "--limit", "0").out.splitlines()) == 60
    assert len(run("search", "--sort", "en", "--limit", "3").out.splitlines()) == 3
    assert run("search", "geneva").out.startswith("x\t")
    assert run("search", "geneva", "--in", "terms").out == ""
    assert run("search", "难民署").out.startswith("x\t")
    done = run("search", "UNHRC")
    assert (done.out, "--fuzzy finds what is spelt nearly so" in done.err) == ("", True)
    assert run("search", "UNHRC", "--fuzzy").out.startswith("x\t")


# --- import --sync --------------------------------------------------------------------------------------------------------


@pytest.fixture
def table(tmp_path):
    table = tmp_path / "t.csv"
    table.write_text("concept_id,zh,en,note\nw1,会员国,Member State,new\n", "utf-8")
    return table


def test_a_sync_says_what_would_go_and_takes_it_out_only_when_asked(run, path, table):
    put(path, concept("w1", note="old"), concept("w2", "难民", "refugee"))
    with Store.open(path) as store:
        store.save(Concept("w1", (*store.get("w1").terms, Term("成员国", "zh")), note="old"))
    dry = run("import", table, "--sync", "--delete", "--dry-run")
    assert "gone\tw1\tterm '成员国' (zh) is not in the file" in dry.out
    assert "gone\tw2\tconcept is not in the file: '难民' / 'refugee'" in dry.out
    assert "change\tw1\tnote: 'old' becomes 'new'" in dry.out
    assert (
        "overlap\tw1\tstands: no body named: 会员国, Member State, 成员国 | comes: no body named: 会员国, Member State"
        in dry.out
    )
    done = run("import", table, "--sync")
    assert "2 gone from the file, kept (--delete takes them out)" in done.err
    assert stored(path, "w2")
    assert len(stored(path, "w1").terms) == 3
    done = run("import", table, "--sync", "--delete")
    assert "2 gone from the file, taken out" in done.err
    assert stored(path, "w2") is None
    assert texts(stored(path, "w1")) == [("会员国", "preferred"), ("Member State", "preferred")]
    assert run("undo").code == 0
    assert stored(path, "w2")
    assert len(stored(path, "w1").terms) == 3


def test_a_sync_of_one_house_touches_no_term_of_another(run, path, table):
    put(path, Concept("w1", (Term("会员国", "zh", "preferred", body="UNHQ; FAO"), Term("成员国", "zh", "preferred", body="FAO"),
                             Term("Member State", "en", "preferred"))), concept("w2", "难民", "refugee"),
        Concept("w3", (Term("水", "zh", body="FAO"),)))  # fmt: skip
    table.write_text("concept_id,zh,en\nw1,成员国,Member Country\n", "utf-8")
    assert run("import", table, "--sync", "--delete", "--body", "FAO").code == 0
    assert [(term.text, term.body) for term in stored(path, "w1").terms] == [
        ("会员国", "UNHQ"), ("成员国", "FAO"), ("Member State", ""), ("Member Country", "FAO")]  # fmt: skip
    assert stored(path, "w2")
    assert stored(path, "w3") is None


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("--delete",), "--delete without --sync"), (("t.csv", "--sync"), "--sync with several files")],
)
def test_a_deletion_that_nobody_can_mean_is_refused(run, path, table, arguments, said, monkeypatch):
    monkeypatch.chdir(table.parent)
    put(path, concept("w2", "难民", "refugee"))
    done = run("import", table, *arguments)
    assert (done.code, said in done.err) == (2, True)
    assert stored(path, "w2")


def test_nothing_goes_where_a_part_of_the_file_was_not_read(run, path, table):
    table.write_text("concept_id,zh,en,zh_status\nw1,会员国,Member State,in quarantine\n", "utf-8")
    put(path, concept("w2", "难民", "refugee"))
    done = run("import", table, "--sync", "--delete")
    assert (done.code, "nobody knows what is gone from it" in done.err) == (2, True)
    assert stored(path, "w2")


def test_a_term_of_two_houses_is_no_contradiction(run, path, table):
    put(
        path,
        Concept(
            "w1", (Term("会员国", "zh", "preferred", body="UNHQ"), Term("Member State", "en", "preferred", body="UNHQ"))
        ),
    )
    done = run("import", table, "--body", "WHO", "--dry-run")
    assert done.code == 0
    assert "overlap\tw1\tstands: UNHQ: 会员国, Member State | comes: WHO: 会员国, Member State" in done.out
    assert run("import", table, "--body", "WHO").code == 0
    assert {term.body for term in stored(path, "w1").terms} == {"UNHQ; WHO"}
