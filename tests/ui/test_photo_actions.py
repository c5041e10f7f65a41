from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDrag
from PySide6.QtWidgets import QMenu

from photoclip.messages import Rescan
from photoclip.ui import desktop
from photoclip.ui.photo_model import read_photo_ids


def choose(menu: QMenu, text: str) -> None:
    (action,) = [a for a in menu.actions() if a.text().split("\t")[0] == text]
    assert action.isEnabled()
    action.trigger()


@pytest.fixture
def revealed(monkeypatch):
    paths: list[Path] = []
    monkeypatch.setattr(desktop, "reveal", paths.append)
    return paths


def test_the_menu_of_a_photo(desk, revealed):
    rows = desk.fill()
    desk.grid.go_to(2)
    menu = desk.window._actions.make_menu(desk.window)

    choose(menu, "Show in file manager")
    assert revealed == [rows[2].path]
    choose(menu, "Open")

    assert desk.viewer.photo() == rows[2]


def test_without_a_photo_nothing_can_be_chosen(desk):
    desk.fill()
    desk.grid.clearSelection()

    menu = desk.window._actions.make_menu(desk.window)

    assert not any(a.isEnabled() for a in menu.actions() if not a.isSeparator())


def test_in_the_viewer_actions_are_about_the_shown_photo(desk, revealed):
    rows = desk.fill()
    desk.grid.go_to(0)
    desk.press(desk.grid, Qt.Key.Key_Return)
    desk.press(desk.viewer, Qt.Key.Key_Right)

    desk.press(desk.viewer, Qt.Key.Key_R, modifier=Qt.KeyboardModifier.ControlModifier)

    assert revealed == [rows[1].path]


def test_a_photo_that_cannot_be_copied_says_so(desk):
    rows = desk.fill()
    rows[0].path.unlink()
    desk.grid.go_to(0)

    choose(desk.window._actions.make_menu(desk.window), "Copy image")

    text = desk.window._notice._text
    desk.qtbot.waitUntil(lambda: "red.png could not be copied" in text.text())


def test_the_menu_of_a_folder(desk):
    desk.fill()
    panel = desk.browser.side_panel
    panel._list.setCurrentRow(0)
    folder = panel._list.current_value()

    choose(panel.make_menu(folder), "Look for changes")
    assert desk.link.last(Rescan) == Rescan(1)
    choose(panel.make_menu(folder), "Remove from PhotoCLIP…")

    assert panel._question.isVisible()


def test_photos_are_dragged_out_as_files(desk, monkeypatch):
    rows = desk.fill()
    dragged = []
    monkeypatch.setattr(QDrag, "exec", lambda drag, *_: dragged.append(drag.mimeData()))
    desk.grid.go_to(0)

    desk.grid.startDrag(Qt.DropAction.CopyAction)

    assert read_photo_ids(dragged[-1]) == (1,)
    assert dragged[-1].urls()[0].toLocalFile() == str(rows[0].path)


def test_a_drag_waits_until_all_that_is_selected_is_known(desk, monkeypatch):
    desk.fill()
    dragged = []
    monkeypatch.setattr(QDrag, "exec", lambda drag, *_: dragged.append(drag))
    desk.answer([1, 2, 3, 4, 99])  # of the last one nothing is known yet
    desk.grid.selectAll()

    desk.grid.startDrag(Qt.DropAction.CopyAction)

    assert dragged == []
