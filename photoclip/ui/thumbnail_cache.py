"""Small pictures on disk, by the photo's content: a cache that may be deleted at any time."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtGui import QImage

SIZES = (256, 512, 768)
"""Short sides in pixels. A cell takes the smallest that is not smaller than itself."""

QUALITY = 85


def choose_size(side: int) -> int:
    return next((size for size in SIZES if size >= side), SIZES[-1])


class ThumbnailCache:
    """Files ``ab/abcdef...-256.jpg`` under one folder. Safe to use from several threads."""

    def __init__(self, root: Path, limit: int = 2_000_000_000) -> None:
        self._root = root
        self._limit = limit

    def load(self, content_hash: str, size: int) -> QImage | None:
        image = QImage(str(self._path(content_hash, size)))
        return None if image.isNull() else image

    def store(self, content_hash: str, size: int, image: QImage) -> None:
        """Raises OSError when the disk does not take it."""
        path = self._path(content_hash, size)
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(f"{path.name}.{threading.get_ident()}.part")
        if not image.save(str(partial), "JPEG", QUALITY):  # type: ignore[call-overload]
            partial.unlink(missing_ok=True)
            raise OSError(f"cannot write {partial}")
        partial.replace(path)

    def trim(self) -> None:
        """When over the limit, delete the oldest files until four fifths of it are left."""
        files = sorted(self._files(), key=lambda entry: entry[1].st_mtime_ns)
        total = sum(stat.st_size for _, stat in files)
        if total <= self._limit:
            return
        for path, stat in files:
            if total <= self._limit * 4 // 5:
                return
            path.unlink(missing_ok=True)
            total -= stat.st_size

    def _files(self) -> Iterator[tuple[Path, os.stat_result]]:
        for path in self._root.glob("*/*"):
            try:
                yield path, path.stat()
            except FileNotFoundError:
                continue

    def _path(self, content_hash: str, size: int) -> Path:
        return self._root / content_hash[:2] / f"{content_hash}-{size}.jpg"
