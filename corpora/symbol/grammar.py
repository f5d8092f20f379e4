"""The grammar of United Nations document symbols as regular expressions, and the normal spelling of one symbol.

A symbol is an organ and components divided by slashes. A component is one of these:

- a body: ``C.3``, ``CN.4``, ``Sub.2``, ``CONF.151``, ``WG.6``, ``AC.26``, ``C.I``, ``ICEF``, ``HRC``, ``COP(14)``;
- a session or a year: ``78``, ``ES-10``, ``S-20``, ``2023``;
- a kind: ``RES``, ``DEC``, ``PRST``, ``INF``, and with a number ``L.22``, ``PV.15``, ``SR.1``, ``WP.12``, ``CRP.1``;
- a number, in old resolutions with a Roman session (``194(III)``, ``3201(S-VI)``), in those of the Security Council
  with a year (``822(1993)``), in parted ones with a letter (``49/35A``);
- a qualifier in brackets: ``6(Sect.3)``, ``26(Vol.I)``, ``12(Part I)``, ``PV.9000(Resumption 1)``;
- a modifier: ``Add.1``, ``Corr.2``, ``Rev.1``, ``Amend.1``, also several.

Source: United Nations Editorial Manual Online, "Document symbols"; Dag Hammarskjöld Library research guide "UN document
symbols"; symbols as printed in documents. All repetitions are bounded or possessive: a text of any kind is read in time
proportional to its length.
"""

from __future__ import annotations

import re
from functools import lru_cache

from corpora.text import TO_NINE, TO_TEN, UNITS, han_value, late, read_lists, roman_value, to_roman

_ORGANS = read_lists(__package__, "organs.tsv")
ORGANS = "|".join(organ for organs in _ORGANS.values() for organ in organs)
PRESS = frozenset(_ORGANS["press"])

GAP = r"[\s\u200b\u2060\ufeff\u00ad]"
DASH = r"[–—―−‐‑⁃－-]"
_O, _C = "[(（]", "[)）]"
ROMAN = r"(?=[IVXL])(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?![A-Za-z])"
YEAR = r"(?:19[4-9]\d|20\d\d|2100)"
_SPECIAL = rf"(?:ES|SS?){DASH}{GAP}?(?:\d{{1,3}}(?![A-Za-z0-9])|{ROMAN})"
_YEAR_MARK = rf"{_O}{GAP}?{YEAR}{GAP}?{_C}"
_SESSION_MARK = rf"{_O}{GAP}?(?:E?S{DASH})?{ROMAN}{GAP}?{_C}"
# a letter after a space is a part only where it stands alone: not an initial, the next symbol, a pronoun or an article
_ALONE = rf"(?![A-Za-z0-9'’/]|\.[A-Za-z0-9]|{DASH}[a-z])"
_NO_TITLE = r"(?!\s(?!(?:of|and|to|or|on|by|in|is|was|were|has|had|dated|entitled|through|as|at|for|with)\b)[a-z])"
LETTER = rf"(?:\[[A-Z]\]|[A-Z]{_ALONE}|{GAP}{{1,2}}[A-HJ-Z]{_ALONE}{_NO_TITLE})"
# a space beside a slash, mostly a line end, is part of the symbol only where the next component says so
_GO_ON = r"(?=\d|E?S-\d|[A-Z][A-Za-z]{0,7}\.\s?[\dIVX]|(?:RES|DEC|PRST|INF|PV|SR|CRP|NGO)/)"
_SLASH = rf"(?:/(?:{GAP}{{1,8}}+{_GO_ON})?+|{GAP}{{1,8}}+/{_GO_ON})"
_FIRST_GO_ON = r"(?=(?:\d{1,4}|[A-Z][A-Za-z0-9.-]{0,9})/)"
_FIRST_SLASH = rf"(?:/(?:{GAP}{{1,8}}+{_FIRST_GO_ON})?+|{GAP}{{1,8}}+/{_FIRST_GO_ON})"

