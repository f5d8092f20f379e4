"""Retrieval of the right rendering among 4,000 UN sentences: by cosine, and by margin as bitext mining does.

python benchmarks/models/retrieval.py MODEL [--shared ../shared]

MODEL: a folder of benchmarks/models/train_builtin.py without --final, so that un_parallel_dev is new to it. Margin: the cosine less the mean of the
four nearest of either side (CSLS; Artetxe and Schwenk 2019, arXiv 1811.01136).
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from align.encoders.load import load_encoder


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("--shared", type=Path, default=Path(__file__).parents[2].parent / "shared")
    options = parser.parse_args()
    encoder = load_encoder(options.model)
    source, target = (
        encoder.encode((options.shared / "train" / f"un_parallel_dev.{k}").read_text("utf-8").split("\n")[:-1])
        for k in ("zh", "en")
    )
    cosine = source @ target.T
    near = [np.sort(np.partition(-cosine, 3, axis=axis), axis=axis) for axis in (0, 1)]
    margin = cosine + (near[0][:4].mean(0)[None, :] + near[1][:, :4].mean(1)[:, None]) / 2
    right = np.arange(len(cosine))
    result = {
        name: {
            "zh to en": round(float((scores.argmax(1) == right).mean()), 4),
            "en to zh": round(float((scores.argmax(0) == right).mean()), 4),
        }
        for name, scores in (("cosine", cosine), ("margin", margin))
    }
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
