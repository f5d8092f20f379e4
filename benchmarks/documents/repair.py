"""Repair of extracted text against lines labelled by hand, and what it removes from every document of ../shared.

python benchmarks/documents/repair.py [--shared ../shared] [--output FOLDER] [--errors]

The labels (benchmarks/labels/repair.json) hold line numbers only, as an editor counts them, and the checksum of the file; a file that has changed is
refused. Every line that is not blank has one label: furniture, heading, footnote, signature, unsure (not counted), or, where none is given, text.
leak = share of furniture lines that are kept; loss = share of lines of text, headings and footnotes that are removed. A line is kept when more than
half of its characters are in a paragraph. Signature blocks are removed on purpose and counted apart.

Paragraphs: a line begins one, continues one, or may do either (not counted): in the documents of ../shared a line is a sentence or a paragraph, so
every line begins one but those that are marked as "continues"; in the letter, lines of a page, it is the other way round. Boundary F1 counts the lines
at which a paragraph begins; furniture, removed lines and the first line are left out. Footnote marks: found, missed, taken wrongly.

"unseen": two documents that were labelled before the program had read them, and that no rule was made for.

Without labels: what was removed from all documents, by reason; sentences in Chinese and English; the share of lines removed in each; paragraph numbers
of both languages and how many are the same in the same order. Last the samples of the project: gold sentences that come out of the raw pages.

Pages made from the documents (printed_pages.py): their paragraphs, printed in lines with page heads and feet, and repaired; how many come out whole,
characters lost, page heads and feet kept. Paragraphs that end where a page ends, titles below titles and cells of tables cannot always be told apart.

Results: Markdown on standard output; repair.json and repair.md in --output. --errors prints each wrong line instead.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import printed_pages

from corpora.figures.anchors import extract_anchors
from corpora.files.read import read_bytes
from corpora.readers.detect import detect_format, load_reader
from corpora.reading import ReadResult, read_document
from corpora.repair.document import REPAIR_VERSION, Repaired, repair

LABELS = Path(__file__).parents[1] / "labels" / "repair.json"
SAMPLES = Path(__file__).parents[2] / "corpora" / "samples"
CLASSES = ("text", "heading", "footnote")
MARKS = ("footnote mark", "footnote number")
Label = Mapping[str, Any]


@dataclass
class Outcome:
    """What became of the lines of one labelled file; lists hold line numbers."""

    lines: Counter[str] = field(default_factory=Counter)
    leaked: list[int] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)
    signatures_kept: list[int] = field(default_factory=list)
    cut: list[int] = field(default_factory=list)  # begins a paragraph and should not
    glued: list[int] = field(default_factory=list)  # should begin one and does not
    right: int = 0
    marks: list[int] = field(default_factory=lambda: [0, 0, 0])  # found, missed, wrong

    def __add__(self, other: Outcome) -> Outcome:
        both = {one.name: getattr(self, one.name) + getattr(other, one.name) for one in fields(self)}
        return Outcome(**both | {"marks": [a + b for a, b in zip(self.marks, other.marks, strict=True)]})


def numbers(ranges: Iterable[int | Sequence[int]]) -> set[int]:
    """Line numbers from a list of numbers and of pairs (first, last).

    >>> sorted(numbers([1, [4, 6]]))
    [1, 4, 5, 6]
    """
    return {n for item in ranges for n in ([item] if isinstance(item, int) else range(item[0], item[-1] + 1))}


def read(path: Path) -> tuple[str, Repaired]:
    """The extract and its repair, without the sentences."""
    data = read_bytes(path)
    extract = load_reader(detect_format(data, path))(data, path)
    return extract.text, repair(extract.text, extract.lines, extract.marks)


def outcome(text: str, repaired: Repaired, label: Label) -> Outcome:
    """Compare one repair with its labels."""
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    rows = text.split("\n")

    def line_of(offset: int) -> int:
        return bisect_right(starts, offset)

    kept = Counter(
        line_of(at) for p in repaired.paragraphs for at, c in zip(p.offsets, p.text, strict=True) if c != " "
    )
    begun = {line_of(p.offsets[0]) for p in repaired.paragraphs}
    filled = [n for n, row in enumerate(rows, 1) if row.strip()]
    stays = {n for n in filled if kept[n] > len("".join(rows[n - 1].split())) / 2}
    named = {
        n: name
        for name in ("furniture", "heading", "footnote", "signature", "unsure")
        for n in numbers(label.get(name, ()))
    }
    result = Outcome(Counter(named.get(n, "text") for n in filled))
    result.leaked = [n for n in filled if named.get(n) == "furniture" and n in stays]
    result.lost = [n for n in filled if named.get(n, "text") in CLASSES and n not in stays]
    result.signatures_kept = [n for n in filled if named.get(n) == "signature" and n in stays]
    judged = [
        n
        for n in filled
        if named.get(n, "text") in CLASSES and n in stays and n not in numbers(label.get("either", ()))
    ][1:]
    gold = numbers(label["starts"]) if "starts" in label else set(judged) - numbers(label.get("continues", ()))
    result.cut = [n for n in judged if n in begun and n not in gold]
    result.glued = [n for n in judged if n not in begun and n in gold]
    result.right = sum(n in begun and n in gold for n in judged)
    wanted = Counter((line, mark) for line, mark in label.get("marks", ()))
    found = Counter((line_of(r.start), r.text) for r in repaired.removals if r.reason in MARKS)
    result.marks = [sum((wanted & found).values()), sum((wanted - found).values()), sum((found - wanted).values())]
    return result


def labelled(shared: Path) -> dict[str, Outcome]:
    """Every labelled file of ``shared``; stops the program where one is another than the labels are for."""
    results = {}
    for name, label in json.loads(LABELS.read_text("utf-8")).items():
        path = shared / name
        if hashlib.sha256(path.read_bytes()).hexdigest() != label["sha256"]:
            sys.exit(f"{path}: not the file that was labelled: label it again in {LABELS}")
        results[name] = outcome(*read(path), label)
    return results


def percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "-"


def row(name: str, result: Outcome) -> dict[str, str]:
    text = sum(result.lines[c] for c in CLASSES)
    begun, gold = result.right + len(result.cut), result.right + len(result.glued)
    signed = result.lines["signature"]
    return {
        "file": name,
        "furniture": str(result.lines["furniture"]),
        "kept (leak)": f"{len(result.leaked)} = {percent(len(result.leaked), result.lines['furniture'])}",
        "text": str(text),
        "removed (loss)": f"{len(result.lost)} = {percent(len(result.lost), text)}",
        "signatures removed": f"{signed - len(result.signatures_kept)} of {signed}",
        "paragraphs": str(gold),
        "P": percent(result.right, begun),
        "R": percent(result.right, gold),
        "F1": percent(2 * result.right, begun + gold),
        "marks found, missed, wrong": ", ".join(map(str, result.marks)),
    }


def language_of(name: str) -> str:
    return "zh" if ".zh" in name else "en"


def summary(results: Mapping[str, Outcome]) -> list[dict[str, str]]:
    """One row a file, then sums by group and language."""
    labels = json.loads(LABELS.read_text("utf-8"))
    rows = [row(name + (" (unseen)" if labels[name].get("unseen") else ""), result) for name, result in results.items()]
    groups = {
        "documents, seen": [n for n in results if n.startswith("documents") and not labels[n].get("unseen")],
        "documents, unseen": [n for n in results if labels[n].get("unseen")],
        "letter": [n for n in results if n.startswith("letter")],
        "all": list(results),
    }
    for group, names in groups.items():
        for language in ("zh", "en"):
            together = sum((results[n] for n in names if language_of(n) == language), Outcome())
            rows.append(row(f"**{group}, {language}**", together))
    rows.append(row("**all**", sum(results.values(), Outcome())))
    return rows


def paragraph_numbers(result: ReadResult, language: str) -> list[str]:
    """Numbers at the beginning of paragraphs, by value."""
    found, last = [], -1
    for segment in result.document.segments:
        if segment.paragraph != last:
            first = next(iter(extract_anchors(segment.text, language)), None)
            if first is not None and first.kind == "mark" and not segment.text[: first.start].strip('(（“"'):
                found.append(first.value)
        last = segment.paragraph
    return found


def removed_share(result: ReadResult) -> str:
    lines = [line for line in result.text.split("\n") if line.strip()]
    whole = sum(removal.reason not in MARKS for removal in result.removals)
    return percent(whole, len(lines))


def consistency(shared: Path) -> tuple[list[dict[str, str]], Counter[tuple[str, str]]]:
    """One row a pair, and removals by reason and language."""
    pairs = [(path.with_suffix(".zh"), path) for path in sorted((shared / "documents").glob("*.en"))]
    pairs += [
        (Path(str(path).replace(".en.txt", ".zh.txt")), path) for path in sorted((shared / "letter").glob("*.en.txt"))
    ]
    rows, reasons = [], Counter[tuple[str, str]]()
    for pair in pairs:
        zh, en = (read_document(path) for path in pair)
        for result, language in ((zh, "zh"), (en, "en")):
            reasons.update((removal.reason, language) for removal in result.removals)
        a, b = paragraph_numbers(zh, "zh"), paragraph_numbers(en, "en")
        same = sum(m.size for m in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks())
        rows.append(
            {
                "document": pair[1].name.removesuffix(".txt").removesuffix(".en"),
                "sentences zh": str(len(zh.document)),
                "sentences en": str(len(en.document)),
                "zh / en": f"{len(zh.document) / len(en.document):.3f}",
                "lines removed zh": removed_share(zh),
                "lines removed en": removed_share(en),
                "paragraph numbers zh, en, same": f"{len(a)}, {len(b)}, {same}",
            }
        )
    return rows, reasons


def samples() -> list[dict[str, str]]:
    """Sentences of the samples' gold that come out of their raw pages, white space aside."""
    faults = json.loads((SAMPLES / "faults.json").read_text("utf-8"))
    rows = []
    for entry in faults.values():
        for language, side in (("zh", "src"), ("en", "tgt")):
            gold = (SAMPLES / "gold" / "clean" / side / entry["name"]).read_text("utf-8").split("\n")
            want = ["".join(line.split()) for line in gold if line]
            path = SAMPLES / "clean" / f"{entry['stem']}.{language}.txt"
            have = ["".join(text.split()) for text in read_document(path).document.texts]
            same = sum(m.size for m in SequenceMatcher(None, want, have, autojunk=False).get_matching_blocks())
            rows.append({"sample": path.name, "gold": str(len(want)), "found": str(len(have)), "the same": str(same)})
    return rows


