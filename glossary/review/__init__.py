"""Candidates before a terminologist: a spreadsheet to fill in, or a page on one's own machine."""

from glossary.review.cells import SheetRow, has_own_work, read_sheet
from glossary.review.returned import Outcome, bring_back
from glossary.review.ruling import stamp
from glossary.review.serving import serve
from glossary.review.sheet import rows_of, write_sheet

__all__ = [
    "Outcome",
    "SheetRow",
    "bring_back",
    "has_own_work",
    "read_sheet",
    "rows_of",
    "serve",
    "stamp",
    "write_sheet",
]
