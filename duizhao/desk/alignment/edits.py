"""What a person may do to a link, as the links that are confirmed by it. Nothing here knows a server, a file or a ledger."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpora.bitext import Bitext, Link
from corpora.errors import InputError

FAR = 20  # links between the two sides of a new one: beyond, its text stands elsewhere, and it crosses
MOST = 12  # sentences of a side
Likeness = Callable[[Sequence[str], Sequence[str]], float]
"""How much alike two runs of sentences are, whatever the scale."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Links that a person has confirmed, in ids of both sides; ``loosened``: one that is confirmed no more."""

    links: tuple[Link, ...] = ()
    loosened: Link | None = None

    def touched(self, links: Sequence[Link]) -> list[int]:
        """Which of the links hold one of its sentences; of a long document most are passed over by where they are."""
        if self.loosened:
            return [links.index(self.loosened)]
        said = [{k for link in self.links for k in link.sides[side]} for side in (0, 1)]
        (low, high), (left, right) = ((min(some, default=0), max(some, default=-1)) for some in said)
        near = [
            k
            for k, (source, target, *_) in enumerate(links)
            if (source.start <= high and source.stop > low) or (target.start <= right and target.stop > left)
        ]
        return [k for k in near if any(i in some for run, some in zip(links[k].sides, said, strict=True) for i in run)]


def edit_of(bitext: Bitext, body: Mapping[str, Any], alike: Likeness) -> Edit:
    """What a request asks for (``do``, ``row`` from 0, ...). Raises :class:`InputError` for what cannot be done."""
    do = body.get("do")
    if do == "link":
        return _linked(bitext, _ids(body.get("zh")), _ids(body.get("en")))
    row = body.get("row")
    if not isinstance(row, int) or isinstance(row, bool) or not 0 <= row < len(bitext.links):
        raise InputError("there is no such link", "look at the document again")
    known: dict[object, Callable[[], Edit]] = {
        "confirm": lambda: _confirmed(bitext.links[row]),
        "unlink": lambda: _alone(bitext.links[row]),
        "merge": lambda: _merged(bitext.links, row, -1 if body.get("step") == -1 else 1),
        "split": lambda: _split(bitext, row, body.get("side"), body.get("id"), alike),
        "move": lambda: _moved(
            bitext.links, row, body.get("side"), body.get("id"), -1 if body.get("step") == -1 else 1
        ),
    }
    if do not in known:
        raise InputError("there is no such edit")
    return known[do]()


def _sure(source: range, target: range, crossing: bool = False) -> Link:
    if max(len(source), len(target)) > MOST:
        raise InputError(f"a link of more than {MOST} sentences", "split it")
    return Link(source, target, 1.0, crossing and bool(source and target), True)


def _confirmed(link: Link) -> Edit:
    if link.confirmed:
        return Edit(loosened=link)
    return _alone(link) if link.is_null else Edit((_sure(link.source, link.target, link.crossing),))


def _alone(link: Link) -> Edit:
    """Each of the sentences has no counterpart."""
    left = [_sure(range(k, k + 1), range(0)) for k in link.source]
    right = [_sure(range(0), range(k, k + 1)) for k in link.target]
    return Edit((*left, *right))


def _merged(links: Sequence[Link], row: int, step: int) -> Edit:
    other = row + step
    if not 0 <= other < len(links):
        raise InputError("there is no link to merge with")
    first, second = (links[k] for k in sorted((row, other)))
    return Edit((_sure(_joined(first.source, second.source), _joined(first.target, second.target)),))


def _joined(one: range, other: range) -> range:
    """Two runs that follow each other as one. Raises :class:`InputError` where something lies between."""
    if not one or not other:
        return one or other
    one, other = sorted((one, other), key=lambda run: run.start)
    if one.stop != other.start:
        raise InputError("these sentences do not follow each other", "link what follows each other")
    return range(one.start, other.stop)


