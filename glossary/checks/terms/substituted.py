"""One word for another in two Chinese texts that are the same round it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import Match
from itertools import pairwise

from corpora.text import HAN
from glossary.checks.terms.wording import VERBS_ZH
from glossary.finding import Span
from glossary.renderings import Senses
from glossary.words import HAN_RUN, words_of

MOST_HAN = 2  # characters of the word that differs
LEAST_HAN = 4  # characters round it that do not
LEAST_CHANCE = 0.01  # with which the word that differs becomes an English word that both rows have


def substitutions(text: str, model: str, blocks: Sequence[Match]) -> Iterator[tuple[Span, Span]]:
    """Short Han words that differ between two texts that agree on both sides of them: places in each."""
    for left, right in pairwise(blocks):
        there, here = (left.a + left.size, right.a), (left.b + left.size, right.b)
        before, after = model[left.a : there[0]], model[right.a : right.a + right.size]
        han_before, han_after = _han_end(before), _han_start(after)
        if han_before + han_after < LEAST_HAN or not han_before or not han_after:
            continue
        if not all(0 < end - start <= MOST_HAN for start, end in (here, there)):
            continue
        here, there = whole_words([(text, here), (model, there)])
        if here[1] - here[0] == there[1] - there[0] == MOST_HAN:
            yield here, there


def whole_words(places: Sequence[tuple[str, Span]]) -> list[Span]:
    """The word that holds each place of a text; the place itself where two words share it.

    >>> whole_words([("流动限制", (3, 4)), ("流动限制", (1, 3))])
    [(2, 4), (1, 3)]
    """
    starts, runs = [], []
    for text, span in places:
        start = span[0]
        while start > 0 and span[0] - start < 8 and HAN_RUN.match(text[start - 1]):
            start -= 1
        run = HAN_RUN.match(text, start, start + 20)
        starts.append(start)
        runs.append(run.group() if run else "")
    known = dict.fromkeys(runs, ())
    cut = dict(zip(known, words_of(list(known)), strict=True))
    return [_holding(cut[run], start, span) for run, start, (_text, span) in zip(runs, starts, places, strict=True)]


def _holding(words: Sequence[str], start: int, span: Span) -> Span:
    for word in words:
        if start <= span[0] and span[1] <= start + len(word):
            return start, start + len(word)
        start += len(word)
    return span


def _han_end(text: str) -> int:
    return len(text) - len(re.sub(f"(?<![{HAN}])[{HAN}]++$", "", text))


def _han_start(text: str) -> int:
    match = HAN_RUN.match(text)
    return len(match.group()) if match else 0


def one_word(dictionary: Senses, old: str, new: str, shared: Sequence[str]) -> bool:
    """Whether two Chinese words that can name something render the same English word that both rows have."""
    if old in VERBS_ZH or new in VERBS_ZH:
        return False
    return bool(HAN_RUN.fullmatch(old) and HAN_RUN.fullmatch(new)) and any(
        dictionary.renders(old, [word], LEAST_CHANCE) and dictionary.renders(new, [word], LEAST_CHANCE)
        for word in shared
    )


def widened(text: str, span: Span) -> str:
    """A word with up to four characters on each side."""
    start, end = span
    while start > 0 and span[0] - start < 4 and HAN_RUN.match(text[start - 1]):
        start -= 1
    while end < len(text) and end - span[1] < 4 and HAN_RUN.match(text[end]):
        end += 1
    return text[start:end]
