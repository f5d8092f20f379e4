"""The note at the foot of a meeting record: what it contains, and how corrections are sent."""

from __future__ import annotations

import re
from collections.abc import Sequence

_BEGIN = re.compile(
    r"This record (?:contains the (?:text|original)|is (?:subject to correction|provisional))"
    r"|The final text will (?:be|appear)|本记录(?:包括|可以更正|载有|内含)|本(?:临时)?记录可以?(?:作)?更正"
)
_END = re.compile(
    r"(?:documents\.un\.org/?\)?|(?:issued|consolidated) in (?:a|one) (?:single )?corrigend(?:um|a)[^.]{0,300}|shortly after the (?:end|close) of the \S+)[.。]$"
    r"|(?:重发|印发|重新发布|一份更正[^。]{0,300}|简要记录[^。]{0,300}更正)。$"
)
_CORRECTIONS = re.compile(r"[Cc]orrect|更正|final text|定本")
LONGEST = 16
"""Lines of the note."""


def record_note(lines: Sequence[str]) -> tuple[int, int] | None:
    """First and last line (exclusive) of the note among the lines of a first page, or ``None``.

    >>> record_note(["The meeting rose.", "This record is subject to correction.", "Corrections are sent to the chief."])
    (1, 3)
    >>> record_note(["This record contains errors, the President said."]) is None
    True
    """
    start = next((k for k, text in enumerate(lines) if _BEGIN.match(text)), None)
    if start is None:
        return None
    end = min(len(lines), start + LONGEST)
    last = next((k for k in range(end - 1, start, -1) if _END.search(lines[k])), end - 1)
    whole = " ".join(lines[start : last + 1])
    return (start, last + 1) if _CORRECTIONS.search(whole) else None
