"""Where the relevance of a query's answers ends, and which of several texts fits a photo best.

Pure arithmetic over scores; nothing depends on where a model's cosines lie.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from photoclip.calibration import Background, best_mean
from photoclip.domain import Vector, Vectors

Scores = npt.NDArray[np.float32]

# In spreads above the library's mean score; measured, see resources/labels/TAGGING.md.
_LINE = 2.7  # relevance ends here ...
_FOLLOW = 0.7  # ... but so much of the line goes along with the best answers ...
_USUAL_BEST = 3.8  # ... where they are not the usual ...
_LEAST_BEST, _MOST_BEST = 3.5, 5.5  # ... within bounds: there may be none at all, or a few twins
_FEW_PHOTOS = 20.0  # the mean of fewer says little, nor do the best of them
_GAP = 1.2  # in spreads: photos of one kind and of no other leave such a gap, chance hardly ever
_REACH = 1.5  # how far strictness moves the line

_LEAST_SPREAD = 1e-6

_FITS_ODDS = -0.75  # a confidence of about a third; a label asks for more, it is not looked through
_FITS_REACH = 2.5  # log-odds by which strictness moves it


def relevant_count(
    scores: Scores,
    library_scores: Scores,
    *,
    background: Background | None = None,
    photos: int | None = None,
    strictness: float = 0.0,
) -> int:
    """How many of the first answers are relevant: from 0 to ``len(scores)``.

    ``scores`` float32 [k] of the best answers, highest first; ``library_scores`` float32 [s] of the
    same query for the whole library of ``photos`` or for a random sample of it. The ``background``
    gives the usual spread of texts' scores: pass it for queries with words, not for those of
    pictures alone, whose scores spread otherwise. ``strictness`` from -1 to 1 moves the line.
    """
    if not len(scores):
        return 0
    sample = library_scores if len(library_scores) else scores
    held = max(photos or 0, len(sample))
    spread = float(sample.std()) if background is None else background.spread
    heights = (scores - sample.mean()) / max(spread, _LEAST_SPREAD)
    trust = held / (held + _FEW_PHOTOS)
    best = float(np.clip(best_mean(heights, held), _LEAST_BEST, _MOST_BEST))
    line = _LINE + _FOLLOW * trust * (best - _USUAL_BEST)
    line += _REACH * float(np.clip(strictness, -1, 1))
    count = int(np.count_nonzero(heights >= line))
    # Of few photos the spread says little, and those that are asked for may be every third.
    return max(count, _count_above_gap(heights)) if held < 2 * _FEW_PHOTOS else count


def _count_above_gap(heights: npt.NDArray[np.floating]) -> int:
    """How many stand clear of all the others, however many they are: 0 if none do."""
    above = heights[heights > 0]
    if len(above) in (0, len(heights)):
        return 0
    gaps = above - heights[1 : len(above) + 1]
    widest = int(gaps.argmax())
    return widest + 1 if gaps[widest] >= _GAP else 0


def fitting_count(confidences: Scores, *, strictness: float = 0.0) -> int:
    """How many of the first answers to a query in words are relevant: as many as fit its words.

    ``confidences`` float32 [k] are those of a label with the query's words, of the best answers
    (see ``photoclip.tagging``). Unlike the spread of scores they hold for what is on every third
    photo as for what is on one in a thousand. ``strictness`` from -1 to 1 moves the line.
    """
    odds = _FITS_ODDS + _FITS_REACH * float(np.clip(strictness, -1, 1))
    return int(np.count_nonzero(confidences >= 1 / (1 + np.exp(-odds))))


def fit_probabilities(image: Vector, texts: Vectors, logit_scale: float) -> Scores:
    """The probability that the model gives each text, if one of them is right: float32 [n].

    ``image`` float32 [d] and ``texts`` [n, d] of norm 1; softmax of cosines times the model's own
    ``logit_scale`` (Radford et al. 2021).
    """
    if not len(texts):
        return np.empty(0, np.float32)
    logits = float(logit_scale) * (texts.astype(np.float64) @ image.astype(np.float64))
    powers = np.exp(logits - logits.max())
    probabilities: Scores = (powers / powers.sum()).astype(np.float32)
    return probabilities
