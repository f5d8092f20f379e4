"""Sentences that have no counterpart, neighbours together: left out of the translation, or added in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpora.bitext import Pair
from corpora.text import HAN_CHARACTER, LANGUAGE_NAMES, LANGUAGE_NAMES_ZH, OTHER_LANGUAGE
from glossary.checks.base import Check, Material
from glossary.finding import Finding, Severity

LEAST = 2  # Chinese characters that a text says, from which it is missed
HEAVY = 6  # from which its loss is an error
CODES = {"zh": "A102", "en": "A103"}
"""By the side that has the sentence, where nobody knows the original."""


def weight(text: str) -> float:
    """How much a text says, in Chinese characters: three Latin letters count as one."""
    return len(re.findall(r"[A-Za-z]", text)) / 3 + len(HAN_CHARACTER.findall(text))


def unfilled(link: str) -> bool:
    """Whether a row says that both sides have a sentence."""
    left, _, right = link.partition(" ")[0].partition("-")
    return left not in ("", "0") and right not in ("", "0")


def lone_runs(check: Check, material: Material, code: str) -> Iterator[Finding]:
    """The runs of neighbours of which ``code`` is to speak."""
    for run in _runs(material.pairs):
        if _code(material, run) == code:
            yield _finding(check, material, run)


def _side(pair: Pair) -> str:
    """The side of a row that stands alone and says something; empty where both are filled, or were meant to be."""
    side = "zh" if not pair.en.strip() else "en" if not pair.zh.strip() else ""
    text = pair.zh if side == "zh" else pair.en
    return side if side and weight(text) >= LEAST and not unfilled(pair.link) else ""


def _runs(pairs: Sequence[Pair]) -> Iterator[list[tuple[int, str]]]:
    """Rows (from 1) without counterpart that follow each other in a document, each with its side."""
    run: list[tuple[int, str]] = []
    for row, pair in enumerate(pairs, start=1):
        side = _side(pair)
        if run and (not side or run[-1][0] != row - 1 or pairs[row - 2].symbol != pair.symbol):
            yield run
            run = []
        if side:
            run.append((row, side))
    if run:
        yield run


def _code(material: Material, run: Sequence[tuple[int, str]]) -> str:
    """Left out or added; what stands alone on both sides is left out of one of them."""
    sides = {side for _row, side in run}
    source = material.source(run[0][0])
    if len(sides) > 1:
        return "A102"
    side = next(iter(sides))
    return CODES[side] if not source else "A102" if side == source else "A103"


def _finding(check: Check, material: Material, run: Sequence[tuple[int, str]]) -> Finding:
    first, side = run[0]
    texts = [getattr(material.pairs[row - 1], one) for row, one in run]
    severity = check.severity if max(map(weight, texts)) >= HEAVY else Severity.WARNING
    kinds = {one for _row, one in run}
    source = material.source(first)
    said = "\n".join(texts)
    added = len(kinds) == 1 and source not in ("", side)
    message, message_zh = _messages(material, run, kinds, source)
    known_as = (CODES[side] if len(kinds) == 1 else "A102", said, "")
    return check.finding(
        material,
        first,
        message,
        message_zh,
        zh_spans=[(0, len(texts[0]))] if side == "zh" else (),
        en_spans=[(0, len(texts[0]))] if side == "en" else (),
        expected="" if added else said,
        found=said if added else "",
        severity=severity,
        others=[row for row, _side in run[1:]],
        also=[row for row, _side in run[1:]],
        known_as=known_as,
        parts=[_part(material.pairs[row - 1], one) for row, one in run] if len(run) > 1 else (),
    )


def _part(pair: Pair, side: str) -> str:
    """The id under which one sentence of a run was known by itself."""
    text = pair.zh if side == "zh" else pair.en
    return Finding(CODES[side], Severity.ERROR, "", pair.symbol, 0, "", zh=pair.zh, en=pair.en, expected=text).id


def _messages(material: Material, run: Sequence[tuple[int, str]], kinds: set[str], source: str) -> tuple[str, str]:
    first, side = run[0]
    other = OTHER_LANGUAGE[side]
    names, names_zh = LANGUAGE_NAMES, LANGUAGE_NAMES_ZH
    if len(run) == 1:
        if not source:
            return (
                f"no {names[other]} sentence corresponds to this {names[side]} sentence",
                f"此{names_zh[side]}句在{names_zh[other]}本中无对应句",
            )
        if side == source:
            return "this sentence of the original is not in the translation", "原文此句在译文中无对应句"
        return "this sentence of the translation is not in the original", "译文此句在原文中无对应句"
    where, where_zh = material.named(first, [row for row, _side in run[1:]])
    counts = [(one, sum(mine == one for _row, mine in run)) for one in ("zh", "en") if one in kinds]
    told = " and ".join(f"{count} {names[one]}" for one, count in counts)
    told_zh = "、".join(f"{count}个{names_zh[one]}句" for one, count in counts)
    return (
        f"{told} sentences side by side have no counterpart: this and {where}",
        f"相邻的{told_zh}无对应句：本句段和{where_zh}",
    )
