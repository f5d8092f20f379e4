"""Checks of terms: consistency, the termbase, earlier documents, phrases."""

from glossary.checks.terms import against, consistency, fixed, phrases, termbase

__all__ = ["against", "consistency", "fixed", "phrases", "termbase"]
