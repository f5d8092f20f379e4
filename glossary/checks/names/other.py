"""Another state or body than the one that the other side names: 俄罗斯 where the English has India."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from corpora.text import OTHER_LANGUAGE, late
from glossary.checks.base import Check, Material
from glossary.checks.content import unlike
from glossary.checks.names.damaged import damaged_names, named_places
from glossary.checks.names.demonyms import Adjective, lone_adjective, states_with_adjectives
from glossary.checks.names.known_names import known_names
from glossary.checks.names.persons import other_person
from glossary.checks.rendered import TermsOfSide, approved, is_short, sides_in
from glossary.concept import Concept
from glossary.finding import Finding, Severity
from glossary.renderings import senses_of
from glossary.words import WORD, Occurrence, Occurrences, is_acronym

SAID = 0.5  # share of the words of a name that the other side says in some way
ALIKE = 0.3  # share of the other words that each side says, below which the row is misaligned
PLACE = late(
    "[河湖湾洋]|海[峡湾]?|半岛|盆地|运河|大学|裔|教|合作|关系|友好|峰会|经共体|联合"
)  # behind a name that is no state then
JOINED = late("[中俄印美英法德日韩朝以巴叙越澳墨欧土希加伊沙非]{2,}(?![国洲央心东西南北部等])")
"""Short names of states side by side."""
WORDS = {
    "Brexit": ("英国", "联合王国"),
    "British": ("英国", "联合王国"),
    "Soviet": ("苏联", "俄罗斯"),
    "Holland": ("荷兰",),
    "Persian": ("伊朗",),
}
"""What says a state without its name."""
TITLE = late("先生|女士|小姐|博士|教授|法官|夫人|大使")
LONGER = 8  # characters that the name of a body has more than the name in it
DEMONYMS = late(
    r"\b(?:[A-Z][a-z]+(?:ese|ian|ean|ish|ch|ani|aqi|ajik|eli)|Dutch|Swiss|Thai|Greek|German|Korean|Cypriot)\b"
)
# words that many names share
GENERIC = late(
    "International|United|Nations|Republic|Democratic|States?|Kingdom|Commission|Committee|Council|Office|Organization|Agency"
    "|Fund|Court|Tribunal|Criminal|World|High|Commissioner|Economic|Social|Conference|Mission|Special|Federal|Islamic|Arab"
    "|Union|African|European|Bank|Development|Programme|Rights|Human|Peoples?|Islands"
)
CHANCE = 0.1  # probability with which one word becomes another


def check_other_names(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: reports a row in which the two versions name another state or body each, and have all other names in
    common. It knows the states and about a hundred and twenty bodies; names that the termbase has are left to T101. A person with a
    title (女士, Ms.) whose names sound nothing alike is reported too.

    Why it matters: one state for another is the error that makes headlines.

    Wrong: 大韩民国代表 for "the representative of the Democratic People's Republic of Korea"

    Right: 朝鲜民主主义人民共和国代表

    What to do: look at the original, and correct the version that is wrong.
    """
    yield from _other_persons(check, material)
    names = _names(material)
    places = named_places(material.rows, names.values())
    strange = unlike(material)
    damaged = {one.row for one in damaged_names(material)}
    here = material.rows.bilingual & places["zh"].rows()
    for row, sides in sides_in(places, here.nonzero()[0]):
        pair = material.pairs[row - 1]
        lone = {side: _lone(sides[side], sides[other].standing()) for side, other in OTHER_LANGUAGE.items()}
        if not lone["en"] and row not in strange and row not in damaged:
            yield from _by_adjective(check, material, row, names, lone["zh"], sides["zh"])
        if any(len(found) != 1 for found in lone.values()):
            continue
        zh, en = lone["zh"][0], lone["en"][0]
        if pair.en[en.start].islower() or (row in strange and _strange(material, row, zh, en)):
            continue
        if _side_by_side(names[en.concepts[0]], pair.zh) or _in_a_word(zh.term, pair.en):
            continue
        if row in damaged or PLACE.match(pair.zh, zh.end) or _part(names[zh.concepts[0]], names[en.concepts[0]]):
            continue
        if _said(material, row, names, zh, en) or _elsewhere(material, places, row, zh, en):
            continue
        wanted = names[en.concepts[0]].preferred("zh")
        expected, found = wanted, zh.term
        if material.source(row) == "zh":
            expected, found = names[zh.concepts[0]].preferred("en"), pair.en[en.start : en.end]
        yield check.finding(
            material,
            row,
            f"{zh.term!r} stands here, and {pair.en[en.start : en.end]!r} ({wanted}) in the English",
            f"此处为“{zh.term}”，英文为“{pair.en[en.start : en.end]}”（{wanted}）",
            zh_spans=[(zh.start, zh.end)],
            en_spans=[(en.start, en.end)],
            expected=expected,
            found=found,
            known_as=(check.code, wanted, zh.term),
        )


