"""A folder: which file is which symbol in which language, and what stands in the way."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from corpora.catalogue.identify import FileFacts, facts_or_error, is_candidate, language_of_folder
from corpora.catalogue.table import Catalogue, Entry, Problem
from corpora.errors import DuizhaoError, InputError
from corpora.exchange import TABLES, is_bilingual_word, read_pairs
from corpora.files import JOURNAL, is_waiver_list, names_in
from corpora.logs import Remark, staged
from corpora.readers import BITEXT_SUFFIXES, Format
from corpora.reading import stem_of, symbol_in_stem
from corpora.symbol import Symbol, parse_symbol
from corpora.text import LANGUAGE_NAMES, OTHER_NAMES, detect_language, language_of_name, other_of_name

RUN_OUTPUT = re.compile(
    r"(?:bitext\.(?:parquet|tsv|tmx)|sentences\.parquet|(?:alone|doubtful|terms)\.tsv|report\.(?:html|xlsx)|review\.docx|termbase(?:-v2)?\.tbx)"
    r"|(?:bitext|sentences|alone|doubtful|terms|report|review|termbase(?:-v2)?)\.\d{4}-\d\d-\d\d(?:-\d+)?\.(?:parquet|tsv|tmx|html|xlsx|docx|tbx|json)"
)
"""What a run writes, and what stays under a dated name where a person has changed it."""
RUN_FOLDERS = {"report-rows", "commented"}
JOB_OUTPUT = {"documents.tsv", "parts"}
JSON_OUTPUT = {"run.json", "report.json", "job.json", "plan.json"}
PROJECT_FILES = ("run.json", "duizhao-project.db")
SAMPLE_ROWS = 50  # that tell a bitext from a list of file names
GLOSSARY = re.compile(r"(?i)term|glossar|术语|词汇")


@dataclass(slots=True)
class _Work:
    """A catalogue in the making."""

    found: list[FileFacts] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    ignored: list[Path] = field(default_factory=list)
    spare: list[Problem] = field(default_factory=list)
    bitexts: dict[str, Path] = field(default_factory=dict)


@staged("pair")
def pair_folder(folder: Path, recursive: bool = False) -> Catalogue:
    """Pair the Chinese and English files of a folder by symbol, else by name.

    ``recursive``: with all subfolders; without it only those named after a language (``zh/``, ``Chinese/``) are read,
    with everything below them. TMX, XLIFF and tables with zh and en are bitexts: documents in both languages already.
    """
    work = _Work()
    for path in _files(folder, recursive, work.problems):
        if path.suffix.lower() in BITEXT_SUFFIXES or path.name.lower().endswith(".tmx.gz"):
            _bitext(path, work)
            continue
        if not _says_language(path, folder) and is_bilingual_word(path):
            _bitext(path, work, (Remark("guessed", f"{path.name} is a bilingual table"),))
            continue
        facts = facts_or_error(path, folder) if is_candidate(path) else None
        if isinstance(facts, DuizhaoError):
            work.problems.append(Problem(path, facts.message, facts.hint))
        elif facts is None:
            work.ignored.append(path)
        elif isinstance(facts, str):
            message = f"{path}: is {OTHER_NAMES.get(facts, facts)}"
            work.spare.append(Problem(path, message, "Chinese and English are read", "other language"))
        else:
            work.found.append(facts)
    _pair(work)
    return _finish(work, 0 if recursive else _deeper(folder))


def _deeper(folder: Path) -> int:
    """Files in subfolders that are no language's; counted up to a thousand."""
    found = 0
    for path in names_in(folder):
        if path.is_dir() and not path.is_symlink() and not path.name.startswith(".") and not _of_language(path.name):
            if _is_project(path):
                continue
            if path.name not in JOB_OUTPUT or not (folder / "plan.json").exists():
                with suppress(OSError, RecursionError):
                    found += sum(1 for file in itertools.islice(path.rglob("*"), 1000) if file.is_file())
    return found


def _of_language(name: str) -> bool:
    return bool(language_of_folder(name)) or (len(name) > 1 and bool(other_of_name(f".{name}")))


def _files(folder: Path, recursive: bool, problems: list[Problem], depth: int = 0) -> Iterator[Path]:
    """Files in order of their names; hidden ones, lists of accepted findings and the outputs of earlier runs and jobs are not seen.

    A folder below that cannot be looked into is a problem, and stops nothing.
    """
    try:
        names = names_in(folder, depth)
    except InputError as error:
        if not depth:
            raise
        problems.append(Problem(folder, error.message, error.hint))
        return
    ours = set(JSON_OUTPUT)
    is_run = (folder / "run.json").exists() or (folder / JOURNAL).exists()  # a run that was cut short while it wrote
    if (folder / "plan.json").exists():
        ours |= JOB_OUTPUT
    for path in names:
        if path.name.startswith((".", "~")) or path.name in ours or (path.is_symlink() and path.is_dir()):
            continue
        if is_waiver_list(path):
            continue
        if is_run and (path.name in RUN_FOLDERS or RUN_OUTPUT.fullmatch(path.name)):
            continue
        if path.is_dir():
            if (recursive and not _is_project(path)) or _of_language(path.name):
                yield from _files(path, True, problems, depth + 1)
        else:
            yield path


