"""Review by sheet and over HTTP: round trips, conflicts, and text that tries to become something else."""

import csv
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from corpora.errors import InputError
from corpora.sheets.cells import guarded, unguarded
from glossary.concept import Concept, Term, Termbase
from glossary.review.cells import read_sheet
from glossary.review.evidence import Marker, passages
from glossary.review.page_texts import KEYS, PAGE
from glossary.review.returned import bring_back
from glossary.review.ruling import LEFT_OUT, Ruling, edits, fields_of, revise
from glossary.review.server import build_app
from glossary.review.sheet import plain, rows_of, write_sheet
from glossary.review.sheet_columns import COLUMNS, INSTRUCTIONS, LEGEND, WORDS, column_of, meaning
from glossary.review.similar import Similar
from glossary.store.history import ConflictError
from glossary.store.store import Store
from glossary.store.tables import Candidate
from tests.calls import call
from tests.concepts import concept, draft
from tests.places import ROOT

HOSTILE = [
    ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'),
    ("{{7*7}}", "</script><b>x"),
    ("=1+1", "@SUM(A1)"),
    ("-减", "+plus"),
]


def drafted(id, zh, en, count=5, probability=0.9, variants=()):
    return draft(
        zh,
        en,
        count,
        ("A/99/412", "S/2045/203"),
        id,
        variants=variants,
        contexts=(f"前文 {zh} 后文。", f"Before {en} after."),
        paragraph=str(count),
        pos="noun",
        score=probability,
        probability=probability,
    )


DRAFT = Termbase.of(
    [
        drafted("d1", "难民署", "UNHCR", 41, 0.97, ("联合国难民署",)),
        drafted("d2", "停火监测机制", "ceasefire monitoring mechanism", 17, 0.9),
        drafted("d3", "缓冲区", "buffer zone", 22, 0.8),
        drafted("d4", "缓冲地区", "buffer area", 3, 0.7),
        *(drafted(f"h{k}", zh, en, 2, 0.3) for k, (zh, en) in enumerate(HOSTILE)),
    ]
)
KNOWN = concept("k1", "缓冲地带", "buffer strip")


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "terms.db"
    with Store.open(path, create=True, who="Setter") as store:
        store.save(KNOWN)
        store.propose(DRAFT)
    return path


def by_zh(store, zh):
    return next(c for c in store.candidates(None) if c.draft.preferred("zh") == zh)


def sheet_rows(path, ui="en", which="open"):
    with Store.open(path) as store:
        return rows_of(store, store.candidates(None if which == "all" else which), ui)


def filled(rows, **decisions):
    """Rows with cells written into them: ``{"难民署": {"decision": "accept"}}``."""
    return [{**row, **decisions.get(str(row["zh"]), {})} for row in rows]


def bring(path, file, **options):
    rows = read_sheet(file)
    with Store.open(path, who="Li Wen") as store:
        return bring_back(store, rows, **options)


def fill(path, file, decisions, ui="en"):
    write_sheet(filled(sheet_rows(path, ui), **decisions), file, ui)
    return file


def test_a_sheet_with_an_open_quotation_mark_is_refused(path, tmp_path):
    file = tmp_path / "r.csv"
    file.write_bytes(b'id,decision,note\nk1,accept,"open\nk2,reject,\n')
    with pytest.raises(InputError, match=r"r\.csv:2: a quotation mark is never closed"):
        read_sheet(file)


@pytest.mark.parametrize("content", [b"", b" \r\n\n"])
def test_an_empty_sheet_is_named_as_that(path, tmp_path, content):
    (tmp_path / "r.csv").write_bytes(content)
    result = run("import", path, tmp_path / "r.csv")
    assert result.code == 2
    assert "r.csv: file is empty; give a filled-in sheet" in result.err


# ---- what the two ways share


