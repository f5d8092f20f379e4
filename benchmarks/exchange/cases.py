"""What comes out of every small input of ``../shared/cases/formats``, beside its right outcome.

python benchmarks/exchange/cases.py [PART OF A NAME ...]
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from corpora.errors import DuizhaoError
from corpora.exchange import read_pairs
from glossary.concept import Concept, Term
from glossary.formats import load

SHARED = Path(__file__).resolve().parents[3] / "shared" / "cases"
TERMS = ("case-regional", "case-multicell", "case-status-column.", "case-skos")
HIDDEN = {"id", "terms", "references", "definitions"}


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


def outcome(path: Path) -> list[str]:
    """What is read of a file, and what is said of it."""
    try:
        if path.name[0] in "bgks" or path.name.startswith("case-"):
            loaded = load(path)
            lines = [line for concept in loaded.termbase for line in concept_lines(concept)]
            return [*lines, *(f"  ! {loss}" for loss in loaded.losses)]
        return [f"  {pair.zh!r} <> {pair.en!r} {pair.symbol} {pair.original}" for pair in read_pairs(path)]
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
