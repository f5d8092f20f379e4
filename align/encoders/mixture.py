"""Whether the files of a model folder are of one training: ``training.json`` records what was written with it."""

from __future__ import annotations

from pathlib import Path

from corpora.errors import InputError
from corpora.files import JOURNAL, digest, recorded

TRAINING = "training.json"
STATE = ".training"


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
