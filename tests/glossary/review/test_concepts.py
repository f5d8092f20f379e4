"""The page of concepts: what its server lists, shows and changes; then in a browser, with two tabs and many concepts."""

import pytest
from starlette.testclient import TestClient

from glossary.concept import Concept, Context, Reference, Term, Termbase
from glossary.review.concept_texts import CONCEPT_KEYS, CONCEPTS
from glossary.review.server import build_app
from glossary.store.store import Store
from tests.concepts import concept, draft
from tests.places import needs_browser

TOKEN = "t"
BASE = "http://127.0.0.1:8000"


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "terms.db"
    with Store.open(path, create=True, who="Setter") as store, store.transaction():
        store.save(
            Concept(
                "c1",
                (
                    Term("会员国", "zh", "preferred", 3, (Context("各会员国", "A/1", "4"),), body="UNHQ"),
                    Term("成员国", "zh", body="FAO"),
                    Term("Member State", "en", "preferred", 3, (Context("all Member States", "A/1", "4"),)),
                ),
                subject="Bodies",
                references=(Reference("c2", "broader"),),
                links=("https://un.org/",),
            )
        )
        store.save(concept("c2", "联合国", "United Nations", subject="Bodies"))
        store.save(concept("c3", "難民", "refugee", note="of Geneva"))
    return path


@pytest.fixture
def client(path):
    return TestClient(build_app(path, TOKEN, "en", "Li"), base_url=BASE)


def get(client, what, **values):
    return client.get(f"/{TOKEN}/api/{what}", params=values)


def post(client, what, body):
    return client.post(f"/{TOKEN}/api/{what}", json=body, headers={"Origin": BASE})


def entry(client, id):
    return get(client, "entry", id=id).json()


def as_sent(found, **changed):
    """What the page sends for a concept as it shows it."""
    texts = {name: found.get(name, "") for name in ("id", "version", "subject", "note", "terms", "definitions")}
    refer = [f"{one['kind']}:{one['concept']}" for one in found["references"]]
    return {**texts, "references": refer, **changed}


def test_the_page_says_its_words_and_the_list_its_concepts(client):
    assert client.get(f"/{TOKEN}/concepts").status_code == 200
    assert CONCEPTS["en"].keys() == CONCEPTS["zh"].keys()
    assert {key for _names, key in CONCEPT_KEYS} <= CONCEPTS["en"].keys()
    found = get(client, "entries", q="难民").json()
    assert (found["total"], [row["id"] for row in found["rows"]], found["near"]) == (1, ["c3"], False)
    assert get(client, "entries", q="refuge").json()["total"] == 1
    assert get(client, "entries", q="reffugee").json()["near"] is True
    assert [row["id"] for row in get(client, "entries", body="FAO").json()["rows"]] == ["c1"]
    assert get(client, "lists").json() == {"subjects": ["Bodies"], "bodies": ["FAO", "UNHQ"], "total": 3}
    assert get(client, "entry", id="nope").status_code == 404


def test_what_the_page_does_not_show_stays_when_it_saves(client, path):
    found = entry(client, "c1")
    assert [c["symbol"] for c in found["contexts"]] == ["A/1"]
    assert found["references"] == [{"concept": "c2", "kind": "broader", "zh": "联合国", "en": "United Nations"}]
    with Store.open(path) as store:
        before = store.get("c1")
    assert post(client, "entry/save", as_sent(found)).json()["version"] == found["version"]  # nothing is different
    terms = [
        *found["terms"][:1],
        *found["terms"][2:],
        {"language": "en", "text": "member", "status": "admitted", "reliability": "3"},
    ]
    said = [
        {"text": "A State.", "language": "en", "source": "Charter"},
        {"text": "国家", "language": "zh-CN", "source": ""},
    ]
    sent = as_sent(found, terms=terms, definitions=said, subject="Bodies; Law", note="n")
    saved = post(client, "entry/save", sent).json()
    assert saved["version"] == found["version"] + 1
    with Store.open(path) as store:
        after = store.get("c1")
    assert after.terms[:2] == (before.terms[0], before.terms[2])
    assert (after.terms[2].text, after.terms[2].reliability, after.links) == ("member", 3, before.links)
    assert [one.text for one in after.every_definition] == ["A State.", "国家"]
    assert (after.subject, after.note, after.modified_by) == ("Bodies; Law", "n", "Li")
    assert saved["history"][0]["who"] == "Li"
    assert post(client, "entry/undo", {}).json()["undone"] == ["c1"]
    with Store.open(path) as store:
        assert store.get("c1") == before
    assert post(client, "entry/undo", {}).json()["undone"] == []


