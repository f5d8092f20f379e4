"""Sentences, Chinese and English, by rules.

Linear in the length of the text: one pass over the places where a sentence could end, each judged by what stands
before and after it. The rules are exercised by tests/corpora/cases/split.json, with negatives and known failures.
"""

from __future__ import annotations

import re

SPLIT_VERSION = "1"

CLOSERS = "”’\"'）)】」』》〉\\]"  # goes into character classes
ZH_END = re.compile(
    rf"(?:[。！？]+|…{{2,}}|\.{{6}}|[?!]+(?=[{CLOSERS}\s\u4e00-\u9fff]|$))[{CLOSERS}]*(?:\[?\d{{1,3}}\]?(?=\s*$))?"
)
# a full stop, question or exclamation mark with its closing quotes and brackets, then white space
EN_END = re.compile(rf"(?:\.{{3,4}}|…|[.!?]+)[{CLOSERS}]*(?=\s+|$)|[。！？]+[{CLOSERS}]*")
LIST_MARK = re.compile(r"\s*(?:\([a-z]{1,4}\)|[(（][一二三四五六七八九十]{1,3}[)）]|[(（]\d{1,2}[)）]|[①-⑳])")
SEMICOLON = re.compile(
    r"[;；]\s*(?:and|or|以及|和|或)?\s*(?=\([a-z]{1,4}\)\s|[(（][一二三四五六七八九十]{1,3}[)）]|[①-⑳])"
)

ABBREVIATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "st",
        "sr",
        "jr",
        "gen",
        "lt",
        "col",
        "capt",
        "maj",
        "sgt",
        "brig",
        "adm",
        "amb",
        "hon",
        "rev",
        "messrs",
        "mses",
        "mme",
        "mlle",
        "no",
        "nos",
        "para",
        "paras",
        "art",
        "arts",
        "sect",
        "sects",
        "chap",
        "chaps",
        "vol",
        "vols",
        "p",
        "pp",
        "ed",
        "eds",
        "fig",
        "figs",
        "approx",
        "cf",
        "e.g",
        "i.e",
        "viz",
        "vs",
        "v",
        "al",
        "ibid",
        "op",
        "cit",
        "loc",
        "add",
        "corr",
        "amend",
        "inc",
        "ltd",
        "co",
        "corp",
        "dept",
        "est",
        "gov",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sept",
        "sep",
        "oct",
        "nov",
        "dec",
        "u.n",
        "u.s",
        "u.k",
        "e.u",
        "s.a",
        "a.m",
        "p.m",
        "ph.d",
        "suppl",
        "suppls",
        "annex",
        "tab",
        "res",
        "dec",
        "doc",
        "docs",
        "ref",
        "refs",
        "par",
        "subpara",
        "subparas",
        "univ",
        "rep",
        "reps",
        "distr",
        "ser",
        "resol",
    ]
)
# after these a sentence can end all the same when a capital follows: "at 5 p.m. The meeting ..."
MAY_END = frozenset(
    {"a.m", "p.m", "u.n", "u.s", "u.k", "e.u", "inc", "ltd", "co", "corp", "al", "ibid", "etc", "annex"}
)
# names and figures follow these, so a capital after them proves nothing
TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "gen",
        "lt",
        "col",
        "capt",
        "maj",
        "sgt",
        "brig",
        "adm",
        "amb",
        "hon",
        "messrs",
        "mses",
        "mme",
        "mlle",
        "st",
    ]
)


def split_sentences(text: str, language: str) -> list[tuple[int, int]]:
    """Offsets of the sentences of one paragraph, end exclusive, outer white space left out.

    >>> text = "第822(1993)号决议。他说：“好。”会议结束。"
    >>> [text[s:e] for s, e in split_sentences(text, "zh")]
    ['第822(1993)号决议。', '他说：“好。”', '会议结束。']
    >>> text = "See No. 1 (para. 3) of Mr. A. B. Li. It ended."
    >>> [text[s:e] for s, e in split_sentences(text, "en")]
    ['See No. 1 (para. 3) of Mr. A. B. Li.', 'It ended.']
    """
    ends = _zh_ends(text) if language == "zh" else _en_ends(text)
    ends |= {match.end() for match in SEMICOLON.finditer(text) if _is_list(text, match.end())}
    ends |= _before_quotations(text, ends)
    spans: list[tuple[int, int]] = []
    start = 0
    for end in [*sorted(ends), len(text)]:
        piece = text[start:end]
        left = start + len(piece) - len(piece.lstrip())
        right = start + len(piece.rstrip())
        if right > left:
            spans.append((left, right))
        start = max(end, start)
    return spans


QUOTATION = re.compile(r"[:：]\s*(?=[“「])")


def _before_quotations(text: str, ends: set[int]) -> set[int]:
    """A colon ends a sentence where the quotation after it holds several sentences of its own."""
    found = set()
    for match in QUOTATION.finditer(text):
        close = text.find("”" if text[match.end()] == "“" else "」", match.end())
        inside = [end for end in ends if match.end() < end < (close if close >= 0 else len(text))]
        if inside:
            found.add(match.end())
    return found


def _is_list(text: str, at: int) -> bool:
    """A semicolon before a list mark ends an item when the list has begun: its first item is marked too."""
    return len(re.findall(r"\([a-z]{1,4}\)\s|[(（][一二三四五六七八九十]{1,3}[)）]|[①-⑳]", text[:at])) > 0


