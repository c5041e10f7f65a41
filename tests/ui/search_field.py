"""A search field on screen, and what a person does with its chips."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from photoclip.ui.chip import Chip
from photoclip.ui.search_bar import SearchBar


def show_bar(qtbot: QtBot) -> SearchBar:
    """It has the focus; ``heard`` lists what it asks for."""
    bar = SearchBar()
    qtbot.addWidget(bar)
    bar.resize(900, 48)
    with qtbot.waitExposed(bar):
        bar.show()
    bar.activateWindow()
    bar.focus()
    qtbot.waitUntil(bar._edit.hasFocus)
    bar.heard = []
    bar.typed.connect(bar.heard.append)
    bar.chosen.connect(bar.heard.append)
    return bar


def names(bar: SearchBar) -> list[str]:
    return [chip.accessibleName() for chip in bar._row.chips()]


def choose(chip: Chip, text: str) -> None:
    menu = chip.make_menu()
    (action,) = [each for each in menu.actions() if each.text() == text]
    action.trigger()
    menu.close()
