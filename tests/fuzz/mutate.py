"""Damaged copies of files and texts: bytes, numbers, tags, values, parts of archives, all by one source of chance."""

from __future__ import annotations

import io
import re
import zipfile
from random import Random

NUMBERS = (0, -1, 1, 255, 65_536, 2**31 - 1, 2**63, 10**30)
VALUES = (
    b"null",
    b"true",
    b"-1",
    b"0",
    b"1e999",
    b"99999999999999999999",
    b'""',
    b'"x"',
    b"[]",
    b"{}",
    b"[[]]",
    b"NaN",
    b'"\\ud800"',
)
MARKS = '²٣〇Ⅷ⅔亿万两半廿第年月日－–—/／.，、(（)[“»\u200b\u202e\ufeff\u3000\u0301\t\néßİ𠀀={}"\x00'
TOKENS = (*MARKS, "百分之", "A/75/", "S/RES/", "/Add.", "/Rev.", "(XXVI)", "Corr.", " and ", " to ", "1/2", "1,000", "twenty-first", "hundred", "per cent",
          "January", "2020年", "'''")  # fmt: skip
VALUE = re.compile(rb'(?<=[:=,\[])\s*(?:"[^"]{0,80}"|-?\d+(?:\.\d+)?|true|false|null|\[\]|\{\})')


def flip(out: bytearray, at: int, size: int, others: list[bytes], rng: Random) -> None:
    """One bit turned."""
    out[at] ^= 1 << rng.randrange(8)


def cut(out: bytearray, at: int, size: int, others: list[bytes], rng: Random) -> None:
    """Something cut out."""
    del out[at : at + size]


def double(out: bytearray, at: int, size: int, others: list[bytes], rng: Random) -> None:
    """Something that stands twice, or fifty times."""
    out[at:at] = out[at : at + size] * rng.choice((1, 2, 50))


def splice(out: bytearray, at: int, size: int, others: list[bytes], rng: Random) -> None:
    """Something of another seed."""
    other = rng.choice(others)
    start = rng.randrange(max(len(other), 1))
    out[at : at + size] = other[start : start + size]


def noise(out: bytearray, at: int, size: int, others: list[bytes], rng: Random) -> None:
    """Bytes that mean nothing."""
    out[at : at + size] = rng.randbytes(min(size, 64))


def truncate(out: bytearray, at: int, size: int, others: list[bytes], rng: Random) -> None:
    """Now and then the rest cut off."""
    if rng.random() < 0.3:
        del out[at:]


def number(out: bytearray, at: int, size: int, others: list[bytes], rng: Random) -> None:
    """Another number, often one that is too large."""
    if numbers := list(re.finditer(rb"\d+", bytes(out[at : at + 400]))):
        m = rng.choice(numbers)
        out[at + m.start() : at + m.end()] = str(rng.choice(NUMBERS)).encode()


def tag(out: bytearray, at: int, size: int, others: list[bytes], rng: Random) -> None:
    """A tag left out, or there many times."""
    if tags := list(re.finditer(rb"<[^<>]{1,80}>", bytes(out[at : at + 2000]))):
        m = rng.choice(tags)
        out[at + m.start() : at + m.end()] = m.group() * rng.choice((0, 2, 300))


def value(out: bytearray, at: int, size: int, others: list[bytes], rng: Random) -> None:
    """Another value in JSON or TOML: of another type, too large, nothing."""
    if values := list(VALUE.finditer(bytes(out[at : at + 2000]))):
        m = rng.choice(values)
        out[at + m.start() : at + m.end()] = rng.choice(VALUES)


def token(out: bytearray, at: int, size: int, others: list[bytes], rng: Random) -> None:
    """Something that symbols, numbers, dates or settings are made of."""
    out[at:at] = rng.choice(TOKENS).encode("utf-8", "surrogatepass")


WAYS = (flip, cut, double, splice, noise, truncate, number, tag, value, token)


def mutate(data: bytes, others: list[bytes], rng: Random, *, inside: float = 0.6) -> bytes:
    """A copy damaged at one to eight places; of archives in a share of ``inside`` one part, packed again."""
    if data.startswith(b"PK\x03\x04") and rng.random() < inside:
        return _part(data, others, rng)
    out = bytearray(data)
    for _ in range(rng.randint(1, 8)):
        size = min(int(rng.paretovariate(0.7)), 4096)
        way = rng.choice(WAYS) if out else token
        way(out, rng.randrange(len(out)) if out else 0, size, others, rng)
    return bytes(out)


def _part(data: bytes, others: list[bytes], rng: Random) -> bytes:
    buffer = io.BytesIO()
    try:
        with (
            zipfile.ZipFile(io.BytesIO(data)) as source,
            zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target,
        ):
            names = source.namelist()
            hit = rng.choice(names)
            for name in names:
                part = source.read(name)
                if name == hit:
                    if rng.random() < 0.05:
                        continue
                    part = mutate(part, [part, *others], rng, inside=0)
                target.writestr(name, part)
    except Exception:  # an archive that was damaged before: damaged once more, as bytes
        return mutate(data, others, rng, inside=0)
    return buffer.getvalue()
