"""The child process that drives pdfium: the bytes of a PDF on stdin, letters and drawn lines of its pages on stdout.

Started by :mod:`corpora.readers.pdf.pages` as a script, so that a file which makes pdfium crash, hang or eat memory
costs one child and no more. It imports nothing of this project and only the C bindings, which load in a twentieth of a
second; it is one file, though a long one, because Python finds no file beside it: ``-P`` keeps its folder out of the path,
where a name of ours would hide one of the library. A frame is a length (8 bytes, little-endian), a JSON object, and what ``"bytes"`` in it counts of raw numbers:
for each letter its code point (``uint32``) and its box (4 ``float32``: left, top, right, bottom, y upwards).

Functions of pdfium are called about a million times for a hundred pages: ``map`` over prototypes that take plain
addresses does this five times faster than the bindings' own functions.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
import threading
import time
from array import array
from collections.abc import Callable, Iterator
from itertools import pairwise, repeat
from typing import Any

import pypdfium2_raw

MAX_LETTERS = 150_000
"""Letters on one page; a dense page has 6,000."""
MAX_OBJECTS = 60_000
"""Drawing objects of one page that are looked at; a page with a map can have 100,000, and no table."""
MAX_RULES = 4_000
MAX_POINTS = 400
"""Points of one path; a table's border has at most some dozens."""
THIN = 3.0
"""Points: what is not thicker than this is a line, not an area."""

EXIT_TIME, EXIT_MEMORY, EXIT_TOTAL = 71, 72, 73
P, I = ctypes.c_void_p, ctypes.c_int  # noqa: E741
PROTOTYPES: dict[str, tuple[Any, ...]] = {
    "FPDF_LoadPage": (P, P, I),
    "FPDF_ClosePage": (None, P),
    "FPDF_GetPageWidthF": (ctypes.c_float, P),
    "FPDF_GetPageHeightF": (ctypes.c_float, P),
    "FPDFText_LoadPage": (P, P),
    "FPDFText_ClosePage": (None, P),
    "FPDFText_CountChars": (I, P),
    "FPDFText_GetUnicode": (ctypes.c_uint, P, I),
    "FPDFText_GetTextObject": (P, P, I),
    "FPDFText_GetLooseCharBox": (I, P, I, P),
    "FPDFText_GetCharOrigin": (I, P, I, P, P),
    "FPDFText_GetMatrix": (I, P, I, P),
    "FPDFText_GetFontSize": (ctypes.c_double, P, I),
    "FPDFText_GetFontInfo": (ctypes.c_ulong, P, I, P, ctypes.c_ulong, P),
    "FPDFText_GetFontWeight": (I, P, I),
    "FPDFText_HasUnicodeMapError": (I, P, I),
    "FPDFTextObj_GetFont": (P, P),
    "FPDFTextObj_GetTextRenderMode": (I, P),
    "FPDFPage_CountObjects": (I, P),
    "FPDFPage_GetObject": (P, P, I),
    "FPDFFormObj_CountObjects": (I, P),
    "FPDFFormObj_GetObject": (P, P, ctypes.c_ulong),
    "FPDFPageObj_GetType": (I, P),
    "FPDFPageObj_GetBounds": (I, P, P, P, P, P),
    "FPDFPageObj_GetMatrix": (I, P, P),
    "FPDFPath_CountSegments": (I, P),
    "FPDFPath_GetPathSegment": (P, P, I),
    "FPDFPath_GetDrawMode": (I, P, P, P),
    "FPDFPathSegment_GetPoint": (I, P, P, P),
    "FPDFPathSegment_GetType": (I, P),
    "FPDFPathSegment_GetClose": (I, P),
}
TEXT, PATH, IMAGE, FORM = 1, 2, 3, 5
Matrix = tuple[float, float, float, float, float, float]
Segment = tuple[float, float, float, float]
ERRORS = {2: "it cannot be opened", 3: "it is no PDF, or damaged", 4: "password", 5: "its encryption is not known"}