def _split(bitext: Bitext, row: int, side: object, id: object, alike: Likeness) -> Edit:
    """Two links of one, cut before a sentence where one is named; where both versions are cut best otherwise."""
    link = bitext.links[row]
    source, target = link.sides
    if len(source) + len(target) < 3:
        raise InputError("a link of one sentence and one cannot be split", "take it apart: no counterpart")
    cuts = [(n, m) for n in range(len(source) + 1) for m in range(len(target) + 1)]
    cuts = [(n, m) for n, m in cuts if 0 < n + m < len(source) + len(target) and _fair(n, m, source, target)]
    if side in ("zh", "en") and isinstance(id, int):
        run = source if side == "zh" else target
        if id not in run or (id == run.start and len(run) > 1):
            raise InputError("there is nothing before this sentence", "choose the first one of the second part")
        at = id - run.start
        cuts = [cut for cut in cuts if cut[side == "en"] == at] or cuts
    left, right = ([one.text for one in document.segments] for document in (bitext.source, bitext.target))

    def worth(cut: tuple[int, int]) -> float:
        n, m = source.start + cut[0], target.start + cut[1]
        parts = (
            (left[source.start : n], right[target.start : m]),
            (left[n : source.stop], right[m : target.stop]),
        )
        return sum(alike(*part) for part in parts if all(part))

    n, m = max(cuts, key=worth)
    halves = (
        (source[:n], target[:m]),
        (source[n:], target[m:]),
    )
    made = []
    for zh, en in halves:
        made += [_sure(zh, en, link.crossing)] if zh and en else list(_alone(Link(zh, en)).links)
    return Edit(tuple(made))


def _fair(n: int, m: int, source: range, target: range) -> bool:
    """Whether a cut leaves a half without counterpart only where the other side has no second sentence."""
    both = all((n, m)) and n < len(source) and m < len(target)
    return both or min(len(source), len(target)) < 2


def _moved(links: Sequence[Link], row: int, side: object, id: object, step: int) -> Edit:
    """A sentence, and those of its link that lie on the way, go to the link before or after."""
    if side not in ("zh", "en") or not isinstance(id, int):
        raise InputError("choose a sentence to move")
    at = int(side == "en")
    link = links[row]
    run = link.sides[at]
    if id not in run:
        raise InputError("the sentence is not in this link", "look at the document again")
    goes = range(run.start, id + 1) if step < 0 else range(id, run.stop)
    stays = range(goes.stop, run.stop) if step < 0 else range(run.start, goes.start)
    other = _neighbour(links, row, step, at, goes)
    if not other.sides[1 - at]:  # it joins sentences without counterpart, and has none itself
        apart = Link(goes, range(0)) if not at else Link(range(0), goes)
        return Edit((*_alone(apart).links, *_rest(link, at, stays)))
    sides = [*other.sides]
    sides[at] = _joined(other.sides[at], goes)
    made = [_sure(sides[0], sides[1], other.crossing), *_rest(link, at, stays)]
    return Edit(tuple(made if step < 0 else made[::-1]))


def _rest(link: Link, at: int, stays: range) -> list[Link]:
    """What stays of a link as a link that is confirmed, too; a side that is left alone is aligned anew."""
    rest = [*link.sides]
    rest[at] = stays
    return [_sure(rest[0], rest[1], link.crossing)] if all(rest) else []


def _neighbour(links: Sequence[Link], row: int, step: int, at: int, goes: range) -> Link:
    """The next link in a direction that the sentences can go to: what it has of their side lies beside them."""
    k = row + step
    while 0 <= k < len(links):
        run = links[k].sides[at]
        beside = run.stop == goes.start if step < 0 else run.start == goes.stop
        if not links[k].crossing and (not run or beside):
            return links[k]
        k += step
    raise InputError("there is no link in this direction")


def _linked(bitext: Bitext, zh: range, en: range) -> Edit:
    """Sentences of both sides that somebody chose as one link; one that bridges many others stands outside their order."""
    for run, document in ((zh, bitext.source), (en, bitext.target)):
        if run.stop > len(document):
            raise InputError("there is no such sentence", "look at the document again")
    rows = [
        [k for k, link in enumerate(bitext.links) if any(i in link.sides[side] for i in run)]
        for side, run in enumerate((zh, en))
    ]
    far = min(abs(p - q) for p in rows[0] for q in rows[1]) > FAR
    return Edit((_sure(zh, en, far or _crosses(bitext.links, zh, en)),))


def _crosses(links: Sequence[Link], zh: range, en: range) -> bool:
    """Whether a link would be out of the order of one that is confirmed, and stays."""
    for link in links:
        if not link.confirmed or link.crossing or link.is_null:
            continue
        if (link.source.start - zh.start) * (link.target.start - en.start) < 0:
            if not (set(link.source) & set(zh) or set(link.target) & set(en)):
                return True
    return False


def _ids(given: object) -> range:
    """Ids that follow each other. Raises :class:`InputError` for anything else."""
    ids = sorted(k for k in given if isinstance(k, int)) if isinstance(given, list) else []
    if not ids or ids[0] < 0 or len(ids) != ids[-1] - ids[0] + 1:
        raise InputError("mark sentences of both versions that follow each other")
    return range(ids[0], ids[-1] + 1)
