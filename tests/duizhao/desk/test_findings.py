"""The room of findings: what is shown, what is decided and stays, who was quicker, what can be taken along."""

import shutil

import pytest
from starlette.testclient import TestClient

from duizhao.desk import Project, build_app
from duizhao.desk.findings.words import FINDINGS, KEYS
from duizhao.job import RunOptions, run_folder
from glossary.project import LEDGER, Decided, Ledger
from glossary.quality import read_back

TOKEN = "t"
BASE = "http://127.0.0.1:8000"
ZH = [
    "大会，",
    "决定将该项目列入第七十六届会议议程；",
    "请秘书长于2021年3月15日前提交报告；",
    "又请秘书长划拨1200万美元；",
    "散会。",
]
EN = [
    "The General Assembly,",
    "Decides to include the item in the agenda of its seventy-fifth session;",
    "Requests the Secretary-General to submit a report by 25 March 2021;",
    "Also requests the Secretary-General to allocate $21 million;",
    "The meeting rose.",
]


def write(folder, zh=ZH, en=EN, symbol="A_75_1"):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{symbol}.zh.txt").write_text("\n".join(zh) + "\n", "utf-8")
    (folder / f"{symbol}.en.txt").write_text("\n".join(en) + "\n", "utf-8")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A project that was run once."""
    folder = tmp_path_factory.mktemp("desk")
    write(folder / "documents")
    run_folder(folder / "documents", folder / "out", RunOptions())
    return folder


@pytest.fixture
def project(made, tmp_path):
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return Project(tmp_path / "documents", tmp_path / "out", RunOptions(who="Li Wen"))


@pytest.fixture
def client(project):
    return TestClient(build_app(project, TOKEN), base_url=BASE)


def get(client, path, **values):
    return client.get(f"/{TOKEN}/findings/{path}", params=values)


def post(client, path, **body):
    return client.post(f"/{TOKEN}/findings/{path}", json=body, headers={"Origin": BASE})


def rows(client, **values):
    return get(client, "api/rows", **values).json()


def decide(client, row, **what):
    return post(client, "api/decide", id=row["id"], version=row["version"], **what)


def held(project):
    with Ledger.open(project.out / LEDGER) as ledger:
        return {id: event.after.says for id, event in ledger.held("finding").items()}


def test_words_and_keys_in_both_languages():
    assert FINDINGS["en"].keys() == FINDINGS["zh"].keys()
    assert {key for _, key in KEYS} <= FINDINGS["en"].keys()


def test_a_finding_with_its_place_and_its_neighbours(client):
    found = rows(client)
    assert found["total"] == found["left"] == found["counts"]["open"] >= 3
    one = found["rows"][0]
    assert (one["symbol"], one["position"], one["paragraph"], one["decision"]) == ("A/75/1", 2, 2, "open")
    assert one["before"] == {"zh": ZH[0], "en": EN[0]}
    assert one["after"] == {"zh": ZH[2], "en": EN[2]}
    assert "".join(text for text, _ in one["zh"]) == ZH[1]
    assert any(marked for _, marked in one["zh"])
    chinese = rows(client, ui="zh")["rows"][0]
    assert chinese["name"] != one["name"]
    assert chinese["labels"] == ["中文", "英文"]
    assert all(code["advice"] for code in found["codes"])


def test_filters_orders_and_windows(client):
    found = rows(client)
    codes = [row["code"] for row in found["rows"]]
    only = rows(client, code=codes[0])["rows"]
    assert {row["code"] for row in only} == {codes[0]}
    assert rows(client, document="A/75/2")["found"] == 0
    assert {row["position"] for row in rows(client, find="$21 MILLION")["rows"]} == {4}
    assert rows(client, severity="note")["found"] == sum(row["severity"] == "note" for row in found["rows"])
    assert [row["code"] for row in rows(client, order="importance")["rows"]] == sorted(codes)
    first, second = rows(client, count=1), rows(client, count=1, **{"from": 1})
    assert [first["rows"][0]["k"], second["rows"][0]["k"]] == [row["k"] for row in found["rows"][:2]]


def test_a_decision_is_in_the_ledger_at_once_and_can_be_taken_back(client, project):
    row = rows(client)["rows"][0]
    answer = decide(client, row, decision="accepted").json()
    assert answer["row"]["decision"] == "accepted"
    assert (answer["row"]["who"], answer["left"]) == ("Li Wen", rows(client)["total"] - 1)
    assert held(project) == {row["id"]: ("accepted", "")}
    commented = decide(client, answer["row"], comment="both are right").json()["row"]
    assert (commented["decision"], commented["comment"]) == ("accepted", "both are right")
    assert rows(client, decision="accepted", find="BOTH are")["found"] == 1
    assert post(client, "api/undo").json()["undone"] == 1
    assert held(project) == {row["id"]: ("accepted", "")}
    reopened = decide(client, rows(client, decision="accepted")["rows"][0], decision="open").json()["row"]
    assert reopened["decision"] == "open"
    assert held(project) == {}
    for _ in range(2):
        post(client, "api/undo")
    assert post(client, "api/undo").json()["undone"] == 0


def test_an_undo_here_leaves_links_alone(client, project):
    decide(client, rows(client)["rows"][0], decision="fixed")
    with project.ledger() as ledger:
        ledger.decide("link", {"k": Decided("confirmed", zh=("一",), en=("one",))})
    assert post(client, "api/undo").json()["undone"] == 1
    with project.ledger() as ledger:
        assert list(ledger.held("link")) == ["k"]
        assert ledger.held("finding") == {}


def test_who_comes_second_sees_what_the_first_decided(client, project):
    row = rows(client)["rows"][0]
    decide(client, row, decision="fixed")
    late = decide(client, row, decision="accepted")
    assert late.status_code == 409
    assert late.json()["row"]["decision"] == "fixed"
    assert held(project) == {row["id"]: ("fixed", "")}
    again = decide(client, late.json()["row"], decision="accepted")
    assert again.status_code == 200
    assert decide(client, {"id": "0" * 12, "version": 0}, decision="fixed").status_code == 404
    assert decide(client, again.json()["row"], decision="perhaps").status_code == 422


def test_all_shown_and_a_kind_are_decided_in_one_go(client, project):
    found = rows(client)
    other = found["rows"][-1]
    decide(client, other, decision="discuss")
    now = rows(client, decision="open")
    many = {
        "filters": {"decision": "open"},
        "decision": "accepted",
        "comment": "seen",
        "number": now["number"],
        "report": now["version"],
    }
    answer = post(client, "api/decide_many", **many).json()
    assert answer["decided"] == now["to_decide"]
    said = held(project)
    assert said.pop(other["id"]) == ("discuss", "")
    assert set(said.values()) == {("accepted", "seen")}
    assert post(client, "api/undo").json()["undone"] == answer["decided"]
    code = found["rows"][0]["code"]
    fresh = rows(client)
    kind = {"filters": {}, "code": code, "decision": "fixed", "number": fresh["number"], "report": fresh["version"]}
    assert post(client, "api/decide_many", **kind).json()["decided"] == len(
        {r["id"] for r in found["rows"] if r["code"] == code}
    )
    decide(client, rows(client, decision="fixed")["rows"][0], decision="open")
    late = post(client, "api/decide_many", **kind | {"filters": {"decision": "open"}, "code": ""})
    assert late.status_code == 409
    assert late.json()["rows"]
    assert post(client, "api/decide_many", **kind | {"report": "another"}).status_code == 409


def test_decisions_hold_in_the_next_run_and_for_the_texts_alone_that_they_are_about(client, project):
    by_position = {row["position"]: row for row in rows(client)["rows"]}
    decide(client, by_position[2], decision="accepted", comment="as agreed")
    decide(client, by_position[4], decision="accepted")
    write(project.folder, zh=["新增一段。", *ZH], en=["A new paragraph.", *EN[:3], EN[3].replace("$21", "$22"), EN[4]])
    run_folder(project.folder, project.out, project.run_options())
    now = {row["position"]: row for row in rows(client)["rows"]}
    assert (now[3]["decision"], now[3]["comment"], now[3]["who"]) == ("accepted", "as agreed", "Li Wen")
    assert now[5]["decision"] == "open"
    reopened = decide(client, now[3], decision="open").json()["row"]
    assert reopened["decision"] == "open"


def test_what_a_waiver_file_accepts_can_be_opened_again(client, project):
    row = rows(client)["rows"][0]
    (project.folder / "duizhao-waivers.txt").write_text(f"{row['id']}\t-\t-\tWang\t2026-11-01\ta quotation\n", "utf-8")
    run_folder(project.folder, project.out, project.run_options())
    (found,) = rows(client, decision="accepted")["rows"]
    assert (found["id"], found["comment"], found["who"], found["in_waivers"]) == (
        row["id"],
        "a quotation",
        "Wang",
        True,
    )
    decide(client, found, decision="open", comment="")
    assert rows(client, decision="accepted")["found"] == 0
    run_folder(project.folder, project.out, project.run_options())
    assert rows(client, decision="accepted")["found"] == 0


def test_files_to_take_along_say_what_holds_now(client, project, tmp_path):
    first, second = rows(client)["rows"][:2]
    decide(client, first, decision="accepted", comment="a quotation")
    decide(client, second, decision="fixed")
    waivers = get(client, "export/waivers")
    assert waivers.headers["content-disposition"].endswith("duizhao-waivers.txt")
    lines = [line for line in waivers.text.splitlines() if not line.startswith("#")]
    assert [(line.split("\t")[0], line.split("\t")[-1]) for line in lines] == [(first["id"], "a quotation")]
    path = tmp_path / "sheet.xlsx"
    path.write_bytes(get(client, "export/xlsx").content)
    judged = read_back(path).judged
    assert (judged[first["id"]].decision, judged[first["id"]].comment) == ("accepted", "a quotation")
    assert judged[second["id"]].decision == "fixed"
    assert get(client, "api/word").json() == {"files": []}
    refused = get(client, "export/docx", document="A/75/1", side="en")
    assert refused.status_code == 422
    assert "is not a Word file" in refused.json()["error"]
    printed = get(client, "print", decision="open").text
    assert first["id"] not in printed
    assert printed.count("<tr>") == rows(client, decision="open")["found"] + 1


def test_comments_go_into_the_word_file_of_a_version(tmp_path):
    import docx

    folder = tmp_path / "documents"
    write(folder)
    (folder / "A_75_1.en.txt").unlink()
    document = docx.Document()
    for line in EN:
        document.add_paragraph(line)
    document.save(folder / "A_75_1.en.docx")
    run_folder(folder, tmp_path / "out", RunOptions())
    client = TestClient(build_app(Project(folder, tmp_path / "out"), TOKEN), base_url=BASE)
    assert get(client, "api/word").json()["files"] == [{"symbol": "A/75/1", "side": "en", "file": "A_75_1.en.docx"}]
    found = rows(client)
    decide(client, found["rows"][0], decision="accepted")
    answer = get(client, "export/docx", document="A/75/1", side="en")
    assert answer.status_code == 200, answer.text
    path = tmp_path / "commented.docx"
    path.write_bytes(answer.content)
    comments = [comment.text for comment in docx.Document(path).comments]
    assert len(comments) == int(answer.headers["x-placed"]) >= found["total"] - 1
    assert any(text.startswith(f"{found['rows'][1]['code']} ") for text in comments)
    assert [p.text for p in docx.Document(path).paragraphs] == EN


def test_before_the_first_run_and_with_a_damaged_report(tmp_path, client, project):
    new = TestClient(build_app(Project(tmp_path / "new", tmp_path / "new-out"), TOKEN), base_url=BASE)
    assert rows(new)["total"] == 0
    (project.out / "report.json").write_text("{", "utf-8")
    answer = get(client, "api/rows")
    assert answer.status_code == 422
    assert "report.json: cannot be read; run it again" in answer.json()["error"]
