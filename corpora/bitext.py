"""An alignment of two documents, and the table that it becomes.

:class:`Bitext` is what the aligner makes: two documents and the links between them. :class:`Pair` is one row of the
table that everything after it works on, whether it came from our aligner or from somebody's TMX.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import polars as pl

from corpora.about import About
from corpora.document import Document, Segment
from corpora.errors import InputError, short
from corpora.notebook import counted, html_table
from corpora.original import agreed
from corpora.text import no_surrogates

_COLUMNS: dict[str, pl.DataType | type[pl.DataType]] = {
    "symbol": pl.String,
    "position": pl.UInt32,
    "zh": pl.String,
    "en": pl.String,
    "source_ids": pl.List(pl.UInt32),
    "target_ids": pl.List(pl.UInt32),
    "score": pl.Float32,
    "kind": pl.String,
    "link": pl.String,
    "original": pl.String,
    "paragraph": pl.UInt32,
    "page": pl.UInt32,
}
BITEXT_SCHEMA = pl.Schema(_COLUMNS)
WORDS = {
    pl.String(): "text",
    pl.UInt32(): "whole numbers",
    pl.Float32(): "numbers",
    pl.List(pl.UInt32): "lists of whole numbers",
}
"""What the columns hold, as an error says it."""


class Link(NamedTuple):
    """Segments of the source that render segments of the target; one side may be empty.

    ``crossing``: the link stands outside the order of the others (a footnote, a signature, a moved paragraph);
    ``confirmed``: a person said so.

    >>> str(Link(range(0, 2), range(0, 1), 0.8)), Link(range(2, 3), range(1, 1), 0.0).type
    ('[0, 1]:[0]', '1-0')
    """

    source: range
    target: range
    score: float = 0.0
    crossing: bool = False
    confirmed: bool = False

    def __str__(self) -> str:
        return f"{list(self.source)}:{list(self.target)}"

    @property
    def type(self) -> str:
        """Number of source segments, a hyphen, number of target segments."""
        return f"{len(self.source)}-{len(self.target)}"

    @property
    def sides(self) -> tuple[range, range]:
        """Source and target segments."""
        return self.source, self.target

    @property
    def is_null(self) -> bool:
        """Whether one side is empty."""
        return not self.source or not self.target


@dataclass(frozen=True, slots=True)
class Pair:
    """One row of a bitext table.

    ``symbol`` and ``position`` (from 1 in each document) name the row; ``zh`` or ``en`` is empty where the other
    version has nothing; ``kind`` is what the text is (body, heading, footnote, ...), ``link`` how many sentences
    of each side it joins (``1-2``; ``1-1 crossing`` outside the order of the others, ``1-1 confirmed`` where a person said so). ``source_ids`` count zh segments from 0, ``target_ids`` en segments.
    ``original`` is the language that the document was written in, empty (null in a table) where nobody says it.
    ``paragraph`` and ``page``, both from 1, say where the Chinese text begins in its file, the English one where there is
    no Chinese; 0 where nobody knows. ``about`` is what the file of a translation tool says of the row beside that.
    ``line`` is the line (of a workbook the row) of the file that the row was read from.
    """

    symbol: str
    position: int
    zh: str
    en: str
    source_ids: tuple[int, ...] = ()
    target_ids: tuple[int, ...] = ()
    score: float = 1.0
    kind: str = "body"
    link: str = "1-1"
    original: str = ""
    paragraph: int = 0
    page: int = 0
    about: About | None = field(default=None, compare=False, repr=False)
    line: int = field(default=0, compare=False, repr=False)


DOUBTFUL = 0.5
"""Confidence below which a link is probably wrong."""


def is_doubtful(pair: Pair) -> bool:
    """Whether a row links two texts that probably do not belong together.

    >>> is_doubtful(Pair("A/1", 1, "一", "one", score=0.3)), is_doubtful(Pair("A/1", 2, "一", "", score=0.3))
    (True, False)
    """
    return bool(pair.zh and pair.en) and pair.score < DOUBTFUL


def join_segments(segments: Iterable[Segment], language: str) -> str:
    """The text of a run: spaces between sentences in English, none in Chinese.

    >>> join_segments([Segment(0, "First."), Segment(1, "Second.")], "en")
    'First. Second.'
    """
    return ("" if language == "zh" else " ").join(segment.text for segment in segments)


@dataclass(frozen=True, slots=True)
class Bitext:
    """Two documents and the links that cover every segment of both exactly once, in order of the source.

    ``signature`` names everything that shaped the links (model fingerprint, costs, program version).
    """

    source: Document
    target: Document
    links: tuple[Link, ...]
    signature: str = ""

    @property
    def original(self) -> str:
        """The language that both versions, or one of them, name as the original; empty where they differ."""
        return agreed((self.source.original, self.target.original))

    @property
    def warning(self) -> str:
        """One line where most links have one side only, else nothing."""
        nulls = sum(link.is_null for link in self.links)
        if nulls * 2 <= len(self.links):
            return ""
        return f"{nulls} of {len(self.links)} links have one side only: are these versions of one document?"

    def pairs(self) -> list[Pair]:
        """The rows of the table, Chinese in ``zh`` whichever side it was; of other languages the source in ``zh``."""
        rows: list[Pair] = []
        original = self.original
        turned = self.target.language == "zh" or self.source.language == "en"
        for position, link in enumerate(self.links, start=1):
            left = self.source.segments[link.source.start : link.source.stop]
            right = self.target.segments[link.target.start : link.target.stop]
            texts = join_segments(left, self.source.language), join_segments(right, self.target.language)
            first = (left or right)[0]
            at = ((right or left) if turned else (left or right))[0]
            ids = (tuple(link.source), tuple(link.target))
            if turned:
                texts, ids = texts[::-1], ids[::-1]
            (zh, en), (zh_ids, en_ids) = texts, ids
            marks = " crossing" * link.crossing + " confirmed" * link.confirmed
            kind, link_type = first.kind, f"{len(zh_ids)}-{len(en_ids)}{marks}"
            symbol = self.source.symbol or self.target.symbol
            where = (original, at.paragraph + 1, at.page)
            rows.append(Pair(symbol, position, zh, en, zh_ids, en_ids, float(link.score), kind, link_type, *where))
        return rows

    def to_frame(self) -> pl.DataFrame:
        """One row a link, schema :data:`BITEXT_SCHEMA`."""
        return pairs_to_frame(self.pairs())

    def _repr_html_(self) -> str:
        rows, nulls = self.pairs(), sum(link.is_null for link in self.links)
        what = f"{self.source.symbol or 'a bitext'}: {counted(len(rows), 'link')}, {nulls:,} with one side only"
        return html_table(what, ["zh", "en", "score"], ((p.zh, p.en, p.score) for p in rows), len(rows))


def with_original(pairs: list[Pair], original: str) -> list[Pair]:
    """The rows with another original; as they are where none is named.

    >>> with_original([Pair("A/1", 1, "一", "one", original="fr")], "en")[0].original
    'en'
    """
    return [replace(pair, original=original) for pair in pairs] if original else pairs


def pairs_to_frame(pairs: Iterable[Pair]) -> pl.DataFrame:
    """Rows as a frame, schema :data:`BITEXT_SCHEMA`."""
    rows = list(pairs)
    columns: dict[str, Any] = {name: [getattr(row, name) for row in rows] for name in BITEXT_SCHEMA.names()}
    for name in ("symbol", "zh", "en"):  # half a surrogate pair has no place in a table
        columns[name] = [no_surrogates(text) for text in columns[name]]
    columns["original"] = [original or None for original in columns["original"]]
    for name in ("source_ids", "target_ids"):
        columns[name] = _lists(columns[name])
    return pl.DataFrame(columns, schema=BITEXT_SCHEMA)


def _lists(rows: list[tuple[int, ...]]) -> pl.Series:
    """Rows of numbers as a column of lists, ten times as fast as polars makes one from tuples."""
    where = [k for k, row in enumerate(rows) for _ in row or (0,)]
    flat = pl.Series("id", [number for row in rows for number in row or (None,)], dtype=pl.UInt32)
    grouped = pl.DataFrame({"row": where, "id": flat}, schema={"row": pl.UInt32, "id": pl.UInt32})
    return grouped.group_by("row", maintain_order=True).agg("id")["id"].list.drop_nulls()


def pairs_from_frame(frame: pl.DataFrame) -> list[Pair]:
    """The reverse of :func:`pairs_to_frame`; the order of the rows is kept.

    ``zh`` and ``en`` are needed; a row without a position is counted in its document. Ids may be text, as in a TSV that
    polars read (``0,1``). Raises :class:`InputError` for a column that is missing or holds something else.

    >>> pairs_from_frame(pl.DataFrame({"zh": ["大会", "附件"], "en": ["Assembly", None]}))[1]
    Pair(symbol='', position=2, zh='附件', en='', source_ids=(), target_ids=(), score=1.0, kind='body', link='1-1', original='', paragraph=0, page=0)
    """
    missing = [name for name in ("zh", "en") if name not in frame.columns]
    if missing:
        raise InputError(f"a frame without a column {' and '.join(missing)}", "name the columns of the texts zh and en")
    if frame.is_empty():  # whose types say nothing: a table without rows is read as text
        return []
    frame = _of_right_types(frame.select([name for name in BITEXT_SCHEMA.names() if name in frame.columns]))
    counted: Counter[str] = Counter()
    pairs = []
    for row in frame.iter_rows(named=True):
        symbol = row.get("symbol") or ""
        counted[symbol] += 1
        values: dict[str, Any] = {"symbol": symbol, "position": counted[symbol], "zh": "", "en": ""}
        values |= {name: value for name, value in row.items() if value is not None}
        values |= {name: tuple(values[name]) for name in ("source_ids", "target_ids") if name in values}
        pairs.append(Pair(**values))
    return pairs


def _of_right_types(frame: pl.DataFrame) -> pl.DataFrame:
    """The columns in the types of :data:`BITEXT_SCHEMA`; a score keeps all its digits."""
    columns = []
    for name, kind in frame.schema.items():
        wanted, column = BITEXT_SCHEMA[name], pl.col(name)
        if isinstance(wanted, pl.List) and kind == pl.String:
            column, kind = column.str.extract_all(r"\d+"), pl.List(pl.String)
        elif isinstance(wanted, pl.List) and kind.is_integer():
            column, kind = pl.concat_list(column), pl.List(kind)
        if not _fits(kind, wanted):
            raise InputError(
                f"a frame whose column {name} holds {frame.schema[name]}", f"it should hold {WORDS[wanted]}"
            )
        column = column if kind.is_float() else column.cast(wanted)
        columns.append(column.list.drop_nulls() if isinstance(wanted, pl.List) else column)
    try:
        return frame.select(columns)
    except pl.exceptions.PolarsError as error:
        numbers = "position, paragraph, page and ids are whole numbers from 0 on"
        raise InputError(
            f"a frame whose numbers cannot be used: {short(str(error).splitlines()[0], 120)}", numbers
        ) from error


def _fits(kind: pl.DataType, wanted: pl.DataType) -> bool:
    if kind == pl.Null:
        return True
    if wanted == pl.String:
        return kind in (pl.String, pl.Categorical, pl.Enum)
    if isinstance(wanted, pl.List):
        inner = getattr(kind, "inner", None)
        return inner is not None and (inner in (pl.String, pl.Null) or inner.is_integer())
    return kind.is_integer() or (wanted.is_float() and kind.is_numeric())
