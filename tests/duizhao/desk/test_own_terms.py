"""What was decided about terms stays in OUT/terms.db: it holds in the next run, whose candidates come in without touching it."""

import json
import shutil

import pytest

from duizhao.own_terms import TERMS, made_terms, terms_of_run
from glossary.store import Store
from tests.calls import call
from tests.concepts import concept

pytestmark = pytest.mark.thorough("whole runs on a small folder")
TERM = "缓冲区", "buffer zone"
ROWS = [
    ("观察员在缓冲区内巡逻。", "Observers patrol the buffer zone."),
    ("缓冲区内没有武器。", "There are no weapons in the buffer zone."),
    ("平民可以进入缓冲区。", "Civilians may enter the buffer zone."),
    ("停火监测机制报告了三起事件。", "The ceasefire monitoring mechanism reported three incidents."),
    ("停火监测机制在缓冲区设有办事处。", "The ceasefire monitoring mechanism has an office in the buffer zone."),
    ("停火监测机制将于六月提交报告。", "The ceasefire monitoring mechanism will report in June."),
]


def write(folder, rows, name="A_77_1"):
    folder.mkdir(exist_ok=True)
    for place, side in enumerate(("zh", "en")):
        (folder / f"{name}.{side}.txt").write_text("".join(f"{row[place]}\n" for row in rows), "utf-8")


def decided(out):
    with Store.open(out / TERMS) as store:
        return {one.draft.preferred("zh"): one.decision for one in store.candidates(None)}


def decide(out, zh, decision):
    with Store.open(out / TERMS, who="Li") as store:
        store.decide(next(c.id for c in store.candidates(None) if c.draft.preferred("zh") == zh), decision)


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    folder = tmp_path_factory.mktemp("terms")
    write(folder / "docs", ROWS)
    assert call("run", folder / "docs", "-o", folder / "out").code == 0
    return folder


@pytest.fixture
def folder(first, tmp_path, monkeypatch):
    shutil.copytree(first, tmp_path / "work")
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setenv("DUIZHAO_CACHE", str(tmp_path / "notes"))
    return tmp_path / "work"


def run(folder, *more):
    return call("run", folder / "docs", "-o", folder / "out", *more)


def held(folder):
    return json.loads((folder / "out" / "run.json").read_text("utf-8"))["options"]["check"]["termbase"]


def test_a_run_makes_no_termbase_and_the_first_look_makes_it_with_its_evidence(folder):
    out = folder / "out"
    assert not (out / TERMS).exists()
    assert made_terms(out, "Li")
    with Store.open(out / TERMS) as store:
        found = next(c.draft for c in store.candidates() if c.draft.preferred("zh") == TERM[0])
    assert (found.preferred("en"), found.symbols) == (TERM[1], ("A/77/1",))
    assert found.probability > 0
    assert any(term.contexts for term in found.terms)
    before = decided(out)
    assert made_terms(out)
    assert decided(out) == before
    assert not made_terms(folder / "nowhere")


def test_one_that_was_begun_and_never_filled_is_filled(folder):
    with Store.open(folder / "out" / TERMS, create=True):
        pass
    assert made_terms(folder / "out")
    assert TERM[0] in decided(folder / "out")


def test_approved_concepts_hold_and_what_was_rejected_stays_away(folder):
    out = folder / "out"
    made_terms(out)
    others = [zh for zh in decided(out) if zh != TERM[0]]
    assert others
    decide(out, TERM[0], "accepted")
    decide(out, others[0], "rejected")
    write(folder / "docs", [*ROWS, ("士兵离开了缓冲区。", "Soldiers left the neutral strip.")])
    done = run(folder)
    assert f"{out / TERMS}: 1 approved concept, held in this run" in done.err
    assert held(folder) == (out / TERMS).as_posix()
    report = json.loads((out / "report.json").read_text("utf-8"))
    assert [f["position"] for f in report["findings"] if f["code"] == "T101"] == [7]
    after = decided(out)
    assert (after[TERM[0]], after[others[0]]) == ("accepted", "rejected")


def test_where_nothing_is_approved_the_run_is_held_against_its_own_terms(folder):
    made_terms(folder / "out")
    done = run(folder)
    assert (held(folder), "held in this run" in done.err) == (None, False)


def test_new_terms_of_a_new_document_are_offered(folder):
    out = folder / "out"
    made_terms(out)
    decide(out, TERM[0], "accepted")
    new = [
        ("信托基金由秘书处管理。", "The trust fund is managed by the Secretariat."),
        ("信托基金收到了三笔捐款。", "The trust fund received three contributions."),
        ("信托基金将于明年关闭。", "The trust fund will close next year."),
    ]
    write(folder / "docs", new, "A_77_2")
    known = set(decided(out))
    done = run(folder)
    assert "to decide on" in done.err
    assert {zh: said for zh, said in decided(out).items() if zh not in known}["信托基金"] == "open"
    assert decided(out)[TERM[0]] == "accepted"


def test_a_termbase_that_is_given_goes_before(folder):
    out = folder / "out"
    made_terms(out)
    decide(out, TERM[0], "accepted")
    with Store.open(folder / "given.db", create=True) as store:
        store.save(concept("k1", "武器", "arms"))
    done = run(folder, "-t", folder / "given.db")
    assert held(folder) == (folder / "given.db").as_posix()
    assert "held in this run" not in done.err
    with Store.open(folder / "given.db") as store:
        assert store.candidates(None) == []


def test_fresh_sets_it_aside(folder):
    out = folder / "out"
    made_terms(out)
    decide(out, TERM[0], "accepted")
    done = run(folder, "--fresh")
    (aside,) = [path for path in out.glob("terms*.db") if path.name != TERMS]
    assert f"{out / TERMS}: decisions about terms of earlier runs stay as {aside.name}" in done.err
    assert (held(folder), (out / TERMS).exists()) == (None, False)
    with Store.open(aside) as store:
        assert [c.preferred("zh") for c in store.concepts()] == [TERM[0]]


def test_one_that_is_named_is_not_set_aside(folder):
    out = folder / "out"
    made_terms(out)
    assert terms_of_run(out, out / TERMS, fresh=True) == (None, [])
    assert (out / TERMS).is_file()


def test_a_damaged_one_is_a_line_and_stays(folder):
    (folder / "out" / TERMS).write_bytes(b"no termbase")
    done = run(folder)
    assert (done.code, TERMS in done.err, "Traceback" in done.err) == (2, True, False)
    assert (folder / "out" / TERMS).read_bytes() == b"no termbase"
