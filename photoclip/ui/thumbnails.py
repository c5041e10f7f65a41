"""The grid's small pictures: in memory, on disk by content, made on threads of their own."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QThread, Signal, Slot
from PySide6.QtGui import QImage, QPixmap

from photoclip.domain import Photo
from photoclip.ui.qimages import crop_square, to_qimage, to_screen
from photoclip.ui.thumbnail_cache import ThumbnailCache, choose_size
from photoclip.ui.workers import Workers

_log = logging.getLogger(__name__)

Key = tuple[str, int, int]
"""A photo's content hash, the side of the square in device pixels, and for which screen it is."""


class Thumbnails(QObject):
    """``pixmap`` never decodes; ``want`` says what is on screen, ``ready`` that more came."""

    ready = Signal(str)
    """The content hash of a photo whose pixmap is new, or that turned out unreadable."""

    dropped = Signal()
    """All pixmaps are gone: the screen has other colours."""

    size_counted = Signal(object)
    """The bytes that all thumbnails take on the disk; an int may be too large for Qt's."""

    def __init__(
        self, cache: ThumbnailCache, memory: int = 160 << 20, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._cache = cache
        self._memory = memory
        self._used = 0
        self._pixmaps: OrderedDict[str, QPixmap] = OrderedDict()
        self._failed: set[str] = set()
        self._screen: bytes | None = None
        self._screens = 0
        self._workers = Workers(max(2, min(4, QThread.idealThreadCount() // 2)), self)
        self._workers.done.connect(self._keep)
        self._housekeeping = Workers(1, self)
        self._housekeeping.done.connect(self._report)
        self._housekeeping.want({"trim": cache.trim})

    def pixmap(self, photo: Photo) -> QPixmap | None:
        """The newest square made of this photo, perhaps of another size than wanted now."""
        pixmap = self._pixmaps.get(photo.content_hash)
        if pixmap is not None:
            self._pixmaps.move_to_end(photo.content_hash)
        return pixmap

    def has_failed(self, photo: Photo) -> bool:
        return bool(photo.error) or photo.content_hash in self._failed

    def want(self, photos: Sequence[Photo], side: int, radius: float) -> None:
        """Make what is missing of these, the first one first; forget wishes made before."""
        jobs: dict[Hashable, Callable[[], object]] = {}
        for photo in photos:
            known = self._pixmaps.get(photo.content_hash)
            if (known is None or known.width() != side) and not self.has_failed(photo):
                key = (photo.content_hash, side, self._screens)
                jobs[key] = partial(make_thumbnail, photo, side, radius, self._cache, self._screen)
        self._workers.want(jobs)

    def set_screen(self, profile: bytes | None) -> None:
        """Show colours by this profile, None: in sRGB, as they are kept on the disk."""
        if profile != self._screen:
            self._screen = profile
            self._screens += 1
            self._pixmaps.clear()
            self._used = 0
            self.dropped.emit()

    def retry(self) -> None:
        """Photos that could not be read may be readable now: a drive came back."""
        self._failed.clear()

    def close(self) -> None:
        self._workers.close()
        self._housekeeping.close()

    # --- the files on the disk

    def set_limit(self, limit: int) -> None:
        """The most bytes on the disk; what was used longest ago goes when there are more."""
        self._cache.set_limit(limit)
        self._housekeeping.want({"trim": self._cache.trim})

    def count_size(self) -> None:
        """Answered by ``size_counted``."""
        self._housekeeping.want({"size": self._cache.size})

    def clear_files(self) -> None:
        """Delete all files; answered by ``size_counted``."""
        self._housekeeping.want({"clear": self._cache.clear, "size": self._cache.size})

    @Slot(object, object)
    def _report(self, key: str, result: object) -> None:
        if isinstance(result, OSError):
            _log.warning("the thumbnails' files stay as they are: %s", result)
        elif key == "size":
            self.size_counted.emit(result)

    @Slot(object, object)
    def _keep(self, key: Key, result: object) -> None:
        content_hash, _, screen = key
        if screen != self._screens:
            return
        if isinstance(result, QImage):
            self._store(content_hash, QPixmap.fromImage(result))
        else:
            self._failed.add(content_hash)
        if self._cache.is_over_limit():
            self._housekeeping.want({"trim": self._cache.trim})
        self.ready.emit(content_hash)

    def _store(self, content_hash: str, pixmap: QPixmap) -> None:
        old = self._pixmaps.pop(content_hash, None)
        self._used += _size(pixmap) - (_size(old) if old else 0)
        self._pixmaps[content_hash] = pixmap
        while self._used > self._memory and len(self._pixmaps) > 1:
            _, dropped = self._pixmaps.popitem(last=False)
            self._used -= _size(dropped)


def make_thumbnail(
    photo: Photo, side: int, radius: float, cache: ThumbnailCache, screen: bytes | None = None
) -> QImage:
    """A square of ``side`` pixels, by the screen's profile. Raises UnreadablePhoto or OSError."""
    from photoclip import images  # after the first paint

    size = choose_size(side)
    image = cache.load(photo.content_hash, size)
    if image is None:
        data, stat = images.read(photo.path)
        image = to_qimage(images.decode(data, short_side=size).image)
        if stat == photo.stat:
            _store(cache, photo.content_hash, size, image)
    return crop_square(to_screen(image, screen), side, radius)


def _store(cache: ThumbnailCache, content_hash: str, size: int, image: QImage) -> None:
    try:
        cache.store(content_hash, size, image)
    except OSError as error:  # a full disk: the picture is shown all the same
        _log.warning("a thumbnail is not kept: %s", error)


def _size(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * 4
