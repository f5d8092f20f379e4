"""Another person than the other side names: 凯勒女士 where the English has Ms. Andersson, told by the sounds of the names."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from corpora.text import late, read_table
from glossary.finding import Span

Sound = tuple[str, bool]
"""The classes that a consonant may be, and whether it must be heard."""

_TITLE_ZH = late("(?:先生|女士|小姐|博士|教授|法官|夫人|大使)(?!们)")
_TITLED_EN = late(
    r"\b(?:Mr|Ms|Mrs|Miss|Dr|Judge|Ambassador|Professor|Prof|Sir|Justice)\b\.?(?:(?: [a-z]{1,3}(?= [A-Z]))? (?=[^\W\d_a-z])[\w’'-]+){1,5}"
)
_CAPITAL = late(r"(?=[^\W\d_a-z])[^\W\d_]+")
_OFFICES = frozenset(
    [
        "Chair",
        "Chairman",
        "Chairwoman",
        "Chairperson",
        "President",
        "Minister",
        "Rapporteur",
        "The",
        "And",
        "For",
        "With",
        "His",
        "Her",
        "That",
        "This",
        "From",
        "Secretary",
        "General",
        "Committee",
        "Council",
        "Commission",
        "Commissioner",
        "Deputy",
        "Director",
        "Ambassador",
        "Judge",
        "Justice",
        "Professor",
        "Representative",
        "Permanent",
        "Mission",
        "United",
        "Nations",
        "Court",
        "Security",
        "Assembly",
    ]
)
_LETTERS = (
    ("[aeiouy]+", ""),
    ("sch|sh|zh|cz|cs|sz|ss|zz", "S"),
    ("ch", "SKH"),
    ("tch|ts|tz", "TS"),
    ("ph|ff", "F"),
    ("th", "TS"),
    ("dt|dd|tt", "T"),
    ("wh", "FH"),
    ("gh", "/K"),
    ("ck|kh|cc|kk|q", "KH"),
    ("x", "KSH"),
    ("c", "SK"),
    ("g", "SKH"),
    ("j", "/SH"),
    ("h", "/HKS"),
    ("bb|pp|p", "P"),
    ("b", "PF"),
    ("[dt]", "T"),
    ("k", "K"),
    ("z", "ST"),
    ("s", "S"),
    ("w", "/FH"),
    ("[fv]", "F"),
    (r"r(?=$|[^aeiouy])", "/L"),
    ("ll|rr|[lr]", "L"),
    ("mm|m", "MN"),
    ("nn|n", "N"),
)
_LETTER = late("|".join(f"(?P<s{k}>{letters})" for k, (letters, _) in enumerate(_LETTERS)))
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ß": "ss", "æ": "e", "ı": "i", "þ": "t"})
OTHER = 0.55  # share of the sounds that differ from which two last names are of two persons
SAME = 0.4  # below which other words may name one person
LEAST = 3  # characters of a Chinese name that no · parts: shorter ones may be of a Chinese, Japanese or Korean person
LONGEST = 8  # characters of a part of a Chinese name


class OtherPerson(NamedTuple):
    """Where both sides have a title and a name, of two persons."""

    zh: Span
    en: Span


@cache
def _by_character() -> dict[str, tuple[Sound, ...]]:
    known: dict[str, tuple[Sound, ...]] = {}
    for sounds, characters in read_table(__package__, "transliteration.tsv"):
        heard: list[Sound] = []
        for part in sounds.split():
            must, _, may = part.partition("/")
            heard += [(must, "/" not in part)] if must else []
            heard += [(may, False)] if may else []
        known.update(dict.fromkeys(characters, tuple(heard)))
    return known


def _chinese(part: str) -> list[Sound]:
    known = _by_character()
    return [sound for character in part for sound in known[character]]


def _english(word: str) -> list[Sound]:
    """The consonants of an English word.

    >>> "".join(classes[0] for classes, _ in _english("Andersson"))
    'NTLSN'
    """
    plain = unicodedata.normalize("NFD", word.casefold().translate(_PLAIN)).encode("ascii", "ignore").decode()
    found: list[Sound] = []
    for match in _LETTER.finditer(plain):
        classes = _LETTERS[int((match.lastgroup or "s0")[1:])][1]
        if classes:
            found.append((classes.strip("/"), "/" not in classes))
    return found


def unlikeness(zh: str, en: str) -> float:
    """The share of sounds in which a name in Chinese characters differs from an English word.

    >>> unlikeness("凯勒", "Keller"), unlikeness("安德松", "Andersson"), unlikeness("凯勒", "Andersson") >= OTHER
    (0.0, 0.0, True)
    """
    left, right = _chinese(zh), _english(en)
    costs = [0.0]
    for _, heard in right:
        costs.append(costs[-1] + heard)
    for classes, heard in left:
        before, costs = costs, [costs[0] + heard]
        for k, (theirs, also) in enumerate(right):
            other = 0.0 if set(classes) & set(theirs) else float(heard or also)
            costs.append(min(before[k] + other, before[k + 1] + heard, costs[k] + also))
    return costs[-1] / max(sum(heard for _, heard in left), sum(heard for _, heard in right), 1)


def other_person(zh: str, en: str) -> OtherPerson | None:
    """The one titled name of each side that the other side does not have, where both have one.

    >>> other_person("主席玛丽亚·凯勒女士发言。", "The Chair, Ms. Maria Andersson, spoke.")
    OtherPerson(zh=(2, 8), en=(11, 30))
    >>> other_person("主席玛丽亚·凯勒女士发言。", "The Chair, Ms. Maria Keller, spoke.")
    """
    if not _TITLED_EN.search(en):
        return None
    chinese = list(_titled_chinese(zh))
    if not chinese:
        return None
    words = [word for word in _CAPITAL.findall(en) if len(word) >= LEAST and word not in _OFFICES]
    words += [one + other for one, other in pairwise(words)]
    last = [match[0].split()[-1].removesuffix("’s").removesuffix("'s") for match in _TITLED_EN.finditer(en)]
    lone = [
        span
        for span, part, parted in chinese
        if not _named(part, parted, words, SAME) and not _named(part, parted, last, OTHER)
    ]
    if len(lone) != 1:
        return None
    runs = _runs(zh)
    english = []
    for match in _TITLED_EN.finditer(en):
        names = [word for word in match[0].split()[1:] if word[0].isupper()]
        if (
            names
            and len(names[-1]) >= LEAST
            and not any(_sounds(name.strip(".,’'"), runs) for name in names[-2 if len(names) > 2 else -1 :])
        ):
            english.append((match.start(), match.start() + match[0].rindex(names[-1]) + len(names[-1].rstrip(".,’'"))))
    return OtherPerson(lone[0], english[0]) if len(english) == 1 else None


def _titled_chinese(text: str) -> Iterator[tuple[Span, str, bool]]:
    """Names in front of a title: where they stand, the last part, and whether a · parts it from others."""
    known = _by_character()
    for match in _TITLE_ZH.finditer(text):
        start = match.start()
        while start and match.start() - start < LONGEST and text[start - 1] in known:
            start -= 1
        part = text[start : match.start()]
        parted = start > 0 and text[start - 1] in "·•・"
        first = start
        while parted and first and (text[first - 1] in known or text[first - 1] in "·•・"):
            first -= 1
        if len(part) >= (2 if parted else LEAST):
            yield (first, match.start()), part, parted


def _named(part: str, parted: bool, words: Sequence[str], below: float) -> bool:
    """Whether an English word may be the name; what no · parts may have other words in front of it."""
    forms = [part] if parted else [part[k:] for k in range(max(len(part) - 1, 1))]
    return any(unlikeness(form, word) < below for form in forms for word in words)


def _runs(text: str) -> list[str]:
    known = _by_character()
    return [run for run in "".join(c if c in known else " " for c in text).split() if len(run) > 1]


def _sounds(word: str, runs: Sequence[str]) -> bool:
    """Whether any stretch of the Chinese may be the word."""
    for run in runs:
        for start in range(len(run) - 1):
            for end in range(start + 2, min(len(run), start + LONGEST) + 1):
                if unlikeness(run[start:end], word) <= SAME:
                    return True
    return False
