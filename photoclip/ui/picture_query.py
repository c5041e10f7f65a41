"""From a picture that was dropped, pasted or pointed at to the query "photos like this"."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QPixmap

from photoclip.domain import LikePhoto, Photo, Picture
from photoclip.messages import FindPhoto, PhotoFound
from photoclip.ui.bridge import Bridge
from photoclip.ui.pictures import Pictures, Source
from photoclip.ui.search_bar import SearchBar
from photoclip.ui.thumbnails import Thumbnails

PREVIEW = 96
"""Short side of the chip's picture when it is read, in pixels."""


class PictureQuery(QObject):
    """A file of the library needs no encoding: the engine is asked for it first."""

    def __init__(
        self,
        bridge: Bridge,
        search_bar: SearchBar,
        thumbnails: Thumbnails,
        pictures: Pictures,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._search_bar = search_bar
        self._thumbnails = thumbnails
        self._pictures = pictures
        self._asked: Path | None = None
        self._preview: Source | None = None
        bridge.photo_found.connect(self._take_found)
        pictures.loaded.connect(self._take_preview)

    @Slot(object)
    def like_photos(self, photos: Sequence[Photo]) -> None:
        self._forget()
        terms = tuple(LikePhoto(photo.id) for photo in photos)
        picture = self._thumbnails.pixmap(photos[0])
        self._search_bar.show_like(self._title(photos), terms, picture)

    def like_file(self, path: Path) -> None:
        self._forget()
        self._asked = path
        self._search_bar.show_like(self.tr("Similar to {name}").format(name=path.name), (), None)
        self._show_preview(path)
        self._bridge.post(FindPhoto(path))

    def like_pixels(self, data: bytes) -> None:
        self._forget()
        self._search_bar.show_like(self.tr("Similar to this picture"), (Picture(data),), None)
        self._show_preview(data)

    def _title(self, photos: Sequence[Photo]) -> str:
        if len(photos) == 1:
            return self.tr("Similar to {name}").format(name=photos[0].path.name)
        return self.tr("Similar to %Ln photos", "", len(photos))

    def _forget(self) -> None:
        self._asked = self._preview = None

    def _show_preview(self, source: Source) -> None:
        self._preview = source
        self._pictures.want([source], PREVIEW)

    @Slot(object)
    def _take_found(self, event: PhotoFound) -> None:
        if event.path != self._asked:
            return
        self._asked = None
        found = event.photo_id
        self._search_bar.set_like_terms(
            (Picture(event.path),) if found is None else (LikePhoto(found),)
        )

    @Slot(object)
    def _take_preview(self, source: object) -> None:
        if self._preview is None or source != self._preview:
            return
        image = self._pictures.image(self._preview, PREVIEW)
        if image is not None:
            self._search_bar.set_chip_picture(QPixmap.fromImage(image))
