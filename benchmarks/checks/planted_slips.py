"""More kinds of errors for `planted.py`: slips of a typist and of a translator that leave the sentence whole."""

from __future__ import annotations

import random
import re
from dataclasses import replace

from planted_kinds import Kind, Plant, _put, exchanged

from corpora.bitext import Pair
from corpora.text import HAN, read_table
from glossary.checks.names.known_names import known_names
from glossary.words import is_acronym

UNITS = {
    "zh": r"(?<=\d)(\s?(?:[%％]|个?百分点|美元|欧元|公里|公顷|公斤|吨|米(?!尔)|平方公里|个月|天|小时))",
    "en": r"(?<=\d)(\s?(?:%|per cent\b|percentage points?\b|dollars|euros|kilomet(?:re|er)s|hectares|kilograms|km\b|tons\b|tonnes\b|met(?:re|er)s|months|days|hours))|((?:US)?\$\s?)(?=\d)",
}
BOUNDS = {
    "zh": (r"(至少|至多|最多|(?<=\d[%人年岁名国]|\d\d)以上(?=的|，|。|；|者)|(?<=\d[%人年岁名国]|\d\d)以下(?=的国|者|，|。|；)|(?<![不未得达])超过|(?<!得)不到)(?=.{0,3}\d)",
           {"至少": "至多", "至多": "至少", "最多": "至少", "以上": "以下", "以下": "以上", "超过": "不到", "不到": "超过"}),
    "en": (r"\b(at least|at most|more than|less than|fewer than)(?= (?:\d|one|two|three|four|five|six|ten|half))",
           {"at least": "at most", "at most": "at least", "more than": "less than", "less than": "more than", "fewer than": "more than"}),
}  # fmt: skip
_ORDER = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"]
_SESSIONS = {word: _ORDER[(k + 1) % len(_ORDER)] for k, word in enumerate(_ORDER)}
_HAN = "一二三四五六七八九"
_HAN_NEXT = {c: _HAN[(k + 1) % len(_HAN)] for k, c in enumerate(_HAN)}
_VERBS = {
    "zh": ["重申", "回顾", "强调", "欢迎", "注意到", "确认", "铭记", "深信", "请", "敦促", "决定", "呼吁", "鼓励", "赞扬"],
    "en": ["Reaffirming", "Recalling", "Emphasizing", "Welcoming", "Noting", "Recognizing", "Bearing in mind", "Convinced", "Requests", "Urges",
           "Decides", "Calls upon", "Encourages", "Commends", "Reaffirms", "Recalls", "Emphasizes", "Welcomes", "Notes", "Recognizes"],
}  # fmt: skip


def unit_lost(side: str) -> Plant:
    """What stands beside a figure lost: 3.5% becomes 3.5."""

    def plant(pair: Pair, rng: random.Random) -> Pair | None:
        places = list(re.finditer(UNITS[side], getattr(pair, side)))
        return _put(pair, side, *rng.choice(places).span(), "") if places else None

    return plant


def stretch_twice(side: str) -> Plant:
    """Eight Han characters, or four words, that stand twice in a row."""

    def plant(pair: Pair, rng: random.Random) -> Pair | None:
        text = getattr(pair, side)
        pattern = rf"(?=(?P<x>[{HAN}]{{8}}))" if side == "zh" else r"(?=\b(?P<x>[a-z]+(?: [a-z]+){3}\b))"
        places = [m.span("x") for m in re.finditer(pattern, text)]
        if not places:
            return None
        start, end = rng.choice(places)
        return _put(pair, side, start, end, text[start:end] + ("" if side == "zh" else " ") + text[start:end])

    return plant


def _bodies() -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    found = []
    for concept in known_names():
        zh, en = (tuple(term.text for term in concept.of(side)) for side in ("zh", "en"))
        acronyms = tuple(text for text in en if is_acronym(text))
        if acronyms:
            found.append((zh, acronyms))
    return found


def other_acronym(pair: Pair, rng: random.Random) -> Pair | None:
    """The acronym of a body in the English changed for that of another one."""
    places = [
        (match, zh)
        for zh, acronyms in _bodies()
        for match in re.finditer(rf"\b(?:{'|'.join(map(re.escape, acronyms))})\b", pair.en)
        if any(name in pair.zh for name in zh)
    ]
    if not places:
        return None
    match, _zh = rng.choice(places)
    others = sorted({one for _, acronyms in _bodies() for one in acronyms if one not in pair.en and one not in pair.zh})
    return _put(pair, "en", *match.span(), rng.choice(others))


def other_adjective(pair: Pair, rng: random.Random) -> Pair | None:
    """The adjective of a state changed for that of another one."""
    words = [word for _, both in read_table("glossary.checks.names", "demonyms.tsv") for word in both.split(";")]
    places = list(re.finditer(rf"(?<!Latin )(?<!-)\b(?:{'|'.join(words)})\b(?! Ocean)", pair.en))
    if not places:
        return None
    return _put(pair, "en", *rng.choice(places).span(), rng.choice([word for word in words if word not in pair.en]))


