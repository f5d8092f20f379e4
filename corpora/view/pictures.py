"""Pictures of the pages of a PDF, drawn by a child process that can crash without harm."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpora.errors import InputError

SCRIPT = Path(__file__).with_name("picture.py")
SCALE = 1.5
"""Pixels a point."""
MAX_PAGES = 300
"""Pages that are shown: a picture takes about 80 kB."""
SECONDS, SECONDS_A_PAGE = 60, 4
"""How long the drawing may take."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One page as PNG. ``edges``: left, top, right and bottom in the turned points of :class:`corpora.readers.Spot`."""

    page: int
    edges: tuple[float, float, float, float]
    png: bytes


def draw_pages(data: bytes, path: Path, turns: Sequence[int]) -> dict[int, Picture]:
    """The first :data:`MAX_PAGES` pages by number, each turned so often (``turns``); raises :class:`InputError`."""
    count = min(len(turns), MAX_PAGES)
    command = [sys.executable, "-P", str(SCRIPT), str(count), str(SCALE), "".join(map(str, turns[:count])) or "0"]
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, check=False, timeout=SECONDS + SECONDS_A_PAGE * count
        )
    except subprocess.TimeoutExpired as error:
        raise InputError(
            f"{path}: its pages take more than {error.timeout:.0f} s to draw", "look at a part of it"
        ) from error
    found = {}
    at, raw = 0, done.stdout
    while at + 8 <= len(raw):
        size = int.from_bytes(raw[at : at + 8], "little")
        header = json.loads(raw[at + 8 : at + 8 + size])
        at += 8 + size
        if "page" in header:
            number = int(header["page"])
            png = raw[at : at + int(header["bytes"])]
            found[number] = Picture(number, _turned(header["edges"], turns[number]), png)
        at += int(header["bytes"])
    if not found:
        raise InputError(f"{path}: its pages cannot be drawn", "look at it with --explain")
    return found


def _turned(edges: Sequence[float], quarter: int) -> tuple[float, float, float, float]:
    """Edges (left, bottom, right, top) as left, top, right, bottom of the turned page with y downwards.

    >>> _turned((0, 0, 100, 200), 0), _turned((0, 0, 100, 200), 1)
    ((0, -200, 100, 0), (0, 0, 200, 100))
    """
    x0, y0, x1, y1 = edges
    return ((x0, -y1, x1, -y0), (y0, x0, y1, x1), (-x1, y0, -x0, y1), (-y1, -x1, -y0, -x0))[quarter]
