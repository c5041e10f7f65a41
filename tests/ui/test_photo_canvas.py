"""Looking closely: with mouse, wheel and fingers."""

from __future__ import annotations

from contextlib import closing

import pytest
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QImage
from support import COLOURS
from ui.stand import Stand

RED, WHITE = COLOURS["red"], COLOURS["white"]


@pytest.fixture
def stand(qtbot, tmp_path):
    with closing(Stand(qtbot, tmp_path)) as one:
        yield one


def test_a_small_photo_is_drawn_at_twice_its_size_and_smaller_in_less_room(stand):
    stand.fill()
    stand.open()
    canvas = stand.canvas
    stand.qtbot.waitUntil(lambda: canvas._scaled is not None)
    assert canvas._scaled.size().toTuple() == (128, 96)

    canvas.resize(100, 100)
    stand.qtbot.waitUntil(lambda: canvas._scaled is not None and canvas._scaled.width() == 100)
    assert canvas._scaled.height() == 75


@pytest.fixture
def large(stand):
    """The viewer with a photo of 3,000 × 2,000 pixels, a white spot in its top left corner."""
    stand.show([stand.make_large("large.png", (3000, 2000))])
    stand.open()
    stand.wait_for_picture()
    return stand


def test_a_photo_is_fitted_first(large):
    assert large.canvas.is_fitted()
    assert not large.canvas.can_pan()
    assert large.colour_at(0.5, 0.5) == RED


def test_a_double_click_shows_full_size_at_its_point_and_another_the_whole(large):
    area = large.canvas._view.area()
    spot = (area.topLeft() + QPointF(6, 6)).toPoint()
    large.qtbot.mouseDClick(large.canvas, Qt.MouseButton.LeftButton, pos=spot)

    assert large.canvas.zoom() == 1.0
    assert large.canvas.grab().toImage().pixelColor(spot).getRgb()[:3] == WHITE
    large.qtbot.mouseDClick(large.canvas, Qt.MouseButton.LeftButton, pos=spot)
    assert large.canvas.is_fitted()


def test_the_wheel_zooms_around_the_pointer(large):
    area = large.canvas._view.area()
    spot = (area.topLeft() + QPointF(6, 6)).toPoint()
    large.turn_wheel(3, spot)

    assert not large.canvas.is_fitted()
    assert large.canvas.grab().toImage().pixelColor(spot).getRgb()[:3] == WHITE
    large.turn_wheel(-4, spot)
    assert large.canvas.is_fitted()


def test_dragging_moves_the_photo_and_is_no_click(large):
    clicks = []
    large.canvas.clicked.connect(lambda: clicks.append(1))
    large.canvas.zoom_to(1.0)
    before = large.canvas._view.area().topLeft()
    button = Qt.MouseButton.LeftButton
    large.qtbot.mousePress(large.canvas, button, pos=QPoint(300, 200))
    large.qtbot.mouseMove(large.canvas, QPoint(340, 230))
    large.qtbot.mouseRelease(large.canvas, button, pos=QPoint(340, 230))

    assert large.canvas._view.area().topLeft() - before == QPointF(40, 30)
    assert clicks == []
    large.qtbot.mouseClick(large.canvas, button, pos=QPoint(300, 200))
    assert clicks == [1]


def test_zoomed_past_what_is_loaded_the_full_photo_is_read_and_nothing_jumps(large, monkeypatch):
    side = large.viewer._loading._short_side()
    photo = large.viewer.photo()
    large.pictures.forget({photo.path})
    monkeypatch.setattr(large.viewer._loading, "_short_side", lambda: 100)
    large.viewer._loading.load([])
    large.qtbot.waitUntil(lambda: large.canvas._image.height() < 200)
    assert side >= 200
    assert large.canvas._detail is None
    large.press(Qt.Key.Key_Z)
    zoomed = large.canvas._view

    large.qtbot.waitUntil(lambda: large.canvas._detail is not None)
    assert large.canvas._detail.size() == QSize(3000, 2000)
    assert large.canvas._view == zoomed
    assert large.colour_at(0.5, 0.5) == RED


def test_a_fitted_photo_needs_no_more_than_the_screens_size(large):
    large.canvas.zoom_by(-3)

    assert large.canvas._detail is None
    assert large.viewer._loading._detail is None


def test_a_fine_drawing_follows_the_coarse_one(large):
    large.canvas.zoom_to(0.7)
    large.qtbot.waitUntil(lambda: large.canvas._scaled is not None)

    ratio = large.canvas.devicePixelRatioF()
    assert large.canvas._scaled.width() <= large.canvas.width() * ratio + 3


def test_turned_it_fits_again(large):
    large.canvas.zoom_to(1.0)
    large.canvas.turn(1)

    assert large.canvas.is_fitted()
    area = large.canvas._view.area()
    assert area.height() > area.width()
    corner = (area.topRight() + QPointF(-6, 6)).toPoint()
    assert large.canvas.grab().toImage().pixelColor(corner).getRgb()[:3] == WHITE


def test_the_last_photo_stays_for_a_moment_and_no_longer(large):
    large.canvas.begin_photo(0)
    assert large.colour_at(0.5, 0.5) == RED
    assert not large.canvas.has_picture()

    large.qtbot.waitUntil(lambda: large.colour_at(0.5, 0.5) != RED)


def test_a_veiled_photo_shows_no_detail_at_any_zoom(large):
    stripes = QImage(400, 300, QImage.Format.Format_RGB32)
    for x in range(400):
        for y in range(300):
            stripes.setPixelColor(x, y, QColor("white" if x % 8 < 4 else "black"))
    large.canvas.begin_photo(0)
    large.canvas.show_picture(stripes, stripes.size())
    large.canvas.set_veiled("This photo is veiled.")
    for zoom in (0.5, 1.0, 4.0):
        large.canvas.zoom_to(zoom)
        row = large.canvas.height() // 2
        image = large.canvas.grab().toImage()
        middle = range(image.width() // 2 - 60, image.width() // 2 + 60)
        greys = [image.pixelColor(x, row).red() for x in middle]
        assert max(greys) - min(greys) < 40
    large.canvas.set_veiled("")
    image = large.canvas.grab().toImage()
    greys = [image.pixelColor(x, row).red() for x in middle]
    assert max(greys) - min(greys) > 200


def test_a_pointer_over_a_photo_that_can_be_moved_is_a_hand(large):
    assert large.canvas.cursor().shape() == Qt.CursorShape.ArrowCursor
    large.canvas.zoom_to(1.0)
    assert large.canvas.cursor().shape() == Qt.CursorShape.OpenHandCursor
    large.canvas.hide_pointer(True)
    assert large.canvas.cursor().shape() == Qt.CursorShape.BlankCursor