def test_whoever_is_late_is_told_and_overwrites_nothing(client, path):
    found = entry(client, "c2")
    assert post(client, "entry/save", as_sent(found, note="first")).status_code == 200
    late = post(client, "entry/save", as_sent(found, note="second"))
    assert (late.status_code, late.json()["entry"]["note"]) == (409, "first")
    for what, body in (
        ("entry/delete", {"concepts": [["c2", found["version"]]]}),
        ("entry/merge", {"id": "c2", "version": found["version"], "into": "c1"}),
        ("entry/set", {"concepts": [["c3", 1], ["c2", found["version"]]], "fields": {"subject": "Law"}}),
    ):
        assert post(client, what, body).status_code == 409
    with Store.open(path) as store:
        assert (store.get("c2").note, store.get("c3").subject) == ("first", "")  # all of several, or none


def test_a_concept_is_made_merged_deleted_and_several_are_changed(client, path):
    terms = [
        {"language": "zh", "text": "联合国", "status": "preferred"},
        {"language": "en", "text": "United Nations", "status": "preferred"},
    ]
    refused = post(client, "entry/save", {"terms": terms})
    assert (refused.status_code, "has this pair" in refused.json()["error"]) == (422, True)
    made = post(client, "entry/save", {"terms": terms, "homonym": True, "note": "sport"}).json()
    assert (made["id"], made["created_by"]) == ("c4", "Li")
    says = get(client, "merging", id="c4", into="c2").json()
    assert says == {"changes": ["note added: 'sport'"], "given_up": [], "referring": []}
    assert [row["id"] for row in get(client, "alike", id="c4").json()["rows"]] == ["c2"]
    assert post(client, "entry/merge", {"id": "c4", "version": 1, "into": "c2"}).json()["note"] == "sport"
    assert entry(client, "c4")["id"] == "c2"
    chosen = {
        "concepts": [["c2", 2], ["c3", 1]],
        "fields": {"subject": "Law", "body": "UNHQ", "validation": "validated"},
    }
    assert post(client, "entry/set", chosen).json()["changed"] == ["c2", "c3"]
    with Store.open(path) as store:
        assert {(t.body, t.validation) for t in store.get("c3").terms} == {("UNHQ", "validated")}
    assert post(client, "entry/delete", {"concepts": [["c2", 3], ["c3", 2]], "why": "none"}).json() == {
        "deleted": ["c2", "c3"]
    }
    assert post(client, "entry/undo", {}).json()["undone"] == ["c2", "c3"]
    assert post(client, "entry/undo", {}).json()["undone"] == ["c2", "c3"]
    with Store.open(path) as store:
        assert store.get("c3").subject == ""


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"terms": []},
        {"terms": [{"language": "zh", "text": ""}]},
        {"terms": [{"language": "fr", "text": "x"}]},
        {"terms": [{"language": "zh", "text": "x", "status": "good"}]},
        {"terms": [{"language": "zh", "text": "x", "reliability": "-1"}]},
        {"terms": ["x"]},
        {"terms": [{"language": "zh", "text": "x"}], "definitions": ["x"]},
        {"terms": [{"language": "zh", "text": "x" * 401}]},
    ],
)
def test_what_the_page_cannot_mean_is_refused(client, path, body):
    assert post(client, "entry/save", body).status_code == 422
    for what in ("entry/delete", "entry/set"):
        assert post(client, what, {"concepts": body.get("terms")}).status_code == 422
    with Store.open(path) as store:
        assert len(store) == 3


# --- candidates -------------------------------------------------------------------------------------------------------


def candidates(path, *drafts):
    with Store.open(path, who="Setter") as store:
        store.propose(Termbase.of(drafts))
        return {one.draft.preferred("zh"): one for one in store.candidates(None)}


