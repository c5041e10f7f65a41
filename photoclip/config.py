"""Where a library lives, and the names of the things inside it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

ENVIRONMENT_VARIABLE = "PHOTOCLIP_LIBRARY"
CACHE_VARIABLE = "PHOTOCLIP_CACHE"


def find_library(chosen: Path | None = None) -> Path:
    """The library's folder: the one chosen, else the environment's, else the platform's."""
    if chosen is not None:
        return chosen.expanduser().absolute()
    named = os.environ.get(ENVIRONMENT_VARIABLE)
    if named:
        return Path(named).expanduser().absolute()
    return Path(platformdirs.user_data_dir("PhotoCLIP", appauthor=False))


def find_cache() -> Path:
    """The folder for what all libraries share and what can be made again at any time."""
    named = os.environ.get(CACHE_VARIABLE)
    if named:
        return Path(named).expanduser().absolute()
    return Path(platformdirs.user_cache_dir("PhotoCLIP", appauthor=False))


def use_one_blas_thread() -> None:
    """To be called before numpy is imported: several threads make its products slower here.

    They are small, and the cores are busy with decoding and with the model;
    ``tests/benchmarks/tagging_speed.py`` shows it.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


@dataclass(frozen=True, slots=True)
class LibraryPaths:
    """The layout of one library folder. Only ``database`` cannot be made again from the photos."""

    root: Path

    @property
    def database(self) -> Path:
        return self.root / "photoclip.db"

    @property
    def index(self) -> Path:
        return self.root / "index"

    @property
    def models(self) -> Path:
        return self.root / "models"

    @property
    def thumbnails(self) -> Path:
        return self.root / ".thumbnails"  # hidden: never taken for photos of a watched folder

    @property
    def window(self) -> Path:
        return self.root / "window.ini"

    @property
    def log(self) -> Path:
        return self.root / "photoclip.log"
