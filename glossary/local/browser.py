"""Opens the browser of this machine on an address that nobody else of the machine may see.

What a program is called with can be read by every user (``ps``), so a browser is given the name of a file that only its owner may
read, and which leads to the address.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from html import escape
from pathlib import Path

from corpora.here import find_program

REDIRECT = """<!doctype html>
<meta charset="utf-8"><meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url={address}">
<title>duizhao</title><a href="{address}">duizhao</a>
"""


@contextmanager
def opened(address: str) -> Iterator[bool]:
    """The address in the browser, as long as it is served; whether a browser was found."""
    with tempfile.TemporaryDirectory(prefix="duizhao-review-", ignore_cleanup_errors=True) as folder:  # 0700
        page = Path(folder) / "open.html"
        with os.fdopen(os.open(page, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as stream:
            stream.write(REDIRECT.format(address=escape(address)))
        yield _open(page)


def _open(page: Path) -> bool:
    if sys.platform == "win32":
        with suppress(OSError):
            os.startfile(page)
            return True
        return False
    program = _browser()
    if program is None:
        return False
    quiet = subprocess.DEVNULL
    with suppress(OSError):
        subprocess.Popen(
            [program, page.as_uri()], stdin=quiet, stdout=quiet, stderr=quiet, cwd=page.parent, start_new_session=True
        )
        return True
    return False


def _browser() -> str | None:
    """What opens pages here, by its absolute path: ``BROWSER``, the system's opener where there is a desktop."""
    named = [name for name in os.environ.get("BROWSER", "").split(os.pathsep) if name]
    own = next((name for name in named if Path(name).is_absolute() and os.access(name, os.X_OK)), None)
    if found := own or find_program(*named):
        return found
    if sys.platform == "darwin":
        return "/usr/bin/open"
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return None
    return find_program("xdg-open", "x-www-browser", "firefox", "chromium", "google-chrome")
