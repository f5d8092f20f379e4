"""What each format can hold of what a file says of its rows, and what states are called where their names are fixed."""

from __future__ import annotations

ALWAYS = frozenset({"state", "match", "origin", "lock"})
"""Carried by every format that is written, asked for or not."""
_FACTS = frozenset({"id", "date", "person", "uses", "note", "property"})
HOLDS = {
    "tmx": _FACTS | {"code", "other", "context"},
    "xliff": _FACTS | {"code"},
    "table": _FACTS,
    "po": _FACTS,
}
"""What is carried with ``--keep``, by kind of format."""
KINDS = {".tmx": "tmx", ".xlf": "xliff", ".xliff": "xliff", ".po": "po"}
STATES = {
    **dict.fromkeys(("draft", "edited", "partiallyedited", "pretranslated", "machinetranslated"), "draft"),
    **dict.fromkeys(("assembledfromfragments", "needs-review-translation", "fuzzy", "rejected"), "draft"),
    **dict.fromkeys(("rejectedtranslation", "rejectedsignoff", "needs-adaptation", "needs-l10n"), "draft"),
    **dict.fromkeys(("translated", "confirmed", "manuallyconfirmed"), "translated"),
    **dict.fromkeys(("reviewed", "approved", "approvedtranslation", "reviewer1confirmed", "reviewer2confirmed"), "reviewed"),
    **dict.fromkeys(("translationapproved", "proofread"), "reviewed"),
    **dict.fromkeys(("final", "signed-off", "signedoff", "approvedsignoff", "signoffapproved"), "final"),
}  # fmt: skip
"""What tools call the state of a row, as one of four: a draft, translated, reviewed, final."""
OLD_STATES = {
    "draft": "needs-review-translation",
    "translated": "translated",
    "reviewed": "signed-off",
    "final": "final",
}
"""In XLIFF 1.2."""
NEW_STATES = {"draft": "initial", "translated": "translated", "reviewed": "reviewed", "final": "final"}
"""In XLIFF 2.1."""


def holds(suffix: str, keep: bool) -> frozenset[str]:
    """What a format carries that is named by its suffix, by the kinds that remarks have.

    >>> sorted(holds(".tsv", False)), "code" in holds(".tmx", True), "code" in holds(".csv", True)
    (['lock', 'match', 'origin', 'state'], True, False)
    """
    return ALWAYS | (HOLDS[KINDS.get(suffix, "table")] if keep else frozenset())
