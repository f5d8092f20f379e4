"""TBX out and in: version 3 (ISO 30042:2019, TBX-Basic, DCA style) and version 2 (ISO 30042:2008, ``martif``).

Version 3 is the standard; today's CAT tools (OmegaT, translate-toolkit and what is built on it) read version 2 only, so
both are written. Only public data categories are used: the score of a draft goes into a note, because
``reliabilityCode`` is in no public dialect of version 3.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal, cast

from lxml import etree

from corpora.errors import InputError
from corpora.tables import atomic_path
from corpora.tmx import xml_text
from glossary.concept import Concept, Context, Status, Term, Termbase

NS = "urn:iso:std:iso:30042:ed-2"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
STATUSES: dict[str, Status] = {
    "preferredTerm-admn-sts": "preferred",
    "admittedTerm-admn-sts": "admitted",
    "deprecatedTerm-admn-sts": "deprecated",
    "supersededTerm-admn-sts": "superseded",
}
CODES = {status: code for code, status in STATUSES.items()}


def exportable(termbase: Termbase, deprecated: bool = True) -> Iterator[Concept]:
    """Concepts as a client wants them: both languages, no term twice, one preferred term a language.

    A term that stands in several concepts stays in the most frequent one; a concept that loses a language by that is
    left out. ``deprecated=False`` leaves deprecated and superseded terms out, because OmegaT offers them as well.
    """
    taken: set[tuple[str, str]] = set()
    keep: dict[str, tuple[Term, ...]] = {}
    for concept in sorted(termbase, key=lambda c: (-c.frequency, -c.score, c.id)):
        terms: list[Term] = []
        for language in ("zh", "en"):
            for term in concept.of(language):
                key = (language, xml_text(term.text).casefold())
                if not key[1] or key in taken or (not deprecated and term.status in ("deprecated", "superseded")):
                    continue
                terms.append(term)
        if {t.language for t in terms} != {"zh", "en"}:
            continue
        taken |= {(t.language, xml_text(t.text).casefold()) for t in terms}
        keep[concept.id] = tuple(_one_preferred(terms))
    from dataclasses import replace

    for concept in termbase:
        if concept.id in keep:
            yield replace(concept, terms=keep[concept.id])


def _one_preferred(terms: Iterable[Term]) -> Iterator[Term]:
    from dataclasses import replace

    seen: set[str] = set()
    done: set[tuple[str, str]] = set()
    for term in terms:
        if (term.language, term.text.casefold()) in done:
            continue
        done.add((term.language, term.text.casefold()))
        if term.status == "preferred" and term.language in seen:
            term = replace(term, status="admitted")
        if term.status == "preferred":
            seen.add(term.language)
        yield term


def write_tbx(
    termbase: Termbase,
    path: Path,
    *,
    dialect: Literal["v3", "v2"] = "v3",
    zh_code: str = "zh",
    en_code: str = "en",
    deprecated: bool = True,
) -> int:
    """Write a termbase, return the number of concepts; the same termbase gives the same bytes."""
    concepts = list(exportable(termbase, deprecated))
    codes = {"zh": zh_code, "en": en_code}
    root = _v3(termbase, concepts, codes) if dialect == "v3" else _v2(termbase, concepts, codes)
    etree.indent(root, space=" ")
    # the tree is serialised as bytes: a declaration needs an encoding
    declaration = b"<?xml version='1.0' encoding='UTF-8'?>\n"
    doctype = b"" if dialect == "v3" else b'<!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">\n'
    data = declaration + doctype + etree.tostring(root, encoding="utf-8", xml_declaration=False)
    with atomic_path(path) as temporary:
        temporary.write_bytes(data + b"\n")
    return len(concepts)


def _ids(concepts: Iterable[Concept]) -> Iterator[tuple[str, Concept]]:
    used: set[str] = set()
    for concept in concepts:
        name = re.sub(r"[^A-Za-z0-9_.-]", "_", concept.id)
        name = name if re.match(r"[A-Za-z_]", name) else f"c{name}"
        while name in used:
            name += "_"
        used.add(name)
        yield name, concept


def _sub(parent: etree._Element, tag: str, text: str = "", **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, tag, attributes)
    if text:
        element.text = xml_text(text)
    return element


def _notes(concept: Concept) -> Iterator[str]:
    if concept.score:
        yield f"draft; score {concept.score:.2f}; {concept.frequency} segment pairs; documents: {', '.join(concept.symbols[:5])}"
    if concept.note:
        yield concept.note


def _v3(termbase: Termbase, concepts: list[Concept], codes: dict[str, str]) -> etree._Element:
    q = f"{{{NS}}}"
    nsmap = cast("dict[str, str]", {None: NS})  # the stubs do not know the default namespace
    root = etree.Element(f"{q}tbx", {"type": "TBX-Basic", "style": "dca", XML_LANG: "en"}, nsmap=nsmap)
    header = _sub(root, f"{q}tbxHeader")
    source = _sub(_sub(header, f"{q}fileDesc"), f"{q}sourceDesc")
    _sub(source, f"{q}p", f"Termbase drawn from aligned documents by duizhao. {termbase.signature}")
    body = _sub(_sub(root, f"{q}text"), f"{q}body")
    for name, concept in _ids(concepts):
        entry = _sub(body, f"{q}conceptEntry", id=name)
        if concept.subject:
            _sub(entry, f"{q}descrip", concept.subject, type="subjectField")
        if concept.definition:
            _sub(entry, f"{q}descrip", concept.definition, type="definition")
        for note in _notes(concept):
            _sub(entry, f"{q}note", note)
        for language in ("zh", "en"):
            section = etree.SubElement(entry, f"{q}langSec", {XML_LANG: codes[language]})
            for term in concept.of(language):
                _term(_sub(section, f"{q}termSec"), term, q)
    return root


def _v2(termbase: Termbase, concepts: list[Concept], codes: dict[str, str]) -> etree._Element:
    root = etree.Element("martif", {"type": "TBX-Basic", XML_LANG: "en"})
    header = _sub(root, "martifHeader")
    description = _sub(header, "fileDesc")
    _sub(
        _sub(description, "sourceDesc"), "p", f"Termbase drawn from aligned documents by duizhao. {termbase.signature}"
    )
    _sub(_sub(header, "encodingDesc"), "p", "TBXBasicXCSV02.xcs", type="XCSURI")
    body = _sub(_sub(root, "text"), "body")
    for name, concept in _ids(concepts):
        entry = _sub(body, "termEntry", id=name)
        if concept.subject:
            _sub(entry, "descrip", concept.subject, type="subjectField")
        if concept.definition:
            _sub(entry, "descrip", concept.definition, type="definition")
        for note in _notes(concept):
            _sub(entry, "note", note)
        for language in ("zh", "en"):
            section = etree.SubElement(entry, "langSet", {XML_LANG: codes[language]})
            for term in concept.of(language):
                _term(_sub(section, "tig"), term, "")
    return root


def _term(section: etree._Element, term: Term, q: str) -> None:
    """``termSec`` and ``tig`` hold the same things in the same order."""
    _sub(section, f"{q}term", term.text)
    _sub(section, f"{q}termNote", CODES[term.status], type="administrativeStatus")
    if term.context:
        group = _sub(section, f"{q}descripGrp")
        _sub(group, f"{q}descrip", term.context, type="context")
        if term.context_symbol:
            _sub(group, f"{q}admin", term.context_symbol, type="source")


def read_tbx(path: Path) -> Termbase:
    """Read TBX version 2 or 3, DCA or DCT; terms in other languages than zh and en are left out."""
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
        root = etree.parse(str(path), parser).getroot()
    except etree.XMLSyntaxError as error:
        raise InputError(
            f"{path}:{error.lineno or 0}: not well-formed XML ({str(error.msg).split(', line')[0]})",
            "export the termbase again",
        ) from error
    except OSError as error:
        raise InputError(
            f"{path}: cannot be read ({error.strerror or error})", "check the name and its rights"
        ) from error
    if _local(root) not in ("tbx", "martif"):
        raise InputError(f"{path}: not TBX (root element {_local(root)})", "give a TBX file")
    concepts = []
    for number, entry in enumerate(e for e in root.iter() if _local(e) in ("conceptEntry", "termEntry")):
        concept = _read_concept(entry, number)
        if concept.terms:
            concepts.append(concept)
    if not concepts:
        raise InputError(f"{path}: no zh or en term in it", "check the language codes of the export")
    return Termbase.of(concepts, f"tbx:{path.name}")


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _find(element: etree._Element, kind: str) -> str:
    """Text of a data category, written as an attribute (DCA) or as an element name (DCT)."""
    for child in element.iter():
        if isinstance(child.tag, str) and (child.get("type") == kind or (_local(child) == kind)):
            return "".join(cast("Iterable[str]", child.itertext())).strip()
    return ""


def _read_concept(entry: etree._Element, number: int) -> Concept:
    terms: list[Term] = []
    for section in (e for e in entry.iter() if _local(e) in ("langSec", "langSet")):
        language = (section.get(XML_LANG) or "").lower().replace("_", "-").split("-")[0]
        language = {"zho": "zh", "chi": "zh", "eng": "en"}.get(language, language)
        if language not in ("zh", "en"):
            continue
        for holder in (e for e in section.iter() if _local(e) in ("termSec", "tig", "ntig")):
            text = next(
                ("".join(cast("Iterable[str]", e.itertext())).strip() for e in holder.iter() if _local(e) == "term"), ""
            )
            if text:
                status = STATUSES.get(_find(holder, "administrativeStatus"), "admitted")
                context = Context(_find(holder, "context"), _find(holder, "source"))
                terms.append(Term(text, language, status, 0, (context,) if context.text else ()))
    heads = [e for e in entry if _local(e) not in ("langSec", "langSet")]
    found = {kind: next((t for e in heads if (t := _find(e, kind))), "") for kind in ("subjectField", "definition")}
    note = next(("".join(cast("Iterable[str]", e.itertext())).strip() for e in heads if _local(e) == "note"), "")
    return Concept(
        entry.get("id") or f"c{number + 1}",
        tuple(terms),
        subject=found["subjectField"],
        definition=found["definition"],
        note=note,
    )
