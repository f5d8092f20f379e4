"""The room Alignment: what each edit confirms and rejects, that it holds in the next run, and that nobody overwrites another."""

import shutil

import polars as pl
import pytest
from starlette.testclient import TestClient

from corpora.bitext import Bitext, Link
from corpora.document import Document
from corpora.errors import InputError
from duizhao.desk import Project, build_app
from duizhao.desk.alignment.edits import edit_of
from duizhao.desk.alignment.linked import Links
from duizhao.desk.alignment.loading import load_bitext
from duizhao.desk.alignment.words import ALIGNMENT, KEYS
from duizhao.job import RunOptions, run_folder
from glossary.project import Ledger

TOKEN = "t"
BASE = "http://127.0.0.1:8000"
SYMBOL = "A/75/1"
ZH = ["会议于上午十时开始。", "秘书长提交了报告。", "报告分为两个部分。", "会员国通过了决议。", "散会。"]
EN = [
    "The meeting began at ten in the morning.",
    "The Secretary-General submitted a report, which has two parts.",
    "Member States adopted the resolution.",
    "The meeting rose.",
    "A cocktail was served on the terrace.",
]


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """A folder that was run once."""
    folder = tmp_path_factory.mktemp("desk")
    documents = folder / "documents"
    documents.mkdir()
    (documents / "A_75_1.zh").write_text("\n".join(ZH) + "\n", "utf-8")
    (documents / "A_75_1.en").write_text("\n".join(EN) + "\n", "utf-8")
    run_folder(documents, folder / "out", RunOptions())
    return folder


@pytest.fixture
def project(done, tmp_path):
    shutil.copytree(done, tmp_path / "p")
    return Project(tmp_path / "p" / "documents", tmp_path / "p" / "out", RunOptions(who="Li Wen"))


@pytest.fixture
def client(project):
    return TestClient(build_app(project, TOKEN), base_url=BASE)


def rows(client, **values):
    return client.get(f"/{TOKEN}/alignment/api/rows", params={"document": SYMBOL, **values}).json()


def post(client, what, body):
    return client.post(f"/{TOKEN}/alignment/api/{what}", json=body, headers={"Origin": BASE})


def edit(client, shown, **what):
    return post(client, "edit", {"document": SYMBOL, "version": shown["version"], **what})


def links(shown):
    return [([k for k, _ in row["zh"]], [k for k, _ in row["en"]]) for row in shown["rows"]]


def sure(shown):
    return [link for link, row in zip(links(shown), shown["rows"], strict=True) if row["confirmed"]]


def row_of(shown, side, id):
    return next(row["row"] for row in shown["rows"] if id in [k for k, _ in row[side]])


def test_a_window_shows_what_the_run_wrote(client, project):
    shown = rows(client)
    assert (shown["total"], shown["found"], shown["counts"]["confirmed"]) == (len(shown["rows"]), len(shown["rows"]), 0)
    written = pl.read_parquet(project.out / "bitext.parquet").sort("position")
    assert links(shown) == list(zip(written["source_ids"].to_list(), written["target_ids"].to_list(), strict=True))
    assert rows(client, find="RESOLUTION")["rows"][0]["en"] == [[2, EN[2]]]
    assert rows(client, find="no such thing")["rows"] == []
    worst = [row["score"] for row in rows(client, order="worst")["rows"]]
    assert worst == sorted(worst)
    assert len(rows(client, count=2)["rows"]) == 2
    assert client.get(f"/{TOKEN}/alignment/api/rows?document=B/1").status_code == 404
    documents = client.get(f"/{TOKEN}/alignment/api/documents").json()["documents"]
    assert [(one["symbol"], one["open"]) for one in documents] == [(SYMBOL, True)]


def test_what_was_written_is_read_as_it_was(project, aligner):
    bitext = load_bitext(project.out, SYMBOL)
    assert [*bitext.links] == [
        link._replace(score=pytest.approx(link.score)) for link in aligner.align(bitext.source, bitext.target).links
    ]


@pytest.mark.parametrize("symbol", ["B/1", ""])
def test_a_document_that_is_not_there(client, symbol):
    answer = post(client, "edit", {"document": symbol, "version": "", "do": "confirm", "row": 0})
    assert (answer.status_code, "no such document" in answer.json()["error"]) == (404, True)


def test_confirm_and_take_back(client, project):
    shown = rows(client)
    one = edit(client, shown, do="confirm", row=0).json()
    assert (sure(one), one["at"], one["changed"]) == ([([0], [0])], 0, [])
    assert links(one) == links(shown)
    with Ledger.open(project.out / "duizhao-project.db") as ledger:
        (event,) = ledger.held("link").values()
        assert (event.who, event.after.decision, event.after.zh, event.after.at) == (
            "Li Wen",
            "confirmed",
            (ZH[0],),
            (0, 0),
        )
    assert project.is_behind
    assert sure(edit(client, one, do="confirm", row=0).json()) == []


