"""Bitexts in: TMX, XLIFF, Parquet, JSONL, TSV and CSV, as rows."""

from __future__ import annotations

from pathlib import Path

from corpora.bitext import Pair
from corpora.errors import InputError
from corpora.exchange.others import is_wordfast, read_po, read_wordfast
from corpora.exchange.remarks import ALL, Remarks, Wanted
from corpora.exchange.tables import pairs_of, read_with_facts
from corpora.exchange.tmx import read_tmx
from corpora.exchange.xliff import read_xliff
from corpora.exchange.xliff_names import SUFFIXES
from corpora.files import sniff_root
from corpora.logs import staged

CATALOGUES = (".po", ".pot")
LINES = (".txt", ".tab", ".tsv", ".csv")


@staged("read bitext")
def read_pairs(path: Path, said: Remarks | None = None, wanted: Wanted = ALL) -> list[Pair]:
    """Rows of a bitext in their order, whatever its format; XML is known by its content, a table by its suffix.

    The columns of a table are known by their names, ``zh`` and ``en`` or others of these languages, below whatever title
    stands above them; columns ``source`` and ``target``, and those without a name that says anything, by their text.
    ``symbol``, ``position``, ``score``, ``kind``, ``link``, ``source_ids``, ``target_ids``, ``original`` (the code of a
    language), ``paragraph`` and ``page`` are taken where they are there. Line ends and tabs inside a text are kept.
    ``said`` takes what was guessed and left out. Raises :class:`InputError` for anything else.
    """
    if path.suffix.lower() in CATALOGUES:
        return list(read_po(path, said or Remarks(), wanted))
    if path.suffix.lower() in LINES and is_wordfast(path):
        return list(read_wordfast(path, said or Remarks(), wanted))
    kind = xml_kind(path)
    if kind == "tmx":
        return list(read_tmx(path, said=said, wanted=wanted))
    if kind == "xliff":
        return list(read_xliff(path, said=said, wanted=wanted))
    said = said or Remarks()
    pairs = pairs_of(read_with_facts(path, said, wanted), path)
    if not any(pair.zh or pair.en for pair in pairs) and not said.part:
        raise InputError(f"{path}: no text in the columns zh and en", "check the export")
    return pairs


def xml_kind(path: Path) -> str | None:
    """``tmx`` or ``xliff`` by the first element, by the suffix where there is none; ``None`` for tables."""
    root = None if path.is_file() and not path.stat().st_size else sniff_root(path)
    if root in ("tmx", "xliff"):
        return root
    name = path.name.lower()
    if name.endswith((".tmx", ".tmx.gz")):
        return "tmx"
    return "xliff" if name.removesuffix(".gz").endswith(SUFFIXES) else None
