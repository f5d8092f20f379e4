"""Codes that are characters: a line break, a tab, a no-break space, a sign that a tool keeps in a code; raised text."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from corpora.files import local_name
from corpora.text import late

if TYPE_CHECKING:
    from lxml.etree import _Element

LONGEST = 400
"""Characters of a code that can stand for one character."""
BREAK, TAB, BLANK = "\n", "\t", "\u00a0"
NAMES = {
    **dict.fromkeys(
        ("lb", "x-lb", "br", "x-br", "xlf:lb", "linebreak", "x-linebreak", "x-softbreak", "x-newline"), BREAK
    ),
    **dict.fromkeys(("tab", "x-tab", "duizhao:tab"), TAB),
    **dict.fromkeys(("nbsp", "x-nbsp", "x-nonbreaking-space", "x-non-breaking-space", "nonbreakingspace"), BLANK),
    **dict.fromkeys(("nobreakhyphen", "x-nobreakhyphen", "x-nonbreaking-hyphen", "nonbreakinghyphen"), "\u2011"),
}
"""How tools call such codes: ``ctype``, ``type`` and ``name``, and ``subType`` in XLIFF 2."""
SPOKEN = ("equiv-text", "equiv", "disp", "displaytext", "x")
"""Attributes that say what a code stands for."""
RAISED_NAMES = {"sup", "x-sup", "superscript", "x-superscript", "xlf:sup"}
_BREAK = late(r"</?+(?:[a-z]{1,9}:)?(?:br|lb|cr|line-break|break)(?:\s[^<>]{0,300})?/?>|\\n|\\r\\n", 2)
_TAB = late(r"<(?:[a-z]{1,9}:)?(?:tab|ptab)(?:\s[^<>]{0,300})?/?>|\\t", 2)
_HYPHEN = late(r"<(?:[a-z]{1,9}:)?nobreakhyphen ?/?>", 2)
_CHARACTER = late(r"<(?:[a-z]{1,9}:)?ch val=(?:\"([^\"<>]{1,12})\"|'([^'<>]{1,12})') ?/?>", 2)
_RTF = late(r"\{?\\([a-z]{2,12}|[~_]|'[0-9a-f]{2}|u[0-9]{1,5} ?\??) ?\}?", 2)
RTF = {
    **dict.fromkeys(("line", "lbr", "par"), BREAK),
    "tab": TAB,
    "~": BLANK,
    "_": "\u2011",
    **{"emdash": "—", "endash": "–", "bullet": "•"},
    **{"lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”"},
}
"""What control words of RTF stand for, in which old memories keep codes."""
_SUPERSCRIPT = late(r"<(?:[a-z]{1,9}:)?sup(?:\s[^<>]{0,300})?>|\{?\\super ?", 2)


class Code(NamedTuple):
    """What a code stands for: a character (``None``: none), and whether the text behind it is raised."""

    character: str | None = None
    raised: bool = False


NOTHING = Code()


class Known(dict[str, Code]):
    """What the codes of a file or unit stand for, by id, and what the file keeps in them (``contents``)."""

    def __init__(self) -> None:
        super().__init__()
        self.contents: dict[str, str] = {}


@lru_cache(4096)
def code_of_text(content: str) -> Code:
    r"""What the content of a code stands for.

    >>> [code_of_text(one).character for one in ("<br/>", "<w:tab/>", "&nbsp;", "®", '<mq:ch val="&#9;" />', "<b>", "1")]
    ['\n', '\t', '\xa0', '®', '\t', None, None]
    >>> code_of_text("<sup>").raised
    True
    """
    if len(content) > LONGEST:
        return NOTHING
    text = content.strip(" ")
    for pattern, character in ((_BREAK, BREAK), (_TAB, TAB), (_HYPHEN, "\u2011")):
        if pattern.fullmatch(text):
            return Code(character)
    control = _RTF.fullmatch(text)
    if control and (character := _of_rtf(control[1].lower())):
        return Code(character)
    named = _CHARACTER.fullmatch(text)
    one = html.unescape(named[1] or named[2] if named else text)
    if one in ("\r", "\r\n", "\u2028"):
        return Code(BREAK)
    written = named is not None or (text.startswith("&") and text.endswith(";"))
    if len(one) == 1 and (written or one in "\n\t" or _is_sign(one)):
        return Code(one)
    spoken = text.startswith("<") and not text.startswith("</") and "superscript" in text.lower()
    return Code(raised=spoken or _SUPERSCRIPT.fullmatch(text) is not None)


def _of_rtf(word: str) -> str:
    r"""The character that a control word of RTF stands for, where there is one.

    >>> _of_rtf("line"), _of_rtf("'a0"), _of_rtf("u8211?"), _of_rtf("'41"), _of_rtf("b")
    ('\n', '\xa0', '–', '', '')
    """
    if word in RTF:
        return RTF[word]
    one = ""
    if word[0] == "'":
        one = bytes.fromhex(word[1:]).decode("cp1252", "ignore")
    elif word[1:2].isdigit():
        one = chr(min(int(word[1:].rstrip(" ?")), 0xFFFF))
    return one if one and _is_sign(one) else ""


def ends_raised(content: str) -> bool:
    r"""Whether what stands in a code ends what an earlier code has begun.

    >>> ends_raised("</sup>"), ends_raised("}"), ends_raised(r"{\nosupersub }"), ends_raised("<sup>")
    (True, True, True, False)
    """
    return content.startswith(("</", "}")) or "nosupersub" in content[:LONGEST]


def _is_sign(character: str) -> bool:
    """Whether a character outside ASCII is a sign or a blank: letters and figures are rather names of a code."""
    return character > "\x7f" and unicodedata.category(character)[0] in "SPZ"


def code_of(element: _Element, known: Mapping[str, Code]) -> Code:
    """What a code stands for, by what its file says of it (``known``), by its name, by what stands in it."""
    for name in ("dataRef", "dataRefStart"):
        found = known.get(f"#{element.get(name)}")
        if found is not None and found != NOTHING:
            return found
    found = known.get(element.get("id") or "", NOTHING)
    if found != NOTHING:
        return found
    values = [value.lower() for name, value in element.attrib.items() if name not in SPOKEN and len(value) <= LONGEST]
    for value in values:
        if value in NAMES:
            return Code(NAMES[value])
    if RAISED_NAMES.intersection(values):
        return Code(raised=True)
    if local_name(element) == "cp":
        return _code_point(element.get("hex") or "")
    for content in (*(element.get(name) or "" for name in SPOKEN), content_of(element)):
        found = code_of_text(content) if content else NOTHING
        if found != NOTHING:
            return found
    return NOTHING


def content_of(element: _Element) -> str:
    """What stands in a code itself: not what stands in the texts within it."""
    return (
        "".join((element.text or "", *(child.tail or "" for child in element))) if len(element) else element.text or ""
    )


def _code_point(digits: str) -> Code:
    """The character of a ``cp``; controls are dropped."""
    try:
        character = chr(int(digits, 16))
    except (ValueError, OverflowError):
        return NOTHING
    return Code("" if unicodedata.category(character) in ("Cc", "Cs", "Cn") and character not in "\n\t" else character)


SUPERSCRIPT = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")


def raised(text: str, before: str) -> str:
    """Raised text, marked where it would otherwise be read as part of what stands before it.

    >>> raised("3", "10"), raised("-2", "10"), raised("x", "10"), raised("th", "5"), raised("TM", "name")
    ('³', '⁻²', '^x', 'th', 'TM')
    """
    inner = text.strip()
    if inner and all(c in "0123456789+-−=()n" for c in inner):
        return inner.translate(SUPERSCRIPT)
    after_figure = before[-1:].isdigit() and len(inner) <= 3
    if (
        inner
        and after_figure
        and inner.isalnum()
        and inner.lower() not in ("st", "nd", "rd", "th", "er", "e", "o", "a")
    ):
        return f"^{inner}"
    return text
