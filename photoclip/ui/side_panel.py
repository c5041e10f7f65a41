"""The watched folders, at the left."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from photoclip.domain import Folder
from photoclip.ui import texts
from photoclip.ui.controls import IconButton, make_label
from photoclip.ui.folder_item import FOLDER_ROLE, FolderItem
from photoclip.ui.question import Question
from photoclip.ui.theme import GAP


class SidePanel(QFrame):
    add_asked = Signal(object)
    """A Path chosen by the person."""
    removal_asked = Signal(int)
    rescan_asked = Signal(int)
    reveal_asked = Signal(object)
    """The Path of a folder to be shown in the file manager."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sidePanel")
        self.setMinimumWidth(180)
        add = IconButton("folder-plus", self.tr("Add a folder"), keys="Ctrl+O")
        add.clicked.connect(self.choose_folder)
        head = QHBoxLayout()
        head.setContentsMargins(2 * GAP, GAP, GAP, 0)
        head.addWidget(make_label(self.tr("Folders"), quiet=True))
        head.addStretch()
        head.addWidget(add)
        self._list = _FolderList()
        self._list.customContextMenuRequested.connect(self._show_menu)
        self._list.delete_pressed.connect(self._ask_removal)
        self._question = Question()
        self._question.setContentsMargins(2 * GAP, GAP, 2 * GAP, GAP)
        self._question.closed.connect(self._list.setFocus)
        self._asked_folder = -1
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GAP, 0, GAP)
        layout.setSpacing(GAP // 2)
        layout.addLayout(head)
        layout.addWidget(self._list, 1)
        layout.addWidget(self._question)

    def show_folders(self, folders: Sequence[Folder]) -> None:
        current = self._current()
        self._list.clear()
        for folder in folders:
            item = QListWidgetItem(self._list)
            item.setData(FOLDER_ROLE, folder)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, self._describe(folder))
            item.setToolTip(str(folder.path))
            if current is not None and folder.id == current.id:
                self._list.setCurrentItem(item)
        if self._asked_folder not in {folder.id for folder in folders}:
            self._question.close_question()

    @Slot()
    def choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, self.tr("Choose a folder with photos"), str(Path.home())
        )
        if chosen:
            self.add_asked.emit(Path(chosen))

    def _describe(self, folder: Folder) -> str:
        parts = [folder.path.name, texts.count_photos(folder.photos)]
        if not folder.online:
            parts.append(self.tr("not connected"))
        return ", ".join(parts)

    def _current(self) -> Folder | None:
        item = self._list.currentItem()
        folder: Folder | None = item.data(FOLDER_ROLE) if item is not None else None
        return folder

    @Slot()
    def _ask_removal(self) -> None:
        folder = self._current()
        if folder is not None:
            self._ask_removal_of(folder)

    def _ask_removal_of(self, folder: Folder) -> None:
        self._asked_folder = folder.id
        sentence = self.tr("Remove “{name}” from PhotoCLIP? Your photos stay where they are.")
        self._question.ask(
            sentence.format(name=folder.path.name),
            self.tr("Remove"),
            self.tr("Keep"),
            lambda: self.removal_asked.emit(folder.id),
        )

    @Slot(QPoint)
    def _show_menu(self, at: QPoint) -> None:
        item = self._list.itemAt(at)
        if item is not None:
            self._list.setCurrentItem(item)
            menu = self.make_menu(item.data(FOLDER_ROLE))
            menu.popup(self._list.viewport().mapToGlobal(at))

    def make_menu(self, folder: Folder) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Look for changes"), lambda: self.rescan_asked.emit(folder.id))
        menu.addAction(self.tr("Show in file manager"), lambda: self.reveal_asked.emit(folder.path))
        menu.addSeparator()
        menu.addAction(self.tr("Remove from PhotoCLIP…"), lambda: self._ask_removal_of(folder))
        return menu


class _FolderList(QListWidget):
    delete_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Folders"))
        self.setItemDelegate(FolderItem(self))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.delete_pressed.emit()
        else:
            super().keyPressEvent(event)
