"""How many planted errors the checks find, kind by kind: a seeded script changes human text, one error a row.

    python benchmarks/planted.py [../shared] [--seed 7] [--most 300] [--kind NAME] [--misses]

Text: `train/un_parallel_dev`, with the built-in model and the termbase of `benchmarks/checks.py`. A kind is planted into at most
`--most` rows that can hold it, never into two neighbours; the other rows stay as they are. Found: a finding in the row (of a swapped
pair: in either row) that was not there before. `--misses` prints the rows that were missed, to be looked at.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from checks import parallel_pairs, un_termbase

from align.anchors import extract_anchors
from align.encoder import builtin_encoder
from corpora.bitext import Pair
from glossary.checks import run_checks
from glossary.checks.base import Material
from glossary.concept import Termbase
from glossary.finding import Finding
from glossary.matcher import Matcher
from glossary.words import HAN_RUN

Plant = Callable[[Pair, random.Random], Pair | None]
HAN_DIGITS = "一二三四五六七八九"


@dataclass(frozen=True)
class Kind:
    """A kind of error; ``reach``: whether the checks claim to find it."""

    name: str
    plant: Plant
    reach: bool = True


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
        """A word of a rendering changed for a word of another term."""

        def plant(pair: Pair, rng: random.Random) -> Pair | None:
            places = [p for p in self.rendered(pair, side) if len(p[2]) >= (4 if side == "zh" else 8)]
            if not places:
                return None
            start, end, text = rng.choice(places)
            if side == "zh":
                return _put(pair, "zh", start, end, text[:-2] + rng.choice([h for h in self.han if h != text[-2:]]))
            words = text.split()
            k = max(range(len(words)), key=lambda k: len(words[k]))
            words[k] = rng.choice([w for w in self.words if w.lower() not in text.lower()])
            return _put(pair, "en", start, end, " ".join(words))

        return plant

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
        *(Kind(f"country name cut, {s}", names.cut(s)) for s in ("zh", "en")),
        *(Kind(f"bracket or quote lost, {s}", mark_lost(s)) for s in ("zh", "en")),
        *(Kind(f"word doubled, {s}", doubled(s)) for s in ("zh", "en")),
        Kind("negation lost, en", negation(r"\b(?:shall|must|will|does|have|are|is)(?P<x> not)\b", "en", ""), reach=False),
        Kind("negation lost, zh", negation(r"(?P<x>不)(?=[得应能会是])", "zh", ""), reach=False),
        Kind("negation added, en", negation(r"\b(?:shall|must|will|should)(?P<x>)(?= [a-z])(?! not)", "en", " not"), reach=False),
    ]  # fmt: skip


@dataclass
class Result:
    """Rows planted and found, which checks found them, and what was missed."""

    planted: int
    found: int
    codes: Counter[str]
    missed: list[Pair]


def material(pairs: Sequence[Pair], termbase: Termbase) -> Material:
    return Material(pairs, termbase, encoder=builtin_encoder())


def measure(kind: Kind, pairs: Sequence[Pair], termbase: Termbase, before: set[str], seed: int, most: int) -> Result:
    rng = random.Random(f"{seed} {kind.name}")
    faulty = list(pairs)
    rows: list[int] = []
    for k in rng.sample(range(len(pairs)), len(pairs)):
        if len(rows) == most:
            break
        if {k - 1, k + 1} & set(rows):
            continue
        new = kind.plant(pairs[k], rng)
        if new is not None and new != pairs[k]:
            faulty[k] = new
            rows.append(k)
    return _judged(rows, faulty, run_checks(material(faulty, termbase)), before)


def swapped(pairs: Sequence[Pair], termbase: Termbase, before: set[str], seed: int, most: int, far: bool) -> Result:
    """The English sides of two neighbours exchanged, or of two rows of different documents."""
    rng = random.Random(seed)
    faulty = list(pairs)
    rows: list[int] = []
    found = 0
    long = [k for k in range(len(pairs) - 1) if len(pairs[k].zh) >= 10 and len(pairs[k].en) >= 25]
    for k in rng.sample(long, len(long)):
        other = rng.choice(long) if far else k + 1
        near = {k, other, k - 1, k + 1, other - 1, other + 1}
        if len(rows) == 2 * most or near & set(rows) or len(pairs[other].zh) < 10 or k == other:
            continue
        faulty[k] = replace(pairs[k], en=pairs[other].en)
        faulty[other] = replace(pairs[other], en=pairs[k].en)
        rows += [k, other]
    result = _judged(rows, faulty, run_checks(material(faulty, termbase)), before)
    gone = {id(pair) for pair in result.missed}
    twos = list(zip(rows[::2], rows[1::2], strict=True))
    found = sum(not {id(faulty[a]), id(faulty[b])} <= gone for a, b in twos)
    return Result(
        len(twos),
        found,
        result.codes,
        [p for a, b in twos for p in (faulty[a],) if {id(faulty[a]), id(faulty[b])} <= gone],
    )


def _judged(rows: Sequence[int], faulty: Sequence[Pair], findings: Sequence[Finding], before: set[str]) -> Result:
    new: dict[int, set[str]] = {}
    for finding in findings:
        if _key(finding) not in before:
            new.setdefault(finding.segment - 1, set()).add(finding.code)
    codes = Counter(code for k in rows for code in new.get(k, ()))
    missed = [faulty[k] for k in rows if k not in new]
    return Result(len(rows), len(rows) - len(missed), codes, missed)


def _key(finding: Finding) -> str:
    return "\x1f".join((str(finding.segment), finding.code, finding.expected, finding.found))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, nargs="?", default=Path(__file__).resolve().parents[2] / "shared")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--most", type=int, default=300)
    parser.add_argument("--kind", default="", help="only kinds whose name holds this")
    parser.add_argument("--misses", action="store_true", help="print the rows that were missed")
    options = parser.parse_args()
    pairs, termbase = parallel_pairs(options.shared), un_termbase(options.shared)
    before = {_key(f) for f in run_checks(material(pairs, termbase))}
    print(f"{'planted':<40} {'rows':>5} {'found':>6} {'recall':>7}  by")
    rows: list[tuple[str, bool, Result]] = [
        (kind.name, kind.reach, measure(kind, pairs, termbase, before, options.seed, options.most))
        for kind in kinds(Names(termbase))
        if options.kind in kind.name
    ]
    for name, far in (("two neighbours swapped", False), ("two far rows swapped", True)):
        if options.kind in name:
            rows.append((name, True, swapped(pairs, termbase, before, options.seed, options.most, far)))
    for name, reach, result in rows:
        codes = ", ".join(f"{code} {n}" for code, n in result.codes.most_common(4))
        share = result.found / max(result.planted, 1)
        mark = "" if reach else "  (out of reach)"
        print(f"{name:<40} {result.planted:>5} {result.found:>6} {share:>7.1%}  {codes}{mark}")
        for pair in result.missed if options.misses else ():
            print(f"    {pair.zh}\n    {pair.en}\n")


if __name__ == "__main__":
    main()
