from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtWidgets import QApplication
from ui.desk import make_hits, make_row

from photoclip.domain import Hits
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


def press(qtbot, grid, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(grid, key)


def test_every_cell_is_where_it_is_expected(grid):
    fill(grid, 1000)
    cell = grid.grid_layout().side
    for row in (0, 1, grid.columns(), grid.columns() + 1):
        rect = grid.visualRect(grid.model().index(row, 0))
        line, column = divmod(row, grid.columns())
        assert rect == QRect(column * cell, line * cell, cell, cell)


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
        cell = grid.grid_layout().side
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


# --- a refresh


def test_a_refresh_keeps_all_of_a_large_selection(grid):
    fill(grid, 20_000)
    grid.selectAll()

    grid.show_hits(make_hits([*range(50_000, 50_010), *range(1, 20_001)]), keep_place=True)

    assert grid.selected_rows() == list(range(10, 20_010))


def test_a_refresh_that_takes_the_top_photo_away_holds_the_one_beside_it(grid):
    fill(grid, 1_000)
    grid.go_to(500)
    top = grid.first_visible_row()
    beside = grid.visualRect(grid.model().index(top + 1, 0))

    grid.show_hits(make_hits([i for i in range(1, 1_001) if i != top + 1]), keep_place=True)

    row = grid.model().row_of(top + 2)
    assert grid.visualRect(grid.model().index(row, 0)).top() == beside.top()


# --- the line of relevance


def test_only_relevant_photos_are_rows_until_more_are_asked_for(qtbot, grid):
    grid.show_hits(rank(100, 7), keep_place=False)
    assert grid.model().rowCount() == 7
    assert grid._foot.text() == "Show more (93 photos fit less well)"
    grid.go_to(3)

    with qtbot.waitSignal(grid.more_asked):
        qtbot.mouseClick(grid._foot, Qt.MouseButton.LeftButton)

    assert grid.model().rowCount() == 100
    assert not grid._foot.isVisible()
    assert grid.currentIndex().row() == 3
    assert grid.hasFocus()


def test_the_keyboard_asks_for_more(qtbot, grid):
    grid.show_hits(rank(100, 17), keep_place=False)
    grid.setFocus()
    grid.go_to(0)

    press(qtbot, grid, Qt.Key.Key_End)
    assert grid.viewport().rect().contains(grid._foot.geometry())
    press(qtbot, grid, Qt.Key.Key_Down)
    assert grid._foot.hasFocus()
    press(qtbot, grid._foot, Qt.Key.Key_Up)
    assert grid.hasFocus()
    assert grid.currentIndex().row() == 16
    press(qtbot, grid, Qt.Key.Key_Down)
    press(qtbot, grid._foot, Qt.Key.Key_Return)

    assert grid.model().rowCount() == 100
    assert grid.hasFocus()


def test_what_was_asked_for_stays_until_another_query(grid):
    grid.show_hits(rank(100, 7), keep_place=False)
    grid.show_all_hits()

    grid.show_hits(rank(101, 8), keep_place=True)
    assert grid.model().rowCount() == 101
    grid.show_hits(rank(100, 7), keep_place=False)
    assert grid.model().rowCount() == 7


def test_nothing_relevant_still_offers_more(grid):
    grid.show_hits(rank(100, 0), keep_place=False)

    assert grid._foot.isVisible()
    assert grid.viewport().rect().contains(grid._foot.geometry())


def test_the_score_is_known_of_ranked_photos_only(grid):
    fill_by_day(grid, 40, 3)
    grid.show_scores(True)
    assert not grid._tile.shows_scores

    grid.show_hits(rank(100, 7), keep_place=False)
    assert grid._tile.shows_scores


# --- other senses


def test_a_screen_reader_knows_a_list_of_photos(grid):
    fill(grid, 200)
    grid.model().add_details([make_row(i, Path(f"/photos/{i}.jpg")) for i in range(1, 201)])

    interface = QAccessible.queryAccessibleInterface(grid)

    assert interface.role() == QAccessible.Role.List
    assert interface.childCount() == 200
    child = interface.child(150)
    assert child.text(QAccessible.Text.Name) == "Photo, 3 May 2021, 151.jpg"
    assert interface.child(3).rect().size() == grid.visualRect(grid.model().index(3, 0)).size()


def test_a_screen_reader_that_listens_disturbs_nothing(qtbot, grid):
    QAccessible.setActive(True)
    try:
        fill(grid, 200)
        grid.setFocus()
        press(qtbot, grid, Qt.Key.Key_End, Qt.Key.Key_Up)
        grid.selectAll()
        grid.model().add_details([make_row(i, Path(f"/photos/{i}.jpg")) for i in range(1, 201)])
        grid.show_hits(make_hits(range(100, 150)), keep_place=True)
    finally:
        QAccessible.setActive(False)

    assert grid.selected_rows() == list(range(50))


def test_the_menu_key_opens_the_menu_on_the_photo(grid):
    fill(grid, 100)
    grid.go_to(50)

    at = grid.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle).center()

    assert grid.indexAt(at).row() == 50


def test_where_the_keyboard_is_other_photos_begin_with_the_first(qtbot, grid):
    grid.show_hits(rank(100, 7), keep_place=False)
    grid.setFocus()
    grid.go_to(3)
    opened = []
    grid.activated.connect(lambda index: opened.append(index.row()))

    grid.show_hits(rank(90, 5), keep_place=False)
    press(qtbot, grid, Qt.Key.Key_Return)

    assert opened == [0]
