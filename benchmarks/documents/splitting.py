"""Sentence splitting against gold sentences, beside pySBD and a naive regex; speed.

python benchmarks/documents/splitting.py [--shared ../shared] [--output FOLDER] [--errors] [--whole]

The gold files hold one sentence a line and no paragraphs, so paragraphs are made: consecutive sentences of a document, as many as a seeded draw of
2 to 8 says. A line without final punctuation (a heading, a number such as "III.", a signature, a clause or list item that ends with a comma, colon or
semicolon) ends its paragraph: in the document it stands alone, and nobody could find its end inside a running line. English sentences are joined by
a space; Chinese ones by nothing, or by a space where neither neighbour is Chinese. With --whole a paragraph runs on until such a line, however long.
"documents" are the lines of ../shared/documents that are not in the gold: not checked by hand, some hold two sentences, so nobody can reach 1.
"un_parallel_dev" are the sentences of ../shared/train/un_parallel_dev, which stand in no order.

Scored are the boundaries inside paragraphs: precision, recall, F1, pooled over the documents of a set and a language; the end of a paragraph is
free. A boundary is the number of characters before it, white space not counted, so a splitter may keep or drop spaces.

pySBD (pip install pysbd) is left out with a line on standard error where it is missing. Speed: megabytes of UTF-8 and sentences a second of each
splitter on the gold paragraphs of one language, processor time of one process, median of 5 runs. Results: Markdown on standard output; splitting.json and splitting.md in
--output. --errors prints each wrong or missing boundary of duizhao instead.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

from corpora.text.sentences import SPLIT_VERSION, split_sentences

SEED, RUNS = 20, 5
LANGUAGES = {"un": ("zh", "en"), "literary": ("zh", "en"), "magazine": ("en", "zh")}
GOLD = {"02", "11", "16", "35"}  # documents whose sentences are the gold of "un"
FINAL = re.compile(
    r"(?!(?:[IVX]+|[A-Z]|\d+|[一二三四五六七八九十]+)\.$).*[.!?。！？…][”’\"'»）)\]」』]*(?:\[?\d{1,3}\]?)?$"
)
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”‘’…—]")
NAIVE = {"en": re.compile(r"[.!?]\s+"), "zh": re.compile(r"[。！？.!?]\s*")}
Splitter = Callable[[str], list[int]]


class Paragraph(NamedTuple):
    """Sentences run together, and where they were joined."""

    text: str
    ends: frozenset[int]  # boundaries inside, in characters that are no space


Sets = dict[tuple[str, str], list[Paragraph]]  # by name and language


def paragraphs(lines: list[str], language: str, rng: random.Random | None) -> Iterator[Paragraph]:
    """Runs of 2 to 8 lines (of any length without ``rng``), each ended early by a line that has no final punctuation."""
    run: list[str] = []
    wanted = rng.randint(2, 8) if rng else 0
    for line in (" ".join(line.split()) for line in lines):
        run.append(line)
        if len(run) == wanted or not FINAL.match(line):
            yield joined(run, language)
            run, wanted = [], rng.randint(2, 8) if rng else 0
    if run:
        yield joined(run, language)


def joined(run: list[str], language: str) -> Paragraph:
    text = ""
    for line in run:
        between = "" if language == "zh" and (CHINESE.match(text[-1:]) or CHINESE.match(line)) else " "
        text += between + line if text else line
    ends = list(accumulate(solid(line) for line in run))
    return Paragraph(text, frozenset(ends[:-1]))


def solid(text: str) -> int:
    """How many characters are not white space."""
    return len("".join(text.split()))


def load(shared: Path, whole: bool) -> Sets:
    files: dict[tuple[str, str], list[Path]] = {}
    for name, sides in LANGUAGES.items():
        for side, language in zip(("src", "tgt"), sides, strict=True):
            files[name, language] = sorted((shared / "gold" / "alignment" / name / side).iterdir())
    for language in ("zh", "en"):
        others = sorted((shared / "documents").glob(f"*.{language}"))
        files["documents", language] = [path for path in others if path.name.split("_")[0] not in GOLD]
        files["un_parallel_dev", language] = [shared / "train" / f"un_parallel_dev.{language}"]
    sets: Sets = {}
    for (name, language), paths in files.items():
        rng = None if whole else random.Random(f"{SEED} {name} {language}")
        texts = [path.read_text("utf-8").split("\n") for path in paths]
        sets[name, language] = [
            found for lines in texts for found in paragraphs([line for line in lines if line.strip()], language, rng)
        ]
    return sets


def splitters(language: str) -> dict[str, Splitter]:
    """Name of each splitter and a function that gives the ends of its sentences, in characters of the text."""
    found: dict[str, Splitter] = {
        "duizhao": lambda text: [end for _, end in split_sentences(text, language)],
        "naive regex": lambda text: [match.end() for match in NAIVE[language].finditer(text)],
    }
    try:
        import pysbd
    except ImportError:
        print("pySBD is not installed: left out (pip install pysbd)", file=sys.stderr)
        return found
    segmenter = pysbd.Segmenter(language=language, clean=False, char_span=True)
    found["pySBD"] = lambda text: [span.end for span in segmenter.segment(text)]
    return found


def boundaries(splitter: Splitter, paragraph: Paragraph) -> set[int]:
    whole = solid(paragraph.text)
    return {solid(paragraph.text[:end]) for end in splitter(paragraph.text)} - {0, whole}


class Score(NamedTuple):
    """Boundaries: found and in the gold, found, in the gold."""

    right: int
    found: int
    gold: int


def score(splitter: Splitter, texts: list[Paragraph]) -> Score:
    found = [boundaries(splitter, paragraph) for paragraph in texts]
    right = sum(len(ends & paragraph.ends) for ends, paragraph in zip(found, texts, strict=True))
    return Score(right, sum(map(len, found)), sum(len(paragraph.ends) for paragraph in texts))


def speed(splitter: Splitter, texts: list[Paragraph]) -> dict[str, Any]:
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        sentences = sum(len(splitter(paragraph.text)) for paragraph in texts)
        times.append(time.process_time() - start)
    seconds = statistics.median(times)
    size = sum(len(paragraph.text.encode()) for paragraph in texts)
    return {"MB/s": f"{size / seconds / 1e6:.2f}", "sentences/s": f"{sentences / seconds:,.0f}"}


def measure(sets: Sets) -> dict[str, Any]:
    accuracy: list[dict[str, Any]] = []
    speeds: list[dict[str, Any]] = []
    gold: dict[str, list[Score]] = {}
    for (label, language), texts in sets.items():
        for name, splitter in splitters(language).items():
            counts = score(splitter, texts)
            accuracy.append(row(label, language, name, counts))
            if label in LANGUAGES:
                gold.setdefault(name, []).append(counts)
    for name, scores in gold.items():
        accuracy.append(row("all gold", "both", name, Score(*map(sum, zip(*scores, strict=True)))))
    for language in ("zh", "en"):
        texts = [
            p for (label, spoken), group in sets.items() if spoken == language and label in LANGUAGES for p in group
        ]
        for name, splitter in splitters(language).items():
            speeds.append({"language": language, "splitter": name, **speed(splitter, texts)})
    return {"split version": SPLIT_VERSION, "seed": SEED, "accuracy": accuracy, "speed": speeds}


def row(label: str, language: str, name: str, counts: Score) -> dict[str, Any]:
    right, found, gold = counts
    head = {"set": label, "language": language, "splitter": name, "boundaries": gold}
    rates = {"precision": right / max(found, 1), "recall": right / max(gold, 1), "F1": 2 * right / max(found + gold, 1)}
    return {**head, "wrong": found - right, "missed": gold - right, **{k: f"{v:.4f}" for k, v in rates.items()}}


def markdown(results: dict[str, Any]) -> str:
    lines = []
    for title in ("accuracy", "speed"):
        rows = results[title]
        heads = list(rows[0])
        lines += [f"## Splitting: {title}", "", f"| {' | '.join(heads)} |", "|" + "---|" * len(heads)]
        lines += [f"| {' | '.join(str(r[head]) for head in heads)} |" for r in rows] + [""]
    return "\n".join(lines)


def print_errors(sets: Sets) -> None:
    for (label, language), texts in sets.items():
        splitter = splitters(language)["duizhao"]
        for paragraph in texts:
            found = boundaries(splitter, paragraph)
            places = [k for k, c in enumerate(paragraph.text) if not c.isspace()]
            for end in sorted(found ^ paragraph.ends):
                at = places[end - 1] + 1
                what = "wrong " if end in found else "missed"
                before, after = paragraph.text[max(at - 60, 0) : at], paragraph.text[at : at + 40]
                print(f"{label} {language} {what} {before} ┃{after}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(__file__).parents[2].parent / "shared")
    parser.add_argument("--output", type=Path)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--whole", action="store_true")
    options = parser.parse_args()
    sets = load(options.shared, options.whole)
    if options.errors:
        print_errors(sets)
        return
    results = measure(sets)
    text = markdown(results)
    print(text)
    if options.output:
        options.output.mkdir(parents=True, exist_ok=True)
        (options.output / "splitting.json").write_text(json.dumps(results, indent=1) + "\n", "utf-8")
        (options.output / "splitting.md").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
