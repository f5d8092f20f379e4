"""Superscripts: labels of notes, and figures that are none (squares, powers, isotopes, ordinals)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from corpora.readers.markup.page import Block
from corpora.text import is_han

SIGNS = "*＊†‡§¶"
LABEL = re.compile(
    rf"(?:[\[(（［〔]\s*+|\s*+)(\d{{1,4}}|[{SIGNS}]{{1,4}}|[a-z]|[ivxl]{{1,6}})(?:\s*+[\])）］〕])?"
    r"(?:\s*+(?:[,，、;]\s*+)?[\[(（［〔]?\d++[\])）］〕]?)*+"
)
LOOSE = re.compile(rf"[\[(（［]?(?:[1-9]\d{{0,2}}(?:\s*[,，、–-]\s*[1-9]\d{{0,2}})*|[{SIGNS}]{{1,4}})[\])）］]?")
"""What can be a mark without a link."""
UNITS = frozenset(
    "m km cm mm dm hm nm um μm µm ft yd mi in inch inches metre metres meter meters s sec kg mol ha".split()  # noqa: SIM905
)
HAN_UNITS = ("米", "里", "尺", "寸", "公分", "千米")
POWERS = frozenset("23")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d$|[A-Z]/[\w./()-]*\d$")
WORD = re.compile(r"(?<![A-Za-zÀ-ɏµμ])[A-Za-zÀ-ɏµμ]++$")
PUNCTUATION = frozenset(".,;:!?)]}”’\"'»%‰。，；：！？、）》」』】…")


def label_of(text: str) -> str | None:
    """The label in a call: a number, an asterisk, a letter, without brackets; ``None`` for other texts.

    >>> label_of("[12]"), label_of("*"), label_of("12a"), label_of("see 3")
    ('12', '*', None, None)
    """
    if len(text) > 60:
        return None
    match = LABEL.fullmatch(text.strip())
    return match[1] if match else None


def loose_marks(blocks: Sequence[Block], notes: Set[int]) -> Iterator[tuple[Block, int, int, str]]:
    """Superscripts that no link explains: marks in the text, and numbers of notes that stand below with theirs."""
    seen: set[str] = set()
    for block in blocks:
        if block.number in notes:
            continue
        for start, end in block.raised:
            text = block.text[start:end]
            label = text.strip("[]()（）［］ ")
            if start == 0 and label in seen and block.text[end:].strip():
                space = len(block.text[end:]) - len(block.text[end:].lstrip())
                yield block, 0, end + space, "footnote number"
            elif is_mark(block.text, start, end):
                seen.update(re.split(r"(?<!\s)\s*+[,，、]\s*+", label))
                yield block, start, end, "footnote mark"


def is_mark(text: str, start: int, end: int) -> bool:
    """Whether the superscript ``text[start:end]`` is the mark of a note, and no power, unit, isotope or ordinal.

    >>> is_mark("rivers.3 It", 7, 8), is_mark("决议3。", 2, 3), is_mark("in 20193 and", 7, 8)
    (True, True, True)
    >>> is_mark("10 km2", 5, 6), is_mark("1012", 2, 4), is_mark("the 3rd", 5, 7), is_mark("uses 235U", 5, 8)
    (False, False, False, False)
    """
    label = text[start:end]
    if not start or not LOOSE.fullmatch(label):
        return False
    following = text[end : end + 1]
    if following in ("+", "−", "-") or (following.isascii() and following.isalnum()):
        return False
    before = text[max(0, start - 40) : start]
    last = before[-1]
    if last.isdigit():
        return YEAR.search(before) is not None
    if is_han(last):
        return not (label in POWERS and before.endswith(HAN_UNITS))
    word = WORD.search(before)
    if word is not None:
        return len(word[0]) > 1 and not (label in POWERS and word[0].lower() in UNITS)
    return last in PUNCTUATION
