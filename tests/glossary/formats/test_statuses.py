"""The status of a term, in the words of other tools: what forbids is never read as approval, nor is what nobody knows."""

import pytest

from glossary.formats.reading import status_of
from glossary.formats.registry import load
from glossary.losses import Losses
from tests.glossary.formats.foreign import tbx_v2


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("preferredTerm-admn-sts", "preferred"),
        ("Approved", "preferred"),
        ("admittedTerm", "admitted"),
        ("Not Recommended", "deprecated"),
        ("not-recommended", "deprecated"),
        ("FORBIDDEN", "deprecated"),
        ("do not use", "deprecated"),
        ("不推荐", "deprecated"),
        ("obsolete", "superseded"),
        ("曾用名", "superseded"),
        ("已废弃", "superseded"),
        ("已停用", "deprecated"),
        ("棄用", "deprecated"),
        ("首选术语", "preferred"),
        ("推薦", "preferred"),
        ("in quarantine", None),
        ("draft", None),
        ("not approved", None),
        ("待定", None),
    ],
)
def test_words(word, status):
    losses = Losses()
    assert status_of(word, "c1", losses) == status
    assert bool(losses.listed()) == (status is None)


@pytest.mark.parametrize(
    ("notes", "status"),
    [
        ('<termNote type="forbidden">true</termNote><termNote type="preferred">false</termNote>', "deprecated"),
        ('<termNote type="preferred">true</termNote><termNote type="status">New</termNote>', "preferred"),
        ('<termNote type="forbidden">false</termNote>', "admitted"),
        ('<termNote type="usageStatus">notRecommended</termNote>', "deprecated"),
        ('<termNote type="normativeAuthorization">supersededTerm</termNote>', "superseded"),
        ('<termNote type="administrativeStatus">admittedTerm-admn-sts</termNote><termNote type="forbidden">1</termNote>', "deprecated"),
    ],
)  # fmt: skip
def test_flags_and_notes_of_tbx(tmp_path, notes, status):
    entry = f'<langSet xml:lang="en"><tig><term>harbour</term>{notes}</tig></langSet><langSet xml:lang="zh"><tig><term>港口</term></tig></langSet>'
    loaded = load(tbx_v2(tmp_path, f'<termEntry id="a">{entry}</termEntry>'))
    (concept,) = loaded.termbase
    assert concept.of("en")[0].status == status
    assert loaded.losses == ()


def test_a_status_that_nobody_understands_approves_nothing(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("zh,en,status\n港口,harbour,approved\n码头,quay,sandboxed\n", "utf-8")
    loaded = load(path)
    assert [concept.preferred("en") for concept in loaded.termbase] == ["harbour"]
    (loss,) = loaded.losses
    assert (str(loss), loss.part) == ("status 'sandboxed' is not known: the term is left out", True)


def test_the_status_of_a_row_speaks_of_the_term_that_differs(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(
        "zh,en,status\n港口,harbour,approved\n港口,haven,not recommended\n旧港,old port,forbidden\n", "utf-8"
    )
    first, second = load(path).termbase
    assert [(term.text, term.status) for term in first.terms] == [
        ("港口", "preferred"),
        ("harbour", "preferred"),
        ("haven", "deprecated"),
    ]
    assert {term.status for term in second.terms} == {"deprecated"}
