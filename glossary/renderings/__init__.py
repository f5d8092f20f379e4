"""Does this say that: words, spans and units of one language against the other."""

from glossary.renderings.chances import Chances
from glossary.renderings.facing import BEND, LOST, SURE
from glossary.renderings.laid import LOCAL, NULL, Laid
from glossary.renderings.likelihood import log_likelihood
from glossary.renderings.places import Place, Reader
from glossary.renderings.rivals import Question, Vectors, find_rivals
from glossary.renderings.row_spans import RowSpans
from glossary.renderings.senses import Asked, Senses, senses_of
from glossary.renderings.spans import SOFT, Atoms, english_key
from glossary.renderings.units import CLOSE, Unit, Units, UnitTable

__all__ = [
    "BEND",
    "CLOSE",
    "LOCAL",
    "LOST",
    "NULL",
    "SOFT",
    "SURE",
    "Asked",
    "Atoms",
    "Chances",
    "Laid",
    "Place",
    "Question",
    "Reader",
    "RowSpans",
    "Senses",
    "Unit",
    "UnitTable",
    "Units",
    "Vectors",
    "english_key",
    "find_rivals",
    "log_likelihood",
    "senses_of",
]
