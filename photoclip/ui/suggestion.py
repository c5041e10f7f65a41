"""One line that tells something and offers one thing to do about it; put away with one press."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from photoclip.ui.controls import IconButton, announce, make_button, make_label
from photoclip.ui.theme import GAP


class Suggestion(QFrame):
    pressed = Signal()
    put_away = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._text = make_label()
        self._text.setWordWrap(True)
        self._button = make_button("", link=True)
        self._button.clicked.connect(self.pressed)
        close = IconButton("x", self.tr("Put away"))
        close.clicked.connect(self.put_away)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * GAP, 4, 4, 4)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._button)
        layout.addWidget(close)
        self.hide()

    def say(self, sentence: str, button: str) -> None:
        """An empty sentence takes the line away."""
        if sentence != self._text.text():
            announce(self, sentence)
        self._text.setText(sentence)
        self._button.setText(button)
        self.setVisible(bool(sentence))
