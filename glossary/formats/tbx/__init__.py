"""TBX, v3 (ISO 30042:2019) and v2, in and out: loaded by name, from the table of :mod:`glossary.formats.registry`."""

__all__ = ()
