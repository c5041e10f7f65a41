from __future__ import annotations

import numpy as np
import pytest
from checkpoints import sample
from open_clip.transform import image_transform
from PIL import Image

from photoclip.preprocessing import OPENAI_MEAN, OPENAI_STD, Preprocessing

SIZES = [(640, 427), (427, 640), (260, 260), (97, 641), (100, 37), (1041, 779)]


@pytest.mark.parametrize("resize_mode", ["shortest", "longest", "squash"])
@pytest.mark.parametrize("interpolation", ["bicubic", "bilinear"])
@pytest.mark.parametrize("size", [260, (256, 192)])
@pytest.mark.parametrize("source", SIZES)
def test_pixels_are_those_of_open_clips_transform(
    resize_mode: str, interpolation: str, size: int | tuple[int, int], source: tuple[int, int]
) -> None:
    config = {
        "size": size,
        "mean": [0.4, 0.5, 0.6],
        "std": [0.3, 0.2, 0.25],
        "interpolation": interpolation,
        "resize_mode": resize_mode,
        "fill_color": 9,
    }
    theirs = image_transform(
        size,
        is_train=False,
        mean=(0.4, 0.5, 0.6),
        std=(0.3, 0.2, 0.25),
        interpolation=interpolation,
        resize_mode=resize_mode,
        fill_color=9,
    )
    image = sample("china").resize(source)
    pixels = Preprocessing.from_config(config)(image)
    assert pixels.dtype == np.float32
    assert pixels.flags.c_contiguous
    # Pillow rounds to whole levels between its two passes, whose order depends on the crop.
    apart = (
        np.abs(pixels - theirs(image).numpy()) * (255 * np.array([0.3, 0.2, 0.25]))[:, None, None]
    )
    assert apart.mean() < 0.3
    assert (apart < 1.01).mean() > 0.999
    assert apart.max() < 8


def test_what_a_config_leaves_out_is_open_clips_default() -> None:
    assert Preprocessing.from_config({}) == Preprocessing((224, 224), OPENAI_MEAN, OPENAI_STD)


@pytest.mark.parametrize(
    "config",
    [{"interpolation": "nearest"}, {"resize_mode": "tile"}, {"size": 0}, {"std": [1, 0, 1]}],
)
def test_an_impossible_config_is_refused(config: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="unknown preprocessing"):
        Preprocessing.from_config(config)


def test_a_line_of_pixels_can_be_preprocessed() -> None:
    for resize_mode in ("shortest", "longest", "squash"):
        config = {"size": 32, "resize_mode": resize_mode}
        assert Preprocessing.from_config(config)(Image.new("RGB", (1, 900))).shape == (3, 32, 32)
