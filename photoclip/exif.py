"""What a camera wrote into a picture's EXIF: orientation, time, camera, place, exposure.

EXIF is written by many programs and checked by few, so what makes no sense is None, never an error.
Tags and their formats: CIPA DC-008 (Exif 3.0), section 4.6.
"""

from __future__ import annotations

import math
import re
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

from photoclip.domain import Exposure

DAMAGE = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    AttributeError,
    AssertionError,
    EOFError,
    RuntimeError,
    struct.error,
    zlib.error,
)
"""What Pillow and pi_heif raise on a file that is not as its format says.

OSError and RuntimeError come from codecs, SyntaxError and struct.error from containers, zlib.error
from PNG chunks; the others from parsers that used a value of the wrong type or range unchecked.
"""

Tags = Mapping[int, Any]

_TIMES = (
    (Base.DateTimeOriginal, Base.OffsetTimeOriginal, Base.SubsecTimeOriginal),
    (Base.DateTimeDigitized, Base.OffsetTimeDigitized, Base.SubsecTimeDigitized),
    (Base.DateTime, Base.OffsetTime, Base.SubsecTime),
)
_TIME = re.compile(r"([0-9]{4})[:/.-](\d\d)[:/.-](\d\d)[ T](\d\d):(\d\d)(?::(\d\d))?", re.ASCII)
_OFFSET = re.compile(r"([+-])(\d\d):(\d\d)", re.ASCII)
_FIRST_PHOTOGRAPH = 1826  # Niépce's; an earlier year is a clock that was never set
_LONGEST_NAME = 100  # characters; hostile files have names of 64 KiB


@dataclass(frozen=True, slots=True)
class Exif:
    """The EXIF of one picture; ``orientation`` is 1 to 8, the rest as in PhotoFacts."""

    orientation: int = 1
    taken_at: datetime | None = None
    camera: str | None = None
    gps: tuple[float, float] | None = None


def read_exif(source: Image.Image | Image.Exif) -> Exif:
    """Read EXIF, or that of an opened and loaded picture (a PNG's may follow its pixels)."""
    try:
        exif = source if isinstance(source, Image.Exif) else source.getexif()
        tags = dict(exif)
    except DAMAGE:
        return Exif()
    orientation: object = tags.get(Base.Orientation)
    return Exif(
        orientation=orientation if isinstance(orientation, int) and 1 <= orientation <= 8 else 1,
        taken_at=_time({**tags, **_directory(exif, IFD.Exif)}),
        camera=_camera(tags),
        gps=_position(_directory(exif, IFD.GPSInfo)),
    )


def read_exposure(source: Image.Image | Image.Exif) -> Exposure:
    """Read how it was taken, from EXIF or from that of an opened picture."""
    try:
        exif = source if isinstance(source, Image.Exif) else source.getexif()
    except DAMAGE:
        return Exposure()
    tags = _directory(exif, IFD.Exif)
    iso = _number(tags.get(Base.ISOSpeedRatings))
    return Exposure(
        seconds=_number(tags.get(Base.ExposureTime)),
        aperture=_number(tags.get(Base.FNumber)),
        iso=round(iso) or None if iso is not None else None,
        focal_length=_number(tags.get(Base.FocalLength)),
        lens=_text(tags.get(Base.LensModel)),
    )


def _number(value: object) -> float | None:
    """A finite number above zero; zero is what cameras write where they do not know."""
    if isinstance(value, tuple) and value:  # some write a sensitivity twice
        value = value[0]
    try:
        number = float(value)  # type: ignore[arg-type]
    except DAMAGE:
        return None
    return number if math.isfinite(number) and number > 0 else None


def _directory(exif: Image.Exif, which: IFD) -> Tags:
    try:
        return exif.get_ifd(which)
    except DAMAGE:
        return {}


def _text(value: object) -> str:
    if isinstance(value, bytes):
        value = value.decode("utf-8", errors="replace")
    if not isinstance(value, str):
        return ""
    printable = "".join(c if c.isprintable() else " " for c in value.partition("\0")[0])
    return " ".join(printable.split())[:_LONGEST_NAME]


def _time(tags: Tags) -> datetime | None:
    for moment, offset, fraction in _TIMES:
        found = _moment(*(_text(tags.get(tag)) for tag in (moment, offset, fraction)))
        if found:
            return found
    return None


def _moment(text: str, offset: str, fraction: str) -> datetime | None:
    match = _TIME.match(text)
    if not match or int(match[1]) < _FIRST_PHOTOGRAPH:
        return None
    digits = fraction if fraction.isascii() and fraction.isdigit() else ""
    microseconds = int(digits[:6].ljust(6, "0"))
    try:
        year, month, day, hour, minute, second = (int(part or 0) for part in match.groups())
        naive = datetime(year, month, day, hour, minute, second, microseconds)
        zone = _zone(offset)
        return naive.replace(tzinfo=zone) if zone else naive.astimezone()
    except (ValueError, OverflowError, OSError):  # no such day; outside the local zone's tables
        return None


def _zone(offset: str) -> timezone | None:
    match = _OFFSET.fullmatch(offset)
    if not match:
        return None
    ahead = timedelta(hours=int(match[2]), minutes=int(match[3]))
    if ahead >= timedelta(hours=24):
        return None
    return timezone(-ahead if match[1] == "-" else ahead)


def _camera(tags: Tags) -> str | None:
    make, model = _text(tags.get(Base.Make)), _text(tags.get(Base.Model))
    brand = make.split(" ")[0].casefold()
    if model.casefold().startswith(brand):  # "NIKON CORPORATION", "NIKON D90"
        return model or None
    return f"{make} {model}".strip()[:_LONGEST_NAME]


def _position(tags: Tags) -> tuple[float, float] | None:
    latitude = _degrees(tags.get(GPS.GPSLatitude), tags.get(GPS.GPSLatitudeRef), "NS", 90)
    longitude = _degrees(tags.get(GPS.GPSLongitude), tags.get(GPS.GPSLongitudeRef), "EW", 180)
    if latitude is None or longitude is None or latitude == longitude == 0:
        return None  # 0, 0 is what receivers without a fix write
    return latitude, longitude


def _degrees(value: object, reference: object, signs: str, limit: int) -> float | None:
    """Degrees, minutes and seconds to degrees, negative south and west."""
    sign = _text(reference).upper()[:1]
    if not isinstance(value, tuple) or not 1 <= len(value) <= 3 or not sign or sign not in signs:
        return None
    try:
        degrees = math.fsum(float(part) / 60**i for i, part in enumerate(value))
    except (TypeError, ValueError, ArithmeticError):
        return None
    if not math.isfinite(degrees) or not 0 <= degrees <= limit:
        return None
    return degrees if sign == signs[0] else -degrees
