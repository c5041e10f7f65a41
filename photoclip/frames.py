"""The frames of an animated picture, one after another and round again. Knows no screen.

Files are hostile: what is too large, or is no animation, plays not at all; a damaged frame ends it.
One frame is decoded at a time and none is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

from PIL import Image, ImageFile
from PIL.AvifImagePlugin import AvifImageFile
from PIL.GifImagePlugin import GifImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from photoclip.colour import to_eight_bits, to_rgb
from photoclip.errors import UnreadablePhoto
from photoclip.exif import DAMAGE

SUFFIXES = frozenset({".gif", ".webp", ".png", ".apng", ".avif"})
"""Suffixes of files that may be animated, lower case with the dot."""

MAX_BYTES = 100_000_000
MAX_PIXELS = 16_000_000
"""Of a frame: more cannot be decoded in the time that a frame is shown."""

_SHORTEST, _USUAL, _LONGEST = 20, 100, 60_000
"""Milliseconds. Browsers show a frame that asks for less than 20 for 100."""

_DAMAGE = (MemoryError, Image.DecompressionBombError, *DAMAGE)

_FORMATS: tuple[tuple[bytes, Callable[[BytesIO], ImageFile.ImageFile]], ...] = (
    (rb"GIF8[79]a", GifImageFile),
    (rb"RIFF....WEBP", WebPImageFile),
    (rb"\x89PNG\r\n\x1a\n", PngImageFile),
    (rb"....ftypavis", AvifImageFile),
)


class Frames:
    """An animation that has at least two frames. For one thread at a time."""

    def __init__(self, data: bytes) -> None:
        """Raises UnreadablePhoto: no animation, too large to play, or damaged."""
        self._picture = _open(data)
        self._number = 0

    def read(self, screen: bytes | None = None) -> tuple[Image.Image, int]:
        """Return the next frame, RGB, and how many milliseconds it is shown.

        Its colours are those of the profile ``screen``, without it sRGB (see ``colour.to_rgb``).
        After the last one comes the first. Raises UnreadablePhoto where the file is damaged.
        """
        try:
            image = self._read(screen)
        except _DAMAGE as error:
            raise UnreadablePhoto("The animation is damaged.") from error
        return image, _duration(self._picture.info.get("duration"))

    def _read(self, screen: bytes | None) -> Image.Image:
        try:
            self._picture.seek(self._number)
        except EOFError:
            self._number = 0
            self._picture.seek(0)
        self._number += 1
        if not _is_small(self._picture):  # a frame of a GIF may make the whole larger
            raise ValueError("a frame outside the picture")
        self._picture.load()
        frame = to_eight_bits(self._picture)
        image = to_rgb(frame, self._picture.info.get("icc_profile"), screen)
        return image.copy() if image is self._picture else image


def _open(data: bytes) -> ImageFile.ImageFile:
    if len(data) <= MAX_BYTES:
        for magic, open_format in _FORMATS:
            if re.match(magic, data, re.DOTALL):
                return _check(data, open_format)
    raise UnreadablePhoto("The picture is no animation that can be played.")


def _check(
    data: bytes, open_format: Callable[[BytesIO], ImageFile.ImageFile]
) -> ImageFile.ImageFile:
    try:
        picture = open_format(BytesIO(data))
        animated = getattr(picture, "is_animated", False)
    except _DAMAGE as error:
        raise UnreadablePhoto("The animation is damaged.") from error
    if not animated or not _is_small(picture):
        raise UnreadablePhoto("The picture is no animation that can be played.")
    return picture


def _is_small(picture: Image.Image) -> bool:
    return picture.width * picture.height <= MAX_PIXELS


def _duration(said: object) -> int:
    milliseconds = round(said) if isinstance(said, int | float) else _USUAL
    return _USUAL if milliseconds < _SHORTEST else min(milliseconds, _LONGEST)