def _other_persons(check: Check, material: Material) -> Iterator[Finding]:
    """Rows in which a title stands with the names of two persons: 凯勒女士, Ms. Andersson."""
    strange = unlike(material)
    for row, pair in material.bilingual():
        found = other_person(pair.zh, pair.en) if TITLE.search(pair.zh) else None
        if found is None or row in strange:
            continue
        zh, en = pair.zh[slice(*found.zh)], pair.en[slice(*found.en)]
        yield check.finding(
            material,
            row,
            f"{zh!r} stands here, and {en!r} in the English",
            f"此处为“{zh}”，英文为“{en}”",
            zh_spans=[found.zh],
            en_spans=[found.en],
            expected=zh,
            found=en,
            sides=True,
        )


def _side_by_side(name: Concept, text: str) -> bool:
    """Whether the first character of a state stands beside that of another: 中美贸易, 印巴边界."""
    joined = "".join(JOINED.findall(text))
    return any(form[0] in joined for form in approved(name, "zh"))


def _in_a_word(name: str, text: str) -> bool:
    """Whether an English word says a state in another way: Brexit."""
    return any(name in states and word in text for word, states in WORDS.items())


def _by_adjective(
    check: Check, material: Material, row: int, names: dict[str, Concept], lone: list[Occurrence], side: TermsOfSide
) -> Iterator[Finding]:
    """A state that the English names by the adjective of another one: 海地政府, the Malian Government."""
    pair = material.pairs[row - 1]
    known = states_with_adjectives()
    states = [one for one in (*lone, *side.longest) if not known.isdisjoint(one.concepts)]
    if not states or PLACE.match(pair.zh, states[0].end):
        return
    zh = states[0]
    taken = [(one.start, one.end) for one in side.longest]
    found: Adjective | None = lone_adjective(pair.en, pair.zh, side.concepts(), taken, names)
    if found is None:
        return
    word = pair.en[found.start : found.end]
    wanted = next((names[id].preferred("zh") for id in sorted(found.states) if id in names), "")
    yield check.finding(
        material,
        row,
        f"{zh.term!r} stands here, and {word!r} ({wanted}) in the English",
        f"此处为“{zh.term}”，英文为“{word}”（{wanted}）",
        zh_spans=[(zh.start, zh.end)],
        en_spans=[(found.start, found.end)],
        expected=wanted,
        found=zh.term,
    )


def _names(material: Material) -> dict[str, Concept]:
    """The known names that the termbase does not have."""
    theirs = {
        text
        for concept in material.termbase or ()
        if all(approved(concept, side) for side in OTHER_LANGUAGE)
        for side in OTHER_LANGUAGE
        for text in approved(concept, side)
        if len(text) > 1
    }
    if not theirs:
        return {concept.id: concept for concept in known_names()}
    return {
        concept.id: concept
        for concept in known_names()
        if theirs.isdisjoint(text for side in OTHER_LANGUAGE for text in approved(concept, side))
    }


