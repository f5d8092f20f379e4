"""United Nations document symbols: parse, normalise, compare, order, find in running text, write as file names.

The grammar is in :mod:`corpora.symbol.grammar`: an organ, then components separated by slashes (``A/C.3/78/L.22/Rev.1``,
``S/RES/822(1993)``, ``A/RES/ES-10/25``, ``SG/SM/5460``). A document issued under two symbols has a dual symbol, written
with an en dash: ``A/75/379–S/2020/965``. Resolutions named in words are found by :mod:`corpora.symbol.resolutions`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import total_ordering

from corpora.symbol.chains import Chain, chain_at, chains
from corpora.symbol.grammar import DASH, GAP, MODIFIER_TEXT, ORGANS, SPLIT, canonical, narrow
from corpora.symbol.name import Modifier, Name, is_document, name_key, read_name
from corpora.symbol.series import series
from corpora.text import late

__all__ = ["ORGANS", "Modifier", "Name", "Symbol", "find_symbols", "from_file_stem", "parse_symbol"]

_TWINS = ("A", "E", "S")  # the organs whose symbols are joined by a slash too
_TREATIES = frozenset(
    {"CAT", "CCPR", "CED", "CEDAW", "CERD", "CMW", "CRC", "CRPD"}
)  # fmt: skip
_FAMILIES = frozenset(
    {"DP", "ICEF", "HSP", "TD", "UNCTAD", "UNEP", "UNW", "WFP", "ECE", "ECLAC", "ESCAP", "ESCWA", "LC", "ST", "CEB",
    "JIU", "PBC", "ICCD", "ISBA", "SPLOS", "APLC", "BWC", "CBD", "CCM", "CCW", "CTOC", "CAC", "FCCC", "NPT", "HRI",
    "IPBES", "SAICM", "UNDT", "ICC-ASP"}
)  # fmt: skip
_LONGEST = 300
_LETTERS = late(rf"(.*\d)[\s/]{{0,3}}([A-Z])\s?{DASH}\s?([A-Z])")  # A/RES/79/252 A–B
_ODS_BRACKET = late(r"\[((?i:vols?|parts?|sects?)[^\[\]]{1,20})\]")  # A/31/39[Vol.II](SUPP)
_INNER_MODIFIER = late(rf"\(([^()/]{{1,20}})/({MODIFIER_TEXT})\)")  # DP/FPA/2025/4 (Part I/Add.1)
_UN_HOST = late(r"://(?:[\w-]+\.)*(?:un\.org|undocs\.org)(?:[:/?]|$)", re.IGNORECASE)
_DOWNLOAD = late(r"[A-Za-z]{1,7}(?:[._-]{1,2}[A-Za-z0-9()]+)+")


@total_ordering
@dataclass(frozen=True, slots=True)
class Symbol:
    """One symbol, or several for a dual one, in normal form; what it says of itself is what its first name says.

    >>> symbol = parse_symbol("a/75/379-s/2020/965")
    >>> symbol.text, symbol.matches(parse_symbol("S/2020/965"))
    ('A/75/379–S/2020/965', True)
    >>> symbol = parse_symbol("A/78/6 (Sect. 1)/rev.1/corr. 1")
    >>> symbol.text, symbol.base.text, symbol.is_corrigendum, symbol.is_revision
    ('A/78/6(Sect.1)/Rev.1/Corr.1', 'A/78/6(Sect.1)', True, False)
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

    @property
    def parts(self) -> tuple[Name, ...]:
        """Each name taken apart."""
        return tuple(read_name(name) for name in self.names)

    @property
    def organ(self) -> str:
        """``A``, ``S``, ``CEDAW``."""
        return read_name(self.names[0]).organ

    @property
    def body(self) -> str:
        """``C.3``, ``CN.4/Sub.2``, ``HRC``, or an empty text."""
        return read_name(self.names[0]).body

    @property
    def session(self) -> str:
        """``75``, ``ES-10``, ``XXVI``, ``S-VI``, or an empty text."""
        return read_name(self.names[0]).session

    @property
    def year(self) -> int | None:
        """The year where the symbol counts by years: 2020 in ``S/2020/965``, 1993 in ``S/RES/822(1993)``."""
        return read_name(self.names[0]).year

    @property
    def kind(self) -> str:
        """``RES``, ``PRST``, ``L``, ``PV``, ``SR``, ``WP``, or an empty text."""
        return read_name(self.names[0]).kind

    @property
    def number(self) -> int | None:
        """The document's own number: 379 in ``A/75/379``."""
        return read_name(self.names[0]).number

    @property
    def modifiers(self) -> tuple[Modifier, ...]:
        """``Add.1``, ``Corr.2``, ``Rev.1``, ``Amend.1`` in their order."""
        return read_name(self.names[0]).modifiers

    @property
    def base(self) -> Symbol:
        """The symbol without its modifiers."""
        return Symbol(tuple(read_name(name).base for name in self.names))

    @property
    def is_addendum(self) -> bool:
        """Whether the document itself is an addendum: its last modifier says so."""
        return self._last_modifier() == "Add"

    @property
    def is_corrigendum(self) -> bool:
        """Whether the document itself is a corrigendum, if of a revision or addendum."""
        return self._last_modifier() == "Corr"

    @property
    def is_revision(self) -> bool:
        """Whether the document itself is a revised text, not a corrigendum or addendum to one."""
        return self._last_modifier() == "Rev"

    def matches(self, other: Symbol) -> bool:
        """Whether both name one document: a dual symbol is the same as either of its names."""
        return not set(self.names).isdisjoint(other.names)

    def __str__(self) -> str:
        return self.text

    def __lt__(self, other: Symbol) -> bool:
        return self._key() < other._key()

    def _last_modifier(self) -> str:
        modifiers = self.modifiers
        return modifiers[-1].kind if modifiers else ""

    def _key(self) -> list[tuple[int, int, str]]:
        # the text at the end keeps A/RES/07/1 and A/RES/7/1 apart
        return [step for name in self.names for step in name_key(name)] + [(0, 0, self.text)]


