"""Termbases in every format: seconds to write and to read, size, peak memory; 50,000 made-up concepts (seeded).

Seconds are those of the processor (all threads), which other work on the machine does not change much.

    python benchmarks/termbase/termbase_formats.py [--concepts 50000] [--seed 1] [FORMAT ...]

Each format is read in a process of its own (Linux). ``thesaurus`` is a SKOS file in six languages, read only.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from glossary.concept import PARTS_OF_SPEECH, STATUSES, TERM_TYPES, Concept, Context, Reference, Term, Termbase

HAN = "联合国大会安全理事缓冲区会员被占领土难民署维持和平行动预算报告决议草案委员秘书长停火边界观察团选举人权发展"
WORDS = [
    "buffer",
    "zone",
    "member",
    "state",
    "report",
    "draft",
    "resolution",
    "committee",
    "refugee",
    "peacekeeping",
    "budget",
    "council",
    "border",
]
SUFFIX = {"tbx3": ".tbx", "tbx3-dct": ".tbx", "tbx-min": ".tbx", "tbx-core": ".tbx", "memoq": ".csv", "phrase": ".xlsx"}
OTHERS = ("fr", "es", "ru", "ar")


def made_up(count: int, seed: int) -> Termbase:
    """Concepts as a UN termbase has them: one to three terms a language, a context each, half with a definition."""
    rng = random.Random(seed)
    return Termbase.of((_concept(rng, number, count) for number in range(1, count + 1)), "made up")


def _concept(rng: random.Random, number: int, count: int) -> Concept:
    symbol = f"A/{rng.randrange(50, 80)}/{rng.randrange(1, 900)}"
    terms = [
        Term(
            f"{_text(rng, language, 3)} {number}.{place}",
            language,
            STATUSES[min(place, 3)],
            rng.randrange(100),
            (Context(_text(rng, language, 20), symbol, str(rng.randrange(300))),),
            rng.choice(TERM_TYPES),
            rng.choice(PARTS_OF_SPEECH),
            symbol,
        )
        for language in ("zh", "en")
        for place in range(rng.choice((1, 1, 1, 2, 3)))
    ]
    defined = rng.random() < 0.5
    return Concept(
        f"c{number}",
        tuple(terms),
        frequency=rng.randrange(500),
        symbols=(symbol,),
        score=round(rng.random(), 4),
        probability=round(rng.random(), 4),
        subject=rng.choice(("peace", "law", "budget", "refugees")),
        definition=_text(rng, "en", 25) if defined else "",
        definition_source=symbol if defined else "",
        note=_text(rng, "zh", 8) if rng.random() < 0.2 else "",
        references=(Reference(f"c{rng.randrange(1, count + 1)}"),) if rng.random() < 0.3 else (),
        links=(f"https://undocs.org/{symbol}",),
        created="2026-11-25T08:00:00Z",
        created_by="terminologist",
    )


def _text(rng: random.Random, language: str, length: int) -> str:
    return "".join(rng.choices(HAN, k=2 * length)) if language == "zh" else " ".join(rng.choices(WORDS, k=length))


def thesaurus(path: Path, count: int, seed: int) -> None:
    """A SKOS file in the six languages of the UN."""
    rng = random.Random(seed)
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write("@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n")
        for number in range(1, count + 1):
            labels = ", ".join(
                f'"{_text(rng, "zh" if language == "zh" else "en", 3)} {number}"@{language}'
                for language in ("zh", "en", *OTHERS)
            )
            broader = f"<http://example.org/thesaurus/{rng.randrange(1, count + 1)}>"
            stream.write(
                f"<http://example.org/thesaurus/{number}> a skos:Concept ; skos:prefLabel {labels} ;\n"
                f'  skos:altLabel "{_text(rng, "en", 2)}"@fr ; skos:broader {broader} .\n'
            )


STEP = """
import sys, time
from pathlib import Path
from glossary.formats import load
start = time.process_time()
losses = load(Path(sys.argv[1]), sys.argv[2]).losses
seconds = time.process_time() - start
# the peak of this program alone: ru_maxrss begins with that of the process it was forked from
status = Path("/proc/self/status").read_text()
print(seconds, len(losses), int(status.partition("VmHWM:")[2].split()[0]) / 1024)
"""


def reading(path: Path, name: str) -> str:
    """Seconds, lines of losses and peak MB, as cells of the table."""
    command = [sys.executable, "-c", STEP, str(path), name]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        sys.exit(done.stderr)
    seconds, losses, memory = done.stdout.split()
    return f"{float(seconds):.1f} | {losses} | {float(memory):.0f}"


def main() -> None:
    from glossary.formats.registry import FORMATS, save

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("formats", nargs="*")
    parser.add_argument("--concepts", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        termbase = made_up(options.concepts, options.seed)
        print(f"{len(termbase):,} concepts\n")
        print(
            "| format | write s | MB | lines of losses | read s | lines of losses | peak MB |\n|---|---|---|---|---|---|---|"
        )
        for one in [one for one in options.formats or FORMATS if one != "thesaurus"]:
            path = folder / f"t-{one}{(FORMATS[one].suffixes or (SUFFIX.get(one),))[0]}"
            start = time.process_time()
            losses = save(termbase, path, one).losses
            seconds, size = time.process_time() - start, path.stat().st_size / 1e6
            print(f"| {one} | {seconds:.1f} | {size:.0f} | {len(losses)} | {reading(path, one)} |", flush=True)
            path.unlink()
        if not options.formats or "thesaurus" in options.formats:
            path = folder / "thesaurus.ttl"
            thesaurus(path, options.concepts, options.seed)
            print(f"| thesaurus | | {path.stat().st_size / 1e6:.0f} | | {reading(path, 'skos-turtle')} |")


if __name__ == "__main__":
    main()
