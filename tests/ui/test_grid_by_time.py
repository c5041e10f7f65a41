"""Photos in order of time: the grid's groups, and its strip of dates."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pytest
from PySide6.QtCore import QDate, QPoint, Qt
from ui.desk import make_hits

from photoclip.domain import Hits
from photoclip.ui.date_sections import Grouping
from photoclip.ui.grid import PhotoGrid
from photoclip.ui.photo_model import PhotoModel
from photoclip.ui.thumbnail_cache import ThumbnailCache
from photoclip.ui.thumbnails import Thumbnails


@pytest.fixture
def grid(qtbot, tmp_path):
    thumbnails = Thumbnails(ThumbnailCache(tmp_path))
    grid = PhotoGrid(PhotoModel(), thumbnails)
    qtbot.addWidget(grid)
    grid.resize(800, 600)
    with qtbot.waitExposed(grid):
        grid.show()
    yield grid
    thumbnails.close()


def fill_by_day(grid: PhotoGrid, days: int, each: int) -> None:
    """``each`` photos on each of these days, backwards from the end of May 2021."""
    newest = datetime(2021, 5, 31, 12)  # local: the zone of whoever runs this
    times = [newest - timedelta(days=day) for day in range(days) for _ in range(each)]
    moments = np.array([round(time.timestamp()) * 10**9 for time in times], np.int64)
    hits = make_hits(range(1, len(times) + 1))
    grid.show_hits(Hits(hits.ids, hits.scores, times=moments), keep_place=False)


def rank(count: int, relevant: int) -> Hits:
    scores = np.linspace(0.4, 0.1, count).astype(np.float32)
    return Hits(np.arange(1, count + 1), scores, relevant=relevant)


# --- groups


def test_photos_in_order_of_time_are_grouped(grid):
    fill_by_day(grid, 40, 3)
    grid.set_grouping(Grouping.MONTH)
    assert [grid.name_section(i) for i in range(2)] == ["May 2021", "April 2021"]

    grid.set_grouping(Grouping.DAY)
    assert grid.name_section(0) == "Monday, 31 May 2021"
    assert grid.grid_layout().sections() == 40

    grid.set_grouping(Grouping.NONE)
    assert grid.grid_layout().heading == 0


def test_ranked_photos_are_not_grouped(grid):
    fill_by_day(grid, 40, 3)
    grid.show_hits(rank(100, 100), keep_place=False)

    assert grid.grid_layout().heading == 0


def test_another_grouping_keeps_the_place(grid):
    fill_by_day(grid, 400, 3)
    grid.set_grouping(Grouping.MONTH)
    grid.scrollTo(grid.model().index(600, 0), PhotoGrid.ScrollHint.PositionAtTop)

    grid.set_grouping(Grouping.DAY)

    assert 600 in grid.visible_rows()


def test_going_to_a_time_shows_its_newest_photo_under_its_heading(grid):
    fill_by_day(grid, 400, 3)
    moment = round(datetime(2021, 1, 31, 23).timestamp()) * 10**9

    grid.go_to_time(moment)

    row = grid.currentIndex().row()
    assert row == (31 + 30 + 31 + 28) * 3
    assert grid.visualRect(grid.currentIndex()).top() == grid.grid_layout().heading
    grid.show_hits(rank(100, 100), keep_place=False)
    grid.go_to_time(moment)
    assert grid.currentIndex().row() == 0


def test_a_click_on_a_heading_selects_its_photos(qtbot, grid):
    fill_by_day(grid, 40, 3)
    grid.set_grouping(Grouping.DAY)
    second = QPoint(20, grid.grid_layout().section_top(1) + 15)

    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 15))
    assert grid.selected_rows() == [0, 1, 2]
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, control, second)
    assert grid.selected_rows() == [0, 1, 2, 3, 4, 5]


def test_the_heading_of_what_is_at_the_top_stays_there(qtbot, grid):
    fill_by_day(grid, 40, 3)
    grid.set_grouping(Grouping.MONTH)
    grid.verticalScrollBar().setValue(grid.grid_layout().side)

    assert not grid.indexAt(QPoint(50, 10)).isValid()
    assert grid.indexAt(QPoint(50, 100)).isValid()
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 15))
    assert grid.selected_rows() == list(range(31 * 3))


# --- the strip of dates


def test_a_long_list_by_date_has_a_strip_of_dates(grid):
    scrubber = grid._scrubber
    fill_by_day(grid, 10, 1)
    assert scrubber.isHidden()

    fill_by_day(grid, 1_000, 3)
    assert not scrubber.isHidden()
    assert scrubber.geometry().left() == grid.viewport().geometry().right() + 1

    grid.show_hits(rank(3_000, 3_000), keep_place=False)
    assert scrubber.isHidden()


def test_a_click_on_the_strip_goes_to_that_time(qtbot, grid):
    fill_by_day(grid, 1_000, 3)
    grid.set_grouping(Grouping.MONTH)
    scrubber = grid._scrubber
    spot = QPoint(20, scrubber.height() // 2)

    qtbot.mouseClick(scrubber, Qt.MouseButton.LeftButton, pos=spot)

    layout = grid.grid_layout()
    shown = grid.name_section(layout.section_at(grid.verticalOffset()))
    assert scrubber.month_at(spot.y()) == QDate.fromString("1 " + shown, "d MMMM yyyy")
    assert shown in {"January 2020", "December 2019"}


def test_the_strip_names_the_month_under_the_mouse(qtbot, grid):
    fill_by_day(grid, 1_000, 3)
    scrubber = grid._scrubber

    qtbot.mouseMove(scrubber, QPoint(20, scrubber.height() - 2))
    assert scrubber._bubble.isVisible()
    assert scrubber._bubble.text() == "September 2018"
