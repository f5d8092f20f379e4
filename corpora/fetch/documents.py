"""Documents by their symbols, from the Official Document System of the United Nations or from a mirror of it.

The address is ``https://documents.un.org/api/symbol/access?s=SYMBOL&l=zh|en&t=pdf|doc``, the one that current public
crawlers use; the United Nations publish no description of it. What they report of its ways is taken into account: the
slashes of a symbol have to be escaped, a document that is not out in a language is answered with 404 or with an empty
body, and what is asked for as Word can come as PDF or WordPerfect, so that the bytes, not the request, give a file its
suffix.

A run can be stopped at any moment and started again: complete files are listed in ``fetch.jsonl`` and not asked for
again, half a file goes on where it stopped. Nothing that exists is overwritten unless that is asked for.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from corpora.errors import InputError, short
from corpora.fetch.download import Downloader, FailedError, Limits, MissingError
from corpora.fetch.guard import Guard, parse_base, system_resolve
from corpora.fetch.http import Clock, Session
from corpora.fetch.manifest import Manifest, Record, fingerprint, folder_lock
from corpora.fetch.part import Part
from corpora.fetch.types import document_suffix
from corpora.files import atomic_path, keep_aside
from corpora.symbol import Symbol, parse_symbol
from corpora.text import LANGUAGE_NAMES, LANGUAGES, OTHER_NAMES
from corpora.versions import program_version

if TYPE_CHECKING:
    from corpora.fetch.download import Received

SUFFIXES = {"pdf": (".pdf",), "doc": (".doc", ".docx", ".rtf", ".wpd"), "docx": (".docx",)}
PATIENCE = 3  # documents in a row to which no server answers: then the rest is not asked for
LARGEST_LIST = 16_000_000  # bytes of a list of symbols


class Status(StrEnum):
    """What became of one document in one language."""

    fetched = "fetched"
    there = "there"
    missing = "missing"
    failed = "failed"


@dataclass(frozen=True, slots=True)
class Row:
    """One document in one language: its file (a name within the folder), or why there is none."""

    symbol: str
    language: str
    status: Status
    file: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class BadSymbol:
    """Something that should be a symbol: the text, where it stands, and what is wrong."""

    text: str
    place: str

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        return f"{where}{self.text!r} is not a document symbol; write it like A/75/379, one a line"


@dataclass(frozen=True, slots=True)
class Options:
    """How to fetch. Seconds for ``delay`` (between requests) and ``timeout`` (for one file), bytes for ``max_bytes``.

    ``types`` are tried in their order until the server has one. ``seed`` is that of the jitter between retries.
    """

    languages: tuple[str, ...] = LANGUAGES
    types: tuple[str, ...] = ("pdf",)
    base_url: str | None = None
    delay: float = 1.0
    timeout: float = 600.0
    max_bytes: int = 100_000_000
    retries: int = 4
    force: bool = False
    contact: str = ""
    seed: int = 0

    def __post_init__(self) -> None:
        for name, value, least in (("delay", self.delay, 0.0), ("timeout", self.timeout, 0.001)):
            if not math.isfinite(value) or value < least:
                raise InputError(f"--{name} {value}: not a number of seconds", "give a number like 1.5")
        if self.max_bytes < 1 or self.retries < 0:
            raise InputError("--max-size and --retries: not a useful number", "see 'duizhao corpora fetch --help'")
        if not all(" " <= c <= "~" and c not in "()\\" for c in self.contact) or len(self.contact) > 200:
            raise InputError(f"--contact {self.contact!r}: only a mail or web address", "like name@example.org")


@dataclass(frozen=True, slots=True)
class World:
    """What fetching takes from outside, so that tests need not wait: time, sleep, names, and where messages go.

    ``look`` says of a file that came whether it is a page that says that there is none (``missing``), and its language.
    """

    sleep: Callable[[float], None] = time.sleep
    monotonic: Callable[[], float] = time.monotonic
    now: Callable[[], float] = time.time
    resolve: Callable[[str, int], list[str]] | None = None
    look: Callable[[Path], tuple[str, str]] = lambda _path: ("", "")
    note: Callable[[str], None] = lambda _line: None
    progress: Callable[[str, int, int | None], None] = lambda _what, _done, _whole: None


def user_agent(contact: str = "") -> str:
    """How the program names itself to the server.

    >>> user_agent("name@example.org").endswith(" (+name@example.org)")
    True
    """
    return f"duizhao/{program_version()} (+{contact or 'UN documents by symbol, one request at a time'})"


def read_symbols(texts: Iterable[tuple[str, str]]) -> tuple[list[Symbol], list[BadSymbol]]:
    """Symbols in their order, each once, and what is not a symbol; from pairs of a text and its place.

    >>> [str(s) for s in read_symbols([("a/75/379", ""), ("A/75/379", ""), ("S/2020/965", "")])[0]]
    ['A/75/379', 'S/2020/965']
    """
    good: dict[Symbol, None] = {}
    bad: list[BadSymbol] = []
    for text, place in texts:
        symbol = parse_symbol(text) if len(text) <= 200 else None
        if symbol is None:
            bad.append(BadSymbol(short(text), place))
        else:
            good.setdefault(symbol)
    return list(good), bad


def list_lines(data: bytes, name: str) -> list[tuple[str, str]]:
    r"""The entries of a list of symbols, one a line, each with its place; ``#`` begins a comment.

    Raises :class:`InputError` when it is no text.

    >>> list_lines(b"# letters\nA/75/379  # dual\n\n", "list.txt")
    [('A/75/379', 'list.txt:2')]
    """
    hint = "give a text file, one symbol a line"
    if len(data) > LARGEST_LIST:
        raise InputError(f"{name}: too large for a list of symbols ({len(data):,} bytes)", hint)
    coding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(coding)
    except UnicodeDecodeError:
        text = data.decode("gb18030", "replace")
    if "\0" in text:
        raise InputError(f"{name}: not a text file", hint)
    lines = ((line.partition("#")[0].strip(), number) for number, line in enumerate(text.splitlines(), 1))
    return [(line, f"{name}:{number}") for line, number in lines if line]


def addresses(symbol: Symbol, language: str, options: Options) -> list[tuple[str, str]]:
    """What is asked for a document, in order, as pairs of type and address; a dual symbol under each of its names.

    Both ``S/PV.9451(Resumption1)`` and the same with a space are in use, so that both are asked.

    >>> addresses(parse_symbol("A/RES/2758(XXVI)"), "zh", Options())
    [('pdf', 'https://documents.un.org/api/symbol/access?s=A%2FRES%2F2758%28XXVI%29&l=zh&t=pdf')]
    """
    base = parse_base(options.base_url).url
    return [
        (kind, f"{base}?s={quote(name, safe='')}&l={language}&t={kind}")
        for kind in dict.fromkeys(options.types)
        for name in dict.fromkeys(form for name in symbol.names for form in (name.replace(" ", ""), name))
    ]


def present(symbol: Symbol, language: str, folder: Path, manifest: Manifest, options: Options) -> Row | None:
    """The row of a document for which no request is needed, or ``None``.

    A file that is not what ``fetch.jsonl`` says (someone edited it, or a disk failed) is left alone and reported.
    """
    suffixes = dict.fromkeys(suffix for kind in options.types for suffix in SUFFIXES[kind])
    changed: Row | None = None
    recorded: set[str] = set()
    for record in manifest.of(symbol.text, language):
        path = folder / record.file
        recorded.add(record.file)
        if (record.type not in options.types and path.suffix not in suffixes) or not path.exists():
            continue
        if fingerprint(path) == (record.sha256, record.bytes):
            return Row(symbol.text, language, Status.there, record.file)
        reason = "has changed since it was fetched, left as it is; --force fetches it again"
        changed = Row(symbol.text, language, Status.failed, record.file, reason)
    if changed is not None:
        return changed
    for suffix in suffixes:
        path = folder / f"{symbol.file_stem}.{language}{suffix}"
        if path.name in recorded or not path.exists():
            continue
        if path.is_file() and document_suffix(path) == suffix:
            reason = "not from here (not in fetch.jsonl), left as it is; --force fetches it again"
            return Row(symbol.text, language, Status.there, path.name, reason)
        reason = f"exists but is no {suffix[1:].upper()} file, left as it is; --force replaces it"
        return Row(symbol.text, language, Status.failed, path.name, reason)
    return None


def fetch(
    symbols: Sequence[Symbol], folder: Path, options: Options | None = None, world: World | None = None
) -> Generator[Row, None, None]:
    """Fetch documents into ``folder``; a row for each symbol and language, as soon as it is settled.

    Files are named ``STEM.LANGUAGE.SUFFIX``, the stem being :attr:`Symbol.file_stem`. Raises :class:`InputError` for a
    base address that cannot be used and while another fetch works in the folder, ``OutputError`` when the folder cannot
    be written; everything else that can happen to one document is in its row.
    """
    options, world = options or Options(), world or World()

    guard = Guard(parse_base(options.base_url), world.resolve or system_resolve)
    clock = Clock(world.sleep, world.monotonic)
    limits = Limits(options.max_bytes, options.timeout, options.retries, options.seed)
    with ExitStack() as stack:
        stack.enter_context(folder_lock(folder))
        manifest = Manifest(folder, world.note)
        session = stack.enter_context(Session(guard, clock, user_agent(options.contact), options.delay))
        errand = _Errand(folder, options, world, manifest)
        errand.downloader = Downloader(
            session, clock, limits, note=errand.note, progress=errand.progress, now=world.now
        )
        for symbol in dict.fromkeys(symbols):
            for language in dict.fromkeys(options.languages):
                yield errand.settle(symbol, language)


@dataclass
class _Errand:
    """One run: what it knows of the server so far."""

    folder: Path
    options: Options
    world: World
    manifest: Manifest
    downloader: Downloader = field(init=False)
    what: str = ""
    absent: dict[str, str] = field(default_factory=dict)
    silent: int = 0
    given_up: str = ""

    def note(self, line: str) -> None:
        self.world.note(f"{self.what}: {line}")

    def progress(self, done: int, whole: int | None) -> None:
        self.world.progress(self.what, done, whole)

    def settle(self, symbol: Symbol, language: str) -> Row:
        """Find or fetch one document in one language."""
        if not self.options.force:
            try:
                row = present(symbol, language, self.folder, self.manifest, self.options)
            except OSError as error:
                row = Row(symbol.text, language, Status.failed, "", f"{error.filename}: {error.strerror or error}")
            if row is not None:
                return row
        if self.silent >= PATIENCE:
            return Row(symbol.text, language, Status.failed, "", f"not asked for: {self.given_up}")
        self.what = f"{symbol.text} {language}"
        self.world.progress(self.what, 0, None)
        return self._ask(symbol, language)

    def _ask(self, symbol: Symbol, language: str) -> Row:
        """Ask for each type under each name until one comes."""
        reasons: dict[str, None] = {}
        status = Status.missing
        for kind, address in addresses(symbol, language, self.options):
            try:
                if address in self.absent:
                    raise MissingError(self.absent[address])
                received = self.downloader.get(address, self._part(symbol, language, kind))
                self.silent = 0
                return self._save(symbol, language, kind, address, received)
            except MissingError as error:
                self.silent = 0
                self.absent[address] = str(error)
                reasons.setdefault(str(error))
            except FailedError as error:
                status = Status.failed
                reasons.setdefault(str(error))
                if error.unreachable:
                    self.silent += 1
                    self.given_up = str(error)
                    break
                self.silent = 0
        return Row(symbol.text, language, status, "", "; ".join(reasons))

    def _part(self, symbol: Symbol, language: str, kind: str) -> Part:
        return Part(self.folder / f".{symbol.file_stem}.{language}.{kind}.part")

    def _save(self, symbol: Symbol, language: str, kind: str, address: str, received: Received) -> Row:
        name = f"{symbol.file_stem}.{language}{received.suffix}"
        target = self.folder / name
        self._look(language, received.part)
        digest, size = fingerprint(received.part.path)
        if target.exists() and not self.options.force:
            if fingerprint(target) != (digest, size):
                received.part.discard()
                reason = "exists with other content, left as it is; --force replaces it"
                return Row(symbol.text, language, Status.failed, name, reason)
        if target.exists() and not self._is_known(symbol, language, target, (digest, size)):
            keep_aside(target)
        when = datetime.fromtimestamp(self.world.now(), UTC).isoformat(timespec="seconds")
        # first the record, then the file: a record without a file is fetched again, a file without one is not trusted
        self.manifest.add(Record(symbol.text, language, kind, address, name, digest, size, when))
        with atomic_path(target) as temporary:
            received.part.path.replace(temporary)
        received.part.discard()
        twin = self.manifest.twin(digest, symbol.text)
        reason = f"has the same bytes as {twin.file}, which came for {twin.symbol}" if twin else ""
        return Row(symbol.text, language, Status.fetched, name, reason)

    def _look(self, language: str, part: Part) -> None:
        """Raise :class:`MissingError` where what came is no document, or in another language than was asked for."""
        what, came = self.world.look(part.path)
        if what:
            part.discard()
            raise MissingError("the server says that it does not exist")
        if came and came != language:
            part.discard()
            name = LANGUAGE_NAMES.get(came) or OTHER_NAMES.get(came, came)
            raise MissingError(f"the server sent it in {name}, not in {LANGUAGE_NAMES.get(language, language)}")

    def _is_known(self, symbol: Symbol, language: str, path: Path, new: tuple[str, int]) -> bool:
        """Whether a file is what an earlier run brought, or what this one does, so that nothing of a person is in it."""
        known = {(one.sha256, one.bytes) for one in self.manifest.of(symbol.text, language) if one.file == path.name}
        return fingerprint(path) in known | {new}
