"""Sentences, Chinese and English, by rules.

One pass over the stops of a line, each judged by what stands before and after it. Every look backwards or forwards is
bounded or goes on where the last one ended, so the time is linear in the length of the text. The rules are exercised by
tests/corpora/text/cases/sentences.json, with negatives and known failures, and measured by benchmarks/documents/splitting.py.

What ends a sentence is what ends it in the sentence files of United Nations documents: a full stop, question or
exclamation mark with the quotes, brackets and note marks that close it; not a semicolon, so a list inside a paragraph
stays one sentence; a colon only where a declaration, or a quotation of several sentences, follows it.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from corpora.text import abbreviations as words
from corpora.text.han import HAN, is_han
from corpora.text.han_numbers import TO_TEN
from corpora.text.patterns import late
from corpora.text.plain import LINE_BREAKS

SPLIT_VERSION = "4"

ASIDE = 300  # characters between the brackets of an aside; a bracket that is never closed must not swallow what follows
QUOTED = 500  # how far a quotation mark is looked for
CLOSERS = "”’\"'）)】」』》〉\\]»¹²³⁰⁴-⁹"  # goes into character classes
STOPS = ".!?…。！？"
# stops, what closes them, a note number glued to them, white space; possessive, so that no run is read twice
EN_STOP = late(
    rf"[{STOPS}][{STOPS}]*+((?:[{CLOSERS}]|\s++”)*+(?:\[\d{{1,3}}\])?+)((?:\d{{1,2}}(?=\s[“\"(]?[A-Z]))?+)\s*+"
)
ZH_STOP = late(rf"[{STOPS}][{STOPS}]*+((?:[{CLOSERS}]|\s++[”’」』])*+(?:\[\d{{1,3}}\]|\d{{1,3}}(?=\s*+\Z))?+)\s*+")
BREAKS = late(f"[{LINE_BREAKS}]+")
BRACKETS = late(r"[()（）《》]")
OPENERS = late(r"[“‘\"'(（\[《«–—\s]*+")
LIST_MARK = late(rf"\([a-z]{{1,4}}\)|[(（][{TO_TEN}]{{1,3}}[)）]|[①-⑳•]")
LETTER_MARK = late(r"[a-z]\.?\s[A-Z][a-z]")  # of a list or of a note to a table: "a Includes", "b. The"
# a number or letter before a sentence or a heading: "12.", "A.", "IV.", "2.1."
LABEL = late(r"(?:\d{1,3}(?:/\d{1,3})?|[IVXLC]{1,6}|[A-Za-z])(?:\.[A-Za-z0-9]{1,3}){0,3}")
INITIALS = late(r"(?:[A-Za-z]{1,2}\.)+[A-Za-z]{1,2}")
NO_INITIAL = late(r"(?:\d|\b[A-Z],? (?:and|or|to)) \Z")  # resolution 46/36 L. Members; parts A and B. Members
FIGURE = late(r"[“\"(\[]{0,2}(?:[A-Za-z]{0,4}[-./]?\d|[IVXLC]+\b|[A-Z]\b|[A-Z]{1,6}/|Nos?\.|\([a-z]{1,4}\))")
FIRST_WORD = late(r"[“‘\"'(\[]{0,2}([A-Za-z]{1,20})(?![A-Za-z])")
SPEAKER = late(rf"([A-Z][\w’'-]{{0,20}})\s(?:[A-Z][\w’'-]{{0,20}}\s){{0,2}}(?:{words.REPORTING})\b")
QUOTATION = late(r"[:：]\s*+(?=[“「])")
EN_DECLARED = late(rf"\b(?:{words.DECLARING}) (?:as follows|the following):(?=\s++[“\"]?[A-Z])")
ZH_DECLARED = late(
    rf"(?:(?:{words.ZH_DECLARING})如下|如下[^，。；：:\s]{{0,4}}(?:{words.ZH_DECLARING}))[:：](?=\s*+[^\d\s第])"
)
ZH_NUMBERED = late(rf"[{HAN}]\d{{1,3}}(?:\.\d{{1,3}}){{0,3}}\Z")  # 目标6. 为所有人提供水, not 包括：1. 领导
# after a closing quote; 中国 and 与会者 begin a sentence of their own
ZH_GOES_ON = late(
    r"的|中(?![国國方央华華东東非亚亞美欧歐部心午])|一词|和(?![平解谐諧])|与(?!会)|等(?![到待])|之|[(（\[]"
)
ZH_SAID = late(r"[我你您他她它咱]们?(?:说|说道|写道|问道|答道)[。.]")  # “……。”他说。 No sentence of its own
GLUED_BEFORE = late(r"(?:^|[\s(“\"])(?:[A-Za-z]+-)?[A-Z]?[a-z]{3,}\Z")
GLUED_AFTER = late(r"([A-Z][a-z]+|A|I)(?=[\s,’'])")
SUFFIXES = frozenset({"com", "org", "net", "int", "js", "io", "gov", "edu", "pdf", "doc", "docx"})
ZH_EMBEDDED = late(r"[为时后这作或及以而是也来两几各]")  # after a quote that stands in its sentence like a word


def split_sentences(text: str, language: str) -> list[tuple[int, int]]:
    """Offsets of the sentences of one paragraph, end exclusive, outer white space left out.

    ``language`` is ``zh``, or anything else for English. Every character that is not white space lies in exactly one
    sentence, and every sentence has a letter or figure unless its line has none. A line break always ends a sentence.

    >>> text = "第822(1993)号决议。他说：“好。”会议结束。"
    >>> [text[s:e] for s, e in split_sentences(text, "zh")]
    ['第822(1993)号决议。', '他说：“好。”', '会议结束。']
    >>> text = "See No. 1 (para. 3) of Mr. A. B. Li. It ended."
    >>> [text[s:e] for s, e in split_sentences(text, "en")]
    ['See No. 1 (para. 3) of Mr. A. B. Li.', 'It ended.']
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for match in BREAKS.finditer(text):
        spans += _line(text[start : match.start()], language, start)
        start = match.end()
    return spans + _line(text[start:], language, start)


