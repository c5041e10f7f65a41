"""Photos' vectors against labels: a confidence for each pair, learnt from a person's verdicts.

Pure arithmetic over arrays. Knows neither the library nor any model; what was measured, and what
was tried besides, is in resources/labels/TAGGING.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from photoclip.calibration import SHARPNESS, Background, best_mean, in_blocks, unit
from photoclip.domain import Vector, Vectors

THRESHOLD = 0.5
"""The confidence from which on a photo carries a label, unless the person moves it."""

NEAREST = 64
"""So many of the library's photos nearest to a label are of use to ``fit_label``."""

Array = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.float64]

# How a score is made; found on photos and phrases that a model had not been trained with.
_RIVALRY = 0.75  # share of the competition that counts, because labels may well go together
_CROWD = 50.0  # all background phrases compete like so many labels
_LINE = 3.8  # a photo so far above the competition carries a label ...
_FOLLOW = 0.7  # ... but so much of the line goes along with the label's best photos ...
_USUAL_BEST = 5.0  # ... where they are not the usual ...
_LEAST_BEST = 4.5  # ... and where there may be any at all
_SAME = 0.9999  # cosine of two directions that are one
_FEW_PHOTOS = 50.0  # the best of fewer say little

# How verdicts are learnt.
_CAUTION = 1.5  # what lies on the line is right in one case of five: log-odds of -1.5
_CORRECTION = 5.0  # standard deviation of the prior, in log-odds for a photo of the usual length
_SHIFT = 0.7  # the same of what is added to all photos alike
_NEWTON_STEPS = 40
_LONGEST_STEP = 5.0
_SETTLED = 1e-6

# What the review asks.
_ASK_ABOVE = 0.7  # log-odds above the line: about where right and wrong are as likely
_VARIETY = 0.3  # doubt that a photo must have more to be asked after one that is just like it

_LARGEST = 60.0  # an exponent that float32 bears


@dataclass(frozen=True, slots=True, eq=False)
class LabelClassifier:
    """Made by ``fit_label``, used by ``confidences``.

    ``direction`` float32 [d] and ``against`` float32 [k, d] are what the words say. The log-odds of
    a photo are its score for them, less ``line``, plus its product with ``correction`` float32 [d].
    """

    direction: Vector
    against: Vectors
    line: float
    correction: Vector


def fit_label(
    positive: Vector,
    negatives: Vectors,
    examples: Vectors,
    accepted: Vectors,
    rejected: Vectors,
    background: Background,
    nearest: Vectors | None = None,
    rivals: Vectors | None = None,
) -> LabelClassifier:
    """A label as a classifier: by its words alone, moved by as many verdicts as there are.

    ``positive`` float32 [d] and ``negatives`` [k, d] are as ``embed_label`` gives them;
    ``examples`` (pictures from outside), ``accepted`` and ``rejected`` are photos' vectors [n, d];
    ``nearest`` are the ``NEAREST`` photos of the library that lie nearest to ``positive``; for
    ``rivals`` see ``confidences``.

    Verdicts are learnt by logistic regression with a Gaussian prior around what the words say, so
    that one verdict moves little and many decide, and that they spread to similar photos.
    """
    untaught = LabelClassifier(positive, negatives, 0.0, np.zeros_like(positive))
    others = positive[None] if rivals is None else rivals

    def scores(vectors: Vectors) -> Numbers:
        odds = _log_odds([untaught], vectors, background.crowds(vectors), background, others)
        return odds[:, 0].astype(np.float64)

    line = _LINE
    if nearest is not None and len(nearest):
        line = _follow(scores(nearest), background.photos)
    judged = np.concatenate([examples, accepted, rejected])
    if not len(judged):
        return LabelClassifier(positive, negatives, line, untaught.correction)
    truth = np.arange(len(judged)) < len(examples) + len(accepted)
    correction, shift = _learn(judged, truth, scores(judged) - line, background)
    return LabelClassifier(positive, negatives, line - shift, correction)


def confidences(
    classifiers: Sequence[LabelClassifier],
    vectors: Vectors,
    background: Background,
    rivals: Vectors | None = None,
    *,
    related: npt.NDArray[np.bool_] | None = None,
    crowds: Array | None = None,
) -> Array:
    """How sure it is that photos show what labels say, from 0 to 1: float32 [n, m].

    ``vectors`` float32 [n, d]. ``rivals`` float32 [r, d] are the directions of all labels of the
    library, which compete with these; without them, the classifiers' own. A label is never its own
    rival, nor one that is ``related``: bool [m, r], true where one is above the other in the tree.
    ``crowds`` float32 [n], if known from ``Background.crowds``, saves most of the work.
    """
    found = np.empty((len(vectors), len(classifiers)), np.float32)
    if not classifiers:
        return found
    if rivals is None:
        rivals = np.stack([label.direction for label in classifiers])
    crowd = background.crowds(vectors) if crowds is None else crowds

    def fill(part: slice) -> None:
        odds = _log_odds(classifiers, vectors[part], crowd[part], background, rivals, related)
        found[part] = _sigmoid(odds)

    in_blocks(len(vectors), fill)
    return found


