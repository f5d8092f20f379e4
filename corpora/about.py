"""What a file of a translation tool says of a row beside its two texts."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import Literal, NamedTuple

MarkKind = Literal["open", "close", "alone"]


class Mark(NamedTuple):
    """A code in a text: an opening or closing one, or one that stands alone.

    ``id`` names it in its text, and joins an opening with its closing one; ``content`` is what its format keeps in it
    (``<b>``, ``{0}``), ``type`` what it says of it (``bold``). ``character``: it is a character of the text, as a line end is.
    """

    kind: MarkKind
    id: str = ""
    content: str = ""
    type: str = ""
    character: bool = False


Marked = tuple[str | Mark, ...]
"""A text with its codes: pieces of text, and codes between them. Empty where the text has none."""


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of a row: nothing, as a rule.

    ``state`` as the tool calls it (``draft``, ``translated``, ``confirmed``), ``match`` in percent (-1: not said), ``origin``
    of the translation (``tm``, ``mt``). Dates as TMX writes them (``20240102T030405Z``). ``props``: name and value, contexts
    among them. ``tags``: the languages of the Chinese and the English text as the file calls them. ``marked``: both texts
    with their codes. ``others``: language and text of what is neither Chinese nor English, or a second one.
    """

    id: str = ""
    state: str = ""
    match: int = -1
    locked: bool = False
    origin: str = ""
    created: str = ""
    created_by: str = ""
    modified: str = ""
    modified_by: str = ""
    used: str = ""
    uses: str = ""
    notes: tuple[str, ...] = ()
    props: tuple[tuple[str, str], ...] = ()
    tags: tuple[str, str] = ("", "")
    marked: tuple[Marked, Marked] = ((), ())
    others: tuple[tuple[str, str], ...] = ()
    place: tuple[int, str] = field(default=(0, ""), compare=False)
    """In an XLIFF the unit, from 1, and the segment as the unit calls it."""

    @property
    def says_more(self) -> bool:
        """Whether anything is said beside the languages."""
        return any(getattr(self, one.name) != one.default for one in fields(self) if one.name not in ("tags", "place"))


NOTHING = About()


@lru_cache(256)
def in_languages(zh: str, en: str) -> About:
    """What is known of a row of which only the languages are: one object for all such rows."""
    return About(tags=(zh, en))


def compact_date(text: str) -> str:
    """A date of any tool as TMX writes it; nothing where it is none.

    >>> [compact_date(t) for t in ("2024-01-02T03:04:05Z", "20240101~120000", "2024-01-02", "01/02/2024 03:04:05", "soon")]
    ['20240102T030405Z', '20240101T120000Z', '20240102T000000Z', '20240102T030405Z', '']
    """
    if len(text) > 40:
        return ""
    digits = "".join(c for c in text.partition(".")[0] if c.isascii() and c.isdecimal())[:14]
    if text[2:3] == text[5:6] == "/":  # month, day, year: Trados
        digits = digits[4:8] + digits[:4] + digits[8:]
    if len(digits) < 8:
        return ""
    return f"{digits[:8]}T{digits[8:].ljust(6, '0')}Z"
