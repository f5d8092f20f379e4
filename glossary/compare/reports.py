"""What improved between two reports: findings that went, that are new, that stayed; scores and concepts then and now."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

from corpora.versions import SCHEMAS
from glossary.finding import Severity, place_name

Record = Mapping[str, Any]
NEAR = 10  # rows of a document that an insertion or a new alignment may shift a finding by
ALIKE = 60.0  # of 100: a revised sentence is still this much of what it was
LOOK = 8  # neighbours that a finding is held against at once
CHANGE = 0.005  # of a dominant share; less is rounding
FORMER_PARTS = {"steadiness": "consistency"}
"""Parts of the score by the names that 0.1 gave them."""


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure then and now; ``None`` where a report does not have it."""

    name: str
    name_zh: str
    old: float | None
    new: float | None


@dataclass(frozen=True, slots=True)
class ConceptChange:
    """The dominant share of a concept's renderings then and now, with the renderings and how often each stands."""

    term: str
    language: str
    old: float
    new: float
    before: tuple[tuple[str, int], ...]
    after: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """The comparison of two reports; findings are records as in the JSON report, ``stayed`` pairs of old and new."""

    gone: tuple[Record, ...]
    new: tuple[Record, ...]
    stayed: tuple[tuple[Record, Record], ...]
    headline: FigureChange
    parts: tuple[FigureChange, ...]
    more_consistent: tuple[ConceptChange, ...]
    less_consistent: tuple[ConceptChange, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON. A finding that stayed has the ``was`` of its old report: id, row, expected, found."""
        was = ("id", "position", "segment", "expected", "found")
        return {
            "schema": SCHEMAS["progress"],
            "headline": {"old": self.headline.old, "new": self.headline.new},
            "parts": [{"name": p.name, "name_zh": p.name_zh, "old": p.old, "new": p.new} for p in self.parts],
            "counts": {"gone": len(self.gone), "new": len(self.new), "stayed": len(self.stayed)},
            "gone": [dict(one) for one in self.gone],
            "new": [dict(one) for one in self.new],
            "stayed": [{**now, "was": {name: old.get(name) for name in was}} for old, now in self.stayed],
            "more_consistent": [_concept_dict(one) for one in self.more_consistent],
            "less_consistent": [_concept_dict(one) for one in self.less_consistent],
        }


def _concept_dict(change: ConceptChange) -> dict[str, Any]:
    sides = {
        name: [{"text": text, "count": count} for text, count in side]
        for name, side in (("before", change.before), ("after", change.after))
    }
    return {"term": change.term, "language": change.language, "old": change.old, "new": change.new, **sides}


def compare_reports(old: Record, new: Record) -> Progress:
    """Compare two reports (as ``Report.to_dict`` or a JSON file gives them).

    Findings are matched one to one: by their stable id; then, where the text around them was changed, by code, document,
    ``expected`` and ``found``, the nearest row first; then by code and document where the row is near and its text alike.

    >>> fault = {"id": "1", "code": "N101", "severity": "error", "symbol": "A/1", "segment": 3, "zh": "共三项", "en": "five"}
    >>> progress = compare_reports({"findings": [fault]}, {"findings": []})
    >>> len(progress.gone), len(progress.new), len(progress.stayed)
    (1, 0, 0)
    """
    before, after = _findings(old), _findings(new)
    pairs = _match(before, after)
    left, right = set(pairs), set(pairs.values())
    head = [_record(_scores(report).get("headline")) for report in (old, new)]
    changes = sorted(_concepts(_scores(old), _scores(new)), key=lambda c: (-abs(c.new - c.old), c.language, c.term))
    return Progress(
        gone=_ordered(one for i, one in enumerate(before) if i not in left),
        new=_ordered(one for j, one in enumerate(after) if j not in right),
        stayed=tuple((before[i], after[j]) for i, j in sorted(pairs.items(), key=lambda ij: _importance(after[ij[1]]))),
        headline=FigureChange("score", "总分", *(_figure(one.get("score")) for one in head)),
        parts=_parts(*(_records(one.get("parts")) for one in head)),
        more_consistent=tuple(c for c in changes if c.new > c.old),
        less_consistent=tuple(c for c in changes if c.new < c.old),
    )


def _findings(report: Record) -> list[Record]:
    return _records(report.get("findings"))


def _scores(report: Record) -> Record:
    return _record(report.get("scores"))


def _record(value: object) -> Record:
    """A part of a file that may be of another version: what is no mapping is an empty one."""
    return value if isinstance(value, Mapping) else {}


def _records(value: object) -> list[Record]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, (list, tuple)) else []


def _figure(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _number(one: Record, name: str) -> int:
    number = one.get(name)
    return number if isinstance(number, int) else 0


def _row(one: Record) -> int:
    """The position in the document; in a report of 0.1, which has none, the row of the bitext."""
    return _number(one, "position") or _number(one, "segment")


def _rows(*sides: Sequence[Record]) -> list[list[int]]:
    """Where findings stand, in numbers that can be compared: positions, where both reports have them."""
    name = "position" if all(_number(one, "position") for side in sides for one in side) else "segment"
    return [[_number(one, name) for one in side] for side in sides]


def _importance(one: Record) -> tuple[int, str, str, int]:
    severity = str(one.get("severity"))
    rank = Severity(severity).rank if severity in [s.value for s in Severity] else 0
    return -rank, str(one.get("code")), str(one.get("symbol")), _row(one)


def _ordered(records: Iterable[Record]) -> tuple[Record, ...]:
    return tuple(sorted(records, key=_importance))


def _by_id(one: Record) -> tuple[str, ...]:
    return (str(one.get("id")),)


def _by_values(one: Record) -> tuple[str, ...]:
    return tuple(str(one.get(name)) for name in ("code", "symbol", "expected", "found"))


def _by_place(one: Record) -> tuple[str, ...]:
    return tuple(str(one.get(name)) for name in ("code", "symbol"))


def _always(_old: Record, _new: Record, _apart: int) -> bool:
    return True


def _near(old: Record, new: Record, apart: int) -> bool:
    """Whether two rows can be one sentence before and after a revision."""
    if apart > NEAR:
        return False
    texts = [(str(old.get(side) or ""), str(new.get(side) or "")) for side in ("zh", "en")]
    return any(a and b and fuzz.ratio(a, b, score_cutoff=ALIKE) > 0 for a, b in texts)


def _match(before: Sequence[Record], after: Sequence[Record]) -> dict[int, int]:
    """Which finding of the old report is which of the new one, the surest key first, the nearest rows first."""
    pairs: dict[int, int] = {}
    rows = _rows(before, after)
    for key, allowed in ((_by_id, _always), (_by_values, _always), (_by_place, _near)):
        taken = set(pairs.values())
        left: dict[tuple[str, ...], list[int]] = defaultdict(list)
        right: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for side, records, gone in ((left, before, set(pairs)), (right, after, taken)):
            for k, one in enumerate(records):
                if k not in gone:
                    side[key(one)].append(k)
        for name in left.keys() & right.keys():
            olds, news = (sorted(side[name], key=at.__getitem__) for side, at in zip((left, right), rows, strict=True))
            while found := _nearest(olds, news, rows, lambda i, j, apart: allowed(before[i], after[j], apart)):  # noqa: B023
                pairs |= found
                olds = [i for i in olds if i not in found]
                used = set(found.values())
                news = [j for j in news if j not in used]
    return pairs


def _nearest(
    olds: Sequence[int], news: Sequence[int], rows: Sequence[Sequence[int]], allowed: Callable[[int, int, int], bool]
) -> dict[int, int]:
    """One round of matching findings of one key, in order of rows: each old one looks at its nearest new ones only."""
    there = [rows[1][j] for j in news]
    some = []
    for i in olds:
        row = rows[0][i]
        at = bisect_left(there, row)
        some += [(abs(there[k] - row), i, news[k]) for k in range(max(0, at - LOOK), min(len(news), at + LOOK))]
    found: dict[int, int] = {}
    taken: set[int] = set()
    for apart, i, j in sorted(some):
        if i not in found and j not in taken and allowed(i, j, apart):
            found[i] = j
            taken.add(j)
    return found


def _parts(old: Sequence[Record], new: Sequence[Record]) -> tuple[FigureChange, ...]:
    sides = [{_part_name(one): one for one in side} for side in (old, new)]
    return tuple(
        FigureChange(
            name,
            str((sides[1].get(name) or sides[0][name]).get("name_zh", name)),
            *(_figure(_record(side.get(name)).get("value")) for side in sides),
        )
        for name in dict.fromkeys([*sides[1], *sides[0]])
    )


def _part_name(part: Record) -> str:
    name = str(part.get("name"))
    return FORMER_PARTS.get(name, name)


def _concepts(old: Record, new: Record) -> Iterable[ConceptChange]:
    """Concepts of both reports, by term and direction (ids of drafts change), that became more or less consistent."""
    sides = [
        {(c.get("language"), c.get("term")): c for c in _records(_record(scores.get("consistency")).get("concepts"))}
        for scores in (old, new)
    ]
    for key, before in sides[0].items():
        both = (before, sides[1].get(key, {}))
        was, now = (_figure(c.get("dominant_share")) for c in both)
        shown = [
            tuple((str(r.get("text")), int(r.get("count", 0))) for r in _records(c.get("renderings"))) for c in both
        ]
        if was is not None and now is not None and all(shown) and abs(was - now) >= CHANGE:
            yield ConceptChange(str(key[1]), str(key[0]), was, now, *shown)


WORDS = {
    "en": {"score": "Score", "gone": "Gone", "new": "New", "stayed": "Stayed", "more_consistent": "More consistent terms",
           "less": "Less consistent terms", "none": "-"},
    "zh": {"score": "总分", "gone": "已消除", "new": "新出现", "stayed": "仍存在", "more_consistent": "译法更统一的术语",
           "less": "译法更不统一的术语", "none": "—"},
}  # fmt: skip


def render_progress(progress: Progress, ui: str = "en") -> str:
    """The comparison as text: the score and its parts, then what is new, what went, what stayed, and the terms.

    >>> print(render_progress(compare_reports({"findings": []}, {"findings": []}), "zh"), end="")
    总分: — -> —
    新出现 0, 已消除 0, 仍存在 0
    """
    words = WORDS["zh" if ui == "zh" else "en"]
    lines = [f"{words['score']}: {_step(progress.headline, words)}"]
    lines += [f"  {part.name_zh if ui == 'zh' else part.name}: {_step(part, words)}" for part in progress.parts]
    counts = ((words["new"], progress.new), (words["gone"], progress.gone), (words["stayed"], progress.stayed))
    lines.append(", ".join(f"{name} {len(some)}" for name, some in counts))
    for name, sign, some in ((words["new"], "+", progress.new), (words["gone"], "-", progress.gone)):
        if some:
            lines += ["", f"{name} ({len(some)})", *(f"{sign} {_line(one)}" for one in some)]
    if progress.stayed:
        lines += ["", f"{words['stayed']} ({len(progress.stayed)})"]
        lines += [f"= {_line(now)}{_moved(old, now, ui)}" for old, now in progress.stayed]
    for name, changes in (
        (words["more_consistent"], progress.more_consistent),
        (words["less"], progress.less_consistent),
    ):
        if changes:
            lines += ["", f"{name} ({len(changes)})", *(f"  {_concept(one)}" for one in changes)]
    return "\n".join(lines) + "\n"


def _step(change: FigureChange, words: Mapping[str, str]) -> str:
    old, new = (words["none"] if value is None else f"{value:.1f}" for value in (change.old, change.new))
    if change.old is None or change.new is None:
        return f"{old} -> {new}"
    return f"{old} -> {new} ({change.new - change.old:+.1f})"


def record_place(one: Record) -> str:
    """``SYMBOL:POSITION`` of a finding of a report, whichever version wrote it."""
    return place_name(str(one.get("symbol")), _row(one))


def _line(one: Record) -> str:
    return f"{record_place(one)}: {one.get('code')} {one.get('severity')}: {one.get('message')}"


def _moved(old: Record, now: Record, ui: str) -> str:
    (was,), (here,) = _rows([old], [now])
    if was == here:
        return ""
    return f"（原为第{was}句段）" if ui == "zh" else f" (was segment {was})"


def _concept(change: ConceptChange) -> str:
    sides = (", ".join(f"{text} {count}" for text, count in side[:4]) for side in (change.before, change.after))
    return f"{change.term}: {change.old:.0%} -> {change.new:.0%} ({' -> '.join(sides)})"
