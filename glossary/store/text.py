"""What the commands of a termbase print: concepts, changes, and what an import noticed, as text or as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from corpora.errors import InputError, quoted
from corpora.notebook import counted
from corpora.text import LANGUAGE_NAMES
from glossary.concept import Concept, Context, Term
from glossary.records import concept_to_dict
from glossary.store.codec import loads
from glossary.store.history import Change
from glossary.store.tables import Candidate

Row = tuple[str, str, str]
"""Kind (added, changed, duplicate, conflict, lost, split), concept, what."""


def as_json(value: object) -> str:
    """JSON for people and programs."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def line_of(concept: Concept) -> str:
    r"""A concept in one line: id, Chinese terms, English terms, subject, parted by tabs.

    >>> line_of(Concept("c1", (Term("会员国", "zh", "preferred"), Term("成员国", "zh", "deprecated")), subject="组织"))
    'c1\t会员国; 成员国 (deprecated)\t\t组织'
    """
    sides = ("; ".join(map(_with_status, concept.of(language))) for language in LANGUAGE_NAMES)
    return "\t".join(" ".join(cell.split()) for cell in (concept.id, *sides, concept.subject))


def _with_status(term: Term) -> str:
    return f"{term.text} ({term.status})" if term.status in ("deprecated", "superseded") else term.text


def page_of(concept: Concept, version: int, names: dict[str, str]) -> str:
    """A concept with all that is known of it; ``names`` says what the concepts are that it refers to."""
    head = [
        ("concept", f"{concept.id} (version {version})" if version else concept.id),
        ("subject", concept.subject),
        ("definition", concept.definition),
        ("source", concept.definition_source),
        ("note", concept.note),
    ]
    lines = [f"{name}: {text}" for name, text in head if text]
    languages = dict.fromkeys((*LANGUAGE_NAMES, *(term.language for term in concept.terms)))
    for language in languages:
        terms = concept.of(language)
        if terms:
            lines += [
                "",
                f"{LANGUAGE_NAMES.get(language, language)}:",
                *(line for term in terms for line in _term_lines(term)),
            ]
    lines += _tail(concept, names)
    return "\n".join(lines) + "\n"


def _term_lines(term: Term) -> list[str]:
    facts = [term.body, term.status, term.type, term.pos, term.tag, term.register, term.validation]
    facts.append(f"reliability {term.reliability}" if term.reliability else "")
    facts.append(f"{term.frequency} times" if term.frequency else "")
    lines = [f"  {term.text}  [{', '.join(fact for fact in facts if fact)}]"]
    lines += [f"      {name}: {text}" for name, text in (("source", term.source), ("note", term.note)) if text]
    return lines + [f"      “{context.text}”{_place(context)}" for context in term.contexts]


def _place(context: Context) -> str:
    place = ":".join(part for part in (context.symbol, context.segment) if part)
    return f" ({place})" if place else ""


def _tail(concept: Concept, names: dict[str, str]) -> list[str]:
    lines = [
        f"{one.kind}: {one.concept} {names.get(one.concept, '(not in the termbase)')}" for one in concept.references
    ]
    lines += [f"link: {link}" for link in concept.links]
    if concept.frequency or concept.symbols:
        seen = f"seen: {counted(concept.frequency, 'segment pair')}, {counted(len(concept.symbols), 'document')}"
        lines.append(f"{seen}: {', '.join(concept.symbols[:12])}{' …' if len(concept.symbols) > 12 else ''}")
    for what, when, who in (
        ("created", concept.created, concept.created_by),
        ("modified", concept.modified, concept.modified_by),
    ):
        if when or who:
            lines.append(f"{what}: {when} {who}".rstrip())
    return ["", *lines] if lines else []


def name_of(concept: Concept) -> str:
    """A concept by its leading terms: ``会员国 / Member State``."""
    return " / ".join(text for text in (concept.preferred("zh"), concept.preferred("en")) if text)


def decision_of(candidate: Candidate) -> str:
    """What was decided about a candidate, in one line."""
    into = f" into {candidate.into}" if candidate.decision == "merged" else ""
    by = f" by {candidate.who}" if candidate.who else ""
    return f"candidate: {candidate.decision}{into}{by} {candidate.when} {candidate.why}".rstrip()


def change_line(change: Change) -> str:
    """A change in one line: group, time, who, action, id, what is different, why; parted by tabs."""
    cells = (
        str(change.group),
        change.when,
        change.who,
        f"{change.kind} {change.action}",
        change.id,
        differences(change),
        change.why,
    )
    return "\t".join(" ".join(cell.split()) for cell in cells)


def differences(change: Change) -> str:
    """Which fields a change touched, with the values of the short ones."""
    before, after = (_state(text) for text in (change.before, change.after))
    try:
        return _differences(before, after)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise InputError(f"change {change.number} of {change.id} is damaged", "take the last good copy") from error


def _state(text: str | None) -> dict[str, Any] | None:
    return None if text is None else loads(text)


def _differences(before: dict[str, Any] | None, after: dict[str, Any] | None) -> str:
    if before is None or after is None:
        return _leading(before or after or {})
    before, after = ({**state, **state.get("draft", {})} for state in (before, after))
    said = []
    for field in dict.fromkeys((*before, *after)):
        old, new = before.get(field), after.get(field)
        if old == new or field in ("draft", "seen", "who", "when", "modified", "modified_by"):
            continue
        plain = all(isinstance(value, str | int | float | None) for value in (old, new))
        said.append(f"{field}: {_quoted(old)} → {_quoted(new)}" if plain else _list_difference(field, old, new))
    return "; ".join(said)


def _leading(state: dict[str, Any]) -> str:
    terms = state.get("draft", state).get("terms", ())
    first = {term["language"]: term["text"] for term in reversed(terms)}
    return " / ".join(quoted(first[language]) for language in LANGUAGE_NAMES if language in first)


def _quoted(value: object) -> str:
    return quoted(str(value)) if value not in (None, "") else "nothing"


def _list_difference(field: str, old: list[Any] | None, new: list[Any] | None) -> str:
    gone = [one for one in old or () if one not in (new or ())]
    come = [one for one in new or () if one not in (old or ())]
    marks = [f"-{_item(one)}" for one in gone[:3]] + [f"+{_item(one)}" for one in come[:3]]
    more = len(gone[3:]) + len(come[3:])
    return f"{field}: {' '.join(marks) or 'order'}{f' and {more} more' if more else ''}"


def _item(one: object) -> str:
    if isinstance(one, dict):
        said = [str(one[name]) for name in ("text", "status", "concept", "kind") if one.get(name)]
        return quoted(", ".join(said))
    return quoted(str(one))


def change_to_dict(change: Change) -> dict[str, Any]:
    """A change as JSON, with the whole state before and after."""
    found = {name: getattr(change, name) for name in ("number", "group", "when", "who", "why", "kind", "id", "action")}
    return {**found, "undoes": change.undoes, "before": _state(change.before), "after": _state(change.after)}


def entry_to_dict(concept: Concept, version: int) -> dict[str, Any]:
    """A concept as JSON, with its version."""
    return {**concept_to_dict(concept), "version": version}


def table_of(rows: Sequence[Row]) -> str:
    """What was noticed, one line each: kind, concept, what; parted by tabs."""
    return "".join("\t".join(" ".join(cell.split()) for cell in row) + "\n" for row in rows)
