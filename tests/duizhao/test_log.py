"""What ``--log`` and ``--verbose`` tell, and what ``run.json`` records: stages, seconds, memory, what became of each file."""

import json
import shutil
import sys

import pytest

from corpora.bitext import Pair
from corpora.exchange import write_pairs
from corpora.logs import CODES
from duizhao.journal import without_text
from glossary.concept import Termbase
from glossary.formats import save
from tests.calls import call
from tests.concepts import concept
from tests.duizhao.test_options import COMMANDS
from tests.places import SAMPLES, needs_posix

ZH, EN = "机密卷宗归档。", "The confidential dossier was filed."
SECRETS = ("机密", "卷宗", "dossier", "filed")


def lines(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with one document of two sentences, a bitext, and a termbase of it."""
    monkeypatch.chdir(tmp_path)
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "A_99_1.zh.txt").write_text(f"{ZH}\n\n会议于2040年结束。\n", "utf-8")
    (docs / "A_99_1.en.txt").write_text(f"{EN}\n\nThe meeting ended in 2040.\n", "utf-8")
    pairs = [Pair("A/99/1", 1, ZH, EN), Pair("A/99/1", 2, "会议于2040年结束。", "The meeting ended in 2041.")]
    write_pairs(pairs, tmp_path / "memory.tmx")
    save(Termbase.of([concept("c1", "卷宗", "dossier")]), tmp_path / "terms.tbx")
    return tmp_path


CALLS = {
    "run docs -o out": {"read", "align", "pair", "write", "extract terms"},
    "check memory.tmx -o report.json": {"read bitext", "extract terms"},
    "check memory.tmx memory.tmx -t terms.tbx": {"read bitext", "read termbase"},
    "compare memory.tmx memory.tmx --test none": {"compare"},
    "glossary extract memory.tmx -o found.tsv": {"read bitext", "extract terms"},
    "glossary find dossier --bitext memory.tmx": {"read bitext"},
    "glossary convert terms.tbx -o terms.csv": {"read terms", "write"},
    "glossary import made.db terms.tbx": {"read terms"},
    "corpora read docs/A_99_1.zh.txt": {"read"},
    "corpora pair docs": {"pair"},
    "corpora convert memory.tmx -o memory.tsv": {"read bitext", "write"},
    "corpora split docs/A_99_1.en.txt": set(),
    "align file docs/A_99_1.zh.txt docs/A_99_1.en.txt": {"read", "align"},
}


@pytest.mark.parametrize("command", CALLS)
def test_a_log_names_stages_seconds_and_memory_and_no_text(command, folder):
    done = call(*command.split(), "--log", "log.jsonl")
    first, *rest, last = lines(folder / "log.jsonl")
    assert (first["event"], last["event"], last["exit"]) == ("begin", "end", done.code)
    assert command.startswith(first["command"])
    stages = [line for line in rest if line["event"] == "stage"]
    assert CALLS[command] <= {line["stage"] for line in stages}
    for line in (*stages, last):
        assert line["seconds"] >= 0
        assert sys.platform == "win32" or 0 < line["memory"] <= line["peak"]
    assert not any(secret in (folder / "log.jsonl").read_text("utf-8") for secret in SECRETS)


def test_every_command_takes_a_log():
    for name, command in COMMANDS.items():
        assert {"log", "log_text"} <= {param.name for param in command.params}, name


def test_documents_of_a_run_are_told_with_what_became_of_them(folder):
    call("run", "docs", "-o", "out", "--log", "log.jsonl")
    (document,) = [line for line in lines(folder / "log.jsonl") if line["event"] == "document"]
    assert (document["document"], document["status"], document["links"]) == ("A/99/1", "done", 2)
    assert document["files"] == ["A_99_1.zh.txt", "A_99_1.en.txt"]
    assert document["seconds"] > 0


def test_warnings_have_codes(folder):
    docs = folder / "docs"
    (docs / "A_99_1.zh.txt").write_bytes(f"{ZH}\n\n会议于2040年结束。\n".encode("gb18030"))
    (docs / "A_99_2.zh.txt").write_text(ZH, "utf-8")
    (docs / "A_99_3.en.docx").write_bytes(b"PK\x03\x04 broken")
    assert call("run", "docs", "-o", "out", "--log", "log.jsonl").code == 2
    warnings = [line for line in lines(folder / "log.jsonl") if line["event"] == "warning"]
    assert {"encoding", "unpaired", "unusable"} <= {line["code"] for line in warnings} <= set(CODES)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["check", "none.tmx"], "input"),
        (["corpora", "convert", "memory.tmx", "-o", "docs/A_99_1.en.txt/x.tsv"], "output"),
        (["corpora", "read", "docs/A_99_1.en.txt", "-l", "zh"], "input"),
    ],
)
def test_the_error_that_ends_a_command_is_in_the_log(arguments, code, folder):
    done = call(*arguments, "--log", "log.jsonl")
    *_, error, end = lines(folder / "log.jsonl")
    assert (error["event"], error["code"], end["exit"]) == ("error", code, 2)
    assert f"duizhao: {error['message']}" == done.err.strip()


def test_a_log_is_added_to_and_no_other_file_is_touched(folder):
    for _ in range(2):
        call("corpora", "pair", "docs", "--log", "log.jsonl")
    assert [line["event"] for line in lines(folder / "log.jsonl")].count("begin") == 2
    for name in ("terms.tbx", "docs/A_99_1.zh.txt"):
        before = (folder / name).read_bytes()
        done = call("corpora", "pair", "docs", "--log", name)
        assert (done.code, len(done.err.splitlines())) == (2, 1)
        assert (folder / name).read_bytes() == before


@pytest.mark.parametrize("option", ["-o", "--format=tsv --output"])
def test_a_log_is_no_other_file_of_the_command(option, folder):
    done = call("corpora", "pair", "docs", *option.split(), "same.tsv", "--log", "same.tsv")
    assert done.code == 2
    assert "same.tsv: is a file of this very command" in done.err
    assert not (folder / "same.tsv").exists()


@pytest.mark.parametrize("name", ["run.json", "report.jsonl", "links/x.jsonl"])
def test_a_log_takes_no_name_of_the_folder_that_is_written(name, folder):
    done = call("run", "docs", "-o", "out", "--log", f"out/{name}")
    assert (done.code, "ends in .log" in done.err, (folder / "out").exists()) == (2, True, False)
    done = call("run", "docs", "-o", "out", "--log", "out/mine.log")
    assert (done.code, lines(folder / "out" / "mine.log")[0]["event"]) == (0, "begin")


@needs_posix
def test_a_log_that_cannot_be_written_is_one_line(folder):
    done = call("corpora", "pair", "docs", "--log", "memory.tmx/log.jsonl")
    assert (done.code, len(done.err.splitlines())) == (2, 1)
    done = call("corpora", "pair", "docs", "--log", "/dev/full")
    assert (done.code, len(done.err.splitlines())) == (2, 1)


def test_quotations_are_left_out_unless_asked_for(folder):
    (folder / "bad.tsv").write_text("zh\ten\tscore\n卷宗\tdossier\tdossier\n", "utf-8")
    for more, seen in (([], False), (["--log-text"], True)):
        call("glossary", "find", "x", "--bitext", "bad.tsv", "--select", "卷宗", "--log", "log.jsonl", *more)
        call("check", "memory.tmx", "--select", "卷宗", "--log", f"log{seen}.jsonl", *more)
        assert ("卷宗" in (folder / f"log{seen}.jsonl").read_text("utf-8")) is seen


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("a.tsv: 'it's' is no number", "a.tsv: '…' is no number"),
        ('a.tsv: line 3: "x" is there', 'a.tsv: line 3: "…" is there'),
        ("《公约》 has no partner", "… has no partner"),
        ("it doesn't and won't", "it doesn't and won't"),
        ("a.zh.txt: 会议 is there", "a.zh.txt: … is there"),
    ],
)
def test_what_is_left_out_of_a_line(line, kept):
    assert without_text(line) == kept


def test_a_log_changes_no_output(folder):
    call("run", "docs", "-o", "plain")
    call("run", "docs", "-o", "logged", "--log", "log.jsonl", "-v")
    for path in (folder / "plain").rglob("*"):
        other = folder / "logged" / path.relative_to(folder / "plain")
        if path.name != "run.json" and path.is_file():
            assert path.read_bytes() == other.read_bytes(), path.name
    both = [json.loads((folder / out / "run.json").read_text("utf-8")) for out in ("plain", "logged")]
    for record in both:
        assert set(record.pop("timings")) == set(record.pop("memory"))
    assert both[0] == both[1]


def test_verbose_shows_the_stages(folder):
    done = call("corpora", "read", "docs/A_99_1.zh.txt", "-v")
    assert "duizhao: read A_99_1.zh.txt: 0." in done.err
    assert done.err.splitlines()[-1].endswith(" seconds")
    assert done.out == call("corpora", "read", "docs/A_99_1.zh.txt").out


def test_a_run_records_what_became_of_each_file(tmp_path):
    docs = shutil.copytree(SAMPLES / "faulty", tmp_path / "docs")
    shutil.copy(docs / "S_2045_203.zh.txt", docs / "S_2045_203.copy.zh.txt")
    (docs / "A_99_7.zh.txt").write_text(ZH, "utf-8")
    (docs / "A_99_8.zh.docx").write_bytes(b"PK\x03\x04 broken")
    (docs / "A_99_9.zh.txt").write_text(ZH, "utf-8")
    (docs / "A_99_9.zh-2.txt").write_text(ZH + ZH, "utf-8")
    (docs / "notes.ini").write_text("x", "utf-8")
    assert call("run", docs, "-o", tmp_path / "out").code == 2
    record = json.loads((tmp_path / "out" / "run.json").read_text("utf-8"))
    inputs = {one["file"]: one for one in record["inputs"]}
    assert set(inputs) == {path.name for path in docs.iterdir()}
    assert {name for name, one in inputs.items() if one["outcome"] == "read"} >= {
        "A_RES_99_305.zh.txt",
        "S_2045_203.en.txt",
    }
    assert inputs["A_99_7.zh.txt"]["outcome"] == "unpaired"
    assert inputs["A_99_8.zh.docx"]["outcome"] == "refused"
    assert inputs["A_99_8.zh.docx"]["code"] == "unusable"
    assert inputs["notes.ini"]["outcome"] == "ignored"
    assert {one["code"] for one in inputs.values()} <= {"", *CODES}
    assert set(record["memory"]) == set(record["timings"])
    assert max(record["memory"].values()) < 4000


def test_an_archive_tells_of_its_shards(folder):
    assert call("align", "run", "docs", "-o", "out", "--jobs", "1", "--log", "log.jsonl").code == 0
    found = lines(folder / "log.jsonl")
    assert [line["document"] for line in found if line["event"] == "document"] == ["A/99/1"]
    assert [line["shard"] for line in found if line["event"] == "shard"] == [0]
