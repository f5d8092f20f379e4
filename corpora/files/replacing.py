"""What may be replaced: the one rule, for every command that writes a file.

1. Never what the same command reads, by whatever name: a link, another spelling, a default of an option. Refused.
2. Never what people or termbases keep: a database, a list of what was accepted, a project file. Refused.
3. Never what is no ordinary file: a folder, a device, a pipe. Refused.
4. What is there and is not as this program wrote it - a person has changed it since, or made it - stays beside under a
   dated name (``report.2026-11-30.xlsx``), which is said in a line; then the new file takes the name.

Rules 1 to 3 hold before a command begins (:func:`refuse`), rule 4 at the moment in which a file takes its name
(:func:`make_way`). What was written by this program is known by its SHA-256: in the record of a folder (:mod:`corpora.files.swap`),
for single files in a folder of notes beside the other caches. Where no note is, the file counts as a person's: the
worst that a lost cache does is a file more. Whoever reads a person's work back before a sheet is replaced asks :func:`is_ours`, and says with
:func:`taken_in` that all of it is in safety now: the sheet may be replaced as it then stands.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import date
from pathlib import Path

from corpora.errors import InputError, OutputError
from corpora.files.signatures import SQLITE
from corpora.logs import logger

LOG = logger(__name__)
WAIVERS, PROJECT = "duizhao-waivers.txt", "duizhao.toml"
BESIDE = ("-wal", "-shm", "-journal")
WAIVERS_HEAD = b"# duizhao: findings that were accepted"
NOTES = 200  # in one of the 256 folders of notes; the older half goes then
_REPLACING: ContextVar[frozenset[str]] = ContextVar("replacing", default=frozenset())


def cache_folder() -> Path:
    """``DUIZHAO_CACHE``, else the place that the system keeps for caches."""
    if given := os.environ.get("DUIZHAO_CACHE"):
        return Path(given)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", str(Path.home()))) / "duizhao" / "cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "duizhao"
    return Path(os.environ.get("XDG_CACHE_HOME", str(Path.home() / ".cache"))) / "duizhao"


def refuse(output: Path | None, used: Iterable[Path | None] = (), *, merged: bool = False) -> None:
    """Raise :class:`InputError` where rules 1 to 3 forbid to write ``output``; ``used``: what the same command reads.

    ``merged``: what stands in a list of what was accepted is kept by whoever writes it anew.

    >>> refuse(Path("./draft.tsv"), [Path("memory.tmx"), Path("draft.tsv")])
    Traceback (most recent call last):
    corpora.errors.InputError: draft.tsv: is a file of this very command; name another one to write
    >>> refuse(Path("terms.tsv"), [Path("memory.tmx"), None])
    """
    if output is None:
        return
    kind = _kept_kind(output)
    if kind == "a termbase":
        raise InputError(f"{output}: is a termbase, and would be lost", "name another file to write")
    if any(is_same(output, one) for one in used if one is not None):
        raise InputError(f"{output}: is a file of this very command", "name another one to write")
    if kind and not (merged and kind == "a list of what was accepted"):
        raise InputError(f"{output}: is {kind}, and would be lost", "name another file to write")


def _kept_kind(path: Path) -> str:
    """What a file is that no output ever replaces; empty for all others."""
    try:
        if _is_beside_termbase(path):
            return "a part of a termbase"
        if os.name == "posix" and os.path.abspath(path).startswith(("/dev/", "/proc/")):  # noqa: PTH100 - no links followed
            return "no ordinary file" if not os.path.abspath(path).startswith("/dev/shm/") else ""  # noqa: PTH100
        if not path.is_file():
            return "" if path.is_dir() or not path.exists() else "no ordinary file"
        with path.open("rb") as stream:
            head = stream.read(64)
    except (OSError, ValueError):
        return ""
    if head.startswith(SQLITE):
        return "a termbase"
    if _is_accepted(path, head):
        return "a list of what was accepted"
    return "a project file" if path.name == PROJECT else ""


def _is_accepted(path: Path, head: bytes) -> bool:
    return path.name == WAIVERS or head.removeprefix(b"\xef\xbb\xbf").startswith(WAIVERS_HEAD)


def is_waiver_list(path: Path) -> bool:
    """Whether a file of a folder is a list of accepted findings, and so no document."""
    try:
        return path.suffix == ".txt" and path.is_file() and _kept_kind(path) == "a list of what was accepted"
    except OSError:
        return False


def _is_beside_termbase(path: Path) -> bool:
    """Whether SQLite keeps changes of a termbase under this name, which the database file does not have yet."""
    whole = next((path.with_name(path.name[: -len(one)]) for one in BESIDE if path.name.endswith(one)), path)
    if whole == path or not whole.is_file():
        return False
    with whole.open("rb") as stream:
        return stream.read(len(SQLITE)) == SQLITE


def is_same(one: Path, other: Path) -> bool:
    """Whether two names are of one file; links and other spellings are seen through."""
    try:
        return one.samefile(other)
    except (OSError, ValueError):  # one of them is not there, or is no name at all
        pass
    try:
        return one.resolve() == other.resolve()
    except (OSError, ValueError, RuntimeError):  # RuntimeError: a loop of links
        return False


@contextmanager
def replacing(outputs: Iterable[Path]) -> Iterator[None]:
    """While this lasts, rule 4 holds for these files, and what a killed command left beside them is cleared."""
    names = list(outputs)
    for path in names:
        clear_leftovers(path)
    token = _REPLACING.set(_REPLACING.get() | {_key(path) for path in names})
    try:
        yield
    finally:
        _REPLACING.reset(token)


def make_way(path: Path, new: Path) -> bool:
    """Rule 4 for one file that ``new`` is about to replace; whether the file is one that :func:`remember` is to note."""
    if _key(path) not in _REPLACING.get():
        return False
    if path.is_file() and not path.is_symlink() and digest(path) != digest(new) and not is_ours(path):
        keep_aside(path)
    return True


def say_kept(path: Path, aside: Path) -> None:
    """The line about a file that stays under another name."""
    LOG.warning("%s: is not as duizhao wrote it; it stays as %s", path, aside.name)


def keep_aside(path: Path) -> None:
    """Give a file that is not as it was written a second, dated name, and say so. Raises :class:`OutputError`."""
    say_kept(path, set_aside(path))


def set_aside(path: Path) -> Path:
    """Give a file a second, dated name; until it is replaced it has both. Raises :class:`OutputError`."""
    for aside in _dated(path):
        try:
            try:
                os.link(path, aside)
            except FileExistsError:
                if aside.samefile(path):  # by a command that was killed after this
                    return aside
                continue
            except (OSError, NotImplementedError):  # a disk without hard links
                with aside.open("xb") as stream, path.open("rb") as old:
                    shutil.copyfileobj(old, stream)
        except FileExistsError:
            continue
        except OSError as error:
            raise OutputError(
                f"{path}: was changed since it was written, and cannot be kept ({error.strerror or error})",
                "move it, or choose another place with -o",
            ) from error
        return aside
    raise OutputError(f"{path}: was changed since it was written, and cannot be kept", "move it away")


def _dated(path: Path) -> Iterator[Path]:
    today = date.today().isoformat()
    yield path.with_name(f"{path.stem}.{today}{path.suffix}")
    for number in range(2, 1000):
        yield path.with_name(f"{path.stem}.{today}-{number}{path.suffix}")


def digest(path: Path) -> str:
    """SHA-256 of a file; empty where it cannot be read."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def is_ours(path: Path) -> bool:
    """Whether a file is, byte for byte, what this program wrote under this name."""
    try:
        return _note(path).read_text("ascii") == digest(path)
    except (OSError, ValueError, RuntimeError):
        return False


