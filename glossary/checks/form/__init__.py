"""Checks of form: punctuation, brackets, stray characters, damage, tags."""

from glossary.checks.form import broken, manual, paired, punctuation, stray, tags

__all__ = ["broken", "manual", "paired", "punctuation", "stray", "tags"]
