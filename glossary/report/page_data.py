"""What the page's script works on: findings and rows as JSON that cannot break out of its element.

Texts go through ``JSON.parse`` and ``textContent`` alone, so no text of a document is ever read as markup.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from corpora.bitext import Pair
from glossary.checks import BY_CODE, explain_check
from glossary.finding import Finding, Report, Severity, Span, numbered
from glossary.report.large import RestPage, shown_rows
from glossary.report.tables import check_name
from glossary.report.texts import UI, mqm_name

SEVERITIES = tuple(s.value for s in Severity)
_UNSAFE = re.compile("[<>&\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]")


def script_json(value: Any) -> Markup:
    r"""JSON for the inside of a ``script`` element: no ``<``, no line separator, no lone surrogate stands in it as such.

    >>> script_json(["</script>", chr(0x2028), "中"])
    Markup('["\\u003c/script\\u003e","\\u2028","中"]')
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(_UNSAFE.sub(lambda m: f"\\u{ord(m[0]):04x}", text))


def utf16_spans(text: str, spans: Sequence[Span]) -> list[int]:
    r"""Spans as a script counts: in UTF-16 units, start and end in turn, sorted, none reaching into another.

    >>> utf16_spans("\U0001f600a中", [(2, 3), (0, 1)]), utf16_spans("abc", [(0, 2), (1, 3), (9, 12)])
    ([0, 2, 3, 4], [0, 2, 2, 3])
    """
    found: list[int] = []
    at = 0
    for start, end in sorted(spans):
        start, end = max(start, at), min(end, len(text))
        if start < end:
            found += [start, end]
            at = end
    if not found or max(text) <= "\uffff":
        return found
    return [place + sum(char > "\uffff" for char in text[:place]) for place in found]


class _Numbered:
    """Texts that come again and again, as numbers."""

    def __init__(self) -> None:
        self.texts: dict[str, int] = {}

    def __call__(self, text: str) -> int:
        return self.texts.setdefault(text, len(self.texts))


def page_data(report: Report, pairs: Sequence[Pair], ui: str, rest: Sequence[RestPage] = ()) -> Markup:
    """Everything that the script shows, as JSON: all rows, or those around findings where ``rest`` are the pages with all."""
    symbols, kinds, links = _Numbered(), _Numbered(), _Numbered()
    blocks = shown_rows(report, len(pairs)) if rest else [(1, len(pairs))]
    rows = [
        [symbols(p.symbol), p.zh, p.en, _score(p.score), kinds(p.kind), links(p.link), p.position]
        for first, number in blocks
        for p in pairs[first - 1 : first - 1 + number]
    ]
    comments = report.scores.get("waivers", {}).get("comments", {})
    findings = [_finding(f, pairs, symbols, ui) for f in report.by_importance()]
    waived = [
        [*_finding(f, pairs, symbols, ui), _comment(comments.get(f.id, {}))]
        for f in Report(report.waived).by_importance()
    ]
    codes = sorted({finding.code for finding in (*report.findings, *report.waived)})
    return script_json({
        "key": f"duizhao-waivers:{hashlib.sha256(report.signature.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}",
        "words": UI[ui],
        "severities": SEVERITIES,
        "names": {code: check_name(code, ui) for code in codes},
        "symbols": list(symbols.texts),
        "kinds": list(kinds.texts),
        "links": list(links.texts),
        "rows": rows,
        "blocks": blocks,
        "total": len(pairs),
        "rest": [[page.first, page.name] for page in rest],
        "findings": findings,
        "waived": waived,
        "judged": {id: [one.decision, one.who, one.date, one.comment] for id, one in report.judged.items()},
    })  # fmt: skip


def _score(score: float) -> float | None:
    return round(float(score), 3) if math.isfinite(score) else None


def _comment(told: dict[str, str]) -> list[str]:
    return [told.get(key, "") for key in ("who", "date", "comment")]


def _finding(f: Finding, pairs: Sequence[Pair], symbols: _Numbered, ui: str) -> list[Any]:
    """A finding as a list; its texts are 0 where they are those of the row."""
    row = pairs[f.segment - 1] if 0 < f.segment <= len(pairs) else None
    return [
        f.id,
        f.code,
        SEVERITIES.index(f.severity.value),
        mqm_name(f.mqm, ui),
        symbols(f.symbol),
        f.segment,
        f.text(ui),
        0 if row is not None and row.zh == f.zh else f.zh,
        0 if row is not None and row.en == f.en else f.en,
        utf16_spans(f.zh, f.zh_spans),
        utf16_spans(f.en, f.en_spans),
        f.expected,
        f.found,
        [[symbols(e.symbol), e.segment, e.zh, e.en, e.position] for e in f.evidence],
        f.position or f.segment,
        f.labels(ui) if f.sides else 0,
        numbered(f.number, ui),
        f.paragraph,
        f.page,
    ]


def check_pages(report: Report, ui: str) -> list[dict[str, Any]]:
    """The page of every check that found something: name, severity, paragraphs with their headings, advice."""
    pages: list[dict[str, Any]] = []
    for code in sorted({finding.code for finding in (*report.findings, *report.waived)}):
        check = BY_CODE.get(code)
        if check is None:
            pages.append({"code": code, "name": code, "severity": "note", "mqm": "", "advice": "", "parts": []})
            continue
        pages.append(
            {
                "code": code,
                "name": check_name(code, ui),
                "severity": check.severity.value,
                "mqm": mqm_name(check.mqm, ui),
                "advice": check.advice_zh if ui == "zh" else "",
                "parts": _parts(code, ui),
            }
        )
    return pages


def _parts(code: str, ui: str) -> list[tuple[str, str]]:
    """The paragraphs of the page of a check; in Chinese the advice stands elsewhere."""
    _head, *texts = (explain_check(code, ui) or "").split("\n\n")
    return [_paragraph(text) for text in (texts[:-1] if ui == "zh" else texts)]


def _paragraph(text: str) -> tuple[str, str]:
    found = re.match(r"(What it does|Why it matters|Wrong|Right|What to do|检查内容|为何重要|误例|正例)[:：]\s*", text)
    return (found[1], text[found.end() :]) if found else ("", text)
