"""One titled part of the side panel; its title folds it away."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from photoclip.ui.icons import draw_icon
from photoclip.ui.theme import GAP


class SideSection(QWidget):
    def __init__(self, title: str, body: QWidget, *buttons: QWidget) -> None:
        super().__init__()
        self._title = QToolButton()
        self._title.setText(title)
        self._title.setAccessibleName(title)
        self._title.setCheckable(True)
        self._title.setChecked(True)
        self._title.setAutoRaise(True)
        self._title.setIconSize(QSize(12, 12))
        self._title.setProperty("sectionTitle", True)
        self._title.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._title.toggled.connect(self._fold)
        self._body = body
        head = QHBoxLayout()
        head.setContentsMargins(GAP, 0, GAP, 0)
        head.addWidget(self._title)
        head.addStretch()
        for button in buttons:
            head.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, GAP)
        layout.setSpacing(GAP // 2)
        layout.addLayout(head)
        layout.addWidget(body)
        self._draw_arrow()

    def is_open(self) -> bool:
        return self._title.isChecked()

    def set_open(self, on: bool) -> None:
        self._title.setChecked(on)

    @Slot(bool)
    def _fold(self, on: bool) -> None:
        self._body.setVisible(on)
        self._draw_arrow()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_title"):
            self._draw_arrow()

    def _draw_arrow(self) -> None:
        quiet = self.palette().color(QPalette.ColorRole.PlaceholderText)
        self._title.setIcon(draw_icon("caret-down" if self.is_open() else "caret-right", quiet))
