"""Tags and placeholders that stand in a text as text: ``<b>``, ``{0}``, ``%s``, OmegaT ``<a1>``, Phrase ``{1>``, memoQ ``[1}``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5
from typing import NamedTuple

from corpora.text.patterns import late

_SIGNS = late(r"[<{\[%&$#]")
"""One of these begins every tag: most texts have none."""
_TAG = late(
    r"</?[A-Za-z]{0,3}\d{1,4}/?>"  # OmegaT <a1>, </g2>, <x3/>; Trados <1>
    r"|\{[A-Za-z0-9_^]{1,4}>|<[A-Za-z0-9_^]{1,4}\}"  # Phrase {1>, <1}, {b>
    r"|\[\d{1,4}\}|\{\d{1,4}\]"  # memoQ [1}, {1]
    r"|\{\{ ?[A-Za-z0-9_.$-]{1,60} ?\}\}|[$%#]\{[A-Za-z0-9_.-]{1,60}\}|\$\([A-Za-z0-9_.]{1,60}\)"
    r"|\{ ?[$-]?[A-Za-z0-9_][A-Za-z0-9_.:,#/-]{0,60}+ ?\}"  # {0}, {name}, { $count }, {0:N2}
    r"|(?<![A-Za-z0-9%])%(?:\d\$|\([A-Za-z0-9_]{1,40}\))?[-+#0]?\d{0,3}+(?:\.\d{1,2})?(?:hh?|ll?|[qjzt])?[sdifuxXceEgGn@]"
    r"(?![A-Za-z0-9])"
    r"|(?<=[A-Za-z])%(?:\d\$|\([A-Za-z0-9_]{1,40}\))?[sd@](?![A-Za-z0-9])"
    r"|(?<![\d%])%L?[1-9]\d?(?![A-Za-z0-9%$]|\.\d)"  # Qt %1
    r"|(?<![A-Za-z0-9%])%[A-Za-z_][A-Za-z0-9_.]{1,40}%|\$[A-Z_]{2,40}\$|%<[A-Za-z0-9_]{1,40}>[sdf]?"
    r"|&lt;/?[A-Za-z][A-Za-z0-9:._-]{0,20}(?:\s[^<>&]{0,200})?/?&gt;"
    r"|&[A-Za-z]{2,31};|&#[xX]?[0-9A-Fa-f]{1,6};"
    r"|</?[A-Za-z][A-Za-z0-9:._-]{0,40}+(?:\s[^<>]{0,400}+)?/?>"
)
_NAME = late(r"[A-Za-z][A-Za-z0-9:._-]*")
_NUMBERED = late(r"%\d\$")
VOID = frozenset({"area", "br", "col", "embed", "hr", "img", "input", "source", "track", "wbr"})
BREAKS = frozenset({"br", "div", "h1", "h2", "h3", "h4", "hr", "li", "p", "td", "th", "tr"})
_OTHERS = (
    "a abbr b bdi bdo big blockquote button center cite code dd del dfn dl dt em font h5 h6 i ins kbd label mark ol pre q "
    "s samp small span strike strong sub sup table tbody thead time tt u ul var"
)
HTML = VOID | BREAKS | frozenset(_OTHERS.split())
"""Names of tags that are believed without an attribute, a figure, a slash or a partner."""


class Tag(NamedTuple):
    """A tag at ``text[start:end]``. ``key``: by what it is the same on both sides.

    ``kind``: ``open``, ``close``, ``alone``, or ``character`` for a reference, which stands for one.
    """

    start: int
    end: int
    key: str
    kind: str


def find_tags(text: str) -> list[Tag]:
    """The tags and placeholders of a text, in order.

    >>> [tag.key for tag in find_tags('The <g7>Committee</g7> met{12} on %1$s, <a href="/en">here</a>.')]
    ['<g7>', '</g7>', '{12}', '%1$s', '<a>', '</a>']
    >>> [tag.key for tag in find_tags("took note%3 of {7>all<7} 5% of it, if a < b and c > d, <not a tag>")]
    ['%3', '{7>', '<7}']
    """
    if not _SIGNS.search(text):
        return []
    found = list(_TAG.finditer(text))
    names = {name[0].lower() for match in found if match[0].startswith("</") and (name := _NAME.search(match[0]))}
    return [tag for match in found for tag in _tag(match, names)]


def _tag(match: re.Match[str], closed: set[str]) -> Iterator[Tag]:
    written = match[0]
    start, end = match.span()
    if written[0] == "&" and not written.endswith("&gt;"):
        if written[1] == "#" or written[1:] in html5:
            yield Tag(start, end, written, "character")
    elif written.startswith(("<", "&lt;")) and written[-1] != "}":
        key = _key(written, closed)
        if key:
            name = key.strip("</>")
            kind = "close" if key.startswith("</") else "alone" if key.endswith("/>") or name in VOID else "open"
            yield Tag(start, end, key, kind)
    else:
        kind = "close" if written[0] == "<" or written[-1] == "]" else "open" if written[-1] == ">" else "alone"
        yield Tag(start, end, written.replace(" ", ""), "open" if written[0] == "[" else kind)


def _key(written: str, closed: set[str]) -> str:
    """What is the same of a tag on both sides: its name and its slashes, not its attributes; empty for what is no tag."""
    inner = written.removeprefix("&lt;").removeprefix("<").removesuffix("&gt;").removesuffix(">")
    head = _NAME.search(inner)
    name = head[0].lower() if head else inner.strip("/ ")
    if inner.startswith("/"):
        return f"</{name}>"
    if inner.endswith("/") and name not in VOID:
        return f"<{name}/>"
    believed = name in HTML or name in closed or "=" in inner or ":" in name or any(c.isdecimal() for c in name)
    return f"<{name}>" if believed else ""


def same_keys(first: list[str], second: list[str]) -> tuple[list[str], list[str]]:
    """The keys of both sides as they are compared: placeholders that one side numbers (``%1$s``) are those without a number.

    >>> same_keys(["%s", "%d"], ["%2$d", "%1$s"])
    (['%s', '%d'], ['%d', '%s'])
    """
    numbered = [any(map(_NUMBERED.match, side)) for side in (first, second)]
    if numbered[0] == numbered[1]:
        return first, second
    bare = [[_NUMBERED.sub("%", key) for key in side] for side in (first, second)]
    return bare[0], bare[1]


def without_tags(text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A text without its tags, and where something went: the place in what is left, and how many characters.

    One blank stays where two would; a tag that stands for something of its own glues no words; raised figures are marked.

    >>> without_tags("The <b>Committee</b> met<br/>today <x0/> here{1}.")
    ('The Committee met today here.', ((4, 3), (13, 4), (18, 4), (24, 6), (28, 3)))
    >>> without_tags("10<sup>3</sup>")[0]
    '10^3'
    """
    tags = find_tags(text)
    if not tags:
        return text, ()
    parts: list[str] = []
    gaps: list[tuple[int, int]] = []
    size = at = 0
    for tag in tags:
        if tag.start < at:
            continue
        piece = text[at : tag.start]
        before = piece[-1:] or (parts[-1][-1:] if parts else " ")
        put, end = _instead(text, tag, before), tag.end
        if not put and before == " " and text[end : end + 1] == " ":
            end += 1
        parts += [piece, put] if put else [piece] if piece else []
        size += len(piece) + len(put)
        gaps.append((size, end - tag.start - len(put)))
        at = end
    return "".join((*parts, text[at:])), tuple(gap for gap in gaps if gap[1])


def _instead(text: str, tag: Tag, before: str) -> str:
    """What a tag leaves behind."""
    after = text[tag.end : tag.end + 1]
    name = tag.key.strip("</>")
    if tag.kind == "character":
        return " " if tag.key in ("&nbsp;", "&#160;", "&#xa0;", "&#xA0;") else "&" if tag.key == "&amp;" else ""
    if name == "sup" and tag.kind == "open" and before.isdecimal() and after.isdecimal():
        return "^"
    apart = before.isascii() and before.isalnum() and after.isascii() and after.isalnum()
    return " " if apart and (tag.kind == "alone" or name in BREAKS) else ""
