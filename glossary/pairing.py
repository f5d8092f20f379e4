"""Which phrase renders which: a draft termbase from aligned pairs.

Two kinds of evidence: how regularly two phrases stand in the same pairs (log-likelihood ratio, Dunning 1993, as a gate,
and the Dice coefficient), and how close the bilingual model puts them. Then competitive linking (Melamed 2000): the best
pair first, each phrase once. PMI is not used: it prefers what is rare (measured, docs/decisions.md).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

import numpy as np
import numpy.typing as npt

from corpora.bitext import Pair
from glossary.candidates import Candidate, chinese_candidates, english_candidates
from glossary.concept import Concept, Context, Term, Termbase
from glossary.words import INNER_EN

Vectors = Callable[[Sequence[str]], npt.NDArray[np.float32]]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
EXTRACTOR_VERSION = "1"


@dataclass(frozen=True, slots=True)
class ExtractConfig:
    """Limits of the extraction; lengths in words (en) and characters (zh), ``likely`` a log-likelihood ratio."""

    en_longest: int = 6
    zh_longest: int = 12
    least: int = 2
    likely: float = 8.0
    dice: float = 0.3
    cosine: float = 0.42
    hint: float = 0.08
    score: float = 0.5

    def signature(self) -> str:
        """Version and settings in one token."""
        return f"{EXTRACTOR_VERSION}," + ",".join(f"{k}={v:g}" for k, v in asdict(self).items())


def extract_terms(
    pairs: Sequence[Pair], *, config: ExtractConfig | None = None, vectors: Vectors | None = None
) -> Termbase:
    """A draft termbase. ``vectors`` gives unit vectors ``(n, d)`` for phrases of both languages; without it only the
    regularity of the pair speaks, and more pairs are needed.
    """
    config = config or ExtractConfig()
    filled = [pair for pair in pairs if pair.zh and pair.en]
    least = config.least + (len(filled) > 3000) + (len(filled) > 20_000)
    english = list(english_candidates(filled, config.en_longest, least).values())
    chinese = list(chinese_candidates(filled, config.zh_longest, least).values())
    signature = config.signature()
    if not english or not chinese:
        return Termbase({}, signature)
    left, right, together = cooccurrences(english, chinese)
    fe = np.array([len(c.rows) for c in english])[left]
    fz = np.array([len(c.rows) for c in chinese])[right]
    likely = log_likelihood(together, fe, fz, len(filled))
    dice = 2 * together / (fe + fz)
    keep = (together >= least) & (likely >= config.likely) & (dice >= config.dice)
    left, right, together, dice = left[keep], right[keep], together[keep], dice[keep]
    likely = likely[keep]
    most = np.maximum(*(log_likelihood(f, f, f, len(filled)) for f in (fe[keep], fz[keep])))
    regular = np.minimum(likely / most, 1.0) * (1 - 0.5 / together)
    cosine = np.zeros(len(left)) if vectors is None else _cosines(english, chinese, left, right, vectors)
    if vectors is None:
        score = regular
    else:
        sure = (cosine >= config.cosine) | ((together >= 3) & (dice >= 0.6) & (cosine >= config.hint))
        score = np.where(sure, 0.55 * regular + 0.45 * np.minimum(cosine * 1.3, 1.0), 0.0)
    score[_inside_longer(left, right, together, cosine, english, chinese)] = 0.0
    chosen = _compete(left, right, score, english, chinese, config.score)
    concepts = [_concept(number, english[e], chinese[z], s, filled) for number, (e, z, s) in enumerate(chosen, start=1)]
    return Termbase.of(concepts, signature)


def cooccurrences(english: Sequence[Candidate], chinese: Sequence[Candidate]) -> tuple[Ints, Ints, Ints]:
    """Indices of candidates that share rows, and in how many rows they stand together."""
    by_row: dict[int, list[int]] = {}
    for index, candidate in enumerate(chinese):
        for row in candidate.rows:
            by_row.setdefault(row, []).append(index)
    arrays = {row: np.asarray(found, dtype=np.int64) for row, found in by_row.items()}
    lefts, rights, counts = [], [], []
    for index, candidate in enumerate(english):
        found = [arrays[row] for row in candidate.rows if row in arrays]
        if found:
            which, n = np.unique(np.concatenate(found), return_counts=True)
            which, n = which[n > 1], n[n > 1]
            lefts.append(np.full(len(which), index))
            rights.append(which)
            counts.append(n)
    if not lefts:
        empty = np.zeros(0, np.int64)
        return empty, empty, empty
    return np.concatenate(lefts), np.concatenate(rights), np.concatenate(counts)


def log_likelihood(together: Ints, fe: Ints, fz: Ints, n: int) -> Floats:
    """Dunning's log-likelihood ratio of the 2 x 2 table of rows; negative association counts as 0.

    >>> bool(log_likelihood(np.array([5]), np.array([5]), np.array([5]), 50)[0] > 30)
    True
    """
    a = together.astype(np.float64)
    b, c = fe - a, fz - a
    d = np.maximum(n - a - b - c, 0)
    total = np.maximum(a + b + c + d, 1)
    result = np.zeros_like(a)
    for cell, row, column in ((a, a + b, a + c), (b, a + b, b + d), (c, c + d, a + c), (d, c + d, b + d)):
        expected = row * column / total
        result += np.where(cell > 0, cell * np.log(np.maximum(cell, 1e-12) / np.maximum(expected, 1e-12)), 0.0)
    return np.where(a * total > (a + b) * (a + c), 2 * result, 0.0)


def _inside_longer(
    left: Ints, right: Ints, together: Ints, cosine: Floats, english: Sequence[Candidate], chinese: Sequence[Candidate]
) -> list[int]:
    """Pairs of which one side is part of a longer phrase that stands with the other side just as often.

    ``occupied`` beside ``被占领土`` is a part of ``occupied territories``. With two rows that can be chance, so there the
    longer phrase must also be as close.
    """
    dropped: list[int] = []
    for mine, theirs, candidates, join in ((left, right, chinese, ""), (right, left, english, " ")):
        groups: dict[tuple[int, int], list[int]] = {}
        for k in range(len(left)):
            groups.setdefault((int(mine[k]), int(together[k])), []).append(k)
        for (_one, count), members in groups.items():
            keys = {k: f"{join}{candidates[theirs[k]].key}{join}" for k in members}
            for k in members:
                for other in members:
                    if (
                        len(keys[other]) > len(keys[k])
                        and keys[k] in keys[other]
                        and _light(keys[k]) == _light(keys[other])
                    ):
                        if count >= 3 or cosine[other] >= cosine[k] - 0.05:
                            dropped.append(k)
                            break
    return dropped


def _light(key: str) -> int:
    """Function words inside an English phrase: ``of`` opens a new phrase, so it does not make the same term longer."""
    return sum(word in INNER_EN for word in key.split())


def _cosines(
    english: Sequence[Candidate], chinese: Sequence[Candidate], left: Ints, right: Ints, vectors: Vectors
) -> Floats:
    en_used, en_place = np.unique(left, return_inverse=True)
    zh_used, zh_place = np.unique(right, return_inverse=True)
    en = vectors([english[k].text for k in en_used])
    zh = vectors([chinese[k].text for k in zh_used])
    out = np.empty(len(left))
    for start in range(0, len(left), 50_000):
        part = slice(start, start + 50_000)
        out[part] = np.einsum("ij,ij->i", en[en_place[part]], zh[zh_place[part]])
    return out


def _compete(
    left: Ints, right: Ints, score: Floats, english: Sequence[Candidate], chinese: Sequence[Candidate], least: float
) -> list[tuple[int, int, float]]:
    """The best pair first, each phrase once; then in order of frequency."""
    used_en: set[int] = set()
    used_zh: set[int] = set()
    chosen = []
    # longer phrases first among equals, then by text, so that the order of the input does not matter
    order = sorted(
        np.flatnonzero(score >= least).tolist(),
        key=lambda k: (
            -round(float(score[k]), 6),
            -len(chinese[int(right[k])].key),
            english[int(left[k])].key,
            chinese[int(right[k])].key,
        ),
    )
    for k in order:
        e, z = int(left[k]), int(right[k])
        if e in used_en or z in used_zh:
            continue
        used_en.add(e)
        used_zh.add(z)
        chosen.append((e, z, float(score[k])))
    chosen.sort(key=lambda c: (-min(len(english[c[0]].rows), len(chinese[c[1]].rows)), -c[2], english[c[0]].key))
    return chosen


def _concept(number: int, english: Candidate, chinese: Candidate, score: float, pairs: Sequence[Pair]) -> Concept:
    rows = sorted(set(english.rows) & set(chinese.rows))
    symbols = tuple(dict.fromkeys(pairs[row].symbol for row in rows))
    best = min(rows, key=lambda row: (abs(len(pairs[row].zh) - 60), row))
    context = pairs[best]
    terms = (
        Term(
            chinese.text,
            "zh",
            "preferred",
            len(chinese.rows),
            (Context(context.zh, context.symbol, str(context.position)),),
        ),
        Term(
            display(english),
            "en",
            "preferred",
            len(english.rows),
            (Context(context.en, context.symbol, str(context.position)),),
        ),
    )
    return Concept(f"c{number:04d}", terms, len(rows), symbols, round(min(score, 1.0), 4))


def display(candidate: Candidate) -> str:
    """A term as a termbase wants it: small first letter, unless it is always written with a capital.

    >>> c = Candidate("armed force", "en"); c.forms.update(["Armed forces", "armed forces"]); display(c)
    'armed forces'
    """
    text = candidate.text
    lower = [form for form in candidate.forms if form[0].islower()]
    if text[0].isupper() and lower:
        return max(lower, key=lambda form: (candidate.forms[form], form))
    return text
