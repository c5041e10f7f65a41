"""Mixing terms: balance, negatives, and what cancels out."""

from __future__ import annotations

import numpy as np
import pytest

from photoclip.domain import Vectors
from photoclip.mixtures import NEGATIVE, Mixture, mix

DIM = 64


def unit(rows: Vectors) -> Vectors:
    return (rows / np.linalg.norm(rows, axis=-1, keepdims=True)).astype(np.float32)


@pytest.fixture
def chance() -> np.random.Generator:
    return np.random.default_rng(0)


@pytest.fixture
def photos(chance: np.random.Generator) -> Vectors:
    """As a CLIP model has them: in one cone, in which they differ little in the way texts do."""
    differences = np.where(np.arange(DIM) < 32, 1.0, 0.3)
    return unit(chance.normal(size=(500, DIM)) * differences + 2 * np.eye(DIM)[0])


@pytest.fixture
def text(chance: np.random.Generator) -> Vectors:
    return unit(chance.normal(size=(1, DIM)) * 0.2 + 4 * np.eye(DIM)[40])


def mixed(vectors: Vectors, weights: list[float], sample: Vectors) -> Mixture:
    mixture = mix(vectors, weights, sample)
    assert mixture is not None
    np.testing.assert_allclose(np.linalg.norm(mixture.direction), 1, atol=1e-5)
    np.testing.assert_allclose(mixture.parts.sum(0), mixture.direction, atol=1e-5)
    assert mixture.direction.dtype == mixture.parts.dtype == np.float32
    return mixture


def test_one_term_is_its_own_direction(photos: Vectors, text: Vectors) -> None:
    np.testing.assert_allclose(mixed(text, [3.0], photos).direction, text[0], atol=1e-6)
    np.testing.assert_allclose(mixed(text, [-1.0], photos).direction, -text[0], atol=1e-6)


def test_a_picture_and_a_text_move_the_scores_alike(photos: Vectors, text: Vectors) -> None:
    both = np.concatenate([photos[:1], text])
    spreads = (photos[1:] @ both.T).std(0)
    assert spreads[0] > 1.5 * spreads[1]
    balanced = mixed(both, [1.0, 1.0], photos)
    np.testing.assert_allclose(*(photos @ balanced.parts.T).std(0), rtol=1e-4)
    heavier = mixed(both, [1.0, 2.0], photos)
    picture, words = (photos @ heavier.parts.T).std(0)
    assert words == pytest.approx(2 * picture, rel=1e-4)


def test_a_negative_term_counts_less(photos: Vectors, text: Vectors) -> None:
    pair = np.concatenate([photos[:1], text])
    wanted, unwanted = (photos @ mixed(pair, [1.0, -1.0], photos).parts.T).std(0)
    assert unwanted == pytest.approx(NEGATIVE * wanted, rel=1e-4)


def test_what_asks_for_nothing(photos: Vectors, text: Vectors) -> None:
    twice = np.concatenate([text, text])
    assert mix(text, [0.0], photos) is None
    assert mix(twice, [0.0, 0.0], photos) is None
    assert mix(np.concatenate([text, -text]), [1.0, 1.0], photos) is None
    assert mix(np.empty((0, DIM), np.float32), [], photos) is None
    alone = mixed(twice, [0.0, 5.0], photos)
    np.testing.assert_allclose(alone.direction, text[0], atol=1e-6)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_library_of_hardly_any_photos(count: int, photos: Vectors, text: Vectors) -> None:
    pair = np.concatenate([photos[9:10], text])
    mixed(pair, [1.0, -2.0], photos[:count])
    mixed(pair, [1e-9, 100.0], np.repeat(photos[:1], count, 0))