def test_the_best_score_comes_first_then_the_probability(tmp_path):
    weak = replace(drafted("d1", "弱", "weak", probability=0.9), score=0.2)
    likely, sure = (replace(drafted(id, id, id, probability=p), score=0.7) for id, p in (("b", 0.7), ("c", 0.8)))
    path = tmp_path / "terms.db"
    with Store.open(path, create=True) as store:
        store.propose(Termbase.of([weak, likely, sure]))
    assert [row["zh"] for row in sheet_rows(path)] == ["c", "b", "弱"]
    listed = TestClient(build_app(path, "t", "en", "")).get("/t/api/candidates", headers={"host": "127.0.0.1"}).json()
    assert [row["zh"] for row in listed["candidates"]] == ["c", "b", "弱"]


def test_a_field_that_is_too_long_is_named_as_the_sheet_names_it(path, tmp_path):
    file = fill(path, tmp_path / "r.csv", {"缓冲区": {"decision": "accept", "zh_term": "长" * 500}})
    assert "the Chinese term has 500 characters" in bring(path, file).conflicts[0].reason


def test_a_merge_into_a_row_that_is_refused_names_that_row(path, tmp_path):
    with Store.open(path) as store:
        id = by_zh(store, "缓冲区").id
    wrong = {"decision": "accept", "zh_term": "长" * 500}
    file = fill(path, tmp_path / "r.csv", {"缓冲区": wrong, "缓冲地区": {"decision": "merge", "into": id}})
    refused, merged = sorted(bring(path, file).conflicts, key=lambda conflict: "Chinese" not in conflict.reason)
    assert merged.reason == f"it leads to {id}, which is left alone itself (row {refused.row}): mend that row first"
    rows = filled(sheet_rows(path), 缓冲区={"decision": "accept"}, 缓冲地区={"decision": "merge", "into": id})
    again = next({**row, "decision": "accept", "note": "x"} for row in rows if row["id"] == id)
    write_sheet([*rows, again], file, "en")
    assert [c.reason.split(", ")[0] for c in bring(path, file).conflicts if c.id != id] == [f"it leads to {id}"]


def test_words_are_there_in_both_languages():
    assert PAGE["en"].keys() == PAGE["zh"].keys()
    assert {v for v, _ in LEGEND["en"]} == {v for v, _ in LEGEND["zh"]}
    assert len(INSTRUCTIONS["en"]) == len(INSTRUCTIONS["zh"])
    for kind, words in WORDS.items():
        for value, (en, zh) in words.items():
            assert meaning(kind, en.upper()) == meaning(kind, f" {zh} ") == value
    for column in COLUMNS:
        assert column_of(column.en) == column_of(column.zh) == column_of(column.key) == column.key


def test_terms_are_marked_in_both_languages():
    (passage,) = passages(DRAFT.concepts["d2"])
    assert ("停火监测机制", True) in passage.zh
    assert ("ceasefire monitoring mechanism", True) in passage.en
    assert passage.symbol == "A/99/412"


@given(st.text(max_size=80), st.text(min_size=1, max_size=8), st.sampled_from(["zh", "en"]))
def test_pieces_are_the_text(text, term, language):
    assert "".join(t for t, _ in Marker(Concept("c", (Term(term, language),))).pieces(text, language)) == text


def test_a_long_context_is_cut_around_the_term():
    text = "先" * 400 + "难民署" + "后" * 400
    pieces = Marker(DRAFT.concepts["d1"]).pieces(text, "zh", 70)
    assert plain(pieces) == f"…{'先' * 70}难民署{'后' * 70}…"


def test_a_variant_can_become_the_term_and_be_left_out():
    draft = DRAFT.concepts["d1"]
    led = revise(draft, Ruling({"zh_term": "联合国难民署"}))
    assert [(t.text, t.status) for t in led.of("zh")] == [("联合国难民署", "preferred"), ("难民署", "admitted")]
    assert led.of("zh")[0].frequency == 1
    bare = revise(draft, Ruling({}, {("zh", "联合国难民署"): LEFT_OUT}))
    assert [t.text for t in bare.of("zh")] == ["难民署"]
    assert revise(draft, Ruling(fields_of(draft))) == replace(draft, terms=(*draft.of("zh"), *draft.of("en")))


