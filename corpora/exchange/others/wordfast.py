"""Translation memories of Wordfast Classic: a header of names with per cent signs, a line a unit, tab-separated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from corpora.about import About, compact_date
from corpora.bitext import Pair
from corpora.exchange.inline import inline_text
from corpora.exchange.kept import marked_text, tag_of
from corpora.exchange.remarks import Remarks, Wanted
from corpora.exchange.rows import main_language, missing_languages, original_code, row
from corpora.files import decode, read_bytes, xml_text

if TYPE_CHECKING:
    from lxml.etree import _Element

_CODE = re.compile(r"(&t[A-Za-z0-9]{1,4};)")
_ESCAPE = re.compile(r"&'([0-9A-Fa-f]{2});")
_BROKEN = re.compile(r"([\n\t])")
CONTROLS = {"\r": "", "\x0b": "\n", "\x0c": "\n", "\x1e": "\u2011", "\x1f": "", "\xad": ""}
"""What Word keeps in a text: ends of lines and pages, the hyphens that do not break or may go."""
CELLS = 7
"""Date, user, count of use, language and text, language and text; what stands behind is named by the header."""


def is_wordfast(path: Path) -> bool:
    """Whether a file is a memory of Wordfast, by its first line."""
    if not path.is_file():
        return False
    try:
        with path.open("rb") as stream:
            head = stream.read(2000).replace(b"\x00", b"")
    except OSError:
        return False
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe")
    return head.startswith(b"%") and b"%Wordfast TM" in head.split(b"\n")[0]


def read_wordfast(path: Path, said: Remarks, wanted: Wanted) -> Iterator[Pair]:
    """Rows of a memory, one a unit; raises :class:`InputError` where none is in Chinese and English."""
    text, _encoding = decode(read_bytes(path), path)
    lines = text.lstrip("\ufeff").splitlines()
    names = [name.lstrip("%") for name in lines[0].split("\t")]
    counts: dict[str, int] = {}
    found = False
    for line in lines[1:]:
        cells = line.split("\t")
        if not line.strip():
            continue
        if len(cells) < CELLS:
            said.count("line that is no unit of Wordfast", "left out")
            continue
        date, who, uses, source, source_text, target, target_text, *others = (cell.strip() for cell in cells)
        languages = main_language(source), main_language(target)
        if set(languages) != {"zh", "en"}:
            said.count(f"unit of {source or 'no language'} and {target or 'no language'}", "left out", kind="unit")
            continue
        found = True
        segments = dict(zip(languages, (_segment(source_text), _segment(target_text)), strict=True))
        texts = {language: inline_text(one, path, frozenset(), said=said).strip() for language, one in segments.items()}
        tags = dict(zip(languages, (tag_of(source), tag_of(target)), strict=True))
        about = About(
            created=compact_date(date),
            created_by=who,
            uses=uses if uses.isdecimal() and int(uses) else "",
            props=_attributes(names[CELLS:], others),
            tags=(tags["zh"], tags["en"]),
            marked=(marked_text(segments["zh"], {}), marked_text(segments["en"], {})),
        )
        _remark(about, said)
        yield row(path.stem, texts["zh"], texts["en"], {"original": original_code(source)}, counts, about)
    if not found:
        raise missing_languages(path, ("zh", "en"), "unit")


def _segment(text: str) -> _Element:
    r"""A text with its codes (``&tA;``) as those of TMX, line ends and tabs among them, and its characters by their numbers.

    >>> etree.tostring(_segment("&tA;a&'22;&'0B;b"), encoding="unicode")
    '<seg><ph x="1">&amp;tA;</ph>a"<ph x="2" type="lb"/>b</seg>'
    """
    segment = etree.Element("seg")
    last: _Element | None = None
    number = 0
    for place, piece in enumerate(_CODE.split(text)):
        for at, part in enumerate([piece] if place % 2 else _BROKEN.split(_plain(piece))):
            if part and not place % 2 and not at % 2:
                if last is None:
                    segment.text = (segment.text or "") + part
                else:
                    last.tail = (last.tail or "") + part
            elif part:
                number += 1
                last = etree.SubElement(segment, "ph", x=str(number))
                if place % 2:
                    last.text = part
                else:
                    last.set("type", "lb" if part == "\n" else "x-tab")
    return segment


def _plain(text: str) -> str:
    """A text with the characters that Wordfast writes by their numbers.

    >>> _plain("&'22;a&'22;"), _plain("co&'1F;operate"), _plain("&'99;")
    ('"a"', 'cooperate', '™')
    """
    text = _ESCAPE.sub(lambda found: bytes.fromhex(found[1]).decode("cp1252", "replace"), text)
    return xml_text("".join(CONTROLS.get(character, character) for character in text))


def _attributes(names: list[str], cells: list[str]) -> tuple[tuple[str, str], ...]:
    """What the cells behind the texts say, by the names in the header, where there are any."""
    named = ((names[k] if k < len(names) and names[k].strip("-") else f"attribute{k + 1}") for k in range(len(cells)))
    return tuple((f"x-{name.partition(' ')[0]}", cell) for name, cell in zip(named, cells, strict=True) if cell)


def _remark(about: About, said: Remarks) -> None:
    said.count("date", "left out", bool(about.created), kind="date")
    said.count("name of a person", "left out", bool(about.created_by), kind="person")
    said.count("count of use", "left out", bool(about.uses), kind="uses")
    for name, _value in about.props:
        said.count(f"property of units or texts: {name}", "left out", kind="property")
