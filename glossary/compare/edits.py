"""The edits of TER, shifts and limits of tercom included: the number that sacrebleu finds, without its matrices.

What it rests on: a shift is taken only where it leaves fewer edits, and no shift changes which words there are. So the edits to come are
known from below, candidates that leave as many edits as before need no exact number, and all paths of ``d`` edits stay near the diagonal,
where the beam of sacrebleu finds them, ties included.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

SHIFT_SIZE, SHIFT_DISTANCE, CANDIDATES = (
    10,
    50,
    1000,
)  # the limits of tercom, and sacrebleu's of the places that are tried
INSIDE = 46
"""Edits and difference of length together up to which every best path stays in the beam of 25 words round the diagonal."""
NARROW = 24  # words of a reference that the beam covers whole

Shift = tuple[int, int, int]  # start in the hypothesis, how many words, where to


def edits(words: Sequence[str], reference: Sequence[str]) -> int | None:
    """How many edits and shifts make the reference of the words; ``None`` where the beam of sacrebleu decides.

    >>> edits("the buffer zone is wide".split(), "wide is the buffer zone".split())
    2
    """
    if not reference:
        return len(words)
    codes = {word: chr(k) for k, word in enumerate(dict.fromkeys([*reference, *words]))}
    ours, theirs = ("".join(map(codes.__getitem__, side)) for side in (words, reference))
    left = Levenshtein.distance(ours, theirs)
    if left + abs(len(ours) - len(theirs)) > INSIDE and len(theirs) > NARROW:
        return None
    least = _least(ours, theirs)
    shifts = tried = 0
    while left - least > 1:  # a shift that saves one edit costs one
        candidates = list(_candidates(ours, theirs, left))
        tried += len(candidates)
        if tried >= CANDIDATES:
            break
        fewer, shifted = _best(ours, theirs, candidates, left, least)
        if fewer == left:
            break
        ours, left, shifts = shifted, fewer, shifts + 1
    return shifts + left


def _least(ours: str, theirs: str) -> int:
    """The edits that remain however the words are moved: those of the words that only one side has."""
    mine, other = Counter(ours), Counter(theirs)
    return max((mine - other).total(), (other - mine).total())


def _best(ours: str, theirs: str, candidates: Sequence[Shift], left: int, least: int) -> tuple[int, str]:
    """The shift that leaves the fewest edits, of equals the longest, then the earliest; where nothing can follow, any of the fewest."""
    best, rank, found = left, (0, 0, 0), ours
    for start, length, target in candidates:
        shifted = _shifted(ours, start, length, target)
        count = Levenshtein.distance(shifted, theirs, score_cutoff=best)
        if count < best or (count == best < left and (length, -start, -target) > rank):
            best, rank, found = count, (length, -start, -target), shifted
            if best == least:
                break
    return best, found


def _shifted(words: str, start: int, length: int, target: int) -> str:
    end, moved = start + length, words[start : start + length]
    if target < start:
        return words[:target] + moved + words[target:start] + words[end:]
    if target > end:
        return words[:start] + words[end:target] + moved + words[target:]
    return words[:start] + words[end : length + target] + moved + words[length + target :]


def _candidates(ours: str, theirs: str, left: int) -> Iterator[Shift]:
    """Runs of words of both sides that are wrong here and missing there, with each place where they may go."""
    aligned, missing, wrong = _aligned(ours, theirs, left)
    places: dict[str, list[int]] = {}
    for k, word in enumerate(theirs):
        places.setdefault(word, []).append(k)
    for start, word in enumerate(ours):
        if not any(wrong[start : start + SHIFT_SIZE]):
            continue
        for to in places.get(word, ()):
            if abs(to - start) <= SHIFT_DISTANCE and any(missing[to : to + SHIFT_SIZE]):
                yield from _targets(ours, theirs, start, to, aligned, missing, wrong)


def _targets(
    ours: str, theirs: str, start: int, to: int, aligned: list[int], missing: list[bool], wrong: list[bool]
) -> Iterator[Shift]:
    longest = min(SHIFT_SIZE, len(ours) - start, len(theirs) - to)
    before = aligned[to - 1] + 1 if to else 0
    ends = [before, *(one + 1 for one in aligned[to : to + longest])]
    is_wrong = is_missing = False
    for length in range(1, longest + 1):
        at = length - 1
        if ours[start + at] != theirs[to + at]:
            return
        is_wrong, is_missing = is_wrong or wrong[start + at], is_missing or missing[to + at]
        if is_wrong and is_missing and not start <= aligned[to] < start + length:
            yield start, length, ends[0]
            yield from ((start, length, new) for old, new in pairwise(ends[: length + 1]) if new != old)


def _aligned(ours: str, theirs: str, left: int) -> tuple[list[int], list[bool], list[bool]]:
    """For each word of the reference the last of ours that it stands beside; which of it is missing, which of ours is wrong.

    Along the best path that sacrebleu takes: from the end, and of equals first both words, then ours, then theirs.
    """
    rows = _band(ours, theirs, left)
    aligned, missing, wrong = [-1] * len(theirs), [True] * len(theirs), [True] * len(ours)
    i, j = len(ours), len(theirs)
    lower, _ = _reach(ours, theirs, left)
    far = len(ours) + len(theirs)
    while j:
        cost = rows[i][j - i - lower + 1]
        same = i > 0 and ours[i - 1] == theirs[j - 1]
        if i and rows[i - 1][j - i - lower + 1] + (not same) == cost < far:
            i, j = i - 1, j - 1
            aligned[j], missing[j], wrong[i] = i, not same, not same
        elif i and rows[i - 1][j - i - lower + 2] + 1 == cost:
            i -= 1
        else:
            j -= 1
            aligned[j] = i - 1
    return aligned, missing, wrong


def _reach(ours: str, theirs: str, left: int) -> tuple[int, int]:
    """How far a path of so many edits goes to the one and the other side of the diagonal."""
    longer = len(theirs) - len(ours)
    return -((left - longer) // 2), (left + longer) // 2


def _band(ours: str, theirs: str, left: int) -> list[list[int]]:
    """The edits up to each pair of places near the diagonal; of row ``i`` the place ``j`` at ``j - i - lower + 1``."""
    lower, upper = _reach(ours, theirs, left)
    far, width = len(ours) + len(theirs) + 1, upper - lower + 1
    rows = [[far, *(d if 0 <= d <= len(theirs) else far for d in range(lower, upper + 1)), far]]
    for i, word in enumerate(ours, start=1):
        above, row, beside = rows[-1], [far], far
        for k in range(1, width + 1):
            j = i + lower + k - 1
            if j < 0 or j > len(theirs):
                cost = far
            elif j == 0:
                cost = above[k + 1] + 1
            else:
                cost = min(above[k] + (word != theirs[j - 1]), above[k + 1] + 1, beside + 1)
            row.append(cost)
            beside = cost
        row.append(far)
        rows.append(row)
    return rows