_COUNT = {word: value for word, value in UNITS.items() if value <= 5}
_PLACE = rf"(?:\d{{1,3}}{GAP}?[A-Z]?|{ROMAN}|(?i:{'|'.join(_COUNT)})|[{TO_TEN}]{{1,3}})"
_LABEL = "(?i:parts?|vols?|sects?|prog|sess|resumption|income{GAP}?sects?)".replace("{GAP}", GAP)
_HAN_PLACE = rf"(?:第{GAP}?{_PLACE}{GAP}?(?:卷|部分|款|编)|第{GAP}?{_PLACE}{GAP}?次(?:续会|复会)|复会{GAP}?{_PLACE})"
_WORDS = r"(?i:summary|supp\.?|introduction|foreword(?:\s?and\s?introduction)?|plan\s?outline|closed|resumption|or|prov\.?|corrected)"
_QUALIFIER = (
    rf"(?:{GAP}{{0,3}}{_O}{GAP}?(?:{_LABEL}\.?{GAP}?{_PLACE}(?:{GAP}?(?:,|and|to|和|{DASH}){GAP}?{_PLACE}){{0,3}}"
    rf"|{_HAN_PLACE}|{_WORDS}){GAP}?{_C}"
    rf"|{_O}[A-Z][A-Z.-]{{0,10}}\d{{1,4}}/\d{{1,3}}{_C}"  # LC/G.2101(SES.30/3)
    rf"|{_O}(?:\d{{1,3}}|{ROMAN}){_C}(?=/))"  # COP(14)/23, TD/B/40(2)/26
)
_END = "(?![A-Za-z0-9])"
_NUMBERED_KIND = "(?i:L|PV|SR|WP|CRP|SUB|C|AC|CN|CONF|SC|WG|DEC|RES|INF|R|NGO)"
_MODIFIER = rf"(?i:add|corr|rev|amend)\.?{GAP}?\d{{1,3}}"
MODIFIER_TEXT = rf"{_MODIFIER}{_END}{_QUALIFIER}?"
_COMPONENT = (
    rf"(?>(?i:RES|DEC){_SLASH}(?:\d{{1,5}}(?:{GAP}?[A-Z])?{GAP}{{0,3}}(?:{_YEAR_MARK}|{_SESSION_MARK}){LETTER}?"
    rf"|(?:{_SPECIAL}|\d{{1,4}}){_SLASH}\d{{1,4}}{LETTER})"
    rf"|(?i:DEC|RES)\.{GAP}?\d{{1,4}}{GAP}{{0,3}}{_YEAR_MARK}"
    rf"|{_SPECIAL}"
    rf"|(?:{_MODIFIER}|{_NUMBERED_KIND}\.{GAP}?\d{{1,6}}[A-Z]?"
    rf"|(?i:income_?sect)\.\d{{1,2}}"
    rf"|[A-Z][A-Za-z]{{0,7}}(?:-[A-Z])?(?:\.[A-Z][A-Za-z]{{0,5}}){{0,2}}\.(?:\d{{1,6}}[A-Z]?(?:-P)?|[A-Z]{{1,7}})"
    rf"|[A-Z]{{1,10}}(?:-[A-Z]{{2,6}})?\d{{0,3}}|(?i:res|dec|prst|inf|summary|agenda|annex|excom)|Part\s?\d{{1,2}}){_END}{_QUALIFIER}?"
    rf"|(?:(?<=/[A-Z]{{3}}/)|(?<=/CO/)|(?<=/Q/))\d{{1,2}}-\d{{1,2}}{_END}"  # reports of treaty States: CHN/14-17
    rf"|{_O}\d{{3,4}}{_C}(?=/)"  # S/AC.37/2004/(1455)/53
    rf"|\d{{1,6}}(?:[A-Z]|-P)?{_END}{_QUALIFIER}*)"
)
_HEAD = rf"(?:{ORGANS})(?:{_O}(?:{ROMAN}|\d{{1,3}}){_C})?{_FIRST_SLASH}"
HEAD = rf"(?<![A-Za-z0-9/_.\-]){_HEAD}"
SINGLE = rf"{_HEAD}(?:(?(1){_SLASH}){_COMPONENT}()){{1,9}}+\*{{0,4}}"  # the empty group says that a component was read
# at a line end the dash of a dual symbol stands before or after the break; a dash and a space begin a list item
JOINT = rf"(?:[^\S\n\r]{{0,2}}{DASH}{{1,2}}{GAP}{{0,8}}|\s{{1,8}}{DASH}(?=[A-Z])|{GAP}{{1,4}}/{GAP}{{1,4}})"
# after a bracket a footnote mark may be glued on; a sentence splitter may have cut after "Add."
STOP = r"(?:(?<=[)）])(?![A-Za-z]|/[A-Za-z0-9])|(?![A-Za-z0-9%]|/[A-Za-z0-9])|(?=/(?i:add|corr|rev)\.?(?![A-Za-z0-9])))"

