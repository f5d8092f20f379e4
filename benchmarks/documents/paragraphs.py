"""How many paragraphs of real PDFs come out exactly, against labels made from the pictures of the pages.

python benchmarks/documents/paragraphs.py [FOLDER] [--wrong] [--sum]

FOLDER: where the PDFs are, ``../shared/pdf`` where none is named. The labels, ``labels/pdf_paragraphs.tsv``, hold no
text: a paragraph is lines of pdfium's own text of a page, by number, and the checksum of their letters. A paragraph is
exact where its letters are; spaces, hyphens and punctuation do not count here (:mod:`real` counts torn hyphens).
Kinds: ``text``; ``note``, whose number may stand or be taken out; ``cut``, which goes on beyond the labelled pages, and
``other``, in doubt or part of a picture: these two are neither asked for nor counted as wrong.

``--wrong`` prints what is not exact: the labels, and the beginning of our paragraphs. ``--sum`` writes checksums for
labels that have none yet.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import re
import sys
import unicodedata
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import pypdfium2

sys.path[:0] = [str(Path(__file__).parents[2])]

from corpora.reading import read_document  # noqa: E402

LABELS = Path(__file__).parents[1] / "labels" / "pdf_paragraphs.tsv"
LETTER = re.compile(r"[^\W_]+")
NUMBER = re.compile(r"^\d{1,3}")


@dataclass(frozen=True)
class Label:
    """One paragraph: its file, first page, lines (``39-52+4:3-12``), kind, marks (``16:1``), checksum."""

    file: str
    page: int
    lines: str
    kind: str
    marks: str
    sum: str


def letters(text: str) -> str:
    """What is compared.

    >>> letters("Self- Governing, (a)")
    'SelfGoverninga'
    """
    return "".join(LETTER.findall(unicodedata.normalize("NFKC", text)))


def read_labels() -> tuple[list[str], list[Label]]:
    """The lines of comment at the head, and the labels."""
    lines = LABELS.read_text(encoding="utf-8").splitlines()
    head = [line for line in lines if line.startswith("#")]
    rows = csv.DictReader(lines[len(head) :], delimiter="\t")
    return head, [
        Label(row["file"], int(row["page"]), row["lines"], row["kind"], row["marks"], row["sum"]) for row in rows
    ]


class Pages:
    """The lines of the pages of one PDF, as pdfium has them."""

    def __init__(self, path: Path) -> None:
        self.document = pypdfium2.PdfDocument(path)
        self.pages: dict[int, list[str]] = {}

    def line(self, page: int, number: int) -> str:
        """One line of a page; both count from 1."""
        if page not in self.pages:
            self.pages[page] = self.document[page - 1].get_textpage().get_text_range().split("\n")
        return self.pages[page][number - 1]

    def letters(self, label: Label) -> str:
        """The letters of a label, its raised marks taken out."""
        marks = dict(one.split(":") for one in label.marks.split(",") if one)
        found = []
        for part in label.lines.split("+"):
            page, _, span = part.rpartition(":")
            first, _, last = span.partition("-")
            for number in range(int(first), int(last or first) + 1):
                text = self.line(int(page or label.page), number).strip()
                if str(number) in marks:
                    text = re.sub(rf"(?<=[^\d\s])\s?{marks[str(number)]}(?=\s|$)", "", text, count=1)
                found.append(text)
        return letters("".join(found))


def checksum(text: str) -> str:
    """Of letters."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


@dataclass
class Score:
    """Of one file: labels, those that are exact, our paragraphs on these pages, those of them that are a label's."""

    labels: int = 0
    exact: int = 0
    ours: int = 0
    right: int = 0
    wrong: tuple[str, ...] = ()

    def __add__(self, other: Score) -> Score:
        return Score(
            self.labels + other.labels, self.exact + other.exact, self.ours + other.ours, self.right + other.right
        )

    def row(self, name: str) -> str:
        """A row of the table."""
        recall, precision = self.exact / max(self.labels, 1), self.right / max(self.ours, 1)
        return (
            f"| {name} | {self.labels} | {self.exact} | {recall:.1%} | {self.ours} | {self.right} | {precision:.1%} |"
        )


def score(path: Path, labels: list[Label]) -> Score:
    """Read one file and compare."""
    pages = Pages(path)
    gold = {label: pages.letters(label) for label in labels}
    for label, text in gold.items():
        if checksum(text) != label.sum:
            raise SystemExit(f"{label.file} page {label.page} lines {label.lines}: another text than the labelled one")
    segments = read_document(path).document.segments
    paragraphs = [list(group) for _, group in groupby(segments, key=lambda segment: segment.paragraph)]
    wanted = {label.page for label in labels}
    ours = [letters("".join(s.text for s in group)) for group in paragraphs if group[0].page in wanted]
    asked = [label for label in labels if label.kind in ("text", "note")]
    accepted = {gold[label] for label in asked} | {
        NUMBER.sub("", gold[label]) for label in asked if label.kind == "note"
    }
    left = [gold[label] for label in labels if label.kind in ("cut", "other")]
    counted = [text for text in ours if not any(text.startswith(cut) or text in cut for cut in left)]
    have = set(ours)
    missing = [
        label
        for label in asked
        if gold[label] not in have and not (label.kind == "note" and NUMBER.sub("", gold[label]) in have)
    ]
    wrong = [f"  page {label.page} lines {label.lines}: {gold[label][:60]} … {gold[label][-30:]}" for label in missing]
    wrong += [f"  ours: {text[:60]} … {text[-30:]}" for text in counted if text not in accepted]
    right = sum(text in accepted for text in counted)
    return Score(len(asked), len(asked) - len(missing), len(counted), right, tuple(wrong))


def write_sums(folder: Path) -> None:
    """Fill in the checksums that lack."""
    head, labels = read_labels()
    names = ["file", "page", "lines", "kind", "marks", "sum"]
    rows = ["\t".join(names)]
    for name, group in groupby(labels, key=lambda label: label.file):
        pages = Pages(folder / name)
        rows += [
            "\t".join(
                [
                    name,
                    str(label.page),
                    label.lines,
                    label.kind,
                    label.marks,
                    label.sum or checksum(pages.letters(label)),
                ]
            )
            for label in group
        ]
    LABELS.write_text("\n".join([*head, *rows]) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=Path(__file__).parents[2] / "../shared/pdf")
    parser.add_argument("--wrong", action="store_true")
    parser.add_argument("--sum", action="store_true")
    options = parser.parse_args()
    if options.sum:
        write_sums(options.folder)
        return
    total = Score()
    print("| file | labelled | exact | recall | ours | right | precision |\n|---|---|---|---|---|---|---|")
    for name, group in groupby(read_labels()[1], key=lambda label: label.file):
        one = score(options.folder / name, list(group))
        total += one
        print(one.row(name))
        for line in one.wrong if options.wrong else ():
            print(line)
    print(total.row("all"))


if __name__ == "__main__":
    main()
