"""How much more often two things stand together than chance would have it."""

from __future__ import annotations

import numpy as np

from corpora.arrays import Doubles, Longs


def log_likelihood(together: Longs, fe: Longs, fz: Longs, n: int) -> Doubles:
    """Dunning's log-likelihood ratio of the 2 x 2 table of rows; negative association counts as 0.

    >>> bool(log_likelihood(np.array([5]), np.array([5]), np.array([5]), 50)[0] > 30)
    True
    """
    a = together.astype(np.float64)
    b, c = fe - a, fz - a
    d = np.maximum(n - a - b - c, 0)
    total = np.maximum(a + b + c + d, 1)
    result = np.zeros_like(a)
    for cell, row, column in ((a, a + b, a + c), (b, a + b, b + d), (c, c + d, a + c), (d, c + d, b + d)):
        expected = row * column / total
        result += np.where(cell > 0, cell * np.log(np.maximum(cell, 1e-12) / np.maximum(expected, 1e-12)), 0.0)
    return np.where(a * total > (a + b) * (a + c), 2 * result, 0.0)
