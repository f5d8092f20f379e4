"""How the lines of one paragraph meet: hyphens that typesetting made, and lines that meet without a space.

The lines are joined elsewhere, the same way for all formats; what a PDF shows beyond that is told by a soft hyphen
(U+00AD) at the end of a line, which goes without a trace and without a space.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence

from corpora.readers.pdf.letters import LATIN
from corpora.readers.pdf.lines import TextLine
from corpora.text import HAN, read_lists

SOFT = "\u00ad"
WORD = re.compile(r"[A-Za-zÀ-ÿ]+(?:[-‐‑][A-Za-zÀ-ÿ]+)*")
CUT = re.compile(r"(?<![A-Za-zÀ-ÿ])([A-Za-zÀ-ÿ]++)[-‐]$")
COMPOUND = re.compile(r"[A-Za-z]-[A-Za-z]+[-‐]$|\b[A-Za-z]-$|(?<!\S)(?>\S*?(?://|www\.))\S*+$")
"""A line end whose hyphen belongs to the word: it has another, is one letter long, or is an address."""
REST = re.compile(r"[a-zß-ÿ]+")
ENDS = frozenset(read_lists(__package__, "compounds.tsv")["last"])
"""Last parts of English compounds."""
TIGHT = re.compile(f"[{HAN}]{LATIN}|{LATIN}[{HAN}]")
PREFIXES = frozenset(read_lists(__package__, "compounds.tsv")["first"])
"""First parts of English compounds; a hyphen after them is more often theirs than the line's."""
LOOSE = frozenset(read_lists(__package__, "compounds.tsv")["loose"])
"""Parts that are put before any word, and end in a vowel."""
VOWEL_END = re.compile(r"[bcdfghjklmnpqrstvwxz][aiou]$")
SUFFIX = re.compile(
    r"(?:[aicpu]|[tlrgcdm]a|i[zs]a|[lnr]i[zs]a)?tion(?:s|al|ally)?|s?sions?|(?:l?op|r?n|a?ge|ish)?ments?(?:al)?|ness|[ai]bles?|[aei]?bility|(?:ti|ri|li|si|bi)?(?:ty|ties)"
    r"|[aei]?n?[ct]ial(?:ly)?|sial|[aeiu]?tives?(?:ly)?|(?:[tlcgnrdms]|ti)?at(?:ed|ing|es?)|[aeinst]{0,2}fi(?:ed|es)|fying|(?:al|il|er|or|[lnt])?i[zs](?:ed|ing|e)|op(?:ed|ing)|[aei]nces?|ical(?:ly)?|ously"
)
"""What stands behind a syllable and is no word: ends of English words."""
HYPHENATED = 0.02
"""Share of lines that end in a hyphen from which on a text is taken to be hyphenated by its typesetter."""


def join_softly(blocks: Iterable[Sequence[TextLine]], spaced: bool = False) -> None:
    r"""Put a soft hyphen at line ends inside paragraphs where the words of the document say that nothing stands there.

    ``spaced``: the text has spaces between Han characters and Latin letters.

    >>> lines = [TextLine("2044年3", 0, 9, 0, 9), TextLine("月5日举行。", 0, 9, 9, 9)]
    >>> join_softly([lines])
    >>> lines[0].text
    '2044年3\xad'
    """
    blocks = [block for block in blocks if len(block) > 1]
    whole = _mid_line_words(blocks)
    parts = {part for word in whole for part in re.split("[-‐‑]", word)}
    cuts = [(line, below) for block in blocks for line, below in itertools.pairwise(block)]
    open_cuts = [found for line, below in cuts if (found := _hyphen(line, below))]
    verdicts = [_verdict(left, right, whole, parts) for left, right, _ in open_cuts]
    softer = verdicts.count("soft") >= verdicts.count("hard")
    habit = softer and len(open_cuts) >= max(HYPHENATED * len(cuts), 2)
    for (_, _, line), verdict in zip(open_cuts, verdicts, strict=True):
        if verdict == "soft" or (verdict == "open" and (habit or line.text.endswith("‐"))):
            line.text = line.text[:-1] + SOFT
    for line, below in cuts if not spaced else ():
        if line.text and below.text and TIGHT.fullmatch(line.text[-1] + below.text[0]):
            line.text += SOFT


def _mid_line_words(blocks: Iterable[Sequence[TextLine]]) -> set[str]:
    """Words in lower case that no line end can have cut."""
    words: set[str] = set()
    for block in blocks:
        for line in block:
            found = WORD.findall(line.text)
            words.update(word.lower() for word in found[1 : -1 if CUT.search(line.text) else None])
    return words


def _hyphen(line: TextLine, below: TextLine) -> tuple[str, str, TextLine] | None:
    left, right = CUT.search(line.text), REST.match(below.text)
    if left and line.text.endswith("‐") and below.text[:1].isalpha():
        return left[1].lower(), below.text.split()[0].lower(), line
    if not left or not right or COMPOUND.search(line.text):
        return None
    return left[1].lower(), right.group().lower(), line


def _verdict(left: str, right: str, whole: set[str], parts: set[str]) -> str:
    """Whether a hyphen at a line end belongs to the word (``hard``), to the line (``soft``), or cannot be told.

    ``likely``: it is a compound by its parts, of which the document has no other example.
    """
    if f"{left}-{right}" in whole:
        return "hard"
    if left + right in whole:
        return "soft"
    if left in PREFIXES or right in ENDS or (left in parts and right in parts and len(left) > 2 and len(right) > 2):
        return "likely"
    return "soft" if _cut_syllable(left, right, parts) else "open"


def _cut_syllable(left: str, right: str, parts: set[str]) -> bool:
    """Whether the form of two halves says that they are no words: ``algo-rithms``, ``rati-fied``, ``controver-sial``."""
    if right in parts:
        return False
    bare = left not in parts and left not in LOOSE and VOWEL_END.search(left) is not None and len(left) > 2
    return bare or SUFFIX.fullmatch(right) is not None
