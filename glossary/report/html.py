"""One page that needs nothing else: no script from elsewhere, no font, no image; it works from a file, offline."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from corpora.bitext import Pair
from glossary.checks import BY_CODE, explain_check
from glossary.concept import Termbase
from glossary.finding import Finding, Report, Span
from glossary.report.words import UI

MOST_ROWS = 2000  # pairs of one document on the page
MOST_TERMS = 60


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("glossary.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def marked(text: str, spans: Sequence[Span]) -> Markup:
    """Text with the spans marked, everything escaped.

    >>> str(marked("a<b", [(1, 2)]))
    'a<mark>&lt;</mark>b'
    """
    done, at = Markup(""), 0
    for start, end in spans:
        if at <= start < end:
            done += escape(text[at:start]) + Markup("<mark>") + escape(text[start:end]) + Markup("</mark>")
            at = end
    return done + escape(text[at:])


def render_html(report: Report, pairs: Sequence[Pair], termbase: Termbase, ui: str = "en") -> str:
    """The report as HTML, in English or Chinese (``ui``)."""
    words = UI.get(ui, UI["en"])
    names = {code: check.name_zh if ui == "zh" else check.name for code, check in BY_CODE.items()}
    codes = sorted({finding.code for finding in report.findings})
    template = _environment().get_template("report.html.j2")
    return template.render(
        lang="zh-CN" if ui == "zh" else "en",
        t=words,
        names=names,
        codes=codes,
        pages={code: explain_check(code) or "" for code in codes},
        findings=[_finding(f, ui) for f in report.findings],
        symbols=list(dict.fromkeys(pair.symbol for pair in pairs)),
        counts=report.scores.get("findings", {}),
        pairs=len(pairs),
        micro=report.scores.get("consistency", {}).get("micro", 1.0),
        terms=_terms(report, termbase),
        documents=_documents(pairs, report.findings, words),
        signature=report.signature,
    )


def _finding(finding: Finding, ui: str) -> dict[str, Any]:
    return {
        "f": finding,
        "message": finding.text(ui),
        "zh": marked(finding.zh, finding.zh_spans),
        "en": marked(finding.en, finding.en_spans),
        "severity": finding.severity.value,
    }


def _terms(report: Report, termbase: Termbase) -> list[dict[str, Any]]:
    """Chinese terms of several pairs, the unsteady ones first among terms of several words, then by frequency."""
    rows = []
    for concept in report.scores.get("consistency", {}).get("concepts", ()):
        known = termbase.concepts.get(concept["concept"])
        if concept["language"] != "zh" or not concept["renderings"] or known is None:
            continue
        phrase = len(known.preferred("en").split()) > 1
        total = sum(r["count"] for r in concept["renderings"])
        bars = [{**r, "share": r["count"] / total} for r in concept["renderings"]]
        rows.append({**concept, "bars": bars, "phrase": phrase})
    rows.sort(key=lambda r: (not r["phrase"], not (len(r["bars"]) > 1), -r["rows"], r["term"]))
    return rows[:MOST_TERMS]


def _documents(pairs: Sequence[Pair], findings: Sequence[Finding], words: dict[str, str]) -> list[dict[str, Any]]:
    worst: dict[int, str] = {}
    for finding in sorted(findings, key=lambda f: f.severity.rank):
        worst[finding.segment] = finding.severity.value
    documents: dict[str, dict[str, Any]] = {}
    for number, pair in enumerate(pairs, start=1):
        document = documents.setdefault(pair.symbol, {"symbol": pair.symbol, "rows": [], "total": 0, "cut": ""})
        document["total"] += 1
        if document["total"] <= MOST_ROWS:
            document["rows"].append({"number": number, "pair": pair, "severity": worst.get(number, "")})
    for document in documents.values():
        if document["total"] > MOST_ROWS:
            document["cut"] = words["cut"].format(n=MOST_ROWS, total=document["total"])
    return list(documents.values())
