"""Where results end, in libraries of every size."""

from __future__ import annotations

import numpy as np
import pytest

from photoclip.calibration import measure, unit
from photoclip.relevance import fit_probabilities, relevant_count


def library(relevant: int, others: int, height: float = 6.0) -> np.ndarray:
    """Scores of a query, highest first: noise of spread 0.05, and photos so many spreads above."""
    rng = np.random.default_rng(relevant + others)
    scores = 0.2 + 0.05 * rng.standard_normal(others + relevant).astype(np.float32)
    scores[:relevant] += 0.05 * height
    return np.sort(scores)[::-1].astype(np.float32)


@pytest.mark.parametrize("relevant", [1, 10, 50])
def test_relevance_ends_where_the_relevant_end(relevant: int) -> None:
    scores = library(relevant, 2000)
    assert 0.7 * relevant <= relevant_count(scores, scores) <= relevant + 15


def test_a_query_for_nothing_that_is_there_returns_next_to_nothing() -> None:
    scores = library(0, 2000)
    assert relevant_count(scores, scores) < 20


def test_half_of_the_library_is_returned_with_the_models_spread() -> None:
    rng = np.random.default_rng(0)
    phrases = unit(rng.standard_normal((300, 64), dtype=np.float32))
    wanted = phrases[0]
    photos = unit(rng.standard_normal((400, 64), dtype=np.float32))
    photos[:200] = unit(photos[:200] + 2.5 * wanted)
    few = unit(rng.standard_normal((1000, 64), dtype=np.float32))
    background = measure(phrases, few)
    scores = np.sort(photos @ wanted)[::-1]
    assert relevant_count(scores, scores, background=background) > 150


def test_strictness_moves_the_line_both_ways() -> None:
    scores = library(30, 2000, height=4)
    counts = [relevant_count(scores, scores, strictness=s) for s in (-1, -0.5, 0, 0.5, 1, 9)]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > 2 * counts[2] > 4 * counts[4]
    assert counts[-1] == counts[-2]


def test_where_a_models_cosines_lie_does_not_matter() -> None:
    scores = library(20, 1000)
    assert relevant_count(scores, scores) == relevant_count(0.1 * scores + 0.7, 0.1 * scores + 0.7)


def test_a_sample_of_the_library_is_enough() -> None:
    scores = library(20, 20_000)
    sample = np.random.default_rng(0).choice(scores, 2000, replace=False)
    whole = relevant_count(scores[:1000], scores)
    assert relevant_count(scores[:1000], sample, photos=len(scores)) == pytest.approx(whole, abs=15)


@pytest.mark.parametrize("scores", [[], [0.3], [0.3, 0.3], [0.3, 0.2, 0.1, 0.0, -0.1]])
def test_tiny_libraries(scores: list[float]) -> None:
    given = np.array(scores, np.float32)
    assert 0 <= relevant_count(given, given) <= len(given)
    assert 0 <= relevant_count(given, given[:0]) <= len(given)


def test_probabilities_are_the_softmax_of_scaled_cosines() -> None:
    texts = np.array([[1, 0], [0, 1], [0.6, 0.8]], np.float32)
    image = np.array([1, 0], np.float32)
    found = fit_probabilities(image, texts, 10.0)
    powers = np.exp([10.0, 0.0, 6.0])
    np.testing.assert_allclose(found, powers / powers.sum(), rtol=1e-5)
    assert len(fit_probabilities(image, texts[:0], 10.0)) == 0
    assert fit_probabilities(image, texts, 1e6).tolist() == [1, 0, 0]
