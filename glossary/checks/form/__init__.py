"""Checks of form: punctuation, brackets, stray characters, damage, tags."""

from glossary.checks.form import broken, hyphens, manual, own, paired, punctuation, stray, tags

__all__ = ["broken", "hyphens", "manual", "own", "paired", "punctuation", "stray", "tags"]
