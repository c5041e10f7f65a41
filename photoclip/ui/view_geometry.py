"""Where a photo lies in the room it is looked at in: zoom, and the point in the middle.

Arithmetic alone: knows no pixels and no widget. Room and areas are in device pixels, so that at
zoom 1 one pixel of the photo is one of the screen.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF

MOST_ENLARGED = 2.0
"""A small photo that is fitted grows to this only: more would show nothing new."""

MOST_ZOOM = 8.0
SAME = 1.02
"""Zooms that differ by less than this factor look the same."""


@dataclass(frozen=True, slots=True)
class View:
    """``zoom`` None fits the photo into the room. ``centre`` is a point of the photo."""

    photo: QSize
    room: QSize
    zoom: float | None = None
    centre: QPointF | None = None

    def fit(self) -> float:
        """The zoom at which all of the photo is seen."""
        width, height = max(1, self.photo.width()), max(1, self.photo.height())
        return min(self.room.width() / width, self.room.height() / height, MOST_ENLARGED)

    def scale(self) -> float:
        """Device pixels per pixel of the photo."""
        return self.fit() if self.zoom is None else self.zoom

    def area(self) -> QRectF:
        """The whole photo in the room; it may reach beyond. Never less than a pixel."""
        scale = self.scale()
        size = QSizeF(max(1.0, self.photo.width() * scale), max(1.0, self.photo.height() * scale))
        middle = QPointF(self.room.width() / 2, self.room.height() / 2)
        centre = self._centre()
        corner = QPointF(middle.x() - centre.x() * scale, middle.y() - centre.y() * scale)
        # On whole pixels: at zoom 1 nothing may be blurred.
        return QRectF(QPointF(round(corner.x()), round(corner.y())), size)

    def reaches_beyond(self) -> bool:
        """Whether there is anything to pan to."""
        area = self.area()
        return area.width() > self.room.width() + 1 or area.height() > self.room.height() + 1

    def zoomed(self, scale: float, at: QPointF) -> View:
        """Zoom with the photo's point under ``at`` held; a zoom close to fitting fits."""
        fit = self.fit()
        scale = max(min(fit, 1.0), min(max(fit, MOST_ZOOM), scale))
        if scale < fit * SAME and (scale > fit / SAME or fit <= 1.0):
            return replace(self, zoom=None, centre=None)
        point = self._photo_point(at)
        middle = QPointF(self.room.width() / 2, self.room.height() / 2)
        centre = point - (at - middle) / scale
        return replace(self, zoom=scale, centre=centre)._held()

    def panned(self, by: QPointF) -> View:
        """Move the photo by so many device pixels, not further than its edges."""
        if self.zoom is None:
            return self
        return replace(self, centre=self._centre() - by / self.scale())._held()

    def resized(self, room: QSize) -> View:
        """The same view in another room: what fitted fits again."""
        return replace(self, room=room)._held()

    def _centre(self) -> QPointF:
        if self.centre is None:
            return QPointF(self.photo.width() / 2, self.photo.height() / 2)
        return self.centre

    def _photo_point(self, at: QPointF) -> QPointF:
        area, scale = self.area(), self.scale()
        return QPointF((at.x() - area.x()) / scale, (at.y() - area.y()) / scale)

    def _held(self) -> View:
        """Edges stay outside the room where the photo is larger, else it is in the middle."""
        if self.zoom is None:
            return self
        centre = self._centre()
        x = _hold(centre.x(), self.photo.width(), self.room.width() / self.zoom)
        y = _hold(centre.y(), self.photo.height(), self.room.height() / self.zoom)
        return replace(self, centre=QPointF(x, y))


def _hold(centre: float, length: float, seen: float) -> float:
    if length <= seen:
        return length / 2
    return max(seen / 2, min(length - seen / 2, centre))
