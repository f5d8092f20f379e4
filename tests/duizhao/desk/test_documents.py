"""The desk: who may speak to it, what comes in and is kept, a run that is watched and cancelled, what can be taken along."""

import json
import threading

import pytest
from starlette.testclient import TestClient

from corpora.errors import InputError
from duizhao.desk import Project, build_app, find_project
from duizhao.desk.documents_words import DOCUMENTS
from duizhao.desk.words import FRAME, ROOMS
from duizhao.job import RunOptions

TOKEN = "t"
BASE = "http://127.0.0.1:8000"
ZH = "会议于上午开始。\n秘书长提交了报告。\n会员国通过了决议。\n"
EN = "The meeting began in the morning.\nThe Secretary-General submitted a report.\nMember States adopted the resolution.\n"
OCTETS = {"Origin": BASE, "Content-Type": "application/octet-stream"}


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path / "documents", tmp_path / "out", RunOptions(who="Li Wen"))


@pytest.fixture
def client(project):
    return TestClient(build_app(project, TOKEN), base_url=BASE)


def add(client, name, text):
    return client.post(f"/{TOKEN}/documents/api/add", params={"name": name}, content=text.encode(), headers=OCTETS)


def post(client, path, body=None):
    return client.post(f"/{TOKEN}/{path}", json=body or {}, headers={"Origin": BASE})


def get(client, path, **values):
    return client.get(f"/{TOKEN}/{path}", params=values)


def table(client):
    return get(client, "documents/api/table").json()


def test_every_room_opens_in_both_languages_and_the_choice_stays(client):
    for room in ROOMS:
        assert f'aria-current="page">{FRAME["en"][room]}<' in get(client, f"{room}/").text
        chinese = get(client, f"{room}/", ui="zh")
        assert 'lang="zh-Hans"' in chinese.text
        assert f"path=/{TOKEN}/" in chinese.headers["set-cookie"].lower()
        assert f">{FRAME['zh'][room]}<" in get(client, f"{room}/").text  # the cookie
        client.cookies.clear()
    assert FRAME["en"].keys() == FRAME["zh"].keys()
    assert DOCUMENTS["en"].keys() == DOCUMENTS["zh"].keys()
    first = client.get(f"/{TOKEN}/", follow_redirects=False)
    assert (first.status_code, first.headers["location"]) == (303, f"/{TOKEN}/documents/")


def test_nobody_else_gets_in(client):
    assert client.get("/documents/").status_code == 404
    assert client.get(f"/{TOKEN}/documents/", headers={"Host": "evil.example"}).status_code == 421
    foreign = {"Origin": "http://evil.example", "Content-Type": "application/octet-stream"}
    path = f"/{TOKEN}/documents/api/add?name=a.txt"
    assert client.post(path, content=b"x", headers=foreign).status_code == 403
    assert client.post(path, json={}, headers={"Origin": BASE}).status_code == 415
    assert client.post(f"/{TOKEN}/documents/api/run", content=b"{}", headers=OCTETS).status_code == 415
    assert client.post(path, content=b"x", headers=OCTETS | {"Content-Length": "512000001"}).status_code == 413
    large = client.post(f"/{TOKEN}/documents/api/run", content=b" " * 300_000, headers={"Origin": BASE, "Content-Type": "application/json"})  # fmt: skip
    assert large.status_code == 413


@pytest.mark.parametrize(
    "name", ["", "../a.txt", "a/../../b.txt", "/", ".hidden", "zh/.x", "duizhao.toml", "a" * 200, "1/2/3/4/5/6/7.txt"]
)
def test_a_name_that_leads_elsewhere_is_refused(client, project, name):
    answer = add(client, name, "x")
    assert answer.status_code == 422
    assert "is no name of a document" in answer.json()["error"]
    assert not project.folder.exists()


def test_outputs_are_no_place_for_documents(tmp_path):
    project = Project(tmp_path, tmp_path / "duizhao")
    client = TestClient(build_app(project, TOKEN), base_url=BASE)
    assert "among the documents" in add(client, "duizhao/run.json", "x").json()["error"]


def test_a_new_version_replaces_the_old_one_which_is_kept(client, project):
    assert add(client, "A_75_1.zh.txt", ZH).json()["stored"] == "new"
    assert add(client, "A_75_1.zh.txt", ZH).json()["stored"] == "same"
    assert add(client, "A_75_1.zh.txt", ZH + "散会。\n").json()["stored"] == "replaced"
    assert add(client, "A_75_1.zh.txt", ZH + "休会。\n").json()["stored"] == "replaced"
    kept = sorted(path.read_text("utf-8") for path in (project.out / "versions").iterdir())
    assert kept == [ZH, ZH + "散会。\n"]
    assert (project.folder / "A_75_1.zh.txt").read_text("utf-8") == ZH + "休会。\n"
    assert [path.name for path in project.folder.iterdir()] == ["A_75_1.zh.txt"]


