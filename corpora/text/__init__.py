"""What needs no document: languages, scripts, numbers of lists, sentences."""

from corpora.text.dates import MONTHS, WEEKDAYS
from corpora.text.han import HAN, HAN_CHARACTER, HAN_RUN, is_han
from corpora.text.han_numbers import (
    HAN_DECIMAL,
    HAN_NUMBER,
    NUMERALS,
    STEMS,
    TO_NINE,
    TO_TEN,
    WEEKDAYS_ZH,
    approximate_values,
    decimal_value,
    han_value,
    plain_value,
)
from corpora.text.inline_tags import Tag, find_tags, same_keys, without_tags
from corpora.text.language import (
    LANGUAGE_NAMES,
    LANGUAGE_NAMES_ZH,
    LANGUAGES,
    OTHER_LANGUAGE,
    OTHER_NAMES,
    detect_language,
    language_of_name,
    other_language,
    other_of_name,
)
from corpora.text.list_numbers import format_number
from corpora.text.number_words import TEEN_ORDINALS, TEENS, TEN_ORDINALS, TENS, UNIT_ORDINALS, UNITS
from corpora.text.numbering import MARK, is_lone_mark, paragraph_mark
from corpora.text.patterns import late
from corpora.text.plain import CELL_BREAKS, LINE_BREAKS, no_surrogates, shown_name
from corpora.text.roman import roman_value, to_roman
from corpora.text.script import matching_texts, simplified, simplifying, traditional
from corpora.text.sentences import SPLIT_VERSION, split_sentences
from corpora.text.tags import (
    LATIN,
    VARIETIES,
    Heading,
    Variety,
    heading_of,
    language_of_tag,
    language_tag,
    more_than_language,
    side_of,
    variety_of,
)
from corpora.text.width import display_width
from corpora.text.word_lists import read_lists, read_table, read_words

__all__ = [
    "CELL_BREAKS",
    "HAN",
    "HAN_CHARACTER",
    "HAN_DECIMAL",
    "HAN_NUMBER",
    "HAN_RUN",
    "LANGUAGES",
    "LANGUAGE_NAMES",
    "LANGUAGE_NAMES_ZH",
    "LATIN",
    "LINE_BREAKS",
    "MARK",
    "MONTHS",
    "NUMERALS",
    "OTHER_LANGUAGE",
    "OTHER_NAMES",
    "SPLIT_VERSION",
    "STEMS",
    "TEENS",
    "TEEN_ORDINALS",
    "TENS",
    "TEN_ORDINALS",
    "TO_NINE",
    "TO_TEN",
    "UNITS",
    "UNIT_ORDINALS",
    "VARIETIES",
    "WEEKDAYS",
    "WEEKDAYS_ZH",
    "Heading",
    "Tag",
    "Variety",
    "approximate_values",
    "decimal_value",
    "detect_language",
    "display_width",
    "find_tags",
    "format_number",
    "han_value",
    "heading_of",
    "is_han",
    "is_lone_mark",
    "language_of_name",
    "language_of_tag",
    "language_tag",
    "late",
    "matching_texts",
    "more_than_language",
    "no_surrogates",
    "other_language",
    "other_of_name",
    "paragraph_mark",
    "plain_value",
    "read_lists",
    "read_table",
    "read_words",
    "roman_value",
    "same_keys",
    "shown_name",
    "side_of",
    "simplified",
    "simplifying",
    "split_sentences",
    "to_roman",
    "traditional",
    "variety_of",
    "without_tags",
]
