"""What becomes of the tracked changes of a Word file."""

from __future__ import annotations

from enum import StrEnum


class Changes(StrEnum):
    """The text with its tracked changes, the text before them, or an error where there are any."""

    accepted = "accepted"
    original = "original"
    refused = "refused"

    @property
    def mark(self) -> str:
        """What stands for them in a signature: nothing where they are accepted."""
        return "" if self is Changes.accepted else f"|changes:{self}"
