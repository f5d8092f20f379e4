"""The version of this program and of everything that can change a result."""

from __future__ import annotations

import platform
import sys
from importlib import metadata


def program_version() -> str:
    """The version of the installed distribution, or ``0`` in a bare checkout."""
    try:
        return metadata.version("duizhao")
    except metadata.PackageNotFoundError:
        return "0"


def versions() -> dict[str, str]:
    """Versions of everything that can change a result."""
    result = {"duizhao": program_version(), "python": platform.python_version(), "platform": sys.platform}
    for name in ("numpy", "polars", "tokenizers", "safetensors", "lxml", "pypdfium2", "opencc", "ahocorasick-rs"):
        try:
            result[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            result[name] = "not installed"
    return result
