"""Readers: one file or folder a format, all behind :class:`corpora.readers.extract.Reader`; loaded when they are asked for."""

from corpora.readers.detect import BITEXT_SUFFIXES, Format, detect_format, extract_whole, load_head_reader, load_reader
from corpora.readers.extract import Extract, Origin, Spot, check_size
from corpora.readers.text import read_sentences

__all__ = [
    "BITEXT_SUFFIXES",
    "Extract",
    "Format",
    "Origin",
    "Spot",
    "check_size",
    "detect_format",
    "extract_whole",
    "load_head_reader",
    "load_reader",
    "read_sentences",
]
