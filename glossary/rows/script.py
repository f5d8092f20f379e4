"""What is suggested for a text, in the script of that text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpora.text import simplified, traditional
from glossary.rows.keys import Key

if TYPE_CHECKING:
    from glossary.rows.rows import Rows

SIMPLIFIED: Key[frozenset[str]] = Key("documents in simplified characters")


def in_script(rows: Rows, row: int, text: str) -> str:
    """A piece of Chinese as the document of a row (from 0) would write it; as it is where the document shows no script.

    >>> from corpora.bitext import Pair
    >>> from glossary.rows import Rows
    >>> rows = Rows.of([Pair("A/1", 1, "大會重申其決議", "x"), Pair("A/2", 1, "大会重申其决议", "x"), Pair("A/3", 1, "人口", "x")])
    >>> in_script(rows, 0, "联合国"), in_script(rows, 1, "聯合國"), in_script(rows, 2, "聯合國"), in_script(rows, 0, "人口")
    ('聯合國', '联合国', '聯合國', '人口')
    """
    symbol = rows.pairs[row].symbol
    if symbol in rows.scripts:
        return traditional(text) if text not in rows.pairs[row].zh else text
    plain = simplified(text)
    if plain == text or text in rows.pairs[row].zh or symbol not in rows.derived(SIMPLIFIED, _simplified):
        return text
    return plain


def _simplified(rows: Rows) -> frozenset[str]:
    """Documents that have a character which only simplified texts have."""
    found = set()
    for pair in rows.pairs:
        if pair.symbol not in found and pair.symbol not in rows.scripts and traditional(pair.zh) != pair.zh:
            found.add(pair.symbol)
    return frozenset(found)
