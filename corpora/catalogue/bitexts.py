"""What is to be checked: bitexts that were named, those of a folder, and the parts that ``align run`` has made."""

from __future__ import annotations

import itertools
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from corpora.bitext import Pair
from corpora.catalogue.folder import GLOSSARY, RUN_OUTPUT
from corpora.errors import InputError
from corpora.exchange import ALL, SUFFIXES, TABLES, Remarks, Wanted, read_pairs, read_table
from corpora.files import names_in
from corpora.logs import Remark
from corpora.notebook import counted
from corpora.readers import BITEXT_SUFFIXES
from corpora.reading import symbol_in_stem

FORMS = (
    *(".parquet", ".jsonl", ".ndjson", ".xlf", ".xliff", ".sdlxliff", ".mqxliff", ".mxliff"),
    *(".tmx", ".tsv", ".tab", ".csv", ".xlsx", ".xlsm"),
)
"""Forms of a bitext, those that keep most of it first: Parquet has the pages and the confidence, XLIFF and TMX have the original."""
PARTS, PLAN = "parts", "plan.json"


@dataclass(slots=True)
class Bitexts:
    """Rows of one or several bitexts in the order of their files.

    ``files``: what was read, each with its number of rows; ``problems``: files that cannot be used, a line each; ``remarks``:
    what was left aside and why; ``originals``: the documents of the files of XLIFF so far.
    """

    pairs: list[Pair] = field(default_factory=list)
    files: list[tuple[Path, int]] = field(default_factory=list)
    problems: list[InputError] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    originals: dict[str, None] = field(default_factory=dict)


def read_bitexts(paths: Sequence[Path], recursive: bool = False, wanted: Wanted = ALL) -> Bitexts:
    """The rows of files and folders. One that cannot be read is named and stops nothing, unless it is the only one.

    A folder of ``align run`` gives its parts. Of another folder every bitext in it is read, a document that lies there in
    several forms once, in the best one. ``recursive``: with all subfolders; ``wanted``: which rows, which Chinese. Raises :class:`InputError` where nothing is left.
    """
    found = Bitexts()
    for path in paths:
        for file, named in _files_of(path, recursive, found):
            _read(file, named, found, wanted)
    if not found.files:
        if found.problems:
            raise found.problems[0] if len(found.problems) == 1 else _none(paths, found.problems)
        raise InputError(
            f"{', '.join(map(str, paths))}: no bitext in it",
            "give a TMX, XLIFF or table with zh and en; 'duizhao run' takes a folder of documents",
        )
    return found


def _none(paths: Sequence[Path], problems: Sequence[InputError]) -> InputError:
    lines = "; ".join(problem.message for problem in problems[:3])
    return InputError(
        f"{', '.join(map(str, paths[:3]))}: no bitext can be read: {lines}", "see that the files are whole"
    )


def _files_of(path: Path, recursive: bool, found: Bitexts) -> Iterator[tuple[Path, bool]]:
    """The files that a path stands for, and whether each is there to be checked beyond doubt."""
    if not path.is_dir():
        yield path, True
        return
    names_in(path)
    folders = list(_with_subfolders(path, found)) if recursive else [path]
    for job in filter(_is_job, folders):
        yield from ((part, True) for part in _parts(job, found))
    for forms in _by_document([folder for folder in folders if not _is_job(folder)]).values():
        best, *others = sorted(forms, key=_rank)
        yield best, False
        for other in others:
            name = best.name if other.parent == best.parent else best
            found.remarks.append(f"{other}: is there as {name} already, which is checked")
    if not recursive and not _is_job(path):
        deeper: list[Path] = []
        with suppress(OSError, RecursionError):
            deeper += (
                one for one in itertools.islice(path.rglob("*"), 10_000) if one.parent != path and _is_bitext(one)
            )
        if deeper:
            found.remarks.append(f"{path}: {len(deeper)} bitexts in subfolders are left out; -r reads these too")


def _with_subfolders(folder: Path, found: Bitexts, depth: int = 0) -> Iterator[Path]:
    """A folder and all in it, in order of names; what ``align run`` has made is one, and hidden ones are none."""
    try:
        names = names_in(folder, depth)
    except InputError as error:
        found.problems.append(error)
        return
    yield folder
    if not _is_job(folder):
        for inner in names:
            if inner.is_dir() and not inner.is_symlink() and not inner.name.startswith("."):
                yield from _with_subfolders(inner, found, depth + 1)


