"""Findings as the page shows them: filtered, in one order or the other, a window of them with their neighbours."""

from __future__ import annotations

import inspect
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from corpora.bitext import Pair
from duizhao.desk.findings.decided import DECISIONS, State
from duizhao.desk.findings.reported import Kept
from glossary.checks import BY_CODE
from glossary.finding import LABELS, pieces
from glossary.local import Answer

MOST = 200  # findings of an answer
EXAMPLES = 5  # other places that are shown
_TO_DO = re.compile(r"What to do:\s*(.+)", re.DOTALL)


def chosen(state: State, given: Mapping[str, Any], *, whatever: bool = False) -> list[int]:
    """The findings that pass the filters ``code``, ``severity``, ``document``, ``decision`` and ``find``, in ``order``.

    ``whatever``: also those of other decisions.
    """
    reported = state.reported
    every: Iterable[int] = (
        reported.important_first if given.get("order") == "importance" else range(len(reported.findings))
    )
    code, severity, document = (str(given.get(name, "")) for name in ("code", "severity", "document"))
    find = " ".join(str(given.get("find", ""))[:200].lower().split())
    decision = "" if whatever else str(given.get("decision", ""))
    found = []
    for k in every:
        one = reported.findings[k]
        if (code and one.code != code) or (severity and one.severity.value != severity):
            continue
        if (document and one.symbol != document) or (decision and state.kind(one.id) != decision):
            continue
        if find and find not in reported.hay[k] and find not in state.said(one.id).comment.lower():
            continue
        found.append(k)
    return found


def to_decide(state: State, given: Mapping[str, Any], code: str = "") -> list[str]:
    """The ids that a decision about many is about: all that the filters show, or all of a check; open ones, unless another decision was asked for."""
    if code:
        given = {"code": code, "decision": "open"}
    wanted = dict(given) | {"decision": given.get("decision") or "open"}
    return list(dict.fromkeys(state.reported.findings[k].id for k in chosen(state, wanted)))


def window(state: State, given: Mapping[str, Any], ui: str) -> Answer:
    """Findings ``from`` on, ``count`` of them, and how many there are of every kind."""
    reported = state.reported
    anyhow = chosen(state, given, whatever=True)
    kinds = {k: state.kind(reported.findings[k].id) for k in anyhow}
    decision = str(given.get("decision", ""))
    rows = [k for k in anyhow if not decision or kinds[k] == decision]
    counts = Counter(kinds.values())
    first = min(max(_number(given.get("from")), 0), max(len(rows) - 1, 0))
    count = min(max(_number(given.get("count"), 50), 1), MOST)
    return {
        "version": reported.version,
        "number": state.number,
        "total": len(reported.findings),
        "found": len(rows),
        "from": first,
        "rows": [row(state, k, ui) for k in rows[first : first + count]],
        "counts": {name: counts[name] for name in DECISIONS},
        "left": sum(state.kind(one.id) == "open" for one in reported.findings),
        "codes": codes(state, ui),
        "documents": list(dict.fromkeys(one.symbol for one in reported.findings)),
        "to_decide": len(to_decide(state, given)),
    }


def codes(state: State, ui: str) -> list[Answer]:
    """Every check that found something: its name, how many, how many of them are open, what to do."""
    found, left = Counter[str](), Counter[str]()
    for one in state.reported.findings:
        found[one.code] += 1
        left[one.code] += state.kind(one.id) == "open"
    return [
        {"code": code, "name": name_of(code, ui), "count": found[code], "open": left[code], "advice": _advice(code, ui)}
        for code in sorted(found)
    ]


def name_of(code: str, ui: str) -> str:
    """The name of a check; a code that this version does not know names itself."""
    check = BY_CODE.get(code)
    return code if check is None else check.name_zh if ui == "zh" else check.name


def _advice(code: str, ui: str) -> str:
    check = BY_CODE.get(code)
    if check is None:
        return ""
    if ui == "zh":
        return check.advice_zh
    found = _TO_DO.search(inspect.cleandoc(check.run.__doc__ or ""))
    return " ".join(found[1].split()) if found else ""


def row(state: State, k: int, ui: str) -> Answer:
    """One finding for the page."""
    reported = state.reported
    one = reported.findings[k]
    return {
        "k": k,
        "id": one.id,
        "code": one.code,
        "name": name_of(one.code, ui),
        "severity": one.severity.value,
        "symbol": one.symbol,
        "position": one.position,
        "paragraph": one.paragraph,
        "page": one.page,
        "printed": one.number,
        "zh": pieces(one.zh, one.zh_spans),
        "en": pieces(one.en, one.en_spans),
        "before": _beside(reported.pairs, one, -1),
        "after": _beside(reported.pairs, one, 1),
        "expected": one.expected,
        "found": one.found,
        "labels": _labels(one, ui),
        "message": one.message,
        "message_language": reported.ui,
        "evidence": [{"place": some.place, "zh": some.zh, "en": some.en} for some in one.evidence[:EXAMPLES]],
        **decision(state, one.id),
    }


def decision(state: State, id: str) -> Answer:
    """What holds of a finding, for the page."""
    said = state.said(id)
    return {
        "id": id,
        "version": state.version(id),
        "decision": state.kind(id),
        "comment": said.comment,
        "who": said.who,
        "date": said.date,
        "in_waivers": id in state.reported.waived,
    }


def _labels(one: Kept, ui: str) -> list[str]:
    kind = "norm" if not one.sides else "known" if one.original else "unknown"
    return list(LABELS[kind][ui == "zh"])


def _beside(pairs: Sequence[Pair], one: Kept, step: int) -> Answer | None:
    """The row before or after that of a finding, in its document."""
    at = one.segment - 1 + step
    if not 0 <= at < len(pairs) or pairs[at].symbol != one.symbol:
        return None
    return {"zh": pairs[at].zh, "en": pairs[at].en}


def _number(value: object, otherwise: int = 0) -> int:
    try:
        return int(str(value))
    except ValueError:
        return otherwise
