"""The version of this program and of everything that can change a result."""

from __future__ import annotations

import platform
import re
import sys
from collections.abc import Mapping
from importlib import metadata

VERSION = "0.2.0"
"""The one place of the number: pyproject.toml reads it here, so that a checkout that was never installed has it too."""


SCHEMAS: Mapping[str, int] = {
    **dict.fromkeys(("bitext", "comparison", "find", "job", "pairing", "progress", "report", "run"), 2),
    "document": 3,  # counted from 0 before
}
"""The version of what is in each kind of file, by its name in docs/formats.md; what 0.1 wrote is version 1 and does not say so."""


def program_version() -> str:
    """The version of this program, as signatures and files name it."""
    return VERSION


def is_before(version: str, major: int, minor: int) -> bool:
    """Whether a version is of an older series; what is no version is older than all.

    >>> [is_before(version, 0, 2) for version in ("0.1.0", "0.2.0", "0.2.0.dev1", "1", "0", "", "x")]
    [True, False, False, False, True, True, True]
    """
    found = re.match(r"\s*v?(\d{1,9})(?:\.(\d{1,9}))?", version)
    return found is None or (int(found[1]), int(found[2] or 0)) < (major, minor)


def versions() -> dict[str, str]:
    """Versions of everything that can change a result."""
    result = {"duizhao": program_version(), "python": platform.python_version(), "platform": sys.platform}
    for name in ("numpy", "polars", "tokenizers", "safetensors", "lxml", "pypdfium2", "opencc", "ahocorasick-rs"):
        try:
            result[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            result[name] = "not installed"
    return result
