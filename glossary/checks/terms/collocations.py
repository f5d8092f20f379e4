"""Two words that belong together in English and are rendered in several ways in a document: 能源转变 and 能源转型."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np

from corpora.arrays import Bools, Ints, Longs, in_order, numbered
from glossary.checks.terms.english import English, distinct, english_words, shifted
from glossary.finding import Span
from glossary.renderings import Chances, Senses
from glossary.rows import Rows
from glossary.words import HanWords, is_chinese_term

LEAST_CHANCE = 0.01  # with which each Chinese word becomes its English word
SURE = 0.1  # the same for the word that stays, which says that it is this phrase
LETTERS = 3  # of an English word
ROWS = 40  # of a document, in which a phrase is looked at
BLOCK = 1 << 14  # phrases looked at at a time: bounds memory, never changes a figure
DETERMINERS = frozenset({"a", "an", "the", "this", "these", "its", "their", "such", "any", "each"})
NUMERALS = frozenset("一二两三四五六七八九十百千万亿各几多")
# words that say where and when, and name nothing
WHERE = frozenset(
    ("境内", "境外", "期间", "方面", "之后", "之前", "之间", "以来", "以内", "以外", "左右", "内外", "当中", "其中", "产生")
)  # fmt: skip
# adjectives that every writer varies: no terms
LOOSE = frozenset(
    ("various", "different", "current", "existing", "present", "new", "other", "further", "many", "several", "numerous", "full",
     "final", "effective", "significant", "major", "great", "greater", "large", "high", "higher", "strong", "stronger", "important",
     "key", "particular", "specific", "overall")
)  # fmt: skip
# verbs that end a phrase before them
VERBS = frozenset(
    ("requires", "remains", "continues", "includes", "provides", "needs", "calls", "faces", "makes", "takes", "offers", "plays",
     "contributes", "depends", "involves", "consists", "covers", "allows", "helps", "shows", "seeks", "aims", "applies",
     "require", "remain", "continue", "include", "provide", "need", "make", "take")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Varied:
    """An English phrase of a document with two Chinese renderings that share a word: the rows (from 0) of each, the usual one first.

    ``place`` is where the phrase stands in the English text of the first row of the rare rendering.
    """

    place: Span
    usual: str
    rare: str
    differs: tuple[str, str]
    usual_rows: tuple[int, ...]
    rare_rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases of two English words, the head last, in the rows where each first stands: numbers of the folded words, a row, a place."""

    first: Longs
    second: Longs
    row: Ints
    start: Ints
    end: Ints

    def some(self, which: Longs) -> Phrases:
        """Some of them."""
        return Phrases(self.first[which], self.second[which], self.row[which], self.start[which], self.end[which])


def varied_phrases(rows: Rows, dictionary: Senses) -> Iterator[Varied]:
    """Phrases of two English words whose Chinese differs in one of two words, each pair of words once in a document."""
    english = english_words(rows)
    group, places = _repeated(two_words(english), rows.document)
    if not len(group):
        return
    found = _Renderings.of(rows, english, dictionary, group, places)
    told: set[tuple[int, frozenset[str]]] = set()
    for edges in found.several():
        for one in found.differing(slice(*edges)):
            key = int(rows.document[one.rare_rows[0]]), frozenset(one.differs)
            if key not in told:
                told.add(key)
                yield one


def two_words(english: English) -> Phrases:
    """Noun phrases of two content words, the head last, and where they stand; "X of the Y" counts as "Y X". In order of place.

    >>> from corpora.bitext import Pair
    >>> def found(text):
    ...     english = english_words(Rows.of([Pair("", 1, "中", text)]))
    ...     names, made = english.folds[0], two_words(english)
    ...     return [(names[a], names[b]) for a, b in zip(made.first, made.second)]
    >>> found("The demolition of homes; home demolitions and the living conditions")
    [('home', 'demolition'), ('home', 'demolition'), ('living', 'condition')]
    >>> found("The energy transition requires money")
    [('energy', 'transition')]
    """
    head, modifier, first, last = _noun_phrases(english)
    order = in_order(first)
    head, modifier, first, last = head[order], modifier[order], first[order], last[order]
    folds = english.folds[1].astype(np.int64)
    return Phrases(
        folds[english.word[modifier]],
        folds[english.word[head]],
        english.row[first],
        english.start[first],
        english.end[last],
    )


