"""The numbers that paragraphs, headings and list items of UN documents begin with, in both languages.

Numbered paragraphs have the same number in every language; ``I.`` is ``一.`` or ``一、`` in Chinese, ``A.`` stays ``A.``
(``甲``), ``(a)`` stays or is ``(一)``, ``(i)`` is ``㈠``, ``Article 1`` is ``第一条``. So a value is one of four: a number (``1``),
a Roman number (``I``), a letter (``A``), a number in brackets (``(1)``); within each the languages can be compared.
``一、`` before a whole sentence is the ``1.`` of a treaty, before a heading it is ``I.``.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from corpora.text.han import HAN
from corpora.text.han_numbers import STEMS, TO_TEN, han_value
from corpora.text.patterns import late
from corpora.text.roman import roman_value, to_roman


class ParagraphMark(NamedTuple):
    """The number at the beginning of a paragraph: its value, and where it stands, without the full stop behind it."""

    value: str
    start: int
    end: int


_BRACKETED = "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_UPPER = r"(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})"
_LOWER = r"(?=[ivxl])(?:x{0,3}|xl)(?:ix|iv|v?i{0,3})"
# what may stand before: an opening quotation mark
_OPENING = r"\s*[“\"‘「『]?"
_DOTTED = (
    rf"(?:(?P<digits>\d{{1,3}})\s?[.．、](?!\d)"
    rf"|(?P<han>[{TO_TEN}]{{1,3}})\s?[.．、](?![{TO_TEN}\d])"
    rf"|(?P<roman>{_UPPER})(?:[.．](?=\s|$|[{HAN}])|、)"
    rf"|(?P<letter>[A-Z])(?:[.．](?=\s+[A-Z“\"({HAN}]|\s*$|[{HAN}])|、)"
    rf"|(?P<stem>[{STEMS}])\s?[.．、])"
)
_ROUND = (
    rf"(?:[(（]\s?(?:(?P<inner>\d{{1,2}})|(?P<inner_han>[{TO_TEN}]{{1,3}})|(?P<inner_roman>{_LOWER})|(?P<inner_letter>[a-z]|aa|bb|cc|dd|ee|ff|gg|hh|jj|kk))\s?[)）](?!\s?(?:million|billion|per cent|%|[百千]?[万亿]))"
    rf"|(?P<sign>[{_BRACKETED}]))"
)
_HEADING = (
    rf"(?:第\s?(?P<nth>\d{{1,3}}|[{TO_TEN}百〇零]{{1,7}})\s?(?:条|段|章|节|部分|编)(?=[\s\u3000:：]|$)"
    rf"|(?:Article|Rule|Regulation|Paragraph|Chapter|Section|Part|ARTICLE|CHAPTER|SECTION|PART)\s(?P<of>\d{{1,3}}|{_UPPER})(?=\s*$|[.:]\s|\s[–—-]\s))"
)
_NUMBER = late(rf"{_OPENING}(?P<mark>{_DOTTED}|{_ROUND})")
_ANY = late(rf"{_OPENING}(?P<mark>{_HEADING}|{_DOTTED}|{_ROUND})")
MARK = late(
    rf"(?:\([a-z]{{1,4}}\)|[(（][{TO_TEN}]{{1,3}}[)）]|[(（]\d{{1,2}}[)）]|[{_BRACKETED}]|\d{{1,3}}[.．、](?!\d)|[{TO_TEN}]{{1,3}}(?:、|[.．](?=\s|$|[{HAN}]))|"
    rf"[IVXLC]{{1,5}}\.(?:\s|$)|[A-Z]\.(?:\s+[A-Z{HAN}]|$)|第[{TO_TEN}\d]{{1,4}}[条章节部]|[•●▪■]\s?|[–—-]\s+\S)"
)
"""The beginning of a paragraph with a number or a bullet, for the layout: more than has a value."""


def paragraph_mark(text: str) -> ParagraphMark | None:
    """The number that a paragraph begins with, or ``None``.

    >>> [paragraph_mark(t).value for t in ("１．委员会", "1. The Board", "一、人人平等。", "第一条　范围", "Article 1")]
    ['1', '1', '1', '1', '1']
    >>> [paragraph_mark(t).value for t in ("第一五六条", "第一百零五条", "第二十一条")]
    ['156', '105', '21']
    >>> [paragraph_mark(t).value for t in ("四、结论", "四. 结论", "IV. Conclusions")]
    ['IV', 'IV', 'IV']
    >>> [paragraph_mark(t).value for t in ("B. Findings", "乙、结论", "（三）通过", "(c) To adopt", "(iii) Adopt", "㈢ 通过")]
    ['B', 'B', '(3)', '(3)', '(3)', '(3)']
    >>> paragraph_mark("10.5 tons"), paragraph_mark("U.S. forces"), paragraph_mark("十一月") is None
    (None, None, True)
    """
    match = _ANY.match(text)
    if not match:
        return None
    bare = next((name for name in ("digits", "han", "roman", "letter", "stem") if match[name]), "mark")
    return ParagraphMark(_value(match), *match.span(bare))


_SENTENCE = late(r"[。；！？：;][”’）)]*\s*$")


def is_lone_mark(text: str) -> bool:
    """Whether a line is a paragraph number and nothing else, as extractors leave it before its paragraph.

    >>> [is_lone_mark(t) for t in ("12.", "一、", "(b)", "IV.", "2023", "Article 1", "1. 总则")]
    [True, True, True, True, False, False, False]
    """
    if len(text) > 12:
        return False
    match = _NUMBER.fullmatch(text)
    return match is not None and match.start("mark") == 0


def _value(match: re.Match[str]) -> str:
    found = {key: value for key, value in match.groupdict().items() if value and key != "mark"}
    ((key, text),) = found.items()
    if key in ("letter", "stem"):
        return text if key == "letter" else "ABCDEFGHIJ"[STEMS.index(text)]
    number = _number(key, text)
    if key == "roman" or (key == "han" and not _SENTENCE.search(match.string)):
        return to_roman(number)
    return f"({number})" if key.startswith("inner") or key == "sign" else str(number)


def _number(key: str, text: str) -> int:
    if key == "sign":
        place = _BRACKETED.index(text)
        return place + 1 if place < 10 else (place - 10) % 20 + 1
    if key == "inner_letter":
        return ord(text[-1]) - ord("a") + 1 + 26 * (len(text) - 1)  # (z) is followed by (aa)
    if text.isdigit():
        return int(text)
    return han_value(text) if text[0] in TO_TEN else roman_value(text.upper())
