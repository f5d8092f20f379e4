"""Every script of benchmarks/ finds what it imports: a figure can only be made again by a script that starts."""

import subprocess
import sys

import pytest

from tests.places import ROOT

SCRIPTS = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "benchmarks").glob("*/*.py"))


@pytest.mark.parametrize("folder", sorted({script.rpartition("/")[0] for script in SCRIPTS}))
def test_the_scripts_start(folder):
    names = [path.stem for path in sorted((ROOT / folder).glob("*.py"))]
    code = f"import sys; sys.path[:0] = [{str(ROOT / folder)!r}, {str(ROOT)!r}]\n"
    code += "".join(f"import {name}\n" for name in names)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