def parse_symbol(text: str) -> Symbol | None:
    """A whole text as a symbol, or ``None``. Small letters are taken where nothing else can be meant.

    >>> parse_symbol("S/RES/822 (1993)").text, parse_symbol("and/or"), parse_symbol("12/5/1992")
    ('S/RES/822(1993)', None, None)
    >>> parse_symbol("Ａ／７５／３７９*").text, parse_symbol("A/ES‑10/L.32").text, parse_symbol("A/RES/49/35 A").text
    ('A/75/379', 'A/ES-10/L.32', 'A/RES/49/35A')
    """
    text = narrow(text).strip()
    if len(text) > _LONGEST or "/" not in text:
        return None
    text = re.sub(rf"(?<!{GAP}){GAP}*+/{GAP}*+", "/", text)
    text = _ODS_BRACKET.sub(r"(\1)", _INNER_MODIFIER.sub(r"(\1)/\2", text))
    lettered = _LETTERS.fullmatch(text)
    if lettered and (one := _whole(lettered[1] + lettered[2])) and one.text.endswith(lettered[2]):
        return Symbol((f"{one.names[0]}-{lettered[3]}",))
    symbol = _whole(text)
    if symbol is None and re.search(rf"(?:^|{DASH}\s?)[a-z]+/", text):  # not A/Texas/50/2012, a strain
        symbol = _whole(text.upper())
        return symbol if symbol and _certain(symbol) else None
    return symbol


def _whole(text: str) -> Symbol | None:
    text = re.sub(rf"(?<!{GAP}){GAP}++(?=\*|$)", "", text)
    chain = chain_at(text)
    symbols = [names for _, _, names in _pieces(chain)] if chain and chain.end == len(text) else []
    return Symbol(symbols[0]) if len(symbols) == 1 else None


def find_symbols(text: str) -> list[tuple[int, int, Symbol]]:
    """All symbols of a text with their offsets, dual ones as one; shortened ones (``and Corr.1``) in full.

    >>> [(s, e, str(x)) for s, e, x in find_symbols("见S/PRST/1995/21和A/C.3/78/L.22/Rev.1。")]
    [(1, 15, 'S/PRST/1995/21'), (16, 35, 'A/C.3/78/L.22/Rev.1')]
    >>> [str(x) for _, _, x in find_symbols("A/78/6 (Sect. 3) and Add.1; 24/7, TCP/IP, A/B tests of 12/5/1992")]
    ['A/78/6(Sect.3)', 'A/78/6(Sect.3)/Add.1']
    """
    if "/" not in text and "／" not in text:
        return []
    text = narrow(text)
    result: list[tuple[int, int, Symbol]] = []
    for chain in chains(text):
        if _in_foreign_address(text, chain.start):
            continue
        pieces = _pieces(chain, running=True)
        if pieces and pieces[-1][1] == chain.end:
            pieces += series(text, chain.end, pieces[-1][2])
        result += [(start, end, Symbol(names)) for start, end, names in pieces]
    return result


def _pieces(chain: Chain, running: bool = False) -> list[tuple[int, int, tuple[str, ...]]]:
    """What a chain holds: a symbol, a dual one, or the first and last of a range (``A/75/1–A/75/3``)."""
    pieces: list[tuple[int, int, tuple[str, ...]]] = []
    for (start, end), written in zip(chain.spans, chain.names, strict=True):
        names = tuple(_twins(canonical(written)))
        if not all(is_document(name, running) for name in names):
            continue
        if pieces and _joins(pieces[-1][2], names):
            pieces[-1] = (pieces[-1][0], end, pieces[-1][2] + names)
        else:
            pieces.append((start, end, names))
    return pieces


