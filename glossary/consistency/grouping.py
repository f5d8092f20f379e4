"""Consistency scores of any grouping of occurrences: by concept, document, body, year, or all together.

One table of occurrences (:data:`OCCURRENCES`) goes in, one row a group comes out. All measures follow from counts of
renderings, so the table is shrunk to cells (concept, document, rendering) first and every measure works on cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import polars as pl

from corpora.symbol import parse_symbol

_COLUMNS: dict[str, pl.DataType | type[pl.DataType]] = {
    "concept": pl.String,
    "language": pl.String,
    "symbol": pl.String,
    "body": pl.String,
    "year": pl.Int32,
    "row": pl.UInt32,
    "rendering": pl.String,
    "listed": pl.Boolean,
}
OCCURRENCES = pl.Schema(_COLUMNS)
"""One row an occurrence: a term of ``language`` in row ``row`` (from 1) of the bitext.

``rendering`` is null where none was found; ``listed`` says whether it is an approved term, and is null for a concept
that no termbase decides on; ``body`` and ``year`` are null where the symbol does not say.
"""
GROUPS = ("concept", "language", "symbol", "body", "year")
"""What occurrences can be grouped by."""
MEASURES = ("share", "hhi", "entropy", "adherence", "first", "frequent")
TERM = ("concept", "language")
TEXTS = ("concept", "language", "symbol", "body", "rendering")


@lru_cache(maxsize=4096)
def place_of(symbol: str) -> tuple[str | None, int | None]:
    """The body (with its organ) and the year that a symbol names; ``None`` for what it does not say.

    >>> place_of("A/C.3/78/L.22"), place_of("S/2020/965"), place_of("letter")
    (('A/C.3', None), ('S', 2020), (None, None))
    """
    parsed = parse_symbol(symbol)
    if parsed is None:
        return None, None
    return "/".join(part for part in (parsed.organ, parsed.body) if part) or None, parsed.year


def group_scores(occurrences: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """One row a group, in order of ``by`` (columns of :data:`GROUPS`; none: one row for everything).

    Counts: ``occurrences``, ``rendered`` (a rendering was found), ``concepts`` (concept and language), ``measured``
    (rendered occurrences of concepts that are rendered twice or more in the group: shares of one say nothing),
    ``decided`` (occurrences of concepts that a termbase decides on), ``listed`` (of these, rendered by an approved term),
    ``first_of`` and ``frequent_of`` (renderings that ``first`` and ``frequent`` look at: of concepts that are rendered
    twice or more in the document, in the whole table).

    Measures, each by occurrence (micro) and, with ``_macro``, as the mean over concepts; null where nothing counts:

    * ``share``: occurrences with the most frequent rendering of their concept in the group.
    * ``hhi``: sum of the squared shares of the renderings (Gaspar, Seljan and Kucis 2022, Information 13(2):43).
    * ``entropy``: ``-sum(p log p) / log k`` for k renderings; 0 for one.
    * ``adherence``: ``listed / decided``; the *predefined* consistency of the WMT25 terminology task.
    * ``first``: renderings equal to the one at first use of the concept in the document; ``frequent``: equal to the
      most frequent one of the whole table. Pseudo-references as in Semenov and Bojar 2022 (2022.wmt-1.41).

    Raises ``ValueError`` for a column that there is not to group by.

    >>> rows = [("c", "zh", "A/1", None, None, k, text, None) for k, text in enumerate(["x", "y", "y", None], start=1)]
    >>> frame = pl.DataFrame(rows, schema=OCCURRENCES, orient="row")
    >>> group_scores(frame, ["symbol"]).select("symbol", "occurrences", "share", "first").row(0)
    ('A/1', 4, 0.6666666666666666, 0.3333333333333333)
    """
    keys = list(dict.fromkeys(by))
    if not set(keys) <= set(GROUPS):
        raise ValueError(f"group_scores: {sorted(set(keys) - set(GROUPS))} are not among {GROUPS}")
    terms = _terms(_cells(occurrences, keys), keys)
    found = _totals(terms.lazy(), keys)
    return found.with_columns(pl.col(name).cast(pl.String) for name in keys if name in TEXTS).collect()


def _cells(occurrences: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """Occurrences counted by concept, document, group and rendering; beside them the row of the concept's first use
    in the document (``first``), its renderings there (``used``), its usual rendering (``usual``), and all (``corpus``).
    """
    term = list(TERM)
    columns = list(dict.fromkeys([*TERM, "symbol", *keys, "rendering"]))
    coded = occurrences.lazy().with_columns(pl.col(name).cast(pl.Categorical) for name in columns if name in TEXTS)
    cells = (
        coded.group_by(columns)
        .agg(
            n=pl.len().cast(pl.Int64),
            listed=pl.col("listed").sum().cast(pl.Int64),
            decided=pl.col("listed").count().cast(pl.Int64),
            row=pl.col("row").min(),
        )
        .collect()
    )
    found = cells.lazy().filter(pl.col("rendering").is_not_null())
    usual = (
        found.group_by([*term, "rendering"])
        .agg(pl.col("n").sum(), pl.col("row").min())
        .sort(["n", "row", "rendering"], descending=[True, False, False])
        .group_by(term)
        .agg(usual=pl.col("rendering").first(), corpus=pl.col("n").sum())
    )
    place = found.group_by([*term, "symbol"]).agg(first=pl.col("row").min(), used=pl.col("n").sum())
    whole = cells.lazy().join(usual, on=term, how="left").join(place, on=[*term, "symbol"], how="left")
    return whole.collect()


def _terms(cells: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """One row a group and concept: how many of its occurrences count for what, how its renderings are spread.

    Only sums, maxima and lengths in groups, of columns made before: anything else is slow over millions of groups.
    """
    columns = list(dict.fromkeys([*keys, *TERM]))
    n = pl.col("n")
    found = pl.col("rendering").is_not_null()
    rendered, first, known = (pl.when(condition).then(n).otherwise(0) for condition in (
        found, found & (pl.col("used") > 1), found & (pl.col("corpus") > 1)))  # fmt: skip
    counts = (
        cells.lazy()
        .with_columns(
            rendered=rendered,
            first_of=first,
            first_is=first * (pl.col("row") == pl.col("first")).fill_null(False),
            frequent_of=known,
            frequent_is=known * (pl.col("rendering") == pl.col("usual")).fill_null(False),
        )
        .group_by([*columns, "rendering"])
        .agg(pl.col("n", "rendered", "decided", "listed", "first_of", "first_is", "frequent_of", "frequent_is").sum())
        .with_columns(
            squares=pl.col("rendered").pow(2),
            logs=pl.when(pl.col("rendered") > 0).then(pl.col("rendered") * pl.col("rendered").log()).otherwise(0.0),
            kinds=pl.col("rendered") > 0,
            top=pl.col("rendered"),
        )
        .group_by(columns)
        .agg(pl.col("top").max(), pl.all().exclude([*columns, "rendering", "top"]).sum())
    )
    total, kinds = pl.col("rendered"), pl.col("kinds").cast(pl.Float64)
    return counts.with_columns(
        hhi=pl.col("squares") / total.pow(2),
        entropy=pl.when(kinds > 1).then((total.log() - pl.col("logs") / total) / kinds.log()).otherwise(0.0).clip(0, 1),
    ).collect()


def _totals(terms: pl.LazyFrame, keys: Sequence[str]) -> pl.LazyFrame:
    """One row a group: what the concepts in it make together, by occurrence and as their mean."""
    twice = pl.col("rendered") > 1
    parts = {
        "share": (pl.col("top"), pl.col("rendered"), twice),
        "hhi": (pl.col("hhi") * pl.col("rendered"), pl.col("rendered"), twice),
        "entropy": (pl.col("entropy") * pl.col("rendered"), pl.col("rendered"), twice),
        "adherence": (pl.col("listed"), pl.col("decided"), pl.col("decided") > 0),
        "first": (pl.col("first_is"), pl.col("first_of"), pl.col("first_of") > 0),
        "frequent": (pl.col("frequent_is"), pl.col("frequent_of"), pl.col("frequent_of") > 0),
    }
    made = {"concepts": pl.lit(1, pl.Int64), "measured": pl.when(twice).then(pl.col("rendered")).otherwise(0)}
    for name, (part, whole, counts) in parts.items():
        made |= {
            f"{name}_part": pl.when(counts).then(part).otherwise(0),
            f"{name}_whole": pl.when(counts).then(whole).otherwise(0),
            f"{name}_mean": pl.when(counts).then(part / whole).otherwise(0.0),
            f"{name}_n": counts.cast(pl.Int64),
        }
    counted = ["occurrences", "rendered", "concepts", "measured", "decided", "listed", "first_of", "frequent_of"]
    summed = [pl.col(name).sum() for name in dict.fromkeys([*counted, *made])]
    table = terms.rename({"n": "occurrences"}).with_columns(**made)
    groups = table.group_by(keys).agg(summed).sort(keys) if keys else table.select(summed)
    ratios = {name: _ratio(f"{name}_part", f"{name}_whole") for name in MEASURES}
    means = {f"{name}_macro": _ratio(f"{name}_mean", f"{name}_n") for name in MEASURES}
    return groups.select(*keys, *counted, *(e.alias(name) for name, e in (ratios | means).items()))


def _ratio(part: str, whole: str) -> pl.Expr:
    return pl.when(pl.col(whole) > 0).then(pl.col(part) / pl.col(whole))
