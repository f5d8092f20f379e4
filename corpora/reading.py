"""A file of any format in, a :class:`corpora.document.Document` out, with a reason for everything left out."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpora.changes import Changes
from corpora.document import Document, Segment
from corpora.errors import InputError
from corpora.files import read_bytes
from corpora.logs import Remark, code_of, staged
from corpora.page import Line
from corpora.readers import Extract, Format, Origin, check_size, detect_format, extract_whole, load_head_reader
from corpora.repair import REPAIR_VERSION, Removal, Repaired, read_masthead, repair
from corpora.symbol import from_file_stem, parse_symbol
from corpora.text import (
    HAN,
    LANGUAGE_NAMES,
    OTHER_NAMES,
    SPLIT_VERSION,
    detect_language,
    language_of_name,
    late,
    other_language,
    split_sentences,
)

READING_SIGNATURE = f"repair:{REPAIR_VERSION}|split:{SPLIT_VERSION}"
"""The versions of the rules that shape sentences; part of the signature of everything made from documents."""


@dataclass(frozen=True, slots=True)
class ReadResult:
    """A document, what was removed from its text and why, its format and encoding, and warnings.

    ``text`` is what the reader took from the file; offsets of segments and removals count in it. ``origins``: where
    stretches of it stand in a Word file (:func:`word_places`).
    """

    document: Document
    removals: tuple[Removal, ...]
    encoding: str
    warnings: tuple[str, ...]
    text: str
    format: Format = Format.text
    origins: tuple[Origin, ...] = ()


@staged("read")
def read_document(
    path: Path,
    language: str | None = None,
    symbol: str | None = None,
    original: str | None = None,
    changes: Changes = Changes.accepted,
) -> ReadResult:
    """Read, repair and split one document of any format.

    ``language`` and ``symbol`` are taken from the name, the format's own metadata, the masthead and the script where
    they are not given, ``original`` (the language that the document was written in) from the masthead. ``changes``: what
    becomes of tracked changes. Raises :class:`InputError` for a file that is missing, empty, not a document, holds no
    sentence, or holds changes that are refused.
    """
    data = read_bytes(path)
    format = detect_format(data, path)
    extract = extract_whole(data, path, format, changes)
    del data  # a text of many megabytes need not be held twice
    return read_extract(extract, path, format, language, symbol, original)


def read_extract(
    extract: Extract,
    path: Path,
    format: Format,
    language: str | None = None,
    symbol: str | None = None,
    original: str | None = None,
) -> ReadResult:
    """Repair and split what a reader has taken from a file; raises :class:`InputError` as :func:`read_document` does."""
    check_size(path, len(extract.text), len(extract.lines))
    refuse_notice(extract.text, path)
    chosen, warnings = _language(extract, path, language)
    paged = format.paged
    lines: Sequence[Line] = extract.lines
    if hard_wrapped(lines):
        # somebody's plain text in a Word file, web page or PDF: its paragraphs are lines of another page
        lines, paged = [line if line.kind in ("cell", "footnote") else loose(line) for line in lines], True
    repaired = repair(extract.text, lines, extract.marks, paged=paged)
    segments = tuple(_segments(repaired, chosen))
    if not segments:
        raise InputError(
            f"{path}: no sentence left after page furniture was removed", f"duizhao corpora read {path.name} --explain"
        )
    name = symbol or symbol_of(path, extract) or stem_of(path)
    written = original or read_masthead(extract.lines).original
    document = Document(name, chosen, segments, str(path), written)
    removals, origins = repaired.removals, extract.origins
    return ReadResult(document, removals, extract.encoding, tuple(warnings), extract.text, format, origins)


@dataclass(frozen=True, slots=True)
class WordPlace:
    """Where a sentence stands in a Word file: the part, and its first and last character.

    ``first`` and ``last`` are (paragraph, run, offset), counted from 0: which ``w:p`` and ``w:r`` of the part, and which
    character of that run, where a tab, a line break or a symbol counts one. A sentence that a deleted paragraph mark
    joins has two paragraphs.
    """

    part: str
    first: tuple[int, int, int]
    last: tuple[int, int, int]


def word_places(result: ReadResult) -> list[WordPlace | None]:
    """For each sentence of a Word file its place in it; ``None`` where nothing of it is typed there (automatic numbers)."""
    starts = [origin.start for origin in result.origins]
    return [_word_place(result, starts, segment) for segment in result.document.segments]


def _word_place(result: ReadResult, starts: Sequence[int], segment: Segment) -> WordPlace | None:
    lo = max(bisect_right(starts, segment.start) - 1, 0)
    hi = bisect_left(starts, segment.end)
    inside = [one for one in result.origins[lo:hi] if one.end > segment.start and one.end > one.start]
    if not inside:
        return None
    first, last = inside[0], inside[-1]
    begin = max(segment.start - first.start, 0)
    stop = min(segment.end, last.end) - 1 - last.start
    return WordPlace(
        first.part,
        (first.paragraph, first.run, first.offset + begin),
        (last.paragraph, last.run, last.offset + stop),
    )


def read_versions(
    first: Path, second: Path, original: str | None = None, changes: Changes = Changes.accepted
) -> tuple[Document, Document]:
    """Two files as the two versions of a document, their languages recognised.

    Raises :class:`InputError` where both are of one language, and for a file that cannot be used.
    """
    left, right = (read_document(path, original=original, changes=changes).document for path in (first, second))
    refuse_one_language(left, right)
    return left, right


def refuse_one_language(left: Document, right: Document) -> None:
    """Raise :class:`InputError` where two documents are no two versions."""
    if left.language == right.language:
        both = f"{left.source} and {right.source} are both {LANGUAGE_NAMES[left.language]}"
        raise InputError(both, "give one Chinese and one English file")


NOTICE = late(
    r"(?i)(?:document|file|symbol)s?\b[^.]{0,80}?(?:does not exist|do not exist|could not be found|cannot be found|was not found|is not available)"
    r"|there is no document matching|(?:文件|文档|文號|文号)[^。]{0,40}?(?:不存在|未找到|找不到)"
)
"""What a site says where the document should be."""
NOTICE_LENGTH = 900
"""Characters of such a page, at most: a document has more, or says it of another one."""
NOTICE_HEAD = 300


def refuse_notice(text: str, path: Path) -> None:
    """Raise :class:`InputError` for a page on which a site says that it has no such document."""
    if is_notice(text):
        raise InputError(
            f"{path}: the site says that this document does not exist", "check the symbol, or fetch it in another way"
        )


def is_notice(text: str) -> bool:
    """Whether a whole text is such a page.

    >>> is_notice("The document you are looking for does not exist in the system. Contact us"), is_notice("It exists.")
    (True, False)
    """
    text = text.strip()
    return len(text) < NOTICE_LENGTH and NOTICE.search(" ".join(text[:NOTICE_HEAD].split())) is not None


def look_at(path: Path) -> tuple[str, str]:
    """What a file is that has just come: ``missing`` for a page that says so, and its language; empty where it cannot be read."""
    try:
        data = read_bytes(path)
        extract = load_head_reader(detect_format(data, path))(data, path)
    except InputError:
        return "", ""
    if is_notice(extract.text):
        return "missing", ""
    return "", read_masthead(extract.lines).language or other_language(extract.text) or detect_language(
        extract.text
    ) or ""


WRAPPED_WIDTH = 130  # columns: real paragraphs are longer than any page is wide
CUT_END = late(rf"[A-Za-z{HAN}-]$")
CUT_START = late(rf"[a-z{HAN}]")


def hard_wrapped(lines: Sequence[Line]) -> bool:
    """Whether the paragraphs of a file are lines of a printed page: of one width, and cut in mid-phrase.

    >>> from corpora.readers.extract import Draft
    >>> draft = Draft(Path("x.docx"))
    >>> for text in ["The Council has before it the report of", "the Secretary-General on the matter, which"] * 4:
    ...     draft.paragraph(text)
    >>> hard_wrapped(draft.extract("docx").lines)
    True
    """
    filled = [line for line in lines if line.text and line.kind in (None, "body", "list")]
    if len(filled) < 6:
        return False
    full = sorted(line.width + line.indent for line in filled)[int(len(filled) * 0.9)]
    if full > WRAPPED_WIDTH:
        return False
    cut = sum(
        line.block != after.block
        and line.width + line.indent > 0.8 * full
        and bool(CUT_END.search(line.text) and CUT_START.match(after.text))
        for line, after in itertools.pairwise(filled)
    )
    return cut >= max(3, len(filled) // 8)


def loose(line: Line) -> Line:
    """A line that its format knows nothing of."""
    return replace(line, block=-1, kind=None)


def _language(extract: Extract, path: Path, language: str | None) -> tuple[str, list[str]]:
    """The language of the text, and the warnings about the file."""
    warnings: list[str] = [Remark(code_of(one), one).about(path.name) for one in extract.warnings]
    guessed = detect_language(extract.text)
    named = language_of_name(stem_of(path))[0]
    chosen = language or named or guessed or extract.language
    other = foreign_language(extract, named)
    if other:
        raise InputError(f"{path}: is {OTHER_NAMES[other]}", "Chinese and English are read")
    if chosen is None:
        raise InputError(f"{path}: no Chinese or English text in it", "check the export")
    if guessed is not None and guessed != chosen:
        if language is not None:
            raise InputError(
                f"{path}: is {LANGUAGE_NAMES[guessed]}, not {LANGUAGE_NAMES[chosen]}",
                "check the file name or swap the files",
            )
        told = f"named as {LANGUAGE_NAMES[chosen]}, looks like {LANGUAGE_NAMES[guessed]}"
        warnings.append(Remark("language", told).about(path.name))
        chosen = guessed
    if "\ufffd" in extract.text:
        lost = extract.text.count("\ufffd")
        warnings.append(
            Remark("lost", f"{lost} characters were lost before this program saw the file").about(path.name)
        )
    return chosen, warnings


HEAD = 1500
"""Characters at the head of a file that tell its language where an annex in another one is longer than the document."""


def foreign_language(extract: Extract, named: str | None = None) -> str | None:
    """The language of a document that is neither Chinese nor English, as a code; ``named``: what the file name says.

    A masthead in one of our languages, or a name and the first page, outvote a long annex in another language.
    """
    other = other_language(extract.text)
    if other is None or read_masthead(extract.lines).language in LANGUAGE_NAMES:
        return None
    if named and other_language(extract.text[:HEAD]) is None and detect_language(extract.text[:HEAD]) == named:
        return None
    return other


def _segments(repaired: Repaired, language: str) -> list[Segment]:
    segments: list[Segment] = []
    for number, paragraph in enumerate(repaired.paragraphs):
        places = paragraph.offsets
        for start, end in split_sentences(paragraph.text, language):
            text = paragraph.text[start:end]
            begin, stop = places[start], places[end - 1] + 1
            place = (paragraph.page, paragraph.row, paragraph.column)
            segments.append(Segment(len(segments), text, number, paragraph.kind, begin, stop, *place))
    return segments


def stem_of(path: Path) -> str:
    """The name without the suffix of its format: ``A_1.zh.docx`` and ``A_1.zh`` are ``A_1.zh``.

    >>> stem_of(Path("A_C.3_78_L.22.en.txt")), stem_of(Path("A_C.3_78_L.22"))
    ('A_C.3_78_L.22.en', 'A_C.3_78_L.22')
    """
    return path.stem if Format.of_suffix(path.suffix) else path.name


def symbol_of(path: Path, extract: Extract | None = None) -> str | None:
    """The symbol that the file name spells, else that of page heads or metadata, else the masthead's; in normal form.

    Properties of a Word file come last: a new document is often last year's file with another text in it.
    """
    named = symbol_in_stem(language_of_name(stem_of(path))[1])
    if named or extract is None:
        return named
    for text in (extract.symbol, read_masthead(extract.lines).symbol, extract.claimed):
        symbol = parse_symbol(text) if text else None
        if symbol:
            return symbol.text
    return None


def symbol_in_stem(stem: str) -> str | None:
    """``07_E_2023_80`` and ``A_75_379-S_2020_965`` as symbols, else ``None``; words behind a symbol are borne.

    >>> symbol_in_stem("A_99_6 (Sect. 3)_Add.6_Bridges Advance copy"), symbol_in_stem("A_bridge_of_1943")
    ('A/99/6(Sect.3)/Add.6', None)
    """
    head, _, rest = stem.partition("_")
    for candidate in (stem, rest if head.isdigit() else ""):
        symbol = from_file_stem(candidate) or parse_symbol(candidate)
        if symbol:
            return symbol.text
    words = TITLE_WORDS.search(stem)
    symbol = from_file_stem(stem[: words.start()]) if words else None
    return symbol.text if symbol else None


TITLE_WORDS = late(rf"(?<=[\d)])[\s_–-]++(?:(?!(?i:add|corr|rev|amend|part|vol|sect)\b)[A-Za-z]{{4}}|[{HAN}])")
"""A title behind a symbol in the name of a file."""


def explain(result: ReadResult) -> list[str]:
    """One line per removal: line number, reason, text."""
    ends = [match.start() for match in re.finditer("\n", result.text)]
    lines, number = [], 0
    for removal in result.removals:
        while number < len(ends) and ends[number] < removal.start:
            number += 1
        lines.append(f"line {number + 1}: {removal.reason}: {' '.join(removal.text.split())}")
    return lines
