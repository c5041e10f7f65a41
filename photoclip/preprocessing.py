"""One RGB picture becomes the numbers that an image tower reads, without torch.

The arithmetic is that of open_clip's evaluation transform (resize, centre crop, normalise); a test
compares the two. Any thread may use it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

# Mean and standard deviation of OpenAI's CLIP training pictures: open_clip's own defaults.
OPENAI_MEAN = (0.48145466, 0.4578275, 0.40821073)
OPENAI_STD = (0.26862954, 0.26130258, 0.27577711)

_FILTERS = {
    "bicubic": Image.Resampling.BICUBIC,
    "random": Image.Resampling.BICUBIC,
    "bilinear": Image.Resampling.BILINEAR,
}
_MODES = ("shortest", "longest", "squash")


@dataclass(frozen=True, slots=True)
class Preprocessing:
    """open_clip's ``preprocess_cfg``. ``size`` is (height, width) in pixels."""

    size: tuple[int, int]
    mean: tuple[float, ...] = OPENAI_MEAN
    std: tuple[float, ...] = OPENAI_STD
    interpolation: str = "bicubic"
    resize_mode: str = "shortest"
    fill_color: int = 0

    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Preprocessing:
        """Reads a ``preprocess_cfg``. ValueError if it asks for what there is not."""
        size = _pair(config.get("size", 224))
        mean = _triple(config.get("mean") or OPENAI_MEAN)
        std = _triple(config.get("std") or OPENAI_STD)
        interpolation = config.get("interpolation") or "bicubic"
        resize_mode = config.get("resize_mode") or "shortest"
        if interpolation not in _FILTERS or resize_mode not in _MODES or min(*size, *std) <= 0:
            raise ValueError(f"unknown preprocessing {dict(config)}")
        fill_color = int(config.get("fill_color") or 0)
        return cls(size, mean, std, interpolation, resize_mode, fill_color)

    def __call__(self, image: Image.Image) -> npt.NDArray[np.float32]:
        """An RGB image of any size -> float32 [3, height, width], normalised."""
        fitted = self._fit(image if image.mode == "RGB" else image.convert("RGB"))
        spread = 255.0 * np.array(self.std)
        pixels = np.empty((3, *self.size), np.float32)
        np.multiply(
            np.asarray(fitted).transpose(2, 0, 1),
            (1.0 / spread).astype(np.float32)[:, None, None],
            out=pixels,
        )
        pixels -= (np.array(self.mean) / self.std).astype(np.float32)[:, None, None]
        return pixels

    def _fit(self, image: Image.Image) -> Image.Image:
        height, width = self.size
        if self.resize_mode == "squash":
            return image.resize((width, height), _FILTERS[self.interpolation])
        if self.resize_mode == "longest":
            return self._pad(image)
        return self._crop(image)

    def _crop(self, image: Image.Image) -> Image.Image:
        """Resizes the shorter side and crops the middle, in one pass over the cropped part only."""
        height, width = self.size
        columns, rows = self._cover(image)
        left, top = round((columns - width) / 2.0), round((rows - height) / 2.0)
        across, down = image.width / columns, image.height / rows
        box = (
            left * across,
            top * down,
            min((left + width) * across, image.width),
            min((top + height) * down, image.height),
        )
        # open_clip resizes pictures for towers that are not square bicubically, whatever is asked.
        chosen = _FILTERS[self.interpolation if height == width else "bicubic"]
        return image.resize((width, height), chosen, box=box)

    def _cover(self, image: Image.Image) -> tuple[int, int]:
        """Columns and rows of the whole picture once it just covers ``size``."""
        height, width = self.size
        if height != width:
            ratio = min(image.height / height, image.width / width)
            return round(image.width / ratio), round(image.height / ratio)
        if image.width <= image.height:
            return width, int(width * image.height / image.width)
        return int(height * image.width / image.height), height

    def _pad(self, image: Image.Image) -> Image.Image:
        """Resizes the longer side and fills the rest."""
        height, width = self.size
        ratio = max(image.height / height, image.width / width)
        columns = max(1, round(image.width / ratio))
        rows = max(1, round(image.height / ratio))
        resized = image.resize((columns, rows), _FILTERS[self.interpolation])
        filled = Image.new("RGB", (width, height), (self.fill_color,) * 3)
        filled.paste(resized, ((width - columns) // 2, (height - rows) // 2))
        return filled


def _pair(value: Any) -> tuple[int, int]:
    if isinstance(value, int):
        return value, value
    first, *rest = value
    return int(first), int(rest[0] if rest else first)


def _triple(value: Any) -> tuple[float, ...]:
    return (float(value),) * 3 if isinstance(value, int | float) else tuple(map(float, value))
