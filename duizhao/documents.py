"""One document of a run: read, aligned, and what became of it; copies for people who work in Word."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from corpora.changes import Changes
from corpora.errors import DuizhaoError, InputError, quoted, unexpected
from corpora.logs import Remark, code_of, tell_stage
from corpora.memory import peak_memory
from corpora.notebook import counted
from corpora.text import OTHER_LANGUAGE

if TYPE_CHECKING:
    from align.aligner import Aligner
    from corpora.bitext import Pair
    from corpora.catalogue import Entry
    from corpora.document import Document
    from glossary.finding import Checked
    from glossary.project import Decided
    from glossary.report import Version

Confirmed = Mapping[str, "Sequence[Decided]"]
"""Links that a person confirmed, by document."""
NONE: Confirmed = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class DocumentStatus:
    """What became of one document: ``status`` is ``done`` or ``failed``; ``warnings`` are one line each.

    ``original`` is the language that it was written in, empty where nobody says it.
    """

    symbol: str
    zh: str
    en: str
    status: str
    message: str = ""
    zh_sentences: int = 0
    en_sentences: int = 0
    links: int = 0
    null_links: int = 0
    zh_format: str = ""
    en_format: str = ""
    warnings: tuple[str, ...] = ()
    original: str = ""


@dataclass(frozen=True, slots=True)
class OneDocument:
    """What became of a document, its rows, and the sentences of its two versions; none of a bitext, which has rows alone."""

    status: DocumentStatus
    pairs: list[Pair]
    versions: tuple[Document, ...] = ()
    seconds: float = 0.0
    peak: float = 0.0  # megabytes, of the process that did it


class Worker:
    """What a process that aligns documents knows: set once, before its first document."""

    aligner: Aligner
    original: str
    changes: Changes
    links: Confirmed


def begin(model: str, original: str, changes: Changes = Changes.accepted, links: Confirmed = NONE) -> None:
    """Make a process a worker."""
    from align.aligner import Aligner
    from align.encoders import load_encoder

    Worker.aligner, Worker.original, Worker.changes, Worker.links = (
        Aligner(load_encoder(model)),
        original,
        changes,
        links,
    )


def aligned(entry: Entry) -> OneDocument:
    """What a worker does with a document."""
    return one_document(entry, Worker.aligner, Worker.original, Worker.changes, Worker.links)


def tell_document(one: OneDocument) -> None:
    """Tell what became of a document, whichever process looked at it; its sentences are counted and not told."""
    status = one.status
    counts = {"sentences": [status.zh_sentences, status.en_sentences], "links": status.links, "worker_peak": one.peak}
    codes = [code_of(warning) for warning in status.warnings]
    tell_stage("document", status.symbol, event="document", files=[status.zh, status.en], status=status.status,
               seconds=one.seconds, warnings=codes, **counts)  # fmt: skip


def one_document(
    entry: Entry,
    aligner: Aligner,
    original: str,
    changes: Changes = Changes.accepted,
    links: Confirmed = NONE,
) -> OneDocument:
    """Read and align one document, around the links that a person confirmed; what goes wrong is its status, not the end of the run."""
    begun = time.perf_counter()
    done = _document(entry, aligner, original, changes, links.get(entry.symbol, ()))
    return replace(done, seconds=round(time.perf_counter() - begun, 4), peak=peak_memory())


def _document(entry: Entry, aligner: Aligner, original: str, changes: Changes, links: Sequence[Decided]) -> OneDocument:
    from corpora.reading import read_document
    from glossary.project import placed

    names = entry.zh_path.name, entry.en_path.name
    try:
        if entry.is_bitext:
            return _taken(entry, original)
        zh = read_document(entry.zh_path, "zh", entry.symbol, original, changes)
        en = read_document(entry.en_path, "en", entry.symbol, original, changes)
        fixed = placed(links, zh.document, en.document)
        bitext = aligner.align(zh.document, en.document, fixed.links)
    except Exception as error:
        if not isinstance(error, DuizhaoError) and os.environ.get("DUIZHAO_DEBUG"):
            raise
        known = error if isinstance(error, DuizhaoError) else unexpected(f"{', '.join(names)}", error)
        return OneDocument(DocumentStatus(entry.symbol, *names, "failed", str(known)), [])
    warnings = [
        *entry.notes,
        *zh.warnings,
        *en.warnings,
        *([Remark("alignment", bitext.warning)] if bitext.warning else ()),
        *([Remark("decisions", _lost(fixed.lost))] if fixed.lost else ()),
    ]
    status = DocumentStatus(
        entry.symbol,
        *names,
        "done",
        zh_sentences=len(zh.document),
        en_sentences=len(en.document),
        links=len(bitext.links),
        null_links=sum(link.is_null for link in bitext.links),
        zh_format=zh.format.name,
        en_format=en.format.name,
        warnings=tuple(warnings),
        original=bitext.original,
    )
    return OneDocument(status, bitext.pairs(), (zh.document, en.document))


def _lost(links: Sequence[Decided]) -> str:
    """A line about confirmed links that do not hold any more."""
    named = ", ".join(quoted(" / ".join(("".join(one.zh), "".join(one.en)))) for one in links[:3])
    more = f" and {len(links) - 3} more" if len(links) > 3 else ""
    match = "matches nothing any more, or contradicts" if len(links) == 1 else "match nothing any more, or contradict"
    return f"{counted(len(links), 'confirmed link')} {match} later ones: {named}{more}"


def _taken(entry: Entry, original: str) -> OneDocument:
    """The rows of a bitext as they stand: somebody aligned them already."""
    from corpora.bitext import with_original
    from corpora.exchange import Remarks, read_pairs
    from corpora.original import agreed

    said = Remarks()
    pairs = with_original(read_pairs(entry.zh_path, said), original)
    kind = entry.zh_path.suffix[1:].lower()
    status = DocumentStatus(
        entry.symbol,
        entry.zh_path.name,
        entry.en_path.name,
        "done",
        zh_sentences=sum(bool(pair.zh) for pair in pairs),
        en_sentences=sum(bool(pair.en) for pair in pairs),
        links=len(pairs),
        null_links=sum(not (pair.zh and pair.en) for pair in pairs),
        zh_format=kind,
        en_format=kind,
        warnings=(*entry.notes, *(Remark("guessed", line) for line in (*said.guessed, *said.lost))),
        original=agreed(pair.original for pair in pairs),
    )
    return OneDocument(status, pairs)


REVIEW, COMMENTED = "review.docx", "commented"


def word_versions(entries: Sequence[Entry], documents: Sequence[DocumentStatus]) -> list[Version]:
    """The Word files that may be revised: translations; of a document whose original nobody knows both versions."""
    from glossary.report import Version

    found = []
    for entry, status in zip(entries, documents, strict=True):
        if status.status != "done" or entry.is_bitext:
            continue
        sides = (("zh", entry.zh_path, status.zh_format), ("en", entry.en_path, status.en_format))
        translated = [OTHER_LANGUAGE[status.original]] if status.original in OTHER_LANGUAGE else ["zh", "en"]
        found += [
            Version(path, entry.symbol, language)
            for language, path, kind in sides
            if kind == "docx" and language in translated
        ]
    return found


def write_word(out: Path, done: Checked, versions: Sequence[Version], ui: str) -> list[str]:
    """The table for revisers and the versions with comments; lines about findings that found no place, and files that got none."""
    from glossary.report import report_bytes, words_with_findings

    (out / REVIEW).write_bytes(report_bytes("docx", done, ui))
    folder = out / COMMENTED
    said: list[str] = []
    for name, (_version, made) in zip(names_of(versions), words_with_findings(done, versions, ui), strict=True):
        if isinstance(made, InputError):
            said.append(Remark("left-out", f"{COMMENTED}/{name}: not written: {made.message}"))
            continue
        folder.mkdir(exist_ok=True)
        (folder / name).write_bytes(made.data)
        if made.left:
            left = counted(len(made.left), "finding")
            line = f"{COMMENTED}/{name}: {counted(made.placed, 'comment')}; no place was found for {left}, in notes or text boxes"
            said.append(Remark("left-out", line))
    return said


def names_of(versions: Sequence[Version]) -> Iterator[str]:
    """The names of the copies: those of the files, with a number where two have one name.

    >>> from glossary.report import Version
    >>> list(names_of([Version(Path(name), "", "en") for name in ("a/X.docx", "b/x.docx", "c.docm")]))
    ['X.docx', 'x-2.docx', 'c.docm']
    """
    taken: set[str] = set()
    for version in versions:
        name, number = version.path.name, 1
        while name.casefold() in taken:
            number += 1
            name = f"{version.path.stem}-{number}{version.path.suffix}"
        taken.add(name.casefold())
        yield name
