"""The constants of the look-up, fitted on development text (docs/decisions.md).

Logistic weights of everything in :data:`glossary.renderings.places.LOCAL` and :data:`glossary.lookup.choice.STRING`, in the
order of these names, by the language of the term.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from corpora.arrays import Doubles


@dataclass(frozen=True, slots=True)
class Weights:
    """``local``, ``string``, ``bound``: weights of a place, of a string, of neighbours that seem to belong to it.

    ``null``: the score below which nothing fits; ``agree``: how much the occurrences of a term pull one another.
    """

    local: Doubles
    string: Doubles
    bound: Doubles
    null: float
    agree: float


WEIGHTS = {
    "en": Weights(
        np.array(
            [
                -5.16,
                1.79,
                1.79,
                9.14,
                -2.45,
                -4.54,
                -1.89,
                -1.74,
                -0.16,
                -3.68,
                5.07,
                0.92,
                -2.62,
                0.59,
                3.39,
                3.39,
                1.85,
                -0.80,
                28.45,
                -2.36,
                0.22,
                -0.10,
                0.00,
            ]
        ),
        np.array([2.64, -0.43, -0.99, 5.92, -1.19, -0.83, -0.30, 1.51, -0.37, -0.63, 11.96, 0.00]),
        np.array([-3.07, -5.41]),
        null=12.0,
        agree=0.25,
    ),
    "zh": Weights(
        np.array(
            [
                -0.02,
                3.42,
                6.41,
                -1.34,
                -0.92,
                1.99,
                -0.87,
                -1.50,
                -2.98,
                -3.20,
                2.63,
                2.44,
                -1.94,
                -2.59,
                0.17,
                -1.41,
                -2.11,
                -1.87,
                40.72,
                -1.39,
                1.50,
                0.00,
                0.06,
            ]
        ),
        np.array([1.88, -0.33, -0.03, 3.82, 0.47, 0.49, -0.86, 2.94, -1.59, -0.80, 15.74, 0.89]),
        np.array([1.87, -0.89]),
        null=20.0,
        agree=0.25,
    ),
}
