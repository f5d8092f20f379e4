"""A fixed set of general text of our own: what a model must not lose while it learns something else."""

from __future__ import annotations

from functools import cache

from corpora.text import read_table


@cache
def general_pairs() -> tuple[tuple[str, str], ...]:
    """Pairs zh, en.

    >>> general_pairs()[0][1]
    'The old man set off for the market with his cart as soon as it was light.'
    """
    return tuple((row[0], row[1]) for row in read_table("align.trial", "general.tsv"))
