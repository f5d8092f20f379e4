"""What the functions of ``import duizhao`` are given, in any form: files, bitexts, models, lists of texts.

Raises :class:`TypeError` for a value that is none of the forms; the message says which there are.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeAlias

import polars as pl

from align.encoders import Encoder, load_encoder
from corpora.bitext import Bitext, Pair
from corpora.exchange import read_pairs
from glossary.rows import Rows

AnyPath: TypeAlias = str | os.PathLike[str]
AnyBitext: TypeAlias = Bitext | Rows | Sequence[Pair] | pl.DataFrame | AnyPath
"""A bitext in any form: what ``align`` gave, rows, a frame with the columns ``zh`` and ``en``, a file."""
AnyBitexts: TypeAlias = AnyBitext | Sequence[AnyPath]
"""The same, or a list of files; a path may be a folder of bitexts, or the output of ``align run``."""
Model: TypeAlias = str | Path | Encoder
"""``builtin``, a folder, the name of a sentence-transformers model, or one that was loaded."""


def paths_of(bitext: AnyBitexts) -> list[Path]:
    """The files and folders that were named; none where the bitext is here already."""
    if isinstance(bitext, str | os.PathLike):
        return [file_of(bitext)]
    if not isinstance(bitext, Sequence):
        return []
    paths = [file_of(one) for one in bitext if isinstance(one, str | os.PathLike)]
    return paths if len(paths) == len(bitext) else []


def rows_of(bitext: AnyBitext, encoder: Encoder) -> Rows:
    """A bitext of any form, to be looked at with this model; rows that were analysed with it are taken as they are."""
    if isinstance(bitext, str | os.PathLike):
        return Rows.of(read_pairs(file_of(bitext)), encoder)
    if isinstance(bitext, Rows):
        return bitext if bitext.encoder is encoder else Rows(bitext.pairs, encoder)
    if isinstance(bitext, pl.DataFrame | Bitext):
        return Rows.of(bitext, encoder)
    if isinstance(bitext, Sequence):
        pairs = [one for one in bitext if isinstance(one, Pair)]
        if len(pairs) == len(bitext):
            return Rows(pairs, encoder)
        bitext = next(one for one in bitext if not isinstance(one, Pair))
    raise TypeError(f"a bitext is a Bitext, a polars frame, a list of Pair or a path, not {kind_of(bitext)}")


def encoder_of(model: Model) -> Encoder:
    """A model by its name, or as it was loaded."""
    if isinstance(model, str | Path):
        return load_encoder(str(model))
    if not hasattr(model, "encode"):
        raise TypeError(f"a model is a name, a Path or an Encoder, not {kind_of(model)}")
    return model


def texts_of(what: str, given: Sequence[str]) -> list[str]:
    """One text or several; :class:`TypeError` for anything else."""
    texts = [given] if isinstance(given, str) else list(given) if isinstance(given, Iterable) else [given]
    wrong = [one for one in texts if not isinstance(one, str)]
    if wrong:
        raise TypeError(f"{what} takes a str or a list of them, not {kind_of(wrong[0])}")
    return texts


def file_of(path: AnyPath) -> Path:
    """The path of a file, however it is named."""
    if not isinstance(path, str | os.PathLike):
        raise TypeError(f"a file is named by a str or a Path, not {kind_of(path)}")
    return Path(path)


def kind_of(value: object) -> str:
    """The type of a value with its article, for a message.

    >>> kind_of(1), kind_of([])
    ('an int', 'a list')
    """
    name = type(value).__name__
    return f"{'an' if name[0].lower() in 'aeiou' else 'a'} {name}"
