"""Which checks run, and how severe they are: ``--select``, ``--ignore``, and the ``[check]`` table of ``duizhao.toml``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from corpora.errors import InputError

if TYPE_CHECKING:
    from glossary.checks.base import Check
    from glossary.checks.rules import OwnRule
    from glossary.finding import Severity

FORMER = {
    "DZ101": "A102", "DZ102": "A103", "DZ103": "A104", "DZ201": "N101", "DZ202": "N102", "DZ203": "N103",
    "DZ301": "T103", "DZ302": "T104", "DZ401": "S101", "DZ402": "S102",
}  # fmt: skip
"""Codes of earlier versions, and what they are called now."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Codes or beginnings of codes (``T``, ``N1``, ``P103``), ``all`` for every check, also those that are off.

    ``select`` empty: the checks that are on. ``extend`` adds to them, ``ignore`` takes away; the longest beginning wins,
    and ``ignore`` where both are of one length. ``severities`` gives codes another severity. ``rules``: the reviser's own, which P113 holds against
    the rows.
    """

    select: Sequence[str] = ()
    extend: Sequence[str] = ()
    ignore: Sequence[str] = ()
    severities: Mapping[str, Severity] = field(default_factory=dict)
    rules: Sequence[OwnRule] = ()

    def of(self, checks: Iterable[Check]) -> list[Check]:
        """The checks to run. Raises :class:`InputError` for a code that no check begins with."""
        known = list(checks)
        for what, codes in (
            ("select", self.select),
            ("extend_select", self.extend),
            ("ignore", self.ignore),
            ("severity", self.severities),
        ):
            for code in codes:
                _must_exist(what, code, known)
        return [check for check in known if self._takes(check)]

    def _takes(self, check: Check) -> bool:
        yes = max((_length(code, check.code) for code in (*self.select, *self.extend)), default=-1)
        no = max((_length(code, check.code) for code in self.ignore), default=-1)
        if yes < 0 and not self.select and check.on:
            yes = 0
        return yes > no

    def severity(self, check: Check) -> Severity | None:
        """The severity that the user gave a check, the longest beginning first; ``None`` where none was given."""
        given = [code for code in self.severities if _length(code, check.code) >= 0]
        return self.severities[max(given, key=len)] if given else None

    def signature(self) -> str:
        """What was selected, for the signature of a report; empty for the checks that are on."""
        parts = [f"{name}:{','.join(sorted(codes))}" for name, codes in
                 (("select", self.select), ("extend", self.extend), ("ignore", self.ignore)) if codes]  # fmt: skip
        parts += [f"{code}={severity.value}" for code, severity in sorted(self.severities.items())]
        if self.rules:
            parts.append(f"rules:{sha256(repr(self.rules).encode('utf-8', 'surrogatepass')).hexdigest()[:8]}")
        return "|".join(parts)


def current(code: str) -> str:
    """A code as it is written now.

    >>> current("dz201"), current("t1")
    ('N101', 'T1')
    """
    code = code.strip().upper()
    return FORMER.get(code, code)


def _length(prefix: str, code: str) -> int:
    """How much of a code a beginning names; -1 where it names another."""
    prefix = current(prefix)
    if prefix == "ALL":
        return 0
    return len(prefix) if code.startswith(prefix) else -1


def _must_exist(what: str, code: str, checks: Sequence[Check]) -> None:
    if not code.strip() or not any(_length(code, check.code) >= 0 for check in checks):
        raise InputError(f"{what}: no check has the code {code!r}", "'duizhao explain' lists all codes")
