"""A library over two folders of files, and questions about it."""

from __future__ import annotations

import os
from pathlib import Path

from support import ColourEncoder

from photoclip.domain import Photo, Query, Text
from photoclip.errors import UnreadablePhoto
from photoclip.library import Library


class Shelf:
    """A library over two folders, and questions about it."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.one, self.two = place / "one", place / "two"
        self.encoder = ColourEncoder()
        self.library = Library(place / "library")
        self.library.use(self.encoder)
        for folder in (self.one, self.two):
            folder.mkdir()
            self.library.add_folder(folder)

    def refresh(self) -> set[int]:
        """Look at everything again; returns the ids of the photos that changed."""
        return {number for step in self.library.refresh() for number in step.changed}

    def encoded(self) -> int:
        """How many images were encoded since this was asked last."""
        count, self.encoder.encoded = self.encoder.encoded, 0
        return count

    def photo(self, path: Path) -> Photo | None:
        photos = self.library.photos(self.library.newest())
        return next((photo for photo in photos if photo.path == path), None)

    def id_of(self, path: Path) -> int:
        photo = self.photo(path)
        assert photo is not None
        return photo.id

    def colours(self) -> dict[str, str]:
        """Every photo's path, and the colour whose word finds it best."""
        found = {}
        for photo in self.library.photos(self.library.newest()):
            words = {w: self._score(photo.id, w) for w in ("red", "green", "blue", "yellow")}
            found[photo.path.relative_to(self.place).as_posix()] = max(words, key=words.__getitem__)
        return found

    def _score(self, photo_id: int, word: str) -> float:
        hits = self.library.search(Query((Text(word),)))
        return dict(zip(hits.ids.tolist(), hits.scores.tolist(), strict=True))[photo_id]

    def reopen(self) -> None:
        self.library.close()
        self.library = Library(self.place / "library")
        self.library.use(self.encoder)


def touch(path: Path) -> None:
    os.utime(path, ns=(0, path.stat().st_mtime_ns + 10**9))


def refuse(path: Path) -> tuple[bytes, object]:
    raise UnreadablePhoto("The file cannot be read: Input/output error.")
