"""Names of states and bodies that are nearly right: a part is missing, or one word is another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel, Levenshtein

from corpora.text import OTHER_LANGUAGE, late
from glossary.checks.base import Check, Material
from glossary.checks.names.known_names import known_names
from glossary.checks.rendered import TermsOfSide, approved, is_short, places_of, sides_in
from glossary.concept import APPROVED, Concept
from glossary.finding import Finding, Severity, Span
from glossary.rows import Key, Rows, Same
from glossary.words import HAN_RUN, STOP_EN, WORD, Occurrence, Occurrences, fold_word, is_acronym

LEAST_HAN = 5  # characters of a name that can be told from another by a part
LEAST_WORDS = 3
TWO_WRONG = 8  # characters, from which two may be wrong
ALIKE = 70  # of 100, below which a look at the single characters is not worth it
LIGHT = str.maketrans("及与", "和和", "的、，·（）()《》“” ")
HEADLESS = r"(?:\b(?:[Tt]he|[Aa]n?) |^|(?<=[,;(] ))of "
STOPS = frozenset("，、；。")
FORMS = frozenset({"the"})
PREPOSITIONS = late(r"^(?:(?:of|the|for|on|and) )+")
ADJECTIVE = late(r"(?:[ai]n|ese|ish|i|ch)$")  # of a state
NOUN = late(r" [a-z]{3,}")
EDGES = frozenset("的在与对为是将被把了就向由")  # no name ends with these


@dataclass(frozen=True, slots=True)
class Damaged:
    """A name in a row that is nearly one of its forms: where it stands, what was meant, where the other side names it."""

    row: int
    concept: Concept
    language: str
    span: Span
    expected: str
    other: Occurrence


NAMED: Key[Mapping[str, Occurrences]] = Key("where names stand")
DAMAGED: Key[tuple[Damaged, ...]] = Key("damaged names")


def check_names(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: reports a name of a state or a body that lacks a part or has a wrong one, where the other version
    has the whole name; the names are those of the termbase and some three hundred and fifty that come with the program.

    Why it matters: the names of states are politics, and half a name is often another body.

    Wrong: 大不列颠及爱尔兰联合王国 for "United Kingdom of Great Britain and Northern Ireland"

    Right: 大不列颠及北爱尔兰联合王国

    What to do: complete the name.
    """
    for one in damaged_names(material):
        pair = material.pairs[one.row - 1]
        text = (pair.zh if one.language == "zh" else pair.en)[one.span[0] : one.span[1]]
        other = [(one.other.start, one.other.end)]
        yield check.finding(
            material,
            one.row,
            f"{text!r} is not the whole name {one.expected!r}",
            f"名称“{text}”不完整或有误，应为“{one.expected}”",
            zh_spans=[one.span] if one.language == "zh" else other,
            en_spans=[one.span] if one.language == "en" else other,
            expected=one.expected,
            found=text,
        )


def damaged_names(material: Material) -> Sequence[Damaged]:
    """All damaged names, found once for the checks that ask."""
    return material.rows.derived(DAMAGED.of(Same(material.termbase)), lambda _rows: tuple(_damaged(material)))


def named_places(rows: Rows, names: Iterable[Concept]) -> Mapping[str, Occurrences]:
    """Where some names stand in all rows, on each side; checks that ask for the same names share it."""
    listed = tuple(names)
    return rows.derived(NAMED.of(*map(Same, listed)), lambda rows: places_of(rows, listed, APPROVED))


def _damaged(material: Material) -> Iterator[Damaged]:
    concepts = {concept.id: concept for concept in known_names()}
    for concept in material.termbase or ():
        if concept.preferred("en")[:1].isupper():
            concepts[concept.id] = concept
    places = named_places(material.rows, concepts.values())
    named_rows = material.rows.bilingual & (places["zh"].rows() | places["en"].rows())
    for row, sides in sides_in(places, named_rows.nonzero()[0]):
        pair = material.pairs[row - 1]
        told: set[tuple[str, Span]] = set()
        named = {language: side.standing() for language, side in sides.items()}
        counts = {
            language: Counter(id for one in side.longest for id in one.concepts) for language, side in sides.items()
        }
        asked: set[tuple[str, str]] = set()
        for language, other in OTHER_LANGUAGE.items():
            for place in sides[language].longest:
                if is_short(place.term) or is_acronym(place.term) or (other == "en" and len(place.term) < LEAST_HAN):
                    continue
                if language == "en" and not pair.en[place.start].isupper():
                    continue
                for concept in (concepts[id] for id in place.concepts if (language, id) not in asked):
                    asked.add((language, concept.id))
                    times = counts[language][concept.id]
                    found = _nearly(concept, getattr(pair, other), other, sides[other], named[language], times)
                    if found and (other, found[0]) not in told:
                        told.add((other, found[0]))
                        yield Damaged(row, concept, other, *found, place)


