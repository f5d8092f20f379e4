"""What the model sees: parts that one side lacks, sides that do not render each other, rows that were exchanged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from corpora.bitext import Pair
from corpora.errors import short
from corpora.text import HAN_CHARACTER, OTHER_LANGUAGE, late
from glossary.checks.base import Check, Material
from glossary.checks.content.accuracy import LATIN_WORD
from glossary.checks.content.likeness import RATIO, Likeness, written_out
from glossary.checks.content.omission import Omission, omissions
from glossary.checks.content.rendering import Judged, judged
from glossary.checks.content.twice import twice_in_a_row
from glossary.finding import Finding, Severity
from glossary.renderings import Asked, senses_of
from glossary.rows import Key

LACKING = 3.0  # log odds from which a part counts as left out
SAID = 0.4  # share of the words of a part that words of the other side say: it is not left out, only moved
SOURCE = {
    "en": late(r"(?i)\b(?:according to|as (?:stated|reported|noted|indicated) (?:by|in)|in the (?:view|opinion) of)\b"),
    "zh": late("据|按照|根据|依照|称|认为|表示|报告说|指出"),
}
"""Who says it, or by what."""
OPAQUE = 0.7  # log odds added to it for each acronym that only the English side has
MOVED = 3.0  # log odds less that are enough for the counterpart of a part that moved to a near row
ALIKE = 0.4  # cosine of a part and its rendering
STRANGE = -1.0  # log odds below which the sides of a row do not render each other
SHORTEST_OF_ALL = 4  # the same in a document that is lost as a whole
SHORTEST = 8  # Han characters of a row that can be told from one that says something else
LIKELY = 1.0  # above it the sides of a row are about one thing
UNSURE = 4.0  # above it the text of a row speaks for a link that the aligner was not sure of
LOW_SCORE = 0.2  # of a link, from the aligner
RENDERED = 0.8  # what a word of a side says on average when all of it renders something
LONG = 0.8  # logarithm of how much longer than usual
DEVIATIONS = 4.0
FLOOR = 12.0  # Chinese characters that are too many, or for which English has too much
ENOUGH_ROWS = 200  # rows that tell the usual ratio of lengths of a bitext


def _heavy(text: str, language: str) -> bool:
    """Whether a part says enough to be missed: more than a number, a name or an introductory phrase."""
    return len(HAN_CHARACTER.findall(text)) >= 6 if language == "zh" else len(LATIN_WORD.findall(text)) >= 4


def _opaque(pair: Pair) -> float:
    """What acronyms of the English side add to the threshold: the model cannot see what they stand for."""
    return OPAQUE * written_out(pair.zh, pair.en) / written_out("", "UN")


@dataclass(frozen=True, slots=True)
class Lacking:
    """The clearest part that is left out of each row, in order of rows; the places from which a clause has moved to a near row."""

    parts: tuple[Omission, ...]
    moved: frozenset[int]


LACKS: Key[Lacking] = Key("parts left out")
ILL_SIZED: Key[list[tuple[int, bool]]] = Key("ill sized")


def _lacking(material: Material, found: Judged) -> Lacking:
    """What rows lack, worked out once."""
    return material.rows.derived(LACKS, lambda _rows: _omitted(material, found))


def _omitted(material: Material, found: Judged) -> Lacking:
    crossed = {place for pair in found.exchanged for place in pair}
    best: dict[int, Omission] = {}
    kept, moved = _not_moved(material, found.likeness, list(omissions(found.likeness, LACKING - MOVED)))
    for one in kept:
        pair = material.pairs[found.likeness.rows[one.place] - 1]
        part = getattr(pair, one.language)[one.start : one.end]
        strange = one.place in crossed or one.rest < 0.0  # what is left renders nothing either: A108 says so
        if strange or one.score < LACKING + _opaque(pair) or not _heavy(part, one.language):
            continue
        if one.place not in best or best[one.place].score < one.score:
            best[one.place] = one
    return Lacking(tuple(_unsaid(material, found.likeness, [best[place] for place in sorted(best)])), frozenset(moved))


def _unsaid(material: Material, likeness: Likeness, parts: Sequence[Omission]) -> list[Omission]:
    """The parts of which the other side says less than :data:`SAID` word by word, and that are no "according to"."""
    senses = senses_of(material.rows)
    asked, kept = [], []
    for one in parts:
        pair = material.pairs[likeness.rows[one.place] - 1]
        text, other = (pair.zh, pair.en) if one.language == "zh" else (pair.en, pair.zh)
        part = text[one.start : one.end].strip()
        if SOURCE[one.language].match(part) and SOURCE[OTHER_LANGUAGE[one.language]].search(other):
            continue
        kept.append(one)
        asked.append(Asked(part, one.language, text, other))
    shares = senses.said_all(asked) if senses else [0.0] * len(asked)
    return [one for one, share in zip(kept, shares, strict=True) if share < SAID]


def _not_moved(material: Material, likeness: Likeness, every: list[Omission]) -> tuple[list[Omission], set[int]]:
    """The sure ones, without those that a near row of the document has on its other side, a clause moved over a full stop; and the
    places of these.
    """
    near: dict[tuple[str, int], list[Omission]] = {}
    for one in every:
        near.setdefault((one.language, one.place), []).append(one)
    sure = [one for one in every if one.score >= LACKING]
    twins: list[list[Omission]] = []
    for one in sure:
        around = (k for step in (1, 2) for k in (one.place - step, one.place + step))
        others = (twin for k in around for twin in near.get((OTHER_LANGUAGE[one.language], k), ()))
        twins.append([twin for twin in others if _same_document(material, likeness, one, twin)])
    moved = _alike(material, likeness, sure, twins)
    return [one for one, gone in zip(sure, moved, strict=True) if not gone], {
        one.place for one, gone in zip(sure, moved, strict=True) if gone
    }


def _same_document(material: Material, likeness: Likeness, one: Omission, other: Omission) -> bool:
    first, second = (material.pairs[likeness.rows[some.place] - 1] for some in (one, other))
    return first.symbol == second.symbol


def _alike(
    material: Material, likeness: Likeness, parts: Sequence[Omission], others: Sequence[Sequence[Omission]]
) -> list[bool]:
    """Whether each part is like one of its others."""
    assert material.rows.encoder is not None
    number: dict[Omission, int] = {}
    for one, twins in zip(parts, others, strict=True):
        for some in (one, *twins) if twins else ():
            number.setdefault(some, len(number))
    pairs = [(one, material.pairs[likeness.rows[one.place] - 1]) for one in number]
    vectors = material.rows.encoder.encode([getattr(pair, one.language)[one.start : one.end] for one, pair in pairs])
    return [
        bool(twins) and max(float(vectors[number[twin]] @ vectors[number[one]]) for twin in twins) >= ALIKE
        for one, twins in zip(parts, others, strict=True)
    ]


def check_left_out(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: reports a sentence or clause of a segment that nothing on the other side renders, while the rest is rendered.

    The built-in model looks at the words of each part between punctuation marks: whether the other side explains them, whether
    it fits better without the part, whether the lengths do. Whole sentences are found in nine cases of ten, clauses in two of three.
    A passage of eight Han characters or four words that stands twice in a row, and once on the other side, is reported too; that
    needs no model.

    Why it matters: an omission inside a segment is not seen in a list of segments, and the translation reads well without it.

    Wrong: 会议于上午十时开始。代表团对延误表示遗憾。 beside "The meeting began at 10 a.m."

    Right: the same beside "The meeting began at 10 a.m. The delegation regretted the delay."

    What to do: supply the part, or see whether the other version adds it.
    """
    found = judged(material)
    told: set[int] = set()
    for one in _lacking(material, found).parts if found else ():
        row = found.likeness.rows[one.place] if found else 0
        text = getattr(material.pairs[row - 1], one.language)[one.start : one.end]
        kept = text.rstrip()
        start = one.start + len(text) - len(text.lstrip())
        spans = [(start, one.start + len(kept))]
        zh = one.language == "zh"
        added = not material.follows(row, one.language)
        said = kept.strip()
        told.add(row)
        yield check.finding(
            material,
            row,
            f"nothing in the {'English' if zh else 'Chinese'} corresponds to “{short(kept, 80)}”",
            f"{'英文' if zh else '中文'}一侧无对应内容：“{short(kept, 80)}”",
            zh_spans=spans if zh else (),
            en_spans=() if zh else spans,
            expected="" if added else said,
            found=said if added else "",
            known_as=(check.code, said, ""),
            mqm="Accuracy/Addition" if added else "",
        )
    yield from twice_in_a_row(check, material, told)


