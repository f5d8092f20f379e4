"""Styles of a Word file: what a paragraph inherits, and what it is called."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from corpora.document import Kind
from corpora.files import Attributes, Budget, Package
from corpora.readers.docx.names import WordTarget, integer, switch, value

Role = Kind | Literal["contents"]

ROLES: tuple[tuple[re.Pattern[str], Role], ...] = (
    (re.compile(r"(?:toc|contents|目录|目錄)[1-9]$", re.I), "contents"),
    (re.compile(r"(?:heading[1-9]|标题[1-9]|標題[1-9]|tocheading|contentsheading)$", re.I), "heading"),
    (re.compile(r"(?:title|subtitle|标题|標題|副标题|副標題)$", re.I), "title"),
    (re.compile(r"(?:quote|intensequote|quotations?|blocktext|引用|明显引用|鮮明引文|引文)$", re.I), "quote"),
    # the templates of the United Nations: chapter, heading 1 to 5/6, main, subject in three sizes
    (re.compile(r"(?:H(?:Ch|M|L|[1-6]|23|2/3|56|5/6)|S[LMS]|Title_?H(?:Ch|CH|[1-6]))G?$"), "heading"),
)
"""Names of styles without spaces and underscores; Word stores the English names of its own in every language."""


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says; ``None``: nothing. ``numbered`` is the style of the chain that names the list."""

    name: str = ""
    based_on: str = ""
    num_id: str | None = None
    level: int | None = None
    outline: int | None = None
    hidden: bool | None = None
    page_break: bool | None = None
    role: Role | None = None
    numbered: str = ""


class Styles:
    """The styles of a file, each with what it inherits. ``hiding``: whether any of them hides text."""

    def __init__(self, styles: dict[str, Style], default: str = "") -> None:
        self._own = styles
        self._whole: dict[str, Style] = {"": Style()}
        self.default = default
        self.hiding = any(style.hidden for style in styles.values())

    def __getitem__(self, style_id: str) -> Style:
        """A style with all that it inherits; an empty one for an id that is not there. Circles end where they close."""
        if style_id in self._whole:
            return self._whole[style_id]
        chain: list[str] = []
        seen: set[str] = set()
        while style_id not in self._whole and style_id in self._own and style_id not in seen:
            chain.append(style_id)
            seen.add(style_id)
            style_id = self._own[style_id].based_on
        whole = self._whole.get(style_id, self._whole[""])
        for one in reversed(chain):
            whole = self._whole[one] = _inherit(self._own[one], whole, one)
        return whole


def _inherit(own: Style, base: Style, style_id: str) -> Style:
    role = role_of(own.name) or role_of(style_id)
    if role is None:
        plain = own.outline is not None and own.outline > 8
        role = "heading" if own.outline is not None and not plain else None if plain else base.role
    return replace(
        own,
        num_id=base.num_id if own.num_id is None else own.num_id,
        level=base.level if own.level is None else own.level,
        outline=base.outline if own.outline is None else own.outline,
        hidden=base.hidden if own.hidden is None else own.hidden,
        page_break=base.page_break if own.page_break is None else own.page_break,
        role=role,
        numbered=base.numbered if own.num_id is None else style_id,
    )


def role_of(name: str) -> Role | None:
    """What a style is for, by its name.

    >>> [role_of(name) for name in ("heading 2", "标题 1", "Title", "_ H _2/3_G", "toc 1", "Intense Quote", "Normal")]
    ['heading', 'heading', 'title', 'heading', 'contents', 'quote', None]
    """
    plain = re.sub(r"[\s_]+", "", name[:80])
    return next((role for pattern, role in ROLES if pattern.match(plain)), None)


class _StyleTarget(WordTarget):
    def __init__(self, budget: Budget, part: str) -> None:
        super().__init__(budget, part)
        self.styles: dict[str, Style] = {}
        self.default = ""
        self._id = ""
        self._values: dict[str, str | int | bool | None] = {}
        self.leave_out("docDefaults", "latentStyles")
        self.on("style", self._open, self._finish)
        self.on("name", lambda a: self._set("name", value(a)))
        self.on("basedOn", lambda a: self._set("based_on", value(a)))
        self.on("numId", lambda a: self._set("num_id", value(a)))
        self.on("ilvl", lambda a: self._set("level", integer(value(a))))
        self.on("outlineLvl", lambda a: self._set("outline", integer(value(a))))
        self.on("vanish", lambda a: self._set("hidden", switch(a)))
        self.on("pageBreakBefore", lambda a: self._set("page_break", switch(a)))

    def _open(self, attributes: Attributes) -> None:
        self._id, self._values = value(attributes, "styleId"), {}
        default = value(attributes, "default")
        if default and default not in ("0", "false", "off") and value(attributes, "type") == "paragraph":
            self.default = self._id

    def _set(self, name: str, found: str | int | bool | None) -> None:
        self._values[name] = found

    def _finish(self) -> None:
        self.styles.setdefault(self._id, Style(**self._values))  # type: ignore[arg-type]
        self.bound(len(self.styles))


def read_styles(package: Package, part: str) -> Styles:
    """The styles in ``part``; none where the file has no such part."""
    if part not in package:
        return Styles({})
    target = _StyleTarget(package.budget, part)
    package.walk(part, target)
    return Styles(target.styles, target.default)
