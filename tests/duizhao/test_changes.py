"""``--changes`` at every command that reads documents: accepted, the original, refused."""

import json

import pytest

from tests.calls import call
from tests.corpora.readers.build_docx import par, run, wordfile

AUTHOR = 'w:id="1" w:author="Editor" w:date="2044-09-01T00:00:00Z"'
SIDES = {
    "zh": ("安全理事会于", "五月", "六月", "通过了决议。"),
    "en": ("The Council adopted the resolution in ", "May", "June", "."),
}


def folder(tmp_path):
    """A document in both languages, its month changed."""
    path = tmp_path / "documents"
    path.mkdir()
    for language, (before, new, old, after) in SIDES.items():
        changed = f"<w:ins {AUTHOR}>{run(new)}</w:ins><w:del {AUTHOR}><w:r><w:delText>{old}</w:delText></w:r></w:del>"
        (path / f"A_99_7.{language}.docx").write_bytes(wordfile(par(run(before) + changed + run(after))))
    return path


@pytest.mark.parametrize(("changes", "month"), [("accepted", "May"), ("original", "June")])
def test_reading_and_aligning(tmp_path, changes, month):
    path = folder(tmp_path)
    files = [path / f"A_99_7.{language}.docx" for language in ("zh", "en")]
    assert f"resolution in {month}." in call("corpora", "read", files[1], "--changes", changes).out
    assert f"resolution in {month}." in call("align", "file", *files, "--changes", changes).out


def test_refused_everywhere(tmp_path):
    path = folder(tmp_path)
    files = [path / f"A_99_7.{language}.docx" for language in ("zh", "en")]
    for words in (("corpora", "read", files[0]), ("align", "file", *files), ("run", path, "-o", tmp_path / "out")):
        done = call(*words, "--changes", "refused")
        assert done.code == 2
        assert "holds tracked changes (2)" in done.err
        assert "accept or reject them in Word" in done.err
    assert call("corpora", "read", files[0], "--changes", "perhaps").code == 2


def test_the_whole_job_on_the_original(tmp_path):
    out = tmp_path / "out"
    assert call("run", folder(tmp_path), "-o", out, "--changes", "original").code == 0
    assert "六月" in (out / "bitext.tsv").read_text(encoding="utf-8")
    record = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert record["options"]["changes"] == "original"
    assert "|changes:original|" in record["signature"]


def test_an_archive_job_on_the_original(tmp_path):
    import polars as pl

    path, out = folder(tmp_path), tmp_path / "out"
    for changes, month in (("accepted", "May"), ("original", "June")):
        assert call("align", "run", path, "-o", out, "--jobs", "1", "--changes", changes).code == 0
        rows = pl.read_parquet(next((out / "parts").glob("*.parquet")))
        assert month in rows["en"].to_list()[0]
