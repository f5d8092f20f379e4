"""Word files, from their XML."""

from corpora.readers.docx.read import extract, extract_head, refuse_protected

__all__ = ["extract", "extract_head", "refuse_protected"]
