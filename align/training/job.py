"""What a training job is asked to do, and what it hands on from step to step."""

from __future__ import annotations

import hashlib
import importlib.util
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from corpora.arrays import Floats, Ragged
from corpora.errors import MODELS_EXTRA, MissingDependencyError

Progress = Callable[[str], None]
STEPS = 16  # of an epoch at least, where the pairs are few
LEAST_ROWS = 32
NEEDED = ("torch", "scipy")
WARM = 20  # steps until the learning rate is what it shall be; where there are few, a tenth of them


def can_train() -> None:
    """Raise :class:`MissingDependencyError` where a library that training needs is not installed; nothing is loaded."""
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        raise MissingDependencyError(f"training needs {' and '.join(missing)}, not installed here", MODELS_EXTRA)


@dataclass(frozen=True, slots=True)
class TrainingConfig:
    """What shapes a trained model; it is written beside the weights.

    ``vocabulary`` pieces, ``dimensions`` a vector, at most ``batch`` rows of which the share ``joined`` are two neighbours
    together; ``drop``: share of the pieces left out of a row; ``scale`` multiplies cosines in the softmax; ``run`` is
    the length of the runs of neighbours; ``composed``: pieces share the vectors of their parts.
    """

    vocabulary: int = 80_000
    dimensions: int = 256
    epochs: int = 2
    batch: int = 2048
    joined: float = 0.25
    drop: float = 0.3
    composed: bool = True
    run: int = 4
    scale: float = 20.0
    learning_rate: float = 1e-2
    tokenizer_pairs: int = 400_000
    seed: int = 1

    def rows(self, pairs: int) -> int:
        """Rows of a batch: as many as ``batch`` says, or fewer, so that an epoch has :data:`STEPS` steps.

        >>> TrainingConfig().rows(1_000_000), TrainingConfig().rows(2000), TrainingConfig().rows(100)
        (2048, 125, 32)
        """
        return min(self.batch, max(LEAST_ROWS, pairs // STEPS))


@dataclass(frozen=True, slots=True)
class Job:
    """One training: tokenised pairs, where its state is kept, and what to start from."""

    left: Ragged
    right: Ragged
    pieces: list[str]
    config: TrainingConfig
    state: Path
    base: Floats | None = None
    progress: Progress = field(default=lambda _message: None)

    def signature(self) -> str:
        """A digest of everything that shapes the result: state of another training is never taken up."""
        digest = hashlib.sha256(json.dumps([asdict(self.config), self.pieces]).encode("utf-8", "replace"))
        for side in (self.left, self.right):
            digest.update(side.ids.tobytes() + side.offsets.tobytes())
        if self.base is not None:
            digest.update(self.base.tobytes())
        return digest.hexdigest()
