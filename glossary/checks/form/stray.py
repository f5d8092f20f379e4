"""What has no business where it stands: doubled words, spaces and punctuation marks, letters of another script, damaged text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from operator import eq

import numpy as np

from corpora.arrays import Bools
from corpora.text import HAN, LANGUAGE_NAMES, LANGUAGE_NAMES_ZH, late, read_table
from glossary.checks.base import Check, Material
from glossary.checks.form.doubled_characters import doubled_characters
from glossary.finding import Finding, Severity
from glossary.words import HAN_RUN, words

_EN_DOUBLED = late(r"(?<![\w'’.-])([A-Za-z]{2,}+)[ \u00a0]++(\1)(?![\w'’-])", re.IGNORECASE)
_WORDS = late("[a-z]{2,}")
_EN_NAME = late(r"\b([A-Z][a-z]{1,30})[ -]?(?:\1|(?i:\1))\b")
_EN_RIGHT = frozenset(("that", "had", "her", "do", "is", "please", "so", "long", "no"))
_EN_SMALL = frozenset(
    ("the", "of", "and", "to", "in", "for", "with", "on", "at", "by", "from", "an", "this", "these", "those")
)
_ZH_WORDS = late("(的|了|在|和|与|及|对|为|是|将|被|把|并|或|从|由|向|就|而)\\1")
# a particle that stands twice by right: after the word that it ends, or before the one that it begins
_ZH_WHOLE = {particle: late(pattern) for particle, pattern in read_table(__package__, "doubled.tsv")}
_ZH_PEACE = late("和和(?=[平解谐睦])")
_EN_PEACE = late(r"(?i)\b(?:peace|pacif|conciliat|reconcil|settle|amicabl|harmon|amit|good.neighbour)")
_PEACEFUL = r"(?:peace|pacif|conciliat|reconcil|settle|amicabl|harmon|amit|good)"
# what joins, then at most three words, with hyphens or without, none of them peaceful: each can be read in one way only
_EN_AND_PEACE = late(
    rf"(?i)(?:\b(?:and|or|with|as)|,)\W{{1,9}}+"
    rf"(?:(?!{_PEACEFUL})\w++(?:-{{1,3}}+(?!{_PEACEFUL})\w++){{0,5}}+\W{{1,9}}+){{0,3}}+{_PEACEFUL}"
)
_EN_PEACE_AND = late(r"(?i)\b(?:peace|conciliation|reconciliation|settlements?|harmony|amity)(?: and|,| or)\b")
CODED, CODED_ROWS = 0.08, 3  # share of the rows of a document, and rows, with English words that are names of code
LONGEST_WORD = 12  # characters that are cut into words
LONGEST_DOUBLED = 7  # A106 has the longer ones
_ZH_DOUBLED = late(rf"([{HAN}]{{2,{LONGEST_DOUBLED}}})\1")
_ZH_RIGHT = late(
    "(?:国家|人民|政府|当事|方方|委员|会议|资料|非常|许多|永远|特别|如何|如此|越来|[很好太大].|考虑|研究|讨论|商量|休息|打听"
    "|.*[〇零一二三四五六七八九十百千万亿年月日甲乙×].*|[的之和或与及了是在].*)$|(.)\\1+$"
)
_EN_SPACES = late(r"(?<=[\w,)’”])(?<![.:;?!]) {2,}(?=[\w(“])")
_TABLE = late(r" {4}|\.{4}|(?<! ) {2,3}+[^ \n]*+(?: [^ \n]++)*+ {2}")
_TWO_PUNCTUATION_MARKS = late("[，。；：、,;:.](?:(?<=[，。；：、])[，。；：、]|(?<=[,;:.])[,;:.])")
_MARKS = {
    "zh": late(
        r"(?<![，。；：、])(?:，，|。。|；；|：：|、、|，。|，；|。，|、，|，、|、。|；。|。；|：，|：。)(?![，。；：、])|(?<!,),,(?!,)"
    ),
    "en": late(r"(?<![,;:.])(?:,,|;;|::(?=[ \u00a0]+\S)|,\.|;\.|;,|,;|:;)(?![,;:.\d])|(?<=[a-z])\.\.(?![./\w])"),
}
_URL = late(
    rf"(?i)\b(?:https?://|www\.|ftp://)[^\s{HAN}，。；）》”]+"
    r"|(?<![\w.+-])[\w.+-]++@[\w.-]++|(?<![\w-])[\w-]++(?:\.[\w-]++)++(?:/[\w./%?=&#-]*+)?"
)
LONGEST_QUOTED = 1000  # characters: how far the end of a quotation is looked for
_QUOTED = late(
    r"[(（\[][^()（）\[\]]*[)）\]]|\"[^\"]*\"|/[^/]*/"
    + "".join(f"|{start}[^{end}]{{0,{LONGEST_QUOTED}}}+{end}" for start, end in ("“”", "‘’", "《》", "«»"))
)
_LOWER_WORD = late(rf"(?<=[{HAN}，。；：、])[ \u00a0]?(?P<word>[a-z]{{3,}})(?=[ \u00a0]?[{HAN}，。；：、])")
_UNIT = late(
    "[kmgt]wh|ppmv|pp[bmt]|m?mol|rpm|[mk]ph|k?cal|[mk]pa|[kmg]?bps|[kmg]bq|[mun]sv|hrs|min|sec|gal|lbs|bit|dpi|rad"
    "|sin|cos|tan|log|exp|max|pdf|doc|html|http|www|com|org|net|int"
)
_HAN_IN_ENGLISH = late(rf"[{HAN}\u3041-\u30ff]+")
_CYRILLIC = "\u0400-\u04ff"
_GREEK_ALIKE = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονυ"
_MIXED = late(
    rf"(?<![A-Za-z])[A-Za-z]*(?:[A-Za-z]{{2}}[{_CYRILLIC}{_GREEK_ALIKE}]|[{_CYRILLIC}{_GREEK_ALIKE}][A-Za-z]{{2}}"
    rf"|[A-Za-z][{_CYRILLIC}{_GREEK_ALIKE}][A-Za-z])[A-Za-z{_CYRILLIC}{_GREEK_ALIKE}]*"
)
_WORD_BEFORE_HAN = late(rf"[a-z]{{3}}(?=[ \u00a0]?[{HAN}，。；：、])")
_ODD = late(
    rf"[{_CYRILLIC}{_GREEK_ALIKE}\ufffd\ufeff\u200b\u2060\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ue000-\uf8ffâÃï锟]"
)
"""What stands in every place of the two above and below."""
_DAMAGED = late("[\ufffd\ufeff\u200b\u2060\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ue000-\uf8ffâÃï锟]")
_DAMAGED = late(
    r"[\ufffd\ufeff\u200b\u2060\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ue000-\uf8ff]+|â€[\u0080-\u2122]|Ã[\u0080-\u00bf]|ï»¿|锟斤拷"
)


def _one(
    check: Check, material: Material, row: int, side: str, span: tuple[int, int], en: str, zh: str, expected: str = ""
) -> Finding:
    text = getattr(material.pairs[row - 1], side)
    found = text[max(span[0] - 6, 0) : span[1] + 6].strip()
    return check.finding(
        material,
        row,
        f"{en} in the {LANGUAGE_NAMES[side]} version: {found}",
        f"{LANGUAGE_NAMES_ZH[side]}中{zh}：{found}",
        zh_spans=[span] if side == "zh" else (),
        en_spans=[span] if side == "en" else (),
        expected=expected,
        found=found,
    )


def _no_peace(zh: str, en: str, place: int) -> bool:
    """Whether 和和平 (和解, 和谐, 和睦) is one 和 too many: nothing stands before it to join, or the English joins nothing.

    >>> _no_peace("安全和和平", "security and peace", 2), _no_peace("国际和和平与安全", "international peace and security", 2)
    (False, True)
    """
    if not _ZH_PEACE.match(zh, place):
        return False
    if place == 0 or zh[place - 1] in '、，；。“《（("与及或':
        return True
    if not _EN_PEACE.search(en) or _EN_AND_PEACE.search(en):
        return False
    return not _EN_PEACE_AND.search(en) or zh[place + 3 : place + 4] in ("与", "及", "和")


def _maybe_doubled(text: str) -> bool:
    """Whether two words beside each other are the same."""
    words = _WORDS.findall(text.lower())
    return any(map(eq, words, words[1:]))


def _compounds(text: str, span: tuple[int, int]) -> bool:
    """Whether one compound ends as the next begins: 健康保险保险费.

    >>> _compounds("支付健康保险保险费。", (4, 8)), _compounds("提交委员会委员会审议", (2, 8))
    (True, False)
    """
    middle = (span[0] + span[1]) // 2
    run = HAN_RUN.match(text, middle, middle + LONGEST_WORD)
    first = next(iter(words(run.group())), "") if run else ""
    return len(first) > span[1] - middle


def _doubled_han(texts: Sequence[str]) -> Bools:
    """``(n,)``: texts in which two to eight characters stand twice in a row.

    >>> _doubled_han(["委员会委员会审议", "委员会", "的的"]).tolist()
    [True, False, False]
    """
    codes = np.frombuffer("\n".join([*texts, ""]).encode("utf-32-le", "surrogatepass"), np.uint32)
    ends = np.cumsum([len(text) + 1 for text in texts])
    found = np.zeros(len(texts), bool)
    for size in range(2, min(LONGEST_DOUBLED, len(codes) // 2) + 1):
        same = codes[size:] == codes[:-size]
        starts = len(same) - size + 1
        runs = same[:starts].copy()
        for shift in range(1, size):
            runs &= same[shift : starts + shift]
        found[np.searchsorted(ends, np.flatnonzero(runs), side="right")] = True
    return found


def check_doubled_words(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: finds a word that stands twice in a row: "the the", 的的, 委员会委员会, and a character of a word: 作作为.

    Left alone: what is right twice (that that, had had, 目的的, 和和平), names (Pago Pago), words of one repeated character.

    Why it matters: a doubled word is left over from editing; sometimes the word that should have followed is gone.

    Wrong: 提交委员会委员会审议 beside "for consideration by the the Committee"

    Right: 提交委员会审议 beside "for consideration by the Committee"

    What to do: delete one of the two, and see that no other word is missing.
    """
    doubled = _doubled_han(material.rows.texts("zh"))
    for row, pair in material.bilingual():
        for match in _EN_DOUBLED.finditer(pair.en) if _maybe_doubled(pair.en) else ():
            if (
                not (doubled[row - 1] and _ZH_DOUBLED.search(pair.zh))  # doubled in both versions
                and match[1].lower() not in _EN_RIGHT
                and match[2].islower()
                and (match[1].islower() or match[2] in _EN_SMALL)
            ):
                yield _one(
                    check, material, row, "en", match.span(), f"{match[1]} stands twice", f"{match[1]}重复", match[1]
                )
        for match in _ZH_WORDS.finditer(pair.zh):
            word = match[1]
            if not _ZH_WHOLE[word].match(pair.zh, match.start()) or _no_peace(pair.zh, pair.en, match.start()):
                yield _one(check, material, row, "zh", match.span(), f"{word} stands twice", f"“{word}”重复", word)
        for match in _ZH_DOUBLED.finditer(pair.zh) if doubled[row - 1] else ():
            developing = match[1] == "发展" and pair.zh.startswith("中", match.end())
            right = developing or _compounds(pair.zh, match.span()) or _EN_DOUBLED.search(pair.en)
            if not right and not _ZH_RIGHT.match(match[1]) and not _EN_NAME.search(pair.en):
                yield _one(
                    check, material, row, "zh", match.span(), f"{match[1]} stands twice", f"“{match[1]}”重复", match[1]
                )
    for row, span, character in doubled_characters(material.rows):
        if not _ZH_WORDS.match(material.pairs[row - 1].zh, span[0]):
            yield _one(check, material, row, "zh", span, f"{character} stands twice", f"“{character}”重复", character)


