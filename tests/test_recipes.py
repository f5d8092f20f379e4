"""CONTRIBUTING.md and docs/architecture.md: what they name is there, and the check of the recipe finds what its cases say."""

import json
import re
import textwrap

import pytest

from corpora.bitext import Pair
from corpora.versions import VERSION
from glossary.checks.base import Material
from glossary.finding import Severity
from glossary.rows import Rows
from tests.places import ROOT

CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
TOPS = ("corpora", "align", "glossary", "duizhao", "tests", "benchmarks", "docs", ".github")


def snippets(language):
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```$", CONTRIBUTING, re.S | re.M)
    return [textwrap.dedent(text) for _indent, text in found]


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "docs/architecture.md"])
def test_every_file_that_is_named_is_there(page):
    named = set(re.findall(r"[\w./-]+", (ROOT / page).read_text("utf-8")))
    paths = {one.rstrip("./") for one in named if one.split("/")[0] in TOPS and "/" in one and "NAME" not in one}
    assert len(paths) > 15
    assert not {one for one in paths if not (ROOT / one).exists()}


def test_the_check_of_the_recipe_finds_what_its_cases_say():
    cases = json.loads(snippets("json")[0])
    room = {}
    head = (ROOT / "glossary" / "checks" / "form" / "manual.py").read_text("utf-8").partition("_SIGN")[0]
    for code in (head, *snippets("python")[:2]):
        exec(code, room)
    (check,) = room["CHECKS"]
    assert check.severity is Severity.NOTE
    for kind, expected in (("positive", 1), ("negative", 0)):
        for case in cases[kind]:
            material = Material(Rows.of([Pair("A/99/1", k, *row) for k, row in enumerate(case["rows"], start=1)]))
            found = list(check.run(check, material))
            assert len(found) == expected
            assert not found or (found[0].code, found[0].found) == (case["code"], case["found"])


def test_the_version_is_one():
    cited = re.search(r"^version: (\S+)\ndate-released: (\S+)$", (ROOT / "CITATION.cff").read_text("utf-8"), re.M)
    newest = re.search(r"^## (\S+) \((\S+)\)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)
    assert cited.groups() == newest.groups()
    assert newest[1] == VERSION


def test_the_hook_is_the_ruff_of_the_constraints():
    (pinned,) = re.findall(r"^ruff==(\S+)$", (ROOT / "constraints.txt").read_text("utf-8"), re.M)
    assert f"rev: v{pinned} " in (ROOT / ".pre-commit-config.yaml").read_text("utf-8")
