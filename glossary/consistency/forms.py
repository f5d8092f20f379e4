"""Which renderings of a concept are one: an acronym and its full form, capitals and small letters, what each house says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from glossary.concept import APPROVED, Term
from glossary.words import shortens, stands_for

SHORT = ("acronym", "shortForm", "abbreviation")


def one_form(terms: Sequence[Term], found: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """By the text of a rendering the one that stands for it, where that is another.

    ``terms`` are those of the concept in the language of the renderings, the preferred one first; ``found`` has the documents of
    each rendering. What two bodies say is one where no document has both: each house has its own, and is steady in it.

    >>> full, short = Term("World Fisheries Organization", "en", "preferred"), Term("WFO", "en")
    >>> one_form([full, short], {"WFO": ["A/1"], "World Fisheries Organization": ["A/1"], "WFOs": ["A/1"]})
    {'WFO': 'World Fisheries Organization'}
    """
    made: dict[str, str] = {}
    good = [term for term in terms if term.status in APPROVED]
    for term in good:
        lead = next((one for one in good if one is not term and _shortens(term, one) and not _apart(term, one)), None)
        if lead is not None and lead.text not in made:
            made[term.text] = lead.text
    made |= _by_house(good, found, made)
    spelt: dict[str, str] = {}
    for text in found:
        first = spelt.setdefault(made.get(text, text).casefold(), made.get(text, text))
        if first != text:
            made[text] = first
    return {text: lead for text, lead in made.items() if text in found}


def _shortens(short: Term, long: Term) -> bool:
    if long.type in SHORT or len(short.text) >= len(long.text):
        return False
    return (
        short.type in SHORT
        or stands_for(short.text, long.text)
        or (short.language == "zh" and shortens(short.text, long.text))
    )


def _apart(one: Term, other: Term) -> bool:
    return bool(one.body and other.body and not set(one.bodies) & set(other.bodies))


def _by_house(good: Sequence[Term], found: Mapping[str, Sequence[str]], made: Mapping[str, str]) -> dict[str, str]:
    """The terms of bodies as one, where each document keeps to those of one body."""
    of_bodies = [term for term in good if term.body and term.text not in made]
    if not any(_apart(one, other) for one in of_bodies for other in of_bodies):
        return {}
    said: dict[str, set[str]] = {}
    for term in of_bodies:
        for symbol in found.get(term.text, ()):
            said.setdefault(symbol, set()).add(term.text)
    if any(len(texts) > 1 for texts in said.values()):
        return {}
    return {term.text: of_bodies[0].text for term in of_bodies[1:]}
