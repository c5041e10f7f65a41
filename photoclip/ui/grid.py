"""The grid of photos: one square for each, drawn from pixmaps that are already there."""

from __future__ import annotations

from collections.abc import Callable, Collection

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QMargins,
    QPoint,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QDrag, QKeyEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from photoclip.domain import Hits, Ids, Photo
from photoclip.ui import date_scrubber, grid_foot
from photoclip.ui.date_scrubber import DateScrubber, Stop
from photoclip.ui.date_sections import (
    DateSections,
    Grouping,
    find_row,
    find_sections,
    write_date,
)
from photoclip.ui.grid_foot import GridFoot
from photoclip.ui.grid_headings import HEADING
from photoclip.ui.grid_layout import GridLayout
from photoclip.ui.grid_view import GridView
from photoclip.ui.photo_demand import PhotoDemand
from photoclip.ui.photo_model import PhotoModel, make_mime
from photoclip.ui.photo_tile import PhotoTile
from photoclip.ui.theme import GAP
from photoclip.ui.thumbnails import Thumbnails

NO_SECTIONS = DateSections([], [])

SMALLEST, USUAL, LARGEST = 88, 168, 360
"""Sides of a thumbnail in logical pixels."""

DRAG_SIDE = 96

LONG = 3
"""Pages of photos from which on there is a strip of dates beside them."""


