r"""Whether a pattern of a tokenizer runs over any text in time that grows with its length, and no faster.

Patterns come with a model and are run by a library that cannot be stopped, so only a shape is let in that cannot run away: in each
alternative what repeats without end stands last, so that a match never has to be tried again with less of it; groups do not repeat;
nothing refers back. That is how tokenizers are written (``\p{Han}+|\d+|[^\d]``); the few others in use are in :data:`KNOWN`.
"""

from __future__ import annotations

import re

LONGEST = 2000
"""Characters of a pattern."""
WAYS = 64
"""In how many ways what stands before the end of an alternative may match."""
_GPT_4 = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}%s| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
KNOWN = frozenset({_GPT_4 % "{1,3}", _GPT_4 % ""})
"""Patterns that are safe for another reason: after two repetitions without a common character another alternative takes all."""
_ATOM = re.compile(
    r"\\[pP]\{\^?\w{1,40}\}|\\x(?:[0-9A-Fa-f]{2}|\{[0-9A-Fa-f]{1,6}\})|\\u[0-9A-Fa-f]{4}|\\[^pPxu0-9kgXR]|[^\\\[\](){}*+?|]"
)
_REPEAT = re.compile(r"(?:\*|\+|\?|\{(\d{1,4})?(,)?(\d{1,4})?\})")
_GROUP = re.compile(r"\((?:\?(?:[imx]{1,3}:|:)|(?!\?))")
_AHEAD = re.compile(r"\(\?[=!]")


class RunawayError(ValueError):
    """A pattern of another shape."""


def check_pattern(pattern: str) -> None:
    r"""Raise :class:`RunawayError` for a pattern that is not of a shape that cannot run away.

    >>> check_pattern(r"\p{Han}+|[\p{L}\p{M}&&[^\p{Han}]]+|\d+|[^\p{L}\p{M}\d]")
    >>> check_pattern(r"(a|a|aa)+$")
    Traceback (most recent call last):
    align.encoders.patterns.RunawayError: a pattern that may run away on some text
    """
    if pattern in KNOWN:
        return
    if len(pattern) > LONGEST:
        raise RunawayError("a pattern that is too long")
    scan = _Scan(pattern)
    scan.alternatives()
    if scan.at < len(pattern):
        raise RunawayError("a pattern that cannot be read")


class _Scan:
    """One pass over a pattern; ``at``: how far it is."""

    def __init__(self, pattern: str) -> None:
        self.pattern, self.at, self.depth = pattern, 0, 0

    def alternatives(self) -> tuple[bool, int]:
        """Read alternatives up to the end or a closing bracket: whether one is without end, in how many ways they match."""
        endless, ways = False, 0
        while True:
            one, more = self.sequence()
            endless, ways = endless or one, ways + more
            if self.pattern[self.at : self.at + 1] != "|":
                return endless, ways
            self.at += 1

    def sequence(self) -> tuple[bool, int]:
        """Read one alternative."""
        endless, ways = False, 1
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            if _AHEAD.match(self.pattern, self.at):
                if self.group(3)[0]:
                    raise _runaway()
                continue
            if endless:  # something that may fail behind what repeats
                raise _runaway()
            endless, more = self.part()
            ways *= more
            if ways > WAYS:
                raise _runaway()
        return endless, ways

    def part(self) -> tuple[bool, int]:
        """Read an atom or a group with what repeats it."""
        is_group = self.pattern[self.at] == "("
        endless, ways = self.group(0) if is_group else (self.atom(), 1)
        found = _REPEAT.match(self.pattern, self.at)
        if not found:
            return endless, ways
        self.at = found.end()
        first, comma, last = found.groups()
        is_lazy = self.pattern[self.at : self.at + 1] == "?"
        self.at += is_lazy
        if _REPEAT.match(self.pattern, self.at) or endless:  # a repetition of a repetition
            raise _runaway()
        if found[0] == "?":
            return False, ways + 1
        if found[0] in "*+" or (comma and not last):
            if is_group or is_lazy:
                raise _runaway()
            return True, ways
        if is_group or (first is None and last is None):
            raise _runaway()
        return False, (int(last) - int(first or 0) + 1 if last and comma else 1) or 1

    def group(self, head: int) -> tuple[bool, int]:
        """Read a group, with its brackets."""
        opening = None if head else _GROUP.match(self.pattern, self.at)
        if (not head and not opening) or self.depth > 8:
            raise _runaway()
        self.at += head or len(opening[0] if opening else "")
        self.depth += 1
        found = self.alternatives()
        self.depth -= 1
        if self.pattern[self.at : self.at + 1] != ")":
            raise RunawayError("a pattern whose brackets do not close")
        self.at += 1
        return found

    def atom(self) -> bool:
        """Read one character, escape or class; nothing of it repeats."""
        if self.pattern[self.at] == "[":
            self._class()
            return False
        found = _ATOM.match(self.pattern, self.at)
        if not found:
            raise _runaway()
        self.at = found.end()
        return False

    def _class(self) -> None:
        depth, start = 0, self.at
        while self.at < len(self.pattern):
            char = self.pattern[self.at]
            is_first = self.pattern[start : self.at] in ("[", "[^")
            self.at += 2 if char == "\\" else 1
            if char == "[":
                depth += 1
            elif char == "]" and not is_first:
                depth -= 1
                if not depth:
                    return
        raise RunawayError("a pattern whose brackets do not close")


def _runaway() -> RunawayError:
    return RunawayError("a pattern that may run away on some text")
