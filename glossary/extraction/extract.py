"""A draft termbase from aligned pairs.

Phrases worth a look in each language (:mod:`glossary.extraction.sides`) that stand in the same rows are paired; the
model's dictionary and vectors say in each row which of them render each other (:mod:`glossary.extraction.span_table`); a
logistic model, fitted on pairs judged by hand, gives each pair the probability of being a rendering and a term; and what
names one thing becomes one concept (:mod:`glossary.extraction.concepts`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass

import numpy as np

from corpora.arrays import Bools, Doubles, Floats, Longs, distinct, in_order
from corpora.logs import staged
from corpora.memory import give_back_memory
from glossary.concept import Termbase
from glossary.extraction.clauses import QUANTIFIERS
from glossary.extraction.closeness import cosines, word_closeness
from glossary.extraction.concepts import concepts
from glossary.extraction.features import PhraseFacts, features
from glossary.extraction.judged import Judged, Kept, Phrases
from glossary.extraction.pairs import PhrasePairs, associated, rows_of, study
from glossary.extraction.repeated import repeated_rows
from glossary.extraction.sides import Grams, SideAtoms, candidates, chinese_side, english_side
from glossary.extraction.span_table import Requests, SpanTable
from glossary.extraction.weights import SPANS, probability
from glossary.renderings import UnitTable, Vectors, log_likelihood
from glossary.rows import SPACES, Rows
from glossary.words import LIGHT_ZH, STOP_EN

__all__ = ["EXTRACTOR_VERSION", "ExtractConfig", "extract_terms", "judge", "log_likelihood"]

EXTRACTOR_VERSION = "8"
STEPS, JUDGED = 100, 90  # what is told of the way: all, and when the pairs are judged
CUT = 0.5
SAME_NEIGHBOUR, SEVERAL = 0.95, 3
COUNTING = frozenset("各每本该个万亿")
DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class ExtractConfig:
    """``least``: rows in which a pair stands (0: by the size of the bitext); ``probability`` that a concept has at least."""

    least: int = 0
    probability: float = 0.3

    def signature(self) -> str:
        """Version and settings in one token."""
        return f"{EXTRACTOR_VERSION}," + ",".join(f"{k}={v:g}" for k, v in asdict(self).items())

    def rows(self, links: int) -> int:
        """Rows in which a pair must stand: 2, and more in a large bitext."""
        return self.least or 2 + (links > 10_000) + (links > 40_000) + (links > 400_000)


@staged("extract terms")
def extract_terms(
    rows: Rows, *, config: ExtractConfig | None = None, tell: Callable[[int, int], None] = lambda _done, _all: None
) -> Termbase:
    """A draft termbase, the best concepts first. Phrases are compared with the model of the rows, by default the built-in one.

    ``tell(done, all)`` is called on the way, for a bar that moves.

    >>> from corpora.bitext import Pair
    >>> rows = Rows.of([
    ...     Pair("A/1", 1, "大会通过了决议。", "The General Assembly adopted the resolution."),
    ...     Pair("A/1", 2, "决议由大会表决。", "The resolution was put to the vote in the General Assembly.")])
    >>> [(c.preferred("zh"), c.preferred("en")) for c in extract_terms(rows)][0]
    ('大会', 'General Assembly')
    """
    config = config or ExtractConfig()
    rows = rows.plain
    kept = _kept(rows)
    judged = judge(rows, config, lambda share: tell(round(JUDGED * share), STEPS), kept)
    found = concepts(judged, kept, config.probability) if judged else []
    tell(STEPS, STEPS)
    return Termbase.of(found, config.signature())


def _kept(rows: Rows) -> Kept:
    """The rows in which there is something to pair and that say something new, in the order of :func:`_order`."""
    order = _order(rows)
    seen = rows.view.texts("zh")
    origin = repeated_rows(rows.words.take(order), [seen[row] for row in order.tolist()])
    new = origin == np.arange(len(origin))
    number = np.cumsum(new) - 1
    again: dict[int, list[int]] = {}
    for k, row in enumerate(origin[~new].tolist()):
        again.setdefault(int(number[row]), []).append(k)
    kept, repeats = ([rows.pairs[row] for row in some.tolist()] for some in (order[new], order[~new]))
    return Kept(order[new], kept, repeats, again)


def _order(rows: Rows) -> Longs:
    """The filled rows, documents in order of their symbols: which occurrences are looked at is the same in whatever order they come."""
    filled = rows.filled.nonzero()[0]
    rank = np.argsort(np.argsort(np.array(rows.symbols, dtype=object)))
    return np.asarray(filled[in_order(rank[rows.document[filled]])]) if len(filled) else filled


def judge(
    rows: Rows, config: ExtractConfig, tell: Callable[[float], None] = lambda _share: None, kept: Kept | None = None
) -> Judged | None:
    """All pairs of phrases with their probabilities, rows counted among the ``kept`` ones; ``None`` where there is nothing to pair.

    Tells the share of the work that is done.
    """
    kept = kept or _kept(rows)
    pairs, filled = kept.pairs, kept.places
    least = config.rows(len(pairs))
    seen = rows.view.texts("zh")  # without the spaces that a layout leaves within words
    compared = [seen[row] for row in filled.tolist()]
    # in the script of the document
    written = [SPACES.sub("", pair.zh) for pair in pairs] if rows.simple_forms else compared
    zh = chinese_side(written, compared, rows.view.cuts)
    en = english_side([pair.en for pair in pairs], rows.words.take(filled))
    tell(0.2)
    zh_grams, en_grams = candidates(zh, least), candidates(en, least)
    give_back_memory()
    if not len(zh_grams) or not len(en_grams):
        return None
    table = UnitTable(rows.static, {"en": STOP_EN, "zh": LIGHT_ZH})
    units = table.many(zh.unit_kinds, "zh"), table.many(en.unit_kinds, "en")
    close = _cosines(zh, zh_grams, en, en_grams, (rows.encoder or rows.static).encode)
    found = associated(rows_of(en, en_grams, len(pairs)), rows_of(zh, zh_grams, len(pairs)), len(pairs), least, close)
    if not len(found):
        return None
    del close  # the vectors of all phrases
    give_back_memory()
    tell(0.4)

    def look(asked: Requests) -> Floats:
        wanted = np.bincount(asked.row, minlength=len(pairs)) > 0
        closeness = word_closeness((zh, en), units, table.dictionary, wanted, lambda part: tell(0.4 + 0.4 * part))
        spans = SpanTable(zh, en, closeness, (units[0].weights, units[1].weights))
        return spans.look(asked, lambda part: tell(0.8 + 0.2 * part))

    votes = study(found, look, (zh, en), (zh_grams, en_grams), SPANS)
    number: dict[str, int] = {}
    documents = np.array([number.setdefault(pair.symbol, len(number)) for pair in pairs], np.int64)
    sides = [
        Phrases(
            side,
            grams,
            PhraseFacts(side, grams, known, _documents(side, grams, documents)),
        )
        for side, grams, known in ((zh, zh_grams, units[0]), (en, en_grams, units[1]))
    ]
    names, figures = features(found, sides[0].facts, sides[1].facts)
    right, term = probability("right", names, figures), probability("term", names, figures)
    right[_other_digits(found, sides[0], sides[1])] = 0.0
    right[_cut_names(found, sides[0], sides[1])] *= CUT
    right[_counted(found, sides[0], sides[1])] *= CUT
    verbal = sides[1].facts.columns["participle last"] * (1 - sides[1].facts.columns["lone"])
    right[verbal[found.en] * (1 - sides[1].facts.columns["capital"][found.en]) > 0.5] *= (
        CUT  # a clause: meeting adopted
    )
    return Judged(sides[0], sides[1], found, votes, right, term)


def _cosines(
    zh: SideAtoms, zh_grams: Grams, en: SideAtoms, en_grams: Grams, vectors: Vectors
) -> Callable[[Longs, Longs], Doubles]:
    left, right = (
        vectors([text.replace(" ", "") if side.language == "zh" else text for text in phrase_texts(side, grams)])
        for side, grams in ((en, en_grams), (zh, zh_grams))
    )

    return lambda e, z: cosines(left, e, right, z).astype(np.float64)


def _cut_names(pairs: PhrasePairs, zh: Phrases, en: Phrases) -> Bools:
    """Names whose Chinese side has one and the same word beside it every time: 高专办 of 人权高专办 for OHCHR."""
    grams = zh.grams
    cut = (grams.stats["same neighbour"] >= SAME_NEIGHBOUR) & (grams.count >= SEVERAL)
    return np.asarray(cut[pairs.zh] & (en.grams.stats["capital"][pairs.en] > 0.5))


def _counted(pairs: PhrasePairs, zh: Phrases, en: Phrases) -> Bools:
    """Pairs whose Chinese side begins with *each* or a measure word, which the English one does not say: 各区域委员会 for regional commissions."""
    counter = np.array([kind in COUNTING for kind in zh.side.kinds], np.bool_)[zh.side.ids[zh.grams.sample]]
    figure = np.array([kind in QUANTIFIERS or kind[0].isdigit() for kind in en.side.kinds], np.bool_)
    return np.asarray(counter[pairs.zh] & ~figure[en.side.ids[en.grams.sample]][pairs.en])


def _other_digits(pairs: PhrasePairs, zh: Phrases, en: Phrases) -> Bools:
    """Pairs of which only one side has a figure, or both have others."""
    digits = [
        [frozenset(DIGITS.findall(text)) for text in phrase_texts(phrases.side, phrases.grams)] for phrases in (zh, en)
    ]
    return np.array([digits[0][z] != digits[1][e] for e, z in zip(pairs.en, pairs.zh, strict=True)], bool)


def phrase_texts(side: SideAtoms, grams: Grams) -> list[str]:
    """One spelling of each phrase."""
    return [side.compared_text(s, s + n) for s, n in zip(grams.sample.tolist(), grams.size.tolist(), strict=True)]


def _documents(side: SideAtoms, grams: Grams, documents: Longs) -> Longs:
    """In how many documents each phrase stands."""
    total = int(documents.max(initial=0)) + 1
    owner = np.repeat(np.arange(len(grams)), np.diff(grams.offsets))
    keys = distinct(owner * total + documents[side.row[grams.starts]])
    return np.bincount(keys // total, minlength=len(grams))
