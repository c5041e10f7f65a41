"""What a drop or a paste means. Nothing is opened here and nothing is fetched from the network."""

from __future__ import annotations

from base64 import b64decode
from binascii import Error as BadBase64
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import TypeAlias
from urllib.parse import unquote_to_bytes

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage

from photoclip.ui.photo_model import read_photo_ids
from photoclip.ui.qimages import to_png

PICTURE_FORMATS = ("image/png", "image/jpeg", "image/webp", "image/avif", "image/tiff", "image/bmp")
"""Encoded pictures taken as they are, in the order of preference."""

MOST_PICTURES = 8
"""Of more pictures than these nobody can say what they have in common."""


@dataclass(frozen=True, slots=True)
class DroppedPhotos:
    """Photos of the library, dragged from the grid."""

    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DroppedFolders:
    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class DroppedFiles:
    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class DroppedPixels:
    """An encoded picture: from a browser, a screenshot, another program."""

    data: bytes


@dataclass(frozen=True, slots=True)
class DroppedText:
    text: str


@dataclass(frozen=True, slots=True)
class DroppedAddress:
    """A web address without a picture: only the person can say whether it may be fetched."""

    address: str


Dropped: TypeAlias = (
    DroppedPhotos | DroppedFolders | DroppedFiles | DroppedPixels | DroppedText | DroppedAddress
)

_MOST_HTML = 1 << 20
"""Characters of a dropped page that are looked through."""


def take_copy(event: QDropEvent) -> bool:
    """Accept a drag or drop, if the other program does not insist on giving its file away.

    A file manager proposes to move, and some delete their file once it is said to have been moved.
    """
    for action in (Qt.DropAction.CopyAction, Qt.DropAction.LinkAction):
        if event.possibleActions() & action:
            event.setDropAction(action)
            event.accept()
            return True
    event.ignore()
    return False


def accepts(mime: QMimeData) -> bool:
    """Cheap enough for every drag over the window."""
    return mime.hasUrls() or mime.hasImage() or mime.hasText() or mime.hasHtml()


def read_mime(mime: QMimeData) -> Dropped | None:
    """The most telling thing in it; None when there is nothing of use."""
    if ids := read_photo_ids(mime):
        return DroppedPhotos(ids)
    if local := _read_local(mime.urls()):
        return local
    if data := _read_pixels(mime):
        return DroppedPixels(data)
    text = " ".join(mime.text().split())
    # A picture inside a link comes with the link's address: what its page shows is the picture.
    shown = _find_picture(mime.html()) if mime.hasHtml() else ""
    candidates = [shown, *(url.toString() for url in mime.urls()), text]
    for candidate in candidates:
        if found := _read_address(candidate.strip()):
            return found
    return DroppedText(text) if text and not mime.hasUrls() else None


def _read_local(urls: list[QUrl]) -> Dropped | None:
    """Folders win over files."""
    paths = tuple(Path(url.toLocalFile()) for url in urls if url.isLocalFile())
    if folders := tuple(path for path in paths if path.is_dir()):
        return DroppedFolders(folders)
    return DroppedFiles(paths[:MOST_PICTURES]) if paths else None


def _read_pixels(mime: QMimeData) -> bytes:
    for name in PICTURE_FORMATS:
        if mime.hasFormat(name) and (data := bytes(mime.data(name).data())):
            return data
    image = mime.imageData()
    return to_png(image) if isinstance(image, QImage) and not image.isNull() else b""


def _find_picture(html: str) -> str:
    """The address of the first picture that it shows; empty where there is none."""
    page = _Page()
    page.feed(html[:_MOST_HTML])
    return page.picture


class _Page(HTMLParser):
    picture = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img" and not self.picture:
            self.picture = dict(attrs).get("src") or ""


def _read_address(text: str) -> Dropped | None:
    lower = text[:8].lower()
    if lower.startswith(("http://", "https://")):
        return DroppedAddress(text)
    if lower.startswith("file:"):
        return _read_written_path(QUrl(text))
    if lower.startswith("data:"):
        data = _read_data_address(text)
        return DroppedPixels(data) if data else None
    return None


def _read_written_path(url: QUrl) -> Dropped | None:
    """The file that a text or a page names. Web pages write what they like into what is dragged.

    No folder, which would be added to the library. And nothing on another computer (a server's name
    in the address, or two slashes before it): Windows signs in there as soon as the path is asked.
    """
    path = url.toLocalFile()
    if not url.isLocalFile() or url.host() or path.startswith(("//", "\\\\")):
        return None
    return None if Path(path).is_dir() else DroppedFiles((Path(path),))


def _read_data_address(text: str) -> bytes:
    """The bytes of a ``data:image/...`` address (RFC 2397); none where it holds no picture."""
    head, _, body = text.partition(",")
    kind, *options = head[len("data:") :].lower().split(";")
    if not kind.startswith("image/"):
        return b""
    raw = unquote_to_bytes(body)
    if "base64" not in options:
        return raw
    try:
        return b64decode(raw, validate=False)
    except BadBase64:
        return b""
