"""The JSON cases of the checks: what each finds, what it leaves alone, and what is known to go wrong.

A file of ``cases/`` holds ``positive``, ``negative`` and ``known failures`` (each with a ``why``). A case: ``label``; ``rows``:
``[zh, en]`` or ``[zh, en, symbol]``; where needed ``termbase`` (concepts: ``zh``, ``en``, ``deprecated`` as lists of terms),
``against`` (rows of earlier documents), ``model`` (true: with the built-in model), ``select`` (for checks that are off).
``positive``: the check ``code`` reports the rows ``segments`` (default: the first) and no other; ``found`` and ``expected``,
where given, are those of its first finding. ``negative``: no check (with a ``code``: not this one) reports anything.
"""

import json
from pathlib import Path

import pytest

from align.encoders.load import builtin_encoder
from corpora.bitext import Pair
from corpora.exchange.rows import link_of
from glossary.checks.base import Material
from glossary.checks.run import BY_CODE, CHECKS, run_checks
from glossary.checks.selection import Selection
from glossary.concept import Concept, Term, Termbase
from glossary.rows import Rows

FILES = sorted((Path(__file__).parent / "cases").glob("*.json"))
CASES = [(path.stem, json.loads(path.read_text("utf-8"))) for path in FILES]


def params(kind):
    for name, cases in CASES:
        for case in cases.get(kind, ()):
            marks = [pytest.mark.xfail(strict=True, reason=case["why"])] if kind == "known failures" else []
            yield pytest.param(case, marks=marks, id=f"{name}: {case.get('code', '')} {case['label']}")


def rows_of(rows):
    return [
        Pair(symbol[0] if symbol else "A/99/1", k, zh, en, link=link_of(zh, en, (), ()))
        for k, (zh, en, *symbol) in enumerate(rows, start=1)
    ]


def concept_of(number, case):
    deprecated = case.get("deprecated", [])
    terms = [
        Term(text, language, "deprecated" if text in deprecated else "admitted" if place else "preferred")
        for language in ("zh", "en")
        for place, text in enumerate(case.get(language, []))
    ]
    return Concept(f"c{number}", tuple(terms))


def findings(case):
    termbase = None
    if "termbase" in case:
        termbase = Termbase.of(concept_of(k, one) for k, one in enumerate(case["termbase"], start=1))
    encoder = builtin_encoder() if case.get("model") else None
    against = Rows.of(rows_of(case["against"])) if "against" in case else None
    material = Material(Rows.of(rows_of(case["rows"]), encoder), termbase, None, against)
    return run_checks(material, Selection(extend=case.get("select", ())))


@pytest.mark.parametrize("case", list(params("positive")))
def test_a_fault_is_found(case):
    mine = [f for f in findings(case) if f.code == case["code"]]
    assert sorted({f.segment for f in mine}) == case.get("segments", [1])
    for name in ("found", "expected"):
        assert name not in case or getattr(mine[0], name) == case[name]
    assert all(f.message and f.message_zh for f in mine)
    for f in mine:
        assert all(0 <= a < b <= len(f.zh) for a, b in f.zh_spans)
        assert all(0 <= a < b <= len(f.en) for a, b in f.en_spans)


@pytest.mark.parametrize("case", list(params("negative")))
def test_what_is_right_is_left_alone(case):
    assert [(f.code, f.message) for f in findings(case) if case.get("code", f.code) == f.code] == []


@pytest.mark.parametrize("case", list(params("known failures")))
def test_known_failures(case):
    assert [f.code for f in findings(case) if case.get("code", f.code) == f.code] == []


def test_cases_name_checks_that_exist():
    assert {c["code"] for _name, cases in CASES for kind in cases.values() for c in kind if "code" in c} <= set(BY_CODE)


def test_every_check_has_a_case():
    elsewhere = {
        "N103": "pairs.json",
        "T103": "corpora/samples/faults.json",
        "T104": "as T103",
        "P113": "rules of one's own: test_checklist.py",
    }
    found = {case["code"] for _name, cases in CASES for case in cases["positive"]}
    assert not set(BY_CODE) - found - set(elsewhere)
    assert len(BY_CODE) == len(CHECKS), "two checks have one code"
