"""``duizhao decisions``: what people decided in a project, listed, undone, carried to another copy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duizhao.commands import options
from duizhao.commands.app import App
from duizhao.commands.options import TextFormat
from duizhao.commands.outputs import complain, note, tell_done, write_json, write_out

if TYPE_CHECKING:
    from glossary.project import Event, Ledger

app = App(
    "What people decided about findings and links in the folder of a run: list it, undo it, carry it to another copy."
)
Project = Annotated[
    Path, typer.Argument(metavar="OUT", help="The folder that 'duizhao run' wrote, or its duizhao-project.db.")
]

NOTHING = "nothing was decided"


@contextmanager
def _opened(out: Path) -> Iterator[Ledger | None]:
    """The decisions of a project; ``None`` where a run was there and nobody has decided anything yet."""
    from duizhao.job import MARK
    from glossary.project import Ledger, find_ledger

    path = find_ledger(out)
    if not path.exists() and (out / MARK).is_file():
        yield None
        return
    with Ledger.open(path) as ledger:
        yield ledger


@app.command("list")
def list_command(out: Project, format: options.Format = TextFormat.text) -> None:
    """What holds: a line a decision, with who and when.

    Example: duizhao decisions list out
    """
    with _opened(out) as ledger:
        held = [*ledger.held("finding").values(), *ledger.held("link").values()] if ledger else []
    held.sort(key=lambda event: event.number)
    _show(held, format)
    if format is TextFormat.text:
        counts = Counter(event.after.decision or "comment" for event in held if event.after)
        note(", ".join(f"{count} {name}" for name, count in sorted(counts.items())) or NOTHING)


@app.command("history")
def history_command(
    out: Project,
    limit: options.Limit = 50,
    format: options.Format = TextFormat.text,
) -> None:
    """All that was ever decided, the newest first, with the number that 'undo' takes.

    Example: duizhao decisions history out
    """
    with _opened(out) as ledger:
        events = (ledger.events(limit) if limit else ledger.events()[::-1]) if ledger else []
        left = ledger.number - len(events) if ledger else 0
    _show(events, format)
    if not events and format is TextFormat.text:
        note(NOTHING)
    if left > 0:
        note(f"{left} older ones are not shown: --limit 0")


@app.command("undo")
def undo_command(
    out: Project,
    group: Annotated[
        int | None, typer.Argument(help="A number of the history; by default the last one in force.")
    ] = None,
    who: options.Who = "",
) -> None:
    """Take back what was decided in one go; the undo is an entry of the history, too.

    Example: duizhao decisions undo out
    """
    from glossary.project import Ledger, find_ledger

    with Ledger.open(find_ledger(out), who=who) as ledger:
        count = ledger.undo(group)
    note(f"{out}: {count} decision{'s' * (count != 1)} taken back")


@app.command("export")
def export_command(
    out: Project,
    output: options.Output = None,
) -> None:
    """All decisions as JSON Lines, for another copy of the project.

    Example: duizhao decisions export out -o mine.jsonl
    """
    from duizhao.commands.outputs import refuse_inputs
    from glossary.project import find_ledger, write_events

    refuse_inputs(output, [find_ledger(out)])
    with _opened(out) as ledger:
        write_out(write_events(ledger.events() if ledger else []), output)


@app.command("merge")
def merge_command(
    out: Project,
    others: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...", help="What 'decisions export' wrote elsewhere, or another duizhao-project.db."
        ),
    ],
    who: options.Who = "",
) -> None:
    """Take over what was decided on another machine. Exit 1: both decided differently; what is here stays, and each is named.

    Example: duizhao decisions merge out colleague.jsonl
    """
    from glossary.project import Ledger, find_ledger, merge_events, read_events

    read = [(path, read_events(find_ledger(path))) for path in others]
    conflicts = 0
    with Ledger.open(find_ledger(out), create=True, who=who) as ledger:
        for path, events in read:
            merged = merge_events(ledger, events)
            tell_done(f"{path}: {merged.taken} taken over", f"{path}: {merged.taken} taken over\n")
            for here, there in merged.conflicts:
                complain(
                    f"{path}: {_named(here)}: here {_said(here)}, there {_said(there)}; what is here stays", "decisions"
                )
            conflicts += len(merged.conflicts)
    if conflicts:
        raise typer.Exit(1)


def _show(events: list[Event], format: TextFormat) -> None:
    if format is TextFormat.json:
        write_json([asdict(event) for event in events])
        return
    write_out(
        "".join(
            f"{event.group}  {event.when}  {event.who or '-'}  {_named(event)}  {_said(event)}\n" for event in events
        )
    )


def _named(event: Event) -> str:
    after = event.after
    if after is None:
        return f"{event.kind} {event.key}"
    place = f"{after.symbol}:{after.position}" if after.position else after.symbol
    return " ".join(filter(None, (event.kind, event.key, after.code, place)))


def _said(event: Event) -> str:
    if event.after is None:
        return "taken back"
    comment = f"({' '.join(event.after.comment.split())})" if event.after.comment else ""
    return " ".join(filter(None, (event.after.decision, comment))) or "nothing"
