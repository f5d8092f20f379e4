"""TMX 1.4 out and in: a unit a pair of terms, for clients that take no glossary, and glossaries kept as memories.

What :mod:`corpora.exchange.tmx` says of real clients holds here too. Properties: ``x-concept``, ``x-zh-status``,
``x-en-status``, ``x-subject``, ``x-definition``.
"""

from __future__ import annotations

from contextlib import closing
from html import escape
from pathlib import Path

from lxml import etree

from corpora.errors import InputError
from corpora.exchange import KEPT, XML_LANG, inline_text
from corpora.files import local_name, one_line, open_stream, safe_iterparse, sniff_root, tidy
from corpora.versions import program_version
from glossary.concept import Concept, Term, Termbase
from glossary.formats.pairs.rows import Gatherer, Row, pairs_of
from glossary.formats.reading import language_of, status_of, tag_of
from glossary.formats.types import ExportOptions
from glossary.losses import Losses


def write(concepts: list[Concept], path: Path, options: ExportOptions, termbase: Termbase) -> None:
    """A unit a pair; ``srclang`` is the source language of ``options``."""
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write("<?xml version='1.0' encoding='UTF-8'?>\n<!DOCTYPE tmx SYSTEM \"tmx14.dtd\">\n")
        stream.write(
            f'<tmx version="1.4">\n<header creationtool="duizhao" creationtoolversion="{escape(program_version())}"'
            f' segtype="phrase" o-tmf="duizhao" adminlang="en" srclang="{options.code(options.source)}"'
            ' datatype="plaintext"/>\n<body>\n'
        )
        for concept in concepts:
            for number, (first, second) in enumerate(pairs_of(concept, "zh"), start=1):
                stream.write(_unit(concept, number, first, second, options))
        stream.write("</body>\n</tmx>\n")


def _unit(concept: Concept, number: int, zh: Term, en: Term, options: ExportOptions) -> str:
    note = f"<note>{escape(concept.note, quote=False)}</note>" if concept.note else ""
    facts = {
        "x-concept": concept.id,
        "x-zh-status": zh.status,
        "x-en-status": en.status,
        "x-subject": concept.subject,
        "x-definition": concept.definition,
    }
    props = "".join(f'<prop type="{n}">{escape(t, quote=False)}</prop>' for n, t in facts.items() if t)
    sides = "".join(
        f'<tuv xml:lang="{term.tag or options.code(term.language)}"><seg>{escape(term.text, quote=False)}</seg></tuv>'
        for term in (zh, en)
    )
    return f'<tu tuid="{escape(concept.id)}#{number}">{note}{props}{sides}</tu>\n'


def read(path: Path, losses: Losses) -> Termbase:
    """Pairs of a memory as concepts; raises :class:`InputError` for anything else."""
    root = sniff_root(path)
    if root != "tmx":
        raise InputError(f"{path}: not TMX (root element {root or 'none'})", "give a TMX file")
    gatherer = Gatherer(losses)
    with closing(open_stream(path)) as stream:
        for _event, unit in safe_iterparse(stream, path, ("tu",)):
            _add(unit, path, gatherer)
    return gatherer.termbase(path, f"tmx:{path.name}")


def _add(unit: etree._Element, path: Path, gatherer: Gatherer) -> None:
    texts: dict[str, str] = {}
    tags: dict[str, str] = {}
    facts: dict[str, str] = {}
    for child in unit:
        name = local_name(child)
        if name == "note":
            facts.setdefault("note", tidy(one_line(child.text or "")))
        elif name == "prop":
            facts.setdefault(child.get("type") or "", tidy(one_line(child.text or "")))
        elif name == "tuv":
            code = child.get(XML_LANG) or child.get("lang") or ""
            language = language_of(code)
            if language not in ("zh", "en"):
                gatherer.losses.language(code or "not given")
                continue
            segment = next((inline_text(seg, path, KEPT) for seg in child if local_name(seg) == "seg"), "")
            texts.setdefault(language, tidy(one_line(segment)))
            tags.setdefault(language, tag_of(code))
    id = facts.get("x-concept", "")
    if not texts.get("zh") or not texts.get("en"):
        gatherer.losses.add(id, "a unit without both languages left out", "units without both languages, left out")
        return
    zh, en = (_term(texts[side], side, tags[side], facts, id, gatherer.losses) for side in ("zh", "en"))
    if zh is None or en is None:
        return
    kept = {
        "note": facts.get("note", ""),
        "subject": facts.get("x-subject", ""),
        "definition": facts.get("x-definition", ""),
    }
    gatherer.add(Row(id, zh, en, kept, "x-zh-status" in facts, "x-en-status" in facts))


def _term(text: str, language: str, tag: str, facts: dict[str, str], id: str, losses: Losses) -> Term | None:
    status = status_of(facts.get(f"x-{language}-status", ""), id, losses)
    return Term(text, language, status, tag=tag) if status else None
