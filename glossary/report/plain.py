"""Text that every format can hold: without lone surrogates and the characters that XML 1.0 forbids."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    r"""Text for XML 1.0 and spreadsheets: what they cannot hold becomes U+FFFD, so that it is seen.

    >>> xml_text("a\0b\ud800c\uffffd") == "a\ufffdb\ufffdc\ufffdd"
    True
    """
    return _FORBIDDEN.sub("\ufffd", text)


def utf8(text: str) -> bytes:
    """Text as UTF-8; a lone surrogate becomes a question mark.

    >>> utf8(chr(0xD800))
    b'?'
    """
    return text.encode("utf-8", "replace")
