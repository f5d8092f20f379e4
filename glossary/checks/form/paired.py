"""Punctuation marks that come in pairs: brackets, quotation marks, title marks. What one row opens, a later one may close."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpora.text import LANGUAGE_NAMES, LANGUAGE_NAMES_ZH, LANGUAGES, TO_TEN, late
from glossary.checks.base import Check, Material
from glossary.finding import Finding, Severity

_WIDTHS = str.maketrans("（）［］｛｝", "()[]{}")
BRACKETS = {"(": ")", "[": "]", "{": "}", "【": "】", "〔": "〕"}
QUOTES = {"“": "”", "‘": "’", "「": "」", "『": "』", "«": "»", "‹": "›"}
TITLES = {"《": "》", "〈": "〉"}
_LIST_MARK = late(
    r"(?:^\s*|(?<=[,;.:，。；：、])\s?|(?<=[;；:：。]\s)|(?<=\band\s)|(?<=\bor\s)|(?<=[和或及]))"
    rf"(?P<mark>[A-Za-z]|[a-z]{{2}}|[ivxlc]{{1,6}}|[IVXLC]{{1,6}}|(?:^|(?<=[;；:：。\s]))(?<!and\s)(?<![,.]\s)\d{{1,3}}|[{TO_TEN}]{{1,3}})"
    r"(?P<end>[)）])(?=\s?[\w(（《“\"「])"
)
_APOSTROPHE = late(r"(?<=[A-Za-z\u00c0-\u024f])’(?=[A-Za-z\u00c0-\u024f])|(?<=[sxzSXZ\d])’|(?<!\w)’(?=\d\d)")
_INCH = late(r"(?<=\d)\s?[\"”](?!\w)")
_ROUND = late("[()]")
_REACH = 40  # rows: how far a quotation or a bracket may run on


@dataclass(frozen=True, slots=True)
class Lone:
    """A punctuation mark without its partner: its place, and the partner that is missing."""

    mark: str
    place: int
    partner: str
    opens: bool


def lone_marks(text: str, pairs: Mapping[str, str]) -> list[Lone]:
    """Punctuation marks that have no partner in this text; kinds are counted apart, so that one lost mark makes one finding.

    >>> [(m.mark, m.place, m.partner) for m in lone_marks("见第3条(a)款（附件。", BRACKETS)]
    [('（', 8, '）')]
    >>> lone_marks("a) first; b) second", BRACKETS), lone_marks("the States’ ‘own’ views", QUOTES)
    ([], [])
    """
    closing = {end: start for start, end in pairs.items()}
    open_at: dict[str, list[int]] = {start: [] for start in pairs}
    lone: list[int] = []
    plain = text.translate(_WIDTHS)
    skipped, list_ends = _skipped(text, pairs), _list_ends(text, pairs)
    for place, mark in enumerate(plain):
        if mark in pairs:
            open_at[mark].append(place)
        elif mark in closing and place not in skipped:
            if open_at[closing[mark]]:
                open_at[closing[mark]].pop()
            elif place not in list_ends:
                lone.append(place)
    lone += [place for places in open_at.values() for place in places if place not in skipped]
    wide = dict(zip("()[]{}", "（）［］｛｝", strict=True))
    result = []
    for place in sorted(lone):
        mark = plain[place]
        partner = pairs.get(mark) or closing[mark]
        result.append(
            Lone(text[place], place, wide.get(partner, partner) if text[place] != mark else partner, mark in pairs)
        )
    return result


def _list_ends(text: str, pairs: Mapping[str, str]) -> set[int]:
    return {match.start("end") for match in _LIST_MARK.finditer(text)} if "(" in pairs else set()


def _skipped(text: str, pairs: Mapping[str, str]) -> set[int]:
    """Places of quotation marks that are apostrophes."""
    if "’" not in pairs.values():
        return set()
    return {match.start() for match in _APOSTROPHE.finditer(text)}


def lone_straight(text: str) -> list[Lone]:
    """The straight double quote that is one too many, or that stands where a curly one should close.

    >>> [m.place for m in lone_straight('the "first part')], lone_straight('a "new" 12" pipe')
    ([4], [])
    >>> [m.place for m in lone_straight('既称"应当"采取行动，又称"应当立即采取')]
    [13]
    """
    places = [k for k, c in enumerate(text) if c == '"']
    inches = {match.end() - 1 for match in _INCH.finditer(text)}
    if len(places) % 2 == 0 or len(inches) % 2:
        return []
    said = [(k, number % 2 == 0, _opens(text, k)) for number, k in enumerate(places)]
    place = next((k for k, opens, looks in said if looks is not None and looks != opens), places[-1])
    looks = _opens(text, place)
    return [Lone('"', place, '"', place == places[-1] if looks is None else looks)]


def _opens(text: str, place: int) -> bool | None:
    """Whether a straight quotation mark opens, by what stands beside it; ``None`` within a run of letters, as mostly in Chinese."""
    if place == 0 or text[place - 1] in " (（[《\u3000":
        return True
    before = text[place - 1].isalnum()
    after = place + 1 < len(text) and text[place + 1].isalnum()
    return None if before and after else after


def _double(text: str) -> list[Lone]:
    """Lone quotation marks; a straight one beside a lone curly one is its partner of another kind: the curly one alone is told.

    >>> [(one.mark, one.partner) for one in _double('the word “will" in rule 3')]
    [('“', '”')]
    """
    curly, straight = lone_marks(text, QUOTES), lone_straight(text) if '"' in text else []
    return curly if any(m.mark in "“”" for m in curly) else curly + straight


@dataclass(frozen=True, slots=True)
class _Marks:
    """The punctuation marks that a check looks at, and what finds lone ones in a text."""

    every: re.Pattern[str]
    pairs: Mapping[str, str]
    find: Callable[[str], list[Lone]]


_MARKS = {
    "P101": _Marks(late(r"[()\[\]{}（）［］｛｝【】〔〕]"), BRACKETS, lambda text: lone_marks(text, BRACKETS)),
    "P102": _Marks(late('[“”‘’「」『』«»‹›"]'), QUOTES, _double),
    "P107": _Marks(late("[《》〈〉]"), TITLES, lambda text: lone_marks(text, TITLES)),
}


def _in_pairs(marks: Sequence[str], pairs: Mapping[str, str]) -> bool:
    """Whether no mark is lone beyond doubt; an apostrophe is a doubt.

    >>> _in_pairs("()[()]", BRACKETS), _in_pairs("()）", BRACKETS), _in_pairs("“”’", QUOTES)
    (True, False, False)
    """
    if "’" in marks or "‘" in marks:
        return False
    plain = "".join(marks).translate(_WIDTHS)
    for start, end in pairs.items():
        depth = 0
        for mark in plain if start in plain or end in plain else ():
            depth += (mark == start) - (mark == end)
            if depth < 0:
                return False
        if depth:
            return False
    return plain.count('"') % 2 == 0


def _lone_by_row(code: str, material: Material) -> dict[tuple[int, str], list[Lone]]:
    kind = _MARKS[code]
    found: dict[tuple[int, str], list[Lone]] = {}
    for side in LANGUAGES:
        for row, text in enumerate(material.rows.texts(side), start=1):
            marks = kind.every.findall(text)
            if marks and not _in_pairs(marks, kind.pairs) and (lone := kind.find(text)):
                found[row, side] = lone
    return found


def _run_on(found: dict[tuple[int, str], list[Lone]], material: Material) -> set[tuple[int, str, int]]:
    """Marks that have their partner in another row of the document: a bracket or quotation of several sentences."""
    answered: set[tuple[int, str, int]] = set()
    waiting: defaultdict[tuple[str, str, str], deque[tuple[int, int]]] = defaultdict(deque)
    for (row, side), marks in sorted(found.items()):
        for mark in marks:
            symbol = material.pairs[row - 1].symbol
            key = (symbol, side, mark.partner if mark.opens else mark.mark)
            before = waiting[key]
            while before and row - before[0][0] > _REACH:
                before.popleft()
            if mark.opens:
                before.append((row, mark.place))
            elif before:
                answered.add((row, side, mark.place))
                answered.update((r, side, place) for r, place in before)
                before.clear()
    return answered


def _same_list_mark_elsewhere(material: Material, row: int, side: str) -> bool:
    symbol = material.pairs[row - 1].symbol
    near = range(max(row - _REACH, 1), min(row + _REACH, len(material.pairs)) + 1)
    texts = (getattr(material.pairs[k - 1], side) for k in near if k != row and material.pairs[k - 1].symbol == symbol)
    return any(_bare_list_marks(text) for text in texts)


def _bare_list_marks(text: str) -> list[re.Match[str]]:
    """List marks that close a bracket which nothing has opened."""
    if ")" not in text and "）" not in text:
        return []
    if "）" not in text and _in_pairs(_ROUND.findall(text), BRACKETS):
        return []
    found, depth, at = [], 0, 0
    for match in _LIST_MARK.finditer(text):
        depth += text.count("(", at, match.start()) - text.count(")", at, match.start())
        at = match.start()
        if depth <= 0:
            found.append(match)
    return found


def _half_list_marks(material: Material, row: int) -> Iterator[tuple[str, Lone]]:
    """``a)`` beside ``(a)`` of the other side, where the document writes no other list mark so."""
    pair = material.pairs[row - 1]
    for side, other in (("zh", pair.en), ("en", pair.zh)):
        for match in _bare_list_marks(getattr(pair, side)):
            if re.search(rf"[(（]{re.escape(match['mark'])}[)）]", other) and not _same_list_mark_elsewhere(
                material, row, side
            ):
                mine = getattr(pair, side)
                if not re.search(rf"[(（]{re.escape(match['mark'])}[)）]", mine):
                    yield side, Lone(match["end"], match.start("end"), "(" if match["end"] == ")" else "（", False)


def _findings(check: Check, material: Material) -> Iterator[Finding]:
    found = _lone_by_row(check.code, material)
    answered = _run_on(found, material)
    lone = {row for row, _ in found}
    for row, pair in material.bilingual():
        for side, other in (("zh", "en"), ("en", "zh")) if row in lone else ():
            theirs = {mark.opens for mark in found.get((row, other), ())}
            for mark in found.get((row, side), ()):
                if (row, side, mark.place) in answered or mark.opens in theirs:
                    continue
                if _next_paragraph(check, mark, getattr(pair, other)):
                    continue
                yield _finding(check, material, row, side, mark, getattr(pair, side))
        if check.code == "P101" and (")" in pair.zh or ")" in pair.en or "）" in pair.zh):
            for side, mark in _half_list_marks(material, row):
                yield _finding(check, material, row, side, mark, getattr(pair, side))


def _next_paragraph(check: Check, mark: Lone, other: str) -> bool:
    """A quotation of several paragraphs opens each of them and closes the last; the other version may set it off."""
    return check.code == "P102" and mark.opens and mark.place == 0 and not re.search('[“”"「«]', other)


def _finding(check: Check, material: Material, row: int, side: str, mark: Lone, text: str) -> Finding:
    near = text[max(mark.place - 8, 0) : mark.place + 9].strip()
    return check.finding(
        material,
        row,
        f"“{mark.mark}” has no “{mark.partner}” in the {LANGUAGE_NAMES[side]} version: {near}",
        f"{LANGUAGE_NAMES_ZH[side]}“{mark.mark}”缺少配对的“{mark.partner}”：{near}",
        zh_spans=[(mark.place, mark.place + 1)] if side == "zh" else (),
        en_spans=[(mark.place, mark.place + 1)] if side == "en" else (),
        expected=mark.partner,
        found=near,
    )


def check_brackets(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: finds a bracket without its partner: ( ), [ ], （）, 【】, 〔〕, in either version.

    Half- and full-width brackets are partners. List marks such as a) or 1) need none; a bracket that a later row of the
    document closes, or that the other version leaves open too, is not reported.

    Why it matters: the reader cannot see where an aside ends; a lost bracket often means lost words.

    Wrong: 本次级方案（见第3段由该司执行。

    Right: 本次级方案（见第3段）由该司执行。

    What to do: add the missing bracket, or delete the one left over.
    """
    yield from _findings(check, material)


