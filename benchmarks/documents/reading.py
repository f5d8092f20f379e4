"""How fast documents are read: plain text by the minute, every other format of the samples, long ones.

python benchmarks/documents/reading.py [--shared ../shared] [--rounds 5] [--profile]

Plain text: the documents of ../shared where they are, else the samples; reading is everything from bytes to sentences.
Medians. The rate is of one process; `align run --jobs 2` uses both cores.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import formats
import producers

from corpora.reading import read_document


def median(work: Callable[[], object], rounds: int) -> float:
    """Median seconds."""
    readings = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        readings.append(time.perf_counter() - start)
    return statistics.median(readings)


def long_structure(language: str, blocks: int) -> producers.Structure:
    """The samples' paragraphs over and over."""
    some = [producers.structure_of(path) for path in sorted(formats.SAMPLES.glob(f"*.{language}.txt"))]
    body = [producers.Block(b.kind, b.text) for s in some for b in s.blocks]
    return producers.Structure(
        language, some[0].symbol, some[0].masthead, (body * (blocks // len(body) + 1))[:blocks], []
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(__file__).parents[2].parent / "shared")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--profile", action="store_true", help="profile the reading of plain text instead")
    options = parser.parse_args()
    texts = sorted((options.shared / "documents").glob("*.*")) or sorted(formats.SAMPLES.glob("*.txt"))
    if options.profile:
        import cProfile
        import pstats

        with cProfile.Profile() as profile:
            for path in texts:
                read_document(path)
        pstats.Stats(profile).sort_stats("tottime").print_stats(25)
        sys.exit()
    size = sum(path.stat().st_size for path in texts) / 1e6
    seconds = median(lambda: [read_document(path) for path in texts], options.rounds)
    print(
        f"plain text: {len(texts) / seconds * 60:,.0f} documents a minute of {size / len(texts) * 1000:.0f} kB, {size / seconds:.2f} MB/s"
    )
    print("\n| 3,000 paragraphs as | kB | sentences | seconds |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as temporary:
        for language in ("zh", "en"):
            structure = long_structure(language, 3000)
            folder = Path(temporary)
            made = {
                "docx": producers.docx(structure),
                "html": producers.web_page(structure).encode(),
                "xml": producers.tei(structure).encode(),
            }
            made["txt"] = "\n".join(block.text for block in structure.blocks).encode()
            for suffix, data in made.items():
                path = folder / f"long.{language}.{suffix}"
                path.write_bytes(data)
                found = len(read_document(path).document)
                seconds = median(lambda path=path: read_document(path), options.rounds)
                print(f"| {suffix}, {language} | {len(data) / 1000:,.0f} | {found:,} | {seconds:.2f} |")


if __name__ == "__main__":
    main()
