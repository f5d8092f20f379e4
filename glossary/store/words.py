"""The words of a search: parted, folded, as conditions of SQL, with wildcards or spelt nearly so."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import pairwise

from rapidfuzz.distance import OSA

from corpora.text import HAN
from glossary.store.folding import searched, terms_in

LONGEST = 400  # characters of a search; more than a term has
MOST_WORDS = 24
PARTS = re.compile(r'"([^"]*)"|([^\s"]+)')
QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "＂": '"'})
IS_HAN = re.compile(f"[{HAN}]")
TOKEN = re.compile(r"[\w'-]+")
PART_OF_TOKEN = re.compile(r"\w+")
WILD = re.compile(r"[*?]+")
FUZZY_FROM = {True: (3, 6), False: (4, 8)}
"""From how many characters on a word may differ in one, in two of them; Han characters say more than letters."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word, or several that were put into quotation marks, as it is searched."""

    text: str
    wild: bool = False

    @property
    def is_han(self) -> bool:
        """Whether there is a Han character in it: such a word has no edges in a text."""
        return bool(IS_HAN.search(self.text))


def words_of(text: str) -> list[Word]:
    """The words of a search; ``*`` and ``?`` are wildcards unless they stand in quotation marks, or alone.

    >>> words_of('Member “State of” 難民* *')
    [Word(text='member', wild=False), Word(text='state of', wild=False), Word(text='难民*', wild=True)]
    """
    found: list[Word] = []
    for quoted, bare in PARTS.findall(text[:LONGEST].translate(QUOTES)):
        plain = searched(quoted or bare)
        wild = not quoted and WILD.search(plain) is not None
        if plain and not (wild and not WILD.sub("", plain)):
            found.append(Word(plain, wild))
    return list(dict.fromkeys(found))[:MOST_WORDS]


def phrase_of(words: list[Word]) -> str:
    """All words in their order, as a text would have them."""
    return searched(" ".join(word.text for word in words))


def condition(words: list[Word], columns: tuple[str, ...], *, fuzzy: bool = False) -> tuple[str, list[str]]:
    """What a text has that holds all words, as SQL, and its values; what is cheap to see is asked first."""
    parts: list[str] = []
    values: list[str] = []
    for word in words:
        if word.wild:
            literals = [max(WILD.split(word.text), key=len)]
            check, spelt = "duizhao_has", word.text
        elif fuzzy and (errors := errors_in(word)):
            literals = pieces(word.text, errors)
            check, spelt = "duizhao_near", word.text
        else:
            literals, check, spelt = [word.text], "", ""
        each = []
        for column in columns:
            held = " OR ".join([f"instr({column}, ?)"] * len(literals))
            each.append(f"(({held}) AND {check}(?, {column}))" if check else f"({held})")
            values += [*literals, *([spelt] if check else [])]
        parts.append(f"({' OR '.join(each)})")
    return " AND ".join(parts), values


def errors_in(word: Word) -> int:
    """How many characters of a word may be others.

    >>> [errors_in(Word(text)) for text in ("aid", "term", "decolonisation", "停火", "难民署")]
    [0, 1, 2, 0, 1]
    """
    return sum(len(word.text) >= least for least in FUZZY_FROM[word.is_han])


def pieces(text: str, errors: int) -> list[str]:
    """Parts of which one stands unharmed in every text with so few errors: one part more than errors.

    Two letters that changed places between two parts harm both, so that is looked for as well.

    >>> pieces("refugee", 1)
    ['ref', 'ugee', 'reufgee']
    """
    cuts = [len(text) * k // (errors + 1) for k in range(errors + 2)]
    found = [text[a:b] for a, b in pairwise(cuts)]
    if errors == 1:
        at = cuts[1]
        found.append(text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :])
    return found


def has_word(pattern: str, text: str) -> bool:
    """Whether a text has a word like this; a pattern with Han characters may stand anywhere.

    >>> has_word("refug*", "un refugee agency"), has_word("fug*", "un refugee agency"), has_word("难*署", "联合国难民署的")
    (True, False, True)
    """
    plain = pattern.replace("[", "[[]")
    if IS_HAN.search(pattern):
        return any(fnmatchcase(line, f"*{plain}*") for line in text.split("\n"))
    return any(fnmatchcase(token, plain) for token in (*TOKEN.findall(text), *PART_OF_TOKEN.findall(text)))


def is_near(word: str, text: str) -> bool:
    """Whether a text has a word that is spelt nearly so.

    >>> is_near("decolonisation", "special committee on decolonization"), is_near("难民暑", "联合国难民署"), is_near("term", "germ cell")
    (True, True, True)
    """
    errors = errors_in(Word(word))
    if IS_HAN.search(word):
        return _nearest(word, text) <= errors
    tokens = TOKEN.findall(text)
    several = word.count(" ") + 1
    spans = (" ".join(tokens[k : k + several]) for k in range(len(tokens) - several + 1))
    return any(OSA.distance(word, one, score_cutoff=errors) <= errors for one in spans)


def _nearest(word: str, text: str) -> int:
    """The fewest changes that make some part of the text of the word (Sellers 1980)."""
    above = [0] * (len(text) + 1)
    for k, character in enumerate(word, start=1):
        row = [k]
        for place, other in enumerate(text, start=1):
            row.append(min(above[place - 1] + (character != other), above[place] + 1, row[-1] + 1))
        above = row
    return min(above)


def teach_words(connection: sqlite3.Connection) -> None:
    """Give SQL the functions that :func:`condition` names."""
    connection.create_function("duizhao_has", 2, has_word, deterministic=True)
    connection.create_function("duizhao_near", 2, is_near, deterministic=True)
    connection.create_function("duizhao_terms", 1, terms_in, deterministic=True)
