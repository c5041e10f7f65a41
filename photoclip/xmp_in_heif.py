"""XMP in HEIF and AVIF: an item of the container, found by the libraries that decode them."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from photoclip.errors import PhotoClipError
from photoclip.exif import DAMAGE
from photoclip.heif import open_either
from photoclip.xml_tree import LARGEST

_LARGEST_FILE = 2**30


def documents(file: BinaryIO) -> Iterator[bytes]:
    """The document of the main picture, if there is one; nothing is decoded for that.

    Raises:
        PhotoClipError: the file is damaged, or the document too large. The text goes on after a
            colon.
    """
    file.seek(0)
    data = file.read(_LARGEST_FILE)
    try:
        found = open_either(BytesIO(data)).info.get("xmp")
    except DAMAGE as error:
        raise PhotoClipError("it is damaged.") from error
    if isinstance(found, bytes) and found:
        if len(found) > LARGEST:
            raise PhotoClipError("its XMP is larger than {size} MB.", size=LARGEST >> 20)
        yield found