_WIDE = late("[Ａ-Ｚａ-ｚ０-９／．]")
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
SPLIT = late(r"(?:\([^)]*\)|[^/(])+")
MODIFIER = late(r"(Add|Corr|Rev|Amend)\.(\d+)(?:\((.*)\))?")
_SPELLED = late(r"(?i)(add|corr|rev|amend)\.?(\d+)")
_MIXED = {
    "add": "Add", "corr": "Corr", "rev": "Rev", "amend": "Amend", "sub": "Sub", "dec": "Dec", "res": "Res",
    "summary": "Summary", "agenda": "Agenda", "annex": "Annex", "excom": "ExCom", "ozl.pro": "OzL.Pro",
}  # fmt: skip
_CAPITALS = frozenset(
    {"l", "pv", "sr", "wp", "crp", "c", "ac", "cn", "conf", "sc", "wg", "inf", "r", "ngo", "pc", "gc", "misc", "res",
    "dec", "prst"}
)  # fmt: skip
_SECTION = late(r"(?i)(?<=\d)/((?:income)?sect)s?\.?(\d{1,2}[A-Z]?)(?=/|$)")  # A/99/6/Sect.14, as files are named
_UNDOTTED = late(r"(L|PV|SR|WP|CRP|C|AC|CN|CONF|WG)(\d+)")
_LABELS = {
    "part": "Part ",
    "vol": "Vol.",
    "sect": "Sect.",
    "prog": "Prog.",
    "sess": "Sess.",
    "resumption": "Resumption ",
}
_LABELS |= {"incomesect": "Income sect."}
_PLURALS = {"Part ": "Parts ", "Vol.": "Vols.", "Sect.": "Sects.", "Income sect.": "Income sects."}
_HAN_LABELS = {
    "卷": "Vol.",
    "部分": "Part ",
    "编": "Part ",
    "款": "Sect.",
    "次续会": "Resumption ",
    "次复会": "Resumption ",
}
_FIXED = {
    "summary": "Summary", "supp": "Supp.", "introduction": "Introduction", "foreword": "Foreword", "closed": "Closed",
    "forewordandintroduction": "Foreword and introduction", "planoutline": "Plan outline", "resumption": "Resumption", "or": "OR", "prov": "Prov.", "corrected": "Corrected",
}  # fmt: skip
_HAN_TO_99 = late(f"[{TO_NINE[1:]}]?十[{TO_NINE}]?|[{TO_NINE}]")


def narrow(text: str) -> str:
    """Full-width letters, figures and marks as plain ones, one for one, so that offsets stay.

    >>> narrow("见Ａ／７５／３７９（第３段）。")
    '见A/75/379(第3段)。'
    """
    return text.translate(_NARROW) if _WIDE.search(text) else text


