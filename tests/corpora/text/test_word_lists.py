"""Word lists: every data file says where it comes from and is read by who it says; what cannot be read is refused."""

import importlib
import re
import sys
from itertools import count
from pathlib import Path

import pytest

from corpora.text import read_lists, read_table, read_words

ROOT = Path(__file__).resolve().parents[3]
FILES = sorted(
    path
    for floor in ("duizhao", "glossary", "align", "corpora")
    for path in (ROOT / floor).rglob("*")
    if path.suffix in (".tsv", ".txt") and "samples" not in path.parts
)
NAMED = ("negation.tsv", "forms.tsv", "abbreviations.tsv", "compounds.tsv")
"""Tables whose lists the reader asks for by name; of the others it takes every row."""


def header(path):
    lines = path.read_text("utf-8").split("\n")
    return " ".join(
        line.removeprefix("#").strip() for line in lines[: next(k for k, x in enumerate(lines) if x[:1] != "#")]
    )


def reader_of(path):
    """The module that the header names."""
    return ROOT / re.search(r"\bRead by (\S+?\.py)", header(path))[1]


def place(path):
    return path.parent.relative_to(ROOT).as_posix().replace("/", "."), path.name


def test_all_lists_are_found():
    assert len(FILES) > 15


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_data_file_has_a_header_that_names_its_source_and_its_reader(path):
    assert re.match(r"[A-Z].{15,}?\. Source: .{10,}?\.( To add: .+?\.)? Read by ", header(path))
    assert all((ROOT / name).is_file() for name in re.findall(r"\btests/\S+?\.\w+", header(path)))
    reader = reader_of(path)
    assert reader.parent == path.parent
    kind = path.stem.removesuffix("s") if "{kind}s.tsv" in reader.read_text("utf-8") else path.name
    assert f'"{kind}"' in reader.read_text("utf-8"), "its reader does not know it"
    importlib.import_module(".".join(reader.relative_to(ROOT).with_suffix("").parts))  # compiles what is a pattern


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_entry_loads_and_none_stands_twice(path):
    entries = [line for line in path.read_text("utf-8").split("\n") if line and not line.startswith("#")]
    assert all(line == line.rstrip() and not line.startswith((" ", "\t")) for line in entries)
    if path.suffix == ".txt":
        words = read_words(*place(path))
        assert len(words) == len(set(words)) == len(" ".join(entries).split())
        return
    rows = read_table(*place(path))
    assert len(rows) == len(set(rows)) == len(entries) - 1
    if entries[0].count("\t") == 1 and path.name in NAMED:
        for name, found in read_lists(*place(path)).items():
            assert len(found) == len(set(found)), f"a word stands twice under {name}"


@pytest.mark.parametrize("name", NAMED)
def test_no_list_of_a_table_is_left_unread(name):
    (path,) = (path for path in FILES if path.name == name)
    reader = reader_of(path).read_text("utf-8")
    assert not [name for name in read_lists(*place(path)) if not re.search(rf"""\[["']{name}["']\]""", reader)]


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package of its own, and a way to write lists into it."""
    folder = tmp_path / f"lists_{tmp_path.name}"
    folder.mkdir()
    (folder / "__init__.py").write_text('"""Lists."""\n')
    monkeypatch.syspath_prepend(tmp_path)
    names = (f"{number}.tsv" for number in count(1))

    def write(text):
        name = next(names)
        (folder / name).write_bytes(text.encode())
        return folder.name, name

    yield write
    sys.modules.pop(folder.name, None)


def test_header_lines_are_no_rows_and_cells_at_the_end_may_be_missing(package):
    place = package("# What it is.\r\n# Source: here.\r\nzh\ten\tnote\r\n年\tyear\r\n\r\n月\tmonth\tof a year\r\n")
    assert read_table(*place) == (("年", "year", ""), ("月", "month", "of a year"))


@pytest.mark.parametrize(("row", "cells"), [("年\tyear\tof a time", 3), ("\t", 2)])
def test_a_row_that_does_not_fit_its_table_is_refused_by_its_line(package, row, cells):
    place = package(f"# What it is.\nzh\ten\n月\tmonth\n{row}\n")
    with pytest.raises(ValueError, match=rf"/1\.tsv, line 4: {cells} cells in a table of 2 columns"):
        read_table(*place)


def test_lists_of_words_and_of_patterns(package):
    place = package("list\twords\nmonth\tMay June\nday\tFriday\nmonth\tJuly\n")
    assert read_lists(*place) == {"month": ("May", "June", "July"), "day": ("Friday",)}
    place = package("list\tpattern\nmonth\tof May\nmonth\tJuly?\n")
    assert read_lists(*place) == {"month": ("of May", "July?")}
