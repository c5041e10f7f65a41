"""Disk against catalog: what of a folder was added, changed, or is gone.

First scan, watch event and restart all come here: they only differ in how much they look at.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from photoclip.catalog import Catalog
from photoclip.domain import FileStat, Folder
from photoclip.images import is_photo_name, is_skipped_folder

_SCAN_STEP = 500  # entries between two yields: a few milliseconds


@dataclass(slots=True)
class Changes:
    """Relative paths to look at, and photos whose file was not found."""

    touched: list[str] = field(default_factory=list)
    gone: list[tuple[int, str]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.touched or self.gone)


@dataclass(slots=True)
class _Seen:
    files: dict[str, FileStat] = field(default_factory=dict)
    unreadable: list[str] = field(default_factory=list)
    """Subfolders that could not be listed: nothing below them counts as gone."""


def compare(
    catalog: Catalog, folder: Folder, paths: set[str] | None = None
) -> Iterator[Changes | None]:
    """Yield None now and then while scanning, and the changes at the end.

    Args:
        paths: relative paths of files or subfolders that may have changed; None: everything.
    """
    changes = Changes()
    for below in sorted(_outermost(paths)) if paths is not None else [""]:
        seen = _Seen()
        for _ in _scan(folder.path, below, seen):
            yield None
        known = catalog.listing(folder.id, below)
        changes.touched += [
            path for path, stat in seen.files.items() if path not in known or known[path][1] != stat
        ]
        changes.gone += [
            (number, path)
            for path, (number, _) in known.items()
            if path not in seen.files and not _is_below(path, seen.unreadable)
        ]
    yield changes


def _outermost(paths: set[str]) -> set[str]:
    return {
        path
        for path in paths
        if not any(str(parent) in paths for parent in PurePosixPath(path).parents)
    }


def _is_below(path: str, folders: list[str]) -> bool:
    return any(not folder or path == folder or path.startswith(folder + "/") for folder in folders)


def _scan(root: Path, below: str, seen: _Seen) -> Iterator[None]:
    """Fill ``seen`` with the photo files of ``root/below`` (a file or a folder)."""
    if any(is_skipped_folder(part) for part in PurePosixPath(below).parts[:-1]):
        return
    start = root / below
    if below and not start.is_dir():
        if is_photo_name(start.name) and (stat := _stat(start)):
            seen.files[below] = stat
        return
    if below and is_skipped_folder(start.name):
        return
    visited: set[tuple[int, int]] = set()
    waiting = [below]
    count = 0
    while waiting:
        for _ in _list(root, waiting.pop(), seen, visited, waiting):
            count += 1
            if count % _SCAN_STEP == 0:
                yield


def _list(
    root: Path, below: str, seen: _Seen, visited: set[tuple[int, int]], waiting: list[str]
) -> Iterator[None]:
    """Look at one folder: its photos into ``seen``, its subfolders into ``waiting``."""
    try:
        place = (root / below).stat()
        if (place.st_dev, place.st_ino) in visited:  # a symbolic link led back here
            return
        visited.add((place.st_dev, place.st_ino))
        with os.scandir(root / below) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                yield
                path = f"{below}/{entry.name}" if below else entry.name
                if _is_folder(entry):
                    if not is_skipped_folder(entry.name):
                        waiting.append(path)
                elif is_photo_name(entry.name) and (stat := _stat(Path(entry.path))):
                    seen.files[path] = stat
    except FileNotFoundError:
        return
    except OSError:
        seen.unreadable.append(below)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _stat(path: Path) -> FileStat | None:
    """None: gone, not a regular file, or a link to nowhere."""
    try:
        found = path.stat()
    except OSError:
        return None
    return FileStat(found.st_size, found.st_mtime_ns) if path.is_file() else None
