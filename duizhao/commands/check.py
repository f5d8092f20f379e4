"""``duizhao check``, ``explain``, ``waive`` and ``doctor``: what does not agree, what a code means, what was accepted."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpora.errors import InputError
from duizhao.commands.options import (
    Against,
    Approved,
    Extend,
    Fail,
    FailOn,
    Ignore,
    Language,
    Model,
    Original,
    Select,
    Severities,
    Ui,
    Waivers,
    selection_of,
)

if TYPE_CHECKING:
    from glossary.finding import Checked, Finding
    from glossary.quality import Checker


class CheckFormat(StrEnum):
    """How ``check`` writes findings."""

    text = "text"
    json = "json"
    html = "html"
    xlsx = "xlsx"
    tsv = "tsv"
    sarif = "sarif"
    junit = "junit"


class PlainFormat(StrEnum):
    """Text or JSON."""

    text = "text"
    json = "json"


SUFFIXES = {
    ".txt": CheckFormat.text, ".json": CheckFormat.json, ".html": CheckFormat.html, ".htm": CheckFormat.html,
    ".xlsx": CheckFormat.xlsx, ".tsv": CheckFormat.tsv, ".sarif": CheckFormat.sarif, ".xml": CheckFormat.junit,
}  # fmt: skip


def check_command(
    bitext: Annotated[
        Path | None,
        typer.Argument(help="A bitext: TMX, XLIFF, Parquet, JSONL, TSV, CSV or XLSX with the columns zh and en."),
    ] = None,
    termbase: Approved = None,
    against: Against = None,
    select: Select = None,
    extend_select: Extend = None,
    ignore: Ignore = None,
    severity: Severities = None,
    waivers: Waivers = None,
    original: Original = None,
    compare: Annotated[
        tuple[Path, Path] | None,
        typer.Option("--compare", metavar="OLD NEW", help="What improved: two reports (.json) or two bitexts."),
    ] = None,
    format: Annotated[
        CheckFormat | None, typer.Option("--format", "-f", help="Default: by the suffix of -o, else text.")
    ] = None,
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "--output", "-o", help="Write here; can be given again: -o report.html -o report.xlsx.", dir_okay=False
        ),
    ] = None,
    model: Model = "builtin",
    ui: Ui = Language.en,
    fail_on: Fail = FailOn.error,
) -> None:
    """Findings and consistency scores of a bitext; what improved between two.

    Exit 0: nothing at or above --fail-on (default: error; with --compare: nothing new); 1: findings; 2: could not run.
    Example: duizhao check memory.tmx -t terms.db -o report.html -o report.xlsx
    """
    from corpora.files import atomic_path
    from duizhao.commands.outputs import refuse_inputs
    from glossary.quality import Checker, CheckOptions
    from glossary.report import report_bytes

    chosen = selection_of(select, extend_select, ignore, severity)
    if (bitext is None) == (compare is None):
        raise InputError("check: give either one bitext or --compare OLD NEW", "duizhao check --help")
    options = CheckOptions(model, termbase, tuple(against or ()), chosen, waivers, original.value if original else "")
    if compare:
        _compare(Checker(options), compare, format, output or [], ui, fail_on)
        return
    assert bitext is not None
    targets = [(format or by_suffix(path), path) for path in output or ()]
    if not targets and format is CheckFormat.xlsx:
        raise InputError("check: XLSX does not go to standard output", "give -o report.xlsx")
    for _kind, path in targets:
        refuse_inputs(path, [bitext, *options.inputs()])
    done = Checker(options).check(bitext)
    for kind, path in targets:
        with atomic_path(path) as temporary:
            temporary.write_bytes(report_bytes(kind.value, done, ui.value, bitext))
    if not targets:
        put(report_bytes((format or CheckFormat.text).value, done, ui.value, bitext), None)
    tell_beside(done)
    exit_on(fail_on, done.report.findings)


def by_suffix(path: Path) -> CheckFormat:
    """The format that a name asks for. Raises :class:`InputError` for a suffix that says nothing."""
    kind = SUFFIXES.get(path.suffix.lower())
    if kind is None:
        raise InputError(f"{path}: not a report format", f"use {', '.join(SUFFIXES)}, or --format")
    return kind


def tell_beside(done: Checked) -> None:
    """Lines on standard error: documents numbered anew, findings that waivers kept silent, waivers that match nothing any more."""
    for line in done.remarks:
        typer.echo(line, err=True)
    if done.waivers is not None:
        typer.echo(f"{done.waivers}: {len(done.report.waived)} findings accepted earlier are left out", err=True)
        if done.idle:
            typer.echo(
                f"{done.waivers}: {len(done.idle)} waivers match nothing any more: {', '.join(done.idle[:5])}", err=True
            )


def exit_on(fail_on: FailOn, findings: Sequence[Finding]) -> None:
    """Exit 1 where a finding is as severe as ``--fail-on`` or more."""
    if fail_on is FailOn.never:
        return
    from glossary.finding import Severity

    if any(finding.severity.rank >= Severity(fail_on.value).rank for finding in findings):
        raise typer.Exit(1)


def put(data: bytes, output: Path | None) -> None:
    """Bytes to a file, whole or not at all, or to standard output."""
    if output is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    from corpora.files import atomic_path

    with atomic_path(output) as temporary:
        temporary.write_bytes(data)


def _compare(
    checker: Checker,
    both: tuple[Path, Path],
    format: CheckFormat | None,
    output: list[Path],
    ui: Language,
    fail_on: FailOn,
) -> None:
    from duizhao.commands.outputs import refuse_inputs
    from glossary.compare import compare_reports, render_progress
    from glossary.quality import report_record

    if len(output) > 1:
        raise InputError("check: --compare writes one file", "give -o once")
    target = output[0] if output else None
    kind = format or (by_suffix(target) if target else CheckFormat.text)
    if kind not in (CheckFormat.text, CheckFormat.json):
        raise InputError(f"check: --compare is not written as {kind.value}", "use text or json")
    refuse_inputs(target, [*both, *checker.options.inputs()])
    progress = compare_reports(*(report_record(path, checker, ui.value) for path in both))
    if kind is CheckFormat.json:
        text = json.dumps(progress.to_dict(), ensure_ascii=False, indent=1) + "\n"
    else:
        text = render_progress(progress, ui.value)
    put(text.encode("utf-8", "replace"), target)
    if fail_on is not FailOn.never:
        from glossary.finding import Severity

        least = Severity(fail_on.value).rank
        if any(Severity(str(one["severity"])).rank >= least for one in progress.new):
            raise typer.Exit(1)


def explain_command(
    code: Annotated[
        str | None, typer.Argument(help="A code such as N101, or its beginning; without one, all codes.")
    ] = None,
    pages: Annotated[bool, typer.Option("--all", help="All pages, as Markdown.")] = False,
) -> None:
    """What a check does, why it matters, what is wrong and right, and what to do."""
    from glossary.checks import CHECKS, all_pages, current, explain_check

    if pages:
        put(all_pages().encode("utf-8"), None)
        return
    text = explain_check(code) if code else None
    if text is not None:
        typer.echo(text)
        return
    shown = [check for check in CHECKS if check.code.startswith(current(code or ""))]
    if not shown:
        raise InputError(f"no check has the code {code!r}", "'duizhao explain' lists all codes")
    for check in shown:
        off = "" if check.on else "  (off)"
        typer.echo(f"{check.code}  {check.severity.value:<8} {check.name} · {check.name_zh}{off}")


def waive_command(
    decided: Annotated[
        list[Path],
        typer.Argument(help="Reports with decisions (.xlsx) and waiver files saved from the page (.txt)."),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="The waiver file to add to.", dir_okay=False)] = Path(
        "duizhao-waivers.txt"
    ),
    who: Annotated[str, typer.Option("--who", help="Whose decisions these are.")] = "",
) -> None:
    """Take the findings that were marked as accepted in a report into the waiver file: they stay silent next time.

    Example: duizhao waive report.xlsx && duizhao check memory.tmx
    """
    from glossary.quality import gather

    added, total = gather(decided, output, who)
    typer.echo(f"{output}: {added} added, {total} in all", err=True)


def doctor_command(
    format: Annotated[PlainFormat, typer.Option("--format", "-f", help="text or json.")] = PlainFormat.text,
) -> None:
    """Is everything here that duizhao needs, and what to do about what is not; what to put into a bug report.

    Exit 0: all is well, or something optional is missing; 2: something is broken.
    """
    from duizhao.doctor import examine_machine, to_records

    signs = examine_machine(Path.cwd())
    if format is PlainFormat.json:
        typer.echo(json.dumps(to_records(signs), ensure_ascii=False, indent=1))
    else:
        for sign in signs:
            hint = f"  ({sign.hint})" if sign.hint else ""
            typer.echo(f"{sign.state:<4}  {sign.name:<22} {sign.value}{hint}")
    if any(sign.state == "bad" for sign in signs):
        raise typer.Exit(2)
