"""A model and its dictionary from pairs of sentences."""

from align.training.job import TrainingConfig
from align.training.train import load_weights, train

__all__ = ["TrainingConfig", "load_weights", "train"]
