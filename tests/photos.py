"""Pictures of every kind that the program reads, made on the spot."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from io import BytesIO
from itertools import product

import numpy as np
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

CORNERS = ((230, 30, 30), (30, 200, 30), (40, 40, 230), (240, 240, 40))
"""Top left, top right, bottom left, bottom right of ``corners``."""

ADOBE_RGB = (
    (0.60974, 0.31111, 0.01947),
    (0.20528, 0.62567, 0.06087),
    (0.14919, 0.06322, 0.74457),
)
"""XYZ of red, green and blue of Adobe RGB (1998), adapted to D50; its gamma is 563 / 256."""


def corners(size: tuple[int, int] = (48, 32)) -> Image.Image:
    """Make a picture whose four quarters have the colours ``CORNERS``."""
    width, height = size
    picture = Image.new("RGB", size)
    for index, colour in enumerate(CORNERS):
        x, y = index % 2 * (width // 2), index // 2 * (height // 2)
        picture.paste(colour, (x, y, x + width - width // 2, y + height - height // 2))
    return picture


def corners_of(picture: Image.Image) -> list[tuple[int, ...]]:
    """Return the colours in the middle of the four quarters, in the order of ``CORNERS``."""
    width, height = picture.size
    return [
        picture.getpixel((x * width // 4, y * height // 4)) for y, x in product((1, 3), repeat=2)
    ]  # type: ignore[misc]


def scene(size: tuple[int, int] = (4000, 3000), seed: int = 0) -> Image.Image:
    """Make a picture with detail at every scale, as photos have: noise with a 1/f spectrum."""
    generator = np.random.default_rng(seed)
    width, height = size
    frequency = np.hypot(np.fft.fftfreq(height)[:, None], np.fft.rfftfreq(width)[None])
    frequency[0, 0] = 1
    noise = generator.normal(size=(3, *frequency.shape)) + 1j * generator.normal(
        size=(3, *frequency.shape)
    )
    pixels = np.fft.irfft2(noise / frequency, s=(height, width))
    pixels = (pixels - pixels.mean()) / pixels.std() * 50 + 128
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8).transpose(1, 2, 0).copy())


def encode(picture: Image.Image, kind: str, **options: object) -> bytes:
    """Encode as Pillow's format ``kind``; "HEIF" through pillow-heif."""
    file = BytesIO()
    if kind == "HEIF":
        import pillow_heif

        options = {"quality": 90, "chroma": 444, **options}
        pillow_heif.from_pillow(picture).save(file, **options)
    else:
        picture.save(file, kind, **options)  # type: ignore[arg-type]
    return file.getvalue()


KINDS: dict[str, Callable[..., bytes]] = {
    "JPEG": lambda picture, **o: encode(picture, "JPEG", quality=95, subsampling=0, **o),
    "PNG": lambda picture, **o: encode(picture, "PNG", **o),
    "WEBP": lambda picture, **o: encode(picture, "WEBP", quality=95, **o),
    "TIFF": lambda picture, **o: encode(picture, "TIFF", **o),
    "AVIF": lambda picture, **o: encode(picture, "AVIF", quality=95, **o),
    "HEIF": lambda picture, **o: encode(picture, "HEIF", **o),
}
"""The formats that carry EXIF and colour profiles: name -> encode(picture, exif=, icc_profile=)."""

PLAIN_KINDS: dict[str, Callable[[Image.Image], bytes]] = {
    "GIF": lambda picture: encode(picture, "GIF"),
    "BMP": lambda picture: encode(picture, "BMP"),
    "TIFF deflated": lambda picture: encode(picture, "TIFF", compression="tiff_deflate"),
    "JPEG progressive": lambda picture: encode(picture, "JPEG", quality=95, progressive=True),
}
"""Formats, and variants of them, that are made without EXIF and colour profile."""


def exif(
    *,
    orientation: int = 1,
    taken: str | None = None,
    offset: str | None = None,
    fraction: str | None = None,
    make: str | None = None,
    model: str | None = None,
    gps: dict[int, object] | None = None,
    changed: str | None = None,
    more: Mapping[int, object] | None = None,
) -> bytes:
    """Make EXIF: ``taken`` is DateTimeOriginal, ``changed`` is DateTime, both as EXIF writes.

    ``more``: other tags of the Exif directory.
    """
    made = Image.Exif()
    for tag, value in {
        Base.Orientation: orientation,
        Base.Make: make,
        Base.Model: model,
        Base.DateTime: changed,
    }.items():
        if value is not None:
            made[tag] = value
    details = {
        Base.DateTimeOriginal: taken,
        Base.OffsetTimeOriginal: offset,
        Base.SubsecTimeOriginal: fraction,
        **(more or {}),
    }
    made.get_ifd(IFD.Exif).update({t: v for t, v in details.items() if v is not None})
    if gps is not None:
        made.get_ifd(IFD.GPSInfo).update(gps)
    return made.tobytes()