class Pdfium:
    """pdfium's functions by name, taking and giving plain addresses; each call lets other threads run."""

    def __init__(self) -> None:
        self.raw = pypdfium2_raw
        pypdfium2_raw.FPDF_InitLibrary()
        self.call: dict[str, Callable[..., Any]] = {}
        for name, (result, *arguments) in PROTOTYPES.items():
            address = ctypes.cast(getattr(pypdfium2_raw, name), P).value or 0
            self.call[name] = ctypes.CFUNCTYPE(result, *arguments)(address)
        self.numbers = (ctypes.c_float * 8)()
        self.doubles = (ctypes.c_double * 2)()

    def floats(self, name: str, handle: int, count: int) -> tuple[float, ...] | None:
        """What a function writes into ``count`` floats, or ``None`` where it fails."""
        at = ctypes.addressof(self.numbers)
        if not self.call[name](handle, *range(at, at + 4 * count, 4)):
            return None
        return tuple(self.numbers[:count])

    def matrix(self, name: str, *handles: int) -> Matrix:
        """The transformation of an object or a letter; the unit where it has none."""
        if not self.call[name](*handles, ctypes.addressof(self.numbers)):
            return (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
        a, b, c, d, e, f = self.numbers[:6]
        return a, b, c, d, e, f


class Watch(threading.Thread):
    """Ends the process when one page takes too much time or memory: nothing inside pdfium can be stopped otherwise."""

    def __init__(self, seconds: float, total: float, megabytes: int) -> None:
        super().__init__(daemon=True)
        self.seconds = seconds
        self.total = total
        self.kilobytes = megabytes * 1024
        self.since = time.process_time()

    def beat(self) -> None:
        """A page is done."""
        self.since = time.process_time()

    def run(self) -> None:
        """Look twenty times a second; time is the processor's, so that a busy machine breaks nothing."""
        while True:
            time.sleep(0.05)
            now = time.process_time()
            if now - self.since > self.seconds:
                os._exit(EXIT_TIME)
            if now > self.total:
                os._exit(EXIT_TOTAL)
            if peak_kilobytes() > self.kilobytes:
                os._exit(EXIT_MEMORY)


def peak_kilobytes() -> int:
    """The most memory that this process has had; 0 on Windows, where nothing of the standard library tells.

    On Linux ``ru_maxrss`` of a new process begins with its parent's, which can be large: there the kernel's own figure.
    """
    try:
        with open("/proc/self/status", encoding="ascii", errors="replace") as status:  # noqa: PTH123 (pathlib is slow here)
            return int(status.read().split("VmHWM:")[1].split()[0])
    except (OSError, IndexError, ValueError):
        pass
    try:
        import resource
    except ImportError:
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // 1024 if sys.platform == "darwin" else peak


def send(header: dict[str, Any], raw: bytes = b"") -> None:
    """Write one frame."""
    text = json.dumps(header | {"bytes": len(raw)}).encode()
    sys.stdout.buffer.write(len(text).to_bytes(8, "little") + text + raw)
    sys.stdout.buffer.flush()


def letters(pdf: Pdfium, page: int) -> tuple[dict[str, Any], bytes]:
    """Letters and runs of one page; spaces and line ends that pdfium makes up are left out.

    A run is what one drawing operator shows: index of its first letter, font size, matrix (6 numbers; the last two are
    the origin of the first letter), bold or not.
    """
    call = pdf.call
    handle = call["FPDFText_LoadPage"](page)
    if not handle:
        return {"letters": 0, "runs": [], "lost": 0}, b""
    try:
        count = call["FPDFText_CountChars"](handle)
        if count > MAX_LETTERS:
            return {"letters": count, "runs": [], "lost": 0, "many": True}, b""
        owners = list(map(call["FPDFText_GetTextObject"], repeat(handle), range(count)))
        real = [k for k, owner in enumerate(owners) if owner]
        codes = array("I", map(call["FPDFText_GetUnicode"], repeat(handle), real))
        boxes = array("f", bytes(16 * len(real)))
        at = boxes.buffer_info()[0]
        spots = range(at, at + 16 * len(real), 16)
        for _ in map(call["FPDFText_GetLooseCharBox"], repeat(handle), real, spots):
            pass
        runs, lost = _runs(pdf, handle, owners, real)
        return {"letters": len(real), "runs": runs, "lost": lost}, codes.tobytes() + boxes.tobytes()
    finally:
        call["FPDFText_ClosePage"](handle)


def _runs(pdf: Pdfium, handle: int, owners: list[int | None], real: list[int]) -> tuple[list[list[float]], int]:
    call = pdf.call
    runs: list[list[float]] = []
    fonts: dict[int | None, bool] = {}
    lost, last = 0, None
    at = ctypes.addressof(pdf.doubles)
    for place, k in enumerate(real):
        owner = owners[k]
        if owner == last:
            continue
        if runs and call["FPDFText_HasUnicodeMapError"](handle, real[place - 1]):
            lost += place - int(runs[-1][0])
        last = owner
        font = call["FPDFTextObj_GetFont"](owner)
        if font not in fonts:
            fonts[font] = is_bold(pdf, handle, k)
        bold = fonts[font] or call["FPDFTextObj_GetTextRenderMode"](owner) == 2
        a, b, c, d, *_ = pdf.matrix("FPDFText_GetMatrix", handle, k)
        call["FPDFText_GetCharOrigin"](handle, k, at, at + 8)
        size = call["FPDFText_GetFontSize"](handle, k)
        runs.append([place, size, a, b, c, d, pdf.doubles[0], pdf.doubles[1], int(bold)])
    if runs and call["FPDFText_HasUnicodeMapError"](handle, real[-1]):
        lost += len(real) - int(runs[-1][0])
    return runs, lost


def is_bold(pdf: Pdfium, handle: int, k: int) -> bool:
    """Whether the font of a letter is bold, by its name, else by its weight."""
    name = ctypes.create_string_buffer(256)
    flags = ctypes.c_int()
    pdf.call["FPDFText_GetFontInfo"](handle, k, ctypes.addressof(name), 255, ctypes.addressof(flags))
    plain = name.value.decode("utf-8", "replace").lower()
    if any(word in plain for word in ("bold", "black", "heavy", "demi")):
        return True
    if flags.value & 1 << 18:
        return True
    known = any(word in plain for word in ("regular", "roman", "light", "medium", "italic", "book"))
    return not known and pdf.call["FPDFText_GetFontWeight"](handle, k) >= 700


def drawings(pdf: Pdfium, page: int, width: float, height: float) -> dict[str, Any]:
    """Straight lines along the axes (x0, y0, x1, y1) and the share of the page that pictures cover."""
    rules: list[Segment] = []
    pictures, seen = 0.0, 0
    for kind, handle, matrix in _objects(pdf, page):
        seen += 1
        if seen > MAX_OBJECTS or len(rules) > MAX_RULES:
            break
        if kind == PATH:
            rules += _rules(pdf, handle, matrix)
        elif kind == IMAGE:
            bounds = pdf.floats("FPDFPageObj_GetBounds", handle, 4)
            if bounds:
                x0, y0 = _apply(matrix, bounds[0], bounds[1])
                x1, y1 = _apply(matrix, bounds[2], bounds[3])
                pictures += abs(x1 - x0) * abs(y1 - y0)
    many = seen > MAX_OBJECTS or len(rules) > MAX_RULES
    return {"rules": [] if many else rules, "pictures": pictures / max(width * height, 1.0)}


def _objects(pdf: Pdfium, page: int) -> Iterator[tuple[int, int, Matrix]]:
    """Kind, handle and outer transformation of each path and picture, three forms deep."""
    call = pdf.call
    unit = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    count = call["FPDFPage_CountObjects"](page)
    stack = [(map(call["FPDFPage_GetObject"], repeat(page), range(count)), unit)]
    while stack:
        handle = next(stack[-1][0], None)
        if handle is None:
            stack.pop()
            continue
        kind = call["FPDFPageObj_GetType"](handle)
        matrix = stack[-1][1]
        if kind == FORM and len(stack) <= 3:
            inner = _product(pdf.matrix("FPDFPageObj_GetMatrix", handle), matrix)
            count = call["FPDFFormObj_CountObjects"](handle)
            stack.append((map(call["FPDFFormObj_GetObject"], repeat(handle), range(max(count, 0))), inner))
        elif kind in (PATH, IMAGE):
            yield kind, handle, matrix


def _product(first: Matrix, second: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _rules(pdf: Pdfium, handle: int, outer: Matrix) -> list[Segment]:
    """The straight lines of one path: thin areas, and the edges of what is stroked."""
    call = pdf.call
    count = call["FPDFPath_CountSegments"](handle)
    if not 2 <= count <= MAX_POINTS:
        return []
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    call["FPDFPath_GetDrawMode"](handle, ctypes.addressof(fill), ctypes.addressof(stroke))
    if not fill.value and not stroke.value:
        return []
    matrix = _product(pdf.matrix("FPDFPageObj_GetMatrix", handle), outer)
    rules: list[Segment] = []
    for points in _figures(pdf, handle, count, matrix):
        xs, ys = [x for x, _ in points], [y for _, y in points]
        x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
        if min(x1 - x0, y1 - y0) <= THIN:
            if max(x1 - x0, y1 - y0) > 2 * THIN:
                rules.append((x0, y0, x1, y1))
        elif stroke.value:
            edges = pairwise(points)
            rules += [
                (min(a, c), min(b, d), max(a, c), max(b, d))
                for (a, b), (c, d) in edges
                if min(abs(a - c), abs(b - d)) < 0.5 and max(abs(a - c), abs(b - d)) > 2 * THIN
            ]
    return rules


def _figures(pdf: Pdfium, handle: int, count: int, matrix: Matrix) -> list[list[tuple[float, float]]]:
    """The points of each part of a path; parts with curves are left out."""
    call = pdf.call
    figures: list[list[tuple[float, float]]] = [[]]
    curved: set[int] = set()
    for k in range(count):
        segment = call["FPDFPath_GetPathSegment"](handle, k)
        kind = call["FPDFPathSegment_GetType"](segment)
        point = pdf.floats("FPDFPathSegment_GetPoint", segment, 2)
        if point is None:
            continue
        if kind == 2 and figures[-1]:
            figures.append([])
        if kind == 1:
            curved.add(len(figures))
        figures[-1].append(_apply(matrix, point[0], point[1]))
        if call["FPDFPathSegment_GetClose"](segment):
            figures[-1].append(figures[-1][0])
    return [points for number, points in enumerate(figures, 1) if len(points) > 1 and number not in curved]


def main() -> None:
    """Read a PDF from stdin; arguments: pages to read, pages allowed, seconds a page and in all, megabytes."""
    wanted, allowed, seconds, total, megabytes = (int(argument) for argument in sys.argv[1:6])
    data = sys.stdin.buffer.read()
    watch = Watch(seconds, total, megabytes + len(data) // 500_000)
    watch.start()
    pdf = Pdfium()
    raw = pdf.raw
    document = raw.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        send({"error": ERRORS.get(raw.FPDF_GetLastError(), "it is damaged")})
        return
    count = raw.FPDF_GetPageCount(document)
    send({"pages": count, "producer": producer(pdf, document)})
    if count > allowed:
        return
    base = ctypes.cast(document, P).value
    for number in range(min(count, wanted)):
        send(*_page(pdf, base, number))
        watch.beat()
    send({"end": True})
    sys.stdout.buffer.flush()
    os._exit(0)  # closing a damaged document can crash; the system takes the memory back anyway


def producer(pdf: Pdfium, document: Any) -> str:
    """The program that made the file, as it names itself."""
    text = ctypes.create_string_buffer(512)
    pdf.raw.FPDF_GetMetaText(document, b"Producer", text, 510)
    return text.raw.decode("utf-16-le", "replace").split("\0")[0]


def _page(pdf: Pdfium, document: int | None, number: int) -> tuple[dict[str, Any], bytes]:
    call = pdf.call
    page = call["FPDF_LoadPage"](document, number)
    if not page:
        return {"page": number, "letters": 0, "runs": [], "rules": [], "pictures": 0.0, "lost": 0, "bad": True}, b""
    try:
        width, height = call["FPDF_GetPageWidthF"](page), call["FPDF_GetPageHeightF"](page)
        found, raw = letters(pdf, page)
        return {"page": number, "width": width, "height": height} | found | drawings(pdf, page, width, height), raw
    finally:
        call["FPDF_ClosePage"](page)


if __name__ == "__main__":
    main()
