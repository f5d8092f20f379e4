"""A comparison of two translations as text and as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from corpora.text import display_width
from corpora.versions import SCHEMAS
from glossary.compare.reports import record_place
from glossary.compare.translations import GROUPS, Comparison, Difference

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "segments": "segments", "zh": "Chinese", "en": "English", "against": "A against B: how far the revision moved",
        "left out": "left out, not in the other files", "unmeasured": "segments without a reference, not measured",
        "signatures": "Signatures", "test": "p: how likely a difference as large as this is by chance",
        "findings": "Findings", "A": "A accuracy", "N": "N numbers", "T": "T terminology", "S": "S sentences",
        "P": "P form", "score": "Score (0-100)", "adherence": "Approved terms", "frequent": "Usual renderings",
        "first": "As at first use", "none": "No source text, so terms and numbers are not checked: give --source",
        "from a to b": "From A to B", "gone": "gone", "new": "new", "stayed": "stayed",
        "different": "Segments that differ most", "same": "All segments are the same.", "of": "of",
        "source": "source", "reference": "reference",
    },
    "zh": {
        "segments": "个句段", "zh": "中文", "en": "英文", "against": "以 B 为参照衡量 A：修订改动了多少",
        "left out": "行未计入，其他文件中没有", "unmeasured": "个句段没有参考译文，未计入",
        "signatures": "签名", "test": "p：差异纯属偶然的可能性",
        "findings": "检查结果", "A": "A 准确", "N": "N 数字", "T": "T 术语", "S": "S 句子",
        "P": "P 格式", "score": "总分（0-100）", "adherence": "核定译法", "frequent": "通常译法",
        "first": "与首次译法一致", "none": "没有原文，未检查术语和数字：请用 --source 给出原文",
        "from a to b": "从 A 到 B", "gone": "已消除", "new": "新出现", "stayed": "仍存在",
        "different": "差异最大的句段", "same": "所有句段均相同。", "of": "/",
        "source": "原文", "reference": "参考",
    },
}  # fmt: skip


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
    """Metrics with signatures, checks side by side, the ``most`` different segments."""
    words = WORDS["zh" if ui == "zh" else "en"]
    lines = [
        f"A {comparison.names[0]}",
        f"B {comparison.names[1]}",
        f"{len(comparison.rows)} {words['segments']}, {words[comparison.language]}",
        *(f"{name}: {count} {words['left out']}" for name, count in comparison.left_out.items()),
    ]
    if comparison.unmeasured:
        lines.append(f"{comparison.unmeasured} {words['unmeasured']}")
    lines += ["", *_metrics(comparison, words), "", *_checks(comparison, words), ""]
    if not comparison.different:
        return "\n".join([*lines, words["same"]]) + "\n"
    shown = comparison.different[:most]
    lines.append(f"{words['different']} ({len(shown)} {words['of']} {len(comparison.different)})")
    for one in shown:
        lines += _segment(one, words)
    return "\n".join(lines) + "\n"


def _metrics(comparison: Comparison, words: Mapping[str, str]) -> Iterable[str]:
    if not comparison.with_reference:
        yield words["against"]
    tested = any(one.p is not None for one in comparison.metrics)
    systems = dict.fromkeys(one.system for one in comparison.metrics)
    letters = [letter for letter, _ in zip("AB", systems, strict=False)]
    yield _columns("", letters, "p" if tested else "")
    signatures: dict[str, str] = {}
    for metric in dict.fromkeys(one.metric for one in comparison.metrics):
        mine = [one for one in comparison.metrics if one.metric == metric]
        cells = [f"{s.score:.2f}" + (f" ±{s.interval:.2f}" if s.interval is not None else "") for s in mine]
        p = next((one.p for one in mine if one.p is not None), None)
        yield _columns(metric, cells, "" if p is None else f"{p:.4f}")
        signatures[metric] = mine[0].signature
    if tested:
        yield words["test"]
    yield f"{words['signatures']}:"
    yield from (f"  {metric}|{signature}" for metric, signature in signatures.items())


def _checks(comparison: Comparison, words: Mapping[str, str]) -> Iterable[str]:
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
    counts = (("gone", progress.gone), ("new", progress.new), ("stayed", progress.stayed))
    yield f"{words['from a to b']}: " + ", ".join(f"{words[name]} {len(some)}" for name, some in counts)
    yield from (f"  + B {record_place(f)}: {f.get('code')} {f.get('message')}" for f in progress.new)
    yield from (f"  - A {record_place(f)}: {f.get('code')} {f.get('message')}" for f in progress.gone)


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
