"""What people decided in a project: findings and links, with who, when and undo; terms are in the termbase."""

from glossary.project.ledger import (
    LEDGER,
    Decided,
    Event,
    Ledger,
    find_ledger,
)
from glossary.project.links import Placed, by_document, decided_links, link_key, placed
from glossary.project.merging import Merged, merge_events, read_events, write_events

__all__ = [
    "LEDGER",
    "Decided",
    "Event",
    "Ledger",
    "Merged",
    "Placed",
    "by_document",
    "decided_links",
    "find_ledger",
    "link_key",
    "merge_events",
    "placed",
    "read_events",
    "write_events",
]
