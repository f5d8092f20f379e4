"""The whole job: a folder of documents in; bitext, memory, termbase and report out."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpora.changes import Changes
from corpora.errors import InputError, OutputError
from corpora.files import kept_for_us, whole_set
from corpora.files import reason as reason_of
from corpora.versions import SCHEMAS, program_version, versions
from duizhao.alignment_tables import SENTENCES, sentences_of, sure, write_alignment_tables
from duizhao.clock import Clock
from duizhao.documents import (
    REVIEW,
    Confirmed,
    DocumentStatus,
    OneDocument,
    aligned,
    begin,
    one_document,
    tell_document,
    word_versions,
    write_word,
)
from duizhao.fates import Fate, fates_of
from duizhao.guard import refuse_written
from duizhao.own_terms import take_candidates, terms_of_run
from glossary.quality import CheckOptions, Remembered, remembered, waivers_for

if TYPE_CHECKING:
    import polars as pl

    from align.aligner import Aligner
    from align.jobs import Spread
    from corpora.bitext import Pair
    from corpora.catalogue import Entry
    from glossary.concept import Termbase
    from glossary.finding import Checked, Report
    from glossary.quality import Checker
    from glossary.report import Version

Progress = Callable[[int, int, str], None]
MARK = "run.json"
WRITTEN = (
    "bitext.parquet", "bitext.tsv", "bitext.tmx", "alone.tsv", "doubtful.tsv", SENTENCES, "termbase.tbx", "termbase-v2.tbx", "terms.tsv",
    "report.html", "report.xlsx", "review.docx", "report.json", MARK,
)  # fmt: skip
"""What a run writes; pages of rows come beside them where they do not fit into one, with ``--docx`` versions with comments."""


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What a user can set for a run; all of it goes into ``run.json``."""

    model: str = "builtin"
    ui: str = "en"
    recursive: bool = False
    zh_code: str = "zh-CN"
    en_code: str = "en"
    check: CheckOptions = field(default_factory=CheckOptions)
    original: str = ""
    changes: Changes = Changes.accepted
    fresh: bool = False
    who: str = ""
    links: Path | None = None
    least: float = 0.0
    docx: bool = False

    def record(self) -> dict[str, Any]:
        """Plain values for JSON; files as they were named."""
        record = asdict(self)
        del record["fresh"], record["who"], record["links"]  # what they bring in stands among the decisions
        check = self.check
        record["check"] = {
            "termbase": check.termbase.as_posix() if check.termbase else None,
            "against": [path.as_posix() for path in check.against],
            "selection": check.selection.signature(),
            "asked": {name: list(getattr(check.selection, name)) for name in ("select", "extend", "ignore")}
            | {"severities": {code: level.value for code, level in check.selection.severities.items()}},
            "waivers": check.waivers.as_posix() if check.waivers else None,
        }
        return record


@dataclass(slots=True)
class RunResult:
    """What a run made and found. ``problems`` are lines about files that could not be used, ``spare`` about what was left aside.

    ``inputs``: what became of each file; ``given``: the folder, or the two files; ``versions``: the Word files that get comments, ``None`` where nothing is for Word; ``timings`` in seconds and ``memory``, the peak so far in megabytes, by phase.
    """

    out: Path
    documents: list[DocumentStatus] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    spare: list[str] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)
    sentences: list[pl.DataFrame] = field(default_factory=list)
    termbase: Termbase | None = None
    report: Report | None = None
    checked: Checked | None = None
    signature: str = ""
    timings: dict[str, float] = field(default_factory=dict)
    memory: dict[str, float] = field(default_factory=dict)
    inputs: list[Fate] = field(default_factory=list)
    given: tuple[Path, ...] = ()
    remembered: Remembered = field(default_factory=Remembered)
    versions: list[Version] | None = None

    @property
    def failed(self) -> bool:
        """Whether any file of the folder could not be used."""
        return bool(self.problems) or any(d.status == "failed" for d in self.documents)

    def to_frame(self) -> pl.DataFrame:
        """One row a document, the columns of :class:`DocumentStatus`; ``warnings`` is a list."""
        import polars as pl  # the command for one does not need it here

        columns = [one.name for one in fields(DocumentStatus)]
        numbers = {one.name for one in fields(DocumentStatus) if one.type == "int"}
        schema = {name: pl.UInt32 if name in numbers else pl.String for name in columns}
        rows = [tuple(getattr(one, name) for name in columns) for one in self.documents]
        return pl.DataFrame(rows, schema=schema | {"warnings": pl.List(pl.String)}, orient="row")

    def _repr_html_(self) -> str:
        from corpora.notebook import counted, html_table

        made = (counted(len(self.documents), "document"), counted(len(self.pairs), "link"))
        found = counted(len(self.report.findings), "finding") if self.report else "nothing checked"
        what = f"{', '.join(made)}, {found}: {self.out / 'report.html'}"
        rows = ((d.symbol, d.status, d.zh_sentences, d.en_sentences, d.links, d.message) for d in self.documents)
        columns = ["symbol", "status", "zh sentences", "en sentences", "links", "message"]
        return html_table(what, columns, rows, len(self.documents))


