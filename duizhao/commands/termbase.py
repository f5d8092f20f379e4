"""Commands of a termbase file: propose, show, history, undo."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpora.errors import InputError
from duizhao.commands import options
from duizhao.commands.app import renamed
from duizhao.commands.exchange import SHOWN, Report, read_any, tell, write_report
from duizhao.commands.options import TextFormat
from duizhao.commands.outputs import say, tell_done, write_out

ALL = 2**31 - 1  # what --limit 0 asks of the database

if TYPE_CHECKING:
    from glossary.store import Change, Row


@renamed(format="--input-format", f="--input-format")
def propose_command(
    store: options.StorePath,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What 'glossary extract' wrote: JSON, Parquet, ...")],
    input_format: options.InputFormat = None,
    who: options.Who = "",
    report: Report = None,
) -> None:
    """Bring a draft in as candidates for review; what was rejected stays away until more speaks for it.

    It returns with twice the segment pairs, or two documents more, than at its rejection. The termbase is made where
    there is none. Example: duizhao glossary propose terms.db draft.json
    """
    from glossary.store import Store

    termbase, losses = read_any(file, input_format)
    with Store.open(store, create=True, who=who) as opened:
        done = opened.propose(termbase)
    rows: list[Row] = [(loss.kind, loss.concept, loss.what) for loss in losses]
    rows += [
        ("split", one.candidate, f"{one.zh} / {one.en}: its terms stand in {', '.join(one.concepts)}")
        for one in done.split
    ]
    tell(rows)
    names = ("new", "updated", "returned", "known", "silent", "unchanged", "left_out")
    counts = [f"{count} {name.replace('_', ' ')}" for name in names if (count := getattr(done, name))]
    say(f"{store}: {', '.join(counts) or 'no candidate'}")
    write_report(rows, report)


def show_command(
    store: options.StorePath,
    id: Annotated[str, typer.Argument(metavar="ID", help="Of a concept or a candidate.")],
    format: options.Format = TextFormat.text,
) -> None:
    """All that is known of a concept: terms, contexts, references, and the decision it came from.

    Example: duizhao glossary show terms.db c12
    """
    from glossary.store import Store, as_json, decision_of, entry_to_dict, name_of, page_of

    with Store.open(store) as opened:
        where = opened.leads_to(id)
        if where not in ("", id):
            say(f"{store}: {id} was merged into {where}")
            id = where
        concept, version, candidate = opened.get(id), opened.version(id), opened.candidate(id)
        if concept is None and candidate is None:
            raise InputError(f"{store}: no concept {id!r}", "'duizhao glossary search STORE TEXT' finds concepts")
        shown = concept if concept is not None or candidate is None else candidate.draft
        assert shown is not None
        others = opened.concepts({reference.concept for reference in shown.references})
        names = {other.id: name_of(other) for other in others}
    if format is TextFormat.json:
        entry = entry_to_dict(shown, version)
        if candidate is not None:
            entry["candidate"] = {name: getattr(candidate, name) for name in ("decision", "into", "who", "when", "why")}
        write_out(as_json(entry))
        return
    write_out(page_of(shown, version, names) + (f"{decision_of(candidate)}\n" if candidate else ""))


def history_command(
    store: options.StorePath,
    id: Annotated[str | None, typer.Argument(metavar="ID", help="Of a concept or a candidate.")] = None,
    limit: options.Limit = 100,
    format: options.Format = TextFormat.text,
) -> None:
    """Who changed what, when and why, newest first; the first column is the group for 'undo'.

    Example: duizhao glossary history terms.db c12
    """
    from glossary.store import Store, as_json, change_to_dict

    with Store.open(store) as opened:
        changes = opened.history(id, limit or ALL)
    if id is not None and not changes:
        raise InputError(f"{store}: no change of {id!r}", "'duizhao glossary search STORE TEXT' finds concepts")
    write_out(
        as_json([change_to_dict(change) for change in changes]) if format is TextFormat.json else _changes(changes)
    )
    if not changes:
        say(f"{store}: no change")


def undo_command(
    store: options.StorePath,
    group: Annotated[int | None, typer.Argument(metavar="GROUP", help="Of 'history'; default: the last.")] = None,
    who: options.Who = "",
) -> None:
    """Take back the last group of changes, or one by its number. Undoing can be undone, by its number.

    It is refused when something of it was changed since. Example: duizhao glossary undo terms.db
    """
    from glossary.store import Store

    with Store.open(store, who=who) as opened:
        done = opened.undo(group)
    tell_done(f"{store}: undone", _changes(done[:SHOWN]))
    if len(done) > SHOWN:
        say(f"and {len(done) - SHOWN} more")
    if done:
        say(
            f"{store}: group {done[0].undoes} is undone; 'duizhao glossary undo {store} {done[0].group}' brings it back"
        )
    else:
        say(f"{store}: nothing was left to undo")


def _changes(changes: Sequence[Change]) -> str:
    from glossary.store import change_line

    return "".join(f"{change_line(change)}\n" for change in changes)
