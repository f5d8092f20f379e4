"""A folder: which file is which symbol in which language."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path

from corpora.errors import DuizhaoError
from corpora.furniture import split_lines
from corpora.language import detect_language, language_of_name
from corpora.readers.extract import Extract
from corpora.readers.text import decode, read_bytes
from corpora.reading import symbol_in_stem, symbol_of_masthead
from corpora.symbol import parse_symbol

SUFFIXES = {".txt", ".text", ".zh", ".en", ".asc", ""}
OTHER_DOCUMENTS = {".pdf", ".doc", ".docx", ".rtf", ".htm", ".html", ".wpd", ".odt"}
NOT_DOCUMENTS = {"readme", "license", "licence", "changelog", "notice", "contents", "makefile", "index"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One document in both languages; ``symbol`` is normalised, or a file stem where no symbol is known."""

    symbol: str
    zh_path: Path
    en_path: Path


@dataclass(frozen=True, slots=True)
class Problem:
    """A file that could not be used: what is the matter, and what to do."""

    path: Path
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The documents of a folder in order of symbol, the files that could not be used, and the files left alone."""

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    ignored: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    path: Path
    language: str
    key: str
    known: bool  # whether the key is a symbol
    masthead: str | None  # the symbol in the text, where the name holds none
    family: str  # suffix without the language mark: files of one family belong together


def pair_folder(folder: Path) -> Catalogue:
    """Pair the Chinese and English files of a folder (not of its subfolders) by symbol, else by name."""
    found: list[_Found] = []
    problems: list[Problem] = []
    ignored: list[Path] = []
    for path in sorted(p for p in folder.iterdir() if p.is_file() and not p.name.startswith((".", "~"))):
        suffix = path.suffix.lower()
        marked = language_of_name(_stem(path))[0]
        if suffix in OTHER_DOCUMENTS and (marked or symbol_in_stem(_stem(path))):
            problems.append(
                Problem(
                    path, f"{path}: {suffix[1:].upper()} is not read yet by this version", "export it as plain text"
                )
            )
            continue
        if not _is_candidate(path):
            ignored.append(path)
            continue
        try:
            one = _identify(path, marked)
        except DuizhaoError as error:
            problems.append(Problem(path, error.message, error.hint))
            continue
        if one is None:
            ignored.append(path)
        else:
            found.append(one)
    return _pair(found, problems, ignored)


def _stem(path: Path) -> str:
    """The name without ``.txt``; a language suffix (``.zh``) stays."""
    return path.stem if path.suffix.lower() in {".txt", ".text", ".asc"} | OTHER_DOCUMENTS else path.name


def _is_candidate(path: Path) -> bool:
    stem = _stem(path)
    if stem.split(".")[0].lower() in NOT_DOCUMENTS:
        return False
    if path.suffix.lower() in SUFFIXES:
        return True
    # a symbol can hold full stops: A_C.3_78_L.22
    return bool(symbol_in_stem(language_of_name(stem)[1]))


def _identify(path: Path, marked: str | None) -> _Found | None:
    text, _ = decode(read_bytes(path), path)
    language = marked or detect_language(text)
    if language is None:
        return None
    actual = detect_language(text)
    if marked and actual and actual != marked:
        names = {"zh": "Chinese", "en": "English"}
        raise DuizhaoError(
            f"{path}: named as {names[marked]} but its text is {names[actual]}", "rename it or check the export"
        )
    stem = _stem(path)
    bare = language_of_name(stem)[1] if marked else stem
    named = symbol_in_stem(bare)
    masthead = None if named else symbol_of_masthead(Extract(text, tuple(split_lines(text[:6000]))))
    family = "text" if path.suffix.lower() in {".txt", ".text", ".asc"} else "lines"
    return _Found(path, language, named or bare, named is not None, masthead, family)


def _by_masthead(found: list[_Found]) -> list[_Found]:
    """Two files of one name belong together whatever symbols they cite; the rest goes by its masthead.

    A pair whose mastheads agree takes their symbol.
    """
    names: dict[tuple[str, str], list[_Found]] = defaultdict(list)
    for one in found:
        names[(one.family, one.key)].append(one)
    result = []
    for one in found:
        group = names[(one.family, one.key)]
        paired = len({f.language for f in group}) == 2
        agreed = len({f.masthead for f in group}) == 1
        if not one.known and one.masthead and (agreed or not paired):
            one = replace(one, key=one.masthead, known=True)
        result.append(one)
    return result


def _pair(found: list[_Found], problems: list[Problem], ignored: list[Path]) -> Catalogue:
    found = _by_masthead(found)
    groups: dict[tuple[str, str], list[_Found]] = defaultdict(list)
    dual = {name: f.key for f in found if f.known and "–" in f.key for name in f.key.split("–")}
    for one in found:
        key = dual.get(one.key, one.key)  # a dual symbol pairs under either name
        groups[(one.family, key)].append(one)
    stems = [language_of_name(_stem(problem.path))[1] for problem in problems]
    broken = {symbol_in_stem(stem) or stem for stem in stems}
    entries: list[Entry] = []
    for (_family, key), files in sorted(groups.items(), key=lambda item: item[0]):
        by_language = {lang: [f.path for f in files if f.language == lang] for lang in ("zh", "en")}
        crowded = [lang for lang, paths in by_language.items() if len(paths) > 1]
        if crowded:
            names = {"zh": "Chinese", "en": "English"}
            listing = ", ".join(p.name for p in by_language[crowded[0]])
            problems.append(
                Problem(
                    files[0].path,
                    f"{files[0].path.parent}: {key} has several {names[crowded[0]]} files: {listing}",
                    "keep one of them",
                )
            )
        elif not by_language["zh"] or not by_language["en"]:
            if key in broken:
                continue  # its partner is there and has been named already
            missing = "English" if by_language["zh"] else "Chinese"
            path = files[0].path
            problems.append(
                Problem(
                    path,
                    f"{path}: no {missing} version of {key} in the folder",
                    f"add it, named as {path.name} but for the language",
                )
            )
        else:
            entries.append(Entry(key, by_language["zh"][0], by_language["en"][0]))
    return _without_references(entries, problems, ignored, {key for (_f, key), fs in groups.items() if fs[0].known})


def _without_references(
    entries: list[Entry], problems: list[Problem], ignored: list[Path], known: set[str]
) -> Catalogue:
    """Reference material beside real documents (``gold.zh``, ``ref.en``) is no document of its own."""
    symbols = [e for e in entries if e.symbol in known]
    if symbols:
        references = [e for e in entries if e.symbol.lower() in {"gold", "ref", "reference", "expected"}]
        entries = [e for e in entries if e not in references]
        ignored = ignored + [p for e in references for p in (e.zh_path, e.en_path)]
    entries.sort(key=_order)
    return Catalogue(tuple(entries), tuple(problems), tuple(ignored))


def _order(entry: Entry) -> tuple[int, list[tuple[int, int, str]], str]:
    symbol = parse_symbol(entry.symbol)
    return (0, symbol._key(), "") if symbol else (1, [], entry.symbol)
