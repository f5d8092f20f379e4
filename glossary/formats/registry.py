"""All formats by name, and how a file is read or written in one of them."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import cast

from corpora.errors import InputError
from corpora.exchange import check_codes
from corpora.files import atomic_path
from corpora.logs import staged
from glossary.concept import Concept, Termbase
from glossary.formats.carry import carried
from glossary.formats.detect import detect
from glossary.formats.regional import one_code
from glossary.formats.types import CONCEPT_FIELDS, TERM_FIELDS, ExportOptions, Format, Holds, Loaded, Written
from glossary.losses import Losses

Reader = Callable[[Path, Losses], Termbase]
Writer = Callable[[list[Concept], Path, ExportOptions, Termbase], None]

BASIC = Holds(text="xml", linked=True, resolve=True, coded=True, flat=True)
MIN = Holds(
    text="xml",
    linked=True,
    resolve=True,
    coded=True,
    flat=True,
    concept=frozenset({"frequency", "symbols", "score", "probability", "subject", "note", "links"}),
    term=frozenset({"status", "pos", "frequency", "note", "tag", "body"}),
)
CORE = Holds(
    text="xml",
    linked=True,
    resolve=True,
    coded=True,
    flat=True,
    concept=frozenset({"frequency", "symbols", "score", "probability", "note"}),
    term=frozenset({"frequency", "note", "tag"}),
    statuses="none",
)
LONGEST_TERM = 100  # characters
SENTENCE_ENDS = ("。", "；", "！", "？")
FEWEST_SENTENCES = 4
PAIR_CONCEPT = frozenset({"subject", "definition", "note"})
NO_TERM = frozenset({"status"})

TBX_READER = "glossary.formats.tbx.read:read"
TBX_WRITER = "glossary.formats.tbx.write:"
TABLE_READER = "glossary.formats.tables.read:read"

_ALL = (
    Format("tbx", (".tbx",), "TBX version 2, TBX-Basic: what OmegaT and other CAT tools read", TBX_READER, f"{TBX_WRITER}write_v2", BASIC),
    Format("tbx3", (), "TBX version 3 (ISO 30042:2019), TBX-Basic, DCA style", TBX_READER, f"{TBX_WRITER}write_basic", BASIC),
    Format("tbx3-dct", (), "TBX version 3, TBX-Basic, DCT style", TBX_READER, f"{TBX_WRITER}write_dct", BASIC),
    Format("tbx-min", (), "TBX version 3, TBX-Min: terms, status, part of speech, subject", TBX_READER, f"{TBX_WRITER}write_min", MIN),
    Format("tbx-core", (), "TBX version 3, TBX-Core: terms and notes", TBX_READER, f"{TBX_WRITER}write_core", CORE),
    Format("csv", (".csv",), "table for Excel, UTF-8 with byte order mark", TABLE_READER, "glossary.formats.tables.write:write_csv", Holds(text="cell")),
    Format("tsv", (".tsv", ".tab"), "table, tab separated, UTF-8", TABLE_READER, "glossary.formats.tables.write:write_tsv", Holds(text="line")),
    Format("xlsx", (".xlsx",), "Excel workbook", TABLE_READER, "glossary.formats.tables.write:write_xlsx", Holds(text="cell", longest=32_767)),
    Format("json", (".json",), "everything, one JSON object", "glossary.formats.tables.json_files:read_json", "glossary.formats.tables.json_files:write_json", Holds(empty=True)),
    Format("jsonl", (".jsonl", ".ndjson"), "everything, one JSON object a concept and line", "glossary.formats.tables.json_files:read_jsonl", "glossary.formats.tables.json_files:write_jsonl", Holds(empty=True)),
    Format("parquet", (".parquet",), "everything, for data frames", "glossary.formats.tables.json_files:read_parquet", "glossary.formats.tables.json_files:write_parquet", Holds(text="unicode", empty=True)),
    Format("omegat", (".txt", ".utf8"), "OmegaT glossary: source, target, comment", "glossary.formats.pairs.omegat:read", "glossary.formats.pairs.omegat:write", Holds(text="line", concept=PAIR_CONCEPT, term=NO_TERM, pairs=True, ordered=False, hash_comments=True, one_chinese=True)),
    Format("utx", (".utx",), "UTX 1.11 glossary", "glossary.formats.pairs.utx:read", "glossary.formats.pairs.utx:write", Holds(text="line", concept=PAIR_CONCEPT, term=frozenset({"status", "pos"}), statuses="three", pairs=True, ordered=False, hash_comments=True, one_chinese=True, coded=True)),
    Format("memoq", (), "memoQ term base, CSV", TABLE_READER, "glossary.formats.tables.memoq:write", Holds(text="cell", concept=frozenset({"subject", "definition", "note", "created", "created_by", "modified", "modified_by", "definition_language", "definitions"}), term=frozenset({"status", "contexts", "tag"}), statuses="forbidden", contexts=1, documents=False, segments=False, terms=20, coded=True, told=True, retag={"zh-Hans": "zh-CN", "zh-Hant": "zh-TW"})),
    Format("phrase", (), "Phrase (Memsource) term base, XLSX", TABLE_READER, "glossary.formats.tables.phrase:write", Holds(text="cell", longest=32_767, concept=frozenset({"subject", "definition", "note"}), term=frozenset({"status", "type", "pos", "contexts", "note", "tag"}), contexts=1, documents=False, segments=False, statuses="three", coded=True)),
    Format("skos-turtle", (".ttl", ".nt"), "SKOS thesaurus, Turtle", "glossary.formats.skos.read:read", "glossary.formats.skos.write:write_turtle", Holds(text="xml", resolve=True, ordered=False, flat=True, coded=True, told=True)),
    Format("skos-jsonld", (".jsonld",), "SKOS thesaurus, JSON-LD", "glossary.formats.skos.read:read", "glossary.formats.skos.write:write_jsonld", Holds(text="xml", resolve=True, ordered=False, flat=True, coded=True, told=True)),
    Format("po", (".po", ".pot"), "catalogue of gettext, one message a pair of terms", "glossary.formats.pairs.po:read", "glossary.formats.pairs.po:write", Holds(text="memory", concept=PAIR_CONCEPT, term=frozenset({"status", "tag"}), pairs=True, ordered=False, one_chinese=True, coded=True)),
    Format("tmx", (".tmx",), "translation memory, one unit a pair of terms", "glossary.formats.pairs.tmx:read", "glossary.formats.pairs.tmx:write", Holds(text="memory", concept=PAIR_CONCEPT, term=frozenset({"status", "tag"}), pairs=True, ordered=False, one_chinese=True, coded=True)),
)  # fmt: skip
FORMATS: dict[str, Format] = {one.name: one for one in _ALL}
BY_SUFFIX = {suffix: one.name for one in _ALL for suffix in one.suffixes}


def known(name: str) -> Format:
    """A format by its name; raises :class:`InputError` for a name that is not known."""
    if name not in FORMATS:
        raise InputError(f"format {name!r} is not known", f"one of {', '.join(FORMATS)}")
    return FORMATS[name]


def _function(where: str) -> Callable[..., object]:
    module, _, name = where.partition(":")
    return cast("Callable[..., object]", getattr(import_module(module), name))


@staged("read terms")
def load(path: Path, format: str | None = None) -> Loaded:
    """Read a termbase and say what of the file is not in it; ``format=None`` goes by suffix and content.

    Terms in other languages than Chinese and English are left out. Raises :class:`InputError` for files that cannot be
    read, are hostile, or hold no Chinese or English term.
    """
    losses = Losses()
    termbase = cast("Reader", _function(known(format or detect(path, BY_SUFFIX)).reader))(path, losses)
    _warn_of_sentences(termbase, losses)
    return Loaded(termbase, losses.listed())


def _warn_of_sentences(termbase: Termbase, losses: Losses) -> None:
    """Name it when many terms look like sentences; a few may be long, such as titles of treaties."""
    total = sum(len(concept.terms) for concept in termbase)
    many = sum(
        len(term.text) > LONGEST_TERM or term.text.endswith(SENTENCE_ENDS)
        for concept in termbase
        for term in concept.terms
    )
    if many >= FEWEST_SENTENCES and many * 5 >= total:
        what = f"{many:,} of {total:,} terms are longer than {LONGEST_TERM} characters or end as sentences do"
        losses.add("", f"{what}: is this a bitext?")


@staged("write")
def save(termbase: Termbase, path: Path, format: str | None = None, options: ExportOptions | None = None) -> Written:
    """Write a termbase and say what of it the format could not hold; ``format=None`` goes by suffix.

    The file is written whole or not at all; the same termbase gives the same bytes.
    """
    options = options or ExportOptions()
    check_codes(options.zh_code, options.en_code)
    one = known(format or by_suffix(path))
    losses = Losses()
    options = one_code(termbase, one.holds, options)
    concepts = list(carried(termbase, one.holds, options, losses))
    with atomic_path(path) as temporary:
        cast("Writer", _function(one.writer))(concepts, temporary, options, termbase)
    return Written(len(concepts), losses.listed())


def by_suffix(path: Path) -> str:
    """The format that a suffix stands for when a file is written."""
    suffix = path.suffix.lower()
    if suffix not in BY_SUFFIX:
        use = f"use one of {' '.join(BY_SUFFIX)}, or --format"
        raise InputError(f"{path}: {suffix or 'no suffix'} is not a termbase format", use)
    return BY_SUFFIX[suffix]


__all__ = ["CONCEPT_FIELDS", "FORMATS", "TERM_FIELDS", "by_suffix", "known", "load", "save"]
