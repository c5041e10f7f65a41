from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from ui.desk import make_hits, make_row

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


def fill(grid: PhotoGrid, count: int) -> None:
    grid.show_hits(make_hits(range(1, count + 1)), keep_place=False)


def press(qtbot, grid, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(grid, key)


def test_every_cell_is_where_it_is_expected(grid):
    fill(grid, 1000)
    cell = grid.gridSize().width()
    for row in (0, 1, grid.columns(), grid.columns() + 1):
        rect = grid.visualRect(grid.model().index(row, 0))
        line, column = divmod(row, grid.columns())
        assert rect.topLeft() == QPoint(column * cell, line * cell)
        assert rect.size() == grid.gridSize()


def test_a_hundred_thousand_photos_scroll_and_ask_for_one_page(qtbot, grid):
    with qtbot.waitSignal(grid.details_missing) as asked:
        fill(grid, 100_000)
    assert asked.args[0][0] == 1

    with qtbot.waitSignal(grid.details_missing) as asked:
        grid.verticalScrollBar().setValue(grid.verticalScrollBar().maximum())
    assert max(asked.args[0]) == 100_000
    assert len(asked.args[0]) <= 3 * len(grid.visible_rows()) + 2 * grid.columns()
    last = grid.model().index(99_999, 0)
    assert grid.viewport().rect().contains(grid.visualRect(last))


def test_arrows_go_by_columns_and_lines(qtbot, grid):
    fill(grid, 100)
    grid.go_to(0)

    press(qtbot, grid, Qt.Key.Key_Right, Qt.Key.Key_Down)
    assert grid.currentIndex().row() == 1 + grid.columns()
    press(qtbot, grid, Qt.Key.Key_Up, Qt.Key.Key_Left)
    assert grid.currentIndex().row() == 0
    press(qtbot, grid, Qt.Key.Key_End)
    assert grid.currentIndex().row() == 99


def test_select_all_of_a_large_library_asks_for_a_part_only(qtbot, grid):
    fill(grid, 100_000)
    grid.selectAll()

    assert len(grid.selected_rows()) == 100_000
    assert len(grid.selected_rows(at_most=10)) == 10


def test_the_wheel_with_ctrl_changes_the_size_and_keeps_the_place(qtbot, grid):
    fill(grid, 10_000)
    grid.scrollTo(grid.model().index(5_000, 0))
    side, first = grid.side(), grid.first_visible_row()

    event = QWheelEvent(
        QPointF(100, 100),
        QPointF(100, 100),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    with qtbot.waitSignal(grid.side_changed):
        QApplication.sendEvent(grid.viewport(), event)

    assert grid.side() == side - 16
    assert abs(grid.first_visible_row() - first) <= grid.columns()


def test_the_columns_fill_the_width(grid):
    fill(grid, 100)
    for width in (300, 555, 800, 1210):
        grid.resize(width, 600)
        cell = grid.gridSize().width()
        left_over = grid.contentsRect().width() - grid.columns() * cell
        assert 0 <= left_over < cell


def test_a_refresh_holds_place_and_selection(grid):
    fill(grid, 1_000)
    grid.go_to(500)
    top = grid.model().photo_id(grid.first_visible_row())

    grid.show_hits(make_hits([*range(5_000, 5_012), *range(1, 1_001)]), keep_place=True)

    assert grid.model().photo_id(grid.currentIndex().row()) == 501
    assert [grid.model().photo_id(row) for row in grid.selected_rows()] == [501]
    shown = {grid.model().photo_id(row) for row in grid.visible_rows()}
    assert top in shown


def test_a_refresh_that_changes_nothing_resets_nothing(qtbot, grid):
    fill(grid, 100)

    with qtbot.assertNotEmitted(grid.model().modelReset):
        grid.show_hits(make_hits(range(1, 101)), keep_place=True)


def test_another_query_begins_at_the_top(grid):
    fill(grid, 1_000)
    grid.go_to(500)

    grid.show_hits(make_hits(range(100, 900)), keep_place=False)

    assert grid.first_visible_row() == 0
    assert grid.selected_rows() == []


def test_letters_do_not_jump(qtbot, grid):
    fill(grid, 10)
    grid.model().add_details([make_row(i, Path(f"/photos/{i}.jpg")) for i in range(1, 11)])
    grid.go_to(0)

    qtbot.keyClicks(grid, "7")

    assert grid.currentIndex().row() == 0
