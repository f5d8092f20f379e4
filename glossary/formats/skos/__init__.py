"""SKOS thesauri, Turtle and JSON-LD, in and out: loaded by name, from the table of :mod:`glossary.formats.registry`."""

__all__ = ()
