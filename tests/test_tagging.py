"""Labels as classifiers: by words alone, with verdicts, in large and tiny libraries."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from photoclip.calibration import Background, measure, unit
from photoclip.domain import Vectors
from photoclip.encoder import Encoder
from photoclip.label_prompts import background_phrases, embed_label, embed_phrases, templates
from photoclip.tagging import (
    NEAREST,
    THRESHOLD,
    LabelClassifier,
    confidences,
    fit_label,
    most_informative,
)

DIM = 64
NONE = np.empty((0, DIM), np.float32)


@dataclass(frozen=True)
class World:
    """Photos of 20 kinds in a space where words lie beside, not on, the photos they mean."""

    words: Vectors
    photos: Vectors
    kinds: np.ndarray
    background: Background

    def fit(self, kind: int, accepted: Vectors = NONE, rejected: Vectors = NONE) -> LabelClassifier:
        nearest = self.photos[np.argsort(-(self.photos @ self.words[kind]))[:NEAREST]]
        return fit_label(self.words[kind], NONE, NONE, accepted, rejected, self.background, nearest)

    def found(self, label: LabelClassifier) -> np.ndarray:
        return confidences([label], self.photos, self.background)[:, 0]


def make_world(
    each: int = 30, lean: float = 1.0, gap: float = 0.0, turn: bool = False, seed: int = 3
) -> World:
    """``lean``: how far words are from their photos; ``gap`` moves all photos away together."""
    rng = np.random.default_rng(seed)

    def noise(count: int) -> Vectors:
        return unit(rng.standard_normal((count, DIM), dtype=np.float32))

    middles = noise(20)
    words = unit(middles + lean * noise(20))
    kinds = np.repeat(np.arange(20), each)
    photos = unit(unit(middles[kinds] + 0.6 * noise(len(kinds))) + gap * noise(1))
    phrases = unit(noise(300))
    if turn:
        rotation, _ = np.linalg.qr(rng.standard_normal((DIM, DIM)))
        words, photos, phrases = (
            unit((rows @ rotation).astype(np.float32)) for rows in (words, photos, phrases)
        )
    return World(words, photos, kinds, measure(phrases, photos))


def test_words_alone_find_their_photos() -> None:
    world = make_world(lean=0.5)
    found = np.stack([world.found(world.fit(kind)) for kind in range(20)], 1)
    truth = world.kinds[:, None] == np.arange(20)
    carried = found >= THRESHOLD
    assert found.dtype == np.float32
    assert ((found >= 0) & (found <= 1)).all()
    assert (carried & truth).sum() > 0.8 * truth.sum()
    assert (carried & truth).sum() > 0.8 * carried.sum()


@pytest.mark.parametrize(("gap", "turn"), [(1.0, False), (3.0, False), (0.0, True)])
def test_where_a_models_cosines_lie_does_not_matter(gap: float, turn: bool) -> None:
    world, moved = make_world(lean=0.5), make_world(lean=0.5, gap=gap, turn=turn)
    before, after = (
        np.stack([one.found(one.fit(kind)) for kind in range(20)], 1) >= THRESHOLD
        for one in (world, moved)
    )
    assert (before != after).mean() < 0.01


def test_labels_compete_unless_they_are_related() -> None:
    world = make_world(lean=0.5)
    labels = [world.fit(kind) for kind in (0, 1)]
    rivals = world.words
    alone = confidences(labels, world.photos, world.background, world.words[:2])
    related = np.ones((2, 20), bool)
    free = confidences(labels, world.photos, world.background, rivals, related=related)
    apart = np.concatenate(
        [confidences([one], world.photos, world.background) for one in labels], 1
    )
    np.testing.assert_allclose(free, apart, atol=1e-5)
    other = world.kinds == 1
    assert alone[other, 0].mean() < apart[other, 0].mean()


def test_what_labels_are_asked_together_changes_nothing() -> None:
    world = make_world()
    labels = [world.fit(kind) for kind in range(5)]
    together = confidences(labels, world.photos, world.background, world.words)
    crowds = world.background.crowds(world.photos)
    one = confidences([labels[3]], world.photos, world.background, world.words, crowds=crowds)
    np.testing.assert_allclose(together[:, [3]], one, atol=1e-5)


def test_a_negative_description_takes_photos_out() -> None:
    world = make_world(lean=0.3)
    both = unit(world.words[0] + world.words[1])
    plain = fit_label(both, NONE, NONE, NONE, NONE, world.background)
    against = fit_label(both, world.words[1:2], NONE, NONE, NONE, world.background)
    before, after = world.found(plain), world.found(against)
    assert after[world.kinds == 1].mean() < 0.5 * before[world.kinds == 1].mean()
    assert after[world.kinds == 0].mean() > 0.9 * before[world.kinds == 0].mean()


def test_verdicts_spread_to_photos_that_nobody_judged() -> None:
    world = make_world(lean=2.0)
    gains = []
    for kind in range(20):
        truth = world.kinds == kind
        judged = [*np.flatnonzero(truth)[:5], *np.argsort(-world.found(world.fit(kind)))[:15]]
        right = [place for place in judged if truth[place]]
        wrong = [place for place in judged if not truth[place]]
        learnt = world.fit(kind, world.photos[right], world.photos[wrong])
        rest = np.ones(len(truth), bool)
        rest[judged] = False
        scores = [f1(truth[rest], world.found(one)[rest]) for one in (world.fit(kind), learnt)]
        gains.append(scores[1] - scores[0])
    assert np.mean(gains) > 0.3


def f1(truth: np.ndarray, found: np.ndarray) -> float:
    carried = found >= THRESHOLD
    return 2 * float((carried & truth).sum()) / max(1, int(carried.sum() + truth.sum()))


@pytest.mark.parametrize("count", [1, 5, 200])
def test_only_accepted_or_only_rejected_ones_are_no_catastrophe(count: int) -> None:
    world = make_world(each=200, lean=0.5)
    mine = world.photos[world.kinds == 0][:count]
    others = world.photos[world.kinds == 1][:count]
    plain = world.found(world.fit(0))
    more = world.found(world.fit(0, accepted=mine))
    fewer = world.found(world.fit(0, rejected=others))
    other = world.kinds != 0
    assert more[world.kinds == 0].mean() >= plain[world.kinds == 0].mean()
    assert (more[other] >= THRESHOLD).mean() < 0.05
    assert fewer[world.kinds == 1].mean() <= plain[world.kinds == 1].mean()
    assert (fewer[world.kinds == 0] >= THRESHOLD).mean() > 0.5


def test_examples_count_like_accepted_photos() -> None:
    world = make_world(lean=2.0)
    mine = world.photos[world.kinds == 0][:4]
    accepted = world.fit(0, accepted=mine)
    nearest = world.photos[np.argsort(-(world.photos @ world.words[0]))[:NEAREST]]
    example = fit_label(world.words[0], NONE, mine, NONE, NONE, world.background, nearest)
    np.testing.assert_array_equal(example.correction, accepted.correction)
    assert example.line == accepted.line


def test_contrary_verdicts_on_the_same_photo_stay_finite() -> None:
    world = make_world()
    same = np.repeat(world.photos[:1], 20, axis=0)
    label = world.fit(0, accepted=same, rejected=same)
    assert np.isfinite(label.correction).all()
    assert np.isfinite(world.found(label)).all()


@pytest.mark.parametrize("count", [1, 5, 50])
def test_tiny_libraries(count: int) -> None:
    large = make_world(each=60, lean=0.3)
    places = np.random.default_rng(0).permutation(len(large.photos))[:count]
    photos, kinds = large.photos[places], large.kinds[places]
    small = World(large.words, photos, kinds, measure(large.background.phrases, photos))
    carried = np.stack([small.found(small.fit(kind)) for kind in range(20)], 1) >= THRESHOLD
    truth = kinds[:, None] == np.arange(20)
    assert (carried & truth).sum() > 0.6 * truth.sum()
    assert (carried & ~truth).sum() <= 0.1 * truth.size


def test_a_label_that_nothing_fits_stays_almost_empty() -> None:
    world = make_world(each=50, lean=0.5)
    stranger = unit(np.random.default_rng(9).standard_normal((1, DIM)).astype(np.float32))[0]
    nearest = world.photos[np.argsort(-(world.photos @ stranger))[:NEAREST]]
    label = fit_label(stranger, NONE, NONE, NONE, NONE, world.background, nearest)
    assert (world.found(label) >= THRESHOLD).mean() < 0.02


def test_no_photos_and_no_labels() -> None:
    world = make_world()
    label = world.fit(0)
    assert confidences([label], NONE, world.background).shape == (0, 1)
    assert confidences([], world.photos, world.background).shape == (len(world.photos), 0)


# --- the review


def test_the_doubtful_are_asked_first_then_the_best() -> None:
    found = np.array([0.01, 0.99, 0.62, 0.3, 0.05], np.float32)
    assert most_informative(found, 0.5, 2).tolist() == [2, 3]
    low = np.array([0.001, 0.02, 0.01], np.float32)
    assert most_informative(low, 0.5, 9).tolist() == [1, 2, 0]
    assert most_informative(low[:0], 0.5, 9).tolist() == []


def test_the_threshold_is_where_doubt_lies() -> None:
    found = np.array([0.2, 0.5, 0.9], np.float32)
    assert most_informative(found, 0.1, 1).tolist() == [0]
    assert most_informative(found, 0.85, 1).tolist() == [2]


def test_a_burst_of_like_photos_is_asked_for_once() -> None:
    rng = np.random.default_rng(0)
    burst = np.repeat(unit(rng.standard_normal((1, DIM))), 10, axis=0)
    vectors = np.concatenate([burst, unit(rng.standard_normal((5, DIM)))]).astype(np.float32)
    found = np.array([0.66] * 10 + [0.6] * 5, np.float32)
    asked = most_informative(found, 0.5, 6, vectors)
    assert len(set(asked.tolist())) == 6
    assert sum(place < 10 for place in asked.tolist()) == 1


# --- words


def test_a_label_is_the_mean_over_sentences(starter_encoder: Encoder) -> None:
    positive, rows, negatives = embed_label(starter_encoder, ["dog", "puppy"], ["toy"])
    texts = [[s.replace("{}", word) for s in templates()] for word in ("dog", "puppy")]
    each = [unit(starter_encoder.texts(some).mean(0)) for some in texts]
    np.testing.assert_allclose(positive, unit(np.mean(each, 0)), atol=1e-5)
    np.testing.assert_allclose(rows, each, atol=1e-5)
    assert negatives.shape == (1, starter_encoder.dim)
    with pytest.raises(ValueError, match="name"):
        embed_label(starter_encoder, [])


def test_words_with_braces_are_words(starter_encoder: Encoder) -> None:
    assert np.isfinite(embed_phrases(starter_encoder, ["{0} {name} {}"])).all()


def test_the_background_has_no_phrase_twice() -> None:
    phrases = background_phrases()
    assert 200 < len(phrases) == len(set(phrases))
    assert all(sentence.count("{}") == 1 for sentence in templates())
