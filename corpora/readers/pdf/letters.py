"""Characters as PDF fonts give them, made the ones that their readers see.

Only what typesetting changed is undone: ligatures, Han characters under the code of a radical (fonts without a good
Unicode map), forms for vertical writing, raised digits. Ordinary characters are never folded, full-width ones neither.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

import numpy as np

from corpora.arrays import Bools, Codes
from corpora.text import HAN, TO_TEN

RADICALS = dict(
    zip(
        "⺁⺃⺅⺆⺉⺋⺌⺒⺓⺖⺘⺙⺛⺝⺟⺠⺡⺣⺤⺥⺨⺩⺬⺭⺮⺯⺳⺶⺸⺹⺻⺼⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻎⻐⻑⻒⻓⻔⻗⻘⻙⻚⻛⻜⻝⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲",
        "厂乚亻冂刂㔾小巳幺忄扌攵旡月母民氵灬爫爫犭王示礻竹糸罒羊羊耂聿月虎衤覀西见角角讠贝足车辶辶钅長镸长门雨青韦页风飞食饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀",
        strict=True,
    )
)
"""CJK Radicals Supplement for which Unicode has no NFKC form, after its EquivalentUnifiedIdeograph.txt."""


def _table() -> dict[int, str]:
    """Code point -> what stands for it in text."""
    table = {ord(radical): han for radical, han in RADICALS.items()}
    folded = [*range(0x2E80, 0x2FE0), *range(0xFB00, 0xFB07), *range(0xFE10, 0xFE1A), *range(0xFE30, 0xFE45)]
    for code in folded:
        plain = unicodedata.normalize("NFKC", chr(code))
        if code >= 0xFE10 and len(plain) == 1 and plain.isascii():
            plain = chr(ord(plain) + 0xFEE0)  # a vertical bracket is a Chinese one
        if plain != chr(code):
            table.setdefault(code, plain)
    table |= {0x02: "-", 0xFFFE: "-", 0x00: "\ufffd", 0xA0: " "}
    table |= dict.fromkeys([0x200B, 0x200C, 0x200D, 0xFEFF, 0x2060], "")
    table |= dict.fromkeys([*range(1, 2), *range(3, 32), 0x7F], "")
    return table


TABLE = _table()
HOLE, WIDE_HOLE = "\ufdd0", "\ufdd1"
"""A gap between a Han character and a letter or digit until it is known whether the text has spaces there.

The wide one is a space as far as this gap can tell."""
HOLES = f"[{HOLE}{WIDE_HOLE}]"
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
RAISED_DIGITS = re.compile("[⁰¹²³⁴-⁹]+")
COMMON = re.compile(r"\b(?:the|of|and|to|in|for|on|by|with)\b")
SPACE_CODES = np.array([9, 10, 13, 32, 0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], dtype=np.uint32)


def clean(text: str) -> str:
    r"""Text of a PDF with ordinary characters.

    >>> clean("⼤会 o\ufb03ce"), clean("︵一︶"), clean("Ａ４")
    ('大会 office', '（一）', 'Ａ４')
    """
    return text if text.isascii() and text.isprintable() else text.translate(TABLE)


def is_wide(codes: Codes) -> Bools:
    """Which letters are Han characters and their punctuation: between them a gap is no space."""
    wide: Bools = (codes >= 0x2E80) & ~((codes >= 0xE000) & (codes < 0xF900)) & ~((codes >= 0xFB00) & (codes < 0xFE10))
    return wide


def is_latin(codes: Codes) -> Bools:
    """ASCII letters, digits, per cent signs, full stops and closing brackets."""
    digit = (codes >= 48) & (codes <= 57)
    letter = ((codes >= 65) & (codes <= 90)) | ((codes >= 97) & (codes <= 122))
    latin: Bools = digit | letter | (codes == 37) | (codes == 41) | (codes == 46)
    return latin


def is_leftward(codes: Codes) -> Bools:
    """Letters of scripts that run from right to left (Hebrew, Arabic and their like)."""
    leftward: Bools = (
        ((codes >= 0x0590) & (codes < 0x0900))
        | ((codes >= 0xFB1D) & (codes < 0xFE00))
        | ((codes >= 0xFE70) & (codes < 0xFF00))
    )
    return leftward


def is_lost(codes: Codes) -> Bools:
    """Which letters have no meaning outside their font: none, private, replaced."""
    private = ((codes >= 0xE000) & (codes < 0xF900)) | (codes >= 0xF0000)
    lost: Bools = private | (codes == 0) | (codes == 0xFFFD)
    return lost


def is_english(codes: Codes) -> bool:
    """Whether letters make English: a font without a Unicode map can have ASCII codes all the same."""
    text = codes.astype("<u4").tobytes().decode("utf-32-le", "replace")
    return len(COMMON.findall(text)) * 100 >= len(text)


def whole(codes: Codes) -> tuple[Codes, Bools]:
    """Surrogate pairs as one code point; the mask says which letters stay.

    Where pdfium's characters are 16 bits wide (Windows), a rare Han character comes as two.
    """
    keep = np.ones(len(codes), dtype=np.bool_)
    surrogate = (codes >= 0xD800) & (codes < 0xE000)
    if not surrogate.any() and not (codes > 0x10FFFF).any():
        return codes, keep
    codes = codes.copy()
    for k in np.flatnonzero(surrogate[:-1] & surrogate[1:]):
        high, low = int(codes[k]), int(codes[k + 1])
        if high < 0xDC00 <= low < 0xE000:
            codes[k] = 0x10000 + ((high - 0xD800) << 10) + low - 0xDC00
            keep[k + 1] = False
    rest = ((codes >= 0xD800) & (codes < 0xE000) & keep) | (codes > 0x10FFFF)
    codes[rest] = 0xFFFD
    return codes, keep


LATIN = "[A-Za-z0-9%]"
SIDES = (
    (re.compile(f"{LATIN}[ {WIDE_HOLE}][{HAN}]"), re.compile(f"{LATIN}{HOLE}?[{HAN}]")),
    (re.compile(f"[{HAN}][ {WIDE_HOLE}]{LATIN}"), re.compile(f"[{HAN}]{HOLE}?{LATIN}")),
)
NUMBER = rf"(?:(?:\d+(?:/\d+)?|[IVXLC]+|[A-Z]|[{TO_TEN}]+)\.|\((?:[a-z]{{1,4}}|\d{{1,2}}|[{TO_TEN}]+)\))"
NUMBERED = re.compile(f"({NUMBER}){HOLES}")
NUMBER_END = re.compile(NUMBER)


def has_spaces(texts: Iterable[str]) -> bool:
    """Whether spaces stand between Han characters and Latin letters or digits in a text, on one side at least.

    Programs lose some of these spaces, and put a gap of the same width where there is none: only the whole text tells.

    >>> has_spaces(["2044 年 3 月", "第 3 次"]), has_spaces(["2044年3月", "第3次"])
    (True, False)
    """
    counts = [0, 0, 0, 0]
    for text in texts:
        for k, (with_space, without) in enumerate(SIDES):
            counts[k] += len(with_space.findall(text))
            counts[k + 2] += len(without.findall(text))
    return any(counts[k] > counts[k + 2] for k in (0, 1))


def settle(text: str, spaced: bool) -> str:
    """Text with its holes decided: a space where the text has them, and after the number of a heading."""
    if HOLE not in text and WIDE_HOLE not in text:
        return text
    match = NUMBERED.match(text)
    if match:
        text = f"{match[1]} {text[match.end() :]}"
    return re.sub(HOLES, " " if spaced else "", re.sub(f"(?<=[.)]){HOLES}", "", text))
