"""How a phrase is entered: its spelling, its number, the marks of a title around it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from corpora.arrays import Longs
from glossary.extraction.judged import Phrases
from glossary.extraction.sides import PREPOSITIONS, SideAtoms
from glossary.words import fold

ATTESTED = 0.05  # part of the occurrences from which on a form of another number is one that the text has
FORMS = 200  # occurrences looked at for the usual spelling


def english_forms(phrases: Phrases, k: int) -> dict[str, float]:
    """The spelling to enter, then those of another number, with their shares: the singular where the text has it, else as it stands.

    With a small first letter only where the text writes it so; no possessive at its end.
    """
    side, size = phrases.side, int(phrases.grams.size[k])
    places = phrases.grams.places(k)[:FORMS]
    if size == 1:  # the Economic of Economic and Social Council says nothing about the word
        alone = [place for place in places.tolist() if not _in_name(side, place)]
        places = np.array(alone, np.int64) if alone else places
    forms: Counter[str] = Counter()
    for text, count in Counter(text[start:end] for text, start, end in _standing(side, places, size)).items():
        forms[_bare(" ".join(text.split()))] += count
    by_number: dict[str, Counter[str]] = {}
    for form, count in forms.items():
        by_number.setdefault(form.lower(), Counter())[form] += count
    total = forms.total()
    often = [name for name in by_number if by_number[name].total() >= ATTESTED * total]
    main = max(by_number, key=lambda name: (by_number[name].total(), -len(name), name))
    singular = [name for name in often if _singular_of(name, main)]
    entered = min(singular, key=lambda name: (-by_number[name].total(), name)) if singular else main
    capital = float(side.capital[places].sum()) / len(places)
    others = [name for name in often if name != entered]
    return {
        _spelling(by_number[name], capital, side.small): by_number[name].total() / total for name in (entered, *others)
    }


def _bare(text: str) -> str:
    """Without a possessive at its end."""
    for end in ("’s", "'s", "’", "'"):
        text = text.removesuffix(end)
    return text


def _singular_of(name: str, plural: str) -> bool:
    """Whether a form is another with its head in the singular: the last word, or that before a preposition.

    >>> _singular_of("member state", "member states"), _singular_of("head of state", "heads of state")
    (True, True)
    >>> _singular_of("persons with disability", "persons with disabilities"), _singular_of("states", "state")
    (False, False)
    """
    one, many = name.split(), plural.split()
    if len(one) != len(many):
        return False
    head = next((k - 1 for k, word in enumerate(many) if k and word in PREPOSITIONS), len(many) - 1)
    rest = [k for k in range(len(many)) if one[k] != many[k]]
    return rest == [head] and one[head] == fold(many[head])


def _spelling(forms: Counter[str], capital: float, small: frozenset[str]) -> str:
    """How a form is written most often; at the head of sentences alone it keeps its capital unless its first word has none elsewhere."""
    lower = [form for form in forms if form[:1].islower()]
    shown = lower if lower and capital < 0.5 else list(forms)
    text = min(shown, key=lambda form: (-forms[form], form[:1].isupper(), len(form), form))
    first, *rest = text.split(" ")
    name = any(word[:1].isupper() for word in rest)
    if capital < 0.5 and first[:1].isupper() and first[1:].islower() and not name and first.lower() in small:
        text = text[:1].lower() + text[1:]
    return text


def _standing(side: SideAtoms, places: Longs, size: int) -> Iterator[tuple[str, int, int]]:
    """The texts in which phrases of so many atoms stand, and where."""
    spans = side.row[places].tolist(), side.start[places].tolist(), side.end[places + (size - 1)].tolist()
    for row, start, end in zip(*spans, strict=True):
        yield side.texts[row], start, end


def _in_name(side: SideAtoms, place: int) -> bool:
    """Whether a capital stands beside a word, or behind a function word beside it."""
    for way in (-1, 1):
        at = place
        for _ in range(2):
            joined = side.joined[at] if way < 0 else at + 1 < len(side) and side.joined[at + 1]
            if not joined:
                break
            at += way
            if side.capital[at]:
                return True
            if not side.light[at]:
                break
    return False


def chinese_form(phrases: Phrases, k: int) -> str:
    """The usual spelling, without spaces between characters, with the title marks that stand around it."""
    side, size = phrases.side, int(phrases.grams.size[k])
    forms: Counter[str] = Counter()
    for text, start, end in _standing(side, phrases.grams.places(k)[:FORMS], size):
        form = "".join(text[start:end].split()) if not text[start:end].isascii() else text[start:end]
        titled = text[start - 1 : start] == "《" and text[end : end + 1] == "》"
        forms[f"《{form}》" if titled else form] += 1
    return min(forms, key=lambda form: (-forms[form], len(form), form))
