"""What the pages say in figures and where each comes from: the program itself, or what a script measured.

``PROGRAM`` are values of the program. ``SENTENCES`` are pieces of pages with values in braces: ``{checks}`` of the program,
``{terms/terms:found}`` of results/measured.json. Every other figure of a page (:data:`MADE_BY`) was entered from the output of the
script that is named there, with ``python benchmarks/figures.py --take PAGE``.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

import typer.main

from align.encoders import builtin_encoder
from corpora.logs import CODES
from duizhao.door import app
from glossary.checks import CHECKS
from glossary.extraction import ExtractConfig
from glossary.formats import FORMATS
from glossary.quality.blocks import BLOCK, SAMPLE, WHOLE
from glossary.report.large import ROWS_A_PAGE
from glossary.report.word_table import MOST

ROOT = Path(__file__).resolve().parents[1]
MODEL = ROOT / "align" / "model"
RESULTS = ROOT / "benchmarks" / "results"
MADE_BY = {
    "README.md": "install.py",
    "MODEL_CARD.md": "models/train_builtin.py, models/retrieval.py, alignment/alignment.py, alignment/sizes.py",
    "benchmarks/README.md": "the script that the row or section names",
    "docs/alignment.md": "alignment/calibrate.py, alignment/tune.py",
    "docs/checking.md": "",
    "docs/commands.md": "",
    "docs/consistency.md": "checks/consistency.py, checks/checks.py",
    "docs/decisions.md": "the script that the entry names",
    "docs/documents.md": "documents/reading.py",
    "docs/exchange.md": "termbase/termbase_formats.py, termbase/termbase_hostile.py",
    "docs/extraction.md": "terms/terms_fit.py",
    "docs/formats.md": "",
    "docs/desk.md": "desk.py",
    "docs/help/install.md": "install.py",
    "docs/help/troubleshooting.md": "",
    "docs/help/words.md": "",
    "docs/model.md": "models/train_builtin.py",
    "docs/performance.md": "speed.py, profiles.py",
    "docs/reports.md": "checks/report_page.py",
    "docs/review.md": "",
    "docs/termbase.md": "termbase/termbase.py",
    "README.zh.md": "",
    "docs/tutorials/pipeline.md": "",
    "docs/tutorials/pipeline.zh.md": "",
    "docs/tutorials/reviser.zh.md": "",
    "docs/tutorials/terminologist.zh.md": "",
    "docs/tutorials/reviser.md": "",
    "docs/tutorials/terminologist.md": "",
}
"""The pages, and the scripts that their figures come from."""


def _commands(group: object) -> Iterator[object]:
    for command in getattr(group, "commands", {}).values():
        yield from _commands(command) if hasattr(command, "commands") else (command,)


@cache
def program() -> dict[str, str]:
    """Values of the program, as the pages write them."""
    training = json.loads((MODEL / "training.json").read_text("utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    pieces, dimensions = builtin_encoder().shape
    sizes = {path.stem: path.stat().st_size / 1e6 for path in MODEL.iterdir() if path.is_file()}
    there, back = (round(count, -3) for count in training["dictionary"])
    config = training["config"]
    return {
        "checks": f"{len(CHECKS)}",
        "checks_on": f"{sum(check.on for check in CHECKS)}",
        "commands": f"{sum(1 for _ in _commands(typer.main.get_command(app)))}",
        "dependencies": f"{len(project['project']['dependencies'])}",
        "python": project["project"]["requires-python"].removeprefix(">="),
        "coverage": f"{project['tool']['coverage']['report']['fail_under']}",
        "formats": f"{len(FORMATS)}",
        "pieces": f"{pieces:,}",
        "dimensions": f"{dimensions}",
        "zh_en": f"{there:,}",
        "en_zh": f"{back:,}",
        "vectors_mb": f"{sizes['model']:.0f}",
        "tokenizer_mb": f"{sizes['tokenizer']:.1f}",
        "dictionary_mb": f"{sizes['words']:.0f}",
        "batch": f"{config['batch']:,}",
        "drop": f"{100 * config['drop']:.0f}",
        "heldout": f"{training['heldout_pairs']:,}",
        "whole": f"{WHOLE:,}",
        "block": f"{BLOCK:,}",
        "sample": f"{SAMPLE:,}",
        "rows_a_page": f"{ROWS_A_PAGE:,}",
        "word_rows": f"{MOST:,}",
        "probability": f"{ExtractConfig().probability:g}",
    }


def three(value: object) -> str:
    """A share of four places with three, halves upwards."""
    return str(Decimal(str(value)).quantize(Decimal("0.001"), ROUND_HALF_UP))


@cache
def aligned() -> dict[str, str]:
    """Strict F1, null links counted and not, of the shipped model (``align``) and of HELD (``held``); boundaries of the splitter."""
    found = {}
    for who, path in (("align", "alignment.json"), ("held", "heldout/alignment.json")):
        record = json.loads((RESULTS / path).read_text("utf-8"))["accuracy"]["duizhao"]
        for name, figures in record.items():
            kinds = ("with nulls", "without nulls")
            found[f"{who}:{name}"] = " / ".join(three(figures[kind]["strict_f1"]) for kind in kinds)
    record = json.loads((RESULTS / "splitting.json").read_text("utf-8"))["accuracy"]
    for row in record:
        key = f"split:{row['set']} {row['splitter']} {row['language']}"
        found[key] = three(row["F1"])
        found[f"ends:{row['set']} {row['language']}"] = f"{row['boundaries']:,}"
    return found


def _splits(name: str, shown: str) -> tuple[str, str]:
    cells = " | ".join(f"{{split:{name} {who} {language}}}" for who in SPLITTERS for language in ("zh", "en"))
    return "benchmarks/README.md", f"| {shown} | {{ends:{name} zh}}, {{ends:{name} en}} | {cells} |"


SPLITTERS = ("duizhao", "pySBD", "naive regex")
MADE = "un made: merges, deletions, a missing block"
SENTENCES = (
    ("benchmarks/README.md", "| literary | {align:literary} | {held:literary} |"),
    ("benchmarks/README.md", "| magazine | {align:magazine} | {held:magazine} |"),
    ("benchmarks/README.md", f"| {MADE} | seen in training | {{held:{MADE}}} |"),
    ("MODEL_CARD.md", "| literary | {align:literary} |"),
    ("MODEL_CARD.md", "| magazine | {align:magazine} |"),
    ("MODEL_CARD.md", "| un | {align:un} |"),
    ("MODEL_CARD.md", "| strict F1, literary, null links counted / not | {held:literary} |"),
    ("MODEL_CARD.md", "| strict F1, magazine, null links counted / not | {held:magazine} |"),
    ("MODEL_CARD.md", f"| strict F1, {MADE}, null links counted / not | {{held:{MADE}}} |"),
    _splits("un", "un"),
    _splits("literary", "literary"),
    _splits("magazine", "magazine"),
    _splits("documents", "documents (not checked by hand)"),
    _splits("un_parallel_dev", "un_parallel_dev (in no order)"),
    ("README.md", "On a machine that has Python {python} or newer and `make`"),
    ("README.md", "**The {checks} checks**, from sentences left out to brackets ({checks_on} of them on by default),"),
    ("CONTRIBUTING.md", "asks {coverage}% coverage of `make test`"),
    ("MODEL_CARD.md", "a joint Unigram vocabulary of {pieces} pieces (Han apart from other letters), one vector of {dimensions} dimensions a piece"),
    ("MODEL_CARD.md", "{zh_en} renderings zh to en, {en_zh} en to zh"),
    ("MODEL_CARD.md", "in half precision ({vectors_mb} MB), the tokenizer ({tokenizer_mb} MB) and the dictionary ({dictionary_mb} MB)"),
    ("MODEL_CARD.md", "batches of {batch} in runs of four neighbours, a quarter of the rows two neighbours joined, {drop}% of the pieces dropped"),
    ("MODEL_CARD.md", "{heldout} pairs at random were set aside"),
    ("docs/model.md", "A table of {pieces} pieces with a vector of {dimensions} numbers each"),
    ("docs/model.md", "(`words.safetensors`, {dictionary_mb} MB)"),
    ("docs/decisions.md", "The half-precision table is {vectors_mb} MB to read"),
    ("docs/checking.md", "Up to {whole} rows are looked at as one. A longer bitext is cut into blocks of whole documents, about {block} rows each"),
    ("docs/checking.md", "of more than {sample} rows from runs spread evenly"),
    ("docs/performance.md", "Beyond {whole} rows a bitext is examined in blocks of some {block}"),
    ("docs/reports.md", "Of more than {whole} rows the page holds those around the findings"),
    ("docs/reports.md", "{rows_a_page} rows each"),
    ("docs/reports.md", "of a text of more than {word_rows} rows it holds those around findings"),
    ("docs/extraction.md", "| `--min-probability P` | {probability} if not given"),
    ("docs/exchange.md", "{formats} formats of termbases"),
    ("benchmarks/README.md", "first 100: right {terms/terms:right_100}, terms {terms/terms:terms_100}; first 500: {terms/terms:right_500}, {terms/terms:terms_500}; {terms/terms:found} of {terms/terms:listed};"),
    ("benchmarks/README.md", "Of the {terms/terms:listed} listed pairs, all of which stand in two rows or more, {terms/terms:found} are extracted"),
    ("benchmarks/README.md", "T101 alarms on {checks/term_alarms:alarms} of {checks/term_alarms:occurrences} occurrences of terms"),
    ("benchmarks/README.md", "country names and the development terms {checks/checks:findings} findings, of them {checks/checks:notes} notes, one in {checks/checks:one_in} segments"),
    ("benchmarks/README.md", "without it {checks/checks:alone:findings}, one in {checks/checks:alone:one_in}. Number checks alarm in {checks/checks:number_alarms}% of the segments"),
    ("benchmarks/README.md", "from en {terms/lookup:en_first} / {terms/lookup:en_three}, from zh {terms/lookup:zh_first} / {terms/lookup:zh_three}; listed with count >= 2: {terms/lookup:en_first_listed} / {terms/lookup:en_three_listed}, {terms/lookup:zh_first_listed} / {terms/lookup:zh_three_listed}"),
)  # fmt: skip
NAME = re.compile(r"\{([^{}]+)\}")
TABLES = {("docs/formats.md", "| code | what |"): [f"| `{code}` | {what} |" for code, what in CODES.items()]}
"""Tables that the program makes."""
