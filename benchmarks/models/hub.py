"""A transformer of LaBSE's shape (random weights) beside the built-in model: sentences a second, and aligning a document.

python benchmarks/models/hub.py [--shared ../shared] [--sentences 100] [--layers 12]

Random weights take the same time as trained ones and need no download. The second reading of the document comes from the vector cache.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from pathlib import Path


def labse_shaped(folder: Path, layers: int) -> Path:
    """A BERT of LaBSE's size: 768 dimensions, 12 layers, a vocabulary of 501,153."""
    from sentence_transformers import SentenceTransformer
    from transformers import BertConfig, BertModel, BertTokenizer

    base = folder / "bert"
    base.mkdir()
    letters = [chr(k) for k in range(0x21, 0x7F)] + [f"##{chr(k)}" for k in range(0x61, 0x7B)]
    han = [chr(k) for k in range(0x4E00, 0x9FA5)]
    (base / "vocab.txt").write_text("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *han]), "utf-8")
    BertTokenizer(str(base / "vocab.txt")).save_pretrained(base)
    BertModel(BertConfig(vocab_size=501_153, num_hidden_layers=layers)).save_pretrained(base)
    SentenceTransformer(str(base)).save(str(folder / "model"))
    return folder / "model"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(__file__).parents[2].parent / "shared")
    parser.add_argument("--sentences", type=int, default=100)
    parser.add_argument("--layers", type=int, default=12)
    options = parser.parse_args()
    sides = [
        (options.shared / "train" / f"un_parallel_dev.{k}").read_text("utf-8").split("\n")[: options.sentences]
        for k in ("zh", "en")
    ]
    from align.aligner import Aligner
    from align.encoders.load import load_encoder

    result = {}
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DUIZHAO_CACHE"] = str(Path(folder) / "cache")
        name = str(labse_shaped(Path(folder), options.layers))
        for label, model in (("builtin", "builtin"), ("LaBSE-shaped", name)):
            aligner = Aligner(model)
            aligner.encoder.encode(["warm", "up"])
            readings = []
            for _ in range(2):
                start = time.perf_counter()
                aligner.align(*sides)
                readings.append(time.perf_counter() - start)
            many = sides[0] * (20 if model == "builtin" else 1)
            start = time.perf_counter()
            (load_encoder(name, cached=False) if model == name else aligner.encoder).encode(many)
            rate = len(many) / (time.perf_counter() - start)
            result[label] = {
                "sentences_per_s": round(rate, 1),
                "align_s": round(readings[0], 2),
                "align_again_s": round(readings[1], 2),
            }
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
