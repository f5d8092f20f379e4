"""The parts of ``make bench``: which scripts, how long each takes, and which figures its output gives."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

FIGURE = r"([\d.,]*\d)"


@dataclass(frozen=True, slots=True)
class Part:
    """A script of this folder. ``seconds`` it takes on two free cores; ``gives``: names of figures, each with a pattern of the output.

    ``keeps``: a pattern of the lines that may be kept, where others quote ``../shared``, whose text does not enter the repository.
    """

    name: str
    seconds: int
    arguments: tuple[str, ...] = ()
    gives: Mapping[str, str] = field(default_factory=dict)
    keeps: str = ""

    @property
    def command(self) -> str:
        """As a person gives it."""
        return " ".join(["python", f"benchmarks/{self.name.partition(':')[0]}.py", *self.arguments])

    @property
    def file(self) -> str:
        """The name of its record in results/parts."""
        return self.name.replace("/", "-").replace(":", "-") + ".json"

    def figures(self, output: str) -> dict[str, str]:
        """The figures in an output. Raises :class:`LookupError` for one that is missing: the script has changed."""
        found = {}
        for name, pattern in self.gives.items():
            match = re.search(pattern, output, re.S)
            if match is None:
                raise LookupError(f"{self.name} does not tell {name} any more")
            found[name] = match[1]
        return found


_LOOKUP = {
    f"{language}_{name}": rf"from {language}:.*?in the {where}: \d+ terms, first {FIGURE}, first three "
    for language in ("en", "zh")
    for name, where in (("first", "text all"), ("first_listed", "list 2 or more"))
} | {
    f"{language}_{name}": rf"from {language}:.*?in the {where}: \d+ terms, first [\d.]+, first three {FIGURE}"
    for language in ("en", "zh")
    for name, where in (("three", "text all"), ("three_listed", "list 2 or more"))
}
PARTS = (
    Part(
        "main_job",
        60,
        gives={
            "help_s": rf'--help": {{\s+"median_s": {FIGURE}',
            "help_mb": rf'--help".*?"peak_mb": {FIGURE}',
            "letter_s": rf'run letter": {{\s+"median_s": {FIGURE}',
            "letter_mb": rf'run letter".*?"peak_mb": {FIGURE}',
        },
    ),
    Part(
        "terms/terms",
        30,
        gives={
            "right_100": rf"first 100: right renderings {FIGURE}",
            "terms_100": rf"first 100: .*?terms {FIGURE} ",
            "right_500": rf"first 500: right renderings {FIGURE}",
            "terms_500": rf"first 500: .*?terms {FIGURE} ",
            "found": rf"two rows or more: {FIGURE} of",
            "listed": rf"two rows or more: \d+ of {FIGURE}",
        },
    ),
    Part("checks/inconsistencies", 60, keeps=r"^(?:alone|with |of the kinds)"),
    Part("documents/splitting", 60),
    Part("documents/repair", 60),
    Part(
        "checks/term_alarms",
        60,
        gives={
            "alarms": rf"un_parallel_dev: .*?T101: {FIGURE} alarms",
            "occurrences": rf"un_parallel_dev: .*?alarms on {FIGURE} occ",
        },
    ),
    Part(
        "checks/checks",
        60,
        gives={
            "findings": rf"all checks: {FIGURE} findings",
            "notes": rf"all checks: \d+ findings \({FIGURE} notes",
            "one_in": rf"all checks: .*?one in {FIGURE} pairs",
            "number_alarms": rf"number alarms in {FIGURE}%",
        },
    ),
    Part(
        "checks/checks:alone",
        60,
        ("--alone",),
        {"findings": rf"all checks: {FIGURE} findings", "one_in": rf"all checks: .*?one in {FIGURE} pairs"},
    ),
    Part("documents/formats", 90),
    Part("checks/report_page", 60),
    Part("models/encoding", 60),
    Part("terms/lookup", 90, gives=_LOOKUP),
    Part("documents/reading", 120),
    Part("termbase/termbase", 120),
    Part("termbase/termbase_hostile", 90),
    Part("checks/planted", 240),
    Part("alignment/alignment", 150),
    Part("alignment/calibrate", 120),
    Part("alignment/jobs", 200),
    Part("checks/consistency", 60, ("group",)),
    Part("models/hub", 200),
    Part("termbase/termbase_formats", 260),
)
