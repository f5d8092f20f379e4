"""How a term has been rendered."""

from glossary.lookup.bodies import by_body, shares
from glossary.lookup.find import FoundRendering, Lookup, Use, each_lookup, find_renderings
from glossary.lookup.table import Renderings

__all__ = ["FoundRendering", "Lookup", "Renderings", "Use", "by_body", "each_lookup", "find_renderings", "shares"]
