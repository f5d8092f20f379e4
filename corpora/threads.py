"""How many threads the libraries of numbers and tables use in a process of ours, said before they are loaded.

The matrices of a document are small: a second thread of BLAS mostly waits, and waits by computing. What the user has set is left
alone. In a process of somebody else: :mod:`corpora.blas`.
"""

from __future__ import annotations

import os

BLAS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
POLARS = "POLARS_MAX_THREADS"
POLARS_THREADS = 4  # tables of some hundred thousand rows give work to no more


def said() -> bool:
    """Whether the environment says how many threads BLAS has."""
    return any(os.environ.get(name) for name in BLAS)


def bound_threads() -> None:
    """One thread for BLAS and a few for polars, where the environment does not say otherwise.

    Not the threads of OpenMP and MKL, which in the wheels that pip installs are torch's alone: a model from a hub uses all cores.
    """
    if not said():
        os.environ.update({"OPENBLAS_NUM_THREADS": "1", "VECLIB_MAXIMUM_THREADS": "1"})
    os.environ.setdefault(POLARS, str(min(os.cpu_count() or 1, POLARS_THREADS)))
