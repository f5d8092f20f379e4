"""Vectors to a path of links, and how sure each link is."""

from align.search.confidence import probabilities
from align.search.cost import CostConfig, SideArrays
from align.search.evidence import evidence_vectors
from align.search.fixed import Fixed, FixedLink, check_fixed, sides_of
from align.search.joins import EncodeRuns
from align.search.nulls import fitted
from align.search.passes import NOTHING, Usual, search_sides
from align.search.sentence_ends import ends

__all__ = [
    "NOTHING",
    "CostConfig",
    "EncodeRuns",
    "Fixed",
    "FixedLink",
    "SideArrays",
    "Usual",
    "check_fixed",
    "ends",
    "evidence_vectors",
    "fitted",
    "probabilities",
    "search_sides",
    "sides_of",
]
