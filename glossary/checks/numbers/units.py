"""Units and currencies that belong to the same figure on both sides."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpora.figures import Anchor
from corpora.text import late, read_table
from glossary.checks.base import Check, Material
from glossary.checks.numbers.anchored import anchors_of, at
from glossary.checks.numbers.lost_units import Unit, lost_unit
from glossary.finding import Finding, Severity

_ROWS = read_table(__package__, "units.tsv")
# what stands behind a figure in Chinese, behind and before it in English
_UNITS = {unit: (zh, en, before) for unit, zh, en, _, before, _, _ in _ROWS}
_BEHIND = "(?:多|余)?\\s?(?:多名)?"
_ZH = late(_BEHIND + "(?:" + "|".join(f"(?P<u{k}>{zh})" for k, (zh, _, _) in enumerate(_UNITS.values())) + ")")
_EN = late(
    r"[\s-]?(?:(?:consecutive|calendar|more|full)\s)?(?:"
    + "|".join(f"(?P<u{k}>(?:{en})(?![A-Za-z]))" for k, (_, en, _) in enumerate(_UNITS.values()))
    + ")"
)
_EN_BEFORE = late(
    "(?:" + "|".join(f"(?P<u{k}>{before})" for k, (_, _, before) in enumerate(_UNITS.values()) if before) + r")\s?$"
)
_NAMES = tuple(_UNITS)
_NAMES_ZH = {row[0]: row[3] for row in _ROWS}
# what an English writer may put for the Chinese unit: "miles" at sea, "pounds" of other lands, yen signs of China
_ALIKE = tuple(
    frozenset(row[0] for row in _ROWS if row[5] == alike) for alike in dict.fromkeys(row[5] for row in _ROWS if row[5])
)
_CURRENCIES = frozenset(row[0] for row in _ROWS if row[6])
_YEAR = late(r"(?:1[5-9]|20|21)\d\d")
_DOLLAR = late(r"(?<![A-Z])\$\s?$")


def _unit(match: re.Match[str] | None) -> str:
    return _NAMES[int(match.lastgroup[1:])] if match and match.lastgroup else ""


def _units(text: str, figures: list[Anchor], language: str) -> list[Unit]:
    """Figures with their unit and the place of both."""
    found = []
    for anchor in figures:
        if not any(c.isdigit() for c in anchor.text):
            continue
        match = (_ZH if language == "zh" else _EN).match(text, anchor.end)
        unit, start, end = _unit(match), anchor.start, match.end() if match else anchor.end
        if language == "en" and unit not in _CURRENCIES:
            head = text[max(anchor.start - 6, 0) : anchor.start]
            before = _EN_BEFORE.search(head)
            if before:
                unit, start, end = _unit(before), anchor.start - len(before.group()), anchor.end
            elif _DOLLAR.search(head):
                unit, start, end = "US dollars", anchor.start - 1, anchor.end
        if unit and not (unit == "years" and _YEAR.fullmatch(anchor.value)):
            found.append((anchor, unit, start, end))
    return found


def _contradict(a: str, b: str) -> bool:
    return a != b and not any(a in alike and b in alike for alike in _ALIKE)


def check_units(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: compares the unit that stands beside the same figure in both versions: per cent and percentage points,
    currencies, lengths, areas, weights, periods of time.

    Reported only where the figure stands once on each side, and the units contradict each other, or one side gives a unit
    and the other has the bare figure and nowhere that unit.

    Why it matters: two percentage points more is not two per cent more; euros are not dollars.

    Wrong: 上升了3.5% beside "rose by 3.5 percentage points"

    Right: 上升了3.5个百分点 beside "rose by 3.5 percentage points"

    What to do: look the unit up in the original and correct the version that is wrong.
    """
    told: set[int] = set()
    _, share = material.rows.compared_anchors("number")
    for row, pair in at(material, material.rows.bilingual & share):
        figures = anchors_of(material.rows, row, "number")
        zh = _units(pair.zh, figures[0], "zh")
        en = _units(pair.en, figures[1], "en") if zh else []
        differing: list[tuple[Unit, Unit]] = []
        for a, unit, start, end in zh:
            theirs = [one for one in en if one[0].value == a.value]
            if (
                len(theirs) != 1
                or sum(one[0].value == a.value for one in zh) != 1
                or not _contradict(unit, theirs[0][1])
            ):
                continue
            differing.append(((a, unit, start, end), theirs[0]))
        for (unit, other), same in _by_units(differing).items():
            told.add(row)
            a, _unit, start, end = same[0][0]
            b = same[0][1]
            figures_told, figures_zh = (mark.join(one[0][0].text for one in same) for mark in (", ", "、"))
            yield check.finding(
                material,
                row,
                f"the unit of {figures_told} differs: {unit} in Chinese, {other} in English",
                f"{figures_zh}的单位不一致：中文为{_NAMES_ZH[unit]}，英文为{_NAMES_ZH[other]}",
                zh_spans=[one[0][2:] for one in same],
                en_spans=[one[1][2:] for one in same],
                expected=pair.zh[start:end],
                found=pair.en[b[2] : b[3]],
                sides=True,
            )
        if row not in told:
            yield from _lost(check, material, row, figures, (zh, _units(pair.en, figures[1], "en")))


def _by_units(differing: list[tuple[Unit, Unit]]) -> dict[tuple[str, str], list[tuple[Unit, Unit]]]:
    """Figures with the same two units together: one fault, one finding."""
    found: dict[tuple[str, str], list[tuple[Unit, Unit]]] = {}
    for mine, theirs in differing:
        found.setdefault((mine[1], theirs[1]), []).append((mine, theirs))
    return found


def _lost(
    check: Check,
    material: Material,
    row: int,
    figures: tuple[list[Anchor], list[Anchor]],
    units: tuple[list[Unit], list[Unit]],
) -> Iterator[Finding]:
    """A figure whose unit one side gives and the other leaves out."""
    texts = material.pairs[row - 1].zh, material.pairs[row - 1].en
    lost = lost_unit(figures, units, texts)
    if lost is None:
        return
    shown, left = texts[lost.side][lost.start : lost.end].strip(), lost.bare.text.strip()
    name, name_zh = ("Chinese", "中文") if lost.side == 0 else ("English", "英文")
    lacks, lacks_zh = ("English", "英文") if lost.side == 0 else ("Chinese", "中文")
    places = [[(lost.start, lost.end)], [(lost.bare.start, lost.bare.end)]]
    zh_spans, en_spans = places if lost.side == 0 else places[::-1]
    yield check.finding(
        material,
        row,
        f"{shown} in {name}, {left} without a unit in {lacks}",
        f"{name_zh}为{shown}，{lacks_zh}为{left}，缺单位",
        zh_spans=zh_spans,
        en_spans=en_spans,
        expected=(shown, left)[lost.side],
        found=(left, shown)[lost.side],
        sides=True,
    )


CHECKS = (
    Check("N105", "unit", "单位不一致", Severity.ERROR, "Accuracy/Mistranslation", check_units, "查对原文中的单位，改正有误的一侧。"),
)  # fmt: skip
