"""What a document teaches about itself: words that keep company across its first, rough links.

Names and terms of art are missing from every general model (韦小宝 is rendered "Trinket" in one book only). After a first pass the
words of linked sentences are counted; pairs that occur together far more often than apart become evidence for the
second pass. The measure is Dice's coefficient beyond chance (Cohen's kappa of two words) with a floor on the count; each word
links once, the best pair first (competitive linking, Melamed 1997, arXiv cmp-lg/9706027).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from corpora.arrays import Floats, Longs
from corpora.text import HAN_RUN

WORD = re.compile(r"[^\W\d_]+", re.UNICODE)
BLOCK = 3000  # links that teach one lexicon: a book changes its subject, and the cost stays linear
COMMON = 0.5  # words in more of the links than this teach nothing


def words_of(text: str) -> set[str]:
    """Words of a sentence for counting: Han runs as pairs and triples of characters, other words in lower case.

    >>> sorted(words_of("韦小宝 said: Yes"))
    ['said', 'yes', '小宝', '韦小', '韦小宝']
    """
    found: set[str] = set()
    for word in WORD.findall(text):
        if word.isascii():
            if len(word) > 2:
                found.add(word.lower())
            continue
        for run in HAN_RUN.findall(word):
            found.update(run[k : k + 2] for k in range(len(run) - 1))
            found.update(run[k : k + 3] for k in range(len(run) - 2))
        rest = HAN_RUN.sub("", word)
        if len(rest) > 2:
            found.add(rest.lower())
    return found


def associations(
    source: Sequence[set[str]], target: Sequence[set[str]], floor: int = 3, least: float = 0.5
) -> list[tuple[str, str, float]]:
    """Word pairs of linked texts (``source[k]`` renders ``target[k]``) that belong together, with strength in 0..1.

    >>> texts = [({"韦小"}, {"trinket"})] * 4 + [({"他"}, {"he"})] * 4 + [({"一", "他"}, {"one"})] * 2
    >>> associations([a for a, _ in texts], [b for _, b in texts])
    [('韦小', 'trinket', 1.0), ('他', 'he', 0.6153846153846154)]
    """
    n = len(source)
    left, left_ids, left_rows, left_counts = _index(source, n, floor)
    right, right_ids, right_rows, right_counts = _index(target, n, floor)
    if not len(left) or not len(right):
        return []
    pairs, together = _count_pairs(left_ids, left_rows, right_ids, right_rows, n, len(right))
    enough = together >= floor
    pairs, together = pairs[enough], together[enough]
    a, b = pairs // len(right), pairs % len(right)
    chance = left_counts[a] * right_counts[b] / n
    strength = (together - chance) / np.maximum((left_counts[a] + right_counts[b]) / 2 - chance, 1e-9)
    keep = strength >= least
    a, b, strength, together = a[keep], b[keep], strength[keep], together[keep]
    # the more often, the surer: ties of the coefficient go to the pair that was seen more
    rank = np.lexsort((b, a, -together, -strength))
    best: list[tuple[str, str, float]] = []
    used_left: set[int] = set()
    used_right: set[int] = set()
    for k in rank.tolist():
        if int(a[k]) in used_left or int(b[k]) in used_right:
            continue
        used_left.add(int(a[k]))
        used_right.add(int(b[k]))
        best.append((left[int(a[k])], right[int(b[k])], float(strength[k])))
    return best


def _index(texts: Sequence[set[str]], n: int, floor: int) -> tuple[list[str], Longs, Longs, Longs]:
    """Words that are neither rare nor common: the words, and for every occurrence its word and its text."""
    number: dict[str, int] = {}
    ids: list[int] = []
    rows: list[int] = []
    for row, words in enumerate(texts):
        for word in sorted(words):
            ids.append(number.setdefault(word, len(number)))
            rows.append(row)
    flat, where = np.asarray(ids, np.int64), np.asarray(rows, np.int64)
    counts = np.bincount(flat, minlength=len(number))
    good = (counts >= floor) & (counts <= max(COMMON * n, 2 * floor))
    keep = good[flat] if len(flat) else np.zeros(0, bool)
    renumber = np.cumsum(good) - 1
    words_kept = [word for word, k in number.items() if good[k]]
    return words_kept, renumber[flat[keep]], where[keep], counts[good]


def _count_pairs(
    left_ids: Longs, left_rows: Longs, right_ids: Longs, right_rows: Longs, n: int, width: int
) -> tuple[Longs, Longs]:
    """Distinct ``left * width + right`` of words in the same text, and in how many texts."""
    right_size = np.bincount(right_rows, minlength=n)
    right_start = np.cumsum(right_size) - right_size
    repeats = right_size[left_rows]
    first = np.cumsum(repeats) - repeats
    inside = np.arange(int(repeats.sum())) - np.repeat(first, repeats)
    partner = right_ids[np.repeat(right_start[left_rows], repeats) + inside] if len(inside) else right_ids[:0]
    pairs, counts = np.unique(np.repeat(left_ids, repeats) * width + partner, return_counts=True)
    return pairs, counts


def lexical_evidence(
    source: Sequence[set[str]],
    target: Sequence[set[str]],
    links: Sequence[tuple[Sequence[int], Sequence[int]]],
    directions: int,
) -> tuple[Floats, Floats]:
    """Evidence of learnt word pairs: ``(n, directions)`` and ``(m, directions)``, a pseudo-random direction a pair."""
    left, right = np.zeros((len(source), directions), np.float32), np.zeros((len(target), directions), np.float32)
    for start in range(0, len(links), BLOCK):
        block = links[start : start + BLOCK]
        learnt = associations(
            [set().union(*(source[k] for k in i)) for i, _ in block],
            [set().union(*(target[k] for k in j)) for _, j in block],
        )
        if not learnt:
            continue
        rng = np.random.default_rng(start)
        axes = rng.standard_normal((len(learnt), directions)).astype(np.float32)
        axes /= np.linalg.norm(axes, axis=1, keepdims=True)
        axes *= np.array([s for *_, s in learnt], np.float32)[:, None]
        for out, texts, position, side in ((left, source, 0, 0), (right, target, 1, 1)):
            known = {pair[position]: k for k, pair in enumerate(learnt)}
            rows = range(block[0][side][0], block[-1][side][-1] + 1)
            for row in rows:
                for word in texts[row] & known.keys():
                    out[row] += axes[known[word]]
    return left, right
