"""How a folder of real PDFs is read: what went wrong in each, counted by signs that need no labels.

python benchmarks/documents/real.py [FOLDER] [--keep DIR] [--each]

FOLDER: any folder of PDFs, ``../shared/pdf`` where none is named. A row a file (``--each``) and one for all:

print dates: six digits that make a date, in a sentence. torn hyphens: a hyphen and a space inside a word of a sentence.
heads: lines removed as running heads that look like text (a list mark, a caption, an introduction, or words that stand
so on less than a sixth of the pages). lost: words of the plain text (pdftotext where it is installed, else pdfium's own)
that are in no sentence and no removal. Refusals, crashes, seconds a page.

``--keep DIR`` writes the sentences and the removals of each file there, to be looked at and compared.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2

sys.path[:0] = [str(Path(__file__).parents[2])]

from corpora.errors import InputError  # noqa: E402
from corpora.page import is_symbol_line  # noqa: E402
from corpora.reading import ReadResult, explain, read_document  # noqa: E402

DATE = re.compile(r"(?<![\d/.-])(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{2}(?![\d/.-])")
TORN = re.compile(r"[A-Za-z]- (?!(?:and|or|to|nor|but|as|versus)\b)[A-Za-z]\w*")
HEAD_OF_TEXT = re.compile(
    r"(?:\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})[).]|[•●–—])\s|(?:Figure|Table|Box|Rule|Article|Chart|Map|Decision) \w|.*:$"
)
WORD = re.compile(r"[A-Za-zÀ-ÿ]+|\d+|[\u3400-\u9fff]")
CUT = re.compile(r"([A-Za-zÀ-ÿ]+)[-\u2010\u00ad\ufffe\x02]\s*\r?\n\s*([A-Za-zÀ-ÿ]+)")
COUNTS = ("pages", "sentences", "print dates", "torn hyphens", "heads", "words", "lost")


@dataclass
class Count:
    """What is counted in one file; ``refused`` and ``crashed`` hold the message."""

    name: str
    values: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    refused: str = ""
    crashed: str = ""
    signs: list[str] = field(default_factory=list)


def plain_text(path: Path) -> str:
    """The text of a PDF as another program has it."""
    if shutil.which("pdftotext"):
        made = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=False)
        return made.stdout.decode("utf-8", "replace")
    document = pypdfium2.PdfDocument(path)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def lost_words(raw: str, found: ReadResult) -> tuple[int, list[str]]:
    """Number of words of the plain text, and those of them that are neither text nor removed."""
    have = Counter(
        word.lower()
        for text in [*found.document.texts, *(removal.text for removal in found.removals)]
        for word in WORD.findall(text)
    )
    joined = CUT.sub(lambda m: (m[1] + m[2]) if have[(m[1] + m[2]).lower()] else f"{m[1]} {m[2]}", raw)
    words = [word.lower() for word in WORD.findall(joined)]
    return len(words), list((Counter(words) - have).elements())


def odd_heads(found: ReadResult, pages: int) -> list[str]:
    """Running heads that look like text."""
    heads = [" ".join(removal.text.split()) for removal in found.removals if removal.reason == "running head"]
    counts = Counter(heads)
    return [
        head
        for head in heads
        if not is_symbol_line(head) and (HEAD_OF_TEXT.match(head) or counts[head] < max(pages / 6, 2))
    ]


def count(path: Path, keep: Path | None) -> Count:
    """Read one file and count."""
    result = Count(path.name)
    begun = time.perf_counter()
    try:
        found = read_document(path)
    except InputError as error:
        result.refused = str(error)
        return result
    except Exception as error:  # a crash is what is looked for
        result.crashed = repr(error)
        return result
    finally:
        result.seconds = time.perf_counter() - begun
    texts = found.document.texts
    pages = found.text.count("\f") + 1
    dates = [f"date: {match.group()}" for text in texts for match in DATE.finditer(text)]
    torn = [f"torn: {match.group()}" for text in texts for match in TORN.finditer(text)]
    heads = odd_heads(found, pages)
    words, lost = lost_words(plain_text(path), found)
    values = (pages, len(texts), len(dates), len(torn), len(heads), words, len(lost))
    result.values = dict(zip(COUNTS, values, strict=True))
    result.signs = [*dates, *torn, *(f"head: {head}" for head in heads), *(["lost: " + " ".join(lost)] if lost else [])]
    if keep:
        kinds = [f"{s.paragraph}\t{s.kind}\t{s.text}" for s in found.document.segments]
        head = f"{found.document.symbol}\t{found.document.language}\t{found.document.original}"
        whole = [head, *kinds, "", *explain(found), "", *result.signs]
        (keep / f"{path.name}.txt").write_text("\n".join(whole), encoding="utf-8")
    return result


def table(counts: list[Count], each: bool) -> str:
    """The counts as a table."""
    rows = [f"| file | {' | '.join(COUNTS)} | s a page |", "|---" * (len(COUNTS) + 2) + "|"]
    read = [one for one in counts if one.values]
    for one in counts if each else ():
        cells = [f"{one.values[name]:,}" for name in COUNTS] if one.values else ["" for _ in COUNTS]
        rows.append(
            f"| {one.name} | {' | '.join(cells)} | {one.seconds / max(one.values.get('pages', 1), 1):.3f} |"
            + (f" {one.refused or one.crashed}" if not one.values else "")
        )
    total = {name: sum(one.values[name] for one in read) for name in COUNTS}
    seconds = sum(one.seconds for one in read) / max(total["pages"], 1)
    rows.append(f"| all | {' | '.join(f'{value:,}' for value in total.values())} | {seconds:.3f} |")
    hit = {name: sum(one.values[name] > 0 for one in read) for name in COUNTS}
    rows.append(f"| files with any | {' | '.join(f'{value:,}' for value in hit.values())} | |")
    rows += [
        "",
        f"{len(counts)} files, {len(read)} read, {sum(bool(one.refused) for one in counts)} refused, "
        f"{sum(bool(one.crashed) for one in counts)} crashed; words lost: {total['lost'] / max(total['words'], 1):.2%}",
    ]
    rows += [f"{one.name}: {one.refused or one.crashed}" for one in counts if not one.values]
    return "\n".join(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=Path(__file__).parents[2] / "../shared/pdf")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--each", action="store_true")
    options = parser.parse_args()
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
    counts = [count(path, options.keep) for path in sorted(options.folder.glob("*.pdf"))]
    print(table(counts, options.each))


if __name__ == "__main__":
    main()
