"""Rows of bad kinds among the first 1,000 that the extractor finds in three texts, and look-up and extraction on a second domain.

python benchmarks/terms/kinds.py [--shared ../shared] [--wrong]

Texts: the UN documents of ``gold/alignment/un`` and ``train/un_2023.tsv``, ``train/un_parallel_dev``, and 4,000 rows of laws (``tw_law`` of ``train/general.parquet``).
A kind is told from the texts themselves: a form in small letters that the text never writes so; an English term where three in four of its occurrences
beside the Chinese one stand behind one of the words *least, most, non, other, own, first, third, under, no*, and the Chinese one says so; a clause (a
finite verb at its end); names of two bodies in one concept; figures on one side alone.
Second domain: legal terms of ``lexicons/cedict.tsv`` and titles of laws, as many as stand in three rows or more, looked up in the laws from both languages; and how
many of them are among the terms extracted.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from lookup import bitext, same
from terms_fit import law, parallel

from corpora.bitext import Pair
from glossary.concept import Concept, Termbase
from glossary.extraction.clauses import PARTICIPLE
from glossary.extraction.extract import extract_terms
from glossary.lookup import find_renderings
from glossary.rows import Rows
from glossary.words import is_acronym

HEAD = 1000
BEFORE = {
    "least": "最", "most": "最", "non": "非不无", "other": "其他另", "own": "自己", "first": "第一首", "third": "第三", "under": "下未", "no": "无不没非",
}  # fmt: skip
FIGURES = re.compile(r"\d+")
SENSES = re.compile(r"\s*[/;]\s*")
LAW_WORDS = re.compile(r"\((?:law|legal)\)\s*")
FEWEST = 3  # rows in which a legal term stands


def cut(concept: Concept, lower: list[tuple[str, str]]) -> bool:
    """Whether a word is cut off before the English term that the Chinese one says."""
    zh, en = concept.preferred("zh").strip("《》"), concept.preferred("en").lower()
    place = re.compile(rf"(?:(\w+)[ -])?\b{re.escape(en)}\b")
    words = Counter(match.group(1) for a, b in lower if zh in a and en in b for match in place.finditer(b))
    if not words:
        return False
    word, count = words.most_common(1)[0]
    return count >= 0.75 * words.total() and any(mark in zh for mark in BEFORE.get(word or "", ""))


def kinds(concept: Concept, small: set[str], lower: list[tuple[str, str]]) -> Iterator[str]:
    """What is wrong with a row."""
    zh, en = concept.preferred("zh"), concept.preferred("en")
    words = en.split()
    first = re.sub(r"\W.*", "", words[0])
    if first[:1].islower() and first not in small:
        yield "small letter"
    if cut(concept, lower):
        yield "word cut off"
    if len(words) > 1 and PARTICIPLE.fullmatch(words[-1]):
        yield "clause"
    if set(FIGURES.findall(zh)) != set(FIGURES.findall(en)):
        yield "figures"
    names = [t.text for t in concept.of("en") if t.text.istitle() and not is_acronym(t.text) and t.type != "variant"]
    if len({name.split(" of ")[0].split()[-1].rstrip("s") for name in names}) > 1:
        yield "two bodies"


def count(name: str, pairs: list[Pair], wrong: bool) -> Termbase:
    termbase = extract_terms(Rows.of(pairs))
    small = {word for pair in pairs for word in re.findall(r"[a-z]\w*", pair.en)}
    lower = [(pair.zh.replace(" ", ""), pair.en.lower()) for pair in pairs]
    found: Counter[str] = Counter()
    for concept in list(termbase)[:HEAD]:
        for kind in kinds(concept, small, lower):
            found[kind] += 1
            if wrong:
                print(f"  {kind}: {concept.preferred('zh')} | {concept.preferred('en')}")
    print(f"{name}: {len(termbase):,} concepts, of the first {HEAD:,} bad rows {found.total()} ({dict(found)})")
    return termbase


def legal_terms(shared: Path, pairs: list[Pair]) -> list[tuple[str, set[str]]]:
    """Chinese legal terms of the lexicon with their English ones, as far as both stand in :data:`FEWEST` rows."""
    rows = [(pair.zh, f" {pair.en.lower()} ") for pair in pairs]
    found: dict[str, set[str]] = {}
    for line in (shared / "lexicons" / "cedict.tsv").read_text(encoding="utf-8").splitlines():
        if "law" not in line and "legal" not in line:
            continue
        cells = line.split("\t")
        zh = cells[1] if len(cells[1]) > 1 else ""
        senses = {LAW_WORDS.sub("", sense).strip().removeprefix("to ") for sense in SENSES.split(cells[-1])}
        here = [b for a, b in rows if zh and zh in a]
        good = {sense for sense in senses if sum(f" {sense.lower()}" in b for b in here) >= FEWEST}
        if good and len(here) >= FEWEST:
            found.setdefault(zh, set()).update(good)
    return sorted(found.items())


def second(shared: Path, pairs: list[Pair], termbase: Termbase) -> None:
    terms = legal_terms(shared, pairs)
    rows = Rows.of(pairs)
    zh = find_renderings(rows, [zh for zh, _ in terms], "zh")
    right = sum(
        bool(one.renderings) and same(one.renderings[0].text, "en") in {same(e, "en") for e in en}
        for one, (_, en) in zip(zh, terms, strict=True)
    )
    english = [(e, z) for z, every in terms for e in sorted(every)]
    back = find_renderings(rows, [e for e, _ in english], "en")
    also = sum(
        bool(one.renderings) and same(one.renderings[0].text, "zh") == z
        for one, (_, z) in zip(back, english, strict=True)
    )
    have = {(same(z.text, "zh"), same(e.text, "en")) for c in termbase for z in c.of("zh") for e in c.of("en")}
    got = sum(any((z, same(e, "en")) in have for e in every) for z, every in terms)
    print(
        f"legal terms: from zh {len(terms)} terms, first {right / len(terms):.3f}; from en {len(english)}, first {also / len(english):.3f}; extracted {got} of {len(terms)}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path(__file__).parents[2].parent / "shared")
    parser.add_argument("--wrong", action="store_true", help="list the bad rows")
    arguments = parser.parse_args()
    laws = law(arguments.shared)
    count("UN documents", bitext(arguments.shared), arguments.wrong)
    count("UN parallel corpus", parallel(arguments.shared), arguments.wrong)
    termbase = count("laws", laws, arguments.wrong)
    second(arguments.shared, laws, termbase)


if __name__ == "__main__":
    main()
