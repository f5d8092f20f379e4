"""TBX v3 and v2: round trips and real validators."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from corpora.errors import InputError
from glossary.concept import Concept, Context, Term, Termbase
from glossary.exchange import read_termbase, write_terms
from glossary.tbx import exportable, read_tbx, write_tbx

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
TERMBASE = Termbase.of(
    [
        Concept(
            "c1",
            (
                Term("缓冲区", "zh", "preferred", 5, (Context("武装团体<进入>缓冲区。", "A/1/2"),)),
                Term(
                    "buffer zone",
                    "en",
                    "preferred",
                    5,
                    (Context("Armed groups & others entered the buffer zone.", "A/1/2"),),
                ),
                Term("separation area", "en", "deprecated"),
            ),
            5,
            ("A/1/2",),
            0.9,
            subject="security",
            definition="An area between two forces.",
        ),
        Concept(
            "2 é", (Term("会员国", "zh", "preferred"), Term("Member States", "en", "preferred")), 9, ("A/1/3",), 0.8
        ),
        Concept("c3", (Term("缓冲区", "zh", "preferred"), Term("cushion", "en", "preferred")), 1),
    ],
    "test",
)


@pytest.mark.parametrize("dialect", ["v3", "v2"])
def test_round_trip(tmp_path, dialect):
    path = tmp_path / "t.tbx"
    assert write_tbx(TERMBASE, path, dialect=dialect) == 2
    back = {c.preferred("zh"): c for c in read_tbx(path)}
    assert set(back) == {"缓冲区", "会员国"}
    one = back["缓冲区"]
    assert [(t.text, t.status) for t in one.of("en")] == [
        ("buffer zone", "preferred"),
        ("separation area", "deprecated"),
    ]
    assert one.of("zh")[0].context == "武装团体<进入>缓冲区。"
    assert one.of("zh")[0].context_symbol == "A/1/2"
    assert (one.subject, one.definition) == ("security", "An area between two forces.")
    first = path.read_bytes()
    write_tbx(TERMBASE, path, dialect=dialect)
    assert path.read_bytes() == first


def test_a_term_stands_once_and_deprecated_can_be_left_out():
    assert [c.id for c in exportable(TERMBASE)] == ["c1", "2 é"]
    (one, _) = exportable(TERMBASE, deprecated=False)
    assert [t.text for t in one.of("en")] == ["buffer zone"]


def test_tables_round_trip(tmp_path):
    write_terms(TERMBASE, tmp_path / "t.tsv")
    back = read_termbase(tmp_path / "t.tsv")
    assert [c.preferred("en") for c in back] == ["buffer zone", "Member States", "cushion"]
    assert [t.text for t in next(iter(back)).of("en")] == ["buffer zone", "separation area"]


@pytest.mark.parametrize(
    ("content", "message"), [(b"<x/>", "not TBX"), (b"<tbx", "not well-formed"), (b"<tbx/>", "no zh or en")]
)
def test_bad_files(tmp_path, content, message):
    (tmp_path / "t.tbx").write_bytes(content)
    with pytest.raises(InputError, match=message):
        read_tbx(tmp_path / "t.tbx")


@pytest.mark.skipif(not (SHARED / "tools").is_dir(), reason="../shared is not here")
@pytest.mark.parametrize("dialect", ["v3", "v2"])
def test_the_shared_validator_accepts_it(tmp_path, dialect):
    if dialect == "v3" and not shutil.which("jing"):
        pytest.skip("jing is not installed (apt-get install jing)")
    path = tmp_path / "t.tbx"
    write_tbx(TERMBASE, path, dialect=dialect)
    env = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, SHARED / "tools" / "check_tbx.py", path], capture_output=True, text=True, check=False, env=env
    )
    if "Unable to locate" in done.stdout:
        pytest.skip("jing lacks its Java libraries")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif(
    not (SHARED / "tools").is_dir() or not shutil.which("omegat"), reason="omegat or ../shared is not here"
)
def test_omegat_reads_memory_and_glossary(tmp_path):
    from corpora.bitext import Pair
    from corpora.tables import write_pairs

    tools = tmp_path / "tools"  # the script compiles a class beside itself
    shutil.copytree(SHARED / "tools", tools)
    tools.chmod(0o755)
    write_pairs([Pair("A/1", 1, "武装团体进入缓冲区。", "Armed groups entered the buffer zone.")], tmp_path / "m.tmx")
    write_tbx(TERMBASE, tmp_path / "t.tbx", dialect="v2")
    (tmp_path / "s.txt").write_text("武装团体进入缓冲区。\n", "utf-8")
    script = ["bash", str(tools / "omegat_roundtrip.sh"), "m.tmx", "t.tbx", "s.txt"]
    done = subprocess.run(script, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Armed groups entered the buffer zone." in done.stdout
    assert "TERM\t缓冲区\tbuffer zone" in done.stdout
