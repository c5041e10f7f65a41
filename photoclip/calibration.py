"""What scores of one library and one model are measured against, so that they can be compared.

A cosine says little alone: models put theirs anywhere, some photos are near to every word and some
words near to every photo. Two things put that right: the library's own centre and spread, and how
well a photo fits several hundred common phrases. Pure arithmetic: knows neither the library nor
the model, and nothing here depends on where a model's cosines lie.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from photoclip.domain import Vector, Vectors

SHARPNESS = 2.0
"""Phrases compete by e to the power of this times their scores; measured, see TAGGING.md."""

_PRIOR_PHOTOS = 20.0
"""A centre guessed from the phrases counts like this many photos."""

_LEAST_SPREAD = 1e-6
_LARGEST = 60.0  # an exponent that float32 bears
_BEST_OF_ROOT = 0.13

_BLOCK = 1024  # rows whose scores for some hundred phrases stay in a core's cache
_CORES = 2  # more are wanted for decoding and by the model

Array = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Background:
    """Made by ``measure``. ``photos`` is how many the library held then.

    ``phrases`` float32 [b, d] of norm 1, ``centre`` float32 [d] (where the library's photos lie),
    ``spread``: standard deviation of centred photos' scores for the phrases.
    """

    phrases: Vectors
    centre: Vector
    spread: float
    photos: int

    def standardize(self, vectors: Vectors, directions: Vectors) -> Array:
        """Scores in spreads above the library's mean: float32 [n, d] and [m, d] -> [n, m].

        Taking the mean of each direction out is the prior correction of label and of hubs.
        """
        scaled = (directions / np.float32(self.spread)).astype(np.float32)
        scores: Array = vectors @ scaled.T
        scores -= self.centre @ scaled.T
        return scores

    def crowds(self, vectors: Vectors) -> Array:
        """How well photos fit the phrases all in all: float32 [n], a mean of exponentials."""
        means = np.empty(len(vectors), np.float32)
        sharp = self.phrases * np.float32(SHARPNESS)

        def fill(part: slice) -> None:
            scores = self.standardize(vectors[part], sharp)
            np.minimum(scores, np.float32(_LARGEST), out=scores)
            np.exp(scores, out=scores)
            means[part] = scores.mean(1)

        in_blocks(len(vectors), fill)
        return means

    def arrays(self) -> dict[str, npt.NDArray[np.float32] | npt.NDArray[np.float64]]:
        """What ``from_arrays`` takes, as for ``numpy.savez``."""
        numbers = np.array([self.spread, self.photos], np.float64)
        return {"phrases": self.phrases, "centre": self.centre, "numbers": numbers}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, npt.NDArray[np.generic]]) -> Background:
        """The inverse of ``arrays``. Raises KeyError or ValueError where it is no such thing."""
        spread, photos = np.asarray(arrays["numbers"], np.float64)
        phrases = np.asarray(arrays["phrases"], np.float32)
        centre = np.asarray(arrays["centre"], np.float32)
        if phrases.ndim != 2 or centre.shape != phrases.shape[1:]:
            raise ValueError("phrases and centre are not of one space")
        return cls(phrases, centre, float(spread), int(photos))


def measure(phrases: Vectors, sample: Vectors, photos: int | None = None) -> Background:
    """The background of a library.

    ``phrases`` float32 [b, d] (``label_prompts.embed_background``), b > 0; ``sample`` float32
    [s, d]: photos of the library drawn at random, some thousands or all, also none; ``photos``:
    how many the library holds, if that is more.
    """
    guess = _guess_centre(phrases, sample)
    centre = (sample.sum(0) + _PRIOR_PHOTOS * guess) / (len(sample) + _PRIOR_PHOTOS)
    rows = sample if len(sample) else phrases
    spread = float(((rows - centre) @ phrases.T).std())
    return Background(
        phrases=phrases,
        centre=centre.astype(np.float32),
        spread=max(spread, _LEAST_SPREAD),
        photos=max(len(sample), photos or 0),
    )


def in_blocks(count: int, work: Callable[[slice], None]) -> None:
    """Do work on some thousand rows or more: numpy lets two cores at it, block by block."""
    parts = [slice(start, start + _BLOCK) for start in range(0, count, _BLOCK)]
    if len(parts) < 2:
        for part in parts:
            work(part)
        return
    with ThreadPoolExecutor(_CORES, thread_name_prefix="arithmetic") as pool:
        for _ in pool.map(work, parts):
            pass


def unit(rows: Vectors) -> Vectors:
    """Rows of norm 1, float32; a row of zeros stays one."""
    norms = np.linalg.norm(rows, axis=-1, keepdims=True)
    scaled: Vectors = (rows / np.maximum(norms, np.finfo(np.float32).tiny)).astype(np.float32)
    return scaled


def best_mean(scores: npt.NDArray[np.floating[Any]], photos: int) -> float:
    """The mean of the best scores: of the best one of 60 photos, of 3 of 500, 40 of 100,000.

    ``scores`` [n] of what is best in a library of ``photos``; n > 0. The number grows like the root
    of the library, so that neither one odd photo nor the sheer size decides.
    """
    count = int(np.clip(round(_BEST_OF_ROOT * photos**0.5), 1, len(scores)))
    return float(np.sort(scores)[-count:].mean())


def _guess_centre(phrases: Vectors, sample: Vectors) -> Vector:
    """Where photos lie on average if all that is known are the phrases.

    On the phrases' own mean direction, as far out as the photos' scores for it say.
    """
    axis = unit(phrases.mean(0))
    reach = float((sample @ axis).mean()) if len(sample) else float((phrases @ axis).mean())
    return reach * axis
