"""Termbases in every format that tools exchange: :func:`load` and :func:`save`, with what was lost on the way."""

from glossary.formats.detect import is_store
from glossary.formats.registry import FORMATS, load, save
from glossary.formats.types import ExportOptions, Format, Loaded, Written

__all__ = ["FORMATS", "ExportOptions", "Format", "Loaded", "Written", "is_store", "load", "save"]
