"""What a line is by its own form: page number, job number, bar code, notice, symbol, a part of a masthead.

Sources: mastheads and page feet of documents of New York, Geneva, Vienna and Nairobi; *United Nations Editorial Manual*
on mastheads and symbols. A form alone says little of ordinary words: only those that no sentence can have are furniture
wherever they stand (:func:`own_form`); the rest (:func:`masthead_part`) counts by its place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, cast

from corpora.page.lines import close_han
from corpora.symbol import without_symbols
from corpora.text import HAN, MONTHS, TO_TEN, late, read_lists

SENTENCE_END = r"[。！？；：.!?;:…][”’\"'）)\]】」]*"  # a stop and what closes behind it, in a line
TERMINAL = late(rf"^\[.*\]$|{SENTENCE_END}\s?(?:\d{{1,3}}|\*{{1,3}})?$")


OPEN_END = late(r"(?:[、，,（(“《—–-]|[的和与及其在对以为向之]|\b(?:the|of|and|or|to|in|by|for|with|on|a|an))$")


ANNEX_HEADING = (
    r"(?:Annex|Appendix|Enclosure)(?:es)?(?:\s(?:[IVXLC]{1,5}|\d{1,2}|[A-Z]))?$"
    rf"|(?:附件|附录|附文|附表)\s?(?:[{TO_TEN}]{{1,3}}|\d{{1,2}}|[IVXLC]{{1,5}})?$"
)
COUNTED = "年月日时分秒名个人次条款段项件号届国位家所岁天周章节页期种类万亿千百元吨公度%％"


LONGEST = 160
"""Characters: a longer line has no form of its own but that of a link."""

URL = late(r"(?:https?://|www\.|undocs\.org)\S+$", re.I)
DOCUMENT_URL = late(
    r"(?:https?://)?(?:www\.)?(?:undocs\.org|documents\.un\.org|daccess-ods\.un\.org)/\S+(?<![.。])$", re.I
)
"""The target of a link behind a document symbol: extractors of PDF list them at the foot of the page."""
BAR_CODE = late(r"\*\s?\d{6,8}\s?\*$")
_JOB = r"(?:(?:[A-Z]{1,4}\.)?\d{2}-\d{5}X?|N\d{7})"
_NUMBER = r"\d{1,4}(?:\s?/\s?\d{1,4})?"
JOB = late(rf"{_JOB}(?:\s*\(?[ACEFRS]\)?)?(?:\s+\d{{6}})*(?:\s+\*\s?\d{{6,8}}\s?\*)?$")
PAGE = late(
    r"(?:\d{1,4}\s?/\s?\d{1,4}|[-–—]\s?\d{1,4}\s?[-–—]|[Pp]age\s+\d+(?:\s+of\s+\d+)?|第\s?\d+\s?页(?:[,，/\s]*共\s?\d+\s?页)?)$"
)
JOB_AND_PAGE = late(rf"(?:{_NUMBER}\s+{_JOB}|{_JOB}\s+{_NUMBER})$")
RULE = late(r"[_＿]{5,}$|[-–—─]{8,}$|[*＊]{3,}$")
TEMPLATE = late(r"(?:<<[^<>]{1,60}>>\s*)+$")
_LISTS = {kind: "|".join(patterns) for kind, patterns in read_lists(__package__, "forms.tsv").items()}
_NOTICES = {
    "recycling_notice": r"(?i:(?:(?:Accessible document|无障碍文件)\s*)?(?:Please recycle|请回收|请循环使用)[^\w.。，,]*$|(?:Accessible document|无障碍文件)$)",
    "edition_notice": f"(?:{_LISTS['edition']})$",
    "masthead_note": r"[*＊]{1,3}\s*(?:(?:Second |Third )?[Rr]eissued?(?: for technical reasons)?(?: on \d{1,2} [A-Z][a-z]+ \d{4})?"
    r"|(?:由于|因)?技术原因(?:于\s?\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日)?(?:第[二三]次)?重新?(?:印发|分发|发布|发表)|重新?(?:印发|分发))[.。]?$",
}
_SYMBOL_NOTE = late(r"[*＊]{1,3}\s*(\S[^。]{2,60}?)[.。]?$")
_WORDS = r"(?:(?:GENERAL|LIMITED|General|Limited|RESTRICTED|Restricted|普遍|限制|有限|一般)$|(?:English|Chinese|French|Spanish|Russian|Arabic)(?: only|(?:, (?:English|Chinese|French|Spanish|Russian|Arabic)){0,4} and (?:English|Chinese|French|Spanish|Russian|Arabic)(?: only)?)?$|(?:Arabic|Chinese|English|French|Russian|Spanish)(?:\s?/\s?(?:Arabic|Chinese|English|French|Russian|Spanish)){1,5}$|(?:中文|英文|法文)$)"
_DISTRIBUTION = r"(?:Distr\.?\s?[:：]?\s*\w*|分发\s?[:：]?\s*\S*|(?:Original|ORIGINAL|原件|原文)\s?[:：].*|(?:For (?:information|action|decision|participants only)|供参考|供采取行动|供作出?决定)$)"
DISTRIBUTION = late(f"{_DISTRIBUTION}|{_WORDS}")
_MONTH = f"(?:{'|'.join(MONTHS)})"
_DAY = r"\d{1,2}"
DATE = late(rf"(?:{_DAY} {_MONTH} \d{{4}}|\d{{4}}\s?年\s?{_DAY}\s?月\s?{_DAY}\s?日)$")
_PLACE = r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,3}"
_ZH_PLACE = rf"[{HAN}]{{2,8}}"
_EN_SPAN = rf"{_DAY}(?: {_MONTH}(?: \d{{4}})?)?\s?(?:[-–—]|to)\s?{_DAY} {_MONTH} \d{{4}}"
_ZH_SPAN = (
    rf"\d{{4}}\s?年\s?{_DAY}\s?月\s?{_DAY}\s?日?\s?(?:至|到|[-–—])\s?(?:\d{{4}}\s?年\s?)?(?:{_DAY}\s?月\s?)?{_DAY}\s?日"
)
SPAN = late(
    rf"(?:(?:{_PLACE}, )?{_EN_SPAN}(?:, {_PLACE})?|(?:{_ZH_PLACE}[，,]\s?)?{_ZH_SPAN}(?:[，,]\s?{_ZH_PLACE})?)$"
)
"""The days of a session: ``New York, 3–21 April 2043``, ``3 to 21 April 2043, New York``, ``2043年4月3日至21日，纽约``."""
_KINDS = r"(?:(?:regular|annual|organizational|resumed|substantive|special|emergency)\s)"
_NTH = r"[A-Z][a-z]+(?:-[a-z]+)?"
_HAN_NTH = rf"第[{TO_TEN}百零〇\d\s]{{1,8}}"
_ONE_SESSION = (
    rf"\d{{4}}\s{_KINDS}?session|(?:{_NTH}\s)?{_KINDS}{{0,3}}session(?:\s(?:of\s)?\d{{4}})?|(?:Regular|Annual|Organizational|Resumed|Substantive|Special)\s(?:{_KINDS}{{0,2}})?session(?:\s(?:of\s)?\d{{4}})?|{_NTH}\syear"
    rf"|\d{{4}}\s?年(?:{_HAN_NTH}届|年?度|实质性|组织|特别|常)?(?:届会|常会|年会|会议|续会|特别会议)(?:续会)?|{_HAN_NTH}(?:届|次|期)(?:紧急)?(?:特别)?(?:会议|常会|届会|年会)(?:续会)?|{_HAN_NTH}年"
)
SESSION = late(rf"(?:{_ONE_SESSION})(?:\s*(?:{_ONE_SESSION}))?$")
"""``2043 session``, ``First regular session 2043``, ``Ninety-ninth session  Ninety-ninth year``, ``第九十九届会议``."""
_NUMBERS = r"\d[\d\s,、，和()（）a-z-]*+"  # with "and", and "of the provisional agenda"
ITEM = late(
    rf"(?:(?:[Pp]rovisional |[Pp]reliminary )?[Aa]genda items? {_NUMBERS}|Items? {_NUMBERS}"
    rf"|(?:临时|暂定)?议程\s?[*＊]{{0,3}}\s?项目\s?{_NUMBERS}|(?:暂定|初步)项目表\s?[*＊]{{0,3}}\s?项目\s?{_NUMBERS}|(?:临时)?议程草案)\s?[*＊]{{0,3}}$"
)
LOOSE_SESSION = late(
    rf"(?:第[{TO_TEN}百零〇\d\s]+(?:届|次|期)[^。，]*(?:会议|年)|第[{TO_TEN}百零〇]+年|[A-Z][a-z]+(?:-[a-z]+)* (?:special |emergency |resumed )*(?:session|year)\b[^.;]*+|"
    r"(?:临时)?议程(?:项目|\s?草案)?[\d、和,，()a-z（） \s]++\**+|(?:[Pp]rovisional )?[Aa]genda items? [\d, and()a-z]++\**+|"
    rf"Items? \d[\d, and()a-z]*+\**+)(?:(?:(?<=\s)|\s)\s*+(?:第[{TO_TEN}百零〇]+年|[A-Z][a-z]+(?:-[a-z]+)* (?:year|session)))?$"
)
"""A session or agenda item with whatever follows it: enough in the masthead at the top, too little elsewhere."""
ORGAN_NAMES = _LISTS["organ"]
ORGANS = late(rf"(?:(?:{ORGAN_NAMES})\s*)+$")
_BODY = f"(?:{_LISTS['body']})"
BODY = late(
    rf"(?!The\s)(?:(?:[A-Z][\w’'-]*|and|of|the|on|for|to|a|\(?[A-Z]+\)?)\s){{0,8}}?{_BODY}(?:\s(?:on|of|for|to|against|in)\s[^.;:。]{{3,120}})?$"
    rf"|Convened under the auspices of the [A-Z][^.;:]{{3,80}}$|由[{HAN}]{{2,20}}主持召开$"
    rf"|(?!.*第.{{1,6}}[届次])[{HAN}、和“”《》]{{2,40}}(?:委员会|理事会|执行局|工作组|小组委员会|论坛|大会|会议|基金|规划署|开发署)$"
)
"""The name of any other body, as mastheads have it; a title can look the same, so it needs company."""
OPENING = late(_LISTS["opening"])
"""How the title of a document begins: what follows a masthead."""
_COLUMNS = late(r"[ \u00a0\u3000]{3,}|\t+")


def _one_of(patterns: Mapping[str, str]) -> re.Pattern[str]:
    """One pattern that tells by the name of its group which of several matched."""
    return late("|".join(f"(?P<{name}>{pattern})" for name, pattern in patterns.items()))


_OWN = _one_of(
    {
        "bar_code": BAR_CODE.pattern,
        "page_number": f"{JOB_AND_PAGE.pattern}|{PAGE.pattern}",
        "job_number": JOB.pattern,
        "template_field": TEMPLATE.pattern,
        **_NOTICES,
    }
)
_PARTS = _one_of(
    {
        "organ": ORGANS.pattern,
        "date": DATE.pattern,
        "span": SPAN.pattern,
        "session": SESSION.pattern,
        "item": ITEM.pattern,
        "distribution": f"(?:{_DISTRIBUTION})$",
        "word": _WORDS,
    }
)
Part = Literal["organ", "body", "session", "span", "date", "item", "distribution", "word", "symbol", "number", "notice"]


def is_symbol_line(text: str) -> bool:
    """Whether a line holds document symbols and nothing else but organ names or a page number."""
    if len(text) > LONGEST or "/" not in text:
        return False
    rest = without_symbols(text)
    if rest == text:
        return False
    rest = re.sub(rf"{ORGAN_NAMES}", "", close_han(rest))
    return not re.sub(r"[\s()（）*\d/–—-]", "", rest)


def own_form(text: str) -> str | None:
    """The reason why a line is furniture by its own form alone, or ``None``.

    >>> own_form("*2013735*"), own_form("20-13735 (C)    221020"), own_form("2/5"), own_form("The Council decides")
    ('bar code', 'job number', 'page number', None)
    >>> own_form("GE.43-00001  (E)  030543  040543"), own_form("V.43-00001 3"), own_form("Please recycle ♻"), own_form("* A/98/150。")
    ('job number', 'page number', 'recycling notice', 'masthead note')
    """
    if DOCUMENT_URL.match(text):
        return "link list"
    if _is_plain(text):
        return None
    form = _OWN.match(text)
    if form and form.lastgroup:
        return form.lastgroup.replace("_", " ")
    note = _SYMBOL_NOTE.match(text)
    return "masthead note" if note and is_symbol_line(note[1]) else None


def _is_plain(text: str) -> bool:
    """Whether a glance tells that a line has no form: it is long, begins small or ends like a clause."""
    if len(text) > LONGEST:
        return True
    if "a" <= text[:1] <= "z" and not text.startswith("page "):
        return True
    return text[-1:] in "，。；：,;:、." and text[:1] not in "*＊" and text != "Distr."


def _part(text: str) -> Part | None:
    if is_symbol_line(text):
        return "symbol"
    found = _PARTS.match(text)
    if found:
        return cast(Part, found.lastgroup)
    form = own_form(text)
    if form in ("bar code", "job number"):
        return "number"
    if form in ("edition notice", "masthead note", "recycling notice"):
        return "notice"
    return "body" if BODY.match(text) else None


def masthead_part(text: str) -> Part | None:
    """Which part of a masthead a line looks like; two columns must both be parts.

    >>> [masthead_part(t) for t in ("2043 session", "议程项目12(e)", "New York, 3–21 April 2043", "大 会", "Distr.: General")]
    ['session', 'item', 'span', 'organ', 'distribution']
    >>> masthead_part("General Assembly          Distr.: General"), masthead_part("The General Assembly,")
    ('distribution', None)
    """
    if _is_plain(text):
        return None
    found = _part(close_han(text))
    if found not in (None, "body"):
        return found
    cells = _COLUMNS.split(text)
    if len(cells) > 1:
        parts = [_part(close_han(cell)) for cell in cells]
        if all(parts) and "body" not in parts:
            return next((part for part in parts if part == "distribution"), parts[0])
    return found
