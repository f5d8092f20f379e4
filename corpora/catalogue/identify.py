"""One file of an archive: its symbol, language, original language and job number, from its name and its masthead."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass, replace
from pathlib import Path

from corpora.errors import DuizhaoError, InputError, unexpected
from corpora.files import read_bytes
from corpora.readers import BITEXT_SUFFIXES, Format, detect_format, load_head_reader
from corpora.reading import foreign_language, refuse_notice, stem_of, symbol_in_stem
from corpora.repair import Masthead, job_of_name, read_masthead
from corpora.symbol import Symbol, parse_symbol
from corpora.text import LANGUAGE_NAMES, detect_language, language_of_name, other_of_name, shown_name

LINE_SUFFIXES = {".zh", ".en", ""}  # one sentence or paragraph a line, the suffix is the language
NOT_DOCUMENTS = {"readme", "license", "licence", "changelog", "notice", "contents", "makefile", "index"}
FOLDERS = {
    "zh": re.compile(r"(?i)(?:zh(?:[-_](?:cn|hans|hant|tw|hk))?|chi|chn|chinese|中文|汉语)$"),
    "en": re.compile(r"(?i)(?:en(?:[-_](?:us|gb))?|eng|english|英文|英语)$"),
}
SAMPLE = 40_000  # characters that tell the language


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What is known of one file.

    ``key``: under which name it pairs, the symbol in normal form where one is known (``known``), else its name.
    ``job`` is the one of the masthead, else the one of the name. ``notes``: where name and masthead disagree.
    """

    path: Path
    format: Format
    language: str
    key: str
    known: bool
    masthead: Masthead
    job: str
    digest: str
    notes: tuple[str, ...] = ()

    @property
    def symbol(self) -> Symbol | None:
        """The key as a symbol."""
        return parse_symbol(self.key) if self.known else None

    @property
    def family(self) -> str:
        """Files of one name pair within a family: whole documents, or lines."""
        return "lines" if self.path.suffix.lower() in LINE_SUFFIXES else "document"


def language_of_folder(name: str) -> str | None:
    """``zh`` for a folder named ``zh-CN`` or ``Chinese``, ``en`` likewise.

    >>> language_of_folder("zh"), language_of_folder("English"), language_of_folder("2014")
    ('zh', 'en', None)
    """
    return next((language for language, pattern in FOLDERS.items() if pattern.match(name)), None)


def is_candidate(path: Path) -> bool:
    """Whether a file can be a document at all, by its name."""
    stem = stem_of(path)
    marked, bare = language_of_name(stem)
    if path.suffix.lower() in BITEXT_SUFFIXES or (not marked and bare.split(".")[0].lower() in NOT_DOCUMENTS):
        return False
    if Format.of_suffix(path.suffix) or path.suffix.lower() in LINE_SUFFIXES:
        return True
    # a symbol can hold full stops: A_C.3_78_L.22
    return bool(symbol_in_stem(bare))


def other_version(path: Path, root: Path) -> str | None:
    """The other language that the name of a file or of its folder says, as a code: ``fr/A_1.pdf``, ``A_1-S.doc``."""
    stem = stem_of(path)
    folders = path.relative_to(root).parts[:-1]
    if language_of_name(stem)[0] or any(language_of_folder(name) for name in folders):
        return None
    marked = other_of_name(stem)
    return marked or next(
        (code for name in reversed(folders) if (code := other_of_name(f".{name}")) and len(name) > 1), None
    )


def identify(path: Path, root: Path) -> FileFacts | str | None:
    """What is known of a file below ``root``; ``None`` for one without text, the code of a language that is not ours.

    Raises :class:`InputError` for a file that cannot be read, or whose name and text are in different languages.
    """
    stem = stem_of(path)
    marked, bare = language_of_name(stem)
    folders = path.relative_to(root).parts[:-1]
    placed = next((language for name in reversed(folders) if (language := language_of_folder(name))), None)
    data = read_bytes(path)
    format = detect_format(data, path)
    extract = load_head_reader(format)(data, path)
    refuse_notice(extract.text, path)
    other = foreign_language(extract, marked) or other_version(path, root)
    if other:
        return other
    actual = detect_language(extract.text[:SAMPLE])
    language = marked or actual or placed or extract.language
    if language not in LANGUAGE_NAMES:
        return None
    if marked and actual and actual != marked:
        raise InputError(
            f"{path}: named as {LANGUAGE_NAMES[marked]} but its text is {LANGUAGE_NAMES[actual]}",
            "rename it or check the export",
        )
    masthead = read_masthead(extract.lines)
    masthead = replace(masthead, symbol=extract.symbol or masthead.symbol or extract.claimed or "")
    name = bare if marked else stem
    key = "/".join([*(part for part in folders if not language_of_folder(part)), name])
    named = symbol_in_stem(name)
    symbol = _symbol(named, masthead)
    job = masthead.job or job_of_name(name)
    notes = _disagreements(path, named, language, placed, masthead, job_of_name(name))
    digest = hashlib.sha256(data).hexdigest()
    return FileFacts(path, format, language, symbol or shown_name(key), bool(symbol), masthead, job, digest, notes)


def _symbol(named: str | None, masthead: Masthead) -> str | None:
    """The symbol of the name; the masthead's where it says more: ``A/75/1`` whose head says ``A/75/1/Corr.1``.

    A symbol that only the masthead has is no key yet: two files of one name pair whatever they cite.
    """
    one, other = (parse_symbol(text) if text else None for text in (named, masthead.symbol))
    if one and other and one != other and other.base.matches(one):
        return other.text
    if one and other and one.matches(other) and len(other.names) > len(one.names):
        return other.text  # the masthead has both names of a dual symbol
    return one.text if one else None


def _disagreements(
    path: Path, named: str | None, language: str, placed: str | None, masthead: Masthead, job: str
) -> tuple[str, ...]:
    notes = []
    one, other = (parse_symbol(text) if text else None for text in (named, masthead.symbol))
    if one and other and not one.matches(other):
        notes.append(f"{path.name} is named {one} but its masthead says {other}")
    if masthead.language in LANGUAGE_NAMES and masthead.language != language:
        notes.append(
            f"{path.name} is {LANGUAGE_NAMES[language]} but its job number says {LANGUAGE_NAMES[masthead.language]}"
        )
    if placed and placed != language:
        notes.append(f"{path.name} is {LANGUAGE_NAMES[language]} but lies among the {LANGUAGE_NAMES[placed]} files")
    if job and masthead.job and not masthead.job.endswith(job):
        notes.append(f"{path.name} is named for job {job} but its masthead says {masthead.job}")
    return tuple(notes)


def facts_or_error(path: Path, root: Path) -> FileFacts | DuizhaoError | str | None:
    """:func:`identify`, with the error as a value: one bad file stops no catalogue."""
    try:
        return identify(path, root)
    except DuizhaoError as error:
        return error
    except Exception as error:
        if os.environ.get("DUIZHAO_DEBUG"):
            raise
        return unexpected(path, error)
