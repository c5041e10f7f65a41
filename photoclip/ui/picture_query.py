"""From pictures that were dropped, pasted or pointed at to the query "photos like these".

Nothing that fails takes the place of what was asked before: a picture is read before it is
searched with, and one that cannot be read leaves one sentence behind.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QPixmap

from photoclip.domain import LikePhoto, Photo, Picture
from photoclip.messages import FetchPhotos, FindPhoto, PhotoFound, PhotosLoaded
from photoclip.ui import texts
from photoclip.ui.address_question import AddressQuestion
from photoclip.ui.bridge import Bridge
from photoclip.ui.chip import TermChip
from photoclip.ui.drops import (
    DroppedAddress,
    DroppedFiles,
    DroppedPixels,
    DroppedText,
)
from photoclip.ui.pictures import Pictures, Source
from photoclip.ui.search_bar import SearchBar
from photoclip.ui.thumbnails import Thumbnails

PREVIEW = 96
"""Short side of a chip's picture when it is read, in pixels."""

LEAST_SIDE = 4
"""Fewer pixels across are no picture but a spacer or a counter."""


@dataclass(eq=False, slots=True)
class _Awaited:
    """A picture that is being read for a chip.

    ``searched``: the chip is part of the query already. ``answered``: it is known whether the
    picture is a photo of the library.
    """

    chip: TermChip
    source: Source
    searched: bool = False
    answered: bool = False


class PictureQuery(QObject):
    """A file of the library needs no encoding: the engine is asked for it first."""

    told = Signal(str)
    """One sentence about a picture that cannot be searched with."""

    def __init__(
        self,
        bridge: Bridge,
        search_bar: SearchBar,
        thumbnails: Thumbnails,
        pictures: Pictures,
        parent: QObject | None = None,
        question: AddressQuestion | None = None,
    ) -> None:
        """``pictures`` should be nobody else's: a newer wish makes it forget older ones."""
        super().__init__(parent)
        self._bridge = bridge
        self._search_bar = search_bar
        self._thumbnails = thumbnails
        self._pictures = pictures
        self._question = question
        self._awaited: list[_Awaited] = []
        self._nameless: dict[int, TermChip] = {}
        bridge.photo_found.connect(self._take_found)
        bridge.photos_loaded.connect(self._take_photos)
        pictures.loaded.connect(self._take_picture)
        search_bar.details_missing.connect(self._fetch_details)
        if question is not None:
            question.fetched.connect(lambda data, add: self.like_pixels(data, add=add))
            question.failed.connect(self.told)

    def take(
        self,
        dropped: DroppedFiles | DroppedPixels | DroppedAddress | DroppedText | None,
        *,
        add: bool = False,
    ) -> None:
        """Search with it; with ``add`` beside what is asked already."""
        if self._question is not None:
            self._question.withdraw()
        match dropped:
            case DroppedFiles(paths):
                for number, path in enumerate(paths):
                    self.like_file(path, add=add or number > 0)
            case DroppedPixels(data):
                self.like_pixels(data, add=add)
            case DroppedAddress(address) if self._question is not None:
                self._question.ask(address, add=add)
            case DroppedText(text):
                self._search_bar.show_text(text)
            case _:
                self.told.emit(self.tr("There is no picture in what you dropped."))

    @Slot(object)
    def like_photos(self, photos: Sequence[Photo], *, add: bool = False) -> None:
        terms = tuple(LikePhoto(photo.id) for photo in photos)
        picture = self._thumbnails.pixmap(photos[0])
        self._search_bar.add_terms(terms, self._title(photos), picture, add=add)

    def like_file(self, path: Path, *, add: bool = False) -> None:
        chip = self._search_bar.await_picture(path.name, add=add)
        self._await(_Awaited(chip, path))
        self._bridge.post(FindPhoto(path))

    def like_pixels(self, data: bytes, *, add: bool = False) -> None:
        chip = self._search_bar.await_picture(self.tr("this picture"), add=add)
        self._await(_Awaited(chip, data, answered=True))

    def _title(self, photos: Sequence[Photo]) -> str:
        if len(photos) == 1:
            return photos[0].path.name
        return texts.count_photos(len(photos))

    # --- reading

    def _await(self, awaited: _Awaited) -> None:
        self._awaited.append(awaited)
        self._pictures.forget([awaited.source])  # it may be another file than it was
        self._pictures.want([each.source for each in self._awaited], PREVIEW)
        self._look_at(awaited)

    @Slot(object)
    def _take_found(self, event: PhotoFound) -> None:
        for awaited in list(self._awaited):
            if awaited.source != event.path or awaited.searched:
                continue
            if event.photo_id is not None:
                awaited.searched = True
                self._search_bar.settle(awaited.chip, (LikePhoto(event.photo_id),))
            awaited.answered = True
            self._look_at(awaited)

    @Slot(object)
    def _take_picture(self, source: object) -> None:
        for awaited in list(self._awaited):
            if awaited.source == source:
                self._look_at(awaited)

    def _look_at(self, awaited: _Awaited) -> None:
        """Go on with it as far as what is known allows."""
        if not self._search_bar.shows(awaited.chip):
            self._awaited.remove(awaited)
            return
        image = self._pictures.image(awaited.source, PREVIEW)
        failure = self._pictures.failure(awaited.source, PREVIEW)
        if image is not None and min(image.width(), image.height()) < LEAST_SIDE:
            failure = self.tr("It is too small to search with.")
        elif image is not None:
            awaited.chip.show_picture(QPixmap.fromImage(image))
        if (image is None and not failure) or not awaited.answered:
            return
        self._awaited.remove(awaited)
        if awaited.searched:
            return
        if failure:
            self._search_bar.refuse(awaited.chip)
            self.told.emit(self._explain(awaited.source, failure))
        else:
            self._search_bar.settle(awaited.chip, (Picture(awaited.source),))

    def _explain(self, source: Source, reason: str) -> str:
        if isinstance(source, bytes):
            return self.tr("That picture cannot be searched with: {reason}").format(reason=reason)
        return self.tr("“{name}” cannot be searched with: {reason}").format(
            name=source.name, reason=reason
        )

    # --- chips of which only the terms are known

    @Slot(object)
    def _fetch_details(self, chip: TermChip) -> None:
        match chip.terms:
            case (LikePhoto(photo_id=number), *_):
                self._nameless[number] = chip
                self._bridge.post(FetchPhotos((number,)))
            case (Picture(source=source), *_):
                self._await(_Awaited(chip, source, searched=True, answered=True))

    @Slot(object)
    def _take_photos(self, event: PhotosLoaded) -> None:
        for photo in event.photos:
            chip = self._nameless.pop(photo.id, None)
            if chip is None or not self._search_bar.shows(chip):
                continue
            if len(chip.terms) == 1:
                chip.call(photo.path.name)
            picture = self._thumbnails.pixmap(photo)
            if picture is not None:
                chip.show_picture(picture)
            else:
                self._await(_Awaited(chip, photo.path, searched=True, answered=True))
