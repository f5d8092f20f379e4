"""A model and its dictionary from pairs of sentences."""

from align.training.job import TrainingConfig, can_train
from align.training.train import LEAST_PAIRS, load_weights, refuse_base, train, viewed

__all__ = ["LEAST_PAIRS", "TrainingConfig", "can_train", "load_weights", "refuse_base", "train", "viewed"]
