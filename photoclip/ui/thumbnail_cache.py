"""Small pictures on disk, by the photo's content: a cache that may be deleted at any time."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtGui import QImage

SIZES = (256, 512, 768)
"""Short sides in pixels. A cell takes the smallest that is not smaller than itself."""

QUALITY = 85

LIMIT = 2_000_000_000
"""Bytes on the disk, unless the person says otherwise."""

FRESH_SECONDS = 3600.0
"""A file used again within this time keeps its date: looking must not write all the time."""

PART = ".part"


def choose_size(side: int) -> int:
    return next((size for size in SIZES if size >= side), SIZES[-1])


class ThumbnailCache:
    """Files ``ab/abcdef...-256.jpg`` under one folder; a file's date is that of its last use.

    Safe to use from several threads. ``size``, ``trim`` and ``clear`` walk over all files.
    """

    def __init__(self, root: Path, limit: int = LIMIT) -> None:
        self._root = root
        self._limit = limit
        self._opened = time.time()
        self._lock = threading.Lock()
        self._size: int | None = None
        """Bytes of all files, as far as known without looking; None until they were counted."""

    def set_limit(self, limit: int) -> None:
        """In bytes; ``trim`` then makes it true."""
        self._limit = limit

    def is_over_limit(self) -> bool:
        """Cheap, from the last count and what was stored since; false before the first count."""
        with self._lock:
            return self._size is not None and self._size > self._limit

    def load(self, content_hash: str, size: int) -> QImage | None:
        path = self._path(content_hash, size)
        image = QImage(str(path))
        if image.isNull():
            return None
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > FRESH_SECONDS:
                os.utime(path)
        return image

    def store(self, content_hash: str, size: int, image: QImage) -> None:
        """Raises OSError when the disk does not take it."""
        path = self._path(content_hash, size)
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(f"{path.name}.{threading.get_ident()}{PART}")
        if not image.save(str(partial), "JPEG", QUALITY):  # type: ignore[call-overload]
            partial.unlink(missing_ok=True)
            raise OSError(f"cannot write {partial}")
        written = partial.stat().st_size
        partial.replace(path)
        with self._lock:
            if self._size is not None:
                self._size += written

    def size(self) -> int:
        """Bytes of all files."""
        total = sum(stat.st_size for _, stat in self._files())
        with self._lock:
            self._size = total
        return total

    def trim(self) -> None:
        """Sweep what crashes left; over the limit, leave the last used four fifths of it."""
        self._sweep()
        total = self.size()
        if total <= self._limit:
            return
        for path, stat in sorted(self._files(), key=lambda entry: entry[1].st_mtime_ns):
            if total <= self._limit * 4 // 5:
                break
            path.unlink(missing_ok=True)
            total -= stat.st_size
        with self._lock:
            self._size = total

    def clear(self) -> None:
        """Delete all files; raises OSError when one stays."""
        for path, _ in list(self._files()):
            path.unlink(missing_ok=True)
        with self._lock:
            self._size = 0

    def _sweep(self) -> None:
        """Delete files that an earlier run had begun; a part of now is being written."""
        for path, stat in list(self._files()):
            if path.suffix == PART and stat.st_mtime < self._opened:
                path.unlink(missing_ok=True)

    def _files(self) -> Iterator[tuple[Path, os.stat_result]]:
        for path in self._root.glob("??/*"):
            try:
                yield path, path.stat()
            except FileNotFoundError:
                continue

    def _path(self, content_hash: str, size: int) -> Path:
        return self._root / content_hash[:2] / f"{content_hash}-{size}.jpg"
