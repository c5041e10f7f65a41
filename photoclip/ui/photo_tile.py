"""Draws one photo of the grid."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from photoclip.domain import Photo
from photoclip.ui.icons import draw_icon
from photoclip.ui.photo_model import PhotoModel
from photoclip.ui.theme import GAP, RADIUS
from photoclip.ui.thumbnails import Thumbnails

Index = QModelIndex | QPersistentModelIndex

AWAY = 0.35
"""Opacity of a photo whose folder is not connected."""


class PhotoTile(QStyledItemDelegate):
    """Paints pixmaps that exist already, and a quiet tile where none does yet."""

    def __init__(
        self, model: PhotoModel, thumbnails: Thumbnails, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._photos = model
        self._thumbnails = thumbnails
        self.cell = QSize(GAP, GAP)
        """The room of one photo with half a gap on each side."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return self.cell

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        half = GAP // 2
        rect: QRect = option.rect.adjusted(half, half, -half, -half)
        photo = self._photos.photo(index.row())
        painter.save()
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        self._paint_photo(painter, option, rect, photo)
        self._paint_state(painter, option, rect)
        painter.restore()

    def _paint_photo(
        self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, photo: Photo | None
    ) -> None:
        palette: QPalette = option.palette
        pixmap = self._thumbnails.pixmap(photo) if photo else None
        if photo is not None and self._photos.is_offline(photo):
            painter.setOpacity(AWAY)
        if pixmap is not None:
            painter.drawPixmap(rect, pixmap)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.color(QPalette.ColorRole.AlternateBase))
            painter.drawRoundedRect(rect, RADIUS, RADIUS)
            if photo is not None and (self._thumbnails.has_failed(photo)):
                quiet = palette.color(QPalette.ColorRole.PlaceholderText)
                spot = QRect(0, 0, 24, 24)
                spot.moveCenter(rect.center())
                draw_icon("image", quiet).paint(painter, spot)
        self._paint_edge(painter, palette, rect)
        painter.setOpacity(1.0)

    def _paint_edge(self, painter: QPainter, palette: QPalette, rect: QRect) -> None:
        """A hair line, so that a photo as bright as the window still has a shape."""
        edge = palette.color(QPalette.ColorRole.WindowText)
        edge.setAlpha(22)
        painter.setPen(QPen(edge, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)

    def _paint_state(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect) -> None:
        palette: QPalette = option.palette
        state: QStyle.StateFlag = option.state
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if state & QStyle.StateFlag.State_Selected:
            accent = palette.color(QPalette.ColorRole.Highlight)
            painter.setPen(QPen(accent, 3))
            painter.drawRoundedRect(QRectF(rect).adjusted(-1, -1, 1, 1), RADIUS + 1, RADIUS + 1)
        elif state & QStyle.StateFlag.State_MouseOver:
            glow = QPainterPath()
            glow.addRoundedRect(QRectF(rect), RADIUS, RADIUS)
            veil = palette.color(QPalette.ColorRole.Base)
            veil.setAlpha(36)
            painter.fillPath(glow, veil)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(palette.color(QPalette.ColorRole.WindowText), 1))
            painter.drawRoundedRect(QRectF(rect).adjusted(-3, -3, 3, 3), RADIUS + 3, RADIUS + 3)
