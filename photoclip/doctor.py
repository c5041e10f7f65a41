"""Checks an installation and a library, and says what to do about what is wrong."""

from __future__ import annotations

import importlib.metadata
import platform
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from photoclip import __version__
from photoclip.config import LibraryPaths
from photoclip.encoder import choose_device
from photoclip.errors import PhotoClipError
from photoclip.library import Library
from photoclip.starter import check_starter, load_starter

_PACKAGES = ("torch", "open_clip_torch", "timm", "hnswlib", "pillow", "PySide6-Essentials")
_LOW_DISK = 500 * 2**20


@dataclass(frozen=True, slots=True)
class Finding:
    ok: bool
    sentence: str


def examine(root: Path, device: str | None) -> Iterator[Finding]:
    """Look at versions, device, model files, database and index, one finding after the other."""
    yield Finding(True, f"PhotoCLIP {__version__}, Python {platform.python_version()}.")
    yield from _versions()
    try:
        yield Finding(True, f"The model runs on {choose_device(device)}.")
    except PhotoClipError as error:
        yield Finding(False, str(error))
    files = [Finding(ok, sentence) for _, ok, sentence in check_starter()]
    yield from files
    yield from _library(root, device, all(finding.ok for finding in files))


def _versions() -> Iterator[Finding]:
    for name in _PACKAGES:
        try:
            yield Finding(True, f"{name} {importlib.metadata.version(name)} is installed.")
        except importlib.metadata.PackageNotFoundError:
            yield Finding(False, f"{name} is missing; install PhotoCLIP again.")


def _library(root: Path, device: str | None, model: bool) -> Iterator[Finding]:
    if not LibraryPaths(root).database.exists():
        yield Finding(True, f"There is no library in {root} yet; adding a folder makes it.")
        return
    try:
        library = Library(root)
    except PhotoClipError as error:
        yield Finding(False, str(error))
        return
    try:
        if model:
            library.use(load_starter(LibraryPaths(root).models, device))
        problems = library.check()
        yield from (
            Finding(False, f"{text} Restore the library from a backup.") for text in problems
        )
        if not problems:
            photos, bad = library.count_photos()
            yield Finding(
                True, f"The library in {root} is sound: {photos} photos, {bad} unreadable files."
            )
        for folder in library.folders():
            if not folder.online:
                yield Finding(True, f"{folder.path} is not connected; its photos are kept.")
    except PhotoClipError as error:
        yield Finding(False, str(error))
    finally:
        library.close()
    if shutil.disk_usage(root).free < _LOW_DISK:
        yield Finding(False, f"Less than 500 MB are free on the disk of {root}; free some space.")
