"""The work behind the page: what it shows of a store, and what it changes there. Plain data in and out."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from corpora.errors import InputError
from corpora.files import clean_text
from glossary.concept import Concept
from glossary.review.evidence import passages, variants
from glossary.review.ruling import Ruling, checked_field, edits, fields_of, present, revise, stamp
from glossary.review.similar import Similar
from glossary.store import DECISIONS, Candidate, ConflictError, Store

Answer = dict[str, Any]
FOUND = 30  # concepts that a search shows
SYMBOLS = 12  # documents that the page names; the others are counted
MANY_CHANGES = 500  # from so many on, the index of similar concepts is built again


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
        self._similar = Similar()
        self._seen = -1

    def _open(self) -> Store:
        return Store.open(self._path, who=self._who)

    def rows(self) -> Answer:
        """All candidates, best first, as the list shows them."""
        with self._open() as store:
            return {"candidates": [_row(candidate) for candidate in store.candidates(None)]}

    def detail(self, id: str) -> Answer:
        """One candidate with its evidence; raises :class:`LookupError` where there is none."""
        with self._open() as store:
            return _detail(store, _found(store, id))

    def similar(self, id: str) -> Answer:
        """Concepts of the termbase that look like the candidate."""
        with self._open() as store, self._lock:
            self._follow(store)
            own = present(store, _found(store, id))
            return {"concepts": [_concept(concept) for concept in self._similar.of(own)]}

    def search(self, text: str) -> Answer:
        """Concepts of the termbase with this text in a term."""
        with self._open() as store:
            return {"concepts": [_concept(concept) for concept in store.search(clean_text(text)[:200], limit=FOUND)]}

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
                    after = store.decide(id, decision, edited=edited, into=target, why=why)
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

    def _follow(self, store: Store) -> None:
        """Bring the index of similar concepts up to date by the history of the store."""
        newest = _newest(store)
        if newest == self._seen:
            return
        news = store.history(limit=MANY_CHANGES)
        fresh = [change for change in news if change.number > self._seen]
        if self._seen < 0 or len(fresh) == MANY_CHANGES:
            self._similar = Similar(store.concepts())
        else:
            for id in {change.id for change in fresh if change.kind == "concept"}:
                concept = store.get(id)
                self._similar.drop(id) if concept is None else self._similar.put(concept)
        self._seen = newest


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


def _row(candidate: Candidate) -> Answer:
    draft = candidate.draft
    zh, en = draft.of("zh"), draft.of("en")
    return {
        "id": candidate.id,
        "state": candidate.version,
        "decision": candidate.decision,
        "zh": zh[0].text if zh else "",
        "en": en[0].text if en else "",
        "others": "\n".join(term.text for term in (*zh[1:], *en[1:])),
        "p": draft.probability,
        "f": draft.frequency,
    }


def _detail(store: Store, candidate: Candidate) -> Answer:
    draft = present(store, candidate)
    into = store.get(candidate.into) if candidate.into else None
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
            {"symbol": p.symbol, "segment": p.segment, "zh": p.zh, "en": p.en} for p in passages(candidate.draft)
        ],
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
