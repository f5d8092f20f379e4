"""Why a term may rightly be missing: a short form, another word order, a pronoun, a part of a longer name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from corpora.text import HAN, read_words
from glossary.checks.rendered.remnants import HEADS
from glossary.words import HAN_RUN, STOP_EN, WORD, Occurrence, fold_word

GROWTH = 1.7  # characters or words between which a rendering may be spread, as a multiple of its own
SHORTENED = 0.7  # of the characters; a conventional short form leaves out more, a damaged name less
CAPITALS = re.compile(r"\b[A-Z][A-Za-z-]{0,60}[A-Z]s?\b")
SELF = re.compile(r"\b[Tt]he (?:country|[Tt]erritory|islands?|kingdom|nation)\b(?! (?:of|concerned))")
OWN = re.compile("[该本我全各]国|国家|领土|岛屿|王国|民族")  # what "the country" renders where it stands
GOVERNMENT = re.compile(
    r"\b(?:[Tt]he|[Hh]is|[Hh]er|[Ii]ts|[Oo]ur|[Tt]heir) (?:territorial |national )?(?:Government|delegation)\b(?! of)"
)
ANY_BRACKET = re.compile(r"(?<!\s)\s*+[（(][^）)]{0,300}+[）)]")
BRACKET = re.compile(r"^[（(][^）)]{0,12}[）)]")
LONGER = re.compile("[团署]|局(?![势面限部])|协会|学会")  # 法治团, 国际法协会: a body that has the term in its name
UNIT = re.compile("[^，。、；的]{0,6}?(?:团|军|队|中心|机构|局(?![势面限部])|署)")
MISSION = re.compile(r"\b[Tt]he (?:Mission|Force|Operation|Agency|Centre|Institute)\b")
OFFICE = re.compile("(?:领土|国家)?(?:政府|代表团)")
BEHIND = ("of", "on", "for", "against")  # the head of a name stands before: the Covenant on
PARTIES = re.compile("缔约[方国](?:大会|会议)")
COP = re.compile(r"\b(?:COP|CMP|CMA)\b|\b[Tt]he Conference\b")
ASSEMBLY = re.compile("(?:缔约方|缔约国|审议|代表|长老|世界|成员国|会员)$")  # 缔约方大会 is no General Assembly
DEPUTY = re.compile(r"\b(?:Deputy|Vice|Under|Assistant|Associate)[- ](\w+)")
PHRASE_END = re.compile('[，。；：“”"《》]')
JOINED = re.compile("[中俄印美英法德日韩朝以巴叙越澳墨欧土希]{2,}")  # 中俄, 英法美: short names of states side by side
SUBJECT = re.compile(r"[\W\d]*(?:It|They|We|Its|Their|Our|To that end, it|In this regard, it)\b")
STARTS = re.compile(rf"^[^{HAN}]*(?:(?:为此|此外|因此|同时|目前|近年来)，?)?$")
TRANSLITERATED = frozenset("".join(read_words(__package__, "transliteration.zh.txt")))


def excused(
    term: str, place: Occurrence, source: str, renderings: Sequence[str], target: str, language: str, free: str
) -> bool:
    """Whether ``target`` shows that the term at ``place`` of ``source`` (of ``language``) is rendered after all.

    ``free``: the target with spaces for what renders other terms: 国际法 is no short form of 国际人道主义法 then.
    """
    bare = {ANY_BRACKET.sub("", rendering).strip(" *") for rendering in renderings} - {*renderings, ""}
    if term in target or any(form in target for form in bare):
        return True
    renderings = [*renderings, *bare]
    if _acronym(renderings if language == "zh" else [term], target):
        return True
    if language == "zh":
        return _inside_name(source, place, renderings, target) or any(
            _spread(rendering, free if rendering[0].isupper() else target) or _short_english(rendering, free) for rendering in renderings
        ) or _pronoun(source, place, target)  # fmt: skip
    joined = "".join(JOINED.findall(target))
    return any(
        _gathered(rendering, target) or short_form(rendering, free) or rendering[0] in joined
        for rendering in renderings
    )


def _acronym(long_forms: Sequence[str], target: str) -> bool:
    """Whether the initials of a name stand in the text: DRC, SDGs, WHO.

    >>> _acronym(["Central African Republic"], "returned to the CAR"), _acronym(["Chad"], "the CAR")
    (True, False)
    """
    written = {word.removesuffix("s").upper() for word in CAPITALS.findall(target)}
    return bool(written) and any(initials(form) & written for form in long_forms)


@lru_cache(maxsize=20_000)
def initials(name: str) -> frozenset[str]:
    """The acronyms that a name of two words or more can have.

    >>> sorted(initials("Democratic People's Republic of Korea"))
    ['DPRK', 'DPROK']
    """
    words = [word for word in re.split(r"[^A-Za-z\u00c0-\u024f’']+", name) if word and word != "the"]
    if len(words) < 2:
        return frozenset()
    every = "".join(word[0] for word in words).upper()
    return frozenset({every, "".join(word[0] for word in words if word not in STOP_EN).upper()} - {every[:1]})


def _inside_name(source: str, place: Occurrence, renderings: Sequence[str], target: str) -> bool:
    """Whether a Chinese name is a part of a longer one, such as 马里乌波尔, or of one that has an acronym (马里稳定团)."""
    before, name, after = source[place.start - 1 : place.start], source[place.start : place.end], source[place.end :]
    if len(name) <= 3 and set(name) <= TRANSLITERATED and any(c and c in TRANSLITERATED for c in (before, after[:1])):
        return True
    after = BRACKET.sub("", after, count=1) if after[:1] in "(（" else after
    if PARTIES.match(source, place.start) and COP.search(target):
        return True
    if name == "大会" and ASSEMBLY.search(source[: place.start]):
        return True
    if before == "副" or source[: place.start].endswith("助理"):
        return not _other_deputy(renderings, target)
    if LONGER.match(after) and not name.endswith(("国", "会")):
        return True
    new = [word for word in CAPITALS.findall(target) if len(word) > 2 and word not in source]
    if not HAN_RUN.match(after) or not (new or MISSION.search(target)):
        return False
    heads = {rendering[0] for rendering in renderings if rendering[0].isupper()}
    return bool(UNIT.match(after)) or any(word[0] in heads for word in new)


def _other_deputy(renderings: Sequence[str], target: str) -> bool:
    """Whether the English deputy is that of something else: "Deputy Special" beside 副秘书长."""
    words = {word for rendering in renderings for word in WORD.findall(rendering.replace("-", " "))}
    found = DEPUTY.findall(target)
    return len(words) > 1 and bool(found) and words.isdisjoint(found)


def _spread(rendering: str, target: str) -> bool:
    """Whether the words of an English rendering stand near each other: States Members, item 1 of the agenda.

    >>> _spread("agenda item", "item 1 of the provisional agenda"), _spread("armed forces", "armed groups and forces of")
    (True, True)
    >>> _spread("armed forces", "the armed men of one party attacked its forces")
    False
    """
    wanted = [stem(word) for word in WORD.findall(rendering.lower()) if word not in STOP_EN]
    if len(wanted) < 2:
        return False
    words = [stem(word) for word in WORD.findall(target.lower().replace("-", " ")) if word not in STOP_EN]
    reach = int(len(wanted) * GROWTH) + 1
    return any(word in wanted and set(wanted) <= set(words[k : k + reach]) for k, word in enumerate(words))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The head of a word, the same for a noun, its adjective and its verb: displacement, displaced.

    >>> stem("displacement") == stem("displaced"), stem("nation") == stem("national")
    (True, True)
    """
    folded = fold_word(word).removesuffix("ly")
    for ending in (
        "ations",
        "ational",
        "ation",
        "ional",
        "ment",
        "ally",
        "ing",
        "ion",
        "ity",
        "ed",
        "al",
        "ly",
        "er",
        "e",
    ):
        if folded.endswith(ending) and len(folded) - len(ending) >= 4:
            return folded.removesuffix(ending).removesuffix("e")
    return folded