def check_length(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: reports a segment one side of which is far longer than a rendering of the other can be.

    What is usual is learnt from the bitext itself where it has 200 rows, and is 3.2 English characters for a Chinese one else. Short rows pass, and
    rows about which A106, A108 or A110 says more.

    Why it matters: a text that breaks off, or that holds a neighbour's text, shows in its length first.

    Wrong: 秘书长强调必须立即采取行动并向所有受影响的社区提供援助 beside "The Secretary-General stressed"

    Right: the same beside the whole sentence

    What to do: compare the ends of both sides.
    """
    found = judged(material)
    if found is None:
        return
    for place, zh_more in _ill_sized(material, found):
        row = found.likeness.rows[place]
        pair = material.pairs[row - 1]
        yield check.finding(
            material,
            row,
            f"the {'Chinese' if zh_more else 'English'} side is unusually long for the other"
            f" ({len(pair.zh)} and {len(pair.en)} characters)",
            f"与另一侧相比，{'中文' if zh_more else '英文'}一侧过长（中文{len(pair.zh)}字符，英文{len(pair.en)}字符）",
            found=f"{len(pair.zh)}:{len(pair.en)}",
        )


def _known(material: Material, found: Judged) -> set[int]:
    """Places about which A106 or A110 speaks, or where a clause has moved over a full stop."""
    lacking = _lacking(material, found)
    crossed = {place for pair in found.exchanged for place in pair}
    return {one.place for one in lacking.parts} | lacking.moved | crossed


def unlike(material: Material) -> set[int]:
    """Rows (from 1) whose sides the model has found not to render each other, wholly or in part."""
    found = judged(material)
    if found is None:
        return set()
    places = _known(material, found) | set(np.flatnonzero(found.values < STRANGE).tolist())
    return {found.likeness.rows[place] for place in places}


def unsure(material: Material) -> set[int]:
    """Rows (from 1) whose sides may not render each other: of what is missing there nothing can be said."""
    found = judged(material)
    if found is None:
        return set()
    return {found.likeness.rows[place] for place in np.flatnonzero(found.values < LIKELY).tolist()}


def _ill_sized(material: Material, found: Judged) -> list[tuple[int, bool]]:
    """Places whose sides have lengths that cannot be those of renderings, and whether the Chinese one is too long; made once."""
    return material.rows.derived(ILL_SIZED, lambda _rows: _of_ill_size(found, _known(material, found)))


def _of_ill_size(found: Judged, known: set[int]) -> list[tuple[int, bool]]:
    usual, spread = _usual_length(found.likeness)
    zh, en = found.likeness.zh.lengths, found.likeness.en.lengths / usual
    excess = np.log((en + 5.0) / (zh + 5.0))
    far = (np.abs(excess) > max(LONG, DEVIATIONS * spread)) & (np.abs(zh - en) >= FLOOR)
    shorter = np.where(excess < 0, found.en_said, found.zh_said)
    places = np.flatnonzero(far & ((shorter >= RENDERED) | (found.values >= STRANGE))).tolist()
    return [(place, bool(excess[place] < 0)) for place in places if place not in known]


def _usual_length(likeness: Likeness) -> tuple[float, float]:
    """English characters a Chinese one, and the spread of its logarithm (1.4826 median absolute deviations)."""
    long = (likeness.zh.lengths >= 8) & (likeness.en.lengths >= 20)
    if long.sum() < ENOUGH_ROWS:
        return RATIO, 0.2
    logs = np.log(likeness.en.lengths[long] / likeness.zh.lengths[long])
    middle = float(np.median(logs))
    return float(np.exp(middle)), 1.4826 * float(np.median(np.abs(logs - middle)))


def check_strange(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: reports a segment whose two sides do not say the same, as the built-in model sees it.

    A note where only the aligner was not sure of the link (confidence below 0.2).

    Why it matters: the sentences were linked wrongly, or one of them belongs elsewhere; whatever else is checked there is of no use.

    Wrong: 委员会推迟了对该项目的审议。 beside "Fishing vessels must carry two lanterns."

    Right: the same beside "The Committee deferred its consideration of the item."

    What to do: look for the right counterpart among the neighbours, then translate what has none.
    """
    found = judged(material)
    if found is None:
        return
    known = _known(material, found) | {place for place, _zh in _ill_sized(material, found)}
    lost = _lost_documents(material, found)
    for place, row in enumerate(found.likeness.rows):
        pair = material.pairs[row - 1]
        value = found.values[place]
        if place in known or value >= UNSURE or (value >= STRANGE and pair.score >= LOW_SCORE):
            continue
        spans = ((0, len(pair.zh)),), ((0, len(pair.en)),)
        least = SHORTEST_OF_ALL if pair.symbol in lost else SHORTEST
        if value < STRANGE - _opaque(pair) and len(HAN_CHARACTER.findall(pair.zh)) >= least:
            message, message_zh = "the two sides do not seem to say the same", "两侧内容似不相符"
            yield check.finding(material, row, message, message_zh, zh_spans=spans[0], en_spans=spans[1])
        elif pair.score < LOW_SCORE:
            message = f"the aligner is not sure of this link (confidence {pair.score:.2f})"
            message_zh = f"对齐置信度低（{pair.score:.2f}）"
            note = Severity.NOTE
            yield check.finding(material, row, message, message_zh, severity=note, zh_spans=spans[0], en_spans=spans[1])


def _lost_documents(material: Material, found: Judged) -> set[str]:
    """Documents most of whose rows do not say the same: their short rows do not, either."""
    symbols = [material.pairs[row - 1].symbol for row in found.likeness.rows]
    rows = Counter(symbols)
    strange = Counter(symbols[place] for place in np.flatnonzero(found.values < STRANGE).tolist())
    return {symbol for symbol, count in strange.items() if 2 * count > rows[symbol] >= SHORTEST}


def check_exchanged(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: reports two segments, at most three rows apart, each of which fits the other's counterpart better than its own.

    Why it matters: sentences that change places change what a paragraph says, and each of them reads well.

    Wrong: 会议延期。 beside "The report was adopted." and 报告获得通过。 beside "The meeting was postponed."

    Right: each beside its own rendering

    What to do: put the sentences into the order of the original.
    """
    found: Judged | None = judged(material)
    for places in sorted(found.exchanged) if found else ():
        assert found is not None
        one, other = sorted(found.likeness.rows[place] for place in places)
        first, second = material.pairs[one - 1], material.pairs[other - 1]
        where, where_zh = material.named(one, [other])
        yield check.finding(
            material,
            one,
            f"this and {where} seem to have changed places on one side",
            f"本句段与{where_zh}在一侧似互换了位置",
            zh_spans=[(0, len(first.zh))],
            en_spans=[(0, len(first.en))],
            expected=second.en,
            found=first.en,
            others=[other],
        )


CHECKS = (
    Check("A106", "part left out", "句中内容缺漏", Severity.WARNING, "Accuracy/Omission", check_left_out,
          "补上该内容，或删去另一侧多出的内容。"),
    Check("A107", "suspicious length", "两侧长度悬殊", Severity.WARNING, "Accuracy/Omission", check_length,
          "核对两侧句尾有无缺失或多余内容。"),
    Check("A108", "sides differ in content", "两侧内容不对应", Severity.WARNING, "Accuracy/Mistranslation", check_strange,
          "先在相邻句段中找对应句；没有对应句的，在另一侧补上。"),
    Check("A110", "two segments exchanged", "句段疑似互换", Severity.WARNING, "Accuracy/Mistranslation", check_exchanged,
          "对照原文，恢复句序。"),
)  # fmt: skip
