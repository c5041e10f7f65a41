from __future__ import annotations

import pytest
from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QWidget

from photoclip.ui.date_scrubber import END, WIDTH, DateScrubber, Stop

MAY, APRIL, MARCH = (QDate(2021, month, 1) for month in (5, 4, 3))


@pytest.fixture
def scrubber(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(400, 200 + 2 * END)
    scrubber = DateScrubber(parent)
    scrubber.setGeometry(300, 0, WIDTH, 200 + 2 * END)
    scrubber.show_stops([Stop(0, MAY), Stop(500, APRIL), Stop(1_200, MARCH)], 1_000)
    with qtbot.waitExposed(parent):
        parent.show()
    scrubber.show()
    yield scrubber
    parent.close()


def test_a_month_is_where_the_scroll_bar_stands_for_it(scrubber):
    assert scrubber.month_at(0) == MAY
    assert scrubber.month_at(END + 99) == MAY
    assert scrubber.month_at(END + 100) == APRIL
    assert scrubber.month_at(10_000) == APRIL  # March comes into sight before it is at the top


def test_a_press_and_a_drag_move_the_scroll_bar(qtbot, scrubber):
    moved = []
    scrubber.moved.connect(moved.append)

    for y in (END + 50, 0, 10_000):
        qtbot.mousePress(scrubber, Qt.MouseButton.LeftButton, pos=QPoint(5, y))
        qtbot.mouseRelease(scrubber, Qt.MouseButton.LeftButton, pos=QPoint(5, y))

    assert moved == [250, 0, 1_000]


def test_the_right_button_moves_nothing(qtbot, scrubber):
    with qtbot.assertNotEmitted(scrubber.moved):
        qtbot.mouseClick(scrubber, Qt.MouseButton.RightButton, pos=QPoint(5, 100))


def test_the_month_is_named_inside_the_window(qtbot, scrubber):
    qtbot.mouseMove(scrubber, QPoint(5, END + 150))

    bubble = scrubber._bubble
    assert bubble.isVisible()
    assert bubble.text() == "April 2021"
    assert bubble.geometry().right() < scrubber.geometry().left()


def test_the_mark_moves_over_the_dates_and_leaves_no_trace(qtbot, scrubber):
    at_rest = scrubber.grab().toImage()

    scrubber.show_value(500)
    moved = scrubber.grab().toImage()
    scrubber.show_value(0)

    accent = scrubber.palette().color(QPalette.ColorRole.Highlight)
    assert (
        moved.pixelColor(WIDTH - 2, END + 100) == accent != at_rest.pixelColor(WIDTH - 2, END + 100)
    )
    assert scrubber.grab().toImage() == at_rest


def test_other_dates_and_other_colours_are_drawn_anew(qtbot, scrubber):
    before = scrubber.grab().toImage()

    scrubber.show_stops([Stop(0, MARCH.addYears(-5)), Stop(500, MARCH.addYears(-6))], 1_000)
    other_dates = scrubber.grab().toImage()
    palette = scrubber.palette()
    palette.setColor(QPalette.ColorRole.Window, QColor("black"))
    scrubber.setPalette(palette)

    assert other_dates != before
    assert scrubber.grab().toImage().pixelColor(0, 0) == QColor("black")
