"""``duizhao doctor``: is everything here that the program needs, and what to do about what is not."""

from __future__ import annotations

import importlib.util
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, Literal

from corpora.here import find_program
from duizhao.names import NAMES, strangers

State = Literal["ok", "note", "bad"]
LEAST_SPACE = 1 << 30
LEAST_MEMORY = 2 << 30
ALONE = "install duizhao into an environment of its own, for example with pipx"


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing looked at: ``ok``; ``note`` where something optional is missing; ``bad`` where work cannot be done."""

    state: State
    name: str
    value: str
    hint: str = ""


def diagnose(folder: Path) -> list[Sign]:
    """Everything worth knowing, in a fixed order; a look that fails is a bad sign, not the end."""
    looks: tuple[tuple[str, Callable[[], list[Sign]]], ...] = (
        ("python", _python),
        ("packages", _packages),
        ("names", _names),
        ("built-in model", _model),
        ("optional", _optional),
        ("folder", lambda: _folder(folder)),
        ("terminal", _terminal),
    )
    found: list[Sign] = []
    for name, look in looks:
        try:
            found += look()
        except Exception as error:
            found.append(Sign("bad", name, f"{type(error).__name__}: {error}", "reinstall duizhao"))
    return found


def _python() -> list[Sign]:
    from corpora.versions import program_version

    old = sys.version_info < (3, 11)
    where = f"{platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} processors"
    memory = _memory()
    signs = [
        Sign("ok", "duizhao", program_version()),
        Sign("bad" if old else "ok", "Python", where, "install Python 3.11 or newer" if old else ""),
    ]
    if memory:
        small = memory < LEAST_MEMORY
        signs.append(
            Sign("note" if small else "ok", "memory", f"{memory / 2**30:.1f} GiB", "close other programs" * small)
        )
    return signs


def _memory() -> int:
    """Bytes of memory, 0 where the system does not say."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return 0


def _packages() -> list[Sign]:
    """Every package that the distribution asks for, with its version."""
    from corpora.versions import versions

    given = versions()
    signs = []
    for requirement in _requirements():
        name = requirement.partition(">")[0].partition("<")[0].partition("=")[0].partition("[")[0].strip()
        try:
            signs.append(Sign("ok", name, metadata.version(name)))
        except metadata.PackageNotFoundError:
            signs.append(Sign("bad", name, "not installed", f"pip install '{requirement}'"))
    return signs or [Sign("ok", name, value) for name, value in given.items() if name not in ("python", "platform")]


def _names() -> list[Sign]:
    """Whether the names of our packages are ours alone: another distribution that has one can stand in its place."""
    claims = metadata.packages_distributions()
    led = dict(strangers())
    signs = []
    for name in NAMES:
        others = sorted({one for one in claims.get(name, ()) if one.lower() != "duizhao"})
        if name in led:
            signs.append(Sign("bad", f"package {name}", f"is another program's: {led[name]}", ALONE))
        elif others:
            signs.append(Sign("note", f"package {name}", f"claimed by {', '.join(others)} as well", ALONE))
    return signs or [Sign("ok", "packages of ours", ", ".join(NAMES))]


def _requirements() -> list[str]:
    """What the installed distribution requires, without its extras."""
    try:
        return sorted(one for one in metadata.requires("duizhao") or () if "extra ==" not in one)
    except metadata.PackageNotFoundError:
        return []


def _model() -> list[Sign]:
    """The built-in model is whole, and tells a rendering from another sentence."""
    from align.aligner import Aligner
    from align.encoders import BUILTIN, StaticEncoder

    encoder = StaticEncoder(BUILTIN)
    links = Aligner(encoder).align(
        ["主席感谢秘书长的报告。", "会议于中午结束。"],
        ["The President thanked the Secretary-General for his report.", "The meeting rose at noon."],
    )
    right = [str(link) for link in links.links] == ["[0]:[0]", "[1]:[1]"]
    value = f"{encoder.fingerprint}, {encoder.shape[0]:,} x {encoder.shape[1]}"
    state: State = "ok" if right else "bad"
    return [
        Sign(state, "built-in model", value if right else f"{value}: does not align", "reinstall duizhao" * (not right))
    ]


def _optional() -> list[Sign]:
    signs = []
    office = find_program("soffice", "libreoffice")
    signs.append(
        Sign("ok", "LibreOffice", office)
        if office
        else Sign("note", "LibreOffice", "not found", "needed for .doc, .rtf, .odt and .wpd only")
    )
    for module, package, why in (
        ("ray", "duizhao[cluster]", "needed for 'align run --engine ray' only"),
        ("torch", "duizhao[models]", "needed for other models (--model) and for training only"),
    ):
        there = importlib.util.find_spec(module) is not None
        signs.append(
            Sign("ok", module, _version(module))
            if there
            else Sign("note", module, "not installed", f"{why}: pip install '{package}'")
        )
    return signs


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "there"


def _folder(folder: Path) -> list[Sign]:
    """Whether one can write here, how much room there is, and which project file is in force."""
    from duizhao.project_file import find_project_file

    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
        writable = True
    except OSError:
        writable = False
    free = shutil.disk_usage(folder).free
    low = free < LEAST_SPACE
    project, foreign = find_project_file(folder)
    return [
        Sign("ok" if writable else "note", "this folder", str(folder) + ("" if writable else ": cannot be written"),
             "" if writable else "write elsewhere with -o"),
        Sign("note" if low else "ok", "free space", f"{free / 2**30:.1f} GiB", "archives need more" * low),
        Sign("ok", "duizhao.toml", str(project) if project else "none"),
        *(Sign("note", "duizhao.toml", f"{path}: belongs to another user and is not used", "name it with --config")
          for path in foreign),
    ]  # fmt: skip


def _terminal() -> list[Sign]:
    encoding = (sys.stdout.encoding or "unknown").lower()
    if encoding.replace("-", "") in ("utf8", "utf8sig", "cp65001"):
        return [Sign("ok", "output encoding", encoding)]
    return [Sign("note", "output encoding", encoding, "set PYTHONUTF8=1 to see Chinese")]


def to_records(signs: list[Sign]) -> list[dict[str, Any]]:
    """Plain values for JSON."""
    return [asdict(sign) for sign in signs]
