"""The work behind the page: what it shows of a store, and what it changes there. Plain data in and out."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Any, cast

from corpora.errors import InputError
from corpora.files import clean_text
from glossary.concept import Concept
from glossary.review.evidence import passages, variants
from glossary.review.ruling import Ruling, checked_field, edits, fields_of, present, revise, stamp
from glossary.review.similar import LOOKED_AT, Similar
from glossary.store import DECISIONS, Brief, Candidate, ConflictError, Store

Answer = dict[str, Any]
FOUND = 30  # concepts that a search shows
SYMBOLS = 12  # documents that the page names; the others are counted
CONTEXTS = 8  # shown at first
ALL_CONTEXTS = 500


class OvertakenError(ConflictError):
    """Somebody else changed the candidate since the page showed it; ``present`` is its state now."""

    def __init__(self, message: str, present: Answer) -> None:
        super().__init__(message)
        self.present = present


class Desk:
    """One store, opened anew for each request; the decisions of this sitting, so that they can be undone in turn."""

    def __init__(self, path: Path, who: str = "") -> None:
        self._path = path
        self._who = who
        self._done: list[tuple[int, str]] = []
        self._lock = threading.Lock()

    def _open(self) -> Store:
        return Store.open(self._path, who=self._who)

    def rows(self) -> Answer:
        """All candidates, best first, as the list shows them; :meth:`others` has what it searches besides."""
        with self._open() as store:
            return {"candidates": [_brief(one) for one in store.brief()]}

    def others(self) -> Answer:
        """The variants of all candidates, by id: this takes longer, and nobody waits for it."""
        with self._open() as store:
            return {"others": store.variants()}

    def detail(self, id: str, all_contexts: bool = False) -> Answer:
        """One candidate with its evidence (``all_contexts``: with all of it); raises :class:`LookupError` where there is none."""
        with self._open() as store:
            return _detail(store, _found(store, id), ALL_CONTEXTS if all_contexts else CONTEXTS)

    def similar(self, id: str) -> Answer:
        """Concepts of the termbase that look like the candidate."""
        with self._open() as store:
            own = present(store, _found(store, id))
            index = Similar(store.alike(own, LOOKED_AT))
            return {"concepts": [_concept(concept) for concept in index.of(own)]}

    def search(self, text: str) -> Answer:
        """Concepts of the termbase with this text in a term, and open candidates, into which one can be merged as well."""
        wanted = clean_text(text)[:200]
        with self._open() as store:
            concepts = [_concept(concept) for concept in store.search(wanted, limit=FOUND)]
            low = wanted.lower()
            others = (
                one for one in store.brief() if one.decision == "open" and (low in one.zh or low in one.en.lower())
            )
            drafts = [
                {"id": one.id, "zh": one.zh, "en": one.en, "subject": "", "open": True} for one in islice(others, FOUND)
            ]
        return {"concepts": [*concepts, *drafts]}

    def decide_many(self, body: Mapping[str, Any]) -> Answer:
        """One decision on several candidates (``ids`` with their versions, or all open ones from a probability on), as one step.

        What somebody else has decided meanwhile, or what would double a concept, is left alone and counted.
        """
        decision = next((known for known in DECISIONS if known == body.get("decision") and known != "merged"), None)
        if decision is None:
            raise InputError("the decision is missing")
        why = checked_field("why", _text(body.get("why", "")))
        least, chosen = body.get("least"), body.get("ids")
        rows: list[Answer] = []
        left = 0
        with self._open() as store:
            seen = dict(chosen) if isinstance(chosen, dict) else None
            if seen is None and not (isinstance(least, int | float) and not isinstance(least, bool)):
                raise InputError("no candidates are chosen", "choose some, or a probability")
            with store.transaction():
                for one in store.brief():
                    if seen is None and (one.decision != "open" or one.probability < cast("float", least)):
                        continue
                    if seen is not None and one.id not in seen:
                        continue
                    if seen is not None and one.version != seen[one.id]:
                        left += 1
                        continue
                    try:
                        with store.transaction():
                            rows.append(_row(store.decide(one.id, decision, why=why)))
                    except InputError:  # another concept has the pair: a person must merge
                        left += 1
                group = store.group
            if group is not None and rows:
                with self._lock:
                    self._done.append((group, rows[0]["id"]))
        return {"candidates": rows, "left": left}

    def decide(self, body: Mapping[str, Any]) -> Answer:
        """Take a decision; raises :class:`OvertakenError` when the version is not the present one."""
        decision = next((known for known in DECISIONS if known == body.get("decision")), None)
        version = body.get("version")
        if decision is None or not isinstance(version, str):
            raise InputError("decision or version is missing")
        why, into = checked_field("why", _text(body.get("why", ""))), _text(body.get("into", ""))
        if decision == "merged" and not into:
            raise InputError("the concept to merge into is missing", "choose one")
        with self._open() as store:
            id = _found(store, _text(body.get("id", ""))).id
            try:
                with store.transaction():  # nobody else writes between the check of the version and the decision
                    candidate = _found(store, id)
                    if stamp(store, candidate) != version:
                        raise ConflictError(f"candidate {id} was changed meanwhile")
                    before = _newest(store)
                    edited = _revised(present(store, candidate), body)
                    target = into if decision == "merged" else ""
                    after = store.decide(id, decision, edited=edited, into=target, why=why, drafts=True)
                    group, changed = store.history(limit=1)[0].group, _newest(store) != before
            except ConflictError as error:
                raise OvertakenError(str(error), _detail(store, _found(store, id))) from error
        if changed:
            with self._lock:
                self._done.append((group, id))
        return _row(after)

    def undo(self) -> Answer:
        """Take back the last decision of this sitting; an empty list when there is none."""
        with self._lock:
            if not self._done:
                return {"candidates": []}
            group, id = self._done.pop()
        with self._open() as store:
            store.undo(group)
            return {"candidates": [_row(_found(store, id))]}


def _found(store: Store, id: str) -> Candidate:
    candidate = store.candidate(clean_text(id))
    if candidate is None:
        raise LookupError("this candidate is not in the termbase any more")
    return candidate


def _newest(store: Store) -> int:
    """The number of the last change; 0 where there is none."""
    news = store.history(limit=1)
    return news[0].number if news else 0


def _text(value: object) -> str:
    return clean_text(value) if isinstance(value, str) else ""


def _revised(shown: Concept, body: Mapping[str, Any]) -> Concept | None:
    """The concept as the page sends it; None where nothing was edited."""
    raw = body.get("fields")
    fields = {key: value for key, value in raw.items() if isinstance(value, str)} if isinstance(raw, dict) else {}
    asked = body.get("variants")
    chosen = {
        (_text(item.get("language")), _text(item.get("text"))): _text(item.get("status"))
        for item in (asked if isinstance(asked, list) else [])
        if isinstance(item, dict)
    }
    if not edits(shown, fields) and not chosen:
        return None
    return revise(shown, Ruling(fields, chosen))


def _brief(one: Brief) -> Answer:
    return {
        "id": one.id,
        "state": one.version,
        "decision": one.decision,
        "zh": one.zh,
        "en": one.en,
        "others": "",
        "p": one.probability,
        "f": one.frequency,
    }


def _others(draft: Concept) -> str:
    return "\n".join(term.text for term in (*draft.of("zh")[1:], *draft.of("en")[1:]))


def _row(candidate: Candidate) -> Answer:
    draft = candidate.draft
    zh, en = draft.of("zh"), draft.of("en")
    return {
        "id": candidate.id,
        "state": candidate.version,
        "decision": candidate.decision,
        "zh": zh[0].text if zh else "",
        "en": en[0].text if en else "",
        "others": _others(draft),
        "p": draft.probability,
        "f": draft.frequency,
    }


def _detail(store: Store, candidate: Candidate, contexts: int = CONTEXTS) -> Answer:
    draft = present(store, candidate)
    into = store.get(candidate.into) if candidate.into else None
    if candidate.into and into is None and (other := store.candidate(candidate.into)):
        into = other.draft
    return {
        "id": candidate.id,
        "state": candidate.version,
        "version": stamp(store, candidate),
        "decision": candidate.decision,
        "who": candidate.who,
        "when": candidate.when,
        "why": candidate.why,
        "into_name": f"{into.preferred('zh')} · {into.preferred('en')} ({into.id})" if into else candidate.into,
        "fields": fields_of(draft),
        "zh": _language(draft, "zh"),
        "en": _language(draft, "en"),
        "probability": draft.probability,
        "frequency": draft.frequency,
        "documents": len(draft.symbols),
        "symbols": list(draft.symbols[:SYMBOLS]),
        "contexts": [
            {"symbol": p.symbol, "segment": p.segment, "zh": p.zh, "en": p.en}
            for p in passages(candidate.draft, contexts)
        ],
        "more": len(passages(candidate.draft, contexts + 1)) > contexts,
    }


def _language(concept: Concept, language: str) -> Answer:
    terms = concept.of(language)
    return {
        "share": concept.share(language),
        "n": sum(term.frequency for term in terms),
        "variants": [
            {"text": term.text, "n": term.frequency, "status": term.status} for term in variants(concept, language)
        ],
    }


def _concept(concept: Concept) -> Answer:
    return {"id": concept.id, "zh": concept.preferred("zh"), "en": concept.preferred("en"), "subject": concept.subject}
