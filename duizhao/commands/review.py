"""``duizhao glossary review``: a sheet out, the filled-in sheet back, or a page to work on."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpora.errors import DuizhaoError, InputError
from duizhao.commands import options
from duizhao.commands.app import App
from duizhao.commands.options import Language, TextFormat, among
from duizhao.commands.outputs import note, tell_done, write_out

if TYPE_CHECKING:
    from glossary.review import Outcome, SheetRow
    from glossary.store import Store

app = App("Decide on term candidates: in a spreadsheet or on a local web page.")


class Which(StrEnum):
    """Which candidates go into the sheet."""

    open = "open"
    all = "all"


@app.command("export")
def export_command(
    store: options.StorePath,
    output: options.OutputFile,
    decision: Annotated[
        Which, among(Which, "--decision", help="open: what is not decided yet; all: everything.")
    ] = Which.open,
    limit: options.Limit = 0,
    ui: options.Ui = Language.en,
    force: options.Force = False,
) -> None:
    """Candidates as a sheet to fill in: .xlsx or .csv. A sheet with decisions that the termbase does not have stays.

    Example: duizhao glossary review export terms.db -o review.xlsx
    """
    from corpora.notebook import counted
    from glossary.review import rows_of, write_sheet
    from glossary.store import Store

    with Store.open(store) as opened:
        if not force:
            _refuse_decisions(opened, output)
        candidates = opened.candidates("open" if decision is Which.open else None)
        rows = rows_of(opened, candidates[: limit or None], ui.value)
    write_sheet(rows, output, ui.value)
    note(f"{counted(len(rows), 'candidate')}: {output}")


def _refuse_decisions(store: Store, sheet: Path) -> None:
    """Raise :class:`InputError` where a sheet that is there already holds work: rows that an import would take or refuse."""
    from corpora.files import taken_in
    from glossary.review import bring_back, has_own_work, read_sheet

    try:
        if not sheet.is_file() or not sheet.stat().st_size:
            return
        rows = read_sheet(sheet)
    except (OSError, InputError) as error:
        raise InputError(
            f"{sheet}: is there already, and is no review sheet",
            "name another file, or --force, which keeps it under a dated name",
        ) from error
    rows = [row for row in rows if row.get("decision") or row.get("why") or _is_present(store, row)]
    try:
        outcome = bring_back(store, rows, dry_run=True)
        count = len(outcome.steps) + len(outcome.conflicts)
    except DuizhaoError:  # the termbase may only be read, so nothing can be tried
        count = sum(bool(row.get("decision")) for row in rows)
    if count:
        said = f"{count} row{'s' * (count > 1)} filled in that {'are' if count > 1 else 'is'} not in the termbase"
        raise InputError(
            f"{sheet}: has {said}", "'duizhao glossary review import' takes them; --force keeps it under a dated name"
        )
    if not has_own_work(sheet):
        taken_in(sheet)


def _is_present(store: Store, row: SheetRow) -> bool:
    """Whether a candidate is as the sheet shows it, so that what differs in the row was written by a person."""
    from glossary.review import stamp

    candidate = store.candidate(row.get("id") or "")
    return candidate is not None and (row.get("version") or "").removesuffix(".0") == stamp(store, candidate)


@app.command("import")
def import_command(
    store: options.StorePath,
    sheet: Annotated[Path, typer.Argument(metavar="FILE", help="The filled-in .xlsx or .csv.", dir_okay=False)],
    dry_run: options.DryRun = False,
    all_or_nothing: Annotated[
        bool, typer.Option("--all-or-nothing", help="With a conflict in any row, write nothing.")
    ] = False,
    who: options.Who = "",
    format: options.Format = TextFormat.text,
) -> None:
    """Take the decisions of a filled-in sheet. Exit 0: all rows stand; 1: conflicts, listed with their row.

    Example: duizhao glossary review import terms.db review.xlsx --dry-run
    """
    from corpora.files import json_text
    from glossary.review import bring_back, read_sheet
    from glossary.store import Store

    rows = read_sheet(sheet)
    with Store.open(store, who=who) as opened:
        outcome = bring_back(opened, rows, dry_run=dry_run, all_or_nothing=all_or_nothing)
    shown = f"{json_text(_as_record(outcome, dry_run))}\n" if format is TextFormat.json else _as_table(outcome)
    if outcome.applied and not dry_run:
        tell_done(f"{store}: {_summary(outcome, dry_run)}", shown)
    else:
        write_out(shown)
    note(_summary(outcome, dry_run))
    if outcome.conflicts:
        raise typer.Exit(1)


def _as_record(outcome: Outcome, dry_run: bool) -> dict[str, Any]:
    steps: list[dict[str, Any]] = [
        {
            "row": step.row,
            "id": step.id,
            "decision": step.decision,
            "zh": step.zh,
            "en": step.en,
            "into": step.into,
            "why": step.why,
            "changes": list(step.details),
        }
        for step in outcome.steps
    ]
    return {
        "applied": outcome.applied,
        "dry_run": dry_run,
        "changes": steps,
        "conflicts": [asdict(conflict) for conflict in outcome.conflicts],
        "unchanged": outcome.unchanged,
    }


def _as_table(outcome: Outcome) -> str:
    lines = [
        f"row {step.row}\t{step.decision}\t{step.zh} / {step.en}\t{'; '.join(step.details)}" for step in outcome.steps
    ]
    lines += [f"row {conflict.row}\tCONFLICT\t{conflict.id}\t{conflict.reason}" for conflict in outcome.conflicts]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _summary(outcome: Outcome, dry_run: bool) -> str:
    counts = {"accepted": 0, "rejected": 0, "merged": 0, "open": 0}
    for step in outcome.steps:
        counts[step.decision] += 1
    said = ", ".join(f"{n} {'opened again' if name == 'open' else name}" for name, n in counts.items() if n)
    parts = [said or "no decision", f"{outcome.unchanged} rows as they were"]
    if outcome.conflicts:
        parts.append(f"conflicts: {len(outcome.conflicts)}")
    if dry_run:
        parts.append("dry run: nothing was written")
    elif outcome.steps and not outcome.applied:
        parts.append("nothing was written, because of the conflicts")
    return "; ".join(parts)


@app.command("serve")
def serve_command(
    store: options.StorePath,
    port: options.Port = 0,
    ui: options.Ui = Language.en,
    who: options.Who = "",
    no_browser: options.NoBrowser = False,
) -> None:
    """Review on a web page that only this machine can open. Ctrl-C ends it.

    Example: duizhao glossary review serve terms.db --ui zh
    """
    from glossary.review import serve

    def ready(address: str) -> None:
        write_out(f"{address}\n")
        note("Open this address in a browser; Ctrl-C here ends the review.")

    serve(store, port=port, ui=ui.value, who=who, browser=not no_browser, ready=ready)
    note("Review ended; all decisions are saved.")
