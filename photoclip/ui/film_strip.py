"""The neighbours of the photo in the viewer, as a strip of thumbnails with the present one centred.

Paints the few rows that are seen and nothing else, so the number of rows costs nothing.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from photoclip.domain import Photo
from photoclip.ui.icons import draw_icon
from photoclip.ui.photo_model import PhotoModel
from photoclip.ui.theme import DARK, GAP, RADIUS
from photoclip.ui.thumbnails import Thumbnails

SIDE = 56
"""Of a thumbnail, in logical pixels."""

CELL = SIDE + GAP
HEIGHT = SIDE + 2 * GAP
BACKDROP = QColor(16, 17, 18, 215)
AWAY = 0.35
"""Opacity of a photo whose folder is not connected."""


class FilmStrip(QWidget):
    """Always dark, as the viewer is. Everything it does is on a key of the viewer."""

    chosen = Signal(int)
    """The row that was clicked."""
    stepped = Signal(int)
    """Go so many photos on, or back when negative."""

    def __init__(
        self, model: PhotoModel, thumbnails: Thumbnails, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._thumbnails = thumbnails
        self._row = -1
        self._hovered = -1
        self.setObjectName("filmStrip")
        self.setAccessibleName(self.tr("Film strip"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        # A little after the grid, which asks for its own as the present photo moves there too.
        self._ask = QTimer(self, singleShot=True, interval=40)
        self._ask.timeout.connect(self._ask_for_seen)
        for signal in (model.modelReset, model.dataChanged):
            signal.connect(self._look_again)
        thumbnails.ready.connect(self._redraw)
        thumbnails.dropped.connect(self._look_again)

    def sizeHint(self) -> QSize:
        return QSize(10 * CELL, HEIGHT)

    def show_row(self, row: int) -> None:
        """Bring this row to the middle; -1 shows nothing and asks for nothing."""
        if row != self._row:
            self._row = row
            self._hovered = -1
            self._look_again()

    def rows(self) -> list[int]:
        """Those that have room, the middle one first."""
        if self._row < 0:
            return []
        reach = self.width() // 2 // CELL + 1
        near = [self._row, *(self._row + s * i for i in range(1, reach + 1) for s in (1, -1))]
        return [row for row in near if 0 <= row < self._model.rowCount()]

    @Slot()
    def _look_again(self) -> None:
        if self.isVisible():
            self._ask.start()
            self.update()

    @Slot()
    def _ask_for_seen(self) -> None:
        if self._row < 0 or not self.isVisible():
            return
        photos = self._model.photos(self.rows())
        made = [pixmap for photo in photos if (pixmap := self._thumbnails.pixmap(photo))]
        ratio = self.devicePixelRatioF()
        # The grid's size where the grid has made some: two sizes would displace each other.
        side = made[0].width() if made else round(SIDE * ratio)
        missing = [photo for photo in photos if self._thumbnails.pixmap(photo) is None]
        if missing:
            self._thumbnails.want(missing, side, RADIUS * ratio)

    @Slot(str)
    def _redraw(self, content_hash: str) -> None:
        if self.isVisible():
            self._ask.start()  # what waited for ours may have been displaced
            for row in self.rows():
                photo = self._model.photo(row)
                if photo is not None and photo.content_hash == content_hash:
                    self.update(self._cell(row))

    # --- drawing

    def _cell(self, row: int) -> QRect:
        left = self.width() // 2 - SIDE // 2 + (row - self._row) * CELL
        return QRect(left, (self.height() - SIDE) // 2, SIDE, SIDE)

    def _row_at(self, at: QPointF) -> int:
        """The row under a point, -1 where there is none."""
        row = self._row + (round(at.x()) - self._cell(self._row).left()) // CELL
        there = 0 <= row < self._model.rowCount() and self._cell(row).contains(at.toPoint())
        return row if there else -1

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        painter.fillRect(event.rect(), BACKDROP)
        for row in self.rows():
            cell = self._cell(row)
            if cell.intersects(event.rect()):
                self._paint_photo(painter, QRectF(cell), self._model.photo(row))
                if row in (self._row, self._hovered):
                    colour = QColor(DARK.accent if row == self._row else DARK.quiet)
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    painter.setPen(QPen(colour, 2))
                    painter.drawRoundedRect(
                        QRectF(cell).adjusted(-1, -1, 1, 1), RADIUS + 1, RADIUS + 1
                    )
        painter.end()

    def _paint_photo(self, painter: QPainter, cell: QRectF, photo: Photo | None) -> None:
        shape = QPainterPath()
        shape.addRoundedRect(cell, RADIUS, RADIUS)
        pixmap = self._thumbnails.pixmap(photo) if photo is not None else None
        veiled = photo is not None and self._model.is_veiled(photo)
        if photo is None or pixmap is None or veiled:
            painter.fillPath(shape, QColor(DARK.tile))
            if veiled:
                self._paint_icon(painter, cell, "eye-slash")
            elif photo is not None and self._thumbnails.has_failed(photo):
                self._paint_icon(painter, cell, "image")
            return
        painter.save()
        painter.setOpacity(AWAY if self._model.is_offline(photo) else 1.0)
        painter.setClipPath(shape)
        painter.drawPixmap(cell.toRect(), pixmap)
        painter.restore()

    def _paint_icon(self, painter: QPainter, cell: QRectF, name: str) -> None:
        spot = QRect(0, 0, 20, 20)
        spot.moveCenter(cell.center().toPoint())
        draw_icon(name, QColor(DARK.quiet)).paint(painter, spot)

    # --- the person

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self._row_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and row >= 0:
            self.chosen.emit(row)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        row = self._row_at(event.position())
        if row != self._hovered:
            self._hovered = row
            self.update()
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = -1
        self.update()
        super().leaveEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y() or event.angleDelta().x()
        if abs(turned) >= 120:
            self.stepped.emit(-1 if turned > 0 else 1)
        event.accept()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look_again()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            row = self._row_at(QPointF(event.pos()))
            photo = self._model.photo(row) if row >= 0 else None
            QToolTip.showText(event.globalPos(), photo.path.name if photo else "", self)
            return True
        return super().event(event)
