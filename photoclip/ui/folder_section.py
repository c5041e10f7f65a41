"""The watched folders among the settings."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from photoclip.domain import Folder
from photoclip.ui import texts
from photoclip.ui.controls import IconButton, make_button, make_heading, make_label
from photoclip.ui.theme import GAP


class FolderSection(QWidget):
    add_asked = Signal()
    removal_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(GAP // 2)
        self._add = make_button(self.tr("Add a folder…"))
        self._add.clicked.connect(self.add_asked)
        card = QFrame()
        card.setObjectName("card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(2 * GAP, 2 * GAP, 2 * GAP, 2 * GAP)
        inner.addLayout(self._rows)
        inner.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(make_heading(self.tr("Folders")))
        layout.addWidget(card)

    def show_folders(self, folders: Sequence[Folder]) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        last: QWidget = self._add
        for folder in folders:
            row, remove = self._make_row(folder)
            self._rows.addWidget(row)
            self.setTabOrder(last, remove)  # else what comes late is reached last
            last = remove

    def _make_row(self, folder: Folder) -> tuple[QWidget, QWidget]:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        name = make_label(str(folder.path))
        name.setWordWrap(True)
        count = texts.count_photos(folder.photos) if folder.online else self.tr("not connected")
        sentence = self.tr("Remove {name} from PhotoCLIP; its photos stay where they are")
        remove = IconButton("x", sentence.format(name=folder.path.name or folder.path))
        remove.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        remove.clicked.connect(lambda: self.removal_asked.emit(folder.id))
        layout.addWidget(name, 1)
        layout.addWidget(make_label(count, quiet=True))
        layout.addWidget(remove)
        return row, remove
