"""The figures and counts of the pages are those of the program and of what the scripts of benchmarks measured."""

import importlib
import json
import shutil
import sys

import pytest

from glossary.checks import CHECKS
from tests.places import ROOT


@pytest.fixture(scope="module")
def figures():
    folder = str(ROOT / "benchmarks")
    sys.path.insert(0, folder)
    yield importlib.import_module("figures")
    sys.path.remove(folder)


@pytest.fixture
def copies(figures, tmp_path, monkeypatch):
    """The pages in a folder of their own, which the script takes for the repository."""
    for name in {*figures.MADE_BY, *(name for name, _ in figures.SENTENCES)}:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    monkeypatch.setattr(figures, "ROOT", tmp_path)
    return tmp_path


def test_every_figure_of_the_pages_has_a_source(figures):
    """Mend with ``benchmarks/figures.py --write`` (what the program says) or ``--take PAGE`` (what a script printed)."""
    assert list(figures.faults()) == []


@pytest.mark.parametrize(
    ("page", "before", "after", "said"),
    [
        ("README.md", f"The {len(CHECKS)} checks", "The 41 checks", "says 'The 41"),
        ("README.md", "are chosen on the command line", "are chosen in 12 ms on the command line", "12 ms: no script"),
        ("MODEL_CARD.md", "of 80,000 pieces", "of 70,000 pieces", "70,000 pieces"),
        ("MODEL_CARD.md", "| 922,330 |", "| 922,331 |", "the table | source"),
        ("benchmarks/README.md", "first 500: .986", "first 500: .987", "right 1.000, terms .970; first 500: .987"),
        ("docs/formats.md", "| `scan` | pages without text |", "| `scan` | pages |", "the table | code | what |"),
    ],
)
def test_a_figure_that_differs_is_named(page, before, after, said, figures, copies):
    text = (copies / page).read_text("utf-8")
    assert before.removeprefix("**") in text
    (copies / page).write_text(text.replace(before, after, 1), "utf-8")
    (fault,) = figures.faults()
    assert fault.startswith(f"{page}: ")
    assert said.removeprefix("says '") in fault


def test_what_the_program_says_is_written_into_the_pages(figures, copies):
    text = (copies / "MODEL_CARD.md").read_text("utf-8")
    (copies / "MODEL_CARD.md").write_text(
        text.replace("80,000 pieces", "7 pieces").replace("0.926 / 0.930", "0.1 / 0.2"), "utf-8"
    )
    assert len(list(figures.faults())) == 2
    figures.write()
    assert (copies / "MODEL_CARD.md").read_text("utf-8") == text


def test_results_are_written_from_what_was_measured(figures):
    run = importlib.import_module("run")
    page = (ROOT / "benchmarks" / "RESULTS.md").read_text("utf-8")
    for part, record in json.loads(run.MEASURED.read_text("utf-8")).items():
        assert part.partition(":")[0] in {one.name.partition(":")[0] for one in run.PARTS}
        assert all(f"{name} {value}" in page for name, value in record["figures"].items())


def test_a_part_tells_its_figures(figures):
    parts = importlib.import_module("parts")
    part = next(one for one in parts.PARTS if one.name == "terms/terms")
    output = (
        "first 100: right renderings 0.990, terms 0.980 (0 not judged)\n"
        "first 500: right renderings 0.974, terms 0.886 (0 not judged)\n"
        "recall of listed pairs that stand in two rows or more: 97 of 149\n"
    )
    assert part.figures(output) == {
        "right_100": "0.990", "terms_100": "0.980", "right_500": "0.974", "terms_500": "0.886", "found": "97", "listed": "149",
    }  # fmt: skip
    with pytest.raises(LookupError, match="found"):
        part.figures(output[:150])
