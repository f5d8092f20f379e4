"""Comments into the XLIFF of Trados, memoQ and Phrase, and as notes into any other; all other bytes stay as they are."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from html import escape
from pathlib import Path
from typing import NamedTuple

from corpora.errors import InputError
from corpora.exchange.commented.places import Extent, Places, Unit, find_places
from corpora.files import decode, read_bytes, sniff_root, xml_text

SDL = "http://sdl.com/FileTypes/SdlXliff/1.0"
SDL_BASIC = "http://sdl.com/FileTypes/Basic/1.0"
MEMOQ = "MQXliff"
PHRASE = "http://www.memsource.com/mxlf/2.0"
BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
GRADES = {"error": "High", "warning": "Medium", "note": "Low"}
"""Severities as Trados calls them."""
WHO = "duizhao"


class Comment(NamedTuple):
    """What is to be said of a segment: ``unit`` from 1 in the file, ``segment`` as the unit calls it (empty: all of it).

    ``id`` is the same for the same comment.
    """

    unit: int
    segment: str
    text: str
    severity: str
    id: str


Edit = tuple[int, int, str]
"""Which bytes are replaced (none, as a rule), and what is put there."""


def with_comments(path: Path, comments: Sequence[Comment], when: datetime) -> bytes:
    """The bytes of an XLIFF with comments. Raises :class:`InputError` for a file that is no XLIFF, or compressed."""
    if sniff_root(path) != "xliff" or path.suffix.lower() == ".gz":
        raise InputError(f"{path}: is not an XLIFF, so it can hold no comments", "write a report: -o report.html")
    data = read_bytes(path)
    mark, text, encoding = _decoded(data, path)
    body = text.encode()
    places = find_places(body, path)
    known = [one for one in comments if 0 < one.unit <= len(places.units)]
    edits = list(_dialect(places, path)(places, known, when))
    return mark + _edited(body, edits).decode().encode(encoding)


def _decoded(data: bytes, path: Path) -> tuple[bytes, str, str]:
    """The byte order mark, the text, the encoding."""
    for mark, encoding in BOMS:
        if data.startswith(mark):
            try:
                return mark, data.removeprefix(mark).decode(encoding), encoding
            except UnicodeDecodeError as error:
                raise InputError(f"{path}: bytes that are not {encoding.upper()}", "export it again") from error
    text, encoding = decode(data, path)
    if text.encode(encoding, "replace") != data:
        raise InputError(f"{path}: its encoding ({encoding}) cannot be kept", "save it as UTF-8")
    return b"", text, encoding


def _edited(body: bytes, edits: Sequence[Edit]) -> bytes:
    """Bytes with all edits, those of one place in their order."""
    parts, at = [], 0
    for start, end, text in sorted(edits, key=lambda edit: edit[0]):
        parts += [body[at:start], text.encode()]
        at = end
    return b"".join((*parts, body[at:]))


def _dialect(places: Places, path: Path) -> Callable[[Places, Sequence[Comment], datetime], Iterator[Edit]]:
    if places.prefix(SDL):
        return _trados
    if places.prefix(MEMOQ):
        return _memoq
    if places.prefix(PHRASE):
        return _phrase
    return _notes if places.attributes.get("version", "").startswith("2") else _old_notes


def _text(comment: Comment) -> str:
    return escape(xml_text(comment.text), quote=False)


def _guid(comment: Comment) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"duizhao:{comment.id}:{comment.unit}:{comment.segment}"))


def _by_segment(comments: Sequence[Comment]) -> dict[tuple[int, str], list[Comment]]:
    found: dict[tuple[int, str], list[Comment]] = {}
    for comment in comments:
        found.setdefault((comment.unit, comment.segment), []).append(comment)
    return found


def _by_unit(places: Places, comments: Sequence[Comment]) -> Iterator[tuple[Unit, list[Comment]]]:
    found: dict[int, list[Comment]] = {}
    for comment in comments:
        found.setdefault(comment.unit, []).append(comment)
    for unit, mine in found.items():
        yield places.units[unit - 1], mine


def _trados(places: Places, comments: Sequence[Comment], when: datetime) -> Iterator[Edit]:
    """A definition at the head, and a mark around the text of the segment; of segments without text, a comment of the file."""
    sdl = places.prefix(SDL)
    definitions, of_file = [], []
    for (number, segment), mine in _by_segment(comments).items():
        guid = _guid(mine[0])
        unit = places.units[number - 1]
        place = unit.segments.get(segment) or (None if unit.segments else unit.target)
        bare = place is None or place.end == place.inside
        label = f"[{segment or number}] " if bare else ""
        definitions.append(_definition(guid, mine, label, when))
        if place is None or bare:
            of_file.append(guid)
        else:
            yield place.inside, place.inside, f'<mrk mtype="x-sdl-comment" {sdl}:cid="{guid}">'
            yield place.end, place.end, "</mrk>"
    if of_file:
        yield from _of_file(places, "".join(f'<{sdl}:cmt id="{guid}" />' for guid in of_file))
    if definitions:
        yield from _defined(places, "".join(definitions))


def _definition(guid: str, comments: Sequence[Comment], label: str, when: datetime) -> str:
    date = when.strftime("%Y-%m-%dT%H:%M:%S+00:00")
    inner = "".join(
        f'<Comment severity="{GRADES.get(one.severity, "Low")}" user="{WHO}" date="{date}" version="1.0">'
        f"{escape(label, quote=False)}{_text(one)}</Comment>"
        for one in comments
    )
    return f'<cmt-def id="{guid}"><Comments xmlns="">{inner}</Comments></cmt-def>'


def _of_file(places: Places, text: str) -> Iterator[Edit]:
    header, body = places.parts.get("header"), places.parts.get("body")
    if header is not None:
        yield _inside(header, text, "<header>", "</header>")
    elif body is not None:
        yield body.start, body.start, f"<header>{text}</header>"


def _defined(places: Places, text: str) -> Iterator[Edit]:
    known, info = places.parts.get("cmt-defs"), places.parts.get("doc-info")
    if known is not None:
        yield _inside(known, text, "<cmt-defs>", "</cmt-defs>")
    elif info is not None and not info.empty:
        yield info.inside, info.inside, f"<cmt-defs>{text}</cmt-defs>"
    else:
        at = places.root.inside
        yield at, at, f'<doc-info xmlns="{SDL_BASIC}"><cmt-defs>{text}</cmt-defs></doc-info>'


def _memoq(places: Places, comments: Sequence[Comment], when: datetime) -> Iterator[Edit]:
    """A list of comments at the end of the unit."""
    mq = places.prefix(MEMOQ)
    time = when.strftime("%Y-%m-%dT%H:%M:%SZ")
    for unit, mine in _by_unit(places, comments):
        text = "".join(
            f'<{mq}:comment id="{_guid(one)}" creatoruser="{WHO}" time="{time}" deleted="false" category="0" '
            f'appliesto="Target" origin="User">{_text(one)}</{mq}:comment>'
            for one in mine
        )
        yield from _added(unit, "comments", text, f"<{mq}:comments>", f"</{mq}:comments>", unit.place.end)


def _phrase(places: Places, comments: Sequence[Comment], when: datetime) -> Iterator[Edit]:
    """One comment a unit, before what is known of its tags; what a person wrote there stays, ours behind it."""
    m = places.prefix(PHRASE)
    time = int(when.timestamp() * 1000)
    for unit, mine in _by_unit(places, comments):
        text = "\n".join(map(_text, mine))
        behind = unit.parts.get("tunit-metadata") or unit.parts.get("tunit-target-metadata")
        head = f'<{m}:comment created-at="{time}" created-by="" modified-at="0" modified-by="" resolved="false">'
        known = unit.parts.get("comment")
        if known is not None and not known.empty and known.end > known.inside:
            text = f"\n{text}"
        yield from _added(unit, "comment", text, head, f"</{m}:comment>", behind.start if behind else unit.place.end)


def _old_notes(places: Places, comments: Sequence[Comment], _when: datetime) -> Iterator[Edit]:
    """Notes of 1.2, at the end of the unit."""
    for unit, mine in _by_unit(places, comments):
        text = "".join(f'<note from="{WHO}" annotates="target">{_text(one)}</note>' for one in mine)
        yield unit.place.end, unit.place.end, text


def _notes(places: Places, comments: Sequence[Comment], _when: datetime) -> Iterator[Edit]:
    """Notes of 2.x, before the segments."""
    for unit, mine in _by_unit(places, comments):
        text = "".join(f'<note category="{WHO}" appliesTo="target">{_text(one)}</note>' for one in mine)
        heads = [place.start for name in ("originalData", "segment", "ignorable") if (place := unit.parts.get(name))]
        yield from _added(unit, "notes", text, "<notes>", "</notes>", min(heads, default=unit.place.end))


def _added(unit: Unit, part: str, text: str, head: str, tail: str, place: int) -> Iterator[Edit]:
    """Text at the end of a part of the unit; where it has none, in a new one at a place."""
    known = unit.parts.get(part)
    yield (place, place, f"{head}{text}{tail}") if known is None else _inside(known, text, head, tail)


def _inside(known: Extent, text: str, head: str, tail: str) -> Edit:
    """Text at the end of an element; one that is written ``<a/>`` becomes a pair of tags."""
    if known.empty:
        return known.start, known.inside, f"{head}{text}{tail}"
    return known.end, known.end, text
