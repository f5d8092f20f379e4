"""One English word with and without its hyphen in one document: non-governmental and nongovernmental."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from corpora.text import late
from glossary.checks.base import Check, Material
from glossary.finding import Finding, Severity, Span

_HYPHENATED = late(r"(?<![\w-])[a-z]{2,}-[a-z]{2,}(?![\w-])")
_WORD = late(r"(?<![\w-])[a-z]{6,}(?![\w-])")
Words = defaultdict[str, defaultdict[str, defaultdict[str, list[tuple[int, Span]]]]]
_OTHERS = frozenset(
    [
        "re-form",
        "re-sign",
        "re-cover",
        "re-count",
        "re-create",
        "re-lease",
        "re-sort",
        "re-serve",
        "re-present",
        "un-ionized",
        "co-op",
    ]
)
"""Words that mean something else without the hyphen."""


def check_hyphens(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: notes an English word that a document writes with a hyphen and without one: non-governmental and nongovernmental.
    One note a word, at the first place of the rarer spelling.

    Why it matters: one document follows one spelling, and a search finds half.

    Wrong: nonproliferation here, non-proliferation there

    Right: non-proliferation throughout

    What to do: write the spelling of the house.
    """
    for words in _places(material).values():
        for spellings in words.values():
            often, *rare = sorted(spellings, key=lambda word: (-len(spellings[word]), word))
            usual = spellings[often]
            for word in rare:
                row, span = spellings[word][0]
                yield check.finding(
                    material,
                    row,
                    f"{word!r} stands here, {often!r} in {len(usual)} other place{'s' * (len(usual) > 1)} of the document",
                    f"英文此处为“{word}”，本文件另有{len(usual)}处为“{often}”",
                    en_spans=[span],
                    expected=often,
                    found=word,
                    others=[other for other, _ in usual],
                )


def _places(material: Material) -> Words:
    """Where words with a hyphen stand, with and without it: by document, by word."""
    places: Words = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for row, pair in material.bilingual():
        for match in _HYPHENATED.finditer(pair.en) if "-" in pair.en else ():
            if match[0] not in _OTHERS:
                places[pair.symbol][match[0].replace("-", "")][match[0]].append((row, match.span()))
    for row, pair in material.bilingual():
        mine = places.get(pair.symbol)
        for match in _WORD.finditer(pair.en) if mine else ():
            if mine and match[0] in mine:
                mine[match[0]][match[0]].append((row, match.span()))
    return places


CHECKS = (
    Check("P114", "word in two spellings", "同一词写法不一致", Severity.NOTE, "Style/Inconsistency", check_hyphens, "统一一种写法。", raw=True),
)  # fmt: skip
