"""Brings a photo's pixels to the canvas: the thumbnail first, then the screen's size, then all.

More than the screen's size is decoded only where the person zooms past it.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QSize, Signal, Slot
from PySide6.QtGui import QImage

from photoclip.domain import Photo
from photoclip.ui.animation import Animation
from photoclip.ui.photo_canvas import PhotoCanvas
from photoclip.ui.pictures import Pictures, detail_side


class PhotoLoading(QObject):
    """One photo at a time; its neighbours are decoded ahead."""

    shown = Signal()
    """The photo is on screen at the screen's size."""
    failed = Signal(str)
    """Why it cannot be shown; its thumbnail may be on screen."""

    def __init__(self, pictures: Pictures, canvas: PhotoCanvas, parent: QObject) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._canvas = canvas
        self._photo: Photo | None = None
        self._drawn: set[int] = set()
        """Cache keys of the images that the canvas has of this photo."""
        self._detail: int | None = None
        """The short side of the larger image that is wanted."""
        self._neighbours: Sequence[Photo] = ()
        self._told = ""
        self.animation = Animation(self)
        self.animation.frame.connect(canvas.show_frame)
        canvas.detail_missing.connect(self._want_detail)
        pictures.loaded.connect(self._take)

    def show_photo(self, photo: Photo, turns: int) -> None:
        self.animation.stop()
        self._photo, self._detail, self._told = photo, None, ""
        self._drawn.clear()
        self._canvas.begin_photo(turns)

    def load(self, neighbours: Sequence[Photo]) -> None:
        """Decode what is missing of the photo, and then of these."""
        photo = self._photo
        if photo is None:
            return
        side = self._short_side()
        there = self._pictures.picture(photo.path, side) is not None
        self._pictures.want(
            [photo.path, *(each.path for each in neighbours)],
            side,
            detail=None if self._detail is None else (photo.path, self._detail),
            stand_in=None if there else photo,
        )
        self._neighbours = neighbours
        self._take(photo.path)

    def leave(self) -> None:
        """Nothing is shown any more, and nothing is decoded for it."""
        self._photo = None
        self._neighbours = ()
        self.animation.stop()
        self._pictures.want((), 0)
        self._canvas.clear()

    def close_workers(self) -> None:
        self.animation.close_workers()

    def _short_side(self) -> int:
        # The screen's, not the window's: resizing must not decode again.
        size = self._canvas.screen().size()
        return round(min(size.width(), size.height()) * self._canvas.devicePixelRatioF())

    @Slot(object)
    def _take(self, path: object) -> None:
        photo = self._photo
        if photo is None or path != photo.path:
            return
        side = self._short_side()
        picture = self._pictures.picture(photo.path, side)
        if picture is not None:
            if self._told:
                self._told = ""
                self._canvas.show_text("")
            if self._draw(picture.image, picture.size):
                self.animation.play(photo.path)
                self.shown.emit()
            self._take_detail(photo, picture.size)
            return
        stand_in = self._pictures.picture(photo.path, 0)
        if stand_in is not None:
            self._draw(stand_in.image, stand_in.size)
        reason = self._pictures.failure(photo.path, side)
        if reason and reason != self._told:
            self._told = reason
            self.failed.emit(reason)

    def _take_detail(self, photo: Photo, size: QSize) -> None:
        detail = self._detail and self._pictures.picture(photo.path, self._detail)
        if detail:
            self._draw(detail.image, size, detail=True)

    def _draw(self, image: QImage, size: QSize, *, detail: bool = False) -> bool:
        """Whether this is news to the canvas."""
        if image.cacheKey() in self._drawn:
            return False
        self._drawn.add(image.cacheKey())
        self._canvas.show_picture(image, size, detail=detail)
        return True

    @Slot()
    def _want_detail(self) -> None:
        photo = self._photo
        picture = photo and self._pictures.picture(photo.path, self._short_side())
        if not picture or self._detail is not None:
            return
        side = detail_side(picture.size)
        if side > min(picture.image.width(), picture.image.height()):
            self._detail = side
            self.load(self._neighbours)
