"""Word lists: data files beside the modules that read them.

UTF-8; lines that begin with ``#`` are the header: what the list is, where it comes from (``# Source:``), how to add to
it. A ``.txt`` holds words with white space between them. A ``.tsv`` is a table whose first line names the columns;
empty cells at the end of a row may be missing.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files


def read_words(package: str, name: str) -> tuple[str, ...]:
    """The words of a text file of a package, in their order."""
    return tuple(word for _, line in _lines(package, name) for word in line.split())


def read_table(package: str, name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of a table of a package, all as long as its first line, which they do not include.

    Raises :class:`ValueError` for a row with more cells, or without any text.

    >>> read_table("corpora.text", "abbreviations.tsv")[1]
    ('joining', 'e.g i.e cf viz vs v c.f incl approx ca resp aka')
    """
    return _table(package, name)[1:]


def read_lists(package: str, name: str) -> dict[str, tuple[str, ...]]:
    """The lists of a table of two columns: what list, and either ``words`` with spaces between them or one ``pattern``.

    >>> read_lists("corpora.text", "abbreviations.tsv")["hour"]
    ('a.m', 'p.m')
    """
    (_, column), *rows = _table(package, name)
    found: dict[str, tuple[str, ...]] = {}
    for kind, entry in rows:
        found[kind] = (*found.get(kind, ()), *(entry.split() if column == "words" else (entry,)))
    return found


@cache
def _table(package: str, name: str) -> tuple[tuple[str, ...], ...]:
    """The names of the columns, and the rows."""
    lines = _lines(package, name)
    width = lines[0][1].count("\t") + 1
    rows = []
    for number, line in lines:
        cells = line.split("\t")
        if len(cells) > width or not any(cells):
            raise ValueError(f"{package}/{name}, line {number}: {len(cells)} cells in a table of {width} columns")
        rows.append((*cells, *[""] * (width - len(cells))))
    return tuple(rows)


def _lines(package: str, name: str) -> list[tuple[int, str]]:
    """The lines that are no header and not empty, with their numbers."""
    text = files(package).joinpath(name).read_text(encoding="utf-8")
    return [(k, line) for k, line in enumerate(text.split("\n"), start=1) if line and not line.startswith("#")]
