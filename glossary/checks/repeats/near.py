"""Two sentences that are nearly the same, and whose renderings differ where the sentences do not."""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import Indel
from sacrebleu import sentence_chrf

from glossary.checks.base import Check, Material
from glossary.checks.content import LOWEST, Likeness, likeness, pick
from glossary.checks.repeats.same import plain
from glossary.finding import Finding, Severity, Span

_TOKENS = {
    "zh": re.compile(r"[\u3400-\u9fff]|[A-Za-z]+|\d[\d,. ]*\d|\d"),
    "en": re.compile(r"[A-Za-z\u00c0-\u024f]+(?:[’'-][A-Za-z\u00c0-\u024f]+)*|\d[\d,.]*\d|\d"),
}
_LEAST = {"zh": 14, "en": 9}  # tokens of a sentence that is compared
SHARED = 0.86  # tokens that two near repeats have in common
LEAST_CHRF = 70.0  # least chrF of the two sentences
SKETCH = 4  # shingles by which candidates are found
CROWD = 8  # rows of one shingle that are compared with a row
MOST_CHANGES = 2  # places in which two near repeats differ
GRAM = 6  # tokens of a shingle


class Words(NamedTuple):
    """A text as it is compared: folded tokens, and where they stand."""

    tokens: list[str]
    spans: list[Span]


@lru_cache(maxsize=100_000)
def words(text: str, language: str) -> Words:
    """Tokens of a text: words, figures, single Han characters."""
    found = list(_TOKENS[language].finditer(text))
    return Words([match[0].casefold() for match in found], [match.span() for match in found])


def candidates(texts: Sequence[Words]) -> Iterator[tuple[int, int]]:
    """Pairs ``(earlier, later)`` that share one of the few shingles kept of each text: linear in the number of texts."""
    seen: dict[int, list[int]] = defaultdict(list)
    for later, text in enumerate(texts):
        marks = {zlib.crc32(" ".join(text.tokens[k : k + GRAM]).encode()) for k in range(len(text.tokens) - GRAM + 1)}
        earlier: set[int] = set()
        for mark in sorted(marks)[:SKETCH]:
            earlier.update(seen[mark])
            seen[mark] = [*seen[mark], later][-CROWD:]
        yield from ((one, later) for one in sorted(earlier))


class Change(NamedTuple):
    """A place where two texts differ, as runs of tokens: ``before`` in the earlier, ``after`` in the later."""

    before: Span
    after: Span


def changes(one: Words, other: Words) -> list[Change]:
    """Where two texts differ."""
    result: list[Change] = []
    for step in Indel.opcodes(one.tokens, other.tokens):
        if step.tag == "equal":
            continue
        last = result[-1] if result else None
        if last and last.before[1] == step.src_start and last.after[1] == step.dest_start:
            result[-1] = Change((last.before[0], step.src_end), (last.after[0], step.dest_end))
        else:
            result.append(Change((step.src_start, step.src_end), (step.dest_start, step.dest_end)))
    return result


def _text(words: Words, text: str, span: Span) -> str:
    return text[words.spans[span[0]][0] : words.spans[span[1] - 1][1]] if span[0] < span[1] else ""