def _line(text: str, language: str, offset: int) -> list[tuple[int, int]]:
    """The sentences of one line; a piece without letter or figure, such as a lone ellipsis, joins the one before it."""
    ends = _zh_ends(text) if language == "zh" else _en_ends(text)
    spans: list[tuple[int, int]] = []
    start, waiting = 0, -1
    for end in [*_with_colons(text, ends, language), len(text)]:
        piece = text[start:end]
        left = start + len(piece) - len(piece.lstrip())
        right = start + len(piece.rstrip())
        start = end
        if right <= left:
            continue
        if any(map(str.isalnum, piece)):
            spans.append((offset + (left if waiting < 0 else waiting), offset + right))
            waiting = -1
        elif spans:
            spans[-1] = (spans[-1][0], offset + right)
        elif waiting < 0:
            waiting = left
    return spans if waiting < 0 else [(offset + waiting, offset + len(text.rstrip()))]


def _en_ends(text: str) -> list[int]:
    ends: list[int] = []
    asides = _Asides(text)
    begin, whole = len(text) - len(text.lstrip()), len(text)
    for match in EN_STOP.finditer(text):
        after = match.end()
        if after < whole and _en_ends_at(text, match, begin, asides):
            ends.append(match.end(2))
            begin = after
    return ends


def _en_ends_at(text: str, match: re.Match[str], begin: int, asides: _Asides) -> bool:
    """Whether a sentence that began at ``begin`` ends with these stops; text follows them."""
    first, after = match.start(), match.end()
    close, shut = match.span(1)
    note = match.end(2) > shut
    if after == shut and text[close - 1] not in "。！？":
        return close == shut and _glued(text, first, after)  # 2.5, A/CONF.4, but: the States.The same
    if text[after].islower() and not (text[close - 1] == "." and LETTER_MARK.match(text, after)):
        return False
    if text[first] == "." and close - first == 1:
        if note and not (text[first - 4 : first].isalpha() and text[first - 4 : first].islower()):
            return False  # Rev.1 but not "the Charter.1 The"
        if (close == shut or text[close] in ")]）") and _abbreviated(text, first, after if not note else shut):
            return False
        if first - begin <= 12 and LABEL.fullmatch(text, begin, first):
            return False
    elif text[first] == "…" or text[first : first + 2] == "..":
        if text[after].isdigit() or _stammers(text, first, after):
            return False
    elif text[close - 1] in "?!？！" and _heading_goes_on(text, close, shut, after, asides):
        return False
    aside = asides.around(first)
    return not (aside and aside[0] > begin and aside[1] >= shut) and _begins(text, after)