def taken_in(path: Path) -> None:
    """Say that whatever a person wrote into a file has been read back from it, so that nothing of it has to stay."""
    remember(path)


def remember(path: Path) -> None:
    """Note what was written; where notes cannot be kept, the file will count as a person's."""
    with suppress(OSError, RuntimeError):
        note = _note(path)
        note.parent.mkdir(parents=True, exist_ok=True)
        temporary = note.with_suffix(f".{os.getpid()}")
        temporary.write_text(digest(path), "ascii")
        temporary.replace(note)
        notes = list(note.parent.iterdir())
        if len(notes) > NOTES:
            notes.sort(key=lambda one: one.stat().st_mtime)
            for one in notes[: NOTES // 2]:
                one.unlink(missing_ok=True)


def _note(path: Path) -> Path:
    name = hashlib.sha256(_key(path).encode("utf-8", "surrogatepass")).hexdigest()
    return cache_folder() / "written" / name[:2] / name[2:34]


def _key(path: Path) -> str:
    """One spelling for each place: links of folders followed, the file's own name left."""
    return os.path.normcase(os.path.join(os.path.realpath(path.parent), path.name))  # noqa: PTH118 - no file is there


def clear_leftovers(path: Path) -> None:
    """Remove the unfinished copies of a file whose writers are dead."""
    with suppress(OSError, ValueError):
        for left in path.parent.glob(f".{_escaped(path.name)}.*.part"):
            number = left.name.removesuffix(".part").rpartition(".")[2]
            if number.isdigit() and not is_alive(int(number)) and left.is_file():
                left.unlink()


def _escaped(name: str) -> str:
    return "".join(f"[{one}]" if one in "*?[" else one for one in name)


def is_alive(process: int) -> bool:
    """Whether a process of this number runs; where the system does not tell without harm, it is taken to."""
    if os.name != "posix":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
