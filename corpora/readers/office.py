"""Old and other word processors' files (.doc, .rtf, .odt, .wpd, .wps): LibreOffice turns them into DOCX.

LibreOffice runs without a window, with a profile of its own in which macros are off, links are never followed and every
network request goes to a port where nobody listens. One profile serves one process as long as it lives, because
making one takes seconds.
"""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from multiprocessing.util import Finalize
from pathlib import Path

from corpora.changes import Changes
from corpora.errors import InputError, MissingDependencyError
from corpora.files import OLDER_WORD, OLE, RTF, WORDPERFECT
from corpora.here import find_program
from corpora.readers.docx import extract as read_docx
from corpora.readers.docx import refuse_protected
from corpora.readers.extract import Extract

TIMEOUT = 120.0
"""Seconds that one file may take; 300 pages take about three."""
MAX_FILE = 256_000_000
"""Bytes of a file to convert."""
MAX_KEPT = 200
"""Results that are kept until the program ends."""
PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.com",
    "C:/Program Files (x86)/LibreOffice/program/soffice.com",
    "/opt/libreoffice/program/soffice",
    "/snap/bin/libreoffice",
)
TASKKILL = str(Path(os.environ.get("SYSTEMROOT", "C:/Windows"), "System32", "taskkill.exe"))
INSTALL = {
    "darwin": "brew install --cask libreoffice",
    "win32": "winget install TheDocumentFoundation.LibreOffice",
}
FILTER = "docx:MS Word 2007 XML"
SUFFIX_OF = {
    OLE: ".doc",
    **dict.fromkeys(OLDER_WORD, ".doc"),
    RTF: ".rtf",
    WORDPERFECT: ".wpd",
    b"PK": ".odt",
}
"""First bytes -> suffix; LibreOffice looks at the suffix before it looks at the content."""
SUFFIXES = {".doc", ".dot", ".rtf", ".odt", ".ott", ".fodt", ".wpd", ".wp", ".wp5", ".wp6", ".wps", ".sxw"}

SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Calc/Content/Update", "Link", "1"),
    ("Office.Common/Save/Document", "CreateBackup", "false"),
    ("Office.Common/Misc", "FirstRun", "false"),
    ("Office.Jobs/Jobs/org.openoffice.Office.Jobs:Job['UpdateCheck']/Arguments", "AutoCheckEnabled", "false"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("Inet/Settings", "ooInetFTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetFTPProxyPort", "9"),
    ("Inet/Settings", "ooInetNoProxy", ""),
)
"""Settings of the profile: no macros, no links (0: never, in Writer; 1 in Calc), a proxy that is not there."""


def extract(data: bytes, path: Path, changes: Changes = Changes.accepted) -> Extract:
    """The text of a file that LibreOffice can read; raises :class:`InputError`, also where it is not installed.

    A Word file of today under an old suffix is read directly.
    """
    if data.startswith(b"PK") and b"word/document.xml" in data:
        return read_docx(data, path, changes)
    refuse_protected(data, path)
    suffix = suffix_of(data, path)
    found = read_docx(convert(data, suffix, path), path, changes)
    # LibreOffice writes its own language there where the file has none
    return replace(found, encoding=suffix.removeprefix("."), language=None, origins=())


def suffix_of(data: bytes, path: Path) -> str:
    r"""The suffix by which LibreOffice recognises a file, by its first bytes, else its name.

    >>> suffix_of(b"{\\rtf1", Path("letter.doc")), suffix_of(b"...", Path("letter.WPD"))
    ('.rtf', '.wpd')
    """
    by_content = next((suffix for magic, suffix in SUFFIX_OF.items() if data.startswith(magic)), "")
    own = path.suffix.lower()
    return by_content or (own if own in SUFFIXES else ".doc")


def find_soffice() -> str | None:
    """LibreOffice's program: ``DUIZHAO_SOFFICE``, the path of programs, the usual places; ``None`` if nowhere.

    Raises :class:`InputError` where ``DUIZHAO_SOFFICE`` names nothing that can be run.
    """
    named = os.environ.get("DUIZHAO_SOFFICE")
    if named:
        program = find_program(named) if named == Path(named).name else _as_path(named)
        if program is None:
            raise InputError(f"DUIZHAO_SOFFICE: {named} is not a program", "give the path of soffice, or unset it")
        return program
    return find_program("soffice", "libreoffice") or next((place for place in PLACES if Path(place).is_file()), None)


def _as_path(named: str) -> str | None:
    """A program that is named by where it lies, absolute: it is run from another folder."""
    place = Path(named).absolute()
    return str(place) if place.is_file() and os.access(place, os.X_OK) else None


