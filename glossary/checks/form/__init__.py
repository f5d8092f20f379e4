"""Checks of form: punctuation, brackets, stray characters, damage."""

from glossary.checks.form import broken, manual, paired, punctuation, stray

__all__ = ["broken", "manual", "paired", "punctuation", "stray"]
