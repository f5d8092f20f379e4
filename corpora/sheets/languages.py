"""The language of a column, by its cells."""

from __future__ import annotations

from collections.abc import Sequence

from corpora.text import HAN_CHARACTER, detect_language


def language_of_cells(cells: Sequence[str], sure: float) -> str:
    """The language of the cells of a column, where at least so many of those with letters are in it; else nothing.

    A column of Chinese may have Latin names among its cells; one of English has hardly any Chinese.

    >>> language_of_cells(["大会", "UNHCR", "理事会"], 0.8), language_of_cells(["state", "国", "law"], 0.8)
    ('zh', '')
    """
    votes = [language for cell in cells if (language := detect_language(cell))]
    if not votes:
        return ""
    if votes.count("zh") > len(votes) / 2:
        return "zh"
    han = sum(bool(HAN_CHARACTER.search(cell)) for cell in cells) / len(votes)
    return "en" if 1 - han >= sure else ""
