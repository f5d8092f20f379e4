"""What a notebook shows of a result: a line that says what it is, and the first rows as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import islice

SHOWN = 10  # rows
LONGEST = 120  # characters of a cell


def html_table(what: str, columns: Sequence[str], rows: Iterable[Sequence[object]], total: int) -> str:
    """``what`` and at most :data:`SHOWN` rows; of ``total`` rows, where there are more, it says how many.

    >>> html_table("1 & 2", ["zh"], [["<大会>"]], 1)
    '<p>1 &amp; 2</p><table><thead><tr><th>zh</th></tr></thead><tbody><tr><td>&lt;大会&gt;</td></tr></tbody></table>'
    """
    head = "".join(f"<th>{escape(name)}</th>" for name in columns)
    shown = list(islice(rows, SHOWN))
    body = "".join(f"<tr>{''.join(f'<td>{_cell(value)}</td>' for value in row)}</tr>" for row in shown)
    more = f"<p>… {total - len(shown):,} more</p>" if total > len(shown) else ""
    return f"<p>{escape(what)}</p><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def counted(number: int, what: str, many: str = "") -> str:
    """A number and what is counted, ``many`` where an s does not make the plural.

    >>> counted(1, "link"), counted(2000, "link"), counted(0, "copy", "copies")
    ('1 link', '2,000 links', '0 copies')
    """
    return f"{number:,} {what if number == 1 else many or f'{what}s'}"


def _cell(value: object) -> str:
    text = f"{value:.2f}" if isinstance(value, float) else str(value)
    return escape(text if len(text) <= LONGEST else f"{text[:LONGEST]}…")
