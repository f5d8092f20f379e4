"""A long bitext in blocks: nothing is lost at their edges, and what only all rows show is found."""

import json
import re
from dataclasses import replace

import pytest

from align.encoders import builtin_encoder
from corpora.bitext import Pair
from corpora.exchange import write_pairs
from glossary.checks import Selection
from glossary.concept import Concept, Term, Termbase
from glossary.formats import save
from glossary.quality import blocks
from glossary.quality.blocks import blocks_of, sample_of
from glossary.quality.examine import examine
from glossary.rows import Rows
from tests.calls import call
from tests.concepts import concept
from tests.places import ROOT


def rows_of(*sizes):
    return [
        Pair(f"A/99/{k}", n, f"第{n}段。", f"Paragraph {n}.")
        for k, size in enumerate(sizes, start=1)
        for n in range(1, size + 1)
    ]


@pytest.fixture
def small(monkeypatch):
    """Blocks so short that a test fills several."""
    monkeypatch.setattr(blocks, "WHOLE", 10)
    monkeypatch.setattr(blocks, "BLOCK", 8)
    monkeypatch.setattr(blocks, "SAMPLE", 20)
    monkeypatch.setattr(blocks, "RUN", 5)


@pytest.mark.parametrize(
    ("sizes", "edges"),
    [
        ((), [(0, 0)]),
        ((5, 5), [(0, 10)]),
        ((5, 3, 3), [(0, 8), (8, 11)]),
        ((5, 4, 3), [(0, 5), (5, 12)]),
        ((2, 10, 2, 3), [(0, 2), (2, 12), (12, 17)]),
        ((2, 20, 2, 3), [(0, 2), (2, 8), (8, 15), (15, 22), (22, 27)]),
        ((20,), [(0, 6), (6, 13), (13, 20)]),
        ((1,) * 17, [(0, 8), (8, 16), (16, 17)]),
    ],
)
def test_blocks_are_whole_documents_unless_one_is_too_long(small, sizes, edges):
    assert [(block.start, block.stop) for block in blocks_of(rows_of(*sizes))] == edges


def test_documents_whose_rows_stand_among_each_other_stay_together(small):
    one, other = rows_of(5), [replace(pair, symbol="A/99/9") for pair in rows_of(5)]
    mixed = [pair for both in zip(one, other, strict=True) for pair in both]
    assert [(block.start, block.stop) for block in blocks_of([*mixed, *rows_of(0, 4)])] == [(0, 10), (10, 14)]


def test_a_sample_is_spread_evenly_and_says_so(small):
    assert sample_of(Rows(rows_of(10, 10)))[1] == ""
    some, told = sample_of(Rows(rows_of(40, 20)))
    assert (len(some), told) == (20, "sample:20/60")
    assert [(pair.symbol, pair.position) for pair in some][::5] == [
        ("A/99/1", 11), ("A/99/1", 26), ("A/99/2", 1), ("A/99/2", 16),
    ]  # fmt: skip


FAULTY = ROOT / "corpora" / "samples" / "faulty"


@pytest.fixture(scope="module")
def faulty():
    from align.aligner import Aligner
    from corpora.catalogue import pair_folder
    from corpora.reading import read_document

    aligner = Aligner(builtin_encoder())
    pairs = []
    for entry in pair_folder(FAULTY).entries:
        sides = (
            read_document(path, language, entry.symbol).document
            for path, language in ((entry.zh_path, "zh"), (entry.en_path, "en"))
        )
        pairs += aligner.align(*sides).pairs()
    return pairs


def told(quality):
    """Findings without the count of T104, which is that of the block."""
    counted = ((f, re.sub(r"in \d+ places", "in places", f.message)) for f in quality.report.findings)
    return [(f.code, f.severity, f.segment, f.place, what, [e.segment for e in f.evidence]) for f, what in counted]


def test_blocks_find_what_is_found_in_one(faulty, monkeypatch):
    whole = examine(Rows(faulty, builtin_encoder()))
    monkeypatch.setattr(blocks, "WHOLE", 100)
    monkeypatch.setattr(blocks, "BLOCK", 1)
    assert len(blocks_of(faulty)) == 3
    cut = examine(Rows(faulty, builtin_encoder()))
    assert told(cut) == told(whole)
    # another rendering is looked for where a block has a usual one, so only those differ that no term lists
    assert listed(cut) == listed(whole)
    assert cut.report.scores["pairs"] == whole.report.scores["pairs"]


