"""A bitext into the format that the suffix names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

import polars as pl

from corpora.bitext import Pair, pairs_to_frame
from corpora.errors import OutputError
from corpora.exchange.kept import facts_frame
from corpora.exchange.others import write_po
from corpora.exchange.remarks import Remarks
from corpora.exchange.tables import TABLE_SUFFIXES, flat_frame, write_frame
from corpora.exchange.tmx import write_tmx
from corpora.exchange.word_write import write_word
from corpora.exchange.xliff_write import write_xliff
from corpora.files import atomic_path, clean_text, xml_text
from corpora.logs import staged
from corpora.sheets import write_sheet
from corpora.text import LANGUAGES
from corpora.versions import SCHEMAS

XLIFF_SUFFIXES = (".xlf", ".xliff")


BITEXT_OUT = (".tmx", *XLIFF_SUFFIXES, *TABLE_SUFFIXES, ".xlsx", ".docx", ".po")
MOST_IN_A_CELL = 32_767
"""Characters of a cell of a workbook (Excel)."""


@staged("write")
def write_pairs(
    pairs: Sequence[Pair],
    path: Path,
    *,
    zh_code: str = "zh-CN",
    en_code: str = "en",
    source: str = "",
    xliff: Literal["2.1", "1.2"] = "2.1",
    keep: bool = False,
    said: Remarks | None = None,
) -> int:
    """A bitext by suffix, TMX and XLIFF (``.xlf``, ``.xliff``) included; return the number of rows written.

    ``zh_code``, ``en_code`` (empty: as the file of the rows says) and ``source`` (``zh`` or ``en``; default: the original) matter to TMX and XLIFF, ``xliff``
    is its version. ``keep``: what the files of the rows said beside the texts is written where the format has a place for it;
    states, matches, locks and origins always are. ``said`` takes what the format has no place for.
    """
    suffix = path.suffix.lower()
    if suffix in (*XLIFF_SUFFIXES, ".po"):
        zh_code, en_code = zh_code or usual_tag(pairs, 0), en_code or usual_tag(pairs, 1)
    if suffix == ".tmx":
        return write_tmx(pairs, path, zh_code=zh_code, en_code=en_code, source=source, keep=keep)
    if suffix in XLIFF_SUFFIXES:
        return write_xliff(pairs, path, zh_code=zh_code, en_code=en_code, source=source, version=xliff, keep=keep)
    if suffix == ".docx":
        return write_word(pairs, path, said, keep)
    if suffix == ".po":
        return write_po(pairs, path, zh_code=zh_code, en_code=en_code, source=source, keep=keep)
    more = facts_frame(pairs, keep)
    frame = pairs_to_frame(_cleaned(pairs))
    frame = frame if more is None else frame.hstack(more)
    if suffix == ".xlsx":
        return _write_workbook(frame, path)
    if suffix == ".tsv" and said is not None:
        broken = sum("\n" in text or "\t" in text for pair in pairs for text in (pair.zh, pair.en))
        said.count("text with line ends or tabs", "written with blanks for them", broken)
    write_frame(frame, path, SCHEMAS["bitext"])
    return len(pairs)


def _write_workbook(frame: pl.DataFrame, path: Path) -> int:
    """One sheet with the columns of a table; raises :class:`OutputError` for what Excel could not open."""
    texts = flat_frame(frame).with_columns(pl.all().cast(pl.String).fill_null(""))
    for row, size in enumerate(texts.select(pl.max_horizontal(pl.all().str.len_chars())).to_series(), start=1):
        if size > MOST_IN_A_CELL:
            what = f"row {row} has a text of more than {MOST_IN_A_CELL:,} characters, which Excel cannot open"
            raise OutputError(f"{path.name}: {what}", "write CSV")
    rows = ([xml_text(cell) for cell in row] for row in texts.iter_rows())
    with atomic_path(path) as temporary:
        write_sheet(temporary, texts.columns, rows, "bitext")
    return texts.height


DEFAULT_TAGS = ("zh-CN", "en")


def usual_tag(pairs: Iterable[Pair], side: int) -> str:
    """How the files of the rows mostly call a language (0: Chinese, 1: English), else its usual code."""
    tags = Counter(tag for pair in pairs if pair.about and (tag := pair.about.tags[side]))
    return max(tags, key=lambda tag: tags[tag], default=DEFAULT_TAGS[side])


def one_language(pairs: Sequence[Pair], said: Remarks, suffix: str) -> None:
    """Say which texts lose what their language is called, in a format with room for one Chinese and one English.

    Of the formats by suffix, TMX has room for all, XLIFF and PO for one of each, and tables for the languages alone.
    """
    if suffix == ".tmx":
        return
    for side, language in enumerate(LANGUAGES):
        usual = usual_tag(pairs, side) if suffix in (*XLIFF_SUFFIXES, ".po") else language
        tags = Counter(tag for pair in pairs if pair.about and (tag := pair.about.tags[side]) and tag != usual)
        for tag, number in tags.items():
            said.count(f"text in {tag}", f"written as {usual}", number)


def _cleaned(pairs: Iterable[Pair]) -> Iterator[Pair]:
    for pair in pairs:
        zh, en = clean_text(pair.zh), clean_text(pair.en)
        yield pair if (zh, en) == (pair.zh, pair.en) else replace(pair, zh=zh, en=en)
