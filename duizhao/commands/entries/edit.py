"""``glossary add``, ``edit``, ``delete``: one concept, or several; each command is one group of changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from corpora.errors import InputError
from duizhao.commands import options
from duizhao.commands.outputs import say, tell_done

if TYPE_CHECKING:
    from glossary.concept import Concept
    from glossary.store import Store

Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="FIELD=TEXT",
        help="A field: subject, definition, note, ...; of terms: status, body, register, reliability, validation, "
        "source, type, pos, tag. An empty text empties it. Can be given again.",
    ),
]
Refer = Annotated[
    list[str] | None,
    typer.Option("--refer", metavar="ID", help="A reference to another concept: c7, broader:c7, narrower:c7."),
]
Homonym = Annotated[
    bool, typer.Option("--homonym", help="Another concept has this pair of terms, and this is a different one.")
]
NewSubject = Annotated[
    bool, typer.Option("--new-subject", help="The subject is none of those in use, and is meant so.")
]
Expect = Annotated[
    int | None,
    typer.Option(
        "--expect", metavar="VERSION", help="Refuse when the concept is not of this version (of 'show') any more."
    ),
]


def add_command(
    store: options.StorePath,
    terms: Annotated[
        list[str],
        typer.Argument(
            metavar="TERM", help="Terms in both languages, the preferred one first; zh:COVID-19 names its language."
        ),
    ],
    fields: Set = None,
    refer: Refer = None,
    id: Annotated[
        str, typer.Option("--id", metavar="ID", help="The id of the concept. Default: the next number.")
    ] = "",
    homonym: Homonym = False,
    new_subject: NewSubject = False,
    who: options.Who = "",
    why: options.Why = "",
) -> None:
    """Add a concept; it is made where another concept has not the same pair. The termbase is made where there is none.

    Example: duizhao glossary add terms.db 会员国 成员国 "Member State" --set subject=Bodies --set body=UNHQ
    """
    from glossary.store import Store, line_of, new_concept, reference_of, term_of

    given = _fields(fields)
    made = new_concept([term_of(text) for text in terms], given, [reference_of(one) for one in refer or ()])
    with Store.open(store, create=True, who=who) as opened, opened.transaction():
        _check_subject(opened, given.get("subject", ""), new_subject)
        concept = opened.add(replace(made, id=id), why=why, homonym=homonym)
        _warn_of_references(opened, [one.concept for one in concept.references])
    tell_done(f"{store}: {concept.id} is added", f"{line_of(concept)}\n")


def edit_command(
    store: options.StorePath,
    id: Annotated[str, typer.Argument(metavar="ID", help="Of the concept.")],
    fields: Set = None,
    term: Annotated[
        str, typer.Option("--term", metavar="TERM", help="Which term --set is about; 'text' is then its text.")
    ] = "",
    add: Annotated[
        list[str] | None, typer.Option("--add", metavar="TERM", help="One more term; can be given again.")
    ] = None,
    drop: Annotated[
        list[str] | None, typer.Option("--drop", metavar="TERM", help="A term that goes; can be given again.")
    ] = None,
    refer: Refer = None,
    unrefer: Annotated[
        list[str] | None, typer.Option("--unrefer", metavar="ID", help="A reference that goes; can be given again.")
    ] = None,
    homonym: Homonym = False,
    new_subject: NewSubject = False,
    expect: Expect = None,
    who: options.Who = "",
    why: options.Why = "",
) -> None:
    """Change a concept: its fields, with --term those of one of its terms, its terms, its references.

    A term that becomes preferred makes its rival admitted. Example: duizhao glossary edit terms.db c12 --term 成员国 --set status=deprecated
    """
    from glossary.store import Edit, Store, change_line, edited, line_of, reference_of, term_of

    given = _fields(fields)
    edit = Edit(
        {} if term else given,
        term,
        given if term else {},
        tuple(term_of(text) for text in add or ()),
        tuple(drop or ()),
        tuple(reference_of(one) for one in refer or ()),
        tuple(unrefer or ()),
    )
    if edit == Edit():
        raise InputError(f"{id}: nothing to change", "--set FIELD=TEXT, --add TERM, --drop TERM, --refer ID")
    with Store.open(store, who=who) as opened:
        with opened.transaction():
            before = _existing(opened, id)
            _check_subject(opened, edit.fields.get("subject", ""), new_subject)
            after = opened.change(edited(before, edit), why=why, expect=expect, homonym=homonym)
            _warn_of_references(opened, [one.concept for one in edit.refer])
        if after == before:
            say(f"{store}: {id} is so already; nothing was changed")
            return
        last = opened.history(id, 1)[0]
    tell_done(f"{store}: {id} is changed", f"{line_of(after)}\n")
    say(change_line(last).replace("\t", "  "))


def delete_command(
    store: options.StorePath,
    ids: Annotated[list[str], typer.Argument(metavar="ID", help="The concepts that go.")],
    expect: Expect = None,
    who: options.Who = "",
    why: options.Why = "",
) -> None:
    """Take concepts out, all of them or none; 'undo' brings them back.

    Example: duizhao glossary delete terms.db c12 --why "no term"
    """
    from glossary.store import Store

    with Store.open(store, who=who) as opened, opened.transaction():
        for id in dict.fromkeys(ids):
            _existing(opened, id)
            left = [one for one in opened.referring(id) if one not in ids]
            opened.remove(id, why=why, expect=expect)
            if left:
                say(f"{id}: {', '.join(left[:12])}{' ...' if len(left) > 12 else ''} still refer to it")
    names = ", ".join(dict.fromkeys(ids))
    say(f"{store}: {names} {'are' if len(ids) > 1 else 'is'} removed; 'duizhao glossary undo {store}' brings it back")


def _fields(given: Iterable[str] | None) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in given or ():
        name, equal, text = one.partition("=")
        name = name.strip().lower().replace("-", "_")
        if not equal or name in found:
            raise InputError(f"--set {one[:60]}: {'given twice' if equal else 'no ='}", "FIELD=TEXT, each field once")
        found[name] = text
    return found


def _existing(store: Store, id: str) -> Concept:
    found = store.get(id)
    if found is None:
        where = store.leads_to(id)
        if where:
            raise InputError(f"{store.path}: {id!r} was merged into {where!r}", f"give {where}")
        raise InputError(f"{store.path}: no concept {id!r}", "'duizhao glossary search' finds concepts")
    return found


def _check_subject(store: Store, subject: str, new: bool) -> None:
    """Raise :class:`InputError` for a subject that is not on the list of those in use: it is mostly a slip."""
    from glossary.concept import parts_of

    known = store.subjects()
    for one in parts_of(subject):
        if one not in known and known and not new:
            like = [name for name in known if name.lower() == one.lower()] or list(known)[:8]
            raise InputError(f"{one!r} is no subject in use", f"there are {', '.join(like)}; or give --new-subject")


def _warn_of_references(store: Store, ids: Iterable[str]) -> None:
    for id in ids:
        if store.get(id) is None:
            where = store.leads_to(id)
            say(
                f"{id}: {f'was merged into {where}' if where else 'is no concept of this termbase'}; the reference is kept"
            )
