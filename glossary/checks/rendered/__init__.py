"""Is a term rendered in a row, and what excuses it where it is not."""

from glossary.checks.rendered.excuses import excused, initials, short_form
from glossary.checks.rendered.rows import (
    TermsOfSide,
    approved,
    approved_terms,
    is_short,
    places_of,
    refused_terms,
    side_of,
    sides_in,
)
from glossary.checks.rendered.view import View, explained, is_name

__all__ = [
    "TermsOfSide",
    "View",
    "approved",
    "approved_terms",
    "excused",
    "explained",
    "initials",
    "is_name",
    "is_short",
    "places_of",
    "refused_terms",
    "short_form",
    "side_of",
    "sides_in",
]
