"""What writing the labels into files would change, before it is done."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from photoclip.messages import TagsWritten, WriteTags
from photoclip.ui import texts
from photoclip.ui.controls import make_button, make_label, open_at_size
from photoclip.ui.theme import GAP
from photoclip.ui.translation import say

MOST_ROWS = 5000
"""More are counted and not listed."""


class WritingDialog(QDialog):
    """Not modal: it asks the engine for a rehearsal, and shows it."""

    command_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Write labels for other programs"))
        self._title = make_label()
        self._title.setWordWrap(True)
        self._list = QTreeWidget()
        self._list.setAccessibleName(self.windowTitle())
        self._list.setHeaderLabels([self.tr("File"), self.tr("Change"), self.tr("Folder")])
        self._list.setRootIsDecorated(False)
        self._list.setUniformRowHeights(True)
        for column in (1, 2):
            self._list.header().setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self._write = make_button(self.tr("Write"), primary=True)
        self._write.clicked.connect(self._ask_to_write)
        close = make_button(self.tr("Close"))
        close.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self._write)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GAP, 2 * GAP, 2 * GAP, 2 * GAP)
        layout.setSpacing(2 * GAP)
        layout.addWidget(self._title)
        layout.addWidget(self._list, 1)
        layout.addLayout(buttons)

    def rehearse(self) -> None:
        """Ask what would be written, and show it when it is known."""
        self._title.setText(self.tr("Looking at the files…"))
        self._list.clear()
        self._write.setEnabled(False)
        self.command_asked.emit(WriteTags(dry_run=True))
        open_at_size(self, 880, 460)

    @Slot(object)
    def show_outcome(self, event: TagsWritten) -> None:
        if self.isHidden():
            return
        self._list.clear()
        rows = [(path, " ".join(map(say, changes))) for path, changes in event.written]
        rows += [(problem.path, say(problem.reason)) for problem in event.refused]
        for path, change in rows[:MOST_ROWS]:
            item = QTreeWidgetItem(self._list, [path.name, change, str(path.parent)])
            item.setToolTip(1, change)
        self._list.resizeColumnToContents(0)
        self._title.setText(self._tell(event))
        self._write.setEnabled(event.dry_run and bool(event.written))

    def _tell(self, event: TagsWritten) -> str:
        count = len(event.written)
        if event.dry_run:
            return texts.tell_files_to_write(count)
        return texts.tell_files_written(count)

    @Slot()
    def _ask_to_write(self) -> None:
        self._write.setEnabled(False)
        self.command_asked.emit(WriteTags(dry_run=False))
