"""How fast a large report opens and filters in a real browser: generated text, Chromium through Playwright.

    python benchmarks/checks/report_page.py [--segments 10000] [--findings 2000] [--seed 7] [--keep report.html]

Open: from the start of the navigation until the script has drawn the page and two frames were painted. Filter, search: from the
event until the frame after it. Every figure is the median of three pages (for filters: of all changes of three pages).
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from corpora.bitext import Pair
from glossary.checks.base import Material
from glossary.checks.run import CHECKS, make_report
from glossary.concept import Termbase
from glossary.consistency import ConsistencyResult
from glossary.finding import Evidence, Finding, Severity
from glossary.report.html import render_html
from glossary.rows import Rows

HAN = "委员会秘书长报告大会第届议程项目安全理事决议执行维持和平行动特派团人员预算年度审议关于国际法院条约缔约方妇女儿童权利发展"
WORDS = str.split(
    "the of and to in Committee Secretary-General report General Assembly session agenda item Security Council resolution "
    "peacekeeping mission personnel budget year concerning international court treaty parties women children rights"
)
ACTIONS = (
    ("severity", "fs", "error"),
    ("document", "fd", "3"),
    ("all documents", "fd", ""),
    ("all severities", "fs", ""),
)
PAINTED = "new Promise(r => requestAnimationFrame(() => requestAnimationFrame(() => r(performance.now()))))"


def generated(segments: int, findings: int, seed: int) -> tuple[list[Pair], list[Finding]]:
    """Rows of the lengths of UN sentences in 20 documents, and findings of all checks in random rows."""
    draw = random.Random(seed)
    pairs = []
    for row in range(1, segments + 1):
        zh = "".join(draw.choices(HAN, k=draw.randint(8, 80))) + f"{row}。"
        en = " ".join(draw.choices(WORDS, k=draw.randint(6, 50))) + f" {row}."
        pairs.append(Pair(f"A/{60 + row * 20 // (segments + 1)}/{seed}", row, zh, en, score=draw.random()))
    found = []
    for row in sorted(draw.sample(range(1, segments + 1), min(findings, segments))):
        check, pair = draw.choice(CHECKS), pairs[row - 1]
        other = pairs[draw.randrange(segments)]
        found.append(
            Finding(
                check.code, draw.choice(list(Severity)), check.mqm, pair.symbol, row, f"the figure differs in row {row}",
                f"第{row}行数字不同", pair.zh, pair.en, ((2, 5),), ((4, 9),), str(row), str(row + 1),
                (Evidence(other.symbol, other.position, other.zh, other.en),),
            )
        )  # fmt: skip
    return pairs, found


def measure(html: Path, pages: int = 3) -> dict[str, float]:
    """Medians in milliseconds, and the page's heap in MB."""
    from playwright.sync_api import sync_playwright

    figures: dict[str, list[float]] = {}
    with sync_playwright() as runner:
        path = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = runner.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for _ in range(pages):
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            page.goto(html.resolve().as_uri())
            figures.setdefault("open", []).append(page.evaluate(PAINTED))
            page.wait_for_timeout(300)
            for name, field, value in ACTIONS:
                figures.setdefault(f"filter: {name}", []).append(_change(page, field, value, "change"))
            for text in ("委", "委员", "resolution", "resolution council", ""):
                figures.setdefault("search: a key", []).append(_change(page, "q", text, "input"))
            start = time.perf_counter()
            last = page.evaluate("document.querySelectorAll('#rows .row').length ? 1 : 0")
            page.evaluate(f"location.hash = '#s' + {9_000}; {PAINTED}")
            figures.setdefault("jump to a far row", []).append(1000 * (time.perf_counter() - start) * last)
            page.close()
        browser.close()
    return {name: statistics.median(values) for name, values in figures.items()}


def _change(page: object, field: str, value: str, event: str) -> float:
    return page.evaluate(  # type: ignore[attr-defined,no-any-return]
        """([id, value, event]) => { const e = document.getElementById(id), start = performance.now();
        e.value = value; e.dispatchEvent(new Event(event, {bubbles: true}));
        return new Promise(r => requestAnimationFrame(() => setTimeout(() => r(performance.now() - start)))); }""",
        [field, value, event],
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--segments", type=int, default=10_000)
    parser.add_argument("--findings", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--keep", type=Path)
    args = parser.parse_args()
    pairs, findings = generated(args.segments, args.findings, args.seed)
    material = Material(Rows.of(pairs))
    report = make_report(findings, material, ConsistencyResult(()), "generated")
    start = time.perf_counter()
    html = render_html(report, pairs, Termbase())
    written = time.perf_counter() - start
    print(f"{args.segments:,} segments, {args.findings:,} findings, seed {args.seed}")
    print(f"{'render_html':<24}{1000 * written:8.0f} ms")
    print(f"{'size':<24}{len(html.encode('utf-8', 'replace')) / 2**20:8.1f} MB")
    with tempfile.TemporaryDirectory() as folder:
        path = args.keep or Path(folder) / "report.html"
        path.write_text(html, encoding="utf-8", errors="replace", newline="\n")
        for name, value in measure(path).items():
            print(f"{name:<24}{value:8.0f} ms")


if __name__ == "__main__":
    main()
