"""The encoding of a page: byte order mark, declarations where the bytes bear them out, else a guess."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from corpora.errors import InputError
from corpora.files import BOMS, decode

HEAD = 8192
"""Bytes at the beginning within which a page declares its encoding; browsers look at 1024."""
DECLARED = re.compile(
    rb"""(?i)<meta[^>]{0,400}?charset\s*=\s*+(?:["']\s*+)?([\w.:-]{2,40})|<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})"""
)
COMMENT = re.compile(rb"(?s)<!--.*?(?:-->|\Z)")
# what browsers read for what pages declare (WHATWG Encoding, 4.2), and in what order here
WIDER = {
    **dict.fromkeys(
        ("gb2312", "gb_2312-80", "gbk", "x-gbk", "cp936", "ms936", "euc-cn", "chinese", "iso-ir-58", "csgb2312"),
        ("gb18030",),
    ),
    **dict.fromkeys(("big5", "big5-hkscs", "x-x-big5", "cn-big5", "cp950", "ms950"), ("big5", "cp950", "big5hkscs")),
    **dict.fromkeys(("iso-8859-1", "latin1", "us-ascii", "ascii", "windows-1252", "ansi"), ("cp1252", "latin-1")),
}
SINGLE = re.compile(r"(?:iso|latin|cp125|cp437|cp850|koi8|mac)")
"""Encodings in which any bytes are characters, so that it proves nothing when bytes fit."""
UNUSED = re.compile(r"(?i)utf|ucs|unicode|hz|iso-?2022")
"""UTF-8 is tried first; UTF-16 and UTF-32 show themselves; in the others a tag can hide behind an escape."""
MARKUP = re.compile(
    rb"(?is)<script\b.*?(?:</script\s*+>|\Z)|<style\b.*?(?:</style\s*+>|\Z)|<!--.*?(?:-->|\Z)|<[^<>]*+>"
)
SAMPLE = 400_000
MAX_LOST = 0.001
"""Share of characters that may be lost where no encoding fits wholly."""


def page_text(data: bytes, path: Path, charset: str = "") -> tuple[str, str]:
    r"""The text of a page and its encoding; ``charset`` is what was declared outside the page.

    UTF-8 that is valid beyond ASCII goes before all that is declared: other encodings hardly ever look like it. Raises
    :class:`InputError` for bytes that are no text.

    >>> page_text("<meta charset=gb2312><p>大会</p>".encode("gb18030"), Path("a.html"))[1]
    'gb18030'
    >>> page_text("<meta charset=gb2312><p>大会</p>".encode(), Path("a.html"))[1]
    'utf-8'
    """
    for mark, name in BOMS:
        if data.startswith(mark):
            return data.decode(name, "replace").replace("\x00", ""), name.replace("-sig", "")
    if data.count(0) > len(data) // 8:
        return decode(data, path)
    data = data.replace(b"\x00", b"")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    names = [charset, *_declared(data)]
    return _by_declaration(data, names) or _by_guess(data, path, names)


def _declared(data: bytes) -> list[str]:
    """What the page says of its own encoding, in order."""
    head = COMMENT.sub(b"", data[:HEAD])
    return [(match[1] or match[2]).decode("ascii", "replace").lower() for match in DECLARED.finditer(head)][:4]


def _by_declaration(data: bytes, names: list[str]) -> tuple[str, str] | None:
    """The text in a declared encoding that the bytes fit, and that says something when they do."""
    for name in names:
        for known in WIDER.get(name, (name,)):
            found = _codec(known)
            if found is None or SINGLE.match(found):
                continue
            try:
                return data.decode(found), found
            except UnicodeDecodeError:
                continue
    return None


def _codec(name: str) -> str | None:
    """A name of Python for an encoding of text, ``None`` for what is none or not read."""
    if not name or UNUSED.match(name):
        return None
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    return info.name if getattr(info, "_is_text_encoding", True) and info.name in _TEXT else None


_TEXT = (
    frozenset(
        """gb18030 gbk gb2312 big5 big5hkscs cp950 cp932 cp949 shift_jis euc_jp euc_kr johab latin-1 cp437 cp850 koi8-r
    koi8-u mac-roman""".split()  # noqa: SIM905
    )
    | {f"cp125{k}" for k in range(9)}
    | {f"iso8859-{k}" for k in range(1, 17)}
)


def _by_guess(data: bytes, path: Path, names: list[str]) -> tuple[str, str]:
    """The encoding in which the words of the page look like words; else one in which little is lost."""
    sample = b"\n".join(line for line in MARKUP.sub(b"\n", data[: 4 * SAMPLE]).split(b"\n") if not line.isascii())
    declared = [known for name in names for known in WIDER.get(name, (name,))]
    try:
        guess = decode(sample[:SAMPLE], path)[1] if sample else "cp1252"
    except InputError:
        guess = ""
    single = next((found for name in declared if (found := _codec(name)) and SINGLE.match(found)), "")
    if single and not guess.startswith(("gb", "big5", "utf")):
        guess = single
    best: tuple[int, str, str] | None = None
    for name in dict.fromkeys([guess, "utf-8", *filter(None, map(_codec, declared))]):
        if name:
            text = data.decode(name, "replace")
            lost = text.count("\ufffd")
            if best is None or lost < best[0]:
                best = (lost, text, name)
    if best is None or best[0] > max(2, MAX_LOST * len(best[1])):
        raise InputError(f"{path}: encoding not recognised", "save it as UTF-8")
    return best[1], best[2]
