"""Safe access to the parts of an Office file, a zip (ECMA-376 part 2, Open Packaging Conventions).

Nothing in a file's own headers is believed: parts are unpacked in a stream and counted, whatever size they claim.
XML goes through :func:`walk` to a target that gets one call for each element, so that no tree is ever built; a
document type declaration, which no Office program writes, ends the reading before any entity is known.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from lxml import etree

from corpora.errors import InputError

MAX_ENTRIES = 10_000
"""Entries of one zip."""
MAX_UNPACKED = 256_000_000
"""Bytes of all parts that are read, unpacked."""
MAX_RATIO, RATIO_FROM = 500, 16_000_000
"""A part that unpacks to more than ``RATIO_FROM`` bytes may not be packed tighter than this; XML reaches about 100."""
MAX_ELEMENTS = 3_000_000
"""Elements of all parts that are read; a page of text has about 500."""
MAX_DEPTH = 256
"""Elements inside each other; libxml2's own limit for a tree."""
MAX_THINGS, MAX_NAME = 100_000, 1000
"""Styles, lists, notes, relations of one part; characters of a property that are kept."""
MAX_GAP = 8_000_000
"""Bytes without the end of a tag in them: one tag with all its attributes, or one piece of text."""
CHUNK = 1 << 16
ENTRY = b"PK\x01\x02"
DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, IndexError, NotImplementedError)
"""What :mod:`zipfile` raises for files that are no zip, cut off or changed."""
AGAIN = "open it in Word or LibreOffice and save it again"

Attributes = Mapping[str, str]
Opening = Callable[[Attributes], None]
Closing = Callable[[], None]


@dataclass(slots=True)
class Budget:
    """What is still allowed for one file; counted down by everything that reads from it."""

    path: Path
    bytes: int = field(default_factory=lambda: MAX_UNPACKED)
    elements: int = field(default_factory=lambda: MAX_ELEMENTS)


class Target:
    """Calls a function of ``opening`` and of ``closing`` for the elements that they name, in document order.

    Names are ``{namespace}local``. :meth:`skip` leaves out all that is inside the element that was just opened.
    ``names`` holds the open elements, the outermost first. Set ``finished`` to end the reading after the
    present chunk. ``elements`` counts those that have ended. ``passing`` is called for elements of these names inside what is
    skipped.
    """

    def __init__(self, budget: Budget, part: str) -> None:
        self.budget = budget
        self.part = part
        self.names: list[str] = []
        self.elements = 0
        self.finished = False
        self.opening: dict[str, Opening] = {}
        self.closing: dict[str, Closing] = {}
        self.passing: dict[str, Closing] = {}
        self._skipped = 0

    def start(self, tag: str, attributes: Attributes) -> None:
        """An element begins (called by lxml)."""
        names = self.names
        names.append(tag)
        if len(names) > MAX_DEPTH:
            what = f"more than {MAX_DEPTH} elements inside each other in {self.part}"
            raise InputError(f"{self.budget.path}: {what}", AGAIN)
        if not self._skipped:
            call = self.opening.get(tag)
            if call is not None:
                call(attributes)
        elif tag in self.passing:
            self.passing[tag]()

    def end(self, tag: str) -> None:
        """An element ends (called by lxml)."""
        self.elements += 1
        if self._skipped:
            if len(self.names) == self._skipped:
                self._skipped = 0
        else:
            call = self.closing.get(tag)
            if call is not None:
                call()
        self.names.pop()

    def data(self, text: str) -> None:
        """Characters of the innermost open element; the pieces come in order (called by lxml)."""

    def close(self) -> None:
        """The part has ended (called by lxml)."""

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        """A document type declaration (called by lxml)."""
        message = f"{self.budget.path}: {self.part} holds a document type declaration, which Office files never have"
        raise InputError(message, AGAIN)

    def skip(self) -> None:
        """Leave out the element just opened: no calls for what is inside, nor for its end."""
        self._skipped = len(self.names)

    @property
    def skipping(self) -> bool:
        """Whether the reading is inside an element that is left out."""
        return bool(self._skipped)

    def bound(self, number: int) -> None:
        """Raise :class:`InputError` where a part defines more things than any program would write."""
        if number > MAX_THINGS:
            what = f"more than {MAX_THINGS:,} definitions in {self.part}"
            raise InputError(f"{self.budget.path}: {what}", AGAIN)

    def above(self, up: int = 1) -> str:
        """The name of an element around the innermost one; empty outside the outermost."""
        return self.names[-1 - up] if len(self.names) > up else ""

    def parent(self) -> str:
        """The local name of the element around the innermost one; empty outside the outermost."""
        return self.above().rpartition("}")[2]


@dataclass(slots=True)
class Item:
    """An element of a small part: local names, and the text directly behind its start tag."""

    tag: str
    values: dict[str, str]
    text: str = ""


class Collector(Target):
    """Collects all elements of a small part, in order."""

    def __init__(self, budget: Budget, part: str) -> None:
        super().__init__(budget, part)
        self.found: list[Item] = []

    def start(self, tag: str, attributes: Attributes) -> None:
        """Keep it."""
        super().start(tag, attributes)
        plain = {name.rpartition("}")[2]: value for name, value in attributes.items()}
        self.found.append(Item(tag.rpartition("}")[2], plain))
        self.bound(len(self.found))

    def data(self, text: str) -> None:
        """Keep it, up to the length of a name."""
        last = self.found[-1]
        if len(last.text) < MAX_NAME:
            last.text = (last.text + text)[:MAX_NAME]


