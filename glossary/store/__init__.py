"""The termbase: one SQLite file with every decision, its history and undo."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from glossary.store.bring_in import BroughtIn, Way
    from glossary.store.database import Database, is_sqlite
    from glossary.store.doubles import Double
    from glossary.store.edits import (
        OF_CONCEPT,
        OF_TERM,
        Edit,
        edited,
        fields_of_concept,
        fields_of_term,
        new_concept,
        reference_of,
        term_of,
    )
    from glossary.store.history import Change, ConflictError, now
    from glossary.store.merging import Merged
    from glossary.store.schema import Form
    from glossary.store.search import PLACES, SORTS, Found, Place, Query, Sort
    from glossary.store.store import Store, login
    from glossary.store.tables import DECISIONS, Brief, Candidate, Decision
    from glossary.store.text import (
        Row,
        as_json,
        change_line,
        change_to_dict,
        decision_of,
        entry_to_dict,
        line_of,
        name_of,
        page_of,
        table_of,
    )

__all__ = [
    "DECISIONS",
    "OF_CONCEPT",
    "OF_TERM",
    "PLACES",
    "SORTS",
    "Brief",
    "BroughtIn",
    "Candidate",
    "Change",
    "ConflictError",
    "Database",
    "Decision",
    "Double",
    "Edit",
    "Form",
    "Found",
    "Merged",
    "Place",
    "Query",
    "Row",
    "Sort",
    "Store",
    "Way",
    "as_json",
    "change_line",
    "change_to_dict",
    "decision_of",
    "edited",
    "entry_to_dict",
    "fields_of_concept",
    "fields_of_term",
    "is_sqlite",
    "line_of",
    "login",
    "name_of",
    "new_concept",
    "now",
    "page_of",
    "reference_of",
    "table_of",
    "term_of",
]


def __getattr__(name: str) -> object:
    # a check without a termbase must not wait for all of it
    if name not in __all__:
        raise AttributeError(f"module 'glossary.store' has no attribute {name!r}")
    from glossary.store import bring_in, database, doubles, edits, history, merging, schema, search, store, tables, text

    modules = (bring_in, database, doubles, edits, history, merging, schema, search, store, tables, text)
    return next(getattr(module, name) for module in modules if hasattr(module, name))
