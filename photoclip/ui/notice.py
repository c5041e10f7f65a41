"""A quiet bar for trouble: one sentence, put away with one press."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QWidget

from photoclip.messages import Trouble
from photoclip.ui.controls import IconButton, announce, make_button, make_label
from photoclip.ui.theme import GAP


class Notice(QFrame):
    """Shows troubles one after the other; each sentence once until it is put away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._waiting: list[Trouble] = []
        self._text = make_label()
        self._text.setWordWrap(True)
        self._copy = make_button(self.tr("Copy details"), link=True)
        self._copy.clicked.connect(self._copy_details)
        close = IconButton("x", self.tr("Put away"))
        close.clicked.connect(self._go_on)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * GAP, 4, 4, 4)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._copy)
        layout.addWidget(close)
        self.hide()

    def show_trouble(self, trouble: Trouble) -> None:
        if trouble in self._waiting:
            return
        self._waiting.append(trouble)
        self._show_first()

    @Slot()
    def _go_on(self) -> None:
        del self._waiting[0]
        self._show_first()

    def _show_first(self) -> None:
        self.setVisible(bool(self._waiting))
        if self._waiting:
            self._text.setText(self._waiting[0].sentence)
            announce(self, self._waiting[0].sentence)
            self._copy.setVisible(bool(self._waiting[0].details))

    @Slot()
    def _copy_details(self) -> None:
        trouble = self._waiting[0]
        QApplication.clipboard().setText(f"{trouble.sentence}\n\n{trouble.details}")
