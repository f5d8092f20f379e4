"""A Han character that stands twice where a word has it once: 作作为, 委员员会."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from corpora.text import HAN_RUN, read_words
from glossary.finding import Span
from glossary.rows import Rows
from glossary.words import code_points, han_places, words_of

# what ends a name or a word and begins the next one: 特派团团长, 所在国国民, 年年底; or stands twice by itself: 男男, 南南, 泛泛
_MEETING = frozenset(
    "团国市省县州区乡镇村会党部院校局处司所厅室社军队报人年月日天法权家长员者性化的地得之男女南北东西泛裸生活多少大小上下中外内前后左右本各每某该此其"
    "〇一二三四五六七八九十百千万亿两半几数第点分件条款项目录级类组层次科系站港岛河江湖海山路街道门口号线网站台期版集册页章节篇部首只"
    "不无非未没有是在和与及对为将被把并或从由向就而了着过到说看想试谈问听等问走笑哭好真慢快轻重高低远近早晚常时刻往往渐仅恰刚偏默悄暗明微统通种样个件"
    "爸妈爷奶哥姐弟妹叔伯公婆宝星哈呵嘿嘻啦呀啊咯嗯唉喂咚叮滴哗轰冬乒乓的哒"
)
_PREPOSITIONS = frozenset("以于为")  # which words end with, and phrases begin with
_SMALL = frozenset(read_words(__package__, "behind_any.txt"))  # words that go on behind any other
_ALONE = frozenset(
    "的了在和与及为是将被把并或从由向就而以于其各也都还又再已曾可能应会要须让使令对等"
)  # words of one character


def doubled_characters(rows: Rows) -> Iterator[tuple[int, Span, str]]:
    """Rows (from 1) with a character too many: beside a word that ends or begins with it, it is no word of its own.

    >>> from corpora.bitext import Pair
    >>> pairs = [Pair("A/99/1", 1, "港务局作作为新成员", "As a new member"), Pair("A/99/1", 2, "大会会议", "Meetings of the Assembly")]
    >>> list(doubled_characters(Rows.of(pairs)))
    [(1, (3, 5), '作')]
    """
    chosen = rows.bilingual
    texts = rows.simplified
    runs = [
        (row, match.start(), match[0])
        for row in _with_twins(texts)
        if chosen[row]
        for match in HAN_RUN.finditer(texts[row])
        if any(a == b for a, b in pairwise(match[0]))
    ]
    for (row, start, _), words in zip(runs, words_of([run for *_, run in runs]), strict=True):
        for place, _character in _too_many(words):
            span = start + place, start + place + 2
            yield row + 1, span, rows.texts("zh")[row][span[0]]


def _with_twins(texts: Sequence[str]) -> list[int]:
    """Texts in which a Han character stands beside itself."""
    codes = code_points("\n".join([*texts, ""]))
    twins = np.flatnonzero((codes[1:] == codes[:-1]) & han_places(codes[1:]))
    ends = np.cumsum([len(text) + 1 for text in texts])
    found: list[int] = np.unique(np.searchsorted(ends, twins, side="right")).tolist()
    return found


def _too_many(words: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The places of two equal characters of which one stands alone beside the word of the other."""
    run, at = "".join(words), 0
    for k, (one, other) in enumerate(pairwise(words)):
        at += len(one)
        character = other[0]
        if one[-1] != character or character in _MEETING or (len(one) == 1) == (len(other) == 1):
            continue
        if len(one) > 1 and other in _PREPOSITIONS:
            continue  # 得以以可持续的方式
        known = not k or len(words[k - 1]) > 1 or words[k - 1] in _ALONE or other in _SMALL
        if len(one) == 1 and not known:
            continue  # the end of a word that is not known: 爱乐乐团
        before, behind = run[at - 2 : at - 1] if at > 1 else "", run[at + 1 : at + 3]
        pattern = behind[:1] in ("的", "地") or behind[:1] == behind[1:]  # 赤裸裸的, 实实在在
        if before != "一" and not pattern:
            yield at - 1, character
