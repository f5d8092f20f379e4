"""Candidates before a terminologist: a spreadsheet to fill in, or a page on one's own machine."""

from glossary.review.cells import SheetRow, has_own_work, read_sheet
from glossary.review.returned import Outcome, bring_back
from glossary.review.ruling import stamp
from glossary.review.server import Around, Make, review_routes
from glossary.review.serving import serve
from glossary.review.sheet import rows_of, write_sheet

__all__ = [
    "Around",
    "Make",
    "Outcome",
    "SheetRow",
    "bring_back",
    "has_own_work",
    "read_sheet",
    "review_routes",
    "rows_of",
    "serve",
    "stamp",
    "write_sheet",
]
