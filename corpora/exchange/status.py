"""How far a segment is, as translation tools say it: its state, its match, whether it is locked, where it comes from."""

from __future__ import annotations

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
}
"""States that a person has set: those of XLIFF, and of Trados (``conf``), memoQ (``status``) and Phrase."""
UNTOUCHED = {"", "initial", "new", "needs-translation", "unspecified", "notstarted"}
YES = {"yes", "true", "1"}
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
        if match < 0 and digits.isdecimal() and len(digits) <= 3:
            match = int(digits)
        locked = locked or facts.get("locked") in YES
        origin = origin or next((facts[name] for name in ORIGINS if facts.get(name)), "")
    return Status(state, match, locked, origin)


def trados_segments(unit: _Element) -> dict[str, _Element]:
    """What Trados says of each segment of a unit, by the ``mid`` of its mark."""
    found: dict[str, _Element] = {}
    for child in unit:
        if local_name(child) == "seg-defs":
            found.update((one.get("id") or "", one) for one in child if local_name(one) == "seg")
    return found
