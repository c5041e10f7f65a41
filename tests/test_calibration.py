"""The background that scores are measured against: shapes, small libraries, other spaces."""

from __future__ import annotations

import io

import numpy as np
import pytest

from photoclip.calibration import Background, best_mean, in_blocks, measure, unit


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(1)


def rows(rng: np.random.Generator, count: int, dim: int = 32) -> np.ndarray:
    return unit(rng.standard_normal((count, dim), dtype=np.float32))


def test_scores_of_the_library_have_mean_zero_and_spread_one(rng: np.random.Generator) -> None:
    photos = unit(rows(rng, 4000) + 2 * rows(rng, 1))  # all on one side, as models have it
    phrases = unit(rows(rng, 200) + 2 * rows(rng, 1))
    scores = measure(phrases, photos).standardize(photos, phrases)
    assert scores.dtype == np.float32
    assert scores.std() == pytest.approx(1, rel=0.02)
    assert np.abs(scores.mean(0)).max() < 0.05


def test_a_few_photos_hardly_move_the_centre(rng: np.random.Generator) -> None:
    phrases = rows(rng, 200)
    one_kind = np.repeat(rows(rng, 1), 3, axis=0)
    assert np.linalg.norm(measure(phrases, one_kind).centre) < 0.3
    assert np.linalg.norm(measure(phrases, np.repeat(one_kind, 1000, axis=0)).centre) > 0.9


@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_tiny_libraries_have_a_background(rng: np.random.Generator, count: int) -> None:
    photos = rows(rng, count)
    background = measure(rows(rng, 200), photos)
    assert background.photos == count
    assert background.spread > 0
    assert np.isfinite(background.standardize(rows(rng, 4), rows(rng, 3))).all()
    assert (background.crowds(rows(rng, 4)) > 0).all()


def test_a_library_of_one_photo_many_times_is_no_division_by_zero(rng: np.random.Generator) -> None:
    same = np.repeat(rows(rng, 1), 50, axis=0)
    background = measure(same, same)
    assert np.isfinite(background.crowds(rows(rng, 3))).all()


def test_a_photo_near_to_many_phrases_has_the_larger_crowd(rng: np.random.Generator) -> None:
    phrases = unit(rows(rng, 100) + 1.5 * rows(rng, 1))
    background = measure(phrases, rows(rng, 500))
    hub, stranger = unit(phrases.mean(0)), -unit(phrases.mean(0))
    crowds = background.crowds(np.stack([hub, stranger]))
    assert crowds[0] > 10 * crowds[1]


def test_it_survives_storage(rng: np.random.Generator) -> None:
    background = measure(rows(rng, 20), rows(rng, 9), photos=12345)
    file = io.BytesIO()
    np.savez(file, **background.arrays())
    file.seek(0)
    back = Background.from_arrays(dict(np.load(file, allow_pickle=False)))
    assert (back.spread, back.photos) == (background.spread, 12345)
    np.testing.assert_array_equal(back.centre, background.centre)
    np.testing.assert_array_equal(back.phrases, background.phrases)


def test_arrays_of_something_else_are_refused(rng: np.random.Generator) -> None:
    arrays = measure(rows(rng, 20), rows(rng, 9)).arrays()
    with pytest.raises(ValueError, match="one space"):
        Background.from_arrays(arrays | {"centre": np.zeros(7, np.float32)})
    with pytest.raises(KeyError):
        Background.from_arrays({"phrases": arrays["phrases"]})


def test_the_best_of_a_larger_library_are_more() -> None:
    scores = np.array([1.0, 2.0, 3.0, 10.0])
    assert best_mean(scores, 5) == 10
    assert best_mean(scores, 500) == 5
    assert best_mean(scores, 10**7) == 4


def test_many_rows_are_done_in_blocks_and_none_is_left_out() -> None:
    for count in (0, 1, 1024, 1025, 5000):
        seen = np.zeros(count, int)

        def mark(part: slice, seen: np.ndarray = seen) -> None:
            seen[part] += 1

        in_blocks(count, mark)
        assert (seen == 1).all()

    def fail(part: slice) -> None:
        raise ValueError("a block that cannot be done")

    with pytest.raises(ValueError, match="cannot be done"):
        in_blocks(5000, fail)
