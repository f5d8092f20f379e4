"""Precision and recall of links against gold, strict and lax.

Strict: a link counts when the gold has the very same link. Lax: when it shares a sentence pair with a gold link.
Null links (one side empty) are counted or left out: both figures are in circulation, so both are given.
Definitions as in Thompson and Koehn 2019 (Vecalign), which counts null links for precision only, are not used:
here precision and recall count the same kinds of links.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpora.errors import InputError
from corpora.files import lines_of, read_bytes
from corpora.notebook import counted

Ids = tuple[tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many links were found, are in the gold, and are right in the strict and in the lax sense."""

    found: int = 0
    gold: int = 0
    strict: int = 0
    lax_found: int = 0
    lax_gold: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.found + other.found,
            self.gold + other.gold,
            self.strict + other.strict,
            self.lax_found + other.lax_found,
            self.lax_gold + other.lax_gold,
        )

    def rates(self) -> dict[str, float]:
        """Precision, recall and F1 in 0..1, strict and lax.

        >>> Counts(found=4, gold=2, strict=2, lax_found=4, lax_gold=2).rates()["strict_f1"]
        0.6667
        """
        result: dict[str, float] = {}
        for name, right_found, right_gold in (
            ("strict", self.strict, self.strict),
            ("lax", self.lax_found, self.lax_gold),
        ):
            precision = right_found / self.found if self.found else float(not self.gold)
            recall = right_gold / self.gold if self.gold else float(not self.found)
            f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
            result |= {f"{name}_precision": precision, f"{name}_recall": recall, f"{name}_f1": f1}
        return {key: round(value, 4) for key, value in result.items()}


IDS = r"\[\s*((?:\d+\s*(?:,\s*\d+\s*)*)?)\]"
LINK = re.compile(rf"{IDS}\s*:\s*{IDS}")


def parse_links(lines: Iterable[str], where: str = "") -> list[Ids]:
    """Links from lines such as ``[0, 1]:[0]``; what follows the second bracket is ignored.

    >>> parse_links(["[0, 1]:[0]", "[2]:[]:0.3", ""])
    [((0, 1), (0,)), ((2,), ())]
    """
    links: list[Ids] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        match = LINK.match(line.strip())
        if not match:
            raise InputError(f"{where}:{number}: not a link: {line.strip()[:40]!r}", "a link looks like [0, 1]:[0]")
        source, target = (tuple(int(i) for i in part.split(",") if i.strip()) for part in match.groups())
        links.append((source, target))
    return links


def count(found: Sequence[Ids], gold: Sequence[Ids], nulls: bool = True) -> Counts:
    """Compare links; with ``nulls=False`` links with an empty side are left out on both sides."""
    ours = {link for link in found if nulls or all(link)}
    theirs = {link for link in gold if nulls or all(link)}
    ours = {link for link in ours if any(link)}
    theirs = {link for link in theirs if any(link)}
    return Counts(
        found=len(ours),
        gold=len(theirs),
        strict=len(ours & theirs),
        lax_found=_lax(ours, theirs),
        lax_gold=_lax(theirs, ours),
    )


def _cells(links: Iterable[Ids]) -> set[tuple[int, int]]:
    """Sentence pairs of the links; an empty side is written as -1, so that a null link can be right too."""
    return {(i, j) for source, target in links for i in source or (-1,) for j in target or (-1,)}


def _lax(links: set[Ids], others: set[Ids]) -> int:
    known = _cells(others)
    return sum(any((i, j) in known for i in s or (-1,) for j in t or (-1,)) for s, t in links)


@dataclass(frozen=True, slots=True)
class GoldFile:
    """One document of a gold folder: sentences of both sides and the links between them."""

    name: str
    source: list[str]
    target: list[str]
    links: list[Ids]


def read_gold(folder: Path) -> list[GoldFile]:
    """A folder with ``src/NAME``, ``tgt/NAME`` and ``gold/NAME.align``, in order of names."""
    files = sorted((folder / "gold").glob("*.align"))
    if not files:
        raise InputError(f"{folder}: no gold/*.align here", "give a folder with src/, tgt/ and gold/")
    result = []
    for path in files:
        sides = []
        for side in ("src", "tgt"):
            text = folder / side / path.stem
            if not text.is_file():
                raise InputError(f"{text}: missing", f"every {path.name} needs src/{path.stem} and tgt/{path.stem}")
            sides.append(read_lines(text))
        links = parse_links(read_lines(path), str(path))
        for k, lines in enumerate(sides):
            beyond = [link for link in links if any(i >= len(lines) for i in link[k])]
            if beyond:
                raise InputError(
                    f"{path}: {list(beyond[0][k])}: the text has {counted(len(lines), 'line')}", "ids count from 0"
                )
        result.append(GoldFile(path.stem, sides[0], sides[1], links))
    return result


def read_lines(path: Path) -> list[str]:
    """Lines of a UTF-8 file split at line feeds only; a final line feed ends the last line."""
    try:
        text = read_bytes(path, empty=True, pipe=True).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 ({error.reason} at byte {error.start})", "save it as UTF-8") from error
    return lines_of(text)
