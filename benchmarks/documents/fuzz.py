"""Mutated files through every reader: a result or one line, never a traceback, a hang or a gigabyte.

python benchmarks/documents/fuzz.py [--files 10000] [--only NAME...] [--seed 1]

Seeds: the samples of this project in every format (producers.py). Each file is changed at one to eight places: bytes
flipped, cut out, doubled, spliced from another seed; for ZIP files half of the time inside a part, which is packed
again; for marked-up text half of the time at tags. The readers run in child processes; the parent ends one that is
silent for 10 s (a hang) and goes on. Peak memory is that of the child. LibreOffice takes seconds a file: 'office' is
run with --office FILES (default 40).
"""

from __future__ import annotations

import argparse
import io
import json
import random
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

SILENCE = 10.0
CHUNK = 500  # files a child, so that a leak of one does not hide behind another

CHILD = """
import sys
sys.path[:0] = [{root!r}, {here!r}]
import fuzz
fuzz.child(*sys.argv[1:])
"""


def flip(out: bytearray, at: int, size: int, others: list[bytes], rng: random.Random) -> None:
    out[at] ^= 1 << rng.randrange(8)


def cut(out: bytearray, at: int, size: int, others: list[bytes], rng: random.Random) -> None:
    del out[at : at + size]


def double(out: bytearray, at: int, size: int, others: list[bytes], rng: random.Random) -> None:
    out[at:at] = out[at : at + size] * rng.choice((1, 2, 50))


def splice(out: bytearray, at: int, size: int, others: list[bytes], rng: random.Random) -> None:
    other = rng.choice(others)
    start = rng.randrange(max(len(other), 1))
    out[at : at + size] = other[start : start + size]


def noise(out: bytearray, at: int, size: int, others: list[bytes], rng: random.Random) -> None:
    out[at : at + size] = bytes(rng.randrange(256) for _ in range(min(size, 64)))


def truncate(out: bytearray, at: int, size: int, others: list[bytes], rng: random.Random) -> None:
    if rng.random() < 0.3:
        del out[at:]


def number(out: bytearray, at: int, size: int, others: list[bytes], rng: random.Random) -> None:
    numbers = list(re.finditer(rb"\d+", bytes(out[at : at + 400])))
    if numbers:
        m = rng.choice(numbers)
        value = rng.choice((0, -1, 1, 255, 65536, 2**31 - 1, 2**63, 10**30))
        out[at + m.start() : at + m.end()] = str(value).encode()


def tag(out: bytearray, at: int, size: int, others: list[bytes], rng: random.Random) -> None:
    tags = list(re.finditer(rb"<[^<>]{1,80}>", bytes(out[at : at + 2000])))
    if tags:
        m = rng.choice(tags)
        out[at + m.start() : at + m.end()] = m.group() * rng.choice((0, 2, 300))


WAYS = (flip, cut, double, splice, noise, truncate, number, tag)


def mutate(data: bytes, others: list[bytes], rng: random.Random, deep: bool = True) -> bytes:
    """A damaged copy."""
    if deep and data.startswith(b"PK") and rng.random() < 0.6:
        return mutate_zip(data, others, rng)
    out = bytearray(data)
    for _ in range(rng.randint(1, 8)):
        if out:
            size = min(int(rng.paretovariate(0.7)), 4096)
            rng.choice(WAYS)(out, rng.randrange(len(out)), size, others, rng)
    return bytes(out)