def printed(shared: Path) -> list[dict[str, str]]:
    """Paragraphs of the documents that come out whole from pages made of them."""
    rows = []
    for style in printed_pages.STYLES:
        for language in ("zh", "en"):
            want = have = same = size = lost = kept = 0
            for path in sorted((shared / "documents").glob(f"*.{language}")):
                whole = [p.text for p in read(path)[1].paragraphs]
                paragraphs = ["".join(text.split()) for text in whole]
                found = [
                    "".join(p.text.split()) for p in repair(printed_pages.pages(whole, language, style)).paragraphs
                ]
                matcher = SequenceMatcher(None, paragraphs, found, autojunk=False)
                want, have = want + len(paragraphs), have + len(found)
                same += sum(block.size for block in matcher.get_matching_blocks())
                size += sum(map(len, paragraphs))
                lost += sum((Counter("".join(paragraphs)) - Counter("".join(found))).values())
                kept += sum(printed_pages.JOB in text or text == printed_pages.SYMBOL for text in found)
            rows.append(
                {
                    "pages": style,
                    "language": language,
                    "paragraphs": str(want),
                    "found": str(have),
                    "whole": str(same),
                    "P": percent(same, have),
                    "R": percent(same, want),
                    "characters lost": f"{lost} of {size:,}",
                    "heads and feet kept": str(kept),
                }
            )
    return rows


