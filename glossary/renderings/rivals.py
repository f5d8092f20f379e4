"""What stands where a term should be: the phrase of the other side that renders it best and renders nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from corpora.arrays import Doubles, Floats
from corpora.bitext import Pair
from corpora.text import OTHER_LANGUAGE
from glossary.concept import Concept
from glossary.renderings.senses import Asked, Senses
from glossary.words import HAN_RUN, Occurrence, is_chinese_term, is_english_term, phrases

Vectors = Callable[[Sequence[str]], Floats]
BLOCK = 20_000  # phrases encoded at a time: bounds memory, never changes an answer
LEAST_COSINE = 0.40
LEAST_MARGIN = 0.05
LIKE = 0.55  # cosine of an English phrase and a term whose dictionary says nothing of each other: task force, 工作组
SHORT = 300  # characters of a sentence in which what is left over can be told
RENDERED = 0.65  # cosine of two sentences that render each other
VERY_SHORT, LESS_RENDERED = 100, 0.5  # the same for sentences in which one phrase weighs much
UNEXPLAINED = 0.30  # a word that renders nothing else in the sentence has no higher cosine with any part of it


class Question(NamedTuple):
    """A row in which a concept stands on the side of ``language``, and none of its terms on the other; what does stand there."""

    concept: Concept
    language: str
    pair: Pair
    source_terms: Sequence[Occurrence]
    target_terms: Sequence[Occurrence]


class _Look(NamedTuple):
    """The phrases that may render the term of a question, the term, and the other phrases of its sentence."""

    question: Question
    source: str
    target: str
    term: str
    candidates: list[str]
    rest: list[str]

    def texts(self) -> list[str]:
        """What a model has to know the vectors of: candidates, the term, its usual rendering, the rest."""
        concept, language = self.question.concept, self.question.language
        return [*self.candidates, concept.preferred(language), concept.preferred(OTHER_LANGUAGE[language]), *self.rest]


def find_rivals(questions: Iterable[Question], vectors: Vectors, senses: Senses | None = None) -> Iterator[str | None]:
    """For each question the phrase that renders the concept instead of its listed terms, or ``None``.

    ``senses``, where given, has to find it plausible word by word.

    First by likeness: its cosine with the term is high, and higher than with any other part of the source sentence.
    Else by elimination: a phrase as long as a term, none of whose words renders anything else in the sentence.
    """
    block: list[_Look] = []
    texts = 0
    for look in map(_look, questions):
        block.append(look)
        texts += len(look.candidates) + len(look.rest)
        if texts > BLOCK:
            yield from _answers(block, vectors, senses)
            block, texts = [], 0
    yield from _answers(block, vectors, senses)


def _look(question: Question) -> _Look:
    concept, language, pair, source_terms, target_terms = question
    source, target = (pair.zh, pair.en) if language == "zh" else (pair.en, pair.zh)
    present = {c for o in source_terms for c in o.concepts} - {concept.id}
    taken = [o for o in target_terms if present.intersection(o.concepts)]
    candidates = english_phrases(target, taken) if language == "zh" else chinese_phrases(target, taken)
    mine = next((o for o in source_terms if concept.id in o.concepts), None)
    term = source[mine.start : mine.end] if mine else concept.preferred(language)
    return _Look(question, source, target, term, candidates, _parts(source, mine, language) if candidates else [])


def _answers(block: Sequence[_Look], vectors: Vectors, senses: Senses | None) -> Iterator[str | None]:
    """The answers to some questions, whose texts are encoded at once."""
    looks = [look for look in block if look.candidates]
    number: dict[str, int] = {}
    rows = [[number.setdefault(text, len(number)) for text in look.texts()] for look in looks]
    table = vectors(list(number)) if number else np.zeros((0, 0), np.float32)
    likest = [(look, _likest(look, table[which])) for look, which in zip(looks, rows, strict=True)]
    found = [(look, one) for look, one in likest if one is not None]
    if senses is not None:
        asked = [Asked(look.term, look.question.language, look.source, one.phrase) for look, one in found]
        fitting = senses.plausible_all(asked, [look.target for look, _one in found])
        found = [
            (look, one)
            for (look, one), fits in zip(found, fitting, strict=True)
            if fits or _fits_otherwise(look, one, vectors, senses)
        ]
    answers = {id(look): one.phrase for look, one in found}
    yield from (answers.get(id(look)) for look in block)


class _Found(NamedTuple):
    phrase: str
    close: float


def _likest(look: _Look, vectors: Floats) -> _Found | None:
    """The likeliest candidate and its cosine with the term; ``vectors`` are those of :meth:`_Look.texts`."""
    candidates = look.candidates
    vector = vectors.astype(np.float64)
    n = len(candidates)
    close = vector[:n] @ vector[n]
    alike = vector[:n] @ vector[n + 1]
    elsewhere = (vector[:n] @ vector[n + 2 :].T).max(1) if look.rest else np.zeros(n)
    worth = np.where((close >= LEAST_COSINE) & (close >= elsewhere + LEAST_MARGIN), close + 0.3 * alike, -1.0)
    best = int(worth.argmax())
    found = candidates[best] if worth[best] > 0 else None
    if found is None and look.question.language == "zh":
        # Han strings have no word boundaries, so elimination would offer fragments there
        found = _by_elimination(candidates, elsewhere, close)
    return _Found(found, float(close[candidates.index(found)])) if found else None


def _fits_otherwise(look: _Look, found: _Found, vectors: Vectors, senses: Senses) -> bool:
    """Whether an English phrase that the dictionary does not find plausible is the rendering all the same."""
    if look.question.language != "zh":
        return False
    return found.close >= LIKE or _alone(look.source, look.term, look.target, found.phrase, vectors, senses)


def _alone(source: str, term: str, target: str, phrase: str, vectors: Vectors, senses: Senses) -> bool:
    """Whether nothing else in a short Chinese sentence that is rendered here says the English phrase: then the term does."""
    if len(target) > SHORT or senses.said(phrase, "en", phrase, source.replace(term, "；")) > 0:
        return False
    zh, en = vectors([source, target]).astype(np.float64)
    return float(zh @ en) >= (RENDERED if len(target) > VERY_SHORT else LESS_RENDERED)


def _by_elimination(candidates: Sequence[str], elsewhere: Doubles, close: Doubles) -> str | None:
    """The likeliest phrase of two or three words of which no word is explained by the rest of the sentence."""
    level = dict(zip(candidates, elsewhere.tolist(), strict=True))
    found: list[tuple[float, str]] = []
    for phrase, near in zip(candidates, close.tolist(), strict=True):
        words = phrase.split()
        parts = [word for word in words if word in level]
        if 2 <= len(words) <= 3 and len(parts) == len(words) and near > 0.05:
            if max(level[p] for p in [*parts, phrase]) < UNEXPLAINED:
                found.append((near - max(level[p] for p in parts), phrase))
    return max(found)[1] if found else None


def _parts(source: str, mine: Occurrence | None, language: str) -> list[str]:
    """Short phrases of the source that are not the term itself."""
    masked = source if mine is None else source[: mine.start] + " ; " + source[mine.end :]
    if language == "zh":
        return chinese_phrases(masked, ())[:300]
    return english_phrases(masked, ())[:300]


def english_phrases(text: str, taken: Sequence[Occurrence]) -> list[str]:
    """Runs of one to four words that could be a term and hold no term that is already accounted for."""
    found: dict[str, None] = {}
    for run in phrases(text):
        for i in range(len(run)):
            for j in range(i + 1, min(i + 4, len(run)) + 1):
                start, end = run[i].start, run[j - 1].end
                if is_english_term(run[i:j]) and not any(o.start < end and start < o.end for o in taken):
                    found[text[start:end]] = None
    return list(found)


def chinese_phrases(text: str, taken: Sequence[Occurrence]) -> list[str]:
    """Han strings of two to eight characters that could be a term and touch no term that is accounted for."""
    found: dict[str, None] = {}
    for match in HAN_RUN.finditer(text):
        run, base = match.group(), match.start()
        for i in range(len(run)):
            for j in range(i + 2, min(i + 8, len(run)) + 1):
                start, end = base + i, base + j
                if is_chinese_term(run[i:j]) and not any(o.start < end and start < o.end for o in taken):
                    found[run[i:j]] = None
    return list(found)
