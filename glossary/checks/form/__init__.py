"""Checks of form: punctuation, brackets, stray characters, damage."""

from glossary.checks.form import broken, manual, marks, paired, stray

__all__ = ["broken", "manual", "marks", "paired", "stray"]
