"""How good the parts are, at least: floors of tests/floors.json, each pinned to the checksum of the data that it was measured on.

A floor is raised on purpose: with a new line at the end of its list (date, value, why). A lower one needs a why that begins with
"lowered". Data that changed have no floor until somebody has measured anew.
"""

import hashlib
import importlib
import itertools
import json
import sys
from functools import partial

import pytest

from align.score import count, read_gold
from corpora.document import Document
from corpora.text import split_sentences
from duizhao.api import run
from glossary.extraction import extract_terms
from glossary.rows import Rows
from tests.places import ROOT, SAMPLES, SHARED, needs_shared

FLOORS = json.loads((ROOT / "tests" / "floors.json").read_text("utf-8"))
GOLD = SHARED / "gold" / "alignment"
DATA = {
    "alignment, samples": [SAMPLES / "gold"],
    "splitting, samples": [SAMPLES / "gold"],
    "checks, samples": [SAMPLES],
    "terms, samples": [SAMPLES / "gold" / "clean", ROOT / "tests" / "terms_samples.json"],
    "alignment, literary": [GOLD / "literary"],
    "alignment, magazine": [GOLD / "magazine"],
    "alignment, un": [GOLD / "un"],
    "terms, UN documents": [
        GOLD / "un",
        SHARED / "train" / "un_2023.tsv",
        ROOT / "benchmarks" / "labels" / "terms_un.tsv",
    ],
}
TERMS = json.loads((ROOT / "tests" / "terms_samples.json").read_text("utf-8"))


def checksum(places):
    """One checksum of all files in some places, by their names and bytes; line ends as they are in the repository."""
    digest = hashlib.sha256()
    for place in places:
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.is_file():
                digest.update(f"{path.relative_to(place.parent).as_posix()}\0".encode())
                digest.update(path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()[:16]


def aligned(folder, aligner, languages=("zh", "en")):
    """Strict F1 over all files, null links counted."""
    total = None
    for file in read_gold(folder):
        bitext = aligner.align(
            *(lines_of(lines, language) for lines, language in zip((file.source, file.target), languages, strict=True))
        )
        found = count([(tuple(link.source), tuple(link.target)) for link in bitext.links], file.links)
        total = found if total is None else total + found
    return total.rates()["strict_f1"]


def lines_of(lines, language):
    return Document.from_sentences(lines, language)


def test_floors_are_raised_or_lowered_with_a_reason():
    for name, record in FLOORS.items():
        for figure, history in record["floors"].items():
            assert all(len(entry) == 3 and entry[2] for entry in history), (name, figure)
            for (_, before, _), (_, after, why) in itertools.pairwise(history):
                assert after >= before or why.startswith("lowered"), (name, figure)


@pytest.fixture
def floor(request):
    """Whom to tell what was measured: the data are those of the floor, and nothing is below it."""

    def told(name, measured):
        assert checksum(DATA[name]) == FLOORS[name]["data"], (
            f"{name}: the data have changed; measure anew, and enter their checksum"
        )
        floors = {figure: history[-1][1] for figure, history in FLOORS[name]["floors"].items()}
        assert set(measured) == set(floors)
        below = {figure: (value, floors[figure]) for figure, value in measured.items() if value < floors[figure]}
        assert not below, f"{name}: measured, floor: {below}"

    return told


def test_every_floor_has_data_and_a_test():
    assert set(FLOORS) == set(DATA)


def test_alignment_of_the_samples(floor, aligner):
    floor("alignment, samples", {name: aligned(SAMPLES / "gold" / name, aligner) for name in ("clean", "faulty")})


def splitting():
    sys.path.insert(0, str(ROOT / "benchmarks" / "documents"))
    try:
        return importlib.import_module("splitting")
    finally:
        sys.path.pop(0)


def test_splitting_of_the_samples(floor):
    module, measured = splitting(), {}
    for side, language in (("src", "zh"), ("tgt", "en")):
        texts = [
            paragraph
            for path in sorted((SAMPLES / "gold" / "clean" / side).iterdir())
            for paragraph in module.paragraphs(path.read_text("utf-8").splitlines(), language, None)
        ]
        right, found, gold = module.score(partial(ends_of, language=language), texts)
        assert gold > 30
        measured[language] = 2 * right / (found + gold)
    floor("splitting, samples", measured)


def ends_of(text, language):
    return [end for _, end in split_sentences(text, language)]


@pytest.fixture(scope="module")
def jobs(tmp_path_factory):
    """The bundled samples, clean and with their planted faults, each as one job."""
    return {name: run(SAMPLES / name, tmp_path_factory.mktemp(name)) for name in ("clean", "faulty")}


def test_checks_of_the_samples(floor, jobs):
    """Planted faults that a finding touches, and rows of the clean samples without a finding."""
    faults = json.loads((SAMPLES / "faults.json").read_text("utf-8"))
    planted = [(symbol, fault) for symbol, entry in faults.items() for fault in entry["faults"]]
    faulty, clean = jobs["faulty"].checked, jobs["clean"].checked

    def is_found(symbol, fault):
        wanted = {fault["zh_sentence"], *(row[0] for rows in fault.get("renderings", {}).values() for row in rows)}
        rows = {
            (pair.symbol, pair.position)
            for pair in faulty.pairs
            if pair.symbol == symbol and wanted & set(pair.source_ids)
        }
        return any((finding.symbol, finding.position) in rows for finding in faulty.report.findings)

    alarms = {finding.segment for finding in clean.report.findings}
    floor(
        "checks, samples",
        {
            "planted faults found": sum(is_found(*one) for one in planted) / len(planted),
            "clean rows without a finding": 1 - len(alarms) / len(clean.pairs),
        },
    )


def test_terms_of_the_samples(floor, jobs):
    """Of the terms that a person listed, those drafted, as preferred terms or variants."""
    found = [
        {(zh.text, en.text.lower()) for zh in concept.of("zh") for en in concept.of("en")}
        for concept in extract_terms(Rows.of(jobs["clean"].pairs))
    ]
    terms = {(zh, en.lower()) for zh, en in TERMS["terms"]}
    floor("terms, samples", {"listed terms found": len(terms & set().union(*found)) / len(terms)})


@pytest.mark.slow("aligns whole books")
@needs_shared("gold")
@pytest.mark.parametrize(
    ("name", "languages"), [("literary", ("zh", "en")), ("magazine", ("en", "zh")), ("un", ("zh", "en"))]
)
def test_alignment_of_gold_documents(name, languages, floor, aligner):
    floor(f"alignment, {name}", {"strict F1": aligned(GOLD / name, aligner, languages)})


@pytest.mark.slow("extracts terms from three thousand rows")
@needs_shared("train", "un_2023.tsv")
def test_terms_of_documents(floor):
    sys.path.insert(0, str(ROOT / "benchmarks" / "terms"))
    try:
        terms, lookup = (importlib.import_module(name) for name in ("terms", "lookup"))
    finally:
        sys.path.pop(0)
    lines = (line.split("\t") for line in terms.LABELS.read_text("utf-8").splitlines()[1:])
    labels = {name: int(label) for name, label in lines}
    found = list(extract_terms(Rows.of(lookup.bitext(SHARED))))[:500]
    told = [terms.verdict(labels, c.preferred("en"), c.preferred("zh").strip("《》")) for c in found]
    floor(
        "terms, UN documents",
        {
            "right renderings of the first 100": sum(bool(label) for label in told[:100]) / 100,
            "terms of the first 500": sum(label == 2 for label in told) / 500,
        },
    )