def _glued(text: str, first: int, after: int) -> bool:
    """Whether two sentences meet without a space: a small word, a full stop, a word with a capital.

    >>> _glued("of the States.The same", 13, 14), _glued("at www.example.Com is", 14, 15)
    (True, False)
    """
    if text[first] != "." or after - first != 1 or _abbreviated(text, first, after):
        return False
    before, behind = GLUED_BEFORE.search(text, max(first - 30, 0), first), GLUED_AFTER.match(text, after)
    return before is not None and behind is not None and behind.group(1).lower() not in SUFFIXES


def _begins(text: str, after: int) -> bool:
    """Whether what follows can begin a sentence: not a small letter, not punctuation."""
    if LIST_MARK.match(text, after) or LETTER_MARK.match(text, after):
        return True
    found = OPENERS.match(text, after)
    head = text[found.end() : found.end() + 1] if found else ""
    return head.isdigit() or (head.isalpha() and not head.islower())


def _heading_goes_on(text: str, close: int, shut: int, after: int, asides: _Asides) -> bool:
    """After a question or exclamation: ``“Why?” Li asked``; the source of a title, ``Why? (Geneva, 2023).``"""
    speaker = SPEAKER.match(text, after) if shut > close else None
    if speaker and speaker.group(1).lower() not in words.STARTERS:
        return True
    if text[after] in "(（":
        end = asides.closing(after)
        return end > 0 and text[end + 1 : end + 2] in (*".,;。，；",)
    return False


def _stammers(text: str, first: int, after: int) -> bool:
    """``I... I do not know``: the word before the ellipsis begins again."""
    start = first
    while start > max(first - 12, 0) and text[start - 1].isascii() and text[start - 1].isalnum():
        start -= 1
    if start == first:  # no Latin word: one Han character
        return first > 0 and text[first - 1].isalnum() and text[first - 1] == text[after]
    end = after + first - start
    return text.startswith(text[start:first], after) and not text[end : end + 1].isalnum()


def _abbreviated(text: str, first: int, after: int) -> bool:
    """Whether the full stop at ``first`` belongs to an abbreviation, an initial or a number, and ends no sentence."""
    start = first
    while start > first - 12 and start > 0 and text[start - 1] in words.LETTERS:
        start -= 1
    word = text[start:first].lstrip(".")
    lower = word.lower()
    if len(word) == 1 and word.isupper():  # an initial, but: 2.7 K. The; annex B. Members
        before = text[max(start - 12, 0) : start]
        if before[-1:].isalnum() or NO_INITIAL.search(before) or before.rstrip().lower().endswith(words.LETTERED):
            return False
    elif lower in words.JOINING or (lower in words.TITLES and word[0].isupper()):
        return True
    elif lower in words.NUMBERED:
        return FIGURE.match(text, after) is not None
    elif lower in words.HOURS:
        found = FIRST_WORD.match(text, after)
        return found is not None and found.group(1) in words.AFTER_HOURS
    elif lower not in words.NAMED and not INITIALS.fullmatch(word):
        return False
    found = FIRST_WORD.match(text, after)
    if found is None or text[found.end() : found.end() + 1] == ".":
        return True
    return found.group(1).lower() not in words.STARTERS


def _zh_ends(text: str) -> list[int]:
    ends: list[int] = []
    asides = _Asides(text)
    begin, whole, marks, seen = len(text) - len(text.lstrip()), len(text), 0, 0
    for match in ZH_STOP.finditer(text):
        close, shut = match.span(1)
        after = match.end()
        if '"' in match.group(1):  # the straight quote opens where those before it are closed
            marks += text.count('"', seen, close)
            seen = close
            opening = text.index('"', close)
            if marks % 2:
                opening = text.find('"', opening + 1, shut)
            if opening >= 0:
                shut = after = opening
        if after < whole and _zh_ends_at(text, match.start(), close, shut, after, begin, asides):
            ends.append(shut)
            begin = after
    return ends


