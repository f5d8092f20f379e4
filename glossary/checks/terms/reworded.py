"""One phrase in two Chinese texts: its parts in another order, or one of its words missing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import Match

from corpora.bitext import Pair
from glossary.finding import Span
from glossary.renderings import Senses
from glossary.words import HAN_RUN, fold, is_chinese_term, words, words_of

LEAST_BLOCK = 6  # characters that two texts have in common, of a name whose parts have changed places
PARTS = range(12, 2, -1)  # characters of the part that stands elsewhere, the longest first
LOOSE = re.compile(r"\b[的和与及或在]|[的和与及或在]\b")  # such parts are of a sentence, not of a name
LEAST_COMMON = 4  # characters before a word that is missing
SURE = 0.2  # probability with which that word becomes an English word that both rows have
SOME = 0.05  # the same for any word of the text that lacks it
REACH = 8  # characters that are cut into words
LINKING = "的和与及或等在之以、，；：。！？”）》"  # what follows a phrase that is whole; another word is another rendering of it


def turned_parts(text: str, model: str, blocks: Sequence[Match]) -> tuple[Span, Span] | None:
    """Where two parts of a name stand in turned order, in ``text`` and in ``model``; ``blocks`` match model to text.

    >>> from difflib import SequenceMatcher
    >>> model, text = "题为“海洋法和加强海洋治理特别委员会”", "特别委员会海洋法和加强海洋治理"
    >>> blocks = SequenceMatcher(None, model, text, autojunk=False).get_matching_blocks()
    >>> [text[a:b] for a, b in turned_parts(text, model, blocks)[:1]]
    ['特别委员会海洋法和加强海洋治理']
    """
    block = max(blocks, key=lambda m: m.size)
    common = text[block.b : block.b + block.size]
    if block.size < LEAST_BLOCK or not HAN_RUN.fullmatch(common):
        return None
    for k in PARTS:
        for one, other, mine, theirs in ((text, model, block.b, block.a), (model, text, block.a, block.b)):
            part = one[max(mine - k, 0) : mine]  # before the block here, behind it there
            behind = other[theirs + block.size : theirs + block.size + k]
            if len(part) == k and part == behind and HAN_RUN.fullmatch(part) and not LOOSE.search(f"{part} {common}"):
                spans = (mine - k, mine + block.size), (theirs, theirs + block.size + k)
                return spans if one is text else spans[::-1]
    return None


def lost_words(
    dictionary: Senses, text: Pair, model: Pair, shared: Sequence[str], blocks: Sequence[Match]
) -> Iterator[tuple[Span, str, str]]:
    """Words that end a phrase of ``model`` and that ``text`` lacks, though both have the English phrase.

    Gives the place in ``model`` of what both have in Chinese, the missing word, and the two English words.
    """
    for start, end, word in _behind(text.zh, model.zh, blocks):
        before = words(model.zh[max(start, end - REACH) : end])[-1]
        if len(before) < 2 or words(f"{before}{word}")[-1] != word:
            continue
        for first, second in phrases_of(dictionary, before, word, shared):
            if all(
                re.search(rf"\b{re.escape(first)}\s+{re.escape(second)}\b", pair.en, re.I) for pair in (text, model)
            ):
                if not dictionary.said(fold(second), "en", fold(second), text.zh, SOME):
                    yield (start, end), word, f"{first} {second}"
                    break


def _behind(text: str, model: str, blocks: Sequence[Match]) -> Iterator[tuple[int, int, str]]:
    """Where common Han characters begin and end in ``model`` that a word follows which ``text`` has nowhere, and the word."""
    found: list[tuple[int, int]] = []
    for block in blocks:
        start = end = block.a + block.size
        follower = text[block.b + block.size : block.b + block.size + 1]
        if block.size < LEAST_COMMON or (follower and follower not in LINKING) or not HAN_RUN.match(model, end):
            continue
        while start > block.a and HAN_RUN.match(model[start - 1]):
            start -= 1
        if end - start >= LEAST_COMMON:
            found.append((start, end))
    for (start, end), word in zip(found, next_words([(model, end) for _start, end in found]), strict=True):
        if len(word) == 2 and word not in text and is_chinese_term(word):
            yield start, end, word


def next_words(places: Sequence[tuple[str, int]]) -> list[str]:
    """The Han word that begins at each place of a text; empty where none does.

    >>> next_words([("平民人口，", 2), ("平民人口，", 4)])
    ['人口', '']
    """
    runs = [match.group() if (match := HAN_RUN.match(text, at, at + REACH)) else "" for text, at in places]
    known = list(dict.fromkeys(runs))
    first = {run: "".join(words[:1]) for run, words in zip(known, words_of(known), strict=True)}
    return [first[run] for run in runs]


def phrases_of(dictionary: Senses, before: str, word: str, shared: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs of shared English words that two Chinese words render, one each."""
    seconds = [one for one in shared if dictionary.renders(word, [fold(one)], SURE)]
    firsts = (
        [one for one in shared if one not in seconds and dictionary.renders(before, [fold(one)], SURE)]
        if seconds
        else []
    )
    yield from ((first, second) for first in firsts for second in seconds)