def test_candidates_are_decided_several_at_once_and_taken_back_as_one(client, path):
    known = candidates(
        path,
        draft("难民营", "refugee camp", id="d1", probability=0.9, variants=("营地",)),
        draft("缓冲区", "buffer zone", id="d2", probability=0.96),
        draft("停火线", "ceasefire line", id="d3", probability=0.97),
    )
    assert get(client, "others").json()["others"][known["难民营"].id] == "难民营\n营地\nrefugee camp"
    with Store.open(path) as store:
        store.save(concept("c9", "停火线", "ceasefire line"))
    done = post(client, "decide_many", {"decision": "accepted", "least": 0.95}).json()
    assert ([one["zh"] for one in done["candidates"]], done["left"]) == (["缓冲区"], 1)  # a concept has the other pair
    ids = {known["难民营"].id: 1, known["停火线"].id: 7}
    done = post(client, "decide_many", {"decision": "rejected", "ids": ids}).json()
    assert ([one["zh"] for one in done["candidates"]], done["left"]) == (["难民营"], 1)  # another version was shown
    post(client, "undo", {})
    post(client, "undo", {})
    with Store.open(path) as store:
        assert {one.decision for one in store.candidates(None)} == {"open"}
    for wrong in (
        {},
        {"decision": "merged", "least": 0},
        {"decision": "accepted"},
        {"decision": "accepted", "least": True},
    ):
        assert post(client, "decide_many", wrong).status_code == 422


def test_a_candidate_is_merged_into_another_and_parted_from_it_again(client, path):
    known = candidates(
        path, draft("难民营", "refugee camp", id="d1"), draft("营区", "camp site", id="d2", symbols=("A/3",))
    )
    one, other = known["营区"], known["难民营"]
    found = get(client, "concepts", q="camp").json()["concepts"]
    assert {"id": other.id, "zh": "难民营", "en": "refugee camp", "subject": "", "open": True} in found
    sent = {"id": one.id, "version": "1", "decision": "merged", "into": other.id}
    assert post(client, "decide", sent).json()["decision"] == "merged"
    with Store.open(path) as store:
        assert {"营区", "难民营", "camp site"} <= {term.text for term in store.candidate(other.id).draft.terms}
        assert store.candidate(other.id).draft.frequency == 10
        store.decide(other.id, "accepted")
        assert store.leads_to(store.candidate(one.id).into) == other.id
        store.decide(one.id, "open")
        assert {term.text for term in store.get(other.id).terms} == {"难民营", "refugee camp"}
        assert store.candidate(one.id).decision == "open"


# --- in a browser -----------------------------------------------------------------------------------------------------


@needs_browser
@pytest.mark.slow("two tabs in a browser")
def test_two_tabs_lose_nothing(browser, path):
    sync = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    from tests.glossary.review import test_page

    expect = sync.expect
    with test_page.served(path) as address:
        tabs = [browser.new_page() for _ in "12"]
        complaints = []
        for page in tabs:
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.set_default_timeout(15_000)
            page.goto(f"{address}concepts#c2")
            expect(page.locator("#zh-terms .big").first).to_have_value("联合国")
        one, other = tabs
        one.fill("#note", "first")
        other.fill("#note", "second")
        one.keyboard.press("Control+Enter")
        expect(one.locator("#message")).to_contain_text("Saved")
        other.keyboard.press("Control+Enter")
        expect(other.locator("#conflict")).to_be_visible()
        expect(other.locator("#note")).to_have_value("first")
        other.locator("#conflict button").click()
        expect(other.locator("#note")).to_have_value("second")
        other.keyboard.press("Escape")
        other.keyboard.press("j")
        other.keyboard.press("k")
        other.locator("#search").fill("united")
        expect(other.locator(".row")).to_have_count(1)
        other.locator(".row").click()
        expect(other.locator("#note")).to_have_value("second")  # what was typed waits with its concept
        other.click("#save")
        expect(other.locator("#message")).to_contain_text("Saved")
        other.keyboard.press("Escape")
        other.locator("#rows").focus()
        other.keyboard.press("n")
        other.keyboard.type("新词")
        other.locator("#en-terms .big").fill("new word")
        other.keyboard.press("Control+Enter")
        expect(other.locator("#message")).to_contain_text("Added: 新词")
        other.locator("#rows").focus()
        other.keyboard.press("d")
        other.keyboard.press("Enter")
        expect(other.locator("#message")).to_contain_text("Deleted: 1")
        other.locator("#rows").focus()
        other.keyboard.press("u")
        expect(other.locator("#message")).to_contain_text("Undone")
        for page in tabs:
            page.close()
        assert complaints == []
    with Store.open(path) as store:
        assert store.get("c2").note == "second"
        assert [one.id for one in store.search("新词")] == ["c4"]
