"""All keys of the program on one page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from photoclip.ui.command_palette import action_keys, action_name, match
from photoclip.ui.controls import open_at_size, write_keys
from photoclip.ui.theme import GAP


class ShortcutsDialog(QDialog):
    """Not modal; ``actions`` is asked each time it is shown."""

    def __init__(self, window: QWidget, actions: Callable[[], Sequence[QAction]]) -> None:
        super().__init__(window)
        self._actions = actions
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self._find = QLineEdit()
        self._find.setPlaceholderText(self.tr("Find a shortcut"))
        self._find.setAccessibleName(self.tr("Find a shortcut"))
        self._find.textChanged.connect(self._filter)
        self._list = QTreeWidget()
        self._list.setAccessibleName(self.windowTitle())
        self._list.setColumnCount(2)
        self._list.setHeaderHidden(True)
        self._list.setUniformRowHeights(True)
        self._list.setItemsExpandable(False)
        self._list.setRootIsDecorated(False)
        self._list.header().setStretchLastSection(False)
        self._list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GAP, 2 * GAP, 2 * GAP, 2 * GAP)
        layout.setSpacing(GAP)
        layout.addWidget(self._find)
        layout.addWidget(self._list, 1)

    def open_page(self) -> None:
        self._list.clear()
        everywhere = [
            (action_name(action), action_keys(action))
            for action in self._actions()
            if action_keys(action) and action_name(action)
        ]
        self._add(self.tr("Everywhere"), everywhere)
        self._add(self.tr("Searching"), self._searching())
        self._add(self.tr("Among the photos"), self._among_photos())
        self._add(self.tr("Looking at one photo"), self._looking())
        self._add(self.tr("In the side panel"), self._in_the_side_panel())
        self._list.expandAll()
        self._find.clear()
        self._find.setFocus()
        open_at_size(self, 560, 620)

    def _searching(self) -> list[tuple[str, str]]:
        return [
            (self.tr("Go to the search"), "/"),
            (self.tr("Make chips of the words"), write_keys("Return")),
            (self.tr("Complete a filter"), write_keys("Tab")),
            (self.tr("Show what can be filtered by"), write_keys("Ctrl+Space")),
            (self.tr("On to the photos"), write_keys("Down")),
            (self.tr("Clear the search"), write_keys("Esc")),
        ]

    def _among_photos(self) -> list[tuple[str, str]]:
        return [
            (self.tr("Select all"), write_keys("Ctrl+A")),
            (self.tr("Select from here to there"), self.tr("Shift and an arrow")),
            (self.tr("Larger and smaller photos"), self.tr("Ctrl and the wheel")),
            (self.tr("First and last photo"), f"{write_keys('Home')}  {write_keys('End')}"),
        ]

    def _looking(self) -> list[tuple[str, str]]:
        return [
            (self.tr("Next and previous photo"), f"{write_keys('Right')}  {write_keys('Left')}"),
            (self.tr("Larger and smaller"), "+  −"),
            (self.tr("Real size, or the whole photo"), "1  Z"),
            (self.tr("Turn the view"), f"R  {write_keys('Shift+R')}"),
            (self.tr("Slideshow"), "S"),
            (self.tr("Time for each photo of the slideshow"), write_keys("Shift+S")),
            (self.tr("Hold a moving picture"), "P"),
            (self.tr("See a veiled photo"), "V"),
            (self.tr("Film strip"), "T"),
            (self.tr("Back to the photos"), write_keys("Esc")),
        ]

    def _in_the_side_panel(self) -> list[tuple[str, str]]:
        return [
            (self.tr("Show alone"), write_keys("Return")),
            (self.tr("Show beside others"), write_keys("Ctrl+Return")),
            (self.tr("Rename"), write_keys("F2")),
            (self.tr("Remove"), write_keys("Del")),
        ]

    def _add(self, title: str, rows: Iterable[tuple[str, str]]) -> None:
        group = QTreeWidgetItem(self._list, [title])
        group.setFlags(Qt.ItemFlag.ItemIsEnabled)
        font = group.font(0)
        font.setBold(True)
        group.setFont(0, font)
        for name, keys in rows:
            QTreeWidgetItem(group, [name, keys])

    def _filter(self, text: str) -> None:
        for place in range(self._list.topLevelItemCount()):
            group = self._list.topLevelItem(place)
            if group is None:
                continue
            children = range(group.childCount())
            rows = [row for child in children if (row := group.child(child)) is not None]
            for row in rows:
                row.setHidden(match(text, f"{row.text(0)} {row.text(1)}") is None)
            group.setHidden(all(row.isHidden() for row in rows))
