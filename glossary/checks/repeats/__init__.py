"""Checks of the same sentence rendered in several ways, of near repeats and quotations."""

from glossary.checks.repeats import near, quotations, same

__all__ = ["near", "quotations", "same"]
