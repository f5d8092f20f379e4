"""What the header of a TEI file says of its document, and which languages its sentences name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from corpora.symbol import parse_symbol

XML = "{http://www.w3.org/XML/1998/namespace}"
MAX_FACT = 2000
"""Characters of one fact."""
MAX_FACTS = 200
"""Facts of one kind."""
TOLD = frozenset(("idno", "term", "keywords", "date"))
JOBS = frozenset(("jobno", "job", "job_number", "jobnumber"))
SENTENCES = frozenset(("s", "seg"))
WHOLE = frozenset(("TEI", "TEI.2", "text", "body", "p"))


@dataclass(slots=True)
class Header:
    """Facts as they come in, element by element."""

    symbols: list[tuple[bool, str]] = field(default_factory=list)  # whether it says that it is one
    jobs: list[str] = field(default_factory=list)
    dates: list[tuple[bool, str]] = field(default_factory=list)  # whether of publication
    keywords: list[str] = field(default_factory=list)
    declared: list[str] = field(default_factory=list)
    sentences: Counter[str] = field(default_factory=Counter)
    parts: list[str] = field(default_factory=list)
    _open: list[tuple[str, str]] = field(default_factory=list)
    _text: list[str] = field(default_factory=list)
    _size: int = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element of the header begins."""
        if name in TOLD:
            self._text.clear()
            self._size = 0
        if name == "language":
            self._keep(self.declared, attributes.get("ident") or "")
        self._open.append((name, (attributes.get("when" if name == "date" else "type") or "").lower()))

    def data(self, text: str) -> None:
        """Text in the header."""
        if self._size < MAX_FACT:
            self._text.append(text[:MAX_FACT])
            self._size += len(text)

    def end(self) -> bool:
        """An element ends; whether the header goes on."""
        name, told = self._open.pop()
        if name in TOLD:
            value = " ".join("".join(self._text).split())[:MAX_FACT]
            self._text.clear()
            self._size = 0
            self._take(name, told, value)
        return bool(self._open)

    def _take(self, name: str, told: str, value: str) -> None:
        if name == "date":
            published = any(around == "publicationStmt" for around, _ in self._open[-3:])
            if (value or told) and len(self.dates) < MAX_FACTS:
                self.dates.append((published, value or told))
        elif name == "idno" and value:
            if told in JOBS:
                self._keep(self.jobs, value)
            elif told in ("", "symbol") and len(self.symbols) < MAX_FACTS:
                self.symbols.append((bool(told), value))
        elif name in ("term", "keywords"):
            self._keep(self.keywords, value)

    @staticmethod
    def _keep(facts: list[str], value: str) -> None:
        if value and len(facts) < MAX_FACTS:
            facts.append(value)

    def language_of(self, name: str, attributes: Mapping[str, str]) -> None:
        """The language that an element of the text names."""
        code = (attributes.get("lang") or attributes.get(f"{XML}lang") or "")[:20]
        if not code:
            return
        main = code.lower().replace("_", "-").split("-")[0]
        if name in SENTENCES:
            self.sentences[main] += 1
        elif name in WHOLE:
            self._keep(self.parts, main)

    @property
    def language(self) -> str:
        """The code that most sentences have, else the one of the text, else the only one that the header declares."""
        if self.sentences:
            return self.sentences.most_common(1)[0][0]
        if self.parts:
            return self.parts[0]
        return self.declared[0].lower().split("-")[0] if len(self.declared) == 1 else ""

    @property
    def symbol(self) -> str:
        """The first symbol, in normal form; what is called one goes before other numbers."""
        for _, value in sorted(self.symbols, key=lambda one: not one[0]):
            symbol = parse_symbol(value)
            if symbol is not None:
                return symbol.text
        return ""

    @property
    def facts(self) -> dict[str, str]:
        """``symbol``, ``job``, ``date``, ``language``, ``keywords``; empty where the file says nothing."""
        dates = sorted(self.dates, key=lambda one: not one[0])
        return {
            "symbol": self.symbol,
            "job": self.jobs[0] if self.jobs else "",
            "date": dates[0][1] if dates else "",
            "language": self.language,
            "keywords": "; ".join(self.keywords),
        }
