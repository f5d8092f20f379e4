"""How a term has been rendered."""

from glossary.lookup.find import Lookup, Rendering, Use, find_renderings

__all__ = ["Lookup", "Rendering", "Use", "find_renderings"]
