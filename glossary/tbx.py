"""TBX by version, for callers that want no more than that; everything else is in :mod:`glossary.formats`."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from glossary.concept import Termbase
from glossary.formats import ExportOptions, load, save


def write_tbx(
    termbase: Termbase,
    path: Path,
    *,
    dialect: Literal["v3", "v2"] = "v3",
    zh_code: str = "zh",
    en_code: str = "en",
    deprecated: bool = True,
) -> int:
    """Write TBX-Basic as clients want it, each term in one concept; return the number of concepts."""
    options = ExportOptions(zh_code, en_code, deprecated=deprecated, every=False)
    return save(termbase, path, "tbx3" if dialect == "v3" else "tbx", options).concepts


def read_tbx(path: Path) -> Termbase:
    """Read TBX version 2 or 3; terms in other languages than zh and en are left out."""
    return load(path, "tbx").termbase
