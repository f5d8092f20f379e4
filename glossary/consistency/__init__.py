"""How consistently terms are rendered, and the scores."""

from glossary.consistency.joined import join_results
from glossary.consistency.measure import measure_consistency
from glossary.consistency.results import ConceptConsistency, ConsistencyResult
from glossary.consistency.scores import build_scores, recount

__all__ = ["ConceptConsistency", "ConsistencyResult", "build_scores", "join_results", "measure_consistency", "recount"]
