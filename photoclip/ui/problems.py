"""The photos that could not be read, and why."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from photoclip.domain import Problem
from photoclip.ui import texts
from photoclip.ui.controls import make_button
from photoclip.ui.file_list_dialog import FileListDialog
from photoclip.ui.translation import say


class ProblemsDialog(FileListDialog):
    reveal_asked = Signal(object)
    """The Path of a file to be shown in the file manager."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._list.itemActivated.connect(self._reveal)
        reveal = make_button(self.tr("Show in file manager"))
        reveal.clicked.connect(self._reveal)
        copy = make_button(self.tr("Copy the list"))
        copy.clicked.connect(self._copy)
        title = self.tr("Photos that could not be read")
        self.arrange(title, self.tr("Reason"), left=(reveal, copy))

    def show_problems(self, problems: Sequence[Problem]) -> None:
        self._title.setText(texts.title_unreadable(len(problems)))
        self._list.clear()
        for problem in problems:
            item = self.add_row(problem.path, say(problem.reason))
            item.setData(0, Qt.ItemDataRole.UserRole, problem)
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
