"""Bitext files in and out: TMX, XLIFF, tables."""

from corpora.exchange.commented import Comment, with_comments
from corpora.exchange.inline import inline_text
from corpora.exchange.kept import holds
from corpora.exchange.read import read_pairs
from corpora.exchange.remarks import ALL, Remarks, Wanted
from corpora.exchange.rows import check_codes, link_of, main_language, original_code
from corpora.exchange.tables import TABLES, flat_frame, is_bilingual_word, read_table, write_frame
from corpora.exchange.tmx import KEPT, XML_LANG, write_tmx
from corpora.exchange.training import read_training_pairs
from corpora.exchange.write import BITEXT_OUT, one_language, write_pairs
from corpora.exchange.xliff_names import SUFFIXES

__all__ = [
    "ALL",
    "BITEXT_OUT",
    "KEPT",
    "SUFFIXES",
    "TABLES",
    "XML_LANG",
    "Comment",
    "Remarks",
    "Wanted",
    "check_codes",
    "flat_frame",
    "holds",
    "inline_text",
    "is_bilingual_word",
    "link_of",
    "main_language",
    "one_language",
    "original_code",
    "read_pairs",
    "read_table",
    "read_training_pairs",
    "with_comments",
    "write_frame",
    "write_pairs",
    "write_tmx",
]
