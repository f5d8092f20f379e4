"""The rows of two translations and their reference, side by side: read from bitexts or plain text, matched one to one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpora.bitext import Pair
from corpora.errors import InputError
from corpora.exchange import SUFFIXES, read_pairs
from corpora.files import read_bytes, sniff_root
from corpora.readers import read_sentences
from corpora.text import LANGUAGE_NAMES, OTHER_LANGUAGE, detect_language

TABLES = (".tsv", ".tab", ".csv", ".jsonl", ".ndjson", ".parquet", ".xlsx")
LEAST_LIKE = 0.5  # share of rows whose sources are equal where two bitexts are taken row by row
SAMPLE = 2000


@dataclass(frozen=True, slots=True)
class Translation:
    """One file: ``pairs`` of a bitext, or ``lines`` of plain text."""

    path: Path
    pairs: Sequence[Pair] | None = None
    lines: Sequence[str] = ()

    def __len__(self) -> int:
        return len(self.lines if self.pairs is None else self.pairs)

    def texts(self, language: str) -> list[str]:
        """The texts of one language, row by row; plain text is what it is."""
        if self.pairs is None:
            return list(self.lines)
        return [getattr(pair, language) for pair in self.pairs]


@dataclass(frozen=True, slots=True)
class Row:
    """One segment: its document and place, the source (empty where there is none), both translations, the reference."""

    symbol: str
    position: int
    source: str
    a: str
    b: str
    reference: str


def read_side(path: Path) -> Translation:
    """A bitext by its suffix or content, else plain text with one segment a line; spaces round a line do not count."""
    name = path.name.lower().removesuffix(".gz")
    if name.endswith((*TABLES, *SUFFIXES, ".tmx")) or _holds_bitext(path, read_bytes(path)):
        return Translation(path, read_pairs(path))
    return Translation(path, None, [" ".join(line.split()) for line in read_sentences(path)])


def _holds_bitext(path: Path, data: bytes) -> bool:
    """Whether a file whose name does not tell is TMX or XLIFF, or a text file of two columns."""
    if data.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<"):
        return sniff_root(path) in ("tmx", "xliff")
    return path.suffix.lower() == ".txt" and b"\t" in data.split(b"\n", 1)[0]


def translation_language(sides: Sequence[Translation], source: Translation | None = None) -> str:
    """``zh`` or ``en``: the language of plain text; of bitexts the side on which they differ.

    Raises :class:`InputError` where neither tells.
    """
    told = {side.path.name: detect_language(" ".join(side.lines[:SAMPLE])) for side in sides if side.pairs is None}
    spoken = {language for language in told.values() if language}
    if len(spoken) > 1:
        names = ", ".join(f"{name} {LANGUAGE_NAMES[language]}" for name, language in told.items() if language)
        raise InputError(f"not translations into one language: {names}", "give the source with --source")
    if spoken:
        return spoken.pop()
    if source is not None and source.pairs is None:
        found = detect_language(" ".join(source.lines[:SAMPLE]))
        if found:
            return OTHER_LANGUAGE[found]
    alike = {language: _common([side.texts(language) for side in sides]) for language in OTHER_LANGUAGE}
    whole = min(map(len, sides))
    if alike["zh"] == alike["en"] < whole:
        names = ", ".join(side.path.name for side in sides)
        raise InputError(
            f"{names}: neither the Chinese nor the English side is the same in all", "give --language zh or en"
        )
    return "en" if alike["en"] <= alike["zh"] else "zh"


def _common(columns: Sequence[Sequence[str]]) -> int:
    counts = [Counter(texts) for texts in columns]
    whole = counts[0]
    for other in counts[1:]:
        whole &= other
    return whole.total()


def match_rows(
    a: Translation, b: Translation, reference: Translation | None, source: Translation | None, language: str
) -> tuple[list[Row], dict[str, int]]:
    """The rows that all files have, and how many rows of each file are left out.

    By place where all have as many rows; bitexts also by equal source, the k-th occurrence with the k-th. Raises
    :class:`InputError` where plain text has another number of lines, or no source is in all bitexts.
    """
    sides = [side for side in (a, b, reference) if side is not None]
    known = {side.path: _sources(side, language) for side in sides}
    by_source = all(side.pairs is not None for side in sides) and not _in_step(list(known.values()))
    if by_source:
        chosen = _by_source(sides, [known[side.path] or [] for side in sides])
    else:
        _same_length([*sides, *([source] if source else [])])
        chosen = [tuple([k] * len(sides)) for k in range(len(a))]
    texts = [side.texts(language) for side in sides]
    origin = _origin(sides, source, by_source, language)
    named = next((side for side in sides if side.pairs is not None), None)
    rows = []
    for number, places in enumerate(chosen, start=1):
        values = [text[k] for text, k in zip(texts, places, strict=True)]
        pair = named.pairs[places[sides.index(named)]] if named is not None and named.pairs is not None else None
        symbol, position = (pair.symbol, pair.position) if pair else ((source or a).path.stem, number)
        said = origin[places[0]] if origin else ""
        rows.append(Row(symbol, position, said, values[0], values[1], values[2] if reference else ""))
    return rows, {str(side.path): len(side) - len(rows) for side in sides if len(side) > len(rows)}


def _sources(side: Translation, language: str) -> list[str] | None:
    return None if side.pairs is None else [" ".join(text.split()) for text in side.texts(OTHER_LANGUAGE[language])]


def _in_step(columns: Sequence[Sequence[str] | None]) -> bool:
    """Whether bitexts have as many rows, and mostly the same source in the same place."""
    first, *others = [column for column in columns if column is not None]
    if any(len(other) != len(first) for other in others):
        return False
    return all(sum(x == y for x, y in zip(first, other, strict=True)) >= LEAST_LIKE * len(first) for other in others)


def _by_source(sides: Sequence[Translation], columns: Sequence[Sequence[str]]) -> list[tuple[int, ...]]:
    places: list[dict[tuple[str, int], int]] = []
    for column in columns:
        seen: Counter[str] = Counter()
        found: dict[tuple[str, int], int] = {}
        for k, text in enumerate(column):
            if text:
                found[text, seen[text]] = k
                seen[text] += 1
        places.append(found)
    chosen = [tuple(one[key] for one in places) for key in places[0] if all(key in one for one in places)]
    if not chosen:
        counts = ", ".join(f"{side.path.name} {len(side)} rows" for side in sides)
        raise InputError(f"no source text is the same in all files ({counts})", "compare translations of one source")
    return chosen


def _same_length(sides: Sequence[Translation]) -> None:
    if len({len(side) for side in sides}) > 1:
        counts = ", ".join(f"{side.path.name} {len(side)}" for side in sides)
        raise InputError(f"not the same number of segments: {counts}", "give files of the same segments, one a line")


def _origin(sides: Sequence[Translation], source: Translation | None, by_source: bool, language: str) -> list[str]:
    """The source texts in the order of A, or nothing where no file has them."""
    if sides[0].pairs is not None:
        return sides[0].texts(OTHER_LANGUAGE[language])
    if by_source:
        return []
    given = source or next((side for side in sides if side.pairs is not None), None)
    return given.texts(OTHER_LANGUAGE[language]) if given else []
