"""The photos of the present answer, as rows. Details come page by page; nothing here decodes."""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from PySide6.QtCore import (
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QStringListModel,
    Qt,
    QUrl,
)

from photoclip.domain import Hits, Ids, Photo
from photoclip.ui import texts
from photoclip.ui.translation import say

Index = QModelIndex | QPersistentModelIndex

PHOTO_IDS_MIME = "application/x-photoclip-photo-ids"
DETAILS_KEPT = 50_000

DETAILS_BETWEEN_FREEZES = 2_000

FEW = 8
"""Rows between two changed ones that are told as changed too, to tell less often."""


class PhotoModel(QStringListModel):
    """Rows are the shown ``hits.ids`` in order. ``photo(row)`` is None before its details came.

    The strings are empty: the base class is there to count rows, which Qt asks for with every
    index; answered in C++ it costs nothing.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hits: Hits | None = None
        self._ids: Ids | None = None  # an empty array would need numpy before the first paint
        self._photos: dict[int, Photo] = {}
        self._asked: set[int] = set()
        self._stale: set[int] = set()
        self._unfrozen = 0
        self._offline: frozenset[int] = frozenset()
        self._is_veiled: Callable[[Photo], bool] = lambda photo: False

    # --- what it holds

    def show_hits(self, hits: Hits, shown: int | None = None) -> None:
        """The first ``shown`` of these photos, or all of them, are the rows."""
        rows = len(hits) if shown is None else shown
        self._hits = hits
        self._ids = hits.ids[:rows]
        self._asked.clear()
        self.setStringList([""] * rows)

    def shows(self, hits: Hits, shown: int | None = None) -> bool:
        """Whether the rows are the first of these hits already, in this order."""
        import numpy as np

        return self._ids is not None and np.array_equal(self._ids, hits.ids[:shown])

    def update_hits(self, hits: Hits) -> None:
        """Take over scores and times of an answer whose rows are shown already."""
        self._hits = hits

    def ids(self) -> Ids | None:
        """None before the first answer."""
        return self._ids

    def photo_id(self, row: int) -> int:
        assert self._ids is not None, "there are no rows before the first answer"
        return int(self._ids[row])

    def photo(self, row: int) -> Photo | None:
        return self._photos.get(self.photo_id(row))

    def photos(self, rows: Iterable[int]) -> list[Photo]:
        """Those of the rows whose details are known."""
        return [photo for row in rows if (photo := self.photo(row)) is not None]

    def known(self, ids: Iterable[int]) -> list[Photo]:
        """Those of the photos whose details are known, in or out of the present answer."""
        return [self._photos[photo_id] for photo_id in ids if photo_id in self._photos]

    def score(self, row: int) -> float:
        assert self._hits is not None, "there are no rows before the first answer"
        return float(self._hits.scores[row])

    def row_of(self, photo_id: int) -> int:
        """The photo's row, -1 when it is not among the hits."""
        if self._ids is None:
            return -1
        rows = (self._ids == photo_id).nonzero()[0]
        return int(rows[0]) if len(rows) else -1

    def rows_of(self, ids: Ids) -> Ids:
        """The rows of those photos that are among the hits, ascending: int64 [n]."""
        import numpy as np

        if self._ids is None:
            return np.empty(0, np.int64)
        return np.isin(self._ids, ids).nonzero()[0]

    def is_offline(self, photo: Photo) -> bool:
        return photo.folder_id in self._offline

    def is_veiled(self, photo: Photo) -> bool:
        """Whether the photo is one that must not be seen without being asked for."""
        return self._is_veiled(photo)

    def set_veil(self, is_veiled: Callable[[Photo], bool]) -> None:
        """Show photos for which this is true as covered; it is asked with every paint."""
        self._is_veiled = is_veiled
        self._tell_all_changed()

    # --- details

    def ask_missing(self, rows: Iterable[int]) -> tuple[int, ...]:
        """Ids of these rows to be fetched: not known as they are now, nor asked for already."""
        ids = (self.photo_id(row) for row in rows)
        missing = tuple(
            i for i in ids if i not in self._asked and (i not in self._photos or i in self._stale)
        )
        self._asked.update(missing)
        return missing

    def add_details(self, photos: Sequence[Photo]) -> None:
        self._photos.update((photo.id, photo) for photo in photos)
        came = {photo.id for photo in photos}
        self._asked -= came
        self._stale -= came
        while len(self._photos) > DETAILS_KEPT:
            del self._photos[next(iter(self._photos))]
        self._spare_collector(len(photos))
        self._tell_changed(came)

    def mark_stale(self, ids: Collection[int] | None) -> None:
        """These photos changed, or all of them: what is known stays until newer details come."""
        changed = list(self._photos) if ids is None else ids
        self._stale.update(changed)
        self._asked.difference_update(changed)
        self._tell_changed(changed)

    def mark_offline(self, folder_ids: Iterable[int]) -> None:
        self._offline, before = frozenset(folder_ids), self._offline
        if self._offline != before:
            self._tell_all_changed()

    def _spare_collector(self, came: int) -> None:
        """Keep the garbage collector from walking all details, for which the window would stall.

        They are in no reference cycles: those dropped are freed without it.
        """
        self._unfrozen += came
        if self._unfrozen >= DETAILS_BETWEEN_FREEZES:
            self._unfrozen = 0
            gc.collect(1)  # garbage that is frozen would stay for ever
            gc.freeze()

    def _tell_all_changed(self) -> None:
        if self.rowCount():
            self.dataChanged.emit(self.index(0), self.index(self.rowCount() - 1))

    def _tell_changed(self, ids: Collection[int]) -> None:
        if self._ids is None:
            return
        import numpy as np

        rows = np.isin(self._ids, list(ids)).nonzero()[0]
        if not len(rows):
            return
        # Run by run: what comes is seldom all in one place, and views paint the whole range.
        runs = np.split(rows, (np.diff(rows) > FEW).nonzero()[0] + 1)
        for run in runs:
            self.dataChanged.emit(self.index(int(run[0])), self.index(int(run[-1])))

    # --- what Qt asks

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._describe(index.row())
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tool_tip(index.row())
        return None

    def _describe(self, row: int) -> str:
        photo = self.photo(row)
        return texts.describe(photo, veiled=photo is not None and self.is_veiled(photo))

    def _tool_tip(self, row: int) -> str | None:
        photo = self.photo(row)
        if photo is None:
            return None
        lines = [photo.path.name, *texts.write_facts(photo)]
        if photo.error:
            lines.append(say(photo.error))
        if self.is_offline(photo):
            lines.append(self.tr("Its folder is not connected."))
        return "\n".join(lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsDragEnabled
            | Qt.ItemFlag.ItemNeverHasChildren
        )

    def supportedDragActions(self) -> Qt.DropAction:
        return Qt.DropAction.CopyAction

    def mimeTypes(self) -> list[str]:
        return [PHOTO_IDS_MIME, "text/uri-list"]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        return make_mime(self.photos(index.row() for index in indexes))


def make_mime(photos: Sequence[Photo]) -> QMimeData:
    """Photos for other programs (files) and for ourselves (ids)."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(photo.path)) for photo in photos])
    mime.setData(PHOTO_IDS_MIME, ",".join(str(photo.id) for photo in photos).encode())
    return mime


def read_photo_ids(mime: QMimeData) -> tuple[int, ...]:
    """The ids that ``make_mime`` put in; empty for anything else."""
    words = bytes(mime.data(PHOTO_IDS_MIME).data()).split(b",")
    return tuple(int(word) for word in words if word.isdigit())
