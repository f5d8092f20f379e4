"""A set of files in a folder that is one thing: all of it is new, or all of it is as it was.

The set is made in a folder of its own (``.duizhao-PID.part``) inside the folder where it belongs, so on the same disk. When it
is whole and on the disk, each name is looked at: can it be replaced, and has a person changed it (rule 4 of
:mod:`corpora.files.replacing`)? Then a journal (``.duizhao-swap.json``) is written, the files take their names, the mark - a JSON file
that records the SHA-256 of all others under ``files`` - last, and the journal goes. Signals wait meanwhile. An error takes
everything back. A death leaves the journal, and :func:`repair` finishes what it says.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpora.errors import DuizhaoError, OutputError
from corpora.files.atomic import sync, sync_folder
from corpora.files.locks import folder_lock
from corpora.files.reasons import is_full, reason, unwritable, write_hint
from corpora.files.replacing import LOG, digest, is_ours, say_kept, set_aside

JOURNAL = ".duizhao-swap.json"
OLD = ".old"
_STAGE = re.compile(r"\.duizhao-\d+\.part")
_PROBE = re.compile(r"\.duizhao-\d+(\.part)?")
SLACK = 2.0  # seconds by which the files of a set of 0.1, which recorded no SHA-256, may be newer than its mark


@contextmanager
def kept_for_us(out: Path) -> Iterator[None]:
    """Have a folder of outputs for this command alone; what an earlier one left half done there is finished or cleared.

    Raises :class:`OutputError` while another command writes there.
    """
    with folder_lock(out):
        repair(out)
        for left in out.iterdir():
            if _PROBE.fullmatch(left.name):
                shutil.rmtree(left, ignore_errors=True) if left.is_dir() else left.unlink(missing_ok=True)
        yield


@contextmanager
def whole_set(out: Path, mark: str) -> Iterator[Path]:
    """A folder for the files of a set, which take their names in ``out`` when the block ends well; ``mark`` is the last of them.

    Raises :class:`OutputError` that names a file of ``out``, and leaves everything there as it was.
    """
    stage = out / f".duizhao-{os.getpid()}.part"
    try:
        stage.mkdir(exist_ok=True)
        yield stage
        _swap(stage, out, mark)
    except OutputError as error:
        raise OutputError(error.message.replace(str(stage), str(out)), error.hint) from error
    except OSError as error:
        where = Path(str(error.filename or out).replace(str(stage), str(out)))
        raise unwritable(where, error) from error
    except Exception as error:
        if is_full(error) and not isinstance(error, DuizhaoError):
            raise unwritable(out, error) from error
        raise
    finally:
        if not (out / JOURNAL).exists():
            shutil.rmtree(stage, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a swap does: names to replace (the mark last), names that go, what stood there by its SHA-256."""

    stage: str
    names: list[str]
    gone: list[str]
    before: dict[str, str]


