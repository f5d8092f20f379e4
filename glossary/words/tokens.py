"""Words of both languages as the term tools see them: tokens with offsets, folded forms, function words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from corpora.text import HAN, read_words


class Token(NamedTuple):
    """An English word: its text and place, and its form without case, plural and possessive."""

    text: str
    start: int
    end: int
    folded: str


WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:[-’'][A-Za-z\u00c0-\u024f]+)*|\d[\d.,]*")
ZH_PARTS = re.compile(rf"[{HAN}]+|[A-Za-z\u00c0-\u024f]+|\d+(?:[.,]\d+)*")
"""The runs of a Chinese text: of Han characters, of letters, of digits."""

STOP_EN = frozenset(read_words(__package__, "stop_words.en.txt"))
INNER_EN = frozenset({"of", "the", "for", "on", "to", "in"})

EDGE_ZH = frozenset(
    "的了在和与及是为对从以将并等其这该所被把由于至到而或也都就但不没有我你他她它们之者上下中内外前后时地得着过还又再即则若如使让向往按据自因此且且亦仍已曾正更最很各每某本第个名项条段件次年月日号些用一份栋"
)
FIRST_OK_ZH = frozenset("被不无非未自外内前后上下中第本各每地正最过再所有")
LAST_OK_ZH = frozenset("者外内上下中后地时过年日件次号项条段份")
INNER_BAD_ZH = frozenset("的了是在，和与及或也但并而其该这将把已曾我你他她它们")


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """Case, plural and possessive folded away; crude on purpose, the same for term and text.

    >>> [fold(w) for w in ("Territories", "forces", "Council's", "process", "status", "persons", "crises")]
    ['territory', 'force', 'council', 'process', 'status', 'person', 'crisis']
    """
    word = word.lower().replace("’", "'")
    word = word.removesuffix("'s").removesuffix("'")
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if word == "crises":
        return "crisis"
    if len(word) > 4 and word.endswith(("ses", "xes", "ches", "shes", "zes")):
        return word[:-2] if word.endswith(("sses", "xes", "ches", "shes")) else word[:-1]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "ous")):
        return word[:-1]
    return word


def tokens(text: str) -> list[Token]:
    """The words of an English text."""
    return [Token(m.group(), m.start(), m.end(), fold(m.group())) for m in WORD.finditer(text)]


def phrases(text: str) -> Iterator[list[Token]]:
    """Runs of words that no punctuation interrupts."""
    return phrases_of(text, tokens(text))


def phrases_of(text: str, found: Iterable[Token]) -> Iterator[list[Token]]:
    """The same from the words of a text."""
    run: list[Token] = []
    for token in found:
        if run and text[run[-1].end : token.start].strip(" \u00a0"):
            yield run
            run = []
        run.append(token)
    if run:
        yield run


def is_english_term(words: list[Token]) -> bool:
    """Whether a run of words can be a term: content words at both edges, at most light words inside."""
    first, last = words[0].folded, words[-1].folded
    if words[0].text.lower() in STOP_EN or words[-1].text.lower() in STOP_EN or first in STOP_EN or last in STOP_EN:
        return False
    if not (first[0].isalpha() and last[0].isalpha()) or (len(words) == 1 and len(first) < 3):
        return False
    if len(words) == 1 and words[0].text.islower() and first.endswith(("ed", "ing", "ly")) and len(first) > 4:
        return False  # participles and adverbs alone are no terms
    return all(w.text.lower() in INNER_EN or w.text.lower() not in STOP_EN for w in words[1:-1])


# words that begin with a character that is a function word elsewhere: peace, reconciliation, harmony
PEACE = re.compile("和(?:平|解|谐|睦)")


def is_chinese_term(text: str) -> bool:
    """Whether a Han string can be a term by its edges and inner characters.

    >>> [is_chinese_term(t) for t in ("被占领土", "的领土完整", "流离失所者", "土和")]
    [True, False, True, False]
    """
    text = PEACE.sub("平", text)
    if len(text) < 2 or (text[0] in EDGE_ZH and text[0] not in FIRST_OK_ZH):
        return False
    if text[-1] in EDGE_ZH and text[-1] not in LAST_OK_ZH:
        return False
    return not any(c in INNER_BAD_ZH for c in text)
