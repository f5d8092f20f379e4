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
from duizhao.commands.outputs import write_json, write_out


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
    most: Annotated[int, typer.Option("--most", min=0, help="How many of the most different segments are shown.")] = 10,
    format: options.FormatBySuffix = None,
    output: options.Output = None,
    model: options.Model = "builtin",
    ui: options.Ui = Language.en,
) -> None:
    """BLEU, chrF and TER of two translations, with the term and number checks beside them.

    Exit 0: compared; 2: could not run.
    Example: duizhao compare draft.tsv revised.tsv --reference published.tmx -t terms.db
    """
    from align.encoders import load_encoder
    from glossary.compare import (
        add_checks,
        compare_translations,
        match_rows,
        read_side,
        render_comparison,
        to_record,
        translation_language,
    )
    from glossary.termbases import read_termbase

    if output and format is None and output.suffix.lower() not in ("", ".txt", ".json"):
        raise InputError(f"{output}: not a format of a comparison", "use .txt or .json, or --format")
    known = read_termbase(termbase) if termbase else None
    first, second = read_side(a), read_side(b)
    third, origin = (read_side(path) if path else None for path in (reference, source))
    sides = [side for side in (first, second, third) if side is not None]
    spoken = language.value if language else translation_language(sides, origin)
    rows, left_out = match_rows(first, second, third, origin, spoken)
    names = (str(a), str(b)) if str(a) != str(b) else (f"{a} (A)", f"{b} (B)")
    chosen = None if test is Significance.none else test.value
    comparison = compare_translations(rows, spoken, names, left_out, with_reference=third is not None, test=chosen)
    if any(row.source for row in rows):
        comparison = add_checks(comparison, load_encoder(model), known)
    kind = format or (TextFormat.json if output and output.suffix.lower() == ".json" else TextFormat.text)
    if kind is TextFormat.json:
        write_json(to_record(comparison, most), output)
    else:
        write_out(render_comparison(comparison, ui.value, most), output)
