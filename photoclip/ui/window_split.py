"""The window's pages, and the pane at their right; where both have no room, the pane is alone."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from photoclip.ui.theme import GAP


class WindowSplit(QSplitter):
    """The window needs no more room than the wider of the two, and never grows for the pane."""

    def __init__(self, pages: QWidget, pane: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._pages, self._pane = pages, pane
        self._focus: QWidget | None = None
        self.setHandleWidth(1)
        self.addWidget(pages)
        self.addWidget(pane)
        self.setStretchFactor(0, 1)
        self.setSizes([1000, 40 * GAP])
        self.setChildrenCollapsible(False)
        pane.hide()
        pane.installEventFilter(self)

    def minimumSizeHint(self) -> QSize:
        hints = [self._least(each) for each in (self._pages, self._pane)]
        return hints[0].expandedTo(hints[1])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._fit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def _fit(self) -> None:
        needed = self._least(self._pages).width() + self._least(self._pane).width() + 1
        alone = not self._pane.isHidden() and self.width() < needed
        if alone and not self._pages.isHidden():
            self._focus = self.window().focusWidget()
            self._pages.hide()
        elif not alone and self._pages.isHidden():
            self._pages.show()
            if self._focus is not None and self._focus.isVisible():
                self._focus.setFocus()

    def _least(self, widget: QWidget) -> QSize:
        return widget.minimumSizeHint().expandedTo(widget.minimumSize())