def check_doubled_punctuation(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: finds two punctuation marks where one belongs (，， ，。 ",,") and two spaces between English words.

    Left alone: dots (... and ……), two spaces after a full stop, tables.

    Why it matters: left over from editing; harmless to read, but not fit to print.

    Wrong: 会议通过了议程，。

    Right: 会议通过了议程。

    What to do: keep one.
    """
    for row, pair in material.bilingual():
        for side, pattern in _MARKS.items():
            text = getattr(pair, side)
            for match in pattern.finditer(text) if _TWO_PUNCTUATION_MARKS.search(text) else ():
                marks = match.group()
                yield _one(
                    check,
                    material,
                    row,
                    side,
                    match.span(),
                    f"{marks} for one punctuation mark",
                    f"标点重复{marks}",
                    marks[-1],
                )
        if "  " in pair.en and not _TABLE.search(pair.en):
            for match in _EN_SPACES.finditer(pair.en):
                yield _one(check, material, row, "en", match.span(), "two spaces", "连续空格", " ")


def _masked(text: str, *patterns: re.Pattern[str]) -> str:
    for pattern in patterns:
        text = pattern.sub(lambda m: "\x00" * len(m.group()), text)
    return text


def _stray(zh: str, en: str) -> Iterator[tuple[str, tuple[int, int], str, str]]:
    if _WORD_BEFORE_HAN.search(zh):
        for match in _LOWER_WORD.finditer(_masked(zh, _URL, _QUOTED)):
            if not _UNIT.fullmatch(match["word"]):
                yield "zh", match.span("word"), "an English word", "夹有英文词"
    if not en.isascii() and _HAN_IN_ENGLISH.search(en):
        for match in _HAN_IN_ENGLISH.finditer(_masked(en, _QUOTED)):
            yield "en", match.span(), "Chinese characters", "夹有汉字"
    for side, text in (("zh", zh), ("en", en)):
        if not _ODD.search(text):
            continue
        for match in _MIXED.finditer(text):
            yield side, match.span(), "a word in letters of two alphabets", "单词混用两种字母"
        for match in _DAMAGED.finditer(text):
            yield side, match.span(), "a damaged or invisible character", "含乱码或不可见字符"


def check_stray(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: finds what belongs to another language or to none: a lower-case English word in Chinese text, Han
    characters in English text, a Cyrillic or Greek letter inside a Latin word, damaged and invisible characters.

    Left alone: units, addresses, what stands in brackets, quotation or title marks, names of commands and fields where a document is full of them.

    Why it matters: words left untranslated, or letters that look right and cannot be searched for.

    Wrong: 秘书处将implement该项目。

    Right: 秘书处将执行该项目。

    What to do: translate the word; type the damaged letters anew.
    """
    coded = _coded(material)
    for row, pair in material.bilingual():
        for side, span, en, zh in _stray(pair.zh, pair.en):
            if side == "zh" and pair.symbol in coded and pair.zh[slice(*span)] in pair.en:
                continue
            yield _one(check, material, row, side, span, en, zh)


def _coded(material: Material) -> set[str]:
    """Documents in which English words stand in so many Chinese rows that they are names: of commands, of fields."""
    rows, found = Counter[str](), Counter[str]()
    for _row, pair in material.bilingual():
        rows[pair.symbol] += 1
        found[pair.symbol] += any(
            match["word"] in pair.en
            for match in (_LOWER_WORD.finditer(pair.zh) if _WORD_BEFORE_HAN.search(pair.zh) else ())
        )
    return {symbol for symbol, count in found.items() if count >= CODED_ROWS and count > CODED * rows[symbol]}


_MQM = "Linguistic conventions"
CHECKS = (
    Check("P105", "doubled word", "词语重复", Severity.WARNING, _MQM + "/Grammar", check_doubled_words, "删去重复的词，并检查有无漏字。", raw=True),
    Check("P106", "doubled punctuation mark or space", "标点或空格重复", Severity.NOTE, _MQM + "/Punctuation", check_doubled_punctuation, "删去多余的标点或空格，只留一个。", raw=True),
    Check("P108", "stray letters", "夹杂外文或乱码", Severity.WARNING, _MQM + "/Unintelligible", check_stray, "译出该词；重新录入损坏的字符。", raw=True),
)  # fmt: skip
