"""Where the query is written."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit


class SearchEdit(QLineEdit):
    """A line edit that leaves pictures, pasted or dropped, to the window."""

    pasted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(False)
        self.setAccessibleName(self.tr("Search photos"))

    def event(self, event: QEvent) -> bool:
        # Ctrl+K would delete to the end of the line here, and the palette would never open.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.DeleteEndOfLine)
        ):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        mime: QMimeData = QApplication.clipboard().mimeData()
        if event.matches(QKeySequence.StandardKey.Paste) and (mime.hasImage() or mime.hasUrls()):
            self.pasted.emit(mime)
        else:
            super().keyPressEvent(event)
