"""What is installed from the wheel: every entry of every registry and every data file, loaded outside the checkout."""

import json
import os
import subprocess
import sys
import zipfile

import pytest

from corpora.versions import VERSION
from tests.calls import python

PROBE = """
import importlib, json, pkgutil, sys
from pathlib import Path

import align, corpora, duizhao, glossary

inside = Path(sys.argv[1])
loaded = []
for package in (duizhao, glossary, align, corpora):
    assert inside in Path(package.__file__).parents, package.__file__
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not module.name.endswith(("__main__", ".harvest")):
            importlib.import_module(module.name)
            loaded.append(module.name)

from align.encoders import builtin_encoder
from align.search.confidence import load_weights
from corpora.readers import Format, load_head_reader, load_reader
from corpora.readers.pdf.pages import SCRIPT
from glossary.checks import BY_CODE, CHECKS, explain_check
from glossary.checks.names.known_names import known_names, known_titles
from glossary.extraction.features import _class_weights
from glossary.extraction.weights import _file
from glossary.formats import FORMATS
from glossary.formats.registry import _function
from glossary.formats.tbx.write import XCS
from glossary.report.html import _environment
from glossary.review.server import HERE

readers = [format.name for format in Format if callable(load_reader(format)) and callable(load_head_reader(format))]
for format in FORMATS.values():
    for name in (format.reader, format.writer):
        assert not name or callable(_function(name)), (format, name)
for check in CHECKS:
    assert explain_check(check.code), check
assert len(known_names()) > 300 and len(known_titles()) > 60
assert builtin_encoder().encode(["谢谢。"]).shape[0] == 1
assert load_weights() and _file() and _class_weights()
assert XCS.is_file() and SCRIPT.is_file()
assert (HERE / "static" / "review.js").is_file() and (HERE / "templates" / "page.html.j2").is_file()
print(json.dumps({"modules": len(loaded), "readers": len(readers), "formats": len(FORMATS), "checks": len(BY_CODE)}))
"""


pytestmark = pytest.mark.slow("builds the wheel and installs it")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dist")
    done = python("-m", "hatchling", "build", "-t", "wheel", "-d", folder)
    assert done.code == 0, done.err
    (wheel,) = folder.glob("*.whl")
    return wheel


def test_the_wheel_holds_the_three_folders_the_door_and_the_model(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert {n.split("/")[0] for n in names} == {
        "align",
        "glossary",
        "corpora",
        "duizhao",
        f"duizhao-{VERSION}.dist-info",
    }
    for needed in (
        "align/model/model.safetensors",
        "align/model/tokenizer.json",
        "glossary/report/templates/report.html.j2",
        "align/py.typed",
    ):
        assert needed in names
    assert wheel.stat().st_size < 64e6


def test_everything_that_is_loaded_by_name_or_path_is_in_the_wheel(wheel, tmp_path):
    place = tmp_path / "installed"
    done = python("-m", "pip", "install", "--quiet", "--no-deps", "--target", place, wheel)
    assert done.code == 0, done.err
    env = {**os.environ, "PYTHONPATH": str(place), "HF_HUB_OFFLINE": "1"}
    command = [sys.executable, "-c", PROBE, str(place)]
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["modules"] > 300
    assert found["readers"] >= 6
    assert found["formats"] >= 15
    assert found["checks"] == 45
