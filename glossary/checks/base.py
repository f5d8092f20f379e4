"""What a check is, and what it looks at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Protocol

from glossary.finding import Evidence, Finding, Severity, Span

if TYPE_CHECKING:
    from corpora.bitext import Pair
    from glossary.concept import Termbase
    from glossary.consistency import ConsistencyResult
    from glossary.rows import Rows

MOST_EVIDENCE = 5


@dataclass(frozen=True)
class Material:
    """What the checks look at: rows in order with their model, and what is known beside them.

    ``termbase`` holds approved concepts, or ``None`` where none was given; ``consistency`` how steadily terms are
    rendered in these rows; ``against`` earlier documents. What is ``None`` or empty leaves out the checks that need it.
    What several checks compute in common they keep as a derived value of the rows.
    """

    rows: Rows
    termbase: Termbase | None = None
    consistency: ConsistencyResult | None = None
    against: Rows | None = None

    @property
    def pairs(self) -> Sequence[Pair]:
        """The rows as they stand."""
        return self.rows.pairs

    @property
    def earlier(self) -> Sequence[Pair]:
        """The rows of the earlier documents."""
        return self.against.pairs if self.against is not None else ()

    def bilingual(self) -> Iterator[tuple[int, Pair]]:
        """Rows (from 1) that have both sides, the Chinese one in Chinese."""
        for row in self.rows.bilingual.nonzero()[0].tolist():
            yield row + 1, self.rows.pairs[row]

    def named(self, here: int, rows: Sequence[int]) -> tuple[str, str]:
        """How a message in row ``here`` names other rows (all from 1), in English and Chinese: by their positions, with the
        symbol where they are of another document.

        >>> from corpora.bitext import Pair
        >>> from glossary.rows import Rows
        >>> rows = [Pair("A/1", 1, "", ""), Pair("A/1", 2, "", ""), Pair("A/2", 1, "", ""), Pair("A/2", 2, "", "")]
        >>> Material(Rows.of(rows)).named(1, [2]), Material(Rows.of(rows)).named(4, [2, 3])
        (('segment 2', '第2句段'), ('segments A/1:2, 1', 'A/1:2、第1句段'))
        """
        mine = self.pairs[here - 1].symbol
        others = [self.rows.place(row - 1) for row in rows]
        english = ", ".join(str(one.position) if one.symbol == mine else str(one) for one in others)
        chinese: list[str] = []
        for inside, group in groupby(others, key=lambda one: one.symbol == mine):
            positions = "、".join(str(one.position) if inside else str(one) for one in group)
            chinese.append(f"第{positions}句段" if inside else positions)
        return f"segment{'s' * (len(others) > 1)} {english}", "、".join(chinese)


def evidence_at(pair: Pair, row: int = 0) -> Evidence:
    """A row as evidence; ``row`` counts from 1, 0 for a row of an earlier document."""
    return Evidence(pair.symbol, row, pair.zh, pair.en, pair.position, pair.paragraph, pair.page)


class Run(Protocol):
    """A check's function, pure: material in, findings out. Its docstring is its page, in a fixed order:

    ``What it does:``, ``Why it matters:``, ``Wrong:``, ``Right:``, ``What to do:``, each a paragraph of its own.
    """

    __doc__: str | None

    def __call__(self, check: Check, material: Material) -> Iterator[Finding]:
        """Yield findings, made by :meth:`Check.finding`."""
        ...


@dataclass(frozen=True, slots=True)
class Check:
    """A code that never changes its meaning, names, a severity, the MQM type, the function.

    ``advice_zh`` is what to do, in Chinese, one sentence. A check that is not ``on`` runs only when it is selected.
    """

    code: str
    name: str
    name_zh: str
    severity: Severity
    mqm: str
    run: Run
    advice_zh: str = ""
    on: bool = True

    def finding(
        self,
        material: Material,
        row: int,
        message: str,
        message_zh: str,
        *,
        zh_spans: Sequence[Span] = (),
        en_spans: Sequence[Span] = (),
        expected: str = "",
        found: str = "",
        others: Sequence[int] = (),
        evidence: Sequence[Evidence] = (),
        severity: Severity | None = None,
    ) -> Finding:
        """A finding of this check in a row (from 1); ``others`` are rows that hold the evidence, the first five are shown."""
        pair = material.pairs[row - 1]
        shown = [evidence_at(material.pairs[k - 1], k) for k in others[:MOST_EVIDENCE]]
        return Finding(
            code=self.code,
            severity=severity or self.severity,
            mqm=self.mqm,
            symbol=pair.symbol,
            segment=row,
            message=message,
            message_zh=message_zh,
            zh=pair.zh,
            en=pair.en,
            zh_spans=tuple(sorted(zh_spans)),
            en_spans=tuple(sorted(en_spans)),
            expected=expected,
            found=found,
            evidence=(*shown, *evidence)[:MOST_EVIDENCE],
            position=pair.position,
            paragraph=pair.paragraph,
            page=pair.page,
        )
