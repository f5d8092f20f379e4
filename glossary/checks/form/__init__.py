"""Checks of form: punctuation, brackets, stray characters, damage."""

from glossary.checks.form import broken, manual, marks, paired, stray
from glossary.checks.form.paired import NAMES, NAMES_ZH, SIDES

__all__ = ["NAMES", "NAMES_ZH", "SIDES", "broken", "manual", "marks", "paired", "stray"]
