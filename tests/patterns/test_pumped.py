"""Every pattern on texts made to be hard for it: what each of its repeats takes, over and over, and an end that fails."""

import re
import time

import pytest

from tests.patterns.ambiguity import PREFIX, Graph, leading
from tests.patterns.bounded import SHORT_NAMES
from tests.patterns.collect import every_pattern
from tests.patterns.test_patterns import is_short, samples

ENDS = ("", "!", "\x00", "中", "é", ">", "1", "a", " ", "\n")
"""What stands behind a run: most patterns fail at one of these."""
SIZE = 20_000
SECONDS = 0.6
"""A pattern that looks at every character some times needs a hundredth of it; one that is quadratic needs more."""
ALPHABET = 12
"""Characters of a repeat that are tried one by one."""


def way_to(graph, number):
    """A short text that leads from the beginning into a loop."""
    reach, seen = leading(graph, number), {}
    todo = [((PREFIX, graph.machine.outside), "")]
    while todo:
        state, text = todo.pop(0)
        if state in seen:
            continue
        seen[state] = text
        if graph.component[state] == number:
            return text
        for mask, target in graph.next[state]:
            if target in reach and target[0] != PREFIX:
                todo.append((target, text + graph.machine.letters[(mask & -mask).bit_length() - 1]))
    return ""


def hard_texts(pattern, flags):
    """Texts for all repeats of a pattern: once its beginning, then what it repeats, or both over and over."""
    graph = Graph(pattern, flags)
    for number in graph.loops():
        before = way_to(graph, number)
        takes = 0
        for place, _ in graph.members[number]:
            takes |= graph.machine.places[place].takes
        letters = [c for k, c in enumerate(graph.machine.letters) if takes >> k & 1][:ALPHABET]
        runs = [*letters, "".join(letters[:3]), before or "x"]
        for end in ENDS[:4]:
            yield from (before + run * (SIZE // len(run)) + end for run in runs)
        yield from ((before + letter) * (SIZE // (len(before) + 1)) + "!" for letter in letters[:4])


def seconds(one, text):
    """How long the pattern takes on a text, used as the program uses it."""
    compiled = re.compile(one.pattern, one.flags)
    text = text.encode("utf-8", "replace") if isinstance(one.pattern, bytes) else text
    began = time.process_time()
    if one.searched:
        for _ in compiled.finditer(text):
            pass
    if one.matched:
        compiled.match(text)
        compiled.fullmatch(text)
    return time.process_time() - began


@pytest.mark.slow("hundreds of patterns, each on dozens of long texts")
def test_no_text_is_hard():
    slow = {}
    for one in every_pattern(samples()):
        if is_short(one.pattern):
            continue
        for text in hard_texts(one.pattern, one.flags):
            took = seconds(one, text)
            if took > SECONDS and min(took, seconds(one, text)) > SECONDS:
                slow[one.shown] = f"{took:.1f} s on {text[:40]!r}...{text[-5:]!r}"
                break
    assert not slow


def test_the_list_of_what_is_short_names_its_bounds():
    assert all(SHORT_NAMES.values())
