"""Words: tokens, folding, boundaries of Chinese words, acronyms, where terms stand."""

from corpora.text import HAN_RUN
from glossary.words.acronyms import INTRODUCED, introduced, is_acronym, is_subsequence, shortens, stands_for
from glossary.words.boundaries import BEFORE, BEHIND, Cuts, words, words_of
from glossary.words.folding import chinese_stream, english_stream, fold_word, simple
from glossary.words.function_words import AND_ZH, LIGHT_ZH, NEVER_EDGE_EN, WITH_AND_ZH
from glossary.words.han_words import HanWords, code_points, han_places
from glossary.words.matcher import Matcher, Matchers, Occurrence, Occurrences, folded
from glossary.words.matches import Placed
from glossary.words.passes import Distinct, passes_over
from glossary.words.streams import Streams
from glossary.words.token_table import TokenTable
from glossary.words.tokens import (
    EDGE_ZH,
    FIRST_OK_ZH,
    INNER_BAD_ZH,
    INNER_EN,
    LAST_OK_ZH,
    PEACE,
    STOP_EN,
    WORD,
    ZH_PARTS,
    Token,
    fold,
    is_chinese_term,
    is_english_term,
    phrases,
    phrases_of,
    tokens,
)

__all__ = [
    "AND_ZH",
    "BEFORE",
    "BEHIND",
    "EDGE_ZH",
    "FIRST_OK_ZH",
    "HAN_RUN",
    "INNER_BAD_ZH",
    "INNER_EN",
    "INTRODUCED",
    "LAST_OK_ZH",
    "LIGHT_ZH",
    "NEVER_EDGE_EN",
    "PEACE",
    "STOP_EN",
    "WITH_AND_ZH",
    "WORD",
    "ZH_PARTS",
    "Cuts",
    "Distinct",
    "HanWords",
    "Matcher",
    "Matchers",
    "Occurrence",
    "Occurrences",
    "Placed",
    "Streams",
    "Token",
    "TokenTable",
    "chinese_stream",
    "code_points",
    "english_stream",
    "fold",
    "fold_word",
    "folded",
    "han_places",
    "introduced",
    "is_acronym",
    "is_chinese_term",
    "is_english_term",
    "is_subsequence",
    "passes_over",
    "phrases",
    "phrases_of",
    "shortens",
    "simple",
    "stands_for",
    "tokens",
    "words",
    "words_of",
]
