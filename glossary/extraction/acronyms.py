"""Drafted concepts of acronyms and of their long forms, made one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from ahocorasick_rs import AhoCorasick

from glossary.concept import Concept, Term, TermType
from glossary.words import folded, introduced, is_acronym, shortens, stands_for


def with_acronyms(made: Sequence[tuple[Concept, set[int]]], texts: Sequence[str]) -> list[Concept]:
    """Concepts with acronyms joined to the concepts of their long forms. ``made``: each with the rows that hold it."""
    longs = introduced(texts)
    known = {short: folded(long) for short, long in longs.items()}
    by_en: dict[str, int] = {}
    by_letter: dict[str, list[int]] = {}
    for place, (concept, _rows) in enumerate(made):
        english = concept.preferred("en")
        by_en.setdefault(folded(english), place)
        if " " in english:
            by_letter.setdefault(english[0].lower(), []).append(place)
    joined = dict(enumerate(made))
    for place, (concept, rows) in enumerate(made):
        short = concept.preferred("en")
        if not is_acronym(short):
            continue
        long = by_en.get(known.get(short, ""))
        if long is None:
            rivals = by_letter.get(short[0].lower(), [])
            long = next((other for other in rivals if _abbreviates(concept, made[other][0])), None)
        if long is not None and long != place and long in joined:
            both = joined[long][1] | rows
            joined[long] = _joined(joined[long][0], concept, len(both)), both
            del joined[place]
    spelt = [(concept, _spelt_out(concept, longs)) for concept, _rows in joined.values()]
    counts = _counts({long for _concept, long in spelt if long}, texts)
    return [_with_long(concept, long, counts[long]) if long else concept for concept, long in spelt]


def _spelt_out(concept: Concept, longs: Mapping[str, str]) -> str:
    """The long form that the text gives an acronym, where that is no concept of its own."""
    long = longs.get(concept.preferred("en"), "")
    return "" if any(folded(term.text) == folded(long) for term in concept.of("en")) else long


def _counts(longs: Collection[str], texts: Sequence[str]) -> Counter[str]:
    """In how many texts each long form stands: one look at each text for all of them."""
    order = sorted(longs)
    machine = AhoCorasick(order) if order else None
    found: Counter[str] = Counter()
    for text in texts if machine else ():
        assert machine is not None
        sound = text.encode("utf-8", "replace").decode("utf-8")  # no half of a surrogate pair, which it refuses
        found.update({order[which] for which, _start, _end in machine.find_matches_as_indexes(sound, overlapping=True)})
    return found


def _with_long(concept: Concept, long: str, count: int) -> Concept:
    return replace(concept, terms=(*concept.terms, Term(long, "en", "admitted", count, type="fullForm", pos="noun")))


def _abbreviates(short: Concept, long: Concept) -> bool:
    zh = short.preferred("zh"), long.preferred("zh")
    return stands_for(short.preferred("en"), long.preferred("en")) and (zh[0] == zh[1] or shortens(*zh))


def _joined(long: Concept, short: Concept, frequency: int) -> Concept:
    have = {(term.language, term.text) for term in long.terms}
    terms = [replace(t, type="fullForm") if t.status == "preferred" and not t.type else t for t in long.terms]
    for term in short.terms:
        if (term.language, term.text) not in have:
            kind: TermType = term.type or ("shortForm" if term.status == "preferred" else "variant")
            terms.append(replace(term, status="admitted", type=kind))
    return replace(
        long,
        terms=tuple(terms),
        frequency=frequency,
        symbols=tuple(dict.fromkeys([*long.symbols, *short.symbols])),
        score=max(long.score, short.score),
        probability=max(long.probability, short.probability),
    )
