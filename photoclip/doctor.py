"""Checks an installation and a library, and says what to do about what is wrong."""

from __future__ import annotations

import importlib.metadata
import platform
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from photoclip import __version__
from photoclip.config import LibraryPaths
from photoclip.devices import choose_device
from photoclip.domain import LikePhoto, Query
from photoclip.encoder import Encoder
from photoclip.errors import PhotoClipError
from photoclip.library import Library
from photoclip.starter import check_starter

_PACKAGES = (
    "torch",
    "open_clip_torch",
    "timm",
    "transformers",
    "onnxruntime",
    "hnswlib",
    "pillow",
    "pi-heif",
    "watchdog",
    "PySide6-Essentials",
)
_LOW_DISK = 500 * 2**20
_SAMPLE = 50  # photos that are looked for by their own vectors
_ITSELF = 0.99  # cosine of a vector with itself, less what float16 costs


@dataclass(frozen=True, slots=True)
class Finding:
    ok: bool
    sentence: str


def examine(
    root: Path, device: str | None, load_model: Callable[[str], Encoder]
) -> Iterator[Finding]:
    """Look at versions, device, model files, database and index, one finding after the other."""
    yield Finding(True, f"PhotoCLIP {__version__}, Python {platform.python_version()}.")
    yield from _versions()
    try:
        yield Finding(True, f"The model runs on {choose_device(device)}.")
    except PhotoClipError as error:
        yield Finding(False, str(error))
    for _, ok, sentence in check_starter():
        yield Finding(ok, sentence)
    if root.exists() and not root.is_dir():
        yield Finding(False, f"{root} is a file; a library needs a folder.")
        return
    if not LibraryPaths(root).database.exists():
        yield Finding(True, f"There is no library in {root} yet; adding a folder makes it.")
        return
    try:
        yield from _examine_library(root, load_model)
    except PhotoClipError as error:
        yield Finding(False, str(error))
    if shutil.disk_usage(root).free < _LOW_DISK:
        yield Finding(False, f"Less than 500 MB are free on the disk of {root}; free some space.")


def _versions() -> Iterator[Finding]:
    for name in _PACKAGES:
        try:
            yield Finding(True, f"{name} {importlib.metadata.version(name)} is installed.")
        except importlib.metadata.PackageNotFoundError:
            yield Finding(False, f"{name} is missing; install PhotoCLIP again.")


def _examine_library(root: Path, load_model: Callable[[str], Encoder]) -> Iterator[Finding]:
    library = Library(root)
    try:
        damage = library.check()
        yield from (Finding(False, f"{text} Restore it from a backup.") for text in damage)
        if not damage:
            photos, bad = library.count_photos()
            yield Finding(True, f"The database is sound: {photos} photos, {bad} unreadable files.")
        for folder in library.folders():
            if not folder.online:
                yield Finding(True, f"{folder.path} is not connected; its photos are kept.")
        encoder = load_model(library.model)
        yield Finding(True, f"The model {encoder.name} starts.")
        library.use(encoder)
        yield from _examine_index(library)
    finally:
        library.close()


def _examine_index(library: Library) -> Iterator[Finding]:
    """Every vector of the database is in the index, and a photo's own vector finds it."""
    lost = len(library.check())
    for photo_id in library.newest(_SAMPLE).tolist():
        query = Query((LikePhoto(photo_id),), 1)
        try:
            scores = library.search(query).scores
        except PhotoClipError:  # not embedded yet
            continue
        lost += not len(scores) or scores[0] < _ITSELF
    if lost:
        place = library.paths.index
        yield Finding(
            False,
            f"The index does not fit the database: delete the folder {place}, it is made again.",
        )
    else:
        yield Finding(True, "The index fits the database.")
