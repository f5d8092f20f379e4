"""The table of a ``Precompiled`` normalizer, looked at before it is used: the library that follows it panics where it leads outside.

It is that of SentencePiece: the length of a double-array trie, the trie as words of 32 bits, then the texts that are put in, each
ended by a zero (Yata, darts-clone: a word holds a label, an offset, and whether a value lies behind it).
"""

from __future__ import annotations

import base64
import binascii
from typing import Any

import numpy as np
import numpy.typing as npt

Words = npt.NDArray[np.int64]
LARGEST = 16 << 20
"""Bytes of a table; that of NFKC has 240,000."""


def check_charsmap(given: Any) -> None:
    """Raise :class:`ValueError` for a table that leads outside of itself, or has none of the shapes above."""
    try:
        data = base64.b64decode(given, validate=True)
    except (TypeError, ValueError, binascii.Error):
        raise ValueError("a table of characters that cannot be read") from None
    size = int.from_bytes(data[:4], "little")
    if len(data) > LARGEST or size % 4 or not 4 <= size <= len(data) - 4:
        raise ValueError("a table of characters that is cut short")
    texts = data[4 + size :]
    texts.decode("utf-8")
    trie = np.frombuffer(data, "<u4", size // 4, 4).astype(np.int64)
    values = _values(trie)
    if len(values) and int(values.max()) >= max(len(texts), 1):
        raise ValueError("a table of characters that leads outside of itself")
    if any(texts[value] & 0xC0 == 0x80 for value in values.tolist()):
        raise ValueError("a table of characters that cuts one in two")


def _values(trie: Words) -> Words:
    """The values of all words that can be reached from the first."""
    seen = np.zeros(len(trie), bool)
    places, found = np.zeros(1, np.int64), [np.zeros(0, np.int64)]
    labels = np.arange(1, 256)
    while len(places):
        seen[places] = True
        words = trie[places]
        bases = places ^ ((words >> 10) << ((words & (1 << 9)) >> 6))
        if (bases | 255).max() >= len(trie):
            raise ValueError("a table of characters that leads outside of itself")
        found.append(trie[bases[words & (1 << 8) != 0]] & ((1 << 31) - 1))
        children = bases[:, None] ^ labels
        there = (trie[children] & ((1 << 31) | 255)) == labels
        places = np.unique(children[there & ~seen[children]])
    return np.concatenate(found)
