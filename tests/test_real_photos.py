"""The starter model finds real photos by what is in them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from checkpoints import sample

from photoclip.encoder import Encoder

PHOTOS = (
    "astronaut",
    "brick",
    "chelsea",
    "china",
    "coffee",
    "coins",
    "flower",
    "grass",
    "gravel",
    "hubble_deep_field",
    "moon",
    "motorcycle_left",
    "page",
    "retina",
    "rocket",
)


@pytest.fixture(scope="module")
def vectors(starter_encoder: Encoder) -> npt.NDArray[np.float32]:
    pixels = [starter_encoder.preprocess(sample(name)) for name in PHOTOS]
    return starter_encoder.images(np.stack(pixels))


@pytest.mark.parametrize(
    ("text", "photo"),
    [
        ("a cat", "chelsea"),
        ("cat", "chelsea"),
        ("a cup of coffee", "coffee"),
        ("a rocket", "rocket"),
        ("a rocket launch", "rocket"),
        ("a tabby cat", "chelsea"),
        ("an espresso", "coffee"),
        ("a motorbike", "motorcycle_left"),
        ("grass", "grass"),
        ("stars in the sky", "hubble_deep_field"),
        ("old coins", "coins"),
        ("galaxies in space", "hubble_deep_field"),
        ("a flower", "flower"),
        ("chinese temple", "china"),
        ("a motorcycle", "motorcycle_left"),
    ],
)
def test_a_photo_is_found_by_what_is_in_it(
    starter_encoder: Encoder, vectors: npt.NDArray[np.float32], text: str, photo: str
) -> None:
    scores = vectors @ starter_encoder.texts([text])[0]
    assert PHOTOS[int(scores.argmax())] == photo


def test_a_photo_is_nearest_to_its_own_variants(
    starter_encoder: Encoder, vectors: npt.NDArray[np.float32]
) -> None:
    for row, name in enumerate(PHOTOS):
        photo = sample(name)
        width, height = photo.size
        variant = photo.crop((width // 12, height // 12, width, height)).resize((400, 300))
        (vector,) = starter_encoder.images(starter_encoder.preprocess(variant)[None])
        assert int((vectors @ vector).argmax()) == row
