"""What a failed write advises: free space only where space is short."""

import errno
import os
from pathlib import Path

import pytest

from corpora.errors import OutputError
from corpora.files import atomic_path, write_hint


def written(path: Path) -> None:
    with atomic_path(path) as temporary:
        temporary.write_text("x", "utf-8")


@pytest.mark.parametrize("name", ["un.json/x.tsv", "un.json/a/b/x.tsv"])
def test_a_file_stands_where_a_folder_is_needed(tmp_path, name):
    (tmp_path / "un.json").write_text("{}", "utf-8")
    with pytest.raises(OutputError, match=r"un\.json is a file, not a folder: choose another place") as error:
        written(tmp_path / name)
    assert "space" not in error.value.hint
    assert (tmp_path / "un.json").read_text("utf-8") == "{}"


def test_a_folder_has_the_name(tmp_path):
    (tmp_path / "x.tsv").mkdir()
    with pytest.raises(OutputError, match="it is a folder: give the name of a file"):
        written(tmp_path / "x.tsv")
    assert [one.name for one in tmp_path.iterdir()] == ["x.tsv"]


def test_a_name_that_is_too_long(tmp_path):
    with pytest.raises(OutputError) as error:
        written(tmp_path / f"{'n' * 400}.tsv")
    assert "space" not in error.value.hint


@pytest.mark.parametrize(
    ("number", "hint"),
    [
        (errno.ENOSPC, "free some space or choose another place with -o"),
        (errno.EACCES, "it is write-protected, or open in another program: choose another place with -o"),
        (errno.EROFS, "it is write-protected, or open in another program: choose another place with -o"),
        (errno.ENAMETOOLONG, "choose a shorter name"),
        (errno.EIO, "choose another place with -o"),
    ],
)
def test_the_hint_goes_by_the_number(tmp_path, number, hint):
    assert write_hint(OSError(number, os.strerror(number)), tmp_path / "x.tsv") == hint
