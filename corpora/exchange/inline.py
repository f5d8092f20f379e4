"""Text with codes in it, as TMX and XLIFF have it: the words, and the characters that codes stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html.entities import html5
from pathlib import Path
from typing import TYPE_CHECKING, cast

from lxml import etree

from corpora.errors import InputError
from corpora.exchange.codes import NOTHING, RAISED_NAMES, Code, code_of, raised
from corpora.exchange.remarks import Remarks
from corpora.files import MAX_DEPTH, MAX_UNIT_TEXT, local_name, too_deep, unbroken
from corpora.text import late

if TYPE_CHECKING:
    from lxml.etree import _Element, _Entity

MAX_CODES = 100_000
"""Codes in one segment; those of real documents are counted in tens."""
DELETED = "x-sdl-deleted"
"""How one tool marks a deletion that was not accepted yet: ``mrk`` around words that no longer count."""
TRACKED = {DELETED, "x-sdl-added"}
COMMENTS = {"x-sdl-comment", "comment"}
PLACEHOLDERS = {"ph", "x", "ut"}
"""Codes that stand for something of their own: words around them are two, as a rule."""
STARTS, ENDS = {"bpt", "bx", "sc"}, {"ept", "ex", "ec"}
_AROUND_BREAK = late(r"(?<! ) *+([\n\t]) *+")
_NEW_WORD = re.compile(r"[a-z0-9.,;:!?)][A-Z]")


def inline_text(
    element: _Element,
    path: Path | str,
    kept: frozenset[str],
    known: Mapping[str, Code] = {},
    said: Remarks | None = None,
) -> str:
    r"""Text of an element with codes in it: elements called ``kept`` give their text, all others only what follows them.

    A code that stands for a character (a line break, a tab, a no-break space, a sign) is that character; line ends of
    the file itself are blanks. A code that goes leaves one blank where two stood around it, and never glues a word to
    the one that begins behind it. Raised figures are written as such. References to characters that HTML knows by name
    become those characters, others stay as they are written. No recursion, so that depth costs nothing.

    ``known``: what the codes of the file stand for, by id. ``said``: takes what is left out.

    >>> inline_text(etree.fromstring("<seg>a <hi>b</hi><ph>&lt;br/></ph>c <ph/> d</seg>"), "a.tmx", frozenset({"hi"}))
    'a b\nc d'
    """
    if not len(element):
        text = unbroken(element.text or "")
    else:
        text = _Words(element, path, kept, known, said or Remarks()).read()
    if len(text) > MAX_UNIT_TEXT:
        raise InputError(
            f"{path}:{element.sourceline or 0}: a segment of more than {MAX_UNIT_TEXT:,} characters", "split it"
        )
    return text


class _Words:
    """The text of one segment, put together piece by piece."""

    def __init__(
        self, element: _Element, path: Path | str, kept: frozenset[str], known: Mapping[str, Code], said: Remarks
    ) -> None:
        self.element, self.path, self.kept, self.known, self.said = element, path, kept, known, said
        self.parts: list[str] = []
        self.last = ""  # character
        self.raised_at: dict[str, int] = {}
        self.gap = self.apart = False

    def read(self) -> str:
        """All pieces in their order."""
        self._raw(self.element.text)
        stack: list[tuple[_Element, Iterator[_Element], str]] = [(self.element, iter(self.element), "")]
        codes = 0
        while stack:
            owner, children, closes = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                if stack:
                    self._close(closes)
                    self.gap = True
                    self._raw(owner.tail)
                continue
            codes += 1
            if codes > MAX_CODES:
                line = self.element.sourceline or 0
                raise InputError(f"{self.path}:{line}: more than {MAX_CODES:,} codes in a segment", "clean it")
            name = local_name(child)
            self._remark(child, name)
            if name in self.kept and child.get("mtype") != DELETED:
                if len(stack) >= MAX_DEPTH:
                    raise too_deep(self.path)
                key = f"<{codes}" if name != "mrk" and _code_of_group(child, self.known).raised else ""
                self._open(key)
                self.gap = True
                self._raw(child.text)
                stack.append((child, iter(child), key))
                continue
            self._code(child, name)
            self._raw(child.tail)
        return _AROUND_BREAK.sub(r"\1", "".join(self.parts)) if self._has_breaks() else "".join(self.parts)

    def _has_breaks(self) -> bool:
        return any(part in ("\n", "\t") for part in self.parts)

    def _raw(self, text: str | None) -> None:
        """Text of the file; what stands between it and the last one was a code or the edge of an element."""
        text = unbroken(text or "")
        if not text:
            return
        if self.gap and self.last == " " and text[0] == " ":
            text = text.lstrip(" ")
        elif self.apart and _NEW_WORD.fullmatch(self.last + text[0]):
            text = f" {text}"
        self.gap = self.apart = False
        if text:
            self.parts.append(text)
            self.last = text[-1]

    def _code(self, child: _Element, name: str) -> None:
        if cast(object, child.tag) is etree.Entity:
            self._put(_character(cast("_Entity", child).name))
            return
        if not name:  # a comment, an instruction
            return
        key = child.get("i") or child.get("rid") or child.get("startRef") or child.get("id") or ""
        if name in ENDS:
            self._close(key)
        code = code_of(child, self.known) if child.get("mtype") != DELETED else NOTHING
        if code.character is not None:
            if not code.character:
                self.said.count("control character", "dropped")
            self._put(code.character)
            return
        if code.raised and name in STARTS:
            self._open(key)
        if name not in ("mrk", "sm", "em"):
            self.said.count("inline code", "left out", kind="code")
        self.gap = True
        self.apart = self.apart or name in PLACEHOLDERS

    def _put(self, text: str) -> None:
        if text:
            self.parts.append(text)
            self.last, self.gap, self.apart = text[-1], False, False

    def _open(self, key: str) -> None:
        if key:
            self.raised_at[key] = len(self.parts)

    def _close(self, key: str) -> None:
        at = self.raised_at.pop(key, None) if key else None
        if at is not None and at < len(self.parts):
            text = raised("".join(self.parts[at:]), "".join(self.parts[max(0, at - 2) : at]))
            self.parts[at:] = [text]
            self.last = text[-1:]

    def _remark(self, child: _Element, name: str) -> None:
        if name == "mrk" and child.get("mtype") in TRACKED:
            self.said.say("tracked changes are taken as accepted")
        elif name == "mrk" and child.get("mtype") in COMMENTS:
            self.said.count("comment", "left out")
        for inner in child.iter("{*}sub") if name not in self.kept and len(child) else ():
            if any(str(text).strip() for text in inner.itertext()):
                self.said.count("text within a code (a footnote, a tooltip)", "left out")


def _code_of_group(element: _Element, known: Mapping[str, Code]) -> Code:
    """What is said of an element around words: by its name and by the code that its file has for it."""
    found = known.get(element.get("id") or "") or known.get(f"#{element.get('dataRefStart')}")
    return found or Code(raised=any(v.lower() in RAISED_NAMES for v in element.attrib.values() if len(v) < 40))


def _character(name: str) -> str:
    return html5.get(f"{name};", f"&{name};")