def _zh_ends(text: str) -> set[int]:
    ends = set()
    depth = _depths(text)
    for match in ZH_END.finditer(text):
        end = match.end()
        if depth[match.start()] and not (_closes(match.group()) and _whole_in_brackets(text, match.start())):
            continue  # inside brackets: 第1号决议（见附件。）已经分发。
        after = text[end : end + 1]
        if after and after in "，、；：。,;:)）":
            continue  # a quotation goes on in its sentence: “……。”，他说
        if match.group()[-1] in "”’\"'》" and re.match(r"(?:的|是|中|一|和|与|等|这|为|这一|之|[(（\[])", text[end:]):
            if re.match(r"(?:的|中|一词|和|与|等|之|[(（\[])", text[end:]):
                continue
        ends.add(end)
    ends |= {
        m.end()
        for m in EN_END.finditer(text)
        if m.group()[0] in ".!?" and _english_in_chinese(text, m.start(), m.end())
    }
    return ends


def _whole_in_brackets(text: str, stop: int) -> bool:
    """Whether the bracket around a full stop opens at the beginning of a sentence."""
    opening = max(text.rfind("(", 0, stop), text.rfind("（", 0, stop))
    before = text[:opening].rstrip()
    return not before or before[-1] in "。！？”’"


def _closes(piece: str) -> bool:
    return piece[-1] in ")）"


def _depths(text: str) -> bytearray:
    """Depth of round brackets before each character; an unclosed bracket is forgotten after 200 characters."""
    depths = bytearray(len(text) + 1)
    opened: list[int] = []
    for k, c in enumerate(text):
        if c in "(（":
            opened.append(k)
        elif c in ")）" and opened:
            opened.pop()
        while opened and k - opened[0] > 200:
            opened.pop(0)
        depths[k + 1] = min(len(opened), 255)
    return depths


def _english_in_chinese(text: str, start: int, end: int) -> bool:
    """An English sentence inside a Chinese document: letters before the stop, a Han or capital letter after it."""
    before = re.search(r"[A-Za-z]{3,}[)\"”’]*$", text[:start][-30:])
    after = text[end:].lstrip()[:1]
    return (
        bool(before)
        and (not after or after.isupper() or "\u4e00" <= after <= "\u9fff")
        and not _abbreviated(text, start, end)
    )


def _en_ends(text: str) -> set[int]:
    ends = set()
    depths = _depths(text)
    for match in EN_END.finditer(text):
        start, end = match.span()
        if text[start] == "." and _abbreviated(text, start, end):
            continue
        after = text[end:].lstrip()
        if after and not _begins(after, match.group()):
            continue
        if depths[start] and not _closes(match.group()) and ")" in text[end : end + 200]:
            continue
        if after and _list_number(text, start):
            continue
        ends.add(end)
    return ends


def _begins(after: str, stop: str) -> bool:
    """Whether what follows can begin a sentence: not a small letter, not punctuation."""
    head = after.lstrip("“‘\"'(（[《")
    if not head:
        return False
    first = head[0]
    if LIST_MARK.match(after):
        return True
    if stop.startswith(("...", "…")):
        return first.isupper() or "\u4e00" <= first <= "\u9fff"
    return first.isupper() or first.isdigit() or "\u4e00" <= first <= "\u9fff" or first in "•–—"


WORD_BEFORE = re.compile(r"(?:[A-Za-z]\.)*[A-Za-z]+$|[A-Za-z]+\.?[A-Za-z]*$")


def _abbreviated(text: str, start: int, end: int) -> bool:
    """Whether the full stop at ``start`` belongs to an abbreviation, an initial or a number."""
    if text[start : start + 2] in ("..", ".!", ".?") or end - start > 1:
        return False
    found = WORD_BEFORE.search(text[max(start - 20, 0) : start])
    if not found:
        return False
    word = found.group()
    after = text[end:].lstrip()
    lower = word.lower()
    if len(word) == 1 and word.isupper():  # an initial; but "Annex A. The ..." and "vitamin C. It" are rare in UN text
        return bool(re.match(r"[A-Z][a-z]*[.\s,]", after)) and not re.search(
            r"(?i)\b(?:annex|appendix|part|section|table|group|zone|class|type|schedule)\s[A-Z]$", text[:start]
        )
    if lower in TITLES:
        return True
    if lower in ABBREVIATIONS or re.fullmatch(r"(?:[A-Za-z]\.)+[A-Za-z]", word):
        if lower in MAY_END or re.fullmatch(r"(?:[a-z]\.)+[a-z]", lower):
            return not re.match(r"[“\"(]?[A-Z][a-z]*\s", after) or bool(
                re.match(r"(?:Charter|Secretariat|Security|General|Secretary)\b", after)
            )
        if lower in (
            "no",
            "nos",
            "art",
            "arts",
            "p",
            "pp",
            "v",
            "par",
            "fig",
            "figs",
            "vol",
            "vols",
            "chap",
            "res",
            "add",
            "rev",
            "dec",
        ):
            return bool(re.match(r"[\d(IVXLC]", after)) or (lower in ("v", "rev") and after[:1].isupper())
        return not re.match(r"[A-Z][a-z]+\s+[a-z]", after) or lower in (
            "para",
            "paras",
            "e.g",
            "i.e",
            "cf",
            "viz",
            "vs",
            "sect",
            "sects",
        )
    return False


def _list_number(text: str, start: int) -> bool:
    """``3. The Council`` at the beginning of a paragraph is a number, not a sentence; so is a heading's ``A.``."""
    head = text[:start].strip()
    return bool(re.fullmatch(r"(?:\d{1,3}(?:/\d{1,3})?|[IVXLC]{1,6}|[A-Z]|[a-z])", head))
