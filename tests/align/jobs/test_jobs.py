"""Jobs over many documents: the same bytes whatever happens on the way."""

import json
import multiprocessing
import os
import signal
import threading
import time
from collections import Counter, deque
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace

import polars as pl
import pytest

from align.jobs import plan
from align.jobs.executors import LocalExecutor, RayExecutor, blame
from align.jobs.plan import make_plan, read_shards, read_sources
from align.jobs.shards import read_mark, run_shard
from align.jobs.status import job_status, write_summary
from corpora.errors import InputError, OutputError
from tests.align.test_engine import sentences
from tests.calls import call, python, start
from tests.places import needs_posix

pytestmark = pytest.mark.thorough("jobs over documents, in processes")


def archive(folder, count):
    """A folder of made-up documents, 30 sentences each."""
    folder.mkdir()
    for k in range(count):
        zh, en = sentences(30, seed=k)
        for language, lines in (("zh", zh), ("en", en)):
            (folder / f"A_77_{k + 1}.{language}.txt").write_text("\n".join(lines) + "\n", "utf-8")
    return folder


def begin(folder, out, monkeypatch, size=2, **options):
    monkeypatch.setattr(plan, "SHARD_DOCUMENTS", size)
    documents, problems = read_sources(folder)
    return make_plan(documents, problems, out, "builtin", options.pop("sentences", True), options.pop("fresh", False))


def contents(out):
    names = [*sorted((out / "parts").glob("*.parquet")), *sorted((out / "parts").glob("*.json"))]
    return {path.name: path.read_bytes() for path in [*names, out / "documents.tsv", out / "job.json"]}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return archive(tmp_path_factory.mktemp("jobs") / "archive", 12)


@pytest.fixture
def undisturbed(tmp_path, folder, monkeypatch):
    shards = begin(folder, tmp_path / "undisturbed", monkeypatch)
    for shard in shards:
        run_shard(shard)
    write_summary(tmp_path / "undisturbed")
    return contents(tmp_path / "undisturbed")


@pytest.mark.parametrize("workers", [1, 3])
def test_the_result_does_not_depend_on_the_number_of_workers(tmp_path, folder, monkeypatch, undisturbed, workers):
    done = []
    LocalExecutor(workers).run(begin(folder, tmp_path / "out", monkeypatch), done.append)
    status = write_summary(tmp_path / "out")
    assert sorted(done) == list(range(6))
    assert status.complete
    assert (status.documents, status.documents_done, status.failed) == (12, 12, [])
    assert contents(tmp_path / "out") == undisturbed
    frame = pl.read_parquet(tmp_path / "out" / "parts" / "*.parquet")
    assert frame["symbol"].n_unique() == 12
    assert len(frame) == status.links


def test_a_small_archive_has_work_for_all_and_a_large_one_no_tiny_files(tmp_path):
    folder = tmp_path / "archive"
    folder.mkdir()
    for k in range(28):
        for language, text in (("zh", "大会重申其决议。" * 400), ("en", "It is reaffirmed. " * 600)):
            (folder / f"A_77_{k + 1}.{language}.txt").write_text(text, "utf-8")
    documents, problems = read_sources(folder)
    shards = make_plan(documents, problems, tmp_path / "out", "builtin", True, False)
    assert [len(shard.documents) for shard in shards] == [2] * 14
    sizes = [30_000] * 2_000
    cut = list(plan.cut(documents[:1] * 2_000, sizes, plan.shard_bytes(sizes)))
    assert len(cut) == plan.SHARDS + 1
    assert plan.shard_bytes([300_000_000]) == plan.SHARD_BYTES


def test_a_job_goes_on_with_the_shards_that_it_was_begun_with(tmp_path, folder, monkeypatch):
    """Also one of before plans said how they were cut; a document more changes the last shard alone."""
    out = tmp_path / "out"
    monkeypatch.setattr(plan, "LEAST_BYTES", plan.SHARD_BYTES)
    before = begin(folder, out, monkeypatch, 200)
    assert len(before) == 1
    run_shard(before[0])
    written = json.loads((out / "plan.json").read_text("utf-8"))
    assert written.pop("shard_bytes") == plan.SHARD_BYTES
    (out / "plan.json").write_text(json.dumps(written), "utf-8")
    monkeypatch.setattr(plan, "LEAST_BYTES", 10)
    after = begin(folder, out, monkeypatch, 200)
    assert after == before
    assert read_mark(after[0])
    assert len(begin(folder, out, monkeypatch, 200, fresh=True)) == 12


@pytest.mark.slow("kills a worker of a pool and waits for the rest")
def test_a_killed_worker_costs_nothing(tmp_path, folder, monkeypatch, undisturbed):
    out = tmp_path / "out"
    shards = begin(folder, out, monkeypatch)
    killed = []

    def kill_one():
        for _ in range(2000):
            if list((out / "parts").glob("*.at")) and multiprocessing.active_children():
                child = multiprocessing.active_children()[0]
                child.kill()
                killed.append(child.pid)
                return
            time.sleep(0.005)

    thread = threading.Thread(target=kill_one)
    thread.start()
    LocalExecutor(2).run(shards, lambda _number: None)
    thread.join()
    assert killed
    write_summary(out)
    assert contents(out) == undisturbed


