"""The room of terms: the pages of review in the frame of the desk, the termbase of the project behind them."""

import json
import re
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from duizhao.desk import Project, build_app
from duizhao.desk.terms_room import WORDS
from duizhao.desk.words import FRAME
from duizhao.job import RunOptions, run_folder
from duizhao.own_terms import TERMS
from glossary.formats import load
from glossary.store import Store
from tests.concepts import concept
from tests.duizhao.desk.test_own_terms import ROWS, write

TOKEN = "t"
BASE = "http://127.0.0.1:8000"
pytestmark = pytest.mark.thorough("a whole run on a small folder")


def opened(project):
    return TestClient(build_app(project, TOKEN), base_url=BASE)


def get(client, path, **values):
    return client.get(f"/{TOKEN}/terms/{path}", params=values)


def post(client, path, **body):
    return client.post(f"/{TOKEN}/terms/{path}", json=body, headers={"Origin": BASE})


@pytest.fixture
def project(tmp_path):
    write(tmp_path / "docs", ROWS)
    return Project(tmp_path / "docs", tmp_path / "out", RunOptions(who="Li Wen"))


def test_before_a_run_the_room_says_where_to_begin(project):
    client = opened(project)
    assert WORDS["en"].keys() == WORDS["zh"].keys()
    assert "There are no terms yet" in get(client, "").text
    assert "尚无术语" in get(client, "", ui="zh").text
    assert not (project.out / TERMS).exists()


def test_candidates_of_a_run_are_decided_in_the_frame_and_taken_along(project, tmp_path):
    run_folder(project.documents, project.out, project.run_options())
    client = opened(project)
    page = get(client, "", ui="zh").text
    assert 'lang="zh-Hans"' in page
    assert 'href="../findings/"' in page
    words = json.loads(re.search(r'id="words">(.*?)</script>', page, re.DOTALL)[1])
    assert words["offline"] == FRAME["zh"]["offline"]
    assert 'aria-current="page">术语<' in page
    assert 'aria-current="page">术语<' in get(client, "concepts").text  # the cookie
    assert get(client, "static/review.js").status_code == get(client, "shared/icon.svg").status_code == 200
    first = get(client, "api/candidates").json()["candidates"][0]
    detail = get(client, "api/candidate", id=first["id"]).json()
    assert detail["contexts"]
    body = {"id": first["id"], "version": detail["version"], "decision": "accepted", "fields": {}, "variants": []}
    assert post(client, "api/decide", **body).status_code == 200
    assert post(client, "api/decide", **body).status_code == 409
    with Store.open(project.out / TERMS) as store:
        assert [change.who for change in store.history(limit=1)] == ["Li Wen"]
    for name in WORDS["en"].keys() & {"terms.tbx", "terms.xlsx", "terms.tmx"}:
        answer = get(client, f"export/{name}")
        assert answer.headers["content-disposition"] == f"attachment; filename={name}"
        (tmp_path / name).write_bytes(answer.content)
        assert [one.preferred("zh") for one in load(tmp_path / name).termbase] == [first["zh"]]
    done = run_folder(project.documents, project.out, project.run_options())
    assert any("1 approved concept" in line for line in done.remembered.said)


def test_a_termbase_that_was_given_is_the_one_of_the_room(project, tmp_path):
    given = tmp_path / "own.db"
    with Store.open(given, create=True) as store:
        store.save(concept("c1", "缓冲区", "buffer zone"))
    options = replace(project.options, check=replace(project.options.check, termbase=given))
    client = opened(Project(project.documents, project.out, options))
    assert ">own.db<" in get(client, "concepts").text
    assert not (project.out / TERMS).exists()
    given.write_bytes(b"no termbase")
    assert "own.db" in get(client, "").text
    assert get(client, "export/terms.tbx").status_code == 422
