"""One photo, as large as the window allows, with its neighbours a key away."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from photoclip.domain import Photo
from photoclip.ui import texts
from photoclip.ui.controls import IconButton, make_label
from photoclip.ui.pictures import Pictures
from photoclip.ui.theme import GAP
from photoclip.ui.workers import Workers

TEXT, QUIET = QColor("#e9ebea"), QColor("#a2a8a6")
"""The viewer is dark in both themes."""

MOST_ENLARGED = 2
STEPS = {
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageDown: 1,
    Qt.Key.Key_Space: 1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageUp: -1,
    Qt.Key.Key_Backspace: -1,
}


class Viewer(QWidget):
    """Shows what it is told to; which photo comes next is the window's to say."""

    stepped = Signal(int)
    """Go so many photos on, or back when negative."""
    closed = Signal()
    full_screen_asked = Signal()

    def __init__(self, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("viewer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName(self.tr("Photo"))
        self._pictures = pictures
        self._photo: Photo | None = None
        self._neighbours: Sequence[Photo] = ()
        self._canvas = _Canvas()
        self._canvas.double_clicked.connect(self.closed)
        self._name = make_label()
        self._facts = make_label(quiet=True)
        self._place = make_label(quiet=True)
        self._back = self._button("arrow-left", self.tr("Back to the photos"), self.tr("Esc"))
        self._full = self._button("corners-out", self.tr("Full screen"), "F11")
        self._previous = self._button("caret-left", self.tr("Previous photo"), "←")
        self._next = self._button("caret-right", self.tr("Next photo"), "→")
        self._back.clicked.connect(self.closed)
        self._full.clicked.connect(self.full_screen_asked)
        self._previous.clicked.connect(lambda: self.stepped.emit(-1))
        self._next.clicked.connect(lambda: self.stepped.emit(1))
        self._arrange()
        pictures.loaded.connect(self._take_picture)

    def _button(self, icon: str, label: str, keys: str) -> IconButton:
        button = IconButton(icon, label, keys=keys)
        # Each of these is a key already; arrows must go to the photo, not to a button.
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.set_colour(TEXT)
        return button

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._back)
        top.addStretch()
        top.addWidget(self._full)
        stage = QHBoxLayout()
        stage.addWidget(self._previous)
        stage.addWidget(self._canvas, 1)
        stage.addWidget(self._next)
        caption = QHBoxLayout()
        caption.setSpacing(2 * GAP)
        caption.addWidget(self._name)
        caption.addWidget(self._facts)
        caption.addStretch()
        caption.addWidget(self._place)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP, GAP, GAP, 2 * GAP)
        layout.setSpacing(GAP)
        layout.addLayout(top)
        layout.addLayout(stage, 1)
        caption.setContentsMargins(GAP, 0, GAP, 0)
        layout.addLayout(caption)

    def photo(self) -> Photo | None:
        return self._photo

    def neighbours(self) -> list[Photo]:
        return list(self._neighbours)

    def show_photo(self, photo: Photo, neighbours: Sequence[Photo], place: str) -> None:
        """``neighbours`` are decoded ahead; ``place`` says where among the photos this one is."""
        self._photo = photo
        self._neighbours = neighbours
        self._name.setText(photo.path.name)
        self._name.setToolTip(str(photo.path))
        self._facts.setText("   ".join(texts.write_facts(photo)))
        self._place.setText(place)
        self.setAccessibleName(texts.describe(photo))
        if self._pictures.image(photo.path, self._short_side()) is None:
            self._canvas.clear()
        self._load()

    def set_neighbours_exist(self, before: bool, after: bool) -> None:
        self._previous.setEnabled(before)
        self._next.setEnabled(after)

    def leave(self) -> None:
        """Nothing is shown any more, and nothing is decoded for it."""
        self._photo = None
        self._neighbours = ()
        self._pictures.want((), 0)
        self._canvas.clear()

    def close_workers(self) -> None:
        self._canvas.close_workers()

    def _short_side(self) -> int:
        # The screen's, not the window's: resizing must not decode again.
        size = self.screen().size()
        return round(min(size.width(), size.height()) * self.devicePixelRatioF())

    def _load(self) -> None:
        if self._photo is None:
            return
        side = self._short_side()
        paths = [self._photo.path, *(photo.path for photo in self._neighbours)]
        self._pictures.want(paths, side)
        self._take_picture(self._photo.path)

    @Slot(object)
    def _take_picture(self, path: object) -> None:
        if self._photo is None or path != self._photo.path:
            return
        side = self._short_side()
        image = self._pictures.image(self._photo.path, side)
        if image is not None:
            self._canvas.show_picture(image)
        elif reason := self._pictures.failure(self._photo.path, side):
            self._canvas.show_text(reason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in STEPS:
            self.stepped.emit(STEPS[key])
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if abs(event.angleDelta().y()) >= 120:
            self.stepped.emit(-1 if event.angleDelta().y() > 0 else 1)


class _Canvas(QWidget):
    """Draws an image as large as fits: coarsely at once, finely when a thread has scaled it."""

    double_clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._image: QImage | None = None
        self._scaled: QPixmap | None = None
        self._text = ""
        self._workers = Workers(1, self)
        self._workers.done.connect(self._take_scaled)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def close_workers(self) -> None:
        self._workers.close()

    def clear(self) -> None:
        self._show(None)

    def show_picture(self, image: QImage) -> None:
        self._show(image)

    def show_text(self, text: str) -> None:
        self._show(None, text)

    def _show(self, image: QImage | None, text: str = "") -> None:
        self._image, self._scaled, self._text = image, None, text
        self._want_scaled()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._scaled = None
        self._want_scaled()
        super().resizeEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.double_clicked.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._image is not None:
            size = QSizeF(self._fit(self._image)) / self.devicePixelRatioF()
            area = QRectF(QPointF(0, 0), size)
            area.moveCenter(QRectF(self.rect()).center())
            if self._scaled is not None:
                painter.drawPixmap(area.topLeft().toPoint(), self._scaled)
            else:
                painter.drawImage(area, self._image)
        elif self._text:
            painter.setPen(QUIET)
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)
        painter.end()

    def _fit(self, image: QImage) -> QSize:
        """The size to draw it in, in device pixels."""
        ratio = self.devicePixelRatioF()
        room = QSize(round(self.width() * ratio), round(self.height() * ratio))
        # A small picture is enlarged a little only: more would show nothing new.
        room = room.boundedTo(image.size() * MOST_ENLARGED)
        return image.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)

    def _want_scaled(self) -> None:
        image = self._image
        if image is None:
            self._workers.want({})
        else:
            size = self._fit(image)
            key = (image.cacheKey(), size.toTuple())
            self._workers.want({key: partial(_scale, image, size)})

    @Slot(object, object)
    def _take_scaled(self, key: object, result: object) -> None:
        image = self._image
        if image is None or key != (image.cacheKey(), self._fit(image).toTuple()):
            return
        if isinstance(result, QImage):
            self._scaled = QPixmap.fromImage(result)
            self._scaled.setDevicePixelRatio(self.devicePixelRatioF())
            self.update()


def _scale(image: QImage, size: QSize) -> QImage:
    return image.scaled(
        size,
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
