"""Two translations of one source, or a draft and its revision: metrics, checks side by side, and what differs most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from corpora.bitext import Pair
from corpora.errors import InputError
from corpora.exchange import link_of
from corpora.logs import staged
from glossary.checks import Material, run_checks
from glossary.compare.metrics import MetricScore, score_systems, segment_chrf
from glossary.compare.reports import compare_reports
from glossary.compare.rows import Row
from glossary.compare.statistics import Known
from glossary.consistency import build_scores, measure_consistency
from glossary.extraction import extract_terms
from glossary.finding import Report
from glossary.quality import sure, with_drafts
from glossary.rows import Rows

if TYPE_CHECKING:
    from align.encoders import Encoder
    from glossary.compare.reports import Progress
    from glossary.concept import Termbase

GROUPS = "ANTSP"


@dataclass(frozen=True, slots=True)
class Difference:
    """A row in which the translations differ: chrF of A against B, and of both against the reference if there is one."""

    row: Row
    alike: float
    a: float | None = None
    b: float | None = None


@dataclass(frozen=True, slots=True)
class TranslationScores:
    """What the checks say about one translation."""

    scores: Mapping[str, Any]
    groups: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that ``compare`` shows. ``left_out`` counts rows of each file that the others do not have.

    ``unmeasured`` rows have nothing to measure against. ``checks`` is ``None`` without a source. ``different`` are the rows
    whose translations differ, the least alike first.
    """

    names: tuple[str, str]
    language: str
    rows: Sequence[Row]
    metrics: Sequence[MetricScore]
    unmeasured: int = 0
    left_out: Mapping[str, int] = field(default_factory=dict)
    checks: tuple[TranslationScores, TranslationScores] | None = None
    progress: Progress | None = None
    different: Sequence[Difference] = ()
    with_reference: bool = False


@staged("compare")
def compare_translations(
    rows: Sequence[Row],
    language: str,
    names: tuple[str, str],
    left_out: Mapping[str, int],
    *,
    with_reference: bool,
    test: str | None = "bs",
) -> Comparison:
    """Metrics of both against the reference, or of A with B as its reference; the rows in order of their difference."""
    target = [row.reference if with_reference else row.b for row in rows]
    measured = [(row, text) for row, text in zip(rows, target, strict=True) if text]
    if not measured:
        what = "the reference" if with_reference else names[1]
        raise InputError(f"no segment of {what} has a text to measure against", "check the files and --language")
    texts = [text for _, text in measured]
    systems = {names[0]: [row.a for row, _ in measured]}
    if with_reference:
        systems[names[1]] = [row.b for row, _ in measured]
    ngrams: Known = {}
    metrics = score_systems(systems, texts, language, test if with_reference else None, ngrams)
    apart = segment_chrf([row.a for row in rows], [row.b for row in rows], ngrams)
    order = sorted((k for k, row in enumerate(rows) if row.a != row.b), key=lambda k: (apart[k], k))
    ours = segment_chrf([row.a for row in rows], target, ngrams) if with_reference else None
    theirs = segment_chrf([row.b for row in rows], target, ngrams) if with_reference else None
    different = [Difference(rows[k], apart[k], ours[k] if ours else None, theirs[k] if theirs else None) for k in order]
    return Comparison(
        names,
        language,
        rows,
        metrics,
        len(rows) - len(measured),
        left_out,
        different=different,
        with_reference=with_reference,
    )


def add_checks(comparison: Comparison, encoder: Encoder | None, termbase: Termbase | None = None) -> Comparison:
    """The same with the findings and scores of both translations; as it is where no row has a source.

    Both are held against the same terms: the approved ones, and drafts extracted from the two translations together, where a row
    that is the same in both stands once.
    """
    if not any(row.source for row in comparison.rows):
        return comparison
    both = [_pairs(comparison.rows, comparison.language, which) for which in ("a", "b")]
    changed = [pair for pair, row in zip(both[1], comparison.rows, strict=True) if row.a != row.b]
    drafts = extract_terms(Rows.of([*both[0], *changed], encoder))
    terms = sure(drafts if termbase is None else with_drafts(termbase, drafts))
    old, new = (_report(Rows.of(pairs, encoder), termbase, terms) for pairs in both)
    return replace(comparison, checks=(_checked(old), _checked(new)), progress=compare_reports(old, new))


def _pairs(rows: Sequence[Row], language: str, which: str) -> list[Pair]:
    pairs = []
    for row in rows:
        texts = row.source, getattr(row, which)
        zh, en = texts if language == "en" else texts[::-1]
        pairs.append(Pair(row.symbol, row.position, zh, en, link=link_of(zh, en, (), ())))
    return pairs


def _report(rows: Rows, termbase: Termbase | None, terms: Termbase) -> dict[str, Any]:
    consistency = measure_consistency(rows, terms)
    findings = run_checks(Material(rows, termbase, consistency))
    return Report(findings, build_scores(findings, rows, termbase, consistency)).to_dict()


def _checked(report: Mapping[str, Any]) -> TranslationScores:
    return TranslationScores(report["scores"], {g: sum(f["code"][0] == g for f in report["findings"]) for g in GROUPS})
