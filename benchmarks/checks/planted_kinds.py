"""The kinds of errors that `planted.py` plants: each a function that gives a faulty pair, or nothing where it cannot."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from corpora.bitext import Pair
from corpora.figures.anchors import extract_anchors
from corpora.text import HAN_RUN
from glossary.concept import Termbase
from glossary.words.matcher import Matcher

Plant = Callable[[Pair, random.Random], Pair | None]
HAN_DIGITS = "一二三四五六七八九"


@dataclass(frozen=True)
class Kind:
    """A kind of error; ``reach``: whether the checks claim to find it; ``alone``: they have no termbase."""

    name: str
    plant: Plant
    reach: bool = True
    alone: bool = False


def _put(pair: Pair, side: str, start: int, end: int, new: str) -> Pair:
    text = getattr(pair, side)
    return replace(pair, **{side: text[:start] + new + text[end:]})


def _figures(pair: Pair, side: str, kind: str) -> list[tuple[int, int, str]]:
    text = getattr(pair, side)
    found = [a for a in extract_anchors(text, side) if a.kind == kind and a.strong]
    return [(a.start, a.end, text[a.start : a.end]) for a in found if re.search(r"\d", text[a.start : a.end])]


def _digit(text: str, rng: random.Random) -> str:
    k = rng.choice([k for k, c in enumerate(text) if c.isdigit()])
    return text[:k] + rng.choice([d for d in "123456789" if d != text[k]]) + text[k + 1 :]


def changed(side: str, kind: str) -> Plant:
    """One digit of a figure, date or symbol changed."""

    def plant(pair: Pair, rng: random.Random) -> Pair | None:
        places = _figures(pair, side, kind)
        if not places:
            return None
        start, end, text = rng.choice(places)
        return _put(pair, side, start, end, _digit(text, rng))

    return plant


def swapped_digits(side: str) -> Plant:
    def plant(pair: Pair, rng: random.Random) -> Pair | None:
        spots = [
            (start + k, text[k : k + 2])
            for start, _end, text in _figures(pair, side, "number")
            for k in range(len(text) - 1)
            if text[k : k + 2].isdigit() and text[k] != text[k + 1]
        ]
        if not spots:
            return None
        at, two = rng.choice(spots)
        return _put(pair, side, at, at + 2, two[::-1])

    return plant


def exchanged(side: str, pattern: str, others: dict[str, str]) -> Plant:
    """A word changed for its opposite number: 万 for 亿, million for billion, May for June."""

    def plant(pair: Pair, rng: random.Random) -> Pair | None:
        places = list(re.finditer(pattern, getattr(pair, side)))
        if not places:
            return None
        match = rng.choice(places)
        return _put(pair, side, *match.span(1), others[match[1]])

    return plant


MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November"]
NEXT_MONTH = dict(zip(MONTHS, [*MONTHS[1:], "December"], strict=True))


def han_ordinal(pair: Pair, rng: random.Random) -> Pair | None:
    """第十二条 becomes 第十三条."""
    places = [
        m for m in re.finditer(r"第[一二三四五六七八九十]*([一二三四五六七八九])(?=[条章款节届次号段]|附件)", pair.zh)
    ]
    if not places or not pair.en.strip():
        return None
    match = rng.choice(places)
    return _put(pair, "zh", *match.span(1), rng.choice([c for c in HAN_DIGITS if c != match[1]]))


def dropped(side: str) -> Plant:
    def plant(pair: Pair, rng: random.Random) -> Pair | None:
        text = getattr(pair, side)
        if len(text) < (12 if side == "zh" else 30):
            return None
        return replace(pair, **{side: "", "link": "0-1" if side == "zh" else "1-0"})

    return plant


def sentence_of_several(side: str) -> Plant:
    """One of the sentences of a segment left out."""
    end = r"(?<=[。！？；])" if side == "zh" else r"(?<=[.!?;])\s+(?=[A-Z(])"

    def plant(pair: Pair, rng: random.Random) -> Pair | None:
        parts = [p for p in re.split(end, getattr(pair, side)) if p.strip()]
        long = [k for k, p in enumerate(parts) if len(p) >= (10 if side == "zh" else 30)]
        if len(parts) < 2 or not long:
            return None
        gone = rng.choice(long)
        rest = ("" if side == "zh" else " ").join(p for k, p in enumerate(parts) if k != gone)
        return replace(pair, **{side: rest})

    return plant


def clause(side: str) -> Plant:
    """A clause between commas left out."""
    mark = r"(?<=，)" if side == "zh" else r"(?<=,)\s"

    def plant(pair: Pair, rng: random.Random) -> Pair | None:
        parts = re.split(mark, getattr(pair, side))
        long = [k for k, p in enumerate(parts[:-1]) if (len(p) >= 9 if side == "zh" else len(p.split()) >= 6)]
        if len(parts) < 3 or not long:
            return None
        gone = rng.choice(long)
        return replace(pair, **{side: ("" if side == "zh" else " ").join(p for k, p in enumerate(parts) if k != gone)})

    return plant


def copied(pair: Pair, rng: random.Random) -> Pair | None:
    return replace(pair, zh=pair.en) if len(pair.en.split()) >= 7 and HAN_RUN.search(pair.zh) else None


def negation(pattern: str, side: str, new: str) -> Plant:
    def plant(pair: Pair, rng: random.Random) -> Pair | None:
        places = list(re.finditer(pattern, getattr(pair, side)))
        if not places:
            return None
        return _put(pair, side, *rng.choice(places).span("x"), new)

    return plant


PAIRS_OF_MARKS = {"zh": "（）()“”《》[]", "en": "()“”[]"}


def mark_lost(side: str) -> Plant:
    """One bracket or quotation mark of a pair lost."""

    def plant(pair: Pair, rng: random.Random) -> Pair | None:
        text = getattr(pair, side)
        places = [k for k, c in enumerate(text) if c in PAIRS_OF_MARKS[side]]
        balanced = all(
            text.count(a) == text.count(b)
            for a, b in zip(PAIRS_OF_MARKS[side][::2], PAIRS_OF_MARKS[side][1::2], strict=True)
        )
        if not places or not balanced:
            return None
        k = rng.choice(places)
        return _put(pair, side, k, k + 1, "")

    return plant


def doubled(side: str) -> Plant:
    def plant(pair: Pair, rng: random.Random) -> Pair | None:
        text = getattr(pair, side)
        places = list(re.finditer(r"[的了是在和]" if side == "zh" else r"\b(?:the|of|and|to|in)\b", text))
        if not places:
            return None
        match = rng.choice(places)
        return _put(pair, side, *match.span(), match[0] + ("" if side == "zh" else " ") + match[0])

    return plant


class Names:
    """Plants that need the termbase: a rendering changed, a name cut."""

    def __init__(self, termbase: Termbase) -> None:
        self.termbase = termbase
        self.matchers = {language: Matcher(termbase, language) for language in ("zh", "en")}
        self.words = sorted({w for c in termbase for t in c.of("en") for w in t.text.split() if len(w) > 4})
        self.han = sorted({t.text[-2:] for c in termbase for t in c.of("zh") if len(t.text) >= 4})

    def rendered(self, pair: Pair, side: str) -> list[tuple[int, int, str]]:
        """Terms of a side whose concept is rendered on the other side, once on each."""
        here, there = (self.matchers[x].find(getattr(pair, x)) for x in (side, "en" if side == "zh" else "zh"))
        counts = Counter(c for o in there for c in o.concepts)
        mine = Counter(c for o in here for c in o.concepts)
        text = getattr(pair, side)
        return [
            (o.start, o.end, text[o.start : o.end])
            for o in here
            if any(counts[c] >= 1 and mine[c] == 1 for c in o.concepts)
        ]

    def rival(self, side: str) -> Plant:
        """A word of a rendering changed for a word of another term, so that no rendering of the concept is left."""

        def plant(pair: Pair, rng: random.Random) -> Pair | None:
            places = [p for p in self.rendered(pair, side) if len(p[2]) >= (4 if side == "zh" else 8)]
            if not places:
                return None
            start, end, text = rng.choice(places)
            if side == "zh":
                new = text[:-2] + rng.choice([h for h in self.han if h != text[-2:]])
            else:
                words = text.split()
                k = max(range(len(words)), key=lambda k: len(words[k]))
                words[k] = rng.choice([w for w in self.words if w.lower() not in text.lower()])
                new = " ".join(words)
            faulty = _put(pair, side, start, end, new)
            concepts = {c for o in self.matchers[side].find(text) for c in o.concepts}
            left = {c for o in self.matchers[side].sides(getattr(faulty, side))[1] for c in o.concepts}
            return faulty if concepts.isdisjoint(left) else None

        return plant

    def other_state(self, pair: Pair, rng: random.Random) -> Pair | None:
        """The Chinese name of a state changed for that of another one."""
        places = [p for p in self.rendered(pair, "zh") if self.country(p[2], "zh")]
        if not places:
            return None
        start, end, text = rng.choice(places)
        names = sorted({c.preferred("zh") for c in self.termbase if c.id.startswith("country-")} - {text})
        return _put(pair, "zh", start, end, rng.choice([name for name in names if name not in pair.zh]))

    def cut(self, side: str) -> Plant:
        """A character or a word of the name of a country lost."""

        def plant(pair: Pair, rng: random.Random) -> Pair | None:
            places = [p for p in self.rendered(pair, side) if self.country(p[2], side)]
            places = [p for p in places if (len(p[2]) >= 5 if side == "zh" else len(p[2].split()) >= 2)]
            if not places:
                return None
            start, end, text = rng.choice(places)
            if side == "zh":
                k = rng.randrange(len(text))
                return _put(pair, "zh", start + k, start + k + 1, "")
            words = text.split()
            long = [k for k, word in enumerate(words) if len(word) > 3]
            gone = rng.choice(long or [0])
            return _put(pair, "en", start, end, " ".join(w for k, w in enumerate(words) if k != gone))

        return plant

    def country(self, text: str, side: str) -> bool:
        """Whether a text is the name of a country."""
        return any(c.startswith("country-") for o in self.matchers[side].find(text) for c in o.concepts)


def kinds(names: Names) -> list[Kind]:
    scale = {"万": "亿", "亿": "万", "million": "billion", "billion": "million"}
    month = {str(k): str(k % 12 + 1) for k in range(1, 13)}
    return [
        *(Kind(f"figure changed, {s}", changed(s, "number")) for s in ("zh", "en")),
        *(Kind(f"digits swapped, {s}", swapped_digits(s)) for s in ("zh", "en")),
        Kind("万 for 亿, 亿 for 万", exchanged("zh", r"(?<=\d)\s?([万亿])(?!亿)", scale)),
        Kind("million for billion", exchanged("en", r"(?<=\d)\s(million|billion)\b", scale)),
        *(Kind(f"date: digit changed, {s}", changed(s, "date")) for s in ("zh", "en")),
        Kind("date: month shifted, zh", exchanged("zh", r"(?<=年)(\d{1,2})(?=月)", month)),
        Kind("date: month shifted, en", exchanged("en", rf"(?<=\d )({'|'.join(MONTHS)})\b", NEXT_MONTH)),
        *(Kind(f"symbol changed, {s}", changed(s, "symbol")) for s in ("zh", "en")),
        Kind("第十二条 -> 第十三条", han_ordinal),
        *(Kind(f"sentence dropped, {s}", dropped(s)) for s in ("zh", "en")),
        *(Kind(f"one of several sentences dropped, {s}", sentence_of_several(s)) for s in ("zh", "en")),
        *(Kind(f"clause dropped, {s}", clause(s), reach=False) for s in ("zh", "en")),
        Kind("not translated", copied),
        *(Kind(f"term: rival rendering, {s}", names.rival(s)) for s in ("zh", "en")),
        Kind("one state for another", names.other_state),
        Kind("one state for another, no termbase", names.other_state, alone=True),
        *(Kind(f"country name cut, {s}", names.cut(s)) for s in ("zh", "en")),
        *(Kind(f"bracket or quote lost, {s}", mark_lost(s)) for s in ("zh", "en")),
        *(Kind(f"word doubled, {s}", doubled(s)) for s in ("zh", "en")),
        Kind("negation lost, en", negation(r"\b(?:shall|must|will|does|have|are|is)(?P<x> not)\b", "en", ""), reach=False),
        Kind("negation lost, zh", negation(r"(?P<x>不)(?=[得应能会是])", "zh", ""), reach=False),
        Kind("negation added, en", negation(r"\b(?:shall|must|will|should)(?P<x>)(?= [a-z])(?! not)", "en", " not"), reach=False),
    ]  # fmt: skip