def test_split_merge_move_link_and_no_counterpart(client):
    shown = rows(client)
    assert ([1, 2], [1]) in links(shown)
    row = row_of(shown, "zh", 1)
    split = edit(client, shown, do="split", row=row).json()
    assert ([1], [1]) in sure(split)
    assert ([2], []) in sure(split)
    merged = edit(client, split, do="merge", row=row).json()
    assert ([1, 2], [1]) in sure(merged)
    assert ([2], []) not in links(merged)
    moved = edit(client, merged, do="move", row=row, side="zh", id=2, step=1).json()
    assert ([1], [1]) in sure(moved)
    assert ([2, 3], [2]) in sure(moved)
    back = edit(client, moved, do="move", row=row_of(moved, "zh", 2), side="zh", id=2, step=-1).json()
    assert ([1, 2], [1]) in sure(back)
    assert ([3], [2]) in sure(back)
    linked = edit(client, back, do="link", zh=[4], en=[3, 4]).json()
    assert ([4], [3, 4]) in sure(linked)
    apart = edit(client, linked, do="unlink", row=row_of(linked, "zh", 4)).json()
    assert all(one in sure(apart) for one in (([4], []), ([], [3]), ([], [4])))


def test_an_undo_brings_back_what_was_there_one_by_one(client):
    states = [rows(client)]
    states.append(edit(client, states[-1], do="split", row=row_of(states[-1], "zh", 1)).json())
    states.append(edit(client, states[-1], do="unlink", row=row_of(states[-1], "zh", 4)).json())
    for before in states[-2::-1]:
        assert links(post(client, "undo", {}).json()) == links(before)
    nothing = post(client, "undo", {})
    assert (nothing.status_code, nothing.json()["error"]) == (422, "nothing to undo")


def test_whoever_is_late_sees_how_it_is_and_changes_nothing(client):
    shown = rows(client)
    first = edit(client, shown, do="confirm", row=0).json()
    late = edit(client, shown, do="unlink", row=0)
    assert late.status_code == 409
    assert (late.json()["version"], sure(late.json())) == (first["version"], [([0], [0])])
    assert sure(rows(client)) == [([0], [0])]


def test_another_process_is_seen(client, project):
    shown = rows(client)
    other = TestClient(build_app(Project(project.documents, project.out), TOKEN), base_url=BASE)
    edit(other, rows(other), do="confirm", row=0)
    assert edit(client, shown, do="unlink", row=0).status_code == 409
    assert sure(rows(client)) == [([0], [0])]


def test_a_desk_that_was_killed_knows_all_that_was_confirmed(client, project):
    shown = edit(client, rows(client), do="split", row=row_of(rows(client), "zh", 1)).json()
    shown = edit(client, shown, do="link", zh=[4], en=[3, 4]).json()
    again = Links(Project(project.documents, project.out)).state(SYMBOL).bitext
    assert [([*link.source], [*link.target]) for link in again.links if link.confirmed] == sure(shown)


def test_the_next_run_has_them_and_what_was_taken_back_is_free(client, project):
    shown = edit(client, rows(client), do="split", row=row_of(rows(client), "zh", 1)).json()
    edit(client, shown, do="unlink", row=row_of(shown, "zh", 4))
    run_folder(project.documents, project.out, project.run_options())
    now = rows(client)
    assert ([1], [1]) in sure(now)
    assert ([2], []) in sure(now)
    assert ([4], []) in sure(now)
    assert not project.is_behind
    post(client, "undo", {})
    free = rows(client)
    assert ([4], []) not in sure(free)
    assert ([1], [1]) in sure(free)


def test_a_new_version_keeps_what_still_applies(client, project):
    shown = edit(client, rows(client), do="split", row=row_of(rows(client), "zh", 1)).json()
    edit(client, shown, do="confirm", row=row_of(shown, "zh", 3))
    (project.folder / "A_75_1.zh").write_text(
        "\n".join(["主席致辞。", *ZH[:3], "会员国否决了决议草案。", ZH[4]]) + "\n", "utf-8"
    )
    result = run_folder(project.documents, project.out, project.run_options())
    assert any("1 confirmed link match" in line for line in result.documents[0].warnings)
    assert sure(rows(client)) == [([2], [1]), ([3], [])]


