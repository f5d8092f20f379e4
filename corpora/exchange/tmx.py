"""TMX 1.4 (the document calls itself 1.4b), level 1: translation memories in and out, streaming.

What real clients need (measured, see docs/decisions.md): a DOCTYPE, ``version="1.4"``, hyphens in language codes and
the same case in ``srclang`` and ``xml:lang``, dates as ``YYYYMMDDThhmmssZ``, no empty segment, a unit only once.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from corpora.about import NOTHING, About
from corpora.bitext import Pair, is_doubtful
from corpora.errors import InputError
from corpora.exchange.inline import inline_text
from corpora.exchange.kept import (
    ATTRIBUTES,
    OTHERS,
    Side,
    about_facts,
    about_unit,
    agrees,
    dated,
    kind_of,
    marked_text,
    put_marked,
)
from corpora.exchange.remarks import ALL, Remarks, Wanted
from corpora.exchange.rows import (
    FACTS,
    check_codes,
    chosen_chinese,
    line_of,
    link_of,
    main_language,
    memory_lines,
    missing_languages,
    original_code,
    put_text,
    row,
)
from corpora.files import atomic_path, local_name, memory_text, open_stream, safe_iterparse
from corpora.original import common_source, source_side
from corpora.text import Variety
from corpora.versions import SCHEMAS, is_before, program_version

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
OWN = "duizhao"
"""The ``creationtool`` of our own files."""
ANY = "*all*"
"""What ``srclang`` says where no language is known to be the source."""


KEPT = frozenset({"hi", "sub", "mrk", "g"})
"""Elements inside a segment whose text is part of the sentence."""


def write_tmx(
    pairs: Iterable[Pair],
    path: Path,
    *,
    zh_code: str = "zh-CN",
    en_code: str = "en",
    source: str = "",
    keep: bool = False,
) -> int:
    """Write units that have both sides, each text pair once; return their number. The same pairs give the same bytes.

    ``keep``: what the file of a row said beside its texts is written, too (:class:`corpora.about.About`): ids, dates, people,
    notes, properties, codes, other languages; then a pair that stands in two contexts is two units. An empty ``zh_code`` or
    ``en_code``: what the files of the rows call that language.
    ``source`` (``zh`` or ``en``): which language is ``srclang``. Without it ``srclang`` is the original where all rows
    have the same one, else ``*all*``, and the units say it that know it. Rows with one side are left out: a unit needs
    both.
    """
    check_codes(zh_code or DEFAULTS["zh"], en_code or DEFAULTS["en"])
    pairs = list(pairs)
    source = source or common_source(pair.original for pair in pairs)
    with atomic_path(path) as temporary:
        try:
            return _write_units(pairs, temporary, {"zh": zh_code, "en": en_code}, source, keep)
        except etree.SerialisationError as error:
            raise OSError(None, f"the disk is full or cannot be written, {error}") from error


def _write_units(pairs: Sequence[Pair], path: Path, codes: dict[str, str], source: str, keep: bool) -> int:
    seen: set[tuple[str, str, About | None]] = set()
    ids: set[str] = set()
    with etree.xmlfile(os.fsencode(path), encoding="utf-8") as xml:
        xml.write_declaration()
        xml.write_doctype('<!DOCTYPE tmx SYSTEM "tmx14.dtd">')
        with xml.element("tmx", version="1.4"):
            xml.write("\n")
            header = {
                "creationtool": OWN,
                "creationtoolversion": program_version(),
                "segtype": "sentence",
                "o-tmf": OWN,
                "adminlang": "en",
                "srclang": _codes(pairs, codes).get(source, ANY),
                "datatype": "plaintext",
            }
            head = etree.Element("header", header)
            etree.SubElement(head, "prop", type="x-schema").text = str(SCHEMAS["bitext"])
            xml.write(head)
            with xml.element("body"):
                for pair in pairs:
                    zh, en = memory_lines(pair.zh), memory_lines(pair.en)
                    key = (zh, en, pair.about if keep else None)
                    if not zh or not en or key in seen:
                        continue
                    seen.add(key)
                    xml.write("\n")
                    own = _codes([pair], codes)
                    unit = _unit(pair, (zh, en), own, ids, keep)
                    side = "" if source else source_side(pair.original)
                    if side:
                        unit.set("srclang", own[side])
                    xml.write(unit)
                xml.write("\n")
            xml.write("\n")
    return len(seen)


DEFAULTS = {"zh": "zh-CN", "en": "en"}


def _codes(pairs: Sequence[Pair], given: dict[str, str]) -> dict[str, str]:
    """What both languages are called: as was given, else as the first row says, else as usual."""
    first = next((pair.about.tags for pair in pairs if pair.about and any(pair.about.tags)), ("", ""))
    return {name: given[name] or tag or DEFAULTS[name] for name, tag in zip(DEFAULTS, first, strict=True)}


def _unit(pair: Pair, texts: tuple[str, str], codes: dict[str, str], ids: set[str], keep: bool) -> etree._Element:
    zh, en = texts
    about = (pair.about if keep else None) or NOTHING
    name = memory_text(about.id) or f"{memory_text(pair.symbol) or 'x'}:{pair.position}"
    while name in ids:
        name += "+"
    ids.add(name)
    unit = etree.Element("tu", {"tuid": name, **dated(about)})
    for note in filter(None, map(memory_text, about.notes)):
        etree.SubElement(unit, "note").text = note
    for kind, value in (
        ("x-symbol", pair.symbol),
        ("x-position", str(pair.position)),
        ("x-score", f"{pair.score:.4f}"),
        ("x-doubtful", "yes" if is_doubtful(pair) else ""),
        ("x-kind", pair.kind),
        ("x-source-ids", ",".join(map(str, pair.source_ids))),
        ("x-target-ids", ",".join(map(str, pair.target_ids))),
        ("x-paragraph", str(pair.paragraph or "")),
        ("x-page", str(pair.page or "")),
        ("x-link", "" if pair.link == link_of(zh, en, pair.source_ids, pair.target_ids) else pair.link),
        ("x-original", pair.original),
        *((f"x-{kind}", value) for kind, value in about_facts(pair.about).items()),
        *((memory_text(kind) or "x-property", value) for kind, value in about.props),
    ):
        if value:
            prop = etree.SubElement(unit, "prop", type=kind)
            prop.text = memory_text(value)
    for code, text, marked in zip(codes.values(), texts, about.marked, strict=True):
        variant = etree.SubElement(unit, "tuv", {XML_LANG: code})
        segment = etree.SubElement(variant, "seg")
        if agrees(marked, text):
            put_marked(segment, marked, "tmx")
        else:
            put_text(segment, text, _code)
    for code, text in about.others:
        variant = etree.SubElement(unit, "tuv", {XML_LANG: code})
        put_text(etree.SubElement(variant, "seg"), memory_lines(text), _code)
    return unit


def _code(character: str, number: int) -> etree._Element:
    """A line end or a tab as tools keep it."""
    code = etree.Element("ph", x=str(number), type="lb" if character == "\n" else "x-tab")
    code.text = "<br/>" if character == "\n" else "<tab/>"
    return code


def read_tmx(
    path: Path,
    languages: tuple[str, str] = ("zh", "en"),
    said: Remarks | None = None,
    wanted: Wanted = ALL,
) -> Iterator[Pair]:
    """Rows of a TMX, one a unit, streaming; gzip and UTF-16 are accepted, with or without a DOCTYPE or a namespace.

    Codes (``bpt``, ``ept``, ``it``, ``ph``, ``ut``) go with what stands in them, sub-flows (``sub``) included: a
    footnote or a tooltip is no part of the sentence; codes that are characters become these. ``hi`` and other marks
    around words are unwrapped. Of several variants in one language the first with text counts, of several Chinese ones
    the first of ``wanted.zh``. The original of a row is the one that its properties name, else
    ``srclang`` of the unit or of the header, but for files in which that says nothing (:class:`_Header`).

    ``languages``: the two that are read, the first into ``zh`` and the second into ``en`` of the rows. Raises
    :class:`InputError` for XML that is malformed or refused (see :mod:`corpora.files.xml_safety`), and for a file without
    both languages.
    """
    said = said or Remarks()
    seen: set[int] = set()
    number = paired = 0
    counts: dict[str, int] = {}
    stem = path.name.split(".")[0]
    header = _Header()
    with closing(open_stream(path)) as stream:
        for event, unit in safe_iterparse(stream, path, ("tu",), ("header",), said.say):
            if event == "start":
                header = header if number else _Header.of(unit)
                continue
            number += 1
            first, second, facts, others = _read_unit(unit, path, languages, said, wanted.zh)
            if first.text or second.text:
                paired += bool(first.text and second.text)
                facts["original"] = original_code(facts.get("original", "")) or header.original_of(unit)
                _remark(unit, header, seen, said)
                about = about_unit(unit, (first, second), others, OWN_KINDS, header.own)
                yield row(stem, first.text, second.text, facts, counts, about, line_of(unit))
    if not number:
        raise InputError(f"{path}: no translation unit in it", "is it a TMX file?")
    if not paired:
        raise missing_languages(path, languages, "unit")


@dataclass(frozen=True, slots=True)
class _Header:
    """What the header says of the originals of all units.

    ``silent``: it says nothing, whatever stands there. Our own files said ``zh-CN`` before 0.2, whatever the original
    was; and terms (``segtype="phrase"``) have no original.
    """

    original: str = ""
    silent: bool = False
    own: bool = False

    @classmethod
    def of(cls, element: etree._Element) -> _Header:
        own = element.get("creationtool") == OWN
        old = is_before(element.get("creationtoolversion") or "", 0, 2)
        silent = own and (old or element.get("segtype") == "phrase")
        return cls("" if silent else original_code(element.get("srclang") or ""), silent, own)

    def original_of(self, unit: etree._Element) -> str:
        """The original of a unit, by its own ``srclang`` where it has one."""
        code = unit.get("srclang")
        return self.original if code is None or self.silent else original_code(code)


def _read_unit(
    unit: etree._Element, path: Path, languages: tuple[str, str], said: Remarks, zh: Variety
) -> tuple[Side, Side, dict[str, str], list[Side]]:
    """Both texts of a unit, its properties by name, and the texts that are neither."""
    space = unit.tag[:-2]
    prop, variant, segment = f"{space}prop", f"{space}tuv", f"{space}seg"
    texts: dict[str, list[Side]] = {}
    others: list[Side] = []
    facts: dict[str, str] = {}
    for child in unit:
        tag = child.tag
        if tag == prop:
            name = child.get("type") or ""
            if name.startswith("x-"):
                facts[name[2:]] = child.text or ""
        elif tag == variant:
            code = child.get(XML_LANG) or child.get("lang") or ""
            language = main_language(code)
            element = next((seg for seg in child if seg.tag == segment), None)
            if element is None:
                continue
            if language not in languages:
                said.count(f"text in {code or 'no language'}", "left out", kind="other")
                others.append(Side(code or "und", inline_text(element, path, KEPT).strip()))
                continue
            text = inline_text(element, path, KEPT, said=said).strip()
            if text:
                texts.setdefault(language, []).append(Side(code, text, marked_text(element, {})))
    first, second = (_chosen(texts.get(language, []), language, zh, said, others) for language in languages)
    return first, second, facts, others


def _chosen(texts: list[Side], language: str, zh: Variety, said: Remarks, others: list[Side]) -> Side:
    """The text of a language: the first, of several Chinese ones the first of the variety that is wanted."""
    if not texts:
        return Side()
    at = chosen_chinese([one.code for one in texts], zh) if language == "zh" and len(texts) > 1 else 0
    for k, one in enumerate(texts):
        if k != at and one.text != texts[at].text:
            said.count(f"second text in {one.code}", "left out", kind="other")
            if language == "zh":
                said.two_chinese(zh)
            others.append(one)
    return texts[at]


OWN_KINDS = {*FACTS, "schema", "doubtful", "state", "match", "locked", "origin"}


def _remark(unit: etree._Element, header: _Header, seen: set[int], said: Remarks) -> None:
    """Count what a unit says beside its texts and a row has no place for."""
    name = unit.get("tuid")
    if name and not header.own:
        said.count("id of a unit (tuid)", "left out", kind="id")
        if hash(name) in seen:
            said.count("unit with the id of an earlier one", "read as a row of its own")
        seen.add(hash(name))
    for one in (unit, *unit.iterchildren("{*}tuv")):
        for attribute in one.attrib:
            what, kind = ATTRIBUTES.get(str(attribute), ("", ""))
            if what:
                said.count(what, "left out", kind=kind)
            elif attribute in OTHERS:
                said.count(f"attribute of units or texts: {attribute}", "left out")
    for child in unit.iter("{*}note", "{*}prop"):
        if local_name(child) == "note":
            said.count("note", "left out", kind="note")
        elif kind_of(child) not in OWN_KINDS:
            what = f"property of units or texts: {child.get('type') or 'no type'}"
            said.count(what, "left out", kind="property")
