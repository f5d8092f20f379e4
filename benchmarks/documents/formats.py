"""Every format of the samples against their plain text: the same sentences, the same links.

python benchmarks/documents/formats.py [--folder corpora/samples/clean] [--keep DIR]

Formats that need LibreOffice or Chromium are left out, with a line, where these are not installed. A link is the pair
of its texts; The figures are F1 against what the plain-text pair gives. A PDF has
gaps and no spaces, so its links are also compared without white space.
"""

from __future__ import annotations

import argparse
import difflib
import tempfile
import time
from collections import Counter
from pathlib import Path

import producers

from align.aligner import Aligner
from corpora.catalogue.folder import pair_folder
from corpora.reading import read_document

SAMPLES = Path(__file__).parents[2] / "corpora" / "samples" / "clean"


def make(folder: Path, out: Path) -> list[tuple[str, Path]]:
    """All formats, each in a folder of its own; returns their names and folders."""
    texts = sorted(folder.glob("*.txt"))
    made: list[tuple[str, Path]] = []

    def place(name: str) -> Path:
        path = out / name
        path.mkdir(parents=True, exist_ok=True)
        made.append((name, path))
        return path

    structures = {path.stem: producers.structure_of(path) for path in texts}
    for encoding in ("utf-16", "gb18030"):
        target = place(f"text, {encoding}")
        for path in texts:
            (target / path.name).write_bytes(path.read_text("utf-8").encode(encoding, "replace"))
    docx, html, tei = place("docx"), place("html"), place("tei")
    for stem, structure in structures.items():
        (docx / f"{stem}.docx").write_bytes(producers.docx(structure))
        (html / f"{stem}.html").write_text(producers.web_page(structure), "utf-8")
        (tei / f"{stem}.xml").write_text(producers.tei(structure), "utf-8")
    if producers.soffice():
        filters = {
            "doc": "doc:MS Word 97",
            "odt": "odt",
            "rtf": "rtf",
            "html by LibreOffice": "html:HTML (StarWriter):UTF8",
        }
        filters |= {"docx by LibreOffice": "docx:MS Word 2007 XML", "pdf by LibreOffice": "pdf"}
        for name, to in filters.items():
            producers.convert(sorted(docx.iterdir()), to, place(name))
        producers.convert(texts, "docx:MS Word 2007 XML", place("docx of the raw text"))
    else:
        print("LibreOffice is not installed: doc, odt, rtf and its PDF are left out")
    if producers.chromium():
        target = place("pdf by Chromium")
        for page in sorted(html.iterdir()):
            producers.print_to_pdf(page, target / f"{page.stem}.pdf")
    else:
        print("Chromium is not installed: its PDF is left out")
    return made


def read(folder: Path) -> dict[str, tuple[list[str], list[str], Counter[tuple[str, str]]]]:
    """Sentences of both sides and links of every document."""
    aligner = Aligner()
    result = {}
    catalogue = pair_folder(folder)
    for problem in catalogue.problems:
        print(f"  {problem.message}")
    for entry in catalogue.entries:
        sides = [
            read_document(path, lang, entry.symbol).document
            for path, lang in ((entry.zh_path, "zh"), (entry.en_path, "en"))
        ]
        links = Counter((pair.zh, pair.en) for pair in aligner.align(*sides).pairs())
        result[entry.symbol] = (sides[0].texts, sides[1].texts, links)
    return result


def share(expected: Counter, found: Counter) -> float:
    """F1 of two bags."""
    total = sum(expected.values()) + sum(found.values())
    return 2 * sum((expected & found).values()) / total if total else 1.0


def bag(documents: dict, side: int, plain: bool) -> Counter:
    """Sentences (side 0, 1) or links (2) of all documents; ``plain``: without white space."""
    result: Counter = Counter()
    for key, parts in documents.items():
        for one, count in Counter(parts[side]).items():
            text = "\t".join(one) if side == 2 else one
            result[key, "".join(text.split()) if plain else text] += count
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=SAMPLES)
    parser.add_argument("--keep", type=Path, help="keep the files here")
    parser.add_argument("--differences", action="store_true", help="print where sentences differ")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        out = options.keep or Path(temporary)
        expected = read(options.folder)
        head = "| format | documents | sentences zh | sentences en | links | links, white space aside | seconds |"
        print(head + "\n|---|---|---|---|---|---|---|")
        for name, folder in make(options.folder, out):
            start = time.perf_counter()
            found = read(folder)
            seconds = time.perf_counter() - start
            figures = [share(bag(expected, side, False), bag(found, side, False)) for side in (0, 1, 2)]
            figures.append(share(bag(expected, 2, True), bag(found, 2, True)))
            shown = " | ".join(f"{figure:.3f}" for figure in figures)
            print(f"| {name} | {len(found)} of {len(expected)} | {shown} | {seconds:.2f} |")
            if options.differences:
                differences(expected, found)


def differences(plain: dict, found: dict) -> None:
    """Sentences that differ, as a diff."""
    for key in plain:
        for side in (0, 1):
            lines = difflib.unified_diff(plain[key][side], found.get(key, ([], [], 0))[side], lineterm="", n=0)
            for line in list(lines)[2:]:
                if not line.startswith("@@"):
                    print(f"    {key} {line}")


if __name__ == "__main__":
    main()
