"""Kinds that are taken for each other: a resolution for a decision, an Under-Secretary-General for the Secretary-General."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from corpora.bitext import Pair
from glossary.checks.base import Check, Material
from glossary.finding import Finding, Severity, Span


@dataclass(frozen=True)
class Kind:
    """One member of an opposition: how each language writes it; ``sure_zh`` and ``sure_en`` where a looser form only excuses."""

    en: str
    zh: str
    name: str
    name_zh: str
    sure_en: str = ""
    sure_zh: str = ""
    patterns: dict[str, re.Pattern[str]] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        forms = {"en": self.en, "zh": self.zh, "sure en": self.sure_en or self.en, "sure zh": self.sure_zh or self.zh}
        object.__setattr__(self, "patterns", {name: re.compile(form) for name, form in forms.items()})


OPPOSITIONS: tuple[tuple[Kind, Kind], ...] = (
    (
        Kind(r"\bresolutions?\b", "决议", "resolution", "决议", r"\b[Rr]esolutions? (?:\d|[A-Z]+/)", "号决议"),
        Kind(r"\b[Dd]eci(?:sions?|ded?|des|ding)\b", "决定", "decision", "决定", r"\b[Dd]ecisions? (?:\d|[A-Z]+/)", "号决定"),
    ),
    (
        Kind(r"draft resolutions?|Draft resolutions?", "决议草案|(?<!决定)草案", "draft resolution", "决议草案", "", "决议草案"),
        Kind(r"draft decisions?|Draft decisions?", "决定草案|(?<!决议)草案", "draft decision", "决定草案", "", "决定草案"),
    ),
    (
        Kind(r"\b(?:Under|Assistant|Deputy)[- ]Secretar(?:y|ies)-General\b|\b[UAD]SG\b|\bUnder\b|\bDeputy\b",
             "(?:副|助理)秘书长|副手", "Under- or Assistant Secretary-General", "副秘书长或助理秘书长"),
        Kind(r"(?<!Under-)(?<!Under )(?<!Assistant )(?<!Deputy )Secretary-General\b", "(?<!副)(?<!助理)秘书长",
             "Secretary-General", "秘书长"),
    ),
    (
        Kind(r"\bUnder-Secretar(?:y|ies)-General\b|\bUSG\b", "(?<!常务)副秘书长", "Under-Secretary-General", "副秘书长"),
        Kind(r"\bAssistant Secretar(?:y|ies)-General\b|\bASG\b", "助理秘书长", "Assistant Secretary-General", "助理秘书长"),
    ),
    (
        Kind(r"\b[Vv]ice[- ]|\bDeputy\b|\bdeputy\b", "副", "Vice-President", "副主席或副总统",
             r"\bVice[- ](?:President|Chair)", "副(?:主席|总统|会长|院长)"),
        Kind(r"(?<![Vv]ice-)(?<![Vv]ice )(?<!Deputy )\b(?:President|Chair)", "(?<!副)(?:主席|总统|会长|院长|议长|庭长|总裁|行长)", "President", "主席或总统"),
    ),
    (
        Kind(r"\b[Pp]rime [Mm]inister|\bPremier|\bChancellor", "总理|首相", "Prime Minister", "总理"),
        Kind(r"\bPresiden", "总统|主席|总裁", "President", "总统", r"\bPresident of the (?:\w+ ){0,2}Republic\b", "总统"),
    ),
    (
        Kind(r"\b[Mm]inister(?:s|ial)?\b", "部长|大臣|外长|总理|首相|公使", "Minister", "部长", r"\bMinisters? (?:of|for)\b", "(?<!副)部长"),
        Kind(r"\b(?:Deputy|Vice|Assistant)[- ]Minister|\bDeputy\b|\bVice\b|\bState Secretary", "副部长|副大臣|副外长", "Deputy Minister", "副部长"),
    ),
    (
        Kind(r"\bPermanent Representatives?\b|\b[Rr]epresentative", "代表(?!团|性|大会)", "Permanent Representative", "常驻代表",
             r"\bPermanent Representatives?\b", "常驻(?:联合国)?代表(?!团)"),
        Kind(r"\bPermanent Missions?\b|\b[Mm]ission|[Dd]elegation", "代表团|使团", "Permanent Mission", "常驻代表团",
             r"\bPermanent Missions?\b", "常驻(?:联合国)?代表团"),
    ),
    (
        Kind(r"\bGeneral Assembly\b|\bAssembly\b", "大会", "General Assembly", "大会", r"\bGeneral Assembly\b", "联合国大会|大会第"),
        Kind(r"\bCouncil\b", "安全理事会|安理会", "Security Council", "安全理事会", r"\bSecurity Council\b"),
    ),
    (
        Kind(r"\bHuman Rights Council\b|\bCouncil\b", "人权理事会|理事会", "Human Rights Council", "人权理事会",
             r"\bHuman Rights Council\b", "人权理事会"),
        Kind(r"\bHuman Rights Committee\b|\bCommittee\b|\bCommission\b", "人权(?:事务)?委员会|委员会", "Human Rights Committee", "人权事务委员会",
             r"\bHuman Rights Committee\b", "人权事务委员会"),
    ),
    (
        Kind(r"\b[Ss]pecial [Rr]apporteur", "特别报告员", "Special Rapporteur", "特别报告员"),
        Kind(r"(?<!Special )(?<!special )\b[Rr]apporteur", "(?<!特别)报告员", "Rapporteur", "报告员"),
    ),
    (
        Kind(r"\b[Ss]pecial [Rr]apporteur", "特别报告员", "Special Rapporteur", "特别报告员"),
        Kind(r"\b[Ii]ndependent [Ee]xpert", "独立专家", "Independent Expert", "独立专家"),
    ),
    (
        Kind(r"\b[Nn]orth", "北|朝鲜", "north", "北", r"\b[Nn]orth(?:ern|wards?)?\b(?!-)(?! [A-Z])", "北(?:部|方|侧|面|边|端)|以北"),
        Kind(r"\b[Ss]outh", "南", "south", "南", r"\b[Ss]outh(?:ern|wards?)?\b(?!-)(?! [A-Z])", "南(?:部|方|侧|面|边|端)|以南"),
    ),
    (
        Kind(r"\b[Ee]ast|\bOriental", "东", "east", "东", r"\b[Ee]ast(?:ern|wards?)?\b(?!-)(?! [A-Z])", "东(?:部|方|侧|面|边|端)|以东"),
        Kind(r"\b[Ww]est|\bOccidental", "西", "west", "西", r"\b[Ww]est(?:ern|wards?)?\b(?!-)(?! [A-Z])", "西(?:部|方|侧|面|边|端)|以西"),
    ),
    (
        Kind(r"\b(?:re-?)?export", "出口|输出|外销", "export", "出口"),
        Kind(r"\bimport(?:s|ed|ing|er|ers|ation|ations)?\b", "进口|输入|引进", "import", "进口"),
    ),
    (
        Kind(r"\b[Pp]rosecut", "检察|检控|起诉|公诉|追诉", "Prosecutor", "检察官", r"\bProsecutors?\b", "检察官|检察长"),
        Kind(r"\b[Jj]udge|\bJustice\b|\bmagistrate", "法官|审判员", "judge", "法官", r"\b[Jj]udges?\b", "法官"),
    ),
    (
        Kind(r"\bmajority\b|\bmost\b|\bMost\b", "多数|大部分", "majority", "多数", r"\bmajority\b", "多数"),
        Kind(r"\bminorit", "少数|一小部分", "minority", "少数", "", "少数"),
    ),
)  # fmt: skip
"""The forms of each side are wide where they excuse and narrow (``sure``) where they accuse."""

COMMITTEES = {"First": "一", "Second": "二", "Third": "三", "Fourth": "四", "Fifth": "五", "Sixth": "六"}
NUMBER = r"(?P<number>\d+/\d+(?: ?[A-Z]\b)?|[A-Z]+/\d+/\d+|\d+ ?\((?:\d{4}|[IVXL]+)\))"
NUMBERED_EN = re.compile(rf"\b(?P<kind>[Rr]esolution|[Dd]ecision) {NUMBER}")
NUMBERED_ZH = re.compile(rf"第 ?{NUMBER} ?号(?P<kind>决议|决定)(?!草案)")
COMMITTEE_EN = re.compile(rf"\b({'|'.join(COMMITTEES)}) Committee\b")
COMMITTEE_ZH = re.compile("第([一二三四五六])委员会")
KINDS = (
    ("Report", "报告", "报告"),
    ("Note", "说明|照会|注|纪要|记要", "说明"),
    ("Letter", "信|函", "信"),
    ("Summary record", "简要记录|记录", "简要记录"),
)
TITLE = 80  # Chinese characters; a longer row is no title of a document


def check_confusions(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: reports a row where one version has one kind of an office, organ, document or direction and the other
    only its counterpart: resolution and decision, Secretary-General and Under-Secretary-General, north and south.

    Why it matters: both are right words in many other places, so no other check and no quick reader sees it.

    Wrong: "decision 70/402" rendered 第70/402号决议

    Right: 第70/402号决定

    What to do: see which version is right, and change the other.
    """
    for row, pair in material.bilingual():
        for en, zh, kind, other in _confused(pair):
            yield check.finding(
                material,
                row,
                f"{kind.name} in English, {other.name} ({other.name_zh}) in Chinese",
                f"英文为“{kind.name}”（{kind.name_zh}），中文为“{other.name_zh}”",
                zh_spans=[zh],
                en_spans=[en],
                expected=kind.name_zh,
                found=other.name_zh,
            )


def _confused(pair: Pair) -> Iterator[tuple[Span, Span, Kind, Kind]]:
    told = False
    for kinds in OPPOSITIONS:
        for kind, other in (kinds, kinds[::-1]):
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
    """The number of a resolution or decision without blanks, and its kind in Chinese."""
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
    if len(pair.zh) > TITLE:
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
    Check("T107", "one kind for another", "种类混淆", Severity.ERROR, "Terminology/Wrong term", check_confusions,
          "核对两种文本，改正有误的一方。"),
)  # fmt: skip
