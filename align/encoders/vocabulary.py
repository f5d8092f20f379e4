"""The pieces of a static model: how they are learnt from text, and what they are made of.

A piece that is rare in training still has known parts: 占领国 holds 占领, ``occupier`` begins like ``occupied``. During
training the vector of a piece is its own plus the mean of the vectors of its parts; afterwards both are added into
one table, so that nothing of it costs time when texts are encoded (compare fastText, Bojanowski et al. 2017,
arXiv 1607.04606).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

from align.encoders.pieces import SPLIT
from corpora.arrays import Ragged
from corpora.text import is_han

UNKNOWN = "[UNK]"


def train_tokenizer(texts: Iterable[str], vocabulary: int) -> Tokenizer:
    """A joint Unigram vocabulary over both languages, lower case, NFKC inside (never in output).

    Kudo 2018, arXiv 1804.10959. The shape is the one that :mod:`align.encoders.pieces` reads fast.
    """
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Split(Regex(SPLIT), "isolated")]
    )
    trainer = trainers.UnigramTrainer(
        vocab_size=vocabulary, unk_token=UNKNOWN, special_tokens=[UNKNOWN], max_piece_length=16, show_progress=False
    )
    tokenizer.train_from_iterator(texts, trainer)
    # scores of four digits: the tokenizers library reads longer ones a last bit off, and ties would fall differently
    settings = json.loads(tokenizer.to_str())
    settings["model"]["vocab"] = [[piece, round(score, 4)] for piece, score in settings["model"]["vocab"]]
    rounded: Tokenizer = Tokenizer.from_str(json.dumps(settings, ensure_ascii=False))
    return rounded


def parts(piece: str) -> list[str]:
    """The parts of a piece: characters and their pairs in Han, letter runs of 4 and 5 and the beginning elsewhere.

    >>> parts("占领国")
    ['占', '领', '国', '占领', '领国']
    >>> parts("wall")
    ['<wal', 'wall', 'all>', '<wall', 'wall>', '^wall']
    """
    if is_han(piece):
        return [*piece, *(piece[k : k + 2] for k in range(len(piece) - 1))] if len(piece) > 1 else []
    if not piece.isalpha() or len(piece) < 4:
        return []
    word = f"<{piece}>"
    return [word[k : k + size] for size in (4, 5) for k in range(len(word) - size + 1)] + ["^" + piece[:5]]


def composition(pieces: Sequence[str]) -> tuple[Ragged, int]:
    """Numbers of the parts of every piece, and how many parts there are; parts of one piece only are left out."""
    found = [parts(piece) for piece in pieces]
    counts = Counter(part for row in found for part in set(row))
    number = {part: k for k, part in enumerate(sorted(part for part, count in counts.items() if count > 1))}
    rows = [[number[part] for part in row if part in number] for row in found]
    flat = np.fromiter((k for row in rows for k in row), np.int32)
    return Ragged.from_counts(flat, np.fromiter(map(len, rows), np.int64, len(rows))), len(number)
