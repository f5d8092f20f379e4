"""Accuracy, speed and memory of the engine, beside any other aligner that the user names.

python benchmarks/alignment/alignment.py [--shared ../shared] [--peer "COMMAND {src} {tgt}"]... [--output FOLDER] [--no-scale]

Accuracy: every gold folder, and documents made from un_parallel_dev (benchmarks/alignment/synthetic.py): merges and splits with deletions and a missing block,
and a replaced block. *Shown as such*: of the
sentences without counterpart in the gold, those that have none in the result; *invented*: of the linked ones, those that have none. Missing parts: of the links that survive when a part of the target is taken away, how many of those found in the whole
text are still found, and how many orphaned sentences are linked all the same. Speed and peak memory at 1k, 5k, 10k and 50k sentences,
vectors included, each in a process of its own. A peer is run on the same gold files, one sentence a line, and prints links like '[0, 1]:[0]'.
Results: Markdown on standard output, and alignment.json, alignment.md and alignment.svg in --output.

The shipped model has seen un_parallel_dev: for figures of the made documents on unseen text give --model with a model
that benchmarks/models/train_builtin.py trained without it.
"""

from __future__ import annotations

import argparse
import json
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
import numpy as np
from gaps import Rates, make_gaps
from synthetic import Made, make, un_pairs

from align.aligner import Aligner
from align.score import Counts, GoldFile, Ids, count, parse_links, read_gold
from corpora.document import Document

SIZES = (1000, 5000, 10_000, 50_000)
Run = Callable[[Made, tuple[str, str]], list[Ids]]
SCALE = """
import json, sys, time
from align import Aligner
zh, en, model = sys.argv[1:4]
read = lambda p: open(p, encoding="utf-8").read().split("\\n")[:-1]
source, target = read(zh), read(en)
aligner = Aligner(model)
aligner.align(source[:50], target[:50])
start = time.perf_counter()
links = aligner.align(source, target).links
seconds = time.perf_counter() - start
try:
    peak = int(open("/proc/self/status").read().split("VmHWM:")[1].split()[0]) / 1024
except OSError:
    import resource
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
print(json.dumps({"seconds": seconds, "peak_mib": peak, "links": len(links)}))
"""


def ours(aligner: Aligner) -> Run:
    def run(made: Made, languages: tuple[str, str]) -> list[Ids]:
        sides = zip((made.source, made.target), languages, strict=True)
        bitext = aligner.align(*(Document.from_sentences(lines, language) for lines, language in sides))
        return [(tuple(link.source), tuple(link.target)) for link in bitext.links]

    return run


def peer(command: str) -> Run:
    def run(made: Made, languages: tuple[str, str]) -> list[Ids]:
        with tempfile.TemporaryDirectory() as folder:
            paths = {}
            for name, lines in (("src", made.source), ("tgt", made.target)):
                paths[name] = str(Path(folder) / name)
                Path(paths[name]).write_text("\n".join(lines) + "\n", "utf-8")
            words = [
                word.replace("{src}", paths["src"]).replace("{tgt}", paths["tgt"]) for word in shlex.split(command)
            ]
            done = subprocess.run(words, capture_output=True, check=True, encoding="utf-8")
            return parse_links(done.stdout.splitlines(), command)

    return run


CUTS = {
    "nothing": (1.0, 1.0),
    "10% at the end": (0.9, 1.0),
    "30% in the middle": (0.35, 0.65),
    "30% at the start": (0.0, 0.3),
    "half at the end": (0.5, 1.0),
}


def cut(whole: Made, start: float, end: float) -> Made:
    """A document whose target lacks the part between two shares of its length."""
    low, high = int(len(whole.target) * start), int(len(whole.target) * end)
    links: list[Ids] = []
    for source, target in whole.links:
        kept = tuple(j if j < low else j - (high - low) for j in target if j < low or j >= high)
        links += [(source, kept)] if kept else [((i,), ()) for i in source]
    return Made(whole.source, whole.target[:low] + whole.target[high:], links)


