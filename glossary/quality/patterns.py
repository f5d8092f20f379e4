"""Waivers by pattern: what is accepted wherever it stands, by code, document and text."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Any

import regex  # which can be stopped

from glossary.checks import trouble_of
from glossary.finding import Finding

ANY = "any"
"""How a line of the waiver file begins that accepts by pattern: ``any  code  document  text  who  date  comment``."""
LIMIT = 0.2  # seconds that a pattern may take in a text
_NOTHING = ("", "-")


@dataclass(frozen=True, slots=True)
class Pattern:
    """Findings whose ``code`` begins so, in documents whose symbol is like ``document`` (``*`` and ``?`` stand for
    anything), and whose row, expected or found holds ``text``, between slashes a regular expression. Empty: any.

    >>> one = Pattern("P10", "A/75/*", "O’Neil")
    >>> from glossary.finding import Severity
    >>> found = Finding("P102", Severity.WARNING, "", "A/75/3", 1, "", en="Mr. O’Neil spoke.")
    >>> one.accepts(found), Pattern("P102", "", "/O.Neal/").accepts(found)
    (True, False)
    """

    code: str = ""
    document: str = ""
    text: str = ""

    @property
    def key(self) -> str:
        """By which it is known beside the ids of findings, which have no hyphen."""
        said = "\x1f".join((self.code, self.document, self.text))
        return f"{ANY}-{hashlib.sha256(said.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"

    def accepts(self, finding: Finding) -> bool:
        """Whether it is about a finding. A regular expression that takes too long in a text is not in it."""
        if not finding.code.startswith(self.code) or (self.document and not fnmatchcase(finding.symbol, self.document)):
            return False
        return not self.text or any(
            self._is_in(text) for text in (finding.zh, finding.en, finding.expected, finding.found)
        )

    def _is_in(self, text: str) -> bool:
        written = _between_slashes(self.text)
        if not written:
            return self.text in text
        try:
            return _compiled(written).search(text, timeout=LIMIT) is not None
        except TimeoutError:
            return False


@lru_cache(maxsize=1000)
def _compiled(written: str) -> Any:
    return regex.compile(written)


def _between_slashes(text: str) -> str:
    return text[1:-1] if len(text) > 2 and text[0] == text[-1] == "/" else ""


def pattern_of(code: str, document: str, text: str) -> Pattern:
    """A pattern of the three fields of a line, ``-`` for any. Raises :class:`ValueError`, with the reason, for one that cannot be used."""
    code, document, text = (" ".join(field.split()) for field in (code, document, text))
    code, document, text = ("" if field in _NOTHING else field for field in (code, document, text))
    if not code and not text:
        raise ValueError("would accept everything: give a code or a text")
    written = _between_slashes(text)
    if written and (trouble := trouble_of(written)):
        raise ValueError(f"the pattern {written!r} {trouble}")
    return Pattern(code, document, text)
