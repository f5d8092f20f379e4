"""What is installed from the wheel: every entry of every registry and every data file, loaded outside the checkout."""

import json
import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile

import pytest

from corpora.versions import VERSION
from glossary.checks import CHECKS
from tests.calls import environment, python
from tests.places import ROOT, SAMPLES

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


def built(kind, folder, source=ROOT):
    """A wheel or sdist of a source tree."""
    env = {**environment(), "SOURCE_DATE_EPOCH": "1800000000"}
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(folder)]
    done = subprocess.run(command, cwd=source, env=env, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    (made,) = folder.glob("*.whl" if kind == "wheel" else "*.tar.gz")
    return made


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return built("wheel", tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def sdist(tmp_path_factory):
    return built("sdist", tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="module")
def unpacked(sdist, tmp_path_factory):
    folder = tmp_path_factory.mktemp("source")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    (source,) = folder.iterdir()
    return source


def test_a_build_gives_the_same_bytes_again_and_from_the_sdist(wheel, sdist, unpacked, tmp_path):
    names = iter("abc")
    again = built("wheel", tmp_path / next(names))
    from_sdist = built("wheel", tmp_path / next(names), unpacked)
    assert wheel.read_bytes() == again.read_bytes() == from_sdist.read_bytes()
    assert sdist.read_bytes() == built("sdist", tmp_path / next(names)).read_bytes()


def test_the_sdist_has_the_tests_and_the_pages_and_nothing_made(unpacked):
    files = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}
    assert {
        "tests/test_wheel.py",
        "tests/floors.json",
        "docs/commands.md",
        "benchmarks/results/measured.json",
        "Makefile",
    } <= files
    assert not [name for name in files if "__pycache__" in name or name.startswith((".venv", "build/", "dist/"))]


@pytest.fixture(scope="module")
def alone(wheel, tmp_path_factory):
    """The wheel in an environment of its own, which sees the libraries of this one and nothing of the checkout."""
    place = tmp_path_factory.mktemp("alone") / "env"
    venv.create(place, with_pip=False, symlinks=os.name != "nt")
    scripts = place / ("Scripts" if os.name == "nt" else "bin")
    (packages,) = place.glob("lib/python*/site-packages") if os.name != "nt" else [place / "Lib" / "site-packages"]
    install = [sys.executable, "-m", "pip", "--python", str(place), "install", "--quiet", "--no-deps", str(wheel)]
    done = subprocess.run(install, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    for library in dict.fromkeys(path for path in sys.path if path.endswith("site-packages")):
        with (packages / "libraries.pth").open("a", encoding="utf-8") as stream:
            stream.write(f"{library}\n")
    return scripts


def called(scripts, *arguments, cwd):
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [str(scripts / "duizhao"), *map(str, arguments)]
    env = {**kept, "PYTHONSAFEPATH": "1", "HF_HUB_OFFLINE": "1"}
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, encoding="utf-8", check=False)


def test_the_program_that_was_installed_does_its_job(alone, tmp_path):
    shutil.copytree(SAMPLES / "faulty", tmp_path / "docs")
    done = called(alone, "run", "docs", "-o", "out", "--jobs", "2", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert {"report.html", "bitext.tmx", "termbase.tbx", "run.json"} <= {
        path.name for path in (tmp_path / "out").iterdir()
    }
    done = called(alone, "check", "out/bitext.tsv", "-o", "report.xlsx", "--fail-on", "never", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    for line in (
        "glossary extract out/bitext.tmx -o terms.db",
        "glossary export terms.db -o terms.tbx",
        "explain N101",
    ):
        done = called(alone, *line.split(), cwd=tmp_path)
        assert done.returncode == 0, (line, done.stderr)
    doctor = called(alone, "doctor", "--format", "json", cwd=tmp_path)
    assert not [sign for sign in json.loads(doctor.stdout) if sign["state"] == "bad"], doctor.stdout


def test_another_package_in_the_place_of_one_of_ours_is_a_line(alone, tmp_path):
    (tmp_path / "corpora").mkdir()
    (tmp_path / "corpora" / "__init__.py").write_text("raise SystemExit('read')", "utf-8")
    env = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(
        [str(alone / "duizhao"), "doctor"], env=env, capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("duizhao: corpora: another package of this name is found first, at ")
    assert len(done.stderr.splitlines()) == 1


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
    assert found["checks"] == len(CHECKS)
