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
            ]
        ),
        np.array([2.64, -0.43, -0.99, 5.92, -1.19, -0.83, -0.30, 1.51, -0.37, -0.63, 11.96]),
        np.array([-3.07, -5.41]),
        null=12.0,
        agree=0.25,
    ),
    "zh": Weights(
        np.array(
            [
                -0.01,
                3.52,
                6.21,
                2.48,
                -1.13,
                1.09,
                -1.01,
                -1.75,
                -2.45,
                -2.76,
                3.12,
                2.73,
                -2.32,
                -2.17,
                -0.01,
                -1.08,
                -2.69,
                -1.51,
                37.61,
                -1.00,
                0.61,
                0.00,
            ]
        ),
        np.array([1.07, 0.48, 0.39, 3.46, 0.87, 0.47, -0.34, 2.73, -1.58, -0.80, 14.91]),
        np.array([0.63, -2.37]),
        null=20.0,
        agree=0.25,
    ),
}
