from __future__ import annotations

from datetime import datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QPalette

from photoclip.ui.date_histogram import BARS, HANDLE, DateHistogram

Key = Qt.Key


def ns(*date: int) -> int:
    return int(datetime(*date).timestamp()) * 10**9


@pytest.fixture
def histogram(qtbot):
    """2020 and 2021, as wide as 24 bars of 20 pixels."""
    histogram = DateHistogram()
    qtbot.addWidget(histogram)
    histogram.resize(24 * 20 + 2 * HANDLE, BARS + 20)
    histogram.show_months([(ns(2020, 1, 1), 5), (ns(2020, 7, 1), 10), (ns(2021, 12, 1), 1)])
    with qtbot.waitExposed(histogram):
        histogram.show()
    histogram.chosen = []
    histogram.range_chosen.connect(lambda *limits: histogram.chosen.append(limits))
    return histogram


def place(month: int) -> QPoint:
    """The middle of the bar of that month, counted from January 2020."""
    return QPoint(HANDLE + 20 * month + 10, BARS // 2)


def test_a_drag_chooses_whole_months(qtbot, histogram):
    left = Qt.MouseButton.LeftButton
    qtbot.mousePress(histogram, left, pos=place(8))
    qtbot.mouseMove(histogram, place(3))
    qtbot.mouseRelease(histogram, left, pos=place(3))

    assert histogram.chosen == [(ns(2020, 4, 1), ns(2020, 10, 1))]


def test_a_drag_to_the_edge_leaves_it_open(qtbot, histogram):
    left = Qt.MouseButton.LeftButton
    qtbot.mousePress(histogram, left, pos=place(12))
    qtbot.mouseRelease(histogram, left, pos=QPoint(histogram.width() - 1, 10))

    assert histogram.chosen == [(ns(2021, 1, 1), None)]


def test_a_handle_is_dragged(qtbot, histogram):
    handle = histogram._handles[0]
    qtbot.mousePress(handle, Qt.MouseButton.LeftButton)
    qtbot.mouseMove(handle, handle.mapFromParent(place(6)))

    assert histogram.chosen[-1] == (ns(2020, 7, 1), None)


def test_arrow_keys_move_the_handles(qtbot, histogram):
    first, last = histogram._handles
    qtbot.keyClick(first, Key.Key_Right)
    qtbot.keyClick(first, Key.Key_PageUp)
    qtbot.keyClick(last, Key.Key_Left)
    assert histogram.chosen[-1] == (ns(2021, 2, 1), ns(2021, 12, 1))
    assert first.accessibleName() == "From February 2021"
    assert last.accessibleName() == "Until November 2021"
    qtbot.keyClick(last, Key.Key_Home)
    assert histogram.chosen[-1] == (ns(2021, 2, 1), ns(2021, 3, 1))

    qtbot.keyClick(last, Key.Key_Delete)

    assert histogram.chosen[-1] == (None, None)


def test_a_double_click_chooses_all(qtbot, histogram):
    histogram.show_range(ns(2020, 5, 1), ns(2020, 6, 1))

    qtbot.mouseDClick(histogram, Qt.MouseButton.LeftButton, pos=place(5))

    assert histogram.chosen == [(None, None)]


def test_a_range_from_outside_is_shown_and_not_told(histogram):
    histogram.show_range(ns(2020, 5, 17), ns(2020, 6, 3))

    assert histogram.chosen == []
    assert histogram.name_limit(0) == "From May 2020"
    assert histogram.name_limit(1) == "Until June 2020"


def test_new_counts_keep_the_range_and_open_ends_open(histogram):
    histogram.show_range(ns(2021, 1, 1), None)

    histogram.show_months([(ns(2019, 1, 1), 1), (ns(2022, 3, 1), 1)])

    assert histogram.name_limit(0) == "From January 2021"
    assert histogram.name_limit(1) == "Until March 2022"


def test_the_chosen_bars_have_the_accent(histogram):
    histogram.show_range(ns(2020, 7, 1), ns(2020, 8, 1))
    image = histogram.grab().toImage()
    accent = histogram.palette().color(QPalette.ColorRole.Accent)

    def colour(month: int) -> QColor:
        return image.pixelColor(place(month).x(), BARS - 2)

    assert colour(6) == accent
    assert colour(0) != accent
    histogram.show_range(None, None)
    image = histogram.grab().toImage()
    assert colour(6) != accent


def test_months_of_which_nothing_is_found_have_no_bar(histogram):
    def has_bar(month: int) -> bool:
        image = histogram.grab().toImage()
        at = place(month)
        return image.pixelColor(at.x(), BARS - 1) != image.pixelColor(place(3).x(), BARS - 1)

    assert has_bar(0)
    months = [ns(2020, 1, 1), ns(2020, 7, 1), ns(2021, 12, 1)]
    histogram.show_months([(month, count) for month, count in zip(months, (0, 4, 0), strict=True)])
    assert not has_bar(0)
    assert has_bar(6)
    histogram.show_months([(month, 0) for month in months])
    assert not has_bar(6)


def test_no_dates_at_all(qtbot, histogram):
    histogram.show_months([])

    assert not histogram.can_be_narrowed()
    qtbot.mouseClick(histogram, Qt.MouseButton.LeftButton, pos=place(3))
    assert histogram.chosen == []


def test_one_month_is_no_choice(histogram):
    histogram.show_months([(ns(2020, 1, 1), 5)])

    assert not histogram.can_be_narrowed()


def test_dates_of_long_ago_and_of_centuries(histogram):
    histogram.show_months([(ns(1890, 1, 1), 3), (ns(2021, 5, 1), 4)])
    histogram.grab()

    assert histogram.name_limit(0) == "From January 1890"
