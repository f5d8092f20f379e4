"""How often the term checks speak on real translations, and how many planted faults they find.

    python benchmarks/checks/term_alarms.py ../shared [--list] [--seed 7]

Occurrences: terms of the termbase (UN country names, development terms) that the longest match finds in a row of
`train/un_parallel_dev` and that have a rendering in the termbase; alarms of T101 among them, for each direction.
Planted, each row by itself: the rendering of a term is taken out, replaced by the rendering of another concept of
the same kind, or one or two characters (a word, in English) of a long name are cut; found is a new finding of T1xx in the row.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from checks import gold_pairs, parallel_pairs, un_termbase

from align.encoders.load import builtin_encoder
from corpora.bitext import Pair
from corpora.text import OTHER_LANGUAGE
from glossary.checks.base import Material
from glossary.checks.rendered.rows import approved, approved_terms
from glossary.checks.run import run_checks
from glossary.checks.selection import Selection
from glossary.concept import Termbase
from glossary.finding import Finding
from glossary.rows import Rows
from glossary.words.matcher import Occurrence

TERMS = Selection(select=("T",), ignore=("T104", "T110"))
SHORTEST = {"zh": 8, "en": 25}  # characters; a row that was hardly more than the term is no row any more


def occurrences(material: Material, termbase: Termbase) -> Counter[str]:
    """Occurrences of terms with a rendering, by language."""
    found: Counter[str] = Counter()
    for sides in approved_terms(material).values():
        for language, other in OTHER_LANGUAGE.items():
            found[language] += sum(
                any(approved(termbase.concepts[id], other) for id in place.concepts)
                for place in sides[language].longest
            )
    return found


def alarms(name: str, pairs: Sequence[Pair], termbase: Termbase, listed: bool) -> None:
    material = Material(Rows.of(pairs, builtin_encoder()), termbase)
    findings = run_checks(material, TERMS)
    total = occurrences(material, termbase)
    mine = Counter(
        "zh" if f.zh_spans and not f.en_spans else "en" for f in findings if f.code == "T101" and not f.found
    )
    print(f"\n{name}: {len(pairs):,} rows")
    t101 = [f for f in findings if f.code == "T101"]
    print(
        f"T101: {len(t101)} alarms on {total.total():,} occurrences ({len(t101) / max(1, total.total()):.2%});", end=" "
    )
    print(f"zh {total['zh']:,}, en {total['en']:,}; without a rival: from zh {mine['zh']}, from en {mine['en']}")
    print("by code:", dict(sorted(Counter(f.code for f in findings).items())))
    if listed:
        for f in findings:
            print(f"-- {f.code} {f.segment} {f.severity.value}: {f.message}\n   {f.zh}\n   {f.en}")


def damaged(name: str, language: str, rng: random.Random) -> str | None:
    """A name with one or two characters, or one word, cut at either end or in the middle."""
    parts: list[str] = list(name) if language == "zh" else name.split()
    if len(parts) < (5 if language == "zh" else 3):
        return None
    width = rng.choice((1, 2)) if language == "zh" and len(parts) > 5 else 1
    start = rng.choice((0, rng.randrange(len(parts) - width + 1), len(parts) - width))
    return ("" if language == "zh" else " ").join(parts[:start] + parts[start + width :])


def plant(kind: str, place: Occurrence, text: str, language: str, termbase: Termbase, rng: random.Random) -> str | None:
    """The text with the rendering at ``place`` spoilt."""
    new: str | None = ""
    if kind == "rival":
        family = place.concepts[0].split("-")[0]
        others = [c for c in termbase if c.id.startswith(family) and c.id not in place.concepts]
        new = rng.choice(others).preferred(language).removesuffix(" (the)")
    elif kind == "cut":
        new = damaged(text[place.start : place.end], language, rng)
    return None if new is None else text[: place.start] + new + text[place.end :]


def planted(kind: str, pairs: Sequence[Pair], termbase: Termbase, seed: int, listed: bool) -> None:
    rng = random.Random(seed)
    material = Material(Rows.of(pairs, builtin_encoder()), termbase)
    before = Counter(f.segment for f in run_checks(material, TERMS))
    faulty, rows = list(pairs), {}
    for row, sides in approved_terms(material).items():
        if rng.random() < 0.8:
            continue  # most rows stay as they are, as in a translation
        language = rng.choice(("zh", "en"))
        here = {id for one in sides[OTHER_LANGUAGE[language]].longest for id in one.concepts}
        count = Counter(id for one in sides[language].every for id in one.concepts)
        places = [o for o in sides[language].longest if o.concepts[0] in here and count[o.concepts[0]] == 1]
        if not places:
            continue
        place = rng.choice(places)
        text = getattr(pairs[row - 1], language)
        new = plant(kind, place, text, language, termbase, rng)
        if new is not None and new != text and len(new.strip()) >= SHORTEST[language]:
            faulty[row - 1] = replace(pairs[row - 1], **{language: new})
            rows[row] = (language, place.term)
    after: dict[int, list[Finding]] = {}
    for f in run_checks(Material(Rows.of(faulty, builtin_encoder()), termbase), TERMS):
        after.setdefault(f.segment, []).append(f)
    hit = {row for row in rows if len(after.get(row, ())) > before[row]}
    for language in OTHER_LANGUAGE:
        mine = [row for row, (where, _term) in rows.items() if where == language]
        print(f"planted {kind} in {language}: {sum(row in hit for row in mine)} of {len(mine)}", end="; ")
    print(f"{len(hit) / max(1, len(rows)):.1%}")
    if listed:
        for row in sorted(rows.keys() - hit):
            print(f"-- missed {kind} {rows[row]}\n   {faulty[row - 1].zh}\n   {faulty[row - 1].en}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, nargs="?", default=Path(__file__).resolve().parents[3] / "shared")
    parser.add_argument("--list", dest="listed", action="store_true", help="print the findings and what was missed")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    termbase = un_termbase(options.shared)
    pairs = parallel_pairs(options.shared)
    alarms("un_parallel_dev", pairs, termbase, options.listed)
    for kind in ("removed", "rival", "cut"):
        planted(kind, pairs, termbase, options.seed, options.listed)
    alarms("gold/alignment/un", gold_pairs(options.shared / "gold/alignment/un"), termbase, options.listed)


if __name__ == "__main__":
    main()
