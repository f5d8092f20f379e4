"""Train ``glossary/extraction/word_classes.safetensors``: how far a word is a noun, verb, adjective, adverb, from its vector.

python benchmarks/models/train_word_classes.py [--shared ../shared] [--output glossary/extraction/word_classes.safetensors]

Ridge regression on the vectors of the built-in model; the words and classes are those of ``lexicons/wordnet_zh_en.tsv``.
Every tenth word is kept aside for the figures printed.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

from align.encoders.load import builtin_encoder
from corpora.arrays import unit

CLASSES = "nvar"
RIDGE = 20.0


def words(path: Path) -> dict[str, dict[str, np.ndarray]]:
    found: dict[str, dict[str, np.ndarray]] = {
        "zh": defaultdict(lambda: np.zeros(4)),
        "en": defaultdict(lambda: np.zeros(4)),
    }
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = line.split("\t")
        if len(fields) < 4:
            continue
        kind = CLASSES.find(fields[1][-1].replace("s", "a"))
        if kind < 0:
            continue
        for language, cell in (("zh", fields[2]), ("en", fields[3])):
            for word in set(cell.split("|")):
                word = word.strip().lower()
                if word and " " not in word and (language == "zh" or word.isascii()):
                    found[language][word][kind] += 1
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    root = Path(__file__).parents[2]
    parser.add_argument("--shared", type=Path, default=root.parent / "shared")
    parser.add_argument("--output", type=Path, default=root / "glossary" / "extraction" / "word_classes.safetensors")
    arguments = parser.parse_args()
    encoder = builtin_encoder()
    tensors = {}
    for language, found in words(arguments.shared / "lexicons" / "wordnet_zh_en.tsv").items():
        texts = sorted(found)
        counts = np.array([found[text] for text in texts])
        y = counts / counts.sum(1, keepdims=True)
        x = np.hstack([unit(encoder.sums(texts)), np.ones((len(texts), 1), np.float32)]).astype(np.float64)
        aside = np.arange(len(texts)) % 10 == 0
        a, b = x[~aside], y[~aside]
        weights = np.linalg.solve(a.T @ a + RIDGE * np.eye(a.shape[1]), a.T @ b)
        guess = x[aside] @ weights
        pure = y[aside].max(1) == 1
        right = (guess.argmax(1) == y[aside].argmax(1))[pure].mean()
        print(f"{language}: {len(texts)} words; class right for {right:.3f} of those kept aside that have one class")
        tensors[language] = weights.astype(np.float16)
    save_file(tensors, str(arguments.output))


if __name__ == "__main__":
    main()
