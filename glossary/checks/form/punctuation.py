"""Widths of punctuation marks, spaces beside Han, punctuation marks at the end: judged by what the rest of the document does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from corpora.arrays import Ints, Longs
from corpora.bitext import Pair
from corpora.text import HAN, LANGUAGE_NAMES, LANGUAGE_NAMES_ZH, TO_TEN, late
from glossary.checks.base import Check, Material
from glossary.checks.form.quotation_kinds import other_quotes
from glossary.finding import Finding, Severity
from glossary.rows import Key, Rows
from glossary.words import words

_WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", ".": "。"}
_HALF_MARK = late(
    rf"[,;:?!.](?:(?<=[{HAN}”》）][,;:?!])(?=[{HAN}“《])|(?<=[{HAN}].)(?=\s*$)|(?<=[{HAN}]\.)(?=[{HAN}]))"
)
_WIDE_MARK = late(f"[，；：？！。](?<=[{HAN}”》）)].)")
_WIDE_IN_ENGLISH = late("[，。；：？！（）［］％＋－＝０-９Ａ-Ｚａ-ｚ、《》【】]+")
_WIDE_ALNUM = late("[０-９Ａ-Ｚａ-ｚ]+")
_MIXED_PAIR = late(r"（[^()（）]*\)|\([^()（）]*）")
_HAN_SPACE = late(
    r"[ \u00a0\u3000]"
    rf"(?:(?<=[{HAN}].)[ \u00a0\u3000]*(?=[{HAN}，。；：、？！）》”])|(?<=[（《“].)[ \u00a0\u3000]*(?=[{HAN}]))"
)
_HEADING = late(
    rf"^\s*(?:[【\[]?第[{TO_TEN}百\d]+[章节编部分条款]+|附件|附录|[{TO_TEN}]{{1,3}}|[A-Za-z\d.()]{{1,6}}|注|表|图|方框)[{TO_TEN}\d]*[】\]]?[ \u00a0\u3000]"
)
_SPACED = late(rf"(?:(?<![{HAN}])[{HAN}][ \u00a0\u3000]+)(?=[{HAN}](?![{HAN}]))")
_AFTER_FOOTNOTE = late(r"[ \u00a0\u3000]+[的和及与以中是在上下内所并而或等将对向为]")
_END = {
    "zh": late(r"(?:[。？！…：；，、?!:;]|[.,](?:(?<=[^\d\s][.,])|(?!\d)))[”’」』）)\[\]\"'》\s\d]*$"),
    "en": late(r"(?:[?!…:;]|[.,](?:(?<=[^\d\s][.,])|(?!\d)))[”’»)\[\]\"'\s\d]*$"),
}
_ABBREVIATED = late(
    r"(?:\b(?:[A-Za-z]|arts?|paras?|No|Nos|vol|p|pp|Inc|Ltd|Co|etc|al|ed|eds|cf|[ap]\.m)\.|\d\.)[)\]\s\d]*$"
)
"""What ends with a full stop that is no end of a sentence."""
_VERB = 9  # characters: the verb that a paragraph begins with is set in italics, and a space is left of that
_RARE = 20  # rows: fewer rows a space, and the document writes spaces
_AGREEING = 2  # rows that end alike in both versions, from which one that does not is a slip
_FEW = 4  # a habit: so many times as often as its opposite

Counts = tuple[int, ...]


class Habits(NamedTuple):
    """Counts of a habit: of each row ``(n, k)``, and of each row's document ``(n, k)``."""

    rows: Ints
    documents: Longs


HABITS: Key[Habits] = Key("habits of documents")


def _habits(material: Material, count: Callable[[Pair], Counts]) -> Habits:
    """Counts of a habit, kept for the checks that share it."""

    def build(rows: Rows) -> Habits:
        width = len(count(Pair("", 1, "", "")))
        found = np.array([count(pair) for pair in rows], np.int32).reshape(len(rows), width)
        totals = np.zeros((len(rows.symbols), found.shape[1]), np.int64)
        np.add.at(totals, rows.document, found)
        return Habits(found, totals[rows.document])

    return material.rows.derived(HABITS.of(count), build)


def _widths(pair: Pair) -> Counts:
    """Half-width and full-width marks behind Han characters."""
    return sum(1 for _ in _HALF_MARK.finditer(pair.zh)), len(_WIDE_MARK.findall(pair.zh))


