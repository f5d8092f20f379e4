"""Characters of the symbol fonts that Word sets apart from text, as Unicode."""

from __future__ import annotations

import re

SYMBOL = dict(
    zip(
        range(0x20, 0x7F),
        " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼",
        strict=True,
    )
) | dict(
    zip(
        range(0xA0, 0xE2),
        "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈",
        strict=True,
    )
)
"""The encoding of the font Symbol, as Adobe published it."""

WINGDINGS = {
    **{0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "❑", 0x72: "❒", 0x73: "⬧", 0x74: "⧫", 0x75: "◆"},
    **{0x76: "❖", 0x77: "⬥", 0x9E: "·", 0x9F: "•", 0xA0: "▪", 0xA1: "○", 0xA7: "▪", 0xA8: "□", 0xAB: "★", 0xD8: "➢"},
    **{0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑"},
    **{0x81 + k: chr(0x2460 + k) for k in range(10)},
    **{0x8C + k: chr(0x2776 + k) for k in range(10)},
}
PRIVATE = re.compile("[\uf000-\uf0ff]")
FONTS = {"symbol": SYMBOL, "wingdings": WINGDINGS}


def from_symbol_font(font: str, code: int) -> str:
    """A character of a symbol font; empty where it has no meaning in text, such as a telephone.

    Word writes such characters in the private use area, from U+F000; a code without that offset is the same one.

    >>> from_symbol_font("Symbol", 0xF0B7), from_symbol_font("Wingdings", 0xFC), from_symbol_font("Webdings", 0xF04E)
    ('•', '✓', '')
    >>> from_symbol_font("Times New Roman", 0x2026)
    '…'
    """
    low = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    table = FONTS.get(font.strip().lower())
    if table is not None and low <= 0xFF:
        return table.get(low, "")
    if low == code:
        return chr(code) if 0x20 <= code <= 0x10FFFF and not 0xD800 <= code <= 0xF8FF else ""
    return ""


def plain_text(text: str, font: str) -> str:
    r"""Text of a run with the private characters of its symbol font as Unicode; other text as it is.

    >>> plain_text("\uf0b7 a", "Symbol"), plain_text("\uf0a7", "")
    ('• a', '')
    """
    return PRIVATE.sub(lambda match: from_symbol_font(font, ord(match[0])), text)
