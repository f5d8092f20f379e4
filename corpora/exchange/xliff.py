"""XLIFF 1.2 and 2.x: the bilingual files of translation tools in and out, streaming.

What tools do (XLIFF 1.2, OASIS 2008; XLIFF 2.1, OASIS 2018): in 1.2 the languages stand on each ``file``, and a tool
that segments leaves the source whole and puts its segments into ``seg-source`` as ``mrk mtype="seg"``, matched by
``mid`` with those of the target; in 2.x the languages stand on ``xliff``, and each ``segment`` holds its own pair.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from itertools import count, groupby
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING, Literal

from lxml import etree

from corpora.bitext import Pair
from corpora.errors import InputError
from corpora.exchange.inline import inline_text
from corpora.exchange.rows import (
    FACTS,
    check_codes,
    facts_of,
    main_language,
    missing_languages,
    original_code,
    row,
)
from corpora.files import atomic_path, local_name, memory_text, one_line, open_stream, safe_iterparse
from corpora.original import common_source
from corpora.symbol import from_file_stem, parse_symbol
from corpora.text import detect_language, language_of_name, late
from corpora.versions import is_before, program_version

if TYPE_CHECKING:
    from lxml.etree import _Element

_SUFFIX = late(r"\.[A-Za-z]{2,8}\d?$")
Version = Literal["2.1", "1.2"]
SUFFIXES = (".xlf", ".xliff", ".sdlxliff", ".mqxliff", ".mxliff")
KEPT = frozenset({"g", "mrk", "pc"})
"""Elements inside a segment whose text is part of the sentence; the others hold codes of a format."""
NAMESPACES = {"1.2": "urn:oasis:names:tc:xliff:document:1.2", "2.1": "urn:oasis:names:tc:xliff:document:2.0"}
METADATA = "urn:oasis:names:tc:xliff:metadata:2.0"
OWN = "duizhao"
"""The category of our metadata in 2.x, and the first word of our ``extradata`` in 1.2."""
UNKNOWN = "unknown"
"""What our units say of an original that nobody knows: a file must name a source language all the same."""
XML = "{http://www.w3.org/XML/1998/namespace}"


@dataclass(slots=True)
class _File:
    """What a ``file`` says of the units in it: their symbol, which languages they are in, which one is the original."""

    symbol: str
    source: str = ""
    target: str = ""
    original: str = ""

    @classmethod
    def of(cls, element: _Element, path: Path) -> _File:
        root = element.getroottree().getroot()
        symbol = symbol_of_original(element.get("original") or "") or path.name.split(".")[0]
        source = element.get("source-language") or root.get("srcLang") or ""
        target = element.get("target-language") or root.get("trgLang") or ""
        return cls(symbol, main_language(source), main_language(target), original_code(source))

    def made_by(self, tool: _Element) -> None:
        """Take note of a ``tool``: before 0.2 ours called Chinese the source, whatever the original was."""
        if tool.get("tool-name") == OWN and is_before(tool.get("tool-version") or "", 0, 2):
            self.original = ""

    def original_of(self, facts: Mapping[str, str]) -> str:
        """The original of a unit. What we wrote says it of itself, and before 0.2 knew nothing of it."""
        return facts.get("original", "") if facts else self.original


def symbol_of_original(original: str) -> str:
    r"""The symbol that the name of an original spells, else the stem of that name.

    >>> [symbol_of_original(o) for o in ("A/75/379", r"C:\jobs\A_RES_75_1.zh.docx", "file:///x/letter.docx", "")]
    ['A/75/379', 'A/RES/75/1', 'letter', '']
    """
    whole = parse_symbol(original)
    if whole:
        return whole.text
    name = PureWindowsPath(original).name  # takes both kinds of slashes
    end = len(name)
    while suffix := _SUFFIX.search(name, max(0, end - 10), end):
        end = suffix.start()
    stem = name[:end]
    for candidate in (language_of_name(stem)[1], stem):
        symbol = from_file_stem(candidate)
        if symbol:
            return symbol.text
    return one_line(stem or name)


def read_xliff(path: Path, languages: tuple[str, str] = ("zh", "en")) -> Iterator[Pair]:
    """Rows of an XLIFF, one a segment; either language may be the source. gzip and UTF-16 are accepted.

    Codes (``x``, ``bx``, ``ex``, ``bpt``, ``ept``, ``it``, ``ph``, ``sc``, ``ec``, ``sm``, ``em``, ``cp``) go with what
    stands in them, sub-flows included; ``g``, ``pc`` and ``mrk`` are unwrapped. Suggestions (``alt-trans``,
    ``matches``), what stands between segments (``ignorable``), and what is not to be translated and has no target are
    left out. A segment without a translation gives a row with one side. The symbol of a row is the one that
    ``original`` spells, else the stem of that name, else the stem of the file. The source language is the original, but
    in files of our own, which say it unit by unit.

    ``languages``: the two that are read, the first into ``zh`` and the second into ``en`` of the rows. Raises
    :class:`InputError` for XML that is malformed or refused, and for a file without both languages.
    """
    counts: dict[str, int] = {}
    current = _File(path.name.split(".")[0])
    units = rows = 0
    with closing(open_stream(path)) as stream:
        for event, element in safe_iterparse(stream, path, ("trans-unit", "unit"), ("file", "tool")):
            if event == "start":
                if local_name(element) == "tool":
                    current.made_by(element)
                else:
                    current = _File.of(element, path)
                continue
            units += 1
            for pair in _rows(element, current, path, languages, counts):
                rows += 1
                yield pair
    if not units:
        raise InputError(f"{path}: no translation unit in it", "is it an XLIFF file?")
    if not rows:
        raise missing_languages(path, languages, "segment")


def _rows(
    unit: _Element, file: _File, path: Path, languages: tuple[str, str], counts: dict[str, int]
) -> Iterator[Pair]:
    children: dict[str, _Element] = {}
    for child in unit:
        children.setdefault(local_name(child), child)
    old = local_name(unit) == "trans-unit"
    if file.source not in languages or not (file.target in languages or (old and not file.target)):
        return
    texts = [(s, t) for s, t in (_marked(children, path) if old else _segments(unit, path)) if s or t]
    if not any(t for _, t in texts) and _not_translated(unit):
        return
    facts = _extradata(unit) if old else _metadata(unit)
    original = file.original_of(facts)
    if len(texts) > 1:  # a tool has split the row: what was known of it holds for none of the parts
        facts = {name: value for name, value in facts.items() if name in ("symbol", "kind")}
    facts["original"] = original
    for source, target in texts:
        if not _is_target(target, children.get("target"), file, languages):
            continue
        zh, en = (source, target) if file.source == languages[0] else (target, source)
        yield row(file.symbol, zh, en, facts, counts)


def _is_target(text: str, element: _Element | None, file: _File, languages: tuple[str, str]) -> bool:
    """Whether a target is in the other language; where nothing says so (1.2 allows that), its script does."""
    code = file.target
    if not code and element is not None:
        code = main_language(element.get(f"{XML}lang") or "")
    if not code:
        return not text or detect_language(text) != file.source
    return code in languages and code != file.source


def _marked(children: dict[str, _Element], path: Path) -> Iterator[tuple[str, str]]:
    """Segments of a unit of 1.2: those that are marked in both languages, by ``mid``, else the unit as it is."""
    source, target = children.get("source"), children.get("target")
    sources, targets = _marks(children.get("seg-source")), _marks(target)
    if sources and (targets or not _text(target, path)):
        for key in dict.fromkeys((*sources, *targets)):
            yield _text(sources.get(key), path), _text(targets.get(key), path)
    else:
        yield _text(source, path), _text(target, path)


def _marks(element: _Element | None) -> dict[str, _Element]:
    marks: dict[str, _Element] = {}
    if element is not None and len(element):
        for mark in element.iter("{*}mrk"):
            if mark.get("mtype") == "seg":
                marks.setdefault(mark.get("mid") or f"#{len(marks)}", mark)
    return marks


def _segments(unit: _Element, path: Path) -> Iterator[tuple[str, str]]:
    """Segments of a unit of 2.x; what is ignorable stands between them."""
    for segment in unit.iterchildren("{*}segment"):
        sides = {local_name(child): child for child in segment}
        yield _text(sides.get("source"), path), _text(sides.get("target"), path)


def _text(element: _Element | None, path: Path) -> str:
    if element is None:
        return ""
    text = one_line(inline_text(element, path, KEPT))
    if "  " in text and _nearest(element, f"{XML}space") != "preserve":
        text = re.sub(" {2,}", " ", text)
    return text


def _nearest(element: _Element, attribute: str) -> str | None:
    """An attribute that holds for all that stands inside an element, as ``xml:space`` and ``translate`` do."""
    found = element.get(attribute)
    if found is not None:
        return found
    return next((one.get(attribute) for one in element.iterancestors() if one.get(attribute) is not None), None)


def _not_translated(unit: _Element) -> bool:
    return _nearest(unit, "translate") == "no"


def _extradata(unit: _Element) -> dict[str, str]:
    """What :func:`write_xliff` has left on a unit of 1.2."""
    first, _, rest = (unit.get("extradata") or "").partition(" ")
    if first != OWN:
        return {}
    try:
        found = json.loads(rest)
    except (ValueError, RecursionError):
        return {}
    return {name: str(found[name]) for name in FACTS if name in found} if isinstance(found, dict) else {}


def _metadata(unit: _Element) -> dict[str, str]:
    """What :func:`write_xliff` has left in the metadata of a unit of 2.x."""
    facts: dict[str, str] = {}
    for group in unit.iterfind(f"{{{METADATA}}}metadata/{{{METADATA}}}metaGroup"):
        if group.get("category") == OWN:
            facts.update(
                (meta.get("type") or "", meta.text or "") for meta in group.iterchildren(f"{{{METADATA}}}meta")
            )
    return facts


def write_xliff(
    pairs: Iterable[Pair],
    path: Path,
    *,
    zh_code: str = "zh-CN",
    en_code: str = "en",
    source: str = "",
    version: Version = "2.1",
) -> int:
    """Write a unit for each row that has a source text, in their order; return the number of units.

    ``source`` (``zh`` or ``en``) is the source language; without it the original where all rows have the same one, else
    Chinese. Each unit says what its original is, so that the direction of a file is not taken for it.

    Rows without a target become untranslated units; rows without a source text are left out, for there is nothing to
    translate in them. All else that a row knows is kept and read back: in 2.1 in the metadata module, in 1.2 in
    ``extradata``. Lost: characters that XML cannot hold, line ends and tabs inside a text (they become spaces), spaces
    around it.
    """
    check_codes(zh_code, en_code)
    pairs = list(pairs)
    source = source or common_source(pair.original for pair in pairs) or "zh"
    codes = (zh_code, en_code) if source == "zh" else (en_code, zh_code)
    with atomic_path(path) as temporary:
        try:
            with etree.xmlfile(str(temporary), encoding="utf-8") as xml:
                xml.write_declaration()
                return _write_files(xml, pairs, codes, source, version)
        except etree.SerialisationError as error:
            raise OSError(None, f"the disk is full or cannot be written, {error}") from error


def _write_files(
    xml: etree._IncrementalFileWriter, pairs: Iterable[Pair], codes: tuple[str, str], source: str, version: Version
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
                        xml.write("\n", _unit(*unit, f"u{next(numbers)}"))
                    xml.write("\n")
                continue
            attributes = {"original": original, "source-language": codes[0], "target-language": codes[1]}
            with xml.element("file", {**attributes, "datatype": "plaintext"}):
                xml.write("\n", _header())
                with xml.element("body"):
                    for unit in group:
                        xml.write("\n", _trans_unit(*unit, str(next(numbers))))
                    xml.write("\n")
        xml.write("\n")
    return next(numbers) - 1


def _sides(pair: Pair, source: str) -> tuple[str, str]:
    zh, en = memory_text(pair.zh), memory_text(pair.en)
    return (zh, en) if source == "zh" else (en, zh)


def _facts(pair: Pair) -> dict[str, str]:
    facts = {name: memory_text(value) for name, value in facts_of(pair).items()}
    facts.setdefault("original", UNKNOWN)
    if symbol_of_original(facts.get("symbol", "") or "x") == pair.symbol:
        del facts["symbol"]  # ``original`` says it
    return facts


def _unit(pair: Pair, source: str, target: str, number: str) -> _Element:
    unit = etree.Element("unit", {"id": number, f"{XML}space": "preserve"})
    metadata = etree.SubElement(unit, f"{{{METADATA}}}metadata", nsmap={"mda": METADATA})
    group = etree.SubElement(metadata, f"{{{METADATA}}}metaGroup", category=OWN)
    for name, value in _facts(pair).items():
        etree.SubElement(group, f"{{{METADATA}}}meta", type=name).text = value
    segment = etree.SubElement(unit, "segment", state="translated" if target else "initial")
    _texts(segment, source, target)
    return unit


def _trans_unit(pair: Pair, source: str, target: str, number: str) -> _Element:
    data = f"{OWN} {json.dumps(_facts(pair), ensure_ascii=False)}"
    unit = etree.Element("trans-unit", {"id": number, f"{XML}space": "preserve", "extradata": data})
    _texts(unit, source, target)
    if target:
        unit[-1].set("state", "translated")
    return unit


def _texts(parent: _Element, source: str, target: str) -> None:
    etree.SubElement(parent, "source").text = source
    if target:
        etree.SubElement(parent, "target").text = target


def _header() -> _Element:
    header = etree.Element("header")
    etree.SubElement(header, "tool", {"tool-id": OWN, "tool-name": OWN, "tool-version": program_version()})
    return header