def _zh_ends_at(text: str, first: int, close: int, shut: int, after: int, begin: int, asides: _Asides) -> bool:
    stop, following = text[close - 1], text[after]
    if following in "，、；：。,;:)）》」』”":
        return False  # a quotation goes on in its sentence: “……。”，他说
    aside = asides.around(first)
    if aside and (aside[0] > begin or text[aside[0]] == "《"):
        return False  # 第1号决议（见附件。）已经分发；《怎么办？》一书
    if stop == "." and close - first < 6:
        return _english_in_chinese(text, first, after) or (
            is_han(following) and ZH_NUMBERED.search(text[max(first - 16, 0) : first]) is not None
        )
    if stop in "?!" and after == close and not (is_han(following) or following in "“‘《（「"):
        return False
    if stop in "?!？！" and _heading_goes_on(text, shut, shut, after, asides):
        return False
    if stop in "….":
        return shut > close or not (_inside_quotation(text, first, after) or _stammers(text, first, after))
    if shut > close and text[shut - 1] in "”’\"'」』":
        if ZH_GOES_ON.match(text, after) or (stop == "。" and ZH_SAID.match(text, after)):
            return False
        opening = text.rfind("“", max(begin, first - QUOTED), first)
        if opening > begin and text[opening - 1].isalnum() and ZH_EMBEDDED.match(text, after):
            return False
    return True


def _inside_quotation(text: str, first: int, after: int) -> bool:
    """Whether an ellipsis stands in speech, where it is a pause; where the quote opens is looked for first."""
    for opening, closing in ("“”", "「」"):
        low = max(first - QUOTED, 0)
        left, right = text.rfind(opening, low, first), text.rfind(closing, low, first)
        if left < 0 and right < 0:
            left, right = text.find(closing, after, after + QUOTED), text.find(opening, after, after + QUOTED)
            if left >= 0 and (right < 0 or left < right):
                return True
        elif left > right:
            return True
    return False


def _english_in_chinese(text: str, first: int, after: int) -> bool:
    """An English sentence inside a Chinese document: a word before the full stop, a Han or capital letter after it."""
    before = text[max(first - 6, 0) : first].rstrip(')"”’')[-3:]
    head = text[after]
    return (
        len(before) == 3
        and before.isascii()
        and before.isalpha()
        and (head.isupper() or is_han(head) or head in "《“")
        and not _abbreviated(text, first, after)
    )


class _Asides:
    """Round brackets and title marks of at most ASIDE characters, the outermost ones; asked for places in rising order."""

    def __init__(self, text: str) -> None:
        self.text, self.next = text, 0
        self.pairs: list[tuple[int, int]] | None = None

    def _find(self) -> list[tuple[int, int]]:
        opened: dict[bool, list[int]] = {True: [], False: []}
        pairs: list[tuple[int, int]] = []
        for match in BRACKETS.finditer(self.text):
            at, mark = match.start(), match.group()
            stack = opened[mark in "《》"]
            if mark in "(（《":
                stack.append(at)
            elif stack:
                start = stack.pop()
                if at - start <= ASIDE:
                    while pairs and pairs[-1][0] > start:
                        pairs.pop()
                    pairs.append((start, at))
        self.pairs = pairs
        return pairs

    def around(self, at: int) -> tuple[int, int] | None:
        """The pair around a place."""
        pairs = self._find() if self.pairs is None else self.pairs
        while self.next < len(pairs) and pairs[self.next][1] < at:
            self.next += 1
        return pairs[self.next] if self.next < len(pairs) and pairs[self.next][0] < at else None

    def closing(self, at: int) -> int:
        """Where the outermost bracket closes that opens at a place, else -1."""
        pairs = self._find() if self.pairs is None else self.pairs
        place = bisect_right(pairs, (at, -1))
        return pairs[place][1] if place < len(pairs) and pairs[place][0] == at else -1


def _with_colons(text: str, ends: list[int], language: str) -> list[int]:
    """The ends, and the colons that end a sentence: before a declaration, and before a quotation of several sentences.

    In Chinese only after the words of a formal quotation; speech in a tale (``他道：“好。走吧。”``) stays one sentence.
    """
    found: set[int] = set()
    closes = {"“": -1, "「": -1}
    for match in QUOTATION.finditer(text):
        opening, at = text[match.end()], match.end()
        if language == "zh" and not text.endswith(words.FORMAL, max(match.start() - 4, 0), match.start()):
            continue
        if closes[opening] < at:
            closes[opening] = text.find("”" if opening == "“" else "」", at)
            if closes[opening] < 0:
                closes[opening] = len(text)
        place = bisect_right(ends, at)
        if place < len(ends) and ends[place] < closes[opening]:
            found.add(match.start() + 1)
    if language == "zh" and "如下" in text:
        found |= {match.end() for match in ZH_DECLARED.finditer(text)}
    elif language != "zh" and " follow" in text:
        found |= {match.end() for match in EN_DECLARED.finditer(text)}
    return sorted(found.union(ends)) if found else ends
