"""What a reader of bitexts left out, dropped or guessed, counted, so that a person can be told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from corpora.exchange.status import UNTOUCHED, Status
from corpora.text import Variety

MOST = 40
"""So many lines are kept; a file of a tool has a handful."""


class Remarks:
    """Lines about one file, in order of first appearance; what happens a thousand times is one line.

    >>> said = Remarks()
    >>> for _ in range(1200): said.count("inline code", "left out")
    >>> said.count("footnote", "left out"); said.say("no header"); said.say("no header")
    >>> said.lines()
    ['no header', '1,200 inline codes left out', '1 footnote left out']
    """

    def __init__(self) -> None:
        self._said: dict[str, None] = {}
        self._counts: Counter[tuple[str, str]] = Counter()
        self._kinds: dict[tuple[str, str], str] = {}

    def say(self, line: str) -> None:
        """A line of the whole file, each once."""
        if len(self._said) < MOST:
            self._said[line] = None

    def count(self, what: str, became: str, number: int = 1, kind: str = "") -> None:
        """``number`` things of one kind, and what became of them (``left out``); ``kind``: as formats name what they hold."""
        if number and ((what, became) in self._counts or len(self._counts) < MOST):
            self._counts[what, became] += number
            self._kinds[what, became] = kind

    def lines(self, carried: Collection[str] = ()) -> list[str]:
        """All of them, but for those of kinds that are carried."""
        counted = (
            f"{number:,} {what if number == 1 else _plural(what)} {became}"
            for (what, became), number in self._counts.items()
            if self._kinds[what, became] not in carried
        )
        return [*self._said, *counted]


def remark_status(status: Status, said: Remarks) -> None:
    """Count what a file says of a segment."""
    if status.state not in UNTOUCHED:
        said.count(f"state of a segment ({status.state})", "left out", kind="state")
    if status.match >= 0:
        said.count("match of a segment in percent", "left out", kind="match")
    if status.origin:
        said.count(f"origin of a segment ({status.origin})", "left out", kind="origin")
    if status.locked:
        said.count("lock of a segment", "left out", kind="lock")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is read of a bitext: which Chinese where it has two, rows that are confirmed, rows of a match in percent."""

    zh: Variety = "simplified"
    confirmed: bool = False
    match: int = 0

    def takes(self, status: Status, said: Remarks) -> bool:
        """Whether a segment of such a status is read; those that are not are counted."""
        if self.confirmed and not status.confirmed:
            said.count("row that is not confirmed", "left out")
            return False
        if 0 <= status.match < self.match:
            said.count(f"row with a match under {self.match}%", "left out")
            return False
        return True


ALL = Wanted()


def _plural(what: str) -> str:
    """A noun phrase in the plural: the ending goes to the word before what is in brackets or behind "of"."""
    for mark in (" of ", " in ", " between ", " (", " without ", ": "):
        head, found, rest = what.partition(mark)
        if found:
            return f"{_plural(head)}{found}{rest}"
    return f"{what[:-1]}ies" if what.endswith("y") else f"{what}s"
