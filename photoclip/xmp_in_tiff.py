"""XMP in TIFF: tag 700 of the first directory (ISO 16684-3:2021, TIFF 6.0 section 2).

Every place in a TIFF counts from its beginning. So nothing is moved: a document comes behind all
else, with a copy of the directory that names it, and only the head is told where that is now. A
file that is cut short has no room: what comes behind it would be taken for what it lacks.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from photoclip.errors import PhotoClipError
from photoclip.file_parts import read_range

MAGICS = (b"II*\0", b"MM\0*")

_XMP, _PIXELS = 700, (273, 324)  # strips or tiles
_PIECES = ((273, 279), (324, 325))  # places and sizes of strips, of tiles
_BELOW = (330, 34665, 34853)  # further directories: of other pictures, EXIF, GPS
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_MOST_DIRECTORIES = 10_000
_KEPT_AWAY = {50706, 52545}  # a camera's raw file (DNG), and a signature (C2PA)
_BYTES = (1, 7)  # types
_LARGEST = 2**32 - 1


@dataclass(frozen=True, slots=True)
class _Directory:
    """The first one: ``entries`` of 12 bytes each as they are in the file, by their tags."""

    order: str
    start: int
    entries: dict[int, bytes]
    following: bytes

    @property
    def end(self) -> int:
        return self.start + 2 + 12 * len(self.entries) + 4

    def document(self) -> tuple[int, int] | None:
        """From where to where it lies."""
        if _XMP not in self.entries:
            return None
        _, kind, size, place = struct.unpack(f"{self.order}HHII", self.entries[_XMP])
        return (place, place + size) if kind in _BYTES and size > 4 else None


def documents(file: BinaryIO) -> Iterator[bytes]:
    """The document in a file, if there is one."""
    directory = _read_directory(file)
    if directory and (place := directory.document()):
        yield read_range(file, *place)


def has_room(file: BinaryIO) -> bool:
    """Whether a document can be put in without harm to anything else in the file."""
    directory = _read_directory(file)
    if directory is None or directory.entries.keys() & _KEPT_AWAY:
        return False
    tags = list(directory.entries)
    is_odd = _XMP in tags and directory.document() is None
    has_pixels = any(tag in tags for tag in _PIXELS)
    return tags == sorted(tags) and not is_odd and has_pixels and _is_whole(file, directory)


def embed(data: bytes, document: bytes) -> bytes:
    """The file with another document in it.

    Raises:
        PhotoClipError: it has no room. The text goes on after a colon.
    """
    file = BytesIO(data)
    directory = _read_directory(file)
    if directory is None or not has_room(file):
        raise PhotoClipError("it is damaged.")
    kept = data[: _behind_all_else(directory, len(data))]
    kept += bytes(len(kept) % 2)  # directories begin at even places
    order, tags = directory.order, sorted({*directory.entries, _XMP})
    place = len(kept) + 2 + 12 * len(tags) + 4
    if len(tags) > 0xFFFF or place + len(document) > _LARGEST:
        raise PhotoClipError("a TIFF has no room for that much.")
    entry = struct.pack(f"{order}HHII", _XMP, 1, len(document), place)
    entries = {**directory.entries, _XMP: entry}
    head = kept[:4] + struct.pack(f"{order}I", len(kept))
    count = struct.pack(f"{order}H", len(tags))
    rows = b"".join(entries[tag] for tag in tags)
    return b"".join((head, kept[8:], count, rows, directory.following, document))


def _behind_all_else(directory: _Directory, size: int) -> int:
    """Where the directory begins if it and its document are the last in the file, else its end.

    So they are after an earlier change: it gives way to the next one, and the file does not grow.
    """
    place = directory.document()
    return directory.start if place == (directory.end, size) else size


def _is_whole(file: BinaryIO, first: _Directory) -> bool:
    """Whether nothing in a file is said to lie behind its end."""
    size = file.seek(0, 2)
    seen, waiting = {first.start}, [first]
    while waiting and len(seen) <= _MOST_DIRECTORIES:
        one = waiting.pop()
        if any(end > size for end in _ends(file, one)):
            return False
        (following,) = struct.unpack(f"{one.order}I", one.following)
        below = [place for tag in _BELOW for place in _numbers(file, one, tag)]
        for place in {following, *below} - seen - {0}:
            seen.add(place)
            found = _directory_at(file, one.order, place)
            if found is None:
                return False
            waiting.append(found)
    return not waiting


def _ends(file: BinaryIO, directory: _Directory) -> Iterator[int]:
    """Where each value and each piece of the picture ends."""
    for row in directory.entries.values():
        _, kind, count, place = struct.unpack(f"{directory.order}HHII", row)
        if (size := _SIZES.get(kind, 0) * count) > 4:
            yield place + size
    for places, sizes in _PIECES:
        pieces = zip(_numbers(file, directory, places), _numbers(file, directory, sizes))  # noqa: B905
        yield from map(sum, pieces)


def _numbers(file: BinaryIO, directory: _Directory, tag: int) -> tuple[int, ...]:
    """The numbers of an entry, as far as they are in the file."""
    row = directory.entries.get(tag)
    if row is None:
        return ()
    order = directory.order
    _, kind, count, place = struct.unpack(f"{order}HHII", row)
    letter = {3: "H", 4: "I", 13: "I"}.get(kind)
    if letter is None:
        return ()
    width = _SIZES[kind]
    data = row[8:] if width * count <= 4 else read_range(file, place, place + width * count)
    there = min(count, len(data) // width)
    return struct.unpack_from(f"{order}{there}{letter}", data)


def _read_directory(file: BinaryIO) -> _Directory | None:
    """The first one; None where it makes no sense."""
    head = read_range(file, 0, 8)
    order = {MAGICS[0]: "<", MAGICS[1]: ">"}.get(head[:4])
    if order is None or len(head) < 8:
        return None
    (start,) = struct.unpack(f"{order}I", head[4:])
    return _directory_at(file, order, start)


def _directory_at(file: BinaryIO, order: str, start: int) -> _Directory | None:
    count = read_range(file, start, start + 2)
    if start < 8 or len(count) < 2:
        return None
    (number,) = struct.unpack(f"{order}H", count)
    rows = read_range(file, start + 2, start + 2 + 12 * number + 4)
    found = [rows[i : i + 12] for i in range(0, 12 * number, 12)]
    entries = {struct.unpack_from(f"{order}H", row)[0]: row for row in found if len(row) == 12}
    if len(rows) < 12 * number + 4 or len(entries) < number:
        return None
    return _Directory(order, start, entries, rows[-4:])
