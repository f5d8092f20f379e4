"""One fault, one finding: of what several checks say about one place the check that says most is heard."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from glossary.finding import Finding, Severity, Span

MOST_A_ROW = 50
"""Findings of one check in one row; the last of them says how many more there are."""
UNLIKE = frozenset({"A108", "A110"})
"""Rows whose sides do not belong together: what is said of their figures and terms says nothing."""
WHOLE = frozenset({"A101", "A104", "A105"})
"""Rows of which one side is no translation at all: nothing else is worth saying."""
LOSSES = frozenset({"A106", "A107"})
"""What is missing, with all the figures and terms that were in it."""
TERMS = ("T102", "T101", "T106", "T111", "T107", "T112", "T108", "T105", "T103", "T109", "T104", "T113")
"""Checks of terms, those that know most before."""
RENDERINGS = frozenset({"T103", "T104", "T105", "T109"})
"""Checks that say which of two renderings is the usual one."""
BESIDE = ("P101", "P102", "P107")
"""Checks of single marks: some side by side are one slip."""
QUOTES = frozenset('“”「」"')
ALIKE = ("P103", "P104", "P108")
"""Checks of habits: the same slip in one row is told once."""


def one_voice(findings: Collection[Finding]) -> list[Finding]:
    """Findings without those that say again, or against another, what a better one says of the place.

    >>> def found(code, segment, en_spans=(), expected="", found=""):
    ...     return Finding(code, Severity.WARNING, "", "A/1", segment, "", en_spans=en_spans, expected=expected, found=found)
    >>> [one.code for one in one_voice([found("A104", 1), found("P108", 1), found("N101", 1), found("N101", 2)])]
    ['A104', 'N101']
    >>> [one.code for one in one_voice([found("T103", 1, ((0, 5),)), found("T101", 1, ((2, 9),)), found("T103", 2, ((0, 5),))])]
    ['T101', 'T103']
    >>> [one.code for one in one_voice([found("T109", 3, (), "a", "b"), found("T103", 1, (), "b", "a")])]
    ['T103']
    """
    heard = _rows_that_speak(findings)
    result: list[Finding] = []
    for _row, group in groupby(sorted(heard, key=lambda f: f.segment), key=lambda f: f.segment):
        result += _of_row(list(group))
    return _agreeing(result)


def _rows_that_speak(findings: Collection[Finding]) -> list[Finding]:
    """Without what is said of rows that are no translation, or of figures and terms in rows whose sides are of two texts."""
    strange = {f.segment for f in findings if f.code in UNLIKE and f.severity is not Severity.NOTE}
    strange |= {e.segment for f in findings if f.code == "A110" for e in f.evidence}
    whole = {f.segment for f in findings if f.code in WHOLE}
    kept = []
    for f in findings:
        silent = f.segment in strange and f.code[0] in "NT"
        if not silent and not (f.segment in whole and f.code not in WHOLE):
            kept.append(f)
    return kept


def _of_row(findings: list[Finding]) -> list[Finding]:
    """What is said of one row, each place by one check."""
    losses = [f for f in findings if f.code in LOSSES]
    found = [f for f in findings if not any(_inside(f, loss) for loss in losses)]
    found = _without_widths(found)
    if sum(f.code in TERMS for f in found) > 1:
        found = _terms(found)
    if sum(f.code in ALIKE or f.code in BESIDE for f in found) > 1:
        found = _together(found)
    return found


def _without_widths(findings: list[Finding]) -> list[Finding]:
    """Without a quotation mark that has no partner because its partner is of another kind, where that is said."""
    if not any(f.code == "P103" and f.expected in QUOTES for f in findings):
        return findings
    return [f for f in findings if f.code != "P102" or not f.zh_spans]


def _inside(finding: Finding, loss: Finding) -> bool:
    """Whether all that a finding marks is in what one side lacks: the figures of a clause that was left out."""
    if finding.code[0] not in "NT" or bool(finding.zh_spans) == bool(finding.en_spans):
        return False
    if loss.code == "A107":
        zh, _, en = loss.found.partition(":")
        longer_zh = zh.isdigit() and en.isdigit() and 3 * int(zh) > int(en)
        return bool(finding.zh_spans) == longer_zh
    pairs = ((finding.zh_spans, loss.zh_spans), (finding.en_spans, loss.en_spans))
    return any(mine and all(any(_within(one, other) for other in theirs) for one in mine) for mine, theirs in pairs)


def _within(one: Span, other: Span) -> bool:
    return other[0] <= one[0] and one[1] <= other[1]


def _overlap(one: Sequence[Span], other: Sequence[Span]) -> bool:
    return any(a < d and c < b for a, b in one for c, d in other)


def _same_words(one: Finding, other: Finding) -> bool:
    """Whether two findings speak of the same words: of those they mark, or of those they want."""
    marked = _overlap(one.zh_spans, other.zh_spans) or _overlap(one.en_spans, other.en_spans)
    return marked or bool(one.expected and one.expected == other.expected)


def _terms(findings: Sequence[Finding]) -> list[Finding]:
    """Of checks of terms that mark the same words the one that knows most."""
    kept: list[Finding] = []
    for f in sorted((f for f in findings if f.code in TERMS), key=lambda f: TERMS.index(f.code)):
        known = (one for one in kept if one.code != f.code)
        if not any(_same_words(f, one) for one in known):
            kept.append(f)
    gone = {id(f) for f in findings if f.code in TERMS} - {id(f) for f in kept}
    return [f for f in findings if id(f) not in gone]


def _together(findings: Sequence[Finding]) -> list[Finding]:
    """Marks that stand side by side, and the same slip in several places of a row, as one finding each."""
    groups: list[list[Finding]] = []
    open_groups: dict[tuple[object, ...], int] = {}
    key: tuple[object, ...]
    behind: tuple[object, ...]
    for f in findings:
        spans = f.zh_spans or f.en_spans
        side = (f.code, bool(f.zh_spans))
        if f.code in ALIKE:
            key = behind = (*side, f.expected, f.message.partition(" in the ")[0])
        elif f.code in BESIDE and spans:
            key, behind = (*side, spans[0][0]), (*side, spans[-1][1])
        else:
            groups.append([f])
            continue
        at = open_groups.pop(key, len(groups))
        if at == len(groups):
            groups.append([])
        groups[at].append(f)
        open_groups.setdefault(behind, at)
    return [_joined(group) if len(group) > 1 else group[0] for group in groups]


def _joined(group: Sequence[Finding]) -> Finding:
    # nobody has ever been shown, and so accepted, more of them than a row may have
    parts = tuple(id for f in group[:MOST_A_ROW] for id in (f.parts or (f.id,)))
    one = group[0]
    return replace(
        one,
        zh_spans=tuple(sorted({span for f in group for span in f.zh_spans})),
        en_spans=tuple(sorted({span for f in group for span in f.en_spans})),
        known_as=(one.code, one.expected, "\n".join(parts)),  # whoever accepted the first said nothing of the others
        parts=parts,
    )


def _agreeing(findings: Iterable[Finding]) -> list[Finding]:
    """Without a second word about two renderings of a document, whichever of the two it takes for the usual one."""
    found = list(findings)
    said: dict[tuple[str, frozenset[str]], str] = {}
    for f in sorted((f for f in found if f.code in RENDERINGS and f.found), key=lambda f: TERMS.index(f.code)):
        said.setdefault((f.symbol, frozenset((f.expected, f.found))), f.code)
    return [
        f
        for f in found
        if f.code not in RENDERINGS or not f.found or said[f.symbol, frozenset((f.expected, f.found))] == f.code
    ]
