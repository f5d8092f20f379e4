"""The page docs/api.md from the docstrings, and the pages of the repository laid out for mkdocs: what ``make docs`` runs."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import shutil
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FACE = "duizhao.api"
FUNCTIONS = ("read", "align", "run", "extract", "find", "check")
RESULTS = {
    "Document": "corpora.document:DOCUMENT_SCHEMA",
    "Bitext": "corpora.bitext:BITEXT_SCHEMA",
    "Termbase": "glossary.concept:TERMS_SCHEMA",
    "Renderings": "glossary.lookup.table:RENDERINGS_SCHEMA",
    "Checked": "glossary.finding:FINDINGS_SCHEMA",
    "RunResult": "",
}
ERRORS = ("DuizhaoError", "InputError", "OutputError", "MissingDependencyError")
PAGES = ("README.md", "README.zh.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "MODEL_CARD.md", "LICENSE")
HEAD = """# In Python

Made by `make docs` from the docstrings. What the commands do, as functions that give results; three lines in a notebook:

```python
import duizhao

bitext = duizhao.align(
    ["会员国应批准《海洋公约》。", "谢谢。"], ["Member States should ratify the Ocean Convention.", "Thank you."]
)
bitext
```

Every result shows itself in a notebook and has `to_frame()`, a polars frame. Where a **bitext** is asked for, any of these will do: what `align` gave, a frame with the columns `zh` and `en`, a list of
`corpora.bitext.Pair`, `glossary.rows.Rows`, or the name of a file (TMX, XLIFF, TSV, CSV, XLSX, Parquet, JSONL):

```python
done = duizhao.check("memory.tmx")
done.to_frame().filter(severity="error").select("symbol", "position", "code", "message")

duizhao.check(bitext.to_frame(), termbase="terms.db", ignore=["P"]).to_frame()
duizhao.find("memory.tmx", ["Ocean Convention", "capacity-building"]).to_frame()
duizhao.extract(bitext).to_frame()
```

`model` is `builtin`, a folder, the name of a sentence-transformers model, or one that was loaded (`align.encoders.load_encoder`). Where a bitext is asked several questions, make
`glossary.rows.Rows.of(bitext, encoder)` once, with the model that you give: it is then analysed once. Nothing is written to standard output or standard error. `import duizhao` takes no time; numpy and polars are loaded with the first function, torch
only by models that need it.
"""
TAIL = """

## Deeper

| for | take |
|---|---|
| one model, many documents | `align.Aligner(model).align(zh, en)` |
| a termbase that is written to | `glossary.store.Store`: [termbase.md](termbase.md) |
| files of termbases, with what was lost | `glossary.formats.load`, `save` |
| files of bitexts | `corpora.exchange.read_pairs`, `write_pairs` |
| what a reader removed, and why | `corpora.reading.read_document` |
"""


@cache
def _tree(module: str) -> ast.Module:
    path = ROOT / Path(*module.split("."))
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    return ast.parse(path.read_text("utf-8"))


def _definitions(name: str, module: str = FACE) -> list[ast.FunctionDef | ast.ClassDef]:
    """Where a name is defined, its overloads first; imports are followed."""
    tree = _tree(module)
    found = [n for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef) and n.name == name]
    if found:
        return found
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                if name == (alias.asname or alias.name):
                    return _definitions(alias.name, node.module)
    raise LookupError(f"{name} is not in {module}")


def _signature(node: ast.FunctionDef, name: str) -> str:
    """``name(parameters) -> result``, a parameter a line where it is long."""
    arguments = ast.unparse(node.args).removeprefix("self, ").removeprefix("self").removeprefix("cls, ")
    result = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    line = f"{name}({arguments}){result}"
    if len(line) <= 100:
        return line
    parts = re.split(r", (?![^\[(]*[\])])", arguments)
    return "\n".join([f"{name}(", *(f"    {part}," for part in parts), f"){result}"])


def _prose(text: str | None) -> str:
    """A docstring as Markdown: roles and double backticks as code, examples in a block."""
    text = inspect.cleandoc(text or "")
    text = re.sub(r":\w+:`~?([\w.]+)`", r"`\1`", text).replace("``", "`")
    return re.sub(r"^>>> (?:.+\n?)+", lambda m: f"```pycon\n{m.group().rstrip()}\n```", text, flags=re.M)


def _function(name: str) -> Iterator[str]:
    nodes = [n for n in _definitions(name) if isinstance(n, ast.FunctionDef)]
    shown = [n for n in nodes if n.decorator_list] or nodes
    yield f"### duizhao.{name}\n"
    yield "```text\n" + "\n".join(_signature(n, name) for n in shown) + "\n```\n"
    yield _prose(ast.get_docstring(nodes[-1])) + "\n"


def _result(name: str, schema: str) -> Iterator[str]:
    nodes = [n for n in _definitions(name) if isinstance(n, ast.ClassDef)]
    for base in nodes[0].bases:
        if name == "Termbase":
            nodes += [n for n in _definitions(ast.unparse(base)) if isinstance(n, ast.ClassDef)]
    yield f"### {name}\n"
    yield _prose(ast.get_docstring(nodes[0])) + "\n"
    parts = [part for node in nodes for part in node.body]
    fields = [f"`{ast.unparse(p.target)}: {ast.unparse(p.annotation)}`" for p in parts if isinstance(p, ast.AnnAssign)]
    if fields:
        yield f"Fields: {', '.join(fields)}\n"
    for part in parts:
        if isinstance(part, ast.FunctionDef) and not part.name.startswith("_"):
            is_property = any(ast.unparse(one) == "property" for one in part.decorator_list)
            call = part.name if is_property else _signature(part, part.name).replace("\n    ", "").replace(",\n", "")
            yield f"* `{call}`: {_prose(ast.get_docstring(part)).split('```')[0].split(chr(10) * 2)[0].strip()}"
    if schema:
        module, _, constant = schema.partition(":")
        columns = getattr(importlib.import_module(module), constant).names()
        yield f"\nColumns of the frame: {', '.join(f'`{one}`' for one in columns)}"
    yield ""


def api_page() -> str:
    """The text of docs/api.md."""
    parts = [HEAD, "## Functions\n", *(line for name in FUNCTIONS for line in _function(name)), "## Results\n"]
    parts += [line for name, schema in RESULTS.items() for line in _result(name, schema)]
    parts.append("## Errors\n")
    for name in ERRORS:
        (node,) = _definitions(name)
        parts.append(f"* `duizhao.{name}`: {_prose(ast.get_docstring(node)).split('```')[0].strip()}")
    return "\n".join(parts) + TAIL


def stage(folder: Path) -> None:
    """Lay the pages out as they lie in the repository, so that their links lead where they lead there."""
    shutil.rmtree(folder, ignore_errors=True)
    for name in PAGES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, folder / name)
    for top in ("docs", "benchmarks"):
        kept = shutil.ignore_patterns("*.py", "*.pyc", "__pycache__")
        shutil.copytree(ROOT / top, folder / top, ignore=kept)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    (ROOT / "docs" / "api.md").write_text(api_page(), encoding="utf-8", newline="\n")
    stage(ROOT / "build" / "pages")