@pytest.mark.parametrize("fields", [{"zh_term": " "}, {"status": "good"}, {"pos": "thing"}, {"en_term": "x" * 500}])
def test_a_field_that_cannot_be_is_refused(fields):
    with pytest.raises(InputError):
        revise(DRAFT.concepts["d1"], Ruling(fields))


def test_similar_concepts_follow_changes():
    index = Similar([KNOWN])
    assert index.of(DRAFT.concepts["d4"]) == [KNOWN]
    index.drop("k1")
    assert index.of(DRAFT.concepts["d4"]) == []


# ---- the sheet


@given(st.text(max_size=30))
def test_guarded_cells_come_back(text):
    safe = guarded(text)
    assert unguarded(safe) == text
    assert safe[:1] not in tuple("=+-@\t\r")


TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).filter(lambda t: t.strip())


@given(TEXT, TEXT, TEXT, st.sampled_from(["xlsx", "csv"]))
@settings(max_examples=40, deadline=None)
def test_any_text_comes_back_unedited(zh, en, note, suffix):
    draft = replace(drafted("x", zh, en, variants=(note,)), note=note, definition=note * 3)
    store = SimpleNamespace(concepts=lambda: [], get=lambda id: None, version=lambda id: 0)
    rows = rows_of(store, [Candidate("k1", 1, draft)], "en")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"r.{suffix}"
        write_sheet(rows, file)
        (row,) = read_sheet(file)
    assert edits(draft, {**row.cells, "status": "preferred", "pos": "noun"}) == {}
    assert row.cells["id"] == "k1"


def test_a_text_longer_than_a_cell_is_no_edit(path, tmp_path):
    with Store.open(path) as store:
        store.propose(Termbase.of([replace(drafted("long", "长", "long"), definition="定义。" * 20_000)]))
    outcome = bring(path, fill(path, tmp_path / "r.xlsx", {"长": {"decision": "accept"}}))
    assert not outcome.conflicts
    with Store.open(path) as store:
        assert len(next(c for c in store.concepts() if c.preferred("en") == "long").definition) == 60_000


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
@pytest.mark.parametrize("ui", ["en", "zh"])
def test_a_sheet_as_exported_changes_nothing(path, tmp_path, suffix, ui):
    file = fill(path, tmp_path / f"review.{suffix}", {}, ui)
    outcome = bring(path, file)
    assert (outcome.steps, outcome.conflicts, outcome.unchanged) == ((), (), len(DRAFT))


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
@pytest.mark.parametrize("ui", ["en", "zh"])
def test_decisions_come_back_and_only_once(path, tmp_path, suffix, ui):
    words = {value: pair[ui == "zh"] for value, pair in WORDS["decision"].items()}
    decisions = {
        "难民署": {"decision": words["accepted"], "zh_term": "难民事务高级专员办事处", "subject": "refugees"},
        "停火监测机制": {"decision": words["rejected"], "why": "两词不对应"},
        "缓冲区": {"decision": words["accepted"]},
        "缓冲地区": {"decision": words["merged"], "into": "k1  缓冲地带 / buffer strip"},
        "=1+1": {"decision": words["accepted"], "note": "=HYPERLINK(1)"},
    }
    file = fill(path, tmp_path / f"review.{suffix}", decisions, ui)
    dry = bring(path, file, dry_run=True)
    assert len(dry.steps) == 5
    assert not dry.applied
    with Store.open(path) as store:
        assert len(store.candidates("open")) == len(DRAFT)
    outcome = bring(path, file)
    assert [replace(s, edited=None) for s in outcome.steps] == [replace(s, edited=None) for s in dry.steps]
    assert outcome.applied
    assert not outcome.conflicts
    with Store.open(path) as store:
        assert by_zh_decision(store) == {"accepted": 3, "rejected": 1, "merged": 1, "open": 3}
        kept = next(c for c in store.concepts() if c.preferred("en") == "UNHCR")
        assert (kept.preferred("zh"), kept.subject) == ("难民事务高级专员办事处", "refugees")
        assert "buffer area" in {t.text for t in store.get("k1").terms}
        formula = next(c for c in store.concepts() if c.preferred("zh") == "=1+1")
        assert (formula.preferred("en"), formula.note) == ("@SUM(A1)", "=HYPERLINK(1)")
        rejected = next(c for c in store.candidates("rejected"))
        assert (rejected.who, rejected.why) == ("Li Wen", "两词不对应")
        before = store.history(limit=1)[0].number
    again = bring(path, file)
    assert (again.steps, again.conflicts) == ((), ())
    with Store.open(path) as store:
        assert store.history(limit=1)[0].number == before


