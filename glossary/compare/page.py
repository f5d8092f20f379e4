"""A comparison as a page of its own: what it comes to in words, the figures, findings, and changed segments side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape

from glossary.compare.changes import Part, changed_parts
from glossary.compare.metrics import MetricScore
from glossary.compare.text import left_out, line_of
from glossary.compare.translations import GROUPS, Comparison, Difference
from glossary.compare.words import in_words, words_of

FINDINGS = 200  # of each kind that are shown
STYLE = """
:root{color-scheme:light dark;--bg:#f6f5f1;--card:#fff;--ink:#1b2530;--soft:#5a6570;--line:#dedad0;--gone:#fbd9d5;--new:#cfeed6}
@media(prefers-color-scheme:dark){:root{--bg:#14181d;--card:#1c2229;--ink:#e4e8ec;--soft:#9aa6b2;--line:#303943;--gone:#5a2a26;--new:#1f4a2c}}
*{box-sizing:border-box}body{margin:0 auto;max-width:1180px;padding:18px 24px 48px;background:var(--bg);color:var(--ink);font:15px/1.55 system-ui,"Segoe UI","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
h1{font-size:22px;margin:0 0 4px}h2{font-size:18px;margin:30px 0 8px}p{margin:4px 0}.soft{color:var(--soft);font-size:14px;overflow-wrap:anywhere}.told{font-size:17px;font-weight:600}
table{border-collapse:collapse;background:var(--card);font-variant-numeric:tabular-nums}th,td{border:1px solid var(--line);padding:4px 12px;text-align:right}th:first-child,td:first-child{text-align:left}thead th{text-align:right}
article{background:var(--card);border:1px solid var(--line);border-radius:8px;margin:0 0 10px;padding:8px 14px;break-inside:avoid}
.two{display:grid;grid-template-columns:1fr 1fr;gap:4px 26px}.two div,.under{overflow-wrap:anywhere;white-space:pre-wrap;unicode-bidi:isolate}
@media(max-width:720px){.two{grid-template-columns:1fr}}
del,ins{text-decoration:none;border-radius:3px;padding:0 1px}del{background:var(--gone)}ins{background:var(--new)}
li{overflow-wrap:anywhere}b.side{color:var(--soft);font-weight:600;margin-right:6px}
"""


def comparison_page(comparison: Comparison, ui: str, most: int) -> str:
    """The page; ``most`` segments that differ are shown, those that differ most first."""
    words = words_of(ui)
    parts = [
        f'<!doctype html><html lang="{"zh-CN" if ui == "zh" else "en"}"><meta charset="utf-8">',
        f'<meta name="viewport" content="width=device-width"><title>{words["title"]}</title><style>{STYLE}</style>',
        f"<h1>{words['title']}</h1>",
        *(
            f'<p class="soft"><b class="side">{side}</b>{_text(name)}</p>'
            for side, name in zip("AB", comparison.names, strict=True)
        ),
        f'<p class="soft">{len(comparison.rows)} {words["segments"]}, {words[comparison.language]}</p>',
        *(f'<p class="soft">{_text(line)}</p>' for line in left_out(comparison, words)),
        *(f'<p class="told">{_text(line)}</p>' for line in in_words(comparison, ui)),
        *_metrics(comparison, words),
        *_findings(comparison, words, ui),
        *_segments(comparison, words, most),
        f"<h2>{words['signatures']}</h2>",
        *(f'<p class="soft">{_text(f"{one.metric}|{one.signature}")}</p>' for one in _last_of_each(comparison)),
    ]
    return "\n".join(parts) + "\n</html>\n"


def _text(value: object) -> str:
    return escape(str(value).encode("utf-8", "replace").decode("utf-8"))


def _last_of_each(comparison: Comparison) -> Iterable[MetricScore]:
    return {one.metric: one for one in comparison.metrics}.values()


def _metrics(comparison: Comparison, words: Mapping[str, str]) -> Iterator[str]:
    if not comparison.with_reference:
        yield f'<p class="soft">{words["against"]}</p>'
    systems = list(dict.fromkeys(one.system for one in comparison.metrics))
    tested = any(one.p is not None for one in comparison.metrics)
    heads = "".join(f"<th>{letter}</th>" for letter, _ in zip("AB", systems, strict=False))
    yield f"<table><thead><tr><th></th>{heads}{'<th>p</th>' if tested else ''}</tr></thead>"
    for metric in dict.fromkeys(one.metric for one in comparison.metrics):
        mine = [one for one in comparison.metrics if one.metric == metric]
        cells = [f"{one.score:.2f}" + (f" ±{one.interval:.2f}" if one.interval is not None else "") for one in mine]
        cells += [f"{p:.4f}" for p in (mine[-1].p,) if p is not None]
        yield _row(words.get(metric, metric), cells)
    yield "</table>"
    if tested:
        yield f'<p class="soft">{words["test"]}</p>'


def _row(name: str, cells: Iterable[str]) -> str:
    return f"<tr><th>{_text(name)}</th>{''.join(f'<td>{_text(cell)}</td>' for cell in cells)}</tr>"


def _findings(comparison: Comparison, words: Mapping[str, str], ui: str) -> Iterator[str]:
    yield f"<h2>{words['findings']}</h2>"
    if comparison.checks is None or comparison.progress is None:
        yield f"<p>{words['none']}</p>"
        return
    yield "<table><thead><tr><th></th><th>A</th><th>B</th></tr></thead>"
    yield from (_row(words[group], [str(one.groups[group]) for one in comparison.checks]) for group in GROUPS)
    yield "</table>"
    for side, name, some in (("B", "new", comparison.progress.new), ("A", "gone", comparison.progress.gone)):
        if some:
            yield f"<h2>{words['from a to b']}, {words[name]}: {len(some)}</h2><ul>"
            yield from (f"<li>{side} {_text(line_of(one, words, ui))}</li>" for one in some[:FINDINGS])
            yield "</ul>"
        if len(some) > FINDINGS:
            yield f'<p class="soft">{words["more"].format(n=len(some) - FINDINGS)}</p>'


def _segments(comparison: Comparison, words: Mapping[str, str], most: int) -> Iterator[str]:
    shown = comparison.different[:most]
    if not comparison.different:
        yield f"<h2>{words['same']}</h2>"
        return
    yield f"<h2>{words['different']} ({len(shown)} {words['of']} {len(comparison.different)})</h2>"
    yield from (_segment(one, words) for one in shown)


def _segment(one: Difference, words: Mapping[str, str]) -> str:
    old, new = changed_parts(one.row.a, one.row.b)
    place = f"{_text(one.row.symbol)}:{one.row.position} · {words['alike']} {one.alike:.1f}"
    if one.a is not None and one.b is not None:
        place += f" · A {one.a:.1f}, B {one.b:.1f}"
    under = "".join(
        f'<p class="under soft"><b class="side">{words[name]}</b>{_text(text)}</p>'
        for name, text in (("source", one.row.source), ("reference", one.row.reference))
        if text
    )
    both = f'<div><b class="side">A</b>{_marked(old, "del")}</div><div><b class="side">B</b>{_marked(new, "ins")}</div>'
    return f'<article><p class="soft">{place}</p><div class="two">{both}</div>{under}</article>'


def _marked(parts: Iterable[Part], tag: str) -> str:
    return "".join(f"<{tag}>{_text(text)}</{tag}>" if changed else _text(text) for text, changed in parts)
