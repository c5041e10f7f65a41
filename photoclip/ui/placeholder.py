"""What stands where photos would be: an icon, one sentence, and perhaps the one thing to do."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPalette
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from photoclip.resources import resource
from photoclip.ui.controls import make_button, make_label, make_title
from photoclip.ui.icons import draw_icon
from photoclip.ui.theme import GAP

ICON = 56


class Placeholder(QWidget):
    pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = "image-square"
        self._icon = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._title = make_title()
        self._text = make_label(quiet=True)
        for label in (self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
        self._button = make_button("", primary=True)
        self._button.clicked.connect(self.pressed)
        layout = QVBoxLayout(self)
        layout.setSpacing(GAP)
        layout.addStretch(2)
        for widget in (self._icon, self._title, self._text):
            layout.addWidget(widget)
        layout.addSpacing(2 * GAP)
        layout.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

    def say(self, icon: str, title: str, text: str = "", button: str = "") -> None:
        """``icon`` empty: the program's own."""
        self._name = icon
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self._button.setText(button)
        self._button.setAccessibleName(button)
        self._button.setVisible(bool(button))
        self._draw_icon()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_icon"):
            self._draw_icon()

    def _draw_icon(self) -> None:
        if not self._name:
            own = QIcon(str(resource("icons", "photoclip.svg")))
            self._icon.setPixmap(own.pixmap(QSize(2 * ICON, 2 * ICON)))
            return
        quiet = self.palette().color(QPalette.ColorRole.PlaceholderText)
        self._icon.setPixmap(draw_icon(self._name, quiet).pixmap(QSize(ICON, ICON)))
