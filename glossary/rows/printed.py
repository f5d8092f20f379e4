"""The paragraph numbers that are printed in a text: how people name its places."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpora.bitext import Pair

_NUMBER = re.compile(r"\s*+(\d{1,3})[.．](?=[ \u00a0\u3000]*+[^\d\s])")
HIGHEST_FIRST = 5  # the number of a first paragraph: an extract may begin later, and is then believed when it goes on


def printed_numbers(pairs: Sequence[Pair]) -> tuple[str, ...]:
    """For each row the number of the paragraph in which it stands, as far as numbers are printed; empty elsewhere.

    A number is believed that both versions have, or that goes on where the last one stopped. It holds for the rows behind it
    that follow each other in the document, up to a heading.

    >>> rows = ["11. 一。", "二。", "12. 三。", "附件"]
    >>> pairs = [Pair("A/1", k, zh, "", kind="heading" if zh == "附件" else "body") for k, zh in enumerate(rows, start=1)]
    >>> printed_numbers([Pair("A/1", 1, "10. 零。", "10. Zero."), *(Pair("A/1", p.position + 1, p.zh, "", kind=p.kind) for p in pairs)])
    ('10', '11', '11', '12', '')
    """
    found: list[str] = []
    last: Pair | None = None
    number = 0
    for pair in pairs:
        follows = last is not None and last.symbol == pair.symbol and pair.position == last.position + 1
        mine = {int(match[1]) for match in map(_NUMBER.match, (pair.zh, pair.en)) if match}
        here = next(iter(mine)) if len(mine) == 1 else 0
        both = bool(_NUMBER.match(pair.zh) and _NUMBER.match(pair.en))
        same = last is not None and last.symbol == pair.symbol
        known = number if same else 0
        if here and (both or here == known + 1):
            number, told = here, True
        else:
            told = follows and pair.kind != "heading" and bool(found[-1:] and found[-1])
            number = known
        found.append(str(number) if told else "")
        last = pair
    return tuple(found)
