"""What one document symbol says: organ, body, session or year, kind, number, modifiers; and its place in order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from corpora.symbol.grammar import MODIFIER, PRESS, SPLIT
from corpora.text import late, roman_value

Key = list[tuple[int, int, str]]
_END = (-1, 0, "")  # a shorter list of parts comes first
_MODIFIER_RANK = {"Add": 1, "Corr": 2, "Rev": 3, "Amend": 4}
_BODIES = frozenset(
    {"AC", "C", "CN", "CONF", "SC", "WG", "Sub", "PC", "GC", "COP", "SER", "EA", "EB", "CM", "MP", "AP"}
)  # fmt: skip
_KINDS = frozenset(
    {"RES", "DEC", "PRST", "INF", "NGO", "CRP", "PET", "GC", "CO", "Q", "Summary", "Agenda", "Annex", "MISC"}
)  # fmt: skip
_NUMBER = late(r"(\d+)([A-Z]?)(?:-(?:\d+|[A-Z]))?")
_SESSION = late(r"((?:ES|SS?)-)(\d+|[IVXL]+)")
_SESSION_MARK = late(r"(?:E?S-)?[IVXL]+")


@dataclass(frozen=True, slots=True)
class Modifier:
    """``Add.1``, ``Corr.2``, ``Rev.1`` or ``Amend.3``: what a document is to the one that its symbol begins with."""

    kind: str
    number: int

    def __str__(self) -> str:
        return f"{self.kind}.{self.number}"


@dataclass(frozen=True, slots=True)
class Name:
    """The parts of one symbol; an empty text or ``None`` where it has no such part.

    ``body`` holds all bodies (``CN.4/Sub.2``); ``session`` is as written (``78``, ``ES-10``, ``XXVI``); ``number`` is
    the document's own; ``part`` the letter of a parted resolution; ``qualifier`` what stands in brackets (``Sect.3``);
    ``more`` whatever follows the number; ``base`` the symbol without its modifiers.
    """

    organ: str
    body: str = ""
    session: str = ""
    year: int | None = None
    kind: str = ""
    number: int | None = None
    part: str = ""
    qualifier: str = ""
    more: str = ""
    modifiers: tuple[Modifier, ...] = ()
    base: str = ""


class _Reader:
    """The state of reading one symbol from left to right."""

    def __init__(self, organ: str) -> None:
        self.organ, _, mark = re.sub(r"\.(?=\d)", "(", organ).partition("(")  # TD(XII)/BP/1, IDB.47/10
        self.session = mark.rstrip(")")
        self.year: int | None = None
        self.number: int | None = None
        self.part = ""
        self.bodies: list[str] = []
        self.kinds: list[str] = []
        self.more: list[str] = []
        self.qualifiers: list[str] = []

    def dated(self) -> bool:
        return bool(self.session) or self.year is not None

    def take(self, component: str, later: bool) -> None:
        """One component; ``later`` says whether more of them follow that are no modifiers."""
        bare, marks = _brackets(component)
        figures, session = _NUMBER.fullmatch(bare), _SESSION.fullmatch(bare)
        prefix, _, number = bare.rpartition(".")
        if session and not self.dated():
            self.session = bare
        elif figures and not self.dated() and later and self.number is None:
            year = int(figures[1]) if 1946 <= int(figures[1]) <= 2100 else None
            self.year, self.session = year, "" if year else bare
        elif figures and self.number is None:
            self.number, self.part = int(figures[1]), figures[2]
        elif number.isdigit() and self.number is None and not later and prefix not in _BODIES:
            self.kinds.append(prefix)
            self.number = int(number)
        elif not bare:  # S/AC.37/2004/(1455)/53
            self.more.append(component)
            return
        elif bare in _KINDS or (self.dated() and self.number is None):
            self.kinds.append(bare)
        elif self.number is None:
            self.bodies.append(component)
            return
        else:
            self.more.append(bare)
        self._mark(marks)

    def _mark(self, marks: list[str]) -> None:
        for mark in marks:
            if self.kinds[-1:] in (["RES"], ["DEC"]) and _SESSION_MARK.fullmatch(mark) and not self.dated():
                self.session = mark
            elif re.fullmatch(r"\d{4}", mark) and not self.dated():
                self.year = int(mark)
            else:
                self.qualifiers.append(mark)


def _brackets(component: str) -> tuple[str, list[str]]:
    """A component without its brackets, and what stood in them.

    >>> _brackets("194(III)A")
    ('194A', ['III'])
    """
    return re.sub(r"\([^)]*\)", "", component), re.findall(r"\(([^)]*)\)", component)


@lru_cache(maxsize=4096)
def read_name(name: str) -> Name:
    """The parts of a symbol in normal spelling.

    >>> n = read_name("A/C.3/78/L.22/Rev.1"); n.organ, n.body, n.session, n.kind, n.number, n.base
    ('A', 'C.3', '78', 'L', 22, 'A/C.3/78/L.22')
    >>> n = read_name("S/RES/822(1993)"); n.kind, n.number, n.year
    ('RES', 822, 1993)
    >>> n = read_name("A/RES/194(III)"); n.session, n.number
    ('III', 194)
    """
    organ, *components = SPLIT.findall(name)
    reader, modifiers, base = _Reader(organ), [], [organ]
    last = max((k for k, c in enumerate(components) if not MODIFIER.fullmatch(c)), default=0)
    for k, component in enumerate(components):
        modifier = MODIFIER.fullmatch(component)
        if not modifier:
            reader.take(component, later=k < last)
            base.append(component)
            continue
        modifiers.append(Modifier(modifier[1], int(modifier[2])))
        if modifier[3]:  # the volume stays where the revision goes: A/CONF.151/26/Rev.1(Vol.I)
            reader.qualifiers.append(modifier[3])
            base[-1] += f"({modifier[3]})"
    return Name(
        organ=reader.organ,
        body="/".join(reader.bodies),
        session=reader.session,
        year=reader.year,
        kind="/".join(reader.kinds),
        number=reader.number,
        part=reader.part,
        qualifier=", ".join(reader.qualifiers),
        more="/".join(reader.more),
        modifiers=tuple(modifiers),
        base="/".join(base),
    )


@lru_cache(maxsize=4096)
def name_key(name: str) -> tuple[tuple[int, int, str], ...]:
    """What a symbol sorts by: organ, body, session or year, kind, number, qualifier, then its modifiers.

    Numbers sort as numbers, Roman ones too; special sessions come after regular ones; the base before its addenda,
    these before corrigenda, these before revisions.
    """
    parts = read_name(name)
    key: Key = [(0, 0, parts.organ), *_natural(parts.body), _END, _when(parts), (0, 0, parts.kind)]
    key.append((0, -1 if parts.number is None else parts.number, ""))
    key += [(0, 0, parts.part), *_natural(parts.qualifier), _END, *_natural(parts.more), _END]
    key += [(_MODIFIER_RANK[m.kind], m.number, "") for m in parts.modifiers]
    return (*key, _END)


def _when(parts: Name) -> tuple[int, int, str]:
    if not parts.session:
        return (0, parts.year or 0, "")
    head, _, tail = parts.session.rpartition("-")
    figures = re.match(r"\d+", tail)
    value = int(figures[0]) if figures else roman_value(tail)
    return (1 if head else 0, value, head)


def _natural(text: str) -> Key:
    """Figures and Roman numerals as numbers, the rest as text.

    >>> _natural("C.10"), _natural("C.II")
    ([(1, 0, 'C'), (1, 0, '.'), (0, 10, '')], [(1, 0, 'C'), (1, 0, '.'), (0, 2, '')])
    """
    pieces = re.findall(r"\d+|[A-Za-z]+|[^A-Za-z\d]+", text)
    key: Key = []
    for before, piece in zip(["", *pieces], pieces, strict=False):
        if piece.isdigit():
            key.append((0, int(piece), ""))
        elif before.endswith((".", " ")) and re.fullmatch("[IVXL]+", piece):
            key.append((0, roman_value(piece), ""))
        else:
            key.append((1, 0, piece))
    return key


def is_document(name: str, running: bool = False) -> bool:
    """Whether a symbol in normal spelling can be one: with a figure, and not ``A/B/1``, ``SC/8`` or, in running text,
    the grade ``A/5``.

    >>> [is_document(n, running=True) for n in ("S/23904", "S/N", "A/B/1", "SC/8", "SC/8241", "A/5")]
    [True, False, False, False, True, False]
    """
    organ, first, *rest = SPLIT.findall(name)
    if not any(c.isdigit() for c in name):
        return False
    if organ in PRESS and not re.search(r"/\d{3,6}(?:/|$)", name):
        return False
    if organ in ("A", "E", "S", "T") and re.fullmatch("[A-Z]", first):
        return False
    return not (running and not rest and re.fullmatch(r"\d", first))
