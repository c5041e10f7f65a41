"""The window's own actions: its menu, and all that has a key or is found in the palette."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QToolButton

from photoclip.ui.command_palette import CommandPalette
from photoclip.ui.shortcuts import ShortcutsDialog
from photoclip.ui.undoing import Undoing

Run = Callable[..., object]


class WindowActions(QObject):
    """``add`` makes an action for the menu, ``add_quiet`` one for keys and palette only."""

    def __init__(self, window: QMainWindow, undoing: Undoing) -> None:
        super().__init__(window)
        self._window = window
        self._menu = QMenu(window)
        self._palette = CommandPalette(window, window.actions)
        self._shortcuts = ShortcutsDialog(window, window.actions)
        self._menu.addActions([undoing.undo_action, undoing.redo_action])
        self._menu.addSeparator()

    def hang_on(self, button: QToolButton) -> None:
        button.setMenu(self._menu)
        button.setPopupMode(button.ToolButtonPopupMode.InstantPopup)

    def add(self, text: str, keys: str, run: Run, *, checkable: bool = False) -> QAction:
        action = self.add_quiet(text, keys, run, checkable=checkable)
        self._menu.addAction(action)
        return action

    def add_quiet(self, text: str, keys: str, run: Run, *, checkable: bool = False) -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(keys))
        action.setCheckable(checkable)
        action.triggered.connect(run if checkable else lambda: run())
        self._window.addAction(action)
        return action

    def add_separator(self) -> None:
        self._menu.addSeparator()

    def add_menu(self, menu: QMenu, text: str) -> None:
        """A menu within the menu; its actions are found in the palette too."""
        menu.setTitle(text)
        self._menu.addMenu(menu)
        self._offer(menu)

    def _offer(self, menu: QMenu) -> None:
        """Have what a menu and the menus in it hold among the window's actions."""
        for action in menu.actions():
            inner = action.menu()
            if isinstance(inner, QMenu):
                self._offer(inner)
            elif not action.isSeparator():
                self._window.addAction(action)

    def add_help(self) -> None:
        """Palette and shortcuts, at the end of the menu."""
        self.add_separator()
        self.add(self.tr("All commands…"), "Ctrl+K", self._palette.open)
        self.add(self.tr("Keyboard shortcuts"), "F1", self._shortcuts.open_page)
