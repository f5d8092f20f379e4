"""Tables and TMX: round trips, errors, and real validators."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.bitext import Pair
from corpora.catalogue.folder import pair_folder
from corpora.errors import DuizhaoError, InputError, OutputError
from corpora.exchange.read import read_pairs
from corpora.exchange.tmx import write_tmx
from corpora.exchange.training import read_training_pairs
from corpora.exchange.write import write_pairs
from corpora.files.atomic import atomic_path
from corpora.files.text import memory_text
from corpora.reading import read_document
from tests.calls import python
from tests.places import SHARED, needs_shared

PAIRS = [
    Pair("A/1/2", 1, "第一<句>&。", "First & “second”.", (0,), (0, 1), 0.5, "title", "1-2"),
    Pair("A/1/2", 2, "没有对应。", "", (1,), (), 0.0, "body", "1-0"),
    Pair("A/1/3", 1, "三", "Three", (0,), (0,), 1.0, "footnote", "1-1"),
]
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn")), max_size=30).map(memory_text)


@pytest.mark.parametrize("suffix", [".parquet", ".jsonl", ".tsv", ".csv"])
def test_tables_round_trip(tmp_path, suffix):
    path = tmp_path / f"b{suffix}"
    write_pairs(PAIRS, path)
    assert read_pairs(path) == PAIRS


def test_tmx_round_trip_without_null_rows(tmp_path):
    path = tmp_path / "b.tmx"
    write_pairs([*PAIRS, PAIRS[0]], path)
    assert read_pairs(path) == [PAIRS[0], PAIRS[2]]
    assert path.read_bytes().startswith(b"<?xml")
    assert b"<!DOCTYPE tmx" in path.read_bytes()


def linked(rows):
    return [
        Pair("A/1", k, zh, en, link="1-1" if zh and en else "1-0" if zh else "0-1")
        for k, (zh, en) in enumerate(rows, 1)
    ]


@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=5))
@settings(max_examples=40, deadline=None)
def test_any_text_survives_tmx_and_csv(tmp_path_factory, rows):
    pairs, folder = linked(rows), tmp_path_factory.mktemp("t")
    full = list({(p.zh, p.en): p for p in reversed(pairs) if p.zh and p.en}.values())
    if full:
        write_pairs(pairs, folder / "b.tmx")
        assert {(p.zh, p.en) for p in read_pairs(folder / "b.tmx")} == {(p.zh, p.en) for p in full}
    if any(zh or en for zh, en in rows):
        write_pairs(pairs, folder / "b.csv")
        assert [(p.zh, p.en) for p in read_pairs(folder / "b.csv")] == [(p.zh, p.en) for p in pairs]


@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=40).filter(lambda rows: any(map(any, rows))))
@settings(max_examples=6, deadline=None)
def test_any_text_survives_parquet(tmp_path_factory, rows):
    """Few files of many rows: a process of its own reads each first."""
    pairs, folder = linked(rows), tmp_path_factory.mktemp("t")
    write_pairs(pairs, folder / "b.parquet")
    assert [(p.zh, p.en) for p in read_pairs(folder / "b.parquet")] == [(p.zh, p.en) for p in pairs]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.tsv", b"x\ty\n1\t2\n", "no column zh and en"),
        ("a.tsv", "zh\ten\n大\xe9".encode("latin-1", "replace") + b"\xff", "not UTF-8"),
        ("a.tmx", b"<tmx><body>", "not well-formed"),
        ("a.tmx", b"<tmx><body></body></tmx>", "no translation unit"),
        ("a.tmx", b"", "empty"),
        ("a.parquet", b"PAR1 nonsense", "cannot be read as PARQUET"),
        ("a.odt", b"PK", "not a bitext format"),
        ("a.docx", b"PK", "is damaged"),
    ],
)
def test_bad_bitexts_say_what_is_wrong(tmp_path, name, content, message):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=message):
        read_pairs(path)


def test_training_pairs_from_every_form(tmp_path):
    (tmp_path / "a.zh").write_text("一\n二\n", "utf-8")
    (tmp_path / "a.en").write_text("one\n\n", "utf-8")
    (tmp_path / "b.tsv").write_text("三\tthree\n四\tfour\n", "utf-8")
    (tmp_path / "c.csv").write_text("zh,en,q\n五,five,0.1\n六,six,0.9\n", "utf-8")
    pairs = read_training_pairs([tmp_path / n for n in ("a.zh", "b.tsv", "c.csv")], {"q": 0.5})
    assert pairs == [("一", "one"), ("三", "three"), ("四", "four"), ("六", "six")]


def test_a_failed_write_leaves_nothing(tmp_path):
    def fail():
        with atomic_path(tmp_path / "x.txt") as temporary:
            temporary.write_text("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert not list(tmp_path.iterdir())
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be written"):
        write_pairs(PAIRS, tmp_path / "file" / "x.tsv")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "gb18030", "big5"])
def test_encodings(tmp_path, encoding):
    path = tmp_path / "a.zh.txt"
    path.write_bytes(("大會重申其決議，並請秘書長就本決議的執行情況提出報告。" * 3).encode(encoding))
    document = read_document(path).document
    assert document.texts[0].startswith("大會重申")


def test_catalogue_names_every_problem(tmp_path):
    for name, text in {
        "A_1_2.zh.txt": "大会重申。",
        "A_1_2.en.txt": "The Assembly reaffirms.",
        "A_1_3.zh.txt": "大会重申。",
        "A_1_4.zh.txt": "大会重申。",
        "A_1_4_zh.txt": "大会又重申。",
        "A_1_4.en.txt": "It reaffirms.",
        "A_1_5.zh.txt": "",
        "A_1_5.en.txt": "It reaffirms.",
        "A_1_6.en.txt": "大会重申其决议。",
        "README.md": "read me",
    }.items():
        (tmp_path / name).write_text(text, "utf-8")
    catalogue = pair_folder(tmp_path)
    assert [e.symbol for e in catalogue.entries] == ["A/1/2"]
    messages = " | ".join(p.message for p in catalogue.problems)
    for part in (
        "no English version of A/1/3",
        "A/1/4 has several Chinese files",
        "A_1_5.zh.txt: file is empty",
        "named as English but its text is Chinese",
    ):
        assert part in messages
    assert len(catalogue.problems) == 4


def test_tmx_codes_are_checked(tmp_path):
    with pytest.raises(DuizhaoError, match="zh_CN"):
        write_tmx(PAIRS, tmp_path / "x.tmx", zh_code="zh_CN")


@needs_shared("tools")
def test_the_shared_validator_accepts_the_tmx(tmp_path):
    write_pairs(PAIRS, tmp_path / "x.tmx")
    done = python(SHARED / "tools" / "check_tmx.py", tmp_path / "x.tmx")
    assert done.code == 0, done.out + done.err
