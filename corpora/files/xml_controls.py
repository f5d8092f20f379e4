"""Controls in XML, raw ones and references to them: XML does not know them, and Word writes them all the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from corpora.text import late

LONGEST_REFERENCE = 12
REFERENCE = late(rb"&#(?:x([0-9A-Fa-f]{1,7})|([0-9]{1,8}));|([\x01-\x08\x0b\x0c\x0e-\x1f])")
CONTROLS = bytes({*range(1, 32)} - {9, 10, 13})
"""A zero is none: files that hold some are no text."""


def without_controls(pieces: Iterable[bytes], said: Callable[[str], None], lines: int = 0) -> Iterator[bytes]:
    r"""Pieces of a file without controls and references to them, which XML does not know; each is said with its line.

    >>> list(without_controls([b"a&#x1", b"F;b&#10;", b"&#0;\n\x1f"], print))
    a reference to a control (&#x1F;) dropped in line 1
    a reference to a control (&#0;) dropped in line 1
    a control (U+001F) dropped in line 2
    [b'a', b'b&#10;', b'\n']
    """
    rest = b""
    for piece in pieces:
        data = rest + piece
        cut = data.rfind(b"&", max(0, len(data) - LONGEST_REFERENCE))
        open_ = cut >= 0 and b";" not in data[cut:]
        data, rest = (data[:cut], data[cut:]) if open_ else (data, b"")
        if b"&#" in data or len(data.translate(None, CONTROLS)) < len(data):
            kept, end = [], 0
            for found in REFERENCE.finditer(data):
                if not found[3] and _is_character(int(found[1], 16) if found[1] else int(found[2])):
                    continue
                line = lines + data.count(b"\n", 0, found.start()) + 1
                said(f"{_named(found[0])} dropped in line {line:,}")
                kept.append(data[end : found.start()])
                end = found.end()
            lines += data.count(b"\n")
            yield b"".join((*kept, data[end:]))
        else:
            lines += data.count(b"\n")
            yield data
    if rest:
        yield rest


def _named(control: bytes) -> str:
    """A control, or a reference to one, as it is said."""
    return f"a reference to a control ({control.decode()})" if len(control) > 1 else f"a control (U+{control[0]:04X})"


def _is_character(code: int) -> bool:
    """Whether XML has a character (production 2)."""
    return code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
