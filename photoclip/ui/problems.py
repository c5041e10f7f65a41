"""The photos that could not be read, and why."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from photoclip.domain import Problem
from photoclip.ui import texts
from photoclip.ui.controls import make_button, make_label
from photoclip.ui.theme import GAP
from photoclip.ui.translation import say


class ProblemsDialog(QDialog):
    reveal_asked = Signal(object)
    """The Path of a file to be shown in the file manager."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Photos that could not be read"))
        self._title = make_label()
        self._list = QTreeWidget()
        self._list.setAccessibleName(self.windowTitle())
        self._list.setHeaderLabels([self.tr("File"), self.tr("Reason"), self.tr("Folder")])
        self._list.setRootIsDecorated(False)
        self._list.setUniformRowHeights(True)
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._list.itemActivated.connect(self._reveal)
        for column in (1, 2):
            self._list.header().setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        reveal = make_button(self.tr("Show in file manager"))
        reveal.clicked.connect(self._reveal)
        copy = make_button(self.tr("Copy the list"))
        copy.clicked.connect(self._copy)
        close = make_button(self.tr("Close"))
        close.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        for button in (reveal, copy):
            buttons.addWidget(button)
        buttons.addStretch()
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GAP, 2 * GAP, 2 * GAP, 2 * GAP)
        layout.setSpacing(2 * GAP)
        layout.addWidget(self._title)
        layout.addWidget(self._list, 1)
        layout.addLayout(buttons)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        self._title.setText(texts.title_unreadable(len(problems)))
        self._list.clear()
        for problem in problems:
            row = [problem.path.name, say(problem.reason), str(problem.path.parent)]
            item = QTreeWidgetItem(self._list, row)
            item.setData(0, Qt.ItemDataRole.UserRole, problem)
            item.setToolTip(0, str(problem.path))
            item.setToolTip(1, say(problem.reason))
        self._list.resizeColumnToContents(0)
        first = self._list.topLevelItem(0)
        if first is not None:
            self._list.setCurrentItem(first)

    @Slot()
    def _reveal(self) -> None:
        item = self._list.currentItem()
        if item is not None:
            path: Path = item.data(0, Qt.ItemDataRole.UserRole).path
            self.reveal_asked.emit(path)

    @Slot()
    def _copy(self) -> None:
        items = (self._list.topLevelItem(i) for i in range(self._list.topLevelItemCount()))
        problems = [item.data(0, Qt.ItemDataRole.UserRole) for item in items if item is not None]
        QApplication.clipboard().setText("\n".join(f"{p.path}\t{say(p.reason)}" for p in problems))
