"""The tables of ../shared/cases/checks that come out right, row by row."""

import sys

import pytest

from align.encoders import builtin_encoder
from tests.places import ROOT, SHARED, needs_shared

WHOLE = ("numbers_equal", "numbers_unequal", "traditional", "false_alarms", "misses", "bugreports")


@needs_shared("cases", "checks")
@pytest.mark.parametrize("table", WHOLE)
def test_every_row_of_a_table_is_right(table, monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks" / "checks"))
    sys.modules.pop("cases", None)
    import cases

    encoder = None if table[:7] in ("numbers", "traditi") else builtin_encoder()
    wrong = [
        (case.rows, found)
        for case in cases.cases(SHARED)
        if case.table == table and not cases.is_right(case, found := cases.outcome(case, encoder))
    ]
    assert wrong == []