def _is_long(name: str, language: str) -> bool:
    if language == "zh":
        return len(name) >= LEAST_HAN
    return len(name.split()) >= LEAST_WORDS


def _is_title(name: str) -> bool:
    """Whether all words of an English name have capitals, its small words aside."""
    return all(word[0].isupper() or word in STOP_EN for word in WORD.findall(name))


def _nearly(
    concept: Concept, text: str, language: str, side: TermsOfSide, named: set[str], times: int
) -> tuple[Span, str] | None:
    """Where a form of the name stands nearly, and which; ``None`` where one stands in full or none does.

    ``named``: concepts that the other side names; ``times``: how often it names this one.
    """
    forms = [form.rstrip(" *") for form in approved(concept, language)]
    full = [form for form in forms if _is_long(form, language) and (language == "zh" or _is_title(form))]
    mine = [one for one in side.every if concept.id in one.concepts]
    for form in full if language == "en" else ():
        if headless := _headless(form, text):
            return headless, form
    whole = [one for one in mine if _is_long(one.term, language)]
    if not full or (whole and language == "en"):
        return None
    longest = max((len(one.term) for one in whole), default=0)
    # another name that stands in full, or that the other side has as well, has a right to its place
    others = [one for one in side.every if concept.id not in one.concepts]
    rights = [one for one in others if _is_long(one.term, language) or not named.isdisjoint(one.concepts)]
    for form in (form for form in full if len(form) > longest + 1):
        span = _near_chinese(form, text, _wrong(form, mine, text)) if language == "zh" else _near_english(form, text)
        if span is None or not all(span[0] <= one.start and one.end < span[1] for one in whole):
            continue
        taken = any(one.start <= span[0] + 1 and span[1] - 1 <= one.end for one in rights)
        apart = sum(one.end <= span[0] or span[1] <= one.start for one in mine)
        elsewhere = apart >= (1 if language == "en" else times)
        if not taken and not elsewhere and _bare(text[span[0] : span[1]]) not in forms:
            return span, form
    return None


def _bare(part: str) -> str:
    """A part of a text without the particle or the small words round it.

    >>> _bare("of Equatorial Guinea"), _bare("欧经委会的")
    ('Equatorial Guinea', '欧经委会')
    """
    return PREPOSITIONS.sub("", part).strip("的")


def _near_chinese(name: str, text: str, allowed: int) -> Span | None:
    """The place of a name with one wrong, missing or added character, or two."""
    found = fuzz.partial_ratio_alignment(name, text, score_cutoff=ALIKE)
    if found is None or not allowed:
        return None
    best: tuple[int, int, Span] | None = None
    bare = name.translate(LIGHT)
    for start in range(max(0, found.dest_start - 2), found.dest_start + 3):
        for end in range(start + len(name) - allowed, min(len(text), start + len(name) + allowed) + 1):
            part = text[start:end]
            if not part or not HAN_RUN.fullmatch(part[0] + part[-1]) or STOPS.intersection(part) - set(name):
                continue
            if part[0] == "的" or part[-1] in EDGES - {name[-1]}:
                continue
            wrong = Levenshtein.distance(bare, part.translate(LIGHT), score_cutoff=allowed)
            key = (wrong, abs(len(part) - len(name)))
            if wrong <= allowed and (best is None or key < best[:2]):
                best = (*key, (start, end))
    if best is None or best[0] == 0:
        return None
    start, end = best[2]
    part = text[start:end]
    return None if name.removeprefix("联合国") in part or _only_added(name, part) else best[2]


