"""Checks of form: punctuation, brackets, stray characters, damage, tags."""

from glossary.checks.form import broken, manual, own, paired, punctuation, stray, tags

__all__ = ["broken", "manual", "own", "paired", "punctuation", "stray", "tags"]
