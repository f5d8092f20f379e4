"""What a reader of bitexts left out, dropped or guessed, counted, so that a person can be told."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpora.text import Variety

if TYPE_CHECKING:
    from corpora.exchange.status import Status

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

    def say(self, line: str) -> None:
        """A line of the whole file, each once."""
        if len(self._said) < MOST:
            self._said[line] = None

    def count(self, what: str, became: str, number: int = 1) -> None:
        """``number`` things of one kind, and what became of them (``left out``)."""
        if number and ((what, became) in self._counts or len(self._counts) < MOST):
            self._counts[what, became] += number

    def lines(self) -> list[str]:
        """All of them."""
        counted = (
            f"{number:,} {what if number == 1 else _plural(what)} {became}"
            for (what, became), number in self._counts.items()
        )
        return [*self._said, *counted]


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
