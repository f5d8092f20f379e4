"""Hard evidence as vectors: what two sentences share that no translation changes.

Every anchor (figure by value, date, symbol, Latin name) becomes a fixed pseudo-random direction, weighted by how
rare it is in the document. Sums over runs are then evidence for runs, exactly as with sentence vectors.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Sequence

import numpy as np

from corpora.arrays import Floats
from corpora.figures import extract_anchors

DIRECTIONS = 96


def evidence_vectors(texts: Sequence[str], language: str) -> Floats:
    """Evidence ``(n, 96)`` of sentences; a row is zero where nothing is hard.

    >>> bool(evidence_vectors(["no figure here"], "en").any())
    False
    """
    keys = [sorted({f"{a.kind}:{a.value}" for a in extract_anchors(text, language)}) for text in texts]
    seen = Counter(key for row in keys for key in row)
    out = np.zeros((len(texts), DIRECTIONS), np.float32)
    for row, found in zip(out, keys, strict=True):
        for key in found:
            row += _direction(key) * (1.0 / math.sqrt(1.0 + math.log(seen[key])))
    return out


_directions: dict[str, Floats] = {}


def _direction(key: str) -> Floats:
    """Eight entries of +-1/sqrt(8), placed by a hash of the key: nearly orthogonal for different keys."""
    found = _directions.get(key)
    if found is None:
        digest = hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=16).digest()
        found = np.zeros(DIRECTIONS, np.float32)
        for k in range(8):
            found[(digest[k] + 31 * k) % DIRECTIONS] = (1.0 if digest[8 + k] & 1 else -1.0) / math.sqrt(8)
        found /= max(float(np.linalg.norm(found)), 1e-6)
        if len(_directions) < 200_000:
            _directions[key] = found
    return found
