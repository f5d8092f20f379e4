"""Speed, memory and loading time of the built-in model, beside the tokenizers library.

python benchmarks/models/encoding.py [--shared ../shared] [--rounds 7]

Sentences: un_parallel_dev five times over (20,000 a language). Medians; every reading of time and memory of its own process.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

FRESH = """
import json, sys, time
start = time.perf_counter()
from align.encoders.encoder import StaticEncoder
imported = time.perf_counter()
encoder = StaticEncoder()
loaded = time.perf_counter()
texts = open(sys.argv[1], encoding="utf-8").read().split("\\n")[:-1] * 25
for k in range(0, len(texts), 20000):
    encoder.encode(texts[k : k + 20000])
def peak():  # ru_maxrss of a child begins with its parent's on Linux
    try:
        return int(open("/proc/self/status").read().split("VmHWM:")[1].split()[0]) / 1024
    except OSError:
        import resource
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
print(json.dumps({"import_s": imported - start, "load_s": loaded - imported, "peak_mib": peak(), "torch": "torch" in sys.modules}))
"""


def rate(work: Callable[[], object], sentences: int, rounds: int) -> float:
    """Median sentences a second."""
    readings = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        readings.append(sentences / (time.perf_counter() - start))
    return statistics.median(readings)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(__file__).parents[2].parent / "shared")
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    from align.encoders.encoder import StaticEncoder

    encoder = StaticEncoder()
    library = encoder.tokenizer.tokenizer
    result: dict[str, object] = {}
    for language in ("zh", "en"):
        path = options.shared / "train" / f"un_parallel_dev.{language}"
        texts = path.read_text("utf-8").split("\n")[:-1] * 5
        encoder.encode(texts[:4000])
        ours = rate(lambda t=texts: encoder.encode(t), len(texts), options.rounds)
        pieces = rate(lambda t=texts: encoder.tokenizer.encode(t), len(texts), options.rounds)
        theirs = rate(
            lambda t=texts: library.encode_batch_fast(t, add_special_tokens=False), len(texts), options.rounds
        )
        result[language] = {
            "characters": round(sum(map(len, texts)) / len(texts), 1),
            "encoded_per_s": round(ours),
            "tokenised_per_s": round(pieces),
            "tokenizers_library_per_s": round(theirs),
        }
        runs = [
            json.loads(subprocess.run([sys.executable, "-c", FRESH, str(path)], capture_output=True, check=True).stdout)
            for _ in range(3)
        ]
        result[f"fresh process, 100,000 sentences, {language}"] = {
            "import_s": round(statistics.median(run["import_s"] for run in runs), 3),
            "load_s": round(statistics.median(run["load_s"] for run in runs), 3),
            "peak_mib": round(max(run["peak_mib"] for run in runs)),
            "torch_imported": any(run["torch"] for run in runs),
        }
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
