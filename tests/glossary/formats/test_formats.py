"""Every format, both ways: what is read again is what was written, less what the losses name."""

import os
import random
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from corpora.errors import InputError
from corpora.files.text import tidy
from glossary.concept import (
    PARTS_OF_SPEECH,
    RANK,
    REGISTERS,
    RELATIONS,
    STATUSES,
    TERM_TYPES,
    VALIDATIONS,
    Concept,
    Context,
    Definition,
    Reference,
    Term,
    Termbase,
)
from glossary.formats.carry import carried
from glossary.formats.regional import one_code
from glossary.formats.registry import FORMATS, load, save
from glossary.formats.types import ExportOptions
from glossary.losses import Losses
from tests.calls import python
from tests.concepts import concept
from tests.places import NO_TOOLKIT, SHARED, needs_shared

ROUNDS = int(os.environ.get("DUIZHAO_FUZZ", "30"))
LOSSLESS = ("json", "jsonl", "parquet")
SUFFIX = {"tbx3": ".tbx", "tbx3-dct": ".tbx", "tbx-min": ".tbx", "tbx-core": ".tbx", "memoq": ".csv", "phrase": ".xlsx"}
# what breaks formats: markup, formulas, quotes, separators, our own marks, line ends, controls, rare Han, half pairs
PIECES = st.sampled_from(
    ["缓冲区", "会员国", "難民署", "buffer zone", "e\u0301", "é", "𠮷", "\ue000", "\ufffd", "<b>&amp;", "]]>", "=1+1", "+", "-",
     "@x", "'", "''=", '"', '""', ",", ";", "; ", "\t", "\n", "\r\n", "\r", "\u2028", "\x00", "\x0b", "\x1f", "\x85", "\ufffe",
     "#", "|", " | ", " || ", "id: x", "note: ", "[", '["a"]', "[duizhao] frequency 5", "{", "\\", "\\n", " ", "\u3000", "_x0041_",
     "Entry_ID", "zh", "en", "TRUE", "http://x.y/z", "＝1", "\ud800"]
)  # fmt: skip
TEXT = st.lists(PIECES, max_size=4).map("".join)
WORD = st.one_of(st.sampled_from(["", "", "li", "A/RES/1", "https://undocs.org/A/1"]), TEXT)
TIME = st.one_of(st.sampled_from(["", "2026-11-25", "2026-11-25T08:00:00Z", "2026-11-25T18:30:00+08:00"]), TEXT)
SCORE = st.sampled_from([0.0, 0.5, 0.1, 1e-9, 12345.678])
COUNT = st.sampled_from([0, 1, 7, 1_000_000])
CONTEXTS = st.lists(st.builds(Context, TEXT, WORD, st.sampled_from(["", "12", "a;b"])), max_size=3).map(tuple)
TERM = st.builds(
    Term, TEXT, st.sampled_from(["zh", "en", "zh", "en", "fr"]), st.sampled_from(STATUSES), COUNT, CONTEXTS,
    st.sampled_from(["", *TERM_TYPES]), st.sampled_from(["", *PARTS_OF_SPEECH]), WORD, WORD,
    st.sampled_from(["", "", "", "zh-Hans", "zh-Hant", "zh-TW", "zh-HK", "zh-Hant-HK", "en-GB", "en-US", "odd"]),
    WORD, st.sampled_from(["", "", *REGISTERS]), st.sampled_from([0, 0, 1, 10]), st.sampled_from(["", "", *VALIDATIONS]),
)  # fmt: skip
DEFINITION = st.builds(Definition, TEXT, st.sampled_from(["", "zh", "en", "zh-TW", "en-GB", "fr"]), WORD)
REFERENCE = st.builds(
    Reference, st.sampled_from(["a", "b", "c 1", "é", "nowhere"]), st.sampled_from(["related", "broader", "narrower"])
)
CONCEPT = st.builds(
    Concept,
    id=st.one_of(st.sampled_from(["a", "b", "c 1", "é", "7", "a;b", "broader:a"]), TEXT.filter(bool)),
    terms=st.lists(TERM, max_size=5).map(tuple),
    frequency=COUNT,
    symbols=st.lists(WORD, max_size=3).map(tuple),
    score=SCORE,
    subject=WORD,
    definition=TEXT,
    note=TEXT,
    probability=SCORE,
    definition_source=WORD,
    references=st.lists(REFERENCE, max_size=3).map(tuple),
    links=st.lists(WORD, max_size=2).map(tuple),
    created=TIME,
    created_by=WORD,
    modified=TIME,
    modified_by=WORD,
    definition_language=st.sampled_from(["", "", "zh", "en", "zh-TW", "en-GB", "fr"]),
    definitions=st.lists(DEFINITION, max_size=2).map(tuple),
)
TERMBASE = st.lists(CONCEPT, max_size=4).map(lambda concepts: Termbase.of(concepts, "made up"))
OPTIONS = st.builds(
    ExportOptions, st.sampled_from(["zh", "zh-CN", "zh-Hant"]), st.sampled_from(["en", "en-US"]),
    st.sampled_from(["zh", "en"]), st.booleans(), st.booleans(), st.booleans(),
    st.sampled_from([None, None, "simplified", "traditional"]),
)  # fmt: skip


