"""Many texts as they are matched, flat: what :mod:`glossary.words.folding` makes of each, end to end."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

import numpy as np

from corpora.arrays import Bools, Ints, Longs, Octets
from glossary.words.folding import Stream, chinese_stream, english_stream

BETWEEN = "\x01"  # behind each text: no term goes over it
UPPER, HEAD, HYPHEN = 1, 2, 4


@dataclass(frozen=True, slots=True)
class Streams:
    """The streams of texts, one after the other in ``text``; that of text ``k`` begins at ``offsets[k]``, and one mark ends it.

    Words of all texts end to end, those of text ``k`` at ``words[k]:words[k + 1]``: ``starts`` and ``ends`` are their edges in
    its stream ``(w, 2)``, each with its place in the text; ``marks`` says whether a word is in capitals, has a capital, stands
    behind a hyphen. Of a Chinese text a word is a character, and there are none where stream and text have the same places.
    ``loud``: texts without a small letter ``(n,)``.
    """

    language: str
    text: str
    offsets: Longs
    words: Longs
    starts: Ints
    ends: Ints
    marks: Octets
    loud: Bools

    @classmethod
    def of(cls, texts: Iterable[str], language: str) -> Streams:
        """Fold texts of one language.

        >>> found = Streams.of(["安全 理事會", "大会"], "zh")
        >>> found.text.split(BETWEEN), found[0] == chinese_stream("安全 理事會"), len(found)
        (['安全理事会', '大会', ''], True, 2)
        """
        fold = chinese_stream if language == "zh" else english_stream
        parts: list[str] = []
        starts, ends, marks, loud = array("i"), array("i"), array("B"), array("B")
        offsets, words = array("q", [0]), array("q", [0])
        for text in texts:
            one = fold(text)
            parts.append(one.text)
            first, last = list(one.starts.items()), list(one.ends.items())
            count = max(len(first), len(last))  # a word of which nothing is left has its edge in common with the next
            first += first[-1:] * (count - len(first))
            last += last[-1:] * (count - len(last))
            starts.extend(chain.from_iterable(first))
            ends.extend(chain.from_iterable(last))
            marks.extend(
                UPPER * (edge in one.upper) + HEAD * (edge in one.heads) + HYPHEN * (edge in one.hyphens)
                for edge, _place in first
            )
            offsets.append(offsets[-1] + len(one.text) + 1)
            words.append(len(marks))
            loud.append(not any(c.islower() for c in text))
        return cls(
            language,
            "".join(part + BETWEEN for part in parts),
            np.array(offsets, np.int64),
            np.array(words, np.int64),
            np.array(starts, np.int32).reshape(-1, 2),
            np.array(ends, np.int32).reshape(-1, 2),
            np.array(marks, np.uint8),
            np.array(loud, np.bool_),
        )

    def __len__(self) -> int:
        return len(self.loud)

    def __getitem__(self, row: int) -> Stream:
        """The stream of one text."""
        text = self.text[self.offsets[row] : self.offsets[row + 1] - 1]
        part = slice(self.words[row], self.words[row + 1])
        starts, ends, marks = self.starts[part], self.ends[part], self.marks[part]
        upper, heads, hyphens = (frozenset(starts[marks & one > 0, 0].tolist()) for one in (UPPER, HEAD, HYPHEN))
        return Stream(text, dict(starts.tolist()), dict(ends.tolist()), upper, heads, hyphens)