def _finding(check: Check, material: Material, row: int, side: str, span: tuple[int, int], *texts: str) -> Finding:
    text = getattr(material.pairs[row - 1], side)
    near = text[max(span[0] - 6, 0) : span[1] + 6].strip()
    message, message_zh, expected = texts
    return check.finding(
        material,
        row,
        f"{message} in the {LANGUAGE_NAMES[side]} version: {near}",
        f"{LANGUAGE_NAMES_ZH[side]}{message_zh}：{near}",
        zh_spans=[span] if side == "zh" else (),
        en_spans=[span] if side == "en" else (),
        expected=expected,
        found=near,
    )


def check_widths(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: finds half-width punctuation marks between Han characters in a document that otherwise writes
    full-width ones, a bracket pair of which one is full-width, and full-width punctuation marks, letters or digits in English. A
    quotation mark of another kind than the document writes ("否" among “是” and “好”) is found in either version.

    Brackets of symbols and years, (A/50/605) and (2004), are half-width by the rules of the United Nations and are left
    alone.

    Why it matters: mixed widths look careless, and a search for one form misses the other.

    Wrong: 会议决定,该港继续关闭。

    Right: 会议决定，该港继续关闭。

    What to do: type the punctuation mark in the width of the rest of the document.
    """
    here, documents = _habits(material, _widths)
    half, wide = documents.T
    rare = (here[:, 0] > 0) & (half * _FEW <= wide)
    for row, pair in material.bilingual():
        for match in _HALF_MARK.finditer(pair.zh) if rare[row - 1] else ():
            wanted = _WIDE[match.group()]
            text = f"half-width “{match.group()}” for “{wanted}”", f"半角“{match.group()}”应作全角“{wanted}”", wanted
            yield _finding(check, material, row, "zh", match.span(), *text)
        for match in _WIDE_ALNUM.finditer(pair.zh):
            text = "full-width letters or digits", "中有全角字母或数字", _narrow(match.group())
            yield _finding(check, material, row, "zh", match.span(), *text)
        mixed = ("（" in pair.zh and ")" in pair.zh) or ("）" in pair.zh and "(" in pair.zh)
        for match in _MIXED_PAIR.finditer(pair.zh) if mixed else ():
            text = "a bracket pair of two widths", "中括号全角半角不一致", f"（{match.group()[1:-1]}）"
            yield _finding(check, material, row, "zh", match.span(), *text)
        for match in _WIDE_IN_ENGLISH.finditer(pair.en) if not pair.en.isascii() else ():
            text = "full-width characters", "中有全角字符", _narrow(match.group())
            yield _finding(check, material, row, "en", match.span(), *text)
    for row, side, span, mark, wanted in other_quotes(material.rows):
        text = f"the quotation mark “{mark}” for “{wanted}”", f"引号“{mark}”应作“{wanted}”", wanted
        yield _finding(check, material, row, side, span, *text)


def _narrow(text: str) -> str:
    return "".join(
        chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else {"。": ".", "、": ",", "《": "“", "》": "”"}.get(c, c)
        for c in text
    )


def _spaces(pair: Pair) -> Counts:
    """Spaces beside Han characters, and one row."""
    return len(_HAN_SPACE.findall(pair.zh)), 1


def check_spaces(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: finds a space between two Han characters, or between a Han character and a Chinese punctuation
    mark, in a document that otherwise writes none; in a short one, a space within a word.

    Left alone: headings (第一章 导言), a space after the first words of a paragraph (left of italics), a space before a
    function word (left of a footnote mark), names and titles that are set wide (李 明), rows with several such spaces
    (tables). Spaces beside figures and Latin letters follow house rules and are not judged.

    Why it matters: such spaces come from line breaks of the original; they split words, so that searches miss them.

    Wrong: 各会员 国应当提出报告。

    Right: 各会员国应当提出报告。

    What to do: delete the space.
    """
    here, documents = _habits(material, _spaces)
    spaces, rows = documents.T
    rare = (here[:, 0] > 0) & (spaces * _RARE <= rows)
    few = (here[:, 0] > 0) & (spaces <= 2)
    for row, pair in material.bilingual():
        if not (rare[row - 1] or few[row - 1]):
            continue
        places = list(_HAN_SPACE.finditer(pair.zh))
        if len(places) > 2 or not re.search("[，。；：]", pair.zh):
            continue
        heading = _HEADING.match(pair.zh)
        for match in places:
            if (
                match.start() < _VERB
                or (heading and match.end() <= heading.end())
                or _SPACED.match(pair.zh, match.start() - 1)
                or _AFTER_FOOTNOTE.match(pair.zh, match.start())
                or not (rare[row - 1] or _in_a_word(pair.zh, match.span()))
            ):
                continue
            yield _finding(check, material, row, "zh", match.span(), "a space beside Han", "中汉字旁有多余空格", "")


def _in_a_word(text: str, space: tuple[int, int]) -> bool:
    """Whether a space stands within a Chinese word: in a document of few rows, that alone is beyond doubt.

    >>> _in_a_word("若干人 权条约", (3, 4)), _in_a_word("委员会 审议了报告", (3, 4))
    (True, False)
    """
    before, behind = re.search(f"(?<![{HAN}])[{HAN}]+$", text[: space[0]]), re.match(f"[{HAN}]+", text[space[1] :])
    if before is None or behind is None:
        return False
    return len(before[0]) not in accumulate(map(len, words(before[0] + behind[0])))


def _ends(pair: Pair) -> Counts:
    """Whether both sides end with a mark, neither, or one."""
    if not pair.zh.strip() or not pair.en.strip():
        return 0, 0, 0
    zh, en = (bool(_END[side].search(getattr(pair, side))) for side in ("zh", "en"))
    return int(zh and en), int(not zh and not en), int(zh != en)


def check_ends(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: finds the one sentence of a document that ends with a full stop, question or exclamation mark in one version only,
    and a question mark that answers a full stop.

    Why it matters: a punctuation mark lost at the end often means that the end of the sentence is lost.

    Wrong: 会议何时开始。 beside "When does the meeting start?"

    Right: 会议何时开始？ beside "When does the meeting start?"

    What to do: compare the ends of the two sentences.
    """
    both, neither, one = _habits(material, _ends).documents.T
    agree = (one == 1) & (both >= _AGREEING) & (both > neither)
    for row, pair in material.bilingual():
        ends = {side: _END[side].search(getattr(pair, side)) for side in ("zh", "en")}
        zh, en = ends["zh"], ends["en"]
        if zh and en:
            if (zh.group()[0] in "？?") != (en.group()[0] == "?") and {zh.group()[0], en.group()[0]} <= set("。？?."):
                yield _end_finding(check, material, row, zh.group()[0], en.group()[0], zh.span(), en.span())
            continue
        lone = zh or en
        if lone and agree[row - 1] and lone.group()[0] in "。？！.?!" and not _ABBREVIATED.search(pair.en):
            spans = [match.span() if match else None for match in (zh, en)]
            yield _end_finding(check, material, row, zh.group()[0] if zh else "", en.group()[0] if en else "", *spans)


def _end_finding(
    check: Check,
    material: Material,
    row: int,
    zh: str,
    en: str,
    zh_span: tuple[int, int] | None,
    en_span: tuple[int, int] | None,
) -> Finding:
    return check.finding(
        material,
        row,
        f"the sentence ends with {zh or 'no punctuation mark'} in Chinese, with {en or 'no punctuation mark'} in English",
        f"中文{'为“' + zh + '”' if zh else '无标点'}，英文{'为“' + en + '”' if en else '无标点'}",
        zh_spans=[zh_span] if zh_span else (),
        en_spans=[en_span] if en_span else (),
        expected=zh,
        found=en,
    )


_MQM = "Linguistic conventions/Punctuation"
CHECKS = (
    Check("P103", "half- or full-width punctuation mark", "全角半角混用", Severity.NOTE, _MQM, check_widths, "按本文件的写法改为全角或半角。", raw=True),
    Check("P104", "space beside Han", "汉字间多余空格", Severity.NOTE, "Linguistic conventions/Whitespace", check_spaces, "删去空格。", raw=True),
    Check("P109", "punctuation mark at the end", "句末标点不一致", Severity.NOTE, _MQM, check_ends, "对照两句句末，补上或改正标点。", raw=True),
)  # fmt: skip
