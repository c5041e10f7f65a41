"""The search field as a person uses it: by keys and mouse, chips and text."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication
from ui.search_field import choose, names, show_bar

from photoclip.domain import Filter, LikePhoto, Query, Text

# The offscreen platform can neither raise a menu nor give it the keyboard.
opens_popup = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

Key = Qt.Key


@pytest.fixture
def bar(qtbot):
    return show_bar(qtbot)


def test_what_is_typed_is_read_at_once_without_chips(qtbot, bar):
    qtbot.keyClicks(bar._edit, "beach -people")

    assert bar.heard[-1] == Query((Text("beach"), Text("people", -1.0)))
    assert names(bar) == []


def test_enter_makes_chips_of_the_same_query(qtbot, bar):
    qtbot.keyClicks(bar._edit, "dog on the beach -people rating:3")
    before = bar.query()
    with qtbot.waitSignal(bar.entered):
        qtbot.keyClick(bar._edit, Key.Key_Return)

    assert names(bar) == ["dog on the beach", "Less like people", "Only: 3 stars or more"]
    assert bar._edit.text() == ""
    assert bar.heard[-1] == before == bar.query()


def test_what_means_nothing_stays_text(qtbot, bar):
    qtbot.keyClicks(bar._edit, "dog date:never")
    qtbot.keyClick(bar._edit, Key.Key_Return)

    assert names(bar) == ["dog"]
    assert bar._edit.text() == "date:never"


def test_backspace_turns_the_last_chip_back_into_text(qtbot, bar):
    bar.show_query(Query((Text("dog"), Text("people", -2.0)), filter=Filter(least_rating=4)))

    qtbot.keyClick(bar._edit, Key.Key_Backspace)
    assert bar._edit.text() == "rating:4"
    bar._edit.setCursorPosition(0)
    qtbot.keyClick(bar._edit, Key.Key_Backspace)

    assert names(bar) == ["dog"]
    assert bar._edit.text() == "-people^2 rating:4"
    assert bar.query() == Query((Text("dog"), Text("people", -2.0)), filter=Filter(least_rating=4))


def test_backspace_takes_a_picture_away(qtbot, bar):
    bar.show_query(Query((Text("dog"), LikePhoto(3))))

    qtbot.keyClick(bar._edit, Key.Key_Backspace)

    assert bar.heard[-1] == Query((Text("dog"),))
    assert bar._edit.text() == ""


def test_backspace_within_the_text_is_only_backspace(qtbot, bar):
    bar.show_query(Query((Text("dog"),)))
    qtbot.keyClicks(bar._edit, "cat")

    qtbot.keyClick(bar._edit, Key.Key_Backspace)

    assert (names(bar), bar._edit.text()) == (["dog"], "ca")


def test_arrow_keys_go_through_the_chips_and_back(qtbot, bar):
    bar.show_query(Query((Text("dog"), Text("cat"))))
    chips = bar._row.chips()

    qtbot.keyClick(bar._edit, Key.Key_Left)
    assert chips[1].hasFocus()
    qtbot.keyClick(chips[1], Key.Key_Left)
    assert chips[0].hasFocus()
    qtbot.keyClick(chips[0], Key.Key_Left)
    assert chips[0].hasFocus()
    qtbot.keyClick(chips[0], Key.Key_Right)
    qtbot.keyClick(chips[1], Key.Key_Right)

    assert bar._edit.hasFocus()


def test_delete_removes_a_chip_and_the_next_one_is_there(qtbot, bar):
    bar.show_query(Query((Text("dog"), Text("cat"))))
    first, second = bar._row.chips()
    first.setFocus()

    qtbot.keyClick(first, Key.Key_Delete)
    assert second.hasFocus()
    assert bar.heard[-1] == Query((Text("cat"),))
    qtbot.keyClick(second, Key.Key_Delete)

    assert bar._edit.hasFocus()
    assert bar.heard[-1] == Query()


def test_a_key_of_the_window_does_not_take_the_chips_key(qtbot, bar):
    pressed = []
    QShortcut(QKeySequence("Delete"), bar).activated.connect(lambda: pressed.append("Delete"))
    bar.show_query(Query((Text("dog"), Text("cat"))))
    chip = bar._row.chips()[0]
    chip.setFocus()

    qtbot.keyClick(chip, Key.Key_Delete)

    assert pressed == []
    assert names(bar) == ["cat"]


def test_enter_on_a_chip_edits_it(qtbot, bar):
    bar.show_query(Query((Text("dog"), Text("cat", -1.0))))
    qtbot.keyClicks(bar._edit, "red")
    chip = bar._row.chips()[1]

    qtbot.keyClick(chip, Key.Key_Return)

    assert names(bar) == ["dog", "red"]
    assert bar._edit.text() == "-cat"
    assert bar._edit.hasFocus()
    assert bar.heard[-1].terms == (Text("dog"), Text("red"), Text("cat", -1.0))


def test_a_double_click_edits_a_condition(qtbot, bar):
    bar.show_query(Query(filter=Filter(cameras=("Canon EOS",))))

    qtbot.mouseDClick(bar._row.chips()[0], Qt.MouseButton.LeftButton)

    assert names(bar) == []
    assert bar.query().filter == Filter(cameras=("Canon EOS",))
    assert "Canon EOS" in bar._edit.text()


def test_the_menu_makes_it_negative_and_weighs_it(bar):
    bar.show_query(Query((Text("people"),)))
    chip = bar._row.chips()[0]

    choose(chip, "Less like this")
    choose(chip, "Double weight")

    assert bar.heard[-1] == Query((Text("people", -2.0),))
    assert names(bar) == ["Less like people, weight 2"]
    assert chip.property("struck")
    assert chip._minus.isVisible()
    choose(chip, "Less like this")
    choose(chip, "Half weight")
    assert bar.heard[-1] == Query((Text("people", 0.5),))
    assert not chip._minus.isVisible()


def test_a_condition_can_be_turned_around(bar):
    bar.show_query(Query(filter=Filter(labels=("dog",))))

    choose(bar._row.chips()[0], "The opposite")

    assert bar.heard[-1] == Query(filter=Filter(without_labels=("dog",)))
    assert names(bar) == ["Only: Without dog"]


@opens_popup
def test_the_menu_opens_by_key(qtbot, bar):
    bar.show_query(Query((Text("people"),)))
    chip = bar._row.chips()[0]
    chip.setFocus()

    qtbot.keyClick(chip, Key.Key_Space)

    menu = QApplication.activePopupWidget()
    assert menu is not None
    menu.close()


def test_a_chip_is_a_button_with_a_name(bar):
    bar.show_query(Query((Text("people", -1.0),)))
    interface = QAccessible.queryAccessibleInterface(bar._row.chips()[0])

    assert interface.role() == QAccessible.Role.Button
    assert interface.text(QAccessible.Text.Name) == "Less like people"


def test_many_chips_scroll_and_the_window_keeps_its_size(qtbot, bar):
    least = bar.minimumSizeHint().width()
    bar.show_query(Query(tuple(Text(f"a long description {n}") for n in range(20))))
    qtbot.waitUntil(lambda: bar._row.horizontalScrollBar().maximum() > 0)

    assert bar.minimumSizeHint().width() == least
    assert bar.width() == 900
    assert bar._edit.width() >= 900 // 4
    row = bar._row.horizontalScrollBar()
    qtbot.waitUntil(lambda: row.value() == row.maximum())
    for _ in range(20):
        qtbot.keyClick(QApplication.focusWidget(), Key.Key_Left)
    assert bar._row.chips()[0].hasFocus()
    assert row.value() == 0
    bar.resize(least, 48)
    assert bar.width() == least
    assert bar._edit.width() >= 80


def test_escape_clears_everything_and_then_leaves(qtbot, bar):
    bar.show_query(Query((Text("dog"),), filter=Filter(favourite=True)))
    qtbot.keyClicks(bar._edit, "cat")

    qtbot.keyClick(bar._edit, Key.Key_Escape)
    assert bar.heard[-1] == Query()
    with qtbot.waitSignal(bar.left):
        qtbot.keyClick(bar._edit, Key.Key_Escape)


def test_a_filter_from_outside_becomes_chips_and_keeps_the_terms(qtbot, bar):
    qtbot.keyClicks(bar._edit, "dog")
    bar.set_filter(Filter(labels=("a", "b")))
    chips = bar._row.chips()
    bar.set_filter(Filter(labels=("b",), favourite=True))

    assert bar._edit.text() == "dog"
    assert bar.heard[-1] == Query((Text("dog"),), filter=Filter(labels=("b",), favourite=True))
    assert chips[1] in bar._row.chips()


def test_a_filter_from_outside_replaces_one_that_is_typed(qtbot, bar):
    qtbot.keyClicks(bar._edit, "dog rating:3")

    bar.set_filter(Filter(least_rating=5))

    assert bar.query() == Query((Text("dog"),), filter=Filter(least_rating=5))
    assert names(bar) == ["dog", "Only: 5 stars"]


def test_strictness_goes_along_and_survives_clearing(bar):
    bar.set_strictness(0.5)
    bar.show_text("dog")
    assert bar.heard[-1] == Query((Text("dog"),), strictness=0.5)

    bar.clear()

    assert bar.query() == Query(strictness=0.5)


# --- recent and saved searches


@opens_popup
def test_down_in_the_empty_field_shows_recent_searches(qtbot, bar):
    bar.show_recent(["beach -people", "sunset"])
    popup = bar._recent._list

    qtbot.keyClick(bar._edit, Key.Key_Down)
    assert popup.isVisible()
    qtbot.keyClick(popup, Key.Key_Down)
    qtbot.keyClick(popup, Key.Key_Return)

    assert not popup.isVisible()
    assert bar.heard[-1] == Query((Text("sunset"),))
    assert names(bar) == ["sunset"]


@opens_popup
def test_escape_closes_the_recent_searches_and_nothing_else(qtbot, bar):
    bar.show_recent(["beach"])
    qtbot.keyClick(bar._edit, Key.Key_Down)

    qtbot.keyClick(bar._recent._list, Key.Key_Escape)

    assert not bar._recent._list.isVisible()
    assert bar.heard == []


@opens_popup
def test_the_last_line_forgets_recent_searches(qtbot, bar):
    bar.show_recent(["beach"])
    qtbot.mouseClick(bar._clock, Qt.MouseButton.LeftButton)
    qtbot.keyClick(bar._recent._list, Key.Key_Down)

    with qtbot.waitSignal(bar.forget_recent_asked):
        qtbot.keyClick(bar._recent._list, Key.Key_Return)

    assert bar.heard == []


@opens_popup
def test_typing_goes_on_while_the_list_is_open(qtbot, bar):
    bar.show_recent(["beach"])
    qtbot.keyClick(bar._edit, Key.Key_Down)

    qtbot.keyClicks(bar._recent._list, "dog")

    assert bar._edit.text() == "dog"
    assert not bar._recent._list.isVisible()


def test_down_leaves_where_there_is_nothing_recent(qtbot, bar):
    with qtbot.waitSignal(bar.left):
        qtbot.keyClick(bar._edit, Key.Key_Down)


def test_only_a_query_can_be_saved(qtbot, bar):
    assert not bar._keep.isVisible()
    qtbot.keyClicks(bar._edit, "dog")

    with qtbot.waitSignal(bar.save_asked):
        qtbot.mouseClick(bar._keep, Qt.MouseButton.LeftButton)
