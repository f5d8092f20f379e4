"""The commands of the documentation are run as they stand there, in order, in a folder with the files that they name."""

import re
import shutil

import pytest

from corpora.bitext import Pair
from corpora.exchange.write import write_pairs
from corpora.exchange.xliff_write import write_xliff
from glossary.concept import Termbase
from glossary.formats.registry import save
from tests.calls import call
from tests.concepts import concept
from tests.places import DOCS, ROOT, SAMPLES

ROWS = [
    ("会员国应批准《海洋公约》。", "Member States should ratify the Ocean Convention."),
    ("《海洋公约》于2001年生效。", "The Ocean Convention entered into force in 2001."),
    ("会员国欢迎能力建设。", "Member States welcomed capacity-building."),
    ("能力建设仍然重要。", "Capacity-building remains important."),
]
LEFT_OUT = {
    "review serve": "runs until it is stopped: tests/glossary/review/test_page.py",
    "duizhao desk": "runs until it is stopped: tests/duizhao/desk/test_a_day.py",
    "corpora fetch": "needs the network: tests/corpora/fetch/test_fetch.py fetches from a server of its own",
    "align train": "takes minutes: tests/align/training/test_model.py trains small models",
    "--model my-model": "needs the model of the command before",
}
PAGES = sorted(
    path.relative_to(DOCS).as_posix()
    for path in (*DOCS.glob("*.md"), *DOCS.glob("tutorials/*.md"), *DOCS.glob("help/*.md"))
)


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
    concepts = [concept(f"c{k}", f"术语{chr(0x7532 + k)}", f"term {chr(97 + k)}") for k in range(1, 21)]
    for name in ("earlier.tmx", "draft.tmx", "revised.tmx", "memory.sdlxliff"):
        write_xliff(pairs, tmp_path / name) if name.endswith("xliff") else write_pairs(pairs, tmp_path / name)
    for name in ("unterm.tbx", "other.tbx", "glossary.xlsx", "thesaurus.ttl", "termbase.tbx"):
        save(Termbase.of(concepts), tmp_path / name)
    shutil.copytree(SAMPLES, tmp_path / "corpora" / "samples")
    return tmp_path


def test_every_page_with_commands_is_known():
    assert {"checking.md", "tutorials/reviser.md", "tutorials/terminologist.md", "tutorials/pipeline.md"} <= set(PAGES)
    everything = " ".join(command for name in PAGES for command in commands(name))
    assert all(part in everything for part in LEFT_OUT)


@pytest.mark.parametrize("name", [name for name in PAGES if commands(name)])
def test_the_commands_work(name, folder):
    found = [command for command in commands(name) if not any(part in command for part in LEFT_OUT)]
    if name in ("exchange.md", "checking.md"):
        found.insert(0, "duizhao glossary import terms.db unterm.tbx")
    for command in found:
        arguments = [part.strip('"') for part in re.findall(r'"[^"]*"|\S+', command)[1:]]
        done = call(*arguments)
        # 1: something was noticed, as with conflicts; the numbers of an example need not be there
        allowed = {0, 1, 2} if re.search(r"undo \S+ \d+$|merge|delete|edit|show", command) else {0, 1}
        assert done.code in allowed, (command, done)


SNIPPETS = {
    path.relative_to(ROOT).as_posix(): re.findall(r"^```python\n(.*?)^```$", path.read_text("utf-8"), re.S | re.M)
    for path in (ROOT / "README.md", *(DOCS / name for name in PAGES))
}


@pytest.mark.parametrize("name", [name for name, found in SNIPPETS.items() if found])
def test_the_python_of_a_page_runs(name, folder, capfd):
    assert call("glossary", "import", "terms.db", "unterm.tbx").code == 0
    room = {}
    for snippet in SNIPPETS[name]:
        exec(compile(snippet, name, "exec"), room)
    assert capfd.readouterr().err == ""


def test_no_python_hides_from_this_test():
    pages = {name: (ROOT / name).read_text("utf-8") for name in SNIPPETS}
    assert {name for name, text in pages.items() if re.search(r"^ *(?:from [\w.]+ )?import \w", text, re.M)} == {
        name for name, found in SNIPPETS.items() if found
    }