def by_zh_decision(store):
    counts = dict.fromkeys(("accepted", "rejected", "merged", "open"), 0)
    for candidate in store.candidates(None):
        counts[candidate.decision] += 1
    return counts


def test_all_decisions_of_a_sheet_are_one_step_back(path, tmp_path):
    file = fill(path, tmp_path / "r.csv", {"难民署": {"decision": "accept"}, "缓冲区": {"decision": "reject"}})
    bring(path, file)
    with Store.open(path) as store:
        store.undo()
        assert by_zh_decision(store)["open"] == len(DRAFT)


def test_conflicts_are_named_with_their_row_and_the_others_go_in(path, tmp_path):
    decisions = {
        "难民署": {"decision": "accept"},
        "停火监测机制": {"decision": "perhaps"},
        "缓冲区": {"decision": "accept", "en_term": ""},
        "缓冲地区": {"decision": "merge", "into": "nowhere"},
        "<script>alert(1)</script>": {"decision": "accept", "status": "fine"},
        "=1+1": {"en_term": "edited, not decided"},
        "-减": {"decision": "accept", "zh": "加"},
    }
    file = fill(path, tmp_path / "r.xlsx", decisions)
    with Store.open(path, who="Other") as store:
        store.decide(by_zh(store, "难民署").id, "rejected", why="mine")
    outcome = bring(path, file)
    reasons = {conflict.row: conflict.reason for conflict in outcome.conflicts}
    places = {str(row["zh"]): number for number, row in enumerate(sheet_order(file), start=2)}
    expected = {
        "难民署": "changed since the export: now rejected by Other",
        "停火监测机制": "'perhaps' is not known",
        "缓冲区": "English term is empty",
        "缓冲地区": "no such concept",
        "<script>alert(1)</script>": "'fine' is not known",
        "=1+1": "no decision",
        "加": "write corrections into Chinese term",
    }
    assert len(reasons) == len(expected)
    for zh, text in expected.items():
        assert text in reasons[places[zh]], zh
    assert not outcome.steps


def sheet_order(file):
    return [row.cells for row in read_sheet(file)]


def test_all_or_nothing(path, tmp_path):
    decisions = {"难民署": {"decision": "accept"}, "缓冲区": {"decision": "eh"}}
    file = fill(path, tmp_path / "r.csv", decisions)
    assert not bring(path, file, all_or_nothing=True).applied
    with Store.open(path) as store:
        assert by_zh_decision(store)["open"] == len(DRAFT)
    assert bring(path, file).applied


def test_merges_between_rows(path, tmp_path):
    with Store.open(path) as store:
        id = {c.draft.preferred("zh"): c.id for c in store.candidates()}
    decisions = {
        "缓冲区": {"decision": "accept"},
        "缓冲地区": {"decision": "merge", "into": id["缓冲区"]},
        "难民署": {"decision": "merge", "into": id["停火监测机制"]},
        "停火监测机制": {"decision": "merge", "into": id["难民署"]},
        "=1+1": {"decision": "merge", "into": id["=1+1"]},
        "-减": {"decision": "merge", "into": id["难民署"]},
        "{{7*7}}": {"decision": "merge", "into": "BUFFER STRIP"},
    }
    outcome = bring(path, fill(path, tmp_path / "r.xlsx", decisions))
    assert [s.decision for s in outcome.steps].count("merged") == 2
    assert sorted(c.reason.split(" ")[0] for c in outcome.conflicts) == sorted(
        [id["难民署"], id["停火监测机制"], "merged", id["难民署"]]
    )
    with Store.open(path) as store:
        assert "buffer area" in {t.text for c in store.concepts() for t in c.terms if c.preferred("zh") == "缓冲区"}


