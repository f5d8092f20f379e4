"""Texts as terms are matched: a stream of folded characters, and where each came from.

English loses case, accents, inflection, British spelling, spaces and hyphens (``cease-fires``, ``cease fire`` and
``ceasefire`` are one; so is ``inter- national``, which a line break left behind); Chinese loses spaces and is simplified.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from corpora.text import HAN_RUN, simplified
from glossary.words.boundaries import LONGEST, UNKNOWN, vocabulary
from glossary.words.tokens import fold

BREAK = "\x00"  # between two words that no term joins: punctuation
PART = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:[’'][A-Za-z\u00c0-\u024f]+)*|\d+(?:[.,]\d+)*")
JOIN = re.compile("[ \u00a0\u2009\u202f\t\n]*[-\u00ad\u2010\u2011\u2013]?[ \u00a0\u2009\u202f\t\n]*")
HYPHEN = re.compile("[-\u00ad\u2010\u2011\u2013]")
SPACE = re.compile(r"\s")
PLURALS = {
    "men": "man", "women": "woman", "children": "child", "criteria": "criterion", "phenomena": "phenomenon",
    "analyses": "analysis", "memoranda": "memorandum", "indices": "index", "matrices": "matrix", "lives": "life",
    "wives": "wife", "halves": "half", "countrymen": "countryman", "chairmen": "chairman",
}  # fmt: skip
BRITISH = (
    (re.compile(r"(?<=[a-z]{3})our(?=$|s$|ed$|ing|ite|able|al$|hood|ly$|er$)"), "or"),
    (re.compile(r"(?<=[a-z]{2})([iy])s(?=(?:e|ed|es|er|ers|ing|ation|ations|ational)$)"), r"\1z"),
    (re.compile(r"^(.*(?:cent|theat|met|lit|fib|calib|lust))re$"), r"\1er"),
    (re.compile(r"^programme$"), "program"),
    (re.compile(r"(?<=def|off|lic)ence$"), "ense"),
    (re.compile(r"(?<=[aeiou])ll(?=(?:ed|ing|er|ers|or)$)"), "l"),
    (re.compile(r"(?<=dg)e(?=ment)"), ""),
    (re.compile(r"^ageing$"), "aging"),
)
LONGEST_CHANCE = 3  # characters of a term that can come about by chance between two words
LONG_WORDS = ("发展中国家",)  # too long for the vocabulary of words, and frequent
MOST_KNOWN = 50_000  # runs whose likelihood is kept
WINDOW = 6  # characters on each side that are read for that
MUCH_LIKELIER = 1.0  # nats; more loses chance matches, less true ones, seen on the development pairs
HABIT = 1.0  # nats by which a word is likelier than with one more character beside it, where that is a habit
VERB = re.compile(r"(?:iz|if|at|yz)e?$|fy$")


@dataclass(frozen=True, slots=True)
class Stream:
    """Folded characters; ``starts`` and ``ends`` lead from an edge of a word in the stream to a place in the text.

    ``upper`` holds the places in the stream at which a word in capitals begins, ``heads`` those of a capital letter,
    ``hyphens`` those behind a hyphen.
    """

    text: str
    starts: dict[int, int]
    ends: dict[int, int]
    upper: frozenset[int] = frozenset()
    heads: frozenset[int] = frozenset()
    hyphens: frozenset[int] = frozenset()


@lru_cache(maxsize=100_000)
def fold_word(word: str) -> str:
    """A word without case, accents, inflection of nouns and British spelling.

    >>> [fold_word(w) for w in ("Programmes", "women", "Labour", "Organisation's", "Türkiye", "hour", "NGOs")]
    ['program', 'woman', 'labor', 'organization', 'turkiye', 'hour', 'ngo']
    """
    folded = fold(word)
    if not folded.isascii():
        folded = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    folded = PLURALS.get(folded, folded)
    for pattern, replacement in BRITISH:
        folded = pattern.sub(replacement, folded)
    return folded


def is_capitals(word: str) -> bool:
    """Whether a word is written in capitals, as acronyms are, its plural and possessive aside.

    >>> [is_capitals(w) for w in ("WHO", "NGOs", "UN's", "A", "Who", "2030")]
    [True, True, True, False, False, False]
    """
    core = word.replace("’", "'").removesuffix("'s").removesuffix("s").removesuffix("'")
    return len(core) > 1 and core.isupper()


def english_stream(text: str) -> Stream:
    """An English text as it is matched.

    >>> english_stream("Inter- national cease-fires, (UN)").text.split(BREAK)
    ['internationalceasefire', 'un']
    """
    parts: list[str] = []
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    upper: list[int] = []
    heads: list[int] = []
    hyphens: list[int] = []
    at, last, word = 0, -1, ""
    for match in PART.finditer(text):
        part, start = match.group(), match.start()
        folded = fold_word(part)
        gap = text[last:start] if last >= 0 else " "
        if gap != " ":
            dotted = gap == "." and len(word) == len(part) == 1 and part.isupper()
            if not (dotted or JOIN.fullmatch(gap)):
                parts.append(BREAK)
                at += 1
            elif HYPHEN.search(gap):
                hyphens.append(at)
                folded = _second_half(word, part, folded) if part.islower() else folded
        starts[at] = start
        if part[0].isupper():
            heads.append(at)
            if len(part) == 1 or is_capitals(part):
                upper.append(at)
        parts.append(folded)
        at += len(folded)
        last = match.end()
        ends[at] = last
        word = part
    return Stream("".join(parts), starts, ends, frozenset(upper), frozenset(heads), frozenset(hyphens))


def _second_half(first: str, second: str, folded: str) -> str:
    """What is left of the second half of a word once the whole is folded: ``territo- ries`` ends in ``ry``."""
    whole = fold_word(first + second)
    head = first.lower()
    return whole[len(head) :] if whole.startswith(head) and len(whole) > len(head) else folded


def verb_forms(word: str) -> list[str]:
    """Forms of a regular verb, the word itself first.

    >>> verb_forms("ratify"), verb_forms("stabilize")
    (['ratify', 'ratified', 'ratifying'], ['stabilize', 'stabilized', 'stabilizing'])
    """
    if word.endswith("e"):
        return [word, word + "d", word[:-1] + "ing"]
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return [word, word[:-1] + "ied", word + "ing"]
    return [word, word + "ed", word + "ing"]


@cache
def _simple() -> dict[int, int]:
    """Each traditional character to its simplified form; half a surrogate pair, which the machine refuses, to U+FFFD."""
    every = [chr(code) for code in range(0x4E00, 0xA000)]
    forms = simplified("\n".join(every)).split("\n")
    halves = dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)
    return halves | {ord(a): ord(b) for a, b in zip(every, forms, strict=True) if a != b and len(b) == 1}


def simple(text: str) -> str:
    """Simplified characters one by one, so that offsets stay.

    >>> simple("大會重申")
    '大会重申'
    """
    return text.translate(_simple())


def chinese_stream(text: str) -> Stream:
    """A Chinese text as it is matched: without spaces between Han characters, simplified.

    >>> chinese_stream("安全 理事會").text
    '安全理事会'
    """
    if not SPACE.search(text):
        return Stream(simple(text), {}, {})
    places = [k for k, c in enumerate(text) if not c.isspace()]
    starts = dict(enumerate(places))
    return Stream(simple("".join(text[k] for k in places)), starts, {k + 1: place + 1 for k, place in starts.items()})


def cuts_word(text: str, start: int, end: int, known: dict[str, float]) -> bool:
    """Whether a short Han match is no word of its own: 大会 in 扩大会议, 法国 in 司法国家, 马里 in 索马里.

    Two or three characters can meet by chance, more hardly can. A match counts as chance where the likeliest words of
    the text round it are likelier by far than words that respect its edges. ``known`` keeps what :func:`likelihood` found.

    >>> [cuts_word(t, k, k + 2, {}) for t, k in (("扩大会议的", 1), ("其中国家", 1), ("在中国国家队", 1), ("请大会决定", 1))]
    [True, True, False, False]
    """
    if end - start > LONGEST_CHANCE:
        return False
    if any(
        start > (at := text.find(word, max(0, start - len(word)))) >= 0 and end < at + len(word) for word in LONG_WORDS
    ):
        return True
    left, right = start, end
    while left > 0 and start - left < WINDOW and HAN_RUN.match(text[left - 1]):
        left -= 1
    while right < len(text) and right - end < WINDOW and HAN_RUN.match(text[right]):
        right += 1
    if left == start and right == end:
        return False
    runs = text[left:start], text[start:end], text[end:right], text[left:right]
    if len(known) > MOST_KNOWN:
        known.clear()
    known |= {run: likelihood(run) for run in runs if run not in known}
    before, inside, behind, whole = (known[run] for run in runs)
    return whole - (before + inside + behind) > MUCH_LIKELIER


def likelihood(run: str) -> float:
    """Log-probability of the likeliest words of a Han run; 0 where there is no vocabulary."""
    known = _pieces()
    if not known:
        return 0.0
    best = [0.0]
    for end in range(1, len(run) + 1):
        best.append(
            max(
                best[start] + known.get(run[start:end], UNKNOWN if end - start == 1 else -math.inf)
                for start in range(max(0, end - LONGEST), end)
            )
        )
    return best[-1]


@cache
def _pieces() -> dict[str, float]:
    """The vocabulary without what is another word and one character beside it: 请秘书长, 见附件, but not 索马里."""
    known = vocabulary()
    return {
        piece: score
        for piece, score in known.items()
        if len(piece) < 3 or max(known.get(rest, -math.inf) for rest in (piece[1:], piece[:-1])) < score + HABIT
    }
