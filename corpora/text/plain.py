"""Characters that break lines, and characters that are none."""

from __future__ import annotations

LINE_BREAKS = "\n\r\x0b\x0c\x85\u2028\u2029"
"""What ends a line, for use inside the brackets of a regular expression."""
CELL_BREAKS = f"{LINE_BREAKS}\t\x1c-\x1e"
"""What ends a cell of a table or a line of one, likewise: with tabs and the separators of ASCII."""


def no_surrogates(text: str) -> str:
    """Text without halves of surrogate pairs, which JSON can spell and no file can hold: a question mark for each.

    >>> no_surrogates("a" + chr(0xD83D)), no_surrogates("联合国")
    ('a?', '联合国')
    """
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