SCRIPT = """
import sys
from pathlib import Path
from align.jobs import LocalExecutor, plan, read_mark
if __name__ == "__main__":
    plan.SHARD_DOCUMENTS = 2
    documents, problems = plan.read_sources(Path(sys.argv[1]))
    shards = plan.make_plan(documents, problems, Path(sys.argv[2]), "builtin", True, False)
    LocalExecutor(1).run([s for s in shards if read_mark(s) is None], lambda n: None)
"""


@pytest.mark.slow("kills a job, twice, and goes on")
@needs_posix
def test_a_job_killed_at_any_moment_goes_on_to_the_same_bytes(tmp_path, folder, monkeypatch, undisturbed):
    out = tmp_path / "out"
    script = tmp_path / "job.py"
    script.write_text(SCRIPT, "utf-8")
    for marks in (1, 3):
        process = start(script, folder, out, start_new_session=True)
        while len(list((out / "parts").glob("*.json"))) < marks and process.poll() is None:
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    (out / "parts" / ".part-000004.parquet.99.part").write_bytes(b"half a part")
    shards = begin(folder, out, monkeypatch)
    assert any(read_mark(shard) for shard in shards)
    LocalExecutor(1).run([shard for shard in shards if read_mark(shard) is None], lambda _number: None)
    write_summary(out)
    assert contents(out) == undisturbed
    assert not list((out / "parts").glob("*.part"))


def test_a_part_without_its_mark_and_a_mark_without_its_part_are_done_again(tmp_path, folder, monkeypatch):
    shards = begin(folder, tmp_path / "out", monkeypatch)
    run_shard(shards[0])
    run_shard(shards[1])
    shards[0].mark.unlink()
    shards[1].part.write_bytes(b"cut")
    assert [read_mark(shard) for shard in shards[:2]] == [None, None]
    status = job_status(tmp_path / "out")
    assert (status.shards_done, status.complete) == (0, False)


def test_another_job_in_the_same_folder_is_refused(tmp_path, folder, monkeypatch):
    begin(folder, tmp_path / "out", monkeypatch)
    with pytest.raises(InputError, match="holds another job"):
        begin(folder, tmp_path / "out", monkeypatch, sentences=False)
    assert begin(folder, tmp_path / "out", monkeypatch, sentences=False, fresh=True)


def test_a_document_that_kills_its_worker_twice_is_left_out_and_named(tmp_path, folder, monkeypatch):
    shard = begin(folder, tmp_path / "out", monkeypatch)[0]
    guilty = shard.documents[1].symbol
    shard.at.parent.mkdir(parents=True, exist_ok=True)
    shard.at.write_text(guilty, "utf-8")
    deaths = Counter()
    assert blame(shard, deaths).deadly == ()
    again = blame(shard, deaths)
    assert again.deadly == (guilty,)
    run_shard(again)
    mark = read_mark(again)
    assert [f["symbol"] for f in mark["failed"]] == [guilty]
    assert len(mark["documents"]) == 1


def test_a_bad_document_is_named_and_the_rest_is_done(tmp_path):
    folder = archive(tmp_path / "archive", 3)
    (folder / "A_77_2.en.txt").write_bytes(b"\xff\xfe\x00broken" + bytes(range(128, 255)) * 9)
    (folder / "A_77_9.zh.txt").write_text("没有译本。\n", "utf-8")
    result = call("align", "run", folder, "-o", tmp_path / "out", "--jobs", 1, "--sentences")
    assert result.code == 2, result.err
    text = " ".join((result.out + result.err).split())
    assert "A/77/9" in text or "A_77_9" in text
    assert "2 documents" in text
    status = call("align", "status", tmp_path / "out", "--format", "json")
    told = json.loads(status.out)
    assert told["complete"]
    assert told["documents_done"] == 2


def test_a_table_names_the_documents(tmp_path, folder):
    rows = ["symbol\tzh\ten", "A/77/1\tarchive/A_77_1.zh.txt\tarchive/A_77_1.en.txt"]
    rows += ["A/77/1\tarchive/A_77_2.zh.txt\tarchive/A_77_2.en.txt", "A/77/8\tarchive/none.txt\tarchive/A_77_3.en.txt"]
    table = folder.parent / "catalogue.tsv"
    table.write_text("\n".join(rows), "utf-8")
    documents, problems = read_sources(table)
    assert [d.symbol for d in documents] == ["A/77/1", "A/77/1 (2)"]
    assert len(problems) == 1
    assert "none.txt not there" in problems[0]


@pytest.mark.parametrize(("content", "message"), [("a\tb\n1\t2\n", "no columns"), (None, "no such file")])
def test_a_table_that_is_none(tmp_path, content, message):
    path = tmp_path / "t.tsv"
    if content:
        path.write_text(content, "utf-8")
    with pytest.raises(InputError, match=message):
        read_sources(path)


def test_no_job_no_status(tmp_path):
    assert call("align", "status", tmp_path).code == 2


