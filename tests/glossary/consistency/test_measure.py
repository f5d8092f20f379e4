"""What is measured of one concept: its renderings, and the row that deviates."""

from glossary.concept import Termbase
from glossary.consistency.measure import measure_consistency
from glossary.rows import Rows
from tests.concepts import CEASEFIRE, concept

MECHANISM = concept(
    "c1",
    "停火监测机制",
    "ceasefire monitoring mechanism",
    4,
)


def test_a_deviating_rendering_is_found(aligner):
    result = measure_consistency(Rows.of(CEASEFIRE, aligner.encoder), Termbase.of([MECHANISM]))
    zh = next(c for c in result.concepts if c.language == "zh")
    assert zh.renderings[0].text == "ceasefire monitoring mechanism"
    assert zh.renderings[0].count == 3
    assert zh.rows == 4
    assert zh.rendered + len(zh.open) == 4
    assert [row for r in zh.renderings[1:] for row in r.rows] + list(zh.open) == [6]
    assert 0.5 < zh.dominant_share <= 1
    assert 0 < zh.hhi <= 1
    assert result.micro <= 1
