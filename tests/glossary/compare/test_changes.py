"""Where two texts differ: the parts put together are the texts, and what is marked is what changed."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from glossary.compare.changes import changed_parts

TEXTS = st.text(alphabet="ab 1甲乙。\n", max_size=40)


@given(TEXTS, TEXTS)
def test_the_parts_are_the_texts(old, new):
    both = changed_parts(old, new)
    assert ["".join(text for text, _ in side) for side in both] == [old, new]
    assert all(one[1] != other[1] for side in both for one, other in pairwise(side))
    if old == new:
        assert not any(changed for side in both for _, changed in side)


def test_a_text_that_is_too_long_is_shown_whole():
    assert changed_parts("a" * 20_001, "b") == ([("a" * 20_001, True)], [("b", True)])
