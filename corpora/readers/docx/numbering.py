"""Automatic numbering of Word, restored as text: list definitions, counters, labels (ECMA-376 part 1, 17.9)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from corpora.files import Attributes, Budget, Package
from corpora.readers.docx.names import WordTarget, integer, switch, value
from corpora.readers.docx.styles import Styles
from corpora.text import format_number

LEVELS = 9
NUMBER = re.compile(r"%([1-9])")
MAX_LABEL = 255
"""Characters of the text of a level; Word's own dialog takes fewer."""
DASHES = "-‐‑–—―−*"
"""Bullets that stand in text as they are; all other ones, mostly from symbol fonts, become ``•``."""


@dataclass(slots=True)
class Level:
    """One level of a list. ``restart``: after which level (1 is the first) it begins anew; 0 never, ``None`` any."""

    start: int = 0
    style: str = "decimal"
    custom: str = ""
    text: str = ""
    suffix: str = "tab"
    restart: int | None = None
    legal: bool = False
    paragraph_style: str = ""
    picture: bool = False


@dataclass(slots=True)
class Definition:
    """A ``w:abstractNum``; ``link`` names the style that has the levels, ``style_link`` the style it belongs to."""

    levels: dict[int, Level] = field(default_factory=dict)
    link: str = ""
    style_link: str = ""


@dataclass(slots=True)
class Instance:
    """A ``w:num``: a definition, and what this list changes of it."""

    definition: str = ""
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, Level] = field(default_factory=dict)


class Numbering:
    """Counts the numbered paragraphs of a document and gives their labels.

    All lists of one definition count on together; a list that overrides a start value begins there when it is first
    used. This is what Word does, and what LibreOffice does with Word files.
    """

    def __init__(self, definitions: dict[str, Definition], instances: dict[str, Instance], styles: Styles) -> None:
        self._definitions = definitions
        self._instances = instances
        self._styles = styles
        self._counters: dict[str, list[int | None]] = {}
        self._used: set[str] = set()
        self._links = {one.style_link: key for key, one in reversed(definitions.items()) if one.style_link}
        self._resolved: dict[str, str] = {}
        self._whole: dict[str, list[Level | None]] = {}

    def place(self, style_id: str, num_id: str | None, level: int | None) -> tuple[str, int] | None:
        """The list and the level of a paragraph, by its own properties and those of its style, or ``None``."""
        style = self._styles[style_id]
        chosen = style.num_id if num_id is None else num_id
        if not chosen or chosen == "0" or chosen not in self._instances:
            return None
        if level is None and num_id is None:
            linked = self._level_of_style(chosen, (style_id, style.numbered))
            level = style.level if linked is None else linked
        level = level or 0
        return (chosen, level) if 0 <= level < LEVELS else None

    def _level_of_style(self, num_id: str, style_ids: tuple[str, str]) -> int | None:
        named = [level.paragraph_style if level else "" for level in self._levels(num_id)]
        return next((named.index(style_id) for style_id in style_ids if style_id and style_id in named), None)

    def _key(self, num_id: str) -> str:
        """The definition that a list has its levels from, over links to styles; circles end where they close."""
        if num_id not in self._resolved:
            key, seen = self._instances[num_id].definition, set[str]()
            while key in self._definitions and (link := self._definitions[key].link) and key not in seen:
                seen.add(key)
                other = self._instances.get(self._styles[link].num_id or "")
                key = self._links.get(link) or (other.definition if other else key)
            self._resolved[num_id] = key
        return self._resolved[num_id]

    def _levels(self, num_id: str) -> list[Level | None]:
        """All levels of a list, those it changes among them."""
        if num_id not in self._whole:
            definition = self._definitions.get(self._key(num_id), Definition())
            own = self._instances[num_id].levels
            self._whole[num_id] = [own.get(k) or definition.levels.get(k) for k in range(LEVELS)]
        return self._whole[num_id]

    def label(self, num_id: str, level: int) -> str:
        """Count one more paragraph of ``level`` and give its label with what stands behind it; may be empty."""
        levels = self._levels(num_id)
        here = levels[level]
        if here is None:
            return ""
        starts = self._instances[num_id].starts
        values = self._counters.setdefault(self._key(num_id), [None] * LEVELS)
        if num_id not in self._used:
            self._used.add(num_id)
            for one in starts:
                values[one] = None
        before = values[level]
        values[level] = starts.get(level, here.start) if before is None else before + 1
        for deeper in range(level + 1, LEVELS):
            definition = levels[deeper]
            after = definition.restart if definition else None
            if after is None or after > deeper or level < after:
                values[deeper] = None
        text = bullet(here) if here.style == "bullet" else _numbers(levels[: level + 1], values, starts)
        return f"{text}{'' if here.suffix == 'nothing' else ' '}" if text else ""


