"""Documents with known links in which sentences lack a counterpart, made from sentence pairs, and documents that lack nothing.

Kinds, each at a rate that differs from document to document (:class:`Rates`): sentences left out, strangers side by side (near in
topic: taken from neighbouring pairs), headings and captions in one language only, a heading opposite a sentence, list
marks on lines of their own (in one language, in both, opposite a clause), page furniture that differs, links of several
sentences by joining neighbours or by cutting at a comma.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np
from synthetic import Made

Pair = tuple[str, str]
GENERIC = (
    ("导言", "Introduction"), ("背景", "Background"), ("概述", "Overview"), ("建议", "Recommendations"), ("结论", "Conclusions"),
    ("摘要", "Summary"), ("方法", "Methodology"), ("财务事项", "Financial matters"), ("其他事项", "Other matters"),
    ("主要结论", "Main findings"), ("前进的道路", "The way forward"), ("审议情况", "Deliberations"),
)  # fmt: skip
HAN_NUMBERS = "一二三四五六七八九十"
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
CUT = {"zh": re.compile(r"[，；：]"), "en": re.compile(r"[,;:] ")}


@dataclass(frozen=True, slots=True)
class Rates:
    """How often each kind comes, by sentence pair of the material."""

    joined: float = 0.08
    cut: float = 0.03
    deleted: float = 0.06
    strangers: float = 0.04
    heading: float = 0.02
    opposite: float = 0.01
    caption: float = 0.01
    mark: float = 0.01
    marked: float = 0.02
    furniture: float = 0.003
    table: float = 0.002

    def complete(self) -> Rates:
        """The same document, but nothing is missing."""
        return replace(
            self, deleted=0.0, strangers=0.0, heading=0.0, opposite=0.0, caption=0.0, mark=0.0, furniture=0.0
        )

    def varied(self, rng: np.random.Generator) -> Rates:
        """Rates of another document: each from nothing to more than twice as often."""
        return Rates(**{name: value * float(rng.gamma(1.2) / 1.2) for name, value in asdict(self).items()})


def make_gaps(pairs: Sequence[Pair], seed: int, rates: Rates | None = None) -> Made:
    """One document of most of ``pairs``, in their order."""
    return _Maker(pairs, np.random.default_rng(seed), rates or Rates()).document()


class _Maker:
    def __init__(self, pairs: Sequence[Pair], rng: np.random.Generator, rates: Rates) -> None:
        self.pairs, self.rng, self.made, self.marks = pairs, rng, Made(), 0
        kinds: dict[str, Callable[[int], int]] = {
            "joined": self.joined, "cut": self.cut, "deleted": self.deleted, "strangers": self.strangers,
            "heading": self.heading, "opposite": self.opposite, "caption": self.caption, "mark": self.mark,
            "marked": self.marked, "furniture": self.furniture, "table": self.table,
        }  # fmt: skip
        self.kinds = list(kinds.values())
        shares = [asdict(rates)[name] for name in kinds]
        self.bounds = np.cumsum(shares)

    def document(self) -> Made:
        k = 0
        while k < len(self.pairs):
            kind = int(np.searchsorted(self.bounds, self.rng.random()))
            k = self.plain(k) if kind >= len(self.kinds) or k + 2 > len(self.pairs) else self.kinds[kind](k)
        return self.made

    def plain(self, k: int) -> int:
        self.made.add([self.pairs[k][0]], [self.pairs[k][1]])
        return k + 1

    def one_side(self, side: int, texts: Sequence[str]) -> None:
        self.made.add(texts if side == 0 else [], texts if side == 1 else [])

    def side(self) -> int:
        return int(self.rng.integers(2))

    def few(self) -> int:
        return 1 + int(self.rng.geometric(0.7) - 1) % 4

    def joined(self, k: int) -> int:
        a = min(2 if self.rng.random() < 0.85 else 3, len(self.pairs) - k)
        some = self.pairs[k : k + a]
        zh, en = [p[0] for p in some], [p[1] for p in some]
        kind = self.rng.random()
        if kind < 0.45:
            self.made.add(["".join(zh)], en)
        elif kind < 0.9 or a == 2:
            self.made.add(zh, [" ".join(en)])
        else:  # 2-2: the full stop stands elsewhere
            self.made.add([zh[0], zh[1] + zh[2]], [f"{en[0]} {en[1]}", en[2]])
        return k + a

    def cut(self, k: int) -> int:
        zh, en = self.pairs[k]
        language = "zh" if self.side() == 0 else "en"
        text = zh if language == "zh" else en
        places = [m.end() for m in CUT[language].finditer(text) if 0.15 < m.end() / len(text) < 0.85]
        if len(text) < (24 if language == "zh" else 70) or not places:
            return self.plain(k)
        place = places[int(self.rng.integers(len(places)))]
        parts = [text[:place].strip(), text[place:].strip()]
        self.made.add(*((parts, [en]) if language == "zh" else ([zh], parts)))
        return k + 1

    def deleted(self, k: int) -> int:
        count, side = self.few(), self.side()
        self.one_side(side, [p[side] for p in self.pairs[k : k + count]])
        return k + count

    def strangers(self, k: int) -> int:
        left, right = self.few(), self.few()
        order = self.side()
        zh = [p[0] for p in self.pairs[k : k + left]]
        en = [p[1] for p in self.pairs[k + left : k + left + right]]
        for side in (order, 1 - order):
            self.one_side(side, zh if side == 0 else en)
        return k + left + right

    def title(self, side: int, k: int) -> str:
        """A heading about the sentence ``k``, or a general one."""
        text = self.pairs[k][side]
        if self.rng.random() < 0.35:
            return GENERIC[int(self.rng.integers(len(GENERIC)))][side]
        if side == 0:
            parts = [p for p in re.split(r"[，。；：、“”（）()《》\s]", text) if len(p) >= 3]
            if not parts:
                return GENERIC[int(self.rng.integers(len(GENERIC)))][0]
            part = parts[int(self.rng.integers(len(parts)))]
            return part[-int(self.rng.integers(4, 13)) :]
        words = re.findall(r"[A-Za-z][\w’'-]+|\d+", text)
        count = int(self.rng.integers(2, 8))
        at = int(self.rng.integers(max(len(words) - count, 0) + 1))
        return " ".join(words[at : at + count]).capitalize() or "Overview"

    def heading(self, k: int) -> int:
        side = self.side()
        self.one_side(side, [self.title(side, k)])
        return k

    def opposite(self, k: int) -> int:
        """A heading in one language; the other has a sentence in its place that the first lacks."""
        side = self.side()
        self.one_side(side, [self.title(side, k)])
        self.one_side(1 - side, [self.pairs[k][1 - side]])
        return k + 1

    def caption(self, k: int) -> int:
        side, number = self.side(), int(self.rng.integers(1, 11))
        zh = (
            f"图{number}",
            f"表{HAN_NUMBERS[number - 1]}",
            "(百分比)",
            "(单位：千美元)",
            "资料来源：秘书处。",
            f"附件{HAN_NUMBERS[number - 1]}",
            f"- {number} -",
        )
        en = (f"Figure {ROMAN[number - 1]}", f"Table {number}", "(Percentage)", "(Thousands of United States dollars)", "Source: Secretariat.", f"Annex {ROMAN[number - 1]}", f"Page {number}")  # fmt: skip
        which = int(self.rng.integers(len(zh)))
        self.one_side(side, [(zh, en)[side][which]])
        if which < 2 and self.rng.random() < 0.5:
            self.one_side(side, [self.title(side, k)])
        return k

    def list_mark(self, side: int) -> str:
        self.marks = self.marks % 9 + 1
        n = self.marks
        letter = "abcdefghijk"[n - 1]
        kind = int(self.rng.integers(4))
        zh = (f"{HAN_NUMBERS[n - 1]}、", f"({letter})", f"{letter.upper()}.", f"({HAN_NUMBERS[n - 1]})")
        en = (f"{ROMAN[n - 1]}.", f"({letter})", f"{letter.upper()}.", f"({n})")
        self.last = (zh[kind], en[kind])
        return self.last[side]

    def mark(self, k: int) -> int:
        """A list mark on a line of its own in one language; the other has nothing, or a clause that the first lacks."""
        side = self.side()
        self.one_side(side, [self.list_mark(side)])
        if self.rng.random() < 0.6:
            self.one_side(1 - side, [self.pairs[k][1 - side]])
            return k + 1
        return k

    def marked(self, k: int) -> int:
        """List marks before a pair: on lines of their own in both languages, or in one."""
        zh, en = self.pairs[k]
        self.list_mark(0)
        first, second = self.last
        kind = self.rng.random()
        if kind < 0.5:
            self.made.add([first], [second])
            self.made.add([zh], [en])
        elif kind < 0.75:
            self.made.add([first, zh], [f"{second} {en}"])
        else:
            self.made.add([first + zh], [second, en])
        return k + 1

    def table(self, k: int) -> int:
        """Labels and figures on lines of their own."""
        for _ in range(int(self.rng.integers(1, 5))):
            label = GENERIC[int(self.rng.integers(len(GENERIC)))]
            self.made.add([label[0]], [label[1]])
            for _ in range(int(self.rng.integers(1, 4))):
                figure = _figure(self.rng)
                self.made.add([figure[0]], [figure[1]])
        return k

    def furniture(self, k: int) -> int:
        one, two = self.rng.integers(1, 400, 2).tolist()
        symbol = f"A/{70 + one % 9}/{two}"
        zh, en = (f"{one}/{two}", symbol) if self.rng.random() < 0.5 else (symbol, f"{two}")
        if self.rng.random() < 0.3:
            zh, en = _figure(self.rng)[0], _figure(self.rng)[1]
        self.made.add([zh], [])
        self.made.add([], [en])
        return k


def thinned(made: Made, seed: int, share: float = 0.04) -> Made:
    """A document of known links in which ``share`` of them have lost a side, and their sentences stand alone."""
    rng = np.random.default_rng(seed)
    result = Made()
    for source, target in made.links:
        left, right = [made.source[i] for i in source], [made.target[j] for j in target]
        if left and right and rng.random() < share:
            if rng.random() < 0.5:
                left = []
            else:
                right = []
        result.add(left, right)
    return result


def _figure(rng: np.random.Generator) -> Pair:
    """A figure as both languages write it."""
    number = float(rng.integers(1, 10 ** int(rng.integers(2, 7)))) / 10
    return f"{number:,.1f}".replace(",", " "), f"{number:,.1f}"
