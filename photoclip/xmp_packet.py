"""XMP documents within picture files: where each format keeps them, and putting others there.

Found in JPEG, PNG, WebP, TIFF, HEIF and AVIF, put into the first four. Only containers are walked,
pixels never decoded: a file with another document has the same picture data, byte for byte. (Of the
libraries for this, those with a licence that fits encode the picture anew, want a native library
beside them, or know nothing of what else lies in a JPEG.)
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO, Protocol

from photoclip import xmp_in_heif, xmp_in_jpeg, xmp_in_png, xmp_in_tiff, xmp_in_webp
from photoclip.errors import PhotoClipError
from photoclip.file_parts import read_range
from photoclip.heif import is_heif


class _Format(Protocol):
    """What each of the modules for one format does."""

    def documents(self, file: BinaryIO) -> Iterator[bytes]: ...

    def has_room(self, file: BinaryIO) -> bool: ...

    def embed(self, data: bytes, document: bytes) -> bytes: ...


def extract(file: BinaryIO) -> bytes | None:
    """The document within a picture file; None where there is none.

    Raises:
        PhotoClipError: it has several, or a too large one. The text goes on after a colon.
        OSError: it cannot be read.
    """
    head = read_range(file, 0, 12)
    if is_heif(head):
        found = list(xmp_in_heif.documents(file))
    else:
        kind = _format(head)
        found = [] if kind is None else list(kind.documents(file))
    if len(found) > 1:
        raise PhotoClipError("it has more than one XMP document in it.")
    return found[0].rstrip(b"\0") if found else None


def extension(file: BinaryIO, document: bytes) -> bytes | None:
    """What goes on elsewhere in the file than in its document; only a JPEG has that.

    Raises:
        OSError: it cannot be read.
    """
    is_jpeg = _format(read_range(file, 0, 12)) is xmp_in_jpeg
    return xmp_in_jpeg.extension(file, document) if is_jpeg else None


def has_room(file: BinaryIO) -> bool:
    """Whether a document can be put into the file without harm to anything else in it.

    Raises:
        OSError: it cannot be read.
    """
    kind = _format(read_range(file, 0, 12))
    return kind is not None and kind.has_room(file)


def embed(data: bytes, document: bytes) -> bytes:
    """A file that has room with another document in it; everything else byte for byte.

    Raises:
        PhotoClipError: it does not fit, or there are several. The text goes on after a colon.
    """
    kind = _format(data[:12])
    if kind is None:
        raise PhotoClipError("it is damaged.")
    after = kind.embed(data, document)
    if extract(BytesIO(after)) != document.rstrip(b"\0"):
        raise PhotoClipError("it is damaged.")
    return after


def _format(head: bytes) -> _Format | None:
    if head.startswith(xmp_in_jpeg.MAGIC):
        return xmp_in_jpeg
    if head.startswith(xmp_in_png.MAGIC):
        return xmp_in_png
    if xmp_in_webp.is_webp(head):
        return xmp_in_webp
    return xmp_in_tiff if head[:4] in xmp_in_tiff.MAGICS else None
