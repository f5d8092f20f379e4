"""Terms from a bitext."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from glossary.extraction.extract import ExtractConfig, extract_terms
    from glossary.extraction.table import extract_frame, write_extract

__all__ = ["ExtractConfig", "extract_frame", "extract_terms", "write_extract"]


def __getattr__(name: str) -> object:
    # a check of figures or of punctuation marks must not wait for modules that only terms need
    if name not in __all__:
        raise AttributeError(f"module 'glossary.extraction' has no attribute {name!r}")
    from glossary.extraction import extract, table

    return getattr(extract, name, None) or getattr(table, name)