def path_of(folder: Path, name: str) -> Path:
    return folder / f"t{(FORMATS[name].suffixes or (SUFFIX.get(name),))[0]}"


def expected(termbase: Termbase, name: str, options: ExportOptions) -> list[Concept]:
    holds = FORMATS[name].holds
    return list(carried(termbase, holds, one_code(termbase, holds, options), Losses()))


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "parquet"])
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
)
@given(termbase=TERMBASE, options=OPTIONS)
def test_round_trip(tmp_path_factory, name, termbase, options):
    round_trip(tmp_path_factory.getbasetemp(), name, termbase, options)


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(termbase=TERMBASE, options=OPTIONS)
def test_round_trip_of_parquet(tmp_path_factory, termbase, options):
    round_trip(
        tmp_path_factory.getbasetemp(), "parquet", termbase, options
    )  # each is read by a process of its own first


def one_region(termbase):
    """Concepts in Chinese and English whose terms of a language are of one region: memoQ has a column for each, and the first column leads."""
    sides = [(c, {(t.language, t.tag) for t in c.terms}) for c in termbase]
    kept = [c for c, tags in sides if len(tags) == len(dict(tags)) and {"zh", "en"} <= dict(tags).keys()]
    return Termbase.of(kept, termbase.signature)


def round_trip(folder, name, termbase, options):
    path = path_of(folder, name)
    if name == "memoq":
        termbase = one_region(termbase)
    written = save(termbase, path, name, options)
    want = expected(termbase, name, options)
    assert written.concepts == len(want)
    if not want:
        return
    loaded = load(path, name)
    assert list(loaded.termbase) == want
    # nothing is lost; that a term has a line end is said of whatever table is read
    assert [loss.what for loss in loaded.losses if "line end" not in loss.what] == []
    first = path.read_bytes()
    save(termbase, path, name, options)
    assert path.read_bytes() == first


def usual(concept: Concept) -> Concept:
    """What is no loss in any format: Unicode normal form, line ends, white space outside, order of languages."""
    terms = [
        replace(
            term,
            text=tidy(term.text),
            source=tidy(term.source),
            note=tidy(term.note),
            body=tidy(term.body),
            contexts=tuple(
                Context(tidy(c.text), tidy(c.symbol), tidy(c.segment)) for c in term.contexts if tidy(c.text)
            ),
        )
        for term in concept.terms
    ]
    texts = ("subject", "definition", "note", "definition_source", "created", "created_by", "modified", "modified_by")
    return replace(
        concept,
        terms=tuple(sorted(terms, key=lambda term: (term.language != "zh", RANK[term.status]))),
        symbols=tuple(dict.fromkeys(filter(None, map(tidy, concept.symbols)))),
        links=tuple(dict.fromkeys(filter(None, map(tidy, concept.links)))),
        references=tuple(sorted(dict.fromkeys(concept.references), key=lambda r: RELATIONS.index(r.kind))),
        **{name: tidy(getattr(concept, name)) for name in texts},
    )


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(termbase=TERMBASE, options=OPTIONS)
def test_losses_name_every_difference(name, termbase, options):
    losses = Losses()
    carried_ones = list(carried(termbase, FORMATS[name].holds, options, losses))
    if not losses.listed():
        assert list(map(usual, carried_ones)) == list(map(usual, termbase))
    if name in LOSSLESS and options.deprecated and options.every and options.evidence and "ud800" not in repr(termbase):
        assert carried_ones == list(termbase)


def test_a_thousand_losses_are_one_line(tmp_path):
    concepts = [
        Concept(f"c{n}", (Term(f"词{n}", "zh"), Term(f"word {n}", "en"), Term(f"mot {n}", "fr"))) for n in range(1000)
    ]
    losses = save(Termbase.of(concepts), tmp_path / "t.csv").losses
    assert [str(loss) for loss in losses] == ["1,000 terms: language fr left out"]


def test_a_thesaurus_in_six_languages(tmp_path):
    lines = ["@prefix skos: <http://www.w3.org/2004/02/skos/core#> .", "<http://x.org/s> a skos:ConceptScheme ."]
    for number in range(300):
        labels = ", ".join(
            f'"{text} {number}"@{code}'
            for code, text in zip(("zh", "en", "fr", "es", "ru", "ar"), "水wесв", strict=False)
        )
        lines.append(
            f"<http://x.org/t/{number}> a skos:Concept ; skos:inScheme <http://x.org/s> ; skos:prefLabel {labels} ;\n"
            f'  skos:altLabel "variant {number}"@en ; skos:hiddenLabel "old {number}"@en ; skos:scopeNote "a note"@en, "une note"@fr ;\n'
            f'  skos:broader <http://x.org/t/{(number + 1) % 301}> ; skos:exactMatch <http://y.org/{number}> ; skos:changeNote "x" .'
        )
    path = tmp_path / "t.ttl"
    path.write_text("\n".join(lines), "utf-8")
    loaded = load(path)
    assert [str(loss) for loss in loaded.losses] == [
        "900 terms: languages es, fr, ru left out",
        "scheme 's' left out",
        "300 properties left out (changeNote) (first: 0, 1, 2)",
        "300 notes and definitions in other languages, left out (first: 0, 1, 2)",
        "299: a relation to a concept that is not in the file left out",
    ]
    concept = loaded.termbase.concepts["7"]
    assert [(t.text, t.status) for t in concept.of("en")] == [
        ("w 7", "preferred"),
        ("variant 7", "admitted"),
        ("old 7", "deprecated"),
    ]
    assert concept.references == (Reference("8", "broader"),)
    assert (concept.note, concept.links) == ("a note", ("http://y.org/7", "http://x.org/t/7"))


