"""The house: no wing imports another's insides, faces hold no code, imports stand at the top, no folder overflows."""

import ast
import functools
import importlib
import re

import pytest

from tests.places import DOCS, ROOT

FLOORS = ("duizhao", "glossary", "align", "corpora")
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for floor in FLOORS
    for path in sorted((ROOT / floor).rglob("*.py"))
}
PACKAGES = {name for name, path in MODULES.items() if path.name == "__init__.py"}
# optional or slow: may be imported where they are used
HEAVY = {
    "torch",
    "sentence_transformers",
    "transformers",
    "ray",
    "polars",
    "charset_normalizer",
    "fastexcel",
    "jinja2",
    "regex",
    "sacrebleu",
    "scipy",
    "xlsxwriter",
}
SYSTEM = {"msvcrt", "fcntl", "resource", "errno"}  # not on every system


@functools.cache
def imports(path):
    """Every import with the line it stands on and whether it is inside a function."""
    found = []
    tree = ast.parse(path.read_text("utf-8"))
    inner = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.append((node, node.module, [alias.name for alias in node.names], id(node) in inner))
        elif isinstance(node, ast.Import):
            found += [(node, alias.name, [], id(node) in inner) for alias in node.names]
    return found


def package_of(module):
    return module if module in PACKAGES else module.rpartition(".")[0]


@functools.cache
def is_inside(importer, imported):
    """Whether a module stands in a wing that the importer is not part of: such a wing is entered by its face."""
    mine, theirs = package_of(importer), package_of(imported).split(".")
    for depth in range(2, len(theirs) + 1):
        wing = ".".join(theirs[:depth])
        if mine != wing and not mine.startswith(wing + "."):
            return imported != wing and wing != "duizhao.commands"  # commands are files side by side, each a door
    return False


def test_no_wing_imports_the_insides_of_another():
    wrong = []
    for importer, path in MODULES.items():
        for node, module, names, _ in imports(path):
            if module.split(".")[0] not in FLOORS:
                continue
            for imported in {module, *(f"{module}.{name}" for name in names if f"{module}.{name}" in MODULES)}:
                face = module if imported == module else package_of(imported)
                if imported in MODULES and imported == face and is_inside(importer, imported):
                    wrong.append(f"{importer}:{node.lineno} imports {imported}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", sorted(PACKAGES))
def test_a_face_has_no_code(name):
    tree = ast.parse(MODULES[name].read_text("utf-8"))
    assert ast.get_docstring(tree), f"{name} does not say what it is for"
    for node in tree.body[1:]:
        allowed = isinstance(node, ast.Import | ast.ImportFrom)
        allowed |= isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        allowed |= isinstance(node, ast.FunctionDef) and node.name in ("__getattr__", "__dir__")
        allowed |= isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in ("__all__", "TYPE_CHECKING")
        assert allowed, f"{name}:{node.lineno}: a face holds no code"
    module = importlib.import_module(name)
    assert hasattr(module, "__all__"), f"{name} does not say what of it is public"
    assert sorted(module.__all__) == sorted(set(module.__all__))
    for public in module.__all__:
        assert getattr(module, public) is not None


def test_a_face_has_what_the_table_of_wings_says():
    table = (DOCS / "architecture.md").read_text("utf-8").partition("## The wings")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `([\w/]+)` \| .* \| (.*) \| .* \|$", table, re.MULTILINE)
    faces = {wing.replace("/", "."): re.findall(r"`(\w+)`", face) for wing, face in rows if wing.startswith(FLOORS[1:])}
    assert len(faces) > 20
    said = {(wing, name) for wing, names in faces.items() for name in names}
    assert {(wing, name) for wing, name in said if name not in importlib.import_module(wing).__all__} == set()


def test_imports_below_the_door_stand_at_the_top():
    wrong = [
        f"{importer}:{node.lineno} imports {module}"
        for importer, path in MODULES.items()
        if not importer.startswith("duizhao") and path.name != "__init__.py"
        for node, module, _, inner in imports(path)
        if inner and module.split(".")[0] not in HEAVY | SYSTEM
    ]
    assert not wrong, "\n".join(wrong)


def test_torch_is_imported_by_two_modules_only_and_inside_functions():
    users = {
        (importer, inner)
        for importer, path in MODULES.items()
        for _, module, _, inner in imports(path)
        if module.split(".")[0] in {"torch", "sentence_transformers"}
    }
    assert users == {("align.encoders.hub", True), ("align.training.loop", True)}


def test_no_folder_overflows():
    folders = {path for top in (*FLOORS, "tests", "benchmarks", "docs") for path in (ROOT / top).rglob("*")}
    folders = {path for path in folders if path.is_dir() and path.name not in {"__pycache__", "cases"}}
    full = {path.relative_to(ROOT).as_posix(): len([p for p in path.iterdir() if p.is_file()]) for path in folders}
    assert not {path: count for path, count in full.items() if count > 20 and "saved" not in path}


def test_a_module_is_read_in_one_sitting():
    """At most 350 lines. The child process of the PDF reader finds no file beside it and stays whole (see there)."""
    paths = [*MODULES.values(), *(ROOT / "benchmarks").rglob("*.py")]
    lengths = {path.relative_to(ROOT).as_posix(): len(path.read_text("utf-8").splitlines()) for path in paths}
    assert [name for name, length in lengths.items() if length > 350] == ["corpora/readers/pdf/harvest.py"]


def test_tests_mirror_the_wings():
    """A test stands where the code stands; beside it what it reads."""
    for floor in FLOORS:
        for path in (ROOT / "tests" / floor).rglob("*"):
            if path.is_dir() and path.name not in {"__pycache__", "cases", "files", "golden"}:
                assert (ROOT / path.relative_to(ROOT / "tests")).is_dir(), path


def test_no_name_is_both_a_file_and_a_folder():
    for top in (*FLOORS, "tests", "benchmarks"):
        for path in (ROOT / top).rglob("*.py"):
            assert not path.with_suffix("").is_dir(), path
