"""MultiTerm XML in (``mtf``): concepts whose fields every termbase names as it likes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from lxml import etree

from corpora.errors import short
from corpora.files import open_stream, safe_iterparse, tidy
from corpora.text import LANGUAGES, language_tag
from glossary.concept import Concept, Context, Definition, Term, Termbase
from glossary.formats.reading import Ids, defined, finished, language_of, speech_of, status_of, tag_of, type_of
from glossary.formats.text import one_term, plain_words
from glossary.losses import Losses

FIELDS = {
    **dict.fromkeys(("definition", "definitionen", "definitionzh", "meaning", "explanation", "定义", "释义"), "definition"),
    **dict.fromkeys(("subject", "subjectfield", "domain", "field", "topic", "theme", "主题", "领域", "专业", "学科"), "subject"),
    **dict.fromkeys(("note", "notes", "comment", "comments", "remark", "remarks", "usagenote", "备注", "注释", "说明"), "note"),
    **dict.fromkeys(("source", "reference", "termsource", "sourceofterm", "来源", "出处"), "source"),
    **dict.fromkeys(("definitionsource", "sourceofdefinition", "定义来源"), "definition source"),
    **dict.fromkeys(("contextsource", "sourceofcontext", "examplesource"), "context source"),
    **dict.fromkeys(("context", "example", "usageexample", "语境", "例句"), "context"),
    **dict.fromkeys(
        ("status", "termstatus", "usage", "usagestatus", "approval", "administrativestatus", "normativeauthorization", "状态", "术语状态"), "status"
    ),
    **dict.fromkeys(("partofspeech", "pos", "wordclass", "grammar", "词性"), "pos"),
    **dict.fromkeys(("termtype", "type", "category", "termcategory", "术语类型", "类型"), "type"),
}  # fmt: skip
"""What people call the fields that a concept has here: letters only, small."""
OF_TERM = frozenset({"status", "pos", "type", "source", "context", "context source"})
CREATED, CHANGED = "origination", "modification"
_MIDNIGHT = "T00:00:00"
_MARKS = re.compile(r"[\W_]+")


def read_multiterm(path: Path, losses: Losses) -> Termbase:
    """Concepts of an export; fields that are not known are named. Raises :class:`InputError` for XML that cannot be used."""
    reader = _Reader(losses)
    with closing(open_stream(path)) as stream:
        concepts = [
            concept
            for _event, element in safe_iterparse(stream, path, ("conceptGrp",))
            if (concept := reader.concept(element)) is not None
        ]
    return finished(concepts, path, f"multiterm:{path.name}", reader.seen)


class _Reader:
    def __init__(self, losses: Losses) -> None:
        self.losses, self.ids, self.seen = losses, Ids(losses), 0

    def concept(self, group: etree._Element) -> Concept | None:
        self.seen += 1
        id = self.ids.unique(tidy(group.findtext("{*}concept") or ""))
        found: dict[str, list[str]] = {}
        definitions = list(self.fields(group, id, found, ""))
        dates = self.dates(group)
        for system in group.iterchildren("{*}system"):
            self.losses.add(id, f"{system.get('type')} {system.text!r} left out", f"{system.get('type')}s left out")
        terms: list[Term] = []
        for section in group.iterchildren("{*}languageGrp"):
            terms += self.section(section, id, found, definitions)
        if not terms:
            self.losses.add(
                id, "no Chinese or English term: left out", "concepts without a Chinese or English term, left out"
            )
            return None
        return Concept(
            id,
            tuple(terms),
            subject="; ".join(dict.fromkeys(found.get("subject", ()))),
            note="\n".join(dict.fromkeys(found.get("note", ()))),
            **defined(self.first_of_each(definitions, id)),
            **dates,
        )

    def first_of_each(self, definitions: list[Definition], id: str) -> list[Definition]:
        """The first definition of each language."""
        kept: dict[str, Definition] = {}
        for one in definitions:
            if kept.setdefault(one.language, one).text != one.text:
                what = f"a second definition in {one.language or 'no named language'} left out"
                self.losses.add(id, what, "concepts: a second definition in a language, left out")
        return list(kept.values())

    def section(
        self, section: etree._Element, id: str, found: dict[str, list[str]], definitions: list[Definition]
    ) -> Iterator[Term]:
        name = section.find("{*}language")
        code = "" if name is None else name.get("lang") or name.get("type") or ""
        if not language_of(code) and name is not None:
            code = name.get("type") or ""
        groups = list(section.iterchildren("{*}termGrp"))
        if language_of(code) not in LANGUAGES:
            for _ in groups:
                self.losses.language(code or "not given")
            return
        definitions += self.fields(section, id, found, language_tag(code))
        for group in groups:
            term = self.term(group, id, code, definitions)
            if term is not None:
                yield term

    def term(self, group: etree._Element, id: str, code: str, definitions: list[Definition]) -> Term | None:
        mine: dict[str, list[str]] = {}
        definitions += self.fields(group, id, mine, language_tag(code), OF_TERM | {"note"})
        element = group.find("{*}term")
        text = one_term(tidy("".join(map(str, element.itertext()))) if element is not None else "")
        if not text:
            self.losses.add(id, "an empty term left out", "empty terms left out")
            return None
        status = status_of(next(iter(mine.get("status", ())), ""), id, self.losses)
        if status is None:
            return None
        sources = mine.get("context source", [])
        contexts = [
            Context(one, sources[k] if k < len(sources) else "") for k, one in enumerate(mine.get("context", ()))
        ]
        return Term(
            text,
            language_of(code),
            status,
            contexts=tuple(contexts),
            type=type_of(next(iter(mine.get("type", ())), ""), id, self.losses),
            pos=speech_of(next(iter(mine.get("pos", ())), ""), id, self.losses),
            source="; ".join(dict.fromkeys(mine.get("source", ()))),
            note="\n".join(mine.get("note", ())),
            tag=tag_of(code),
        )

    def fields(
        self,
        group: etree._Element,
        id: str,
        found: dict[str, list[str]],
        language: str,
        kept: frozenset[str] = frozenset({"subject", "note"}),
    ) -> Iterator[Definition]:
        """Put what is known of a group into ``found``, name the rest, and give its definitions."""
        for child in group.iterchildren("{*}descripGrp"):
            name, text = _field(child)
            inner = [_field(one) for one in child.iterchildren("{*}descripGrp")]
            source = next(
                (value for kind, value in inner if kind in ("source", "definition source", "context source")), ""
            )
            if name == "definition" and text:
                yield Definition(plain_words(text), language, source)
            elif name in kept and text:
                found.setdefault(name, []).append(text)
                if name == "context":
                    found.setdefault("context source", []).append(source)
            elif text:
                title = _title(child)
                self.losses.add(
                    id, f"{short(title, 40)} left out", f"fields that duizhao does not keep ({short(title, 40)})"
                )
            for kind, value in inner:
                if value and kind not in ("source", "definition source", "context source"):
                    self.losses.add(
                        id, f"{kind} of {name} left out", f"fields of fields that duizhao does not keep ({kind})"
                    )

    def dates(self, group: etree._Element) -> dict[str, Any]:
        """When and by whom a concept was made and last changed; those of its terms count as changes of it."""
        found: dict[str, str] = {}
        for one in group.iter("{*}transacGrp"):
            transac = one.find("{*}transac")
            date = tidy(one.findtext("{*}date") or "").removesuffix(_MIDNIGHT)
            who = tidy("" if transac is None else transac.text or "")
            kind = "" if transac is None else transac.get("type") or ""
            parent = one.getparent()
            if kind == CREATED and parent is group:
                found |= {name: text for name, text in (("created", date), ("created_by", who)) if text}
            elif kind == CHANGED and date >= found.get("modified", ""):
                found |= {name: text for name, text in (("modified", date), ("modified_by", who)) if text}
        return found


def _title(group: etree._Element) -> str:
    """What a field is called in its file."""
    descrip = group.find("{*}descrip")
    return (descrip.get("type") if descrip is not None else None) or "a field"


def _field(group: etree._Element) -> tuple[str, str]:
    """A field by the name that it has here, or its own, and what stands in it."""
    descrip = group.find("{*}descrip")
    if descrip is None:
        return "", ""
    own = descrip.get("type") or ""
    name = FIELDS.get(_MARKS.sub("", own).casefold(), short(own, 40))
    return name, tidy("".join(map(str, descrip.itertext())))
