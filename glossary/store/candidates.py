"""Candidates: proposed by an extraction, decided by people, silent once rejected until more speaks for them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpora.errors import InputError, quoted
from glossary.concept import Concept, Termbase
from glossary.store.codec import check, pair_id, parse
from glossary.store.combine import combined, key, without
from glossary.store.folding import folded, stem
from glossary.store.history import now
from glossary.store.merging import merge_drafts, part_drafts, target_of
from glossary.store.tables import Candidate, Decision, Tables, parse_candidate

GROWTH = 2
"""A candidate that was rejected returns with so many times the segment pairs that spoke for it then ..."""
NEW_DOCUMENTS = 2
"""... or with so many documents more."""
PAIRS = 400  # pairs of variants by which a candidate of an earlier extraction is found again


@dataclass(frozen=True, slots=True)
class Split:
    """A pair whose terms stand in more than one concept of the termbase."""

    candidate: str
    zh: str
    en: str
    concepts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What became of a draft, counted: ``new``, ``updated`` (other evidence), ``known`` (in the termbase already),
    ``silent`` (decided against, not enough new evidence), ``returned`` (rejected, evidence grew), ``unchanged``,
    ``left_out`` (not a term in it).
    """

    new: int = 0
    updated: int = 0
    known: int = 0
    silent: int = 0
    returned: int = 0
    unchanged: int = 0
    left_out: int = 0
    split: tuple[Split, ...] = ()


def evidence(draft: Concept) -> tuple[int, int]:
    """Segment pairs and documents that speak for a draft."""
    return draft.frequency, len(draft.symbols)


def has_grown(seen: tuple[int, int], present: tuple[int, int]) -> bool:
    """Whether evidence grew enough for a second look. Documents count only where those of the first look were named.

    >>> has_grown((5, 2), (9, 3)), has_grown((5, 2), (10, 2)), has_grown((5, 2), (6, 4)), has_grown((5, 0), (5, 4))
    (False, True, True, False)
    """
    more = seen[1] > 0 and present[1] >= seen[1] + NEW_DOCUMENTS
    return present[0] >= GROWTH * max(seen[0], 1) or more


def joined(old: Concept, new: Concept) -> Concept:
    """The draft of a candidate after another extraction.

    Of other documents: both, counts added. Of the same documents and more: the new one. Of partly the same documents,
    or where one of them does not name its documents (tables only count them): both, the greater counts, because nobody
    knows what was counted twice.
    """
    before, after = set(old.symbols), set(new.symbols)
    if before and before <= after:
        return new
    adding = bool(before and after) and not before & after
    return combined(old, replace(new, id=old.id), adding=adding).concept


def _with_evidence(edited: Concept, new: Concept) -> Concept:
    """A draft that a person has edited: its words stay, its counts and contexts are brought up to date."""
    found = {key(term): term for term in new.terms}
    terms = []
    for term in edited.terms:
        other = found.get(key(term))
        terms.append(replace(term, frequency=other.frequency, contexts=other.contexts) if other else term)
    return replace(
        edited,
        terms=tuple(terms),
        frequency=new.frequency,
        symbols=new.symbols,
        score=new.score,
        probability=new.probability,
    )


class _Known:
    """Which concepts hold a term, by its stem."""

    def __init__(self, tables: Tables) -> None:
        self._concepts: dict[tuple[str, str], set[str]] = defaultdict(set)
        for language, text, id in tables.database.rows(
            "SELECT language, text, id FROM term JOIN concept ON concept.seq = term.concept"
        ):
            self._concepts[language, stem(text)].add(id)

    def of(self, language: str, text: str) -> set[str]:
        return self._concepts.get((language, stem(text)), set()) if text else set()


