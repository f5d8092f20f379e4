"""What a reader of bitexts left out, dropped or guessed, counted, so that a person can be told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from corpora.exchange.status import UNTOUCHED, Status
from corpora.text import Variety

MOST = 40
"""So many lines are kept; a file of a tool has a handful."""
MOST_NAMES = 12
"""So many names of columns are listed."""


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
        self._guessed: dict[str, None] = {}
        self._lost: dict[str, None] = {}
        self._counts: Counter[tuple[str, str]] = Counter()
        self._kinds: dict[tuple[str, str], str] = {}

    def say(self, line: str) -> None:
        """A line of the whole file, each once."""
        if len(self._said) < MOST:
            self._said[line] = None

    def guess(self, line: str) -> None:
        """What was taken for what without the file saying so, each once: whoever uses the rows should know."""
        if len(self._guessed) < MOST:
            self._guessed[line] = None

    def two_chinese(self, zh: Variety) -> None:
        """Rows have several Chinese texts, of which one is read."""
        self.guess(f"several Chinese texts of a row: the {zh} one is read (--zh chooses)")

    def lose(self, line: str) -> None:
        """Rows that could not be read, so that the file was read only in part."""
        if len(self._lost) < MOST:
            self._lost[line] = None

    @property
    def part(self) -> bool:
        """Whether the file was read only in part."""
        return bool(self._lost)

    def columns(self, names: Iterable[str]) -> None:
        """Columns of a table that a row has no place for."""
        listed = list(dict.fromkeys(names))
        if listed:
            more = f" and {len(listed) - MOST_NAMES} more" if len(listed) > MOST_NAMES else ""
            what = f"column{'s' if len(listed) > 1 else ''} {', '.join(listed[:MOST_NAMES])}"
            self.say(f"{what.replace('column column', 'column')}{more} left out")

    @property
    def guessed(self) -> list[str]:
        """What was guessed."""
        return list(self._guessed)

    @property
    def lost(self) -> list[str]:
        """What could not be read."""
        return list(self._lost)

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
        return [*self._guessed, *self._said, *counted, *self._lost]


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
    if what.endswith(("ch", "sh", "x", "s")):
        return f"{what}es"
    return f"{what[:-1]}ies" if what.endswith("y") else f"{what}s"
