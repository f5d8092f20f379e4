"""A comparison of two translations as text and as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from corpora.text import display_width
from corpora.versions import SCHEMAS
from glossary.compare.reports import record_place
from glossary.compare.translations import GROUPS, Comparison, Difference
from glossary.compare.words import in_words, words_of

FINDINGS = 20  # of those that are gone, and of those that are new, that are shown


def to_record(comparison: Comparison, most: int) -> dict[str, Any]:
    """Plain values for JSON; ``most`` limits ``different``."""
    a, b = comparison.names
    checks = None
    if comparison.checks is not None:
        checks = {
            key: {"groups": dict(one.groups), "scores": dict(one.scores)}
            for key, one in zip("ab", comparison.checks, strict=True)
        }
    return {
        "schema": SCHEMAS["comparison"],
        "a": a,
        "b": b,
        "language": comparison.language,
        "segments": len(comparison.rows),
        "unmeasured": comparison.unmeasured,
        "left_out": dict(comparison.left_out),
        "reference": comparison.with_reference,
        "metrics": [one.to_dict() for one in comparison.metrics],
        "checks": checks,
        "progress": None if comparison.progress is None else comparison.progress.to_dict(),
        "in_words": in_words(comparison, "en"),
        "differ": len(comparison.different),
        "different": [_difference(one) for one in comparison.different[:most]],
    }


def _difference(one: Difference) -> dict[str, Any]:
    row = one.row
    figures = {"chrf_a_b": one.alike, "chrf_a": one.a, "chrf_b": one.b}
    return {
        "symbol": row.symbol,
        "position": row.position,
        **{name: None if value is None else round(value, 2) for name, value in figures.items()},
        "source": row.source,
        "a": row.a,
        "b": row.b,
        "reference": row.reference,
    }


def render_comparison(comparison: Comparison, ui: str, most: int) -> str:
    """What it comes to, in words; metrics, checks side by side, the ``most`` different segments; signatures at the end."""
    words = words_of(ui)
    lines = [
        f"A {comparison.names[0]}",
        f"B {comparison.names[1]}",
        f"{len(comparison.rows)} {words['segments']}, {words[comparison.language]}",
        *left_out(comparison, words),
        "",
        *in_words(comparison, ui),
    ]
    lines += ["", *_metrics(comparison, words), "", *_checks(comparison, words, ui), ""]
    shown = comparison.different[:most]
    if shown or not comparison.different:
        lines.append(
            f"{words['different']} ({len(shown)} {words['of']} {len(comparison.different)})" if shown else words["same"]
        )
    for one in shown:
        lines += _segment(one, words)
    return "\n".join([*lines, "", *_signatures(comparison, words)]) + "\n"


def left_out(comparison: Comparison, words: Mapping[str, str]) -> list[str]:
    """A line for the rows of each file that are not compared, and why."""
    lines = [f"{name}: {count} {words['left out']}" for name, count in comparison.left_out.items()]
    return [*lines, f"{comparison.unmeasured} {words['unmeasured']}"] if comparison.unmeasured else lines


def _metrics(comparison: Comparison, words: Mapping[str, str]) -> Iterable[str]:
    if not comparison.with_reference:
        yield words["against"]
    tested = any(one.p is not None for one in comparison.metrics)
    systems = dict.fromkeys(one.system for one in comparison.metrics)
    letters = [letter for letter, _ in zip("AB", systems, strict=False)]
    yield _columns("", letters, "p" if tested else "")
    for metric in dict.fromkeys(one.metric for one in comparison.metrics):
        mine = [one for one in comparison.metrics if one.metric == metric]
        cells = [f"{s.score:.2f}" + (f" ±{s.interval:.2f}" if s.interval is not None else "") for s in mine]
        p = next((one.p for one in mine if one.p is not None), None)
        yield _columns(words.get(metric, metric), cells, "" if p is None else f"{p:.4f}")
    if tested:
        yield words["test"]


def _signatures(comparison: Comparison, words: Mapping[str, str]) -> Iterable[str]:
    yield f"{words['signatures']}:"
    yield from dict.fromkeys(f"  {one.metric}|{one.signature}" for one in comparison.metrics)


def _checks(comparison: Comparison, words: Mapping[str, str], ui: str) -> Iterable[str]:
    if comparison.checks is None or comparison.progress is None:
        yield words["none"]
        return
    both = comparison.checks
    yield _columns(words["findings"], ["A", "B"])
    for group in GROUPS:
        yield _columns(words[group], [str(one.groups[group]) for one in both])
    heads = [one.scores["headline"]["score"] for one in both]
    yield _columns(words["score"], ["-" if head is None else f"{head:.1f}" for head in heads])
    for name in ("adherence", "frequent", "first"):
        values = [one.scores["consistency"][name] for one in both]
        if any(value is not None for value in values):
            yield _columns(words[name], ["-" if value is None else f"{value:.1%}" for value in values])
    progress = comparison.progress
    for mark, side, name, some in (("+", "B", "new", progress.new), ("-", "A", "gone", progress.gone)):
        if some:
            yield f"{words['from a to b']}, {words[name]}: {len(some)}"
        yield from (f"  {mark} {side} {line_of(one, words, ui)}" for one in some[:FINDINGS])
        if len(some) > FINDINGS:
            yield "  " + words["more"].format(n=len(some) - FINDINGS)


def line_of(one: Mapping[str, Any], words: Mapping[str, str], ui: str) -> str:
    """A finding of a report on a line: place, code, severity, message."""
    message = (one.get("message_zh") if ui == "zh" else None) or one.get("message")
    severity = words.get(str(one.get("severity")), one.get("severity"))
    return f"{record_place(one)}: {one.get('code')} {severity}: {message}"


def _columns(name: str, cells: Iterable[str], last: str = "") -> str:
    """A line of columns; a Han character is as wide as two others on a terminal."""
    return (
        name + " " * max(1, 20 - display_width(name)) + "".join(f"{cell:>16}" for cell in cells) + f"{last:>10}"
    ).rstrip()


def _segment(one: Difference, words: Mapping[str, str]) -> Iterable[str]:
    row = one.row
    against = f" ({one.a:.1f}, {one.b:.1f})" if one.a is not None and one.b is not None else ""
    yield f"{row.symbol}:{row.position}  chrF {one.alike:.1f}{against}"
    for name, text in ((words["source"], row.source), ("A", row.a), ("B", row.b), (words["reference"], row.reference)):
        if text:
            yield f"  {name}: {text}"
