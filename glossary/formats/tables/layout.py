"""What the columns of a table hold, by their names: our own, and those that other tools and people give."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpora.exchange import main_language
from corpora.text import detect_language, read_lists
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
    "case": "",
    "casesensitive": "",
    "exact": "",
    "exactmatch": "",
    "status": "",
    "tid": "",
}
"""Columns of memoQ and Phrase that belong to the term before them; those without a name are of no use here."""
QUIET = frozenset({"zh_share", "en_share", "known", "entry_domain", "entry_clientid", "entry_projectid"})
"""Derived from others (``known``: what an extraction found of a row in a termbase), or memoQ's own bookkeeping."""
NAMES = {
    **dict.fromkeys(("中文", "汉语", "漢語", "华语", "简体中文", "繁體中文", "中文术语", "汉语术语", "中文名称"), "zh"),
    **dict.fromkeys(("英文", "英语", "英語", "英文术语", "英语术语", "英文名称"), "en"),
    **dict.fromkeys(("法文", "法语"), "fr"),
    **dict.fromkeys(("西班牙文", "西班牙语"), "es"),
    **dict.fromkeys(("俄文", "俄语"), "ru"),
    **dict.fromkeys(("阿拉伯文", "阿拉伯语"), "ar"),
    "french": "fr", "spanish": "es", "russian": "ru", "arabic": "ar", "german": "de", "portuguese": "pt",
    "japanese": "ja", "korean": "ko", "italian": "it",
}  # fmt: skip
OTHERS = frozenset({"fr", "es", "ru", "ar", "de", "pt", "ja", "ko", "it"})
BEHIND = re.compile(
    r"(?:[-_ .]+(?:[a-z]{2}|hans|hant|simplified|traditional|china|prc|taiwan|hong_kong(?:_sar)?|united_states|"
    r"united_kingdom|terms?|text|\d{1,3})|[-_ ]*\([^()]*\))*"
)
SIDES = frozenset(_HEADINGS["side"])
SAMPLE = 300
PART = re.compile(
    rf"(.+?)_({'|'.join(sorted((*TERM_PARTS, MORE, 'variants', 'def', 'definition'), key=len, reverse=True))})"
)


@dataclass(slots=True)
class TermColumn:
    """A column of terms, and the columns that say something of these."""

    language: str
    index: int
    parts: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Layout:
    """Where what stands; ``unknown`` are the names of columns that nobody reads."""

    concept: dict[str, int] = field(default_factory=dict)
    terms: list[TermColumn] = field(default_factory=list)
    variants: dict[str, int] = field(default_factory=dict)
    definitions: list[int] = field(default_factory=list)
    unknown: dict[int, str] = field(default_factory=dict)
    header: bool = True

    @property
    def languages(self) -> set[str]:
        """The languages that the table has terms in."""
        return {column.language for column in self.terms}


def key(name: str) -> str:
    """The name of a column, without what people write in different ways.

    >>> key(" Subject-Field "), key("\ufeffEntry ID")
    ('subject_field', 'entry_id')
    """
    return re.sub(r"[\s_:\-/]+", "_", name.strip().strip('"\ufeff').lower()).strip("_")


def language_named(name: str) -> str:
    """The language that a column is named after; empty for none.

    >>> [language_named(key(n)) for n in ("zh_CN", "English (US)", "中文", "Term (en)", "id", "Français", "Chinese_PRC")]
    ['zh', 'en', 'zh', 'en', '', '', 'zh']
    """
    if name in NAMES:
        return NAMES[name]
    inner = re.fullmatch(r"terms?_?\(?([a-z_]{2,20})\)?", name)
    if inner:
        name = inner[1]
    head = re.match(r"[a-z]+", name)
    if head is None or not BEHIND.fullmatch(name, head.end()):
        return ""
    language = NAMES.get(head[0]) or main_language(head[0])
    return language if language in ("zh", "en") or language in OTHERS else ""


def layout_of(rows: Sequence[Sequence[str]]) -> Layout:
    """The layout of a table whose first row is its header, or, with two columns of text, has none."""
    keys = [key(name) for name in rows[0]]
    found = Layout()
    positional = "cid" in keys or "term_info" in keys
    for index, name in enumerate(keys):
        _place(found, name, index, rows[0][index], positional)
    if not {"zh", "en"} & found.languages:
        _by_content(found, keys, rows)
    return found


def _place(found: Layout, name: str, index: int, shown: str, positional: bool) -> None:
    if positional and found.terms and name in POSITIONAL:
        if POSITIONAL[name]:
            found.terms[-1].parts.setdefault(POSITIONAL[name], index)
        return
    language = language_named(name)
    if language:
        early = next((c for c in found.terms if c.language == language and c.index < 0), None)
        if early:
            early.index = index
        else:
            found.terms.append(TermColumn(language, index))
        return
    part = PART.fullmatch(name)
    language = language_named(part[1]) if part else ""
    if part and language:
        _place_part(found, language, part[2], index)
    elif name in CONCEPT_NAMES and CONCEPT_NAMES[name] not in found.concept:
        found.concept[CONCEPT_NAMES[name]] = index
    elif name and name not in QUIET:
        found.unknown[index] = shown


def _place_part(found: Layout, language: str, part: str, index: int) -> None:
    if part == "variants":
        found.variants[language] = index
    elif part in ("def", "definition"):
        found.definitions.append(index)
    else:
        column = next((c for c in found.terms if c.language == language), None)
        if column is None:
            found.terms.append(column := TermColumn(language, -1))
        column.parts.setdefault(part, index)


def _by_content(found: Layout, keys: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Columns called ``source`` and ``target`` by what is in them; a table without a header likewise."""
    sides = [index for index, name in enumerate(keys) if name in SIDES][:2]
    header = bool(sides)
    if not sides and len(keys) >= 2 and not found.concept:
        sides = [0, 1]
    languages = [_language_of(index, rows[header:SAMPLE]) for index in sides]
    if sorted(languages) != ["en", "zh"]:
        return
    found.terms += [TermColumn(language, index) for language, index in zip(languages, sides, strict=True)]
    found.header = header
    for index in sides if header else tuple(found.unknown):
        found.unknown.pop(index, None)


def _language_of(index: int, rows: Sequence[Sequence[str]]) -> str:
    """The language of most cells of a column; empty for a column without letters."""
    votes = [language for row in rows if index < len(row) and (language := detect_language(row[index]))]
    return ("zh" if votes.count("zh") * 2 > len(votes) else "en") if votes else ""
