"""What a grid of photos needs next: details and thumbnails of what is seen, then of what is near.

What has been scrolled past is forgotten: thumbnails that still wait are not made.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QItemSelection, QObject, QTimer, Signal, Slot

from photoclip.ui.grid_view import GridView
from photoclip.ui.photo_model import PhotoModel
from photoclip.ui.theme import GAP, RADIUS
from photoclip.ui.thumbnails import Thumbnails

MOVING_MS, RESTING_MS = 30, 120
"""While it scrolls, wishes are renewed this often; after this rest, also what lies near counts."""

REPAINT_MS = 16
"""Thumbnails that come within a frame are painted together."""

MOST_SELECTED = 2_000


class PhotoDemand(QObject):
    """Watches the view, and repaints what has come."""

    details_missing = Signal(object)
    """Ids of photos whose details are needed next."""

    def __init__(self, view: GridView, model: PhotoModel, thumbnails: Thumbnails) -> None:
        super().__init__(view)
        self._view = view
        self._photos = model
        self._thumbnails = thumbnails
        self._arrived: set[str] = set()
        self._moving = self._make_timer(MOVING_MS, self._ask_for_visible)
        self._resting = self._make_timer(RESTING_MS, self._ask_for_near)
        self._repaint = self._make_timer(REPAINT_MS, self._redraw_arrived)
        for signal in (view.verticalScrollBar().valueChanged, model.modelReset, model.dataChanged):
            signal.connect(self.look_soon)
        thumbnails.ready.connect(self._note_arrival)
        thumbnails.dropped.connect(self.look_soon)
        view.selectionModel().selectionChanged.connect(self._ask_for_selected)

    def _make_timer(self, interval: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=interval)
        timer.timeout.connect(act)
        return timer

    @Slot()
    def look_soon(self) -> None:
        """What is seen may be something else now."""
        if not self._moving.isActive():
            self._moving.start()
        self._resting.start()

    @Slot()
    def _ask_for_visible(self) -> None:
        self._ask_for(self._view.visible_rows())

    @Slot()
    def _ask_for_near(self) -> None:
        visible = self._view.visible_rows()
        page = len(visible)
        after = range(visible.stop, min(self._photos.rowCount(), visible.stop + page))
        before = range(max(0, visible.start - page), visible.start)
        self._ask_for([*visible, *after, *before])

    def _ask_for(self, rows: Sequence[int]) -> None:
        self._ask_for_details(rows)
        ratio = self._view.devicePixelRatioF()
        side = round((self._view.grid_layout().side - GAP) * ratio)
        self._thumbnails.want(self._photos.photos(rows), side, RADIUS * ratio)

    def _ask_for_details(self, rows: Sequence[int]) -> None:
        missing = self._photos.ask_missing(rows)
        if missing:
            self.details_missing.emit(missing)

    @Slot(QItemSelection, QItemSelection)
    def _ask_for_selected(self) -> None:
        self._ask_for_details(self._view.selected_rows(MOST_SELECTED))

    @Slot(str)
    def _note_arrival(self, content_hash: str) -> None:
        self._arrived.add(content_hash)
        if not self._repaint.isActive():
            self._repaint.start()

    @Slot()
    def _redraw_arrived(self) -> None:
        arrived, self._arrived = self._arrived, set()
        for row in self._view.visible_rows():
            photo = self._photos.photo(row)
            if photo is not None and photo.content_hash in arrived:
                self._view.update(self._photos.index(row))
