"""What ``import duizhao`` offers: the commands as functions, for notebooks and programs of others.

Nothing in here writes to standard output or standard error; what goes wrong is one of the errors of
:mod:`corpora.errors`, whose message says what, where and what to do.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast, overload

import polars as pl

from align.aligner import Aligner
from align.search import FixedLink
from corpora.bitext import Bitext, with_original
from corpora.blas import one_blas_thread
from corpora.catalogue import read_bitexts
from corpora.changes import Changes
from corpora.document import Document
from corpora.errors import DuizhaoError, InputError, MissingDependencyError, OutputError
from corpora.reading import read_document, read_versions
from duizhao.given import (
    AnyBitext,
    AnyBitexts,
    AnyPath,
    Model,
    encoder_of,
    file_of,
    kind_of,
    paths_of,
    rows_of,
    texts_of,
)
from duizhao.job import RunOptions, RunResult, run_folder
from duizhao.selection import with_rules
from glossary.checks import CHECKS, Selection
from glossary.concept import Termbase as Concepts
from glossary.extraction import ExtractConfig, extract_terms
from glossary.finding import Checked, Severity
from glossary.lookup import Renderings, find_renderings
from glossary.quality import HOUSES, Checker, CheckOptions
from glossary.rows import Rows
from glossary.termbases import read_termbase
from glossary.words import HAN_RUN

__all__ = [
    "Bitext",
    "Document",
    "DuizhaoError",
    "InputError",
    "MissingDependencyError",
    "OutputError",
    "Termbase",
    "align",
    "check",
    "extract",
    "find",
    "read",
    "run",
]


class Termbase(Concepts):
    """Concepts with their terms in both languages, by id: a snapshot to read. Writing goes through a store.

    >>> from corpora.bitext import Pair
    >>> terms = Termbase.of(extract([Pair("A/1", 1, "大会通过了决议。", "The General Assembly adopted it.")]))
    >>> terms.to_frame().columns[:3]
    ['concept_id', 'zh', 'en']
    """

    __slots__ = ()

    @classmethod
    def open(cls, path: AnyPath) -> Termbase:
        """What a termbase file holds now: a store (``.db``), or TBX, CSV, XLSX, SKOS and the rest of docs/exchange.md.

        To change a termbase: ``with glossary.store.Store.open(path) as store``. Raises :class:`InputError`.
        """
        found = read_termbase(file_of(path))
        return cls(found.concepts, found.signature)


def read(
    path: AnyPath,
    *,
    language: str | None = None,
    symbol: str | None = None,
    original: str | None = None,
    changes: str = "accepted",
) -> Document:
    """A document of any format as sentences: PDF, Word, HTML, TEI, plain text and what LibreOffice reads.

    ``language`` (``zh`` or ``en``), ``symbol`` and ``original``, the language that it was written in, are found in the
    name, the masthead and the script where they are not given. ``changes``: tracked changes of a Word file ``accepted``, the
    ``original`` before them, or ``refused``. Raises :class:`InputError` for a file that cannot be used.
    """
    if changes not in list(Changes):
        raise InputError(f"changes: {changes!r} is not known", "accepted, original or refused")
    return read_document(file_of(path), language, symbol, original, Changes(changes)).document


@overload
def align(
    zh: Sequence[str], en: Sequence[str], *, model: Model = "builtin", fixed: Sequence[FixedLink] = ()
) -> Bitext: ...
@overload
def align(zh: Document, en: Document, *, model: Model = "builtin", fixed: Sequence[FixedLink] = ()) -> Bitext: ...
@overload
def align(zh: Path, en: Path, *, model: Model = "builtin", fixed: Sequence[FixedLink] = ()) -> Bitext: ...
def align(
    zh: Sequence[str] | Document | Path,
    en: Sequence[str] | Document | Path,
    *,
    model: Model = "builtin",
    fixed: Sequence[FixedLink] = (),
) -> Bitext:
    """Which sentence renders which: two lists of sentences, two documents, or the paths of two files.

    ``fixed``: links that a person confirmed, as ids of both sides from 0, ``([4, 5], [3])``, or ``([6], [])`` for a sentence
    without counterpart: they stay as they are, and what lies between them is aligned. Files may come in either order, their languages are recognised. Raises :class:`TypeError` for a bare string, which
    may be a sentence, a text or a name, and :class:`InputError` for files that cannot be used.

    >>> align(["谢谢。"], ["Thank you."]).pairs()[0].en
    'Thank you.'
    """
    kinds = _kind(zh), _kind(en)
    if kinds[0] is not kinds[1]:
        raise TypeError(f"align takes two of a kind, not a {kinds[0].__name__} and a {kinds[1].__name__}")
    if kinds[0] is Path:
        zh, en = read_versions(cast("Path", zh), cast("Path", en))
    return Aligner(encoder_of(model)).align(cast("Document", zh), cast("Document", en), fixed)


def _kind(side: object) -> type:
    if isinstance(side, str):
        raise TypeError("align takes a list of sentences, a Document or a Path; a bare str could be any of them")
    if isinstance(side, Document | Path):
        return Document if isinstance(side, Document) else Path
    if isinstance(side, Sequence) and all(isinstance(one, str) for one in side):
        return list
    if isinstance(side, Sequence):
        wrong = next(one for one in side if not isinstance(one, str))
        raise TypeError(f"align takes a list of sentences, each of them a str, not {kind_of(wrong)}")
    raise TypeError(f"align takes a list of sentences, a Document or a Path, not {kind_of(side)}")


@one_blas_thread()
def extract(
    bitext: AnyBitext, *, min_probability: float = 0.3, min_links: int = 0, model: Model = "builtin"
) -> Termbase:
    """A draft termbase, the best concepts first, each with its probability of being a pair of terms.

    ``min_links``: in how many links a pair stands at least; 0 goes by the size of the bitext.

    >>> from corpora.bitext import Pair
    >>> rows = [
    ...     Pair("A/1", 1, "大会通过了决议。", "The General Assembly adopted the resolution."),
    ...     Pair("A/1", 2, "决议由大会表决。", "The resolution was put to the vote in the General Assembly."),
    ... ]
    >>> extract(rows).to_frame()["en"][0]
    'General Assembly'
    """
    if not 0 <= min_probability <= 1:
        raise InputError(f"extract: min_probability {min_probability} is not known", "a number from 0 to 1")
    if min_links < 0:
        raise InputError(f"extract: min_links {min_links} is not known", "0 or more")
    found = extract_terms(rows_of(bitext, encoder_of(model)), config=ExtractConfig(min_links, min_probability))
    return Termbase(found.concepts, found.signature)


@one_blas_thread()
def find(
    bitext: AnyBitext,
    terms: str | Sequence[str],
    *,
    language: str | None = None,
    top: int = 3,
    model: Model = "builtin",
) -> Renderings:
    """How terms have been rendered: counts, shares, places, at most ``top`` renderings each.

    ``language`` of the terms: ``zh`` or ``en``, by default what their letters say.

    >>> from corpora.bitext import Pair
    >>> rows = [Pair("A/1", 1, "大会通过了决议。", "The General Assembly adopted the resolution.")]
    >>> find(rows, "General Assembly").to_frame()["rendering"][0]
    '大会'
    """
    asked = texts_of("find", terms)
    if top < 1:
        raise InputError(f"find: top {top} is not known", "1 or more")
    if not any(term.strip() for term in asked):
        raise InputError("find: no term is given", "name one, or a list of them")
    asked_in = language or ("zh" if any(map(HAN_RUN.search, asked)) else "en")
    if asked_in not in ("zh", "en"):
        raise InputError(f"find: language {language!r} is not known", "zh or en")
    rows = rows_of(bitext, encoder_of(model))
    return Renderings(rows, asked_in, tuple(find_renderings(rows, asked, asked_in, top=top)))


@one_blas_thread()
def check(
    bitext: AnyBitexts,
    *,
    termbase: Concepts | AnyPath | None = None,
    against: Sequence[AnyBitext] = (),
    select: Sequence[str] = (),
    extend_select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    severity: Mapping[str, str] | None = None,
    checklist: AnyPath | None = None,
    house: str | None = None,
    waivers: AnyPath | None = None,
    baseline: AnyPath | None = None,
    original: str | None = None,
    recursive: bool = False,
    model: Model = "builtin",
) -> Checked:
    """Findings and scores of a bitext, or of several in one report: ``check(...).to_frame()`` is a row a finding, the gravest first.

    ``against``: bitexts of earlier documents. ``select``, ``extend_select``, ``ignore``: codes or their beginnings.
    ``severity``: codes to ``note``, ``warning`` or ``error``. ``checklist``: a file of your own rules; ``house``: the rules of ``un`` or ``fao``. ``waivers``: accepted findings; of a bitext that is a file
    also those beside it, as the command does. ``original`` (``zh`` or ``en``): which version was not translated, whatever
    the bitext says. ``baseline``: an earlier report (.json); ``report.new()`` are the findings that it has not. Of several files
    those that cannot be read are named in ``remarks``. ``recursive``: of a folder with all subfolders. Raises :class:`InputError` for a code that there is not.

    >>> from corpora.bitext import Pair
    >>> done = check([Pair("A/1", 1, "共有112名平民受伤。", "A total of 121 civilians were injured.")])
    >>> done.to_frame().select("code", "symbol", "position").row(0)
    ('N101', 'A/1', 1)
    """
    selection = _with_rules(_selection(select, extend_select, ignore, severity or {}), checklist, house)
    checker = _checker(termbase, against, selection, waivers, original, model, baseline)
    paths = paths_of(bitext)
    if len(paths) == 1 and not paths[0].is_dir():
        return checker.check(paths[0])
    if paths:
        found = read_bitexts(paths, recursive)
        done = checker.check_all(found, paths)
        return replace(done, remarks=[*map(str, found.problems), *done.remarks])
    rows = rows_of(cast("AnyBitext", bitext), checker.encoder)
    if original:
        rows = Rows(with_original(list(rows.pairs), original), checker.encoder)
    return checker.check_rows(rows, bitext.signature if isinstance(bitext, Bitext) else "")


@one_blas_thread()
def run(
    folder: AnyPath,
    out: AnyPath,
    *,
    termbase: Concepts | AnyPath | None = None,
    against: Sequence[AnyBitext] = (),
    select: Sequence[str] = (),
    extend_select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    severity: Mapping[str, str] | None = None,
    checklist: AnyPath | None = None,
    house: str | None = None,
    waivers: AnyPath | None = None,
    original: str | None = None,
    recursive: bool = False,
    ui: str = "en",
    model: Model = "builtin",
) -> RunResult:
    """The whole job: pair, read and align the documents of a folder; write bitext, termbase and report to ``out``.

    The result has a row a document (``to_frame()``), its ``pairs``, ``termbase``, ``report`` and ``problems``, a line
    for each file that could not be used. ``ui``: language of the report. Raises :class:`InputError` where no document is
    left, :class:`OutputError` where ``out`` cannot be written.
    """
    if ui not in ("en", "zh"):
        raise InputError(f"run: ui {ui!r} is not known", "en or zh")
    selection = _with_rules(_selection(select, extend_select, ignore, severity or {}), checklist, house)
    checker = _checker(termbase, against, selection, waivers, original, model)
    options = RunOptions(checker.options.model, ui, recursive, check=checker.options, original=original or "")
    return run_folder(Path(folder), Path(out), options, checker=checker)


def _selection(
    select: Sequence[str], extend: Sequence[str], ignore: Sequence[str], severity: Mapping[str, str]
) -> Selection:
    texts_of("severity", list(severity))
    levels = {code: level for code, level in severity.items() if level not in list(Severity)}
    if levels:
        code, level = next(iter(levels.items()))
        raise InputError(f"severity: {code}={level} is not known", "note, warning or error")
    given = {"select": select, "extend_select": extend, "ignore": ignore}
    chosen, more, less = (texts_of(name, codes) for name, codes in given.items())
    selection = Selection(chosen, more, less, {code: Severity(level) for code, level in severity.items()})
    selection.of(CHECKS)
    return selection


def _with_rules(selection: Selection, checklist: AnyPath | None, house: str | None) -> Selection:
    if house not in (None, *HOUSES):
        raise InputError(f"house: {house!r} is not known", " or ".join(HOUSES))
    return with_rules(selection, None if checklist is None else file_of(checklist), house)


def _checker(
    termbase: Concepts | AnyPath | None,
    against: Sequence[AnyBitext],
    selection: Selection,
    waivers: AnyPath | None,
    original: str | None,
    model: Model,
    baseline: AnyPath | None = None,
) -> Checker:
    """Files go into the options, which a run records; what is here already is handed over as it is."""
    if original not in (None, "zh", "en"):
        raise InputError(f"original: {original!r} is not known", "zh or en")
    encoder = encoder_of(model)
    if isinstance(against, str | os.PathLike | pl.DataFrame | Bitext | Rows):
        against = [against]
    file = None if termbase is None or isinstance(termbase, Concepts) else file_of(termbase)
    options = CheckOptions(
        str(model) if isinstance(model, str | Path) else encoder.fingerprint,
        file,
        tuple(file_of(one) for one in against if isinstance(one, str | os.PathLike)),
        selection,
        None if waivers is None else file_of(waivers),
        original or "",
        None if baseline is None else file_of(baseline),
    )
    earlier = [pair for one in against for pair in rows_of(one, encoder)]
    given = termbase if isinstance(termbase, Concepts) else None
    return Checker(options, encoder, termbase=given, against=Rows(earlier, encoder) if earlier else None)