@lru_cache(maxsize=4096)
def canonical(raw: str) -> str:
    """One symbol as found, in normal spelling: no spaces, no reissue marks, capitals and full stops as they should be.

    >>> canonical("A/Res/49/35 A"), canonical("A/78/6 (Sect. 3)/ADD. 1*"), canonical("A/CONF.151/26（第一卷）")
    ('A/RES/49/35A', 'A/78/6(Sect.3)/Add.1', 'A/CONF.151/26(Vol.I)')
    >>> canonical("A/RES/194 A (III)"), canonical("A/73/12 (Part I)")
    ('A/RES/194(III)A', 'A/73/12(Part I)')
    """
    name = re.sub(rf"{GAP}+|\*", "", raw.translate(_NARROW))
    name = re.sub(DASH, "-", name)
    name = re.sub(r"\[([A-Z])\]", r"\1", name)
    name = _SECTION.sub(lambda match: f"({match[1].lower()}.{match[2]})", name)
    organ, *components = SPLIT.findall(name)
    name = "/".join([organ, *(_component(c, organ) for c in components)])
    name = re.sub(r"(/(?:RES|DEC)/[^/]+/\d+)/([A-Z])$", r"\1\2", name)  # A/RES/49/35/A
    return re.sub(r"^([AES](?:/.*)?)/(PV|SR)/(\d+)$", r"\1/\2.\3", name)


def _component(text: str, organ: str) -> str:
    bare, bracket, rest = text.partition("(")
    inner, _, tail = rest.partition(")")
    modifier = _SPELLED.fullmatch(bare)
    undotted = _UNDOTTED.fullmatch(bare) if organ in ("A", "E", "S", "T") else None
    if modifier:
        bare = f"{modifier[1].capitalize()}.{modifier[2]}"
    elif undotted:
        bare = f"{undotted[1]}.{undotted[2]}"
    else:
        bare = _spelling(bare)
    if not bracket:
        return bare
    brackets = "".join(f"({_bracket(one)})" for one in [inner, *re.findall(r"\(([^)]*)\)", tail)])
    letter = re.sub(r"\([^)]*\)", "", tail)
    old = re.fullmatch(r"(\d+)([A-Z])", bare)
    if old and re.fullmatch(rf"{YEAR}|(?:E?S-)?[IVXL]+", inner):
        bare, letter = old[1], old[2]
    return bare + brackets + letter


def _spelling(word: str) -> str:
    prefix, dot, number = word.rpartition(".")
    low = (prefix or word).lower()
    if dot:
        return (_MIXED.get(low) or (prefix.upper() if low in _CAPITALS else prefix)) + dot + number
    return word.upper() if low in _CAPITALS else _MIXED.get(low, word)


def _bracket(inner: str) -> str:
    """The inside of a bracket without spaces, in normal spelling; a part or volume has a Roman number."""
    fixed = _FIXED.get(inner.lower().rstrip("."))
    labelled = re.fullmatch(r"(?i)(income\s?sect|part|vol|sect|prog|sess|resumption)s?\.?(?=.)(.*)", inner)
    han = re.fullmatch(r"(?:第|(?=复会))(复会)?(.+?)(卷|部分|款|编|次续会|次复会)?", inner)
    if fixed:
        return fixed
    if labelled:
        label = _LABELS[labelled[1].lower()]
        pieces = re.split(r"(,|and|to|和|-)", labelled[2])
        places = [_place(piece, label) if k % 2 == 0 else piece for k, piece in enumerate(pieces)]
        joints = {",": ", ", "and": " and ", "和": " and ", "to": " to "}
        return (_PLURALS.get(label, label) if len(places) > 1 else label) + "".join(joints.get(p, p) for p in places)
    if han and (han[1] or han[3]):
        label = "Resumption " if han[1] else _HAN_LABELS[han[3]]
        return label + _place(han[2], label)
    return inner


def _place(text: str, label: str) -> str:
    """A place in a series: Roman for parts and volumes, figures for the rest."""
    text = text.strip()
    number = _COUNT.get(text.lower())
    if number is None and _HAN_TO_99.fullmatch(text):
        number = han_value(text)
    if number is None and re.fullmatch("[IVXL]+", text):
        number = roman_value(text)
    if number is None and re.fullmatch(r"0*[1-9]\d?", text):
        number = int(text)
    if not number:
        return text
    return to_roman(number) if label in ("Part ", "Vol.") else str(number)