@dataclass(slots=True)
class Package:
    """An opened Office file: ``parts`` maps names in lower case, as part names are compared, to zip entries."""

    path: Path
    archive: zipfile.ZipFile
    parts: dict[str, zipfile.ZipInfo]
    budget: Budget

    def __contains__(self, name: str) -> bool:
        return name.lower() in self.parts

    def stream(self, name: str) -> Iterator[bytes]:
        """The unpacked bytes of a part, in chunks; raises :class:`InputError` for damage and past the limits."""
        info = self.parts[name.lower()]
        if info.flag_bits & 0x1:
            raise InputError(f"{self.path}: {name} is encrypted", "take the password off and save it again")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise InputError(f"{self.path}: {name} is packed by a method that Office files do not use", AGAIN)
        total = 0
        try:
            with self.archive.open(info) as file:
                while chunk := file.read(CHUNK):
                    total += len(chunk)
                    self._count(name, len(chunk), total, info.compress_size)
                    yield chunk
        except DAMAGED as error:
            raise self.damaged(name) from error

    def _count(self, name: str, size: int, total: int, packed: int) -> None:
        self.budget.bytes -= size
        if self.budget.bytes < 0:
            what = f"unpacks to more than {MAX_UNPACKED // 1_000_000} MB"
            raise InputError(f"{self.path}: {what}", "split the document, or take its pictures out")
        if total > RATIO_FROM and total > MAX_RATIO * max(packed, 1):
            what = f"{name} unpacks to more than {MAX_RATIO} times its size, as zip bombs do"
            raise InputError(f"{self.path}: {what}", AGAIN)

    def damaged(self, name: str, where: str = "") -> InputError:
        """The error for a part that cannot be unpacked or is no XML."""
        return InputError(f"{self.path}: is damaged ({name}{where})", "get the file again, or repair it in Word")

    def walk(self, name: str, target: Target) -> None:
        """Send the elements of an XML part to ``target``; its calls may raise :class:`InputError` themselves."""
        parser = etree.XMLParser(
            target=cast(Any, target), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        plain = 0
        try:
            for chunk in self.stream(name):
                # libxml2 gathers a whole tag before it looks at its limits
                plain = plain + len(chunk) if b">" not in chunk else 0
                if plain > MAX_GAP:
                    raise self.damaged(name, ", a tag or a text without end")
                parser.feed(chunk)
                self._count_elements(target)
                if target.finished:
                    return
            parser.close()
        except etree.XMLSyntaxError as error:
            raise self.damaged(name, f", line {error.lineno}" if error.lineno else "") from error
        except (UnicodeError, LookupError) as error:  # an encoding that is unknown or does not fit
            raise self.damaged(name) from error

    def _count_elements(self, target: Target) -> None:
        self.budget.elements -= target.elements
        target.elements = 0
        if self.budget.elements < 0:
            what = f"more than {MAX_ELEMENTS // 1_000_000} million elements"
            raise InputError(f"{self.path}: {what}", "split the document")

    def collect(self, name: str) -> list[Item]:
        """All elements of a small part; none where the part is missing."""
        if name not in self:
            return []
        target = Collector(self.budget, name)
        self.walk(name, target)
        return target.found

    def related(self, part: str = "") -> dict[str, str]:
        """Relations of a part, or of the package: the last word of the relation's type -> name of the part.

        The same in the strict and the transitional form of the standard. The first of each type counts; links to
        things outside the file are left out.
        """
        folder, name = posixpath.split(part)
        found: dict[str, str] = {}
        for item in self.collect(posixpath.join(folder, "_rels", f"{name}.rels")):
            if item.tag == "Relationship" and item.values.get("TargetMode") != "External":
                kind = item.values.get("Type", "").rpartition("/")[2]
                target = posixpath.join("/", folder, item.values.get("Target", "").replace("\\", "/"))
                found.setdefault(kind, posixpath.normpath(target).lstrip("/"))
        return found

    def main_part(self) -> str:
        """Name of the part that the package is about, by its relations, else by its content types, else empty."""
        types = {
            item.values.get("PartName", "").lstrip("/"): item.values.get("ContentType", "")
            for item in self.collect("[Content_Types].xml")
            if item.tag == "Override"
        }
        named = self.related().get("officeDocument", "")
        by_type = (name for name, kind in types.items() if kind.endswith(".main+xml"))
        return next((name for name in (named, *by_type, "word/document.xml") if name in self), "")


def open_package(data: bytes, path: Path) -> Package:
    """Open a zip after its directory has been looked at; raises :class:`InputError`, in one line, for a bad one."""
    if data.count(ENTRY) > MAX_ENTRIES:
        raise InputError(f"{path}: has more than {MAX_ENTRIES:,} entries", AGAIN)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except DAMAGED as error:
        raise InputError(f"{path}: is damaged (no zip directory in it)", "get the file again") from error
    entries = archive.infolist()
    parts = {entry.filename.replace("\\", "/").lstrip("/").lower(): entry for entry in entries}
    if len(parts) < len(entries):
        raise InputError(f"{path}: has two entries of one name", AGAIN)
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            raise InputError(f"{path}: is damaged, or a zip bomb (entries that overlap)", "get the file again")
        end = entry.header_offset + 30 + entry.compress_size
    return Package(path, archive, parts, Budget(path))
