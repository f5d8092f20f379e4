"""Look at pairs, train on them, and say whether the model is better than the one before."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from align.encoders import BUILTIN, STATE, Encoder, StaticEncoder, builtin_encoder
from align.training import LEAST_PAIRS, TrainingConfig, can_train, train, viewed
from align.trial.general import general_pairs
from align.trial.inputs import Looked, look_at
from align.trial.made import SIZE, Pairs, blocks_of
from align.trial.measure import NOTHING, Difference, Figures, difference, documents, measure
from align.trial.verdict import judge
from corpora.errors import InputError

HELD = 2000  # pairs that are measured, at most
LEAST_HELD = 200
FOLDS = 3
WHOLE = 10_000  # pairs from which some are set aside for good; below, each part is measured by a model trained on the others
OURS = {"zh", "en"}

Told = Callable[[str], None]


def _silent(_message: str) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Trial:
    """How one training is done and measured."""

    looked: Looked
    out: Path
    config: TrainingConfig
    base: Path | None
    languages: tuple[str, str]
    before: StaticEncoder | None
    again: Pairs
    progress: Told

    @property
    def base_name(self) -> str:
        """What the model before is called."""
        folder = self.before.folder if self.before else None
        return "" if folder is None else "the built-in model" if folder == BUILTIN else folder.name


def train_and_try(
    pairs: Pairs,
    out: Path,
    config: TrainingConfig,
    *,
    base: Path | None = None,
    sources: Sequence[str] = (),
    heldout: Pairs | None = None,
    languages: tuple[str, str] = ("zh", "en"),
    again: Pairs = (),
    corrected: Pairs = (),
    progress: Told = _silent,
    warn: Told = _silent,
) -> dict[str, Any]:
    """Look at ``pairs``, train a model in ``out`` and measure it; the report, with a ``verdict`` at its end.

    ``heldout``: pairs to measure on; without them the model is measured on parts of ``pairs`` that it was not trained on.
    ``again``: pairs that are read once more; ``corrected``: pairs that a person confirmed, read twice and never doubted. ``warn`` hears what is wrong with the pairs. Raises :class:`InputError`
    where too few are left.
    """
    can_train()
    before = StaticEncoder(base) if base else builtin_encoder() if set(languages) == OURS else None
    there, sure = set(pairs), dict.fromkeys(corrected)
    pairs, again = [*pairs, *(pair for pair in sure if pair not in there)], [*again, *sure]
    looked = look_at(pairs, languages, before, sure.keys())
    for line in looked.remarks():
        warn(line)
    if len(looked.pairs) < LEAST_PAIRS:
        raise InputError(
            f"{len(looked.pairs)} of {len(pairs):,} sentence pairs are left to train on, which are too few",
            "give at least 20 different pairs of both languages, better 2,000",
        )
    kept = set(looked.pairs)
    more = [pair for pair in look_at(again, languages).pairs if pair in kept] if again else []
    trial = Trial(looked, out, config, base, languages, before, more, progress)
    held, rest = _set_aside(trial, heldout)
    report = train(
        _with_again(rest, trial),
        out,
        config,
        base=base,
        sources=sources,
        heldout=held or [],
        languages=languages,
        progress=progress,
        further=lambda folder: _tried(trial, held, folder),
    )
    return report


def _with_again(pairs: Pairs, trial: Trial) -> list[tuple[str, str]]:
    there = set(pairs)
    return [*pairs, *(pair for pair in trial.again if pair in there)]


def _set_aside(trial: Trial, heldout: Pairs | None) -> tuple[Pairs | None, Pairs]:
    """The pairs that the model is measured on and never sees, and those it is trained on; ``None`` where folds are made."""
    pairs = trial.looked.pairs
    if heldout:
        known = set(heldout)
        return list(dict.fromkeys(heldout))[:HELD], [pair for pair in pairs if pair not in known]
    if trial.base is not None and len(pairs) < WHOLE:
        return None, pairs
    wanted = min(HELD, max(len(pairs) // 10, min(LEAST_HELD, len(pairs) // 5)))
    blocks = blocks_of(pairs)
    chosen = set(_some(len(blocks), max(1, wanted // SIZE), trial.config.seed))
    held = [pair for k in sorted(chosen) for pair in blocks[k]]
    return held, [pair for k, block in enumerate(blocks) if k not in chosen for pair in block]


def _some(count: int, wanted: int, seed: int) -> list[int]:
    return sorted(np.random.default_rng([seed, 4]).permutation(count)[:wanted].tolist())


def _tried(trial: Trial, held: Pairs | None, folder: Path) -> dict[str, Any]:
    """What the report says beside the training: the model in ``folder`` against the one before."""
    model = StaticEncoder(folder)
    before, after, pairs = _by_folds(trial) if held is None else _by_part(trial, held, model)
    own = difference(before, after) if trial.before and len(before.links) else None
    general = _general(trial, model)
    verdict = judge(trial.looked, own, general, trial.base_name)
    figures: dict[str, Any] = {"pairs": pairs, "folds": FOLDS if held is None else 1}
    figures |= {"retrieval": round(after.retrieval, 4), "f1": round(after.f1, 4)}
    if own is not None:
        figures |= {"retrieval_before": round(before.retrieval, 4), **own.to_dict()}
    return {
        "compared_with": trial.base_name,
        "input": trial.looked.counts(),
        "own_text": figures,
        "general_text": None if general is None else general.to_dict(),
        "verdict": verdict.to_dict(),
    }


def _by_part(trial: Trial, held: Pairs, model: StaticEncoder) -> tuple[Figures, Figures, int]:
    trial.progress(f"measuring on {len(held):,} pairs that were set aside")
    return (*_both(trial, trial.before, model, held), len(held))


def _by_folds(trial: Trial) -> tuple[Figures, Figures, int]:
    """Each part of the pairs measured by a model that was trained on the others."""
    blocks = blocks_of(trial.looked.pairs)
    measured = _some(len(blocks), max(FOLDS, HELD // SIZE), trial.config.seed)
    before, after, pairs = NOTHING, NOTHING, 0
    for fold in range(FOLDS):
        chosen = set(measured[fold::FOLDS])
        held = [pair for k in sorted(chosen) for pair in blocks[k]]
        rest = [pair for k, block in enumerate(blocks) if k not in chosen for pair in block]
        if not held or len(rest) < LEAST_PAIRS:
            continue
        trial.progress(f"part {fold + 1} of {FOLDS}: trained without {len(held):,} pairs, measured on them")
        folder = trial.out / STATE / f"part-{fold}"
        lesson = _with_again(rest, trial)
        train(lesson, folder, trial.config, base=trial.base, heldout=[], languages=trial.languages)
        old, new = _both(trial, trial.before, StaticEncoder(folder), held)
        shutil.rmtree(folder, ignore_errors=True)
        before, after, pairs = before + old, after + new, pairs + len(held)
    return before, after, pairs


def _both(trial: Trial, old: Encoder | None, new: Encoder, pairs: Pairs) -> tuple[Figures, Figures]:
    seen = viewed(pairs, trial.languages)
    made = documents(seen, trial.languages, trial.config.seed)
    found = [NOTHING if one is None else measure(one, seen, made, trial.languages) for one in (old, new)]
    return found[0], found[1]


def _general(trial: Trial, model: StaticEncoder) -> Difference | None:
    """What general text gains or loses, where the languages are those of the set."""
    if trial.before is None or set(trial.languages) != OURS:
        return None
    pairs = [pair if trial.languages[0] == "zh" else pair[::-1] for pair in general_pairs()]
    return difference(*_both(trial, trial.before, model, pairs))
