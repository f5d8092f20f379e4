"""The pages of a PDF as numbers: a child process drives pdfium, its frames become arrays here.

The child is :mod:`corpora.readers.pdf.harvest`. It ends itself when a page takes more than :data:`PAGE_SECONDS` of the
processor or all together more than :data:`MEGABYTES`; it can crash without harm. While it reads a page, the page before
is worked on here, on the second core.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np

from corpora.arrays import Codes, Doubles
from corpora.errors import InputError

MAX_PAGES = 5_000
PAGE_SECONDS = 8
SECONDS, SECONDS_A_MEGABYTE = 10, 10
"""Of the processor for a whole file; 500 pages of dense text have two megabytes and take 8 seconds."""
MEGABYTES = 600
"""Memory of the child beside two copies of the file itself."""
SCRIPT = Path(__file__).with_name("harvest.py")
EXIT_TIME, EXIT_MEMORY, EXIT_TOTAL = 71, 72, 73
AGAIN = "get the file again, or print it anew from its source"


@dataclass(slots=True)
class RawPage:
    """One page as pdfium sees it, y upwards, in points.

    ``codes`` (n,): code points of the letters. ``boxes`` (n, 4): left, top, right, bottom. ``runs`` (m, 9): index of
    the run's first letter, font size, matrix (4 numbers), origin (2), bold. ``rules`` (r, 4): straight lines.
    ``pictures``: share of the page that pictures cover. ``lost``: letters without a Unicode value. ``bad``: could not
    be opened. ``exact``: printed by a program that leaves no gap between Han characters and digits but for a space,
    and drops the space itself (Skia, that is Chromium and Android).
    """

    number: int
    width: float
    height: float
    codes: Codes
    boxes: Doubles
    runs: Doubles
    rules: Doubles
    pictures: float
    lost: int
    bad: bool = False
    exact: bool = False


def read_pages(data: bytes, path: Path, wanted: int = MAX_PAGES) -> Iterator[RawPage]:
    """The first ``wanted`` pages, one after the other; raises :class:`InputError` for a file that cannot be read.

    The header of the file may stand behind up to 1024 bytes of something else, as pdfium and Acrobat allow.
    """
    command = [
        sys.executable,
        "-P",
        str(SCRIPT),
        *map(str, (wanted, MAX_PAGES, PAGE_SECONDS, seconds_for(data), MEGABYTES)),
    ]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert child.stdin is not None
    assert child.stdout is not None
    feeder = threading.Thread(target=_feed, args=(child.stdin, data), daemon=True)
    feeder.start()
    page, ended, exact = 0, False, False
    try:
        for header, raw in _frames(child.stdout):
            if "error" in header:
                raise _refused(path, str(header["error"]))
            if "pages" in header:
                _check_count(int(header["pages"]), path)
                exact = "Skia" in header.get("producer", "")
            elif "end" in header:
                ended = True
            else:
                page = int(header["page"]) + 1
                if header.get("many"):
                    raise InputError(f"{path}: page {page} holds {header['letters']:,} letters", AGAIN)
                yield _page(header, raw, exact)
        if not ended:
            status = child.wait()
            raise too_slow(data, path) if status == EXIT_TOTAL else _broken(path, page + 1, status)
    finally:
        child.kill()
        child.wait()
        child.stdout.close()
        feeder.join()


def seconds_for(data: bytes) -> int:
    """Seconds of the processor that reading a file may take, in the child and here alike."""
    return SECONDS + SECONDS_A_MEGABYTE * len(data) // 1_000_000


def too_slow(data: bytes, path: Path) -> InputError:
    """The error for a file that takes longer."""
    return InputError(f"{path}: takes more than {seconds_for(data)} s to read", AGAIN)


def _feed(pipe: IO[bytes], data: bytes) -> None:
    with suppress(OSError):  # the child has ended: its exit status says why
        pipe.write(data)
    with suppress(OSError):
        pipe.close()


def _frames(pipe: IO[bytes]) -> Iterator[tuple[dict[str, Any], bytes]]:
    """Frames as long as they are whole."""
    while len(head := pipe.read(8)) == 8:
        text = pipe.read(int.from_bytes(head, "little"))
        try:
            header = json.loads(text)
        except ValueError:
            return
        raw = pipe.read(header["bytes"])
        if len(raw) < header["bytes"]:
            return
        yield header, raw


def _page(header: dict[str, Any], raw: bytes, exact: bool) -> RawPage:
    count = len(raw) // 20
    codes = np.frombuffer(raw, dtype="<u4", count=count)
    boxes = np.frombuffer(raw, dtype="<f4", offset=4 * count).reshape(count, 4).astype(np.float64)
    np.nan_to_num(boxes, copy=False, posinf=0.0, neginf=0.0)
    return RawPage(
        number=int(header["page"]),
        width=float(header.get("width", 0.0)),
        height=float(header.get("height", 0.0)),
        codes=codes.astype(np.uint32),
        boxes=boxes,
        runs=np.nan_to_num(np.array(header["runs"], dtype=np.float64).reshape(-1, 9), posinf=0.0, neginf=0.0),
        rules=np.nan_to_num(np.array(header["rules"], dtype=np.float64).reshape(-1, 4), posinf=0.0, neginf=0.0),
        pictures=float(header["pictures"]),
        lost=int(header["lost"]),
        bad=bool(header.get("bad")),
        exact=exact,
    )


def _check_count(pages: int, path: Path) -> None:
    if pages == 0:
        raise InputError(f"{path}: is a PDF without pages", AGAIN)
    if pages > MAX_PAGES:
        raise InputError(f"{path}: has {pages:,} pages, more than {MAX_PAGES:,}", "split it")


def _refused(path: Path, reason: str) -> InputError:
    if reason == "password":
        return InputError(
            f"{path}: is encrypted with a password", "take the password off, for example with qpdf --decrypt"
        )
    return InputError(f"{path}: cannot be read as a PDF ({reason})", AGAIN)


def _broken(path: Path, page: int, status: int) -> InputError:
    """What ended the child before it was done."""
    if status == EXIT_TIME:
        return InputError(f"{path}: page {page} takes more than {PAGE_SECONDS} s", AGAIN)
    if status == EXIT_MEMORY:
        return InputError(f"{path}: page {page} needs more than {MEGABYTES} MB of memory", AGAIN)
    return InputError(f"{path}: is damaged (pdfium ended with status {status} on page {page})", AGAIN)
