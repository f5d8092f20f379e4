"""A bitext that is too long for one page: which rows stand beside the findings, and pages with all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from corpora.bitext import Pair
from glossary.finding import Report
from glossary.report.texts import UI

if TYPE_CHECKING:
    from jinja2 import Environment

ROWS_FOLDER = "{stem}-rows"
"""Where the pages with all rows lie, beside the report."""
MOST_ROWS = 20_000
"""A page of so many rows opens in about a second (``benchmarks/checks/report_page.py``)."""
ROWS_A_PAGE = 5_000
MOST_SHOWN = 30_000
NEIGHBOURS = (10, 5, 2, 1, 0)


@dataclass(frozen=True, slots=True)
class RestPage:
    """One page with rows only: ``first`` to ``last`` (from 1), the name of its file, and its documents."""

    name: str
    first: int
    last: int
    documents: tuple[str, ...]


def rest_pages(pairs: Sequence[Pair], folder: str) -> list[RestPage]:
    """The pages that hold all rows, in a folder beside the report; none where one page holds them.

    >>> rest_pages([Pair("A/1", 1, "大会", "Assembly")], "report-rows")
    []
    >>> rows = [Pair(f"A/{k // 7000}", 1 + k % 7000, "大会", "Assembly") for k in range(21_000)]
    >>> pages = rest_pages(rows, "report-rows")
    >>> len(pages), pages[1]
    (5, RestPage(name='report-rows/rows-0002.html', first=5001, last=10000, documents=('A/0', 'A/1')))
    """
    if not folder or len(pairs) <= MOST_ROWS:
        return []
    pages = []
    for number, start in enumerate(range(0, len(pairs), ROWS_A_PAGE), 1):
        mine = pairs[start : start + ROWS_A_PAGE]
        symbols = tuple(dict.fromkeys(pair.symbol for pair in mine))
        pages.append(RestPage(f"{folder}/rows-{number:04}.html", start + 1, start + len(mine), symbols))
    return pages


def page_of(pages: Sequence[RestPage], row: int) -> str:
    """The file of the page that a row (from 1) stands in, empty where there are no such pages."""
    return next((page.name for page in pages if page.first <= row <= page.last), "")


def shown_rows(report: Report, total: int) -> list[tuple[int, int]]:
    """The rows that stand in the page, as (first from 1, how many): those of findings with as many neighbours as fit."""
    centres = sorted({f.segment for f in (*report.findings, *report.waived) if 0 < f.segment <= total})
    blocks: list[list[int]] = []
    for width in NEIGHBOURS:
        blocks = []
        for row in centres:
            first, last = max(row - width, 1), min(row + width, total)
            if blocks and first <= blocks[-1][1] + 1:
                blocks[-1][1] = last
            else:
                blocks.append([first, last])
        if sum(last - first + 1 for first, last in blocks) <= MOST_SHOWN:
            break
    return [(first, last - first + 1) for first, last in blocks]


def render_rest(
    environment: Environment,
    pages: Sequence[RestPage],
    pairs: Sequence[Pair],
    ui: str,
    report: str,
    looks: Mapping[str, str],
) -> Iterator[tuple[str, str]]:
    """Each page as (name, HTML): rows in order under the symbols of their documents; no script.

    ``report`` is the page that leads here, ``looks`` the style sheet and what the page may load.
    """
    template = environment.get_template("rows.html.j2")
    for number, page in enumerate(pages):
        numbered = enumerate(pairs[page.first - 1 : page.last], page.first)
        parts = [(symbol, list(rows)) for symbol, rows in groupby(numbered, key=lambda one: one[1].symbol)]
        yield (
            page.name,
            template.render(
                lang="zh-CN" if ui == "zh" else "en",
                t=UI[ui],
                **looks,
                page=page,
                parts=parts,
                total=len(pairs),
                report=f"../{report}",
                before=pages[number - 1].name.rpartition("/")[2] if number else "",
                after=pages[number + 1].name.rpartition("/")[2] if number + 1 < len(pages) else "",
            ),
        )
