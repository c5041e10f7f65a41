"""Makes a whole window take drops, and shows where they go."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QObject, QPoint, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from photoclip.ui import drops
from photoclip.ui.photo_model import PHOTO_IDS_MIME
from photoclip.ui.search_bar import SearchBar


class DropTarget(QObject):
    """Filters the window's drag events."""

    dropped = Signal(object, bool)
    """Its QMimeData, and whether it fell onto the search field: there it adds to the query."""

    def __init__(self, window: QWidget, search_bar: SearchBar) -> None:
        super().__init__(window)
        self._window = window
        self._search_bar = search_bar
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = QEvent.Type
        if event.type() == kind.DragLeave:
            self._search_bar.mark_drop_target(False)
        elif event.type() in (kind.DragEnter, kind.DragMove, kind.Drop):
            self._take(cast(QDropEvent, event))
            return True
        return False

    def _take(self, event: QDropEvent) -> None:
        # Entering is accepted wherever it happens: otherwise no move would be told.
        entering = event.type() == QEvent.Type.DragEnter
        on_field = self._is_over_field(event)
        # Our own photos go into the search field only: a slip in the grid must not search.
        meant = on_field or not event.mimeData().hasFormat(PHOTO_IDS_MIME)
        welcome = drops.accepts(event.mimeData()) and (entering or meant)
        if welcome:
            welcome = drops.take_copy(event)
        else:
            event.ignore()
        dropping = event.type() == QEvent.Type.Drop
        self._search_bar.mark_drop_target(welcome and not dropping and not entering)
        if welcome and dropping:
            self.dropped.emit(event.mimeData(), on_field)

    def _is_over_field(self, event: QDropEvent) -> bool:
        corner = self._search_bar.mapTo(self._window, QPoint(0, 0))
        field = self._search_bar.rect().translated(corner)
        return self._search_bar.isVisible() and field.contains(event.position().toPoint())
