"""The benchmark of the engine: made documents, missing parts, and another aligner as a peer."""

import importlib
import sys
from pathlib import Path

import pytest

from tests.places import ROOT


@pytest.fixture(scope="module")
def alignment():
    folder = str(ROOT / "benchmarks" / "alignment")
    sys.path.insert(0, folder)
    yield importlib.import_module("alignment")
    sys.path.remove(folder)


@pytest.fixture(scope="module")
def made(alignment):
    return alignment.make([(f"句子{k}。", f"Sentence {k}.") for k in range(60)], seed=1, missing=5)


def test_made_documents_cover_every_sentence_once(made):
    assert sorted(k for source, _ in made.links for k in source) == list(range(len(made.source)))
    assert sorted(k for _, target in made.links for k in target) == list(range(len(made.target)))


def test_a_cut_document_covers_every_sentence_once(alignment, made):
    shorter = alignment.cut(made, 0.3, 0.6)
    assert sorted(k for source, _ in shorter.links for k in source) == list(range(len(made.source)))
    assert sorted(k for _, target in shorter.links for k in target) == list(range(len(shorter.target)))


def test_a_peer_is_run_on_files_and_its_links_are_read(alignment, made):
    code = "import sys; n = len(open(sys.argv[1], encoding='utf-8').read().splitlines()); print('[0]:[0]'); print(f'[{n - 1}]:[]')"
    links = alignment.peer(f'"{Path(sys.executable).as_posix()}" -c "{code}" {{src}} {{tgt}}')(made, ("zh", "en"))
    assert links == [((0,), (0,)), ((len(made.source) - 1,), ())]


def test_a_perfect_aligner_scores_one(alignment, made):
    result = alignment.accuracy(lambda document, _languages: document.links, {"made": ([made], ("zh", "en"))})
    assert result["made"]["with nulls"]["strict_f1"] == 1.0
    assert result["made"]["orphans linked"] == 0


def test_moved_sentences_are_counted(alignment, monkeypatch):
    pairs = [(f"句子{k}。", f"Sentence {k}.") for k in range(3200)]
    monkeypatch.setattr(alignment, "un_pairs", lambda _shared: pairs)
    zh = {a: b for a, b in pairs}

    def perfect(made, _languages):
        place = {text: j for j, text in enumerate(made.target)}
        return [((i,), (place[zh[text]],)) for i, text in enumerate(made.source)]

    assert alignment.moved(perfect, None) == {"moved": 96, "found": 96, "wrong": 0}
    assert alignment.moved(lambda _made, _languages: [], None) == {"moved": 96, "found": 0, "wrong": 0}
