"""Train, or adapt, a static bilingual model from sentence pairs.

The model is a bag of subword vectors: a joint Unigram vocabulary (Kudo 2018, arXiv 1804.10959), one vector a
piece, summed. It is trained with an in-batch contrastive loss in both directions (van den Oord et al. 2018,
arXiv 1807.03748). Two habits make it an aligner's model and not only a search model:

* a batch is made of short runs of neighbours, so that the negatives include sentences of the same document;
* some rows are two neighbours joined, so that a sentence must be nearer to its own rendering than to its
  rendering plus the next sentence. That is exactly the question that 1-1 against 1-2 links ask.

This is one of the two modules that may import torch, and only inside function bodies.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from corpora.errors import InputError, MissingDependencyError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Ints = npt.NDArray[np.int32]
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class TrainingConfig:
    """What shapes a trained model; it is written beside the weights.

    ``vocabulary`` pieces, ``dimensions`` a vector, ``batch`` rows of which the share ``joined`` are two neighbours
    together; ``scale`` multiplies cosines in the softmax; ``run`` is the length of the runs of neighbours.
    """

    vocabulary: int = 80_000
    dimensions: int = 256
    epochs: int = 2
    batch: int = 4096
    joined: float = 0.25
    run: int = 4
    scale: float = 20.0
    learning_rate: float = 1e-2
    tokenizer_pairs: int = 300_000
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Ragged:
    """Token ids of many texts, end to end: text ``k`` is ``ids[offsets[k]:offsets[k + 1]]``."""

    ids: Ints
    offsets: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def take(self, rows: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Ids of ``rows`` end to end, and where each begins (both int64)."""
        lengths = self.offsets[rows + 1] - self.offsets[rows]
        starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        index = np.arange(int(lengths.sum())) + np.repeat(self.offsets[rows] - starts, lengths)
        return self.ids[index].astype(np.int64), starts


