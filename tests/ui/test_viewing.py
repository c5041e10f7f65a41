"""Which photo comes next, while the library changes behind it."""

from __future__ import annotations

from contextlib import closing

import pytest
from PySide6.QtCore import Qt
from ui.desk import make_hits, make_row
from ui.stand import Stand

KEY = Qt.Key


@pytest.fixture
def stand(qtbot, tmp_path):
    with closing(Stand(qtbot, tmp_path)) as one:
        yield one


def show_again(stand: Stand, rows) -> None:
    stand.grid.show_hits(make_hits([row.id for row in rows]), keep_place=True)


def test_closing_lands_on_the_photo_that_was_seen_last(stand):
    stand.fill()
    stand.open(0)
    stand.press(KEY.Key_End)
    stand.press(KEY.Key_Escape)

    assert stand.grid.currentIndex().row() == 3
    assert not stand.viewing.is_open()


def test_the_ends_are_ends(stand):
    rows = stand.fill()
    stand.open(3)
    stand.press(KEY.Key_Right)
    assert stand.viewer.photo() == rows[3]
    assert not stand.viewer._next.isEnabled()

    stand.press(KEY.Key_Home)
    stand.press(KEY.Key_Left)
    assert stand.viewer.photo() == rows[0]
    assert not stand.viewer._previous.isEnabled()


def test_a_click_in_the_strip_after_a_deleted_photo_goes_where_it_pointed(stand):
    rows = stand.fill()
    stand.open(1)
    left = [rows[0], rows[2], rows[3]]
    show_again(stand, left)
    assert stand.viewer.photo() == rows[1]

    stand.strip.chosen.emit(2)
    assert stand.viewer.photo() == rows[3]


def test_a_click_on_the_row_of_a_deleted_photo_shows_what_stands_there_now(stand):
    rows = stand.fill()
    stand.open(1)
    show_again(stand, [rows[0], rows[2], rows[3]])

    stand.strip.chosen.emit(1)
    assert stand.viewer.photo() == rows[2]


def test_the_strip_follows_when_photos_come_before_it(stand):
    rows = stand.fill()
    stand.open(0)
    show_again(stand, [rows[3], rows[2], rows[0]])

    assert stand.viewer.photo() == rows[0]
    assert stand.strip.rows()[0] == 2


def test_details_that_come_late_are_shown(stand):
    rows = [make_row(i, stand.root / f"{i}.jpg") for i in range(1, 5)]
    show_again(stand, rows)
    missing = []
    for signal in (stand.viewing.details_missing, stand.grid.details_missing):
        signal.connect(missing.extend)
    stand.open(2)
    assert set(missing) == {1, 2, 3, 4}
    assert stand.viewer.photo() is None

    stand.model.add_details(rows)
    assert stand.viewer.photo() == rows[2]
    assert [photo.id for photo in stand.viewer.neighbours()] == [4, 2]


def test_when_all_photos_go_the_last_one_stays_until_it_is_closed(stand):
    rows = stand.fill()
    stand.open(0)
    show_again(stand, [])
    stand.press(KEY.Key_Right)
    stand.press(KEY.Key_Home)

    assert stand.viewer.photo() == rows[0]
    stand.press(KEY.Key_Escape)
    assert not stand.viewing.is_open()
