"""Acronyms and their long forms: as a text introduces them, and by their letters.

English after Schwartz and Hearst (2003, https://psb.stanford.edu/psb-online/proceedings/psb03/schwartz.pdf): the letters
of the short form stand in the long one in order, each at the head of a word. Chinese: the characters of the short form
stand in the long one in order (难民署, 联合国难民事务高级专员公署).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

INTRODUCED = re.compile(r"\(([A-Z][A-Za-z]*(?:[-/][A-Z][A-Za-z]*)*)\)")
ROMAN = re.compile("[IVXL]+")
WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+")
SILENT = frozenset({"of", "the", "for", "on", "to", "in", "and", "against", "with", "a", "an", "by", "or"})
SHORTEST = 2


def is_acronym(text: str) -> bool:
    """Two capitals at its head, and no space.

    >>> [is_acronym(t) for t in ("UNHCR", "UN-Women", "MINUSCA", "Secretary-General", "UN reform", "A")]
    [True, True, True, False, False, False]
    """
    head = text[:SHORTEST]
    return len(text) >= SHORTEST and " " not in text and head.isupper() and head.isalpha() and not ROMAN.fullmatch(text)


def stands_for(short: str, long: str) -> bool:
    """Whether the capitals of an English acronym are the heads of the words of a long form; small words may be silent.

    >>> stands_for("UNDP", "United Nations Development Programme"), stands_for("UNODC", "United Nations Office on Drugs and Crime")
    (True, True)
    >>> stands_for("WHO", "World Bank"), stands_for("UN", "United Nations system")
    (False, False)
    """
    letters = [c.lower() for c in short if c.isalpha()]
    words = [w.lower() for w in WORD.findall(long)]
    if len(letters) < SHORTEST or len(words) < 2:
        return False
    return _heads(letters, words)


def _heads(letters: Sequence[str], words: Sequence[str]) -> bool:
    if not words:
        return not letters
    word, rest = words[0], words[1:]
    if letters and word[0] == letters[0] and _heads(letters[1:], rest):
        return True
    return word in SILENT and _heads(letters, rest)


def introduced(texts: Sequence[str]) -> dict[str, str]:
    """Acronyms in brackets behind their long form, as English texts write them.

    >>> introduced(["He met the United Nations Development Programme (UNDP) team."])
    {'UNDP': 'United Nations Development Programme'}
    """
    found: dict[str, str] = {}
    for text in texts:
        for match in INTRODUCED.finditer(text):
            short = match.group(1)
            if short in found or not is_acronym(short):
                continue
            before = text[max(match.start() - 200, 0) : match.start()].rstrip()
            starts = [w.start() for w in WORD.finditer(before)]
            letters = sum(c.isalpha() for c in short)
            for start in reversed(starts[-letters - 6 :]):
                if stands_for(short, before[start:]) and WORD.match(before, start).group().lower() not in SILENT:  # type: ignore[union-attr]
                    found[short] = before[start:]
                    break
    return found


def is_subsequence(part: str, whole: str) -> bool:
    """Whether the characters of a text stand in another in their order.

    >>> is_subsequence("气候公约", "联合国气候变化框架公约"), is_subsequence("公约气候", "联合国气候变化框架公约")
    (True, False)
    """
    rest = iter(whole)
    return all(character in rest for character in part)


def shortens(short: str, long: str) -> bool:
    """Whether a Chinese form is an abbreviation of another: its characters in order, the last of them near the end.

    >>> shortens("难民署", "联合国难民事务高级专员公署"), shortens("儿基会", "联合国儿童基金会"), shortens("大会", "联合国大学")
    (True, True, False)
    """
    if not SHORTEST <= len(short) < len(long) - 1:
        return False
    place = -1
    for character in short:
        place = long.find(character, place + 1)
        if place < 0:
            return False
    return long.endswith(short[-1])