def propose(tables: Tables, draft: Termbase) -> Proposal:
    """Take the concepts of a draft as candidates. Within ``database.writing``."""
    known = _Known(tables)
    drafts = [concept for concept in draft if any(term.text.strip() for term in concept.terms)]
    own = {pair_id(concept.preferred("zh"), concept.preferred("en")) for concept in drafts}
    counts: Counter[str] = Counter()
    splits: list[Split] = []
    done: set[str] = set()
    ids: dict[str, str] = {}
    for concept in drafts:
        ids[concept.id] = id = _identified(tables, concept, own)
        own.add(id)
    for concept in drafts:
        zh, en = concept.preferred("zh"), concept.preferred("en")
        id = ids[concept.id]
        having = known.of("zh", zh), known.of("en", en)
        both = having[0] & having[1] if zh and en else having[0] | having[1]
        if len(both) > 1 or (not both and all(having)):
            splits.append(Split(id, zh, en, tuple(sorted(having[0] | having[1]))))
        if both:
            counts["known"] += 1
            continue
        # an accepted candidate has its own id as a concept: references lead there
        moved = tuple(replace(one, concept=ids.get(one.concept, one.concept)) for one in concept.references)
        counts[_proposed(tables, id, replace(concept, id=id, references=moved), again=id in done)] += 1
        done.add(id)
    return Proposal(**counts, left_out=len(draft) - len(drafts), split=tuple(splits))


def _identified(tables: Tables, concept: Concept, taken: set[str]) -> str:
    """The id of the leading pair; or of another pair of its terms, when an earlier extraction preferred that one."""
    first = pair_id(concept.preferred("zh"), concept.preferred("en"))
    if tables.database.first("SELECT 1 FROM candidate WHERE id = ?", (first,)):
        return first
    pairs = [(zh.text, en.text) for zh in concept.of("zh") for en in concept.of("en")]
    for zh, en in pairs[1:PAIRS]:
        id = pair_id(zh, en)
        if id not in taken and tables.database.first("SELECT 1 FROM candidate WHERE id = ?", (id,)):
            return id
    return first


