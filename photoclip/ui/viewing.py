"""Which photo the viewer shows: opening, going on and back, and returning to the grid."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QModelIndex, QObject, Signal, Slot

from photoclip.domain import Photo
from photoclip.ui.grid import PhotoGrid
from photoclip.ui.photo_model import PhotoModel
from photoclip.ui.viewer import Viewer

ASKED = 40
"""Rows before and after whose details are asked for: what a film strip shows, and a little more."""


class Viewing(QObject):
    """Walks over the model's rows; the grid's current photo follows, so closing lands on it."""

    opened = Signal()
    closed = Signal()
    details_missing = Signal(object)
    told = Signal(str)
    """A sentence: why nothing happens."""

    def __init__(self, viewer: Viewer, grid: PhotoGrid, model: PhotoModel, parent: QObject) -> None:
        super().__init__(parent)
        self._viewer = viewer
        self._grid = grid
        self._model = model
        self._row = -1
        self._gone = False
        """The photo on screen was deleted; the one that stands at its row now comes next."""
        grid.activated.connect(self._open_index)
        viewer.stepped.connect(self.step)
        viewer.row_chosen.connect(self._choose)
        viewer.closed.connect(self.close)
        viewer.slideshow.started.connect(self._begin_slideshow)
        viewer.slideshow.due.connect(self._advance)
        model.modelReset.connect(self._find_row)
        model.dataChanged.connect(self._show_if_awaited)

    def is_open(self) -> bool:
        return self._row >= 0

    @Slot()
    def open_current(self) -> None:
        self._open_index(self._grid.currentIndex())

    @Slot(QModelIndex)
    def _open_index(self, index: QModelIndex) -> None:
        if index.isValid():
            self._go_to(index.row())
            self.opened.emit()

    @Slot(int)
    def step(self, rows: int) -> None:
        last = self._model.rowCount() - 1
        if self._gone and rows > 0:
            rows -= 1
        row = max(0, min(last, self._row + rows))
        if self.is_open() and last >= 0 and (row != self._row or self._gone):
            self._go_to(row)

    @Slot(int)
    def _choose(self, row: int) -> None:
        self.step(row - self._row + (1 if self._gone and row >= self._row else 0))

    @Slot()
    def close(self) -> None:
        if self.is_open():
            self._row = -1
            self._viewer.leave()
            self.closed.emit()

    def _go_to(self, row: int) -> None:
        self._row = row
        self._gone = False
        self._grid.go_to(row)
        self._viewer.set_neighbours_exist(row > 0, row < self._model.rowCount() - 1)
        self._viewer.show_row(row)
        self._show()

    def _show(self) -> None:
        missing = self._model.ask_missing(self._rows_to_know())
        if missing:
            self.details_missing.emit(missing)
        photo = self._model.photo(self._row)
        if photo is None:
            return
        near = self._model.photos(self._near())
        offline = self._model.is_offline(photo)
        self._viewer.show_photo(photo, near, self._place(), offline=offline)
        if self._viewer.slideshow.is_running() and self._is_skipped(photo):
            self._viewer.slideshow.skip()

    def _place(self) -> str:
        locale = QLocale()
        return self.tr("{number} of {count}").format(
            number=locale.toString(self._row + 1), count=locale.toString(self._model.rowCount())
        )

    @Slot()
    def _find_row(self) -> None:
        photo: Photo | None = self._viewer.photo()
        if not self.is_open() or photo is None:
            return
        row = self._model.row_of(photo.id)
        count = self._model.rowCount()
        # A photo that is gone stays on screen until the person goes on.
        self._gone = row < 0
        self._row = max(0, min(self._row, count - 1)) if self._gone else row
        self._viewer.set_neighbours_exist(self._row > 0, self._gone or self._row < count - 1)
        self._viewer.show_row(self._row)

    @Slot()
    def _show_if_awaited(self) -> None:
        if self._gone or not 0 <= self._row < self._model.rowCount():
            return
        photo, near = self._model.photo(self._row), self._model.photos(self._near())
        if photo is None:
            return
        shown = (self._viewer.photo(), self._viewer.neighbours(), self._viewer.is_offline())
        if (photo, near, self._model.is_offline(photo)) != shown:
            self._show()

    def _near(self) -> list[int]:
        """The next rows first: most people go on, not back."""
        rows = (self._row + 1, self._row - 1, self._row + 2)
        return [row for row in rows if 0 <= row < self._model.rowCount()]

    def _rows_to_know(self) -> list[int]:
        first, stop = max(0, self._row - ASKED), min(self._model.rowCount(), self._row + ASKED + 1)
        return [self._row, *self._near(), *range(first, stop)]

    # --- the slideshow

    @Slot()
    def _begin_slideshow(self) -> None:
        """Not where it is known already that no photo can be shown."""
        photos = (self._model.photo(row) for row in range(self._model.rowCount()))
        if all(photo is not None and self._is_skipped(photo) for photo in photos):
            self._viewer.slideshow.stop()
            self.told.emit(
                self.tr("None of these photos can be shown: they are veiled or cannot be read.")
            )

    @Slot()
    def _advance(self) -> None:
        """To the next photo that can be shown; after the last one comes the first."""
        count = self._model.rowCount()
        row = self._row
        for _ in range(count):
            row = (row + 1) % count
            photo = self._model.photo(row)
            if photo is None or not self._is_skipped(photo):
                break
        if not self.is_open() or not count or (row == self._row and not self._gone):
            self._viewer.slideshow.stop()
        else:
            self._go_to(row)

    def _is_skipped(self, photo: Photo) -> bool:
        model = self._model
        return bool(photo.error) or model.is_offline(photo) or model.is_veiled(photo)
