"""The child process that draws the pages of a PDF: its bytes on stdin, pictures on stdout.

Started by :mod:`corpora.view.pictures` as a script, for the same reasons as :mod:`corpora.readers.pdf.harvest`, and as that it
imports nothing of this project. A frame is a length (8 bytes, little-endian), a JSON object with the page's number and its edges
in points (left, bottom, right, top), and the PNG whose bytes ``"bytes"`` counts.
"""

from __future__ import annotations

import ctypes
import json
import os
import struct
import sys
import zlib
from contextlib import suppress
from typing import Any

import numpy as np
import pypdfium2_raw as raw

MAX_SIDE = 1600
"""Pixels of the longer side of a picture, at most."""
GREY = 1  # FPDFBitmap_Gray
MEMORY = 2_000_000_000
"""Bytes of address space that the child may take."""


def png(grey: Any) -> bytes:
    """A picture of 16 greys as PNG; ``grey`` (h, w) holds bytes."""
    height, width = grey.shape
    small = np.zeros((height, width + width % 2), dtype=np.uint8)
    small[:, :width] = np.minimum((grey.astype(np.uint16) + 8) // 17, 15)
    packed = (small[:, ::2] << 4) | small[:, 1::2]
    rows = np.concatenate([np.zeros((height, 1), dtype=np.uint8), packed], axis=1)

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 4, 0, 0, 0, 0)
    data = zlib.compress(rows.tobytes(), 6)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def edges(page: Any) -> tuple[float, float, float, float]:
    """Left, bottom, right and top edge of what is shown of a page, in points."""
    numbers = [ctypes.c_float() for _ in range(4)]
    for get in (raw.FPDFPage_GetCropBox, raw.FPDFPage_GetMediaBox):
        if get(page, *map(ctypes.byref, numbers)):
            left, bottom, right, top = (number.value for number in numbers)
            if right > left and top > bottom:
                return left, bottom, right, top
    return 0.0, 0.0, raw.FPDF_GetPageWidthF(page), raw.FPDF_GetPageHeightF(page)


def draw(page: Any, scale: float) -> tuple[tuple[float, float, float, float], Any]:
    """The edges of a page as it is written, not turned, and its picture in greys."""
    raw.FPDFPage_SetRotation(page, 0)
    box = edges(page)
    width, height = raw.FPDF_GetPageWidthF(page), raw.FPDF_GetPageHeightF(page)
    scale = min(scale, MAX_SIDE / max(width, height, 1.0))
    w, h = max(round(width * scale), 1), max(round(height * scale), 1)
    bitmap = raw.FPDFBitmap_CreateEx(w, h, GREY, None, 0)
    try:
        raw.FPDFBitmap_FillRect(bitmap, 0, 0, w, h, 0xFFFFFFFF)
        raw.FPDF_RenderPageBitmap(bitmap, page, 0, 0, w, h, 0, raw.FPDF_ANNOT | raw.FPDF_GRAYSCALE)
        stride = raw.FPDFBitmap_GetStride(bitmap)
        size = stride * h
        buffer = ctypes.cast(raw.FPDFBitmap_GetBuffer(bitmap), ctypes.POINTER(ctypes.c_ubyte * size)).contents
        return box, np.frombuffer(bytes(buffer), dtype=np.uint8).reshape(h, stride)[:, :w]
    finally:
        raw.FPDFBitmap_Destroy(bitmap)


def send(header: dict[str, Any], body: bytes = b"") -> None:
    """Write one frame."""
    text = json.dumps(header | {"bytes": len(body)}).encode()
    sys.stdout.buffer.write(len(text).to_bytes(8, "little") + text + body)
    sys.stdout.buffer.flush()


def bound() -> None:
    """Take no more memory than :data:`MEMORY`, where the system can see to it."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def main() -> None:
    """Draw pages; arguments: how many at most, scale, and for each how often it is turned."""
    wanted, scale = int(sys.argv[1]), float(sys.argv[2])
    turns = [int(digit) for digit in sys.argv[3]]
    bound()
    data = sys.stdin.buffer.read()
    raw.FPDF_InitLibrary()
    document = raw.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        return
    for number in range(min(raw.FPDF_GetPageCount(document), wanted)):
        page = raw.FPDF_LoadPage(document, number)
        if not page:
            continue
        box, grey = draw(page, scale)
        turned = np.rot90(grey, -(turns[number] if number < len(turns) else 0))
        send({"page": number, "edges": box}, png(np.ascontiguousarray(turned)))
        raw.FPDF_ClosePage(page)
    send({"end": True})
    os._exit(0)


if __name__ == "__main__":
    main()
