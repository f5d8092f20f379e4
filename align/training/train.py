"""Train, or adapt, a static bilingual model from sentence pairs.

The model is a bag of subword vectors: a joint Unigram vocabulary, one vector a piece, summed. It is trained with an
in-batch contrastive loss in both directions (van den Oord et al. 2018, arXiv 1807.03748). Four habits make it an
aligner's model and not only a search model:

* a batch is made of short runs of neighbours, so that the negatives include sentences of the same document;
* some rows are two neighbours joined, so that a sentence must be nearer to its own rendering than to its
  rendering plus the next sentence. That is exactly the question that 1-1 against 1-2 links ask;
* pieces are dropped at random, so that every word of a sentence has to speak for itself;
* pieces share parts (:mod:`align.encoders.vocabulary`), so that rare ones are not learnt from nothing.

The same pairs then teach the dictionary of the model (:mod:`align.training.dictionary`).

Training goes on where it stopped: state is kept in ``OUT/.training`` until the model is written. With
``align/training/loop.py`` this is all of the training; torch is imported there, inside functions.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from safetensors.numpy import load_file, save_file

from align.dictionary import Dictionary
from align.encoders import BUILTIN, STATE, TRAINING, PieceTokenizer, fingerprint, refuse_mixed, train_tokenizer
from align.training.dictionary import learn_dictionary, seen_by
from align.training.job import Job, Progress, TrainingConfig, can_train
from align.training.loop import fit
from corpora.arrays import Doubles, Floats, Ragged
from corpora.errors import InputError
from corpora.files import is_same, kept_for_us, whole_set
from corpora.logs import staged
from corpora.text import matching_texts

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Pairs = Sequence[tuple[str, str]]
Further = Callable[[Path], Mapping[str, Any]]
LONGEST_TEXT = 10_000  # characters of a training text that are read
VIEWED = 64  # rows whose script is told together: a memory may be traditional in parts
LEAST_PAIRS = 20
NEWS = 200  # what an occurrence of now weighs for a vector, against one that the base has seen


@staged("train")
def train(
    pairs: Pairs,
    out: Path,
    config: TrainingConfig,
    *,
    base: Path | None = None,
    sources: Sequence[str] = (),
    heldout: Pairs | None = None,
    languages: tuple[str, str] = ("zh", "en"),
    progress: Progress = lambda _message: None,
    further: Further = lambda _folder: {},
) -> dict[str, Any]:
    """Train on ``pairs``, write a sentence-transformers folder to ``out``, return the report.

    ``base``: adapt that model (its vocabulary and vectors) instead of starting afresh. ``heldout``: pairs kept
    out; without them 1 in 100 pairs, at most 2,000, are set aside. ``languages`` of the two sides. ``further``: what else
    the report says of the model, whose folder it is given before it takes its place. Chinese is seen in simplified characters, as the aligner sees it. A training that was interrupted goes on when it is
    called again with the same arguments. Raises :class:`InputError` on too few pairs, and for a model that would take the place of its base.
    """
    can_train()
    if len(pairs) < LEAST_PAIRS:
        raise InputError(f"{len(pairs)} sentence pairs are too few to train on", "give at least 20, better 100,000")
    if base is not None:
        refuse_base(base, out)
    pairs = viewed(pairs, languages)
    heldout = None if heldout is None else viewed(heldout, languages)
    with kept_for_us(out):
        return _train(pairs, out, config, base, sources, heldout, languages, progress, further)


def refuse_base(base: Path, out: Path) -> None:
    """Raise :class:`InputError` where a model would be written over the one that it begins with, into it, or round it."""
    if is_same(base, out):
        raise InputError(f"{out}: is the model that this very training begins with", "name another folder with -o")
    inner, outer = out.resolve(), base.resolve()
    if outer in inner.parents or inner in outer.parents:
        raise InputError(
            f"{out}: one of this folder and of {base}, which this very training begins with, is inside the other",
            "name another folder with -o",
        )


def viewed(pairs: Pairs, languages: tuple[str, str]) -> list[tuple[str, str]]:
    """Pairs as the aligner sees them: Chinese in simplified characters.

    >>> viewed([("聯合國", "United Nations")], ("zh", "en"))
    [('联合国', 'United Nations')]
    """
    sides = []
    for k, language in enumerate(languages):
        texts = [pair[k] for pair in pairs]
        if language == "zh":
            blocks = (matching_texts(texts[start : start + VIEWED]) for start in range(0, len(texts), VIEWED))
            texts = [text for block in blocks for text in block]
        sides.append(texts)
    return list(zip(*sides, strict=True))


def _train(
    pairs: Pairs,
    out: Path,
    config: TrainingConfig,
    base: Path | None,
    sources: Sequence[str],
    heldout: Pairs | None,
    languages: tuple[str, str],
    progress: Progress,
    further: Further,
) -> dict[str, Any]:
    started = time.perf_counter()
    state = out / STATE
    state.mkdir(parents=True, exist_ok=True)
    pairs, heldout = _hold_out(pairs, heldout, config.seed)
    path = _vocabulary(pairs, base, state, config, progress)
    progress(f"tokenising {len(pairs):,} pairs")
    tokenizer = PieceTokenizer(path)
    cut = sum(max(map(len, pair)) > LONGEST_TEXT for pair in pairs)
    if cut:
        progress(f"{cut:,} pairs are longer than {LONGEST_TEXT:,} characters: only their beginnings are read")
    left, right = (Ragged.from_counts(*tokenizer.encode([p[k][:LONGEST_TEXT] for p in pairs])) for k in (0, 1))
    before = None if base is None else load_weights(base)
    pieces = [piece for piece, _ in sorted(tokenizer.tokenizer.get_vocab().items(), key=lambda item: item[1])]
    weights = fit(Job(left, right, pieces, config, state, before, progress))
    old = Dictionary.load(base) if base else None
    if before is not None and old is not None:
        weights = settled(before, weights, left, right, np.add(*seen_by(old)))
    weights[pieces.index("[UNK]") if "[UNK]" in pieces else slice(0, 0)] = 0.0  # nothing is known of an unknown piece
    known = old.facing(*languages) if old else None
    dictionary = learn_dictionary(left, right, len(pieces), languages, progress, known)
    report: dict[str, Any] = {
        "pairs": len(pairs),
        "heldout_pairs": len(heldout),
        "retrieval": heldout_retrieval(tokenizer, weights, heldout),
        "retrieval_before": None if before is None else heldout_retrieval(tokenizer, before, heldout),
        "sources": list(sources),
        "base": ("builtin" if base == BUILTIN else base.name) if base else None,
        "base_fingerprint": fingerprint(base) if base else None,
        "languages": list(languages),
        "dictionary": [len(way.pieces) for way in dictionary.directions],
        "config": asdict(replace(config, batch=config.rows(len(pairs)))),
    }
    with whole_set(out, TRAINING) as stage:
        save_model(stage, tokenizer.tokenizer, weights)
        dictionary.save(stage)
        report |= further(stage)
        report["seconds"] = round(time.perf_counter() - started, 1)
        (stage / TRAINING).write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        for path in stage.rglob("*"):
            if path.is_file():  # safetensors writes for its owner alone, whatever the umask lets others do
                path.chmod((stage / TRAINING).stat().st_mode)
    shutil.rmtree(state, ignore_errors=True)
    return report


def _hold_out(pairs: Pairs, heldout: Pairs | None, seed: int) -> tuple[Pairs, Pairs]:
    if heldout is not None:
        known = set(heldout)
        return [pair for pair in pairs if pair not in known], heldout
    rng = np.random.default_rng([seed, 0])
    aside = set(rng.permutation(len(pairs))[: min(2000, len(pairs) // 100)].tolist())
    kept = [pair for k, pair in enumerate(pairs) if k not in aside]
    return kept, [pairs[k] for k in sorted(aside)]


def _vocabulary(pairs: Pairs, base: Path | None, state: Path, config: TrainingConfig, progress: Progress) -> Path:
    """The tokenizer file of this training: the base's, one that an interrupted training left, or a new one."""
    if base is not None:
        return base / "tokenizer.json"
    wanted = hashlib.sha256(json.dumps([len(pairs), pairs[0], pairs[-1], asdict(config)]).encode()).hexdigest()[:12]
    path = state / f"tokenizer-{wanted}.json"
    if path.is_file():
        progress("taking up the vocabulary of the interrupted training")
        return path
    progress(f"learning a vocabulary from {min(len(pairs), config.tokenizer_pairs):,} pairs")
    rng = np.random.default_rng([config.seed, 1])
    some = np.sort(rng.permutation(len(pairs))[: config.tokenizer_pairs])
    tokenizer = train_tokenizer((text[:LONGEST_TEXT] for k in some for text in pairs[k]), config.vocabulary)
    temporary = path.with_suffix(".part")
    tokenizer.save(str(temporary), pretty=False)
    temporary.replace(path)
    return path


