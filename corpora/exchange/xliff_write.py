"""XLIFF 1.2 and 2.1 out, streaming; what a row knows beside its texts is kept for whoever reads it back."""

from __future__ import annotations

import os
from collections.abc import Iterable
from itertools import count, groupby
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from lxml import etree

from corpora.about import NOTHING, Marked
from corpora.bitext import Pair
from corpora.exchange.kept import NEW_STATES, OLD_STATES, STATES, agrees, put_marked
from corpora.exchange.rows import check_codes, facts_of, memory_lines, put_text
from corpora.exchange.xliff_names import METADATA, NAMESPACES, OWN, SAFE, UNKNOWN, XML, Version, symbol_of_original
from corpora.files import atomic_path, memory_text
from corpora.original import common_source
from corpora.versions import program_version

if TYPE_CHECKING:
    from lxml.etree import _Element


def write_xliff(
    pairs: Iterable[Pair],
    path: Path,
    *,
    zh_code: str = "zh-CN",
    en_code: str = "en",
    source: str = "",
    version: Version = "2.1",
    keep: bool = False,
) -> int:
    """Write a unit for each row that has a source text, in their order; return the number of units.

    ``source`` (``zh`` or ``en``) is the source language; without it the original where all rows have the same one, else
    Chinese. Each unit says what its original is, so that the direction of a file is not taken for it.

    Rows without a target become untranslated units; rows without a source text are left out, for there is nothing to
    translate in them. All else that a row knows is kept and read back: in 2.1 in the metadata module, in 1.2 in
    ``extradata``; states have their own place as well. ``keep``: what the file of a row said beside its texts is written, too
    (:class:`corpora.about.About`): notes, codes, ids, dates, people, properties. Line ends and tabs inside a text are codes. Lost: characters that XML cannot hold, spaces around a text.
    """
    check_codes(zh_code, en_code)
    pairs = list(pairs)
    source = source or common_source(pair.original for pair in pairs) or "zh"
    codes = (zh_code, en_code) if source == "zh" else (en_code, zh_code)
    with atomic_path(path) as temporary:
        try:
            with etree.xmlfile(os.fsencode(temporary), encoding="utf-8") as xml:
                xml.write_declaration()
                return _write_files(xml, pairs, codes, source, version, keep)
        except etree.SerialisationError as error:
            raise OSError(None, f"the disk is full or cannot be written, {error}") from error


def _write_files(
    xml: etree._IncrementalFileWriter,
    pairs: Iterable[Pair],
    codes: tuple[str, str],
    source: str,
    version: Version,
    keep: bool,
) -> int:
    """One ``file`` for each run of rows with one symbol.

    Only the root names the namespace; the elements in it are made without one, and so are written without a prefix.
    """
    root = {"xmlns": NAMESPACES[version], "version": version}
    if version == "2.1":
        root |= {"srcLang": codes[0], "trgLang": codes[1]}
    numbers, files = count(1), count(1)
    kept = ((pair, text, other) for pair in pairs for text, other in [_sides(pair, source)] if text)
    with xml.element("xliff", root):
        for symbol, group in groupby(kept, key=lambda unit: unit[0].symbol):
            original = memory_text(symbol) or "x"
            xml.write("\n")
            if version == "2.1":
                with xml.element("file", {"id": f"f{next(files)}", "original": original}):
                    for unit in group:
                        xml.write("\n", _unit(*unit, f"u{next(numbers)}", keep, source))
                    xml.write("\n")
                continue
            attributes = {"original": original, "source-language": codes[0], "target-language": codes[1]}
            with xml.element("file", {**attributes, "datatype": "plaintext"}):
                xml.write("\n", _header())
                with xml.element("body"):
                    for unit in group:
                        xml.write("\n", _trans_unit(*unit, str(next(numbers)), keep, source))
                    xml.write("\n")
        xml.write("\n")
    return next(numbers) - 1


def _sides(pair: Pair, source: str) -> tuple[str, str]:
    zh, en = memory_lines(pair.zh), memory_lines(pair.en)
    return (zh, en) if source == "zh" else (en, zh)


