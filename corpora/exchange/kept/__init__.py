"""What a file says of its rows beside the texts, kept on the way from one format to another."""

from corpora.exchange.kept.facts import (
    OF_ROWS,
    about_facts,
    agrees,
    dated,
    facts_frame,
    is_fact,
    with_columns,
    with_facts,
)
from corpora.exchange.kept.holds import NEW_STATES, OLD_STATES, STATES, holds
from corpora.exchange.kept.marks import marked_text
from corpora.exchange.kept.put_marks import put_marked
from corpora.exchange.kept.units import ATTRIBUTES, OTHERS, Side, about_unit, kind_of, tag_of

__all__ = [
    "ATTRIBUTES",
    "NEW_STATES",
    "OF_ROWS",
    "OLD_STATES",
    "OTHERS",
    "STATES",
    "Side",
    "about_facts",
    "about_unit",
    "agrees",
    "dated",
    "facts_frame",
    "holds",
    "is_fact",
    "kind_of",
    "marked_text",
    "put_marked",
    "tag_of",
    "with_columns",
    "with_facts",
]
