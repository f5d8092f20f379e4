"""Words that render nothing of the other side: what stands where a term is missing, if anything does."""

from __future__ import annotations

from itertools import pairwise

from glossary.renderings import Asked, Senses
from glossary.words import HAN_RUN, STOP_EN, tokens, words

TOGETHER = 2  # words side by side, from which they are a phrase
LEAST = 0.02  # probability from which a word is explained


def has_strangers(senses: Senses, language: str, text: str, other: str) -> bool:
    """Whether ``text`` has a phrase of which ``other`` explains no word: another name for a thing, and no pronoun."""
    found = _words(text, language)
    asked = [Asked(word, language, text, other) for word, _place in found]
    shares = senses.said_all(asked, LEAST)
    strange = [place for (_word, place), share in zip(found, shares, strict=True) if share == 0.0]
    return any(after == before + 1 for before, after in pairwise(strange))


def _words(text: str, language: str) -> list[tuple[str, int]]:
    """Content words, and the place of each among all words of the text."""
    if language == "en":
        found = [(token.text, token.text.lower() in STOP_EN or not token.text[0].isalpha()) for token in tokens(text)]
    else:
        found = [(word, len(word) < TOGETHER) for run in HAN_RUN.finditer(text) for word in words(run.group())]
    return [(word, place) for place, (word, light) in enumerate(found) if not light]
