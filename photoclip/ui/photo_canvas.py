"""Draws a photo to be looked at closely: fitted, zoomed, panned and turned.

Coarsely at once, finely when a thread has drawn it. Decodes nothing: it says when it could show
more than it was given.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QImage,
    QInputDevice,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QGestureEvent,
    QPinchGesture,
    QSizePolicy,
    QWidget,
)

from photoclip.ui.photo_rendering import Rendering, blur, place_upright, render
from photoclip.ui.theme import DARK, GAP
from photoclip.ui.view_geometry import View
from photoclip.ui.workers import Workers

ZOOM_STEP = 1.25
PAN_STEP = 80
"""Logical pixels an arrow key moves the photo by."""

LINGER_MS = 250
"""How long the last photo stays while the next one is being read."""


class PhotoCanvas(QWidget):
    """Holds one photo; points are logical pixels, zooms device pixels per pixel of the photo."""

    zoom_changed = Signal()
    detail_missing = Signal()
    """The photo is zoomed past the pixels that are here."""
    clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image: QImage | None = None
        self._detail: QImage | None = None
        self._size = QSize()
        self._turns = self._next_turns = 0
        self._view = View(QSize(1, 1), QSize(1, 1))
        self._scaled: QPixmap | None = None
        self._corner = QPointF()
        self._text = ""
        self._stale = False
        self._veil = ""
        self._grabbed: QPoint | None = None
        self._dragged = False
        self._pointer_hidden = False
        self._workers = Workers(1, self)
        self._workers.done.connect(self._take_rendering)
        self._linger = QTimer(self, singleShot=True, interval=LINGER_MS)
        self._linger.timeout.connect(self.clear)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        self.grabGesture(Qt.GestureType.PinchGesture)

    def close_workers(self) -> None:
        self._workers.close()

    # --- what it shows

    @Slot()
    def clear(self) -> None:
        self._image = self._detail = self._scaled = None
        self._size = QSize()
        self._text = ""
        self._end_waiting()
        self._workers.want({})
        self.update()

    def begin_photo(self, turns: int) -> None:
        """Another photo comes, turned by so many quarters; the last one stays for a moment."""
        if self._text or self._veil or self._image is None:
            self.clear()
        self._detail = None
        self._text = ""
        self._stale = True
        self._linger.start()
        self._next_turns = turns

    def show_picture(self, image: QImage, size: QSize, *, detail: bool = False) -> None:
        """Show the photo, which has ``size`` pixels upright, by an upright image of it.

        A larger image takes the place of a smaller one; zoom and place stay. ``detail`` is one
        that replaces none: the photo is drawn from it only where the other has too few pixels.
        """
        if self._stale or size != self._size:
            self._end_waiting()
            self._turns = self._next_turns
            self._view = View(self._turned_size(size), self._room())
        self._size = size
        if detail:
            self._detail = image
        else:
            self._image = image
        self._look_again()

    def set_veiled(self, sentence: str) -> None:
        """Show this over no more of the photo than its colours; an empty one shows the photo."""
        self._veil = sentence
        self.update()

    def show_frame(self, image: QImage) -> None:
        """Another moment of an animation of the same size."""
        self._image, self._detail, self._scaled = image, None, None
        self.update()

    def show_text(self, text: str) -> None:
        """A sentence: over the picture when there is one of this photo, else in its place."""
        if self._stale:
            self.clear()
        self._text = text
        self.update()

    def hide_pointer(self, hidden: bool) -> None:
        self._pointer_hidden = hidden
        self._set_cursor()

    def has_picture(self) -> bool:
        return self._image is not None and not self._stale

    def _end_waiting(self) -> None:
        self._stale = False
        self._linger.stop()

    # --- zoom, place and turn

    def zoom(self) -> float:
        return self._view.scale()

    def is_fitted(self) -> bool:
        return self._view.zoom is None

    def can_pan(self) -> bool:
        return self.has_picture() and self._view.reaches_beyond()

    def zoom_to(self, zoom: float, at: QPointF | None = None) -> None:
        """``at`` stays where it is; None: the middle."""
        if self.has_picture():
            at = QPointF(self.rect().center()) if at is None else at
            self._look_at(self._view.zoomed(zoom, at * self.devicePixelRatioF()))

    def zoom_by(self, steps: float, at: QPointF | None = None) -> None:
        self.zoom_to(self.zoom() * ZOOM_STEP**steps, at)

    def fit(self) -> None:
        self._look_at(View(self._view.photo, self._view.room))

    def toggle_full_size(self, at: QPointF | None = None) -> None:
        """Between fitted and one pixel of the photo on one of the screen."""
        if self.is_fitted():
            self.zoom_to(1.0, at)
        else:
            self.fit()

    def pan(self, by: QPointF) -> None:
        """Move the photo by so many logical pixels."""
        self._look_at(self._view.panned(by * self.devicePixelRatioF()))

    def turn(self, turns: int) -> None:
        """Show it turned clockwise by so many quarters, fitted again."""
        self._next_turns = turns
        if self._stale:
            return
        self._turns = turns
        self._view = View(self._turned_size(self._size), self._room())
        self._look_again()

    def _turned_size(self, size: QSize) -> QSize:
        return size.transposed() if self._turns % 2 else size

    def _room(self) -> QSize:
        """In device pixels."""
        ratio = self.devicePixelRatioF()
        return QSize(round(self.width() * ratio), round(self.height() * ratio))

    def _look_at(self, view: View) -> None:
        if view != self._view:
            self._view = view
            self._look_again()

    def _look_again(self) -> None:
        self._scaled = None
        self._want_rendering()
        self._set_cursor()
        self.zoom_changed.emit()
        self.update()
        if self._image is not None and self._detail is None and self._lacks_pixels(self._image):
            self.detail_missing.emit()

    def _lacks_pixels(self, image: QImage) -> bool:
        """Whether the photo has more pixels that the zoom would show."""
        have = image.width() / max(1, self._size.width())
        return have < 1 and self.zoom() > have * 1.01

    # --- drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self._image is not None:
            painter.save()
            ratio = self.devicePixelRatioF()
            painter.scale(1 / ratio, 1 / ratio)
            if self._veil:
                painter.setTransform(place_upright(self._view.area(), self._turns), True)
                painter.drawImage(QRectF(0, 0, 1, 1), blur(self._image))
            elif self._scaled is not None:
                painter.drawPixmap(self._corner, self._scaled)
            else:
                painter.setTransform(place_upright(self._view.area(), self._turns), True)
                painter.drawImage(QRectF(0, 0, 1, 1), self._source(self._image))
            painter.restore()
        if self._text or self._veil:
            self._paint_text(painter, self._text or self._veil)
        painter.end()

    def _source(self, image: QImage) -> QImage:
        """The smallest image that has all pixels the zoom shows."""
        return self._detail if self._detail is not None and self._lacks_pixels(image) else image

    def _paint_text(self, painter: QPainter, text: str) -> None:
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        room = QRectF(self.rect()).adjusted(4 * GAP, 2 * GAP, -4 * GAP, -2 * GAP)
        area = painter.boundingRect(room, flags, text)
        painter.setPen(QColor(DARK.quiet))
        if self._image is not None:
            area.moveBottom(room.bottom())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(QColor(16, 17, 18, 220))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(area.adjusted(-12, -8, 12, 8), GAP, GAP)
            painter.setPen(QColor(DARK.text))
        painter.drawText(area, flags, text)

    def _want_rendering(self) -> None:
        if self._image is None:
            self._workers.want({})
            return
        source = self._source(self._image)
        work = partial(render, source, self._turns, self._view.area(), self._view.room)
        self._workers.want({self._rendering_key(source): work})

    def _rendering_key(self, source: QImage) -> tuple[object, ...]:
        area, room = self._view.area().getRect(), self._view.room.toTuple()
        return (source.cacheKey(), self._turns, area, room)

    @Slot(object, object)
    def _take_rendering(self, key: object, result: object) -> None:
        image = self._image
        if image is None or key != self._rendering_key(self._source(image)):
            return
        if isinstance(result, Rendering):
            self._scaled, self._corner = QPixmap.fromImage(result.image), result.corner
            self.update()

    # --- mouse and touch

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._view = self._view.resized(self._room())
        self._look_again()
        super().resizeEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._grabbed, self._dragged = event.position().toPoint(), False
            self._set_cursor()
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if self._grabbed is not None:
            way = at - self._grabbed
            far = way.manhattanLength() >= QApplication.startDragDistance()
            if self._dragged or far:
                self._dragged, self._grabbed = True, at
                if self.can_pan():
                    self.pan(QPointF(way))
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._grabbed is not None:
            self._grabbed = None
            self._set_cursor()
            if not self._dragged:
                self.clicked.emit()
        else:
            super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.toggle_full_size(event.position())

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y()
        touch = event.device().type() == QInputDevice.DeviceType.TouchPad
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if touch and not control and self.can_pan():
            self.pan(QPointF(event.pixelDelta() or event.angleDelta()))
        elif turned:
            self.zoom_by(turned / 120, event.position())
        event.accept()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QGestureEvent):
            return self._take_gesture(event)
        if isinstance(event, QNativeGestureEvent):  # a trackpad of macOS
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self.zoom_to(self.zoom() * (1 + event.value()), event.position())
                return True
            return False
        return super().event(event)

    def _take_gesture(self, event: QGestureEvent) -> bool:
        pinch: Any = event.gesture(Qt.GestureType.PinchGesture)
        if not isinstance(pinch, QPinchGesture):
            return False
        if pinch.changeFlags() & QPinchGesture.ChangeFlag.ScaleFactorChanged:
            at = self.mapFromGlobal(pinch.centerPoint())
            self.zoom_to(self.zoom() * pinch.scaleFactor(), at)
        return True

    def _set_cursor(self) -> None:
        if self._pointer_hidden:
            self.setCursor(Qt.CursorShape.BlankCursor)
        elif not self.can_pan():
            self.unsetCursor()
        elif self._grabbed is not None:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        else:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
