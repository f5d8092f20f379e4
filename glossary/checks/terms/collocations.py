"""Two words that belong together in English and are rendered in several ways in a document: 能源转变 and 能源转型."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from glossary.checks.base import Material
from glossary.finding import Span
from glossary.renderings import Senses, WordSenses
from glossary.words import HAN_RUN, STOP_EN, Cuts, Token, fold, is_chinese_term

LEAST_CHANCE = 0.01  # with which each Chinese word becomes its English word
SURE = 0.1  # the same for the word that stays, which says that it is this phrase
LETTERS = 3  # of an English word
ROWS = 40  # of a document, in which a phrase is looked at
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

Phrase = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Varied:
    """An English phrase of a document with two Chinese renderings that share a word: the rows of each, the usual one first.

    ``place`` is where the phrase stands in the English text of the first row of the rare rendering.
    """

    place: Span
    usual: str
    rare: str
    differs: tuple[str, str]
    usual_rows: tuple[int, ...]
    rare_rows: tuple[int, ...]


@dataclass(slots=True)
class _Row:
    content: set[str]
    phrases: dict[Phrase, Span]
    cut: list[tuple[str, str]] = field(default_factory=list)  # Chinese words side by side that could be a term
    renderings: list[tuple[str, str, dict[str, float], dict[str, float]]] | None = None


@dataclass(slots=True)
class _Search:
    material: Material
    rows: dict[int, _Row] = field(default_factory=dict)
    places: dict[tuple[str, Phrase], list[int]] = field(default_factory=lambda: defaultdict(list))


def varied_phrases(material: Material, dictionary: Senses) -> Iterator[Varied]:
    """Phrases of two English words whose Chinese differs in one of two words, each pair of words once in a document."""
    search = _Search(material)
    for row, pair in material.bilingual():
        runs = list(material.rows.phrases(row - 1))
        content = {fold(t.text.lower()) for run in runs for t in run if t.text.lower() not in STOP_EN}
        found: dict[Phrase, Span] = {}
        for phrase, place in (one for run in runs for one in two_words(run)):
            found.setdefault(phrase, place)
        search.rows[row] = _Row(content, found)
        for phrase in found:
            search.places[pair.symbol, phrase].append(row)
    shared = {key: rows[:ROWS] for key, rows in search.places.items() if len(rows) > 1}
    senses = WordSenses(dictionary, sorted(set().union(*(row.content for row in search.rows.values()))))
    for number in sorted({row for rows in shared.values() for row in rows}):
        search.rows[number].cut = _cut(material.pairs[number - 1].zh, material.rows.cuts)
    senses.prepare(word for row in search.rows.values() for two in row.cut for word in two)
    told: set[tuple[str, frozenset[str]]] = set()
    for (symbol, phrase), rows in shared.items():
        for one in _differing(search, phrase, _renderings(search, senses, phrase, rows), senses):
            if (symbol, frozenset(one.differs)) not in told:
                told.add((symbol, frozenset(one.differs)))
                yield one


def two_words(run: Sequence[Token]) -> Iterator[tuple[Phrase, Span]]:
    """Noun phrases of two content words, the head last, in their folded forms, and where they stand; "X of the Y" counts as "Y X".

    >>> from glossary.words import phrases
    >>> [[phrase for phrase, _place in two_words(run)] for run in phrases("The demolition of homes; home demolitions and the living conditions")]
    [[('home', 'demolition')], [('home', 'demolition'), ('living', 'condition')]]
    >>> [[phrase for phrase, _place in two_words(run)] for run in phrases("The energy transition requires money")]
    [[('energy', 'transition')]]
    """
    low = [token.text.lower() for token in run]
    content = [word not in STOP_EN and len(word) >= LETTERS and word[0].isalpha() for word in low]
    ends = [not after or word in VERBS for after, word in zip([*content[1:], False], [*low[1:], ""], strict=True)]
    for k in range(len(low) - 1):
        if not content[k]:
            continue
        if content[k + 1] and ends[k + 1] and not (k and content[k - 1] and low[k - 1] in LOOSE) and _noun(low, k):
            yield (fold(low[k]), fold(low[k + 1])), (run[k].start, run[k + 1].end)
        elif low[k + 1] == "of":
            other = k + 2 + (low[k + 2 : k + 3] == ["the"])
            if other < len(low) and content[other] and ends[other]:
                yield (fold(low[other]), fold(low[k])), (run[k].start, run[other].end)


def _noun(low: Sequence[str], k: int) -> bool:
    """Whether two words can be an attribute and a noun: "an enabling environment", and not "empowering science"."""
    if low[k] in LOOSE or low[k] in VERBS or low[k + 1].endswith(("ed", "ly")):
        return False
    return not low[k].endswith("ing") or (k > 0 and low[k - 1] in DETERMINERS)


def _renderings(
    search: _Search, senses: WordSenses, phrase: Phrase, rows: Sequence[int]
) -> dict[tuple[str, str], list[int]]:
    """The pairs of Chinese words that render a phrase, and the rows where each does."""
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in rows:
        for first, second, mine, others in _pairs(search, senses, row):
            one, other = mine.get(phrase[0], 0.0), others.get(phrase[1], 0.0)
            if min(one, other) >= LEAST_CHANCE and one >= max(mine.values()) and other >= max(others.values()):
                if row not in found[first, second]:
                    found[first, second].append(row)
    return found


def _cut(text: str, cuts: Cuts) -> list[tuple[str, str]]:
    return [
        (first, second)
        for run in HAN_RUN.findall(text)
        for first, second in pairwise(cuts.words(run))
        if len(first) > 1 and len(second) > 1 and is_chinese_term(first + second)
    ]


def _pairs(search: _Search, senses: WordSenses, row: int) -> list[tuple[str, str, dict[str, float], dict[str, float]]]:
    """Words of the Chinese text that stand side by side and could be a term, with what they become in the English one."""
    known = search.rows[row]
    if known.renderings is None:
        known.renderings = []
        for first, second in known.cut:
            mine, others = (senses.among(word, known.content) for word in (first, second))
            if mine and others:
                known.renderings.append((first, second, mine, others))
    return known.renderings


def _differing(
    search: _Search, phrase: Phrase, found: dict[tuple[str, str], list[int]], senses: WordSenses
) -> Iterator[Varied]:
    """Two renderings that share the word that says which phrase it is, and never stand in one row alone."""
    order = sorted(found, key=lambda pair: (-len(found[pair]), found[pair][0]))
    for k, usual in enumerate(order):
        for rare in order[k + 1 :]:
            if (usual[0] == rare[0]) == (usual[1] == rare[1]):
                continue
            place = 0 if usual[0] != rare[0] else 1
            differs = usual[place], rare[place]
            if any(len(word) != 2 or word in WHERE or NUMERALS.intersection(word) for word in differs):
                continue
            if senses.of(usual[1 - place]).get(phrase[1 - place], 0.0) < SURE:
                continue
            own = [
                tuple(row for row in found[one] if row not in found[other])
                for one, other in ((usual, rare), (rare, usual))
            ]
            if all(own):
                yield Varied(
                    search.rows[own[1][0]].phrases[phrase],
                    "".join(usual),
                    "".join(rare),
                    differs,
                    own[0],
                    own[1],
                )
