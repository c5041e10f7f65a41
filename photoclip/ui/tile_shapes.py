"""Rounded shapes of the size of a tile, drawn once and then copied.

A rounded line costs 0.19 ms to draw and 0.003 ms to copy (189 x 189 pixels, Qt 6.11), and a page
of small photos has hundreds of them.
"""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from photoclip.ui.theme import GAP, RADIUS

KEPT = 32


class Shape(Enum):
    """The width of its line, 0 for a filled one, and how far it stands out."""

    TILE = (0, 0.0)
    EDGE = (1, -0.5)
    RING = (3, 1.0)
    FOCUS = (1, 3.0)


class TileShapes:
    """``paint`` is as quick as ``drawPixmap`` from the second time on."""

    def __init__(self) -> None:
        self._drawn: dict[tuple[Shape, int, int, float, int], QPixmap] = {}

    def paint(self, painter: QPainter, rect: QRect, shape: Shape, colour: QColor) -> None:
        """Around or over ``rect``; at most half a gap outside of it."""
        ratio = painter.device().devicePixelRatio()
        key = (shape, rect.width(), rect.height(), ratio, colour.rgba())
        pixmap = self._drawn.get(key)
        if pixmap is None:
            if len(self._drawn) >= KEPT:  # while the size changes
                self._drawn.clear()
            pixmap = self._drawn[key] = _draw(rect.size(), ratio, shape, colour)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawPixmap(rect.topLeft() - QPoint(GAP // 2, GAP // 2), pixmap)


def _draw(size: QSize, ratio: float, shape: Shape, colour: QColor) -> QPixmap:
    pixmap = QPixmap((size + QSize(GAP, GAP)) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    width, out = shape.value
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, width) if width else Qt.PenStyle.NoPen)
    painter.setBrush(Qt.BrushStyle.NoBrush if width else colour)
    place = QRectF(GAP // 2, GAP // 2, size.width(), size.height()).adjusted(-out, -out, out, out)
    radius = RADIUS + max(0.0, out)
    painter.drawRoundedRect(place, radius, radius)
    painter.end()
    return pixmap
