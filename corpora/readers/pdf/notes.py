"""Footnotes of a page: small text at its foot, under a drawn line or a line of underscores; and where they are cited."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from corpora.page import COUNTED, RULE
from corpora.readers.pdf.grid import Across
from corpora.readers.pdf.lines import TextLine
from corpora.text import HAN

SMALL = 0.93
"""Share of the size of ordinary text below which text is small."""
LABEL = re.compile(
    rf"(\d{{1,3}}|\*{{1,4}}|[†‡§]|[a-z])(?:[/.)]\s?|\s+)(?=\S)|(\d{{1,3}})(?=[《“「{HAN}])(?![{COUNTED}])"
)
PLAIN = re.compile(r"\d{1,3}\s+\S")
"""How a note of the size of ordinary text begins; with a full stop it would be a paragraph."""
STARS = re.compile(r"[*†‡§]{1,4}")
STARS_BEHIND = re.compile(
    r"(?<=[^\W\d_])[*†‡§]{1,4}(?=[\s,.;:)]|$)|(?<=[a-z)][.,;:])[*†‡§]{1,4}(?=\s|$)|(?<=[)\]”’])[*†‡§]{1,4}(?=[\s,.;:]|$)"
)
UNIT = re.compile(r"(?:\b|\d)(?:[kcmdh]?m|10)$")
ORDINALS = {"st", "nd", "rd", "th"}


def cut_notes(lines: Sequence[TextLine], across: Sequence[Across], body: float, last: str) -> tuple[int, int | None]:
    """From which line on a region holds footnotes (its length: none), and the line of underscores above them.

    ``last``: the label of the last note before, which can go on here; or nothing.
    """
    open_note = bool(last)
    if last.isdigit() and lines[0].label == str(int(last) + 1):
        return 0, None  # notes at the end of a document, over a page edge
    for k in range(len(lines) - 1, 0, -1):
        if RULE.match(lines[k - 1].text) and "_" in lines[k - 1].text.replace("＿", "_"):
            if label_of(lines[k]) or (open_note and _small(lines[k:], body)):
                return k, k - 1
            break
    below = _under_rule(lines, across, body)
    if below is not None and (label_of(lines[below]) or open_note):
        return below, None
    k = len(lines)
    while k and _small(lines[k - 1 : k], body):
        k -= 1
    if 0 < k < len(lines) and label_of(lines[k]) and lines[k].y - lines[k - 1].y > 1.6 * body:
        return k, None
    first = next((n for n in range(k, len(lines)) if lines[n].label), len(lines))
    return first, None


def _small(lines: Sequence[TextLine], body: float) -> bool:
    letters = sum(len(line.text) for line in lines)
    return sum(len(line.text) for line in lines if line.size <= SMALL * body) > 0.85 * letters


def _under_rule(lines: Sequence[TextLine], across: Sequence[Across], body: float) -> int | None:
    """The first line under the lowest drawn line under which there are only notes."""
    left = min((line.x0 for line in lines), default=0.0)
    right = max((line.x1 for line in lines), default=0.0)
    for x0, x1, y in sorted(across, key=lambda rule: -rule[2]):
        if x1 - x0 < 2 * body or x0 > left + 3 * body or x0 < left - 8 * body:
            continue
        k = next((n for n, line in enumerate(lines) if line.y - 0.6 * line.size > y), len(lines))
        if k == len(lines) or (k and y - lines[k - 1].y < 0.3 * lines[k - 1].size):
            continue  # nothing under it, or it underlines
        small = _small(lines[k:], body)
        short = x1 - x0 < 0.6 * (right - left)
        if small or lines[k].label or (short and PLAIN.match(lines[k].text)):
            return k
    return None


def label_of(line: TextLine) -> str:
    """The number or sign of the note that begins with this line, or nothing.

    >>> label_of(TextLine("12 See A/1.", 0, 9, 0, 8)), label_of(TextLine("of 12 May", 0, 9, 0, 8))
    ('12', '')
    """
    if line.label:
        return line.label.strip("()[]/")
    match = LABEL.match(line.text)
    return match[1] or match[2] if match else ""


def group_notes(lines: Sequence[TextLine], last: str) -> list[tuple[str, list[TextLine]]]:
    """Notes with their labels; the first has none where it goes on from the page before, whose last was ``last``."""
    notes: list[tuple[str, list[TextLine]]] = []
    edge = min((line.x0 for line in lines if label_of(line)), default=0.0)
    for line in lines:
        label = label_of(line)
        raised = bool(line.label)
        near = line.x0 < edge + 1.5 * line.size
        if label and near and (raised or _follows(label, last, notes[-1][1] if notes else [])):
            notes.append((label, [line]))
            last = label
        elif notes:
            notes[-1][1].append(line)
        else:
            notes.append(("", [line]))
    return notes


def _follows(label: str, last: str, above: Sequence[TextLine]) -> bool:
    """Whether a label that is not raised can be that of the next note; numbers may begin anew on each page."""
    if label.isdigit():
        return not last.isdigit() or int(label) == int(last) + 1 or (not above and label == "1")
    if len(label) == 1 and label.isalpha() and last.isalpha() and len(last) == 1:
        return ord(label) == ord(last) + 1
    return label != last and (not label.isalpha() or label == "a")


def mark_number(line: TextLine, label: str) -> None:
    """The label of a note, and the space after it, go out of its first line."""
    end = line.text.find(label) + len(label)
    while end < len(line.text) and line.text[end] in "/.)] \u3000":
        end += 1
    line.marks.append((0, end, "footnote number"))


def mark_references(lines: Sequence[TextLine], labels: set[str]) -> None:
    """Superscripts that cite a footnote go out of the text; powers, units and ordinals stay.

    ``labels``: those of all notes. A raised number after a word is a reference even where its note was not found; stars
    behind a word need not be raised where a note has them.
    """
    stars = {label for label in labels if STARS.fullmatch(label)}
    for line in lines:
        if stars and line.kind != "footnote":
            line.marks += [
                (*match.span(), "footnote mark")
                for match in STARS_BEHIND.finditer(line.text)
                if match.group() in stars and match.span() not in line.raised
            ]
        for start, end in line.raised:
            if any(start < b and a < end for a, b, _ in line.marks):
                continue
            if _cites(line.text[:start], line.text[start:end], labels):
                line.marks.append((start, end, "footnote mark"))
        line.marks += [
            (a, b, "footnote mark")
            for (_, a, _), (b, _, _) in itertools.pairwise(sorted(line.marks))
            if a < b and set(line.text[a:b]) <= set(", ")
        ]
        line.marks.sort()


def _cites(before: str, sign: str, labels: set[str]) -> bool:
    plain = sign.strip("()[]/, ")
    if not plain or plain in ORDINALS:
        return False
    if set(plain) <= set("*†‡§"):
        return True
    if plain.isalpha():
        return plain in labels
    if (UNIT.search(before.rstrip()) and plain in ("2", "3")) or re.search(r"\b10$", before.rstrip()):
        return False
    if labels & set(re.findall(r"\d+", plain)):
        return True
    return bool(before.strip()) and not before.rstrip()[-1:].isdigit()
