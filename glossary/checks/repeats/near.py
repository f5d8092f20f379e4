"""Two sentences that are nearly the same, and whose renderings differ where the sentences do not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import Indel

from corpora.arrays import Keys, Longs, distinct
from corpora.text import HAN
from glossary.checks.base import Check, Material
from glossary.checks.content import LOWEST, Likeness, likeness, pick
from glossary.checks.repeats.same import sentences
from glossary.checks.repeats.shingles import Values
from glossary.finding import Finding, Severity, Span
from glossary.rows import Rows

_TOKENS = {
    "zh": re.compile(rf"[{HAN}]|[A-Za-z]+|\d++(?:[,. ]{{1,9}}+\d++)*+"),
    "en": re.compile(r"[A-Za-z\u00c0-\u024f]+(?:[’'-][A-Za-z\u00c0-\u024f]+)*|\d++(?:[,.]{1,9}+\d++)*+"),
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


def words(text: str, language: str) -> Words:
    """Tokens of a text: words, figures, single Han characters."""
    found = list(_TOKENS[language].finditer(text))
    return Words([match[0].casefold() for match in found], [match.span() for match in found])


def candidates(values: Values, rows: Longs, groups: Longs) -> tuple[Longs, Longs]:
    """Pairs of these rows (earlier, later) of a group that share one of the few shingles kept of each: linear in the number of rows.

    ``groups``: of each row of ``values`` the number of its document. In order of the later row, then the earlier.
    """
    text, mark = _sketches(*values.shingles(GRAM, rows))
    order = np.lexsort((text, mark, groups[text]))
    text, mark = text[order], mark[order]
    group = groups[text]
    found = [text[:0]]
    for step in range(1, CROWD + 1):
        cut = max(len(text) - step, 0)
        same = np.flatnonzero((mark[step:] == mark[:cut]) & (group[step:] == group[:cut]))
        found.append(text[same + step] * len(groups) + text[same])
    later, earlier = np.divmod(distinct(np.concatenate(found)), max(len(groups), 1))
    return earlier, later


def _sketches(text: Longs, mark: Keys) -> tuple[Longs, Keys]:
    """The least few of the different numbers of each text; those of a text stand together."""
    texts, marks = [text[:0]], [mark[:0]]
    for _round in range(SKETCH):
        heads = np.flatnonzero(np.diff(text, prepend=-1))
        if not len(heads):
            break
        least = np.minimum.reduceat(mark, heads)
        texts.append(text[heads])
        marks.append(least)
        rest = mark != np.repeat(least, np.diff(np.append(heads, len(text))))
        text, mark = text[rest], mark[rest]
    return np.concatenate(texts), np.concatenate(marks)


def _likely(values: Values, keys: Keys, earlier: Longs, later: Longs) -> Iterator[tuple[int, int]]:
    """Of these pairs those whose words can be near enough, and that are not quite the same: S101 and S102 report these."""
    other = keys[earlier] != keys[later]
    earlier, later = earlier[other], later[other]
    total = values.sizes[earlier] + values.sizes[later]
    near = 2 * values.in_common(earlier, later) >= SHARED * total
    return zip(earlier[near].tolist(), later[near].tolist(), strict=True)


class Edit(NamedTuple):
    """A place where two texts differ, as runs of tokens: ``before`` in the earlier, ``after`` in the later."""

    before: Span
    after: Span


def changes(one: Words, other: Words) -> list[Edit]:
    """Where two texts differ."""
    result: list[Edit] = []
    for step in Indel.opcodes(one.tokens, other.tokens):
        if step.tag == "equal":
            continue
        last = result[-1] if result else None
        if last and last.before[1] == step.src_start and last.after[1] == step.dest_start:
            result[-1] = Edit((last.before[0], step.src_end), (last.after[0], step.dest_end))
        else:
            result.append(Edit((step.src_start, step.src_end), (step.dest_start, step.dest_end)))
    return result


class Texts(NamedTuple):
    """Two texts of one language, and where they differ."""

    language: str
    texts: tuple[str, str]
    words: tuple[Words, Words]
    changes: Sequence[Edit]

    @classmethod
    def of(cls, rows: Rows, places: tuple[int, int], language: str) -> Texts:
        """One side of two rows (from 1)."""
        texts = rows.texts(language)
        first, second = (texts[place - 1] for place in places)
        both = words(first, language), words(second, language)
        return cls(language, (first, second), both, changes(*both))

    def part(self, which: int, span: Span) -> str:
        """A run of tokens of one of the texts, as it stands there."""
        spans = self.words[which].spans
        return self.texts[which][spans[span[0]][0] : spans[span[1] - 1][1]] if span[0] < span[1] else ""


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
        values = Values.of_rows(material.rows, here)
        rows = np.flatnonzero(material.rows.bilingual & (values.sizes >= _LEAST[here]))
        pairs = candidates(values, rows, material.rows.document)
        for earlier, later in _likely(values, sentences(material.rows, here).key, *pairs):
            if later in reported or not material.follows(later + 1, here):
                continue
            finding = _compared(check, material, model, (earlier + 1, later + 1), (here, there))
            if finding is not None:
                reported.add(later)
                yield finding


def _compared(
    check: Check, material: Material, model: Likeness, rows: tuple[int, int], sides: tuple[str, str]
) -> Finding | None:
    first, second = (material.pairs[row - 1] for row in rows)
    here, there = sides
    texts = Texts.of(material.rows, rows, here)
    if len(texts.changes) > MOST_CHANGES or not _close(texts):
        return None
    renderings = Texts.of(material.rows, rows, there)
    if not renderings.changes or not _close(renderings, 0.6):
        return None
    odd = [change for change in renderings.changes if _odd(model, change, texts, renderings)]
    if len(odd) != 1 or _chrf(getattr(first, here), getattr(second, here)) < LEAST_CHRF:
        return None  # several: the sentence was built anew
    before = renderings.part(0, odd[0].before)
    after = renderings.part(1, odd[0].after)
    marks = [renderings.words[1].spans[k] for k in range(*odd[0].after)]
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


def _close(both: Texts, share: float = SHARED) -> bool:
    lost = sum(c.before[1] - c.before[0] + c.after[1] - c.after[0] for c in both.changes)
    total = sum(len(one.tokens) for one in both.words)
    return total - lost >= share * total


def _chrf(one: str, other: str) -> float:
    from sacrebleu import sentence_chrf  # takes a while, and few bitexts have near repeats

    return float(sentence_chrf(other, [one]).score)


def _odd(model: Likeness, change: Edit, texts: Texts, renderings: Texts) -> bool:
    """Whether words on both sides of a change in the rendering go back to what both sentences have, and to that alone."""
    there = renderings.language
    parts = [renderings.part(0, change.before), renderings.part(1, change.after)]
    if not all(_worded(part, there) for part in parts):
        return False
    for k, part in enumerate(parts):
        places = [c.before if k == 0 else c.after for c in texts.changes]
        inside = {at for place in places for at in range(*place)}
        kept = [texts.part(k, (at, at + 1)) for at in range(len(texts.words[k].tokens)) if at not in inside]
        differs = " ".join(texts.part(k, place) for place in places)
        if not _goes_back(model, part, (" " if there == "zh" else "").join(kept), differs, there):
            return False
    return True


def _worded(part: str, language: str) -> bool:
    """Whether a part is words, and no figure."""
    letters = len(re.findall(rf"[A-Za-z{HAN}]", part))
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
    Check("S103", "near repeat rendered differently", "近似句译法不一致", Severity.NOTE, "Style/Inconsistency", check_near,
          "对照两处，统一译法。"),
)  # fmt: skip