def test_unknown_formats_and_suffixes(tmp_path):
    termbase = Termbase.of([concept("c", "国", "state", status="admitted")])
    for path, name, message in (
        ("t.doc", None, "not a termbase format"),
        ("t.csv", "xml", "format 'xml' is not known"),
    ):
        with pytest.raises(InputError, match=message):
            save(termbase, tmp_path / path, name)
    with pytest.raises(InputError, match="no such file"):
        load(tmp_path / "none.tbx")
    with pytest.raises(InputError, match="is a folder"):
        load(tmp_path)
    with pytest.raises(InputError, match="language code"):
        save(termbase, tmp_path / "t.tmx", options=ExportOptions(zh_code="zh_CN"))
    assert list(tmp_path.iterdir()) == []


@needs_shared("tools")
def test_the_shared_validator_accepts_the_memory(tmp_path):
    concepts = [
        Concept(
            "c1", (Term("缓冲区", "zh", "preferred"), Term("buffer zone", "en", "preferred"), Term("<zone> & co", "en"))
        ),
        Concept("c 2", (Term("会员国", "zh"), Term("Member States", "en")), note="n", definition="d"),
    ]
    save(Termbase.of(concepts), tmp_path / "t.tmx", options=ExportOptions("zh-CN", source="en"))
    done = python(SHARED / "tools" / "check_tmx.py", tmp_path / "t.tmx")
    assert done.code == 0, done.out + done.err


def test_translate_toolkit_reads_utx_and_tbx(tmp_path):
    utx, tbx = (
        pytest.importorskip("translate.storage.utx", reason=NO_TOOLKIT),
        pytest.importorskip("translate.storage.tbx", reason=NO_TOOLKIT),
    )
    termbase = Termbase.of([concept("c1", "缓冲区", "buffer zone", note="n")])
    save(termbase, tmp_path / "t.utx")
    with (tmp_path / "t.utx").open("rb") as stream:
        units = [unit for unit in utx.UtxFile(stream).units if unit.source]
    assert [(unit.source, unit.target, unit.getnotes()) for unit in units] == [("缓冲区", "buffer zone", "n")]
    save(termbase, tmp_path / "t.tbx")
    with (tmp_path / "t.tbx").open("rb") as stream:
        (unit,) = tbx.tbxfile(stream, "zh", "en").units
    assert (unit.source, unit.target) == ("缓冲区", "buffer zone")


EXAMPLE = Termbase.of(
    [
        Concept("c1", (Term("缓冲区", "zh", "preferred", 3, (Context("在缓冲区。", "A/1", "2"), Context("再"))), Term("buffer zone", "en", "preferred"), Term("=zone", "en", "superseded")),
                5, ("A/1", "A/2"), 0.5, "law", "An area.", "n", 0.9, "A/3", (Reference("c2", "broader"),), ("https://undocs.org/A/1",), "2026-11-25", "li", "2026-11-25T08:00:00Z", "wang"),
        concept("c2", "区", "zone", status="admitted"),
    ],
    "fuzz",
)  # fmt: skip
JUNK = (
    b"",
    b"\x00",
    b"\xff",
    b"<",
    b">",
    b'"',
    b"&",
    b"\n",
    b"\t",
    b",",
    b";",
    b"{",
    b"]",
    b"-1",
    b"1e999",
    b"null",
    "国".encode(),
    b"'",
    b"\\",
    b"#",
)


def damaged(data: bytes, rng: random.Random) -> bytes:
    for _ in range(rng.randrange(1, 6)):
        place, size = rng.randrange(len(data) + 1), rng.choice((0, 0, 1, 2, 7, 40))
        kind = rng.randrange(4)
        junk = rng.choice(JUNK) if kind else data[rng.randrange(len(data) + 1) :][:50]
        data = data[:place] if kind == 1 and rng.random() < 0.2 else data[:place] + junk + data[place + size :]
    return data


@pytest.mark.slow("reads hundreds of damaged files")
@pytest.mark.parametrize("name", [name for name in FORMATS if name != "parquet"])
def test_damaged_files_are_refused_or_read(tmp_path, name):
    path = path_of(tmp_path, name)
    save(EXAMPLE, path, name)
    data, rng = path.read_bytes(), random.Random(name)
    for _ in range(ROUNDS):
        path.write_bytes(damaged(data, rng))
        with suppress(InputError):
            termbase = load(path).termbase
            assert len(termbase)
            save(termbase, tmp_path / "again.json")
