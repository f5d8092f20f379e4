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
                -4.07,
                0.24,
                0.65,
                10.3,
                -2.09,
                -2.82,
                -1.2,
                -3.92,
                0.13,
                -2.76,
                4.39,
                0.95,
                -2.98,
                -0.71,
                3.29,
                2.76,
                3.34,
                -0.11,
                13.87,
                -3.15,
                -1.36,
                1.17,
            ]
        ),
        np.array([0.43, 0.92, 1.29, 1.36, -0.29, -0.8, -0.26, 2.03, -0.7, -0.29, 9.03]),
        np.array([-4.75, -0.85]),
        null=10.0,
        agree=0.25,
    ),
    "zh": Weights(
        np.array(
            [
                1.17,
                0.5,
                3.92,
                7.25,
                -1.03,
                0.88,
                -1.16,
                -2.23,
                -1.62,
                -2.39,
                3.05,
                2.77,
                -2.59,
                -1.29,
                0.22,
                -1.08,
                -4.25,
                -2.65,
                29.36,
                -1.59,
                -1.08,
                0.0,
            ]
        ),
        np.array([0.31, -0.55, 0.45, 1.15, 0.92, 0.49, 0.32, 1.18, -1.27, -0.71, 14.89]),
        np.array([-9.0, 0.22]),
        null=14.0,
        agree=0.25,
    ),
}
