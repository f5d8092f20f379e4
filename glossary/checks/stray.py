"""What has no business where it stands: doubled words, blanks and marks, letters of another script, damaged text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from glossary.checks.base import Check, Material
from glossary.checks.paired import NAMES, NAMES_ZH
from glossary.finding import Finding, Severity

_HAN = "\u4e00-\u9fff"
_EN_DOUBLED = re.compile(r"(?<![\w'’.-])([A-Za-z]{2,})[ \u00a0]+(\1)(?![\w'’-])", re.IGNORECASE)
_EN_NAME = re.compile(r"\b([A-Z][a-z]+)[ -]?(?:\1|(?i:\1))\b")
_EN_RIGHT = frozenset(("that", "had", "her", "do", "is", "please", "so", "long", "no"))
_ZH_WORDS = re.compile("(的|了|在|和|与|及|对|为|是|将|被|把|并|或|从|由|向|就|而)\\1")
_ZH_BEFORE = {  # before the first: it belongs to the word before
    "的": "目标有靶真似端别是中一怎的",
    "了": "为除罢明末未终得不",
    "在": "存现所正内潜外实旨好何自健同",
    "和": "饱共调温缓总柔中人",
    "与": "参赋给付授",
    "及": "以涉顾普提波遍不触危埃论可",
    "对": "针相反面核应绝校敌查不",
    "为": "因行成作认称人更视变以列分定即何",
    "是": "但于还不就或若凡只可正要总都真国",
    "将": "少中上大准名主",
    "被": "",
    "把": "",
    "并": "合兼一吞",
    "或": "",
    "从": "服自听顺",
    "由": "理自事",
    "向": "方导走趋面",
    "就": "成造",
    "而": "从因然反进",
}
_ZH_AFTER = {  # after the second: it begins a word
    "的": "确士",
    "了": "解结",
    "在": "于场职线座押学校读建案岗世编役",
    "和": "平解谐睦约风气善",
    "与": "会其此否",
    "及": "时格早",
    "对": "话方策于外象应待比立付等称手抗峙照面准口抵接",
    "为": "了此何难什",
    "是": "否非",
    "将": "来军要近",
    "被": "告害动子占",
    "把": "握关手",
    "并": "行非且列入购网发存轨处",
    "或": "许者有",
    "从": "事业而属来此未",
    "由": "于来此",
    "向": "来往导",
    "就": "业是此任地学读医",
    "而": "且言",
}
_ZH_DOUBLED = re.compile(rf"([{_HAN}]{{2,8}})\1")
_ZH_RIGHT = re.compile(
    "^(?:国家|人民|政府|当事|方方|委员|.*[〇零一二三四五六七八九十百千万亿年月日甲乙×].*)$|^(.)\\1+$"
)
_EN_BLANKS = re.compile(r"(?<=[\w,)’”])(?<![.:;?!]) {2,}(?=[\w(“])")
_TABLE = re.compile(r" {2,}.* {2,}| {6,}|\.{4}")
_MARKS = {
    "zh": re.compile(
        r"(?<![，。；：、])(?:，，|。。|；；|：：|、、|，。|，；|。，|、，|，、|、。|；。|。；|：，|：。)(?![，。；：、])|(?<!,),,(?!,)"
    ),
    "en": re.compile(r"(?<![,;:.])(?:,,|;;|::|,\.|;\.|;,|,;|:;)(?![,;:.\d])|(?<=[a-z])\.\.(?![./\w])"),
}
_URL = re.compile(
    r"(?i)\b(?:https?://|www\.|ftp://)[^\s\u4e00-\u9fff，。；）》”]+|[\w.+-]+@[\w.-]+|\b[\w-]+(?:\.[\w-]+)+(?:/[\w./%?=&#-]*)?"
)
_QUOTED = re.compile(r"[(（\[][^()（）\[\]]*[)）\]]|“[^”]*”|\"[^\"]*\"|‘[^’]*’|《[^》]*》|«[^»]*»|/[^/]*/")
_LOWER_WORD = re.compile(rf"(?<=[{_HAN}，。；：、])[ \u00a0]?(?P<word>[a-z]{{3,}})(?=[ \u00a0]?[{_HAN}，。；：、])")
_UNITS = frozenset(
    [
        "kwh",
        "mwh",
        "gwh",
        "ppm",
        "ppb",
        "ppt",
        "ppmv",
        "mol",
        "mmol",
        "rpm",
        "mph",
        "kph",
        "km2",
        "hrs",
        "min",
        "sec",
        "gal",
        "lbs",
        "cal",
        "kcal",
        "mpa",
        "kpa",
        "dpi",
        "bit",
        "bps",
        "kbps",
        "mbps",
        "gbps",
        "rad",
        "sin",
        "cos",
        "tan",
        "log",
        "exp",
        "max",
        "kbq",
        "mbq",
        "gbq",
        "msv",
        "usv",
        "nsv",
        "pdf",
        "doc",
        "html",
        "http",
        "www",
        "com",
        "org",
        "net",
        "int",
    ]
)
_HAN_IN_ENGLISH = re.compile(rf"[{_HAN}\u3041-\u30ff]+")
_CYRILLIC = "\u0400-\u04ff"
_GREEK_ALIKE = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονυ"
_MIXED = re.compile(
    rf"[A-Za-z]*(?:[A-Za-z]{{2}}[{_CYRILLIC}{_GREEK_ALIKE}]|[{_CYRILLIC}{_GREEK_ALIKE}][A-Za-z]{{2}}"
    rf"|[A-Za-z][{_CYRILLIC}{_GREEK_ALIKE}][A-Za-z])[A-Za-z{_CYRILLIC}{_GREEK_ALIKE}]*"
)
_THREE = re.compile("[a-z]{3}")
_MAYBE_DAMAGED = re.compile("[\ufffd\ufeff\u200b\u2060\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ue000-\uf8ffâÃï锟]")
_DAMAGED = re.compile(
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
        f"{en} in the {NAMES[side]} version: {found}",
        f"{NAMES_ZH[side]}中{zh}：{found}",
        zh_spans=[span] if side == "zh" else (),
        en_spans=[span] if side == "en" else (),
        expected=expected,
        found=found,
    )


def check_doubled_words(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: finds a word that stands twice in a row: "the the", 的的, 委员会委员会.

    Left alone: what is right twice (that that, had had, 目的的, 和和平), names (Pago Pago), words of one repeated character.

    Why it matters: a doubled word is left over from editing; sometimes the word that should have followed is gone.

    Wrong: 提交委员会委员会审议 beside "for consideration by the the Committee"

    Right: 提交委员会审议 beside "for consideration by the Committee"

    What to do: delete one of the two, and see that no other word is missing.
    """
    for row, pair in material.bilingual():
        for match in _EN_DOUBLED.finditer(pair.en):
            if match[1].lower() not in _EN_RIGHT and match[1] == match[1].lower() == match[2].lower():
                yield _one(
                    check, material, row, "en", match.span(), f"{match[1]} stands twice", f"{match[1]}重复", match[1]
                )
        for match in _ZH_WORDS.finditer(pair.zh):
            around = f"\x00{pair.zh}\x00"
            before, after = around[match.start()], around[match.end() + 1]
            word = match[1]
            if before in _ZH_BEFORE[word] + word or after in _ZH_AFTER[word] + word:
                continue
            yield _one(check, material, row, "zh", match.span(), f"{word} stands twice", f"“{word}”重复", word)
        for match in _ZH_DOUBLED.finditer(pair.zh):
            if not _ZH_RIGHT.match(match[1]) and not _EN_NAME.search(pair.en):
                yield _one(
                    check, material, row, "zh", match.span(), f"{match[1]} stands twice", f"“{match[1]}”重复", match[1]
                )


