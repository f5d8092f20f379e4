"""Resolutions and decisions that a text names in words: ``resolution 822 (1993)``, ``大会第75/98号决议``.

Which organ one belongs to is said by the words beside it, else by its form, else by the document that it stands in:

- a number with a year in brackets is the Security Council's (1946 to today);
- a number with a Roman session is the General Assembly's (to 1976), above XXX the Economic and Social Council's;
- session and number (``75/98``) is the General Assembly's since session 31, and the Human Rights Council's;
- year and number (``1996/31``) is the Economic and Social Council's since 1978, and the Commission on Human Rights'.

Source: Dag Hammarskjöld Library research guides on the resolutions and decisions of each organ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpora.symbol.grammar import DASH, LETTER, ROMAN, YEAR, narrow
from corpora.symbol.parse import Symbol, parse_symbol
from corpora.symbol.series import series
from corpora.text import HAN, late, roman_value

OTHER_BODY = "other"  # a body whose resolutions have no symbol that words can give
COUNCIL = "council"  # one of three councils: the form says which
_WINDOW = 160
_FIRST_DECISION = (
    200  # below it boards and commissions number theirs; the Council's decisions begin here, the Assembly's later
)

_ITEM = late(
    rf"(?<![A-Za-z0-9/.,\-])(?:(?P<number>\d{{1,4}})(?:\s?(?P<old>[A-Z]))?\s{{0,2}}[(（]\s?"
    rf"(?P<mark>{YEAR}|(?:E?S{DASH})?{ROMAN})\s?[)）]|(?P<first>E?S{DASH}\d{{1,2}}|\d{{1,4}})/(?P<second>\d{{1,4}}))"
    rf"(?P<letter>{LETTER})?(?:(?<=[)）])|(?![A-Za-z0-9]|/\d))"
)
_EN_DATE = r"(?:,?\s(?:of|dated|adopted\son)\s\d{1,2}\s[A-Z][a-z]{2,8}\s\d{4})"
_ZH_DATE = r"(?:\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日)"
_PLACE = r"(?:,\s(?:sects?\.|sections?|annex(?:es)?|paras?\.|paragraphs?|parts?)(?:\s[A-Z0-9]{1,5})?)"
_LINK = late(
    rf"{_EN_DATE}?{_PLACE}?,?(?:\s?[,;]\s?(?:and\s|or\s)?|\s(?:and|or|to|through|as\swell\sas)\s)(?:its\s)?"
    rf"|\s?号?\s?(?:[、，,]\s?(?:和|及|以及)?|和|及|以及|与|至|或)[{HAN}]{{0,20}}?{_ZH_DATE}?第?\s?"
)
_EN_TRIGGER = late(r"(?i)\b(?:(resolutions?|res\.|unscr)|decisions?)\s{1,2}(?:nos?\.\s?)?$")
_ZH_BEFORE = late(r"(决议|决定)?\s?(第)?\s?$")
_ZH_AFTER = late(
    r"\s?号?\s?(决议|决定)|\s?号(?!\s?(?:一般性|建议|意见|法|条例|公约|令|文件|来文|案|通知|报告|议定书|标准|判决|规则|指示))"
)

_EN_KNOWN = {
    "general assembly": "A", "assembly": "A", "security council": "S", "economic and social council": "E", "ecosoc": "E",
    "human rights council": "A/HRC", "commission on human rights": "E/CN.4", "unsc": "S", "unga": "A", "council": COUNCIL,
}  # fmt: skip
_EN_BODY = (
    r"(?P<body>(?:World\sHealth|Health|Environment|Parliamentary|National|Legislative|Constituent)\sAssembly"
    r"|(?:General\s)?Assembly|UNGA|Security\sCouncil|UNSC|Economic\sand\sSocial\sCouncil|ECOSOC|Human\sRights\sCouncil"
    r"|Commission\son\sHuman\sRights|(?:Governing|European|Executive|Ministerial|Supreme|League)\sCouncil|Council"
    r"|(?:[Ss]ub-?)?[Cc]ommission(?:\s(?:on|for|of)\s(?:the\s)?[A-Z][\w\s-]{2,60}?)?|Committee(?:\s(?:on|of|for)\s(?:the\s)?[A-Z][\w\s-]{2,60}?)?"
    r"|(?:Executive\s)?Board|Conference(?:\sof\s(?:the\s)?[A-Z]\w+)?|Parliament|Congress|Union|Meeting\sof\s[A-Z]\w+|Tribunal|Court|Court’s)"
)
_EN_BESIDE = late(
    rf"(?:{_EN_BODY.replace('body', 'former')}\s(?:and|or)\s(?:the\s)?)?\b{_EN_BODY}(?:['’]s?)?"
    r"(?:,?\s(?:in|by|under|through|with)\s(?:its|their))?(?:\s(?:relevant|previous|recent|landmark|subsequent|earlier)){0,2}\s$"
)
_EN_AFTER = late(rf"{_EN_DATE}?,?\s(?:of|(?:adopted\s)?by)\sthe\s{_EN_BODY}\b")
_EN_OWN = late(r"\bits\s(?:[a-z]+\s){0,2}$")
_EN_MENTION = late(
    r"\b(?:General Assembly|Security Council|Economic and Social Council|Human Rights Council|Commission|Committee|Board)\b"
)

_ZH_KNOWN = {
    "大会": "A", "联大": "A", "安全理事会": "S", "安理会": "S", "经济及社会理事会": "E", "经济和社会理事会": "E", "经社理事会": "E",
    "人权理事会": "A/HRC", "人权委员会": "E/CN.4", "理事会": COUNCIL,
}  # fmt: skip
_ZH_BODY = (
    r"(?P<body>(?:卫生|环境|缔约方|缔约国|成员国|会员国|代表|成员|人居)大会|大会|联大|安全理事会|安理会|经济[及和]社会理事会|经社理事会"
    r"|人权理事会|人权委员会|[署金织构学划洲]理事会|理事会|委员会|执行局|执委会|缔约方会议|会议|董事会|议会|联盟|组织)"
)
_ZH_BESIDE = late(rf"(?:{_ZH_BODY.replace('body', 'former')}(?:和|与|及|以及))?{_ZH_BODY}$")
_ZH_OWN = late(rf"其\s?{_ZH_DATE}?$")
_ZH_MENTION = late(
    r"(?<!卫生)(?<!环境)(?<!缔约方)大会|安全理事会|安理会|经济[及和]社会理事会|经社理事会|人权理事会|委员会|执行局"
)
_ZH_BETWEEN = late(
    rf"(?:{_ZH_DATE}|题为[“\"《][^”\"》]{{0,60}}[”\"》]的?|通过的|[在于以]?其|根据|按照|有关|相关|各项|历次|以往|[在的以于、，]|\s)$"
)


@dataclass(frozen=True, slots=True)
class _Words:
    """What the words around a group of numbers say: the kind, the organs beside it, whether it is somebody's own."""

    decision: bool
    organs: tuple[str, ...]


