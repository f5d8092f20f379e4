"""Bodies that the English names by an acronym: UNEP where the Chinese has 开发署."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from corpora.text import late, read_table
from glossary.checks.base import Material
from glossary.checks.names.known_names import known_names
from glossary.finding import Span
from glossary.words import is_acronym

CAPITALS = late("[A-Z]{2}")
LEAST = 5  # letters of an English name that stands for its body: not ECE


class Body(NamedTuple):
    """A body: Chinese forms, English acronyms, English names."""

    zh: tuple[str, ...]
    acronyms: tuple[str, ...]
    names: tuple[str, ...]


class Other(NamedTuple):
    """An acronym and a Chinese name in a row (from 1) that are of two bodies."""

    row: int
    acronym: Body
    en: Span
    body: Body
    zh: Span


class Known(NamedTuple):
    """The bodies, and patterns of their acronyms and of their Chinese names."""

    by_acronym: dict[str, Body]
    by_name: dict[str, Body]
    acronyms: re.Pattern[str]
    names: re.Pattern[str]


@cache
def known_bodies() -> Known:
    """The bodies of both tables that have an acronym."""
    rows = [tuple(forms.split(";") for forms in row) for row in read_table(__package__, "acronyms.tsv")]
    rows += [tuple([term.text for term in one.of(side)] for side in ("zh", "en")) for one in known_names()]
    by_acronym: dict[str, Body] = {}
    by_name: dict[str, Body] = {}
    for zh, en in rows:
        acronyms = tuple(form for form in en if is_acronym(form))
        if not acronyms:
            continue
        names = tuple(form for form in en if len(form) >= LEAST and form not in acronyms and form[:4] != "the ")
        body = Body(tuple(zh), acronyms, names)
        for form, known in (*((one, by_acronym) for one in acronyms), *((one, by_name) for one in zh)):
            known.setdefault(form, body)
    longest = [sorted(known, key=len, reverse=True) for known in (by_acronym, by_name)]
    capitals, han = ("|".join(map(re.escape, forms)) for forms in longest)
    return Known(by_acronym, by_name, re.compile(rf"(?<![\w/-])(?:{capitals})(?![\w/-]|\s?\d)"), re.compile(han))


def other_bodies(material: Material) -> Iterator[Other]:
    """Rows whose English has one acronym that the Chinese does not answer, and whose Chinese names one body that the English
    does not, where everything else agrees.
    """
    known = known_bodies()
    for row, pair in material.bilingual():
        if not CAPITALS.search(pair.en):
            continue
        english = {known.by_acronym[match[0]]: match.span() for match in known.acronyms.finditer(pair.en)}
        lone = [body for body in english if not _named(body, pair.zh)]
        if len(lone) != 1:
            continue
        chinese = {known.by_name[match[0]]: match.span() for match in known.names.finditer(pair.zh)}
        acronym = pair.en[slice(*english[lone[0]])]
        others = [body for body in chinese if not _in_english(body, pair.en, f" ({acronym})")]
        if len(others) == 1:
            yield Other(row, lone[0], english[lone[0]], others[0], chinese[others[0]])


def _named(body: Body, text: str) -> bool:
    return any(form in text for form in (*body.zh, *body.acronyms))


def _in_english(body: Body, text: str, behind: str) -> bool:
    """Whether an English text names a body elsewhere than in front of the brackets of the acronym in question."""
    for name in body.names:
        text = text.replace(name + behind, "")
    return any(name in text for name in (*body.names, *body.acronyms))
