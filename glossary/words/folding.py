"""Texts as terms are matched: a stream of folded characters, and where each came from.

English loses case, accents, inflection, British spelling, spaces and hyphens (``cease-fires``, ``cease fire`` and
``ceasefire`` are one; so is ``inter- national``, which a line break left behind); Chinese loses spaces and is simplified.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np

from corpora.arrays import Codes
from corpora.text import simplified
from glossary.words.tokens import fold

BREAK = "\x00"  # between two words that no term joins: punctuation
PART = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:[’'][A-Za-z\u00c0-\u024f]+)*|\d+(?:[.,]\d+)*")
JOIN = re.compile("[ \u00a0\u2009\u202f\t\n]*+(?:[-\u00ad\u2010\u2011\u2013][ \u00a0\u2009\u202f\t\n]*+)?")
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
SPELLED = re.compile("our|[iy]s[aei]|re$|programme|ence$|ll[eio]|dgement|ageing")
"""What stands in every word that :data:`BRITISH` changes."""
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
    if SPELLED.search(folded):
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
                folded = second_half(word, part, folded) if part.islower() else folded
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


def second_half(first: str, second: str, folded: str) -> str:
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
def _simple() -> Codes:
    """Simplified form of each character below U+E000; of half a surrogate pair, which the machine refuses, U+FFFD."""
    table = np.arange(0xE000, dtype=np.uint32)
    every = range(0x4E00, 0xA000)
    forms = simplified("\n".join(map(chr, every))).split("\n")
    for code, form in zip(every, forms, strict=True):
        if len(form) == 1:
            table[code] = ord(form)
    table[0xD800:] = 0xFFFD
    return table


def simple_codes(codes: Codes) -> Codes:
    """Simplified characters of many, as code points ``(n,)``."""
    table = _simple()
    return np.where(codes < len(table), table[np.minimum(codes, len(table) - 1)], codes)


def simple(text: str) -> str:
    """Simplified characters one by one, so that offsets stay.

    >>> simple("大會重申")
    '大会重申'
    """
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    return simple_codes(codes).tobytes().decode("utf-32-le")


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