class PhotoGrid(GridView):
    """Shows the relevant ones of the hits, parted by date where they are in order of time."""

    details_missing = Signal(object)
    """Ids of photos whose details are needed next."""

    side_changed = Signal(int)

    more_asked = Signal()
    """The person asked for what lies beyond the line of relevance; it is shown already."""

    def __init__(
        self, model: PhotoModel, thumbnails: Thumbnails, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._photos = model
        self._thumbnails = thumbnails
        self._side = USUAL
        self._hits: Hits | None = None
        self._shows_all = self._shows_scores = False
        self._grouping = Grouping.DAY
        self._sections = self._months = NO_SECTIONS
        self.setObjectName("photoGrid")
        self.setAccessibleName(self.tr("Photos"))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._tile = PhotoTile(model, thumbnails, self)
        self.setItemDelegate(self._tile)
        self.setModel(model)
        self._scrubber = DateScrubber(self)
        self._foot = GridFoot(self.viewport())
        self._foot.clicked.connect(self.show_more)
        self._foot.left.connect(self.setFocus)
        self._scrubber.moved.connect(self.verticalScrollBar().setValue)
        self.verticalScrollBar().valueChanged.connect(self._scrubber.show_value)
        self._demand = PhotoDemand(self, model, thumbnails)
        self._demand.details_missing.connect(self.details_missing)

    # --- what it shows

    def show_hits(self, hits: Hits, *, keep_place: bool) -> None:
        """Show other rows; ``keep_place`` holds scrolling and selection on the same photos."""
        if not keep_place:
            self._shows_all = False
            self._take_hits(hits)
            self._photos.show_hits(hits, self._count_shown())
            self._arrange()
            self.scrollToTop()
            if self.hasFocus() and self._photos.rowCount():  # as when the keyboard comes here
                first, flags = self._photos.index(0), QItemSelectionModel.SelectionFlag
                self.selectionModel().setCurrentIndex(first, flags.NoUpdate)
            return
        self._take_hits(hits)
        if self._photos.shows(hits, self._count_shown()):
            self._photos.update_hits(hits)
            self._hold_place(self._arrange)
        else:
            self._replace_rows(hits)

    def count_further(self) -> int:
        """How many photos lie beyond the line of relevance and are not shown."""
        return len(self._hits) - self._count_shown() if self._hits is not None else 0

    def show_all_hits(self) -> None:
        """Show also what lies beyond the line of relevance."""
        self._shows_all = True
        if self._hits is not None and self._count_shown() > self._photos.rowCount():
            self._foot.count_further(0)
            self._replace_rows(self._hits)

    def set_grouping(self, grouping: Grouping) -> None:
        """How photos that are in order of time are parted."""
        if grouping is not self._grouping:
            self._grouping = grouping
            self._part()
            self._hold_place(self._arrange)

    def show_scores(self, shown: bool) -> None:
        """Whether each photo of a ranked answer says how well it fits."""
        self._shows_scores = shown
        self._tile.shows_scores = shown and self._is_ranked()
        self.viewport().update()

    def show_line(self, photos: int | None) -> None:
        """Draw a line after so many photos, and those beyond it paler; None: no line."""
        self._tile.line = photos
        self.viewport().update()

    def set_veil(self, is_veiled: Callable[[Photo], bool]) -> None:
        """Cover the photos for which this is true; it is asked with every paint, so be quick."""
        self._photos.set_veil(is_veiled)

    def set_veiled(self, ids: Collection[int]) -> None:
        """Cover these photos."""
        veiled = frozenset(ids)
        self.set_veil(lambda photo: photo.id in veiled)

    def _is_ranked(self) -> bool:
        return self._hits is not None and self._hits.times is None

    def _count_shown(self) -> int:
        assert self._hits is not None, "there are no rows before the first answer"
        return len(self._hits) if self._shows_all else self._hits.count_fitting()

    def _take_hits(self, hits: Hits) -> None:
        self._hits = hits
        self._foot.count_further(self.count_further())
        self.show_scores(self._shows_scores)
        self._part()

    def _part(self) -> None:
        times = self._hits.times if self._hits is not None else None
        if times is None:
            self._sections = self._months = NO_SECTIONS
            return
        self._months = find_sections(times, Grouping.MONTH)
        by_month = self._grouping is Grouping.MONTH
        self._sections = self._months if by_month else find_sections(times, self._grouping)

    def name_section(self, section: int) -> str:
        return write_date(self._sections.dates[section], self._grouping)

    @Slot()
    def show_more(self) -> None:
        """Also for who stands somewhere else; with the photos there comes the keyboard."""
        self.show_all_hits()
        self.more_asked.emit()
        self.setFocus()

    # --- size

    def side(self) -> int:
        return self._side

    @Slot(int)
    def set_side(self, side: int) -> None:
        """The least side of a thumbnail in logical pixels; columns share what is left over."""
        side = max(SMALLEST, min(LARGEST, side))
        if side != self._side:
            self._side = side
            self._hold_place(self._arrange)
            self.side_changed.emit(side)

    def columns(self) -> int:
        return self.grid_layout().columns

    def _arrange(self) -> None:
        """Lay the rows out for the present width."""
        self._fit_scrubber()
        width = self.viewport().width()
        columns = max(1, width // (self._side + GAP))
        cell = max(SMALLEST + GAP, width // columns)
        self._tile.cell = QSize(cell, cell)
        starts = self._sections.starts
        layout = GridLayout(
            self._photos.rowCount(), columns, cell, starts or (0,), HEADING if starts else 0
        )
        self.set_layout(layout, 0 if self._foot.isHidden() else grid_foot.HEIGHT)
        self._place_stops()
        self._place_foot()
        self._demand.look_soon()

    def _fit_scrubber(self) -> None:
        """The strip of dates takes its room from the photos only where it is of use."""
        room = self.contentsRect().width() - self.verticalScrollBar().width()
        page = (room // (self._side + GAP)) * (self.viewport().height() // (self._side + GAP))
        useful = len(self._months.starts) > 1 and self._photos.rowCount() > LONG * page
        self._scrubber.setVisible(useful)
        margins = QMargins(0, 0, date_scrubber.WIDTH if useful else 0, 0)
        if margins != self.viewportMargins():
            self.setViewportMargins(margins)

    def _place_stops(self) -> None:
        layout = self.grid_layout()
        stops = [
            Stop(layout.cell(row).y - layout.heading, month)
            for row, month in zip(self._months.starts, self._months.dates, strict=True)
        ]
        self._scrubber.show_stops(stops, self.verticalScrollBar().maximum())
        area = self.viewport().geometry()
        self._scrubber.setGeometry(area.right() + 1, area.top(), date_scrubber.WIDTH, area.height())

    def _place_foot(self) -> None:
        self._foot.place(self.grid_layout().height - self.verticalOffset())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._hold_place(self._arrange)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._place_foot()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._demand.look_soon()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_side(self._side + (16 if event.angleDelta().y() > 0 else -16))
            event.accept()
        else:
            super().wheelEvent(event)

    # --- place

    def go_to(self, row: int) -> None:
        """Make this row the current and only selected one, and bring it on screen."""
        index = self._photos.index(row)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def go_to_time(self, moment: int) -> None:
        """Go to the newest photo not younger than ``moment``, in nanoseconds since 1970.

        Nothing happens while the photos are not in order of time.
        """
        times = self._hits.times if self._hits is not None else None
        if times is not None and self._photos.rowCount():
            row = min(find_row(times, moment), self._photos.rowCount() - 1)
            self.go_to(row)
            self.scrollTo(self._photos.index(row), QAbstractItemView.ScrollHint.PositionAtTop)

    def first_visible_row(self) -> int:
        return self.visible_rows().start

    def _hold_place(self, act: Callable[[], None]) -> None:
        """What stood at the top stands there again afterwards."""
        row = self.first_visible_row()
        offset = self.verticalOffset()
        inset = offset - self.grid_layout().cell(row).y if offset and self.visible_rows() else None
        act()
        if inset is not None:
            inset = min(inset, self.grid_layout().side - 1)
            self.verticalScrollBar().setValue(self.grid_layout().cell(row).y + inset)

    def _replace_rows(self, hits: Hits) -> None:
        """Other rows, but scrolling and selection stay on the same photos."""
        current = self.currentIndex()
        current_id = self._photos.photo_id(current.row()) if current.isValid() else None
        selected = self._selected_ids()
        offset = self.verticalOffset()
        seen = [
            (self._photos.photo_id(row), offset - self.grid_layout().cell(row).y)
            for row in (self.visible_rows() if offset else ())
        ]
        self._photos.show_hits(hits, self._count_shown())
        self._arrange()
        self._select_again(current_id, selected)
        rows = ((self._photos.row_of(photo_id), inset) for photo_id, inset in seen)
        row, inset = next((place for place in rows if place[0] >= 0), (-1, 0))
        if row >= 0:
            self.verticalScrollBar().setValue(self.grid_layout().cell(row).y + inset)
        else:
            self.verticalScrollBar().setValue(offset)

    # --- selection

    def selected_photos(self) -> list[Photo]:
        return self._photos.photos(self.selected_rows())

    def _selected_ids(self) -> Ids:
        import numpy as np

        ids = self._photos.ids()
        parts = self.selectionModel().selection().toList()
        if ids is None or not parts:
            return np.empty(0, np.int64)
        return np.concatenate([ids[part.top() : part.bottom() + 1] for part in parts])

    def _select_again(self, current_id: int | None, selected: Ids) -> None:
        import numpy as np

        rows = self._photos.rows_of(selected)
        runs = np.split(rows, (np.diff(rows) != 1).nonzero()[0] + 1)
        ranges = [range(int(run[0]), int(run[-1]) + 1) for run in runs if len(run)]
        flag = QItemSelectionModel.SelectionFlag
        if current_id is not None and (row := self._photos.row_of(current_id)) >= 0:
            self.selectionModel().setCurrentIndex(self._photos.index(row), flag.NoUpdate)
        self.selectionModel().select(self.select_rows(ranges), flag.ClearAndSelect)

    # --- Qt's own

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down from the last photos leads to the button below them."""
        footed = not self._foot.isHidden()
        down = event.key() in (Qt.Key.Key_Down, Qt.Key.Key_PageDown)
        if footed and down and not event.modifiers() and self._is_in_last_line():
            self._foot.setFocus()
        else:
            super().keyPressEvent(event)
        if footed and self._is_in_last_line():
            self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())

    def _is_in_last_line(self) -> bool:
        row, layout = self.currentIndex().row(), self.grid_layout()
        return row < 0 or layout.below(row, layout.column(row)) == row

    def startDrag(self, supportedActions: Qt.DropAction) -> None:  # noqa: N803
        rows = self.selected_rows()
        photos = self._photos.photos(rows)
        if not photos or len(photos) < len(rows):
            return  # a drag must carry all that is selected, and not all of it is known yet
        drag = QDrag(self)
        drag.setMimeData(make_mime(photos))
        pixmap = None if self._photos.is_veiled(photos[0]) else self._thumbnails.pixmap(photos[0])
        if pixmap is not None:
            small = pixmap.scaledToWidth(DRAG_SIDE, Qt.TransformationMode.SmoothTransformation)
            drag.setPixmap(QPixmap(small))
            drag.setHotSpot(QPoint(DRAG_SIDE // 2, DRAG_SIDE // 2))
        drag.exec(Qt.DropAction.CopyAction)
