"""What comes out of every small input of ``../shared/cases/formats``, beside its right outcome.

python benchmarks/exchange/cases.py [PART OF A NAME ...]

Termbases: every concept, and what is named (``!``). Bitexts: every row with what is known of it, what is named, and the
findings of ``check`` where the table speaks of these.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from corpora.bitext import Pair
from corpora.errors import DuizhaoError, InputError
from corpora.exchange import Remarks, holds, read_pairs
from glossary.concept import Concept, Term
from glossary.formats import load

SHARED = Path(__file__).resolve().parents[3] / "shared" / "cases"
TERMS = ("case-regional", "case-multicell", "case-status-column.", "case-skos")
HIDDEN = {"id", "terms", "references", "definitions"}
CHECKED = ("q01", "q02", "r01", "t12", "t32")
TERMBASES = "bgks"


def wanted() -> dict[str, tuple[str, str]]:
    """The right outcome and today's of each file, from the table."""
    rows = re.findall(r"^\| (\S+) \| .*? \| (.*) \| (.*) \|$", (SHARED / "README.md").read_text("utf-8"), re.M)
    return {name: (right, today) for name, right, today in rows}


def term_line(term: Term) -> str:
    """A term with all that is known of it."""
    facts = {
        name: value for name in ("tag", "status", "type", "pos", "source", "note") if (value := getattr(term, name, ""))
    }
    contexts = [(c.text, c.symbol) for c in term.contexts]
    return (
        f"    {term.language} {term.text!r} " + " ".join(f"{n}={v!r}" for n, v in facts.items()) + f" {contexts or ''}"
    )


def concept_lines(concept: Concept) -> list[str]:
    """A concept with all that is known of it."""
    facts = {
        name: value
        for name in concept.__slots__
        if name not in HIDDEN and (value := getattr(concept, name)) not in ("", 0, 0.0, ())
    }
    lines = [f"  {concept.id} {facts or ''}", *map(term_line, concept.terms)]
    lines += [f"    definition {one}" for one in getattr(concept, "definitions", ())]
    return [*lines, *(f"    {one.kind} {one.concept}" for one in concept.references)]


def pair_line(pair: Pair) -> str:
    """A row with all that is known of it."""
    about = pair.about
    facts = [f"{pair.symbol}:{pair.position}", pair.original, f"{pair.score:g}" if pair.score != 1 else ""]
    facts += (
        [about.state, f"{about.match}%" if about.match >= 0 else "", "locked" if about.locked else ""] if about else []
    )
    facts += [about.origin, f"id {about.id}" if about.id else "", "|".join(about.tags)] if about else []
    return f"  {pair.zh!r} <> {pair.en!r} " + " ".join(filter(None, facts))


def rows_of(path: Path) -> list[str]:
    """The rows of a bitext, what is said of it with and without ``--keep``, and findings."""
    said = Remarks()
    pairs = read_pairs(path, said)
    kept = set(said.lines(holds(".tmx", True)))
    lines = [f"  ! {line}{'' if line in kept else ' (but for --keep to TMX)'}" for line in said.lines()]
    return [*map(pair_line, pairs), *lines, *(findings_of(path) if path.name.startswith(CHECKED) else ())]


def findings_of(path: Path) -> list[str]:
    """What ``check`` finds in a bitext."""
    from glossary.quality import Checker, CheckOptions

    found = Checker(CheckOptions()).check(path).report.findings
    return [f"  # {one.place} {one.code} {one.message}" for one in found] or ["  # silent"]


def outcome(path: Path) -> list[str]:
    """What is read of a file, and what is said of it."""
    try:
        if path.name[0] in TERMBASES or path.name.startswith("case-"):
            try:
                loaded = load(path)
            except InputError as error:
                if "corpora convert" not in str(error):
                    raise
                return [f"  as a termbase: EXIT 2: {error}", *rows_of(path)]
            lines = [line for concept in loaded.termbase for line in concept_lines(concept)]
            return [*lines, *(f"  ! {loss}" for loss in loaded.losses)]
        return rows_of(path)
    except DuizhaoError as error:
        return [f"  EXIT 2: {error}"]


def main() -> None:
    """Print all, or those whose names hold one of the arguments."""
    table = wanted()
    paths = sorted((SHARED / "formats").iterdir())
    paths += [path for path in sorted((SHARED / "terms").iterdir()) if path.name.startswith(TERMS)]
    for path in paths:
        if sys.argv[1:] and not any(part in path.name for part in sys.argv[1:]):
            continue
        right, today = table.get(path.name, ("", ""))
        print(f"\n{path.name}\n  RIGHT: {right}\n  TODAY: {today}")
        print("\n".join(outcome(path)))


if __name__ == "__main__":
    main()
