"""What a thread draws agrees with what the painter draws."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter

from photoclip.ui.photo_rendering import blur, place_upright, render
from photoclip.ui.view_geometry import View

QUARTERS = ("red", "green", "blue", "yellow")
"""Top left, top right, bottom left, bottom right."""


@pytest.fixture
def photo():
    image = QImage(600, 400, QImage.Format.Format_RGB32)
    for index, colour in enumerate(QUARTERS):
        x, y = index % 2 * 300, index // 2 * 200
        for row in range(y, y + 200):
            for column in (x, x + 299):
                image.setPixelColor(column, row, QColor(colour))
    painter = QPainter(image)
    for index, colour in enumerate(QUARTERS):
        painter.fillRect(index % 2 * 300, index // 2 * 200, 300, 200, QColor(colour))
    painter.end()
    return image


def draw_coarsely(image: QImage, turns: int, area: QRectF, room: QSize) -> QImage:
    canvas = QImage(room, QImage.Format.Format_RGB32)
    canvas.fill(QColor("black"))
    painter = QPainter(canvas)
    painter.setTransform(place_upright(area, turns))
    painter.drawImage(QRectF(0, 0, 1, 1), image)
    painter.end()
    return canvas


def draw_finely(image: QImage, turns: int, area: QRectF, room: QSize) -> QImage:
    canvas = QImage(room, QImage.Format.Format_RGB32)
    canvas.fill(QColor("black"))
    drawn = render(image, turns, area, room)
    painter = QPainter(canvas)
    painter.drawImage(drawn.corner, drawn.image)
    painter.end()
    return canvas


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
@pytest.mark.parametrize("zoom", [None, 0.5, 1.0, 3.0])
def test_fine_and_coarse_agree(photo, turns, zoom):
    size = photo.size().transposed() if turns % 2 else photo.size()
    view = View(size, QSize(300, 260))
    if zoom is not None:
        view = view.zoomed(zoom, QPointF(140, 120))
    coarse = draw_coarsely(photo, turns, view.area(), view.room)
    fine = draw_finely(photo, turns, view.area(), view.room)

    places = [(x, y) for x in range(7, 300, 13) for y in range(7, 260, 13)]
    differing = [at for at in places if coarse.pixel(*at) != fine.pixel(*at)]
    assert len(differing) < len(places) / 10  # along the quarters' edges


@pytest.mark.parametrize(
    ("turns", "expected"), [(0, "red"), (1, "blue"), (2, "yellow"), (3, "green")]
)
def test_turned_clockwise(photo, turns, expected):
    size = photo.size().transposed() if turns % 2 else photo.size()
    view = View(size, QSize(300, 300))
    drawn = render(photo, turns, view.area(), view.room).image

    assert drawn.pixelColor(5, 5) == QColor(expected)


def test_full_size_is_pixel_for_pixel(photo):
    view = View(photo.size(), QSize(100, 100), zoom=1.0, centre=QPointF(300, 200))
    drawn = render(photo, 0, view.area(), view.room)

    assert drawn.image.size() == QSize(100, 100)
    assert drawn.corner == QPointF(0, 0)
    assert drawn.image.pixelColor(49, 49) == QColor("red")
    assert drawn.image.pixelColor(50, 50) == QColor("yellow")


def test_only_what_is_seen_is_drawn(photo):
    view = View(photo.size(), QSize(100, 100)).zoomed(8.0, QPointF(50, 50))
    drawn = render(photo, 0, view.area(), view.room)

    assert drawn.image.width() <= 116
    assert drawn.image.height() <= 116


@pytest.mark.parametrize("size", [(60_000, 1), (1, 60_000), (1, 1)])
def test_any_shape_is_drawn(size):
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    for turns in (0, 1):
        photo_size = image.size().transposed() if turns else image.size()
        view = View(photo_size, QSize(300, 200))
        assert not render(image, turns, view.area(), view.room).image.isNull()
        assert not blur(image).isNull()


def test_a_blurred_photo_keeps_no_detail(photo):
    lines = QImage(600, 400, QImage.Format.Format_RGB32)
    lines.fill(QColor("white"))
    painter = QPainter(lines)
    for x in range(0, 600, 20):
        painter.fillRect(x, 0, 10, 400, QColor("black"))
    painter.end()
    blurred = blur(lines)

    greys = [blurred.pixelColor(x, blurred.height() // 2).red() for x in range(blurred.width())]
    assert all(abs(a - b) < 16 for a, b in pairwise(greys))
