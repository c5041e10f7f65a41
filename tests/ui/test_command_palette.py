from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QMainWindow

from photoclip.ui.command_palette import CommandPalette, action_keys, action_name, match


@pytest.mark.parametrize(
    ("text", "name", "fits"),
    [
        ("", "Add a folder", True),
        ("folder", "Add a folder", True),
        ("fol add", "Add a folder", True),
        ("adf", "Add a folder", True),
        ("FOLDER", "Add a folder", True),
        ("zebra", "Add a folder", False),
        ("redlof", "Add a folder", False),
    ],
)
def test_letters_in_order_fit(text: str, name: str, fits: bool) -> None:
    assert (match(text, name) is not None) == fits


def test_the_beginning_of_a_word_fits_better_than_its_inside() -> None:
    names = ["Undo the rating", "Photos that could not be read", "Rate the photo"]
    best = sorted(names, key=lambda name: match("rat", name) or (9,))
    assert best[0] == "Rate the photo"
    assert best[-1] != "Rate the photo"


def test_the_name_and_the_keys_of_an_action(qtbot: Any) -> None:
    action = QAction("&Open…\tEnter")
    assert (action_name(action), action_keys(action)) == ("Open", "Enter")
    other = QAction("Add a folder…")
    other.setShortcut("Ctrl+O")
    assert (action_name(other), action_keys(other)) == ("Add a folder", "Ctrl+O")


@pytest.fixture
def window(qtbot: Any) -> Any:
    window = QMainWindow()
    window.resize(900, 600)
    window.edit = QLineEdit()
    window.setCentralWidget(window.edit)
    window.ran = []
    for name in ("Add a folder…", "Settings…", "Quit", ""):
        action = QAction(name, window)
        action.triggered.connect(lambda _=False, name=name: window.ran.append(name))
        window.addAction(action)
    window.actions()[2].setEnabled(False)
    window.palette_ = CommandPalette(window, window.actions)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    window.edit.setFocus()
    return window


def _names(palette: CommandPalette) -> list[str]:
    return [palette._list.item(row).text() for row in range(palette._list.count())]


def test_typing_finds_a_command_and_enter_runs_it(window: Any, qtbot: Any) -> None:
    palette = window.palette_
    palette.open()
    assert _names(palette) == ["Add a folder", "Settings"]
    qtbot.keyClicks(palette._edit, "sett")
    assert _names(palette) == ["Settings"]
    qtbot.keyClick(palette._edit, Qt.Key.Key_Return)
    assert window.ran == ["Settings…"]
    assert palette.isHidden()
    assert window.focusWidget() is window.edit


def test_the_arrows_walk_over_the_list_and_around(window: Any, qtbot: Any) -> None:
    palette = window.palette_
    palette.open()
    qtbot.keyClick(palette._edit, Qt.Key.Key_Up)
    assert palette._list.currentRow() == 1
    qtbot.keyClick(palette._edit, Qt.Key.Key_Down)
    qtbot.keyClick(palette._edit, Qt.Key.Key_Return)
    assert window.ran == ["Add a folder…"]


def test_escape_runs_nothing(window: Any, qtbot: Any) -> None:
    palette = window.palette_
    palette.open()
    qtbot.keyClick(palette._edit, Qt.Key.Key_Escape)
    assert palette.isHidden()
    assert window.ran == []


def test_enter_without_a_match_runs_nothing(window: Any, qtbot: Any) -> None:
    palette = window.palette_
    palette.open()
    qtbot.keyClicks(palette._edit, "xyzzy")
    qtbot.keyClick(palette._edit, Qt.Key.Key_Down)
    qtbot.keyClick(palette._edit, Qt.Key.Key_Return)
    assert window.ran == []
