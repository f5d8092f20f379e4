"""Glossaries as catalogues of gettext (Weblate, Pontoon, translate-toolkit): a message a pair of terms.

The context of our messages is the id of the concept; its texts are extracted comments, statuses and languages are flags.
"""

from __future__ import annotations

from pathlib import Path

import polib

from corpora.exchange import Remarks, read_pairs
from corpora.files import tidy
from glossary.concept import STATUSES, Concept, Status, Term, Termbase
from glossary.formats.pairs.rows import Gatherer, Row, pairs_of
from glossary.formats.reading import language_of, tag_of
from glossary.formats.types import ExportOptions
from glossary.losses import Losses

LABELS = ("subject", "definition", "note")
TAG = "tag-"
"""What a flag begins with that says which Chinese or English a term is."""
CONTEXT = "msgctxt"
"""The property that a row of a catalogue has for its context."""
OURS = "duizhao:"
"""What our contexts begin with: the id of a concept stands behind it."""


def write(concepts: list[Concept], path: Path, options: ExportOptions, termbase: Termbase) -> None:
    """A message a pair, English to Chinese or as ``options`` say."""
    source = options.source
    catalogue = polib.POFile(wrapwidth=0)
    tags = {term.tag for concept in concepts for term in concept.of("zh" if source == "en" else "en")}
    code = tags.pop() if len(tags) == 1 and "" not in tags else options.code("zh" if source == "en" else "en")
    catalogue.metadata = {
        "Language": code.replace("-", "_"),
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    for concept in concepts:
        for number, (first, second) in enumerate(pairs_of(concept, source), start=1):
            catalogue.append(_entry(concept, number, first, second, options))
    path.write_text(f"{catalogue}\n", "utf-8", newline="\n")


def _entry(concept: Concept, number: int, source: Term, target: Term, options: ExportOptions) -> polib.POEntry:
    flags = [f"{term.language}-{term.status}" for term in (source, target) if term.status != "preferred"]
    flags += [f"{TAG}{term.tag or options.code(term.language)}" for term in (source, target)]
    extracted = [f"{name}: {text}" for name in LABELS if (text := getattr(concept, name))]
    return polib.POEntry(
        msgctxt=f"{OURS}{number}:{concept.id}",
        msgid=source.text,
        msgstr=target.text,
        comment="\n".join(extracted),
        flags=flags,
    )


def read(path: Path, losses: Losses) -> Termbase:
    """Messages that are translated as concepts; raises :class:`InputError` for what is no catalogue."""
    said = Remarks()
    gatherer = Gatherer(losses)
    for pair in read_pairs(path, said):
        about = pair.about
        assert about is not None
        props = dict(about.props)
        context = props.get(CONTEXT, "")
        id = context.removeprefix(OURS).partition(":")[2] if context.startswith(OURS) else ""
        if not pair.zh or not pair.en:
            losses.add(
                id,
                f"message {pair.zh or pair.en!r} is not translated: left out",
                "messages without a translation, left out",
            )
            continue
        flags = {value for name, value in about.props if name == "flag"}
        tags = _tags(flags) if id else dict(zip(("zh", "en"), about.tags, strict=True))
        terms = [
            Term(text, language, _status(flags, language, about.state), tag=tags.get(language, ""))
            for language, text in (("zh", pair.zh), ("en", pair.en))
        ]
        told = about.state == "draft" or bool(id)
        gatherer.add(Row(id, terms[0], terms[1], _texts(about.notes, bool(id)), told, told))
    for line in said.lines({"state", "note", "property"}):
        losses.add("", line)
    return gatherer.termbase(path, f"po:{path.name}")


def _tags(flags: set[str]) -> dict[str, str]:
    """What our flags say of the languages of both terms."""
    codes = [flag.removeprefix(TAG) for flag in flags if flag.startswith(TAG)]
    return {language_of(code): tag_of(code) for code in codes}


def _status(flags: set[str], language: str, state: str) -> Status:
    found = next((status for status in STATUSES if f"{language}-{status}" in flags), None)
    return found or ("admitted" if state == "draft" else "preferred")


def _texts(notes: tuple[str, ...], ours: bool) -> dict[str, str]:
    """What the comments say; ours have labels."""
    found: dict[str, str] = {}
    plain: list[str] = []
    for line in (line for note in notes for line in note.split("\n")):
        label, colon, text = line.partition(": ")
        if ours and colon and label in LABELS and label not in found:
            found[label] = tidy(text)
        else:
            plain.append(line)
    return {"note": tidy("\n".join(plain)), **found}
