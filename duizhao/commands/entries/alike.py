"""``glossary merge``, ``duplicates``, ``subjects``: concepts and subject fields that may be one."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from corpora.errors import InputError
from duizhao.commands import options
from duizhao.commands.options import TextFormat, among
from duizhao.commands.outputs import note, say, tell_done, write_out


class Alike(StrEnum):
    """What two concepts have in common."""

    pair = "pair"
    term = "term"
    near = "near"
    definition = "definition"


def merge_command(
    store: options.StorePath,
    id: Annotated[str, typer.Argument(metavar="ID", help="The concept that goes.")],
    into: Annotated[str, typer.Argument(metavar="INTO", help="The concept that gets its terms.")],
    dry_run: options.DryRun = False,
    who: options.Who = "",
    why: options.Why = "",
) -> None:
    """Make two concepts one, and name what the first one gives up; references to it, and its id, then lead to the second.

    Example: duizhao glossary merge terms.db c12 c7 --why "the same body"
    """
    from glossary.store import Store, line_of

    with Store.open(store, create=False, who=who) as opened, opened.transaction():
        made = opened.merging(id, into)
        concept = made.concept if dry_run else opened.merge(id, into, why=why)
    for what in made.given_up:
        say(f"given up: {what}")
    if dry_run:
        rows = [
            *(f"change\t{into}\t{what}" for what in made.changes),
            *(f"given up\t{id}\t{what}" for what in made.given_up),
        ]
        rows += [f"refers\t{one}\tleads to {into} then" for one in made.referring]
        write_out("".join(f"{row}\n" for row in rows))
        say(f"{store}: dry run: nothing was written")
        return
    tell_done(f"{store}: {id} is merged into {into}", f"{line_of(concept)}\n")
    if made.given_up:
        say(f"{store}: 'duizhao glossary history {store} {id}' keeps what was given up, 'undo' brings it back")


def duplicates_command(
    store: options.StorePath,
    alike: Annotated[
        Alike | None,
        among(
            Alike,
            "--alike",
            what="kind",
            help="Only those with the same pair, term, near (forms of a) term, or definition.",
        ),
    ] = None,
    limit: options.Limit = 100,
    format: options.Format = TextFormat.text,
) -> None:
    """Concepts that may be one: the same pair of terms, a term in common, nearly so, the same definition. Surest first.

    Nothing is changed. Example: duizhao glossary duplicates terms.db --alike pair
    """
    from glossary.store import Store, as_json

    with Store.open(store) as opened:
        found = [one for one in opened.doubles() if alike is None or one.kind == alike.value]
    shown = found[:limit] if limit else found
    if format is TextFormat.json:
        write_out(as_json([{"kind": one.kind, "concepts": list(one.concepts), "what": one.what} for one in shown]))
    else:
        write_out("".join(f"{one.kind}\t{', '.join(one.concepts)}\t{' '.join(one.what.split())}\n" for one in shown))
    if len(shown) < len(found):
        say(f"{store}: {len(shown)} of {len(found):,}; --limit 0 shows all")
    elif not found:
        say(f"{store}: no concepts that are alike")


def subjects_command(
    store: options.StorePath,
    rename: Annotated[
        list[str] | None,
        typer.Option(
            "--rename", metavar="OLD=NEW", help="Call a subject by another name in all concepts; can be given again."
        ),
    ] = None,
    who: options.Who = "",
    why: options.Why = "",
    format: options.Format = TextFormat.text,
) -> None:
    """The subject fields in use, each with its number of concepts: the list from which 'add' and 'edit' take them.

    Example: duizhao glossary subjects terms.db --rename "Finances=Finance"
    """
    from glossary.store import Store, as_json

    with Store.open(store, who=who) as opened:
        with opened.transaction():
            for one in rename or ():
                old, equal, new = (part.strip() for part in one.partition("="))
                if not (equal and old and new) or ";" in new:
                    raise InputError(f"--rename {one[:60]}: no OLD=NEW", "two names, with = between them")
                count = opened.rename_subject(old, new, why=why or f"{old} becomes {new}")
                if not count:
                    raise InputError(f"{store}: no concept of the subject {old!r}", "'glossary subjects' lists them")
                note(f"{store}: {old} becomes {new} in {count} concept{'s' * (count > 1)}")
        found = opened.subjects()
    if format is TextFormat.json:
        write_out(as_json([{"subject": name, "concepts": count} for name, count in found.items()]))
    else:
        write_out("".join(f"{name}\t{count}\n" for name, count in found.items()))
