"""Acronyms and the long forms in front of them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from corpora.text import late
from glossary.checks.base import Check, Material
from glossary.checks.names.bodies import other_bodies
from glossary.checks.names.known_names import known_names
from glossary.checks.rendered import approved, initials
from glossary.concept import Concept
from glossary.finding import Finding, Severity
from glossary.words import INTRODUCED, english_stream, is_acronym

LONG = late(r"(?:[A-Z][\w’'-]+(?: (?:of|for|the|and|on|to|in|against|with|by))*[ ,]+){1,12}$")
REACH = 400  # characters before an acronym in which its long form is looked for
CAPITALS = late(r"\b[A-Z]{3,8}\b")
COMMON = frozenset(
    {"USA", "UNESCO", "UNICEF", "AIDS", "HIV", "WHO", "NATO", "CFA", "GDP", "USB", "ISBN", "PDF", "COVID"}
)
"""Acronyms that stand without a long form in United Nations documents."""


def check_long_forms(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: reports an acronym in brackets whose letters are not those of the long form before it, where another
    place or the list of names has a long form whose letters are; and an acronym of one body beside the Chinese name of
    another (UNEP beside 开发署), of some two hundred that it knows.

    Why it matters: the acronym is what the rest of the document uses, so the one place that explains it must be right.

    Wrong: "United Nations Development Fund (UNDP)"

    Right: "United Nations Development Programme (UNDP)"

    What to do: correct the long form, or the acronym.
    """
    yield from _of_other_bodies(check, material)
    known = _known(material)
    for row, pair in material.bilingual():
        for match in INTRODUCED.finditer(pair.en):
            acronym = match.group(1)
            right = known.get(acronym)
            if not right or not is_acronym(acronym):
                continue
            long = LONG.search(pair.en[max(0, match.start() - REACH) : match.start()])
            if not long or not _is_damaged(long.group(), acronym, right):
                continue
            span = (long.start(), match.end())
            yield check.finding(
                material,
                row,
                f"{acronym} stands for {right!r}, not for {long.group().strip()!r}",
                f"{acronym} 是“{right}”的缩写，此处却是“{long.group().strip()}”",
                en_spans=[span],
                expected=right,
                found=long.group().strip(),
            )


def _of_other_bodies(check: Check, material: Material) -> Iterator[Finding]:
    """An acronym of another body than the one that the Chinese names; those of the termbase are left to T101."""
    theirs = {term for concept in material.termbase or () for term in approved(concept, "en")}
    for one in other_bodies(material):
        if theirs.intersection((*one.acronym.acronyms, *one.body.acronyms)):
            continue
        pair = material.pairs[one.row - 1]
        acronym, name = pair.en[slice(*one.en)], pair.zh[slice(*one.zh)]
        yield check.finding(
            material,
            one.row,
            f"{acronym} ({one.acronym.zh[-1]}) in the English, {name!r} ({one.body.acronyms[0]}) in the Chinese",
            f"英文为 {acronym}（{one.acronym.zh[-1]}），中文为“{name}”（{one.body.acronyms[0]}）",
            zh_spans=[one.zh],
            en_spans=[one.en],
            expected=one.body.acronyms[0],
            found=acronym,
        )


def _known(material: Material) -> Mapping[str, str]:
    """Acronyms and the long form that has their letters: of the list of names, of the termbase, of the document itself."""
    found = _long_forms(material.termbase or (), _of_names())
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for _row, pair in material.bilingual():
        for match in INTRODUCED.finditer(pair.en):
            long = LONG.search(pair.en[max(0, match.start() - REACH) : match.start()])
            if long and match.group(1) in _tails(long.group()):
                counts[match.group(1)][_tails(long.group())[match.group(1)]] += 1
    for acronym, forms_of in counts.items():
        found.setdefault(acronym, forms_of.most_common(1)[0][0])
    return {acronym: form for acronym, form in found.items() if form}


@cache
def _of_names() -> Mapping[str, str]:
    return _long_forms(known_names(), {})


def _long_forms(concepts: Iterable[Concept], before: Mapping[str, str]) -> dict[str, str]:
    """Acronyms and their long forms in concepts; those of ``before`` count first."""
    found = dict(before)
    for concept in concepts:
        forms = approved(concept, "en")
        for acronym in (form for form in forms if is_acronym(form)):
            found.setdefault(acronym, next((form for form in forms if acronym in initials(form)), ""))
    return found


def _tails(text: str) -> dict[str, str]:
    """The acronyms of a run of capitalised words, whichever word it begins with, and what they stand for."""
    words = text.strip(" ,").split()
    tails = (" ".join(words[k:]) for k in range(len(words) - 1))
    return {acronym: tail for tail in tails for acronym in initials(tail)}


def _is_damaged(long: str, acronym: str, right: str) -> bool:
    """Whether the words before an acronym share most with its long form, and yet are another."""
    words = english_stream(long.strip(" ,")).text
    if acronym in _tails(long) or english_stream(right).text in words:
        return False
    mine = {word.lower() for word in re.findall(r"[A-Za-z]{4,}", long)}
    theirs = {word.lower() for word in re.findall(r"[A-Za-z]{4,}", right)}
    return len(theirs) > 1 and len(theirs) <= 2 * len(mine & theirs) < 2 * len(theirs)


def check_first_use(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: notes the first use of an English acronym in a document that never gives its long form.

    Why it matters: not every reader knows the acronyms of another body; the Editorial Manual wants them explained.

    Wrong: "BINUB will report" as the first mention of it

    Right: "The United Nations Integrated Office in Burundi (BINUB) will report"

    What to do: write the long form at the first use, the acronym in brackets behind it.
    """
    explained: dict[str, set[str]] = defaultdict(set)
    for _row, pair in material.bilingual():
        explained[pair.symbol].update(match.group(1) for match in INTRODUCED.finditer(pair.en))
    told: set[tuple[str, str]] = set()
    for row, pair in material.bilingual():
        if not any(c.islower() for c in pair.en):
            continue
        for match in CAPITALS.finditer(pair.en):
            acronym = match.group()
            if acronym in COMMON or acronym in explained[pair.symbol] or (pair.symbol, acronym) in told:
                continue
            if not is_acronym(acronym) or pair.en[match.end() : match.end() + 1] in ("/", "-"):
                continue
            told.add((pair.symbol, acronym))
            yield check.finding(
                material,
                row,
                f"{acronym} has no long form in this document",
                f"本文件未给出缩写 {acronym} 的全称",
                en_spans=[match.span()],
                found=acronym,
            )


CHECKS = (
    Check("T108", "acronym with another long form", "缩写与全称不符", Severity.WARNING, "Terminology/Wrong term",
          check_long_forms, "改正全称或缩写。"),
    Check("T110", "acronym without a long form", "缩写未给出全称", Severity.NOTE, "Terminology/Inconsistent use of terminology",
          check_first_use, "首次使用时写出全称，括注缩写。", on=False),
)  # fmt: skip
