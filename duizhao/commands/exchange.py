"""Termbases in and out: ``glossary import``, ``export``, ``convert``; what all commands of a termbase share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

import typer

from corpora.errors import InputError
from duizhao.commands import options
from duizhao.commands.app import renamed
from duizhao.commands.options import Language, TbxDialect
from duizhao.commands.outputs import note, say, write_out

if TYPE_CHECKING:
    from corpora.text import Variety
    from glossary.concept import Termbase
    from glossary.formats import ExportOptions
    from glossary.losses import Loss
    from glossary.store import BroughtIn, Row

SHOWN = 20  # lines of one kind on standard error; all of them go to --report
Report = Annotated[
    Path | None, typer.Option("--report", metavar="FILE", help="All that was noticed, as TSV.", dir_okay=False)
]


NoDeprecated = Annotated[
    bool, typer.Option("--no-deprecated", help="Leave deprecated and superseded terms out (OmegaT would offer them).")
]


@renamed(format="--input-format", f="--input-format")
def import_command(
    store: options.StorePath,
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="TBX, XLSX, CSV, SKOS, another .db, ...")],
    input_format: options.InputFormat = None,
    dry_run: options.DryRun = False,
    replacing: Annotated[
        bool, typer.Option("--replace", help="Where both say something else, take what the file says.")
    ] = False,
    sync: Annotated[
        bool, typer.Option("--sync", help="The files are right, and whole: also say what they have no more.")
    ] = False,
    delete: Annotated[
        bool, typer.Option("--delete", help="With --sync: take out what the files have no more.")
    ] = False,
    body: options.Body = "",
    who: options.Who = "",
    why: options.Why = "",
    report: Report = None,
) -> None:
    """Bring termbases of other tools into this one; it is made where there is none. All files, or none of them.

    Concepts are the same by their id, or by a Chinese and an English term in common. --dry-run says before anything is
    written what overlaps, what contradicts, and which body says what. With --sync and --body only terms of that body can go.
    Exit 1: something differs and was left as it is, or rows or terms of the two languages could not be read.
    Example: duizhao glossary import terms.db unterm.tbx --dry-run
    """
    loaded = [(file, *read_any(file, input_format)) for file in files]
    part = any(loss.part for _file, _termbase, losses in loaded for loss in losses)
    _check_sync(sync, delete, files, part)
    way = _Way(replacing or sync, sync, delete, body.strip())
    results = _brought_in(store, [(file, termbase) for file, termbase, _losses in loaded], dry_run, way, who, why)
    rows: list[Row] = [
        (loss.kind, loss.concept, f"{file.name}: {loss.what}") for file, _termbase, losses in loaded for loss in losses
    ]
    changes: list[Row] = []
    for result in results:
        changes += [("change", note.concept, note.what) for note in result.changes]
        changes += [("overlap", note.concept, note.what) for note in result.overlaps]
        rows += [("duplicate", note.concept, note.what) for note in result.duplicates]
        rows += [("gone", note.concept, note.what) for note in result.gone]
        rows += [("conflict", note.concept, note.what) for note in result.conflicts]
    if dry_run:
        write_out(table_text([*changes, *rows]))
    else:
        tell(rows)
    counted = {name: sum(getattr(result, name) for result in results) for name in ("added", "changed", "unchanged")}
    conflicts = sum(kind == "conflict" for kind, _id, _what in rows)
    note(
        f"{store}: " + ", ".join(f"{count} {name}" for name, count in counted.items()),
        f"{conflicts} conflict{'s' if conflicts > 1 else ''}, left as they are" if conflicts else "",
        _said_of_gone(sum(len(result.gone) for result in results), dry_run or not delete),
        "dry run: nothing was written" if dry_run else "",
    )
    write_report([*changes, *rows], report)
    if part:
        note(f"{store}: some of it was not read; the lines above say what")
    if conflicts or part:
        raise typer.Exit(1)


class _Way(NamedTuple):
    """How files are brought in, as the command line says it."""

    replacing: bool
    sync: bool
    deleting: bool
    body: str


def _check_sync(sync: bool, delete: bool, files: Sequence[Path], part: bool) -> None:
    if delete and not sync:
        raise InputError("--delete without --sync", "give both: only a file that is whole can say what is gone")
    if sync and len(files) > 1:
        raise InputError("--sync with several files", "one file can be all of a termbase; bring the others in before")
    if delete and part:
        raise InputError(
            f"{files[0]}: some of it could not be read, so nobody knows what is gone from it",
            "mend it, or leave --delete out",
        )


def _said_of_gone(count: int, only_named: bool) -> str:
    if not count:
        return ""
    return f"{count} gone from the file, {'kept (--delete takes them out)' if only_named else 'taken out'}"


class _DryRunError(Exception):
    """Takes a transaction back."""


def _brought_in(
    path: Path, loaded: Sequence[tuple[Path, Termbase]], dry_run: bool, how: _Way, who: str, why: str
) -> list[BroughtIn]:
    from corpora.text import shown_name
    from glossary.store import Store, Way

    results: list[BroughtIn] = []
    way = Way(*how)
    if dry_run and not path.exists():
        import tempfile

        with tempfile.TemporaryDirectory() as folder:
            return _brought_in(Path(folder) / "made.db", loaded, False, how, who, why)
    with Store.open(path, create=not dry_run, who=who) as store:
        if dry_run and len(loaded) == 1:
            return [store.bring_in(loaded[0][1], dry_run=True, way=way)]
        try:
            with store.transaction():
                for file, termbase in loaded:
                    results.append(store.bring_in(termbase, way=way, why=why or f"import of {shown_name(file.name)}"))
                if dry_run:
                    raise _DryRunError
        except _DryRunError:
            pass
    return results


def read_any(path: Path, format: str | None) -> tuple[Termbase, tuple[Loss, ...]]:
    """A termbase from a file in any format, or from a store."""
    from glossary.formats import is_store, load

    if format is None and is_store(path):
        return _read_store(path)
    loaded = load(path, format)
    return loaded.termbase, loaded.losses


def _read_store(path: Path) -> tuple[Termbase, tuple[Loss, ...]]:
    """The concepts of a store; that its candidates stay behind is named."""
    from glossary.losses import Loss
    from glossary.store import Store

    with Store.open(path) as store:
        termbase, counts = store.termbase(), store.count_candidates()
    total = sum(counts.values())
    if not total:
        return termbase, ()
    decided = total - counts.get("open", 0)
    parts = [f"{total} candidate{'s' * (total > 1)}", f"{decided} of them decided" if decided else ""]
    return termbase, (Loss("", f"{', '.join(filter(None, parts))}: not carried; they stay in {path.name}"),)


def export_command(
    store: options.StorePath,
    output: options.OutputFile,
    format: options.TermFormat = None,
    dialect: options.Dialect = TbxDialect.v2,
    zh_code: options.ZhCode = "zh",
    en_code: options.EnCode = "en",
    source: options.From = Language.zh,
    zh: options.WhichChinese = None,
    no_deprecated: NoDeprecated = False,
    report: Report = None,
) -> None:
    """Write the termbase for another tool; what its format cannot hold is named.

    Example: duizhao glossary export terms.db -o terms.tbx --zh-code zh-CN
    """
    from glossary.store import Store

    with Store.open(store) as opened:
        termbase, waiting = opened.termbase(), opened.count_candidates().get("open", 0)
    format = format or of_dialect(output, dialect)
    write_any(termbase, output, format, _options(zh_code, en_code, source, not no_deprecated, zh), report)
    if waiting:
        said = "candidates wait" if waiting > 1 else "candidate waits"
        note(f"{store}: {waiting} {said} for a decision: duizhao glossary review serve {store}")


def convert_command(
    termbase: Annotated[Path, typer.Argument(metavar="IN", help="A termbase in any of the formats, or a .db file.")],
    output: options.OutputFile,
    format: options.TermFormat = None,
    input_format: options.InputFormat = None,
    dialect: options.Dialect = TbxDialect.v2,
    zh_code: options.ZhCode = "zh",
    en_code: options.EnCode = "en",
    source: options.From = Language.zh,
    zh: options.WhichChinese = None,
    no_deprecated: NoDeprecated = False,
    report: Report = None,
) -> None:
    """Convert a termbase from one format to another; what the new one cannot hold is named.

    Example: duizhao glossary convert terms.tsv -o terms.tbx
    """
    format = format or of_dialect(output, dialect)
    terms, losses = read_any(termbase, input_format)
    how = _options(zh_code, en_code, source, not no_deprecated, zh)
    write_any(terms, output, format, how, report, [(loss.kind, loss.concept, loss.what) for loss in losses])


def of_dialect(output: Path, dialect: TbxDialect) -> str | None:
    """The format of a ``.tbx`` file in one of its dialects; ``None`` where the suffix is another.

    >>> of_dialect(Path("terms.TBX"), TbxDialect.v3), of_dialect(Path("terms.csv"), TbxDialect.v3)
    ('tbx3', None)
    """
    if output.suffix.lower() != ".tbx":
        return None
    return "tbx3" if dialect is TbxDialect.v3 else "tbx"


def _options(
    zh_code: str, en_code: str, source: Language | None, deprecated: bool, zh: options.Chinese | None
) -> ExportOptions:
    from glossary.formats import ExportOptions

    direction: Literal["zh", "en"] = "en" if source is Language.en else "zh"
    chosen: Variety | None = (
        None if zh is None else "traditional" if zh is options.Chinese.traditional else "simplified"
    )
    return ExportOptions(zh_code, en_code, source=direction, deprecated=deprecated, zh=chosen)


def write_any(
    termbase: Termbase,
    output: Path,
    format: str | None,
    options: ExportOptions,
    report: Path | None = None,
    rows: Iterable[Row] = (),
) -> None:
    """Write a termbase in any format; losses, and ``rows`` before them, go to standard error and to the report."""
    from glossary.formats import save

    if format is None and output.suffix.lower() == ".db":
        raise InputError(f"{output}: is a termbase of duizhao", "duizhao glossary import writes it")
    written = save(termbase, output, format, options)
    told: list[Row] = [*rows, *(("lost", loss.concept, loss.what) for loss in written.losses)]
    tell(told)
    note(f"{written.concepts} concepts: {output}")
    write_report(told, report)


def table_text(rows: Sequence[Row]) -> str:
    """What was noticed, as tab separated lines."""
    from glossary.store import table_of

    return table_of(rows)


def tell(rows: Sequence[Row]) -> None:
    """What was noticed, on standard error: the first of each kind, then how many more."""
    counts: dict[str, int] = {}
    for kind, id, what in rows:
        counts[kind] = counts.get(kind, 0) + 1
        if counts[kind] <= SHOWN:
            say(f"{kind}: {f'{id}: ' if id else ''}{what}")
    for kind, count in counts.items():
        if count > SHOWN:
            say(f"{kind}: {count - SHOWN} more (all of them: --report FILE)")


def write_report(rows: Sequence[Row], path: Path | None) -> None:
    """All that was noticed, as a table with a header; nothing without a path."""
    if path is None:
        return
    write_out("kind\tconcept\twhat\n" + table_text(rows), path)
