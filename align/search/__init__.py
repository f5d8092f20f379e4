"""Vectors to a path of links, and how sure each link is."""

from align.search.confidence import probabilities
from align.search.cost import CostConfig, SideArrays
from align.search.evidence import evidence_vectors
from align.search.joins import EncodeRuns
from align.search.passes import search_sides
from align.search.sentence_ends import ends

__all__ = ["CostConfig", "EncodeRuns", "SideArrays", "ends", "evidence_vectors", "probabilities", "search_sides"]
