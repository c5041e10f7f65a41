"""Whole pictures for the viewer, decoded on threads of their own; the last few stay in memory."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from math import sqrt
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Signal, Slot
from PySide6.QtGui import QImage

from photoclip.domain import Photo
from photoclip.ui.qimages import read_sized, to_screen
from photoclip.ui.thumbnail_cache import SIZES, ThumbnailCache
from photoclip.ui.translation import say
from photoclip.ui.workers import Workers

Source = Path | bytes
"""A file, or the encoded bytes of a picture."""

Key = tuple[Source, int]
"""A source, and the short side that was asked for in device pixels."""

MEMORY = 512 << 20
"""Bytes of pictures kept."""

MOST_PIXELS = 100_000_000
"""Of one picture in memory, 4 bytes each: a larger photo is shown in detail, not in full."""

MOST_KEPT = 64
"""Pictures and failures, however small."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A picture that may be smaller than the photo, which has ``size`` pixels."""

    image: QImage
    size: QSize


class Pictures(QObject):
    """``image`` never decodes; ``want`` asks for them, the first one first."""

    loaded = Signal(object)
    """The source whose image or failure is known now."""

    def __init__(
        self,
        memory: int = MEMORY,
        parent: QObject | None = None,
        *,
        keep: int = MOST_KEPT,
        thumbnails: ThumbnailCache | None = None,
    ) -> None:
        """``thumbnails`` give what can be shown of photos that cannot be read now."""
        super().__init__(parent)
        self._memory, self._most_kept = memory, keep
        self._thumbnails = thumbnails
        self._results: OrderedDict[Key, object] = OrderedDict()
        self._wanted: list[Key] = []
        self._stand_in: Photo | None = None
        self._screen: bytes | None = None
        self._screens = 0
        self._workers = Workers(2, self)
        self._workers.done.connect(self._keep)

    def image(self, source: Source, short_side: int) -> QImage | None:
        picture = self.picture(source, short_side)
        return None if picture is None else picture.image

    def picture(self, source: Source, short_side: int) -> Loaded | None:
        result = self._results.get((source, short_side))
        return result if isinstance(result, Loaded) else None

    def failure(self, source: Source, short_side: int) -> str:
        """Why the picture cannot be shown; empty while it can."""
        result = self._results.get((source, short_side))
        return say(result) if isinstance(result, Exception) else ""

    def want(
        self,
        sources: Sequence[Source],
        short_side: int,
        *,
        detail: tuple[Source, int] | None = None,
        stand_in: Photo | None = None,
    ) -> None:
        """``short_side`` is in device pixels: no image is larger than that needs.

        ``detail`` is one more, with a short side of its own, after the first. A ``stand_in`` is the
        photo's kept thumbnail, under the short side 0. A failure is tried again.
        """
        keys: list[Key] = [(source, short_side) for source in sources]
        if detail is not None:
            keys.insert(1, detail)
        if stand_in is not None and self._thumbnails is not None and keys:
            keys.append((stand_in.path, 0))
        self._wanted, self._stand_in = keys, stand_in
        self._start()

    def _start(self) -> None:
        """Decode what is wanted and not there; a thumbnail is there soonest."""
        jobs: dict[Hashable, Callable[[], object]] = {}
        for key in sorted(self._wanted, key=lambda key: key[1] != 0):
            if isinstance(self._results.get(key), Loaded):
                self._results.move_to_end(key)
            elif key[1] or key not in self._results:
                jobs[key, self._screens] = self._job(*key)
        self._workers.want(jobs)

    def _job(self, source: Source, short_side: int) -> Callable[[], object]:
        if short_side == 0 and self._stand_in is not None and self._thumbnails is not None:
            return partial(_load_thumbnail, self._stand_in, self._thumbnails, self._screen)
        return partial(_load, source, short_side, self._screen)

    def set_screen(self, profile: bytes | None) -> None:
        """Show colours by this profile, None: in sRGB; what is wanted comes again."""
        if profile != self._screen:
            self._screen = profile
            self._screens += 1
            self._results.clear()
            self._start()

    def forget(self, sources: Collection[Source]) -> None:
        """These files changed: what is in memory is not to be trusted."""
        for key in [key for key in self._results if key[0] in sources]:
            del self._results[key]

    def close(self) -> None:
        self._workers.close()

    @Slot(object, object)
    def _keep(self, job: tuple[Key, int], result: object) -> None:
        key, screen = job
        if screen != self._screens:
            return
        self._results[key] = result
        self._results.move_to_end(key)
        self._drop_some()
        self.loaded.emit(key[0])

    def _drop_some(self) -> None:
        used = sum(_count_bytes(result) for result in self._results.values())
        for key in list(self._least_needed()):
            if used <= self._memory and len(self._results) <= self._most_kept:
                return
            used -= _count_bytes(self._results.pop(key))

    def _least_needed(self) -> Iterator[Key]:
        """What nobody waits for, oldest first; then the last wish first, but never the first."""
        wanted = set(self._wanted)
        yield from (key for key in self._results if key not in wanted)
        yield from (key for key in reversed(self._wanted[1:]) if key in self._results)


def detail_side(size: QSize) -> int:
    """The short side to ask for to see every pixel of a photo, or as many as memory allows."""
    width, height = size.width(), size.height()
    if width * height <= MOST_PIXELS:
        return min(width, height)
    # A picture may come with nearly twice the side that was asked for.
    return int(sqrt(MOST_PIXELS * min(width, height) / max(width, height)) / 2)


def _load(source: Source, short_side: int, screen: bytes | None) -> Loaded:
    image, size = read_sized(source, short_side, screen)
    return Loaded(image, size)


def _load_thumbnail(
    photo: Photo, thumbnails: ThumbnailCache, screen: bytes | None
) -> Loaded | None:
    for side in reversed(SIZES):
        image = thumbnails.load(photo.content_hash, side)
        if image is not None:
            facts = photo.facts
            image = to_screen(image, screen)
            return Loaded(image, QSize(facts.width, facts.height) if facts else image.size())
    return None


def _count_bytes(result: object) -> int:
    return result.image.sizeInBytes() if isinstance(result, Loaded) else 0
