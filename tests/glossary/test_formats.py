"""Every format, both ways: what is read again is what was written, less what the losses name."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from glossary.concept import PARTS_OF_SPEECH, STATUSES, TERM_TYPES, Concept, Context, Reference, Term, Termbase
from glossary.formats import FORMATS, ExportOptions, load, save
from glossary.formats.carry import carried
from glossary.formats.losses import Losses

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
)  # fmt: skip
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
)
TERMBASE = st.lists(CONCEPT, max_size=4).map(lambda concepts: Termbase.of(concepts, "made up"))
OPTIONS = st.builds(
    ExportOptions, st.sampled_from(["zh", "zh-CN", "zh-Hant"]), st.sampled_from(["en", "en-US"]),
    st.sampled_from(["zh", "en"]), st.booleans(), st.booleans(), st.booleans(),
)  # fmt: skip


def path_of(folder: Path, name: str) -> Path:
    return folder / f"t{(FORMATS[name].suffixes or (SUFFIX.get(name),))[0]}"


def expected(termbase: Termbase, name: str, options: ExportOptions) -> list[Concept]:
    return list(carried(termbase, FORMATS[name].holds, options, Losses()))


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(termbase=TERMBASE, options=OPTIONS)
def test_round_trip(tmp_path_factory, name, termbase, options):
    path = path_of(tmp_path_factory.getbasetemp(), name)
    written = save(termbase, path, name, options)
    want = expected(termbase, name, options)
    assert written.concepts == len(want)
    if not want:
        return
    loaded = load(path, name)
    assert list(loaded.termbase) == want
    assert loaded.losses == ()
    first = path.read_bytes()
    save(termbase, path, name, options)
    assert path.read_bytes() == first
