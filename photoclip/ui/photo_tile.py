"""Draws one photo of the grid."""

from __future__ import annotations

from PySide6.QtCore import (
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPalette, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from photoclip.domain import Photo
from photoclip.ui.icons import draw_icon
from photoclip.ui.photo_model import PhotoModel
from photoclip.ui.theme import GAP, RADIUS
from photoclip.ui.thumbnails import Thumbnails
from photoclip.ui.tile_shapes import Shape, TileShapes

Index = QModelIndex | QPersistentModelIndex

AWAY = 0.35
"""Opacity of a photo whose folder is not connected."""

BEYOND = 0.45
"""Opacity of a photo beyond the line."""

MARK = 12
"""Height of a heart, a star or a score, in logical pixels."""

PILL_INSET = 5

VEIL = 5
"""Colours in each direction that a veiled photo is reduced to."""

ROOM_FOR_STARS = 144
"""Side of a tile under which the rating is left out."""

INK, SHADE = QColor(255, 255, 255), QColor(0, 0, 0, 140)
"""Marks stand on photos, which are the same in light and dark: white on a shade."""


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
        self.shows_scores = False
        self.line: int | None = None
        """The first row beyond a line that is drawn before it."""
        self._shapes = TileShapes()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return self.cell

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        half = GAP // 2
        rect: QRect = option.rect.adjusted(half, half, -half, -half)
        photo = self._photos.photo(index.row())
        painter.save()
        beyond = self.line is not None and index.row() >= self.line
        away = photo is not None and self._photos.is_offline(photo)
        painter.setOpacity((AWAY if away else 1.0) * (BEYOND if beyond else 1.0))
        self._paint_photo(painter, option.palette, rect, photo)
        painter.setOpacity(1.0)
        if index.row() == self.line:
            accent = option.palette.color(QPalette.ColorRole.Highlight)
            painter.fillRect(QRect(option.rect.left(), rect.top(), 2, rect.height()), accent)
        if photo is not None:
            self._paint_marks(painter, rect, photo)
        if self.shows_scores:
            self._paint_score(painter, rect, self._photos.score(index.row()), option.font)
        self._paint_state(painter, option, rect)
        painter.restore()

    # --- the photo

    def _paint_photo(
        self, painter: QPainter, palette: QPalette, rect: QRect, photo: Photo | None
    ) -> None:
        pixmap = self._thumbnails.pixmap(photo) if photo else None
        veiled = photo is not None and self._photos.is_veiled(photo)
        quiet = palette.color(QPalette.ColorRole.PlaceholderText)
        if pixmap is None:
            colour = palette.color(QPalette.ColorRole.AlternateBase)
            self._shapes.paint(painter, rect, Shape.TILE, colour)
        elif veiled:
            paint_blurred(painter, rect, pixmap)
        else:
            paint_pixmap(painter, rect, pixmap)
        if veiled:
            paint_icon(painter, rect, "eye-slash", quiet if pixmap is None else INK)
        elif photo is not None and pixmap is None and self._thumbnails.has_failed(photo):
            paint_icon(painter, rect, "image", quiet)
        # A hair line, so that a photo as bright as the window still has a shape.
        edge = palette.color(QPalette.ColorRole.WindowText)
        edge.setAlpha(22)
        self._shapes.paint(painter, rect, Shape.EDGE, edge)

    # --- what is known of it

    def _paint_marks(self, painter: QPainter, rect: QRect, photo: Photo) -> None:
        stars = photo.rating if rect.width() >= ROOM_FOR_STARS else 0
        names = ["heart-fill"] * photo.favourite + ["star-fill"] * stars
        if not names:
            return
        pill = QRect(0, 0, len(names) * (MARK + 2) + 6, MARK + 6)
        pill.moveBottomLeft(rect.bottomLeft() + QPoint(PILL_INSET, -PILL_INSET))
        paint_pill(painter, pill)
        for number, name in enumerate(names):
            spot = QRect(pill.left() + 4 + number * (MARK + 2), pill.top() + 3, MARK, MARK)
            draw_icon(name, INK).paint(painter, spot)

    def _paint_score(self, painter: QPainter, rect: QRect, score: float, font: QFont) -> None:
        text = QLocale().toString(score, "f", 2)
        small = QFont(font)
        small.setPixelSize(MARK)
        painter.setFont(small)
        pill = QRect(0, 0, painter.fontMetrics().horizontalAdvance(text) + 10, MARK + 6)
        pill.moveBottomRight(rect.bottomRight() - QPoint(PILL_INSET, PILL_INSET))
        paint_pill(painter, pill)
        painter.setPen(INK)
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_state(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect) -> None:
        palette: QPalette = option.palette
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            accent = palette.color(QPalette.ColorRole.Highlight)
            self._shapes.paint(painter, rect, Shape.RING, accent)
        elif state & QStyle.StateFlag.State_MouseOver:
            veil = palette.color(QPalette.ColorRole.Base)
            veil.setAlpha(36)
            self._shapes.paint(painter, rect, Shape.TILE, veil)
        if state & QStyle.StateFlag.State_HasFocus:
            text = palette.color(QPalette.ColorRole.WindowText)
            self._shapes.paint(painter, rect, Shape.FOCUS, text)


def paint_pixmap(painter: QPainter, rect: QRect, pixmap: QPixmap) -> None:
    """Smoothing costs twenty times as much, also where nothing is scaled (Qt 6.11)."""
    fits = pixmap.width() == round(rect.width() * painter.device().devicePixelRatio())
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not fits)
    painter.drawPixmap(rect, pixmap)


def paint_blurred(painter: QPainter, rect: QRect, pixmap: QPixmap) -> None:
    """So few colours that nothing can be recognised."""
    smooth = Qt.TransformationMode.SmoothTransformation
    side = pixmap.width()
    inner = pixmap.copy(side // 16, side // 16, side * 7 // 8, side * 7 // 8)  # without corners
    colours = inner.scaled(VEIL, VEIL, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
    shape = QPainterPath()
    shape.addRoundedRect(QRectF(rect), RADIUS, RADIUS)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipPath(shape)
    painter.drawPixmap(
        rect, colours.scaled(rect.size(), Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
    )
    painter.fillPath(shape, SHADE)
    painter.restore()


def paint_icon(painter: QPainter, rect: QRect, name: str, colour: QColor) -> None:
    spot = QRect(0, 0, 3 * GAP, 3 * GAP)
    spot.moveCenter(rect.center())
    draw_icon(name, colour).paint(painter, spot)


def paint_pill(painter: QPainter, pill: QRect) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(SHADE)
    painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
