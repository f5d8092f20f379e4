"""The names and titles that come with the program: right beside each other, wrong beside any other."""

from itertools import pairwise

import pytest

from corpora.bitext import Pair
from glossary.checks.base import Material
from glossary.checks.names.known_names import known_names, known_titles
from glossary.checks.run import run_checks
from glossary.checks.selection import Selection
from glossary.rows import Rows


def forms(concept, language):
    return [term.text for term in concept.of(language)]


def found(rows):
    pairs = [Pair(f"A/99/{k}", 1, zh, en, link="1-1") for k, (zh, en) in enumerate(rows, start=1)]
    selection = Selection(select=("T106", "T111", "T112", "P111"))
    return {f.segment: (f.code, f.zh, f.en) for f in run_checks(Material(Rows.of(pairs)), selection)}


@pytest.mark.thorough("every name beside every other")
def test_every_form_of_a_name_is_right_beside_every_other():
    names = [
        (f"{zh}的报告已提交。", f"The report of {en} was submitted.")
        for concept in known_names()
        for zh in forms(concept, "zh")
        for en in forms(concept, "en")
    ]
    titles = [
        (f"《{zh}》第三条。", f"Article 3 of the {en}.")
        for concept in known_titles()
        for zh in forms(concept, "zh")
        for en in forms(concept, "en")
    ]
    assert len(names) > 900
    assert len(titles) > 80
    assert found([*names, *titles]) == {}


def test_nearly_every_name_is_wrong_beside_the_next_one():
    names = known_names()
    rows = [
        (f"{one.preferred('zh')}的报告已提交。", f"The report of {other.preferred('en')} was submitted.")
        for one, other in pairwise(names)
    ]
    assert len(found(rows)) >= 0.95 * len(rows)


def test_nearly_every_title_is_wrong_beside_the_next_one():
    titles = known_titles()
    rows = [
        (f"《{one.preferred('zh')}》第三条。", f"Article 3 of the {other.preferred('en')}.")
        for one, other in pairwise(titles)
    ]
    assert len(found(rows)) >= 0.9 * len(rows)
