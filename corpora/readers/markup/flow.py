"""Running text as mark-up gives it, in pieces: white space collapsed, line ends of the source told from breaks."""

from __future__ import annotations

import re

WHITE = " \t\n\r\f"
"""What HTML and XML call white space; no-break and ideographic spaces are text."""
RUN = re.compile(f"[{WHITE}]+")
_WIDE = (
    "\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003fffd"
)
_QUOTES = "“”‘’…—"
WIDE = re.compile(f"[{_WIDE}]")
QUOTES = frozenset(_QUOTES)
WRAPPED = re.compile(
    f"(?<=[{_WIDE}])[ \t\r\f]*\n[{WHITE}]*(?=[{_WIDE}{_QUOTES}])|(?<=[{_QUOTES}])[ \t\r\f]*\n[{WHITE}]*(?=[{_WIDE}])"
)


class Flow:
    r"""The text of one paragraph in the making; places in it are counted in :attr:`length`.

    A run of white space is one space, and nothing at the beginning and at the end; a line end of the source between two wide
    characters is nothing (CSS Text 3, 4.1.3).

    >>> flow = Flow()
    >>> for piece in ("  大会\n  重申", " its\n", " resolutions", "\n"):
    ...     flow.add(piece)
    >>> flow.take()
    '大会重申 its resolutions'
    """

    __slots__ = ("_gap", "_pieces", "last", "length")

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._gap = ""
        self.length = 0
        self.last = ""

    def add(self, piece: str) -> None:
        """More text."""
        body = piece.strip(WHITE)
        if not body:
            self._wait(piece)
            return
        if piece[0] in WHITE:
            self._wait(piece[: len(piece) - len(piece.lstrip(WHITE))])
        if self._gap:
            if self.last not in ("", "\n") and not (self._gap == "\n" and _joined(self.last, body[0])):
                self._put(" ")
            self._gap = ""
        if "\n" in body:
            body = RUN.sub(" ", WRAPPED.sub("", body))
        elif "  " in body or "\t" in body or "\r" in body or "\f" in body:
            body = RUN.sub(" ", body)
        self._put(body)
        if piece[-1] in WHITE:
            self._wait(piece[len(piece.rstrip(WHITE)) :])

    def verbatim(self, piece: str) -> None:
        """More text, whose white space stands."""
        if self._gap:
            self._put(" ")
            self._gap = ""
        if piece:
            self._put(piece.replace("\r\n", "\n").replace("\r", "\n"))

    def line(self) -> None:
        """A line ends here."""
        self._gap = ""
        self._put("\n")

    def take(self) -> str:
        """The paragraph, after which the next one begins."""
        text = "".join(self._pieces).rstrip(WHITE)
        self._pieces.clear()
        self._gap = self.last = ""
        self.length = 0
        return text

    def _wait(self, white: str) -> None:
        if white and self._gap != "\n":
            self._gap = "\n" if "\n" in white else " "

    def _put(self, piece: str) -> None:
        self._pieces.append(piece)
        self.length += len(piece)
        self.last = piece[-1]


def _joined(last: str, first: str) -> bool:
    """Whether a line end of the source between two characters is nothing."""
    if WIDE.match(last):
        return first in QUOTES or WIDE.match(first) is not None
    return last in QUOTES and WIDE.match(first) is not None
