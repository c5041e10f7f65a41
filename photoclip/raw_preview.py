"""The JPEG that a camera keeps inside its raw file, and the raw file's own EXIF.

Raw sensor data is not developed: what is shown is what the camera made of it. Files are hostile:
every walk is bounded, and the JPEG found is as untrusted as any other.

Containers: TIFF 6.0 and Adobe's DNG 1.7 (NEF, CR2, ARW, DNG, PEF, SRW, and with a mark of their own
ORF and RW2), ISO/IEC 14496-12 (CR3), Fujifilm's RAF. JPEG segments: ITU-T T.81, annex B.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter

from PIL import Image

from photoclip.errors import UnreadablePhoto
from photoclip.exif import DAMAGE

SUFFIXES = frozenset(
    {".arw", ".cr2", ".cr3", ".dng", ".nef", ".nrw", ".orf", ".pef", ".raf", ".rw2", ".srw"}
)
"""Suffixes of raw files, lower case with the dot."""

_TIFF = (b"II*\0", b"MM\0*")
_OWN_MARKS = (b"IIRO", b"IIRS", b"MMOR", b"IIU\0")  # Olympus, Panasonic
_FUJI = b"FUJIFILMCCD-RAW"
_CANON = b"ftypcrx "

_COMPRESSION, _PHOTOMETRIC, _SUB_DIRECTORIES, _DNG_VERSION = 259, 262, 330, 50706
_SENSOR = {32803, 34892}  # colour filter array, linear raw
_MOST_DIRECTORIES, _MOST_ENTRIES, _MOST_SUB_DIRECTORIES = 32, 512, 16
_MOST_JPEGS, _MOST_SEGMENTS = 2000, 100


@dataclass(frozen=True, slots=True)
class RawPreview:
    """``jpeg``: the largest picture inside. ``exif``: of the raw file, None where only it has."""

    jpeg: bytes
    exif: Image.Exif | None


def find_preview(data: bytes) -> RawPreview | None:
    """Return the largest JPEG inside a raw file; None when ``data`` is no raw file.

    Raises UnreadablePhoto for a raw file that has none.
    """
    if not _is_raw(data):
        return None
    found = max(_find_jpegs(data), key=itemgetter(0), default=None)
    if found is None:
        raise UnreadablePhoto("The raw photo has no preview inside.")
    _, start, scan = found
    end = data.find(b"\xff\xd9", scan)  # in a scan 0xff is followed by 0 or a restart mark
    return RawPreview(data[start : end + 2 if end >= 0 else len(data)], _read_exif(data))


# --- is it one


def _is_raw(data: bytes) -> bool:
    if data.startswith((_FUJI, *_OWN_MARKS)) or data[4:12] == _CANON:
        return True
    if not data.startswith(_TIFF):
        return False
    return data[8:10] == b"CR" or any(_is_sensor(tags) for tags in _directories(data))


def _is_sensor(tags: dict[int, list[int]]) -> bool:
    return _DNG_VERSION in tags or not _SENSOR.isdisjoint(tags.get(_PHOTOMETRIC, ()))


def _directories(data: bytes) -> Iterator[dict[int, list[int]]]:
    """Yield tag -> values of each directory of a TIFF, for the tags of short and long integers."""
    order = "little" if data.startswith(b"II") else "big"
    waiting = [_number(data, 4, 4, order)]
    seen: set[int] = set()
    while waiting and len(seen) < _MOST_DIRECTORIES:
        start = waiting.pop(0)
        if start in seen or not 8 <= start < len(data):
            continue
        seen.add(start)
        entries = min(_number(data, start, 2, order), _MOST_ENTRIES)
        tags = dict(_entry(data, start + 2 + 12 * i, order) for i in range(entries))
        yield tags
        waiting.append(_number(data, start + 2 + 12 * entries, 4, order))
        waiting.extend(tags.get(_SUB_DIRECTORIES, ()))


def _entry(data: bytes, at: int, order: str) -> tuple[int, list[int]]:
    """Read tag and values; a tag of another type than short, long or byte has none."""
    size = {1: 1, 3: 2, 4: 4, 13: 4}.get(_number(data, at + 2, 2, order), 0)
    count = min(_number(data, at + 4, 4, order), _MOST_SUB_DIRECTORIES) if size else 0
    where = at + 8 if size * count <= 4 else _number(data, at + 8, 4, order)
    values = [_number(data, where + size * i, size, order) for i in range(count)]
    return _number(data, at, 2, order), values


def _number(data: bytes, at: int, size: int, order: str) -> int:
    """Read an unsigned integer; what lies behind the end of the file is 0."""
    return int.from_bytes(data[at : at + size], "little" if order == "little" else "big")


# --- its pictures


def _find_jpegs(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield area in pixels, where it starts, and where its scan starts, of each JPEG.

    Found by their first bytes: each maker keeps their places in tags of its own, some in notes
    that no standard describes.
    """
    for match in islice(re.finditer(rb"\xff\xd8\xff[\xc0-\xfe]", data), _MOST_JPEGS):
        measured = _measure(data, match.start() + 2)
        if measured is not None:
            area, scan = measured
            yield area, match.start(), scan


def _measure(data: bytes, at: int) -> tuple[int, int] | None:
    """Walk the segments from ``at``; None unless it is a picture of 8 bits that is not raw data.

    Raw data is lossless JPEG (SOF3) in DNG and CR2.
    """
    area = 0
    for _ in range(_MOST_SEGMENTS):
        if data[at : at + 1] != b"\xff":
            return None
        mark, length = data[at + 1 : at + 2], _number(data, at + 2, 2, "big")
        if mark in (b"\xc0", b"\xc1", b"\xc2"):
            height, width = _number(data, at + 5, 2, "big"), _number(data, at + 7, 2, "big")
            if data[at + 4 : at + 5] != b"\x08" or data[at + 9 : at + 10] not in (b"\1", b"\3"):
                return None
            area = width * height
        elif mark == b"\xda":
            return (area, at + 2 + length) if area else None
        elif not mark or mark == b"\xc3" or b"\xc5" <= mark <= b"\xcf" or length < 2:
            return None
        at += 2 + length
    return None


# --- its EXIF


def _read_exif(data: bytes) -> Image.Exif | None:
    if data.startswith(_FUJI):
        return None
    if data[4:12] == _CANON:
        at = data.find(b"CMT1", 0, 1 << 16)  # a box with a TIFF in it
        if at < 4:
            return None
        tiff = data[at + 4 : at - 4 + _number(data, at - 4, 4, "big")]
    else:
        tiff = (_TIFF[0] if data.startswith(b"II") else _TIFF[1]) + data[4:]
    exif = Image.Exif()
    try:
        exif.load(tiff)
    except DAMAGE:
        return None
    return exif
