"""Word files, from their XML."""

from corpora.readers.docx.read import OLE, extract, extract_head, refuse_protected

__all__ = ["OLE", "extract", "extract_head", "refuse_protected"]
