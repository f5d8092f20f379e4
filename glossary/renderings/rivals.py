"""What stands where a term should be: the phrase of the other side that renders it best and renders nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from corpora.arrays import Floats, Longs
from corpora.bitext import Pair
from corpora.text import OTHER_LANGUAGE
from glossary.concept import Concept
from glossary.renderings.phrases import phrases_of
from glossary.renderings.senses import Asked, Senses
from glossary.words import Occurrence

Vectors = Callable[[Sequence[str]], Floats]
Spans = Sequence[tuple[int, int]]
BLOCK = 150_000  # characters of the rows that are looked at together: bounds memory, never changes an answer
LEAST_COSINE = 0.40
LEAST_MARGIN = 0.05
LEAST_ELIMINATED = 0.05  # cosine of the term and a phrase that nothing else explains
EQUAL = 1e-6  # cosines that differ by less are those of one phrase in two spellings: the first counts
MOST_REST = 300  # phrases of the sentence of the term that are looked at
LIKE = 0.55  # cosine of an English phrase and a term whose dictionary says nothing of each other: task force, 工作组
SHORT = 300  # characters of a sentence in which what is left over can be told
RENDERED = 0.65  # cosine of two sentences that render each other
VERY_SHORT, LESS_RENDERED = 100, 0.5  # the same for sentences in which one phrase weighs much
UNEXPLAINED = 0.30  # a word that renders nothing else in the sentence has no higher cosine with any part of it
APART = ' \u00a0()[]"“”;:\n'  # characters beside which a word ends


class Question(NamedTuple):
    """A row in which a concept stands on the side of ``language``, and none of its terms on the other; what does stand there."""

    concept: Concept
    language: str
    pair: Pair
    source_terms: Sequence[Occurrence]
    target_terms: Sequence[Occurrence]

    @property
    def source(self) -> str:
        """The text in which the concept stands."""
        return self.pair.zh if self.language == "zh" else self.pair.en

    @property
    def target(self) -> str:
        """The text that has none of its terms."""
        return self.pair.en if self.language == "zh" else self.pair.zh

    def taken(self) -> Spans:
        """Where there are terms of other concepts of the source."""
        present = {c for o in self.source_terms for c in o.concepts} - {self.concept.id}
        return [(o.start, o.end) for o in self.target_terms if present.intersection(o.concepts)]

    def mine(self) -> Spans:
        """Where the concept itself stands, the first time; none where it only stands within a longer term."""
        return [(o.start, o.end) for o in self.source_terms if self.concept.id in o.concepts][:1]

    def term(self) -> str:
        """The concept as the source says it."""
        return next((self.source[a:b] for a, b in self.mine()), self.concept.preferred(self.language))


class _Lists(NamedTuple):
    """Phrases of some questions: those of question ``k`` are ``which[offsets[k]:offsets[k + 1]]`` of ``texts``."""

    texts: list[str]
    which: Longs
    offsets: Longs

    def of(self, question: int) -> Longs:
        return self.which[self.offsets[question] : self.offsets[question + 1]]

    def first(self, most: int) -> _Lists:
        """The first different phrases of each question."""
        rows = [self.of(k) for k in range(len(self.offsets) - 1)]
        rows = [
            np.array(list(dict.fromkeys(one.tolist()))[:most], np.int64) if len(one) > most else one for one in rows
        ]
        offsets = np.concatenate([[0], np.cumsum([len(one) for one in rows])]).astype(np.int64)
        return _Lists(self.texts, np.concatenate([np.zeros(0, np.int64), *rows]), offsets)


class _Look(NamedTuple):
    """The phrases that may render the term of a question, their vectors, how close each is to the term.

    ``usual`` is the vector of the usual rendering; ``divided`` phrases are of several words that are phrases, too: their numbers.
    """

    number: int
    question: Question
    phrases: list[str]
    vectors: Floats
    close: Floats
    usual: Floats
    divided: dict[int, list[int]]


class _Found(NamedTuple):
    number: int
    question: Question
    phrase: str
    close: float


def find_rivals(questions: Iterable[Question], vectors: Vectors, senses: Senses | None = None) -> Iterator[str | None]:
    """For each question the phrase that renders the concept instead of its listed terms, or ``None``.

    ``senses``, where given, has to find it plausible word by word. Questions about one row cost least side by side.

    First by likeness: its cosine with the term is high, and higher than with any other part of the source sentence.
    Else by elimination: a phrase as long as a term, none of whose words renders anything else in the sentence.
    """
    block: list[Question] = []
    size = 0
    for question in questions:
        block.append(question)
        size += len(question.source) + len(question.target)
        if size > BLOCK:
            yield from _answers(block, vectors, senses)
            block, size = [], 0
    yield from _answers(block, vectors, senses)


def _answers(block: Sequence[Question], vectors: Vectors, senses: Senses | None) -> list[str | None]:
    """The answers to some questions, whose texts are encoded at once."""
    answers: list[str | None] = [None] * len(block)
    for language in OTHER_LANGUAGE:
        looks = _looks([(k, one) for k, one in enumerate(block) if one.language == language], language, vectors)
        found = _likest(looks, language, vectors)
        for one in found if senses is None else _fitting(found, vectors, senses):
            answers[one.number] = one.phrase
    return answers


def _looks(questions: Sequence[tuple[int, Question]], language: str, vectors: Vectors) -> list[_Look]:
    """Questions about terms of one language that a phrase can be the answer to."""
    other = OTHER_LANGUAGE[language]
    lists = _lists([one.target for _, one in questions], [one.taken() for _, one in questions], other)
    terms = [one.concept.preferred(side) for _, one in questions for side in (language, other)]
    at = {text: k for k, text in enumerate(dict.fromkeys(terms))}
    table, known = vectors(lists.texts), vectors(list(at))
    looks = []
    for k, (number, question) in enumerate(questions):
        which = lists.of(k)
        phrases, mine = [lists.texts[i] for i in which.tolist()], table[which]
        close = mine @ known[at[terms[2 * k]]]
        # Han strings have no word boundaries, so elimination would offer fragments there
        divided = _divided(phrases, close) if other == "en" else {}
        if divided or (close >= LEAST_COSINE).any():
            looks.append(_Look(number, question, phrases, mine, close, known[at[terms[2 * k + 1]]], divided))
    return looks


def _likest(looks: Sequence[_Look], language: str, vectors: Vectors) -> list[_Found]:
    """The likeliest phrase of each question, where there is one."""
    masked = [_without(look.question.source, look.question.mine(), language) for look in looks]
    lists = _lists([text for text, _ in masked], [spans for _, spans in masked], language, MOST_REST)
    table = vectors(lists.texts)
    found = []
    for k, look in enumerate(looks):
        rest = table[lists.of(k)]
        best = _by_likeness(look, rest)
        best = _by_elimination(look, rest) if best is None else best
        if best is not None:
            found.append(_Found(look.number, look.question, look.phrases[best], float(look.close[best])))
    return found


def _lists(texts: Sequence[str], spans: Sequence[Spans], language: str, most: int | None = None) -> _Lists:
    """The first ``most`` phrases of texts that touch none of the spans given for each."""
    at = {text: k for k, text in enumerate(dict.fromkeys(texts))}
    phrases = phrases_of(list(at), language)
    which, whose = phrases.outside(np.array([at[text] for text in texts], np.int64), spans)
    used = np.zeros(len(phrases.start), np.bool_)
    used[which] = True
    known: dict[str, int] = {}
    numbers = np.zeros(len(used), np.int64)
    numbers[used] = [known.setdefault(text, len(known)) for text in phrases.texts(np.flatnonzero(used))]
    offsets = np.searchsorted(whose, np.arange(len(texts) + 1)).astype(np.int64)
    lists = _Lists(list(known), numbers[which], offsets)
    return lists if most is None else lists.first(most)


def _without(source: str, mine: Spans, language: str) -> tuple[str, Spans]:
    """The sentence of a term, and what of it is the term; where the term ends within a word, a sentence without it."""
    for start, end in mine if language == "en" else ():
        inside = source[start - 1 : start].strip(APART) or source[end : end + 1].strip(APART)
        if inside:
            return source[:start] + " ; " + source[end:], ()
    return source, mine


def _by_likeness(look: _Look, rest: Floats) -> int | None:
    """The phrase that is closer to the term than to any phrase of the rest of the sentence."""
    close = np.flatnonzero(look.close >= LEAST_COSINE)
    close = close[look.close[close] >= _elsewhere(look.vectors[close], rest) + LEAST_MARGIN]
    if not len(close):
        return None
    worth = look.close[close] + 0.3 * (look.vectors[close] @ look.usual)
    return int(close[np.argmax(worth >= worth.max() - EQUAL)])


def _elsewhere(vectors: Floats, rest: Floats) -> Floats:
    """The cosine of each phrase with the phrase of the rest that it is closest to."""
    found: Floats = (vectors @ rest.T).max(1) if len(rest) else np.zeros(len(vectors), np.float32)
    return found


def _divided(phrases: Sequence[str], close: Floats) -> dict[int, list[int]]:
    """Phrases of two or three words that are phrases themselves: their numbers, and those of their words."""
    at = {phrase: k for k, phrase in enumerate(phrases)}
    found = {}
    for k, phrase in enumerate(phrases):
        words = phrase.split()
        if 2 <= len(words) <= 3 and close[k] > LEAST_ELIMINATED and all(word in at for word in words):
            found[k] = [at[word] for word in words]
    return found


def _by_elimination(look: _Look, rest: Floats) -> int | None:
    """The likeliest phrase of two or three words of which no word is explained by the rest of the sentence."""
    some = sorted({k for phrase, words in look.divided.items() for k in (phrase, *words)})
    level = dict(zip(some, _elsewhere(look.vectors[some], rest).tolist(), strict=True))
    found = [
        (round(float(look.close[k]) - max(level[word] for word in words), 6), look.phrases[k], k)
        for k, words in look.divided.items()
        if max(level[k], *(level[word] for word in words)) < UNEXPLAINED
    ]
    return max(found)[2] if found else None


def _fitting(found: Sequence[_Found], vectors: Vectors, senses: Senses) -> list[_Found]:
    """The phrases that the dictionary finds plausible, or that are the rendering all the same."""
    asked = [Asked(one.question.term(), one.question.language, one.question.source, one.phrase) for one in found]
    plausible = senses.plausible_all(asked, [one.question.target for one in found])
    fitting = [one for one, fits in zip(found, plausible, strict=True) if fits]
    others = [one for one, fits in zip(found, plausible, strict=True) if not fits and one.question.language == "zh"]
    fitting += [one for one in others if one.close >= LIKE]
    return fitting + _alone([one for one in others if one.close < LIKE], vectors, senses)


def _alone(found: Sequence[_Found], vectors: Vectors, senses: Senses) -> list[_Found]:
    """Where nothing else in a short Chinese sentence that is rendered here says the English phrase: then the term does."""
    short = [one for one in found if len(one.question.target) <= SHORT]
    rest = (one.question.source.replace(one.question.term(), "；") for one in short)
    said = senses.said_all([Asked(one.phrase, "en", one.phrase, text) for one, text in zip(short, rest, strict=True)])
    unsaid = [one for one, share in zip(short, said, strict=True) if share <= 0]
    zh, en = (vectors([getattr(one.question.pair, side) for one in unsaid]) for side in ("zh", "en"))
    alike = np.einsum("ij,ij->i", zh, en).tolist()
    return [one for one, cosine in zip(unsaid, alike, strict=True)
            if cosine >= (RENDERED if len(one.question.target) > VERY_SHORT else LESS_RENDERED)]  # fmt: skip
