"""Waivers: findings that somebody accepted, kept in a small text file, so that they stay silent next time.

A line a finding, fields separated by tabs: ``id  code  symbol:position  who  date  comment``. The id alone decides; it is made
of the code, the document and the texts (:attr:`glossary.finding.Finding.id`), so a changed text is asked about again. ``#``
begins a line of comment. What cannot be understood is kept as it stands and silences nothing. A line ``any  code  document
text  who  date  comment`` accepts by pattern (:mod:`glossary.quality.patterns`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corpora.errors import InputError, short
from corpora.files import atomic_path, read_bytes
from corpora.text import no_surrogates
from glossary.checks import BY_CODE, current
from glossary.consistency import recount
from glossary.finding import Finding, Report
from glossary.quality.patterns import ANY, Pattern, pattern_of

HEAD = (
    "# duizhao: findings that were accepted; they stay silent in the next check.",
    "# id\tcode\tsymbol:position\twho\tdate\tcomment",
)
_ID = re.compile(r"[0-9a-f]{12}", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_CODE = re.compile(r"[A-Z]{1,3}\d{1,4}")
_PLACE = re.compile(r"(?P<symbol>.*?):(?P<position>\d{1,9})")
_LARGEST = 64 * 2**20  # bytes of a waiver file
_NOTHING = "-"


@dataclass(frozen=True, slots=True)
class Waiver:
    """One accepted finding: its id, and for people its code, document, position in it (from 1, 0 where not known), who, when, why."""

    id: str
    code: str = ""
    symbol: str = ""
    position: int = 0
    who: str = ""
    date: str = ""
    comment: str = ""
    pattern: Pattern | None = None

    @property
    def line(self) -> str:
        r"""The line of the file.

        >>> Waiver("0123456789ab", "N101", "A/99/1", 3, "Li Wen", "2026-11-25", "a list\tof two").line.split("\t")
        ['0123456789ab', 'N101', 'A/99/1:3', 'Li Wen', '2026-11-25', 'a list of two']
        """
        if self.pattern is not None:
            known = (ANY, self.pattern.code, self.pattern.document, self.pattern.text, self.who, self.date)
            return "\t".join([*(_field(field) or _NOTHING for field in known), _field(self.comment)]).rstrip("\t")
        place = f"{_field(self.symbol)}:{self.position}" if self.symbol or self.position else ""
        fields = (self.id, self.code, place, self.who, self.date)
        return "\t".join([*(_field(field) or _NOTHING for field in fields), _field(self.comment)]).rstrip("\t")


def _field(text: str) -> str:
    """A field of the file, in which two spaces separate."""
    return " ".join(no_surrogates(text).replace("\0", " ").split())


def parse_waiver(line: str) -> Waiver | None:
    """A line as a waiver; ``None`` for an empty line, a comment, and what does not begin with an id.

    Tabs separate; so do two spaces, or one where no field holds any.

    >>> parse_waiver("0123456789ab  N101  A/99/1:3  Li Wen  2026-11-25  both are right").who
    'Li Wen'
    >>> parse_waiver("0123456789ab both are right").comment, parse_waiver("# note"), parse_waiver("later")
    ('both are right', None, None)
    """
    line = line.strip().lstrip("\ufeff")
    if "\t" in line:
        fields = [field.strip() for field in line.split("\t")]
    else:
        fields = re.split(r"\s{2,}", line)
        fields = line.split() if len(fields) < 3 else fields
    if not fields or not _ID.fullmatch(fields[0]):
        return None
    return _of_fields(fields)


def _of_fields(fields: list[str]) -> Waiver:
    """Fields by what they look like: people leave some out."""
    id, *rest = fields
    code = rest.pop(0) if rest and (_CODE.fullmatch(rest[0]) or rest[0] in ("", _NOTHING)) else ""
    place = _PLACE.fullmatch(rest[0]) if rest else None
    if place or (rest and rest[0] in ("", _NOTHING)):
        rest.pop(0)
    when = next((k for k, field in enumerate(rest) if _DATE.fullmatch(field)), None)
    if when is None and len(rest) >= 2 and rest[1] in ("", _NOTHING):
        when = 1
    who, day = ("", "") if when is None else (" ".join(rest[:when]), rest[when])
    comment = " ".join(rest if when is None else rest[when + 1 :])
    symbol, position = (place["symbol"], int(place["position"])) if place else ("", 0)
    return Waiver(id.lower(), _filled(code), symbol, position, _filled(who), _filled(day), _filled(comment))


def _by_pattern(line: str) -> Waiver | None:
    """A line that accepts by pattern. Raises :class:`ValueError` for one that begins so and cannot be used."""
    line = line.strip().lstrip("\ufeff")
    fields = [field.strip() for field in (line.split("\t") if "\t" in line else re.split(r"\s{2,}", line))]
    if fields[0].lower() != ANY:
        return None
    if len(fields) < 2:
        raise ValueError("fields are separated by tabs: any, code, document, text, who, date, comment")
    code, document, text, who, day, *comment = [*fields[1:], *[""] * 5][: max(5, len(fields) - 1)]
    pattern = pattern_of(current(code), document, text)
    said = _filled(" ".join(comment))
    return Waiver(pattern.key, pattern.code, who=_filled(who), date=_filled(day), comment=said, pattern=pattern)


def _filled(text: str) -> str:
    return "" if text.strip() == _NOTHING else text.strip()


def _lines(path: Path) -> list[str]:
    data = read_bytes(path, largest=_LARGEST, empty=True, pipe=True)
    if b"\0" in data[:4096].replace(b"\xff\xfe", b""):
        raise InputError(f"{path}: is not a waiver file", "give the text file that 'duizhao waive' wrote")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: is not UTF-8 text (byte {error.start})", "save it as UTF-8") from error
    return text.splitlines()


def read_waivers(path: Path) -> dict[str, Waiver]:
    """Waivers by id, the last line of an id wins. Raises :class:`InputError` for what cannot be read as UTF-8 text."""
    lines = [line for line in _lines(path) if line.strip() and not line.lstrip().startswith("#")]
    if lines and re.match(r"\ufeff?id[\t,;]severity[\t,;]", lines[0]):  # every finding would be taken as accepted
        raise InputError(
            f"{path}: is a report without decisions, not a list of what was accepted",
            "mark what is accepted in report.xlsx or on the page, and give that file",
        )
    found = {waiver.id: waiver for line in lines if (waiver := _parsed(line, path))}
    if lines and not found:
        raise InputError(f"{path}: holds no waiver", "give the text file that 'duizhao waive' wrote")
    return found


def _parsed(line: str, path: Path) -> Waiver | None:
    try:
        return parse_waiver(line) or _by_pattern(line)
    except ValueError as error:
        raise InputError(f"{path}: {short(line, 60)!r} {error}", "docs/checking.md has examples") from error


def merge_waivers(old: Mapping[str, Waiver], new: Iterable[Waiver]) -> dict[str, Waiver]:
    """Old and new ones; where both know an id, the new fields that say something win."""
    merged = dict(old)
    for waiver in new:
        known = merged.get(waiver.id, waiver)
        merged[waiver.id] = Waiver(
            waiver.id,
            waiver.code or known.code,
            waiver.symbol or known.symbol,
            waiver.position or known.position,
            waiver.who or known.who,
            waiver.date or known.date,
            waiver.comment or known.comment,
            waiver.pattern,
        )
    return merged


def render_waivers(waivers: Mapping[str, Waiver], others: Iterable[str] = HEAD) -> str:
    """The file: comments and lines that were not understood, then waivers by document, row, code and id."""
    ordered = sorted(waivers.values(), key=lambda w: (w.symbol, w.position, w.code, w.id))
    return "\n".join([*others, *(waiver.line for waiver in ordered)]) + "\n"


def write_waivers(path: Path, waivers: Mapping[str, Waiver]) -> None:
    """Write the file, whole or not at all; comments, patterns and unknown lines that stand in ``path`` stay, above the waivers."""
    kept = [line for line in _lines(path) if line.strip() and not parse_waiver(line)] if path.is_file() else []
    head = [line for line in HEAD if line not in kept]
    there = {waiver.id for line in kept if (waiver := _parsed(line, path))}
    new = [waiver.line for id, waiver in waivers.items() if waiver.pattern is not None and id not in there]
    found = {id: waiver for id, waiver in waivers.items() if waiver.pattern is None}
    with atomic_path(path) as temporary:
        temporary.write_text(render_waivers(found, [*head, *kept, *new]), encoding="utf-8", newline="\n")


def apply_waivers(
    report: Report,
    waivers: Mapping[str, Waiver],
    codes: Collection[str] | None = None,
    spared: Collection[str] = (),
) -> Report:
    """The report with what was accepted moved to ``waived``, counts and scores made anew.

    ``scores["waivers"]`` holds ``applied`` (waived findings), ``idle`` (ids that match nothing any more, of the
    checks that ran: ``codes``, or all) and ``comments`` by id. ``spared``: ids that no pattern accepts.
    """
    here = (*report.findings, *report.waived)
    patterns = [waiver for waiver in waivers.values() if waiver.pattern is not None]
    accepts = {f.id: [one for one in patterns if one.pattern and one.pattern.accepts(f)] for f in here}
    by_pattern = {id: found for id, found in accepts.items() if found and id not in spared}
    waived = [f for f in (*report.waived, *report.findings) if f.is_in(waivers) or f.id in by_pattern]
    gone = {finding.id for finding in waived}
    # a part that is accepted alone accepts nothing: it is told as idle
    known = (
        {f.id for f in here}
        | {id for f in waived for id in f.parts}
        | {one.id for found in accepts.values() for one in found}
    )
    open_ = [f for f in (*report.findings, *report.waived) if f.id not in gone]
    open_.sort(key=lambda f: (f.segment, f.code, f.expected, f.found))
    left = recount(replace(report, findings=tuple(open_), waived=tuple(waived)))
    if not waivers:
        return left
    told: dict[str, Any] = {
        "applied": len(waived),
        "idle": sorted(id for id, one in waivers.items() if id not in known and _ran(one.code, codes)),
        "comments": {
            f.id: _told(_of(waivers, f) if f.is_in(waivers) else by_pattern[f.id][0])
            for f in sorted(waived, key=lambda f: f.id)
        },
    }
    return replace(left, scores={**left.scores, "waivers": told})


def _of(waivers: Mapping[str, Waiver], finding: Finding) -> Waiver:
    """What accepted a finding: its own waiver, else the first of its parts."""
    return waivers.get(finding.id) or waivers[finding.parts[0]]


def _ran(code: str, codes: Collection[str] | None) -> bool:
    """Whether the check ran; a code that there is no more cannot speak of its waiver, which is told therefore."""
    code = current(code)
    return codes is None or not code or code in codes or code not in BY_CODE


def _told(waiver: Waiver) -> dict[str, str]:
    return {"who": waiver.who, "date": waiver.date, "comment": waiver.comment}
