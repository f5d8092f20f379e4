"""``duizhao compare``: two translations, or a draft and its revision, by metrics, terms and numbers."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from corpora.errors import InputError
from duizhao.commands import options
from duizhao.commands.app import renamed
from duizhao.commands.options import Language, TextFormat, among
from duizhao.commands.outputs import note, write_json, write_out

PAGES = (".html", ".htm")


class Significance(StrEnum):
    """How significance is tested."""

    bs = "bs"
    ar = "ar"
    none = "none"


@renamed(r="--reference", s="--source")
def compare_command(
    a: Annotated[Path, typer.Argument(help="A translation, or the draft: a bitext, or text with one segment a line.")],
    b: Annotated[Path, typer.Argument(help="Another translation of the same source, or the revision.")],
    reference: Annotated[
        Path | None,
        typer.Option("--reference", help="What both are measured against. Default: A is measured against B."),
    ] = None,
    source: Annotated[
        Path | None,
        typer.Option("--source", help="The source, where A and B are plain text: for the checks."),
    ] = None,
    language: options.OneLanguage = None,
    termbase: options.ApprovedTerms = None,
    test: Annotated[
        Significance,
        among(
            Significance, "--test", help="Significance: bs (paired bootstrap), ar (approximate randomization), none."
        ),
    ] = Significance.bs,
    most: Annotated[
        int | None,
        typer.Option(
            "--most", min=0, help="How many of the most different segments are shown. Default: 10, on a page 200."
        ),
    ] = None,
    format: options.FormatBySuffix = None,
    output: options.Output = None,
    model: options.Model = "builtin",
    ui: options.Ui = Language.en,
) -> None:
    """Which of two translations is better, by BLEU, chrF and TER, with the term and number checks beside them.

    A sentence says it in words; -o compare.html writes a page with the changed places side by side.

    Exit 0: compared; 2: could not run.
    Example: duizhao compare draft.tsv revised.tsv --reference published.tmx -t terms.db
    """
    from align.encoders import load_encoder
    from corpora.notebook import counted
    from glossary.compare import (
        add_checks,
        compare_translations,
        comparison_page,
        match_rows,
        read_side,
        render_comparison,
        to_record,
        translation_language,
    )
    from glossary.termbases import read_termbase

    suffix = output.suffix.lower() if output else ""
    if format is None and suffix not in ("", ".txt", ".json", *PAGES):
        raise InputError(f"{output}: not a format of a comparison", "use .html, .txt or .json, or --format")
    known = read_termbase(termbase) if termbase else None
    first, second = read_side(a), read_side(b)
    third, origin = (read_side(path) if path else None for path in (reference, source))
    sides = [side for side in (first, second, third) if side is not None]
    spoken = language.value if language else translation_language(sides, origin)
    rows, left_out = match_rows(first, second, third, origin, spoken)
    names = (str(a), str(b)) if str(a) != str(b) else (f"{a} (A)", f"{b} (B)")
    chosen = None if test is Significance.none else test.value
    note(f"comparing {counted(len(rows), 'segment')}")
    comparison = compare_translations(rows, spoken, names, left_out, with_reference=third is not None, test=chosen)
    if any(row.source for row in rows):
        note("checking terms and numbers of both")
        comparison = add_checks(comparison, load_encoder(model), known)
    kind = format or (TextFormat.json if suffix == ".json" else TextFormat.text)
    few = 10 if most is None else most
    if kind is TextFormat.json:
        write_json(to_record(comparison, few), output)
    elif format is None and suffix in PAGES:
        write_out(comparison_page(comparison, ui.value, 200 if most is None else most), output)
    else:
        write_out(render_comparison(comparison, ui.value, few), output)
