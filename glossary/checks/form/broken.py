"""English phrases that have lost their noun: "the of Bahrain", "the People's Republic of"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpora.text import late
from glossary.checks.base import Check, Material
from glossary.finding import Finding, Severity

HEADLESS = late(r"\b(?:[Tt]he|an?) (?:of|from|with)\b(?!-)")
TAILLESS = late(
    r"\b(?:Republic|Kingdom|State|Federation|Ministry|Department|Union) of(?=[,.;:”\"]|\s+(?:is|has|had|was|were|are|will|would|should|shall|may|said|signed|stated|presents|announced|submitted|noted|reported|expressed)\b|$)"
)
# beginnings of names that never stand alone
HALF = late(r"\b(?:in|of|from|to|for|by|with) (?:Costa|Sierra|Burkina|Cabo|Equatorial|Sri)\b(?![ -]?[A-Z])")
# what stands in every place of these: the first letter of a name is quickly found
ARTICLES = tuple(f"{article} {word}" for article in ("he", "a", "an") for word in ("of", "from", "with"))
TAILLESS_HEAD = late("(?:Republic|Kingdom|State|Federation|Ministry|Department|Union) of")
HALF_NAME = late("(?:Costa|Sierra|Burkina|Cabo|Equatorial|Sri)")
# Iran, Islamic Republic of; paragraph 4 a of
RIGHT = late(
    r"[A-Z][\w'’-]+, (?:[A-Z][\w'’-]+ )*[A-Z]\w+ of$|(?:\d|[Pp]aragraph|[Ss]ection|[Aa]nnex|[Ii]tem|[Cc]ategory|[Vv]itamin) a (?:of|from|with)$"
)
REACH = 60
CONTEXT = 12  # characters shown on either side


def _worth_a_look(text: str) -> Iterator[re.Pattern[str]]:
    """The patterns of which something stands in a text."""
    if any(article in text for article in ARTICLES):
        yield HEADLESS
    if TAILLESS_HEAD.search(text):
        yield TAILLESS
    if HALF_NAME.search(text):
        yield HALF


def check_broken(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: reports an article or "Republic of" in the English version that no noun follows, and half a name such as Costa.

    Why it matters: what is lost is mostly a name, and no spelling checker sees it.

    Wrong: The Permanent Mission of the of Bahrain presents its compliments

    Right: The Permanent Mission of the Kingdom of Bahrain presents its compliments

    What to do: put back the word.
    """
    for row, pair in enumerate(material.pairs, start=1):
        for pattern in _worth_a_look(pair.en):
            for match in pattern.finditer(pair.en):
                start, end = match.span()
                if RIGHT.search(pair.en[max(0, start - REACH) : end]):
                    continue
                around = pair.en[max(0, start - CONTEXT) : end + CONTEXT].strip()
                yield check.finding(
                    material,
                    row,
                    f"a word is missing in the English version: {around}",
                    f"英文缺词：{around}",
                    en_spans=[(start, end)],
                    found=match.group(),
                )


CHECKS = (
    Check("P111", "word missing", "缺词", Severity.WARNING, "Linguistic conventions/Grammar", check_broken, "补上缺失的词。", raw=True),
)  # fmt: skip
