"""What the rows of all bitext formats have in common: languages, one line of text, the facts beside it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from corpora.about import About
from corpora.bitext import Pair
from corpora.errors import InputError
from corpora.exchange.kept import OF_ROWS, about_facts, with_facts
from corpora.files import memory_text
from corpora.text import Variety, language_of_tag, language_tag, late, variety_of

if TYPE_CHECKING:
    from lxml.etree import _Element


def check_codes(*codes: str) -> None:
    """Raise :class:`InputError` for a language code that tools would not take."""
    for code in codes:
        if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", code):
            raise InputError(
                f"language code {code!r} is not of the form that TMX and XLIFF want", "for example zh-CN or en"
            )


LANGUAGE_TITLES = {"zh": "Chinese (zh)", "en": "English (en)"}
ORIGINALS = frozenset({"zh", "en", "fr", "es", "ru", "ar", "de"})
"""Languages that a document of the United Nations can be written in: the six official ones, and German."""
FACTS = OF_ROWS
"""What a row knows beside its two texts, as it is called in TMX (with ``x-``) and XLIFF."""
_CODES = re.compile("([\n\t])")
LINK = late(r"\d{1,9}-\d{1,9}(?: crossing)?(?: confirmed)?")
LARGEST = 2**32 - 1  # the columns are UInt32


@lru_cache(4096)
def main_language(code: str) -> str:
    """The language of a code in any of its spellings, without region and script.

    Chinese in Latin letters is a language of its own.

    >>> [main_language(c) for c in ("zh_Hans-CN", "CHI", "EN-GB", "English (United States)", "fra", "zh-Latn-pinyin", "")]
    ['zh', 'zh', 'en', 'en', 'fr', 'zh-Latn', '']
    """
    return language_of_tag(language_tag(code))


def original_code(text: str) -> str:
    """The original that a file names, as a code of its own (``en``, ``en/fr``); empty for all else, ``*all*`` too.

    >>> [original_code(text) for text in ("EN-GB", "zh_CN", "eng/fra", "*all*", "unknown", "")]
    ['en', 'zh', 'en/fr', '', '', '']
    """
    codes = [main_language(code) for code in text.split("/")] if 0 < len(text) <= 80 else []
    return "/".join(codes) if codes and ORIGINALS.issuperset(codes) else ""


def missing_languages(path: object, languages: tuple[str, str], unit: str) -> InputError:
    """What is said of a bitext in which nothing is in both languages."""
    first, second = (LANGUAGE_TITLES.get(language, language) for language in languages)
    return InputError(f"{path}: no {unit} holds both {first} and {second}", "check the language codes of the export")


def chosen_chinese(codes: Sequence[str], zh: Variety) -> int:
    """The place of the Chinese that is wanted among several: of that variety, else of none, else the first.

    >>> chosen_chinese(["zh-TW", "zh-CN"], "simplified"), chosen_chinese(["zh-TW", "zh"], "simplified")
    (1, 1)
    >>> chosen_chinese(["zh-CN", "zh-HK"], "traditional"), chosen_chinese(["zh-TW", "zh-HK"], "simplified")
    (1, 0)
    """
    found = [variety_of(language_tag(code)) for code in codes]
    wanted: tuple[Variety | None, ...] = (zh, None)
    return next((found.index(one) for one in wanted if one in found), 0)


def memory_lines(text: str) -> str:
    r"""Text as TMX and XLIFF hold it, its line ends and tabs kept: they are written as codes.

    >>> memory_lines(" a \n\n b\tc ")
    'a\nb\tc'
    """
    if "\n" not in text and "\t" not in text:
        return memory_text(text)
    found = ""
    for piece in _CODES.split(text.strip()):
        if piece in ("\n", "\t"):
            found = found.rstrip("\n\t") + piece
        else:
            found += memory_text(piece)
    return found


def put_text(parent: _Element, text: str, code: Callable[[str, int], _Element]) -> None:
    """Write a text into an element, its line ends and tabs as codes."""
    parent.text, *rest = _CODES.split(text)
    for number, (character, piece) in enumerate(zip(rest[::2], rest[1::2], strict=True), start=1):
        one = code(character, number)
        one.tail = piece
        parent.append(one)


def row(
    symbol: str,
    zh: str,
    en: str,
    facts: Mapping[str, str],
    counts: dict[str, int],
    about: About | None = None,
    line: int = 0,
) -> Pair:
    """A row from its texts and whatever of :data:`FACTS` the file has; ``counts`` numbers the rows of each symbol.

    ``line``: where it stands in the file.

    >>> row("A/1", "一", "", {"score": "0.5", "position": "x"}, {"A/1": 3})
    Pair(symbol='A/1', position=4, zh='一', en='', source_ids=(), target_ids=(), score=0.5, kind='body', link='1-0', original='', paragraph=0, page=0)
    """
    symbol = facts.get("symbol") or symbol
    counts[symbol] = number = counts.get(symbol, 0) + 1
    zh_ids, en_ids = id_list(facts.get("source-ids", "")), id_list(facts.get("target-ids", ""))
    link = facts.get("link", "")
    return Pair(
        symbol,
        whole_number(facts.get("position", ""), number),
        zh,
        en,
        zh_ids,
        en_ids,
        fraction(facts.get("score", "")),
        facts.get("kind") or "body",
        link if LINK.fullmatch(link) else link_of(zh, en, zh_ids, en_ids),
        original_code(facts.get("original", "")),
        whole_number(facts.get("paragraph", ""), 0),
        whole_number(facts.get("page", ""), 0),
        about=with_facts(about, facts),
        line=line,
    )


def line_of(element: _Element) -> int:
    """The line on which an element ends its start tag; 0 where nobody knows."""
    return int(cast("int | None", element.sourceline) or 0)


def facts_of(pair: Pair, keep: bool = False) -> dict[str, str]:
    """The reverse of :func:`row`: what is worth writing down, in the order of :data:`FACTS`; then the state of the row, and
    with ``keep`` all else that its file said.

    >>> facts_of(Pair("A/1", 2, "一", "one", (0,), (), 0.5))
    {'symbol': 'A/1', 'position': '2', 'score': '0.5', 'kind': 'body', 'link': '1-1', 'source-ids': '0'}
    """
    values = (
        pair.symbol,
        str(pair.position),
        repr(float(pair.score)),
        pair.kind,
        pair.link,
        ",".join(map(str, pair.source_ids)),
        ",".join(map(str, pair.target_ids)),
        pair.original,
        str(pair.paragraph or ""),
        str(pair.page or ""),
    )
    found = {name: value for name, value in zip(FACTS, values, strict=True) if value}
    return found | about_facts(pair.about, keep)


def link_of(zh: str, en: str, zh_ids: tuple[int, ...], en_ids: tuple[int, ...]) -> str:
    """How many sentences of each side a row joins, as far as it says.

    >>> link_of("一", "", (), ()), link_of("一二", "one", (0, 1), (0,))
    ('1-0', '2-1')
    """
    return f"{len(zh_ids) or bool(zh):d}-{len(en_ids) or bool(en):d}"


def whole_number(text: str, otherwise: int) -> int:
    """A number that a column can hold, else ``otherwise``.

    >>> whole_number("12", 0), whole_number("²", 7), whole_number("99999999999", 7)
    (12, 7, 7)
    """
    return int(text) if len(text) <= 10 and text.isdecimal() and int(text) <= LARGEST else otherwise


def id_list(text: str) -> tuple[int, ...]:
    """Numbers separated by commas; what is no number is left out.

    >>> id_list("0, 1,x"), id_list("[2, 3]")
    ((0, 1), (2, 3))
    """
    if text.isdecimal():  # one sentence, as a rule
        number = whole_number(text, -1)
        return (number,) if number >= 0 else ()
    if not text:
        return ()
    numbers = (whole_number(part.strip(), -1) for part in text.strip("[] ").split(","))
    return tuple(number for number in numbers if number >= 0)


def fraction(text: str) -> float:
    """A score; 1 where there is none.

    >>> fraction("0.25"), fraction(""), fraction("nan")
    (0.25, 1.0, 1.0)
    """
    try:
        value = float(text) if text else 1.0
    except ValueError:
        return 1.0
    return value if math.isfinite(value) else 1.0