def test_what_was_recognised_and_what_cannot_be_used(client, project):
    add(client, "A_75_1.zh.txt", ZH)
    assert table(client)["documents"] == []
    (problem,) = table(client)["problems"]
    assert "no English version of A/75/1" in problem["line"]
    assert problem["files"] == ["A_75_1.zh.txt"]
    add(client, "en/A_75_1.txt", EN)
    (document,) = table(client)["documents"]
    assert (document["symbol"], document["done"], document["en"]["file"]) == ("A/75/1", None, "en/A_75_1.txt")
    counted = get(client, "documents/api/count", document="A/75/1").json()
    assert (counted["zh"]["sentences"], counted["en"]["sentences"]) == (3, 3)
    assert get(client, "documents/api/count", document="A/75/2").status_code == 404
    assert post(client, "documents/api/aside", {"file": "en/A_75_1.txt"}).json()["kept"].startswith("versions/A_75_1.2")
    assert table(client)["documents"] == []


def test_a_run_and_what_it_wrote(client, project):
    add(client, "A_75_1.zh.txt", ZH)
    add(client, "A_75_1.en.txt", EN)
    assert post(client, "documents/api/run").status_code == 200
    project.running.wait(60)
    state = get(client, "api/state").json()
    assert (state["run"]["state"], state["behind"]) == ("done", False)
    found = table(client)
    assert found["documents"][0]["done"]["links"] == 3
    names = {one["name"] for one in found["files"]}
    assert {"bitext.tmx", "report.xlsx", "report.html", "termbase.tbx", "bitext.parquet", "run.json"} <= names
    assert not any(name.startswith("duizhao-project") for name in names)
    sheet = get(client, "documents/file/report.xlsx")
    assert sheet.content == (project.out / "report.xlsx").read_bytes()
    assert sheet.headers["content-disposition"].startswith("attachment")
    assert get(client, "documents/file/../documents/A_75_1.zh.txt").status_code == 404
    assert get(client, "documents/file/duizhao-project.db").status_code == 404
    assert find_project(project.out) == (project.folder.resolve(), project.out)
    assert json.loads((project.out / "run.json").read_text("utf-8"))["given"] == ["../documents"]


def test_a_run_is_cancelled_between_two_steps_and_writes_nothing(client, project, monkeypatch):
    add(client, "A_75_1.zh.txt", ZH)
    add(client, "A_75_1.en.txt", EN)
    at_work, go_on = threading.Event(), threading.Event()
    tell = project.running._tell

    def slow(done, total, what):
        at_work.set()
        assert go_on.wait(60)
        tell(done, total, what)

    monkeypatch.setattr(project.running, "_tell", slow)
    post(client, "documents/api/run")
    assert at_work.wait(60)
    assert "at work already" in post(client, "documents/api/run").json()["error"]
    assert "at work" in add(client, "A_75_2.zh.txt", ZH).json()["error"]
    assert post(client, "api/cancel").json()["run"]["state"] == "cancelling"
    go_on.set()
    project.running.wait(60)
    assert get(client, "api/state").json()["run"] == {"state": "cancelled"}
    assert not (project.out / "run.json").exists()


def test_a_run_that_fails_says_why_in_a_line(client, project):
    add(client, "A_75_1.zh.txt", ZH)
    post(client, "documents/api/run")
    project.running.wait(60)
    failed = get(client, "api/state").json()["run"]
    assert failed["state"] == "failed"
    assert "no document in both languages" in failed["error"]
    assert "\n" not in failed["error"]


def test_which_folder_is_which(tmp_path):
    assert find_project(tmp_path / "new") == (tmp_path / "new", tmp_path / "new" / "duizhao")
    assert find_project(tmp_path, tmp_path / "out") == (tmp_path, tmp_path / "out")
    old = tmp_path / "old"
    old.mkdir()
    (old / "run.json").write_text("{}", "utf-8")
    with pytest.raises(InputError, match="does not say where its documents are; name both"):
        find_project(old)
    (old / "run.json").write_text('{"given": ["../gone"]}', "utf-8")
    with pytest.raises(InputError, match="is not there"):
        find_project(old)
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(InputError, match="is a file"):
        find_project(tmp_path / "file")
