"""A termbase of made-up concepts: how long import, reading and search take, and how much memory.

python benchmarks/termbase/termbase.py [--concepts 50000] [--seed 1]

Each concept has two Chinese and two English terms of random characters and letters, a context for each preferred term,
two documents, a subject, for one in five a definition, for one in three a reference. The file lies in a temporary
folder. Searches are timed one by one on the clock.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from glossary.concept import Concept, Context, Reference, Term, Termbase
from glossary.store.store import Store

HAN = "国家联合大会安全理事委员经济社会发展人权保护难民环境气候变化合作组织条约议定书决议报告秘书长基金方案项目区域全球贸易投资金融教育卫生妇女儿童"
SYLLABLES = [
    "ba",
    "co",
    "di",
    "fe",
    "gu",
    "la",
    "me",
    "ni",
    "or",
    "pu",
    "ra",
    "se",
    "ti",
    "un",
    "ver",
    "wis",
    "yor",
    "tion",
    "ment",
    "al",
    "ic",
    "ize",
]


def make(count: int, seed: int) -> Termbase:
    """``count`` concepts, the same for the same seed; no two share a pair of terms."""
    return Termbase.of(_concepts(count, random.Random(seed)), f"made:{seed}")


def _concepts(count: int, chance: random.Random) -> Iterator[Concept]:
    for number in range(1, count + 1):
        zh = [f"{''.join(chance.choices(HAN, k=chance.randint(3, 7)))}{chr(0x4E00 + number % 20000)}" for _ in "12"]
        words = ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(5)]
        en = [f"{words[0]} {words[1]} {number}", f"{words[2]} {words[0]} {number}"]
        symbols = tuple(f"A/RES/{chance.randint(50, 99)}/{chance.randint(1, 400)}" for _ in "12")
        place = symbols[0], str(chance.randint(1, 500))
        around = "".join(chance.choices(HAN, k=30)), " ".join(words * 4)
        yield Concept(
            f"T{number}",
            (
                Term(zh[0], "zh", "preferred", 9, (Context(f"{around[0]}{zh[0]}。", *place),), "fullForm", "noun"),
                Term(zh[1], "zh", "admitted", 2),
                Term(en[0], "en", "preferred", 8, (Context(f"{around[1]} {en[0]}.", *place),), "fullForm", "noun"),
                Term(en[1], "en", "deprecated", 3, note="not in new texts"),
            ),
            11,
            symbols,
            subject=chance.choice(("法律", "经济", "人权", "环境")),
            definition="".join(chance.choices(HAN, k=60)) if number % 5 == 0 else "",
            references=(Reference(f"T{chance.randint(1, count)}", "broader"),) if number % 3 == 0 else (),
        )


def peak() -> str:
    """The greatest memory of this process so far."""
    try:
        import resource
    except ImportError:
        return "not known here"
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return f"{size / (1 << 20 if sys.platform == 'darwin' else 1 << 10):,.0f} MB"


class Timed:
    """Prints what a block took: on the clock, and of this process alone (others may share the machine)."""

    def __init__(self, what: str) -> None:
        self.what = what

    def __enter__(self) -> None:
        self.started = time.perf_counter(), time.process_time()

    def __exit__(self, *error: object) -> None:
        wall, own = time.perf_counter() - self.started[0], time.process_time() - self.started[1]
        print(f"{self.what:<40} {wall:7.2f} s   (CPU {own:6.2f} s)   peak {peak()}", flush=True)


def search_times(store: Store, termbase: Termbase, seed: int) -> dict[str, list[float]]:
    chance = random.Random(seed)
    some = chance.sample(list(termbase), min(60, len(termbase)))
    asked = {
        "two Han characters": [concept.preferred("zh")[1:3] for concept in some],
        "one Han character": [concept.preferred("zh")[1] for concept in some],
        "a whole Chinese term": [concept.preferred("zh") for concept in some],
        "part of an English term": [concept.preferred("en")[2:9] for concept in some],
        "one letter (in nearly all terms)": list("etaoin"),
        "nothing like it": ["zzqzz"] * 10,
    }
    times: dict[str, list[float]] = {}
    for what, texts in asked.items():
        for text in texts:
            started = time.perf_counter()
            store.search(text)
            times.setdefault(what, []).append(1000 * (time.perf_counter() - started))
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--concepts", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    termbase = make(options.concepts, options.seed)
    print(f"{len(termbase):,} concepts made; peak {peak()}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "terms.db"
        with Store.open(path, create=True, who="benchmark") as store:
            measure(store, termbase, options.seed)
        print(f"size of the file: {path.stat().st_size / 1e6:,.0f} MB")


def measure(store: Store, termbase: Termbase, seed: int) -> None:
    with Timed("import into an empty termbase"):
        store.bring_in(termbase)
    with Timed("reading all"):
        read = store.termbase()
    assert dict(read.concepts) == dict(termbase.concepts)
    with Timed("the same import again (nothing new)"):
        assert store.bring_in(read).unchanged == len(read)
    renewed = Termbase.of(replace(concept, note="looked at") for concept in termbase)
    with Timed("import that changes every concept"):
        assert store.bring_in(renewed).changed == len(read)
    for what, times in search_times(store, termbase, seed).items():
        print(f"search: {what:<36} median {statistics.median(times):6.1f} ms, slowest {max(times):6.1f} ms")
    with Timed("undo of that import"):
        assert len(store.undo()) == len(read)
    drafts = Termbase.of(
        replace(concept, id=f"d{concept.id}", terms=tuple(replace(t, text=f"{t.text}x") for t in concept.terms))
        for concept in list(termbase)[:10_000]
    )
    with Timed(f"{len(drafts):,} candidates proposed"):
        assert store.propose(drafts).new == len(drafts)
    with Timed("all of them read"):
        assert len(store.candidates()) == len(drafts)


if __name__ == "__main__":
    main()
