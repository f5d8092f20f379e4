"""Links that a person confirmed, known by their texts: found again in whatever version of the documents comes next."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from align.confirmed import CONFIRMED, CROSSING
from align.search import FixedLink
from corpora.bitext import Link, Pair
from corpora.document import Document
from corpora.text import no_surrogates
from glossary.project.ledger import Decided, Event

Run = tuple[int, int]  # sentences from, how many
MOST = 12  # sentences of a side of a link


def decided_links(rows: Sequence[Pair]) -> dict[str, Decided]:
    """The confirmed rows of a bitext as decisions by their key; all rows where none says ``confirmed``.

    >>> rows = [Pair("A/1", 1, "会议。", "The meeting.", link="1-1"), Pair("A/1", 2, "散会。", "It rose.", link="1-1 confirmed")]
    >>> [(one.symbol, one.position, one.zh, one.en) for one in decided_links(rows).values()]
    [('A/1', 2, ('散会。',), ('It rose.',))]
    """
    is_said = any(row.link.endswith(CONFIRMED) for row in rows)
    found = {}
    times: Counter[str] = Counter()
    for row in rows:
        zh, en = ((text,) if text.strip() else () for text in (row.zh, row.en))
        plain = link_key(row.symbol, row.zh, row.en)
        key = link_key(row.symbol, row.zh, row.en, times[plain])
        times[plain] += 1
        if is_said and not row.link.endswith(CONFIRMED):
            continue
        at = tuple(ids[0] if ids else 0 for ids in (row.source_ids, row.target_ids))
        at = at if row.source_ids or row.target_ids else ()
        crossing = CROSSING in row.link
        found[key] = Decided("confirmed", "", "", row.symbol, row.position, zh, en, at, crossing)
    return found


def link_key(symbol: str, zh: str, en: str, nth: int = 0) -> str:
    """By what a link is known: its document and its texts, white space aside; the ``nth`` one of those texts, from 0."""
    what = "\x1f".join((symbol, _compared(zh), _compared(en), *([str(nth)] if nth else ())))
    return hashlib.sha256(what.encode("utf-8")).hexdigest()[:12]


def by_document(held: Mapping[str, Event]) -> dict[str, list[Decided]]:
    """What holds, by document, the last decision first."""
    found: dict[str, list[Decided]] = defaultdict(list)
    for event in sorted(held.values(), key=lambda event: -event.number):
        if event.after and event.after.decision == "confirmed":
            found[event.after.symbol].append(event.after)
    return dict(found)


@dataclass(frozen=True, slots=True)
class Placed:
    """Links for :meth:`align.Aligner.align`, and decisions whose texts are not there any more, or overlap with later ones."""

    links: list[FixedLink]
    lost: list[Decided]


def placed(decided: Iterable[Decided], zh: Document, en: Document) -> Placed:
    """Where decided links are in two documents; of two that share a sentence the first of ``decided`` counts."""
    sides = _Side(zh), _Side(en)
    taken: tuple[set[int], set[int]] = (set(), set())
    found: list[tuple[Run, Run, bool]] = []
    seen: set[tuple[tuple[Run, Run] | None, tuple[int, ...]]] = set()
    lost = []
    for one in decided:
        runs = _runs(one, sides)
        if one.at and (runs, one.at) in seen:  # decided twice, once in a table
            continue
        ids = [set(range(at, at + count)) for at, count in runs] if runs else []
        if runs is None or any(some & used for some, used in zip(ids, taken, strict=True)):
            lost.append(one)
            continue
        for some, used in zip(ids, taken, strict=True):
            used |= some
        seen.add((runs, one.at))
        found.append((*runs, one.crossing))
    return Placed(_in_order(found), lost)


class _Side:
    """The sentences of one document, to be found by their text."""

    def __init__(self, document: Document) -> None:
        self.texts = [_compared(segment.text) for segment in document.segments]
        self.starts: dict[str, list[int]] = defaultdict(list)
        for k, text in enumerate(self.texts):
            self.starts[text[:1]].append(k)

    def find(self, wanted: str) -> list[Run]:
        """All runs of sentences that say a text."""
        found = []
        for start in self.starts.get(wanted[:1], ()):
            at, end = 0, start
            while (
                end < len(self.texts)
                and end - start < MOST
                and at < len(wanted)
                and wanted.startswith(self.texts[end], at)
            ):
                at += len(self.texts[end])
                end += 1
            if at == len(wanted):
                found.append((start, end - start))
        return found


def _runs(one: Decided, sides: tuple[_Side, _Side]) -> tuple[Run, Run] | None:
    """Where both texts are: those nearest to where they were.

    Where only the row is known, as often in both, those of one rank, else those nearest to it.
    """
    texts = [_compared("".join(some)) for some in (one.zh, one.en)]
    places = [side.find(text) if text else [(0, 0)] for side, text in zip(sides, texts, strict=True)]
    if not all(places):
        return None
    if one.at:
        left, right = (min(some, key=lambda run: abs(run[0] - at)) for some, at in zip(places, one.at, strict=True))
        return left, right
    near = min(range(len(places[0])), key=lambda k: abs(places[0][k][0] - (one.position - 1)))
    if not texts[0]:
        return (0, 0), min(places[1], key=lambda run: abs(run[0] - (one.position - 1)))
    if len(places[1]) == len(places[0]):
        return places[0][near], places[1][near]
    here = places[0][near][0] * len(sides[1].texts) / max(len(sides[0].texts), 1)
    return places[0][near], min(places[1], key=lambda run: abs(run[0] - here))


def _in_order(found: Sequence[tuple[Run, Run, bool]]) -> list[FixedLink]:
    """Links as the search takes them; one that is said to cross, or is out of the order of those before it, is a crossing one."""
    made: list[FixedLink] = []
    kept: list[tuple[int, int]] = []
    for (i, a), (j, b), said in found:
        ids = range(i, i + a), range(j, j + b)
        crosses = bool(a and b) and (said or any((i - p) * (j - q) < 0 for p, q in kept))
        made.append(Link(*ids, crossing=True) if crosses else ids)
        if a and b and not crosses:
            kept.append((i, j))
    return made


def _compared(text: str) -> str:
    return "".join(no_surrogates(text).split())
