"""One page that needs nothing else: no script from elsewhere, no font, no image; it works from a file, offline."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from corpora.bitext import Pair, is_doubtful
from corpora.files import xml_text
from corpora.original import common_source
from corpora.text import OTHER_LANGUAGE
from glossary.concept import Termbase
from glossary.finding import Finding, Report, Severity, Span, numbered, pieces, place_name
from glossary.report.large import ROWS_FOLDER, RestPage, page_of, render_rest, rest_pages
from glossary.report.page_data import check_pages, page_data
from glossary.report.plots import plots
from glossary.report.tables import check_name
from glossary.report.text import since_baseline, unmeasured
from glossary.report.texts import UI

if TYPE_CHECKING:
    from jinja2 import Environment

MOST_DOUBTFUL = 200  # links that are probably wrong, worst first; all are in the sheet
MOST_STATIC = 200  # findings that are there without a script
MOST_TERMS = 200
FEW_TERMS = 20  # terms shown at first


def _clean(value: Any) -> Any:
    return xml_text(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # takes a while, and few reports are a page

    return Environment(
        loader=PackageLoader("glossary.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_clean,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@lru_cache(maxsize=4)
def _part(name: str) -> tuple[Markup, str]:
    """A style sheet or script of the page, and its hash for the content security policy."""
    environment = _environment()
    assert environment.loader is not None
    text = environment.loader.get_source(environment, name)[0].strip()
    digest = base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
    return Markup(text), f"'sha256-{digest}'"


def marked(text: str, spans: Sequence[Span]) -> Markup:
    """Text with the spans marked, everything escaped.

    >>> str(marked("a<b", [(1, 2)]))
    'a<mark>&lt;</mark>b'
    """
    parts = (
        Markup("<mark>{}</mark>").format(piece) if hit else escape(piece)
        for piece, hit in pieces(xml_text(text), spans)
    )
    return Markup("").join(parts)


def render_html(
    report: Report, pairs: Sequence[Pair], termbase: Termbase, ui: str = "en", rest: Sequence[RestPage] = ()
) -> str:
    """The report as HTML, in English or Chinese (``ui``); ``rest``: the pages beside it that hold all rows."""
    ui = ui if ui in UI else "en"
    words = UI[ui]
    terms = _terms(report, termbase, common_source(pair.original for pair in pairs))
    ordered = report.by_importance()
    style, style_hash = _part("report.css")
    script, script_hash = _part("report.js")
    symbols = list(dict.fromkeys(pair.symbol for pair in pairs))
    doubtful = sorted(filter(is_doubtful, pairs), key=lambda pair: (pair.score, pair.symbol, pair.position))
    return _environment().get_template("report.html.j2").render(
        lang="zh-CN" if ui == "zh" else "en",
        csp=f"default-src 'none'; style-src {style_hash}; script-src {script_hash}; base-uri 'none'; form-action 'none'",
        style=style,
        script=script,
        t=words,
        symbols=symbols,
        documents=_documents(report, pairs, rest) if len(symbols) > 1 else [],
        rest=rest,
        places=[place_name(p.symbol, p.position) if len(symbols) > 1 else str(p.position) for p in pairs],
        counts=report.scores.get("findings", {}),
        pairs=len(pairs),
        micro=report.scores.get("consistency", {}).get("micro"),
        remarks=[line for line in (since_baseline(report, ui), unmeasured(report, ui)) if line],
        headline=_headline(report, ui),
        plots=plots(report.scores, terms, words, ui),
        total=len(ordered),
        findings=[_finding(f, ui) for f in ordered[:MOST_STATIC]],
        codes=sorted({finding.code for finding in ordered}),
        names={f.code: check_name(f.code, ui) for f in ordered},
        waived=len(report.waived),
        idle=report.scores.get("waivers", {}).get("idle", ()),
        terms=terms[:MOST_TERMS],
        all_terms=len(terms),
        few=FEW_TERMS,
        doubtful=doubtful[:MOST_DOUBTFUL],
        all_doubtful=len(doubtful),
        pages=check_pages(report, ui),
        data=page_data(report, pairs, ui, rest),
        signature=report.signature,
    )  # fmt: skip


def pages(
    report: Report, pairs: Sequence[Pair], termbase: Termbase, ui: str = "en", name: str = ""
) -> Iterator[tuple[str, str]]:
    """Where one page cannot hold all rows, pages with them, and then the report that leads to them: (name, HTML).

    ``name``: the file name of the report, beside which the pages are to lie in a folder; without it there is one page.
    """
    ui = ui if ui in UI else "en"
    rest = rest_pages(pairs, ROWS_FOLDER.format(stem=PurePath(name).stem) if name else "")
    style, style_hash = _part("report.css")
    csp = f"default-src 'none'; style-src {style_hash}; base-uri 'none'; form-action 'none'"
    yield from render_rest(_environment(), rest, pairs, ui, name, {"style": style, "csp": csp})
    yield name, render_html(report, pairs, termbase, ui, rest)


def _documents(report: Report, pairs: Sequence[Pair], rest: Sequence[RestPage]) -> list[dict[str, Any]]:
    """The index: documents with their rows, findings by severity and score, those with the gravest findings first."""
    sizes = Counter(pair.symbol for pair in pairs)
    found = Counter((finding.symbol, finding.severity) for finding in report.findings)
    scores = {one["symbol"]: one.get("score") for one in report.scores.get("documents", ())}
    first: dict[str, int] = {}
    for number, pair in enumerate(pairs, 1):
        first.setdefault(pair.symbol, number)
    rows = [
        {
            "symbol": symbol,
            "href": f"{page_of(rest, first[symbol])}#s{first[symbol]}",
            "rows": size,
            "score": scores.get(symbol),
            "counts": [found[symbol, severity] for severity in Severity],
        }
        for symbol, size in sizes.items()
    ]
    return sorted(rows, key=lambda row: [-count for count in row["counts"]])


def _headline(report: Report, ui: str) -> dict[str, Any] | None:
    """The score and its parts in the language of the page; ``None`` where there is none."""
    headline = report.scores.get("headline") or {}
    if headline.get("score") is None:
        return None
    chinese = ui == "zh"
    parts = [
        {
            "name": (part.get("name_zh") if chinese else "") or part.get("name", ""),
            "what": (part.get("what_zh") if chinese else "") or part.get("what", ""),
            "value": float(part.get("value") or 0.0),
            "count": int(part.get("count") or 0),
        }
        for part in headline.get("parts", ())
    ]
    return {"score": float(headline["score"]), "interval": headline.get("interval"), "parts": parts}


def _finding(finding: Finding, ui: str) -> dict[str, Any]:
    return {
        "f": finding,
        "message": finding.text(ui),
        "name": check_name(finding.code, ui),
        "number": numbered(finding.number, ui),
        "zh": marked(finding.zh, finding.zh_spans),
        "en": marked(finding.en, finding.en_spans),
    }


LANGS = {"zh": "zh-CN", "en": "en"}


def _terms(report: Report, termbase: Termbase, source: str) -> list[dict[str, Any]]:
    """Terms of the original with their renderings, the least consistent ones first among terms of several words, then by frequency.

    Where nobody knows the original: Chinese terms, and English ones that have several renderings.
    """
    rows = []
    for concept in report.scores.get("consistency", {}).get("concepts", ()):
        known, language = termbase.concepts.get(concept["concept"]), concept["language"]
        if not concept["renderings"] or known is None:
            continue
        if language != (source or "zh") and (source or len(concept["renderings"]) < 2):
            continue
        phrase = len(known.preferred("en").split()) > 1
        total = sum(r["count"] for r in concept["renderings"]) or 1
        bars = [{**r, "share": r["count"] / total} for r in concept["renderings"]]
        langs = {"lang": LANGS[language], "other": LANGS[OTHER_LANGUAGE[language]]}
        rows.append({**concept, **langs, "bars": bars, "phrase": phrase})
    rows.sort(key=lambda r: (not r["phrase"], not (len(r["bars"]) > 1), -r["rows"], r["term"]))
    return rows