def check_doubled_marks(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: finds two marks where one belongs (，， ，。 ",,") and two blanks between English words.

    Left alone: dots (... and ……), two blanks after a full stop, tables.

    Why it matters: left over from editing; harmless to read, but not fit to print.

    Wrong: 会议通过了议程，。

    Right: 会议通过了议程。

    What to do: keep one.
    """
    for row, pair in material.bilingual():
        for side, pattern in _MARKS.items():
            for match in pattern.finditer(getattr(pair, side)):
                marks = match.group()
                yield _one(
                    check, material, row, side, match.span(), f"{marks} for one mark", f"标点重复{marks}", marks[-1]
                )
        if "  " in pair.en and not _TABLE.search(pair.en):
            for match in _EN_BLANKS.finditer(pair.en):
                yield _one(check, material, row, "en", match.span(), "two blanks", "连续空格", " ")


def _blanked(text: str, *patterns: re.Pattern[str]) -> str:
    for pattern in patterns:
        text = pattern.sub(lambda m: "\x00" * len(m.group()), text)
    return text


def _stray(zh: str, en: str) -> Iterator[tuple[str, tuple[int, int], str, str]]:
    if _THREE.search(zh):
        for match in _LOWER_WORD.finditer(_blanked(zh, _URL, _QUOTED)):
            if match["word"] not in _UNITS:
                yield "zh", match.span("word"), "an English word", "夹有英文词"
    for match in _HAN_IN_ENGLISH.finditer(_blanked(en, _QUOTED) if not en.isascii() else ""):
        yield "en", match.span(), "Chinese characters", "夹有汉字"
    for side, text in (("zh", zh), ("en", en)):
        for match in _MIXED.finditer(text) if not text.isascii() else ():
            yield side, match.span(), "a word in letters of two alphabets", "单词混用两种字母"
        for match in _DAMAGED.finditer(text) if _MAYBE_DAMAGED.search(text) else ():
            yield side, match.span(), "a damaged or invisible character", "含乱码或不可见字符"


def check_stray(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: finds what belongs to another language or to none: a lower-case English word in Chinese text, Han
    characters in English text, a Cyrillic or Greek letter inside a Latin word, damaged and invisible characters.

    Left alone: units, addresses, what stands in brackets, quotation or title marks.

    Why it matters: words left untranslated, or letters that look right and cannot be searched for.

    Wrong: 秘书处将implement该项目。

    Right: 秘书处将执行该项目。

    What to do: translate the word; type the damaged letters anew.
    """
    for row, pair in material.bilingual():
        for side, span, en, zh in _stray(pair.zh, pair.en):
            yield _one(check, material, row, side, span, en, zh)


_MQM = "Linguistic conventions"
CHECKS = (
    Check("P105", "doubled word", "词语重复", Severity.WARNING, _MQM + "/Grammar", check_doubled_words, "删去重复的词，并看有无漏字。"),
    Check("P106", "doubled mark or blank", "标点或空格重复", Severity.NOTE, _MQM + "/Punctuation", check_doubled_marks, "只留一个。"),
    Check("P108", "stray letters", "夹杂外文或乱码", Severity.WARNING, _MQM + "/Unintelligible", check_stray, "译出该词；重新录入损坏的字符。"),
)  # fmt: skip