def _joins(names: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """One document is never issued twice in the series of one body: such a dash means a range."""
    bodies = {(n.organ, n.body) for n in map(read_name, names)}
    return bodies.isdisjoint((n.organ, n.body) for n in map(read_name, others))


def _twins(name: str) -> Iterator[str]:
    """``A/75/379/S/2020/965`` as two symbols."""
    parts = SPLIT.findall(name)
    for k in range(2, len(parts) - 1):
        if parts[0] in _TWINS and parts[k] in _TWINS and parts[k] != parts[0] and parts[k - 1][-1].isdigit():
            yield "/".join(parts[:k])
            yield "/".join(parts[k:])
            return
    yield name


def _in_foreign_address(text: str, start: int) -> bool:
    """Whether a place is inside an address of the web that is not the United Nations'."""
    if start == 0 or text[start - 1] not in "=?&#%:":
        return False
    before = text[max(0, start - 300) : start]
    scheme = before.rfind("://")
    if scheme < 0 or not re.fullmatch(r"[!-~]+", before[scheme:]):
        return False
    return _UN_HOST.match(before, scheme) is None


def _certain(symbol: Symbol) -> bool:
    """Whether a symbol is one beyond doubt, so that it may come in small letters or with hyphens for slashes.

    Symbols with a session began with session 31 of the General Assembly (1976), with a year in 1978 (Economic and
    Social Council) and in 1994 (Security Council).
    """
    return all(_certain_part(part) for part in symbol.parts)


def _certain_part(part: Name) -> bool:
    session = int(part.session) if part.session.isdigit() else 0
    known = part.kind in ("RES", "DEC", "PRST", "INF", "PV", "BUR") or re.match(
        r"(?:AC|CN?|CONF|SC)\.\w|(?:HRC|BUR|ICEF|HLPF|ESCAP|ECE|ECA|ESCWA|INCB)(?:/|$)", part.body
    )
    if part.organ in _TWINS:
        first = {"A": 10_000, "E": 1978, "S": 1994}[part.organ]
        dated = 31 <= session <= 150 or "-" in part.session if part.organ == "A" else (part.year or 0) >= first
        return part.number is not None and bool(dated or known or (part.organ == "S" and part.number >= 10_000))
    if part.organ in _TREATIES:
        return bool(re.match(r"(?:C|OP|SP)(?:/|$)", part.body))
    dated = bool(part.session) or part.year is not None
    return part.organ in _FAMILIES and part.number is not None and bool(part.body or dated)


def from_file_stem(stem: str) -> Symbol | None:
    """The symbol that a file stem spells, the reverse of :attr:`Symbol.file_stem`; common names of downloads too.

    Leading list numbers (``07_E_2023_80``) and language marks at the end are the caller's to cut.

    >>> from_file_stem("A_75_379-S_2020_965").text, from_file_stem("letter")
    ('A/75/379–S/2020/965', None)
    >>> [from_file_stem(s).text for s in ("a_res_75_1", "A-RES-75-1", "A.HRC.52.36", "A_73_12_(Part_I)")]
    ['A/RES/75/1', 'A/RES/75/1', 'A/HRC/52/36', 'A/73/12(Part I)']
    """
    stem = narrow(stem.strip())
    if len(stem) > _LONGEST:
        return None
    stem = re.sub(r"\s\(\d{1,2}\)$", "", stem)  # the second download of one file
    stem = re.sub(r"\._(?=[A-Z])", ".", re.sub("_{2,}", "_", stem))  # ECE_ASTANA._CONF_2011_2__Add.1
    spelled = re.sub(r"_(?=\()", "", stem)
    spelled = re.sub(
        r"\([^)]*\)", lambda m: re.sub(r"(?<=\d)_(?=\d)|_(?=(?i:add|corr|rev)\.)", "/", m[0]).replace("_", " "), spelled
    )
    spelled = re.sub(r"_(?![^(]*\))", "/", spelled).replace("--", "-")
    symbol = parse_symbol(spelled)
    if symbol or not _DOWNLOAD.fullmatch(stem) or "_" in stem:
        return symbol
    # A.HRC.52.36, A-RES-75-1: hyphens or full stops for slashes, but that of a special session stays a hyphen
    slashed = re.sub(DASH if re.search(DASH, stem) else r"\.", "/", stem).upper()
    slashed = re.sub(r"^(A/(?:HRC/)?(?:RES/)?)(E?S)/(?=\d{1,2}/)", r"\1\2-", slashed)
    symbol = _whole(slashed)
    return symbol if symbol and _certain(symbol) else None
