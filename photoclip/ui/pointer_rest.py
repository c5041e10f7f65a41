"""Tells when the pointer has rested for a while, so that controls and cursor can go away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPointF, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

REST_MS = 2000


class PointerRest(QObject):
    """Watches the mouse over ``top`` and all that lies on it."""

    moved = Signal(QPointF)
    """Where to, in global logical pixels."""
    rested = Signal()

    def __init__(self, top: QWidget, watched: Sequence[QWidget]) -> None:
        super().__init__(top)
        self._top = top
        self._last: QPointF | None = None
        self._timer = QTimer(self, singleShot=True, interval=REST_MS)
        self._timer.timeout.connect(self._tell_rest)
        for widget in (top, *watched):
            self.watch(widget)

    def watch(self, widget: QWidget) -> None:
        """This widget and what lies on it belong to ``top`` too."""
        for each in (widget, *widget.findChildren(QWidget)):
            each.setMouseTracking(True)
            each.installEventFilter(self)

    def begin(self) -> None:
        """The rest may begin now."""
        self._timer.start()

    def _tell_rest(self) -> None:
        if QApplication.activePopupWidget() is None:
            self.rested.emit()
        else:
            self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress):
            at: QPointF = event.globalPosition()  # type: ignore[attr-defined]
            # Widgets that come and go under a resting pointer send moves that are none.
            if at != self._last or event.type() == QEvent.Type.MouseButtonPress:
                self._last = at
                self._timer.start()
                self.moved.emit(at)
        return False