def _facts(pair: Pair, keep: bool) -> dict[str, str]:
    facts = {name: memory_text(value) for name, value in facts_of(pair, keep).items()}
    facts.setdefault("original", UNKNOWN)
    if symbol_of_original(facts.get("symbol", "") or "x") == pair.symbol:
        del facts["symbol"]  # ``original`` says it
    facts.pop("id", None)  # the unit has it
    return facts


def _named(pair: Pair, number: str, keep: bool, attribute: str) -> dict[str, str]:
    """The attributes that name a unit."""
    name = memory_text(pair.about.id) if keep and pair.about else ""
    return {"id": number, **({attribute: name} if name else {}), f"{XML}space": "preserve"}


def _state(pair: Pair, target: str, states: dict[str, str], empty: str) -> str:
    """The state of a segment as the format calls it."""
    known = STATES.get((pair.about or NOTHING).state.lower(), "")
    return states[known or "translated"] if target else empty


def _marked(pair: Pair, source: str, keep: bool) -> tuple[Marked, Marked]:
    """Source and target with their codes, where these are kept."""
    zh, en = (pair.about if keep and pair.about else NOTHING).marked
    return (zh, en) if source == "zh" else (en, zh)


def _unit(pair: Pair, source: str, target: str, number: str, keep: bool, language: str) -> _Element:
    unit = etree.Element("unit", _named(pair, number, keep, "name"))
    metadata = etree.SubElement(unit, f"{{{METADATA}}}metadata", nsmap={"mda": METADATA})
    group = etree.SubElement(metadata, f"{{{METADATA}}}metaGroup", category=OWN)
    for name, value in _facts(pair, keep).items():
        etree.SubElement(group, f"{{{METADATA}}}meta", type=name).text = value
    notes = _notes(pair, keep)
    if notes:
        held = etree.SubElement(unit, "notes")
        for note in notes:
            etree.SubElement(held, "note").text = note
    segment = etree.Element("segment", state=_state(pair, target, NEW_STATES, "initial"))
    data: dict[str, str] = {}
    keeper = lambda content: data.setdefault(content, f"d{len(data) + 1}")  # noqa: E731
    for name, text, marked in zip(("source", "target"), (source, target), _marked(pair, language, keep), strict=True):
        if text and agrees(marked, text):
            put_marked(etree.SubElement(segment, name), marked, "2.1", keeper)
        elif text:
            put_text(etree.SubElement(segment, name), text, _code)
    if data:
        original = etree.SubElement(unit, "originalData")
        for content, name in data.items():
            etree.SubElement(original, "data", id=name).text = content
    unit.append(segment)
    return unit


def _notes(pair: Pair, keep: bool) -> list[str]:
    return [text for note in (pair.about.notes if keep and pair.about else ()) if (text := memory_text(note))]


def _trans_unit(pair: Pair, source: str, target: str, number: str, keep: bool, language: str) -> _Element:
    # no quotation marks: each would be a reference in the attribute, of which the parsers of Java allow some thousands
    facts = _facts(pair, keep).items()
    data = f"{OWN} " + ";".join(f"{quote(name, safe=SAFE)}={quote(value, safe=SAFE)}" for name, value in facts)
    unit = etree.Element("trans-unit", {**_named(pair, number, keep, "resname"), "extradata": data})
    for name, text, marked in zip(("source", "target"), (source, target), _marked(pair, language, keep), strict=True):
        if text and agrees(marked, text):
            put_marked(etree.SubElement(unit, name), marked, "1.2")
        elif text:
            put_text(etree.SubElement(unit, name), text, _old_code)
    if target:
        unit[-1].set("state", _state(pair, target, OLD_STATES, ""))
    for note in _notes(pair, keep):
        etree.SubElement(unit, "note").text = note
    return unit


def _code(character: str, number: int) -> _Element:
    """A line end or a tab in 2.1."""
    kind = "xlf:lb" if character == "\n" else f"{OWN}:tab"
    return etree.Element("ph", id=str(number), type="fmt", subType=kind)


def _old_code(character: str, number: int) -> _Element:
    """A line end or a tab in 1.2."""
    return etree.Element("x", id=str(number), ctype="lb" if character == "\n" else "x-tab")


def _header() -> _Element:
    header = etree.Element("header")
    etree.SubElement(header, "tool", {"tool-id": OWN, "tool-name": OWN, "tool-version": program_version()})
    return header
