"""What a drop or a paste means. Nothing is opened here and nothing is fetched from the network."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

from photoclip.ui.photo_model import read_photo_ids
from photoclip.ui.qimages import to_png

PICTURE_FORMATS = ("image/png", "image/jpeg", "image/webp", "image/avif", "image/tiff", "image/bmp")
"""Encoded pictures taken as they are, in the order of preference."""


@dataclass(frozen=True, slots=True)
class DroppedPhotos:
    """Photos of the library, dragged from the grid."""

    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DroppedFolders:
    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class DroppedFile:
    path: Path


@dataclass(frozen=True, slots=True)
class DroppedPixels:
    """An encoded picture: from a browser, a screenshot, another program."""

    data: bytes


@dataclass(frozen=True, slots=True)
class DroppedText:
    text: str


@dataclass(frozen=True, slots=True)
class DroppedAddress:
    """A web address without a picture: never fetched."""

    address: str


Dropped: TypeAlias = (
    DroppedPhotos | DroppedFolders | DroppedFile | DroppedPixels | DroppedText | DroppedAddress
)


def accepts(mime: QMimeData) -> bool:
    """Cheap enough for every drag over the window."""
    return mime.hasUrls() or mime.hasImage() or mime.hasText()


def read_mime(mime: QMimeData) -> Dropped | None:
    """The most telling thing in it; None when there is nothing of use."""
    if ids := read_photo_ids(mime):
        return DroppedPhotos(ids)
    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    if folders := tuple(path for path in paths if path.is_dir()):
        return DroppedFolders(folders)
    if paths:
        return DroppedFile(paths[0])
    if data := _read_pixels(mime):
        return DroppedPixels(data)
    text = " ".join(mime.text().split())
    if mime.hasUrls() or text.startswith(("http://", "https://")):
        return DroppedAddress(text)
    return DroppedText(text) if text else None


def _read_pixels(mime: QMimeData) -> bytes:
    for name in PICTURE_FORMATS:
        if mime.hasFormat(name) and (data := bytes(mime.data(name).data())):
            return data
    image = mime.imageData()
    return to_png(image) if isinstance(image, QImage) and not image.isNull() else b""
