"""The scores of a report: one headline figure from 0 to 100, its parts, and the same by document, body, year.

The headline is the share of segments without a fault: an error takes a whole segment, a warning half of one, a note a tenth
(MQM weighs by severity in the same way, themqm.org; its factors are 1, 5, 25), and a segment counts once, by its worst finding.
What says that a segment as a whole is wrong (missing, untranslated, another text) takes all of it. With it comes the interval in
which the share would lie with 95% probability for more text of the kind (Wilson 1927, JASA 22:209). A part is the same over the
segments that could have a fault of its kind; one without any is left out. Nothing but findings and counts of the text goes in, so
a finding less never lowers a score.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from corpora.original import agreed
from corpora.text import TO_TEN
from glossary.consistency.grouping import MEASURES, group_scores, place_of
from glossary.consistency.results import ConsistencyResult
from glossary.finding import Finding, Report, Severity

if TYPE_CHECKING:
    import polars as pl

    from corpora.bitext import Pair
    from glossary.concept import Termbase
    from glossary.rows import Rows

LOSS = {Severity.ERROR.value: 1.0, Severity.WARNING.value: 0.5, Severity.NOTE.value: 0.1}
WHOLE = frozenset({"A101", "A102", "A103", "A104", "A105", "A108", "A110"})
"""Codes that say of a segment as a whole that it is wrong, notes excepted."""
Z = 1.959964  # of the normal distribution, for 95%
UNMEASURED = {"measured": False, "why": "no selected check asks for terms"}
"""What a report has in place of the consistency where that was not measured."""
FIGURE = re.compile(
    rf"[0-9０-９]|[〇零{TO_TEN}百千万亿两]{{2}}|第[{TO_TEN}]"
    r"|(?i:\b(?:two|three|four|five|six|seven|eight|nine|ten|dozen|hundred|thousand|million|billion)\b)"
)


@dataclass(frozen=True, slots=True)
class Part:
    """One part beside the headline: the letter of its checks (none: the consistency), what it says."""

    name: str
    name_zh: str
    letter: str
    what: str
    what_zh: str


PARTS = (
    Part("accuracy", "准确性", "A", "segments without anything left out, added or untranslated", "两侧内容齐全、均已译出的句段"),
    Part("numbers", "数字", "N", "segments with figures whose figures, dates and symbols agree", "含数字的句段中，数字、日期、文号均一致的句段"),
    Part("terminology", "术语", "T", "segments with terms whose terms and names are as they should be", "含术语的句段中，术语和名称均得当的句段"),
    Part("consistency", "术语一致性", "", "occurrences of terms rendered as approved, or as usual", "术语出现时采用审定译法或常用译法的次数占比"),
    Part("sentences", "句子一致性", "S", "repeated segments rendered like the same text elsewhere", "与他处相同句子译法一致的句段"),
    Part("form", "标点和格式", "P", "segments without faults of punctuation or spacing", "标点和空格无误的句段"),
)  # fmt: skip


def build_scores(
    findings: Sequence[Finding],
    rows: Rows,
    termbase: Termbase | None,
    consistency: ConsistencyResult | None,
    codes: Collection[str] | None = None,
) -> dict[str, Any]:
    """What ``Report.scores`` holds, ready for JSON (docs/consistency.md has the fields).

    ``codes`` are those of the checks that ran (``None``: all): a part whose checks did not run is not measured, and nothing
    is said of the consistency where it was not (``None``) but why.
    """
    approved = frozenset(termbase.concepts) if termbase is not None else frozenset()
    frame = (consistency or ConsistencyResult(())).to_frame(approved)
    letters = {"A", "N", "T", "S", "P"} if codes is None else {code[:1] for code in codes}
    counts = _counts(rows.pairs, letters, frame)
    tables = {
        by: {row[by]: row for row in group_scores(frame, [by]).rows(named=True)} for by in ("symbol", "body", "year")
    }
    sizes = Counter(pair.symbol for pair in rows)
    places = {symbol: place_of(symbol) for symbol in sizes}
    originals = _originals(rows.pairs)
    documents = [
        {"symbol": symbol, "body": body, "year": year, "pairs": sizes[symbol]}
        | _measured(tables["symbol"].get(symbol), counts[symbol], bool(approved))
        | originals[symbol]
        for symbol, (body, year) in places.items()
    ]
    groups: dict[str, list[dict[str, Any]]] = {}
    for at, by in enumerate(("body", "year")):
        groups[by] = []
        for value in sorted({place[at] for place in places.values() if place[at] is not None}, key=_order):
            mine = [symbol for symbol, place in places.items() if place[at] == value]
            total = sum((counts[symbol] for symbol in mine), Counter[str]())
            head = {by: value, "documents": len(mine), "pairs": sum(sizes[symbol] for symbol in mine)}
            groups[by].append(head | _measured(tables[by].get(value), total, bool(approved)))
    whole = group_scores(frame, []).row(0, named=True)
    total = sum(counts.values(), Counter[str]())
    scores: dict[str, Any] = {
        "pairs": len(rows),
        "consistency": UNMEASURED if consistency is None else consistency.to_dict(approved),
        "headline": _measured(whole, total, bool(approved)),
        "documents": documents,
        "years": groups["year"],
        "bodies": groups["body"],
    }
    return _with_findings(scores, findings)


def _originals(pairs: Sequence[Pair]) -> dict[str, dict[str, str]]:
    """By document: ``{"original": CODE}`` where its rows say in which language it was written."""
    said: dict[str, set[str]] = defaultdict(set)
    for pair in pairs:
        said[pair.symbol].add(pair.original)
    return {symbol: {"original": code} if (code := agreed(codes)) else {} for symbol, codes in said.items()}


def _order(value: object) -> tuple[int, str]:
    return (value, "") if isinstance(value, int) else (0, str(value))


def _counts(pairs: Sequence[Pair], letters: Collection[str], occurrences: pl.DataFrame) -> dict[str, Counter[str]]:
    """By document: how many segments each part looks at, and how many there are."""
    on = {"segments", *(part.name for part in PARTS if part.letter in letters)}
    again = [Counter(pair.zh for pair in pairs), Counter(pair.en for pair in pairs)]
    terms = set(occurrences["row"].to_list())
    both = [(row, pair) for row, pair in enumerate(pairs, start=1) if pair.zh and pair.en]
    segments = Counter(pair.symbol for pair in pairs)
    repeated = (p.symbol for _, p in both if again[0][p.zh] > 1 or again[1][p.en] > 1)
    parts = {
        **dict.fromkeys(("segments", "accuracy", "form"), segments),
        "sentences": Counter(repeated),
        "terminology": Counter(pair.symbol for row, pair in both if row in terms),
        "numbers": Counter(pair.symbol for _, pair in both if FIGURE.search(pair.zh) or FIGURE.search(pair.en)),
    }
    return {symbol: Counter({name: parts[name][symbol] for name in parts if name in on}) for symbol in segments}


def _measured(row: Mapping[str, Any] | None, counts: Counter[str], approved: bool) -> dict[str, Any]:
    """Consistency figures of a group, and what its headline is computed from."""
    values: dict[str, Any] = {name: row[name] if row else None for name in MEASURES}
    if row is None:
        seen, missed = 0, 0
    elif approved and row["decided"]:
        seen, missed = row["decided"], row["decided"] - row["listed"]
    else:
        seen = row["frequent_of"]
        missed = round(seen * (1 - row["frequent"])) if seen else 0
    return {
        **{name: None if value is None else round(value, 4) for name, value in values.items()},
        "occurrences": row["occurrences"] if row else 0,
        "concepts": row["concepts"] if row else 0,
        "counts": {
            "segments": counts["segments"],
            **{part.name: counts[part.name] if part.letter else seen for part in PARTS},
        },
        "missed": missed,
    }


def headline(findings: Iterable[Finding], counts: Mapping[str, int], missed: int = 0) -> dict[str, Any]:
    """One score from 0 to 100 with its interval, and parts: ``{"score", "interval", "faulty", "parts": [{"name", "value", ...}]}``.

    ``counts`` says how many segments there are (``segments``; of reports that lack it the most that a part has), and how many
    segments (occurrences, for ``consistency``) each part looks at; a part with none is left out. ``faulty``: segments by the
    severity of their worst finding. ``missed`` occurrences are not as approved or usual. ``score`` is ``None`` where there is
    nothing to look at.

    >>> fault = Finding("N101", Severity.ERROR, "Accuracy/Mistranslation", "A/1", 3, "120 is 210")
    >>> result = headline([fault], {"segments": 100, "accuracy": 100, "numbers": 25})
    >>> result["score"], result["interval"], [(part["name"], part["value"]) for part in result["parts"]]
    (99.0, [94.6, 99.8], [('accuracy', 100.0), ('numbers', 96.0)])
    """
    losses: dict[str, dict[str, float]] = defaultdict(dict)
    whole: dict[str, float] = {}
    worst: dict[str, float] = {}
    for finding in findings:
        mine, cost = losses[finding.code[:1]], _cost(finding)
        for place in (finding.place, *finding.also):
            mine[place] = max(mine.get(place, 0.0), cost)
            whole[place] = max(whole.get(place, 0.0), cost)
            worst[place] = max(worst.get(place, 0.0), LOSS[finding.severity.value])
    parts = []
    for part in PARTS:
        count = counts.get(part.name, 0)
        if part.letter in ("T", "S"):
            count = max(count, len(losses[part.letter]))  # what was found was there to be looked at
        if count:
            lost = sum(losses[part.letter].values()) if part.letter else float(missed)
            parts.append({
                "name": part.name, "name_zh": part.name_zh, "value": round(100 * max(0.0, 1 - lost / count), 1),
                "what": part.what, "what_zh": part.what_zh, "count": count,
            })  # fmt: skip
    segments = counts.get("segments", max((counts.get(part.name, 0) for part in PARTS if part.letter), default=0))
    if not segments:
        return {"score": None, "parts": parts}
    share = max(0.0, 1 - sum(whole.values()) / segments)
    faulty = {severity.value: sum(one == LOSS[severity.value] for one in worst.values()) for severity in Severity}
    return {"score": round(100 * share, 1), "interval": _interval(share, segments), "faulty": faulty, "parts": parts}


def _cost(finding: Finding) -> float:
    """How much of a segment a finding takes."""
    if finding.code in WHOLE and finding.severity is not Severity.NOTE:
        return 1.0
    return LOSS[finding.severity.value]


def _interval(share: float, count: int) -> list[float]:
    """The Wilson interval of a share, in per cent.

    >>> _interval(0.5, 10), _interval(0.0, 3)
    ([23.7, 76.3], [0.0, 56.1])
    """
    middle = (share + Z * Z / (2 * count)) / (1 + Z * Z / count)
    half = Z * math.sqrt(share * (1 - share) / count + Z * Z / (4 * count * count)) / (1 + Z * Z / count)
    return [round(100 * max(0.0, middle - half), 1), round(100 * min(1.0, middle + half), 1)]


def recount(report: Report) -> Report:
    """The same report with its scores counted again over the findings it has now: those that were waived are out."""
    if "headline" not in report.scores:
        return replace(report, scores={**report.scores, **counts(report.findings)})
    return replace(report, scores=_with_findings(dict(report.scores), report.findings))


def counts(findings: Iterable[Finding]) -> dict[str, dict[str, int]]:
    """How many findings by severity, code and document: three entries of ``scores``."""
    found = list(findings)
    severities = Counter(finding.severity.value for finding in found)
    return {
        "findings": {severity.value: severities.get(severity.value, 0) for severity in Severity},
        "by_code": dict(sorted(Counter(finding.code for finding in found).items())),
        "by_document": dict(Counter(finding.symbol for finding in found)),
    }


def _with_findings(scores: dict[str, Any], findings: Sequence[Finding]) -> dict[str, Any]:
    """Everything that depends on findings, put into scores whose counts are there."""
    of: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        of[finding.symbol].append(finding)
    head = scores["headline"]
    documents = [_scored(one, of[one["symbol"]]) for one in scores["documents"]]
    groups = {}
    for name, by in (("years", "year"), ("bodies", "body")):
        inside: dict[Any, list[Finding]] = defaultdict(list)
        for one in documents:
            inside[one[by]] += of[one["symbol"]]
        groups[name] = [_scored(group, inside[group[by]]) for group in scores[name]]
    return {
        **scores,
        **counts(findings),
        "headline": head | headline(findings, head["counts"], head["missed"]),
        "documents": documents,
        **groups,
    }


def _scored(group: Mapping[str, Any], findings: Sequence[Finding]) -> dict[str, Any]:
    """A document, body or year with its score and its number of findings."""
    mine = headline(findings, group["counts"], group["missed"])
    return {**group, "score": mine["score"], "findings": len(findings)}
