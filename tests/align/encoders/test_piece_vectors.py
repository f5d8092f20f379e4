"""The table of a static model: what is asked for is what the file has, whatever was asked before."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from align.encoders.piece_vectors import NAME, TOGETHER, PieceVectors
from corpora.errors import InputError


@pytest.fixture
def weights() -> np.ndarray:
    return np.random.default_rng(5).normal(size=(3 * TOGETHER + 7, 6))


@pytest.mark.parametrize("kind", [np.float16, np.float32, np.float64])
def test_rows_are_those_of_the_file(tmp_path: Path, weights: np.ndarray, kind: type) -> None:
    save_file({"other": np.zeros(3, np.float32), NAME: weights.astype(kind)}, str(tmp_path / "m.safetensors"))
    vectors = PieceVectors(tmp_path / "m.safetensors")
    assert vectors.shape == weights.shape
    random = np.random.default_rng(6)
    for count in (1, 2, 0, 50, 500):
        pieces = random.integers(0, len(weights), count).astype(np.int32)
        assert np.array_equal(vectors.table[vectors.places(pieces)], weights.astype(kind).astype(np.float32)[pieces])
    last = np.array([len(weights) - 1], np.int32)
    assert np.array_equal(vectors.table[vectors.places(last)], weights.astype(kind).astype(np.float32)[last])


def test_a_model_that_changes_while_it_is_used_is_named(tmp_path: Path, weights: np.ndarray) -> None:
    path = tmp_path / "m.safetensors"
    save_file({NAME: weights.astype(np.float16)}, str(path))
    vectors = PieceVectors(path)
    vectors.places(np.array([3], np.int32))
    os.utime(path, ns=(1, 1))
    assert len(vectors.places(np.array([3], np.int32))) == 1  # known already
    with pytest.raises(InputError, match="has changed since it was opened"):
        vectors.places(np.array([4], np.int32))
    path.unlink()
    with pytest.raises(InputError, match="leave the model as it is"):
        vectors.places(np.array([5], np.int32))
