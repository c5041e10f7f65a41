"""Any pixels Pillow decodes -> 8-bit sRGB on white.

In two halves, so that a picture can be made smaller between them: ``to_eight_bits`` gives a mode
whose pixels may be averaged, ``to_srgb`` the colours.
"""

from __future__ import annotations

import math
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageChops, ImageCms

_DIRECT = {"L", "LA", "RGB", "RGBA", "CMYK", "LAB"}
_SAME = 2  # of 255: rounding between two versions of the sRGB profile
_STEPS = 16


def to_eight_bits(picture: Image.Image) -> Image.Image:
    """Convert to L, LA, RGB, RGBA, CMYK or LAB, 8 bits a channel.

    16-bit grey is scaled by its full range. 32-bit integers and floats have no agreed white: floats
    up to 1.0 are taken as they are, everything else is scaled by the picture's own maximum.
    """
    mode = picture.mode
    if mode.startswith("I;16"):
        return _scale(picture.convert("I"), 65535)
    if mode in ("I", "F"):
        highest = float(picture.getextrema()[1])  # type: ignore[arg-type]
        known = 1.0 if mode == "F" else 255.0
        return _scale(picture, max(highest, known) if math.isfinite(highest) else known)
    if mode == "1":
        return picture.convert("L")
    if picture.has_transparency_data and mode not in ("LA", "RGBA"):
        return picture.convert("LA" if mode in ("L", "La") else "RGBA")
    return picture if mode in _DIRECT else picture.convert("RGB")


def to_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Convert a picture from ``to_eight_bits`` to RGB in sRGB, transparency on white.

    ``profile`` is the embedded ICC profile; one that is damaged or made for other channels than the
    picture has is ignored, as browsers do.
    """
    picture = _on_white(picture)
    transform = _transform(profile, picture.mode)
    if transform is not None:
        return transform.apply(picture)
    return picture.convert("RGB")


def _scale(picture: Image.Image, white: float) -> Image.Image:
    return picture.convert("F").point(lambda value: value * (255 / white) + 0).convert("L")


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode not in ("LA", "RGBA"):
        return picture
    white = Image.new(picture.mode[:-1], picture.size, "white")
    white.paste(picture.convert(white.mode), mask=picture.getchannel("A"))
    return white


@lru_cache(maxsize=16)
def _transform(profile: bytes | None, mode: str) -> ImageCms.ImageCmsTransform | None:
    """Return the way from ``profile`` to sRGB, or None where there is nothing to do.

    A transform may be shared by threads: LittleCMS keeps its one-pixel cache on the stack.
    """
    try:
        if mode == "LAB":
            source = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
        elif profile:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
        else:
            return None
        target = ImageCms.createProfile("sRGB")
        transform = ImageCms.buildTransform(source, target, mode, "RGB")
    except (ImageCms.PyCMSError, OSError):
        return None
    return None if mode == "RGB" and _changes_nothing(transform) else transform


def _changes_nothing(transform: ImageCms.ImageCmsTransform) -> bool:
    """Judge by the colours, since sRGB profiles come under many names."""
    levels = [round(255 * i / (_STEPS - 1)) for i in range(_STEPS)]
    cube = Image.new("RGB", (_STEPS**2, _STEPS))
    cube.putdata([(r, g, b) for r in levels for g in levels for b in levels])
    changes = ImageChops.difference(cube, transform.apply(cube)).getextrema()
    return max(high for _, high in changes) <= _SAME  # type: ignore[misc]