def _lone(side: TermsOfSide, there: set[str]) -> list[Occurrence]:
    """Names of a side that the other one lacks, each once."""
    found = {
        one.concepts[0]: one
        for one in side.longest
        if there.isdisjoint(one.concepts) and not is_short(one.term) and not is_acronym(one.term)
    }
    return list(found.values())


def _strange(material: Material, row: int, zh: Occurrence, en: Occurrence) -> bool:
    """Whether the sides have nothing to do with each other even where the two names are left out."""
    senses, pair = senses_of(material.rows), material.pairs[row - 1]
    chinese = f"{pair.zh[: zh.start]}；{pair.zh[zh.end :]}"
    english = f"{pair.en[: en.start]};{pair.en[en.end :]}"
    if senses is None or not re.search(r"\w", chinese + english):
        return False
    shares = senses.said(chinese, "zh", chinese, english), senses.said(english, "en", english, chinese)
    return min(shares) < ALIKE


def _said(material: Material, row: int, names: dict[str, Concept], zh: Occurrence, en: Occurrence) -> bool:
    """Whether a name is said on the other side in some way, as 俄罗斯 is by "Russian"; of names that share a word, both."""
    senses, pair = senses_of(material.rows), material.pairs[row - 1]
    if senses is None:
        return bool(DEMONYMS.search(pair.en[: en.start] + pair.en[en.end :]))  # an adjective may say it
    chinese = senses.said(zh.term, "zh", pair.zh, pair.en, CHANCE)
    english = senses.said(_shortest(names[en.concepts[0]]), "en", pair.en, pair.zh, CHANCE)
    shared = _shared(names[zh.concepts[0]], names[en.concepts[0]])
    if not all(GENERIC.fullmatch(word) for word in shared):
        return min(chinese, english) >= 1.0  # the two states of Korea, of Congo
    said = chinese >= SAID, english > SAID
    return all(said) if shared else any(said)


def _shortest(name: Concept) -> str:
    """The short form of an English name that still is the name: Somalia, and not ICC or the Court."""
    forms = (form for form in approved(name, "en") if not is_short(form) and not is_acronym(form))
    return min(forms, key=len, default=name.preferred("en"))


def _part(one: Concept, other: Concept) -> bool:
    """Whether one name is a word in the long name of a body, which may stand in another spelling: 巴勒斯坦 in that of UNRWA."""
    mine, theirs = (approved(name, "zh") for name in (one, other))
    return any(abs(len(a) - len(b)) >= LONGER and (a in b or b in a) for a in mine for b in theirs)


def _shared(one: Concept, other: Concept) -> set[str]:
    """Words with a capital that stand in both English names."""
    mine, theirs = (
        {word for text in approved(name, "en") for word in WORD.findall(text.replace("-", " "))}
        for name in (one, other)
    )
    return {word for word in mine & theirs if word[0].isupper()}


def _elsewhere(material: Material, places: Mapping[str, Occurrences], row: int, zh: Occurrence, en: Occurrence) -> bool:
    """Whether a neighbouring row has one of the names on the side where it lacks here, and only there: a clause moved."""
    pairs = material.pairs
    for near in (row - 2, row):
        if 0 <= near < len(pairs) and pairs[near].symbol == pairs[row - 1].symbol:
            known = {side: {id for one in places[side].every(near) for id in one.concepts} for side in OTHER_LANGUAGE}
            for name, side, other in ((en, "zh", "en"), (zh, "en", "zh")):
                if known[side].intersection(name.concepts) and not known[other].intersection(name.concepts):
                    return True
    return False


CHECKS = (
    Check("T112", "another state or body", "国名、机构名或人名不符", Severity.ERROR, "Accuracy/Mistranslation",
          check_other_names, "查对原文，改正有误的一侧。"),
)  # fmt: skip
