"""The tables of ../shared/cases/checks that come out right, row by row."""

import sys

import pytest

from align.encoders import builtin_encoder
from tests.places import ROOT, SHARED, needs_shared

WHOLE = ("numbers_equal", "numbers_unequal", "traditional", "false_alarms")


@needs_shared("cases", "checks")
@pytest.mark.parametrize("table", WHOLE)
def test_every_row_of_a_table_is_right(table, monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks" / "checks"))
    sys.modules.pop("cases", None)
    import cases

    encoder = builtin_encoder() if table == "false_alarms" else None
    wrong = [
        (case.rows, found)
        for case in cases.cases(SHARED)
        if case.table == table and not cases.is_right(case, found := cases.outcome(case, encoder))
    ]
    assert wrong == []


KNOWN = {"weblate#13678b": "P109, a mark at the end, runs only when it is selected"}


@needs_shared("cases", "checks")
@pytest.mark.thorough("thirty reports, each examined")
def test_reports_of_others_come_out_right(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks" / "checks"))
    sys.modules.pop("cases", None)
    import cases

    reports = [case for case in cases.cases(SHARED) if case.table == "bugreports"]
    wrong = [case.kind for case in reports if not cases.is_right(case, cases.outcome(case, builtin_encoder()))]
    assert set(wrong) <= {*KNOWN, *ELSEWHERE}


ELSEWHERE = {"LT#1264", "weblate#14457"}
"""Marks that are mixed in one document or one pair."""
