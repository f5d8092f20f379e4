"""Checks of the same sentence rendered in several ways, of near repeats and quotations."""

from glossary.checks.repeats import near, quotations, same
from glossary.checks.repeats.across import Across

__all__ = ["Across", "near", "quotations", "same"]