def _proposed(tables: Tables, id: str, concept: Concept, *, again: bool) -> str:
    """Write one draft; return under which name it counts."""
    check(concept)
    old = tables.candidate(id)
    if old is None:
        tables.put_candidate(id, None, Candidate(id, 0, concept), "created", "")
        return "new"
    if again:  # the same pair twice in one draft: one candidate with the words of both
        draft = combined(old.draft, concept).concept
    else:
        draft = joined(old.draft, concept)
    if old.edited:
        draft = _with_evidence(old.draft, draft)
    after = replace(old, draft=draft)
    if old.decision != "open" and has_grown(old.seen, evidence(draft)):
        said = f"{old.decision} with {old.seen[0]} segment pairs in {old.seen[1]} documents"
        why = f"{said}, now {draft.frequency} in {len(draft.symbols)}"
        after = replace(after, decision="open", into="", who="", when="", why="")
        tables.put_candidate(id, old, after, "returned", why)
        return "returned"
    if draft != old.draft:
        tables.put_candidate(id, old, after, "changed", "")
    if old.decision != "open":
        return "silent"
    return "updated" if draft != old.draft else "unchanged"


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision on a candidate, as a person gives it."""

    decision: Decision
    edited: Concept | None = None
    into: str = ""
    why: str = ""
    who: str = ""
    drafts: bool = False


_ACTIONS: dict[Decision, str] = {"open": "reopened", "accepted": "accepted", "rejected": "rejected", "merged": "merged"}


def decide(tables: Tables, candidate: Candidate, ruling: Ruling) -> Candidate:
    """Write a decision with what it does to the concepts. Within ``database.writing``."""
    id, into, time = candidate.id, "", now()
    same = candidate.decision == ruling.decision
    if ruling.decision == "merged" and ruling.into:
        same = same and candidate.into == ruling.into
    if candidate.decision in ("accepted", "merged") and not same:
        _withdraw(tables, candidate, ruling)
    draft, edited = candidate.draft, candidate.edited
    if ruling.decision == "accepted":
        into = _accept(tables, candidate, ruling, time)
    elif ruling.decision == "merged":
        into = ruling.into or candidate.into
        if not same or ruling.edited is not None:
            _merge(tables, candidate, into, ruling, time)
    elif ruling.edited is not None:
        draft, edited = replace(ruling.edited, id=id), True
    after = replace(
        candidate,
        draft=draft,
        edited=edited,
        decision=ruling.decision,
        into=into,
        who=ruling.who,
        when=time,
        why=ruling.why,
        seen=evidence(draft),
    )
    if ruling.edited is not None or replace(after, who="", when="") != replace(candidate, who="", when=""):
        tables.put_candidate(id, candidate, after, "changed" if same else _ACTIONS[ruling.decision], ruling.why)
    found = tables.candidate(id)
    assert found is not None
    return found


def _accept(tables: Tables, candidate: Candidate, ruling: Ruling, time: str) -> str:
    """Make the concept of an accepted candidate, or bring it up to date; return its id."""
    again = candidate.decision == "accepted" and bool(candidate.into)
    id = candidate.into if again else candidate.id
    before = tables.concept(id)
    wanted = ruling.edited or (before if again and before else candidate.draft)
    if before is not None and not again:
        wanted = combined(before, replace(wanted, id=id)).concept
    wanted = replace(wanted, id=id)
    if wanted != before:
        refuse_duplicate(tables, before, wanted)
        wanted = replace(
            wanted,
            created=wanted.created or time,
            created_by=wanted.created_by or ruling.who,
            modified=time,
            modified_by=ruling.who,
        )
        tables.put(id, before, wanted, "changed" if before else "created", ruling.why)
    return id


def refuse_duplicate(tables: Tables, before: Concept | None, wanted: Concept) -> None:
    """Raise :class:`InputError` where another concept has the leading pair that this one gets."""
    zh, en = (folded(wanted.preferred(language)) for language in ("zh", "en"))
    if not (zh and en) or (before is not None and {("zh", zh), ("en", en)} <= set(map(key, before.terms))):
        return
    row = tables.database.first(
        """SELECT concept.id FROM term AS zh JOIN term AS en ON en.concept = zh.concept
            JOIN concept ON concept.seq = zh.concept
        WHERE zh.language = 'zh' AND zh.folded = ? AND en.language = 'en' AND en.folded = ? AND concept.id <> ?
        ORDER BY concept.seq""",
        (zh, en, wanted.id),
    )
    if row:
        named = f"{quoted(wanted.preferred('zh'))} / {quoted(wanted.preferred('en'))}"
        raise InputError(f"{named}: {row[0]} has this pair", f"merge into {row[0]}, or edit the terms")


def _merge(tables: Tables, candidate: Candidate, into: str, ruling: Ruling, time: str) -> None:
    """Add the terms of a candidate to a concept."""
    if not into:
        raise InputError(f"candidate {candidate.id}: the concept to merge into is not named", "name its id")
    target = target_of(tables, candidate, into) if ruling.drafts else None
    if target is not None:
        merge_drafts(tables, candidate, ruling.edited or candidate.draft, target, ruling.why)
        return
    before = tables.existing(into)
    draft = replace(ruling.edited or candidate.draft, id=into)
    adding = (candidate.decision, candidate.into) != ("merged", into)
    after = combined(before, draft, adding=adding).concept
    if after != before:
        after = replace(after, modified=time, modified_by=ruling.who)
        tables.put(into, before, after, "changed", ruling.why)


def _withdraw(tables: Tables, candidate: Candidate, ruling: Ruling) -> None:
    """Take out of the concepts what an earlier decision put there; what others did to them since stays."""
    id = candidate.into
    present = tables.concept(id)
    groups = set(_groups_of_decision(tables, candidate))
    made = [change for change in tables.history.of_item(id, "concept") if change.group in groups]
    if not made:
        part_drafts(tables, candidate, groups, ruling.why)
    if present is None or not made:
        return
    before, after = parse(made[-1].before), parse(made[0].after)
    if present == after:
        tables.put(id, present, before, "changed" if before else "removed", ruling.why)
    elif before is not None and after is not None:
        tables.put(id, present, without(present, before, after), "changed", ruling.why)
    else:
        tables.changed_since(id, "it was accepted")


def _groups_of_decision(tables: Tables, candidate: Candidate) -> Iterator[int]:
    """The groups of changes since the present decision was taken."""
    for change in tables.history.of_item(candidate.id, "candidate"):
        state = parse_candidate(candidate.id, change.after)
        if state is None or (state.decision, state.into) != (candidate.decision, candidate.into):
            return
        yield change.group
