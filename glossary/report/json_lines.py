"""The report as JSON Lines, for programs that read line by line: what it is, each document, each finding."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from corpora.bitext import Pair
from corpora.files import utf8
from corpora.versions import SCHEMAS
from glossary.finding import Report, Severity


def render_json_lines(report: Report, pairs: Sequence[Pair], ui: str = "en") -> bytes:
    """One object a line; ``kind`` says which: ``report`` (the first line), ``document``, ``finding``, ``waived``."""
    lines = (json.dumps(record, ensure_ascii=False) for record in _records(report, pairs, ui))
    return utf8("\n".join(lines) + "\n")


def _records(report: Report, pairs: Sequence[Pair], ui: str) -> Iterator[dict[str, Any]]:
    sizes = Counter(pair.symbol for pair in pairs)
    found = Counter((finding.symbol, finding.severity) for finding in report.findings)
    scores = {one["symbol"]: one.get("score") for one in report.scores.get("documents", ())}
    yield {
        "kind": "report",
        "schema": SCHEMAS["report"],
        "signature": report.signature,
        "pairs": len(pairs),
        "documents": len(sizes),
        "findings": report.scores.get("findings", {}),
        "score": (report.scores.get("headline") or {}).get("score"),
    }
    for symbol, size in sizes.items():
        counts = {severity.value: found[symbol, severity] for severity in Severity}
        yield {"kind": "document", "symbol": symbol, "pairs": size, "findings": counts, "score": scores.get(symbol)}
    whole = report.to_dict(ui)
    for kind, name in (("finding", "findings"), ("waived", "waived")):
        for finding in whole.get(name, ()):
            yield {"kind": kind, **finding}
