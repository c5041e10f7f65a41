"""The button below the last photo of a ranked answer: what lies beyond the line of relevance."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from photoclip.ui import texts
from photoclip.ui.theme import GAP

HEIGHT = 8 * GAP


class GridFoot(QPushButton):
    """Stands as the grid's last line; Up goes back to the photos."""

    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self.setProperty("link", True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def count_further(self, photos: int) -> None:
        self.setText(texts.offer_further(photos))
        self.setVisible(photos > 0)

    def place(self, top: int) -> None:
        """Stand at ``top`` in the parent, or just out of sight below it."""
        size, room = self.sizeHint(), self._parent.size()
        width = min(size.width(), room.width())
        top = min(top + (HEIGHT - size.height()) // 2, room.height())
        self.setGeometry((room.width() - width) // 2, top, width, size.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_PageUp, Qt.Key.Key_Home):
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)
