"""The segments of a unit of XLIFF: marked in its texts (1.2), or elements of their own (2.x)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from corpora.about import Marked
from corpora.exchange.codes import Code
from corpora.exchange.inline import inline_text
from corpora.exchange.kept import marked_text
from corpora.exchange.remarks import Remarks
from corpora.exchange.status import Status, status_of, trados_segments
from corpora.exchange.xliff_beside import made_of
from corpora.exchange.xliff_names import KEPT, XML
from corpora.files import local_name

if TYPE_CHECKING:
    from lxml.etree import _Element


class Segment(NamedTuple):
    """Both texts of a segment, what its file says of it, its name in its unit, both texts with codes, dates and people."""

    source: str
    target: str
    status: Status
    name: str
    marked: tuple[Marked, Marked]
    made: Mapping[str, str]


def _segment(
    both: tuple[_Element | None, _Element | None],
    said_by: tuple[_Element | None, ...],
    name: str,
    path: Path,
    codes: Mapping[str, Code],
    said: Remarks,
) -> Segment:
    """A segment; ``said_by``: the elements that say its state, the first that of the tool, the last the unit."""
    source, target = both
    texts = _text(source, path, codes, said), _text(target, path, codes, said)
    made = made_of(said_by[0], said_by[-1])
    return Segment(*texts, status_of(*said_by), name, (marked_text(source, codes), marked_text(target, codes)), made)


def marked_segments(
    unit: _Element, children: dict[str, _Element], path: Path, codes: Mapping[str, Code], said: Remarks
) -> Iterator[Segment]:
    """Segments of a unit of 1.2: those that are marked in both languages, by ``mid``, else the unit as it is."""
    source, target = children.get("source"), children.get("target")
    sources, targets = _marks(children.get("seg-source")), _marks(target)
    known = trados_segments(unit)
    if sources and (targets or not _text(target, path, codes, said)):
        said.count("piece of text between segments", "left out", _between(children["seg-source"]))
        for key in dict.fromkeys((*sources, *targets)):
            said_by = known.get(key), target, unit
            yield _segment((sources.get(key), targets.get(key)), said_by, key, path, codes, said)
    else:
        first = next(iter(known.values()), None)
        yield _segment((source, target), (first, target, unit), "", path, codes, said)


def _marks(element: _Element | None) -> dict[str, _Element]:
    marks: dict[str, _Element] = {}
    if element is not None and len(element):
        for mark in element.iter("{*}mrk"):
            if mark.get("mtype") == "seg":
                marks.setdefault(mark.get("mid") or f"#{len(marks)}", mark)
    return marks


def _between(element: _Element) -> int:
    """How many pieces of text stand beside the segments of a unit."""
    return sum(bool((text or "").strip()) for text in (element.text, *(child.tail for child in element)))


def new_segments(
    unit: _Element, children: dict[str, _Element], path: Path, codes: Mapping[str, Code], said: Remarks
) -> Iterator[Segment]:
    """Segments of a unit of 2.x; what is ignorable stands between them."""
    if "ignorable" in children:
        pieces = ("".join(map(str, one.itertext())) for one in unit.iterfind("{*}ignorable/{*}source"))
        said.count("piece of text between segments", "left out", sum(bool(text.strip()) for text in pieces))
    ordered = False
    for segment in unit.iterchildren("{*}segment"):
        sides = {local_name(child): child for child in segment}
        target = sides.get("target")
        ordered = ordered or (target is not None and target.get("order") is not None)
        both = sides.get("source"), target
        yield _segment(both, (segment,), segment.get("id") or "", path, codes, said)
    if ordered:
        said.count("unit whose segments have another order in the target", "read in the order of the source")


def _text(element: _Element | None, path: Path, codes: Mapping[str, Code], said: Remarks) -> str:
    if element is None:
        return ""
    text = inline_text(element, path, KEPT, codes, said).strip()
    if "  " in text and nearest(element, f"{XML}space") != "preserve":
        text = re.sub(" {2,}", " ", text)
    return text


def nearest(element: _Element, attribute: str) -> str | None:
    """An attribute that holds for all that stands inside an element, as ``xml:space`` and ``translate`` do."""
    found = element.get(attribute)
    if found is not None:
        return found
    return next((one.get(attribute) for one in element.iterancestors() if one.get(attribute) is not None), None)


def not_translated(unit: _Element) -> bool:
    """Whether a unit says that it is not to be translated."""
    return nearest(unit, "translate") == "no"
