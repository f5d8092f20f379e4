"""TEI P5 files."""

from corpora.readers.tei.read import extract

__all__ = ["extract"]
