"""How many threads the libraries beneath use: bounded, restored, and never against what the user said."""

import subprocess
import sys

import pytest

from corpora.threads import BLAS, POLARS
from tests.calls import environment
from tests.places import ROOT

DOOR = """
import os, sys
sys.argv = ["duizhao", "--version"]
from duizhao.door import main
try:
    main()
except SystemExit:
    pass
print(*(os.environ.get(name) for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "POLARS_MAX_THREADS")))
"""
WITHIN = """
import threading
from threadpoolctl import threadpool_info
from corpora.blas import one_blas_thread

def threads():
    return max(pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas")

import numpy
before = threads()
first, second = one_blas_thread(), one_blas_thread()
first.__enter__()
second.__enter__()
inside = threads()
first.__exit__(None, None, None)  # as two calls at once may end
still = threads()
second.__exit__(None, None, None)
print(before, inside, still, threads())
"""


def printed(program, **said):
    """The last line of a Python program, run where the environment says no more than ``said`` about threads."""
    kept = {name: value for name, value in environment().items() if name not in (*BLAS, POLARS)}
    done = subprocess.run(
        [sys.executable, "-c", program], env=kept | said, cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()[-1].split()


@pytest.mark.parametrize(
    ("said", "blas", "openmp"),
    [
        ({}, "1", "None"),
        ({"OPENBLAS_NUM_THREADS": "3"}, "3", "None"),
        ({"OMP_NUM_THREADS": "2"}, "None", "2"),
        ({"MKL_NUM_THREADS": "2"}, "None", "None"),
    ],
)
def test_the_door_bounds_what_the_user_left_open(said, blas, openmp):
    one, other, polars = printed(DOOR, **said)
    assert (one, other) == (blas, openmp)
    assert 1 <= int(polars) <= 4
    assert printed(DOOR, POLARS_MAX_THREADS="7")[-1] == "7"


def test_a_function_of_the_library_leaves_blas_as_it_was():
    before, inside, still, after = map(int, printed(WITHIN))
    assert (inside, still, after) == (1, 1, before)
    assert printed(WITHIN, OPENBLAS_NUM_THREADS="2")[:2] == ["2", "2"]
