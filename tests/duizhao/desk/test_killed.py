"""A desk that is killed without warning, between edits and within a run: what was answered is there, and the next one opens."""

import json
import os
import signal
import subprocess
import time
from contextlib import contextmanager
from http.client import HTTPConnection
from urllib.parse import quote, urlsplit

import pytest

from tests.calls import start
from tests.duizhao.desk.test_alignment import EN, SYMBOL, ZH
from tests.places import needs_posix

pytestmark = [pytest.mark.slow("a server that is killed"), needs_posix]


class Desk:
    """A desk in a process of its own, spoken to as its page does."""

    def __init__(self, folder):
        self.process = start("-m", "duizhao", "desk", folder, "--no-browser", stdout=subprocess.PIPE, text=True)
        self.address = urlsplit(self.process.stdout.readline().strip())

    def ask(self, path, body=None):
        connection = HTTPConnection(self.address.netloc, timeout=30)
        headers = {"Origin": f"http://{self.address.netloc}", "Content-Type": "application/json"}
        text = None if body is None else json.dumps(body)
        connection.request("GET" if body is None else "POST", self.address.path + path, text, headers)
        answer = connection.getresponse()
        found = json.loads(answer.read())
        assert answer.status == 200, found
        return found

    def rows(self):
        return self.ask(f"alignment/api/rows?document={quote(SYMBOL)}")

    def confirm(self, shown, row):
        asked = {"document": SYMBOL, "version": shown["version"], "do": "confirm", "row": row}
        return self.ask("alignment/api/edit", asked)

    def run(self):
        self.ask("documents/api/run", {})
        while (state := self.ask("api/state")["run"])["state"] == "on":
            time.sleep(0.05)
        assert state["state"] == "done", state


@contextmanager
def desk(folder):
    one = Desk(folder)
    try:
        yield one
    finally:
        os.kill(one.process.pid, signal.SIGKILL)
        one.process.wait()
        one.process.stdout.close()


def sure(shown):
    return [row["row"] for row in shown["rows"] if row["confirmed"]]


def test_what_was_answered_is_there_after_every_death(tmp_path):
    (tmp_path / "A_75_1.zh").write_text("\n".join(ZH) + "\n", "utf-8")
    (tmp_path / "A_75_1.en").write_text("\n".join(EN) + "\n", "utf-8")
    with desk(tmp_path) as one:
        one.run()
        one.confirm(one.rows(), 0)
    with desk(tmp_path / "duizhao") as one:  # by its outputs
        shown = one.rows()
        assert sure(shown) == [0]
        one.confirm(shown, 1)
        one.ask("documents/api/run", {})  # killed while it is at work
    with desk(tmp_path) as one:
        assert sure(one.rows()) == [0, 1]
        one.run()
        assert sure(one.rows()) == [0, 1]
        assert one.ask("api/state")["behind"] is False
        one.ask("alignment/api/undo", {})
    with desk(tmp_path) as one:
        assert sure(one.rows()) == [0]
