"""Names of states and United Nations bodies that come with the program: full forms first, then what may stand for them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from glossary.concept import Concept, Term


@cache
def known_names() -> tuple[Concept, ...]:
    """The rows of ``checks/names.tsv`` as concepts; their ids begin with ``name-``.

    >>> next(c.preferred("en") for c in known_names() if c.preferred("zh") == "国际法院")
    'International Court of Justice'
    """
    text = files("glossary.checks").joinpath("names.tsv").read_text(encoding="utf-8")
    return tuple(_concept(number, line) for number, line in enumerate(text.splitlines()) if number and line)


def _concept(number: int, line: str) -> Concept:
    terms: list[Term] = []
    for language, forms in zip(("zh", "en"), line.split("\t"), strict=True):
        for place, form in enumerate(forms.split(";")):
            terms.append(Term(form, language, "admitted" if place else "preferred"))
    return Concept(f"name-{number}", tuple(terms))