def development(shared: Path) -> dict[str, tuple[list[Made], tuple[str, str]]]:
    sets: dict[str, tuple[list[Made], tuple[str, str]]] = {}
    for folder in sorted((shared / "gold" / "alignment").iterdir()):
        languages = ("en", "zh") if folder.name == "magazine" else ("zh", "en")
        sets[folder.name] = ([Made(g.source, g.target, g.links) for g in read_gold(folder)], languages)
    pairs = un_pairs(shared)
    parts = [pairs[k * 1000 : (k + 1) * 1000] for k in range(4)]
    both = ("zh", "en")
    sets["un made: merges, deletions, a missing block"] = ([make(p, seed=k) for k, p in enumerate(parts)], both)
    replaced = [make(p[:400], seed=k, deleted=0.0, missing=0, replaced=40) for k, p in enumerate(parts)]
    sets["un made: a replaced block of 40"] = (replaced, both)
    made_of = [pairs[2400 + k * 400 : 2800 + k * 400] for k in range(4)]
    for name, rates in (("with gaps of every kind", Rates()), ("complete", Rates().complete())):
        sets[f"un made: {name}"] = ([make_gaps(p, 900 + k, rates) for k, p in enumerate(made_of)], both)
    return sets


def orphans(made: Made, found: list[Ids]) -> tuple[int, int]:
    """Source sentences without counterpart in long runs, and how many of them were linked all the same."""
    alone = {i for source, target in made.links if not target for i in source}
    long = {i for i in alone if sum(k in alone for k in range(i - 10, i + 11)) > 10}
    linked = {i for source, target in found if target for i in source}
    return len(long), len(long & linked)


def alone(links: list[Ids], side: int) -> set[int]:
    """Sentences of a side without counterpart."""
    return {k for link in links if not link[1 - side] for k in link[side]}


