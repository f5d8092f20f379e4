"""How well and how fast PDFs are read: sentences of an invented report by real producers, long documents, memory.

python benchmarks/documents/pdf.py [--rounds 5] [--pages 100 500] [--keep DIR]

Needs LibreOffice and Chromium. Sentences: those of the report's source text against those read back from its PDF, in
order; recall and precision. Speed: dense documents that LibreOffice prints from the report's paragraphs in random
order; medians of seconds of the clock and of the processor (this process and the child that runs pdfium), peak memory
of a fresh process and of its child.
"""

from __future__ import annotations

import argparse
import difflib
import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2])]

from corpora.reading import read_document  # noqa: E402
from corpora.text.sentences import split_sentences  # noqa: E402
from tests.corpora.readers.pdf import build_pdf  # noqa: E402

MEASURE = """
import json, resource, sys, time
from pathlib import Path
from corpora.readers.pdf import extract
path = Path(sys.argv[1])
data = path.read_bytes()
begun = time.perf_counter()
extract(data, path)
seconds = time.perf_counter() - begun
own, child = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(json.dumps([seconds, own.ru_utime + own.ru_stime, child.ru_utime + child.ru_stime, own.ru_maxrss / 1024, child.ru_maxrss / 1024]))
"""
LANGUAGES = ("en", "zh")
PARAGRAPHS = {"en": 15.6, "zh": 16.6}
"""Paragraphs that fill a page."""


def printed(report: dict, folder: Path, name: str) -> dict[tuple[str, str], Path]:
    """The report by both programs in both languages."""
    made = {}
    sources = []
    for language in LANGUAGES:
        source = folder / f"{name}.{language}.fodt"
        source.write_text(build_pdf.fodt(report, language, hyphenate="true"), encoding="utf-8")
        sources.append(source)
        page = folder / f"{name}.{language}.html"
        page.write_text(build_pdf.html(report, language, hyphens="auto"), encoding="utf-8")
        made["Chromium", language] = folder / f"chromium.{name}.{language}.pdf"
        build_pdf.chromium(page, made["Chromium", language])
        made["LibreOffice", language] = source.with_suffix(".pdf")
    build_pdf.libreoffice(sources, folder)
    return made


def sentences(folder: Path) -> None:
    report = build_pdf.load_report()
    print("| producer | language | sentences | recall | precision |\n|---|---|---|---|---|")
    for (producer, language), path in printed(report, folder, "report").items():
        source = build_pdf.expected(report, language)
        wanted = [text[a:b] for _, text in source for a, b in split_sentences(text, language)]
        found = read_document(path).document.texts
        blocks = difflib.SequenceMatcher(None, wanted, found, autojunk=False).get_matching_blocks()
        same = sum(block.size for block in blocks)
        print(f"| {producer} | {language} | {len(wanted)} | {same / len(wanted):.3f} | {same / len(found):.3f} |")


def long_report(language: str, pages: int) -> dict:
    """Paragraphs of the report in random order, as many as fill ``pages`` pages."""
    report = build_pdf.load_report()
    rng = random.Random(1)
    some = [p for p in report["paragraphs"] if p["kind"] in ("body", "list", "quote", "heading")]
    paragraphs = []
    for number in range(1, int(PARAGRAPHS[language] * pages) + 1):
        paragraph = dict(rng.choice(some))
        paragraph[language] = re.sub(r"^\d+\.", f"{number}.", paragraph[language])
        paragraphs.append(paragraph)
    return report | {"paragraphs": paragraphs}


def speed(folder: Path, counts: list[int], rounds: int) -> None:
    print(
        "\n| pages | language | kB | letters | seconds | of the processor | MiB | MiB of the child |\n|---|---|---|---|---|---|---|---|"
    )
    for wanted in counts:
        sources = []
        for language in LANGUAGES:
            source = folder / f"long{wanted}.{language}.fodt"
            source.write_text(build_pdf.fodt(long_report(language, wanted), language), encoding="utf-8")
            sources.append(source)
        build_pdf.libreoffice(sources, folder)
        for source, language in zip(sources, LANGUAGES, strict=True):
            path = source.with_suffix(".pdf")
            found = read_document(path)
            pages = found.text.count("\f") + 1
            rows = []
            for _ in range(rounds):
                command = [sys.executable, "-c", MEASURE, str(path)]
                rows.append(json.loads(subprocess.run(command, check=True, capture_output=True).stdout))
            clock, own, child, mib, child_mib = (statistics.median(column) for column in zip(*rows, strict=True))
            print(
                f"| {pages} | {language} | {path.stat().st_size // 1000:,} | {len(found.text):,} | {clock:.2f} "
                f"| {own + child:.2f} | {mib:.0f} | {child_mib:.0f} |"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--pages", type=int, nargs="*", default=[100, 500])
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        sentences(folder)
        speed(folder, options.pages, options.rounds)


if __name__ == "__main__":
    main()
