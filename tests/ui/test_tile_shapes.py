from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from photoclip.ui.tile_shapes import KEPT, Shape, TileShapes

RECT = QRect(10, 10, 40, 40)


def paint(shapes: TileShapes, shape: Shape, colour: str = "blue", rect: QRect = RECT) -> QImage:
    image = QImage(60, 60, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    shapes.paint(painter, rect, shape, QColor(colour))
    painter.end()
    return image


def test_a_tile_is_filled_and_has_round_corners(qapp):
    image = paint(TileShapes(), Shape.TILE)

    assert image.pixelColor(30, 30) == QColor("blue")
    assert image.pixelColor(10, 10) == QColor("white")
    assert image.pixelColor(9, 30) == QColor("white")


def test_lines_leave_the_middle_free(qapp):
    for shape, where in ((Shape.EDGE, 10), (Shape.RING, 9), (Shape.FOCUS, 7)):
        image = paint(TileShapes(), shape)
        assert image.pixelColor(30, 30) == QColor("white")
        assert image.pixelColor(where, 30) != QColor("white")
        assert image.pixelColor(5, 30) == QColor("white")


def test_another_colour_or_size_is_drawn_anew(qapp):
    shapes = TileShapes()
    first = paint(shapes, Shape.TILE)

    assert paint(shapes, Shape.TILE, "red").pixelColor(30, 30) == QColor("red")
    assert paint(shapes, Shape.TILE, rect=QRect(10, 10, 20, 20)).pixelColor(45, 45) == QColor(
        "white"
    )
    assert paint(shapes, Shape.TILE) == first


def test_few_are_kept(qapp):
    shapes = TileShapes()
    for side in range(8, 8 + 3 * KEPT):
        paint(shapes, Shape.EDGE, rect=QRect(0, 0, side, side))

    assert len(shapes._drawn) <= KEPT
