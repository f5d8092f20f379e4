"""Links that people confirmed, as pairs to train a model on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from corpora.errors import InputError

Corrections = Annotated[
    list[Path] | None,
    typer.Option(
        metavar="OUT|FILE", help="Confirmed links of a project, or of a table: read twice, and never doubted."
    ),
]


def read_corrections(paths: Sequence[Path], languages: tuple[str, str]) -> list[tuple[str, str]]:
    """The confirmed links of projects (OUT of ``run``, or its file of decisions) and tables (``links.tsv``) that have two sides.

    Raises :class:`InputError` for other languages than Chinese and English, and where nothing is confirmed.
    """
    if not paths:
        return []
    if set(languages) != {"zh", "en"}:
        raise InputError(f"--corrections: are Chinese and English, not {','.join(languages)}", "leave them out")
    pairs = [pair for path in paths for pair in _confirmed(path)]
    return pairs if languages == ("zh", "en") else [(en, zh) for zh, en in pairs]


def _confirmed(path: Path) -> list[tuple[str, str]]:
    from corpora.exchange import read_pairs
    from glossary.project import Ledger, by_document, decided_links, find_ledger
    from glossary.store import is_sqlite

    ledger = find_ledger(path)
    if path.is_dir() or is_sqlite(ledger):
        with Ledger.open(ledger) as opened:
            decided = [one for some in by_document(opened.held("link")).values() for one in some]
    else:
        decided = list(decided_links(read_pairs(path)).values())
    pairs = [("".join(one.zh), " ".join(one.en)) for one in decided if one.zh and one.en]
    if not pairs:
        raise InputError(
            f"{path}: no confirmed link of two sides in it", "confirm some (duizhao desk), or leave it out"
        )
    return pairs
