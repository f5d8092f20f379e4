"""Is a model that was trained better than the one before? What it is given is looked at, and what it became is measured."""

from align.trial.inputs import Looked, look_at
from align.trial.job import train_and_try

__all__ = ["Looked", "look_at", "train_and_try"]
