"""A long bitext in blocks: nothing is lost at their edges, and what only all rows show is found."""

import json
import re
from dataclasses import replace

import pytest

from align.encoders import builtin_encoder
from corpora.bitext import Pair
from corpora.exchange import write_pairs
from glossary.concept import Termbase
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
        ((2, 20, 2, 3), [(0, 2), (2, 22), (22, 27)]),
        ((20,), [(0, 20)]),
        ((1,) * 17, [(0, 8), (8, 16), (16, 17)]),
    ],
)
def test_blocks_are_whole_documents(small, sizes, edges):
    assert [(block.start, block.stop) for block in blocks_of(rows_of(*sizes))] == edges


def test_documents_whose_rows_stand_among_each_other_stay_together(small):
    one, other = rows_of(10), [replace(pair, symbol="A/99/9") for pair in rows_of(10)]
    mixed = [pair for both in zip(one, other, strict=True) for pair in both]
    assert [(block.start, block.stop) for block in blocks_of([*mixed, *rows_of(3)[:0], *rows_of(0, 4)])] == [
        (0, 20),
        (20, 24),
    ]


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
    monkeypatch.setattr(blocks, "WHOLE", 1)
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


@pytest.mark.thorough("processes")
def test_the_same_bytes_whoever_looks(faulty, tmp_path, monkeypatch):
    """Several documents, a termbase, an earlier document and all checks."""
    monkeypatch.setattr(blocks, "WHOLE", 1)
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
    monkeypatch.setattr(blocks, "WHOLE", 1)
    monkeypatch.setattr(blocks, "BLOCK", 1)
    made = []
    for jobs in ("1", "2"):
        out = tmp_path / jobs
        assert call("run", FAULTY, "-o", out, "--jobs", jobs)[0] == 0
        record = json.loads((out / "run.json").read_text("utf-8"))
        record.pop("timings")
        made.append((record, {path.name: path.read_bytes() for path in out.iterdir() if path.name != "run.json"}))
    assert made[0] == made[1]
