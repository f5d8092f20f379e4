"""``duizhao align file --languages``: two files of other languages than Chinese and English."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpora.errors import InputError

if TYPE_CHECKING:
    from align.encoders import Encoder
    from corpora.bitext import Bitext

Languages = Annotated[
    str,
    typer.Option(
        "--languages",
        help="The two languages: columns of a table, codes of a TMX, suffixes of two text files; to align others than "
        "Chinese and English, those of the two files.",
    ),
]


def two_languages(languages: str) -> tuple[str, str]:
    """The codes that ``--languages`` names.

    >>> two_languages("de, fr")
    ('de', 'fr')
    """
    first, _, second = (part.strip() for part in languages.partition(","))
    if not first or not second or first == second:
        raise InputError(f"--languages {languages!r} does not name two", "for example --languages de,fr")
    return first, second


def align_others(first: Path, second: Path, languages: tuple[str, str], sentences: bool, encoder: Encoder) -> Bitext:
    """Two files of other languages than Chinese and English, a sentence a line: splitting, figures and symbols as evidence, and checks are of those two."""
    from align.aligner import Aligner
    from align.encoders import dictionary_encoder
    from corpora.document import Document
    from corpora.readers import read_sentences

    if not sentences:
        raise InputError(
            f"documents in {languages[0]} and {languages[1]} are not split into sentences, only Chinese and English ones",
            "give files with a sentence a line, and --sentences",
        )
    known = dictionary_encoder(encoder).dictionary
    if known is not None and known.facing(*languages) is None:
        raise InputError(
            f"the model is of {' and '.join(known.languages)}, not of {' and '.join(languages)}",
            "give one of these languages with --model, made by 'align train --languages'",
        )
    source, target = (
        Document.from_sentences(read_sentences(path), language, "", str(path))
        for path, language in zip((first, second), languages, strict=True)
    )
    return Aligner(encoder).align(source, target)


def others_out(bitext: Bitext, format: str, least: float, worst_first: bool) -> bytes:
    """Links, or a table with a column for each language; the other formats are of Chinese and English."""
    if format not in ("links", "tsv"):
        raise InputError(f"--format {format} is of Chinese and English", "use links or tsv")
    rows = [link for link in bitext.links if link.score >= least]
    if worst_first:
        rows.sort(key=lambda link: link.score)
    if format == "links":
        return "".join(f"{link}\n" for link in rows).encode("utf-8")
    sides = (bitext.source, bitext.target)
    lines = ["\t".join((*(side.language for side in sides), "score"))]
    for link in rows:
        texts = (
            side.texts[part.start : part.stop] for side, part in zip(sides, (link.source, link.target), strict=True)
        )
        lines.append("\t".join((*(" ".join(" ".join(some).split()) for some in texts), f"{link.score:.4f}")))
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")
