"""What a damaged name leaves behind, which must not count as the name: "Faroe Council" holds a Council and is none.

A word of a name stands for the whole name only where it stands alone: "the Council", "Council resolutions", "Russian
forces" where the Chinese has the forces too. Elsewhere it is a remnant, and is taken out before excuses are looked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpora.text import read_lists
from glossary.checks.rendered.rows import GENERIC
from glossary.finding import Span
from glossary.words import STOP_EN, WORD, fold_word

DETERMINERS = frozenset(
    ("the", "this", "that", "these", "those", "its", "their", "our", "his", "her", "each", "every", "any", "both", "such",
     "no", "a", "an")
)  # fmt: skip
"""Words before the head of a name that stands for the name: the Council, its Council."""
MODALS = frozenset(
    ("can", "could", "did", "do", "does", "had", "has", "have", "may", "might", "must", "shall", "should", "was", "were",
     "will", "would", "is", "are", "be")
)  # fmt: skip
HEADS = frozenset(fold_word(word) for words in read_lists(__package__, "heads.tsv").values() for word in words)
"""Heads of names that stand for the name with an article before them; "the Federation" and "the Islands" do not."""
GENERIC_HEADS = frozenset(fold_word(word) for word in GENERIC)
JOIN = re.compile("[\\s’'-]*")
ADJECTIVE = re.compile("(?:an|ese|ish|ic|ch|[aq]i)$")
AHEAD = 2  # words behind a word of a name, one of which the Chinese has: Russian armed forces
LEAST_HAN = 2  # characters of a beginning


@dataclass(frozen=True, slots=True)
class _Name:
    """Words of an English name, folded: all that mean something, and the one that the others describe."""

    words: frozenset[str]
    head: str
    tail: frozenset[str]


@lru_cache(maxsize=20_000)
def _name(rendering: str) -> _Name | None:
    words = WORD.findall(rendering)
    before = words[: words.index("of")] if "of" in words[1:] else words
    own = [fold_word(word) for word in words if word not in STOP_EN and word != "The"]
    first = [fold_word(word) for word in before if word not in STOP_EN and word != "The"]
    if len(own) < 2 or not first or not all(word[0].isupper() or word.lower() in STOP_EN for word in words):
        return None
    return _Name(frozenset(own), first[-1], frozenset(own) - frozenset(first))


def masked(text: str, spans: Sequence[Span]) -> str:
    """The text with spaces for what stands at these places; offsets stay.

    >>> masked("the Faroe Council", [(10, 17)])
    'the Faroe        '
    """
    parts, at = [], 0
    for start, end in sorted(spans):
        if at < end:
            parts += [text[at:start], " " * (end - max(at, start))]
            at = end
    return "".join([*parts, text[at:]])


def english_remnants(
    renderings: Sequence[str], text: str, said: Callable[[str], bool], shared: Callable[[str], bool]
) -> list[Span]:
    """Words of names in an English text that do not stand for the name.

    ``said``: whether the Chinese text says a word of the text; ``shared``: whether a word is in names of several concepts.

    >>> no = lambda word: False
    >>> [english_remnants(["Security Council"], t, no, no) for t in ("the Faroe Council", "the Council met")]
    [[(10, 17)], []]
    >>> english_remnants(["Russian Federation"], "Russian forces", lambda word: word == "forces", no)
    []
    """
    names = [name for name in map(_name, renderings) if name]
    wanted = frozenset().union(*(name.words for name in names))
    words = [(m.start(), m.end(), m.group(), fold_word(m.group())) for m in WORD.finditer(text)] if names else []
    spans: list[Span] = []
    k = 0
    while k < len(words):
        first = k
        while k < len(words) and words[k][3] in wanted and (k == first or _joined(text, words[k - 1][1], words[k][0])):
            k += 1
        if k == first:
            k += 1
            continue
        left = words[first - 1][2] if first and _joined(text, words[first - 1][1], words[first][0]) else ""
        following = False
        for j in range(k, min(k + AHEAD, len(words))):
            if not _joined(text, words[j - 1][1], words[j][0]) or _is_small(words[j][2]):
                break
            following = following or said(words[j][2])
        run = [word[3] for word in words[first:k]]
        plural = words[k - 1][2].endswith("s")
        lacks_tail = k < len(words) and words[k][2] == "of"
        fit = [name for name in names if not (lacks_tail and name.tail and run[-1] == name.head)]
        if not any(_alone(name, run, left, following, plural, said, shared) for name in fit):
            spans.append((words[first][0], words[k - 1][1]))
    return spans


def _joined(text: str, end: int, start: int) -> bool:
    return JOIN.fullmatch(text, end, start) is not None


def _alone(
    name: _Name,
    run: Sequence[str],
    left: str,
    followed: bool,
    plural: bool,
    said: Callable[[str], bool],
    shared: Callable[[str], bool],
) -> bool:
    """Whether a run of words of a name stands for the name: ``left`` before it, ``followed`` by what the Chinese has."""
    if not name.words.issuperset(run):
        return False
    described = bool(left) and not _is_small(left)
    if described and not said(left):
        return False
    if name.tail.issuperset(run):
        return name.tail.issubset(run) and not any(shared(word) for word in run)
    standing = run[-1] == name.head and run[-1] in HEADS
    if (followed and (standing or (run[-1] != name.head and ADJECTIVE.search(run[-1])))) or (
        len(run) > 1 and run[-1] == name.head
    ):
        return True
    if run[-1] != name.head and run[-1] not in GENERIC_HEADS:
        return False
    return run[-1] in HEADS and (not left or described or left.lower() in DETERMINERS or plural)


def _is_small(word: str) -> bool:
    return word.lower() in STOP_EN or word.lower() in MODALS


def chinese_remnants(renderings: Sequence[str], text: str, terms: Collection[str] = ()) -> list[Span]:
    """Beginnings of Chinese names, half of them or more, that go on otherwise: 执行委 for 执行委员会.

    ``terms``: what stands in the text and is a term itself, no remnant.

    >>> chinese_remnants(["巴基斯坦"], "巴基制度政府"), chinese_remnants(["巴基斯坦"], "巴基斯坦政府")
    ([(0, 2)], [])
    """
    spans: list[Span] = []
    for name in renderings:
        least = max(LEAST_HAN, len(name) - len(name) // 2)
        if len(name) <= least:
            continue
        for match in re.finditer(re.escape(name[:least]), text):
            end = match.end()
            while end < len(text) and end - match.start() < len(name) and text[end] == name[end - match.start()]:
                end += 1
            if end - match.start() < len(name) and text[match.start() : end] not in terms:
                spans.append((match.start(), end))
    return spans
