"""United Nations document symbols: parse, normalise, compare, find in running text.

The grammar: an organ, then components separated by slashes (``A/C.3/78/L.22/Rev.1``, ``S/RES/822(1993)``,
``A/RES/ES-10/25``, ``SG/SM/5460``). A document issued under two symbols has a dual symbol, written with an en dash:
``A/75/379–S/2020/965``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import total_ordering

ORGANS = (
    "ACABQ|AT|A|CAC|CAT|CCPR|CEB|CEDAW|CERD|CCW|CMW|CRC|CRPD|CED|CTOC|DC|DP|E|ECE|ESCAP|ESCWA|ECA|LC|FCCC|HRI|HRC|HSP|"
    "IAEA|ICC|ICCD|ICEF|ID|IDB|IMDIS|ISBA|JIU|NPT|PBC|SPLOS|SAICM|SG|SE|ST|S|TD|T|UNEP|UNCTAD|UNDP|UNFPA|UNHCR|UNIDO|"
    "UNITAR|UNW|WFP|CD|BWC|CBD|DSG|GA|SC|ECOSOC|HR|OBV|PAL|PI|REF|BIO|ENV|AFR|IHA|NARC"
)
PART = r"(?:[A-Z]{1,2}-\d+|[A-Z]+\.[IVXLC]+|[A-Za-z][A-Za-z.]*\.?\d+(?:\([A-Z]?[\dIVXLC]+\))?[a-z]?|[A-Z][A-Za-z]{0,6}\d*|\d+(?:\([\dIVXLC]+\)|[A-Z])?|[IVXLC]+|[A-Z]{2}-\d+|S-\d+)"
SINGLE = rf"(?:{ORGANS})(?:/{PART})+(?:\*+)?"
DASH = r"\s?[–—−‐‑-]\s?"
SYMBOL = re.compile(rf"(?<![A-Za-z0-9/_.\-])({SINGLE})(?:{DASH}({SINGLE}))?(?![A-Za-z0-9/])")


@total_ordering
@dataclass(frozen=True, slots=True)
class Symbol:
    """One symbol, or two for a dual one, in normal form.

    >>> parse_symbol("a/75/379-s/2020/965").text
    'A/75/379–S/2020/965'
    """

    names: tuple[str, ...]

    @property
    def text(self) -> str:
        """The normal form; the names of a dual symbol are joined by an en dash."""
        return "–".join(self.names)

    @property
    def file_stem(self) -> str:
        """A form that is safe in file names: slashes become underscores, the en dash a hyphen."""
        return "-".join(name.replace("/", "_") for name in self.names)

    def __str__(self) -> str:
        return self.text

    def __lt__(self, other: Symbol) -> bool:
        return self._key() < other._key()

    def _key(self) -> list[tuple[int, int, str]]:
        # numbers sort as numbers, so that A/9 comes before A/10
        return [(0, int(p), "") if p.isdigit() else (1, 0, p) for p in re.findall(r"\d+|\D+", self.text)]


def parse_symbol(text: str) -> Symbol | None:
    """A whole text as a symbol, or ``None``.

    >>> parse_symbol("S/RES/822 (1993)").text, parse_symbol("and/or"), parse_symbol("12/5/1992")
    ('S/RES/822(1993)', None, None)
    """
    prepared = _prepare(text)
    found = find_symbols(prepared)
    if len(found) != 1:
        return None
    start, end, symbol = found[0]
    return symbol if start == 0 and end == len(prepared) else None


def _prepare(text: str) -> str:
    text = re.sub(r"\s+(?=\()", "", text.strip())
    head = re.match(rf"(?i)(?:{ORGANS})/", text)
    if head and not head.group().isupper():
        text = text.upper()
        text = re.sub(
            r"\b(REV|ADD|CORR|AMEND|SUMMARY|CONF)\.",
            lambda m: m[1].capitalize() + "." if m[1] != "CONF" else "CONF.",
            text,
        )
    return text


def find_symbols(text: str) -> list[tuple[int, int, Symbol]]:
    """All symbols of a text with their offsets, dual ones as one.

    >>> [(s, e, str(x)) for s, e, x in find_symbols("见S/PRST/1995/21和A/C.3/78/L.22/Rev.1。")]
    [(1, 15, 'S/PRST/1995/21'), (16, 35, 'A/C.3/78/L.22/Rev.1')]
    """
    if "/" not in text:
        return []
    result = []
    for match in SYMBOL.finditer(text):
        names = tuple(name.rstrip("*") for name in match.groups() if name)
        if not all(any(c.isdigit() for c in name) for name in names):
            continue
        result.append((match.start(), match.end(), Symbol(names)))
    return result


def from_file_stem(stem: str) -> Symbol | None:
    """The symbol that a file stem spells, the reverse of :attr:`Symbol.file_stem`.

    Leading list numbers (``07_E_2023_80``) and language marks at the end are the caller's to cut.

    >>> from_file_stem("A_75_379-S_2020_965").text, from_file_stem("letter")
    ('A/75/379–S/2020/965', None)
    """
    parts = re.split(r"[-–](?=[A-Z]+_)", stem)
    symbol = parse_symbol("–".join(part.replace("_", "/") for part in parts))
    return symbol