def test_a_text_that_stands_twice_is_confirmed_twice(tmp_path):
    folder = tmp_path / "documents"
    folder.mkdir()
    zh = ["附件", "甲方提交了说明。", "附件", "乙方提交了答复。", "附件"]
    en = ["Annex", "Party A submitted a statement.", "Annex", "Party B submitted a reply.", "Annex"]
    (folder / "A_75_1.zh").write_text("\n".join(zh) + "\n", "utf-8")
    (folder / "A_75_1.en").write_text("\n".join(en) + "\n", "utf-8")
    run_folder(folder, tmp_path / "out", RunOptions())
    project = Project(folder, tmp_path / "out")
    client = TestClient(build_app(project, TOKEN), base_url=BASE)
    shown = rows(client)
    for row in (4, 0, 2):
        shown = edit(client, shown, do="confirm", row=row).json()
    assert sure(shown) == [([0], [0]), ([2], [2]), ([4], [4])]
    shown = edit(client, shown, do="confirm", row=0).json()
    assert sure(shown) == [([2], [2]), ([4], [4])]
    run_folder(folder, tmp_path / "out", RunOptions())
    assert sure(rows(client)) == [([2], [2]), ([4], [4])]


def test_a_link_far_from_its_place_crosses_and_leaves_the_others(tmp_path):
    folder = tmp_path / "documents"
    folder.mkdir()
    numbers = range(1, 61)
    (folder / "A_75_1.zh").write_text("".join(f"第{k}号文件已经分发。\n" for k in numbers) + "签名：王明。\n", "utf-8")
    (folder / "A_75_1.en").write_text(
        "Signed: Wang Ming.\n" + "".join(f"Document No. {k} was distributed.\n" for k in numbers), "utf-8"
    )
    run_folder(folder, tmp_path / "out", RunOptions())
    client = TestClient(build_app(Project(folder, tmp_path / "out"), TOKEN), base_url=BASE)
    shown = rows(client, count=100)
    made = edit(client, shown, do="link", zh=[60], en=[0], window={"count": 100}).json()
    assert ([60], [0]) in sure(made)
    assert [row["crossing"] for row in made["rows"] if row["confirmed"]] == [True]
    assert [one for one in links(made) if one != ([60], [0])] == [([k], [k + 1]) for k in range(60)]
    run_folder(folder, tmp_path / "out", RunOptions())
    assert links(rows(client, count=100)) == links(made)


BITEXT = Bitext(
    Document.from_sentences(["一", "二", "三", "四", "五"], "zh"),
    Document.from_sentences(["one", "two", "three", "four"], "en"),
    (
        Link(range(0, 1), range(0, 1)),
        Link(range(1, 3), range(1, 2)),
        Link(range(3, 4), range(2, 2)),
        Link(range(4, 5), range(2, 4)),
    ),
)


def said(**body):
    return [
        ([*link.source], [*link.target]) for link in edit_of(BITEXT, body, lambda zh, en: -abs(len(zh) - len(en))).links
    ]


def test_edits_by_themselves():
    assert said(do="confirm", row=1) == [([1, 2], [1])]
    assert said(do="unlink", row=1) == [([1], []), ([2], []), ([], [1])]
    assert said(do="merge", row=1) == [([1, 2, 3], [1])]
    assert said(do="merge", row=1, step=-1) == [([0, 1, 2], [0, 1])]
    assert said(do="split", row=1, side="zh", id=2) in ([([1], [1]), ([2], [])], [([1], []), ([2], [1])])
    assert said(do="move", row=1, side="zh", id=1, step=-1) == [([0, 1], [0]), ([2], [1])]
    assert said(do="move", row=1, side="zh", id=2, step=-1) == [([0, 1, 2], [0])]
    assert said(do="move", row=1, side="zh", id=1, step=1) == [([1], []), ([2], [])]  # beside one that stands alone
    assert said(do="move", row=3, side="en", id=2, step=-1) == [([3], [2]), ([4], [3])]
    assert said(do="link", zh=[3], en=[2]) == [([3], [2])]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"do": "confirm", "row": 4}, "no such link"),
        ({"do": "confirm", "row": True}, "no such link"),
        ({"do": "confirm"}, "no such link"),
        ({"do": "burn", "row": 0}, "no such edit"),
        ({"do": "split", "row": 0}, "cannot be split"),
        ({"do": "split", "row": 1, "side": "zh", "id": 1}, "nothing before this sentence"),
        ({"do": "split", "row": 1, "side": "zh", "id": 9}, "nothing before this sentence"),
        ({"do": "merge", "row": 3}, "no link to merge with"),
        ({"do": "move", "row": 0, "side": "zh", "id": 0, "step": -1}, "no link in this direction"),
        ({"do": "move", "row": 0, "side": "zh", "id": 3}, "not in this link"),
        ({"do": "move", "row": 0}, "choose a sentence"),
        ({"do": "link", "zh": [0, 2], "en": [0]}, "follow each other"),
        ({"do": "link", "zh": [0]}, "follow each other"),
        ({"do": "link", "zh": [0], "en": [9]}, "no such sentence"),
    ],
)
def test_what_cannot_be_done_is_said(body, says):
    with pytest.raises(InputError, match=says):
        edit_of(BITEXT, body, lambda zh, en: 0.0)


def test_words_and_keys():
    assert ALIGNMENT["en"].keys() == ALIGNMENT["zh"].keys()
    assert {key for _names, key in KEYS} <= ALIGNMENT["en"].keys()
