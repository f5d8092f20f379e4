"""``glossary search``: words in any order, wildcards, filters, an order; and how many there are in all."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from duizhao.commands import options
from duizhao.commands.options import TextFormat, among
from duizhao.commands.outputs import say, write_out


class Where(StrEnum):
    """The texts that are searched."""

    terms = "terms"
    definitions = "definitions"
    notes = "notes"


class Order(StrEnum):
    """The order of what is found."""

    best = "best"
    zh = "zh"
    en = "en"
    subject = "subject"
    id = "id"
    changed = "changed"
    created = "created"
    frequent = "frequent"


class TermStatus(StrEnum):
    """Whether a term may be used."""

    preferred = "preferred"
    admitted = "admitted"
    deprecated = "deprecated"
    superseded = "superseded"


class TermValidation(StrEnum):
    """How far somebody has looked at a term."""

    unvalidated = "unvalidated"
    provisional = "provisional"
    validated = "validated"


def search_command(
    store: options.StorePath,
    text: Annotated[
        str,
        typer.Argument(
            metavar="TEXT", help='Words in any order, in either language and script; "in this order", decolon*, ?.'
        ),
    ] = "",
    language: options.OneLanguage = None,
    where: Annotated[
        list[Where] | None,
        typer.Option("--in", metavar="TEXTS", help="Only in terms, definitions or notes; can be given again."),
    ] = None,
    subject: Annotated[str, typer.Option("--subject", metavar="NAME", help="Only concepts of this subject.")] = "",
    body: options.Body = "",
    status: Annotated[
        TermStatus | None, among(TermStatus, "--status", help="Only terms of this status: preferred, admitted, ...")
    ] = None,
    validation: Annotated[
        TermValidation | None,
        among(TermValidation, "--validation", help="Only terms that are unvalidated, provisional or validated."),
    ] = None,
    since: Annotated[
        str, typer.Option("--since", metavar="DATE", help="Only concepts changed on this day or later (2026-05-01).")
    ] = "",
    until: Annotated[
        str, typer.Option("--until", metavar="DATE", help="Only concepts changed on this day or before.")
    ] = "",
    fuzzy: Annotated[bool, typer.Option("--fuzzy", help="Also terms with words that are spelt nearly so.")] = False,
    sort: Annotated[
        Order,
        among(
            Order, "--sort", what="order", help="best, zh, en, subject, id, changed, created (latest first), frequent."
        ),
    ] = Order.best,
    limit: options.Limit = 50,
    format: options.Format = TextFormat.text,
) -> None:
    """Concepts by their terms, definitions and notes: id, Chinese, English, subject. Without a text all, filtered.

    Example: duizhao glossary search terms.db "committee decolon*" --body UNHQ --sort en
    """
    from glossary.store import PLACES, Query, Store, as_json, entry_to_dict, line_of

    query = Query(
        text,
        language.value if language else None,
        tuple(place for place in PLACES if not where or place in [one.value for one in where]),
        subject,
        body,
        status.value if status else "",
        validation.value if validation else "",
        since,
        until,
        sort.value,
        fuzzy,
        limit or None,
    )
    with Store.open(store) as opened:
        found = opened.find(query)
        waiting = 0 if found.total else opened.count_candidates().get("open", 0)
        entries = (
            [entry_to_dict(one, opened.version(one.id)) for one in found.concepts] if format is TextFormat.json else []
        )
    lines = "".join(f"{line_of(concept)}\n" for concept in found.concepts)
    write_out(as_json(entries) if format is TextFormat.json else lines)
    if not found.total:
        more = "" if fuzzy or not text else "; --fuzzy finds what is spelt nearly so"
        say(f"{store}: nothing found{f' for {text!r}' if text else ''}{more}")
        if waiting:
            said = "candidates wait" if waiting > 1 else "candidate waits"
            say(f"{store}: {waiting} {said} for a decision: duizhao glossary review serve {store}")
    elif len(found.concepts) < found.total:
        say(f"{store}: {len(found.concepts)} of {found.total:,} concepts; --limit 0 shows all")
