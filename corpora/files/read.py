"""Bytes from a file and their encoding."""

from __future__ import annotations

import codecs
import errno
import os
from pathlib import Path

from corpora.errors import InputError
from corpora.files.signatures import GZIP, IMAGES, OLE, PDF, RTF, ZIP
from corpora.text import detect_language

MAX_FILE = 512_000_000
MAX_FOLDERS = 100


BOMS = (
    # the mark of UTF-32 begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


NO_TEXT = {
    PDF: ("a PDF", "export its text first, for example with pdftotext -layout"),
    ZIP: ("a Word, Excel or ZIP file", "save it as plain text (UTF-8)"),
    OLE: ("an old Word or Excel file", "save it as plain text (UTF-8)"),
    RTF: ("an RTF file", "save it as plain text (UTF-8)"),
    **dict.fromkeys(IMAGES, ("an image", "give the text of the document")),
    GZIP: ("a gzip file", "unpack it first"),
}


def unreadable(path: Path, error: OSError) -> InputError:
    """What an error of reading a file says to a person.

    >>> str(unreadable(Path("a.tsv"), FileNotFoundError()))
    'a.tsv: no such file; check the name'
    """
    if isinstance(error, FileNotFoundError):
        return InputError(f"{path}: no such file", "check the name")
    if isinstance(error, IsADirectoryError):
        return InputError(f"{path}: is a folder, not a file", "give a file")
    return InputError(f"{path}: cannot be read ({error.strerror or error})", "check the name and its rights")


def check_ordinary(path: Path) -> None:
    """Raise :class:`InputError` for a folder, and for what is neither that nor a file."""
    if path.is_dir():
        raise unreadable(path, IsADirectoryError())
    if path.exists() and not path.is_file():
        raise InputError(f"{path}: is not an ordinary file", "give a file")


def names_in(folder: Path, depth: int = 0) -> list[Path]:
    """What is in a folder, in order of names; ``depth``: how many folders above it are looked through as well.

    Raises :class:`InputError` for one that cannot be looked into, and for one that lies too deep.
    """
    if depth > MAX_FOLDERS:
        raise InputError(f"{folder}: lies more than {MAX_FOLDERS} folders deep", "give that folder by itself")
    try:
        if not os.access(folder, os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return sorted(folder.iterdir())
    except OSError as error:
        raise unreadable(folder, error) from error


def read_bytes(path: Path, *, largest: int = 0, empty: bool = False, pipe: bool = False) -> bytes:
    """The bytes of a file, or an :class:`InputError` that says what is wrong with it.

    ``largest``: bytes, :data:`MAX_FILE` where nothing is said. ``empty``: a file with nothing in it is right.
    ``pipe``: so is what a shell gives for ``<(command)``.
    """
    largest = largest or MAX_FILE
    try:
        if path.is_dir() or not pipe:
            check_ordinary(path)
        size = path.stat().st_size
        if size > largest:
            raise InputError(f"{path}: {size / 1e6:,.0f} MB, more than {largest // 1_000_000}", "split it")
        data = path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error
    if not empty and not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        what = "holds nothing but zero bytes" if data.strip() and b"\x00" in data else "file is empty"
        raise InputError(f"{path}: {what}", "export the document again")
    return data


def decode(data: bytes, path: Path) -> tuple[str, str]:
    """Text and the name of its encoding: UTF-8, UTF-16, GB18030 or Big5; raises :class:`InputError` for others.

    A byte order mark decides; then valid UTF-8; then UTF-16 by its zero bytes; then the Chinese encodings, of which
    the one is taken whose text looks more like Chinese prose (charset-normalizer decides a tie).
    """
    for magic, (what, hint) in NO_TEXT.items():
        if data.startswith(magic):
            raise InputError(f"{path}: is {what}, not plain text", hint)
    for bom, name in BOMS:
        if data.startswith(bom):
            return _strict(data, name, path), name.replace("-sig", "")
    try:
        text = data.decode("utf-8")
        if "\x00" not in text:
            return text, "utf-8"
    except UnicodeDecodeError:
        pass
    wide = _without_mark(data) if data.count(0) > len(data) // 8 else None
    if wide:
        return wide
    if b"\x00" in data:
        raise InputError(f"{path}: is a binary file, not plain text", "give the text of the document")
    return _legacy(data, path)


def _without_mark(data: bytes) -> tuple[str, str] | None:
    """UTF-16 without a byte order mark."""
    for name in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if detect_language(text) and _plausible(text) > 0.7:
            return text, name
    return None


def _legacy(data: bytes, path: Path) -> tuple[str, str]:
    found: list[tuple[float, str, str]] = []
    for name in ("gb18030", "big5", "cp1252"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        found.append((_plausible(text) - (0.02 if name == "big5" else 0.0), name, text))
    best = max(found, default=(0.0, "", ""))
    if best[0] < 0.7:
        from charset_normalizer import from_bytes  # few files come so far

        guess = from_bytes(data).best()
        if guess is None or _plausible(str(guess)) < 0.7:
            raise InputError(f"{path}: encoding not recognised", "save it as UTF-8")
        return str(guess), guess.encoding
    return best[2], best[1]


COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经与及应各其本議決會員國聯合關於並"
)


def _plausible(text: str) -> float:
    """Share of characters that one expects in a Chinese or English document; common Han characters count extra."""
    sample = text[:20_000]
    if not sample:
        return 0.0
    # only the block that the encodings have: what else they decode to, a wrong encoding decodes to as well
    good = sum(
        (c.isascii() and (c.isprintable() or c in "\t\r\n\f"))
        or "\u4e00" <= c <= "\u9fff"
        or c in "，。、；：？！“”‘’（）《》—…·　é"
        for c in sample
    )
    han = [c for c in sample if "\u4e00" <= c <= "\u9fff"]
    common = sum(c in COMMON for c in han) / len(han) if han else 0.25
    return good / len(sample) * (0.75 + min(common, 0.25))


def _strict(data: bytes, name: str, path: Path) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not valid {name} (byte {error.start})", "save it as UTF-8") from error
