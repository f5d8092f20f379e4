"""``duizhao desk``: the whole job and every decision on a local page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpora.changes import Changes
from duizhao.commands import options
from duizhao.commands.outputs import complain, note, write_out
from duizhao.project_file import mark_in_force
from duizhao.selection import selection_of, with_rules

if TYPE_CHECKING:
    from duizhao.job import RunOptions


def desk_command(
    folder: Annotated[
        Path, typer.Argument(metavar="[FOLDER]", help="A folder of documents, or what 'duizhao run' wrote.")
    ] = Path(),
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The folder to write to.", file_okay=False)
    ] = None,
    port: options.Port = 0,
    ui: options.Ui = options.Language.en,
    who: options.Who = "",
    no_browser: options.NoBrowser = False,
    model: options.Model = "",
    termbase: options.ApprovedTerms = None,
    against: options.Against = None,
    select: options.Select = None,
    extend_select: options.Extend = None,
    ignore: options.Ignore = None,
    severity: options.Severities = None,
    checklist: options.Checklist = None,
    house: options.House = None,
    recursive: options.Recursive = False,
    original: options.Original = None,
) -> None:
    """Documents, alignment, findings and terms on a page that only this machine can open. Ctrl-C ends it.

    Outputs are in FOLDER/duizhao where -o names no other folder. What is not said here is as in the last run there.
    Every decision is on the disk before the page says so.
    Example: duizhao desk documents/ --ui zh
    """
    from duizhao.desk import Project, find_project, serve
    from duizhao.job import RunOptions
    from glossary.quality import CheckOptions

    documents, out = find_project(folder, output)
    selection = with_rules(selection_of(select, extend_select, ignore, severity), checklist, house)
    check = CheckOptions(model, termbase, tuple(against or ()), selection, settings=mark_in_force())
    written = original.value if original else ""
    given = RunOptions(model, ui.value, recursive, check=check, original=written, who=who, docx=True)
    project = Project(documents, out)
    project.options = _as_before(given, project.record.get("options"), out)

    def ready(address: str) -> None:
        write_out(f"{address}\n")
        note("Open this address in a browser; Ctrl-C here closes the desk.")

    serve(project, port=port, browser=not no_browser, ready=ready)
    note("The desk is closed; all decisions are saved.")


def _as_before(given: RunOptions, known: Any, out: Path) -> RunOptions:
    """The options, with what was not given as the last run into the same folder had it."""
    known = known if isinstance(known, dict) else {}
    check: Any = known.get("check") if isinstance(known.get("check"), dict) else {}

    def text(name: str, default: str) -> str:
        value = known.get(name)
        return value if isinstance(value, str) and value else default

    model = given.model or text("model", "builtin")
    termbase, against = given.check.termbase, given.check.against
    if termbase is None and isinstance(check.get("termbase"), str) and Path(check["termbase"]).is_file():
        termbase = Path(check["termbase"])
    if not against and isinstance(check.get("against"), list):
        against = tuple(Path(one) for one in check["against"] if isinstance(one, str) and Path(one).is_file())
    selection = given.check.selection
    if not selection.signature() and isinstance(check.get("asked"), dict):
        selection = _selection(check["asked"])
        if "rules:" in str(check.get("selection", "")):
            complain(f"{out}: its last run had rules of its own; --checklist names them again", "ignored")
    changes = text("changes", Changes.accepted.value)
    least = known.get("least")
    return replace(
        given,
        model=model,
        recursive=given.recursive or known.get("recursive") is True,
        zh_code=text("zh_code", given.zh_code),
        en_code=text("en_code", given.en_code),
        original=given.original or text("original", ""),
        changes=Changes(changes) if changes in list(Changes) else Changes.accepted,
        least=float(least) if isinstance(least, int | float) else 0.0,
        check=replace(given.check, model=model, termbase=termbase, against=against, selection=selection),
    )


def _selection(asked: dict[str, Any]) -> Any:
    levels = asked.get("severities")
    severities = [f"{code}={level}" for code, level in levels.items()] if isinstance(levels, dict) else None
    select, extend, ignore = (
        [code for code in asked.get(name) or () if isinstance(code, str)] or None
        for name in ("select", "extend", "ignore")
    )
    return selection_of(select, extend, ignore, severities or None)
