"""Kinds that are taken for each other: a resolution for a decision, an Under-Secretary-General for the Secretary-General."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from corpora.bitext import Pair
from corpora.text import HAN_CHARACTER, TO_NINE, UNIT_ORDINALS, late, read_table
from glossary.checks.base import Check, Material
from glossary.checks.names.opening_verbs import other_verb
from glossary.finding import Finding, Severity, Span


@dataclass(frozen=True)
class Kind:
    """One member of an opposition: how each language writes it; ``sure_zh`` and ``sure_en`` where a looser form only excuses.

    ``signs``: Han characters of which each place of ``sure_zh`` has one.
    """

    en: str
    zh: str
    name: str
    name_zh: str
    sure_en: str = ""
    sure_zh: str = ""
    patterns: dict[str, re.Pattern[str]] = field(init=False, compare=False)
    signs: frozenset[str] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        forms = {"en": self.en, "zh": self.zh, "sure en": self.sure_en or self.en, "sure zh": self.sure_zh or self.zh}
        object.__setattr__(self, "patterns", {name: late(form) for name, form in forms.items()})
        object.__setattr__(self, "signs", frozenset(HAN_CHARACTER.findall(LOOK.sub("", forms["sure zh"]))))


LOOK = late(r"\(\?<?!.*?\)")
"""What must not stand before or behind."""


def _oppositions() -> tuple[tuple[Kind, Kind], ...]:
    sides: dict[str, list[Kind]] = {}
    for pair, *forms in read_table(__package__, "confusions.tsv"):
        sides.setdefault(pair, []).append(Kind(*forms))
    return tuple((one, other) for one, other in sides.values())


OPPOSITIONS = _oppositions()
"""The forms of each side are wide where they excuse and narrow (``sure``) where they accuse."""

COMMITTEES = {word.capitalize(): han for word, han in zip(UNIT_ORDINALS, TO_NINE[:6], strict=False)}
NUMBER = r"(?P<number>\d+/\d+(?: ?[A-Z]\b)?|[A-Z]+/\d+/\d+|\d+ ?\((?:\d{4}|[IVXL]+)\))"
NUMBERED_EN = late(rf"\b(?P<kind>[Rr]esolution|[Dd]ecision) {NUMBER}")
NUMBERED_ZH = late(rf"第 ?{NUMBER} ?号(?P<kind>决议|决定)(?!草案)")
COMMITTEE_EN = late(rf"\b({'|'.join(COMMITTEES)}) Committee\b")
COMMITTEE_ZH = late(f"第([{TO_NINE[:6]}])委员会")
KINDS = (
    ("Report", "报告", "报告"),
    ("Note", "说明|照会|注|纪要|记要", "说明"),
    ("Letter", "信|函", "信"),
    ("Summary record", "简要记录|记录", "简要记录"),
)
WORDS = tuple(word for word, *_ in KINDS)
TITLE = 80  # Chinese characters; a longer row is no title of a document


def check_confusions(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: reports a row where one version has one kind of an office, organ, document or direction and the other
    only its counterpart: resolution and decision, Secretary-General and Under-Secretary-General, north and south; and, as a
    warning, paragraphs that begin with different verbs: 重申 beside "Recalling".

    Why it matters: both are right words in many other places, so no other check and no quick reader sees it.

    Wrong: "decision 70/402" rendered 第70/402号决议

    Right: 第70/402号决定

    What to do: see which version is right, and change the other.
    """
    for row, pair in material.bilingual():
        for en, zh, kind, other in _confused(pair):
            expected, found = kind.name_zh, other.name_zh
            if material.source(row) == "zh":
                expected, found = other.name, kind.name
            yield check.finding(
                material,
                row,
                f"{kind.name} in English, {other.name} ({other.name_zh}) in Chinese",
                f"英文为“{kind.name}”（{kind.name_zh}），中文为“{other.name_zh}”",
                zh_spans=[zh],
                en_spans=[en],
                expected=expected,
                found=found,
                known_as=(check.code, kind.name_zh, other.name_zh),
            )
        verbs = other_verb(pair.zh, pair.en)
        if verbs is not None:
            zh_verb, en_verb = pair.zh[slice(*verbs.zh)], pair.en[slice(*verbs.en)]
            yield check.finding(
                material,
                row,
                f"the Chinese begins with “{zh_verb}”, the English with “{en_verb}”",
                f"中文以“{zh_verb}”开头，英文以“{en_verb}”开头",
                zh_spans=[verbs.zh],
                en_spans=[verbs.en],
                expected=zh_verb,
                found=en_verb,
                sides=True,
                severity=Severity.WARNING,
            )