def find_resolutions(text: str, context: str | Symbol | None = None) -> list[tuple[int, int, Symbol]]:
    """Resolutions and decisions named in words, with the offsets of their numbers (without 第 and 号).

    ``context`` is the document's own symbol, or an organ (``"S"``, ``"A/HRC"``). What no organ can be told of is left
    out, and so is what names the body of another organization.

    >>> [str(x) for _, _, x in find_resolutions("resolutions 1265 (1999) and 1296 (2000), General Assembly resolution 75/98")]
    ['S/RES/1265(1999)', 'S/RES/1296(2000)', 'A/RES/75/98']
    >>> [str(x) for _, _, x in find_resolutions("人权理事会第52/1号决议和第822（1993）号决议")]
    ['A/HRC/RES/52/1', 'S/RES/822(1993)']
    >>> find_resolutions("World Health Assembly resolution 75/98")
    []
    """
    if "/" not in text and "(" not in text and "（" not in text and "／" not in text:
        return []
    text = narrow(text)
    own = _context(context)
    result: list[tuple[int, int, Symbol]] = []
    for group in _groups(text):
        words = _words(text, group)
        if words is None:
            continue
        for match in group:
            beside = _beside(text, match.start(), words.organs)
            prefix = _organ(match, beside, own, words.decision)
            name = _name(match, prefix, words.decision) if prefix else None
            symbol = parse_symbol(name) if name else None
            if symbol is None:
                continue
            result.append((match.start(), match.end(), symbol))
            if match["letter"]:
                result += [(s, e, Symbol(names)) for s, e, names in series(text, match.end(), symbol.names)]
    return result


def _context(context: str | Symbol | None) -> str | None:
    """The organ whose resolutions a document means when it names none."""
    symbol = parse_symbol(context) if isinstance(context, str) else context
    if symbol is None:
        return context if isinstance(context, str) and context else None
    if symbol.organ == "A" and re.match("HRC(?:/|$)", symbol.body):
        return "A/HRC"
    if symbol.organ == "E" and re.match("CN.4(?:/|$)", symbol.body):
        return "E/CN.4"
    if symbol.organ == "E" and symbol.body not in ("", "HLPF", "HLS", "FFDF", "C.2", "AC.51"):
        return OTHER_BODY
    return symbol.organ if symbol.organ in ("A", "S", "E") else OTHER_BODY


