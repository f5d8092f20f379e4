"""The two sides of a bitext as arrays, and the phrases of each that are worth a look."""

from glossary.extraction.sides.candidates import candidates
from glossary.extraction.sides.chinese import chinese_side
from glossary.extraction.sides.english import PREPOSITIONS, english_side
from glossary.extraction.sides.grams import Grams
from glossary.extraction.sides.side import AND_ZH, SideAtoms

__all__ = ["AND_ZH", "PREPOSITIONS", "Grams", "SideAtoms", "candidates", "chinese_side", "english_side"]
