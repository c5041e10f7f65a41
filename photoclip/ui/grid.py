"""The grid of photos: one square for each, drawn from pixmaps that are already there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QPoint,
    QSize,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QDrag, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from photoclip.domain import Hits, Photo
from photoclip.ui.photo_model import PhotoModel, make_mime
from photoclip.ui.photo_tile import PhotoTile
from photoclip.ui.theme import GAP, RADIUS
from photoclip.ui.thumbnails import Thumbnails

SMALLEST, USUAL, LARGEST = 88, 168, 360
"""Sides of a thumbnail in logical pixels."""

DRAG_SIDE = 96


class PhotoGrid(QListView):
    """Emits ``details_missing`` with photo ids whose details it needs next."""

    details_missing = Signal(object)
    side_changed = Signal(int)

    def __init__(
        self, model: PhotoModel, thumbnails: Thumbnails, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._photos = model
        self._thumbnails = thumbnails
        self._side = USUAL
        self._columns = 1
        self.setObjectName("photoGrid")
        self.setAccessibleName(self.tr("Photos"))
        self._set_up_layout()
        self._tile = PhotoTile(model, thumbnails, self)
        self.setItemDelegate(self._tile)
        self.setModel(model)
        self._look = QTimer(self, singleShot=True, interval=15)
        self._look.timeout.connect(self._ask_for_visible)
        for signal in (self.verticalScrollBar().valueChanged, model.modelReset, model.dataChanged):
            signal.connect(self._look_soon)
        thumbnails.ready.connect(self._redraw)
        self.selectionModel().selectionChanged.connect(self._ask_for_selected)

    def _set_up_layout(self) -> None:
        # A wrapping list lays out 100,000 uniform rows in half the time of icon mode.
        self.setViewMode(QListView.ViewMode.ListMode)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionRectVisible(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        # Always there, or its coming would change the columns; invisible while it has no use.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        bar = self.verticalScrollBar()
        bar.rangeChanged.connect(lambda least, most: bar.setEnabled(most > least))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    # --- size

    def side(self) -> int:
        return self._side

    @Slot(int)
    def set_side(self, side: int) -> None:
        """The least side of a thumbnail in logical pixels; columns share what is left over."""
        side = max(SMALLEST, min(LARGEST, side))
        if side != self._side:
            self._side = side
            self._fit_columns()
            self.side_changed.emit(side)

    def columns(self) -> int:
        return self._columns

    def _fit_columns(self) -> None:
        width = self.viewport().width() - 1  # QListView breaks a line that fits to the pixel
        self._columns = max(1, width // (self._side + GAP))
        cell = max(SMALLEST + GAP, width // self._columns)
        if cell == self.gridSize().width():
            return
        first = self.first_visible_row()
        self._tile.cell = QSize(cell, cell)
        self.setGridSize(self._tile.cell)
        self.verticalScrollBar().setSingleStep(max(24, cell // 4))
        if first > 0:
            self.scrollTo(self._photos.index(first), QAbstractItemView.ScrollHint.PositionAtTop)
        self._look_soon()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit_columns()
        super().resizeEvent(event)
        self._look_soon()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_side(self._side + (16 if event.angleDelta().y() > 0 else -16))
            event.accept()
        else:
            super().wheelEvent(event)

    # --- what is on screen

    def first_visible_row(self) -> int:
        cell = self.gridSize().height()
        return 0 if cell <= 0 else self.verticalScrollBar().value() // cell * self._columns

    def visible_rows(self) -> range:
        cell = max(1, self.gridSize().height())
        lines = self.viewport().height() // cell + 2
        first = self.first_visible_row()
        return range(first, min(self._photos.rowCount(), first + lines * self._columns))

    @Slot()
    def _look_soon(self) -> None:
        self._look.start()

    @Slot()
    def _ask_for_visible(self) -> None:
        visible = self.visible_rows()
        page = len(visible)
        after = range(visible.stop, min(self._photos.rowCount(), visible.stop + page))
        before = range(max(0, visible.start - page), visible.start)
        rows = [*visible, *after, *before]
        missing = self._photos.ask_missing(rows)
        if missing:
            self.details_missing.emit(missing)
        ratio = self.devicePixelRatioF()
        side = round((self.gridSize().width() - GAP) * ratio)
        self._thumbnails.want(self._photos.photos(rows), side, RADIUS * ratio)

    @Slot(QItemSelection, QItemSelection)
    def _ask_for_selected(self) -> None:
        rows = self.selected_rows(at_most=2_000)
        missing = self._photos.ask_missing(rows)
        if missing:
            self.details_missing.emit(missing)

    @Slot(str)
    def _redraw(self, content_hash: str) -> None:
        for row in self.visible_rows():
            photo = self._photos.photo(row)
            if photo is not None and photo.content_hash == content_hash:
                self.update(self._photos.index(row))

    # --- selection

    def selected_rows(self, at_most: int | None = None) -> list[int]:
        """Rows in order; by ranges, because a selection may be the whole library."""
        rows: list[int] = []
        for part in self.selectionModel().selection().toList():
            rows.extend(range(part.top(), part.bottom() + 1))
            if at_most is not None and len(rows) > at_most:
                return sorted(rows[:at_most])
        return sorted(rows)

    def selected_photos(self) -> list[Photo]:
        return self._photos.photos(self.selected_rows())

    def go_to(self, row: int) -> None:
        """Make this row the current and only selected one, and bring it on screen."""
        index = self._photos.index(row)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def show_hits(self, hits: Hits, *, keep_place: bool) -> None:
        """Show other rows; ``keep_place`` holds scrolling and selection on the same photos."""
        if not keep_place:
            self._photos.show_hits(hits)
            self.scrollToTop()
            return
        if self._photos.shows(hits):
            return
        top = self.first_visible_row()
        anchor = self._photos.photo_id(top) if 0 < top < self._photos.rowCount() else None
        inset = self.verticalScrollBar().value() % max(1, self.gridSize().height())
        current = self.currentIndex()
        current_id = self._photos.photo_id(current.row()) if current.isValid() else None
        selected = [self._photos.photo_id(row) for row in self.selected_rows(at_most=2_000)]
        self._photos.show_hits(hits)
        self._select_again(current_id, selected)
        row = self._photos.row_of(anchor) if anchor is not None else -1
        line = row // self._columns
        self.verticalScrollBar().setValue(
            line * self.gridSize().height() + inset if row >= 0 else 0
        )

    def _select_again(self, current_id: int | None, selected: Sequence[int]) -> None:
        chosen = QItemSelection()
        for photo_id in selected:
            if (row := self._photos.row_of(photo_id)) >= 0:
                index = self._photos.index(row)
                chosen.select(index, index)
        flag = QItemSelectionModel.SelectionFlag
        if current_id is not None and (row := self._photos.row_of(current_id)) >= 0:
            self.selectionModel().setCurrentIndex(self._photos.index(row), flag.NoUpdate)
        self.selectionModel().select(chosen, flag.ClearAndSelect)

    # --- Qt's own

    def keyboardSearch(self, search: str) -> None:
        """Letters do not jump: names are not what this program finds photos by."""

    def startDrag(self, supportedActions: Qt.DropAction) -> None:  # noqa: N803
        rows = self.selected_rows()
        photos = self._photos.photos(rows)
        if not photos or len(photos) < len(rows):
            return  # a drag must carry all that is selected, and not all of it is known yet
        drag = QDrag(self)
        drag.setMimeData(make_mime(photos))
        pixmap = self._thumbnails.pixmap(photos[0])
        if pixmap is not None:
            small = pixmap.scaledToWidth(DRAG_SIDE, Qt.TransformationMode.SmoothTransformation)
            drag.setPixmap(QPixmap(small))
            drag.setHotSpot(QPoint(DRAG_SIDE // 2, DRAG_SIDE // 2))
        drag.exec(Qt.DropAction.CopyAction)
