"""Several terms become one direction to search in: pure arithmetic on vectors.

A photo's cosine with a picture varies far more from photo to photo than its cosine with a text, so
that a plain sum of the two would be the picture's alone; and texts differ among one another. Each
term therefore counts in units of how much it varies over photos of this library. Where the photos
lie on average moves all scores alike and so ranks nothing.

A negative term counts for ``NEGATIVE`` of its weight: with less, what was not wanted stays in; with
more, the answer is what is least like that, and no longer what was asked for. Both were chosen by
``tests/benchmarks/mixture_quality.py``, which measures them on captioned photos. Taking the
negative off only where it is above its average, which would be no direction any more, was worse.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from photoclip.domain import Vector, Vectors

NEGATIVE = 0.75

_LEAST_SPREAD = 0.01  # cosines of photos that are all alike to a term, or of too few
_NOTHING = 1e-6  # norm of a sum whose terms cancel one another


@dataclass(frozen=True, slots=True, eq=False)
class Mixture:
    """``direction`` float32 [dim] of norm 1 is the sum of ``parts`` float32 [terms, dim]."""

    direction: Vector
    parts: Vectors


def mix(vectors: Vectors, weights: Sequence[float], sample: Vectors) -> Mixture | None:
    """Unit vectors of terms, float32 [terms, dim], by their weights.

    ``sample`` float32 [s, dim]: photos of the library drawn at random, also none.
    None: nothing is asked, or the terms cancel one another.
    """
    scales = np.array([weight if weight > 0 else NEGATIVE * weight for weight in weights])
    if np.count_nonzero(scales) > 1 and len(sample) > 1:
        scales = scales / np.maximum((sample @ vectors.T).std(0), _LEAST_SPREAD)
    parts = scales[:, None] * vectors
    norm = float(np.linalg.norm(parts.sum(0)))
    if norm <= _NOTHING * float(np.abs(scales).max(initial=0.0)) or not norm:
        return None
    scaled = (parts / norm).astype(np.float32)
    return Mixture(scaled.sum(0), scaled)
