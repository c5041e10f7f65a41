"""The part of a picture that is seen, drawn finely: what a thread does for the canvas.

QImage only, so any thread may run it.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor
from typing import Any

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QTransform

BLURRED = 5
"""Colours in each direction that a veiled photo is reduced to."""


@dataclass(frozen=True, slots=True)
class Rendering:
    """Pixels of the screen, and where their top left corner lies in the room."""

    image: QImage
    corner: QPointF


def place_upright(area: QRectF, turns: int) -> QTransform:
    """From the upright photo's unit square to the room, for a photo turned clockwise."""
    transform = QTransform()
    transform.translate(area.center().x(), area.center().y())
    transform.rotate(90 * turns)
    size = area.size().transposed() if turns % 2 else area.size()
    transform.scale(size.width(), size.height())
    transform.translate(-0.5, -0.5)
    return transform


def render(image: QImage, turns: int, area: QRectF, room: QSize) -> Rendering:
    """Scale and turn what the room shows of an upright image whose turned photo fills ``area``."""
    to_room = place_upright(area, turns)
    seen = area.intersected(QRectF(QPointF(0, 0), room))
    part = _whole_pixels(to_room.inverted()[0].mapRect(seen), image.size())
    whole = area.size().transposed() if turns % 2 else area.size()
    size = QSize(
        max(1, round(part.width() * whole.width() / image.width())),
        max(1, round(part.height() * whole.height() / image.height())),
    )
    share = QRectF(
        part.x() / image.width(),
        part.y() / image.height(),
        part.width() / image.width(),
        part.height() / image.height(),
    )
    corner = to_room.mapRect(share).topLeft()
    drawn = _scale(image, part, size, turns)
    return Rendering(drawn, QPointF(round(corner.x()), round(corner.y())))


def _scale(image: QImage, part: QRect, size: QSize, turns: int) -> QImage:
    """Scale a part of an image, and turn it clockwise.

    By Pillow, which lets go of Python's lock: Qt holds it for up to 0.15 s (24 megapixels), and
    the window waits for that.
    """
    from PIL import Image  # after the first paint

    image = image.convertToFormat(QImage.Format.Format_RGB32)  # it is; but for a grey thumbnail
    pixels: Any = image.constBits()
    whole = Image.frombuffer(
        "RGBX", image.size().toTuple(), pixels, "raw", "RGBX", image.bytesPerLine(), 1
    )
    box = (part.left(), part.top(), part.right() + 1, part.bottom() + 1)
    if part.size() == size:
        scaled = whole.crop(box)
    else:
        filtering = Image.Resampling.BILINEAR
        scaled = whole.resize(size.toTuple(), filtering, box=box, reducing_gap=2.0)
    if turns:
        scaled = scaled.rotate(-90 * turns, expand=True)
    data = scaled.tobytes()
    view = QImage(data, scaled.width, scaled.height, 4 * scaled.width, image.format())
    return view.copy()


def blur(image: QImage) -> QImage:
    """So few colours that nothing can be made out."""
    few = image.scaled(4 * BLURRED, 4 * BLURRED).scaled(
        BLURRED,
        BLURRED,
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    # Once more before the painter does: enlarged at once, the few would show as tiles.
    return few.scaled(
        16 * BLURRED,
        16 * BLURRED,
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )


def _whole_pixels(unit: QRectF, size: QSize) -> QRect:
    """The image's pixels that a part of its unit square touches; at least one."""
    left = max(0, min(size.width() - 1, floor(unit.left() * size.width() + 1e-6)))
    top = max(0, min(size.height() - 1, floor(unit.top() * size.height() + 1e-6)))
    right = max(left + 1, min(size.width(), ceil(unit.right() * size.width() - 1e-6)))
    bottom = max(top + 1, min(size.height(), ceil(unit.bottom() * size.height() - 1e-6)))
    return QRect(left, top, right - left, bottom - top)
