"""Work spread over processes: in order, begun once, never from the current folder, gone with their parent."""

import multiprocessing
import os
import signal
import time

import pytest

from align.jobs import Cluster, Processes
from corpora.errors import InputError, OutputError
from tests.calls import start
from tests.places import needs_posix

pytestmark = pytest.mark.thorough("processes")


class Known:
    begun = ()


def begin(*given):
    Known.begun += given


def tripled(piece):
    return piece * 3, Known.begun, os.getpid()


def deadly(piece):
    if piece == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return piece


def wrong(piece):
    if piece == 1:
        raise InputError(f"piece {piece}: is wrong", "do it better")
    return piece


def name(piece):
    return f"piece {piece}"


def test_results_come_in_order_from_workers_that_were_begun_once():
    found = list(Processes(2)(begin, ("model",), tripled, range(9), name))
    assert [result for result, _begun, _pid in found] == [k * 3 for k in range(9)]
    assert {begun for _result, begun, _pid in found} == {("model",)}
    assert os.getpid() not in {pid for _result, _begun, pid in found}
    assert not multiprocessing.active_children()
    assert list(Processes(4)(begin, (), tripled, [], name)) == []


@needs_posix
def test_a_killed_worker_is_one_line():
    with pytest.raises(OutputError, match=r"^a worker was killed while .*piece 2.* was in work; .*fewer --jobs$"):
        list(Processes(2)(begin, (), deadly, range(6), name))
    assert not multiprocessing.active_children()


def test_an_error_of_a_piece_is_the_error_of_all():
    with pytest.raises(InputError, match="piece 1: is wrong"):
        list(Processes(2)(begin, (), wrong, range(6), name))
    assert not multiprocessing.active_children()


def test_the_current_folder_is_not_searched(tmp_path, monkeypatch):
    for module in ("numpy", "multiprocessing", "json", "tests"):
        (tmp_path / f"{module}.py").write_text("raise SystemExit(3)\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend("")
    monkeypatch.delenv("PYTHONPATH", raising=False)
    monkeypatch.delenv("PYTHONSAFEPATH", raising=False)  # the door sets it, where a test has gone through it
    assert [one for one, *_rest in Processes(1)(begin, (), tripled, range(2), name)] == [0, 3]
    assert "PYTHONSAFEPATH" not in os.environ


LONG = """
import os, sys, time
from align.jobs import Processes

def begin():
    open(sys.argv[1] + "/" + str(os.getpid()), "w").close()

def work(piece):
    time.sleep(600)

if __name__ == "__main__":
    list(Processes(2)(begin, (), work, range(2), str))
"""


@needs_posix
def test_workers_end_with_their_parent(tmp_path):
    (tmp_path / "long.py").write_text(LONG, "utf-8")
    (tmp_path / "pids").mkdir()
    parent = start(tmp_path / "long.py", tmp_path / "pids")
    workers = wait_for(lambda: [int(path.name) for path in (tmp_path / "pids").iterdir()], 2)
    parent.kill()
    parent.wait()
    deadline = time.monotonic() + 60
    while any(map(alive, workers)) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert not any(map(alive, workers))


def wait_for(found, count):
    deadline = time.monotonic() + 120
    while len(found()) < count and time.monotonic() < deadline:
        time.sleep(0.2)
    assert len(found()) == count
    return found()


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_cluster_gives_the_same():
    pytest.importorskip("ray", reason="ray is an extra: pip install 'duizhao[cluster]'")
    found = list(Cluster(2)(begin, ("model",), tripled, range(5), name))
    assert [(result, begun) for result, begun, _pid in found] == [(k * 3, ("model",)) for k in range(5)]
