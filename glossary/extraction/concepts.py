"""From judged pairs of phrases to draft concepts: one for each thing, with its variants, counts and contexts.

A Chinese phrase belongs to one concept; other English phrases that render it best are variants, as are Chinese phrases
that take part of the occurrences of the English one. An acronym joins its long form. A phrase that stands all but always
inside a longer one that was chosen too, with a rendering that does the same, is a part of that and left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from corpora.arrays import Bools, Doubles, Longs, in_order
from corpora.bitext import Pair
from glossary.concept import Concept, Context, PartOfSpeech, Term, TermType
from glossary.extraction.acronyms import with_acronyms
from glossary.extraction.features import PhraseFacts
from glossary.extraction.grams import Grams
from glossary.extraction.pairs import PhrasePairs, Votes
from glossary.extraction.side import SideAtoms
from glossary.words import is_acronym

RIGHT = 0.5  # probability of being a rendering from which on a pair is looked at
VARIANT = 0.6  # and a variant
SHARE = 0.1  # of all occurrences that a variant has at least
SPLIT = 0.25  # the same for the renderings of a single word, which have other senses
WHOLE = 0.35  # part of the words of a Chinese variant and of the term that render each other
INSIDE = 0.85  # share of the occurrences inside a longer phrase
NOUN = 0.3  # how much likelier a term is a noun than its vectors say
VERBAL = 0.4  # by how much the first word of a phrase must look like a verb
CONTEXTS = 3
FORMS = 200  # occurrences looked at for the usual spelling
CLASSES: tuple[PartOfSpeech, ...] = ("noun", "verb", "adjective", "adverb")


@dataclass(frozen=True, slots=True)
class Phrases:
    """One language: its text, its phrases, what is known of them."""

    side: SideAtoms
    grams: Grams
    facts: PhraseFacts


@dataclass(frozen=True, slots=True)
class Judged:
    """All that the extractor found out: pairs of phrases, occurrences looked at, probabilities ``(pairs,)``."""

    zh: Phrases
    en: Phrases
    pairs: PhrasePairs
    votes: Votes
    right: Doubles
    term: Doubles

    def probability(self, k: int) -> float:
        """That pair ``k`` is a rendering and a term."""
        return float(self.right[k] * self.term[k])


@dataclass(slots=True)
class _Draft:
    """A concept in the making: its pair, and pairs that add an English or a Chinese variant."""

    pair: int
    en: list[int] = field(default_factory=list)
    zh: list[int] = field(default_factory=list)


def concepts(judged: Judged, rows: Sequence[Pair], least: float) -> list[Concept]:
    """Draft concepts of probability ``least`` or more, the best first. ``rows``: the bitext that was judged."""
    chosen = _without_parts(judged, _chosen(judged))
    drafts = _grouped(judged, chosen)
    made = []
    writer = _Writer(judged, rows)
    for draft in drafts:
        if judged.probability(draft.pair) >= least:
            made.append(writer.concept(draft))
    joined = with_acronyms(made, [row.en for row in rows])
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
        draft = _Draft(several[0])
        total = sum(together[k] for k in several)
        head = _kinds(judged.en, int(pairs.en[draft.pair]))
        for k in several[1:]:
            words = _kinds(judged.en, int(pairs.en[k]))
            enough = judged.right[k] >= VARIANT and together[k] >= max(SHARE * total, 2)
            if enough and _alike(head, words, judged) and not _holds(head, words) and not _holds(words, head):
                draft.en.append(k)
        own = _kinds(judged.zh, int(pairs.zh[draft.pair]))
        least = SHARE if len(head) > 1 else SPLIT
        for k in by_en[int(pairs.en[draft.pair])]:
            if good[k] and k != draft.pair and votes[k] >= least and int(pairs.zh[k]) not in by_zh:
                characters = _kinds(judged.zh, int(pairs.zh[k]))
                if not _holds(own, characters) and not _holds(characters, own):
                    draft.zh.append(k)
        drafts.append(draft)
    return drafts


def _variants(pairs: PhrasePairs) -> Bools:
    """Pairs whose Chinese phrase renders so much of the English one that it can be a variant."""
    figures = pairs.figures
    whole = np.minimum(figures["given"], figures["taken"]) >= WHOLE
    edges = np.minimum(figures["first given"], figures["last given"]) >= WHOLE / 2
    return np.asarray(whole & edges & (figures["together"] >= 2))


def _alike(head: tuple[int, ...], words: tuple[int, ...], judged: Judged) -> bool:
    """Whether two English phrases can name one thing: of two single words, only where one is an acronym.

    *innovation* and *innovative*, *Committee* and *Commission* share a Chinese word and are no variants.
    """
    if len(head) > 1 or len(words) > 1:
        return True
    kinds = judged.en.side.kinds
    return is_acronym(kinds[head[0]]) or is_acronym(kinds[words[0]])


class _Writer:
    """Writes a draft out: spellings, counts, contexts."""

    def __init__(self, judged: Judged, rows: Sequence[Pair]) -> None:
        self.judged, self.rows = judged, rows
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
        terms = [self._term("zh", z, k, contexts[0], True), self._term("en", e, k, contexts[1], True)]
        terms += [self._term("zh", int(pairs.zh[o]), o, self._contexts(o)[0], False) for o in draft.zh]
        terms += [self._term("en", int(pairs.en[o]), o, self._contexts(o)[1], False) for o in draft.en]
        probability = judged.probability(k)
        score = probability * (1 - 0.5 / np.sqrt(max(len(both), 1)))
        figures = round(float(score), 4), round(float(probability), 4)
        return Concept("", tuple(terms), len(both), symbols, figures[0], probability=figures[1]), both

    def _standing(self, language: str, k: int) -> set[int]:
        known = self._rows.get((language, k))
        if known is None:
            phrases = self.judged.zh if language == "zh" else self.judged.en
            known = set(phrases.side.row[phrases.grams.places(k)].tolist())
            self._rows[language, k] = known
        return known

    def _term(self, language: str, k: int, pair: int, contexts: tuple[Context, ...], main: bool) -> Term:
        phrases = self.judged.zh if language == "zh" else self.judged.en
        count = len(
            self._standing("en", int(self.judged.pairs.en[pair]))
            & self._standing("zh", int(self.judged.pairs.zh[pair]))
        )
        text = english_form(phrases, k) if language == "en" else chinese_form(phrases, k)
        kind: TermType = "acronym" if language == "en" and is_acronym(text) else ""
        return Term(text, language, "preferred" if main else "admitted", count, contexts, kind, self._pos(pair))

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


def english_form(phrases: Phrases, k: int) -> str:
    """The usual spelling; with a small first letter unless it has a capital within sentences; no possessive at its end."""
    side, size = phrases.side, int(phrases.grams.size[k])
    places = phrases.grams.places(k)[:FORMS]
    if size == 1:  # the Economic of Economic and Social Council says nothing about the word
        alone = [place for place in places.tolist() if not _in_name(side, place)]
        places = np.array(alone, np.int64) if alone else places
    forms = Counter(" ".join(text[start:end].split()) for text, start, end in _standing(side, places, size))
    capital = int(side.capital[places].sum()) / len(places)
    small = [form for form in forms if form[:1].islower()]
    shown = small if small and capital < 0.5 else list(forms)
    text = min(shown, key=lambda form: (-forms[form], form[:1].isupper(), len(form), form))
    if capital < 0.5 and text[:1].isupper() and text[1:2].islower():
        text = text[:1].lower() + text[1:]
    for end in ("’s", "'s", "’", "'"):
        text = text.removesuffix(end)
    return text


def _standing(side: SideAtoms, places: Longs, size: int) -> Iterator[tuple[str, int, int]]:
    """The texts in which phrases of so many atoms stand, and where."""
    spans = side.row[places].tolist(), side.start[places].tolist(), side.end[places + (size - 1)].tolist()
    for row, start, end in zip(*spans, strict=True):
        yield side.texts[row], start, end


def _in_name(side: SideAtoms, place: int) -> bool:
    """Whether a capital stands beside a word, or behind a function word beside it."""
    for way in (-1, 1):
        at = place
        for _ in range(2):
            joined = side.joined[at] if way < 0 else at + 1 < len(side) and side.joined[at + 1]
            if not joined:
                break
            at += way
            if side.capital[at]:
                return True
            if not side.light[at]:
                break
    return False


def chinese_form(phrases: Phrases, k: int) -> str:
    """The usual spelling, without spaces between characters, with the title marks that stand around it."""
    side, size = phrases.side, int(phrases.grams.size[k])
    forms: Counter[str] = Counter()
    for text, start, end in _standing(side, phrases.grams.places(k)[:FORMS], size):
        form = "".join(text[start:end].split()) if not text[start:end].isascii() else text[start:end]
        titled = text[start - 1 : start] == "《" and text[end : end + 1] == "》"
        forms[f"《{form}》" if titled else form] += 1
    return min(forms, key=lambda form: (-forms[form], len(form), form))
