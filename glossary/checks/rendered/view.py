"""A row seen from one of its sides: whether a term of it is rendered on the other side, and what stands there instead."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property, partial

from corpora.text import HAN, OTHER_LANGUAGE
from glossary.checks.base import Material
from glossary.checks.rendered.excuses import excused, short_form
from glossary.checks.rendered.remnants import chinese_remnants, english_remnants, masked
from glossary.checks.rendered.rows import TermsOfSide, approved, approved_terms, is_short, name_words
from glossary.concept import Termbase
from glossary.finding import Span
from glossary.renderings import Asked, senses_of
from glossary.words import Occurrence

NO_STATE = re.compile("国[民防会家际务内]")  # 利比亚国民军 is the army of 利比亚
FROM = re.compile(r"\b(?:Mr|Ms|Mrs|Dr|Sir|Judge|Ambassador)\b\.?(?: [A-Z][\w.’'-]*)+ \($")  # Mr. Jan Novak (Bulgaria)
PREFIXED = frozenset("次副准亚")
"""What makes another term of a Chinese one."""
NOUN = re.compile(
    "(?:ment|[ts]ion|ness|ity|[ae]nce|[ae]ncy|ism|ship|hood|ure|age|graphy|logy|cy|[^aeiou]ies|ers?|ors?)$"
)
"""How an English word ends that is no verb."""
GOVERNS_TO = re.compile(
    r"(?i)\b(?:commit\w*|devot\w*|relat\w*|due|access|contribut\w*|subject\w*|contrary|prior|according|respons\w*|pursuant"
    r"|respect|regard|approach\w*|barrier\w*|obstacle\w*|threat\w*|right|support|solution\w*|reference|addition|oppos\w*"
    r"|dedicat\w*|attention|link\w*|add\w*|amount\w*|object\w*|resort\w*|return\w*|refer\w*|pertain\w*|apply|applie[sd]"
    r"|applicable|relevant|similar|equal|key|thanks|as|with|up|close|detriment\w*|vulnerab\w*|exposed?|exposure|transition\w*"
    r"|commitments?|alternatives?|from \w{1,20}) to $"
)
"""What has "to" as a preposition behind it."""
REACH = 200  # characters before the name of a State in which that of its delegate is looked for
LONGER_NAME = re.compile(" (?:of|for|on) [A-Z]")  # International Organization of Space Communications
LONGEST = 25_000  # characters of both sides of a row in which rivals are looked for
TOGETHER = 512  # terms about which the dictionary is asked at once: bounds memory, never changes an answer
LEAST_CHANCE = {"zh": 0.1, "en": 0.05}
"""Probability from which a word of the text counts as rendering a word of a term; by the language of the term."""


def is_name(termbase: Termbase, place: Occurrence) -> bool:
    """Whether a concept is a name: written with a capital in English."""
    return termbase.concepts[place.concepts[0]].preferred("en")[:1].isupper()


def _as_a_verb(text: str, start: int, word: str) -> bool:
    """Whether a word that may be a verb is one where it begins: behind "to", where that is no preposition.

    >>> _as_a_verb("decided to boycott it", 11, "boycott"), _as_a_verb("committed to disarmament", 13, "disarmament")
    (True, False)
    >>> _as_a_verb("contributions to aid", 17, "aid")
    False
    """
    before = text[:start]
    if before.endswith("de facto "):
        return True
    return before.endswith("to ") and not NOUN.search(word) and not GOVERNS_TO.search(before)


class View:
    """A row seen from one of its sides."""

    def __init__(
        self, material: Material, termbase: Termbase, row: int, language: str, sides: Mapping[str, TermsOfSide]
    ) -> None:
        self.material, self.termbase, self.row, self.language, self.sides = material, termbase, row, language, sides
        pair = material.pairs[row - 1]
        self.source, self.target = (pair.zh, pair.en) if language == "zh" else (pair.en, pair.zh)

    def meant(self, place: Occurrence) -> bool:
        """Whether the text writes the term with the capital that it has in the termbase: member States of others are none."""
        text = self.source[place.start : place.end]
        if text.islower() and " " not in text and _as_a_verb(self.source, place.start, text):
            return False  # to annex, to boycott
        if self.language == "zh" and place.start and self.source[place.start - 1] in PREFIXED:
            return False  # 次区域组织
        if self.language == "en" and self._other(place, text):
            return False
        if self.language == "zh" and NO_STATE.match(self.source, place.end - 1) and self._approved(place, text[:-1]):
            return False
        return not (place.term[0].isupper() and text[0].islower() and (" " not in text or not text.islower()))

    def _other(self, place: Occurrence, text: str) -> bool:
        """Whether English words that a term has belong to a longer name or word, or only say where a person is from."""
        after = self.source[place.end :]
        if after.startswith(")") and FROM.search(self.source, max(0, place.start - REACH), place.start):
            return not re.search(f"[(（][{HAN}]+[)）]", self.target)  # the Chinese may leave it out
        longer = place.term.islower() and text[0].isupper() and bool(LONGER_NAME.match(after))
        return longer or (text.endswith("law") and after.startswith(" enforcement"))

    def _approved(self, place: Occurrence, text: str) -> bool:
        return any(text in approved(self.termbase.concepts[id], self.language) for id in place.concepts)

    def _renderings(self, place: Occurrence) -> list[str]:
        other = OTHER_LANGUAGE[self.language]
        return [text for id in place.concepts for text in approved(self.termbase.concepts[id], other)]

    def excused(self, place: Occurrence) -> bool:
        """Whether the target shows that the term is rendered after all, without a look at the dictionary."""
        text, renderings = self.source[place.start : place.end], self._renderings(place)
        return excused(text, place, self.source, renderings, self.target, self.language, self.free(place))

    def question(self, place: Occurrence) -> Asked | None:
        """What the dictionary is asked about a name, which may stand as an adjective or a short form; for a term other words
        are what the termbase does not want.
        """
        if not is_name(self.termbase, place):
            return None
        text = self.source[place.start : place.end]
        return Asked(text, self.language, self.source, self._whole(place, self._renderings(place)))

    def free(self, place: Occurrence) -> str:
        """The target without what renders other terms of the source."""
        return masked(self.target, self._taken(OTHER_LANGUAGE[self.language], place))

    @cached_property
    def _standing(self) -> Mapping[str, set[str]]:
        return {language: side.standing() for language, side in self.sides.items()}

    def _taken(self, side: str, place: Occurrence) -> list[Span]:
        """Places of a side whose terms, other ones than this, have their renderings on the other side."""
        named = self._standing[OTHER_LANGUAGE[side]] - set(place.concepts)
        return [
            (one.start, one.end)
            for one in self.sides[side].longest
            if not is_short(one.term) and not named.isdisjoint(one.concepts)
        ]

    def _whole(self, place: Occurrence, renderings: Sequence[str]) -> str:
        """The same without remnants of the renderings."""
        if self.language == "en":
            terms = {one.term for one in self.sides["zh"].every}
            return masked(self.free(place), chinese_remnants(renderings, self.target, terms))
        shortest = min((text for id in place.concepts for text in approved(self.termbase.concepts[id], "zh")), key=len)
        if place.term == shortest and any(" " not in rendering for rendering in renderings):
            return self.free(place)  # 俄罗斯 is Russia and Russian, 俄罗斯联邦 more
        rest = masked(self.source, self._taken(self.language, place))
        said = partial(self._said, rest)
        return masked(self.free(place), english_remnants(renderings, self.target, said, self._shared))

    def _said(self, rest: str, word: str) -> bool:
        """Whether a part of the Chinese says an English word of the target."""
        dictionary = senses_of(self.material.rows)
        if dictionary is None:
            return False
        return dictionary.said(word, "en", word, rest, LEAST_CHANCE["en"]) >= 1.0

    def _shared(self, word: str) -> bool:
        return name_words(self.material)[word] > 1

    def rival(self, place: Occurrence) -> Occurrence | None:
        """A term on the other side that renders nothing on this side, a name for a name, a phrase for a phrase; none in a row
        that is far too long for a sentence.
        """
        if is_short(place.term) or len(self.source) + len(self.target) > LONGEST:
            return None
        other = OTHER_LANGUAGE[self.language]
        here = self.sides[self.language].concepts()
        dictionary = senses_of(self.material.rows)
        for one in self.sides[other].longest:
            if (
                here.isdisjoint(one.concepts)
                and not is_short(one.term)
                and is_name(self.termbase, one) == is_name(self.termbase, place)
            ):
                text = self.target[one.start : one.end]
                if not dictionary or dictionary.said(text, other, self.target, self.source, LEAST_CHANCE[other]) < 0.5:
                    return one
        return None

    def moved(self, place: Occurrence) -> bool:
        """Whether a neighbouring row has the rendering and not the term: a clause moved over a full stop."""
        renderings = self._renderings(place)
        pairs, pair = self.material.pairs, self.material.pairs[self.row - 1]
        for near in (self.row - 2, self.row):
            if not 0 <= near < len(pairs) or pairs[near].symbol != pair.symbol:
                continue
            other = pairs[near]
            sides = approved_terms(self.material).get(near + 1)
            named = sides[self.language].concepts() if sides else set()
            there = other.en if self.language == "zh" else other.zh
            if self.language == "zh" and short_form(place.term, other.zh):
                continue  # 安理会 has a use for the Security Council there
            if abs(other.position - pair.position) == 1 and named.isdisjoint(place.concepts):
                if any(rendering.lower() in there.lower() for rendering in renderings):
                    return True
        return False


def explained(material: Material, places: Sequence[tuple[View, Occurrence]]) -> list[bool]:
    """Whether each term is rendered, though not in the words of the termbase."""
    found = [view.excused(place) for view, place in places]
    dictionary = senses_of(material.rows)
    for language, chance in LEAST_CHANCE.items() if dictionary else ():
        mine = [k for k, (view, _place) in enumerate(places) if not found[k] and view.language == language]
        asked = [(k, question) for k in mine if (question := places[k][0].question(places[k][1]))]
        for first in range(0, len(asked), TOGETHER):
            some = asked[first : first + TOGETHER]
            shares = dictionary.said_all([question for _k, question in some], chance) if dictionary else []
            for (k, _question), share in zip(some, shares, strict=True):
                found[k] = share >= 1.0
    return [good or view.moved(place) for good, (view, place) in zip(found, places, strict=True)]
