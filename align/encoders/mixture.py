"""Whether the files of a model folder are of one training: ``training.json`` records what was written with it."""

from __future__ import annotations

import json
from pathlib import Path

from corpora.errors import InputError
from corpora.files import JOURNAL, digest, recorded
from corpora.logs import logger

LOG = logger(__name__)
TRAINING = "training.json"
STATE = ".training"
NOT_TO_BE_USED = "do not use"
"""The verdict on a model that is worse than the one before."""


def refuse_mixed(folder: Path) -> None:
    """Raise :class:`InputError` for a folder whose files are not those that one training wrote, and of one that is half written.

    A folder of before such records were kept, or without a ``training.json``, is taken as it is.
    """
    if (folder / JOURNAL).exists():
        raise InputError(
            f"{folder}: a training was cut short while it wrote the model", "give the same 'align train' again"
        )
    for name, known in (recorded(folder, TRAINING) or {}).items():
        if digest(folder / name) != known:
            raise InputError(
                f"{folder / name}: is not of the training that {TRAINING} names, so the model may be mixed of two",
                "copy the whole folder again, or train again; without training.json it is taken as it is",
            )


def refuse_unfinished(folder: Path) -> None:
    """Raise :class:`InputError` for a folder in which a training stopped before it had written a model."""
    if (folder / STATE).is_dir() and not (folder / "modules.json").exists():
        raise InputError(
            f"{folder}: holds a training that has not ended, and no model yet", "give the same 'align train' again"
        )


def warn_of_verdict(folder: Path) -> None:
    """Say it where the training of a model found that it is not to be used; the model is used all the same."""
    path = folder / TRAINING
    try:
        verdict = json.loads(path.read_text(encoding="utf-8"))["verdict"]
        word, sentence = str(verdict["word"]), str(verdict["sentence"])
    except (OSError, ValueError, LookupError, TypeError):  # a model of others, or of before there were verdicts
        return
    if word == NOT_TO_BE_USED:
        LOG.warning("model %s: its training said %s", folder, sentence, extra={"code": "model"})
