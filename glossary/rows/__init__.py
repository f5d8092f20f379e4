"""A bitext analysed once: what extraction, look-up, consistency, checks and review all take."""

from glossary.rows.keys import Key, Same
from glossary.rows.places import Place
from glossary.rows.rows import ROWS_VERSION, Rows, Scripts
from glossary.rows.terms import simple_terms

__all__ = ["ROWS_VERSION", "Key", "Place", "Rows", "Same", "Scripts", "simple_terms"]
