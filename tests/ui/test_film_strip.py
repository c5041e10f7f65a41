"""The strip below the photo, over few rows and over very many."""

from __future__ import annotations

from contextlib import closing

import pytest
from PySide6.QtCore import QPoint, Qt
from support import COLOURS
from ui.desk import make_hits
from ui.stand import Stand

from photoclip.ui.film_strip import CELL


@pytest.fixture
def stand(qtbot, tmp_path):
    with closing(Stand(qtbot, tmp_path)) as one:
        yield one


def middle_of(stand: Stand, cells_from_centre: int) -> QPoint:
    return QPoint(stand.strip.width() // 2 + cells_from_centre * CELL, stand.strip.height() // 2)


def colour_of(stand: Stand, cells_from_centre: int) -> tuple[int, ...]:
    image = stand.strip.grab().toImage()
    return image.pixelColor(middle_of(stand, cells_from_centre)).getRgb()[:3]


def test_neighbours_lie_beside_the_present_photo(stand):
    stand.fill()
    stand.open(1)

    stand.qtbot.waitUntil(lambda: colour_of(stand, 0) == COLOURS["green"])
    stand.qtbot.waitUntil(lambda: colour_of(stand, -1) == COLOURS["red"])
    stand.qtbot.waitUntil(lambda: colour_of(stand, 2) == COLOURS["yellow"])
    stand.press(Qt.Key.Key_Right)
    assert colour_of(stand, 0) == COLOURS["blue"]


def test_a_click_goes_there(stand):
    rows = stand.fill()
    stand.open(0)
    stand.qtbot.mouseClick(stand.strip, Qt.MouseButton.LeftButton, pos=middle_of(stand, 2))

    assert stand.viewer.photo() == rows[2]
    assert stand.grid.currentIndex().row() == 2


def test_a_click_where_nothing_lies_goes_nowhere(stand):
    rows = stand.fill()
    stand.open(0)
    gap = middle_of(stand, 0) + QPoint(CELL // 2, 0)
    for at in (middle_of(stand, -1), middle_of(stand, 4), gap):
        stand.qtbot.mouseClick(stand.strip, Qt.MouseButton.LeftButton, pos=at)

    assert stand.viewer.photo() == rows[0]


def test_the_wheel_goes_on(stand):
    rows = stand.fill()
    stand.open(0)
    stand.turn_wheel(-1, QPoint(5, 5), stand.strip)

    assert stand.viewer.photo() == rows[1]


def test_of_very_many_rows_only_the_near_ones_are_asked_for(stand):
    asked: list[int] = []
    for signal in (stand.viewing.details_missing, stand.grid.details_missing):
        signal.connect(asked.extend)
    stand.grid.show_hits(make_hits(range(1, 100_001)), keep_place=False)
    stand.open(50_000)

    assert 50_001 in asked
    assert len(asked) < 200
    assert len(stand.strip.rows()) < 40
    stand.strip.grab()


def test_a_veiled_photo_is_not_seen(stand):
    rows = stand.fill()
    stand.open(0)
    stand.qtbot.waitUntil(lambda: colour_of(stand, 1) == COLOURS["green"])
    stand.qtbot.waitUntil(lambda: colour_of(stand, 2) == COLOURS["blue"])

    stand.model.set_veil(lambda photo: photo == rows[1])

    assert colour_of(stand, 1) != COLOURS["green"]
    assert colour_of(stand, 2) == COLOURS["blue"]


def test_hidden_it_asks_for_nothing(stand):
    stand.fill()
    stand.viewer.show_strip(False)
    stand.open(0)
    stand.press(Qt.Key.Key_Right)

    assert not stand.strip._ask.isActive()
