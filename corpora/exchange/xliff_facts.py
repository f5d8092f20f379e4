"""What a row knew beside its texts, as we have left it in an XLIFF."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import unquote

from corpora.exchange.kept import is_fact
from corpora.exchange.rows import FACTS
from corpora.exchange.xliff_names import METADATA, OWN

if TYPE_CHECKING:
    from lxml.etree import _Element


def extradata(unit: _Element) -> dict[str, str]:
    """What :func:`~corpora.exchange.write_xliff` has left on a unit of 1.2."""
    first, _, rest = (unit.get("extradata") or "").partition(" ")
    if first != OWN:
        return {}
    if not rest.startswith("{"):
        parts = (part.partition("=") for part in rest.split(";"))
        return {unquote(name): unquote(value) for name, _, value in parts if is_fact(name)}
    try:  # what was written before 0.3
        found = json.loads(rest)
    except (ValueError, RecursionError):
        return {}
    return {name: str(found[name]) for name in FACTS if name in found} if isinstance(found, dict) else {}


def metadata(unit: _Element) -> dict[str, str]:
    """What :func:`~corpora.exchange.write_xliff` has left in the metadata of a unit of 2.x."""
    facts: dict[str, str] = {}
    for group in unit.iterfind(f"{{{METADATA}}}metadata/{{{METADATA}}}metaGroup"):
        if group.get("category") == OWN:
            facts.update(
                (meta.get("type") or "", meta.text or "") for meta in group.iterchildren(f"{{{METADATA}}}meta")
            )
    return facts
