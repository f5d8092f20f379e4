"""A bitext into the format that the suffix names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from corpora.bitext import Pair, pairs_to_frame
from corpora.exchange.table_write import TABLE_SUFFIXES, write_frame
from corpora.exchange.tmx import write_tmx
from corpora.exchange.xliff_write import write_xliff
from corpora.files import clean_text
from corpora.logs import staged
from corpora.versions import SCHEMAS

XLIFF_SUFFIXES = (".xlf", ".xliff")


BITEXT_OUT = (".tmx", *XLIFF_SUFFIXES, *TABLE_SUFFIXES)


@staged("write")
def write_pairs(
    pairs: Sequence[Pair],
    path: Path,
    *,
    zh_code: str = "zh-CN",
    en_code: str = "en",
    source: str = "",
    xliff: Literal["2.1", "1.2"] = "2.1",
) -> int:
    """A bitext by suffix, TMX and XLIFF (``.xlf``, ``.xliff``) included; return the number of rows written.

    ``zh_code``, ``en_code`` and ``source`` (``zh`` or ``en``; default: the original) matter to TMX and XLIFF, ``xliff``
    is its version.
    """
    suffix = path.suffix.lower()
    if suffix == ".tmx":
        return write_tmx(pairs, path, zh_code=zh_code, en_code=en_code, source=source)
    if suffix in XLIFF_SUFFIXES:
        return write_xliff(pairs, path, zh_code=zh_code, en_code=en_code, source=source, version=xliff)
    write_frame(pairs_to_frame(_cleaned(pairs)), path, SCHEMAS["bitext"])
    return len(pairs)


def _cleaned(pairs: Iterable[Pair]) -> Iterator[Pair]:
    for pair in pairs:
        zh, en = clean_text(pair.zh), clean_text(pair.en)
        yield pair if (zh, en) == (pair.zh, pair.en) else replace(pair, zh=zh, en=en)
