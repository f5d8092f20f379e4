"""The steps of a training: batches, loss, optimizer, and the state that an interrupted training goes on from.

This is one of the two modules that import torch, and only inside functions.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from align.encoders import composition
from align.training.job import WARM
from corpora.arrays import Floats, Longs, Ragged
from corpora.files import signals_wait, unwritable

if TYPE_CHECKING:
    from align.training.job import Job, TrainingConfig

KEEP_EVERY = 120.0  # seconds between two states on disk


def plan_batches(n: int, config: TrainingConfig) -> list[Longs]:
    """Row numbers of every step of all epochs: shuffled runs of ``config.run`` neighbours, the same for a seed."""
    rng = np.random.default_rng([config.seed, 2])
    size = max(config.run, int(config.rows(n) * (1 - config.joined)) // config.run * config.run)
    plan: list[Longs] = []
    for _ in range(config.epochs):
        starts = rng.permutation(np.arange(int(rng.integers(config.run)), n, config.run))
        order = (starts[:, None] + np.arange(config.run)[None, :]).ravel()
        order = order[order < n]
        parts = [order[start : start + size] for start in range(0, len(order), size)]
        plan += [rows for k, rows in enumerate(parts) if k == 0 or len(rows) > size // 4]
    return plan


def fit(job: Job) -> Floats:
    """Run all steps; the vectors of the pieces ``(pieces, d)``."""
    import torch

    config = job.config
    torch.manual_seed(config.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    bag = _Bag.create(torch, job, device)
    optimizer = torch.optim.SparseAdam(bag.parameters(), lr=config.learning_rate)
    plan = plan_batches(len(job.left), config)
    signature = job.signature()
    first = _take_up(torch, job, signature, bag, optimizer)
    began = shown = kept = time.perf_counter()
    warm = max(1, min(WARM, len(plan) // 10))
    for step in range(first, len(plan)):
        for group in optimizer.param_groups:  # a short warm-up, then a straight line down to a twentieth
            group["lr"] = config.learning_rate * min(1.0, (step + 1) / warm) * max(0.05, 1 - step / len(plan))
        try:
            with signals_wait():  # a step is done whole or not at all, and what is done is kept
                loss = _loss(torch, bag, job, plan[step], step, device)
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
        except KeyboardInterrupt:
            _keep(torch, job, signature, bag, optimizer, step + 1)
            raise
        now = time.perf_counter()
        if step + 1 == len(plan) or now - shown > 10:
            shown = now
            rest = (now - began) / (step + 1 - first) * (len(plan) - step - 1)
            job.progress(f"step {step + 1:,} of {len(plan):,}, loss {loss.item():.3f}, about {rest:.0f} s left")
        if now - kept > KEEP_EVERY and step + 1 < len(plan):
            kept = now
            _keep(torch, job, signature, bag, optimizer, step + 1)
    return bag.table(torch)


@dataclass(slots=True)
class _Bag:
    """Vectors of pieces and of their parts."""

    own: Any
    shared: Any | None
    parts: Ragged

    @classmethod
    def create(cls, torch: Any, job: Job, device: str) -> _Bag:
        size = (len(job.pieces), job.config.dimensions)
        own = torch.empty(size).normal_(std=0.1) if job.base is None else torch.from_numpy(job.base.copy())
        shared, parts = None, Ragged(np.zeros(0, np.int32), np.zeros(1, np.int64))
        if job.base is None and job.config.composed:
            parts, count = composition(job.pieces)
            shared = torch.empty((count, size[1])).normal_(std=0.1).to(device).requires_grad_() if count else None
        return cls(own.to(device).requires_grad_(), shared, parts)

    def parameters(self) -> list[Any]:
        return [self.own] if self.shared is None else [self.own, self.shared]

    def sums(self, torch: Any, ids: Longs, starts: Longs) -> Any:
        """Vectors of texts, given as ids end to end and where each text begins."""
        bag, to = torch.nn.functional.embedding_bag, self.own.device
        if self.shared is None:
            return bag(torch.from_numpy(ids).to(to), self.own, torch.from_numpy(starts).to(to), mode="sum", sparse=True)
        used, place = np.unique(ids, return_inverse=True)
        flat, begin = self.parts.take(used)
        vectors = torch.nn.functional.embedding(torch.from_numpy(used).to(to), self.own, sparse=True) + bag(
            torch.from_numpy(flat).to(to), self.shared, torch.from_numpy(begin).to(to), mode="mean", sparse=True
        )
        return bag(torch.from_numpy(place.ravel()).to(to), vectors, torch.from_numpy(starts).to(to), mode="sum")

    def table(self, torch: Any) -> Floats:
        """One table: own vector plus the mean of the parts."""
        with torch.no_grad():
            table = self.own.detach().clone()
            if self.shared is not None:
                flat, begin = self.parts.take(np.arange(len(self.parts)))
                to = self.own.device
                table += torch.nn.functional.embedding_bag(
                    torch.from_numpy(flat).to(to), self.shared, torch.from_numpy(begin).to(to), mode="mean"
                )
            result: Floats = table.cpu().numpy().astype(np.float32)
            return result


def _loss(torch: Any, bag: _Bag, job: Job, rows: Longs, step: int, device: str) -> Any:
    config = job.config
    rng = np.random.default_rng([config.seed, 3, step])
    filled = (np.diff(job.left.offsets)[rows] > 0) & (np.diff(job.right.offsets)[rows] > 0)
    rows = rows[filled]
    joins = int(len(rows) * config.joined / (1 - config.joined))
    neighbours = np.flatnonzero(np.diff(rows) == 1)
    first = torch.from_numpy(neighbours[:: max(1, len(neighbours) // max(joins, 1))][:joins]).to(device)
    sides = []
    for side in (job.left, job.right):
        single = bag.sums(torch, *_dropped(*side.take(rows), config.drop, rng))
        joined = single[first] + single[first + 1]
        sides.append(torch.nn.functional.normalize(torch.cat([single, joined]), dim=1))
    scores = config.scale * sides[0] @ sides[1].T
    target = torch.arange(scores.shape[0], device=device)
    entropy = torch.nn.functional.cross_entropy
    return (entropy(scores, target) + entropy(scores.T, target)) / 2


def _dropped(ids: Longs, starts: Longs, share: float, rng: np.random.Generator) -> tuple[Longs, Longs]:
    """The texts without a random ``share`` of their pieces; texts of up to three pieces keep them all."""
    if not share:
        return ids, starts
    lengths = np.diff(np.append(starts, len(ids)))
    keep = (rng.random(len(ids)) >= share) | np.repeat(lengths <= 3, lengths)
    keep[starts] |= ~np.logical_or.reduceat(keep, starts)  # no text is left without any piece
    counts = np.add.reduceat(keep, starts, dtype=np.int64)
    return ids[keep], np.cumsum(counts) - counts


def _keep(torch: Any, job: Job, signature: str, bag: _Bag, optimizer: Any, step: int) -> None:
    """Write the state under a temporary name, then rename: a state on disk is always whole."""
    state = {"signature": signature, "step": step, "optimizer": optimizer.state_dict()}
    state["tensors"] = [tensor.detach() for tensor in bag.parameters()]
    temporary = job.state / "state.part"
    try:
        torch.save(state, temporary)
        temporary.replace(job.state / "state.pt")
    except (OSError, RuntimeError) as error:  # torch says of a full disk that a writer failed
        temporary.unlink(missing_ok=True)
        raise unwritable(job.state.parent, error) from error


def _take_up(torch: Any, job: Job, signature: str, bag: _Bag, optimizer: Any) -> int:
    """Load the state of this very training if there is one; the step to go on with."""
    path = job.state / "state.pt"
    if not path.is_file():
        return 0
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
    except Exception:  # a damaged file: torch raises many kinds
        job.progress(f"{path}: not readable, training begins again")
        return 0
    if state.get("signature") != signature:
        return 0
    with torch.no_grad():
        for tensor, kept in zip(bag.parameters(), state["tensors"], strict=True):
            tensor.copy_(kept)
    optimizer.load_state_dict(state["optimizer"])
    job.progress(f"going on from step {state['step']:,}")
    return int(state["step"])
