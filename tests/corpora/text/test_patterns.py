"""A pattern that is compiled late is what it would be at once."""

import re

from corpora.text import late


def test_a_late_pattern_says_what_it_is_before_it_is_compiled(monkeypatch):
    one = late(r"(?P<number>\d+)", re.I)
    with monkeypatch.context() as patch:
        patch.setattr(re, "compile", None)
        assert one.pattern == r"(?P<number>\d+)"
    assert one.fullmatch("12")["number"] == "12"
    assert one.flags == re.compile(one.pattern, re.I).flags
