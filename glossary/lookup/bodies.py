"""Who says what, and since when: the uses of each rendering by the body whose document it is, and by year."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpora.symbol import parse_symbol
from glossary.lookup.find import Lookup
from glossary.rows import Rows

YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
FIRST_SESSION = 1945  # the session of the General Assembly that begins in a year has its number beyond this


@dataclass(frozen=True, slots=True)
class Said:
    """A rendering in the documents of one body and year: ``count`` uses, ``share`` of all uses of the term there."""

    rendering: str
    body: str
    year: int | None
    count: int
    share: float


def shares(found: Lookup, rows: Rows) -> list[Said]:
    """The renderings by body and year, in the order of both; runners-up are none.

    >>> from corpora.bitext import Pair
    >>> from glossary.lookup.find import find_renderings
    >>> rows = Rows.of([Pair(s, 1, "大会通过了决议。", "The General Assembly adopted it.") for s in ("A/RES/78/1", "S/2020/965")])
    >>> [(one.body, one.year, one.rendering, one.share) for one in shares(find_renderings(rows, ["大会"], "zh")[0], rows)]
    [('A', 2023, 'General Assembly', 1.0), ('S', 2020, 'General Assembly', 1.0)]
    """
    counts: Counter[tuple[str, int, str]] = Counter()
    order = {one.text: k for k, one in enumerate(found.renderings)}
    for one in found.renderings:
        for use in one.uses if one.count else ():
            counts[*of_document(rows.pairs[use.row].symbol), one.text] += 1
    total: Counter[tuple[str, int]] = Counter()
    for (body, year, _text), count in counts.items():
        total[body, year] += count
    ranked = sorted(counts, key=lambda key: (key[0], key[1], -counts[key], order[key[2]]))
    return [
        Said(text, body, year or None, counts[body, year, text], round(counts[body, year, text] / total[body, year], 4))
        for body, year, text in ranked
    ]


@lru_cache(maxsize=100_000)
def of_document(symbol: str) -> tuple[str, int]:
    """The body of a document and its year, 0 where the symbol does not say.

    >>> of_document("A/HRC/14/3"), of_document("A/75/379"), of_document("S/RES/822(1993)"), of_document("report 2019")
    (('A/HRC', 0), ('A', 2020), ('S', 1993), ('', 2019))
    """
    known = parse_symbol(symbol)
    if known is None:
        written = YEAR.search(symbol)
        return "", int(written.group()) if written else 0
    year = known.year or 0
    if not year and known.organ == "A" and not known.body and known.session.isdigit():
        year = FIRST_SESSION + int(known.session)
    return "/".join(part for part in (known.organ, known.body) if part), year


def by_body(said: Sequence[Said], rendering: str) -> list[tuple[str, int, int | None, int | None]]:
    """Of a rendering each body with its uses, first and last year, the body with most uses first."""
    found: dict[str, list[Said]] = {}
    for one in said:
        if one.rendering == rendering:
            found.setdefault(one.body, []).append(one)
    rows = []
    for body, some in found.items():
        years = [one.year for one in some if one.year is not None]
        rows.append((body, sum(one.count for one in some), min(years, default=None), max(years, default=None)))
    return sorted(rows, key=lambda row: (-row[1], row[0]))
