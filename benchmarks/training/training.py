"""What ``align train`` gains: a memory of messages of git, other messages, other kinds of text, and controls that must gain nothing.

python benchmarks/training/training.py [--shared ../shared] [--catalogues /usr/share/locale] [--controls] [--work FOLDER]

Pairs: the Chinese catalogue of git as Debian installs it (apt-get install git git-l10n locales), which the weights have not seen, in blocks
of 100, every other block for training, 2,000 in all; measured on the other blocks and on catalogues of other programs, and, for what is
lost, on *literary* and on laws and UN text of ``../shared``. Prints the report's sentence and a table; writes results/training.json.
``--controls``: 500 pairs, the English shuffled, English on both sides, the columns swapped; half a minute each, a minute and a half for 2,000.
"""

from __future__ import annotations

import argparse
import csv
import gettext
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "alignment"))
from synthetic import make

from align.aligner import Aligner
from align.encoders import BUILTIN, StaticEncoder
from align.score import count, read_gold
from corpora.arrays import Longs
from corpora.document import Document

RESULT = Path(__file__).resolve().parents[1] / "results" / "training.json"
BLOCK, TRAINED, MEASURED = 100, 2000, 1500
OTHERS = ("gnupg2", "dpkg", "wget", "tar", "bash", "shadow")
Pairs = list[tuple[str, str]]


def catalogue(folder: Path, name: str) -> Pairs:
    """The translated messages of a program, Chinese and English, each once; nothing where it is not installed."""
    path = folder / "zh_CN" / "LC_MESSAGES" / f"{name}.mo"
    if not path.is_file():
        return []
    with path.open("rb") as stream:
        entries = vars(gettext.GNUTranslations(stream))["_catalog"]
    rows = []
    for key, text in entries.items():
        message = key[0] if isinstance(key, tuple) else key
        english, chinese = (" ".join(one.split()) for one in (message.split("\x04")[-1], text))
        if english and chinese and english != chinese:
            rows.append((chinese, english))
    return list(dict.fromkeys(rows))


def made(pairs: Pairs, size: int, seeds: int = 1) -> list[Any]:
    """Documents of these pairs, with sentences merged, left out and put in."""
    starts = range(0, len(pairs) - size + 1, size)
    return [
        make(pairs[k : k + size], seed=seed * 1000 + k, merged=0.2, deleted=0.08, missing=6)
        for seed in range(seeds)
        for k in starts
    ]


def measured(folder: Path, documents: Sequence[Any]) -> Longs:
    """Of each document the links found, those of the gold, and those of both."""
    aligner, rows = Aligner(StaticEncoder(folder)), []
    for one in documents:
        links = aligner.links(Document.from_sentences(one.source, "zh"), Document.from_sentences(one.target, "en"))
        counts = count([(tuple(link.source), tuple(link.target)) for link in links], one.links)
        rows.append((counts.found, counts.gold, counts.strict))
    return np.array(rows)


def f1(rows: Longs) -> float:
    """Of all documents together."""
    return float(2 * rows[:, 2].sum() / (rows[:, 0].sum() + rows[:, 1].sum()))


def gain(before: Longs, after: Longs) -> dict[str, float]:
    """F1 before and after, with the 95% interval of the gain: documents drawn a thousand times."""
    rng = np.random.default_rng(0)
    drawn = [rng.integers(len(before), size=len(before)) for _ in range(1000)]
    low, high = np.percentile([f1(after[some]) - f1(before[some]) for some in drawn], [2.5, 97.5])
    figures = {"before": f1(before), "after": f1(after), "low": low, "high": high}
    return {name: round(float(value), 4) for name, value in figures.items()} | {"documents": len(before)}


def trained(pairs: Iterable[tuple[str, str]], work: Path, name: str) -> dict[str, Any]:
    """``align train`` on these pairs by the command; its exit code, verdict and last words."""
    table, out = work / f"{name}.tsv", work / name
    with table.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter="\t").writerows([("zh", "en"), *pairs])
    command = [sys.executable, "-m", "duizhao", "align", "train", str(table), "--base", "builtin", "-o", str(out)]
    started = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    report = out / "training.json"
    told = json.loads(report.read_text("utf-8")) if report.is_file() else {}
    kept = {key: told[key] for key in ("input", "own_text", "general_text", "verdict") if key in told}
    said = done.stderr.strip().splitlines()[-1].replace(f"{out}: ", "").replace(f"{table}: ", "")
    return {"exit": done.returncode, "seconds": round(time.perf_counter() - started), "said": said, **kept}


def controls(pairs: Pairs, work: Path) -> dict[str, Any]:
    """Trainings that gain little or nothing, and have to say so."""
    english = [english for _, english in pairs]
    shuffled = random.Random(1).sample(english, len(english))
    made_of = {
        "500 pairs": pairs[:500],
        "shuffled": [(zh, en) for (zh, _), en in zip(pairs, shuffled, strict=True)],
        "English twice": [(en, en) for en in english],
        "swapped": [(en, zh) for zh, en in pairs],
    }
    return {name: trained(rows, work, name.replace(" ", "-")) for name, rows in made_of.items()}


def sets(shared: Path, git: Pairs, others: Pairs) -> dict[str, list[Any]]:
    """The documents that are measured, by kind."""
    un = [tuple(line.split("\t")[:2]) for line in (shared / "train/un_2023.tsv").read_text("utf-8").splitlines()]
    frame = pl.read_parquet(shared / "train/general.parquet").filter(pl.col("source") == "tw_law")
    law = frame.slice(100_000, 1200)
    return {
        "other messages of git": made(git, 50, seeds=2),
        "other programs": made(others, 60),
        "literary": list(read_gold(shared / "gold/alignment/literary")),
        "UN of 2023": made([(one[0], one[1]) for one in un if len(one) == 2][:1200], 60),
        "law": made(list(zip(law["zh"], law["en"], strict=True)), 60),
    }


def main() -> int:
    """Train, measure, print, and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--catalogues", type=Path, default=Path("/usr/share/locale"))
    parser.add_argument("--controls", action="store_true")
    parser.add_argument("--work", type=Path)
    chosen = parser.parse_args()
    git = catalogue(chosen.catalogues, "git")
    if len(git) < TRAINED + MEASURED:
        sys.exit(f"{chosen.catalogues}: no Chinese catalogue of git; apt-get install git, or name another folder")
    blocks = [git[k : k + BLOCK] for k in range(0, len(git), BLOCK)]
    pairs, rest = ([pair for block in blocks[k::2] for pair in block] for k in (0, 1))
    pairs, rest = pairs[:TRAINED], rest[:MEASURED]
    others = [pair for name in OTHERS for pair in catalogue(chosen.catalogues, name)][:MEASURED]
    with tempfile.TemporaryDirectory() as temporary:
        work = chosen.work or Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        result: dict[str, Any] = {"pairs": len(pairs), "report": trained(pairs, work, "memory")}
        print(result["report"]["said"], flush=True)
        result["measured"] = {}
        for name, documents in sets(chosen.shared, rest, others).items():
            if documents:
                figures = gain(measured(BUILTIN, documents), measured(work / "memory", documents))
                result["measured"][name] = figures
                shown = " ".join(f"{key} {value}" for key, value in figures.items())
                print(f"{name}: {shown}", flush=True)
        _keep(result)
        if chosen.controls:
            result["controls"] = controls(pairs, work)
            for name, one in result["controls"].items():
                print(f"{name}: exit {one['exit']}, {one['said']}", flush=True)
            _keep(result)
    return 0


def _keep(result: dict[str, Any]) -> None:
    RESULT.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
