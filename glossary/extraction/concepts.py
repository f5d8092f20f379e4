"""From judged pairs of phrases to draft concepts: one for each thing, with its variants, counts and contexts.

A Chinese phrase belongs to one concept; other English phrases that render it best are variants, as are Chinese phrases
that take part of the occurrences of the English one. An acronym joins its long form. A phrase that stands all but always
inside a longer one that was chosen too, with a rendering that does the same, is a part of that and left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from corpora.arrays import Bools, in_order
from glossary.concept import Concept, Context, PartOfSpeech, Status, Term, TermType
from glossary.extraction.acronyms import with_acronyms
from glossary.extraction.forms import chinese_form, english_forms
from glossary.extraction.judged import Judged, Kept, Phrases
from glossary.extraction.pairs import PhrasePairs
from glossary.extraction.sides import PREPOSITIONS
from glossary.words import is_acronym, is_subsequence

RIGHT = 0.5  # probability of being a rendering from which on a pair is looked at
VARIANT = 0.6  # and a variant
SHARE = 0.1  # of all occurrences that a variant has at least
SPLIT = 0.25  # the same for the renderings of a single word, which have other senses
MOSTLY = 0.5  # of the occurrences of a part that its whole has at least
WHOLE = 0.35  # part of the words of a Chinese variant and of the term that render each other
INSIDE = 0.85  # share of the occurrences inside a longer phrase
NOUN = 0.3  # how much likelier a term is a noun than its vectors say
VERBAL = 0.4  # by how much the first word of a phrase must look like a verb
CONTEXTS = 3
CLASSES: tuple[PartOfSpeech, ...] = ("noun", "verb", "adjective", "adverb")


@dataclass(slots=True)
class _Draft:
    """A concept in the making: its pair, and pairs that add an English or a Chinese variant."""

    pair: int
    en: list[int] = field(default_factory=list)
    zh: list[int] = field(default_factory=list)


def concepts(judged: Judged, kept: Kept, least: float) -> list[Concept]:
    """Draft concepts of probability ``least`` or more, the best first. ``kept``: the rows that were judged."""
    chosen = _without_parts(judged, _chosen(judged))
    drafts = _grouped(judged, chosen)
    made = []
    writer = _Writer(judged, kept)
    for draft in drafts:
        if judged.probability(draft.pair) >= least:
            made.append(writer.concept(draft))
    joined = with_acronyms(made, [row.en for row in kept.pairs])
    joined.sort(key=lambda c: (-c.score, -c.frequency, c.preferred("en"), c.preferred("zh")))
    return [replace(concept, id=f"c{number:04d}") for number, concept in enumerate(joined, start=1)]


def _chosen(judged: Judged) -> list[int]:
    """The best pair of each English phrase, if it is a rendering and written in Han characters."""
    pairs, best = judged.pairs, {}
    for k in np.lexsort((pairs.zh, -judged.right)).tolist():
        if judged.right[k] < RIGHT:
            break
        e, z = int(pairs.en[k]), int(pairs.zh[k])
        if e not in best and not _latin(judged, z):
            best[e] = k
    return list(best.values())


def _latin(judged: Judged, z: int) -> bool:
    """Whether a Chinese phrase is written in Latin letters: it stands for itself."""
    zh = judged.zh
    if zh.grams.size[z] > 2:
        return False
    text = zh.side.text(int(zh.grams.sample[z]), int(zh.grams.sample[z] + zh.grams.size[z]))
    return text.isascii()


def _kinds(phrases: Phrases, k: int) -> tuple[int, ...]:
    start = int(phrases.grams.sample[k])
    return tuple(phrases.side.ids[start : start + int(phrases.grams.size[k])].tolist())


def _holds(longer: tuple[int, ...], shorter: tuple[int, ...]) -> bool:
    """Whether one run of atoms is part of another."""
    span = len(shorter)
    return span < len(longer) and any(longer[k : k + span] == shorter for k in range(len(longer) - span + 1))


def _without_parts(judged: Judged, chosen: Sequence[int]) -> list[int]:
    pairs = judged.pairs
    together = pairs.figures["together"]
    by_word: dict[int, list[int]] = {}
    kinds = {k: (_kinds(judged.en, int(pairs.en[k])), _kinds(judged.zh, int(pairs.zh[k]))) for k in chosen}
    for k in chosen:
        for word in set(kinds[k][0]):
            by_word.setdefault(word, []).append(k)
    covered = judged.en.grams.stats["covered"]
    kept = []
    for k in chosen:
        part = False
        if covered[pairs.en[k]] >= INSIDE:
            rivals = min((by_word[word] for word in kinds[k][0]), key=len)
            part = any(
                together[other] >= INSIDE * together[k]
                and _holds(kinds[other][0], kinds[k][0])
                and _holds(kinds[other][1], kinds[k][1])
                and judged.probability(other) >= 0.5 * judged.probability(k)
                for other in rivals
            )
        if not part:
            kept.append(k)
    return kept


def _grouped(judged: Judged, chosen: Sequence[int]) -> list[_Draft]:
    """One draft a Chinese phrase, the likeliest and most frequent pair as its head."""
    pairs = judged.pairs
    together, votes = pairs.figures["together"], pairs.figures["votes"]
    by_zh: dict[int, list[int]] = {}
    for k in chosen:
        by_zh.setdefault(int(pairs.zh[k]), []).append(k)
    by_en: dict[int, list[int]] = {}
    for k, e in enumerate(pairs.en.tolist()):
        by_en.setdefault(e, []).append(k)
    good = _variants(pairs)
    drafts = []
    for several in by_zh.values():
        several.sort(key=lambda k: (-judged.right[k] * (1 + judged.term[k]) * np.log1p(together[k]), int(pairs.en[k])))
        draft = _Draft(_whole(judged, several))
        drafts += _english_variants(judged, draft, several)
        least = SHARE if judged.en.grams.size[pairs.en[draft.pair]] > 1 else SPLIT
        own = _kinds(judged.zh, int(pairs.zh[draft.pair]))
        for k in by_en[int(pairs.en[draft.pair])]:
            if good[k] and k != draft.pair and votes[k] >= least and int(pairs.zh[k]) not in by_zh:
                characters = _kinds(judged.zh, int(pairs.zh[k]))
                if not _holds(own, characters) and not _holds(characters, own):
                    draft.zh.append(k)
        drafts.append(draft)
    return drafts


def _english_variants(judged: Judged, draft: _Draft, several: Sequence[int]) -> list[_Draft]:
    """Adds the other English phrases of its Chinese phrase to a draft, or makes drafts of those that name another body."""
    pairs = judged.pairs
    together = pairs.figures["together"]
    least = max(SHARE * sum(together[k] for k in several), 2)
    main = int(pairs.en[draft.pair])
    head, others = _kinds(judged.en, main), []
    for k in several:
        other = int(pairs.en[k])
        words = _kinds(judged.en, other)
        if k == draft.pair or judged.right[k] < VARIANT or together[k] < least:
            continue
        if _holds(head, words) or _holds(words, head):
            continue
        if _alike(judged, main, other):
            draft.en.append(k)
        elif _names(judged, main, other):
            others.append(_Draft(k))
    return others


def _whole(judged: Judged, several: Sequence[int]) -> int:
    """The head of pairs of one Chinese phrase, the likeliest first: the longer form of it that is likelier to be the whole rendering.

    *Developed countries* may look more like a term than *least developed countries*, but is only a part of what 最不发达国家 says.
    """
    head = several[0]
    for k in several[1:]:
        longer, shorter = (_kinds(judged.en, int(judged.pairs.en[one])) for one in (k, head))
        together = judged.pairs.figures["together"]
        if judged.right[k] > judged.right[head] and together[k] >= MOSTLY * together[head] and _holds(longer, shorter):
            head = k
    return head


def _variants(pairs: PhrasePairs) -> Bools:
    """Pairs whose Chinese phrase renders so much of the English one that it can be a variant."""
    figures = pairs.figures
    whole = np.minimum(figures["given"], figures["taken"]) >= WHOLE
    edges = np.minimum(figures["first given"], figures["last given"]) >= WHOLE / 2
    return np.asarray(whole & edges & (figures["together"] >= 2))


def _alike(judged: Judged, head: int, other: int) -> bool:
    """Whether two English phrases of one Chinese phrase can name one thing.

    *Innovation* and *innovative*, *Committee* and *Commission* share a Chinese word and are no variants; an acronym has the letters of
    its long form; two names are of one body only if what they call it is the same (*Executive Board*, *Executive Directorate*).
    """
    kinds = judged.en.side.kinds
    first, second = ([kinds[k] for k in _kinds(judged.en, e)] for e in (head, other))
    short, long = (first, second) if len(first) == 1 else (second, first)
    if len(short) == 1 and is_acronym(short[0]):
        letters, whole = short[0].lower(), "".join(long).lower()
        return len(long) > 1 and whole[:1] == letters[:1] and is_subsequence(letters, whole)
    if _names(judged, head, other):
        return _called(first) == _called(second)
    return len(long) > 1


def _names(judged: Judged, *phrases: int) -> bool:
    return bool((judged.en.grams.stats["capital"][list(phrases)] > 0.5).all())


def _called(words: Sequence[str]) -> str:
    """What a name calls its thing: its last word, or the one before a preposition.

    >>> _called(["executive", "board"]), _called(["committee", "on", "conference"])
    ('board', 'committee')
    """
    return words[next((k - 1 for k, word in enumerate(words) if k and word in PREPOSITIONS), len(words) - 1)]


class _Writer:
    """Writes a draft out: spellings, counts, contexts."""

    def __init__(self, judged: Judged, kept: Kept) -> None:
        self.judged, self.rows = judged, [*kept.pairs, *kept.repeats]
        self.new = len(kept.pairs)
        self.again = {row: [self.new + k for k in some] for row, some in kept.again.items()}
        order = in_order(judged.votes.pair)
        self._order = order
        self._edges = np.searchsorted(judged.votes.pair[order], np.arange(len(judged.pairs) + 1))
        self._rows: dict[tuple[str, int], set[int]] = {}

    def concept(self, draft: _Draft) -> tuple[Concept, set[int]]:
        """The concept, and the rows that hold it."""
        judged, pairs = self.judged, self.judged.pairs
        k = draft.pair
        e, z = int(pairs.en[k]), int(pairs.zh[k])
        both = self._standing("en", e) & self._standing("zh", z)
        for other in draft.en:
            both |= self._standing("en", int(pairs.en[other])) & self._standing("zh", z)
        for other in draft.zh:
            both |= self._standing("en", e) & self._standing("zh", int(pairs.zh[other]))
        symbols = tuple(dict.fromkeys(self.rows[row].symbol for row in sorted(both)))
        contexts = self._contexts(k)
        terms = [*self._terms("zh", z, k, contexts[0], True), *self._terms("en", e, k, contexts[1], True)]
        for other in draft.zh:
            terms += self._terms("zh", int(pairs.zh[other]), other, self._contexts(other)[0], False)
        for other in draft.en:
            terms += self._terms("en", int(pairs.en[other]), other, self._contexts(other)[1], False)
        probability = judged.probability(k)
        score = probability * (1 - 0.5 / np.sqrt(max(sum(row < self.new for row in both), 1)))
        figures = round(float(score), 4), round(float(probability), 4)
        return Concept("", tuple(terms), len(both), symbols, figures[0], probability=figures[1]), both

    def _standing(self, language: str, k: int) -> set[int]:
        known = self._rows.get((language, k))
        if known is None:
            phrases = self.judged.zh if language == "zh" else self.judged.en
            places = phrases.grams.places(k)
            rows = phrases.side.row[places].tolist()
            known = set(rows)
            for row, start in zip(rows, places.tolist(), strict=True) if self.again else ():
                if row in self.again:
                    text = phrases.side.text(start, start + int(phrases.grams.size[k]))
                    known |= {other for other in self.again[row] if text in getattr(self.rows[other], language)}
            self._rows[language, k] = known
        return known

    def _terms(self, language: str, k: int, pair: int, contexts: tuple[Context, ...], main: bool) -> Iterator[Term]:
        """The phrase as it is entered, and English forms of another number."""
        phrases = self.judged.zh if language == "zh" else self.judged.en
        count = len(
            self._standing("en", int(self.judged.pairs.en[pair]))
            & self._standing("zh", int(self.judged.pairs.zh[pair]))
        )
        forms = english_forms(phrases, k) if language == "en" else {chinese_form(phrases, k): 1.0}
        pos = self._pos(pair)
        for text, share in forms.items():
            first = text == next(iter(forms))
            kind: TermType = "acronym" if language == "en" and is_acronym(text) else "" if first else "variant"
            status: Status = "preferred" if main and first else "admitted"
            own = round(share * count)
            yield Term(text, language, status, own, contexts if first else (), kind, pos)

    def _pos(self, pair: int) -> PartOfSpeech:
        """Of both terms of a pair, as the vectors of their words say; names, and most phrases of several words, are nouns."""
        judged = self.judged
        e, z = int(judged.pairs.en[pair]), int(judged.pairs.zh[pair])
        en, zh = judged.en.facts, judged.zh.facts
        inside = judged.en.grams.stats["capital"][e] > 0.5
        if en.words[e] > 1:
            verb = en.first[e, 1] + zh.first[z, 1] > en.first[e, 0] + zh.first[z, 0] + VERBAL
            return "verb" if verb and not inside else "noun"
        scores = en.last[e] + zh.last[z]
        if inside and scores[1] < scores[0] + VERBAL:
            return "noun"
        scores[0] += NOUN
        return CLASSES[int(np.argmax(scores))]

    def _contexts(self, pair: int) -> tuple[tuple[Context, ...], tuple[Context, ...]]:
        """Sentences of both languages in which the pair was seen, of different documents, neither very short nor long."""
        votes = self.judged.votes
        here = self._order[self._edges[pair] : self._edges[pair + 1]]
        rows = self.judged.en.side.row[votes.start_en[here]]
        ranked = sorted(
            set(rows.tolist()),
            key=lambda row: (abs(len(self.rows[row].zh) - 60) // 20, row),
        )
        best: dict[str, int] = {}
        for row in ranked:
            best.setdefault(self.rows[row].symbol, row)
        if not best:
            both = self._standing("en", int(self.judged.pairs.en[pair])) & self._standing(
                "zh", int(self.judged.pairs.zh[pair])
            )
            best = {"": min(both)} if both else {}
        picked = [self.rows[row] for row in list(best.values())[:CONTEXTS]]
        return (
            tuple(Context(row.zh, row.symbol, str(row.position)) for row in picked),
            tuple(Context(row.en, row.symbol, str(row.position)) for row in picked),
        )