def most_informative(
    confidences: Array, threshold: float, count: int, vectors: Vectors | None = None
) -> npt.NDArray[np.int64]:
    """Which photos a person should judge first: at most ``count`` places, most useful first.

    ``confidences`` float32 [n] of one label for photos without a verdict. First come those for
    which right and wrong are as likely, which is a little above the threshold; where no photo comes
    near, the best are asked. With ``vectors`` float32 [n, d] photos that resemble one asked before
    wait: a few hundred candidates, found without vectors, are enough. Asking again after each
    verdict teaches far more than one long list.
    """
    doubts = _doubts(confidences, threshold)
    if vectors is None or len(doubts) < 2:
        return np.argsort(-doubts, kind="stable")[:count]
    rows = unit(vectors - vectors.mean(0))  # likeness must not hinge on where a model's photos lie
    likeness = np.zeros(len(rows), np.float32)
    chosen: list[int] = []
    for _ in range(min(count, len(rows))):
        best = int(np.argmax(doubts - _VARIETY * likeness))
        chosen.append(best)
        doubts[best] = -np.inf
        likeness = np.maximum(likeness, rows @ rows[best])
    return np.array(chosen, np.int64)


# --- scores


def _log_odds(
    labels: Sequence[LabelClassifier],
    vectors: Vectors,
    crowd: Array,
    background: Background,
    rivals: Vectors,
    related: npt.NDArray[np.bool_] | None = None,
) -> Array:
    """Photos [n, d] with their crowds [n] -> float32 [n, m]."""
    directions = np.stack([label.direction for label in labels])
    odds = _exponents(vectors, directions, background)
    powers = np.exp(odds)
    if not np.array_equal(directions, rivals):
        powers = np.exp(_exponents(vectors, rivals, background))
    for place, label in enumerate(labels):
        if len(label.against):
            contrary = np.exp(_exponents(vectors, label.against, background)).sum(1)
            odds[:, place] -= np.log1p(contrary * np.exp(-odds[:, place]))
    competing = (directions @ rivals.T < _SAME).astype(np.float32)
    if related is not None:
        competing[related] = 0
    competition = powers @ competing.T
    competition += _CROWD * crowd[:, None]
    np.log(competition, out=competition)
    competition *= _RIVALRY
    odds -= competition
    lines = np.array([label.line for label in labels], np.float32)
    odds -= lines - _RIVALRY * np.log(_CROWD + competing.sum(1))
    corrections = np.stack([label.correction for label in labels])
    learnt = corrections.any(axis=1)
    if learnt.any():
        odds[:, learnt] += vectors @ corrections[learnt].T
    return odds


def _exponents(vectors: Vectors, directions: Vectors, background: Background) -> Array:
    scores = background.standardize(vectors, np.float32(SHARPNESS) * directions)
    bounded: Array = np.clip(scores, -_LARGEST, _LARGEST, out=scores)
    return bounded


def _follow(scores: Numbers, photos: int) -> float:
    """Where a label's tags begin: between a fixed line and one that goes along with its best."""
    best = max(best_mean(scores, photos), _LEAST_BEST)
    trust = photos / (photos + _FEW_PHOTOS)
    return _LINE + _FOLLOW * trust * (best - _USUAL_BEST)


# --- verdicts


def _learn(
    judged: Vectors, truth: npt.NDArray[np.bool_], log_odds: Numbers, background: Background
) -> tuple[Vector, float]:
    """What verdicts add to the log-odds: a vector to multiply photos with, and a number.

    Logistic regression whose weights have a Gaussian prior around zero, by Newton's method. It is
    solved in the space of the verdicts, which are fewer than dimensions (Rasmussen and Williams
    2006, algorithm 3.1, with a linear kernel).
    """
    length = max(1 - float(np.linalg.norm(background.centre)) ** 2, 1e-6) ** 0.5
    rows = (judged - background.centre).astype(np.float64) * (_CORRECTION / length)
    kernel = rows @ rows.T + _SHIFT**2
    pull = _posterior(kernel, log_odds - _CAUTION, truth.astype(np.float64))
    correction = (rows.T @ pull) * (_CORRECTION / length)
    shift = _SHIFT**2 * pull.sum() - correction @ background.centre
    return correction.astype(np.float32), float(shift)


def _posterior(kernel: Numbers, prior: Numbers, truth: Numbers) -> Numbers:
    """What each verdict pulls at the most probable weights: truth less probability, float64 [n]."""
    added = np.zeros_like(prior)
    for _ in range(_NEWTON_STEPS):
        chance = _chances(prior + added)
        curvature = np.maximum(chance * (1 - chance), 1e-9)
        target = curvature * added + truth - chance
        system = np.eye(len(prior)) + curvature[:, None] * kernel
        step = kernel @ np.linalg.solve(system, target) - added
        longest = float(np.abs(step).max())
        added = added + step * min(1.0, _LONGEST_STEP / max(longest, _SETTLED))
        if longest < _SETTLED:
            break
    pull: Numbers = truth - _chances(prior + added)
    return pull


def _chances(log_odds: Numbers) -> Numbers:
    bounded: Numbers = np.clip(log_odds, -_LARGEST, _LARGEST)
    return 1 / (1 + np.exp(-bounded))


def _sigmoid(log_odds: Array) -> Array:
    np.clip(log_odds, -_LARGEST, _LARGEST, out=log_odds)
    np.negative(log_odds, out=log_odds)
    np.exp(log_odds, out=log_odds)
    log_odds += 1
    np.reciprocal(log_odds, out=log_odds)
    return log_odds


# --- the review


def _doubts(confidences: Array, threshold: float) -> Numbers:
    """From 0 (sure) to 1 (right and wrong are as likely)."""
    odds = _odds(confidences.astype(np.float64)) - _odds(np.array(float(threshold)))
    doubts: Numbers = 1 - np.abs(2 * _chances(odds - _ASK_ABOVE) - 1)
    return doubts


def _odds(chances: Numbers) -> Numbers:
    safe = np.clip(chances, 1e-6, 1 - 1e-6)
    log_odds: Numbers = np.log(safe / (1 - safe))
    return log_odds
