"""How a term has been rendered."""

from glossary.lookup.find import FoundRendering, Lookup, Use, each_lookup, find_renderings
from glossary.lookup.table import Renderings

__all__ = ["FoundRendering", "Lookup", "Renderings", "Use", "each_lookup", "find_renderings"]
