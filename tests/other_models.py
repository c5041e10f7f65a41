"""Encoders of spaces that are not ColourEncoder's, and a library embedded with either."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from support import COLOURS, ColourEncoder

from photoclip.encoder import Encoder
from photoclip.library import Library


class GreyEncoder(ColourEncoder):
    """Another space: the same colours in another order, and one number more."""

    key = "greys-1"
    name = "Greys"
    dim = len(COLOURS) + 1

    def images(self, pixels: Any) -> Any:
        return _widen(super().images(pixels))

    def texts(self, texts: Any) -> Any:
        return _widen(super().texts(texts))


class MirrorEncoder(ColourEncoder):
    """Another space of the same size, in which words mean other colours."""

    key = "mirror-1"
    name = "Mirror"

    def images(self, pixels: Any) -> Any:
        return super().images(pixels)[:, ::-1].copy()

    def texts(self, texts: Any) -> Any:
        return np.roll(super().texts(texts), 1, axis=1)


def _widen(rows: Any) -> Any:
    return np.pad(rows[:, ::-1], ((0, 0), (0, 1)))


def index_library(root: Path, folder: Path, encoder: Encoder) -> Library:
    """A library of one folder, which knows all of it."""
    library = Library(root)
    library.use(encoder)
    library.add_folder(folder)
    for _ in library.refresh():
        pass
    return library
