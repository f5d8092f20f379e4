"""The symbol in the heads of the pages of a Word file, which are no text of the document."""

from __future__ import annotations

import posixpath
import re
from collections import Counter

from corpora.errors import InputError
from corpora.files import Package
from corpora.symbol import find_symbols

MOST_HEADS = 12
"""Parts with heads that are looked at: a section has three at most, and the first ones tell."""
FIRST_PAGE = re.compile(r"Distr\.|分发|United Nations|联合国|聯合國")


def page_head_symbol(package: Package, main: str) -> str | None:
    """The symbol that the head of page one names, else the one that most heads name; ``None`` where none does."""
    counts: Counter[str] = Counter()
    for number in range(1, MOST_HEADS + 1):
        part = posixpath.join(posixpath.dirname(main), f"header{number}.xml")
        try:
            text = _text(package, part) if part in package else ""
        except InputError:  # nobody needs a damaged head to read the text
            continue
        symbols = find_symbols(text)
        if symbols:
            counts[symbols[0][2].text] += 10 if FIRST_PAGE.search(text) else 1
    return counts.most_common(1)[0][0] if counts else None


def _text(package: Package, part: str) -> str:
    """The paragraphs of a head, a line each."""
    lines = [""]
    for item in package.collect(part):
        if item.tag == "p":
            lines.append("")
        elif item.tag == "t":
            lines[-1] += item.text
    return "\n".join(line.strip() for line in lines)
