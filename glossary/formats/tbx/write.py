"""TBX out: version 3 (ISO 30042:2019; TBX-Basic in both styles, TBX-Min, TBX-Core) and version 2 (2008, TBX-Basic).

Version 3 is the standard; today's CAT tools (OmegaT, translate-toolkit and what is built on it) read version 2 only.
Only public data categories are used. Counts and scores have none (``reliabilityCode`` is in no public dialect of
version 3) and go into a note, see :mod:`glossary.formats.evidence`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from corpora.text import LANGUAGES
from glossary.concept import Concept, Term, Termbase
from glossary.formats.evidence import MARK, evidence_note, evidence_of, evidence_of_term
from glossary.formats.types import ExportOptions

XCS = Path(__file__).with_name("duizhao-basic.xcs")
"""Constraints for version 2 (ISO 30042:2008, annex): TBX-Basic's categories, with Chinese among the languages. Exports
name this file; validators want it beside them, CAT tools do not look at it."""
CORE = "urn:iso:std:iso:30042:ed-2"
MODULES = {name: f"http://www.tbxinfo.net/ns/{name}" for name in ("min", "basic")}
IN_MIN = frozenset({"subjectField", "administrativeStatus", "partOfSpeech", "externalCrossReference", "customerSubset"})
DOCTYPE = '<!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">\n'


@dataclass(frozen=True, slots=True)
class Style:
    """How one dialect spells things; ``status`` is false where terms have no categories at all."""

    type: str
    dct: bool = False
    version: int = 3
    status: bool = True

    @property
    def names(self) -> tuple[str, str, str]:
        """The elements of a concept, a language and a term."""
        return ("conceptEntry", "langSec", "termSec") if self.version == 3 else ("termEntry", "langSet", "tig")

    def item(self, meta: str, category: str, text: str, target: str = "", language: str = "") -> str:
        """A data category: an attribute of a general element (DCA) or an element of its own (DCT)."""
        goal = (f' target="{escape(target)}"' if target else "") + (f' xml:lang="{language}"' if language else "")
        if self.dct:
            name = f"{'min' if category in IN_MIN else 'basic'}:{category}"
            return f"<{name}{goal}>{plain(text)}</{name}>"
        return f'<{meta} type="{category}"{goal}>{plain(text)}</{meta}>'


def plain(text: str) -> str:
    """Text as the content of an element."""
    return escape(text, quote=False)


def write_basic(concepts: list[Concept], path: Path, options: ExportOptions, termbase: Termbase) -> None:
    """TBX-Basic, version 3, DCA."""
    _write(concepts, path, options, termbase, Style("TBX-Basic"))


def write_dct(concepts: list[Concept], path: Path, options: ExportOptions, termbase: Termbase) -> None:
    """TBX-Basic, version 3, DCT."""
    _write(concepts, path, options, termbase, Style("TBX-Basic", dct=True))


def write_min(concepts: list[Concept], path: Path, options: ExportOptions, termbase: Termbase) -> None:
    """TBX-Min, version 3, DCA."""
    _write(concepts, path, options, termbase, Style("TBX-Min"))


def write_core(concepts: list[Concept], path: Path, options: ExportOptions, termbase: Termbase) -> None:
    """TBX-Core, version 3."""
    _write(concepts, path, options, termbase, Style("TBX-Core", status=False))


def write_v2(concepts: list[Concept], path: Path, options: ExportOptions, termbase: Termbase) -> None:
    """TBX-Basic, version 2."""
    _write(concepts, path, options, termbase, Style("TBX-Basic", version=2))


def _write(concepts: list[Concept], path: Path, options: ExportOptions, termbase: Termbase, style: Style) -> None:
    ids = xml_ids(concepts)
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write("<?xml version='1.0' encoding='UTF-8'?>\n")
        stream.writelines(_head(termbase, style))
        for concept in concepts:
            stream.write("\n".join(_entry(concept, ids, options, style)))
            stream.write("\n")
        stream.write("</body></text>\n</tbx>\n" if style.version == 3 else "</body></text>\n</martif>\n")


def xml_ids(concepts: Iterable[Concept]) -> dict[str, str]:
    """Ids as XML wants them (NCName), all different.

    >>> xml_ids([Concept("c1", ()), Concept("2 é", ()), Concept("c2__", ())])
    {'c1': 'c1', '2 é': 'c2__', 'c2__': 'c2___'}
    """
    found: dict[str, str] = {}
    used: set[str] = set()
    for concept in concepts:
        name = re.sub(r"[^A-Za-z0-9_.-]", "_", concept.id)
        name = name if re.match(r"[A-Za-z_]", name) else f"c{name}"
        base, number = name, 1
        while name in used:
            number += 1
            name = f"{base}_" if number == 2 else f"{base}_{number}"
        used.add(name)
        found[concept.id] = name
    return found


def _head(termbase: Termbase, style: Style) -> Iterator[str]:
    signature = "".join(c for c in termbase.signature if c.isprintable())
    about = f"<sourceDesc><p>Termbase written by duizhao. {plain(signature)}</p></sourceDesc>"
    if style.version == 2:
        yield DOCTYPE
        yield '<martif type="TBX-Basic" xml:lang="en">\n'
        yield f"<martifHeader><fileDesc>{about}</fileDesc>"
        yield f'<encodingDesc><p type="XCSURI">{XCS.name}</p></encodingDesc></martifHeader>\n<text><body>\n'
        return
    spaces = "".join(f' xmlns:{name}="{space}"' for name, space in MODULES.items()) if style.dct else ""
    way = "dct" if style.dct else "dca"
    yield f'<tbx type="{style.type}" style="{way}" xml:lang="en" xmlns="{CORE}"{spaces}>\n'
    yield f"<tbxHeader><fileDesc>{about}</fileDesc></tbxHeader>\n<text><body>\n"


def _entry(concept: Concept, ids: dict[str, str], options: ExportOptions, style: Style) -> Iterator[str]:
    entry = style.names[0]
    id = ids[concept.id]
    yield f'<{entry} id="{id}">'
    if concept.subject:
        yield " " + style.item("descrip", "subjectField", concept.subject)
    sections = _sections(concept, options)
    for one in concept.every_definition:
        if one.language not in sections:
            yield " " + _described(style, "definition", one.text, one.source, one.language)
    yield from _transactions(concept, style)
    for reference in concept.references:
        yield " " + style.item("ref", "crossReference", reference.concept, ids[reference.concept])
    for link in concept.links:
        yield " " + style.item("xref", "externalCrossReference", link, link)
    found = evidence_of(concept, id)
    if style.version == 2:  # a date there has no time of day
        found.update({n: t for n in ("created", "modified") if len(t := getattr(concept, n)) > len("2026-11-25")})
    yield from _notes(concept.note, evidence_note(found), " ")
    for code, terms in sections.items():
        yield from _section(concept, code, terms, style)
    yield f"</{entry}>"


def _section(concept: Concept, code: str, terms: list[Term], style: Style) -> Iterator[str]:
    """One language: what the concept is, said in it, and its terms."""
    name = style.names[1]
    yield f' <{name} xml:lang="{code}">'
    for one in concept.every_definition:
        if one.language == code:
            yield "  " + _described(style, "definition", one.text, one.source)
    for term in terms:
        yield from _term(term, style)
    yield f" </{name}>"


def _sections(concept: Concept, options: ExportOptions) -> dict[str, list[Term]]:
    """The terms by the code of the language section that they stand in: each script and region has its own."""
    found: dict[str, list[Term]] = {}
    for language in LANGUAGES:
        for term in concept.terms:
            if term.language == language:
                found.setdefault(term.tag or options.code(language), []).append(term)
    return found


def _described(style: Style, category: str, text: str, source: str, language: str = "") -> str:
    """A description with its source; TBX-Basic groups them. ``language``: of the text, where its section does not say it."""
    inner = style.item("descrip", category, text, language=language)
    if source:
        inner += style.item("admin", "source", source)
    return f"<descripGrp>{inner}</descripGrp>" if source or category == "context" else inner


def _transactions(concept: Concept, style: Style) -> Iterator[str]:
    for kind, date, who in (
        ("origination", concept.created, concept.created_by),
        ("modification", concept.modified, concept.modified_by),
    ):
        if date or who:
            inner = style.item("transac", "transactionType", kind)
            inner += f"<date>{date if style.version == 3 else date[:10]}</date>" if date else ""
            inner += style.item("transacNote", "responsibility", who) if who else ""
            yield f" <transacGrp>{inner}</transacGrp>"


def _notes(note: str, evidence: str, indent: str) -> Iterator[str]:
    if note:
        # a note of a person that looks like one of ours would be read as one
        yield f"{indent}<note>{plain(' ' + note if note.startswith(MARK) else note)}</note>"
    if evidence:
        yield f"{indent}<note>{plain(evidence)}</note>"


def _term(term: Term, style: Style) -> Iterator[str]:
    holder = style.names[2]
    yield f"  <{holder}>"
    yield f"   <term>{plain(term.text)}</term>"
    if style.status:
        yield "   " + style.item("termNote", "administrativeStatus", f"{term.status}Term-admn-sts")
    if term.pos:
        yield "   " + style.item("termNote", "partOfSpeech", term.pos)
    if term.type:
        yield "   " + style.item("termNote", "termType", term.type)
    if term.body:
        yield "   " + style.item("admin", "customerSubset", term.body)
    if term.source:
        yield "   " + style.item("admin", "source", term.source)
    for context in term.contexts:
        yield "   " + _described(style, "context", context.text, context.symbol)
    yield from _notes(term.note, evidence_note(evidence_of_term(term)), "   ")
    yield f"  </{holder}>"
