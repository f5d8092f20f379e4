"""No regular expression of the program takes more time than its text is long, or what it sees is short."""

import re

import pytest

from tests.patterns.ambiguity import troubles
from tests.patterns.bounded import SHORT, SHORT_NAMES
from tests.patterns.collect import every_pattern, modules

FOUND_IN_CONSTANTS = (
    ("corpora.page.forms", "patterns"),
    ("corpora.repair.notes", "pattern"),
    ("corpora.text.patterns", "self"),
    ("glossary.checks.content.fixed_negatives", "zh"),
    ("glossary.checks.content.fixed_negatives", "en"),
    ("glossary.checks.content.opposites", "zh"),
    ("glossary.checks.content.opposites", "en"),
    ("glossary.checks.form.stray", "pattern"),
    ("glossary.checks.names.confusions", "form"),
    ("glossary.checks.numbers.provisions", "kind"),
    ("glossary.checks.numbers.provisions", "words"),
    ("glossary.checks.names.opening_verbs", "zh"),
    ("glossary.checks.names.opening_verbs", "k"),
    ("glossary.checks.numbers.lost_units", "said"),
    ("glossary.checks.numbers.lost_units", "shared"),
    ("glossary.checks.numbers.units", "zh"),
    ("glossary.checks.numbers.units", "en"),
    ("glossary.checks.numbers.wordings", "patterns"),
    ("glossary.checks.terms.fixed", "en"),
    ("glossary.words.passes", "pattern"),  # one of those that are given, in a group
)


def samples():
    """What stands in patterns that are put together when the program runs."""
    kinds = modules()["glossary.checks.names.confusions"].KINDS
    return dict.fromkeys(FOUND_IN_CONSTANTS) | {
        "corpora.symbol.parse": [{"stem": "a-b"}, {"stem": "a.b"}],
        "glossary.checks.names.bodies": [{"capitals": "WHO|UN Women|UN-Women", "han": "世界卫生组织|世卫组织"}],
        "glossary.checks.names.demonyms": [{"longest": ["Central African", "Malian"]}],
        "glossary.checks.names.opening_verbs": [{"beginnings": ["reaffirm", "emphasi", "not"]}],
        "glossary.checks.names.confusions": [
            {"word": word, "forms": forms, "other_form": form} for word, forms, form in kinds
        ],
        "glossary.checks.names.damaged": [{"name": "A, B"}, {"name": "A"}],
        "glossary.checks.numbers.dates": [{"parts": ["12"]}],
        "glossary.checks.numbers.provisions": [{"value": 12}],
        "glossary.checks.rendered.excuses": [{"name": "大会堂", "inner": "[大会堂]{1,40}"}],
    }


@pytest.fixture(scope="module")
def patterns():
    return every_pattern(samples())


def is_short(pattern):
    """Whether a pattern is in the list of those that see little."""
    named = {vars(modules()[module])[name].pattern for module, name in SHORT_NAMES}
    return pattern in SHORT or pattern in named


def slow(one):
    """What is steep in one pattern, used as the program uses it."""
    found = troubles(one.pattern, one.flags, searched=True) if one.searched else []
    if one.matched:
        found += troubles(one.pattern, one.flags, searched=False, whole=one.whole)
    return found


@pytest.mark.thorough("eight hundred patterns, each as an automaton")
def test_every_pattern_takes_time_in_proportion_to_its_text(patterns):
    assert len(patterns) > 600
    found = {one.shown: slow(one)[:2] for one in patterns if not is_short(one.pattern) and slow(one)}
    assert not found


def test_what_may_be_steep_still_is_and_is_still_there(patterns):
    listed = [one for one in patterns if is_short(one.pattern)]
    assert len(listed) == len(SHORT) + len(SHORT_NAMES)
    assert [one.shown for one in listed if not slow(one)] == []


@pytest.mark.parametrize(
    ("pattern", "kind"),
    [
        (r"(a+)+b", "exponential"),
        (r"(?:a|a)*b", "exponential"),
        (r"(?:a*)*b", "exponential"),
        (r"(?:-?\w+)*!", "exponential"),
        (r"(?s)(?:<!--.*?-->\s*)*<p", "exponential"),
        (r"(?:[a-z]{2}|hans)*1", "exponential"),
        (r"\d+(?:,?\d{1,4})*!", "exponential"),
        (r"^\W+[\w-]+x", "degree 2"),
        (r"^(?:\W+[\w-]+){1,3}x", "degree 6"),
        (r"^\s*,?\s*x", "degree 2"),
        (r"^(.+) .+!", "degree 2"),
        (r"\s+$", "degree 2"),
        (r"[A-Z]+x", "degree 2"),
        (r"“[^”]*”", "degree 2"),
        (r"(?=.*x)y", "degree 2"),
        (r"\b([a-z]+)\1\b", "degree 2"),
        (r"[a-z]{0,99}[a-z]{0,99}x", "degree 1 x 9801"),
    ],
)
def test_a_steep_pattern_is_found(pattern, kind):
    assert any(trouble.kind.startswith(kind) for trouble in troubles(pattern))


@pytest.mark.parametrize(
    "pattern",
    [
        r"\d+",
        r"\d+(?:,\d+)*",
        r"(?<!\s)\s+$",
        r"\b\w+x",
        r"^\s+x",
        r"^\s*+,?\s*+x",
        r"(?:(?<![.\d])|(?<=EUR))\d++x",
        r"[ab](?<![a-z][ab])[a-z]+(?![a-z])",
        r"“[^”]{0,300}”",
        r"<!--(?:[^-]++|-(?!-)|-{2,}+(?!>))*+-{2,}+>",
        r"(?s)<!--.*?(?:-->|\Z)",
        r"^(?>(?:a|b c?)*)",
        r"\b([a-z]++) \1\b",
        r"(?:[,;](?!\d))+",
    ],
)
def test_a_pattern_that_can_be_read_in_one_way_is_left_alone(pattern):
    assert troubles(pattern) == []


def test_flags_count():
    assert troubles(r"^(?:[a-z]+|[A-Z]+)*1") != []
    assert troubles(r"^(?:[a-z]++|[A-Z]++)*+1") == []
    assert troubles(r"^[a-z]*[A-Z]*1") == []
    assert troubles(r"^[a-z]*[A-Z]*1", re.I) != []
