"""How a term has been rendered."""

from glossary.lookup.find import Lookup, Rendering, Use, find_renderings
from glossary.lookup.table import Renderings

__all__ = ["Lookup", "Rendering", "Renderings", "Use", "find_renderings"]
