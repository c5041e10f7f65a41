"""Between Pillow's pictures and Qt's. QImage is allowed on every thread."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QBuffer, QByteArray, QRect, QSize, Qt
from PySide6.QtGui import QBrush, QImage, QPainter

if TYPE_CHECKING:
    from PIL import Image


STRIP = 250_000
"""Pixels converted at once: Qt holds Python's lock meanwhile, and the window waits for that."""

_ORDER = "BGRX" if sys.byteorder == "little" else "XRGB"
"""Of the bytes of an RGB32 pixel."""


def to_qimage(picture: Image.Image) -> QImage:
    """The same pixels as an RGB32 image that owns its memory."""
    rgb = picture.convert("RGB")
    width, height = rgb.size
    rows = max(1, STRIP // width)
    if rows >= height:
        return _convert(rgb)
    image = QImage(width, height, QImage.Format.Format_RGB32)
    if image.isNull():
        raise MemoryError
    painter = QPainter(image)
    for top in range(0, height, rows):
        strip = rgb.crop((0, top, width, min(height, top + rows)))
        painter.drawImage(0, top, _convert(strip))
    painter.end()
    return image


def _convert(rgb: Image.Image) -> QImage:
    data = rgb.tobytes()
    view = QImage(data, rgb.width, rgb.height, 3 * rgb.width, QImage.Format.Format_RGB888)
    return view.convertToFormat(QImage.Format.Format_RGB32)


def to_screen(image: QImage, screen: bytes | None) -> QImage:
    """An image in sRGB, in the colours of the screen with this profile."""
    from photoclip.colour import to_rgb  # after the first paint

    return image if screen is None else to_qimage(to_rgb(to_picture(image), None, screen))


def to_picture(image: QImage) -> Image.Image:
    """The pixels for Pillow, in RGB."""
    from PIL import Image  # after the first paint

    image = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels: Any = image.constBits()
    size, line = image.size().toTuple(), image.bytesPerLine()
    return Image.frombytes("RGB", size, bytes(pixels), "raw", _ORDER, line, 1)


def read_qimage(source: Path | bytes, short_side: int | None = None) -> QImage:
    """A file or the bytes of one, upright and in sRGB. Raises UnreadablePhoto or OSError."""
    return read_sized(source, short_side)[0]


def read_sized(
    source: Path | bytes, short_side: int | None = None, screen: bytes | None = None
) -> tuple[QImage, QSize]:
    """As ``read_qimage``, and the size of the photo, of which the image may be a reduction.

    ``screen`` is a profile in whose colours it comes (see ``images.decode``).
    """
    from photoclip import images  # after the first paint

    data = source if isinstance(source, bytes) else images.read(source)[0]
    decoded = images.decode(data, short_side=short_side, screen=screen)
    return to_qimage(decoded.image), QSize(decoded.facts.width, decoded.facts.height)


def to_png(image: QImage) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(data.data())


def crop_square(image: QImage, side: int, radius: float) -> QImage:
    """The middle of the image as a square of ``side`` pixels with round corners."""
    # Cropped first: scaled as a whole, a picture of 60,000 x 1 pixels would take 15 GB.
    short = min(image.width(), image.height())
    middle = image.copy(
        QRect((image.width() - short) // 2, (image.height() - short) // 2, short, short)
    ).scaled(
        side,
        side,
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    square = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    square.fill(Qt.GlobalColor.transparent)
    painter = QPainter(square)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(middle))
    painter.drawRoundedRect(square.rect(), radius, radius)
    painter.end()
    return square