def check_near(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: reports a sentence that nearly repeats an earlier one of the document, and whose rendering differs where the sentence does not.

    Sentences are compared in both languages by what they share and by chrF; a difference in the renderings counts where the model
    explains it by words that both sentences have, and not by those in which they differ.

    Why it matters: a formula that comes back with another date or name keeps its other words.

    Wrong: 委员会在第3次会议上一致通过了该决定草案。 "unanimously adopted the draft decision" here, 委员会在第4次会议上一致通过了该决定草案。 "approved the draft decision by consensus" there

    Right: the same verb in both places

    What to do: compare the two places and use one rendering.
    """
    model = likeness(material)
    if model is None:
        return
    reported: set[int] = set()
    for here, there in (("zh", "en"), ("en", "zh")):
        rows = [row for row, _pair in material.bilingual()]
        rows = [r for r in rows if len(words(getattr(material.pairs[r - 1], here), here).tokens) >= _LEAST[here]]
        texts = [words(getattr(material.pairs[r - 1], here), here) for r in rows]
        for a, b in candidates(texts):
            if rows[b] in reported or material.pairs[rows[a] - 1].symbol != material.pairs[rows[b] - 1].symbol:
                continue
            finding = _compared(check, material, model, (rows[a], rows[b]), (here, there))
            if finding is not None:
                reported.add(rows[b])
                yield finding


def _compared(
    check: Check, material: Material, model: Likeness, rows: tuple[int, int], sides: tuple[str, str]
) -> Finding | None:
    first, second = (material.pairs[row - 1] for row in rows)
    here, there = sides
    left, right = getattr(first, here), getattr(second, here)
    if plain(left, here) == plain(right, here):
        return None  # S101 and S102 report these
    source = changes(words(left, here), words(right, here))
    if len(source) > MOST_CHANGES or not _close(words(left, here), words(right, here), source):
        return None
    renderings = getattr(first, there), getattr(second, there)
    target = changes(words(renderings[0], there), words(renderings[1], there))
    if not target or not _close(words(renderings[0], there), words(renderings[1], there), target, 0.6):
        return None
    odd = [change for change in target if _odd(model, change, source, (left, right), renderings, sides)]
    if len(odd) != 1 or _chrf(left, right) < LEAST_CHRF:
        return None  # several: the sentence was built anew
    before = _text(words(renderings[0], there), renderings[0], odd[0].before)
    after = _text(words(renderings[1], there), renderings[1], odd[0].after)
    marks = [words(renderings[1], there).spans[k] for k in range(*odd[0].after)]
    span = [(marks[0][0], marks[-1][1])]
    where, where_zh = material.named(rows[1], [rows[0]])
    return check.finding(
        material,
        rows[1],
        f"a sentence nearly the same as that of {where} has “{after}” here, “{before}” there",
        f"与{where_zh}几乎相同的句子，此处译作“{after}”，彼处译作“{before}”",
        expected=before,
        found=after,
        others=[rows[0]],
        zh_spans=span if there == "zh" else (),
        en_spans=span if there == "en" else (),
    )


def _close(one: Words, other: Words, found: Sequence[Change], share: float = SHARED) -> bool:
    lost = sum(c.before[1] - c.before[0] + c.after[1] - c.after[0] for c in found)
    total = len(one.tokens) + len(other.tokens)
    return total - lost >= share * total


def _chrf(one: str, other: str) -> float:

    return float(sentence_chrf(other, [one]).score)


def _odd(
    model: Likeness,
    change: Change,
    source: Sequence[Change],
    texts: tuple[str, str],
    renderings: tuple[str, str],
    sides: tuple[str, str],
) -> bool:
    """Whether words on both sides of a change in the rendering go back to what both sentences have, and to that alone."""
    here, there = sides
    spans = change.before, change.after
    parts = [_text(words(renderings[k], there), renderings[k], spans[k]) for k in (0, 1)]
    if not all(_worded(part, there) for part in parts):
        return False
    for k, part in enumerate(parts):
        mine = words(texts[k], here)
        places = [c.before if k == 0 else c.after for c in source]
        inside = {at for place in places for at in range(*place)}
        kept = [_text(mine, texts[k], (at, at + 1)) for at in range(len(mine.tokens)) if at not in inside]
        differs = " ".join(_text(mine, texts[k], place) for place in places)
        if not _goes_back(model, part, ("" if here == "zh" else " ").join(kept), differs, there):
            return False
    return True


def _worded(part: str, language: str) -> bool:
    """Whether a part is words, and no figure."""
    letters = len(re.findall(r"[A-Za-z\u3400-\u9fff]", part))
    return letters >= (2 if language == "zh" else 4) and not re.search(r"\d", part)


def _goes_back(model: Likeness, part: str, common: str, differs: str, language: str) -> bool:
    """Whether ``common`` explains a part and ``differs`` does not explain the same word of it."""
    pieces = model.encoder.pieces([common, differs, part])
    part_pieces = pick(pieces, [2])
    if not len(part_pieces.ids):
        return False
    by_common = model.said(pick(pieces, [0]), part_pieces, language)
    by_difference = model.said(pick(pieces, [1]), part_pieces, language)
    clearest = by_common.argmax()
    explained = by_common[clearest] >= 0.8 and by_common.mean() >= 0.4
    return bool(explained and by_difference[clearest] <= LOWEST + 0.3)


CHECKS = (
    Check("S103", "near repeat rendered differently", "近似句译法不同", Severity.NOTE, "Style/Inconsistency", check_near,
          "对照两处，统一译法。"),
)  # fmt: skip
