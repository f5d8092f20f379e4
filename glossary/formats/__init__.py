"""Termbases in every format that tools exchange: :func:`load` and :func:`save`, with what was lost on the way."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from glossary.formats.detect import is_store
    from glossary.formats.registry import FORMATS, load, save
    from glossary.formats.types import ExportOptions, Format, Loaded, Written

__all__ = ["FORMATS", "ExportOptions", "Format", "Loaded", "Written", "is_store", "load", "save"]


def __getattr__(name: str) -> object:
    # all formats with their parsers: a check without a termbase must not wait for them
    if name not in __all__:
        raise AttributeError(f"module 'glossary.formats' has no attribute {name!r}")
    from glossary.formats import detect, registry, types

    return next(getattr(module, name) for module in (detect, registry, types) if hasattr(module, name))
