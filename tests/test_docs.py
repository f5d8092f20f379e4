"""The commands of the documentation are run as they stand there, in order, in a folder with the files that they name."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from corpora.bitext import Pair
from corpora.tables import write_pairs
from glossary.concept import Concept, Term, Termbase
from glossary.formats import save

DOCS = Path(__file__).parents[1] / "docs"
ROWS = [
    ("会员国应批准《海洋公约》。", "Member States should ratify the Ocean Convention."),
    ("《海洋公约》于2001年生效。", "The Ocean Convention entered into force in 2001."),
    ("会员国欢迎能力建设。", "Member States welcomed capacity-building."),
    ("能力建设仍然重要。", "Capacity-building remains important."),
]
SERVES = ("review serve",)  # runs until it is stopped: tests/glossary/test_review_page.py


def commands(name: str) -> list[str]:
    text = (DOCS / name).read_text("utf-8")
    found = []
    for block in re.findall(r"```\n(.*?)```", text, re.S):
        for line in block.splitlines():
            if line.startswith("duizhao "):
                found.append(re.split(r"\s+#|\s{2,}", line)[0])
    return found


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    pairs = [Pair("A/1", k, zh, en) for k, (zh, en) in enumerate(ROWS, start=1)]
    write_pairs(pairs, tmp_path / "memory.tmx")
    concepts = [
        Concept(
            f"c{k}", (Term(f"术语{chr(0x7532 + k)}", "zh", "preferred"), Term(f"term {chr(97 + k)}", "en", "preferred"))
        )
        for k in range(1, 21)
    ]
    for name in ("unterm.tbx", "other.tbx", "glossary.xlsx", "thesaurus.ttl", "termbase.tbx"):
        save(Termbase.of(concepts), tmp_path / name)
    return tmp_path


@pytest.mark.parametrize("name", ["extraction.md", "termbase.md", "exchange.md"])
def test_the_commands_work(name, folder):
    found = [command for command in commands(name) if not any(word in command for word in SERVES)]
    assert len(found) >= 3
    if name == "exchange.md":
        found.insert(0, "duizhao glossary import terms.db unterm.tbx")
    for command in found:
        arguments = [part.strip('"') for part in re.findall(r'"[^"]*"|\S+', command)[1:]]
        done = subprocess.run(
            [sys.executable, "-m", "duizhao", *arguments],
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=folder,
            check=False,
        )
        # 1: something was noticed, as with conflicts; the numbers of an example need not be there
        allowed = {0, 1, 2} if re.search(r"undo \S+ \d+$|merge|remove|show", command) else {0, 1}
        assert done.returncode in allowed, (command, done.stderr)
        assert "Traceback" not in done.stderr
