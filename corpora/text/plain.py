"""Characters that break lines, and characters that are none."""

from __future__ import annotations

LINE_BREAKS = "\n\r\x0b\x0c\x85\u2028\u2029"
"""What ends a line, for use inside the brackets of a regular expression."""
CELL_BREAKS = f"{LINE_BREAKS}\t\x1c-\x1e"
"""What ends a cell of a table or a line of one, likewise: with tabs and the separators of ASCII."""


def shown_name(name: str) -> str:
    r"""The name of a file as it can be written: bytes that are not valid UTF-8 by their numbers, nothing else changed.

    >>> shown_name("A_1" + bytes([0xBE, 0xF6]).decode("utf-8", "surrogateescape")), shown_name("决议.txt")
    ('A_1\\xbe\\xf6', '决议.txt')
    """
    try:
        return name if name.isascii() else name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:  # half a character that stands for no byte
        return no_surrogates(name)


def no_surrogates(text: str) -> str:
    """Text without halves of surrogate pairs, which JSON can spell and no file can hold: a question mark for each.

    >>> no_surrogates("a" + chr(0xD83D)), no_surrogates("联合国")
    ('a?', '联合国')
    """
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
