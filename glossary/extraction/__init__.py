"""Terms from a bitext."""

from glossary.extraction.extract import ExtractConfig, extract_terms
from glossary.extraction.table import extract_frame, write_extract

__all__ = ["ExtractConfig", "extract_frame", "extract_terms", "write_extract"]
