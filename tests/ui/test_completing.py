"""Filters completed while they are written, by keys and mouse, in the whole window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from photoclip.domain import Filter, FilterNames, Label, Text
from photoclip.messages import (
    FetchFilterNames,
    FilterNamesFetched,
    LabelsChanged,
    PhotosChanged,
    SearchesChanged,
)

Key = Qt.Key


@pytest.fixture
def desk(desk, qtbot):
    desk.fill()
    desk.hear(LabelsChanged([Label(1, "animal"), Label(2, "golden retriever", parent_id=1)]))
    desk.window.activateWindow()
    desk.edit.setFocus()
    qtbot.waitUntil(desk.edit.hasFocus)
    return desk


def lines(desk) -> list[str]:
    popup = desk.bar.completing
    if not popup.isVisible():
        return []
    return [popup._list.item(row).text() for row in range(popup._list.count())]


def chips(desk) -> list[str]:
    return [chip.accessibleName() for chip in desk.bar._row.chips()]


def test_from_a_few_letters_to_a_chip(desk):
    desk.type("beach lab")
    assert lines(desk) == ["label:"]
    desk.press(desk.edit, Key.Key_Tab)
    assert desk.edit.text() == "beach label:"
    assert lines(desk) == ["animal", "golden retriever"]

    desk.press(desk.edit, Key.Key_Down)
    desk.press(desk.edit, Key.Key_Down)
    desk.press(desk.edit, Key.Key_Return)
    assert desk.edit.text() == 'beach label:"golden retriever" '
    assert lines(desk) == chips(desk) == []
    assert desk.bar.query().filter == Filter(labels=("golden retriever",))

    desk.press(desk.edit, Key.Key_Return)
    assert chips(desk) == ["beach", "Only: golden retriever"]
    assert desk.edit.hasFocus()


def test_what_is_chosen_is_searched_at_once(desk, qtbot):
    desk.type("-label:gold")
    desk.press(desk.edit, Key.Key_Tab)

    heard = desk.window._session
    qtbot.waitUntil(
        lambda: heard.query.filter == Filter(without_labels=("golden retriever",)), timeout=3000
    )


def test_up_begins_at_the_end_and_the_lines_go_around(desk):
    desk.type("label:")
    desk.press(desk.edit, Key.Key_Up)
    desk.press(desk.edit, Key.Key_Down)
    desk.press(desk.edit, Key.Key_Return)

    assert desk.edit.text() == "label:animal "


def test_enter_makes_chips_as_long_as_no_line_is_chosen(desk):
    desk.type("a rat")  # begins like "rating:"
    assert lines(desk) == ["rating:"]
    desk.press(desk.edit, Key.Key_Return)

    assert chips(desk) == ["a rat"]
    assert desk.edit.text() == ""
    assert lines(desk) == []


def test_escape_puts_the_list_away_and_nothing_else(desk):
    desk.type("label:")
    desk.press(desk.edit, Key.Key_Escape)
    assert (lines(desk), desk.edit.text()) == ([], "label:")
    desk.hear(LabelsChanged([Label(1, "animal")]))
    assert lines(desk) == []

    desk.press(desk.edit, Key.Key_Escape)
    assert desk.edit.text() == ""


def test_without_a_list_down_and_tab_go_on_as_ever(desk):
    desk.type("dog")
    assert lines(desk) == []
    desk.press(desk.edit, Key.Key_Down)
    assert desk.grid.hasFocus()
    desk.edit.setFocus()
    desk.press(desk.edit, Key.Key_Tab)
    assert not desk.edit.hasFocus()
    assert desk.edit.text() == "dog"


def test_it_goes_when_the_field_is_left_or_the_cursor_moves(desk):
    desk.type("label:")
    desk.press(desk.edit, Key.Key_Left)
    assert lines(desk) == []
    desk.press(desk.edit, Key.Key_End)
    desk.type("a")
    assert lines(desk)
    desk.grid.setFocus()
    assert lines(desk) == []


def test_a_click_chooses(desk, qtbot):
    desk.type("label:an")
    popup = desk.bar.completing._list
    at = popup.visualItemRect(popup.item(0)).center()
    qtbot.mouseClick(popup.viewport(), Qt.MouseButton.LeftButton, pos=at)

    assert desk.edit.text() == "label:animal "
    assert desk.edit.hasFocus()


def test_ctrl_space_shows_all_filters(desk):
    desk.press(desk.edit, Key.Key_Space, modifier=Qt.KeyboardModifier.ControlModifier)
    assert "in:" in lines(desk)
    desk.type("dog")
    assert lines(desk) == []


def test_cameras_are_asked_for_when_needed_and_shown_when_they_come(desk):
    assert desk.link.last(FetchFilterNames) is None
    desk.type("camera:")
    asked = [one for one in desk.link.posted if isinstance(one, FetchFilterNames)]
    assert len(asked) == 1
    assert lines(desk) == []

    desk.hear(FilterNamesFetched(FilterNames(cameras=("Pinhole 1",))))
    assert lines(desk) == ["Pinhole 1"]
    desk.type("pi")
    assert len([one for one in desk.link.posted if isinstance(one, FetchFilterNames)]) == 1

    desk.hear(PhotosChanged(5, 0))
    desk.type("n")
    assert len([one for one in desk.link.posted if isinstance(one, FetchFilterNames)]) == 2


def test_recent_searches_open_where_they_did(desk):
    desk.hear(SearchesChanged([], ["beach"]))
    desk.press(desk.edit, Key.Key_Down)
    assert desk.bar._recent.is_open()
    assert lines(desk) == []
    desk.press(desk.bar._recent._list, Key.Key_Return)
    assert desk.bar.query().terms == (Text("beach"),)


def test_one_can_take_a_completion_back(desk):
    desk.type("label:an")
    desk.press(desk.edit, Key.Key_Tab)
    desk.edit.undo()

    assert desk.edit.text() == "label:an"


def test_a_screen_reader_hears_where_a_label_is_nested(desk):
    desk.type("label:g")
    item = desk.bar.completing._list.item(0)

    assert item.data(Qt.ItemDataRole.AccessibleTextRole) == "golden retriever, animal"
    assert desk.bar.completing._list.accessibleName()


def test_it_stays_within_a_small_window(desk, qtbot):
    desk.window.resize(480, 260)
    desk.hear(LabelsChanged([Label(n, f"label {n}") for n in range(1, 40)]))
    desk.type("label:")

    popup = desk.bar.completing
    assert desk.window.rect().contains(popup.geometry())
    assert popup._list.count() == 39
