"""Mouse and keys on a grid, as a person uses them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QStyledItemDelegate
from ui.desk import make_hits

from photoclip.ui.grid_headings import HEADING
from photoclip.ui.grid_layout import GridLayout
from photoclip.ui.grid_view import GridView
from photoclip.ui.photo_model import PhotoModel

SIDE, COLUMNS = 100, 4
NONE, SHIFT, CONTROL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)
LEFT = Qt.MouseButton.LeftButton


class Numbers(GridView):
    """Sections of 6, 2 and 32 rows, four in a line."""

    def __init__(self) -> None:
        super().__init__()
        self.photos = PhotoModel(self)
        self.photos.show_hits(make_hits(range(40)))
        self.setItemDelegate(QStyledItemDelegate(self))
        self.setModel(self.photos)
        self.dragged = 0

    def name_section(self, section: int) -> str:
        return f"Section {section}"

    def startDrag(self, actions: Qt.DropAction) -> None:
        self.dragged += 1


@pytest.fixture
def grid(qtbot):
    grid = Numbers()
    qtbot.addWidget(grid)
    grid.resize(COLUMNS * SIDE + 40, 420)
    with qtbot.waitExposed(grid):
        grid.show()
    grid.set_layout(GridLayout(40, COLUMNS, SIDE, (0, 6, 8), HEADING))
    grid.setFocus()
    return grid


def middle(grid: GridView, row: int) -> QPoint:
    return grid.visualRect(grid.model().index(row, 0)).center()


def click(qtbot, grid: GridView, row: int, modifier: Qt.KeyboardModifier = NONE) -> None:
    qtbot.mouseClick(grid.viewport(), LEFT, modifier, middle(grid, row))


def drag(grid: GridView, begin: QPoint, end: QPoint, modifier: Qt.KeyboardModifier = NONE) -> None:
    kind = QEvent.Type
    for event, at, button, buttons in (
        (kind.MouseButtonPress, begin, LEFT, LEFT),
        (kind.MouseMove, end, Qt.MouseButton.NoButton, LEFT),
        (kind.MouseButtonRelease, end, LEFT, Qt.MouseButton.NoButton),
    ):
        spot = QPointF(at)
        whole = QPointF(grid.viewport().mapToGlobal(at))
        QApplication.sendEvent(
            grid.viewport(), QMouseEvent(event, spot, whole, button, buttons, modifier)
        )


def press(qtbot, grid, *keys: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> int:
    for key in keys:
        qtbot.keyClick(grid, key, modifier)
    return grid.currentIndex().row()


def test_up_and_down_cross_sections_and_come_back_to_their_column(qtbot, grid):
    click(qtbot, grid, 3)

    down, up = Qt.Key.Key_Down, Qt.Key.Key_Up
    assert [press(qtbot, grid, down) for _ in range(4)] == [5, 7, 11, 15]
    assert [press(qtbot, grid, up) for _ in range(4)] == [11, 7, 5, 3]
    assert grid.selected_rows() == [3]


def test_a_page_is_what_is_seen(qtbot, grid):
    click(qtbot, grid, 1)

    assert press(qtbot, grid, Qt.Key.Key_PageDown) > 5
    assert grid.viewport().rect().contains(middle(grid, grid.currentIndex().row()))
    assert press(qtbot, grid, *[Qt.Key.Key_PageDown] * 9) in range(36, 40)
    assert press(qtbot, grid, *[Qt.Key.Key_PageUp] * 9) in range(4)


def test_shift_extends_and_ctrl_only_moves(qtbot, grid):
    click(qtbot, grid, 2)

    press(qtbot, grid, Qt.Key.Key_Right, Qt.Key.Key_Down, modifier=SHIFT)
    assert grid.selected_rows() == [2, 3, 4, 5]
    press(qtbot, grid, Qt.Key.Key_Right, modifier=CONTROL)
    assert grid.currentIndex().row() == 6
    assert grid.selected_rows() == [2, 3, 4, 5]
    press(qtbot, grid, Qt.Key.Key_Space, modifier=CONTROL)
    assert grid.selected_rows() == [2, 3, 4, 5, 6]
    press(qtbot, grid, Qt.Key.Key_End, modifier=SHIFT)
    assert grid.selected_rows()[-1] == 39
    press(qtbot, grid, Qt.Key.Key_A, modifier=CONTROL)
    assert grid.selected_rows() == list(range(40))


def test_enter_and_a_double_click_open(qtbot, grid):
    click(qtbot, grid, 2)
    with qtbot.waitSignal(grid.activated) as opened:
        press(qtbot, grid, Qt.Key.Key_Return)
    assert opened.args[0].row() == 2
    click(qtbot, grid, 3)
    with qtbot.waitSignal(grid.activated) as opened:
        qtbot.mouseDClick(grid.viewport(), LEFT, pos=middle(grid, 3))
    assert opened.args[0].row() == 3


def test_clicks_with_shift_and_ctrl(qtbot, grid):
    click(qtbot, grid, 1)
    click(qtbot, grid, 7, SHIFT)
    assert grid.selected_rows() == list(range(1, 8))
    click(qtbot, grid, 4, CONTROL)
    assert grid.selected_rows() == [1, 2, 3, 5, 6, 7]
    click(qtbot, grid, 0)
    assert grid.selected_rows() == [0]
    qtbot.mouseClick(grid.viewport(), LEFT, pos=middle(grid, 7) + QPoint(SIDE, 0))
    assert grid.selected_rows() == []


def test_a_rubber_band_from_a_photo_that_is_not_selected(grid):
    drag(grid, middle(grid, 1), middle(grid, 6))

    assert grid.dragged == 0
    assert grid.selected_rows() == [0, 1, 4, 5, 6, 7]


def test_a_rubber_band_from_empty_space_that_adds(qtbot, grid):
    click(qtbot, grid, 0)

    drag(grid, middle(grid, 7) + QPoint(2 * SIDE, 0), middle(grid, 7), CONTROL)

    assert grid.selected_rows() == [0, 7]
    assert grid.dragged == 0


def test_selected_photos_are_dragged_out(qtbot, grid):
    click(qtbot, grid, 1)
    click(qtbot, grid, 2, SHIFT)

    drag(grid, middle(grid, 1), middle(grid, 6))

    assert grid.dragged == 1
    assert grid.selected_rows() == [1, 2]


def test_scrolling_to_a_photo_keeps_it_clear_of_the_heading(grid):
    last = grid.model().index(39, 0)
    grid.scrollTo(last)
    assert grid.viewport().rect().contains(grid.visualRect(last))

    twelfth = grid.model().index(12, 0)
    grid.scrollTo(twelfth)

    assert grid.visualRect(twelfth).top() == HEADING


def test_letters_do_not_jump(qtbot, grid):
    click(qtbot, grid, 3)

    assert press(qtbot, grid, Qt.Key.Key_7) == 3


def test_only_what_changed_is_painted(qtbot, grid):
    painted = []
    grid.itemDelegate().paint = lambda painter, option, index: painted.append(index.row())
    grid.viewport().repaint()
    assert painted == list(grid.visible_rows())

    painted.clear()
    grid.dataChanged(grid.model().index(6, 0), grid.model().index(7, 0))
    qtbot.waitUntil(lambda: bool(painted))

    assert painted == [6, 7]
