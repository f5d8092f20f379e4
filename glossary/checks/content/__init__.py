"""Checks of content: what is left out, what differs, negation, items of lists."""

from glossary.checks.content import accuracy, differing, items, negation
from glossary.checks.content.differing import unlike, unsure
from glossary.checks.content.explained import LOWEST, pick
from glossary.checks.content.likeness import Likeness, likeness

__all__ = ["LOWEST", "Likeness", "accuracy", "differing", "items", "likeness", "negation", "pick", "unlike", "unsure"]
