"""XMP in WebP: the last chunk of a file in the extended format (RFC 9649, section 2.7)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from photoclip.errors import PhotoClipError
from photoclip.file_parts import MOST_PARTS, Part, read_range

_HEAD = 12
_XMP, _EXTENDED, _SIGNATURE = b"XMP ", b"VP8X", b"C2PA"
_LOSSY, _LOSSLESS = b"VP8 ", b"VP8L"
_HAS_XMP, _HAS_ALPHA = 0x04, 0x10
_LARGEST_RIFF = 2**32 - 10


def is_webp(head: bytes) -> bool:
    return head[:4] == b"RIFF" and head[8:12] == b"WEBP"


def documents(file: BinaryIO) -> Iterator[bytes]:
    """The documents in a file; one, if it is sound."""
    for part in _parts(file):
        if part.kind == _XMP:
            yield read_range(file, part.payload, part.end)


def has_room(file: BinaryIO) -> bool:
    """Whether a document can be put in without harm to anything else in the file."""
    parts = list(_parts(file))
    kinds = {part.kind for part in parts}
    is_whole = bool(parts) and _padded(parts[-1]) == _end(file)
    if not is_whole or _SIGNATURE in kinds:
        return False
    return parts[0].kind == _EXTENDED or _extension(file, parts[0]) is not None


def embed(data: bytes, document: bytes) -> bytes:
    """The file with another document in it.

    Raises:
        PhotoClipError: there are several, or it has no room. The text goes on after a colon.
    """
    file = BytesIO(data)
    if not has_room(file):
        raise PhotoClipError("it is damaged.")
    parts = list(_parts(file))
    there = [part for part in parts if part.kind == _XMP]
    if len(there) > 1:
        raise PhotoClipError("it has more than one XMP document in it.")
    behind = _padded(parts[-1])
    start, end = (there[0].start, _padded(there[0])) if there else (behind, behind)
    first = parts[0]
    if first.kind == _EXTENDED:
        flags = bytes((data[first.payload] | _HAS_XMP,))
        before = data[_HEAD : first.payload] + flags + data[first.payload + 1 : start]
    else:
        before = (_extension(file, first) or b"") + data[_HEAD:start]
    inside = before + _chunk(_XMP, document) + data[end:behind]
    if len(inside) + 4 > _LARGEST_RIFF:
        raise PhotoClipError("a WebP has no room for that much.")
    return b"RIFF" + struct.pack("<I", 4 + len(inside)) + b"WEBP" + inside + data[behind:]


def _chunk(kind: bytes, payload: bytes) -> bytes:
    return kind + struct.pack("<I", len(payload)) + payload + bytes(len(payload) % 2)


def _end(file: BinaryIO) -> int:
    """Where the file ends by its own words; what is behind that is none of it."""
    return 8 + int.from_bytes(read_range(file, 4, 8), "little")


def _padded(part: Part) -> int:
    return part.end + (part.end - part.payload) % 2


def _parts(file: BinaryIO) -> Iterator[Part]:
    """The chunks that are whole."""
    start, stop = _HEAD, min(_end(file), file.seek(0, 2))
    for _ in range(MOST_PARTS):
        head = read_range(file, start, min(start + 8, stop))
        if len(head) < 8:
            return
        part = Part(head[:4], start, start + 8, start + 8 + int.from_bytes(head[4:], "little"))
        if part.end > stop:
            return
        yield part
        start = _padded(part)


def _extension(file: BinaryIO, picture: Part) -> bytes | None:
    """The chunk that makes a simple file an extended one; None where it has no such picture."""
    head = read_range(file, picture.payload, min(picture.payload + 10, picture.end))
    if picture.kind == _LOSSY and head[3:6] == b"\x9d\x01\x2a" and len(head) == 10:
        width, height = (number & 0x3FFF for number in struct.unpack_from("<HH", head, 6))
        flags = _HAS_XMP
    elif picture.kind == _LOSSLESS and head[:1] == b"\x2f" and len(head) >= 5:
        (bits,) = struct.unpack_from("<I", head, 1)
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        flags = _HAS_XMP | (_HAS_ALPHA if bits >> 28 & 1 else 0)
    else:
        return None
    if not width or not height:
        return None
    sides = b"".join((side - 1).to_bytes(3, "little") for side in (width, height))
    return _chunk(_EXTENDED, bytes((flags, 0, 0, 0)) + sides)
