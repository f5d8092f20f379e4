"""Names of states, United Nations bodies and instruments that come with the program: full forms first, then what may stand for them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from corpora.text import read_table
from glossary.concept import Concept, Term


@cache
def known_names() -> tuple[Concept, ...]:
    """The rows of ``names.tsv`` as concepts; their ids begin with ``name-``.

    >>> next(c.preferred("en") for c in known_names() if c.preferred("zh") == "国际法院")
    'International Court of Justice'
    """
    return tuple(_concepts("name"))


@cache
def known_titles() -> tuple[Concept, ...]:
    """The rows of ``titles.tsv``, well-known instruments, as concepts; their ids begin with ``title-``.

    >>> next(c.preferred("en") for c in known_titles() if c.preferred("zh") == "儿童权利公约")
    'Convention on the Rights of the Child'
    """
    return tuple(_concepts("title"))


def _concepts(kind: str) -> Iterator[Concept]:
    for number, row in enumerate(read_table(__package__, f"{kind}s.tsv"), start=1):
        yield _concept(f"{kind}-{number}", row)


def _concept(id: str, row: tuple[str, ...]) -> Concept:
    terms: list[Term] = []
    for language, forms in zip(("zh", "en"), row, strict=True):
        for place, form in enumerate(forms.split(";")):
            terms.append(Term(form, language, "admitted" if place else "preferred"))
    return Concept(id, tuple(terms))
