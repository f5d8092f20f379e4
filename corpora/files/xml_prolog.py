"""What an XML file says before its first element, looked at without a parser: its root, its encoding, its DOCTYPE."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from corpora.errors import InputError
from corpora.text import late

PROLOG = 1 << 16
"""Bytes within which the first element must begin."""
# the first bytes, the encoding they show, and whether it is read
MARKS: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"<\x00\x00\x00", "utf-32"),
    (b"\x00\x00\x00<", "utf-32"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
# encodings in which the bytes of ASCII markup mean just that, so that the look at the prolog misses nothing
PLAIN_ENCODING = late(
    r"(?:utf-?8|us-ascii|ascii|iso-?8859-\d+|iso_8859-\d+|latin-?\d|windows-125\d|cp125\d|koi8-[ru]"
    r"|gb18030|gbk|gb2312|cp936|big5|big5-hkscs|cp950|euc-(?:jp|kr|tw|cn)|shift[_-]jis)"
)
# what tools leave in the declaration when they rewrite a file in UTF-8
STALE_ENCODING = late(r"(?:utf-?16|ucs-?2|iso-10646-ucs-2|unicode)(?:-?[lb]e)?")
# GB 2312 and GBK are parts of GB 18030; what calls itself by an older name uses the newer characters too
NEWER = {"gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "euc-cn": "gb18030"}

DECLARED = late(r"""<\?xml\s[^>]*?\bencoding\s*=\s*["']\s*([\w.:-]+)\s*["']""")
BETWEEN = late(r"(?:\s++|<\?(?:[^?]++|\?(?!>))*+\?>|<!--(?:[^-]++|-(?!-)|-{2,}+(?!>))*+-{2,}+>)*+", re.S)
DOCTYPE = late(r"""<!DOCTYPE(?:[^"'>\[]|"[^"]*"|'[^']*')*+""", re.S)
SUBSET_PART = late(
    r"""\s++|<!--.*?-->|<\?.*?\?>|(?P<declaration><!(?P<kind>[A-Z]++)(?:[^"'>]|"[^"]*"|'[^']*')*+>)""", re.S
)
ROOT = late(r"<(?:[A-Za-z_][A-Za-z0-9_.-]*:)?([A-Za-z_][A-Za-z0-9_.-]*)(?=[\s/>]|\Z)")


class Prolog(NamedTuple):
    """What a file says before its first element: the local name of that element, and the encoding to read it in.

    ``encoding`` is ``None`` where the parser finds it by itself.
    """

    root: str
    encoding: str | None


def read_prolog(head: bytes, path: Path | str) -> Prolog | None:
    """Look at the first bytes of a file without a parser; ``None`` where they are not XML.

    Raises :class:`InputError` where the DOCTYPE declares entities or attribute defaults, and for encodings that are
    not read.

    >>> read_prolog(b'<?xml version="1.0"?><!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx version="1.4">', "a.tmx")
    Prolog(root='tmx', encoding=None)
    >>> read_prolog(b'<!DOCTYPE x [<!ENTITY lol "lol">]><x>&lol;</x>', "a.xml")
    Traceback (most recent call last):
    corpora.errors.InputError: a.xml: declares entities, refused; export it without its own entities
    """
    found = _text(head, path)
    if found is None:
        return None
    text, encoding = found
    place = BETWEEN.match(text).end()  # type: ignore[union-attr]
    if text.startswith("<!DOCTYPE", place):
        place = BETWEEN.match(text, _skip_doctype(text, place, path)).end()  # type: ignore[union-attr]
    root = ROOT.match(text, place)
    if root is None:
        return None
    return Prolog(root[1], encoding)


def _text(head: bytes, path: Path | str) -> tuple[str, str | None] | None:
    """The prolog as characters, and the encoding that the parser must be told."""
    for mark, name in MARKS:
        if head.startswith(mark):
            if name == "utf-32":
                raise InputError(f"{path}: is UTF-32, which is not read", "save it as UTF-8")
            text = head.decode(name, "replace").removeprefix("\ufeff")
            return (text, name.replace("-le", "LE").replace("-be", "BE").upper()) if text.startswith("<") else None
    bare = head.removeprefix(b"\xef\xbb\xbf")
    text = bare.decode("latin-1")
    if not text.lstrip().startswith("<"):
        return None
    declared = DECLARED.match(text)
    if declared is None:
        return text, None
    name = declared[1].lower()
    if not PLAIN_ENCODING.fullmatch(name) and not STALE_ENCODING.fullmatch(name):
        raise InputError(f"{path}: encoding {declared[1]!r} is not read", "save it as UTF-8")
    if len(bare) < len(head) or STALE_ENCODING.fullmatch(name) or _is_utf8(bare):
        return text, "UTF-8"
    return text, NEWER.get(name)


def _is_utf8(head: bytes) -> bool:
    """Whether the bytes beyond ASCII are valid UTF-8, which text in another encoding hardly ever is."""
    text = head.decode("utf-8", "replace")
    return not text.isascii() and "\ufffd" not in text[:-1]


def _skip_doctype(text: str, start: int, path: Path | str) -> int:
    """Where the DOCTYPE ends; everything in it is understood or refused."""
    place = DOCTYPE.match(text, start).end()  # type: ignore[union-attr]
    if text.startswith("[", place):
        place += 1
        while part := SUBSET_PART.match(text, place):
            place = part.end()
            kind = part["kind"]
            if kind == "ENTITY":
                raise InputError(f"{path}: declares entities, refused", "export it without its own entities")
            if kind == "ATTLIST" and ('"' in part["declaration"] or "'" in part["declaration"]):
                raise InputError(f"{path}: declares attribute defaults, refused", "export it without a DTD of its own")
        place += len(text[place:]) - len(text[place:].removeprefix("]").lstrip())
    if not text.startswith(">", place):
        raise InputError(f"{path}: its DOCTYPE cannot be read", "export it without a DTD of its own")
    return place + 1
