"""A question asked in place: it stops nothing else, and Escape takes it back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from photoclip.ui.controls import CheckBox, announce, make_button, make_label
from photoclip.ui.theme import GAP


class Question(QFrame):
    """Hidden until it asks."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = make_label()
        self._text.setWordWrap(True)
        self._consent = CheckBox()
        self._yes = make_button("")
        self._no = make_button("")
        self._consent.toggled.connect(self._yes.setEnabled)
        self._yes.clicked.connect(self._confirm)
        self._no.clicked.connect(self.close_question)
        buttons = QHBoxLayout()
        buttons.addWidget(self._yes)
        buttons.addWidget(self._no)
        buttons.addStretch()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(GAP)
        self._layout.addWidget(self._text)
        self._layout.addWidget(self._consent)
        self._layout.addLayout(buttons)
        self._run: Callable[[], object] = lambda: None
        self.hide()

    def ask(
        self, text: str, yes: str, no: str, run: Callable[[], object], *, consent: str = ""
    ) -> None:
        """``run`` is called after ``yes``; with ``consent`` that sentence must be ticked first."""
        self._run = run
        self._text.setText(text)
        self._yes.setText(yes)
        self._no.setText(no)
        self._consent.setText(consent)
        self._consent.setChecked(False)
        self._consent.setVisible(bool(consent))
        self._yes.setEnabled(not consent)
        self.show()
        announce(self, text)
        (self._consent if consent else self._no).setFocus()

    def is_open(self) -> bool:
        return not self.isHidden()

    def is_asking(self, run: Callable[[], object]) -> bool:
        """Is it open with the question whose ``yes`` calls this?"""
        return self.is_open() and self._run == run

    @Slot()
    def close_question(self) -> None:
        if self.is_open():
            parent = self.parentWidget()
            if parent is not None and self.isAncestorOf(self.window().focusWidget() or self):
                # Else Qt would give it to whatever comes next, and scroll there.
                parent.setFocus()
            self.hide()
            self.closed.emit()

    @Slot()
    def _confirm(self) -> None:
        self.close_question()
        self._run()

    def _press_focused(self) -> None:
        """Qt lets Enter press buttons in dialogs alone."""
        focused = self.window().focusWidget()
        if isinstance(focused, QPushButton) and self.isAncestorOf(focused):
            focused.click()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_question()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._press_focused()
        else:
            super().keyPressEvent(event)
