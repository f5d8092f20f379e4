"""Symbols that a text shortens: ``A/75/1 and Corr.1 and 2``, ``A/C.3/78/L.22和L.23``, ``A/RES/46/36 A–L``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpora.symbol.grammar import DASH, GAP, MODIFIER, MODIFIER_TEXT, SPLIT, canonical
from corpora.symbol.name import read_name
from corpora.text import late

Names = tuple[str, ...]
_JOIN = late(
    rf"{GAP}{{0,3}}(?:[,，、;；](?:{GAP}{{0,3}}(?:and\b|or\b|[和及与]|以及))?|(?:and|or|to)\b|&|[和及与或至]|以及|{DASH}){GAP}{{0,3}}"
)
_MODIFIERS = late(rf"{MODIFIER_TEXT}(?:/{MODIFIER_TEXT}){{0,3}}+(?![A-Za-z0-9/])")
_KIND = late(rf"(L|PV|SR|WP|CRP)\.{GAP}?(\d{{1,5}})((?:/{MODIFIER_TEXT}){{0,3}}+)(?![A-Za-z0-9/])")
_LETTER = late(r"([A-Z])(?![A-Za-z0-9'’/]|\.[A-Za-z0-9]|-[a-z])")
# a bare number goes on with a series only where it counts nothing: not "Add.1 and 2 annexes", "Add.1和2个附件"
_FIGURE = late(
    r"(\d{1,2})(?![\w/%:]|[.,]\d|\s?[个名份次年月日项国届人位条页段]|\s[A-Z]"
    r"|\s(?:other|more|further|additional|annex|appendi|addend|corrig|month|year|day|week|countr|state|page|para|section|per\b))",
    re.ASCII,
)
_STEP = 10  # a number further from the one before it than this is no next of the series


def series(text: str, end: int, names: Names) -> Iterator[tuple[int, int, Names]]:
    """What is named after the symbol that ends at ``end`` by its last part alone: offsets, and the symbols in full.

    A range (``Add.1-3``) gives its ends.

    >>> text = "A/75/1 and Corr.1 and 2"
    >>> [(text[s:e], n) for s, e, n in series(text, 6, ("A/75/1",))]
    [('Corr.1', ('A/75/1/Corr.1',)), ('2', ('A/75/1/Corr.2',))]
    """
    last = names
    while True:
        join = _JOIN.match(text, end)
        if not join:
            return
        item = _next(text, join.end(), names, last)
        if item is None:
            return
        end, last = item
        yield join.end(), end, last


def _next(text: str, start: int, head: Names, last: Names) -> tuple[int, Names] | None:
    match = _MODIFIERS.match(text, start)
    if match:
        return match.end(), tuple(_modified(name, match.group()) for name in head)
    match = _KIND.match(text, start)
    if match:
        changed = tuple(_numbered(name, match[1], match[2], match[3]) for name in head)
        return (match.end(), changed) if all(changed) else None
    match = _FIGURE.match(text, start)
    if match and all(_counts_on(name, int(match[1])) for name in last):
        return match.end(), tuple(re.sub(r"(?<!\d)\d++$", match[1], name) for name in last)
    match = _LETTER.match(text, start)
    if match and all(read_name(name).part and name[-1] < match[1] for name in last):
        return match.end(), tuple(name[:-1] + match[1] for name in last)
    return None


def _modified(name: str, text: str) -> str:
    """A symbol with another modifier: in place of one of its kind or of a corrigendum, else after those it has."""
    _, *added = SPLIT.findall(canonical(f"X/{text}"))
    parts = SPLIT.findall(name)
    kinds = [m[1] if (m := MODIFIER.fullmatch(part)) else "" for part in parts]
    new = added[0].partition(".")[0]
    cut = kinds.index(new) if new in kinds else len(parts) - (kinds[-1] == "Corr")
    return "/".join(parts[:cut] + added)


def _numbered(name: str, kind: str, number: str, tail: str) -> str:
    """The symbol with another number of the same kind, or an empty text where it has another kind."""
    parts = SPLIT.findall(read_name(name).base)
    if not parts[-1].startswith(f"{kind}."):
        return ""
    return canonical("/".join([*parts[:-1], f"{kind}.{number}"]) + tail)


def _counts_on(name: str, number: int) -> bool:
    modifiers = read_name(name).modifiers
    return bool(modifiers) and name[-1].isdigit() and 0 < number - modifiers[-1].number <= _STEP
