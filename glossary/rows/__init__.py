"""A bitext analysed once: what extraction, look-up, consistency, checks and review all take."""

from glossary.rows.keys import Key, Same
from glossary.rows.places import Place
from glossary.rows.rows import Rows

__all__ = ["Key", "Place", "Rows", "Same"]