def _numbers(levels: Sequence[Level | None], values: Sequence[int | None], starts: Mapping[int, int]) -> str:
    """The text of the last of ``levels`` with the numbers of all in it; a level not yet counted shows its start."""
    here = levels[-1] or Level()

    def number(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        one = levels[at] if at < len(levels) else None
        if one is None:
            return ""
        count = values[at]
        count = starts.get(at, one.start) if count is None else count
        if one.custom and not here.legal:
            return f"{count:0{len(one.custom)}}"
        return format_number(count, "decimal" if here.legal and one.style != "none" else one.style)

    return " ".join(NUMBER.sub(number, here.text).split())


def bullet(level: Level) -> str:
    r"""The bullet of a level as text: a dash as it is, every other sign as ``•``, nothing for none.

    >>> bullet(Level(style="bullet", text="\uf0b7")), bullet(Level(style="bullet", text="–")), bullet(Level(text=" "))
    ('•', '–', '')
    """
    text = level.text.strip()
    if text:
        return text if set(text) <= set(DASHES) else "•"
    return "•" if level.picture else ""


class _NumberingTarget(WordTarget):
    def __init__(self, budget: Budget, part: str) -> None:
        super().__init__(budget, part)
        self.definitions: dict[str, Definition] = {}
        self.instances: dict[str, Instance] = {}
        self._definition = Definition()
        self._instance: Instance | None = None
        self._override = -1
        self._level = Level()
        self.leave_out("rPr", "pPr", "numPicBullet")
        self.on("abstractNum", self._open_definition)
        self.on("num", self._open_instance)
        self.on("lvl", self._open_level)
        self.on("lvlOverride", lambda a: setattr(self, "_override", _level_number(a)))
        self.on("startOverride", self._start_override)
        self.on("numStyleLink", lambda a: setattr(self._definition, "link", value(a)))
        self.on("styleLink", lambda a: setattr(self._definition, "style_link", value(a)))
        self.on("abstractNumId", self._refer)
        self.on("start", lambda a: setattr(self._level, "start", integer(value(a)) or 0))
        self.on("numFmt", self._format)
        self.on("lvlText", lambda a: setattr(self._level, "text", value(a)[:MAX_LABEL]))
        self.on("suff", lambda a: setattr(self._level, "suffix", value(a)))
        self.on("lvlRestart", lambda a: setattr(self._level, "restart", integer(value(a))))
        self.on("isLgl", lambda a: setattr(self._level, "legal", switch(a)))
        self.on("pStyle", lambda a: setattr(self._level, "paragraph_style", value(a)))
        self.on("lvlPicBulletId", lambda a: setattr(self._level, "picture", True))

    def _open_definition(self, attributes: Attributes) -> None:
        self._definition, self._instance = Definition(), None
        self.definitions.setdefault(value(attributes, "abstractNumId"), self._definition)
        self.bound(len(self.definitions))

    def _open_instance(self, attributes: Attributes) -> None:
        self._instance = Instance()
        self.instances.setdefault(value(attributes, "numId"), self._instance)
        self.bound(len(self.instances))

    def _refer(self, attributes: Attributes) -> None:
        if self._instance:
            self._instance.definition = value(attributes)

    def _open_level(self, attributes: Attributes) -> None:
        self._level = Level()
        levels = self._instance.levels if self._instance else self._definition.levels
        number = _level_number(attributes)
        if number >= 0:
            levels.setdefault(number, self._level)

    def _start_override(self, attributes: Attributes) -> None:
        if self._instance and self._override >= 0:
            self._instance.starts[self._override] = integer(value(attributes)) or 0

    def _format(self, attributes: Attributes) -> None:
        """``custom`` comes with a plain format for older programs behind it, which does not count."""
        if self._level.style == "custom":
            return
        self._level.style = value(attributes) or "decimal"
        if self._level.style == "custom":
            sample = value(attributes, "format").partition(",")[0].strip()
            self._level.custom = sample if sample.isascii() and sample.isdigit() and len(sample) < 20 else "1"


def _level_number(attributes: Attributes) -> int:
    number = integer(value(attributes, "ilvl"))
    return number if number is not None and 0 <= number < LEVELS else -1


def read_numbering(package: Package, part: str, styles: Styles) -> Numbering:
    """The lists in ``part``; none where the file has no such part."""
    if part not in package:
        return Numbering({}, {}, styles)
    target = _NumberingTarget(package.budget, part)
    package.walk(part, target)
    return Numbering(target.definitions, target.instances, styles)
