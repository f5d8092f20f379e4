"""Pages as an extractor leaves them, made from paragraphs: line ends, page feet with job number, page heads with symbol.

Used by repair.py: the paragraphs are known, so every wrong joint and every lost character can be counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpora.text import display_width

SYMBOL, JOB = "A/99/999", "99-12345"
WIDTH = {"zh": 74, "en": 95}  # columns
ROWS = 44  # lines of a page
STYLES = ("indented", "blocks", "spaced")
"""First lines set in; blank lines between paragraphs; first lines set in and a blank line below every line."""
WORD = re.compile(r"[\u3000-\u9fff\uff00-\uffef“”‘’…—]|[^\s\u3000-\u9fff\uff00-\uffef“”‘’…—]+|\s+")
NEVER_FIRST = "，。；：、！？）》”’"


def wrap(text: str, width: int) -> Iterator[str]:
    """Lines of at most ``width`` columns; no mark that closes begins one."""
    line, used = "", 0
    for word in WORD.findall(text):
        size = 2 if word in "“”‘’…—" else display_width(word)
        if used + size > width and line.strip() and word not in NEVER_FIRST:
            yield line.rstrip()
            line, used = "", 0
            if word.isspace():
                continue
        line, used = line + word, used + size
    if line.strip():
        yield line.rstrip()


def pages(paragraphs: Sequence[str], language: str, style: str) -> str:
    """The text of a document of these paragraphs, printed in one of :data:`STYLES`."""
    rows: list[str] = []
    for paragraph in paragraphs:
        first = "" if style == "blocks" else " "
        for line in wrap(paragraph, WIDTH[language]):
            rows.append(first + line)
            first = ""
        if style == "blocks":
            rows.append("")
    count = len(rows) // ROWS + 1
    printed: list[str] = []
    for number in range(count):
        head = ["", ""] if not number else [SYMBOL, ""]
        foot = ["", f"{number + 1}/{count}  {JOB}"]
        printed.append("\n".join([*head, *rows[number * ROWS : (number + 1) * ROWS], *foot]))
    text = "\n\f".join(printed)
    return text.replace("\n", "\n\n") if style == "spaced" else text
