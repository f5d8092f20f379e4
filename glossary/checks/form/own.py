"""The rules that a reviser has written down, held against every row."""

from __future__ import annotations

from collections.abc import Iterator

from corpora.bitext import Pair
from corpora.text import LANGUAGE_NAMES, LANGUAGE_NAMES_ZH, OTHER_LANGUAGE
from glossary.checks.base import Check, Material
from glossary.checks.rules import ALLOW, FORBIDDEN, KEEP, OwnRule, SlowRuleError
from glossary.finding import Finding, Severity, Span


def check_own(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: holds your own rules against every row: a word that has to be rendered in one way, a word or pattern that must
    not stand, a word that is not translated. They stand in a file that --checklist names (docs/checking.md), or are those of a
    house (--house un, --house fao: separators of thousands, per cent, dates); without them this check finds nothing.

    Why it matters: each house has rules that no program knows.

    Wrong: 渔获 beside "haul", with the rule zh = "渔获", en = "catch"

    Right: 渔获 beside "catch"

    What to do: follow the rule, or correct it.
    """
    rules = [rule for rule in material.own if rule.kind != ALLOW]
    for row, pair in material.bilingual() if rules else ():
        for rule in rules:
            try:
                found = list(_broken(rule, pair))
            except SlowRuleError:
                message, message_zh = (
                    f"rule {rule.name!r} took too long here and was left out",
                    f"规则“{rule.name}”在此处耗时过长，未查",
                )
                yield check.finding(material, row, message, message_zh, found=rule.name, severity=Severity.NOTE)
                continue
            for side, span, message, message_zh in found:
                yield check.finding(
                    material,
                    row,
                    f"{rule.message or message} (rule {rule.name!r})",
                    f"{rule.message_zh or message_zh}（规则“{rule.name}”）",
                    zh_spans=[span] if side == "zh" else (),
                    en_spans=[span] if side == "en" else (),
                    expected=rule.of(OTHER_LANGUAGE[side]) if rule.kind not in (FORBIDDEN, KEEP) else "",
                    found=getattr(pair, side)[slice(*span)],
                    severity=rule.severity,
                )


def _broken(rule: OwnRule, pair: Pair) -> Iterator[tuple[str, Span, str, str]]:
    """Where a row breaks a rule: the side, the place, what there is to say in both languages."""
    for side, other in OTHER_LANGUAGE.items():
        places = rule.find(side, getattr(pair, side))
        if not places:
            continue
        text = getattr(pair, side)[slice(*places[0])]
        name, name_zh = LANGUAGE_NAMES[side], LANGUAGE_NAMES_ZH[side]
        if rule.kind == FORBIDDEN:
            for place in places:
                word = getattr(pair, side)[slice(*place)]
                yield side, place, f"{word!r} is not to stand in the {name} version", f"{name_zh}中不应出现“{word}”"
        elif rule.kind == KEEP or rule.when in (side, "both"):
            if rule.find(other, getattr(pair, other)):
                continue
            wanted, lacks, lacks_zh = rule.of(other), LANGUAGE_NAMES[other], LANGUAGE_NAMES_ZH[other]
            yield (
                side,
                places[0],
                f"{text!r} stands here, without {wanted!r} in the {lacks} version",
                f"此处有“{text}”，{lacks_zh}中无“{wanted}”",
            )


CHECKS = (
    Check("P113", "own rule", "自定规则", Severity.WARNING, "Style/Organizational style", check_own, "按规则改正，或修改规则。", raw=True),
)  # fmt: skip
