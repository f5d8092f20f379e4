"""Formats that hold pairs of terms: OmegaT, UTX, TMX. Loaded by name, from the table of :mod:`glossary.formats.registry`."""

__all__ = ()