def mutate_zip(data: bytes, others: list[bytes], rng: random.Random) -> bytes:
    """Damage inside a part of an archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        names = source.namelist()
        hit = rng.choice(names)
        for name in names:
            part = source.read(name)
            if name == hit:
                if rng.random() < 0.05:
                    continue
                part = mutate(part, [part, *others], rng, deep=False)
            target.writestr(name, part)
    return buffer.getvalue()


def peak_mib() -> float:
    """Peak memory of this process."""
    try:
        return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) / 1024
    except (OSError, IndexError):
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def child(seeds: str, name: str, seed: str, first: str, last: str) -> None:
    """Files number ``first`` to ``last``: one line of JSON each."""
    from corpora.errors import DuizhaoError
    from corpora.exchange.read import read_pairs
    from corpora.readers.detect import BITEXT_SUFFIXES
    from corpora.reading import read_document

    files = sorted((Path(seeds) / name).iterdir())
    contents = [path.read_bytes() for path in files]
    work = Path(tempfile.mkdtemp(prefix="fuzz"))
    for number in range(int(first), int(last)):
        rng = random.Random(f"{seed} {name} {number}")
        which = rng.randrange(len(files))
        data = mutate(contents[which], contents, rng)
        path = work / f"mutated{files[which].suffix}"
        path.write_bytes(data)
        print(json.dumps({"start": number}), flush=True)
        begun = time.perf_counter()
        try:
            if files[which].suffix in BITEXT_SUFFIXES:
                read_pairs(path)
            else:
                read_document(path)
            outcome = "read"
        except DuizhaoError as error:
            outcome = "refused" if "\n" not in str(error) else "several lines"
        except BaseException as error:
            outcome = f"{type(error).__name__}: {error}"[:300]
            (Path(seeds) / f"crash-{name}-{number}{files[which].suffix}").write_bytes(data)
        seconds = time.perf_counter() - begun
        print(json.dumps({"done": number, "outcome": outcome, "s": seconds, "mib": peak_mib()}), flush=True)


def run(seeds: Path, name: str, seed: int, first: int, last: int, totals: dict) -> int:
    """One child; returns the number of the next file."""
    import selectors

    code = CHILD.format(root=str(Path(__file__).parents[2]), here=str(Path(__file__).parent))
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(seeds), name, str(seed), str(first), str(last)],
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    watch = selectors.DefaultSelector()
    watch.register(process.stdout, selectors.EVENT_READ)
    current, buffer, began = first, b"", False
    while True:
        patience = (120 if name == "office" else SILENCE) if began else 60
        if not watch.select(patience):
            process.kill()
            process.wait()
            totals["hangs"].append(current)
            return current + 1
        piece = process.stdout.read1(65536)
        if not piece:
            break
        buffer += piece
        *lines, buffer = buffer.split(b"\n")
        for line in map(json.loads, lines):
            if "start" in line:
                current, began = line["start"], True
                continue
            totals["n"] += 1
            totals["slowest"] = max(totals["slowest"], line["s"])
            totals["mib"] = max(totals["mib"], line["mib"])
            kind = line["outcome"] if line["outcome"] in ("read", "refused") else "wrong"
            totals[kind] += 1
            if kind == "wrong":
                totals["errors"].append((line["done"], line["outcome"]))
            current = line["done"] + 1
    if process.wait() != 0 and current < last:
        totals["crashes"].append(current)
        return current + 1
    return last


def make_seeds(out: Path) -> None:
    """Small files of every format."""
    import formats

    from align.aligner import Aligner
    from corpora.exchange.write import write_pairs
    from corpora.reading import read_document

    made = dict(formats.make(formats.SAMPLES, out / "made"))
    groups = {
        "text": [formats.SAMPLES, made["text, utf-16"], made["text, gb18030"]],
        "docx": [path for name, path in made.items() if name.startswith("docx")],
        "html": [path for name, path in made.items() if name.startswith("html")],
        "tei": [made["tei"]],
        "pdf": [path for name, path in made.items() if name.startswith("pdf")],
        "office": [path for name, path in made.items() if name in ("doc", "odt", "rtf")],
    }
    for name, folders in groups.items():
        target = out / name
        target.mkdir(exist_ok=True)
        for number, folder in enumerate(folders):
            for path in folder.iterdir():
                if path.is_file() and path.suffix not in (".png", ".jpg"):
                    (target / f"{number}-{path.name}").write_bytes(path.read_bytes())
    bitexts = out / "bitext"
    bitexts.mkdir()
    stem = "A_RES_99_305"
    sides = [read_document(formats.SAMPLES / f"{stem}.{lang}.txt").document for lang in ("zh", "en")]
    pairs = Aligner().align(*sides).pairs()
    for suffix in (".tmx", ".tsv", ".csv", ".jsonl", ".parquet", ".xlf"):
        write_pairs(pairs, bitexts / f"b{suffix}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=10_000, help="mutated files a reader")
    parser.add_argument("--office", type=int, default=40, help="mutated files through LibreOffice")
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="keep seeds and crashing files here")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        seeds = options.keep or Path(temporary)
        seeds.mkdir(parents=True, exist_ok=True)
        if not (seeds / "text").exists():
            make_seeds(seeds)
        print(
            "| reader | files | read | refused | wrong | hangs | crashes | slowest s | peak MiB |\n|---|---|---|---|---|---|---|---|---|"
        )
        bad = False
        for name in options.only or ["text", "docx", "html", "tei", "pdf", "bitext", "office"]:
            totals: dict = {"n": 0, "read": 0, "refused": 0, "wrong": 0, "slowest": 0.0, "mib": 0.0}
            totals |= {"errors": [], "hangs": [], "crashes": []}
            wanted = options.office if name == "office" else options.files
            at = 0
            while at < wanted and any((seeds / name).iterdir()):
                at = run(seeds, name, options.seed, at, min(at - at % CHUNK + CHUNK, wanted), totals)
            t = totals
            print(
                f"| {name} | {t['n']:,} | {t['read']:,} | {t['refused']:,} | {t['wrong']} | {len(t['hangs'])} | "
                f"{len(t['crashes'])} | {t['slowest']:.2f} | {t['mib']:.0f} |",
                flush=True,
            )
            for number, what in t["errors"][:10]:
                print(f"    file {number}: {what}")
            for kind in ("hangs", "crashes"):
                if t[kind]:
                    print(f"    {kind}: {t[kind][:20]}")
            bad = bad or bool(t["wrong"] or t["hangs"] or t["crashes"])
    sys.exit(bad)


if __name__ == "__main__":
    main()
