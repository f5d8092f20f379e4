"""The likeliest words of many Han runs at once: one best path through all of them, in arrays (Viterbi; Kudo 2018)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from corpora.arrays import Bools, Doubles, Keys, Longs, Octets, in_order

UNKNOWN = -16.0  # a character that is no word
BITS = 16  # of the number of a character; four of them make a key
CHARACTERS = 200_000  # a pass: bounds memory, never changes a word
FEW = 300  # characters that are cut faster one by one than in arrays


class BestCuts:
    """Cuts runs into words of a vocabulary, which are of up to ``longest`` (four at most) characters.

    >>> cuts = BestCuts({"大会": -2.0, "重申": -3.0, "会": -4.0})
    >>> cuts.words(["大会重申", "会大"]), cuts.scores(["大会重申", "会大"]).tolist()
    ([('大会', '重申'), ('会', '大')], [-5.0, -20.0])
    """

    def __init__(self, vocabulary: dict[str, float]) -> None:
        sizes = np.fromiter(map(len, vocabulary), np.int64, len(vocabulary))
        scores = np.fromiter(vocabulary.values(), np.float64, len(vocabulary))
        codes = np.frombuffer("".join(vocabulary).encode("utf-32-le"), np.uint32)
        self._vocabulary = vocabulary
        self._number = np.zeros(0x110000, np.uint64)  # of a character; 0: in no word
        characters = np.unique(codes)[: (1 << BITS) - 1]
        self._number[characters] = np.arange(1, len(characters) + 1, dtype=np.uint64)
        numbers, begin = self._number[codes], np.cumsum(sizes) - sizes
        self.longest = int(sizes.max(initial=1))
        self._tables: list[tuple[Keys, Doubles]] = []
        for size in range(1, self.longest + 1):
            chosen = np.flatnonzero(sizes == size)
            keys = np.zeros(len(chosen), np.uint64)
            for k in range(size):
                keys = (keys << np.uint64(BITS)) | numbers[begin[chosen] + k]
            order = np.argsort(keys)
            self._tables.append((keys[order], scores[chosen][order]))

    def words(self, runs: Sequence[str]) -> list[tuple[str, ...]]:
        """The words of each run."""
        if sum(map(len, runs)) <= FEW:
            return [self._words_of_one(run) for run in runs]
        found: list[tuple[str, ...]] = []
        kept: dict[str, str] = {}  # each word once, however often it stands
        for part in _parts(runs):
            text = "".join(part)
            edges = np.append(np.flatnonzero(self._cut(part)[1]), len(text)).tolist()
            words = [kept.setdefault(word, word) for a, b in pairwise(edges) for word in (text[a:b],)]
            at = np.searchsorted(edges, np.cumsum([0, *map(len, part)])).tolist()
            found += [tuple(words[a:b]) for a, b in pairwise(at)]
        return found

    def _words_of_one(self, run: str) -> tuple[str, ...]:
        """The same words of one run, character by character."""
        known, longest = self._vocabulary, self.longest
        best, back = [0.0], [0]
        for end in range(1, len(run) + 1):
            reached, choice = -math.inf, 0
            for start in range(max(end - longest, 0), end):  # ties go to the longer
                value = known.get(run[start:end])
                if value is None:
                    if end - start > 1:
                        continue
                    value = UNKNOWN
                if best[start] + value > reached:
                    reached, choice = best[start] + value, start
            best.append(reached)
            back.append(choice)
        words: list[str] = []
        end = len(run)
        while end:
            words.append(run[back[end] : end])
            end = back[end]
        return tuple(reversed(words))

    def scores(self, runs: Sequence[str]) -> Doubles:
        """``(n,)``: log-probability of the words of each run."""
        return np.concatenate([np.zeros(0), *(self._cut(part)[0] for part in _parts(runs))])

    def _cut(self, runs: Sequence[str]) -> tuple[Doubles, Bools]:
        """Scores of runs ``(n,)``, and the characters of all of them that begin a word ``(c,)``."""
        codes = np.frombuffer("".join(runs).encode("utf-32-le", "surrogatepass"), np.uint32)
        sizes = np.fromiter(map(len, runs), np.int64, len(runs))
        begin = np.cumsum(sizes) - sizes
        lines = self._lines(self._number[codes])
        order = in_order(int(sizes.max(initial=0)) - sizes)  # the longest first
        alive = np.searchsorted(-sizes[order], -np.arange(int(sizes.max(initial=0))), side="left")
        start = begin[order]
        best = [np.zeros(len(runs))]
        back = np.zeros(len(codes), np.uint8)
        score = np.zeros(len(runs))
        for end, n in enumerate(alive.tolist(), 1):
            reached, choice = self._step(best, lines, start[:n], end)
            back[start[:n] + end - 1] = choice
            best.append(reached)
            score[order[:n]] = reached  # the last of a run stays
        return score, _begins(back, begin, sizes)

    def _step(self, best: list[Doubles], lines: list[Doubles], start: Longs, end: int) -> tuple[Doubles, Octets]:
        """Best scores up to the ends of runs that reach so far, and the lengths of the last words; ties go to the longer."""
        reached = np.full(len(start), -math.inf)
        choice = np.zeros(len(start), np.uint8)
        for length in range(min(self.longest, end), 0, -1):
            value = best[end - length][: len(start)] + lines[length - 1][start + (end - length)]
            better = value > reached
            np.copyto(reached, value, where=better)
            choice[better] = length
        return reached, choice

    def _lines(self, numbers: Keys) -> list[Doubles]:
        """Score of the word of each length that begins at each character."""
        lines = []
        keys = numbers
        for size, (known, scores) in enumerate(self._tables, 1):
            if size > 1:
                keys = (keys[:-1] << np.uint64(BITS)) | numbers[size - 1 :]
            line = np.full(len(numbers), UNKNOWN if size == 1 else -math.inf)
            if len(known) and len(keys):
                at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
                hit = np.flatnonzero(known[at] == keys)
                line[hit] = scores[at[hit]]
            lines.append(line)
        return lines


def _begins(back: Octets, begin: Longs, sizes: Longs) -> Bools:
    """The characters that begin a word, from the last word of each run back to its first."""
    begins = np.zeros(len(back), np.bool_)
    end = begin + sizes
    while len(end):
        going = end > begin
        begin, end = begin[going], end[going]
        end = end - back[end - 1]
        begins[end] = True
    return begins


def _parts(runs: Sequence[str]) -> list[Sequence[str]]:
    """Runs in parts of about :data:`CHARACTERS`."""
    sizes = np.cumsum([len(run) for run in runs])
    edges = np.searchsorted(sizes, np.arange(CHARACTERS, int(sizes[-1]) if len(sizes) else 0, CHARACTERS)).tolist()
    cuts = sorted({0, *edges, len(runs)})
    return [runs[a:b] for a, b in pairwise(cuts)]