def settled(before: Floats, after: Floats, left: Ragged, right: Ragged, known: Doubles) -> Floats:
    """The vectors of an adapted model: the more often the base has seen a piece, the less of what it learns now is taken.

    ``known``: how often each was seen, ``(pieces,)``. Words of all texts stay where they are; those of this kind of text move.
    """
    seen = sum(np.bincount(side.ids, minlength=len(known)) for side in (left, right)) * NEWS
    moved: Floats = (seen / np.maximum(known + seen, 1.0)).astype(np.float32)
    result: Floats = before + moved[:, None] * (after - before)
    return result


def load_weights(folder: Path) -> Floats:
    """The vectors of a static model folder ``(pieces, d)``; :class:`InputError` where there are none."""
    refuse_mixed(folder)
    try:
        return np.asarray(load_file(str(folder / "model.safetensors"))["embedding.weight"], dtype=np.float32)
    except Exception as error:  # safetensors raises its own and plain exceptions
        raise InputError(
            f"{folder}: not a static model folder ({error})", "give 'builtin' or a folder made by 'align train'"
        ) from error


def save_model(out: Path, tokenizer: Tokenizer, weights: Floats) -> None:
    """Write the folder that :class:`align.encoders.encoder.StaticEncoder` and sentence-transformers both load.

    Half precision; the layout (``modules.json``, ``1_Normalize``) is the one of sentence-transformers 5 and 6.
    """
    out.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(out / "tokenizer.json"), pretty=False)
    half = np.ascontiguousarray(weights.astype(np.float16))
    save_file({"embedding.weight": half}, str(out / "model.safetensors"), metadata={"format": "pt"})
    kinds = ("sentence_transformers.models.StaticEmbedding", "sentence_transformers.models.Normalize")
    modules = [
        {"idx": 0, "name": "0", "path": "", "type": kinds[0]},
        {"idx": 1, "name": "1", "path": "1_Normalize", "type": kinds[1]},
    ]
    (out / "modules.json").write_text(json.dumps(modules, indent=2) + "\n", encoding="utf-8")
    settings: dict[str, object] = {"model_type": "SentenceTransformer", "prompts": {}, "default_prompt_name": None}
    settings["similarity_fn_name"] = "cosine"
    (out / "config_sentence_transformers.json").write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")
    (out / "1_Normalize").mkdir(exist_ok=True)
    (out / "1_Normalize" / "config.json").write_text("{}\n", encoding="utf-8")


def heldout_retrieval(tokenizer: PieceTokenizer, weights: Floats, pairs: Pairs) -> dict[str, float]:
    """P@1 both ways among ``pairs``: how often the nearest vector of the other side is the right one."""
    if not pairs:
        return {}
    vectors = []
    for side in (0, 1):
        ragged = Ragged.from_counts(*tokenizer.encode([pair[side] for pair in pairs]))
        rows = zip(ragged.offsets, ragged.offsets[1:], strict=False)
        sums = np.stack([weights[ragged.ids[s:e]].sum(0) for s, e in rows])
        norms = np.linalg.norm(sums, axis=1, keepdims=True)
        vectors.append(sums / np.maximum(norms, 1e-9))
    scores = vectors[0] @ vectors[1].T
    target = np.arange(len(pairs))
    forward = float((scores.argmax(1) == target).mean())
    backward = float((scores.argmax(0) == target).mean())
    return {"source_to_target": round(forward, 4), "target_to_source": round(backward, 4)}