Documents = Path | tuple[Path, Path]
"""A folder, or the two files of one document."""


def run_folder(
    folder: Documents,
    out: Path,
    options: RunOptions,
    progress: Progress = lambda _done, _total, _what: None,
    checker: Checker | None = None,
    spread: Spread | None = None,
) -> RunResult:
    """Pair, read, align, extract, check, and write everything to ``out``; ``folder`` may be the two files of one document.

    ``checker``: one that was made before, by default of the options; its model aligns, too. ``spread``: who reads, aligns and
    checks, this process where nobody is named. A file that cannot be used is named in ``problems`` and the others go through.
    Raises :class:`InputError` when no document is left, :class:`OutputError` when ``out``
    cannot be written, or another run is at work there.
    """
    if isinstance(folder, Path) and not folder.is_dir():
        what = "is a file, not a folder" if folder.exists() else "no such folder"
        raise InputError(
            f"{folder}: {what}", "give the folder that holds the Chinese and the English files, or both files"
        )
    prepare_output(out)
    with kept_for_us(out):
        return _run_folder(folder, out, options, progress, checker, spread)


def _run_folder(
    documents: Documents,
    out: Path,
    options: RunOptions,
    progress: Progress,
    checker: Checker | None,
    spread: Spread | None,
) -> RunResult:
    from align.aligner import Aligner
    from align.encoders import load_encoder
    from corpora.catalogue import pair_files, pair_folder
    from glossary.quality import Checker, How

    clock = Clock()
    if isinstance(documents, Path):
        folder, catalogue = documents, pair_folder(documents, options.recursive)
    else:
        folder, catalogue = documents[0].parent, pair_files(*documents)
    refuse_written(
        out,
        WRITTEN,
        [
            *options.check.inputs(),
            *filter(None, [options.links]),
            *(path for e in catalogue.entries for path in (e.zh_path, e.en_path)),
        ],
    )
    result = RunResult(
        out,
        problems=[str(InputError(p.message, p.hint)) for p in catalogue.problems],
        spare=list(catalogue.remarks),
        given=(documents,) if isinstance(documents, Path) else documents,
    )
    if not catalogue.entries:
        lines = "".join(f"; {line}" for line in [*result.problems[:3], *result.spare[-2:]])
        raise InputError(
            f"{folder}: no document in both languages{lines}", "name the files SYMBOL.zh.txt and SYMBOL.en.txt"
        )
    held, told = terms_of_run(out, options.check.termbase, fresh=options.fresh)
    options = replace(options, check=replace(options.check, termbase=held))
    result.remembered = remembered(out, fresh=options.fresh, who=options.who, links=options.links, said=told)
    clock.lap("pair")
    checker = checker or Checker(options.check, load_encoder(options.model), how=How(spread=spread))
    aligner = Aligner(checker.encoder)
    clock.lap("load model")
    total = len(catalogue.entries)
    for done, one in enumerate(
        _documents(catalogue.entries, aligner, options, checker.how.spread, result.remembered.links), start=1
    ):
        result.documents.append(one.status)
        result.pairs += one.pairs
        result.sentences += [sentences_of(version) for version in one.versions]
        tell_document(one)
        progress(done, total, one.status.symbol)
    clock.lap("read and align")
    if not result.pairs:
        lines = "; ".join(d.message for d in result.documents[:3])
        raise InputError(f"{folder}: no document could be aligned; {lines}", "see the lines above")
    if options.docx or (out / REVIEW).is_file():  # once asked for, it is kept up
        result.versions = word_versions(catalogue.entries, result.documents)
    result.inputs = fates_of(catalogue, result.documents, folder)
    _check(result, folder, aligner, checker, clock, progress, options.changes)
    write_outputs(result, options, clock)
    news = take_candidates(out, result.termbase, checker.termbase is not None, options.who)
    result.remembered = replace(result.remembered, said=(*result.remembered.said, *news))
    return result


