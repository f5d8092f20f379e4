"""What needs no document: languages, scripts, numbers of lists, sentences."""

from corpora.text.language import (
    LANGUAGE_NAMES,
    OTHER_NAMES,
    detect_language,
    language_of_name,
    other_language,
    other_of_name,
)
from corpora.text.list_numbers import format_number
from corpora.text.numbering import MARK, is_lone_mark, paragraph_mark
from corpora.text.roman import roman_value, to_roman
from corpora.text.script import matching_texts, simplified, simplifying
from corpora.text.sentences import SPLIT_VERSION, split_sentences
from corpora.text.word_lists import read_lists, read_table, read_words

__all__ = [
    "LANGUAGE_NAMES",
    "MARK",
    "OTHER_NAMES",
    "SPLIT_VERSION",
    "detect_language",
    "format_number",
    "is_lone_mark",
    "language_of_name",
    "matching_texts",
    "other_language",
    "other_of_name",
    "paragraph_mark",
    "read_lists",
    "read_table",
    "read_words",
    "roman_value",
    "simplified",
    "simplifying",
    "split_sentences",
    "to_roman",
]
