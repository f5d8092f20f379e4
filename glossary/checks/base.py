"""What a check is, and what it looks at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Protocol

from corpora.original import source_side
from glossary.checks.quoted import Quoted
from glossary.finding import Evidence, Finding, Severity, Span, numbered
from glossary.rows import in_script, simple_terms
from glossary.words import HAN_RUN, simple

if TYPE_CHECKING:
    from corpora.bitext import Pair
    from glossary.checks.rules import OwnRule
    from glossary.concept import Termbase
    from glossary.consistency import ConsistencyResult
    from glossary.rows import Rows

MOST_EVIDENCE = 5


class Need(StrEnum):
    """What a check asks for beside the rows themselves, of which everything is worked out when it is first looked at."""

    AGAINST = "against"
    CONSISTENCY = "consistency"


@dataclass(frozen=True)
class Material:
    """What the checks look at: rows in order with their model, and what is known beside them.

    ``termbase`` holds approved concepts, or ``None`` where none was given; ``consistency`` how consistently terms are
    rendered in these rows; ``against`` earlier documents. What is ``None`` or empty leaves out the checks that need it.
    What several checks compute in common they keep as a derived value of the rows. ``spelling``: how the termbase writes
    terms that are here in simplified characters. ``own``: the reviser's own rules.
    """

    rows: Rows
    termbase: Termbase | None = None
    consistency: ConsistencyResult | None = None
    against: Rows | None = None
    spelling: Mapping[str, str] = field(default_factory=dict)
    own: Sequence[OwnRule] = ()

    @cached_property
    def compared(self) -> Material:
        """The same as checks of content see it: rows, terms and earlier documents in simplified characters, without spaces
        between Han characters; itself where nothing of it is written otherwise.
        """
        rows, against = self.rows.view, None if self.against is None else self.against.view
        if rows is self.rows and against is self.against:
            return self
        termbase = None if self.termbase is None else simple_terms(self.termbase)
        terms = (term.text for concept in self.termbase or () for term in concept.of("zh"))
        spelling = {simple(text): text for text in terms}
        return Material(rows, termbase, self.consistency and self.consistency.compared, against, spelling, self.own)

    @cached_property
    def plain(self) -> Material:
        """The same as checks of form see it: without tags that are written as text; itself where there are none."""
        rows, against = self.rows.plain, None if self.against is None else self.against.plain
        if rows is self.rows and against is self.against:
            return self
        return Material(rows, self.termbase, self.consistency, against, self.spelling, self.own)

    @property
    def written(self) -> Material:
        """The same with all tags: the rows as they stand in their document."""
        return self if self.rows.origin is self.rows else Material(self.rows.origin, spelling=self.spelling)

    @property
    def is_compared(self) -> bool:
        """Whether a text in here is not as it stands in its document."""
        return any(rows is not None and rows.origin is not rows for rows in (self.rows, self.against))

    @property
    def pairs(self) -> Sequence[Pair]:
        """The rows as they stand."""
        return self.rows.pairs

    @property
    def earlier(self) -> Sequence[Pair]:
        """The rows of the earlier documents."""
        return self.against.pairs if self.against is not None else ()

    def source(self, row: int) -> str:
        """The side of a row (from 1) that was not translated; empty where nobody knows."""
        return source_side(self.pairs[row - 1].original)

    def follows(self, row: int, language: str) -> bool:
        """Whether what is rendered in several ways may be looked for from this side: it is the original, or nobody knows."""
        return self.source(row) in ("", language)

    def bilingual(self) -> Iterator[tuple[int, Pair]]:
        """Rows (from 1) that have both sides, the Chinese one in Chinese."""
        return iter(self._bilingual)

    @cached_property
    def _bilingual(self) -> list[tuple[int, Pair]]:
        return [(row + 1, self.rows.pairs[row]) for row in self.rows.bilingual.nonzero()[0].tolist()]

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
        own = self.rows.printed[here - 1]
        printed = [number if number != own else "" for number in (self.rows.printed[row - 1] for row in rows)]
        told = [str(one.position) if one.symbol == mine else str(one) for one in others]
        english = ", ".join(text + numbered(number) for text, number in zip(told, printed, strict=True))
        chinese: list[str] = []
        for inside, group in groupby(range(len(others)), key=lambda k: others[k].symbol == mine):
            some = list(group)
            if inside and any(printed[k] for k in some):
                chinese += (f"第{told[k]}句段{numbered(printed[k], 'zh')}" for k in some)
            else:
                positions = "、".join(told[k] + numbered(printed[k], "zh") for k in some)
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
    A ``raw`` one looks at the texts as they stand, but for tags that are written as text, the others at :attr:`Material.compared`. ``needs``: what it cannot do
    without; what no selected check needs is not worked out. One that looks at ``whole`` bitexts compares documents with each other or
    with earlier ones; the others look within documents and may be given a long bitext in blocks.
    """

    code: str
    name: str
    name_zh: str
    severity: Severity
    mqm: str
    run: Run
    advice_zh: str = ""
    on: bool = True
    raw: bool = False
    needs: tuple[Need, ...] = ()
    whole: bool = False

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
        sides: bool = False,
        known_as: tuple[str, str, str] | None = None,
        parts: Sequence[str] = (),
        also: Sequence[int] = (),
        mqm: str = "",
    ) -> Finding:
        """A finding of this check in a row (from 1); ``others`` are rows that hold the evidence, the first five are shown.

        ``sides``: ``expected`` is what the Chinese says and ``found`` what the English says; they change places where the
        English is the original. ``known_as`` and ``parts``: as in :class:`Finding`; ``also``: other rows that have the fault.
        """
        pair = material.rows.origin.pairs[row - 1]
        shown = [evidence_at(material.pairs[k - 1], k) for k in others[:MOST_EVIDENCE]]
        told = (*shown, *evidence)[:MOST_EVIDENCE]
        if material.is_compared:
            quoted = Quoted(material.rows, row - 1, told, material.against, material.spelling)
            message, message_zh = quoted.message(message, "en"), quoted.message(message_zh, "zh")
            expected, found = quoted.text(expected), quoted.text(found)
            zh_spans = [material.rows.written(row - 1, *span) for span in zh_spans]
            en_spans = [material.rows.written(row - 1, *span, "en") for span in en_spans]
            told = tuple(map(quoted.evidence, told))
        if not sides and HAN_RUN.search(expected):
            written = in_script(material.rows.origin, row - 1, expected)
            message, message_zh = (text.replace(expected, written) for text in (message, message_zh))
            known_as = known_as or ((self.code, expected, found) if written != expected else None)
            expected = written
        original = source_side(pair.original)
        if sides and original == "en":
            known_as = known_as or (self.code, expected, found)
            expected, found = found, expected
        return Finding(
            code=self.code,
            severity=severity or self.severity,
            mqm=mqm or self.mqm,
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
            evidence=told,
            position=pair.position,
            paragraph=pair.paragraph,
            page=pair.page,
            original=original,
            sides=sides,
            number=material.rows.origin.printed[row - 1],
            known_as=known_as,
            parts=tuple(parts),
            also=tuple(str(material.rows.place(k - 1)) for k in also),
        )
