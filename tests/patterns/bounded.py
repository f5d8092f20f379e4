"""Patterns that may be steep because what they see is short, each with what bounds it. Keep this list short."""

SHORT = {
    r"(?:\t[\s.…·]*|\s*(?:\.\s?){3,}\s*|\s*…+\s*)(?:\d{1,4}|[ivxlc]{1,7})\s*$": "the last 400 characters of a paragraph",
    r"(?<!\d)(?:19|20)\d\d$|[A-Z]/[\w./()-]*\d$": "40 characters before a superscript",
    r"(?:\([^)]*\)|[^/(])+": "one symbol",
    r"\([^)]*\)": "one symbol",
    r"\(([^)]*)\)": "one component of a symbol",
    r"_(?![^(]*\))": "the stem of a file, at most 300 characters",
    r"\(\?<?!.*?\)": "our own lists of negations",
}
"""By the pattern."""
SHORT_NAMES = {
    ("corpora.readers.html.style", "DECLARATION"): "a style attribute, 10,000 characters",
    ("corpora.repair.contents", "LEADER"): "a row of at most 400 characters",
    ("glossary.checks.rules", "_TOKEN"): "a pattern of a checklist, at most 500 characters",
    ("glossary.checks.form.broken", "RIGHT"): "60 characters and a match",
    ("glossary.checks.form.stray", "_ZH_RIGHT"): "at most eight characters",
    ("glossary.checks.numbers.spelled", "_NAME_BEFORE"): "60 characters before a number",
    ("glossary.checks.names.acronyms", "LONG"): "400 characters before an acronym",
    ("glossary.checks.rendered.view", "FROM"): "200 characters before a name",
    ("corpora.page.forms", "LOOSE_SESSION"): "tried at the beginning of a line only, from a tuple of patterns",
    ("corpora.page.forms", "ORGANS"): "tried at the beginning of a line only, from a tuple of patterns",
    ("duizhao.journal", "QUOTED"): "a line of standard error, at most 2,000 characters",
    ("duizhao.mistakes", "NO_COMMAND"): "what Typer says of a command line",
}
"""By the name of the pattern in its module."""
