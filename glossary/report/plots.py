"""Small plots as inline SVG, drawn by hand: bars of scores, counts and variants. Colours are classes of the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from corpora.files import xml_text
from corpora.text import display_width
from glossary.report.tables import check_name

NARROW, WIDE = 370, 560  # units of a drawing: three plots in a row, or two
HALF = 7.6  # units of a Latin letter of a label; a Han character has two of them
SMALL, LARGE = 0.25, 0.54  # of the width that labels take, at least and at most
MOST_BARS = 6
NUMBER = 44
ROW = 22


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a plot: parts are ``(length 0..1, class)``, ``under`` a second line below, ``tip`` the full text."""

    label: str
    parts: tuple[tuple[float, str], ...]
    number: str
    href: str = ""
    under: str = ""
    tip: str = ""


def fitted(text: str, width: int) -> str:
    """A label cut to a width, a Chinese character being two wide.

    >>> fitted("ceasefire monitoring", 12), fitted("停火监测机制", 7)
    ('ceasefire m…', '停火监…')
    """
    text = " ".join(xml_text(text).split())
    if display_width(text) <= width:
        return text
    while len(text) > 1 and display_width(text) >= width:
        text = text[:-1]
    return f"{text}…"


def draw(title: str, bars: Sequence[Bar], width: int = NARROW) -> Markup:
    """A plot of horizontal bars, with a title for screen readers; the labels take what the longest needs."""
    out, y = Markup(""), 0
    widest = max((display_width(bar.label) for bar in bars), default=0)
    label = round(min(max(HALF * (widest + 1), SMALL * width), LARGE * width))
    length = width - label - NUMBER
    for bar in bars:
        row = Markup('<text x="{}" y="{}" class="l">{}</text>').format(
            0, y + 14, fitted(bar.label, round(label / HALF))
        )
        row += Markup('<rect x="{}" y="{}" width="{}" height="10" rx="3" class="t"/>').format(label, y + 5, length)
        x = float(label)
        for share, name in bar.parts:
            wide = max(min(share, 1.0), 0.0) * length
            row += Markup('<rect x="{}" y="{}" width="{}" height="10" rx="3" class="{}"/>').format(
                f"{x:.1f}", y + 5, f"{wide:.1f}", name
            )
            x += wide
        row += Markup('<text x="{}" y="{}" class="n">{}</text>').format(width, y + 14, bar.number)
        if bar.under:
            row += Markup('<text x="{}" y="{}" class="u">{}</text>').format(
                label, y + 28, fitted(bar.under, round((width - label) / 6))
            )
        row = Markup("<title>{}</title>").format(xml_text(bar.tip or f"{bar.label}: {bar.number}")) + row
        out += Markup('<a href="{}">{}</a>' if bar.href else "<g>{1}</g>").format(bar.href, row)
        y += ROW + (14 if bar.under else 0)
    return Markup('<svg viewBox="0 0 {} {}" role="group" aria-label="{}">{}</svg>').format(width, y, escape(title), out)


def plots(
    scores: Mapping[str, Any], terms: Sequence[Mapping[str, Any]], words: Mapping[str, str], ui: str
) -> list[Any]:
    """``{"title", "svg"}`` of each plot that has something to show: documents, years, checks, least consistent terms."""
    rows = [
        _documents(scores, words),
        (words["by_year"], _scored(scores.get("years") or (), "year", words)),
        (words["by_check"], _checks(scores.get("by_code") or {}, words, ui)),
        (words["least_consistent"], _terms(terms)),
    ]
    shown = [(title, bars) for title, bars in rows if bars]
    width = NARROW if len(shown) == 3 else WIDE
    return [{"title": title, "svg": draw(title, bars, width)} for title, bars in shown]


def _documents(scores: Mapping[str, Any], words: Mapping[str, str]) -> tuple[str, list[Bar]]:
    scored = _scored(scores.get("documents") or (), "symbol", words)
    if scored:
        return words["by_document"], scored
    found = scores.get("by_document") or {}
    return words["findings_by_document"], _counted(found if len(found) > 1 else {}, words, str, "b1")


def _scored(groups: Sequence[Mapping[str, Any]], key: str, words: Mapping[str, str]) -> list[Bar]:
    """Groups with a score; of many documents the worst ones, years in their order, the last ones."""
    known = [g for g in groups if g.get("score") is not None and g.get(key) is not None]
    if len(known) < 2:
        return []
    if key == "symbol":
        known.sort(key=lambda g: (g["score"], str(g[key])))
    shown = known[:MOST_BARS] if key == "symbol" else known[-MOST_BARS:]
    return [
        Bar(
            str(g[key]),
            ((g["score"] / 100, "good" if g["score"] >= 90 else "fair" if g["score"] >= 75 else "poor"),),
            f"{g['score']:.1f}",
            tip=f"{g[key]}: {g['score']:.1f} · {g.get('findings', 0)} {words['findings']} · {g.get('pairs', 0)} {words['pairs']}",
        )
        for g in shown
    ]


def _checks(by_code: Mapping[str, int], words: Mapping[str, str], ui: str) -> list[Bar]:
    return _counted(by_code, words, lambda code: f"{code} {check_name(code, ui)}", "b1", "#check-{}")


def _counted(counts: Mapping[str, int], words: Mapping[str, str], name: Any, color: str, href: str = "") -> list[Bar]:
    """The most frequent ones, the rest in one bar."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    most = MOST_BARS if len(ordered) <= MOST_BARS else MOST_BARS - 1
    top = max((n for _, n in ordered), default=1) or 1
    bars = [Bar(name(key), ((n / top, color),), f"{n:,}", href.format(key)) for key, n in ordered[:most]]
    rest = sum(n for _, n in ordered[most:])
    if rest:
        bars.append(Bar(f"{words['other']} ({len(ordered) - most})", ((min(rest / top, 1.0), "b4"),), f"{rest:,}"))
    return bars


def _terms(terms: Sequence[Mapping[str, Any]]) -> list[Bar]:
    several = [term for term in terms if len(term["bars"]) > 1][:4]
    bars = []
    for term in several:
        parts = tuple((b["share"], f"b{min(k, 4)}") for k, b in enumerate(term["bars"], start=1))
        told = " · ".join(f"{b['text']} {b['count']}" for b in term["bars"])
        bars.append(
            Bar(
                term["term"], parts, f"{100 * term['bars'][0]['share']:.0f}%", "#terms", told, f"{term['term']}: {told}"
            )
        )
    return bars