def _noun_phrases(english: English) -> tuple[Longs, Longs, Longs, Longs]:
    """Of each phrase the places of its head, of the word before it, of the first and of the last word of it in the text."""

    def flags(which: Collection[str]) -> Bools:
        return np.array([word in which for word in english.lower], np.bool_)[english.word]

    lower = english.lower
    content = np.array([len(word) >= LETTERS and word[0].isalpha() for word in lower], np.bool_)
    content = (content & ~english.light)[english.word]
    loose, verb = flags(LOOSE), flags(VERBS)
    next_one = shifted(english.joined, 1)  # a word follows in the run
    ends = ~(next_one & shifted(content & ~verb, 1))
    past = np.array([word.endswith(("ed", "ly")) for word in lower], np.bool_)[english.word]
    ing = np.array([word.endswith("ing") for word in lower], np.bool_)[english.word]
    before = [english.joined & shifted(one, -1) for one in (content & loose, flags(DETERMINERS))]
    noun = (
        ~loose & ~verb & ~shifted(past, 1) & (~ing | before[1])
    )  # "an enabling environment", and not "empowering science"
    plain = np.flatnonzero(content & next_one & shifted(content & ends, 1) & ~before[0] & noun)
    of = np.flatnonzero(content & next_one & shifted(flags(("of",)) & next_one, 1))
    article = (flags(("the",)) & next_one)[of + 2]
    bare = ~flags(("the",))[of + 2]
    other = of + 2 + article
    good = (article | bare) & (content & ends)[other]
    of, other = of[good], other[good]
    pairs = (plain + 1, of), (plain, other), (plain, of), (plain + 1, other)
    head, modifier, first, last = (np.concatenate(pair) for pair in pairs)
    return head, modifier, first, last


def _repeated(phrases: Phrases, document: Longs) -> tuple[Longs, Phrases]:
    """The phrases that stand in several rows of a document, in the first :data:`ROWS` of them; numbers of the groups, those that
    begin first before.
    """
    width = int(phrases.first.max(initial=0)) + int(phrases.second.max(initial=0)) + 2
    phrase = distinct(phrases.first * width + phrases.second)
    count = int(phrase.max(initial=0)) + 1
    _keys, first = np.unique(phrases.row.astype(np.int64) * count + phrase, return_index=True)
    first.sort()
    phrases, phrase = phrases.some(first), phrase[first]
    key = document[phrases.row] * count + phrase
    order = in_order(key)
    heads = np.flatnonzero(np.diff(key[order], prepend=-1))
    sizes = np.diff(np.append(heads, len(order)))
    rank = np.arange(len(order)) - np.repeat(heads, sizes)
    kept = (np.repeat(sizes, sizes) > 1) & (rank < ROWS)
    start = np.repeat(order[heads], sizes)[kept]
    order = order[kept]
    order = order[np.lexsort((order, start))]
    group = distinct(np.sort(start))
    return group, phrases.some(order)


@dataclass(frozen=True, slots=True)
class _Renderings:
    """Which two Chinese words side by side render which phrase where: the place among ``phrases``, and the words, by their numbers."""

    chances: Chances
    names: tuple[str, ...]  # of English words
    words: tuple[str, ...]  # Chinese ones
    group: Longs
    phrases: Phrases
    place: Longs
    first: Longs
    second: Longs

    @classmethod
    def of(cls, rows: Rows, english: English, dictionary: Senses, group: Longs, phrases: Phrases) -> _Renderings:
        """Of the phrases in rows those words that become them with some probability, and no other word of the row with a greater."""
        which, local = numbered(phrases.row)
        cut = HanWords.of([rows.pairs[row].zh for row in which.tolist()], rows.cuts)
        text, pairs = _side_by_side(cut)
        kinds, numbers = numbered(pairs)
        words = tuple(cut.kinds[kind] for kind in kinds.tolist())
        names = english.folds[0]
        chances = Chances(dictionary, words, names, content=True)
        edges = np.searchsorted(text, np.arange(len(which) + 1))
        place, first, second = _likely(chances, phrases, edges[local], edges[local + 1], numbers.reshape(pairs.shape))
        best = _Best(chances, english, phrases.row[place])
        good = best.of(first, phrases.first[place]) & best.of(second, phrases.second[place])
        place, first, second = place[good], first[good], second[good]
        both, back = numbered(first * len(words) + second)
        texts = [words[one] + words[other] for one, other in zip(*divmod(both, max(len(words), 1)), strict=True)]
        term = np.array([is_chinese_term(one) for one in texts], np.bool_)[back]
        return cls(chances, names, words, group, phrases, place[term], first[term], second[term])

    def several(self) -> Iterator[tuple[int, int]]:
        """The renderings of each phrase of a document that has several, as a run of all."""
        group = self.group[self.place]
        heads = np.flatnonzero(np.diff(group, prepend=-1, append=-2))
        for start, end in zip(heads[:-1].tolist(), heads[1:].tolist(), strict=True):
            if (self.first[start:end] != self.first[start]).any() or (
                self.second[start:end] != self.second[start]
            ).any():
                yield start, end

    def differing(self, part: slice) -> Iterator[Varied]:
        """Two renderings of a phrase that share the word that says which phrase it is, and never stand in one row alone."""
        places = self.place[part].tolist()
        rows = self.phrases.row[places].tolist()
        found: dict[tuple[int, int], list[int]] = defaultdict(list)
        for row, *pair in zip(rows, self.first[part].tolist(), self.second[part].tolist(), strict=True):
            known = found[pair[0], pair[1]]
            if row not in known[-1:]:
                known.append(row)
        place_of = dict(zip(rows, places, strict=True))
        phrase = int(self.phrases.first[places[0]]), int(self.phrases.second[places[0]])
        order = sorted(found, key=lambda pair: (-len(found[pair]), found[pair][0]))
        for k, usual in enumerate(order):
            for rare in order[k + 1 :]:
                if (usual[0] == rare[0]) == (usual[1] == rare[1]):
                    continue
                at = 0 if usual[0] != rare[0] else 1
                if not all(_can_vary(self.words[one[at]]) for one in (usual, rare)):
                    continue
                if self._chance(usual[1 - at], phrase[1 - at]) < SURE:
                    continue
                own = [
                    tuple(row for row in found[one] if row not in found[other])
                    for one, other in ((usual, rare), (rare, usual))
                ]
                if all(own):
                    first = place_of[own[1][0]]
                    yield Varied(
                        (int(self.phrases.start[first]), int(self.phrases.end[first])),
                        "".join(self.words[word] for word in usual),
                        "".join(self.words[word] for word in rare),
                        (self.words[usual[at]], self.words[rare[at]]),
                        own[0],
                        own[1],
                    )

    def _chance(self, word: int, name: int) -> float:
        return float(self.chances.of(np.array([word]), np.array([name]))[0])