def _confused(pair: Pair) -> Iterator[tuple[Span, Span, Kind, Kind]]:
    told, here = False, frozenset(pair.zh)
    for kinds in OPPOSITIONS:
        for kind, other in (kinds, kinds[::-1]):
            if other.signs.isdisjoint(here):
                continue
            rendered = other.patterns["sure zh"].search(pair.zh)  # Han patterns are the quick ones
            if not rendered or kind.patterns["zh"].search(pair.zh):
                continue
            accused = kind.patterns["sure en"].search(pair.en)
            if accused and not other.patterns["en"].search(pair.en):
                told = True
                yield accused.span(), rendered.span(), kind, other
    if not told:
        yield from _same_number(pair)
    yield from _numbered(pair)
    yield from _titled(pair)


def _same_number(pair: Pair) -> Iterator[tuple[Span, Span, Kind, Kind]]:
    """A resolution of a number that is a decision of that number on the other side."""
    if "号决" not in pair.zh:
        return
    mine = {_number(match): match for match in NUMBERED_EN.finditer(pair.en)}
    both = {(number, kind) for number, kind in mine}
    for match in NUMBERED_ZH.finditer(pair.zh):
        number, kind = _number(match)
        other = "决定" if kind == "决议" else "决议"
        if (number, other) in both and (number, kind) not in both:
            name = {"决议": "resolution", "决定": "decision"}
            yield (
                mine[number, other].span(),
                match.span(),
                Kind("", "", name[other], other),
                Kind("", "", name[kind], kind),
            )


def _number(match: re.Match[str]) -> tuple[str, str]:
    """The number of a resolution or decision without spaces, and its kind in Chinese."""
    kind = {"r": "决议", "d": "决定"}.get(match["kind"][0].lower(), match["kind"])
    return match["number"].replace(" ", ""), kind


def _numbered(pair: Pair) -> Iterator[tuple[Span, Span, Kind, Kind]]:
    """The Main Committees of the General Assembly, by their numbers."""
    if "委员会" not in pair.zh:
        return
    mine = {COMMITTEES[match.group(1)]: match for match in COMMITTEE_EN.finditer(pair.en)}
    theirs = {match.group(1): match for match in COMMITTEE_ZH.finditer(pair.zh)}
    if mine and theirs and len(mine) == len(theirs) and mine.keys() != theirs.keys():
        one, other = next(k for k in mine if k not in theirs), next(k for k in theirs if k not in mine)
        yield mine[one].span(), theirs[other].span(), _committee(one), _committee(other)


def _committee(number: str) -> Kind:
    name = next(word for word, han in COMMITTEES.items() if han == number)
    return Kind("", "", f"{name} Committee", f"第{number}委员会")


def _titled(pair: Pair) -> Iterator[tuple[Span, Span, Kind, Kind]]:
    """The kind of a document at the head of its title."""
    if len(pair.zh) > TITLE or not pair.en.startswith(WORDS):
        return
    for word, forms, form in KINDS:
        head = re.match(rf"{word}s? (?:of|by|from|dated)\b", pair.en)
        if not head or re.search(forms, pair.zh):
            continue
        for other, _forms, other_form in KINDS:
            rendered = re.search(f"{other_form}$|的{other_form}", pair.zh)
            if rendered and other.lower() not in pair.en.lower():
                yield head.span(), rendered.span(), Kind("", "", word, form), Kind("", "", other, other_form)
                return


CHECKS = (
    Check("T107", "one kind for another", "职衔、机构或文书混淆", Severity.ERROR, "Terminology/Wrong term", check_confusions,
          "核对两侧，改正有误的一侧。"),
)  # fmt: skip