def _is_job(folder: Path) -> bool:
    """Whether a folder is the OUT of ``align run``."""
    return (folder / PLAN).is_file() and (folder / PARTS).is_dir()


def _parts(out: Path, found: Bitexts) -> Iterator[Path]:
    """The finished parts of a job; what is not finished is a problem, since it would look as if it were clean."""
    planned = len(_json(out / PLAN).get("shards", ()))
    marks = [(path, _json(path)) for path in sorted((out / PARTS).glob("part-*.json"))]
    done = [(path.with_suffix(".parquet"), mark) for path, mark in marks if path.with_suffix(".parquet").is_file()]
    if len(done) < planned:
        told = f"{out}: {planned - len(done)} of {planned} shards are not done and not checked"
        found.problems.append(InputError(told, "give the command of 'align run' again"))
    failed = sum(len(mark.get("failed", ())) for _part, mark in done)
    if failed:
        found.remarks.append(
            f"{out}: {counted(failed, 'document')} could not be aligned and {'is' if failed == 1 else 'are'} not checked, see documents.tsv"
        )
    yield from (part for part, mark in done if mark.get("links") != 0)


def _json(path: Path) -> dict[str, Any]:
    """What a plan or a mark says; nothing where it cannot be read."""
    try:
        record = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def _rank(path: Path) -> tuple[int, str]:
    suffix = Path(path.name.lower().removesuffix(".gz")).suffix
    return FORMS.index(suffix) if suffix in FORMS else len(FORMS), path.name


def _is_bitext(path: Path) -> bool:
    """Whether a name is that of a bitext; hidden files and what ``run`` writes beside the bitext are none."""
    bare = path.name.lower().removesuffix(".gz")
    if path.name.startswith((".", "~")) or Path(bare).suffix not in BITEXT_SUFFIXES:
        return False
    made = RUN_OUTPUT.fullmatch(path.name) and (path.parent / "run.json").exists()
    return path.is_file() and (not made or path.stem == "bitext")


def _by_document(folders: Iterable[Path]) -> dict[str, list[Path]]:
    """The bitexts of folders by the symbol in their name, else by folder and name, in order of names."""
    groups: dict[str, list[Path]] = defaultdict(list)
    for folder in folders:
        for path in sorted(folder.iterdir()):
            if _is_bitext(path):
                stem = Path(path.name.removesuffix(".gz")).stem
                groups[symbol_in_stem(stem) or str(folder / stem)].append(path)
    return groups


def _read(path: Path, named: bool, found: Bitexts, wanted: Wanted) -> None:
    table = path.suffix.lower() in TABLES
    if not named and table and GLOSSARY.search(path.stem) and not symbol_in_stem(path.stem):
        found.remarks.append(f"{path}: seems to be a list of terms and is left out; name it to have it checked")
        return
    said = Remarks()
    try:
        pairs = read_pairs(path, said, wanted)
    except InputError as error:
        if not named and table and _is_table(path):
            found.remarks.append(f"{error.message}: left out")
        else:
            found.problems.append(error)
        return
    found.remarks += [Remark("guessed", f"{path}: {line}") for line in said.guessed]
    if said.part:
        found.problems.append(
            InputError(f"{path}: read only in part: {'; '.join(said.lost)}", "mend it and check again")
        )
    found.pairs += _apart(path, pairs, found)
    found.files.append((path, len(pairs)))


def _is_table(path: Path) -> bool:
    """Whether a table can be read, if not as a bitext: a list of files, a report."""
    try:
        read_table(path)
    except InputError:
        return False
    return True


def _apart(path: Path, pairs: list[Pair], found: Bitexts) -> list[Pair]:
    """The rows of a file, its documents named apart where another file of XLIFF has documents of the same name.

    Translation tools call every original ``document.docx``, or nothing: equal names are no equal documents there.
    """
    if not path.name.lower().removesuffix(".gz").endswith(SUFFIXES):
        return pairs
    own = dict.fromkeys(pair.symbol for pair in pairs)
    taken = {symbol: f"{symbol} ({path.name})" for symbol in own if symbol in found.originals}
    found.originals.update(own)
    if not taken:
        return pairs
    names = ", ".join(list(taken)[:3])
    line = f"{path}: another file has the same original ({names}): read as a document of its own"
    found.remarks.append(Remark("numbered", line))
    return [replace(pair, symbol=taken.get(pair.symbol, pair.symbol)) for pair in pairs]