def _is_project(folder: Path) -> bool:
    """Whether a folder within the documents is what a run made of them, or where the desk keeps its decisions."""
    return any((folder / name).is_file() for name in PROJECT_FILES)


def _says_language(path: Path, folder: Path) -> bool:
    """Whether the name of a file or of a folder that it is in says its language."""
    folders = path.relative_to(folder).parts[:-1]
    return bool(language_of_name(stem_of(path))[0]) or any(map(language_of_folder, folders))


def _bitext(path: Path, work: _Work, notes: tuple[str, ...] = ()) -> None:
    """A file that holds both languages, unless it is a table of something else: a glossary, a list of files."""
    stem = path.name[: -len(".tmx.gz")] if path.name.lower().endswith(".gz") else path.stem
    symbol = symbol_in_stem(language_of_name(stem)[1])
    try:
        some = [pair for pair in read_pairs(path) if pair.zh and pair.en][:SAMPLE_ROWS]
    except InputError as error:
        if path.suffix.lower() in TABLES and not symbol:
            work.ignored.append(path)
        else:
            work.problems.append(Problem(path, error.message, error.hint))
        return
    zh, en = (" ".join(side) for side in ([pair.zh for pair in some], [pair.en for pair in some]))
    glossary = bool(GLOSSARY.search(stem)) and not symbol
    if glossary or (detect_language(zh), detect_language(en)) != ("zh", "en"):
        work.ignored.append(path)
    elif twin := work.bitexts.get(symbol or stem):
        kind = "duplicate" if twin.read_bytes() == path.read_bytes() else "other format"
        work.spare.append(Problem(path, f"{path}: {symbol or stem} is there as {twin.name} already", kind=kind))
    else:
        work.bitexts[symbol or stem] = path
        work.entries.append(Entry(symbol or stem, path, path, notes=notes))


def _by_masthead(found: Sequence[FileFacts]) -> list[FileFacts]:
    """Two files of one name belong together whatever symbols they cite; the rest goes by its masthead.

    A pair whose mastheads agree takes their symbol.
    """
    names = _families(found, {})
    groups = {facts.path: group for group in names.values() for facts in group}
    result = []
    for one in found:
        group = groups[one.path]
        paired = len({f.language for f in group}) == 2
        agreed = len({f.masthead.symbol for f in group}) == 1
        if not one.known and one.masthead.symbol and (agreed or not paired):
            one = replace(one, key=one.masthead.symbol, known=True)
        result.append(one)
    return result


def _same_bytes(found: Sequence[FileFacts]) -> list[FileFacts]:
    """Files with a note where another symbol has the same bytes: one of the names is wrong, or a page of a site came."""
    first: dict[str, FileFacts] = {}
    result = []
    for one in found:
        twin = first.setdefault(one.digest, one)
        if twin.key != one.key and twin.known and one.known:
            one = replace(one, notes=(*one.notes, f"{one.path.name} has the same bytes as {twin.path.name}"))
        result.append(one)
    return result


def _pair(work: _Work) -> None:
    found = _same_bytes(_by_masthead(work.found))
    dual = {name: f.key for f in found if f.known and "–" in f.key for name in f.key.split("–")}
    groups = _families(found, dual)  # a dual symbol pairs under either name
    stems = [language_of_name(stem_of(problem.path))[1] for problem in work.problems]
    broken = {symbol_in_stem(stem) or stem for stem in stems}
    for (_family, key), files in sorted(groups.items()):
        sides = {lang: _without_copies([f for f in files if f.language == lang], work) for lang in LANGUAGE_NAMES}
        if any(not side for side in sides.values()):
            # where its partner is there but broken, that has been said already
            target = work.spare if key in broken else work.problems
            target += [_alone(key, side[0], key in broken) for side in sides.values() if side]
            continue
        formats = {lang: _by_format(side) for lang, side in sides.items()}
        crowded = next((files for of in formats.values() for files in of.values() if len(files) > 1), None)
        if crowded:
            work.problems.append(_crowded(key, crowded))
            continue
        zh, en = _best(formats["zh"], formats["en"])
        work.entries.append(Entry(key, zh.path, en.path, zh, en, disagreements(zh, en)))
        work.spare += [
            Problem(
                f.path, f"{f.path}: {key} is there as {zh.format.name.upper()} already", kind="other format", facts=f
            )
            for side in sides.values()
            for f in side
            if f not in (zh, en)
        ]