def _groups(text: str) -> Iterator[list[re.Match[str]]]:
    """Numbers that one word names together: ``1265 (1999) and 1296 (2000)``."""
    group: list[re.Match[str]] = []
    for match in _ITEM.finditer(text):
        if group:
            end = group[-1].end()
            if group[-1]["letter"]:
                end = max(
                    (e for _, e, _ in series(text, end, (f"A/RES/1/1{group[-1]['letter'].strip('[] ')}",))), default=end
                )
            if match.start() - end > 80 or not _LINK.fullmatch(text, end, match.start()):
                yield group
                group = []
        group.append(match)
    if group:
        yield group


def _words(text: str, group: list[re.Match[str]]) -> _Words | None:
    """The words that make numbers resolutions or decisions, or ``None`` where there are none."""
    start, end = group[0].start(), group[-1].end()
    before = text[max(0, start - _WINDOW) : start]
    trigger = _EN_TRIGGER.search(before)
    if trigger:
        head = before[: trigger.start()]
        organs = _english_organs(head, text[end : end + 80])
        return _Words(trigger[1] is None, organs)
    mark = _ZH_BEFORE.search(before)
    after = _ZH_AFTER.match(text, end)
    if mark is None or not (mark[1] or (after and (mark[2] or after[1]))):
        return None
    kind = (after[1] if after else None) or mark[1]
    if kind is None and not all(re.fullmatch(YEAR, m["mark"] or "") for m in group):
        return None
    return _Words(kind == "决定", _chinese_organs(before[: mark.start()]))


def _english_organs(head: str, tail: str) -> tuple[str, ...]:
    beside = _EN_BESIDE.search(head)
    if beside is None:
        after = _EN_AFTER.match(tail)
        if after:
            return (_english(after["body"]),)
        if _EN_OWN.search(head):
            mentions = _EN_MENTION.findall(re.split(r"[.;]\s", head)[-1])
            return (_english(mentions[-1]),) if mentions else ()
        return ()
    return tuple(_english(body) for body in (beside["former"], beside["body"]) if body)


def _english(body: str) -> str:
    return _EN_KNOWN.get(" ".join(body.lower().split()), OTHER_BODY)


def _chinese_organs(head: str) -> tuple[str, ...]:
    own = _ZH_OWN.search(head)
    for _ in range(8):
        between = _ZH_BETWEEN.search(head)
        if between is None:
            break
        head = head[: between.start()]
    beside = _ZH_BESIDE.search(head)
    if beside:
        return tuple(_chinese(body) for body in (beside["former"], beside["body"]) if body)
    mentions = _ZH_MENTION.findall(re.split("[。；]", head)[-1]) if own else []
    return (_chinese(mentions[-1]),) if mentions else ()


def _chinese(body: str) -> str:
    return _ZH_KNOWN.get(body, OTHER_BODY)


def _beside(text: str, start: int, organs: tuple[str, ...]) -> tuple[str, ...]:
    """The organ named before one number of a Chinese list (``和安全理事会第1296(2000)号``), else that of the list."""
    before = re.sub(r"第\s?$", "", text[max(0, start - 60) : start])
    return (_chinese_organs(before) if before and not before.isascii() else ()) or organs


def _organ(match: re.Match[str], organs: tuple[str, ...], own: str | None, decision: bool) -> str | None:
    """The organ of a resolution as the beginning of a symbol (``A/HRC``), or ``None``."""
    possible = _by_form(match)
    if COUNCIL in organs:
        organs = tuple(o for o in organs if o != COUNCIL)
        organs += ("A/HRC",) if own == "A/HRC" and "A/HRC" in possible else ("S", "E")
    if organs:
        named = [organ for organ in possible if organ in organs]
        return named[0] if named else None
    if match["mark"]:
        return possible[0] if possible else None
    if own in possible:
        return own
    if own == OTHER_BODY or not possible or (decision and int(match["second"]) < _FIRST_DECISION):
        return None
    return possible[0] if possible[0] != "A/HRC" else None


def _by_form(match: re.Match[str]) -> tuple[str, ...]:
    """The organs that number their resolutions in this form, the likeliest first."""
    mark, first = match["mark"], match["first"]
    if mark:
        if mark.isdigit():
            return ("S",)
        if not mark[:2].strip("IVXL"):
            return ("A", "E") if roman_value(mark) <= 30 else ("E",)
        return ("A",)
    if not first.isdigit():
        return ("A",) if first[0] == "E" else ("A", "A/HRC")
    if 1946 <= int(first) <= 2100:
        return ("E", "E/CN.4") if int(first) >= 1978 else ("E/CN.4",)
    if int(first) > 150:
        return ()
    return ("A", "A/HRC") if int(first) >= 31 else ("A/HRC",)


def _name(match: re.Match[str], prefix: str, decision: bool) -> str | None:
    letter = (match["old"] or match["letter"] or "").strip("[] ")
    kind = "DEC" if decision else "RES"
    if match["mark"]:
        return None if decision else f"{prefix}/{kind}/{match['number']}({match['mark']}){letter}"
    return f"{prefix}/{kind}/{match['first']}/{match['second']}{letter}"
