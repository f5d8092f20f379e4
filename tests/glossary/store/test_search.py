"""Search as in UNTERM: words in any order, wildcards, nearly so, both scripts; in terms, definitions, notes; filters, orders."""

import pytest

from corpora.errors import InputError
from glossary.concept import Concept, Definition, Term
from glossary.store.search import SORTS, Query
from glossary.store.store import Store


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with Store.open(tmp_path_factory.mktemp("search") / "terms.db", create=True, who="li") as opened:
        for one in CONCEPTS:
            opened.save(one)
        yield opened


CONCEPTS = [
    Concept(
        "c1",
        (
            Term("联合国难民署", "zh", "preferred", body="UNHQ", validation="validated"),
            Term("難民署", "zh", body="UNHCR; UNHQ"),
            Term("Office of the United Nations High Commissioner for Refugees", "en", "preferred"),
            Term("UNHCR", "en", "admitted", note="in running text"),
        ),
        frequency=9,
        subject="Humanitarian; Bodies",
        definition="The agency for people who flee.",
        definitions=(Definition("保護逃亡者的機構", "zh"),),
        modified="2026-03-01T08:00:00Z",
    ),
    Concept(
        "c2",
        (Term("非殖民化", "zh", "preferred"), Term("decolonization", "en", "preferred")),
        subject="Political",
        note="see the Special Committee",
        created="2025-01-05",
    ),
    Concept(
        "c3", (Term("难民营", "zh", "preferred"), Term("refugee camp", "en", "deprecated")), subject="Humanitarian"
    ),
    Concept("c4", (Term("营地[临时]", "zh"), Term("camp (100%_*)", "en")), modified="2024-12-31"),
]


def ids(store, text="", **values):
    return [concept.id for concept in store.find(Query(text, **values)).concepts]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("refugees commissioner united", ["c1"]),  # in any order
        ("CAMP refugee", ["c3"]),
        ("难民", ["c1", "c3"]),
        ("難民營", ["c3"]),  # either script asks for either
        ("难民署 联合国", ["c1"]),
        ('"united nations high"', ["c1"]),
        ('"nations united"', []),
        ("camp", ["c4", "c3"]),  # terms that begin so come first
        ("refug*", ["c3", "c1"]),
        ("*col*tion", ["c2"]),
        ("decolon?zation", ["c2"]),
        ("colon*", []),  # a word that begins so
        ("难*署", ["c1"]),
        ("?", []),
        ("flee", ["c1"]),  # a definition
        ("逃亡者", ["c1"]),  # in the other script
        ("running", ["c1"]),  # a note of a term
        ("special committee", ["c2"]),
        ("c2", ["c2"]),  # an id
        ("[临时]", ["c4"]),
        ("100%_", ["c4"]),
        ("decolonisation", []),
        ("   ", ["c1", "c2", "c3", "c4"]),
    ],
)
def test_what_is_found(store, text, found):
    assert ids(store, text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("decolonisation", ["c2"]),
        ("decolonizaiton", ["c2"]),
        ("refuge camps", ["c3"]),
        ("难民暑", ["c3", "c1"]),
        ("非殖民地化", ["c2"]),
        ("cmap", ["c3", "c4"]),
        ("xyzzy", []),
    ],
)
def test_what_is_spelt_nearly_so(store, text, found):
    assert sorted(ids(store, text, fuzzy=True)) == sorted(found)


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"subject": "humanitarian"}, ["c1", "c3"]),
        ({"subject": "Human"}, []),
        ({"body": "unhcr"}, ["c1"]),
        ({"body": "UNHCR", "validation": "validated"}, []),  # of one and the same term
        ({"body": "UNHQ", "validation": "validated"}, ["c1"]),
        ({"status": "deprecated"}, ["c3"]),
        ({"text": "camp", "status": "deprecated"}, ["c3"]),
        ({"text": "camp", "language": "zh"}, []),
        ({"text": "flee", "language": "fr"}, []),
        ({"since": "2026"}, ["c1"]),
        ({"until": "2025-01-05"}, ["c2", "c4"]),
        ({"since": "2024-12-31", "until": "2024"}, ["c4"]),
        ({"text": "flee", "places": ("terms",)}, []),
        ({"text": "agency", "places": ("definitions",)}, ["c1"]),
        ({"text": "agency", "places": ("notes",)}, []),
    ],
)
def test_what_is_left_by_a_filter(store, values, found):
    assert sorted(ids(store, **values)) == found


def test_every_order_has_all_of_them_and_nothing_stops_silently(store):
    assert all(sorted(ids(store, sort=sort)) == ["c1", "c2", "c3", "c4"] for sort in SORTS)
    assert ids(store, sort="en") == ["c4", "c2", "c1", "c3"]
    assert ids(store, sort="changed") == ["c1", "c2", "c4", "c3"]
    assert ids(store, sort="frequent")[0] == "c1"
    page = store.find(Query(sort="id", limit=2, start=1))
    assert ([one.id for one in page.concepts], page.total) == (["c2", "c3"], 4)
    assert store.find(Query(limit=0)).total == 4
    for wrong in ({"status": "good"}, {"sort": "up"}, {"validation": "x"}):
        with pytest.raises(InputError, match="is not known"):
            store.find(Query(**wrong))


def test_what_is_changed_is_found_as_it_is_now(store):
    with store.transaction():
        before = store.get("c3")
        store.save(Concept("c3", (Term("收容所", "zh"),), note="旧称難民營"))
    assert (ids(store, "refugee camp"), ids(store, "收容"), ids(store, "难民营")) == ([], ["c3"], ["c3"])
    store.undo()
    assert store.get("c3") == before
    assert ids(store, "refugee camp") == ["c3"]
