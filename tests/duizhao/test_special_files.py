"""What is no ordinary file: pipes without a writer, devices, names that are not valid UTF-8. One line, never a hang."""

import os
import signal
import sys
from contextlib import contextmanager

import pytest

from tests.calls import call
from tests.places import needs_posix

pytestmark = needs_posix
SECONDS = 20


@contextmanager
def no_hang():
    """An error instead of a wait without end."""

    def stop(_number, _frame):
        raise AssertionError(f"no end within {SECONDS} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "m.tsv").write_text("symbol\tzh\ten\nA/1/1\t会议。\tThe meeting.\n", "utf-8")
    (tmp_path / "t.csv").write_text("zh,en\n会议,meeting\n", "utf-8")
    (tmp_path / "A_1_1.zh.txt").write_text("会议开始。\n", "utf-8")
    (tmp_path / "A_1_1.en.txt").write_text("The meeting began.\n", "utf-8")
    for suffix in (
        "tsv",
        "csv",
        "tmx",
        "xlf",
        "xlsx",
        "parquet",
        "jsonl",
        "txt",
        "docx",
        "pdf",
        "html",
        "db",
        "tbx",
        "json",
        "toml",
    ):
        os.mkfifo(tmp_path / f"pipe.{suffix}")
    return tmp_path


CALLS = {
    "bitext": "check pipe.tsv",
    "tmx": "check pipe.tmx",
    "xliff": "check pipe.xlf",
    "parquet": "check pipe.parquet",
    "xlsx": "check pipe.xlsx",
    "lines": "check pipe.jsonl",
    "termbase": "check m.tsv --termbase pipe.csv",
    "termbase of sqlite": "check m.tsv --termbase pipe.db",
    "termbase tbx": "check m.tsv --termbase pipe.tbx",
    "earlier": "check m.tsv --against pipe.tsv",
    "waivers": "check m.tsv --waivers pipe.txt",
    "baseline": "check m.tsv --baseline pipe.json",
    "config": "--config pipe.toml check m.tsv",
    "document": "corpora read pipe.txt",
    "docx": "corpora read pipe.docx",
    "pdf": "corpora read pipe.pdf",
    "html": "corpora read pipe.html",
    "convert": "corpora convert pipe.tmx -o o.tsv",
    "align": "align file pipe.txt A_1_1.en.txt",
    "train": "align train pipe.tsv -o o.model",
    "model": "align file A_1_1.zh.txt A_1_1.en.txt --model pipe.txt",
    "import": "glossary import t.db pipe.csv",
    "import xlsx": "glossary import t.db pipe.xlsx",
    "into": "glossary import pipe.db t.csv",
    "glossary convert": "glossary convert pipe.tbx -o o.csv",
    "search": "glossary search pipe.db meeting",
    "compare": "compare pipe.tsv m.tsv --reference m.tsv",
    "list of symbols": "corpora fetch --from-file pipe.txt -o o --dry-run",
    "device": "check /dev/zero",
    "device read": "corpora read /dev/zero",
    "device termbase": "check m.tsv --termbase /dev/zero",
    "device symbols": "corpora fetch --from-file /dev/zero -o o --dry-run",
    "device align": "align file /dev/zero A_1_1.en.txt",
}


@pytest.mark.parametrize("arguments", CALLS.values(), ids=CALLS)
def test_pipes_and_devices_end_with_a_line(arguments, folder, monkeypatch):
    monkeypatch.chdir(folder)
    with no_hang():
        done = call(*arguments.split())
    lines = done.err.strip().splitlines()
    assert done.code == 2, done.err
    assert "internal error" not in done.err
    assert [line for line in lines if "pipe." in line or "/dev/zero" in line], done.err


def test_a_pipe_in_the_place_of_what_was_fetched(folder, monkeypatch):
    monkeypatch.chdir(folder)
    os.mkfifo("fetch.jsonl")
    with no_hang():
        done = call("corpora", "fetch", "A/1/1", "-o", ".", "--base-url", "http://127.0.0.1:9")
    assert done.code == 2
    assert "fetch.jsonl: is not an ordinary file" in done.err


def test_pipes_in_a_folder_are_left_out(folder, monkeypatch):
    monkeypatch.chdir(folder)
    with no_hang():
        done = call("corpora", "pair", ".")
        job = call("align", "run", ".", "-o", folder / "out", "--jobs", "1")
    assert "A/1/1" in done.out
    assert all(f"pipe.{suffix}: is not an ordinary file" in done.err for suffix in ("docx", "pdf", "txt"))
    assert 0 < done.code <= 2
    assert 0 < job.code <= 2
    assert list((folder / "out" / "parts").glob("*.parquet"))


@pytest.mark.skipif(sys.platform == "darwin", reason="APFS takes no such names")
@pytest.mark.parametrize("command", ["corpora pair {}", "align run {} -o {}/out --jobs 1", "run {} -o {}/out"])
def test_names_that_are_not_utf_8(command, tmp_path):
    docs = tmp_path / "docs"
    docs.mkdir()
    for language, text in (("zh", "会议开始。\n"), ("en", "The meeting began.\n")):
        (docs / f"A_1_1.{language}.txt").write_text(text, "utf-8")
        name = f"决议.{language}.txt".encode("gbk")
        with open(os.path.join(os.fsencode(docs), name), "w", encoding="utf-8") as file:  # noqa: PTH118, PTH123
            file.write(text)
    done = call(*command.format(docs, tmp_path).split())
    assert "internal error" not in done.err
    assert "A/1/1" in done.out + done.err or list((tmp_path / "out").iterdir())
    assert done.code in (0, 1)
