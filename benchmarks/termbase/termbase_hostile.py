"""Hostile TBX: made-up files of up to 100 MB (seeded), each read in a process of its own; processor seconds, peak memory.

    python benchmarks/termbase/termbase_hostile.py [--mb 100] [--seed 1] [--keep FOLDER]

Each file is either refused in one line or read with its losses counted. Exit 1 where one ends in a traceback, takes
longer than a minute or more than 500 MB.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<tbx type="TBX-Basic" style="dca" xml:lang="en" '
    'xmlns="urn:iso:std:iso:30042:ed-2">\n<tbxHeader><fileDesc><sourceDesc><p>made up</p></sourceDesc></fileDesc>'
    "</tbxHeader>\n<text><body>\n"
)
TAIL = "</body></text>\n</tbx>\n"
HAN = "联合国大会安全理事缓冲区会员被占领土难民署维持和平行动预算报告决议草案委员秘书长"
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
]
STATUSES = ["preferredTerm-admn-sts", "admittedTerm-admn-sts", "deprecatedTerm-admn-sts", "best", "", "nonsense " * 9]
LANGUAGES = ["zh", "en", "fr", "es", "ru", "ar", "zh-Hant", "EN_us", "x-klingon", None, ""]
SECONDS, MEGABYTES = 60, 500


def mixed(size: int, rng: random.Random) -> Iterator[str]:
    """Wrong statuses, ids that stand twice, many languages and none, empty terms, references that lead nowhere."""
    yield HEAD
    written = number = 0
    while written < size:
        number += 1
        text = _entry(rng, number)
        written += len(text.encode())
        yield text
    yield TAIL


def _entry(rng: random.Random, number: int) -> str:
    id = rng.choice([f"c{number}", "c1", f"c{rng.randrange(number)}", ""])
    parts = [f'<conceptEntry id="{id}">' if id else "<conceptEntry>"]
    parts.append(
        f'<descrip type="{rng.choice(["subjectField", "definition", "mystery"])}">{_english(rng, 12)}</descrip>'
    )
    parts.append(f'<ref type="crossReference" target="c{rng.randrange(2 * number)}">x</ref>')
    parts.append(f"<note>[duizhao] frequency {rng.choice(['5', '-1', '1e999', '[', 'null'])}</note>")
    for _ in range(rng.randrange(1, 6)):
        language = rng.choice(LANGUAGES)
        attribute = "" if language is None else f' xml:lang="{language}"'
        term = rng.choice(["", "  ", _english(rng, 3), "".join(rng.choices(HAN, k=rng.randrange(1, 12)))])
        status = rng.choice(STATUSES)
        parts.append(
            f"<langSec{attribute}><termSec><term>{term}</term>"
            f'<termNote type="administrativeStatus">{status}</termNote>'
            f'<descripGrp><descrip type="context">{_english(rng, 20)}</descrip></descripGrp></termSec></langSec>'
        )
    return "".join(parts) + "</conceptEntry>\n"


def _english(rng: random.Random, words: int) -> str:
    return " ".join(rng.choices(WORDS, k=words))


def laughs(size: int, rng: random.Random) -> Iterator[str]:
    """Entities of entities."""
    yield '<?xml version="1.0"?>\n<!DOCTYPE tbx [\n<!ENTITY a0 "ha">\n'
    for number in range(1, 30):
        yield f'<!ENTITY a{number} "{f"&a{number - 1};" * 10}">\n'
    yield "]>\n" + HEAD.split("\n", 1)[1] + "<conceptEntry><note>&a29;</note></conceptEntry>" + TAIL


def outside(size: int, rng: random.Random) -> Iterator[str]:
    """An entity that is another file."""
    yield '<?xml version="1.0"?>\n<!DOCTYPE tbx [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n'
    yield HEAD.split("\n", 1)[1] + "<conceptEntry><note>&x;</note></conceptEntry>" + TAIL


def deep(size: int, rng: random.Random) -> Iterator[str]:
    """Elements inside each other, 100,000 of them."""
    yield HEAD + "<conceptEntry>" + "<descripGrp>" * 100_000 + "</descripGrp>" * 100_000 + "</conceptEntry>" + TAIL


def endless(size: int, rng: random.Random) -> Iterator[str]:
    """One concept that never ends."""
    yield HEAD + "<conceptEntry>"
    for _ in range(size // 1000):
        yield "<note>" + "x" * 987 + "</note>"


def one_text(size: int, rng: random.Random) -> Iterator[str]:
    """One term as long as the file."""
    yield HEAD + '<conceptEntry><langSec xml:lang="en"><termSec><term>'
    for _ in range(size // 1000):
        yield "x" * 1000
    yield "</term></termSec></langSec></conceptEntry>" + TAIL


def same_id(size: int, rng: random.Random) -> Iterator[str]:
    """Small concepts, all with one id."""
    entry = (
        '<conceptEntry id="c"><langSec xml:lang="zh"><termSec><term>国</term></termSec></langSec>'
        '<langSec xml:lang="en"><termSec><term>state</term></termSec></langSec></conceptEntry>\n'
    )
    yield HEAD
    for _ in range(size // len(entry.encode())):
        yield entry
    yield TAIL


def nothing(size: int, rng: random.Random) -> Iterator[str]:
    """No concept, but much white space and many comments."""
    yield HEAD
    for _ in range(size // 1000):
        yield "<!--" + "x" * 980 + "-->" + " " * 13
    yield TAIL


FILES: dict[str, Callable[[int, random.Random], Iterator[str]]] = {
    one.__name__: one for one in (mixed, same_id, laughs, outside, deep, endless, one_text, nothing)
}
READ = """
import sys
from pathlib import Path
from corpora.errors import InputError
from glossary.formats import load
try:
    loaded = load(Path(sys.argv[1]))
    print(f"{len(loaded.termbase):,} concepts, {len(loaded.losses)} lines of losses")
    for loss in loaded.losses if "-v" in sys.argv else ():
        print("   ", loss, file=sys.stderr)
except InputError as error:
    print(f"refused: {str(error)[len(sys.argv[1]) + 2:][:110]}")
"""


def measured(path: Path, verbose: bool) -> tuple[str, float, float, int]:
    """What became of a file, in how many seconds, with how many MB at most, and the exit code."""
    command = [sys.executable, "-c", READ, str(path), *(["-v"] if verbose else [])]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    assert process.stdout is not None
    said = process.stdout.read().strip()
    _, status, used = _wait(process)
    return said, used.ru_utime + used.ru_stime, used.ru_maxrss / (1 << 10), status


def _wait(process: subprocess.Popen[str]) -> tuple[int, int, resource.struct_rusage]:
    import os

    return os.wait4(process.pid, 0)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mb", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("-v", "--verbose", action="store_true")
    arguments = parser.parse_args()
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        keep = arguments.keep or Path(folder)
        keep.mkdir(parents=True, exist_ok=True)
        print("| file | MB | result | s | peak MB |\n|---|---|---|---|---|")
        for name, make in FILES.items():
            path = keep / f"{name}.tbx"
            with path.open("w", encoding="utf-8", newline="\n") as stream:
                stream.writelines(make(arguments.mb * 1_000_000, random.Random(arguments.seed)))
            said, seconds, memory, status = measured(path, arguments.verbose)
            wrong = status != 0 or seconds > SECONDS or memory > MEGABYTES
            bad += wrong
            size = path.stat().st_size / 1e6
            print(
                f"| {name} | {size:.1f} | {said}{' **bad**' if wrong else ''} | {seconds:.1f} | {memory:.0f} |",
                flush=True,
            )
            if not arguments.keep:
                path.unlink()
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
