"""What the columns of a table hold, by their names: our own, and those that other tools and people give."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from corpora.text import LATIN, Heading, heading_of, read_lists
from glossary.formats.tables.columns import MORE, TERM_PARTS

_HEADINGS = read_lists(__package__, "headings.tsv")
CONCEPT_NAMES = {name: field for field, names in _HEADINGS.items() if field != "side" for name in names}
POSITIONAL = {
    "term_info": "info",
    "term_example": "context",
    "forbidden": "forbidden",
    "preferred": "preferred",
    "note": "note",
    "usage": "context",
    "partofspeech": "pos",
    "part_of_speech": "pos",
    "termtype": "type",
    "term_type": "type",
    **dict.fromkeys(("case", "casesensitive", "exact", "exactmatch", "status", "tid"), ""),
}
"""Columns of memoQ and Phrase that belong to the term before them; those without a name are of no use here."""
PART_NAMES = {
    **{name: name for name in (*TERM_PARTS, MORE, "variants", "definition")},
    **{"def": "definition", "term_info": "info", "term_example": "context", "example": "context"},
    **{name: part for name, part in CONCEPT_NAMES.items() if part in ("note", "status", "pos", "type", "context")},
    **{"定义": "definition", "来源": "source", "出处": "source"},
}
"""What stands before or behind a language in the name of a column: ``zh_status``, ``Definition (EN)``."""
OWN_PART = re.compile(rf"(zh|en)_({'|'.join(sorted((*TERM_PARTS, MORE, 'variants'), key=len, reverse=True))})")
QUIET = frozenset(
    {"zh_share", "en_share", "known", "entry_domain", "entry_clientid", "entry_projectid", "entry_client_id", "entry_project_id"}
)  # fmt: skip
"""Derived from others (``known``: what an extraction found of a row in a termbase), or memoQ's own bookkeeping."""
SIDES = frozenset(_HEADINGS["side"])


@dataclass(slots=True)
class TermColumn:
    """A column of terms in one language (``tag``: which Chinese or English), and the columns that say something of these."""

    language: str
    index: int
    parts: dict[str, int] = field(default_factory=dict)
    tag: str = ""
    form: str = ""


@dataclass(slots=True)
class Layout:
    """Where what stands; ``unknown`` are the names of columns that nobody reads.

    ``definitions``: columns with the tag of their language. ``forms``: columns of short forms in no named language.
    ``sides``: columns called source and target; ``coded``: the columns that say in which language these are.
    """

    concept: dict[str, int] = field(default_factory=dict)
    terms: list[TermColumn] = field(default_factory=list)
    variants: dict[str, int] = field(default_factory=dict)
    definitions: dict[int, str] = field(default_factory=dict)
    forms: dict[int, str] = field(default_factory=dict)
    sides: list[int] = field(default_factory=list)
    coded: dict[int, int] = field(default_factory=dict)
    unknown: dict[int, str] = field(default_factory=dict)
    positional: bool = False

    @property
    def languages(self) -> set[str]:
        """The languages that the table has terms in."""
        return {column.language for column in self.terms}

    @property
    def own(self) -> bool:
        """Whether the table is one of ours, in which every cell is one term."""
        return "cross_ref" in self.concept

    @property
    def long(self) -> bool:
        """Whether each row is one term, and a cell says in which language."""
        return {"language", "term"} <= set(self.concept) and not {"zh", "en"} & self.languages


def key(name: str) -> str:
    """The name of a column, without what people write in different ways.

    >>> key(" Subject-Field "), key("\ufeffEntry ID"), key("SourceTerm")
    ('subject_field', 'entry_id', 'source_term')
    """
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name.strip().strip('"\ufeff'))
    return re.sub(r"[\s_:\-/]+", "_", name.lower()).strip("_")


def language_named(name: str) -> str:
    """The language that a column is named after; empty for none, and for a language that nobody asks for.

    >>> [language_named(n) for n in ("zh_CN", "English (US)", "中文", "Term (en)", "id", "Français", "Chinese_PRC")]
    ['zh', 'en', 'zh', 'en', '', 'fr', 'zh']
    """
    return heading_of(name).language


