"""Word lists: data files beside the modules that read them.

UTF-8; lines that begin with ``#`` are the header: what the list is, where it comes from (``# Source:``), how to add to
it. A ``.txt`` holds words with white space between them. A ``.tsv`` is a table whose first line names the columns;
empty cells at the end of a row may be missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def read_words(package: str, name: str) -> tuple[str, ...]:
    """The words of a text file of a package, in their order."""
    return tuple(word for _, line in _lines(package, name) for word in line.split())


@cache
def read_table(package: str, name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of a table of a package, all as long as its first line, which they do not include.

    Raises :class:`ValueError` for a row with more cells, or without any text.

    >>> read_table("corpora.text", "abbreviations.tsv")[1]
    ('joining', 'e.g i.e cf viz vs v c.f incl approx ca resp aka')
    """
    (_, head), *lines = _lines(package, name)
    width = head.count("\t") + 1
    rows = []
    for number, line in lines:
        cells = line.split("\t")
        if len(cells) > width or not any(cells):
            raise ValueError(f"{package}/{name}, line {number}: {len(cells)} cells in a table of {width} columns")
        rows.append((*cells, *[""] * (width - len(cells))))
    return tuple(rows)


@cache
def read_lists(package: str, name: str) -> Mapping[str, tuple[str, ...]]:
    """The lists of a table of two columns: what list, and either ``words`` with blanks between them or one ``pattern``.

    >>> read_lists("corpora.text", "abbreviations.tsv")["hour"]
    ('a.m', 'p.m')
    """
    (_, head), *_ = _lines(package, name)
    several = head.endswith("\twords")
    found: dict[str, tuple[str, ...]] = {}
    for kind, entry in read_table(package, name):
        found[kind] = (*found.get(kind, ()), *(entry.split() if several else (entry,)))
    return found


def _lines(package: str, name: str) -> list[tuple[int, str]]:
    """The lines that are no header and not empty, with their numbers."""
    text = files(package).joinpath(name).read_text(encoding="utf-8")
    return [(k, line) for k, line in enumerate(text.split("\n"), start=1) if line and not line.startswith("#")]