@pytest.mark.slow("starts a cluster of two nodes")
def test_two_nodes_of_a_ray_cluster_and_one_goes_away(tmp_path, folder, monkeypatch, undisturbed):
    ray = pytest.importorskip("ray", reason="ray is an extra: pip install 'duizhao[cluster]'")
    from ray.cluster_utils import Cluster

    out = tmp_path / "out"
    shards = begin(folder, out, monkeypatch)
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    second = cluster.add_node(num_cpus=2)
    try:
        ray.init(address=cluster.address, log_to_driver=False)
        done: list[int] = []

        def one_done(number):
            done.append(number)
            if len(done) == 1:
                cluster.remove_node(second, allow_graceful=False)

        RayExecutor(2).run(shards, one_done)
    finally:
        ray.shutdown()
        cluster.shutdown()
    assert sorted(done) == [shard.number for shard in shards]
    write_summary(out)
    assert contents(out) == undisturbed


def test_the_plan_is_read_as_it_was_written(tmp_path, folder, monkeypatch):
    shards = begin(folder, tmp_path / "out", monkeypatch)
    assert read_shards(tmp_path / "out") == shards
    assert replace(shards[0], deadly=("x",)) != shards[0]


DEADLY = """
import os, sys
from pathlib import Path
from align.jobs import LocalExecutor, make_plan, read_sources
from align.jobs import shards as jobs
align = jobs._align_document
def deadly(document, *rest):
    if document.symbol == "A/77/3":
        os._exit(9)
    return align(document, *rest)
jobs._align_document = deadly
if __name__ == "__main__":
    documents, problems = read_sources(Path(sys.argv[1]))
    shards = make_plan(documents, problems, Path(sys.argv[2]), "builtin", True, False)
    LocalExecutor(2).run(shards, lambda number: None)
"""


@pytest.mark.slow("workers die and are started again")
def test_a_job_goes_round_a_document_that_kills_every_worker(tmp_path, folder):
    script = tmp_path / "job.py"
    script.write_text(DEADLY, "utf-8")
    out = tmp_path / "out"
    assert python(script, folder, out, timeout=120).code == 0
    status = job_status(out)
    assert status.complete
    assert [failure["symbol"] for failure in status.failed] == ["A/77/3"]
    assert status.documents_done == status.documents - 1


def test_workers_that_die_before_they_begin_end_the_job_with_one_line(tmp_path, folder, monkeypatch):
    shard = begin(folder, tmp_path / "out", monkeypatch)[0]
    deaths = Counter()
    assert blame(shard, deaths).deadly == ()
    with pytest.raises(OutputError, match="workers die before they begin"):
        blame(shard, deaths)


def test_the_first_death_of_a_worker_is_said(tmp_path, folder, monkeypatch, caplog):
    """Whatever it is that dies: here a pool that breaks while two shards are in work."""
    shards = begin(folder, tmp_path / "out", monkeypatch)[:2]
    for shard in shards:
        shard.at.parent.mkdir(parents=True, exist_ok=True)
        shard.at.write_text(shard.documents[0].symbol, "utf-8")

    def broken(*_arguments, **_options):
        raise BrokenProcessPool

    monkeypatch.setattr("align.jobs.executors.wait", broken)
    monkeypatch.setattr("align.jobs.executors.ProcessPoolExecutor", NoPool)
    left = LocalExecutor(2)._pool(deque(shards), 2, lambda _number: None)
    assert left == shards
    assert [one.getMessage() for one in caplog.records] == [
        "a worker died while A/77/1, A/77/11 was read; what was in work is tried again"
    ]


class NoPool:
    """A pool that takes work and does none."""

    def __init__(self, *_arguments):
        pass

    def submit(self, *_arguments):
        return Future()

    def shutdown(self, **_options):
        pass


def test_a_changed_file_is_read_again_and_a_mended_one_too(tmp_path):
    source = archive(tmp_path / "archive", 2)
    (source / "A_77_2.en.txt").write_bytes(b"\xff\xfe\x00broken" + bytes(range(128, 255)) * 9)
    command = ["align", "run", source, "-o", tmp_path / "out", "--jobs", 1, "--sentences"]
    assert call(*command).code == 2
    (source / "A_77_2.en.txt").write_bytes((source / "A_77_1.en.txt").read_bytes())
    assert call(*command).code == 0
    assert job_status(tmp_path / "out").documents_done == 2


def test_fresh_deletes_nothing_that_is_no_job(tmp_path):
    source = archive(tmp_path / "archive", 1)
    kept = tmp_path / "out" / "parts" / "mine.txt"
    kept.parent.mkdir(parents=True)
    kept.write_text("mine", "utf-8")
    command = ["align", "run", source, "-o", tmp_path / "out", "--jobs", 1, "--sentences", "--fresh"]
    assert call(*command).code == 0
    assert kept.read_text("utf-8") == "mine"


@pytest.mark.parametrize("plan", ["[]", "{}", '{"shards": [[{"a": 1}]]}', "{"])
def test_a_plan_that_is_none(tmp_path, plan):
    (tmp_path / "plan.json").write_text(plan, "utf-8")
    with pytest.raises(InputError, match="holds no job"):
        job_status(tmp_path)