def _can_vary(word: str) -> bool:
    """Whether it says something if this word stands for another."""
    return len(word) == 2 and word not in WHERE and not NUMERALS.intersection(word)


def _side_by_side(cut: HanWords) -> tuple[Ints, Ints]:
    """Of words of two characters or more side by side: the text and both kinds ``(n, 2)``."""
    long = cut.end - cut.start > 1
    at = np.flatnonzero(long[:-1] & long[1:] & cut.joined[1:])
    return cut.text[at], np.stack([cut.kind[at], cut.kind[at + 1]], axis=1)


def _likely(chances: Chances, phrases: Phrases, start: Longs, end: Longs, pairs: Longs) -> tuple[Longs, Longs, Longs]:
    """Of each phrase the pairs of words of its row, from ``start`` to ``end``, that become it with some probability."""
    result = [np.zeros((3, 0), np.int64)]
    for base in range(0, len(start), BLOCK):
        first, sizes = start[base : base + BLOCK], (end - start)[base : base + BLOCK]
        place = np.repeat(np.arange(base, base + len(sizes)), sizes)
        at = np.arange(len(place)) + np.repeat(first - np.cumsum(sizes) + sizes, sizes)
        for side, names in enumerate((phrases.first, phrases.second)):
            likely = chances.of(pairs[at, side], names[place]) >= LEAST_CHANCE
            place, at = place[likely], at[likely]
        result.append(np.stack([place, pairs[at, 0], pairs[at, 1]]))
    place, one, other = np.concatenate(result, axis=1)
    return place, one, other


class _Best:
    """Whether a word of a row becomes none of its other English words with a greater probability."""

    def __init__(self, chances: Chances, english: English, rows: Ints) -> None:
        self.chances, self.rows = chances, rows
        here = ~english.light[english.word]
        self._names = english.folds[1][english.word[here]].astype(np.int64)
        which, self._local = numbered(rows)
        places = english.row[here]
        self._start, self._end = (np.searchsorted(places, which, side=side) for side in ("left", "right"))

    def of(self, words: Longs, names: Longs) -> Bools:
        """The same for words, each in its row, and the English word it is to become."""
        width = int(words.max(initial=0)) + 1
        keys, back = numbered(self._local * width + words)
        best = np.zeros(len(keys))
        for base in range(0, len(keys), BLOCK):
            local, word = np.divmod(keys[base : base + BLOCK], width)
            start, sizes = self._start[local], (self._end - self._start)[local]
            heads = np.cumsum(sizes) - sizes
            at = np.arange(int(sizes.sum())) + np.repeat(start - heads, sizes)
            best[base : base + BLOCK] = np.maximum.reduceat(
                self.chances.of(np.repeat(word, sizes), self._names[at]), heads
            )
        result: Bools = self.chances.of(words, names) >= best[back]
        return result
