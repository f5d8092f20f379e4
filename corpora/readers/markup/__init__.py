"""What HTML and TEI have in common: flow, lists, notes, tables to lines."""

from corpora.readers.markup.deliver import deliver
from corpora.readers.markup.lists import Item, List, open_item, open_list
from corpora.readers.markup.notes import Notes, find_notes
from corpora.readers.markup.page import NO_WORDS, Block, Cell, Link, Page, Place, Scope, Table, Words
from corpora.readers.markup.paragraphs import Paragraphs

__all__ = [
    "NO_WORDS",
    "Block",
    "Cell",
    "Item",
    "Link",
    "List",
    "Notes",
    "Page",
    "Paragraphs",
    "Place",
    "Scope",
    "Table",
    "Words",
    "deliver",
    "find_notes",
    "open_item",
    "open_list",
]