def _only_added(name: str, part: str) -> bool:
    """Whether the name stands with more characters: a qualified name and not a damaged one."""
    rest = iter(part)
    missing = [character for character in name if character not in rest]
    return not missing and len(part) > len(name)


def _wrong(name: str, short: Sequence[Occurrence], text: str) -> int:
    """How many characters of a Chinese name may be wrong.

    Two in a long one, and where it goes on behind a short form that stands (埃塞俄比亚联); a name that stands and does
    not go on is complete: 白俄罗斯和 is no 白俄罗斯共和国.
    """
    outer = [one for one in short if not any(o.start <= one.start and one.end < o.end for o in short)]
    begins = [one for one in outer if name.startswith(one.term)]
    if any(text[one.end : one.end + 1] == name[len(one.term) : len(one.term) + 1] for one in begins):
        return 2
    if any(text[one.end : one.end + 1] in name[len(one.term) :] for one in begins):
        return 1  # 沙特阿拉伯国, 索马里邦共和国
    return 0 if begins or any(_is_long(one.term, "zh") for one in outer) else 1 + (len(name) >= TWO_WRONG)


def _headless(name: str, text: str) -> Span | None:
    """The place of a name whose first part is lost: "the of Palestine".

    >>> _headless("State of Palestine", "by the of Palestine"), _headless("State of Palestine", "the people of Palestine")
    ((3, 19), None)
    """
    _head, of, tail = name.partition(" of ")
    match = re.search(HEADLESS + re.escape(tail) + r"\b", text) if of and f"of {tail}" in text else None
    return match and match.span()


def _near_english(name: str, text: str) -> Span | None:
    """The place of a name with one word missing or wrong."""
    wanted = [fold_word(word) for word in WORD.findall(name) if word.lower() not in FORMS]
    words = [(match.start(), match.end(), fold_word(match.group())) for match in WORD.finditer(text)]
    words = [word for word in words if word[2] not in FORMS]
    if len(wanted) < LEAST_WORDS:
        return None
    size = len(wanted)
    if any([word[2] for word in words[k : k + size]] == wanted for k in range(len(words) - size + 1)):
        return None  # all but its articles
    best: tuple[int, Span] | None = None
    for start in range(len(words)):
        if words[start][2] not in wanted:
            continue
        for length in (size, size - 1):
            part = words[start : start + length]
            if len(part) < length or part[-1][2] not in wanted or not _one_phrase(text, part, name):
                continue
            wrong = Indel.distance(wanted, [word[2] for word in part])
            if 0 < wrong <= (1 if length < size else 2) and (best is None or wrong < best[0]):
                best = wrong, (part[0][0], part[-1][1])
    if best is None or not _is_english_name(text[best[1][0] : best[1][1]]) or _adjective(text, best[1], name):
        return None
    return best[1]


def _adjective(text: str, span: Span, name: str) -> bool:
    """Whether a part of a name is an adjective of a noun behind it: the Central African armed forces.

    >>> state = "Central African Republic"
    >>> _adjective("the Central African armed forces", (4, 19), state), _adjective("in the Central African.", (7, 22), state)
    (True, False)
    """
    part = text[slice(*span)]
    return not name.endswith(part.split()[-1]) and bool(ADJECTIVE.search(part) and NOUN.match(text, span[1]))


def _one_phrase(text: str, part: Sequence[tuple[int, int, str]], name: str) -> bool:
    return not re.search(r"[.;:()\[\]]" + ("" if "," in name else "|,"), text[part[0][0] : part[-1][1]])


def _is_english_name(text: str) -> bool:
    """Whether a phrase begins with a capital, has two words with a capital, as a name has, and more than what half of all names begin with."""
    words = [word for word in WORD.findall(text) if word[0].isupper()]
    if text[0].islower() and not PREPOSITIONS.match(text):
        return False  # a united Security Council
    return (len(words) >= 2 and words[:2] != ["United", "Nations"]) or len(words) > 3


CHECKS = (
    Check("T106", "name incomplete or wrong", "名称不完整或有误", Severity.ERROR, "Terminology/Wrong term", check_names,
          "补全或改正名称。"),
)  # fmt: skip
