"""The reviser's own rules: pairs that belong together, words that must not stand, words that are not translated."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from glossary.finding import Severity, Span

LONGEST = 500  # characters of a pattern
LIMIT = 0.2  # seconds a rule may take in a row
PAIR, FORBIDDEN, KEEP, ALLOW = "pair", "forbidden", "keep", "allow"
_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\((?:\?[^)]?)?|[*+?]|\{\d*,?\d*\}|.", re.S)
_MANY = re.compile(r"[*+]|\{\d*,\d*\}|\{\d{2,}\}")


class SlowRuleError(ValueError):
    """A rule took longer than it may."""


@dataclass(frozen=True, slots=True)
class OwnRule:
    """One rule. ``kind``: ``pair`` (what stands on the side ``when`` must be answered on the other; ``both``: either way),
    ``forbidden`` (what must not stand), ``keep`` (a word that stands in both versions or in none), ``allow`` (a spelling that is right).

    ``zh`` and ``en`` are texts, or regular expressions where ``is_pattern``.
    """

    name: str
    kind: str
    zh: str
    en: str
    severity: Severity
    message: str = ""
    message_zh: str = ""
    is_pattern: bool = False
    when: str = "zh"

    def of(self, side: str) -> str:
        """What the rule says of a side."""
        return self.zh if side == "zh" else self.en

    def find(self, side: str, text: str) -> list[Span]:
        """Where it stands in a text of a side; raises :class:`SlowRuleError` where that takes too long."""
        written = self.of(side)
        if not written or not (self.is_pattern or written.casefold() in text.casefold()):
            return []
        try:
            return [match.span() for match in _compiled(written, self.is_pattern, side).finditer(text, timeout=LIMIT)]
        except TimeoutError as error:
            raise SlowRuleError(self.name) from error

    def line(self, ui: str = "en") -> str:
        """The rule for people, in a line; the message in the language of the report."""
        texts = " ↔ ".join(dict.fromkeys(text for text in (self.zh, self.en) if text))
        message = self.message_zh if ui == "zh" and self.message_zh else self.message
        said = f": {message}" if message else ""
        return (
            f"{self.name}  {self.severity.value:<8} {self.kind}{' (regex)' if self.is_pattern else ''}  {texts}{said}"
        )


@lru_cache(maxsize=1000)
def _compiled(text: str, is_pattern: bool, side: str) -> Any:
    import regex  # which can be stopped

    if is_pattern:
        return regex.compile(text)
    written = regex.escape(text)
    if side == "en":  # whole words, where it begins and ends with a letter
        written = r"(?<!\w)" * text[0].isalnum() + written + r"(?!\w)" * text[-1].isalnum()
    return regex.compile(written, regex.IGNORECASE if text.islower() else 0)


def trouble_of(pattern: str) -> str:
    r"""Why a pattern is not let in: it cannot be read, is too long, or repeats what repeats; empty where all is well.

    >>> trouble_of(r"第\s?\d+条"), trouble_of("(a+)+b"), trouble_of("a(b")[:16]
    ('', 'repeats within a repeat', 'cannot be read (')
    """
    if len(pattern) > LONGEST:
        return f"is longer than {LONGEST} characters"
    import regex

    try:
        regex.compile(pattern)
    except regex.error as error:
        return f"cannot be read ({error.msg})"
    return "repeats within a repeat" if _nests(pattern) else ""


def _nests(pattern: str) -> bool:
    """Whether a group that holds a repeat of many is itself repeated many times."""
    repeats = [False]
    closed: bool | None = None  # the group that has just ended: whether it holds a repeat
    for match in _TOKEN.finditer(pattern):
        token = match[0]
        if _MANY.fullmatch(token):
            if closed:
                return True
            repeats[-1] = True
        elif token[0] == "(":
            repeats.append(False)
        elif token == ")" and len(repeats) > 1:
            closed = repeats.pop()
            repeats[-1] = repeats[-1] or closed
            continue
        closed = None
    return False
