"""What one looks through, at the left: folders, saved searches, and whatever else is added."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QFrame, QMenu, QScrollArea, QVBoxLayout, QWidget

from photoclip.domain import Filter, Folder
from photoclip.ui import texts
from photoclip.ui.controls import IconButton, make_scrolling
from photoclip.ui.question import Question
from photoclip.ui.saved_searches import SavedSearches
from photoclip.ui.side_item import SideEntry
from photoclip.ui.side_list import SideList
from photoclip.ui.side_section import SideSection
from photoclip.ui.theme import GAP


class SidePanel(QFrame):
    add_asked = Signal(object)
    """A Path chosen by the person."""
    removal_asked = Signal(int)
    rescan_asked = Signal(int)
    reveal_asked = Signal(object)
    """The Path of a folder to be shown in the file manager."""
    folders_chosen = Signal(object)
    """The folders of a filter: only photos of these, or of all when there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sidePanel")
        self.setMinimumWidth(180)
        self._folders: Sequence[Folder] = ()
        self._filter = Filter()
        self._sections = QVBoxLayout()
        self._sections.setContentsMargins(0, GAP, 0, 0)
        self._sections.setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 1, 0)
        layout.addWidget(self._make_scroll_area())
        self._list = SideList(self.tr("Folders"))
        self._question = Question()
        self._question.setContentsMargins(2 * GAP, GAP, 2 * GAP, GAP)
        self._asked_folder = -1
        self._add_folder_section()
        self.saved_searches = SavedSearches()
        self.searches_section = self.add_section(self.tr("Searches"), self.saved_searches)
        self.searches_section.hide()

    def add_section(self, title: str, body: QWidget, *buttons: QWidget) -> SideSection:
        """At the end; ``buttons`` stand beside the title."""
        section = SideSection(title, body, *buttons)
        self._sections.addWidget(section)
        return section

    def show_folders(self, folders: Sequence[Folder]) -> None:
        self._folders = folders
        self._show_lines()
        if self._asked_folder not in {folder.id for folder in folders}:
            self._question.close_question()

    def show_filter(self, wanted: Filter) -> None:
        """Mark the folders that the photos are chosen by."""
        if wanted.folders != self._filter.folders:
            self._filter = wanted
            self._show_lines()

    def _make_scroll_area(self) -> QScrollArea:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._sections)
        column.addStretch()
        return make_scrolling(inside)

    # --- folders

    def _add_folder_section(self) -> None:
        add = IconButton("folder-plus", self.tr("Add a folder"), keys="Ctrl+O")
        add.clicked.connect(self.choose_folder)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._list)
        column.addWidget(self._question)
        body.setFocusProxy(self._list)
        self.add_section(self.tr("Folders"), body, add)
        self._list.chosen.connect(self._choose)
        self._list.escaped.connect(self._clear_choice)
        self._list.removal_asked.connect(self._ask_removal)
        self._list.menu_asked.connect(self._show_menu)
        self._question.closed.connect(self._list.setFocus)

    def _show_lines(self) -> None:
        self._list.show_lines([(each.id, each, self._describe(each)) for each in self._folders])
        for row, folder in enumerate(self._folders):
            self._list.item(row).setToolTip(str(folder.path))

    def _describe(self, folder: Folder) -> SideEntry:
        name = folder.path.name or str(folder.path)
        parts = [name, texts.count_photos(folder.photos)]
        if not folder.online:
            parts.append(self.tr("not connected"))
        return SideEntry(
            name,
            "folder" if folder.online else "hard-drive",
            folder.photos,
            note="" if folder.online else self.tr("Not connected"),
            spoken=", ".join(parts),
            faint=not folder.online,
            active=str(folder.path) in self._filter.folders,
        )

    @Slot(object, bool)
    def _choose(self, folder: Folder, beside: bool) -> None:
        path, chosen = str(folder.path), self._filter.folders
        if path in chosen and (beside or len(chosen) == 1):
            self.folders_chosen.emit(tuple(each for each in chosen if each != path))
        else:
            self.folders_chosen.emit((*chosen, path) if beside else (path,))

    @Slot()
    def _clear_choice(self) -> None:
        if self._filter.folders:
            self.folders_chosen.emit(())

    @Slot()
    def choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, self.tr("Choose a folder with photos"), str(Path.home())
        )
        if chosen:
            self.add_asked.emit(Path(chosen))

    @Slot(object)
    def _ask_removal(self, folder: Folder) -> None:
        self._asked_folder = folder.id
        sentence = self.tr("Remove “{name}” from PhotoCLIP? Your photos stay where they are.")
        self._question.ask(
            sentence.format(name=folder.path.name),
            self.tr("Remove"),
            self.tr("Keep"),
            lambda: self.removal_asked.emit(folder.id),
        )

    @Slot(object, QPoint)
    def _show_menu(self, folder: Folder, at: QPoint) -> None:
        self.make_menu(folder).popup(at)

    def make_menu(self, folder: Folder) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Look for changes"), lambda: self.rescan_asked.emit(folder.id))
        menu.addAction(self.tr("Show in file manager"), lambda: self.reveal_asked.emit(folder.path))
        menu.addSeparator()
        menu.addAction(self.tr("Remove from PhotoCLIP…"), lambda: self._ask_removal(folder))
        return menu