def listed(quality):
    """How often each concept stands where, and how often each of its listed terms renders it."""
    return {
        (one.concept_id, one.language): (one.rows, {(r.text, r.rows) for r in one.renderings if r.listed})
        for one in quality.consistency.concepts
    }


def test_what_looks_at_all_rows_looks_over_the_edges_of_blocks(monkeypatch):
    """Same sentences, quotations, earlier documents; in a document that is traditional, and in one that is cut."""
    monkeypatch.setattr(blocks, "WHOLE", 40)
    monkeypatch.setattr(blocks, "BLOCK", 16)
    pairs = [
        Pair("A/99/1", n, f"第{n}號報告由秘書長提交大會審議。", f"Report No. {n} is submitted to the Assembly.")
        for n in range(1, 91)
    ]
    strip = [("緩衝區的局勢仍然穩定", "The situation in the separation strip remains stable")] * 3
    said = dict(zip((5, 30, 60), strip, strict=True)) | {
        3: ("委員會一致通過了該項決定草案", "The Committee unanimously adopted the draft decision"),
        84: ("委員會一致通過了該項決定草案", "The Committee approved the draft decision by consensus"),
        20: ("見“水資源國際行動十年”", "See “International Decade of Action on Sanitation”"),
        70: ("見“水資源國際行動十年”", "See “International Decade of Action on Hygiene”"),
        88: ("緩衝區的局勢現在緊張", "The situation in the safety zone is now tense"),
    }
    pairs = [replace(one, zh=said[k][0], en=said[k][1]) if k in said else one for k, one in enumerate(pairs)]
    earlier = [
        Pair("A/98/1", n, f"第{n}次報告談到緩衝區", f"Report {n} is about the separation strip") for n in range(1, 5)
    ]
    terms = Termbase.of(
        [Concept("c1", (Term("緩衝區", "zh"), Term("separation strip", "en"), Term("safety zone", "en")))]
    )
    known = {"termbase": terms, "selection": Selection(select=["S101", "S102", "S104", "T105"])}
    cut = examine(Rows(pairs, builtin_encoder()), against=Rows(earlier, builtin_encoder()), **known)
    alone = examine(Rows(pairs, builtin_encoder()), selection=known["selection"])
    assert "blocks:6" in cut.signature
    assert [(f.code, f.segment) for f in cut.report.findings] == [
        ("S101", 71),
        ("S104", 71),
        ("S101", 85),
        ("T105", 89),
    ]
    assert [(f.code, f.segment) for f in alone.report.findings] == [("S101", 71), ("S104", 71), ("S101", 85)]
    monkeypatch.setattr(blocks, "WHOLE", 1000)
    assert told(examine(Rows(pairs, builtin_encoder()), against=Rows(earlier, builtin_encoder()), **known)) == told(cut)


@pytest.mark.thorough("processes")
def test_the_same_bytes_whoever_looks(faulty, tmp_path, monkeypatch):
    """Several documents, a termbase, an earlier document and all checks."""
    monkeypatch.setattr(blocks, "WHOLE", 100)
    monkeypatch.setattr(blocks, "BLOCK", 1)
    monkeypatch.chdir(tmp_path)
    write_pairs(faulty, tmp_path / "memory.parquet")
    write_pairs(faulty[:40], tmp_path / "earlier.tsv")
    save(Termbase.of([concept("c1", "缓冲区", "separation strip")]), tmp_path / "terms.tbx")
    written = []
    for jobs in ("1", "2"):
        names = [f"{jobs}.{suffix}" for suffix in ("json", "tsv", "html")]
        outputs = [part for one in names for part in ("-o", one)]
        held = ["-t", "terms.tbx", "--against", "earlier.tsv", "--select", "all", "--fail-on", "never"]
        assert call("check", "memory.parquet", *held, "--jobs", jobs, *outputs)[0] == 0
        written.append([(tmp_path / one).read_bytes() for one in names])
    assert written[0] == written[1]
    assert b'"T101"' in written[0][0]


@pytest.mark.thorough("processes")
def test_a_run_gives_the_same_whoever_works(tmp_path, monkeypatch):
    monkeypatch.setattr(blocks, "WHOLE", 100)
    monkeypatch.setattr(blocks, "BLOCK", 1)
    made = []
    for jobs in ("1", "2"):
        out = tmp_path / jobs
        assert call("run", FAULTY, "-o", out, "--jobs", jobs)[0] == 0
        record = json.loads((out / "run.json").read_text("utf-8"))
        record.pop("timings")
        record.pop("memory")
        made.append((record, {path.name: path.read_bytes() for path in out.iterdir() if path.name != "run.json"}))
    assert made[0] == made[1]
