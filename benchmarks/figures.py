"""Are the figures of the pages those of the program and of what was measured?

python benchmarks/figures.py             says what differs, exit 1
python benchmarks/figures.py --write     brings the pages up to it
python benchmarks/figures.py --take PAGE enters the other figures of a page as measured today, from the output of the script that made them
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from claims import MADE_BY, NAME, SENTENCES, TABLES, aligned, program  # noqa: E402

MEASURED = ROOT / "benchmarks" / "results" / "measured.json"
PAGES = ROOT / "benchmarks" / "results" / "pages.json"
NUMBER = r"(?<![\w./:#§-])\d[\d,]*(?:\.\d+)?|(?<![\w.)])\.\d+"
UNITS = (
    "%|MB|MiB|GB|kB|s|ms|seconds?|minutes?|hours?|sentences|pairs|rows|links|terms|concepts|documents|findings|checks|formats|commands|"
    "pages|files|characters|words|times|notes|alarms|dimensions|pieces"
)
FIGURE = re.compile(
    rf"(?:{NUMBER})(?: ?(?:{UNITS})\b|%)|\d{{1,3}}(?:,\d{{3}})+|(?<![\w./:-])\d+\.\d+(?![\w.])|(?<![\w.)])\.\d+"
)
"""A figure: a number with a unit, with thousands, or with a fraction."""
VERSION = re.compile(
    r"(?:Python|TMX|XLIFF|SARIF|OmegaT|TBX|UTX|translate-toolkit|pySBD\S*|Apache|BY|duizhao|version|Version|Versions|of|in|by|from|until|before|what|that|as|XML|HTML|or|and) v?$"
)
AROUND = 40  # characters before a figure by which it is known


def measured() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(MEASURED.read_text("utf-8"))
    return found


def pages() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(PAGES.read_text("utf-8")) if PAGES.exists() else {}
    return found


def values() -> dict[str, str]:
    """Every value that a sentence may name."""
    known = program() | aligned()
    for part, record in measured().items():
        known |= {f"{part}:{name}": value for name, value in record["figures"].items()}
    return known


def flat(text: str) -> str:
    return " ".join(text.split())


def pattern(sentence: str) -> re.Pattern[str]:
    """A sentence as it stands in a page, with any figures; lines may break anywhere."""
    parts = NAME.split(sentence)
    pieces = [r"\s+".join(map(re.escape, re.split(r"\s+", part))) for part in parts[::2]]
    return re.compile(r"([\d.,]*\d(?: / [\d.]*\d)?)".join(pieces))


@dataclass(slots=True)
class Page:
    """A page without code: its tables by heading (and count, where a heading is there again), and its other figures."""

    tables: dict[str, list[str]] = field(default_factory=dict)
    figures: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, name: str, text: str) -> Page:
        """What a page says in figures, without what :data:`SENTENCES` bind."""
        for file, sentence in SENTENCES:
            if file == name:
                text = pattern(sentence).sub("", text)
        text = re.sub(r"^```.*?^```$", "", text, flags=re.S | re.M)
        made = cls()
        lines = text.splitlines()
        rest, at = [], 0
        while at < len(lines):
            if lines[at].startswith("|") and at + 1 < len(lines) and re.match(r"\|[-| :]+\|?$", lines[at + 1]):
                end = at + 2
                while end < len(lines) and lines[end].startswith("|"):
                    end += 1
                rows = [
                    ": ".join([row_name(line), *told]) for line in lines[at + 2 : end] if (told := figures_of(line))
                ]
                key = lines[at]
                while key in made.tables:
                    key += " "
                if rows:
                    made.tables[key] = rows
                at = end
                continue
            rest.append(re.sub(r"`[^`]*`|\]\([^)]*\)|<[^>]*>", " ", lines[at]))
            at += 1
        prose = flat(" ".join(rest))
        for match in FIGURE.finditer(prose):
            before = prose[max(match.start() - AROUND, 0) : match.start()]
            if not is_version(prose, match):
                made.figures.append(f"{before}{match.group()}")
        return made


def row_name(line: str) -> str:
    """The first cell of a row that says something."""
    return next((cell for cell in (one.strip() for one in line.split("|")) if cell), "")


def figures_of(line: str) -> list[str]:
    """The figures of a row of a table, in order."""
    bare = re.sub(r"\]\([^)]*\)", " ", line)
    return [match.group() for match in FIGURE.finditer(bare) if not is_version(bare, match)]


def is_version(text: str, match: re.Match[str]) -> bool:
    """Whether a figure is the number of a version: TMX 1.4."""
    before = text[max(match.start() - AROUND, 0) : match.start()]
    return bool(VERSION.search(before) and re.fullmatch(r"\d\.\d+", match.group()))


def faults() -> Iterator[str]:
    """What differs, a line each."""
    known, stored = values(), pages()
    texts = {name: (ROOT / name).read_text("utf-8") for name in {*MADE_BY, *(file for file, _ in SENTENCES)}}
    for name, sentence in SENTENCES:
        wanted = NAME.sub(lambda match: known[match[1]], sentence)
        if flat(wanted) not in flat(texts[name]):
            here = pattern(sentence).search(texts[name])
            yield f"{name}: says {flat(here.group())!r}, is {wanted!r}" if here else f"{name}: does not say {wanted!r}"
    for (name, head), rows in TABLES.items():
        if "\n".join([head, "|---|---|", *rows]) not in (ROOT / name).read_text("utf-8"):
            yield f"{name}: the table {head} is not what the program says"
    for name in MADE_BY:
        page, before = Page.of(name, texts[name]), stored.get(name, {"tables": {}, "figures": []})
        for head, rows in page.tables.items():
            if (name, head.strip()) not in TABLES and before["tables"].get(head) != rows:
                yield f"{name}: the table {head.strip()} is not the one in results/pages.json"
        new = set(page.figures) - set(before["figures"])
        yield from (f"{name}: …{figure}: no script or value of the program gives it" for figure in sorted(new))
    gone = set(stored) - set(MADE_BY)
    yield from (f"results/pages.json: {name} is no page" for name in sorted(gone))


def write() -> None:
    """Put the values into the sentences and the tables of the program into their places."""
    known = values()
    for name, sentence in SENTENCES:
        path = ROOT / name
        text = path.read_text("utf-8")
        wanted = iter([known[one] for one in NAME.findall(sentence)])

        def filled(match: re.Match[str], wanted: Iterator[str] = wanted) -> str:
            start, parts, at = match.start(), [], match.start()
            for group in range(1, len(match.groups()) + 1):
                parts += [match.string[at : match.start(group)], next(wanted)]
                at = match.end(group)
            return "".join([*parts, match.string[at : match.end()]]) if at > start else match.group()

        path.write_text(pattern(sentence).sub(filled, text, count=1), encoding="utf-8", newline="\n")
    for (name, head), rows in TABLES.items():
        path = ROOT / name
        text = re.sub(
            rf"^{re.escape(head)}\n\|---\|---\|\n(?:\|.*\n)*",
            lambda _match, head=head, rows=rows: "\n".join([head, "|---|---|", *rows, ""]),
            path.read_text("utf-8"),
            flags=re.M,
        )
        path.write_text(text, encoding="utf-8", newline="\n")


def take(names: list[str]) -> None:
    """Enter the figures of pages that no sentence binds."""
    stored = pages()
    for name in names:
        page = Page.of(name, (ROOT / name).read_text("utf-8"))
        tables = {head: rows for head, rows in page.tables.items() if (name, head.strip()) not in TABLES}
        entered = {"made by": MADE_BY[name], "entered": datetime.now(UTC).date().isoformat()}
        stored[name] = entered | {"tables": tables, "figures": sorted(set(page.figures))}
    PAGES.write_text(
        json.dumps(dict(sorted(stored.items())), ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--take", nargs="+", metavar="PAGE", choices=sorted(MADE_BY))
    options = parser.parse_args()
    if options.take:
        take(options.take)
    if options.write:
        write()
    found = list(faults())
    if found:
        sys.exit("\n".join(found))


if __name__ == "__main__":
    main()
