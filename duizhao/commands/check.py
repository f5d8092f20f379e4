"""``duizhao check`` and ``waive``: what does not agree, what improved, and what was accepted."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpora.errors import InputError
from duizhao.commands import options
from duizhao.commands.align_jobs import spread_over
from duizhao.commands.options import Engine, FailOn, Language, format_option
from duizhao.commands.outputs import (
    complain,
    note,
    progress_bars,
    refuse_inputs,
    remark,
    write_json,
    write_out,
    write_report,
)
from duizhao.guard import adding
from duizhao.project_file import mark_in_force
from duizhao.selection import selection_of, with_rules

if TYPE_CHECKING:
    from corpora.catalogue import Bitexts
    from glossary.finding import Checked, Finding
    from glossary.quality import Checker, SheetWork


class CheckFormat(StrEnum):
    """How ``check`` writes findings."""

    text = "text"
    json = "json"
    jsonl = "jsonl"
    html = "html"
    xlsx = "xlsx"
    docx = "docx"
    tsv = "tsv"
    sarif = "sarif"
    junit = "junit"
    xliff = "xliff"


SUFFIXES = {
    ".txt": CheckFormat.text, ".json": CheckFormat.json, ".jsonl": CheckFormat.jsonl, ".html": CheckFormat.html, ".htm": CheckFormat.html,
    ".xlsx": CheckFormat.xlsx, ".docx": CheckFormat.docx, ".tsv": CheckFormat.tsv, ".sarif": CheckFormat.sarif, ".xml": CheckFormat.junit,
    **dict.fromkeys((".sdlxliff", ".mqxliff", ".mxliff", ".xlf", ".xliff"), CheckFormat.xliff),
}  # fmt: skip


def check_command(
    bitexts: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="BITEXT",
            help="Bitexts: TMX, XLIFF, Parquet, JSONL, TSV, CSV or XLSX with the columns zh and en, tables of Word; a folder of them; the OUT of align run.",
        ),
    ] = None,
    termbase: options.ApprovedTerms = None,
    against: options.Against = None,
    select: options.Select = None,
    extend_select: options.Extend = None,
    ignore: options.Ignore = None,
    severity: options.Severities = None,
    checklist: options.Checklist = None,
    house: options.House = None,
    waivers: options.Waivers = None,
    baseline: Annotated[
        Path | None,
        typer.Option(
            "--baseline", metavar="REPORT", help="An earlier report (.json): what it has does not count for --fail-on."
        ),
    ] = None,
    recursive: options.Recursive = False,
    original: options.Original = None,
    zh: options.WhichChinese = None,
    compare: Annotated[
        tuple[Path, Path] | None,
        typer.Option("--compare", metavar="OLD NEW", help="What improved: two reports (.json) or two bitexts."),
    ] = None,
    format: Annotated[CheckFormat | None, format_option(CheckFormat)] = None,
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write here; can be given again: -o report.html -o report.xlsx.",
            dir_okay=False,
        ),
    ] = None,
    model: options.Model = "builtin",
    jobs: options.Jobs = None,
    engine: options.Engines = Engine.local,
    ui: options.Ui = Language.en,
    fail_on: options.Fail = FailOn.error,
    who: options.Who = "",
) -> None:
    """Findings and consistency scores of bitexts, in one report; what improved between two.

    Without --termbase the text is held against terms that are extracted from it.
    Exit 0: nothing at or above --fail-on (default: error; with --compare or --baseline: nothing new); 1: findings; 2: could not
    run, or not read every file.
    A sheet or Word file (-o review.docx: the text side by side) that -o replaces is read back first: what was accepted there
    goes into the waiver file beside the bitext.
    With -o and the suffix of an XLIFF (Trados, memoQ, Phrase) the checked file is written, with findings as comments.
    Example: duizhao check memory.tmx -t terms.db -o report.html -o report.xlsx
    """
    from corpora.catalogue import read_bitexts
    from corpora.exchange import Wanted
    from duizhao.clock import Clock
    from glossary.quality import Checker, CheckOptions, How
    from glossary.report import report_bytes

    chosen = with_rules(selection_of(select, extend_select, ignore, severity), checklist, house)
    if bool(bitexts) == (compare is not None):
        raise InputError("check: give either bitexts or --compare OLD NEW", "duizhao check --help")
    if compare and baseline:
        raise InputError("check: --compare has its own earlier report", "leave out --baseline")
    files = [path for path in output or () if path != Path("-")]
    said, chinese = original.value if original else "", options.variety_of(zh)
    how = CheckOptions(model, termbase, tuple(against or ()), chosen, waivers, said, baseline, mark_in_force(), chinese)
    if compare:
        _compare(Checker(how), compare, format, files, ui, fail_on)
        return
    assert bitexts
    targets = [(format or by_suffix(path), path) for path in files]
    if not targets and format in (CheckFormat.xlsx, CheckFormat.docx):
        raise InputError(
            f"check: {format.value.upper()} does not go to standard output", f"give -o report.{format.value}"
        )
    found = read_bitexts(bitexts, recursive, Wanted(chinese))
    for _kind, path in targets:
        refuse_inputs(path, (file for file, _rows in found.files))
    works = _take_sheets(files, waivers, bitexts[0], who)
    judged = {id: one for work in works for id, one in work.judged.items()}
    with progress_bars() as tell:
        checker = Checker(how, how=How(lap=Clock().lap, tell=tell, spread=spread_over(jobs, engine)))
        done = checker.check_all(found, bitexts, judged)
    for work in works:
        work.let_go(done)
    for kind, path in targets:
        write_report(kind.value, done, path, ui.value, bitexts[0])
    if not targets:
        write_out(report_bytes((format or CheckFormat.text).value, done, ui.value, bitexts[0]))
    tell_beside(done, ui.value)
    _complain_of(found)
    exit_on(fail_on, done.report.new())


def _take_sheets(sheets: Sequence[Path], waivers: Path | None, bitext: Path, who: str) -> list[SheetWork]:
    """What people decided in the sheets that are about to be written anew."""
    from glossary.quality import WAIVERS, work_in_sheets

    beside = bitext if bitext.is_dir() else bitext.parent
    works, lines = work_in_sheets(sheets, waivers or beside / WAIVERS, who)
    for line in lines:
        complain(line, "decisions")
    return works


def _complain_of(bitexts: Bitexts) -> None:
    """A line for each file that could not be read, or only in part; then the command has not done what was asked."""
    for problem in bitexts.problems:
        complain(str(problem), "input")
    if bitexts.problems:
        raise typer.Exit(2)


def by_suffix(path: Path) -> CheckFormat:
    """The format that a name asks for. Raises :class:`InputError` for a suffix that says nothing."""
    kind = SUFFIXES.get(path.suffix.lower())
    if kind is None:
        raise InputError(f"{path}: not a report format", f"use {', '.join(SUFFIXES)}, or --format")
    return kind


def tell_beside(done: Checked, ui: str = "en") -> None:
    """Lines on standard error: documents numbered anew, findings that waivers kept silent, waivers that match nothing any more."""
    remark(done.remarks)
    if done.waivers:
        names, waived, idle = ", ".join(map(str, done.waivers)), len(done.report.waived), len(done.idle)
        some = ", ".join(done.idle[:5])
        if ui == "zh":
            note(f"豁免清单{names}：已豁免{waived}条问题" + (f"；{idle}条豁免已失效：{some}" if idle else ""))
            return
        one = "finding accepted earlier is" if waived == 1 else "findings accepted earlier are"
        note(f"{names}: {waived} {one} left out")
        if idle:
            note(f"{names}: {idle} {'waiver matches' if idle == 1 else 'waivers match'} nothing any more: {some}")


def exit_on(fail_on: FailOn, findings: Sequence[Finding]) -> None:
    """Exit 1 where a finding is as severe as ``--fail-on`` or more."""
    if fail_on is FailOn.never:
        return
    from glossary.finding import Severity

    if any(finding.severity.rank >= Severity(fail_on.value).rank for finding in findings):
        raise typer.Exit(1)


def _compare(
    checker: Checker,
    both: tuple[Path, Path],
    format: CheckFormat | None,
    output: list[Path],
    ui: Language,
    fail_on: FailOn,
) -> None:
    from glossary.compare import compare_reports, render_progress
    from glossary.quality import report_record

    if len(output) > 1:
        raise InputError("check: --compare writes one file", "give -o once")
    target = output[0] if output else None
    kind = format or (by_suffix(target) if target else CheckFormat.text)
    if kind not in (CheckFormat.text, CheckFormat.json):
        raise InputError(f"check: --compare is not written as {kind.value}", "use text or json")
    progress = compare_reports(*(report_record(path, checker, ui.value) for path in both))
    if kind is CheckFormat.json:
        write_json(progress.to_dict(), target)
    else:
        write_out(render_progress(progress, ui.value), target)
    if fail_on is not FailOn.never:
        from glossary.finding import Severity

        least = Severity(fail_on.value).rank
        if any(Severity(str(one["severity"])).rank >= least for one in progress.new):
            raise typer.Exit(1)


@adding(merged=True)
def waive_command(
    decided: Annotated[
        list[Path],
        typer.Argument(help="Reports with decisions (.xlsx, .docx) and waiver files saved from the page (.txt)."),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="The waiver file to add to.", dir_okay=False)] = Path(
        "duizhao-waivers.txt"
    ),
    who: options.Who = "",
) -> None:
    """Take the findings that were marked as accepted in a report into the waiver file: they stay silent next time.

    Example: duizhao waive report.xlsx && duizhao check memory.tmx
    """
    from glossary.quality import gather

    added, total = gather(decided, output, who)
    note(f"{output}: {added} added, {total} in all")