def check_quotes(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: finds a quotation mark without its partner: “ ”, ‘ ’, 「 」, « », and an odd number of straight ones.

    Apostrophes and inches are left alone. A quotation that runs over several rows is not reported.

    Why it matters: without the second quotation mark nobody can tell quoted words from the author's own.

    Wrong: 所谓“临时安排已经结束。

    Right: 所谓“临时安排”已经结束。

    What to do: add the missing mark, or delete the one left over.
    """
    yield from _findings(check, material)


def check_titles(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: finds 《 without 》 and the reverse, and 《 》 inside 《 》, where 〈 〉 belongs (GB/T 15834-2011, 4.15).

    Why it matters: title marks say where the name of a treaty or a report begins and ends.

    Wrong: 根据《海港公约第四条

    Right: 根据《海港公约》第四条

    What to do: add the missing mark; inside a title, write 〈 〉.
    """
    yield from _findings(check, material)
    for row, pair in material.bilingual():
        depth = 0
        for place, mark in enumerate(pair.zh if "《" in pair.zh else ""):
            depth += (mark == "《") - (mark == "》")
            if mark == "《" and depth == 2 and pair.zh.count("《") == pair.zh.count("》"):
                near = pair.zh[max(place - 8, 0) : place + 9]
                yield check.finding(
                    material,
                    row,
                    f"《 》 inside 《 》: {near}; inside a title, 〈 〉 is written",
                    f"书名号内再用书名号，应作〈〉：{near}",
                    zh_spans=[(place, place + 1)],
                    expected="〈",
                    found=near,
                )


_MQM = "Linguistic conventions/Punctuation"
CHECKS = (
    Check("P101", "bracket without partner", "括号不成对", Severity.WARNING, _MQM, check_brackets, "补上缺少的括号，或删去多余的一个。", raw=True),
    Check("P102", "quotation mark without partner", "引号不成对", Severity.WARNING, _MQM, check_quotes, "补上缺少的引号，或删去多余的一个。", raw=True),
    Check("P107", "title mark without partner", "书名号有误", Severity.WARNING, _MQM, check_titles, "补全书名号；书名号之内用单书名号。", raw=True),
)  # fmt: skip