def first_verb(side: str) -> Plant:
    """The verb that a paragraph of a resolution begins with changed for another."""

    def plant(pair: Pair, rng: random.Random) -> Pair | None:
        verbs = _VERBS[side]
        other = _VERBS["en" if side == "zh" else "zh"]
        match = re.match("|".join(verbs), getattr(pair, side))
        if match is None or not getattr(pair, "en" if side == "zh" else "zh").startswith(tuple(other)):
            return None
        alike = [v for v in verbs if v[-1] == match[0][-1] or side == "zh"]
        return _put(pair, side, *match.span(), rng.choice([v for v in alike or verbs if v[:5] != match[0][:5]]))

    return plant


def typing_error(pair: Pair, rng: random.Random) -> Pair | None:
    """A letter of an English word lost, doubled, changed, or exchanged with the next."""
    places = list(re.finditer(r"(?<![\w-])[a-z]{6,}(?![\w-])", pair.en))
    if not places:
        return None
    match = rng.choice(places)
    word, k = match[0], rng.randrange(1, len(match[0]) - 1)
    new = rng.choice([
        word[:k] + word[k + 1 :],
        word[:k] + word[k] + word[k:],
        word[:k] + rng.choice("aeiourstn") + word[k + 1 :],
        word[:k] + word[k + 1] + word[k] + word[k + 2 :],
    ])  # fmt: skip
    return None if new == word else _put(pair, "en", *match.span(), new)


def quote_of_another_kind(pair: Pair, rng: random.Random) -> Pair | None:
    """The closing mark of a quotation in another form than the opening one."""
    places = list(re.finditer(r"“[^“”\"]+(?P<x>”)", pair.en))
    return _put(pair, "en", *rng.choice(places).span("x"), '"') if places else None


def han_twice(pair: Pair, rng: random.Random) -> Pair | None:
    """One character of a word that stands twice."""
    places = [k for k in range(1, len(pair.zh) - 1) if re.fullmatch(rf"[{HAN}]{{3}}", pair.zh[k - 1 : k + 2])]
    if not places:
        return None
    k = rng.choice(places)
    return _put(pair, "zh", k, k + 1, pair.zh[k] * 2)


def space_in_word(pair: Pair, rng: random.Random) -> Pair | None:
    """A space between two Han characters."""
    places = [m.end() for m in re.finditer(rf"(?<=[{HAN}]{{4}})[{HAN}](?=[{HAN}])", pair.zh)]
    if not places:
        return None
    k = rng.choice(places)
    return replace(pair, zh=f"{pair.zh[:k]} {pair.zh[k:]}")


def title_word(pair: Pair, rng: random.Random) -> Pair | None:
    """A word of the English title of an instrument changed."""
    titles = [form for zh, en in read_table("glossary.checks.names", "titles.tsv") for form in en.split(";")
              if any(f"《{one}》" in pair.zh for one in zh.split(";"))]  # fmt: skip
    places = [(m, form) for form in titles for m in re.finditer(re.escape(form), pair.en)]
    if not places:
        return None
    match, _form = rng.choice(places)
    words = list(re.finditer(r"\b[A-Z][a-z]{4,}\b", match[0]))[1:]
    if not words:
        return None
    word = rng.choice(words)
    new = rng.choice(["Population", "Management", "Transport", "Children", "Education", "Trade"])
    return _put(pair, "en", match.start() + word.start(), match.start() + word.end(), new)


SLIPS = [
    *(Kind(f"unit lost, {s}", unit_lost(s)) for s in ("zh", "en")),
    *(Kind(f"stretch twice, {s}", stretch_twice(s)) for s in ("zh", "en")),
    Kind("acronym of another body", other_acronym, alone=True),
    Kind("adjective of another state", other_adjective, alone=True),
    *(Kind(f"at least for at most, {s}", exchanged(s, *BOUNDS[s])) for s in ("zh", "en")),
    Kind("ordinal, en", exchanged("en", rf"\b({'|'.join(_ORDER)})\b(?!-)", _SESSIONS)),
    Kind("ordinal, zh", exchanged("zh", rf"第([{_HAN}])(?![{_HAN}十百])", _HAN_NEXT)),
    *(Kind(f"verb of a resolution, {s}", first_verb(s)) for s in ("zh", "en")),
    Kind("typing error, en", typing_error),
    Kind("quotation mark of another kind, en", quote_of_another_kind),
    Kind("Han character twice", han_twice),
    Kind("space in a word, zh", space_in_word),
    Kind("title of an instrument, en", title_word),
]
"""Kinds that need no termbase."""
