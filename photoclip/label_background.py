"""What labels are measured against: common phrases and the library's own photos, for each model.

Both are kept as arrays in a folder of caches; whatever is missing, damaged or of another list of
phrases is made again.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from photoclip.calibration import Background, measure
from photoclip.database import Database
from photoclip.domain import Step, Vectors
from photoclip.encoder import Encoder
from photoclip.errors import PhotoClipError
from photoclip.label_prompts import background_phrases, embed_phrases, templates
from photoclip.tag_store import TagStore

_SAMPLE = 4096  # photos of the library: their distribution changes little with more
_GROWTH = 2  # times as many photos, or as few: the sample is of another library by then
_PHRASES_PER_STEP = 4  # with their templates some 50 ms of a small text tower on a CPU

UNFIT = (OSError, ValueError, KeyError, TypeError, AttributeError, EOFError, zipfile.BadZipFile)
"""What reading damaged arrays may raise."""


@dataclass(frozen=True, slots=True, eq=False)
class Surroundings:
    """A background, and what tells it from any other."""

    background: Background
    mark: str


class Backgrounds:
    """Belongs to the thread of its database; ``folder`` holds one file for each model."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._tags = TagStore(database)
        self._folder = folder

    def load(self, model: str) -> Surroundings | None:
        """None where there is none, or one that is not fit to be used."""
        try:
            with self._path(model).open("rb") as file:
                arrays = read_arrays(file)
            if str(arrays.pop("words")) != _words():
                return None
            return _surroundings(Background.from_arrays(arrays))
        except UNFIT:
            return None

    def is_outgrown(self, known: Surroundings, model: str) -> bool:
        """Has the library so many more or fewer photos that it should be made again?"""
        now, then = self._tags.count_vectors(model), known.background.photos
        return now > _GROWTH * then or now * _GROWTH < then

    def make(self, encoder: Encoder) -> Generator[Step, None, Surroundings]:
        """Make it and keep it; phrases that were encoded before are not encoded again."""
        known = self.load(encoder.key)
        phrases = known.background.phrases if known else (yield from _encode(encoder))
        count = self._tags.count_vectors(encoder.key)
        sample = self._tags.sample(encoder.key, _SAMPLE, encoder.dim)
        made = measure(phrases, sample, count)
        self._write(encoder.key, made.arrays())
        return _surroundings(made)

    def forget(self, model: str) -> None:
        """Give back the room."""
        self._path(model).unlink(missing_ok=True)

    def _path(self, model: str) -> Path:
        return self._folder / f"{model}.labels.npz"

    def _write(self, model: str, arrays: dict[str, Any]) -> None:
        path = self._path(model)
        partial = path.with_suffix(".part")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with partial.open("wb") as file:
                np.savez(file, allow_pickle=False, words=np.array(_words()), **arrays)
            partial.replace(path)
        except OSError as error:
            raise PhotoClipError(
                "{path} could not be written: {reason}.", path=path, reason=error
            ) from error


def read_arrays(file: BinaryIO) -> dict[str, Any]:
    """What ``numpy.savez`` wrote. Raises one of ``UNFIT`` where the file is something else."""
    with np.load(file, allow_pickle=False) as arrays:
        return {name: arrays[name] for name in arrays.files}


def _encode(encoder: Encoder) -> Generator[Step, None, Vectors]:
    phrases = background_phrases()
    rows = []
    for start in range(0, len(phrases), _PHRASES_PER_STEP):
        rows.append(embed_phrases(encoder, phrases[start : start + _PHRASES_PER_STEP]))
        yield Step(min(start + _PHRASES_PER_STEP, len(phrases)), len(phrases), preparing=True)
    return np.concatenate(rows)


def _words() -> str:
    """Other words are another background."""
    lines = "\n".join((*background_phrases(), *templates()))
    return hashlib.sha256(lines.encode()).hexdigest()


def _surroundings(background: Background) -> Surroundings:
    arrays = background.arrays()
    digest = hashlib.sha256(b"".join(arrays[name].tobytes() for name in sorted(arrays)))
    return Surroundings(background, digest.hexdigest()[:16])