def accuracy(run: Run, sets: dict[str, tuple[list[Made], tuple[str, str]]]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for name, (documents, languages) in sets.items():
        pooled = {True: Counts(), False: Counts()}
        types: dict[str, list[int]] = {}
        lonely = false = 0
        null = {"alone": 0, "shown": 0, "linked": 0, "invented": 0}
        started = time.perf_counter()
        for made in documents:
            found = run(made, languages)
            for side in (0, 1):
                wanted, got = alone(made.links, side), alone(found, side)
                null["alone"] += len(wanted)
                null["shown"] += len(wanted & got)
                null["linked"] += len({k for link in made.links for k in link[side]} - wanted)
                null["invented"] += len(got - wanted)
            for nulls in pooled:
                pooled[nulls] += count(found, made.links, nulls)
            right = set(found) & set(made.links)
            for source, target in made.links:
                cell = types.setdefault(f"{len(source)}-{len(target)}", [0, 0])
                cell[0] += 1
                cell[1] += (source, target) in right
            many, wrong = orphans(made, found)
            lonely, false = lonely + many, false + wrong
        result[name] = {
            "with nulls": pooled[True].rates(),
            "without nulls": pooled[False].rates(),
            "recall by type": {k: [v[1], v[0]] for k, v in sorted(types.items(), key=lambda item: -item[1][0])},
            "orphans": lonely,
            "orphans linked": false,
            **null,
            "seconds": round(time.perf_counter() - started, 2),
        }
    return result


def missing(run: Run, shared: Path) -> list[dict[str, Any]]:
    """Links that survive when a part of the target is missing, and links of sentences that lost theirs."""
    pairs = un_pairs(shared)
    texts = {
        "un made": [make(pairs[k * 1000 : (k + 1) * 1000], k, deleted=0.0, missing=0) for k in range(4)],
        "literary": [Made(g.source, g.target, g.links) for g in read_gold(shared / "gold" / "alignment" / "literary")],
        "literary, one book": [joined(read_gold(shared / "gold" / "alignment" / "literary")[:6])],
    }
    rows = []
    for name, documents in texts.items():
        whole = [set(run(made, ("zh", "en"))) for made in documents]
        for label, (start, end) in CUTS.items():
            survive = found_whole = found_cut = lonely = false = 0
            for made, before in zip(documents, whole, strict=True):
                shorter = cut(made, start, end)
                found = run(shorter, ("zh", "en"))
                low, high = int(len(made.target) * start), int(len(made.target) * end)
                for source, target in made.links:
                    if source and target and (target[-1] < low or target[0] >= high):
                        moved = tuple(j if j < low else j - (high - low) for j in target)
                        survive += 1
                        found_whole += (source, target) in before
                        found_cut += (source, moved) in found
                many, wrong = orphans(shorter, found)
                lonely, false = lonely + many, false + wrong
            rows.append(
                {
                    "text": name,
                    "target lacks": label,
                    "surviving links": survive,
                    "found in the whole": found_whole,
                    "found in the rest": found_cut,
                    "kept": round(found_cut / max(found_whole, 1), 4),
                    "orphans": lonely,
                    "orphans linked": false,
                }
            )
    return rows


def moved(run: Run, shared: Path) -> dict[str, int]:
    """UN documents of 400 sentences of which 12 stand elsewhere in the target: links of those found, and links of those that are wrong."""
    pairs = un_pairs(shared)
    result = {"moved": 0, "found": 0, "wrong": 0}
    for k in range(8):
        part, rng = pairs[k * 400 : (k + 1) * 400], np.random.default_rng(k)
        order, gone = list(range(len(part))), rng.choice(len(part), 12, replace=False).tolist()
        for i in gone:
            order.remove(i)
            order.insert(int(rng.integers(len(part))), i)
        place = {i: j for j, i in enumerate(order)}
        made = Made([zh for zh, _ in part], [part[i][1] for i in order])
        found = [link for link in run(made, ("zh", "en")) if link[0] and link[1]]
        gold = {((i,), (place[i],)) for i in gone}
        touched = [link for link in found if set(link[0]) & set(gone) or set(link[1]) & {place[i] for i in gone}]
        result["moved"] += len(gold)
        result["found"] += len(gold & set(found))
        result["wrong"] += len(set(touched) - gold)
    return result


def joined(parts: list[GoldFile]) -> Made:
    """Chapters as one book."""
    book = Made()
    for part in parts:
        i, j = len(book.source), len(book.target)
        book.links += [(tuple(i + k for k in source), tuple(j + k for k in target)) for source, target in part.links]
        book.source += part.source
        book.target += part.target
    return book


def scale(shared: Path, model: str, folder: Path) -> list[dict[str, Any]]:
    import polars as pl

    frame = pl.read_parquet(shared / "train" / "general.parquet").filter(
        (pl.col("dictionary_coverage") >= 0.3) & ~pl.col("source").is_in(["jiyu", "tatoeba"])
    )
    text = list(zip(frame["zh"].to_list(), frame["en"].to_list(), strict=True))
    rows = []
    for size in SIZES:
        made = make(text[: int(size * 1.12)], seed=size)
        paths = []
        for name, lines in (("zh", made.source[:size]), ("en", made.target[:size])):
            paths.append(folder / f"{size}.{name}")
            paths[-1].write_text("\n".join(" ".join(line.split()) for line in lines) + "\n", "utf-8")
        command = [sys.executable, "-c", SCALE, *map(str, paths), model]
        runs = [json.loads(subprocess.run(command, capture_output=True, check=True).stdout) for _ in range(3)]
        seconds = sorted(run["seconds"] for run in runs)[1]
        per = round(1e6 * seconds / size, 1)
        rows.append({"sentences a side": size, "seconds": round(seconds, 2), "microseconds a sentence": per})
        rows[-1]["peak MiB"] = round(max(run["peak_mib"] for run in runs))
    return rows


def markdown(results: dict[str, Any]) -> str:
    lines = []
    for name, sets in results["accuracy"].items():
        lines += [
            f"## {name}",
            "",
            "| set | strict F1, nulls counted | not counted | lax F1 | 1-1 | 1-2, 2-1 | shown as such | invented | orphans linked |",
        ]
        lines += ["|---|---|---|---|---|---|---|---|---|"]
        for label, row in sets.items():
            types = row["recall by type"]
            share = [
                f"{sum(types[k][0] for k in some if k in types)} of {sum(types[k][1] for k in some if k in types)}"
                for some in (("1-1",), ("1-2", "2-1"))
            ]
            lines.append(
                f"| {label} | {row['with nulls']['strict_f1']:.4f} | {row['without nulls']['strict_f1']:.4f} | "
                f"{row['with nulls']['lax_f1']:.4f} | {share[0]} | {share[1]} | "
                f"{row['shown']} of {row['alone']} | {row['invented']} of {row['linked']} | {row['orphans linked']} of {row['orphans']} |"
            )
        lines.append("")
    for title, rows in [
        *((f"Moved sentences: {name}", [row]) for name, row in results["moved"].items()),
        *((f"Missing parts: {name}", rows) for name, rows in results["missing"].items()),
        ("Length", results["scale"]),
    ]:
        if rows:
            heads = list(rows[0])
            lines += [f"## {title}", "", f"| {' | '.join(heads)} |", "|" + "---|" * len(heads)]
            lines += [f"| {' | '.join(str(row[head]) for head in heads)} |" for row in rows] + [""]
    return "\n".join(lines) + "\n"


def plot(rows: list[dict[str, Any]]) -> str:
    """Microseconds a sentence against the number of sentences, as SVG."""
    top = 1.25 * max(row["microseconds a sentence"] for row in rows)
    points, labels = [], []
    for k, row in enumerate(rows):
        x, y = 80 + 120 * k, 220 - 180 * row["microseconds a sentence"] / top
        points.append(f"{x},{y:.1f}")
        labels.append(f'<circle cx="{x}" cy="{y:.1f}" r="4" fill="#1f5fa8"/>')
        labels.append(f'<text x="{x}" y="{y - 10:.1f}">{row["microseconds a sentence"]}</text>')
        labels.append(f'<text x="{x}" y="240">{row["sentences a side"]:,}</text>')
    line = f'<polyline points="{" ".join(points)}" fill="none" stroke="#1f5fa8" stroke-width="2"/>'
    title = '<text x="260" y="18">microseconds a sentence, by sentences a side</text>'
    axis = '<line x1="50" y1="220" x2="490" y2="220" stroke="#888"/>'
    head = '<svg xmlns="http://www.w3.org/2000/svg" width="520" height="256" font-family="sans-serif" font-size="12" '
    return f'{head}text-anchor="middle">{title}{axis}{line}{"".join(labels)}</svg>\n'


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(__file__).parents[2].parent / "shared")
    parser.add_argument("--model", default="builtin")
    parser.add_argument("--peer", action="append", default=[])
    parser.add_argument("--output", type=Path)
    parser.add_argument("--no-scale", action="store_true")
    options = parser.parse_args()
    sets = development(options.shared)
    aligner = Aligner(options.model)
    results: dict[str, Any] = {"signature": aligner.signature, "accuracy": {"duizhao": accuracy(ours(aligner), sets)}}
    results["missing"] = {"duizhao": missing(ours(aligner), options.shared)}
    results["moved"] = {"duizhao": moved(ours(aligner), options.shared)}
    for command in options.peer:
        results["accuracy"][command] = accuracy(peer(command), sets)
        results["missing"][command] = missing(peer(command), options.shared)
        results["moved"][command] = moved(peer(command), options.shared)
    with tempfile.TemporaryDirectory() as folder:
        results["scale"] = [] if options.no_scale else scale(options.shared, options.model, Path(folder))
    text = markdown(results)
    print(text)
    if options.output:
        options.output.mkdir(parents=True, exist_ok=True)
        (options.output / "alignment.json").write_text(
            json.dumps(results, ensure_ascii=False, indent=1) + "\n", "utf-8"
        )
        (options.output / "alignment.md").write_text(text, "utf-8")
        if results["scale"]:
            (options.output / "alignment.svg").write_text(plot(results["scale"]), "utf-8")


if __name__ == "__main__":
    main()
