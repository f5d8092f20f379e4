"""Checks of names: states, bodies, instruments, acronyms."""

from glossary.checks.names import acronyms, confusions, damaged, instruments, other
from glossary.checks.names.damaged import damaged_names

__all__ = ["acronyms", "confusions", "damaged", "damaged_names", "instruments", "other"]
