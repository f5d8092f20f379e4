"""Names of states, United Nations bodies and instruments that come with the program: full forms first, then what may stand for them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

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
    text = files("glossary.checks.names").joinpath(f"{kind}s.tsv").read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines()):
        if number and line:
            yield _concept(f"{kind}-{number}", line)


def _concept(id: str, line: str) -> Concept:
    terms: list[Term] = []
    for language, forms in zip(("zh", "en"), line.split("\t"), strict=True):
        for place, form in enumerate(forms.split(";")):
            terms.append(Term(form, language, "admitted" if place else "preferred"))
    return Concept(id, tuple(terms))