def convert(data: bytes, suffix: str, path: Path, timeout: float = TIMEOUT) -> bytes:
    """A file as DOCX; ``suffix`` says which format it is, ``path`` is for messages.

    Raises :class:`InputError` for a file that LibreOffice cannot use within ``timeout`` seconds, and
    :class:`MissingDependencyError` where there is no LibreOffice.
    """
    if len(data) > MAX_FILE:
        raise InputError(f"{path}: has more than {MAX_FILE // 1_000_000} MB", "split the document")
    program = find_soffice()
    if program is None:
        command = INSTALL.get(sys.platform, "apt install libreoffice-writer")
        raise MissingDependencyError(f"{path}: a {suffix} file needs LibreOffice, which is not installed", command)
    office = _office()
    with office.lock:
        kept = office.kept(f"{program} {suffix}".encode() + data)
        if not kept.is_file():
            with tempfile.TemporaryDirectory(prefix="duizhao-", ignore_cleanup_errors=True) as folder:
                source, target = Path(folder, f"document{suffix}"), Path(folder, "out", "document.docx")
                source.write_bytes(data)
                code = run(_command(program, office.profile(), source, target.parent), Path(folder), timeout)
                _check(code, target, path, timeout)
                shutil.copyfile(target, kept)
        return kept.read_bytes()


def _command(program: str, profile: Path, source: Path, folder: Path) -> list[str]:
    flags = ("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard")
    where = f"-env:UserInstallation={profile.resolve().as_uri()}"
    return [program, *flags, where, "--convert-to", FILTER, "--outdir", str(folder), str(source)]


def _check(code: int | None, target: Path, path: Path, timeout: float) -> None:
    """Raise :class:`InputError` where LibreOffice did not make ``target``."""
    by_hand = "open it in LibreOffice or Word and save it as DOCX"
    if code is None:
        _office().forget()  # its lock and its state are those of a killed program
        raise InputError(f"{path}: LibreOffice did not finish within {timeout:.0f} seconds", by_hand)
    if not target.is_file() or not target.stat().st_size:
        what = f"{path}: LibreOffice could not read it" + (f" (exit {code})" if code else "")
        raise InputError(what, f"{by_hand}; a password must be taken off first")


def run(command: list[str], folder: Path, timeout: float) -> int | None:
    """Exit code of a program, ``None`` where it was ended, with all that it had started, for taking too long."""
    environment = {**os.environ, "SAL_USE_VCLPLUGIN": "svp", "SAL_DISABLE_CRASHDUMP": "1"}
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
    )
    try:
        return process.wait(timeout)
    except subprocess.TimeoutExpired:
        return None
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program and what it started; the program that it starts outlives it otherwise."""
    if os.name == "nt":
        if process.poll() is None:
            subprocess.run([TASKKILL, "/T", "/F", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@dataclass(slots=True)
class _Office:
    """The profile of one process, and the lock that keeps its threads from using it at once."""

    process: int = field(default_factory=os.getpid)
    lock: threading.Lock = field(default_factory=threading.Lock)
    folder: Path | None = None

    def profile(self) -> Path:
        """The folder of the profile, made when it is first needed."""
        if self.folder is None:
            self.folder = Path(tempfile.mkdtemp(prefix="duizhao-office-"))
            Finalize(None, _leave, exitpriority=1)  # workers of multiprocessing do not come by atexit
            user = self.folder / "user"
            user.mkdir()
            (user / "registrymodifications.xcu").write_text("".join(_registry()), encoding="utf-8")
        return self.folder

    def kept(self, content: bytes) -> Path:
        """Where the result for ``content`` is kept: a folder's files are looked at twice, for pairing and reading."""
        folder = self.profile() / "done"
        folder.mkdir(exist_ok=True)
        results = sorted(folder.iterdir(), key=lambda result: result.stat().st_mtime)
        for result in results[: max(0, len(results) - MAX_KEPT)]:
            result.unlink(missing_ok=True)
        return folder / f"{hashlib.sha256(content).hexdigest()}.docx"

    def forget(self) -> None:
        """Remove the profile; the next file gets a new one."""
        if self.folder is not None and self.process == os.getpid():
            shutil.rmtree(self.folder, ignore_errors=True)
        self.folder = None


def _registry() -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n'
    for place, name, value in SETTINGS:
        yield f'<item oor:path="/org.openoffice.{place}"><prop oor:name="{name}" oor:op="fuse">'
        yield f"<value>{value}</value></prop></item>\n"
    yield "</oor:items>\n"


_current = _Office()


def _office() -> _Office:
    """The one of this process: a forked process must neither use nor remove what its parent has."""
    global _current
    if _current.process != os.getpid():
        _current = _Office()
    return _current


@atexit.register
def _leave() -> None:
    if _current.process == os.getpid():
        _current.forget()
