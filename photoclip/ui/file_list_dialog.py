"""A dialog that lists files: each with its folder, and one thing that is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from photoclip.ui.controls import make_button, make_label, open_at_size
from photoclip.ui.theme import GAP


class FileListDialog(QDialog):
    """Not modal. Subclasses make their buttons and lay them out with ``arrange``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = make_label()
        self._title.setWordWrap(True)
        self._list = QTreeWidget()
        self._list.setRootIsDecorated(False)
        self._list.setUniformRowHeights(True)

    def arrange(
        self,
        title: str,
        said: str,
        left: Sequence[QPushButton] = (),
        right: Sequence[QPushButton] = (),
    ) -> None:
        """``said`` heads what is said of the files; after the last button comes one that closes."""
        self.setWindowTitle(title)
        self._list.setAccessibleName(title)
        self._list.setHeaderLabels([self.tr("File"), said, self.tr("Folder")])
        for column in (1, 2):
            self._list.header().setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        close = make_button(self.tr("Close"))
        close.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        for button in left:
            buttons.addWidget(button)
        buttons.addStretch()
        for button in (*right, close):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GAP, 2 * GAP, 2 * GAP, 2 * GAP)
        layout.setSpacing(2 * GAP)
        layout.addWidget(self._title)
        layout.addWidget(self._list, 1)
        layout.addLayout(buttons)

    def add_row(self, path: Path, said: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem(self._list, [path.name, said, str(path.parent)])
        item.setToolTip(0, str(path))
        item.setToolTip(1, said)
        return item

    def open_wide(self) -> None:
        """Show it, with room for the columns."""
        open_at_size(self, 880, 460)
