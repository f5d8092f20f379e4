"""A bitext into a Word file: a table for each document, which people read, mark and send back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from corpora.about import NOTHING, About
from corpora.bitext import Pair
from corpora.exchange.remarks import Remarks
from corpora.exchange.rows import link_of
from corpora.files import atomic_path, clean_text, one_line
from corpora.original import common_source
from corpora.sheets import WordTable, write_word_tables

NAMES = {"zh": "Chinese", "en": "English"}
FACTS: dict[str, Callable[[Pair], bool]] = {
    "score": lambda pair: pair.score != 1.0,
    "kind": lambda pair: pair.kind != "body",
    "link of sentences": lambda pair: (
        bool(pair.source_ids or pair.target_ids) or pair.link != link_of(pair.zh, pair.en, (), ())
    ),
    "place in a document": lambda pair: bool(pair.paragraph or pair.page),
    "origin of a translation": lambda pair: bool(pair.about and pair.about.origin),
    "lock of a row": lambda pair: bool(pair.about and pair.about.locked),
}
"""What a row knows and such a table has no column for."""
MORE: dict[str, Callable[[About], bool]] = {
    "date of a row": lambda about: bool(about.created or about.modified or about.used),
    "person of a row": lambda about: bool(about.created_by or about.modified_by),
    "number of uses": lambda about: bool(about.uses),
    "property of a row": lambda about: bool(about.props),
}
"""The same of what is carried where it is asked for."""


def write_word(pairs: Sequence[Pair], path: Path, said: Remarks | None = None, keep: bool = False) -> int:
    """Write a table for each run of rows with one symbol, which is its heading; return the number of rows.

    A table has the position, the Chinese and the English of each row; the header says which is the original. Line ends and
    tabs are kept. Where rows have a state or a match there is a column for it, with ``keep`` one for ids and one for notes.
    What there is no column for is counted in ``said``.
    """
    if said is not None:
        for what, has in FACTS.items():
            said.count(what, "left out", sum(map(has, pairs)))
        for what, tells in MORE.items() if keep else ():
            said.count(what, "left out", sum(pair.about is not None and tells(pair.about) for pair in pairs))
    with atomic_path(path) as temporary:
        write_word_tables(temporary, _tables(pairs, said or Remarks(), keep))
    return len(pairs)


def _tables(pairs: Sequence[Pair], said: Remarks, keep: bool) -> Iterator[WordTable]:
    known = [pair.about for pair in pairs if pair.about is not None]
    columns: list[tuple[str, int, Callable[[About], str]]] = []
    if any(about.state or about.match >= 0 for about in known):
        columns.append(("Status", 3, shown_status))
    if keep and any(about.id for about in known):
        columns.append(("ID", 2, lambda about: about.id))
    if keep and any(about.notes for about in known):
        columns.append(("Comment", 5, lambda about: "\n".join(about.notes)))
    for symbol, group in groupby(pairs, key=lambda pair: pair.symbol):
        rows = list(group)
        original = common_source(pair.original for pair in rows)
        lost = sum(pair.original != original for pair in rows)
        said.count("original that the header of a table cannot say", "left out", lost)
        names = [f"{name} (original)" if code == original else name for code, name in NAMES.items()]
        cells = (
            [str(pair.position), clean_text(pair.zh), clean_text(pair.en)]
            + [value(pair.about or NOTHING) for _name, _width, value in columns]
            for pair in rows
        )
        header = ["No.", *names, *(name for name, _width, _value in columns)]
        yield WordTable(one_line(symbol), header, cells, (1, 9, 10, *(width for _name, width, _value in columns)))


def shown_status(about: About) -> str:
    """State and match as translation tools show them.

    >>> shown_status(About(state="draft", match=87)), shown_status(About(state="final")), shown_status(About(match=100))
    ('draft (87%)', 'final', '(100%)')
    """
    return " ".join(filter(None, (about.state, f"({about.match}%)" if about.match >= 0 else "")))
