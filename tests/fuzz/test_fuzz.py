"""What damaged input has found stays mended; `make slow` looks for more, for FUZZ minutes."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.coverage import Coverage
from tests.fuzz.engine import Engine, outcome
from tests.fuzz.mutate import TOKENS
from tests.fuzz.run import CORPUS, LOG, fuzz
from tests.fuzz.targets import TARGETS

FINDS = sorted(CORPUS.glob("*.json"))


@pytest.mark.parametrize("path", FINDS, ids=[path.stem for path in FINDS])
def test_what_was_found_stays_mended(path, tmp_path):
    find = json.loads(path.read_text("utf-8"))
    file = tmp_path / f"input{find['suffix']}"
    file.write_bytes(bytes.fromhex(find["hex"]))
    assert outcome(TARGETS[find["target"]], file) in ("read", "refused")


@pytest.mark.parametrize("name", ["symbols", "settings", "tei"])
def test_a_seed_gives_the_same_inputs(name, tmp_path):
    def tried(folder):
        folder.mkdir()
        engine, seen = Engine(name, 7, folder), []
        real = engine.one
        engine.one = lambda name, data, *, look: seen.append(data) or real(name, data, look=False)
        while len(seen) < 20:
            engine.run(0.01)
        return seen[:20]

    assert tried(tmp_path / "a") == tried(tmp_path / "b")


def test_new_lines_are_counted_once(tmp_path):
    coverage, path = Coverage(), tmp_path / "a.txt"
    path.write_text("A/75/379", "utf-8")
    counts = []
    for _ in range(2):
        coverage.start()
        TARGETS["symbols"].run(path)
        counts.append(coverage.stop())
    assert counts[0] > 20 > counts[1]


def test_an_error_of_the_program_is_found(tmp_path, monkeypatch):
    def broken(path: Path):
        raise KeyError(path.name)

    monkeypatch.setitem(TARGETS, "broken", type(TARGETS["text"])(broken, lambda _folder: [("a.txt", b"x")]))
    engine = Engine("broken", 1, tmp_path)
    [(said, suffix, data)] = engine.finds.values()
    assert said.startswith("KeyError: ")
    assert "test_fuzz.py" in said
    assert (suffix, data) == (".txt", b"x")


def test_the_log_counts_what_was_tried():
    log = json.loads(LOG.read_text("utf-8"))
    assert set(log) == set(TARGETS)
    assert all(one["inputs"] > 0 and one["seeds"] for one in log.values())


PIECES = st.lists(st.sampled_from(TOKENS) | st.text(max_size=6) | st.from_regex(r"[A-Z/0-9().]{1,12}"), max_size=20)


@pytest.mark.slow("thousands of texts")
@pytest.mark.parametrize("name", ["symbols", "numbers", "settings"])
def test_texts_of_hard_pieces(name, tmp_path):
    path = tmp_path / "input.txt"

    @settings(max_examples=3000)
    @given(PIECES.map("".join))
    def every(text):
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        assert outcome(TARGETS[name], path) in ("read", "refused")

    every()


@pytest.mark.slow("FUZZ minutes of damaged input, half a minute where nothing is said")
def test_damaged_input_ends_with_a_result_or_a_line():
    assert fuzz(float(os.environ.get("FUZZ", "0.5")), [], log="FUZZ" in os.environ) == {}
