"""A stand-in encoder that works, and small things to make libraries with."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from photoclip import watcher
from photoclip.domain import Vectors
from photoclip.encoder import Encoder
from photoclip.library import Library
from photoclip.models import Models

COLOURS = {
    "red": (255, 0, 0),
    "green": (0, 255, 0),
    "blue": (0, 0, 255),
    "yellow": (255, 255, 0),
    "purple": (255, 0, 255),
    "cyan": (0, 255, 255),
    "black": (0, 0, 0),
    "white": (255, 255, 255),
}


class ColourEncoder:
    """An image's vector is the share of its colours, a text's the colour words in it."""

    key = "colours-1"
    name = "Colours"
    dim = len(COLOURS)
    device = "cpu"
    image_size = 16
    batch_size = 4
    logit_scale = 10.0

    def __init__(self) -> None:
        self.encoded = 0
        """Images that went through ``images``."""

    def preprocess(self, image: Image.Image) -> npt.NDArray[np.float32]:
        small = image.resize((16, 16), Image.Resampling.BOX)
        return np.asarray(small, np.float32).transpose(2, 0, 1) / 255

    def images(self, pixels: npt.NDArray[np.float32]) -> Vectors:
        self.encoded += len(pixels)
        palette = np.array(list(COLOURS.values()), np.float32) / 255
        points = pixels.reshape(len(pixels), 3, -1).transpose(0, 2, 1)
        distances = ((points[:, :, None] - palette) ** 2).sum(-1)
        return _unit(np.exp(-8 * distances).mean(1))

    def texts(self, texts: Sequence[str]) -> Vectors:
        words = [set(re.findall(r"\w+", text.lower())) for text in texts]
        rows = [[float(colour in found) for colour in COLOURS] for found in words]
        return _unit(np.array(rows, np.float32) + 1e-3)


def _unit(rows: npt.NDArray[np.float32]) -> Vectors:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def make_photo(path: Path, colour: str, size: tuple[int, int] = (64, 48), mark: int = 0) -> Path:
    """Save a picture of one colour; another ``mark`` gives other bytes of the same colour."""
    path.parent.mkdir(parents=True, exist_ok=True)
    picture = Image.new("RGB", size, COLOURS[colour])
    picture.putpixel((0, 0), (mark % 256, mark // 256 % 256, 7))
    picture.save(path)
    return path


T = TypeVar("T")


class Collector(Generic[T]):
    """A callable that keeps what it is called with, and can be waited on; for any thread."""

    def __init__(self) -> None:
        self._items: list[T] = []
        self._condition = threading.Condition()

    def __call__(self, item: T) -> None:
        with self._condition:
            self._items.append(item)
            self._condition.notify_all()

    def seen(self) -> list[T]:
        with self._condition:
            return list(self._items)

    def clear(self) -> None:
        with self._condition:
            self._items.clear()

    def wait_until(self, holds: Callable[[list[T]], bool], seconds: float = 20.0) -> list[T]:
        """What was collected, once ``holds`` says so; fails with all of it after a deadline."""
        with self._condition:
            met = self._condition.wait_for(lambda: holds(self._items), seconds)
            assert met, "waited in vain; seen: " + "\n".join(map(repr, self._items))
            return list(self._items)

    def stays_without(self, holds: Callable[[list[T]], bool], seconds: float) -> bool:
        """Does ``holds`` stay false for so long?"""
        with self._condition:
            return not self._condition.wait_for(lambda: holds(self._items), seconds)


class WatchersClock:
    """The time that watchers know, which stands still from now on: no slow machine moves it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._ahead = 0.0
        self._stopped: float | None = time.monotonic()
        self._marks: Collector[tuple[Path, float]] = Collector()
        mark = watcher.Watcher.mark

        def noted(one: watcher.Watcher, root: Path, paths: Iterable[Path]) -> None:
            when, marked = self.now(), list(paths)
            mark(one, root, marked)
            for path in marked:
                self._marks((path, when))

        monkeypatch.setattr(watcher.Watcher, "mark", noted)
        monkeypatch.setattr(watcher, "time", SimpleNamespace(monotonic=self.now))

    def now(self) -> float:
        return self._ahead + (time.monotonic() if self._stopped is None else self._stopped)

    def go_on(self, seconds: float) -> None:
        self._ahead += seconds

    def run(self) -> None:
        """Stand still no more."""
        self._stopped = None

    def wait_for_mark(self, path: Path) -> None:
        """Until the system has told of a change of it that was made since the clock went on."""
        self._marks.wait_until(lambda seen: (path, self.now()) in seen)


class StandInModels(Models):
    """The real models, but whichever is in use comes from a function."""

    def __init__(self, folder: Path, load: Callable[[], Encoder]) -> None:
        super().__init__(folder, "cpu")
        self._load = load

    def vector_space(self, key: str) -> str:
        return ColourEncoder.key

    def load(self, key: str) -> Encoder:
        return self._load()


def open_library(root: Path) -> Library:
    library = Library(root)
    library.use(ColourEncoder())
    return library


def refresh(library: Library, *arguments: object) -> set[int]:
    """Look at folders again; returns the ids of the photos that changed."""
    return {number for step in library.refresh(*arguments) for number in step.changed}  # type: ignore[arg-type]
