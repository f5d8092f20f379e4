"""Text with codes in it, as TMX and XLIFF have it: the words, and the characters that codes stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from corpora.errors import InputError
from corpora.exchange.codes import NOTHING, RAISED_NAMES, Code, code_of, content_of, ends_raised, raised
from corpora.exchange.remarks import Remarks
from corpora.exchange.steps import DELETED, Step, steps
from corpora.files import MAX_UNIT_TEXT, unbroken
from corpora.text import late

if TYPE_CHECKING:
    from lxml.etree import _Element

TRACKED = {DELETED, "x-sdl-added"}
COMMENTS = {"x-sdl-comment", "comment"}
PLACEHOLDERS = {"ph", "x", "ut"}
"""Codes that stand for something of their own: words around them are two, as a rule."""
STARTS, ENDS = {"bpt", "bx", "sc"}, {"ept", "ex", "ec"}
LONE = "*"
"""The key of what is raised between two codes that do not name each other."""
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
    become those characters, others stay as they are written.

    ``known``: what the codes of the file stand for, by id. ``said``: takes what is left out.

    >>> from lxml import etree
    >>> inline_text(etree.fromstring("<seg>a <hi>b</hi><ph>&lt;br/></ph>c <ph/> d</seg>"), "a.tmx", frozenset({"hi"}))
    'a b\nc d'
    """
    if not len(element):
        text = unbroken(element.text or "")
    else:
        text = _Words(known, said or Remarks()).read(steps(element, kept, path))
    if len(text) > MAX_UNIT_TEXT:
        raise InputError(
            f"{path}:{element.sourceline or 0}: a segment of more than {MAX_UNIT_TEXT:,} characters", "split it"
        )
    return text


class _Words:
    """The text of one segment, put together piece by piece."""

    def __init__(self, known: Mapping[str, Code], said: Remarks) -> None:
        self.known, self.said = known, said
        self.parts: list[str] = []
        self.last = ""  # character
        self.raised_at: dict[str, int] = {}
        self.around: list[str] = []
        self.gap = self.apart = False

    def read(self, found: Iterable[Step]) -> str:
        """All pieces in their order."""
        for number, step in enumerate(found):
            if step.kind == "text":
                self._raw(step.text)
            elif step.kind == "character":
                self._put(step.text)
            elif step.kind == "code":
                self._remark(step.element, step.name)
                self._code(step.element, step.name)
            elif step.kind == "enter":
                self._remark(step.element, "" if step.name != "mrk" else step.name)
                raises = step.name != "mrk" and _code_of_group(step.element, self.known).raised
                self.around.append(f"<{number}" if raises else "")
                self._open(self.around[-1])
                self.gap = True
            else:
                self._close(self.around.pop())
                self.gap = True
        return _AROUND_BREAK.sub(r"\1", "".join(self.parts)) if self._has_breaks() else "".join(self.parts)

    def _has_breaks(self) -> bool:
        return any(part in ("\n", "\t") for part in self.parts)

    def _raw(self, text: str) -> None:
        """Text of the file; what stands between it and the last one was a code or the edge of an element."""
        if self.gap and self.last == " " and text[0] == " ":
            text = text.lstrip(" ")
        elif self.apart and _NEW_WORD.fullmatch(self.last + text[0]):
            text = f" {text}"
        self.gap = self.apart = False
        if text:
            self.parts.append(text)
            self.last = text[-1]

    def _code(self, child: _Element, name: str) -> None:
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
        elif name not in ENDS:
            self._lone(child, name, code)
        if name not in ("mrk", "sm", "em"):
            self.said.count("inline code", "left out", kind="code")
        self.gap = True
        self.apart = self.apart or name in PLACEHOLDERS

    def _lone(self, child: _Element, name: str, code: Code) -> None:
        """A code of its own that begins or ends what is raised: ``<ph>&lt;sup></ph>3<ph>&lt;/sup></ph>``."""
        if code.raised and child.get("pos") not in ("end", "close"):
            self._open(LONE)
        elif LONE in self.raised_at and (child.get("pos") in ("end", "close") or ends_raised(content_of(child))):
            self._close(LONE)

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
        for inner in child.iter("{*}sub") if name and name != "mrk" and len(child) else ():
            if any(str(text).strip() for text in inner.itertext()):
                self.said.count("text within a code (a footnote, a tooltip)", "left out")


def _code_of_group(element: _Element, known: Mapping[str, Code]) -> Code:
    """What is said of an element around words: by its name and by the code that its file has for it."""
    found = known.get(element.get("id") or "") or known.get(f"#{element.get('dataRefStart')}")
    return found or Code(raised=any(v.lower() in RAISED_NAMES for v in element.attrib.values() if len(v) < 40))