def table(rows: Sequence[Mapping[str, str]]) -> list[str]:
    heads = list(rows[0])
    lines = [f"| {' | '.join(heads)} |", "|" + "---|" * len(heads)]
    return [*lines, *(f"| {' | '.join(r[head] for head in heads)} |" for r in rows), ""]


def measure(shared: Path) -> dict[str, Any]:
    pairs, reasons = consistency(shared)
    names = sorted({reason for reason, _ in reasons}, key=lambda name: -reasons[name, "zh"] - reasons[name, "en"])
    return {
        "repair version": REPAIR_VERSION,
        "labelled": summary(labelled(shared)),
        "removals": [{"reason": n, "zh": str(reasons[n, "zh"]), "en": str(reasons[n, "en"])} for n in names],
        "pairs": pairs,
        "printed": printed(shared),
        "samples": samples(),
    }


def markdown(results: Mapping[str, Any]) -> str:
    titles = {
        "labelled": "Lines labelled by hand",
        "removals": "What was removed from the 28 pairs and the letter",
        "pairs": "Both languages after repair",
        "printed": "Pages made from the documents",
        "samples": "Samples: gold sentences from raw pages",
    }
    parts = [f"# Repair {results['repair version']}", ""]
    for key, title in titles.items():
        parts += [f"## {title}", "", *table(results[key])]
    return "\n".join(parts)


def print_errors(shared: Path) -> None:
    """Every wrong line of the seen files; those of the unseen ones stay unread."""
    labels = json.loads(LABELS.read_text("utf-8"))
    for name, result in labelled(shared).items():
        if labels[name].get("unseen"):
            continue
        rows = (shared / name).read_text("utf-8").split("\n")
        for what in ("leaked", "lost", "signatures_kept", "cut", "glued"):
            for n in getattr(result, what):
                print(f"{name}:{n}: {what}: {rows[n - 1].strip()[:90]}")
        if result.marks[1:] != [0, 0]:
            print(f"{name}: marks found, missed, wrong: {result.marks}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(__file__).parents[2].parent / "shared")
    parser.add_argument("--output", type=Path)
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    if options.errors:
        print_errors(options.shared)
        return
    results = measure(options.shared)
    text = markdown(results)
    print(text)
    if options.output:
        options.output.mkdir(parents=True, exist_ok=True)
        (options.output / "repair.json").write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", "utf-8")
        (options.output / "repair.md").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
