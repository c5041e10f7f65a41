"""The side panel beside the photos; where it has no room, it comes over them when asked for."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QSplitter, QToolButton, QWidget

from photoclip.ui.theme import GAP

FOLDED_BELOW = 72 * GAP
WIDTH = 30 * GAP


class SideFolding(QObject):
    """``button`` is only seen while the panel is folded away, and brings it."""

    def __init__(
        self, host: QWidget, splitter: QSplitter, panel: QWidget, button: QToolButton
    ) -> None:
        super().__init__(host)
        self._host, self._splitter = host, splitter
        self._panel, self._button = panel, button
        self._folded = False
        self._width = WIDTH
        button.hide()
        button.clicked.connect(self._toggle)
        splitter.splitterMoved.connect(self._note_width)
        host.installEventFilter(self)
        panel.installEventFilter(self)
        QApplication.instance().focusChanged.connect(self._follow_focus)  # type: ignore[union-attr]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._host and event.type() == QEvent.Type.Resize:
            self._fit()
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if watched is self._panel and escape and event.type() == QEvent.Type.KeyPress:
            return self._fold_away()
        return False

    def _fit(self) -> None:
        folded = self._host.width() < FOLDED_BELOW
        if folded and not self._folded:
            self._panel.setParent(self._host)
            self._panel.hide()
        elif self._folded and not folded:
            self._splitter.insertWidget(0, self._panel)
            self._panel.show()
            QTimer.singleShot(0, self, self._give_width)  # the splitter has its new size then
        elif folded and not self._panel.isHidden():
            self._place()
        elif not folded:
            self._note_width()
        self._folded = folded
        self._button.setVisible(folded)

    @Slot()
    def _note_width(self) -> None:
        self._width = self._splitter.sizes()[0]

    @Slot()
    def _give_width(self) -> None:
        self._splitter.setSizes([self._width, self._splitter.width() - self._width])

    def _place(self) -> None:
        self._panel.setGeometry(0, 0, min(WIDTH, self._host.width()), self._splitter.height())

    @Slot()
    def _toggle(self) -> None:
        if not self._fold_away():
            self._place()
            self._panel.show()
            self._panel.raise_()
            self._panel.setFocus(Qt.FocusReason.TabFocusReason)
            self._panel.focusNextChild()

    def _fold_away(self) -> bool:
        """Whether it was there, and is gone now."""
        if not self._folded or self._panel.isHidden():
            return False
        self._panel.hide()
        self._button.setFocus()
        return True

    @Slot(QWidget, QWidget)
    def _follow_focus(self, old: QWidget | None, now: QWidget | None) -> None:
        """Who goes on elsewhere in the window is done with it."""
        elsewhere = now is not None and now.window() is self._host.window()
        if self._folded and elsewhere and not self._panel.isAncestorOf(now):  # type: ignore[arg-type]
            self._panel.setHidden(now is not self._panel)