def _families(found: Sequence[FileFacts], dual: Mapping[str, str]) -> dict[tuple[str, str], list[FileFacts]]:
    """Files by their keys. Documents and files of lines (``x.zh``) are apart where both are there in both languages."""
    apart: dict[str, dict[str, list[FileFacts]]] = defaultdict(lambda: defaultdict(list))
    for one in found:
        apart[dual.get(one.key, one.key)][one.family].append(one)
    groups: dict[tuple[str, str], list[FileFacts]] = {}
    for key, families in apart.items():
        if all(len({f.language for f in files}) == 2 for files in families.values()):
            groups |= {(family, key): files for family, files in families.items()}
        else:
            groups["", key] = [f for files in families.values() for f in files]
    return groups


def _without_copies(files: Sequence[FileFacts], work: _Work) -> list[FileFacts]:
    """Files with the same bytes once, the others on record."""
    first: dict[str, FileFacts] = {}
    for one in files:
        kept = first.setdefault(one.digest, one)
        if kept is not one:
            message = f"{one.path}: is a copy of {kept.path.name}"
            work.spare.append(Problem(one.path, message, kind="duplicate", facts=one))
    return list(first.values())


def _by_format(files: Iterable[FileFacts]) -> dict[Format, list[FileFacts]]:
    groups: dict[Format, list[FileFacts]] = defaultdict(list)
    for one in files:
        groups[one.format].append(one)
    return groups


def _best(zh: dict[Format, list[FileFacts]], en: dict[Format, list[FileFacts]]) -> tuple[FileFacts, FileFacts]:
    """One format for both languages where there is one, else the best of each."""
    for format in Format:
        if format in zh and format in en:
            return zh[format][0], en[format][0]
    best = [next(side[format][0] for format in Format if format in side) for side in (zh, en)]
    return best[0], best[1]


def disagreements(zh: FileFacts, en: FileFacts) -> tuple[str, ...]:
    """Where the two versions, or a name and its masthead, disagree."""
    notes: list[str] = [*zh.notes, *en.notes]
    for what, one, other in (
        ("original language", zh.masthead.original, en.masthead.original),
        ("job number", zh.masthead.job.split(".")[-1], en.masthead.job.split(".")[-1]),
        ("date", zh.masthead.date, en.masthead.date),
    ):
        if one and other and one != other:
            notes.append(f"{what}: the Chinese version says {one}, the English {other}")
    return tuple(Remark("disagree", note) for note in notes)


def _alone(key: str, facts: FileFacts, broken: bool = False) -> Problem:
    missing = "English" if facts.language == "zh" else "Chinese"
    if broken:
        return Problem(facts.path, f"{facts.path}: its partner cannot be used", kind=f"no {missing}", facts=facts)
    return Problem(
        facts.path,
        f"{facts.path}: no {missing} version of {key} in the folder",
        f"add it, named as {facts.path.name} but for the language",
        f"no {missing}",
        facts,
    )


def _crowded(key: str, files: Sequence[FileFacts]) -> Problem:
    listing = ", ".join(str(f.path) for f in files)
    return Problem(
        files[0].path,
        f"{key} has several {LANGUAGE_NAMES[files[0].language]} files: {listing}",
        "keep one of them",
        "several",
        files[0],
        tuple(one.path for one in files[1:]),
    )


def _finish(work: _Work, deeper: int) -> Catalogue:
    """In order of symbols. Reference material beside real documents (``gold.zh``, ``ref.en``) is no document."""
    if any(entry.zh and entry.zh.known for entry in work.entries):
        names = {"gold", "ref", "reference", "expected"}
        references = [e for e in work.entries if e.symbol.lower() in names and not e.is_bitext]
        work.entries = [e for e in work.entries if e not in references]
        work.ignored += [path for e in references for path in (e.zh_path, e.en_path)]
    documents = {entry.symbol for entry in work.entries if not entry.is_bitext}
    for entry in [e for e in work.entries if e.is_bitext and e.symbol in documents]:
        work.entries.remove(entry)
        message = f"{entry.zh_path}: the documents of {entry.symbol} are there, they are aligned anew"
        work.spare.append(Problem(entry.zh_path, message, kind="other format"))
    entries = sorted(work.entries, key=_order)
    return Catalogue(tuple(entries), tuple(work.problems), tuple(work.ignored), tuple(work.spare), deeper)


def _order(entry: Entry) -> tuple[bool, Symbol | str, str]:
    symbol = parse_symbol(entry.symbol)
    return symbol is None, symbol or entry.symbol, str(entry.zh_path)