def test_a_decided_candidate_is_opened_again_by_later(path, tmp_path):
    with Store.open(path) as store:
        store.decide(by_zh(store, "难民署").id, "rejected")
    file = tmp_path / "r.csv"
    write_sheet(filled(sheet_rows(path, which="all"), 难民署={"decision": "later"}), file)
    assert [s.decision for s in bring(path, file).steps] == ["open"]
    assert not bring(path, file).steps


def as_csv(file, encoding="utf-8", delimiter=",", order=None, extra=False, head=()):
    """The sheet as another program would save it."""
    lines = list(csv.reader(io.StringIO(file.read_bytes().decode("utf-8-sig"), newline="")))
    if order:
        lines = [[line[k] for k in order] for line in lines]
    if extra:
        lines = [[f"own {n}", *line] for n, line in enumerate(lines)]
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows([*head, *lines])
    target = file.with_name("other.csv")
    target.write_bytes(out.getvalue().encode(encoding))
    return target


@pytest.mark.parametrize(
    "shape",
    [
        {"encoding": "gb18030"},
        {"encoding": "gb18030", "delimiter": ";"},
        {"delimiter": ";"},
        {"delimiter": "\t", "encoding": "utf-16"},
        {"order": list(range(len(COLUMNS)))[::-1]},
        {"extra": True, "head": [["Our review, autumn"], []]},
        {"head": [["sep=,"]]},
    ],
)
def test_csv_as_others_save_it(path, tmp_path, shape):
    decisions = {"难民署": {"decision": "采纳", "note": "一；二, “三”\n四"}}
    file = as_csv(fill(path, tmp_path / "r.csv", decisions, "zh"), **shape)
    outcome = bring(path, file)
    assert [s.decision for s in outcome.steps] == ["accepted"]
    assert not outcome.conflicts
    with Store.open(path) as store:
        assert next(c for c in store.concepts() if c.preferred("en") == "UNHCR").note == "一；二, “三”\n四"


def test_deleted_and_doubled_rows(path, tmp_path):
    rows = filled(sheet_rows(path), 难民署={"decision": "accept"}, 缓冲区={"decision": "accept"})
    one, two = (next(row for row in rows if row["zh"] == zh) for zh in ("难民署", "缓冲区"))
    write_sheet([one, one, two, {**two, "decision": "reject"}], tmp_path / "r.xlsx")
    outcome = bring(path, tmp_path / "r.xlsx")
    assert [s.zh for s in outcome.steps] == ["难民署"]
    assert [(c.row, c.reason) for c in outcome.conflicts] == [(n, "rows 4, 5 contradict each other") for n in (4, 5)]


def soffice():
    return os.environ.get("DUIZHAO_SOFFICE") or shutil.which("soffice")


@pytest.mark.slow("LibreOffice converts")
def test_xlsx_as_libreoffice_saves_it(path, tmp_path):
    program = soffice()
    if not program:
        pytest.skip("LibreOffice is not installed")
    decisions = {"难民署": {"decision": "采纳", "note": "第一行\n第二行"}, "=1+1": {"decision": "采纳"}}
    file = fill(path, tmp_path / "r.xlsx", decisions, "zh")
    (tmp_path / "out").mkdir()
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "out"), str(file)]
    subprocess.run(command, capture_output=True, check=False, timeout=90)
    saved = tmp_path / "out" / "r.xlsx"
    if not saved.exists():
        pytest.skip("this LibreOffice has no Calc")
    assert [row.cells for row in read_sheet(saved)] == [row.cells for row in read_sheet(file)]
    assert [s.zh for s in bring(path, saved).steps] == ["难民署", "=1+1"]


