"""Any pixels Pillow decodes -> 8-bit sRGB, or a screen's own colours, on white.

In two halves, so that a picture can be made smaller between them: ``to_eight_bits`` gives a mode
whose pixels may be averaged, ``to_rgb`` the colours.
"""

from __future__ import annotations

import math
from functools import lru_cache
from io import BytesIO
from typing import Literal

from PIL import Image, ImageChops, ImageCms

from photoclip.errors import PhotoClipError

_DIRECT = {"L", "LA", "RGB", "RGBA", "CMYK", "LAB"}
_SAME = 2  # of 255: rounding between two versions of the sRGB profile
_STEPS = 16
_NOTHING, _UNUSABLE = "nothing to do", "no way"


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


def to_rgb(picture: Image.Image, profile: bytes | None, screen: bytes | None = None) -> Image.Image:
    """Convert a picture from ``to_eight_bits`` to RGB, transparency on white.

    ``profile`` is the embedded ICC profile; one that is damaged or made for other channels than the
    picture has is ignored, as browsers do. The colours are those of the profile ``screen`` (see
    ``read_screen_profile``), into which they go directly: a screen may show more than sRGB has.
    Without it they are sRGB.
    """
    picture = _on_white(picture)
    if _transform(profile, picture.mode, None) is _UNUSABLE:
        picture = picture.convert("RGB")
        transform = _transform(None, "RGB", screen)
        return picture if isinstance(transform, str) else transform.apply(picture)
    transform = _transform(profile, picture.mode, screen)
    return picture.convert("RGB") if isinstance(transform, str) else transform.apply(picture)


def read_screen_profile(data: bytes) -> bytes | None:
    """What ``to_rgb`` takes for a screen; None where that is sRGB itself.

    Raises PhotoClipError: it is no ICC profile, or not one to show colours by.
    """
    transform = _transform(None, "RGB", data)
    if not data or transform is _UNUSABLE:
        raise PhotoClipError("It is not a colour profile of a screen.")
    return None if transform is _NOTHING else data


def _scale(picture: Image.Image, white: float) -> Image.Image:
    return picture.convert("F").point(lambda value: value * (255 / white) + 0).convert("L")


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode not in ("LA", "RGBA"):
        return picture
    white = Image.new(picture.mode[:-1], picture.size, "white")
    white.paste(picture.convert(white.mode), mask=picture.getchannel("A"))
    return white


@lru_cache(maxsize=32)
def _transform(
    profile: bytes | None, mode: str, screen: bytes | None
) -> ImageCms.ImageCmsTransform | str:
    """Return the way from ``profile`` to ``screen``, of which sRGB takes the place of none.

    Or that there is nothing to do, or that no way can be found. A transform may be shared by
    threads: LittleCMS keeps its one-pixel cache on the stack.
    """
    if not profile and mode != "LAB":
        if mode != "RGB":
            return _UNUSABLE
        if screen is None:
            return _NOTHING
    try:
        source, target = _open(profile, "LAB" if mode == "LAB" else "sRGB"), _open(screen, "sRGB")
        transform = ImageCms.buildTransform(source, target, mode, "RGB")
    except (ImageCms.PyCMSError, OSError):
        return _UNUSABLE
    return _NOTHING if mode == "RGB" and _changes_nothing(transform) else transform


def _open(profile: bytes | None, usual: Literal["LAB", "sRGB"]) -> ImageCms.ImageCmsProfile:
    if profile and usual != "LAB":
        return ImageCms.ImageCmsProfile(BytesIO(profile))
    return ImageCms.ImageCmsProfile(ImageCms.createProfile(usual))


def _changes_nothing(transform: ImageCms.ImageCmsTransform) -> bool:
    """Judge by the colours, since sRGB profiles come under many names."""
    levels = [round(255 * i / (_STEPS - 1)) for i in range(_STEPS)]
    cube = Image.new("RGB", (_STEPS**2, _STEPS))
    cube.putdata([(r, g, b) for r in levels for g in levels for b in levels])
    changes = ImageChops.difference(cube, transform.apply(cube)).getextrema()
    return max(high for _, high in changes) <= _SAME  # type: ignore[misc]
