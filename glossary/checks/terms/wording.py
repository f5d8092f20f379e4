"""Whether two wordings of a term are two renderings: more than an inflection, a part, an acronym or another order of one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from corpora.text import HAN_CHARACTER, read_lists
from glossary.checks.rendered import initials, short_form
from glossary.finding import Span
from glossary.words import HAN_RUN, STOP_EN, Token, is_acronym, is_chinese_term, is_subsequence, tokens, words

_LISTS = read_lists(__package__, "verbs.tsv")
VERBS_ZH = frozenset(_LISTS["zh"])
VERBS_EN = frozenset(_LISTS["en"])
_LONGER_ZH = frozenset("次副非准亚超跨多前反")
"""Characters before a Chinese term that make another word of it: 次区域组织."""
_FIGURES = re.compile(r"\d+")
_JOINERS = re.compile("[\u00ad\u200b-\u200d\u2060]")
_STEM = 5  # letters of a word, whatever its ending
LONGEST_RUN = 40  # characters round a place that are cut into words


def tells(usual: str, rival: str, language: str) -> bool:
    """Whether a rendering says it in other words: more than an inflection, a part, an addition, another order of the usual one.

    >>> tells("gender equality", "gender", "en"), tells("Central Africa", "Central African", "en")
    (False, False)
    >>> tells("buffer zone", "separation area", "en"), tells("流动限制", "行动限制", "zh"), tells("统计数据", "统计", "zh")
    (True, True, False)
    >>> tells("United Nations country team", "UN Country Teams", "en"), tells("金融稳定", "稳定金融", "zh")
    (False, False)
    """
    if Counter(_FIGURES.findall(usual)) != Counter(_FIGURES.findall(rival)):
        return False
    if language == "zh":
        one, other = ("".join(HAN_CHARACTER.findall(text)) for text in (usual, rival))
        here, there = Counter(one), Counter(other)
        return (
            len(other) + 1 >= len(one)
            and not (here <= there or there <= here or is_subsequence(one, other) or is_subsequence(other, one))
            and not short_form(usual, rival)
            and not short_form(rival, usual)
        )
    mine, theirs = _stems(_written_out(usual, rival)), _stems(_written_out(rival, usual))
    if len(theirs) < min(2, len(mine)) or mine <= theirs or theirs <= mine:
        return False
    return {_bare(word) for word in mine} != {_bare(word) for word in theirs}


def _stems(text: str) -> set[str]:
    return {word.folded[:_STEM] for word in tokens(_JOINERS.sub("", text)) if word.folded not in STOP_EN}


def _bare(stem: str) -> str:
    """A stem without what only says how near or how large: sub-Saharan, subregional."""
    return stem.removeprefix("sub").removeprefix("-")


def _written_out(text: str, other: str) -> str:
    """A text with its acronyms as the words of the other that they stand for.

    >>> _written_out("UN system", "United Nations system"), _written_out("WHO system", "United Nations system")
    ('United Nations system', 'WHO system')
    """
    theirs = other.split()
    for word in text.split():
        if not is_acronym(word):
            continue
        for start in range(len(theirs)):
            for end in range(start + 2, len(theirs) + 1):
                if word.removesuffix("s") in initials(" ".join(theirs[start:end])):
                    text = text.replace(word, " ".join(theirs[start:end]))
    return text


def names_something(text: str, language: str) -> bool:
    """Whether a phrase can be a term by what it begins and ends with: no verb, no participle before a preposition.

    >>> [names_something(text, "en") for text in ("Secretary-General states", "envisaged in the Charter", "buffer zone")]
    [False, False, True]
    >>> names_something("秘书长指出", "zh"), names_something("继续协助", "zh"), names_something("缓冲区", "zh")
    (False, False, True)
    """
    if language == "zh":
        han = "".join(HAN_CHARACTER.findall(text))
        return not (han.startswith(tuple(VERBS_ZH)) or han.endswith(tuple(VERBS_ZH - {han})))
    found = tokens(text)
    return bool(found) and not (_is_verb(found[0], text) or _is_verb(found[-1], text) or _participle(found))


def _is_verb(word: Token, text: str) -> bool:
    return word.text.islower() and " " in text and word.folded in VERBS_EN


def _participle(found: Sequence[Token]) -> bool:
    """Whether a phrase begins with a participle that a preposition follows, or ends with one behind a preposition."""
    if len(found) < 2:
        return False
    small = [word.text.lower() in STOP_EN for word in found]
    return (found[0].text.endswith("ed") and small[1]) or (found[-1].text.endswith("ing") and small[-2])


def part_of_longer(text: str, place: int) -> bool:
    """Whether a Chinese term at this place is the end of a longer word.

    >>> part_of_longer("次区域组织参加", 1), part_of_longer("各区域组织", 1)
    (True, False)
    """
    return place > 0 and text[place - 1] in _LONGER_ZH


def whole_phrase(text: str, part: str, usual: str, language: str) -> str:
    """A rendering as it stands whole in its text: to the ends of its words, and with what the usual one has behind it.

    >>> whole_phrase("the complete elimination of nuclear weapons by", "elimination of nuclear", "total elimination of nuclear weapons", "en")
    'elimination of nuclear weapons'
    >>> whole_phrase("in sub-Saharan Africa", "Saharan Africa", "sub-Saharan Africa", "en")
    'sub-Saharan Africa'
    >>> whole_phrase("和平解决国家间争端的问题", "和平解决国家间争", "和平解决争端", "zh")
    '和平解决国家间争端'
    """
    at = text.lower().find(part.lower())
    if at < 0 or not part:
        return part
    start, end = (_whole_han if language == "zh" else _whole_english)(text, (at, at + len(part)), usual)
    return text[start:end]


def _whole_han(text: str, span: Span, _usual: str) -> Span:
    start, end = span
    low = start
    while low > 0 and start - low < LONGEST_RUN and HAN_RUN.match(text[low - 1]):
        low -= 1
    run = HAN_RUN.match(text, low, end + LONGEST_RUN)
    edges = [low]
    for word in words(run.group()) if run else ():
        edges.append(edges[-1] + len(word))
    first = max((edge for edge in edges if edge <= start), default=start)
    last = min((edge for edge in edges if edge >= end), default=end)
    return (first, last) if is_chinese_term(text[first:last]) else span


def _whole_english(text: str, span: Span, usual: str) -> Span:
    start, end = span
    while start > 0 and re.match(r"[\w‑\u00ad\u200b-\u200d-]", text[start - 1]):
        start -= 1
    behind = {word.folded for word in tokens(usual)} - {word.folded for word in tokens(text[start:end])}
    after = next(iter(tokens(text[end : end + LONGEST_RUN])), None)
    if after and after.folded in behind and not text[end : end + after.start].strip():
        end += after.end
    return start, end
