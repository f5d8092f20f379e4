"""PDF files, by the geometry of their letters."""

from corpora.readers.pdf.read import extract, extract_head

__all__ = ["extract", "extract_head"]
