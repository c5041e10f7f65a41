"""Asks for the name of a search that shall be kept, in place."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from photoclip.ui.controls import make_button, make_label
from photoclip.ui.theme import GAP


class SavingRow(QWidget):
    """Hidden until it asks; Enter saves, Escape takes it back."""

    named = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = QLineEdit()
        self._name.setAccessibleName(self.tr("Name of the search"))
        self._name.setMaxLength(80)
        self._name.setMinimumWidth(96)
        self._name.setMaximumWidth(320)
        self._save = make_button(self.tr("Save"))
        cancel = make_button(self.tr("Cancel"))
        label = make_label(self.tr("Save this search as"), quiet=True)
        label.setBuddy(self._name)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(label)
        layout.addWidget(self._name, 1)
        layout.addWidget(self._save)
        layout.addWidget(cancel)
        layout.addStretch()
        self._name.textChanged.connect(lambda text: self._save.setEnabled(bool(text.strip())))
        self._name.returnPressed.connect(self._confirm)
        self._save.clicked.connect(self._confirm)
        cancel.clicked.connect(self.close_row)
        self.hide()

    def ask(self, suggestion: str) -> None:
        self._name.setText(suggestion)
        self._name.selectAll()
        self._save.setEnabled(bool(suggestion.strip()))
        self.show()
        self._name.setFocus()

    @Slot()
    def close_row(self) -> None:
        if not self.isHidden():
            self.closed.emit()  # before the focus would go anywhere
            self.hide()

    @Slot()
    def _confirm(self) -> None:
        name = self._name.text().strip()
        if name:
            self.close_row()
            self.named.emit(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_row()
        else:
            super().keyPressEvent(event)