def layout_of(names: Sequence[str]) -> Layout:
    """The layout that the names of the columns give."""
    keys = [key(name) for name in names]
    found = Layout(positional="cid" in keys or "term_info" in keys)
    for index, name in enumerate(keys):
        _place(found, name, index, names[index])
    if not {"zh", "en"} <= found.languages and not found.long:
        found.sides = [index for index, name in enumerate(keys) if name in SIDES][:2]
        for index in found.sides:
            side = "source" if keys[index].startswith(("so", "sr", "原")) else "target"
            if f"{side}_language" in found.concept:
                found.coded[index] = found.concept[f"{side}_language"]
    for column in found.terms:
        if column.index < 0:  # a part without its column
            for name, index in column.parts.items():
                found.unknown.setdefault(index, f"{column.language}_{name}")
    found.terms = [column for column in found.terms if column.index >= 0]
    return found


def _place(found: Layout, name: str, index: int, shown: str) -> None:
    if found.positional and found.terms and name in POSITIONAL:
        if POSITIONAL[name]:
            found.terms[-1].parts.setdefault(POSITIONAL[name], index)
        return
    if own := OWN_PART.fullmatch(name):
        _place_part(found, heading_of(own[1]), own[2], index)
        return
    heading = heading_of(shown)
    if heading.language:
        _place_terms(found, heading, index)
        return
    part, language = _part_of(name)
    if part and language.language in ("zh", "en"):
        _place_part(found, language, part, index)
    elif name in CONCEPT_NAMES and CONCEPT_NAMES[name] not in found.concept:
        found.concept[CONCEPT_NAMES[name]] = index
    elif form := heading_of(f"en {shown}").form:
        found.forms[index] = form
    elif name and name not in QUIET:
        found.unknown[index] = shown


def _place_terms(found: Layout, heading: Heading, index: int) -> None:
    early = next((c for c in found.terms if c.language == heading.language and c.index < 0), None)
    if early:
        early.index = index
    else:
        found.terms.append(early := TermColumn(heading.language, index))
    early.tag = heading.tag if "-" in heading.tag and heading.tag != LATIN else ""
    early.form = heading.form


def _part_of(name: str) -> tuple[str, Heading]:
    """What a column says of the terms of a language, the name of either standing first.

    >>> _part_of("chinese_prc_term_info")[0], _part_of("definition_(en)")[1].tag, _part_of("my_column")[0]
    ('info', 'en', '')
    """
    words = [word for word in re.split(r"[_()（）]+", name) if word]
    for cut in range(1, min(len(words), 9)):
        for part, language in ((words[cut:], words[:cut]), (words[:cut], words[cut:])):
            known = PART_NAMES.get("_".join(part))
            heading = heading_of(" ".join(language))
            if known and heading.tag:
                return known, heading
    return "", Heading("")


def _place_part(found: Layout, heading: Heading, part: str, index: int) -> None:
    language = heading.language
    if part == "variants":
        found.variants[language] = index
    elif part == "definition":
        found.definitions[index] = heading.tag
    else:
        tag = heading.tag if "-" in heading.tag else ""
        own = [c for c in found.terms if c.language == language and (c.tag == tag or not tag) and part not in c.parts]
        column = own[-1] if own and part in ("info", "context") else own[0] if own else None
        if column is None:
            found.terms.append(column := TermColumn(language, -1, tag=tag))
        column.parts.setdefault(part, index)


def are_headings(cells: Iterable[str]) -> bool:
    """Whether all cells of a row name columns: languages, forms, fields; at least two of them.

    >>> are_headings(["Term", "Abbr.", "Term", ""]), are_headings(["国", "state"])
    (True, False)
    """
    filled = [cell for cell in cells if cell.strip()]
    return len(filled) >= 2 and all(
        key(cell).rstrip(".") in CONCEPT_NAMES or heading_of(cell).tag or heading_of(f"en {cell}").tag == "en"
        for cell in filled
    )
