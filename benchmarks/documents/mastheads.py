"""How many fields of the mastheads of real PDFs are read: symbol, date, original languages.

python benchmarks/documents/mastheads.py [FOLDER] [--wrong]

FOLDER: where the PDFs are, ``../shared/pdf`` where none is named. The labels, ``labels/pdf_mastheads.tsv``, were read
from the pictures of page 1. A field counts where page 1 has it, or where we say that it has (then it is wrong).
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2])]

from corpora.readers import detect_format, load_reader  # noqa: E402
from corpora.repair import read_masthead  # noqa: E402
from corpora.symbol import parse_symbol  # noqa: E402

LABELS = Path(__file__).parents[1] / "labels" / "pdf_mastheads.tsv"
FIELDS = ("symbol", "date", "original")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=Path(__file__).parents[2] / "../shared/pdf")
    parser.add_argument("--wrong", action="store_true")
    options = parser.parse_args()
    lines = [line for line in LABELS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    asked: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for row in csv.DictReader(lines, delimiter="\t"):
        path = options.folder / row["file"]
        data = path.read_bytes()
        masthead = read_masthead(load_reader(detect_format(data, path))(data, path).lines)
        symbol = parse_symbol(row["symbol"])
        wanted = {"symbol": symbol.text if symbol else "", "date": row["date"], "original": row["original"]}
        for field in FIELDS:
            found = getattr(masthead, field)
            if wanted[field] or found:
                asked[field] += 1
                right[field] += found == wanted[field]
            if options.wrong and found != wanted[field]:
                print(f"{row['file']}: {field}: {found!r}, printed {wanted[field]!r}")
    for field in FIELDS:
        print(f"{field}: {right[field]} of {asked[field]}")
    print(f"all: {right.total()} of {asked.total()}, {right.total() / asked.total():.1%}")


if __name__ == "__main__":
    main()
