"""Web pages."""

from corpora.readers.html.read import extract

__all__ = ["extract"]