def test_the_workbook_has_its_drop_downs_colours_and_frozen_panes(path, tmp_path):
    file = fill(path, tmp_path / "r.xlsx", {}, "zh")
    with zipfile.ZipFile(file) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        strings = parts.read("xl/sharedStrings.xml").decode()
    assert "采纳,不采纳,合并,待定" in sheet
    assert "<f>" not in sheet.replace("<formula", "")
    assert all(
        tag in sheet for tag in ("<pane ", "<autoFilter ", "<colorScale>", 'hidden="1"', "<conditionalFormatting")
    )
    assert '<color rgb="FFB3261E"/>' in strings
    assert "=HYPERLINK" not in sheet


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("r.xlsx", b"PK\x03\x04 not a workbook"),
        ("r.csv", b"a,b\n1,2\n"),
        ("r.csv", b""),
        ("r.csv", b"\xff\xfea"),
        ("r.csv", bytes(range(128, 256)) * 3),
    ],
)
def test_files_that_are_no_sheets_are_refused_in_one_line(path, tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError) as raised:
        read_sheet(tmp_path / name)
    assert "\n" not in str(raised.value)


# ---- the command line


def run(*arguments):
    return call("glossary", "review", *arguments)


def test_the_commands(path, tmp_path):
    sheet = tmp_path / "r.csv"
    done = run("export", path, "-o", sheet, "--limit", 3)
    assert done.code == 0, done.err
    assert len(read_sheet(sheet)) == 3
    fill(path, sheet, {"难民署": {"decision": "accept"}, "缓冲区": {"decision": "what"}})
    dry = run("import", path, sheet, "--dry-run", "--format", "json")
    assert dry.code == 1
    answer = json.loads(dry.out)
    assert (answer["applied"], len(answer["changes"]), len(answer["conflicts"])) == (False, 1, 1)
    done = run("import", path, sheet, "--who", "Li Wen")
    assert done.code == 1
    assert "accepted\t难民署 / UNHCR" in done.out
    assert "CONFLICT" in done.out
    assert run("export", path, "-o", tmp_path / "r.docx").code != 0


# ---- over HTTP

TOKEN = "secret-token"
BASE = "http://127.0.0.1:8000"


@pytest.fixture
def client(path):
    return TestClient(build_app(path, TOKEN, "en", "Li Wen"), base_url=BASE)


def post(client, what, body, **headers):
    return client.post(f"/{TOKEN}/api/{what}", json=body, headers={"Origin": BASE, **headers})


def rows_over_http(client):
    """The list, each row with the version that its detail carries."""
    rows = client.get(f"/{TOKEN}/api/candidates").json()["candidates"]
    details = {row["id"]: client.get(f"/{TOKEN}/api/candidate", params={"id": row["id"]}).json() for row in rows}
    return {row["zh"]: {**row, "version": details[row["id"]]["version"]} for row in rows}


def test_only_the_page_itself_may_speak(client):
    row = rows_over_http(client)["难民署"]
    body = {"id": row["id"], "version": row["version"], "decision": "accepted"}
    assert client.get("/").status_code == 404
    assert client.get("/wrong/").status_code == 404
    assert client.get(f"/{TOKEN}x/api/candidates").status_code == 404
    assert client.get(f"/{TOKEN}/", headers={"Host": "evil.example:8000"}).status_code == 421
    assert client.post(f"/{TOKEN}/api/decide", json=body).status_code == 403
    assert post(client, "decide", body, Origin="http://evil.example").status_code == 403
    assert post(client, "decide", body, **{"Sec-Fetch-Site": "cross-site"}).status_code == 403
    plain_text = client.post(f"/{TOKEN}/api/decide", content=json.dumps(body), headers={"Origin": BASE})
    assert plain_text.status_code == 415
    assert client.get(f"/{TOKEN}/api/decide").status_code == 405
    assert post(client, "decide", {"why": "x" * 300_000}).status_code == 413
    assert rows_over_http(client)["难民署"]["decision"] == "open"
    page = client.get(f"/{TOKEN}/")
    assert page.status_code == 200
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert page.headers["cache-control"] == "no-store"
    assert client.get(f"/{TOKEN}/static/../server.py").status_code == 404