def _short_english(rendering: str, target: str) -> bool:
    """Whether the head of a name stands for it: the Movement, the Council.

    >>> _short_english("Non-Aligned Movement", "The Movement expresses"), _short_english("buffer zone", "the zone")
    (True, False)
    """
    words = rendering.removesuffix(" (the)").split()
    if len(words) < 2 or not words[-1][:1].isupper():
        return False
    heads = {words[-1], *(words[k - 1] for k in range(1, len(words)) if words[k] in BEHIND)}
    heads = {head for head in heads if fold_word(head) in HEADS}
    return any(re.search(rf"\b[Tt]he {re.escape(head)}\b(?! (?:of|for|on)\b)", target) for head in heads)


def _pronoun(source: str, place: Occurrence, target: str) -> bool:
    """Whether the English says it, we or the country for what the Chinese names."""
    stands = SELF.search(target)
    rest = source[: place.start] + source[place.end :]
    if (stands and not OWN.search(rest)) or (OFFICE.match(source, place.end) and GOVERNMENT.search(target)):
        return True
    return bool(STARTS.search(source[: place.start]) and SUBJECT.match(target))


def short_form(rendering: str, target: str) -> bool:
    """Whether a Chinese short form of a name stands in the text: 安理会 for 安全理事会, 欧安组织.

    >>> short_form("安全理事会", "由安理会决定"), short_form("安全理事会", "由安全事会决定")
    (True, False)
    """
    name = "".join(HAN_RUN.findall(rendering))
    longest = int(len(name) * SHORTENED)
    if longest < 3:
        return False
    inner = f"[{''.join(sorted(set(name)))}]{{1,{longest - 2}}}"
    return any(
        match.group(1) not in name and _subsequence(match.group(1), name)
        for match in re.finditer(f"(?=({name[0]}{inner}{name[-1]}))", target)
    )


def _subsequence(short: str, long: str) -> bool:
    rest = iter(long)
    return all(character in rest for character in short)


def _gathered(rendering: str, target: str) -> bool:
    """Whether all characters of a Chinese rendering stand close together: 被占领的叙利亚戈兰, 玻利维亚多民族国.

    >>> _gathered("适当法律程序", "以确保有适当的法律程序"), _gathered("适当法律程序", "适当程序")
    (True, False)
    """
    name = Counter(c for c in rendering if HAN_RUN.match(c))
    size = name.total()
    if size < 4 or any(c not in target for c in name):
        return False
    reach = int(size * GROWTH)
    return any(
        target[k] in name and not name - Counter(PHRASE_END.split(target[k : k + reach], maxsplit=1)[0])
        for k in range(max(1, len(target) - size + 1))
    )