def recorded(out: Path, mark: str) -> dict[str, str] | None:
    """SHA-256 by name of the set that was written last; ``None`` where its mark does not say."""
    try:
        files = json.loads((out / mark).read_text("utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    if not isinstance(files, dict):
        return None
    return {name: value for name, value in files.items() if isinstance(value, str) and _is_inside(name)}


def changed(out: Path, mark: str, names: list[str]) -> list[str]:
    """Names whose files are not as this program wrote them: a person works in them, or they were there before."""
    known, at = recorded(out, mark), _written_at(out / mark)
    return [name for name in names if (out / name).is_file() and not _is_as_written(out / name, name, known, at)]


def _is_as_written(path: Path, name: str, known: Mapping[str, str] | None, at: float | None) -> bool:
    if path.is_symlink():  # what it points to stays
        return True
    if known is None and at is not None:
        return path.stat().st_mtime <= at + SLACK or is_ours(path)
    return (known or {}).get(name) == digest(path) or is_ours(path)


def _written_at(mark: Path) -> float | None:
    try:
        return mark.stat().st_mtime
    except OSError:
        return None


def _swap(stage: Path, out: Path, mark: str) -> None:
    names = sorted(path.relative_to(stage).as_posix() for path in stage.rglob("*") if path.is_file())
    others = [name for name in names if name != mark]
    _record(stage / mark, {name: digest(stage / name) for name in others})
    for folder in (stage, *(path for path in stage.rglob("*") if path.is_dir())):
        sync_folder(folder)
    for name in names:
        sync(stage / name)
        _can_be_replaced(out / name)
    aside = changed(out, mark, others)
    known = recorded(out, mark) or {}
    gone = [name for name in known if name not in names and known[name] == digest(out / name)]
    with signals_wait():
        for name in aside:
            if digest(out / name) != digest(stage / name):
                say_kept(out / name, set_aside(out / name))
        before = {name: digest(out / name) for name in (*others, mark, *gone) if (out / name).is_file()}
        plan = _Plan(stage.name, [*others, mark], gone, before)
        _write_journal(out, plan)
        try:
            _carry_out(out, plan)
        except OSError as error:
            _take_back(out, plan)
            _end(out, plan)
            where = Path(str(error.filename2 or error.filename or out).replace(str(stage), str(out)))
            raise OutputError(
                f"{where}: cannot be replaced ({reason(error)}); nothing was changed", write_hint(error, where)
            ) from error
        _end(out, plan)


def _record(mark: Path, files: Mapping[str, str]) -> None:
    """Write into the mark what its set is."""
    record: dict[str, Any] = json.loads(mark.read_text("utf-8"))
    text = json.dumps(record | {"files": dict(files)}, ensure_ascii=False, indent=1) + "\n"
    mark.write_text(text, encoding="utf-8", errors="replace", newline="\n")


def _can_be_replaced(path: Path) -> None:
    """Raise :class:`OutputError` for a name that cannot be taken: on Windows a sheet that is open in Excel is one."""
    if path.is_dir():
        raise OutputError(
            f"{path}: is a folder, and a file of this name is to be written", "choose another place with -o"
        )
    if not os.path.lexists(path):
        return
    try:
        path.replace(path)
    except OSError as error:
        raise OutputError(f"{path}: cannot be replaced ({reason(error)})", write_hint(error, path)) from error


def _write_journal(out: Path, plan: _Plan) -> None:
    record = {"stage": plan.stage, "names": plan.names, "gone": plan.gone, "before": plan.before}
    temporary = out / plan.stage / JOURNAL
    temporary.write_text(json.dumps(record, ensure_ascii=False), "utf-8", "surrogatepass")
    sync(temporary)
    temporary.replace(out / JOURNAL)
    sync_folder(out)


def _carry_out(out: Path, plan: _Plan) -> None:
    """Each old file into the stage, each new one out of it; the mark is the last."""
    stage = out / plan.stage
    for name in (*plan.gone, *plan.names):
        old, target = stage / OLD / name, out / name
        old.parent.mkdir(parents=True, exist_ok=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        if os.path.lexists(target):
            target.replace(old)
        if name in plan.names:
            (stage / name).replace(target)
    for folder in {(out / name).parent for name in plan.names}:
        sync_folder(folder)


def _take_back(out: Path, plan: _Plan) -> None:
    """Everything as it was before; new files go with the stage."""
    stage = out / plan.stage
    for name in (*plan.names[::-1], *plan.gone):
        old, target = stage / OLD / name, out / name
        with suppress(OSError):
            if not (stage / name).exists() and name not in plan.gone:
                target.replace(stage / name)
            if os.path.lexists(old):
                old.replace(target)


def _end(out: Path, plan: _Plan) -> None:
    (out / JOURNAL).unlink(missing_ok=True)
    sync_folder(out)
    shutil.rmtree(out / plan.stage, ignore_errors=True)
    for name in plan.gone:
        folder = (out / name).parent
        if folder != out:
            with suppress(OSError):  # others are in it
                folder.rmdir()


def repair(out: Path) -> None:
    """Finish a swap that was cut short; its set is whole and on the disk, which the journal says."""
    plan = _read_journal(out)
    if plan is None:
        with suppress(OSError):
            (out / JOURNAL).unlink(missing_ok=True)
        return
    stage = out / plan.stage
    with signals_wait():
        try:
            for name in (*plan.gone, *plan.names):
                _finish_one(stage, out / name, name, plan)
            for folder in {(out / name).parent for name in plan.names}:
                sync_folder(folder)
        except OSError as error:
            where = Path(str(error.filename2 or error.filename or out).replace(str(stage), str(out)))
            raise OutputError(
                f"{where}: an earlier command was cut short here, and its work cannot be finished ({reason(error)})",
                write_hint(error, where),
            ) from error
        _end(out, plan)
    LOG.warning("%s: an earlier command was cut short while it wrote; its files are all in place now", out)


def _finish_one(stage: Path, target: Path, name: str, plan: _Plan) -> None:
    new = stage / name
    waits = name in plan.gone or new.is_file()
    if not waits:
        return
    if target.is_file() and not target.is_symlink() and digest(target) not in ("", plan.before.get(name), digest(new)):
        say_kept(target, set_aside(target))  # a person has worked in it since
    if name in plan.gone:
        target.unlink(missing_ok=True)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    new.replace(target)


def _read_journal(out: Path) -> _Plan | None:
    try:
        record = json.loads((out / JOURNAL).read_text("utf-8", "surrogatepass"))
        plan = _Plan(record["stage"], list(record["names"]), list(record["gone"]), dict(record["before"]))
        sound = _STAGE.fullmatch(plan.stage) and (out / plan.stage).is_dir()
        return plan if sound and all(map(_is_inside, (*plan.names, *plan.gone))) else None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _is_inside(name: object) -> bool:
    """Whether a name from a record stays in its folder: records lie where others may write."""
    return (
        isinstance(name, str)
        and bool(name)
        and "\0" not in name
        and not {"", ".", ".."} & set(re.split(r"[/\\:]", name))
    )


@contextmanager
def signals_wait() -> Iterator[None]:
    """Ctrl-C, SIGTERM and SIGHUP that come meanwhile take effect afterwards."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = [one for one in (getattr(signal, name, None) for name in ("SIGINT", "SIGTERM", "SIGHUP")) if one]
    came: list[int] = []
    before = {number: signal.getsignal(number) for number in numbers}
    for number in numbers:
        if before[number] is not signal.SIG_IGN:
            signal.signal(number, lambda got, _frame: came.append(got))
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler if handler is not None else signal.SIG_DFL)
        for number in dict.fromkeys(came):
            signal.raise_signal(number)
