"""How a sentence ends: with a question or exclamation mark, a closing quotation mark, or left open.

Translators keep these nearly always, and they cost nothing to compare: only the end of the last sentence of a run
counts, so every n-m candidate is one look-up.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from corpora.arrays import Floats

CLOSING = "”’」』\"'»›〞"
STRIPPED = " \t\u3000)）]】"
QUESTION, EXCLAMATION, OPEN_END, QUOTE = range(4)


def ends(texts: Sequence[str]) -> Floats:
    """What the end of each text shows: question, exclamation, left open (colon, dash, comma), closed quote. ``(n, 4)``.

    >>> ends(["他说：“走吗？”", "'Never!'", "Thank you."]).tolist()
    [[1.0, 0.0, 0.0, 1.0], [0.0, 1.0, 0.0, 1.0], [0.0, 0.0, 0.0, 0.0]]
    """
    out = np.zeros((len(texts), 4), np.float32)
    for row, text in zip(out, texts, strict=True):
        tail = text[-8:].rstrip(STRIPPED)
        bare = tail.rstrip(CLOSING + STRIPPED)
        row[QUOTE] = len(tail) > len(bare)
        last = bare[-1:]
        row[QUESTION] = last in "?？" if last else False
        row[EXCLAMATION] = last in "!！" if last else False
        row[OPEN_END] = last in ":：;；,，、—–-" if last else False
    return out


def agreement(left: Floats, right: Floats) -> Floats:
    """Marks that both have, less marks that only one has: ``(n, m)`` from ``(n, k)`` and ``(m, k)``."""
    both = left @ right.T
    result: Floats = 3.0 * both - left.sum(1)[:, None] - right.sum(1)[None, :]
    return result