def gps(latitude: float, longitude: float) -> dict[int, object]:
    """Make a GPS directory from degrees, negative south and west."""
    return {
        GPS.GPSLatitudeRef: "N" if latitude >= 0 else "S",
        GPS.GPSLatitude: _sexagesimal(abs(latitude)),
        GPS.GPSLongitudeRef: "E" if longitude >= 0 else "W",
        GPS.GPSLongitude: _sexagesimal(abs(longitude)),
    }


def _sexagesimal(degrees: float) -> tuple[float, float, float]:
    seconds = Fraction(round(degrees * 3_600_000), 1000)
    return float(seconds // 3600), float(seconds // 60 % 60), float(seconds % 60)


def lay_down(upright: Image.Image, orientation: int) -> Image.Image:
    """Store ``upright`` as a camera does that then writes ``orientation`` beside it."""
    stored = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }.get(orientation)
    return upright if stored is None else upright.transpose(stored)


def icc_rgb(primaries: Sequence[Sequence[float]] = ADOBE_RGB, gamma: float = 563 / 256) -> bytes:
    """Make an ICC profile of three primaries (XYZ for D50) and one gamma."""
    tags = {b"wtpt": _xyz((0.9642, 1.0, 0.8249))}
    for channel, primary in zip((b"r", b"g", b"b"), primaries, strict=True):
        tags |= {channel + b"XYZ": _xyz(primary), channel + b"TRC": _curve(gamma)}
    return _profile(b"mntr", b"RGB ", b"XYZ ", tags)


def icc_grey(gamma: float) -> bytes:
    """Make an ICC profile of grey with one gamma."""
    tags = {b"wtpt": _xyz((0.9642, 1.0, 0.8249)), b"kTRC": _curve(gamma)}
    return _profile(b"mntr", b"GRAY", b"XYZ ", tags)


def icc_cmyk(lightness: int) -> bytes:
    """Make an ICC profile of a press on which all inks but black print grey, CIE L* ``lightness``.

    No conversion that guesses can look like it.
    """
    ramp = bytes(range(256))
    grid = b""
    for *colours, black in product((0, 1), repeat=4):
        shade = 0 if black else round(lightness * 2.55) if any(colours) else 255
        grid += bytes((shade, 128, 128))
    identity = struct.pack(">9i", *(65536 * (i % 4 == 0) for i in range(9)))
    table = b"mft1\0\0\0\0" + bytes((4, 3, 2, 0)) + identity + ramp * 4 + grid + ramp * 3
    return _profile(b"prtr", b"CMYK", b"Lab ", {b"A2B0": table, b"wtpt": _xyz((0.9642, 1, 0.8249))})


def _xyz(values: Sequence[float]) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(v * 65536) for v in values))


def _curve(gamma: float) -> bytes:
    return b"curv\0\0\0\0" + struct.pack(">IH2x", 1, round(gamma * 256))


def _profile(device: bytes, space: bytes, connection: bytes, tags: dict[bytes, bytes]) -> bytes:
    """Put tags behind an ICC 2.1 header (ICC.1:2001-04, sections 6.1 and 6.2)."""
    text = b"text\0\0\0\0made\0\0\0\0"
    tags = {**tags, b"cprt": text, b"desc": b"desc" + bytes(4) + struct.pack(">I5s", 5, b"made\0")}
    tags[b"desc"] += bytes(79)
    table, body, offset = b"", b"", 128 + 4 + 12 * len(tags)
    for name, value in tags.items():
        value += bytes(-len(value) % 4)
        table += name + struct.pack(">2I", offset + len(body), len(value))
        body += value
    size = offset + len(body)
    header = struct.pack(">I4xI", size, 0x02100000) + device + space + connection
    header += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + bytes(28)
    header += struct.pack(">3i", 63190, 65536, 54061) + bytes(48)
    return header + struct.pack(">I", len(tags)) + table + body


def png(
    size: tuple[int, int], colour_type: int, bits: int, rows: bytes, *extra: tuple[bytes, bytes]
) -> bytes:
    """Make a PNG from its raw rows (each begins with filter 0), with more chunks after the header.

    ``colour_type`` is 0 for grey and 2 for RGB; a header may promise more rows than there are.
    """
    header = struct.pack(">2I5B", *size, bits, colour_type, 0, 0, 0)
    chunks = ((b"IHDR", header), *extra, (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )
