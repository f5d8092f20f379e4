"""Where things stand that tests read, and the one reason each to leave a test out where they do not."""

import shutil
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
SAMPLES = ROOT / "corpora" / "samples"
SHARED = ROOT.parent / "shared"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

NO_TOOLKIT = "translate-toolkit, another reader of these formats, is not installed"
needs_browser = pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine")
needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and shell scripts of POSIX")


def needs_shared(*inside):
    """The mark of a test that reads ``../shared/...``, which is not part of the repository."""
    path = SHARED.joinpath(*inside)
    return pytest.mark.skipif(not path.exists(), reason=f"../{path.relative_to(ROOT.parent).as_posix()} is not here")
