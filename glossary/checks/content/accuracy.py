"""Sentences that one version has and the other lacks, or that nobody has translated."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from corpora.text import HAN_CHARACTER
from glossary.checks.base import Check, Material
from glossary.checks.content.lone import lone_runs, unfilled, weight
from glossary.finding import Finding, Severity
from glossary.rows import Key, Rows

LEAST = 5  # words, or Han characters, of a row that was left in the other language
MANY = 5  # rows of a document that says by their number what language it is in
SENTENCES = 3  # of them that are sentences, and no lists of names
CLOSE = 2  # Han characters a Latin word, from which an English side is Chinese with names in it
LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
ADDRESS = re.compile(r"[@/\\_:=]\w|\w\.\w")
"""What a word has that is a mail or web address, a path, a name with dots: the same in every language."""

LEFT: Key[set[tuple[str, str]]] = Key("sides left in the other language")


def check_empty(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: reports a segment with a text on one side and nothing on the other, or punctuation marks only, although the bitext says that there is one.

    Why it matters: an empty target segment was forgotten.

    Wrong: 该区域仍然关闭。 beside "—"

    Right: 该区域仍然关闭。 beside "The area remains closed."

    What to do: translate the segment.
    """
    for row, pair in enumerate(material.pairs, start=1):
        for text, other, side, zh in ((pair.zh, pair.en, "English", "英文"), (pair.en, pair.zh, "Chinese", "中文")):
            bare = not re.search(r"\w", other)
            if bare and weight(text) >= 2 and (other.strip() or unfilled(pair.link)):
                yield check.finding(material, row, f"the {side} side is empty", f"{zh}为空", expected=text)


def check_missing(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: reports a sentence of the original that has no counterpart in the translation; where nobody knows which
    version is the original, a Chinese sentence that has none in English. Neighbours without counterpart are one finding, those of
    both versions too.

    Why it matters: an omitted sentence is the gravest fault of a translation and the one that reads best.

    Wrong: 该地区的平民财产遭到广泛破坏。 stands in the Chinese version only

    Right: the same sentence beside "Civilian property in the area was widely damaged."

    What to do: supply the sentence, or see whether its content stands in a neighbour; then join the segments.
    """
    yield from lone_runs(check, material, "A102")


def check_added(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: reports a sentence of the translation that has no counterpart in the original; where nobody knows which
    version is the original, an English sentence that has none in Chinese.

    Why it matters: seen from the other side an addition is an omission; one of the versions says more.

    Wrong: "Seven vessels were lost." stands in the English version only

    Right: 七艘船只失踪。 beside it

    What to do: find out which version is the original; supply or delete the sentence.
    """
    yield from lone_runs(check, material, "A103")


def check_untranslated(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: reports a segment whose Chinese side is English text, or whose English side is Chinese text.

    Why it matters: text left in the other language was forgotten more often than meant.

    Wrong: "See the report of the Commission on the matter." on the Chinese side

    Right: 见委员会关于此事的报告。 Symbols, names, addresses and figures are rightly left and pass

    What to do: translate the segment.
    """
    left = _left(material)
    for row, pair in enumerate(material.pairs, start=1):
        least = 1 if (pair.symbol, "zh") in left else LEAST
        if (
            pair.en
            and pair.zh != pair.en
            and not HAN_CHARACTER.search(pair.zh)
            and len(LATIN_WORD.findall(_plain(pair.zh))) >= least
        ):
            yield check.finding(
                material, row, "the Chinese side is not in Chinese", "中文一侧不是中文", zh_spans=[(0, len(pair.zh))]
            )
            continue
        least = 1 if (pair.symbol, "en") in left else LEAST
        han = 0 if pair.en.isascii() else len(HAN_CHARACTER.findall(pair.en))
        if han >= least and han > CLOSE * len(LATIN_WORD.findall(pair.en)) and pair.zh != pair.en:
            yield check.finding(
                material, row, "the English side is not in English", "英文一侧不是英文", en_spans=[(0, len(pair.en))]
            )


def _left(material: Material) -> set[tuple[str, str]]:
    """Sides of documents most of whose rows are in the other language: there a row of one word was left too."""
    return material.rows.derived(LEFT, _left_sides)


def _left_sides(given: Rows) -> set[tuple[str, str]]:
    rows: Counter[tuple[str, str]] = Counter()
    others: Counter[tuple[str, str]] = Counter()
    sentences: Counter[tuple[str, str]] = Counter()
    for pair in given.pairs:
        for side, text, own, foreign in (
            ("zh", pair.zh, HAN_CHARACTER, LATIN_WORD),
            ("en", pair.en, LATIN_WORD, HAN_CHARACTER),
        ):
            if own.search(text):
                rows[pair.symbol, side] += 1
            elif foreign.search(text):
                rows[pair.symbol, side] += 1
                others[pair.symbol, side] += 1
                says = side == "en" or sum(map(str.islower, LATIN_WORD.findall(text))) > 2
                sentences[pair.symbol, side] += says
    return {key for key, n in rows.items() if n >= MANY and others[key] > n / 2 and sentences[key] >= SENTENCES}


def _plain(text: str) -> str:
    """A text without addresses."""
    return " ".join(word for word in text.split() if not ADDRESS.search(word))


def check_same(check: Check, material: Material) -> Iterator[Finding]:
    """What it does: reports a segment that is the same on both sides and holds more than symbols, names and figures.

    Why it matters: a source text copied into the target was meant to be overwritten.

    Wrong: "The meeting rose at noon." on both sides

    Right: A/RES/70/1, UNICEF, "Port Halden" or 12.5 on both sides

    What to do: translate the segment.
    """
    left = _left(material)
    for row, pair in enumerate(material.pairs, start=1):
        zh = pair.zh.strip()
        if not zh or zh != pair.en.strip():
            continue
        words = LATIN_WORD.findall(_plain(zh))
        plain, han = [word for word in words if word.islower()], len(HAN_CHARACTER.findall(zh))
        copied = (words and (pair.symbol, "zh") in left) or (han and (pair.symbol, "en") in left)
        if len(plain) >= 3 or han >= 4 or copied:
            spans = [(0, len(pair.zh))], [(0, len(pair.en))]
            yield check.finding(
                material, row, "both sides are the same", "两侧文字相同", zh_spans=spans[0], en_spans=spans[1]
            )


CHECKS = (
    Check("A101", "empty", "一侧为空", Severity.ERROR, "Accuracy/Omission", check_empty, "补上空缺的一侧。", raw=True),
    Check("A102", "missing sentence", "译文缺句", Severity.ERROR, "Accuracy/Omission", check_missing,
          "先看相邻句段有无该内容，有则合并句段；确无的，在缺的一侧补上，或删去另一侧多出的句子。", raw=True),
    Check("A103", "added sentence", "译文多句", Severity.ERROR, "Accuracy/Addition", check_added,
          "先看相邻句段有无该内容，有则合并句段；确无的，在缺的一侧补上，或删去另一侧多出的句子。", raw=True),
    Check("A104", "untranslated", "未译", Severity.WARNING, "Accuracy/Untranslated", check_untranslated, "译出该句段；两侧本应相同的，予以豁免。", raw=True),
    Check("A105", "same on both sides", "两侧相同", Severity.WARNING, "Accuracy/Untranslated", check_same, "译出该句段；两侧本应相同的，予以豁免。", raw=True),
)  # fmt: skip
