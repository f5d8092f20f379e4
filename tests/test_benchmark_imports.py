"""Every script of benchmarks/ finds what it imports: a figure can only be made again by a script that starts."""

import json

import pytest

from tests.calls import python
from tests.places import ROOT

SCRIPTS = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "benchmarks").glob("*/*.py"))


# one process for all folders, which loads the program once; each folder finds only itself and the project
START = """
import importlib, json, sys, traceback
root, *scripts = sys.argv[1:]
path, faults = list(sys.path[1:]), {}
for script in scripts:
    folder, _, name = script.rpartition("/")
    sys.path[:] = [f"{root}/{folder}", root, *path]
    importlib.invalidate_caches()
    for other, module in list(sys.modules.items()):
        at = getattr(module, "__file__", None) or ""
        if at.startswith(f"{root}/benchmarks/") and not at.startswith(f"{root}/{folder}/"):
            del sys.modules[other]
    try:
        importlib.import_module(name[:-3])
    except BaseException:
        faults[script] = traceback.format_exc()
print(json.dumps(faults))
"""


@pytest.fixture(scope="module")
def faults():
    """The scripts that do not start, each with its traceback."""
    done = python("-c", START, ROOT.as_posix(), *SCRIPTS)
    assert done.code == 0, done.err
    return json.loads(done.out.splitlines()[-1])


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_script_starts(script, faults):
    assert script not in faults, faults[script]