def prepare_output(out: Path) -> None:
    """Make ``out`` and see that it can be written, before any work is done."""
    probe = out / f".duizhao-{os.getpid()}"
    try:
        out.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        reason = (
            "exists and is not a folder"
            if out.exists() and not out.is_dir()
            else f"cannot be written ({reason_of(error)})"
        )
        raise OutputError(f"{out}: {reason}", "choose another folder with -o") from error


def _documents(
    entries: Sequence[Entry], aligner: Aligner, options: RunOptions, spread: Spread | None, links: Confirmed
) -> Iterator[OneDocument]:
    """Every document, read and aligned: here, or by workers, in the same order."""
    if spread is None:
        return (one_document(entry, aligner, options.original, options.changes, links) for entry in entries)
    known = (options.model, options.original, options.changes, links)
    return spread(begin, known, aligned, entries, lambda entry: entry.symbol)


def _check(
    result: RunResult,
    folder: Path,
    aligner: Aligner,
    checker: Checker,
    clock: Clock,
    progress: Progress,
    changes: Changes,
) -> None:
    """Terms, consistency and findings of the aligned pairs."""
    from corpora.reading import READING_SIGNATURE
    from glossary.rows import Rows

    made = f"duizhao:{program_version()}|{READING_SIGNATURE}{changes.mark}|{aligner.signature}"
    waivers = waivers_for(checker.options, result.out / "bitext.tsv", folder)
    how = replace(checker.how, lap=clock.lap, tell=lambda stage, done, total: progress(done, total, stage))
    rows = Rows.of(result.pairs, checker.encoder)
    result.checked = done = checker.check_signed(
        rows, made, waivers, drafts=True, how=how, judged=result.remembered.judged
    )
    result.termbase, result.report, result.signature = done.termbase, done.report, done.report.signature


def write_outputs(result: RunResult, options: RunOptions, clock: Clock) -> None:
    """All files of a run, or none; what a person has changed since the last run stays beside them under a dated name."""
    with whole_set(result.out, MARK) as stage:
        _write_all(stage, result, options, clock)


def _write_all(out: Path, result: RunResult, options: RunOptions, clock: Clock) -> None:
    from corpora.exchange import write_pairs, write_tmx
    from glossary.formats import ExportOptions, save
    from glossary.report import report_files
    from glossary.termbases import write_terms

    assert result.termbase is not None
    assert result.checked is not None
    termbase = result.termbase
    for name in ("bitext.parquet", "bitext.tsv"):
        write_pairs(result.pairs, out / name)
    write_tmx(sure(result.pairs, options.least), out / "bitext.tmx", zh_code=options.zh_code, en_code=options.en_code)
    write_alignment_tables(result.pairs, out, result.sentences)
    save(termbase, out / "termbase.tbx", "tbx3")
    save(termbase, out / "termbase-v2.tbx", "tbx", ExportOptions(every=False, evidence=False))
    write_terms(termbase, out / "terms.tsv")
    clock.lap("write tables")
    for kind in ("html", "xlsx", "json"):
        for name, data in report_files(kind, result.checked, f"report.{kind}", options.ui, Path("bitext.tsv")):
            (out / name).parent.mkdir(exist_ok=True)
            (out / name).write_bytes(data)
    if result.versions is not None:
        result.spare += write_word(out, result.checked, result.versions, options.ui)
    clock.lap("write report")
    result.timings, result.memory = clock.seconds, clock.peaks
    record = json.dumps(run_record(result, options), ensure_ascii=False, indent=1) + "\n"
    (out / MARK).write_text(record, encoding="utf-8", errors="replace", newline="\n")


def run_record(result: RunResult, options: RunOptions) -> dict[str, Any]:
    """What ``run.json`` holds: signature, versions, options, what became of every document and file, seconds and memory by phase."""
    return {
        "schema": SCHEMAS["run"],
        "signature": result.signature,
        "versions": versions(),
        "options": options.record(),
        "documents": [asdict(document) for document in result.documents],
        "problems": result.problems,
        "spare": result.spare,
        "pairs": len(result.pairs),
        "concepts": len(result.termbase or ()),
        "findings": len(result.report.findings) if result.report else 0,
        "inputs": [asdict(fate) for fate in result.inputs],
        "timings": result.timings,
        "memory": result.memory,
        "decisions": result.remembered.number,
        "given": [_seen_from(result.out, path) for path in result.given],
    }


def _seen_from(out: Path, path: Path) -> str:
    """The way from the outputs to what they were made of, which holds as long as both move together."""
    try:
        return Path(os.path.relpath(path.resolve(), out.resolve())).as_posix()
    except ValueError:  # another drive
        return path.resolve().as_posix()