def test_decide_and_undo_over_http(client, path):
    row = rows_over_http(client)["难民署"]
    body = {"id": row["id"], "version": row["version"], "decision": "accepted", "fields": {"zh_term": "难民机构"}}
    assert post(client, "decide", body).json()["decision"] == "accepted"
    with Store.open(path) as store:
        assert {c.preferred("zh") for c in store.concepts()} == {"缓冲地带", "难民机构"}
    late = post(client, "decide", {**body, "decision": "rejected"})
    assert late.status_code == 409
    assert late.json()["candidate"]["decision"] == "accepted"
    assert late.json()["candidate"]["fields"]["zh_term"] == "难民机构"
    assert post(client, "undo", {}).json()["candidates"][0]["decision"] == "open"
    assert post(client, "undo", {}).json()["candidates"] == []
    with Store.open(path) as store:
        assert {c.preferred("zh") for c in store.concepts()} == {"缓冲地带"}


def test_merge_and_similar_over_http(client, path):
    row = rows_over_http(client)["缓冲地区"]
    near = client.get(f"/{TOKEN}/api/similar", params={"id": row["id"]}).json()["concepts"]
    assert [c["id"] for c in near] == ["k1"]
    found = client.get(f"/{TOKEN}/api/concepts", params={"q": "STRIP"}).json()["concepts"]
    assert [c["zh"] for c in found] == ["缓冲地带"]
    body = {"id": row["id"], "version": row["version"], "decision": "merged", "into": "k1"}
    assert post(client, "decide", body).status_code == 200
    detail = client.get(f"/{TOKEN}/api/candidate", params={"id": row["id"]}).json()
    assert (detail["decision"], detail["who"]) == ("merged", "Li Wen")
    assert "k1" in detail["into_name"]


@pytest.mark.parametrize(
    "body",
    [
        [],
        {},
        {"decision": "accepted"},
        {"decision": "burn", "version": 1},
        {"decision": "merged", "version": "1", "into": ""},
        {"decision": "accepted", "fields": {"zh_term": "  "}},
        {"decision": "accepted", "fields": {"status": "best"}},
        {"decision": "accepted", "variants": [{"language": "zh", "text": "联合国难民署", "status": "best"}]},
        {"decision": "merged", "into": "nowhere"},
    ],
)
def test_requests_that_make_no_sense_change_nothing(client, body):
    row = rows_over_http(client)["难民署"]
    if isinstance(body, dict) and body:
        body = {"id": row["id"], "version": row["version"], **body}
        if body["decision"] == "accepted" and len(body) == 3:
            del body["version"]
    assert post(client, "decide", body).status_code in (400, 404, 409, 422)
    assert rows_over_http(client)["难民署"] == row


def test_a_candidate_that_is_not_there(client):
    assert client.get(f"/{TOKEN}/api/candidate", params={"id": "\ud800".encode("utf-8", "replace")}).status_code == 404
    assert post(client, "decide", {"id": "x", "version": "1", "decision": "accepted"}).status_code == 404


def test_the_store_says_who_was_quicker(path):
    with Store.open(path) as store:
        candidate = by_zh(store, "难民署")
        store.decide(candidate.id, "accepted", expect=candidate.version)
        with pytest.raises(ConflictError):
            store.decide(candidate.id, "rejected", expect=candidate.version)


def test_the_commands_of_the_docs_work(path, tmp_path, monkeypatch):
    text = (ROOT / "docs" / "review.md").read_text("utf-8")
    monkeypatch.chdir(tmp_path)
    lines = re.findall(r"^duizhao glossary review ((?:export|import) [^#\n]+)", text, re.M)
    assert len(lines) >= 5
    for line in lines:
        done = run(*shlex.split(line))
        assert done.code == 0, (line, done)
    for names, _what in KEYS:
        assert all(f"`{name}`" in text for name in names), names


@pytest.mark.parametrize(
    ("heading", "key"),
    [("概率", "probability"), ("频次", "frequency"), ("异体", "variants"), ("词类", "pos"), ("主题", "subject")],
)
def test_sheets_with_older_headings_come_home(heading, key):
    assert column_of(heading) == key


def test_older_words_of_the_drop_downs_come_home():
    assert (meaning("decision", "以后再说"), meaning("status", "已取代")) == ("open", "superseded")
