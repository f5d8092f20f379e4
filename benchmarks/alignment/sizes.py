"""What a smaller model would cost: fewer dimensions, fewer bits; retrieval and alignment beside megabytes.

python benchmarks/alignment/sizes.py MODEL [--shared ../shared]

MODEL: a folder of benchmarks/models/train_builtin.py without --final, so that un_parallel_dev is new to it. Fewer dimensions by
principal components of the table, weighted by how often a piece stands in un_parallel_dev; fewer bits by rounding (one scale a piece).
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
from tune import development, evaluate

from align.encoders.encoder import StaticEncoder
from align.search.cost import CostConfig
from align.training.train import heldout_retrieval, load_weights, save_model
from corpora.arrays import Floats


def reduced(table: Floats, counts: Floats, dimensions: int) -> Floats:
    weighted = table * np.sqrt(counts)[:, None]
    _, axes = np.linalg.eigh((weighted.T @ weighted).astype(np.float64))
    return (table @ axes[:, ::-1][:, :dimensions].astype(np.float32)).astype(np.float32)


def rounded(table: Floats, bits: int) -> Floats:
    top = 2 ** (bits - 1) - 1
    scale = np.maximum(np.abs(table).max(1, keepdims=True), 1e-9) / top
    return np.asarray(np.round(table / scale) * scale, np.float32)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--shared", type=Path, default=Path(__file__).parents[2].parent / "shared")
    options = parser.parse_args()
    sides = [
        (options.shared / "train" / f"un_parallel_dev.{k}").read_text("utf-8").split("\n")[:-1] for k in ("zh", "en")
    ]
    pairs = list(zip(*sides, strict=True))
    encoder = StaticEncoder(options.model)
    table = load_weights(options.model)
    counts = np.bincount(encoder.pieces([*sides[0], *sides[1]]).ids, minlength=len(table)).astype(np.float32) + 0.01
    print(
        "| dimensions | bits | MB | P@1 zh to en / en to zh | literary | magazine | un made |\n|---|---|---|---|---|---|---|"
    )
    full = table.shape[1]
    for dimensions, bits in ((full, 16), (full, 8), (full, 4), (192, 16), (128, 16), (128, 8), (64, 16)):
        smaller = table if dimensions == full else reduced(table, counts, dimensions)
        smaller = smaller if bits == 16 else rounded(smaller, bits)
        with tempfile.TemporaryDirectory() as place:
            save_model(Path(place), encoder.tokenizer.tokenizer, smaller)
            shutil.copy(options.model / "words.safetensors", place)
            sets = development(options.shared, StaticEncoder(Path(place)))
            scores = evaluate({name: sets[name] for name in ("literary", "magazine", "merged")}, CostConfig())
        found = heldout_retrieval(encoder.tokenizer, smaller, pairs)
        cells = [f"{scores[name][0]:.4f}" for name in ("literary", "magazine", "merged")]
        both = f"{found['source_to_target']:.4f} / {found['target_to_source']:.4f}"
        print(f"| {dimensions} | {bits} | {smaller.size * bits / 8e6:.1f} | {both} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
