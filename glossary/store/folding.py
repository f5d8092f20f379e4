"""Texts as a termbase compares and searches them, and the same for SQL, where an older file gets its columns."""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
from functools import lru_cache

from glossary.words import fold, simple

SAME = str.maketrans({"’": "'", "‘": "'", "‐": "-", "‑": "-", "–": "-", "\u00ad": None})
# not corpora.text.HAN: the keys of terms and the ids of candidates that stand in termbases were made with this
BETWEEN_HAN = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")


@lru_cache(maxsize=1 << 16)
def folded(text: str) -> str:
    """A term as it is compared: without case, width, kinds of spaces, apostrophes and hyphens.

    >>> folded("Ｍember  States"), folded("联合国 难民署"), folded("Council’s")
    ('member states', '联合国难民署', "council's")
    """
    if text.isascii():
        return " ".join(text.lower().split())
    plain = unicodedata.normalize("NFKC", text).translate(SAME)
    return BETWEEN_HAN.sub("", " ".join(plain.casefold().split()))


def stem(text: str) -> str:
    """A folded term also without article, plural and possessive: two extractions may differ in these.

    >>> stem("The refugee camps"), stem("难民营")
    ('refugee camp', '难民营')
    """
    words = [fold(word) for word in folded(text).split()]
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)


def searched(text: str) -> str:
    """A text as it is searched: folded, and in simplified characters, whichever it is written in.

    >>> searched("Ｃouncil 難民署")
    'council 难民署'
    """
    plain = folded(text)
    return plain if plain.isascii() else simple(plain)


def other_script(text: str) -> str:
    """The simplified form of a folded term; empty where it is that already.

    >>> other_script("難民署"), other_script("难民署")
    ('难民署', '')
    """
    plain = text if text.isascii() else simple(text)
    return "" if plain == text else plain


def lines_searched(texts: str) -> str:
    """Several texts as they are searched, a line each: words of two of them are never found as one text."""
    return "\n".join(line for text in texts.split("\x00") if (line := searched(text)))


def _leading(draft: str, language: str) -> str:
    """The leading term of a language in the JSON of a candidate; the others with ``language`` empty. Damaged JSON has none."""
    try:
        terms = [(str(one["language"]), str(one["text"])) for one in json.loads(draft)["terms"]]
    except (ValueError, TypeError, KeyError, RecursionError):
        return ""
    return next((text for found, text in terms if found == language), "")


TEXT = re.compile(r'"text": "([^"\\]*(?:\\.[^"\\]*)*)", "language": ')


def terms_in(draft: str) -> str:
    r"""The terms in the JSON of a candidate, a line each; read as text, because nobody can wait for 50,000 objects.

    >>> terms_in('{"terms": [{"text": "a \\"b\\"", "language": "en"}, {"text": "c", "language": "zh"}]}')
    'a "b"\nc'
    """
    found = TEXT.findall(draft)
    return "\n".join(json.loads(f'"{one}"') if "\\" in one else one for one in found)


def teach(connection: sqlite3.Connection) -> None:
    """Give SQL the functions with which a migration fills new columns."""
    connection.create_function("duizhao_other_script", 1, other_script, deterministic=True)
    connection.create_function("duizhao_lines", 1, lines_searched, deterministic=True)
    connection.create_function("duizhao_leading", 2, _leading, deterministic=True)
