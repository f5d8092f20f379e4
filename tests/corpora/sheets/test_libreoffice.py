"""Bitexts that LibreOffice opens and saves again, as a workbook, a Word file, an OpenDocument file in between."""

import os
import shutil
import subprocess

import pytest

from corpora.bitext import Pair
from corpora.exchange.read import read_pairs
from corpora.exchange.write import write_pairs

PAIRS = [
    Pair("A/99/1", 1, "第一行\n第二行", "Line one\nline two", original="en"),
    Pair("A/99/1", 2, "=1+1 号", "-minus @home", original="en"),
    Pair("A/99/1", 3, "只有中文 <b>&", "", link="1-0", original="en"),
    Pair("A/99/1", 12, "会议", "a\tb", original="en"),
]


def converted(path, kind, folder):
    """What LibreOffice makes of a file; skipped where it cannot."""
    program = os.environ.get("DUIZHAO_SOFFICE") or shutil.which("soffice")
    if not program:
        pytest.skip("LibreOffice is not installed")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    out = folder / f"as-{kind}"
    command = [program, profile, "--headless", "--convert-to", kind, "--outdir", str(out), str(path)]
    subprocess.run(command, capture_output=True, check=False, timeout=180)
    made = out / f"{path.stem}.{kind}"
    if not made.exists():
        pytest.skip(f"this LibreOffice makes no {kind}")
    return made


@pytest.mark.slow("LibreOffice converts")
@pytest.mark.parametrize(("suffix", "between"), [("xlsx", "ods"), ("docx", "odt")])
def test_what_libreoffice_saves_is_read(tmp_path, suffix, between):
    path = tmp_path / f"a.{suffix}"
    write_pairs(PAIRS, path)
    again = converted(converted(path, between, tmp_path), suffix, tmp_path)
    found = [(pair.position, pair.zh, pair.en, pair.original) for pair in read_pairs(again)]
    assert found == [(pair.position, pair.zh, pair.en, pair.original) for pair in PAIRS]