def train_tokenizer(texts: Iterable[str], vocabulary: int) -> Tokenizer:
    """A joint Unigram vocabulary over both languages, lower case, NFKC inside (never in output)."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.WhitespaceSplit(),
            pre_tokenizers.Split(Regex(r"\p{Han}+|[\p{L}\p{M}]+|\d+|[^\p{L}\p{M}\d]"), "isolated"),
        ]
    )
    trainer = trainers.UnigramTrainer(
        vocab_size=vocabulary, unk_token="[UNK]", special_tokens=["[UNK]"], max_piece_length=16, show_progress=False
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def encode_ragged(tokenizer: Tokenizer, texts: Sequence[str], chunk: int = 20_000) -> Ragged:
    """Tokenise in chunks, keeping ids only."""
    ids: list[Ints] = []
    lengths: list[int] = []
    for start in range(0, len(texts), chunk):
        for one in tokenizer.encode_batch_fast(list(texts[start : start + chunk]), add_special_tokens=False):
            ids.append(np.asarray(one.ids, dtype=np.int32))
            lengths.append(len(one.ids))
    flat = np.concatenate(ids) if ids else np.zeros(0, np.int32)
    return Ragged(flat, np.concatenate([[0], np.cumsum(np.asarray(lengths, dtype=np.int64))]).astype(np.int64))


def batches(n: int, config: TrainingConfig, rng: np.random.Generator) -> Iterable[npt.NDArray[np.int64]]:
    """Row numbers of each batch: shuffled runs of ``config.run`` neighbours."""
    size = max(config.run, int(config.batch * (1 - config.joined)) // config.run * config.run)
    starts = rng.permutation(np.arange(int(rng.integers(config.run)), n, config.run))
    order = (starts[:, None] + np.arange(config.run)[None, :]).ravel()
    order = order[order < n]
    for start in range(0, len(order), size):
        rows = order[start : start + size]
        if len(rows) > size // 4 or start == 0:
            yield rows


def _torch() -> Any:
    try:
        import torch
    except ImportError as error:  # pragma: no cover - torch comes with sentence-transformers
        raise MissingDependencyError("training needs torch", "pip install -c constraints.txt torch") from error
    return torch


def train(
    pairs: Sequence[tuple[str, str]],
    out: Path,
    config: TrainingConfig,
    *,
    base: Path | None = None,
    sources: Sequence[str] = (),
    heldout: Sequence[tuple[str, str]] = (),
    progress: Progress = lambda _message: None,
) -> dict[str, Any]:
    """Train on ``pairs``, write a sentence-transformers folder to ``out``, return the report.

    ``base``: adapt that model (its vocabulary and vectors) instead of starting afresh. ``heldout``: pairs kept
    out; without them 1 in 100 pairs, at most 2,000, are set aside. Raises :class:`InputError` on too few pairs.
    """
    from tokenizers import Tokenizer

    if len(pairs) < 20:
        raise InputError(f"{len(pairs)} sentence pairs are too few to train on", "give at least 20, better 100,000")
    started = time.perf_counter()
    rng = np.random.default_rng(config.seed)
    pairs, heldout = _hold_out(pairs, heldout, rng)
    if base is None:
        progress(f"learning a vocabulary from {min(len(pairs), config.tokenizer_pairs):,} pairs")
        some = rng.permutation(len(pairs))[: config.tokenizer_pairs]
        tokenizer = train_tokenizer((text for k in sorted(some) for text in pairs[k]), config.vocabulary)
    else:
        tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    progress(f"tokenising {len(pairs):,} pairs")
    left = encode_ragged(tokenizer, [a for a, _ in pairs])
    right = encode_ragged(tokenizer, [b for _, b in pairs])
    weights = _fit(left, right, tokenizer.get_vocab_size(), config, base, rng, progress)
    save_model(out, tokenizer, weights)
    report: dict[str, Any] = {
        "pairs": len(pairs),
        "heldout_pairs": len(heldout),
        "retrieval": heldout_retrieval(tokenizer, weights, heldout),
        "sources": list(sources),
        "base": base.name if base else None,
        "config": asdict(config),
        "seconds": round(time.perf_counter() - started, 1),
    }
    (out / "training.json").write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return report


def _hold_out(
    pairs: Sequence[tuple[str, str]], heldout: Sequence[tuple[str, str]], rng: np.random.Generator
) -> tuple[Sequence[tuple[str, str]], Sequence[tuple[str, str]]]:
    if heldout:
        known = set(heldout)
        return [pair for pair in pairs if pair not in known], heldout
    aside = set(rng.permutation(len(pairs))[: min(2000, len(pairs) // 100)].tolist())
    kept = [pair for k, pair in enumerate(pairs) if k not in aside]
    return kept, [pairs[k] for k in sorted(aside)]


def _fit(
    left: Ragged,
    right: Ragged,
    vocabulary: int,
    config: TrainingConfig,
    base: Path | None,
    rng: np.random.Generator,
    progress: Progress,
) -> npt.NDArray[np.float32]:
    torch = _torch()
    torch.manual_seed(config.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    bag = torch.nn.EmbeddingBag(vocabulary, config.dimensions, mode="sum", sparse=True)
    if base is None:
        torch.nn.init.normal_(bag.weight, std=0.1)
    else:
        bag = torch.nn.EmbeddingBag.from_pretrained(
            torch.from_numpy(_load_weights(base)), freeze=False, mode="sum", sparse=True
        )
    bag = bag.to(device)
    optimizer = torch.optim.SparseAdam(bag.parameters(), lr=config.learning_rate)
    plan = [rows for _ in range(config.epochs) for rows in batches(len(left), config, rng)]
    shown = time.perf_counter()
    for step, rows in enumerate(plan):
        for group in optimizer.param_groups:  # a short warm-up, then a straight line down to a twentieth
            group["lr"] = config.learning_rate * min(1.0, (step + 1) / 20) * max(0.05, 1 - step / len(plan))
        loss = _loss(torch, bag, left, right, rows, config, device)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if step + 1 == len(plan) or time.perf_counter() - shown > 10:
            shown = time.perf_counter()
            progress(f"step {step + 1:,} of {len(plan):,}, loss {loss.item():.3f}")
    result: npt.NDArray[np.float32] = bag.weight.detach().cpu().numpy().astype(np.float32)
    return result


def _loss(
    torch: Any, bag: Any, left: Ragged, right: Ragged, rows: npt.NDArray[np.int64], config: TrainingConfig, device: str
) -> Any:
    sides = []
    joins = int(len(rows) * config.joined / (1 - config.joined))
    first = torch.arange(0, max(len(rows) - 1, 0), device=device)
    neighbours = torch.from_numpy(np.diff(rows) == 1).to(device)
    first = first[neighbours][:: max(1, int(neighbours.sum()) // max(joins, 1))][:joins]
    for side in (left, right):
        ids, starts = side.take(rows)
        single = bag(torch.from_numpy(ids).to(device), torch.from_numpy(starts).to(device))
        joined = single[first] + single[first + 1]
        sides.append(torch.nn.functional.normalize(torch.cat([single, joined]), dim=1))
    scores = config.scale * sides[0] @ sides[1].T
    target = torch.arange(scores.shape[0], device=device)
    entropy = torch.nn.functional.cross_entropy
    return (entropy(scores, target) + entropy(scores.T, target)) / 2


def _load_weights(folder: Path) -> npt.NDArray[np.float32]:
    from safetensors.numpy import load_file

    return np.asarray(load_file(str(folder / "model.safetensors"))["embedding.weight"], dtype=np.float32)


def save_model(out: Path, tokenizer: Tokenizer, weights: npt.NDArray[np.float32]) -> None:
    """Write the folder that :class:`align.encoder.StaticEncoder` and sentence-transformers both load.

    Half precision; the layout (``modules.json``, ``1_Normalize``) is the one of sentence-transformers 5 and 6.
    """
    from safetensors.numpy import save_file

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


def heldout_retrieval(
    tokenizer: Tokenizer, weights: npt.NDArray[np.float32], pairs: Sequence[tuple[str, str]]
) -> dict[str, float]:
    """P@1 both ways among ``pairs``: how often the nearest vector of the other side is the right one."""
    if not pairs:
        return {}
    vectors = []
    for texts in ([a for a, _ in pairs], [b for _, b in pairs]):
        ragged = encode_ragged(tokenizer, texts)
        sums = np.stack(
            [weights[ragged.ids[s:e]].sum(0) for s, e in zip(ragged.offsets, ragged.offsets[1:], strict=False)]
        )
        norms = np.linalg.norm(sums, axis=1, keepdims=True)
        vectors.append(sums / np.maximum(norms, 1e-9))
    scores = vectors[0] @ vectors[1].T
    target = np.arange(len(pairs))
    forward = float((scores.argmax(1) == target).mean())
    backward = float((scores.argmax(0) == target).mean())
    return {"source_to_target": round(forward, 4), "target_to_source": round(backward, 4)}
