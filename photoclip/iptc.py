"""Keywords and captions as programs wrote them before there was XMP: IPTC-IIM 4.2, record 2.

In JPEG and TIFF; the container and the datasets are parsed by Pillow. Files are hostile: what makes
no sense is not there, and what is too much is cut off.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, BinaryIO

from PIL import ImageFile, IptcImagePlugin
from PIL.JpegImagePlugin import JpegImageFile
from PIL.TiffImagePlugin import TiffImageFile

from photoclip.exif import DAMAGE

MOST_KEYWORDS = 1000
LONGEST = 2000
"""Characters of a text; the standard has 64 bytes for a keyword and 2000 for a caption."""

_CHARACTERS, _KEYWORDS, _CAPTION = (1, 90), (2, 25), (2, 120)
_UTF_8 = b"\x1b%G"

# What cameras write into every picture.
_NO_CAPTION = re.compile(r"(\w+ )?digital camera|sony dsc|dcim\\.*|default", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Iptc:
    """What a photo's file says of it."""

    keywords: tuple[str, ...] = ()
    caption: str = ""


def read(file: BinaryIO) -> Iptc:
    """What is in a JPEG or TIFF file, which may be of any other kind.

    Raises:
        OSError: it cannot be read.
    """
    file.seek(0)
    head = file.read(4)
    file.seek(0)
    try:
        if head.startswith(b"\xff\xd8\xff"):
            return _understand(JpegImageFile(file))
        if head in (b"II*\0", b"MM\0*"):
            return _understand(TiffImageFile(file))
    except DAMAGE:
        pass
    return Iptc()


def _understand(picture: ImageFile.ImageFile) -> Iptc:
    found = IptcImagePlugin.getiptcinfo(picture) or {}
    is_utf_8 = _UTF_8 in _values(found, _CHARACTERS)
    keywords = (_text(one, is_utf_8) for one in _values(found, _KEYWORDS)[:MOST_KEYWORDS])
    caption = next((_text(one, is_utf_8) for one in _values(found, _CAPTION)), "")
    if _NO_CAPTION.fullmatch(caption):
        caption = ""
    return Iptc(tuple(dict.fromkeys(filter(None, keywords))), caption)


def _values(found: dict[tuple[int, int], Any], which: tuple[int, int]) -> list[bytes]:
    values = found.get(which, [])
    return values if isinstance(values, list) else [values]


def _text(value: bytes, is_utf_8: bool) -> str:
    """Without the escape sequence that says so, UTF-8 is tried first, as most programs do."""
    data = value[: 4 * LONGEST].rstrip(b"\0")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8" if is_utf_8 else "cp1252", "replace")
    return " ".join(text.split())[:LONGEST]
