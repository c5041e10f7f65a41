"""How photos were taken, read from their files beside the window when one is looked at."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from photoclip.domain import Exposure, FileStat, Photo
from photoclip.ui.workers import Workers


class Exposures(QObject):
    """One file at a time; a file that cannot be read tells nothing."""

    read = Signal(object, object)
    """A Photo and its Exposure."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workers = Workers(1, self)
        self._workers.done.connect(self._tell)
        self._wanted: tuple[int, FileStat] | None = None

    def want(self, photo: Photo | None) -> None:
        """Read this one, unless it was the last; what waited before is not wanted any more."""
        wanted = (photo.id, photo.stat) if photo is not None else None
        if wanted != self._wanted:
            self._wanted = wanted
            self._workers.want({photo: partial(_read, photo.path)} if photo is not None else {})

    def close(self) -> None:
        self._workers.close()

    @Slot(object, object)
    def _tell(self, photo: Photo, result: object) -> None:
        if isinstance(result, Exposure):
            self.read.emit(photo, result)


def _read(path: Path) -> Exposure:
    from photoclip import images  # after the first paint

    return images.decode_exposure(images.read(path)[0])
