"""Where in the bytes of an XLIFF its units, segments and comments stand."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from corpora.errors import InputError

_TAG = re.compile(rb"""<(?:[^<>"']|"[^"]*"|'[^']*')*+>""")
UNITS = frozenset({"trans-unit", "unit"})


@dataclass(slots=True)
class Extent:
    """An element: where its start tag begins and ends, where its end tag begins; ``empty``: ``<a/>``."""

    start: int
    inside: int
    end: int = 0
    empty: bool = False


@dataclass(slots=True)
class Unit:
    """What a comment needs to know of a unit: its own place, those of its target, segments and parts by local name."""

    place: Extent
    target: Extent | None = None
    segments: dict[str, Extent] = field(default_factory=dict)
    parts: dict[str, Extent] = field(default_factory=dict)


@dataclass(slots=True)
class Places:
    """The whole file: its root, the prefixes that the root declares, its first parts by name, its units in order."""

    root: Extent
    attributes: dict[str, str]
    parts: dict[str, Extent]
    units: list[Unit]

    def prefix(self, namespace: str) -> str | None:
        """The prefix that the root declares for a namespace."""
        names = (name for name, value in self.attributes.items() if value == namespace and name.startswith("xmlns:"))
        return next((name.removeprefix("xmlns:") for name in names), None)


class _Finder:
    """Follows the parser through a file."""

    def __init__(self, data: bytes, path: Path) -> None:
        self.data, self.path = data, path
        self.stack: list[tuple[str, Extent]] = []
        self.found: Places | None = None
        self.unit: Unit | None = None

    def find(self) -> Places:
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler = lambda name, attributes: self.open(name, attributes, parser.CurrentByteIndex)
        parser.EndElementHandler = lambda name: self.close(name, parser.CurrentByteIndex)
        parser.EntityDeclHandler = self.refuse
        try:
            parser.Parse(self.data, True)
        except expat.ExpatError as error:
            raise InputError(f"{self.path}:{error.lineno}: not well-formed XML ({error})", "export it again") from error
        assert self.found is not None
        return self.found

    def refuse(self, *_given: object) -> None:
        raise InputError(f"{self.path}: declares entities, refused", "export it without its own entities")

    def open(self, name: str, attributes: dict[str, str], at: int) -> None:
        tag = _TAG.match(self.data, at)
        inside = tag.end() if tag else at
        place = Extent(at, inside, empty=self.data[inside - 2 : inside] == b"/>")
        local = name.rpartition(":")[2]
        if self.found is None:
            self.found = Places(place, attributes, {}, [])
        elif local in UNITS:
            self.unit = Unit(place)
            self.found.units.append(self.unit)
        elif self.unit is not None:
            self.in_unit(local, attributes, place)
        else:
            self.found.parts.setdefault(local, place)
        self.stack.append((local, place))

    def in_unit(self, local: str, attributes: dict[str, str], place: Extent) -> None:
        assert self.unit is not None
        parents = [name for name, _place in self.stack]
        if local == "mrk" and attributes.get("mtype") == "seg" and "target" in parents and "alt-trans" not in parents:
            self.unit.segments.setdefault(attributes.get("mid") or f"#{len(self.unit.segments)}", place)
        elif parents[-1] in UNITS:
            self.unit.parts.setdefault(local, place)
            if local == "target":
                self.unit.target = place

    def close(self, _name: str, at: int) -> None:
        local, place = self.stack.pop()
        place.end = place.inside if place.empty else at
        if local in UNITS:
            self.unit = None


def find_places(data: bytes, path: Path) -> Places:
    """The places of an XLIFF in UTF-8; raises :class:`InputError` for what is no XML."""
    return _Finder(data, path).find()
