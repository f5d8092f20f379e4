"""How far a segment is, as translation tools say it: its state, its match, whether it is locked, where it comes from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from corpora.files import local_name

if TYPE_CHECKING:
    from lxml.etree import _Element

CONFIRMED = {
    "translated",
    "reviewed",
    "signed-off",
    "final",
    "approved",
    "confirmed",
    "manuallyconfirmed",
    "proofread",
    "reviewer1confirmed",
    "reviewer2confirmed",
    "approvedtranslation",
    "approvedsignoff",
    "translationapproved",
    "signoffapproved",
    "signedoff",
    "已翻译",
    "已翻譯",
    "已确认",
    "已確認",
    "已批准",
    "已核准",
    "已审校",
    "已校对",
    "已签发",
}
"""States that a person has set: those of XLIFF, of Trados (``conf``), memoQ (``status``) and Phrase, and as they show them."""
UNTOUCHED = {"", "initial", "new", "needs-translation", "unspecified", "notstarted"}
YES = {"yes", "true", "1", "locked", "是", "已锁定"}
PHRASE_SCORE = "{http://www.memsource.com/mxlf/2.0}score"
ORIGINS = ("origin", "state-qualifier", "trans-origin")


class Status(NamedTuple):
    """What a file says of a segment: ``match`` in percent, -1 where it says nothing."""

    state: str = ""
    match: int = -1
    locked: bool = False
    origin: str = ""

    @property
    def confirmed(self) -> bool:
        """Whether a person has said that it is done."""
        return self.state in CONFIRMED


def status_of(*elements: _Element | None) -> Status:
    """The status that the elements of a segment say, the first that says something in each respect.

    >>> from lxml import etree
    >>> status_of(etree.fromstring('<seg conf="Draft" percent="87" locked="true" origin="tm"/>'))
    Status(state='draft', match=87, locked=True, origin='tm')
    """
    state = origin = ""
    match, locked = -1, False
    for element in elements:
        if element is None:
            continue
        facts = {str(name).rpartition("}")[2]: str(value) for name, value in element.attrib.items()}
        state = state or (facts.get("conf") or facts.get("status") or facts.get("state") or "").lower()
        if not state and (facts.get("confirmed") in YES or facts.get("approved") in YES):
            state = "confirmed"
        digits = (facts.get("percent") or facts.get("match-quality") or "").removesuffix("%").partition(".")[0]
        digits = digits or _percent(element.get(PHRASE_SCORE) or "")
        if match < 0 and digits.isdecimal() and len(digits) <= 3:
            match = int(digits)
        locked = locked or facts.get("locked") in YES
        origin = origin or next((facts[name] for name in ORIGINS if facts.get(name)), "")
    return Status(state, match, locked, origin)


def status_of_cells(state: str, match: str = "", locked: str = "") -> Status:
    """The status that cells of a table say, as translation tools show it to people.

    >>> status_of_cells("Translated (100%)"), status_of_cells("Not Translated", "", "no").confirmed
    (Status(state='translated', match=100, locked=False, origin=''), False)
    """
    word, shown = _without_percent(state)
    _rest, own = _without_percent(match if "%" in match else f"{match}%")
    plain = re.sub(r"[\s_-]+", "", word.lower())
    return Status(
        plain if plain in CONFIRMED and word.lower() not in CONFIRMED else word.lower(),
        own if own >= 0 else shown,
        locked.strip().lower() in YES,
    )


def _percent(share: str) -> str:
    """A match that is a share, in percent: what Phrase writes (``m:score``; above 1 in context).

    >>> _percent("0.75"), _percent("1.01"), _percent("x"), _percent("1e9")
    ('75', '101', '', '')
    """
    whole, dot, rest = share.partition(".")
    fits = len(share) <= 20 and whole in ("0", "1") and (not dot or rest.isdecimal())
    return str(round(float(share) * 100)) if fits else ""


def _without_percent(text: str) -> tuple[str, int]:
    """A text without the percentage at its end, and that; -1 where there is none.

    >>> _without_percent("Draft (87.5%)"), _without_percent("100 %"), _without_percent("Draft")
    (('Draft', 87), ('', 100), ('Draft', -1))
    """
    head = text.strip().removesuffix(")").rstrip()
    if not head.endswith("%"):
        return text.strip(), -1
    head = head[:-1].rstrip()
    rest = head.rstrip("0123456789.")
    digits = head[len(rest) :].partition(".")[0]
    if not 0 < len(digits) <= 3:
        return text.strip(), -1
    return rest.rstrip().removesuffix("(").rstrip(), int(digits)


def trados_segments(unit: _Element) -> dict[str, _Element]:
    """What Trados says of each segment of a unit, by the ``mid`` of its mark."""
    found: dict[str, _Element] = {}
    for child in unit:
        if local_name(child) == "seg-defs":
            found.update((one.get("id") or "", one) for one in child if local_name(one) == "seg")
    return found
