"""XMP documents within picture files: found in JPEG, PNG, WebP and TIFF, put into JPEG and PNG.

Only containers are walked, pixels never decoded: a file with another document has the same picture
data, byte for byte. Where each format keeps it: ISO 16684-3:2021 (XMP part 3, storage in files).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import SEEK_CUR, BytesIO
from typing import BinaryIO

from photoclip.errors import PhotoClipError
from photoclip.xml_tree import LARGEST

_JPEG = b"\xff\xd8\xff"
_JPEG_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_JPEG_MOST = 0xFFFF - 2 - len(_JPEG_XMP)
_MULTI_PICTURE = b"MPF\0"

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_XMP = b"XML:com.adobe.xmp\0"

_TIFF_XMP = 700

_MOST_PARTS = 100_000  # of a file; hostile ones have millions of empty ones


@dataclass(frozen=True, slots=True)
class _Part:
    """A JPEG segment or PNG chunk: ``data[start:end]``; its payload begins at ``payload``."""

    kind: bytes
    start: int
    payload: int
    end: int


def extract(file: BinaryIO) -> bytes | None:
    """The document within a picture file; None where there is none.

    Raises:
        PhotoClipError: it has several, or a too large one. The text goes on after a colon.
        OSError: it cannot be read.
    """
    head = _read(file, 0, 12)
    if head.startswith(_JPEG):
        found = [_read(file, p.payload + len(_JPEG_XMP), p.end) for p in _jpeg_documents(file)]
    elif head.startswith(_PNG):
        found = [_unpack(_read(file, p.payload, p.end - 4)) for p in _png_documents(file)]
    elif head[:4] == b"RIFF" and head[8:] == b"WEBP":
        found = list(_webp_documents(file))
    elif head[:4] in (b"II*\0", b"MM\0*"):
        found = list(_tiff_documents(file, "<" if head[:1] == b"I" else ">"))
    else:
        found = []
    if len(found) > 1:
        raise PhotoClipError("it has more than one XMP document in it.")
    return found[0].rstrip(b"\0") if found else None


def has_room(file: BinaryIO) -> bool:
    """Whether a document can be put into the file: a JPEG of one picture, or a PNG.

    Raises:
        OSError: it cannot be read.
    """
    head = _read(file, 0, len(_PNG))
    if head.startswith(_JPEG):
        # With several pictures it keeps their sizes and places, which would be wrong then.
        parts = [part for part in _jpeg_parts(file) if part.kind == b"\xe2"]
        return not any(_begins(file, part, _MULTI_PICTURE) for part in parts)
    return head == _PNG


def embed(data: bytes, document: bytes) -> bytes:
    """A file that has room with another document in it; everything else byte for byte.

    Raises:
        PhotoClipError: it does not fit, or there are several. The text goes on after a colon.
    """
    file = BytesIO(data)
    if data.startswith(_JPEG):
        part = _jpeg_part(document)
        there, place = list(_jpeg_documents(file)), _behind_exif(file)
    else:
        part = _png_part(document)
        there, place = list(_png_documents(file)), next((p.end for p in _png_parts(file)), 0)
    if len(there) > 1:
        raise PhotoClipError("it has more than one XMP document in it.")
    start, end = (there[0].start, there[0].end) if there else (place, place)
    if not 0 < end < len(data):
        raise PhotoClipError("it is damaged.")
    return data[:start] + part + data[end:]


def _jpeg_part(document: bytes) -> bytes:
    if len(document) > _JPEG_MOST:
        raise PhotoClipError("a JPEG has no room for that much.")
    payload = _JPEG_XMP + document
    return b"\xff\xe1" + struct.pack(">H", 2 + len(payload)) + payload


def _png_part(document: bytes) -> bytes:
    payload = _PNG_XMP + bytes(4) + document  # not compressed, no language, no translation
    checksum = zlib.crc32(b"iTXt" + payload)
    return struct.pack(">I", len(payload)) + b"iTXt" + payload + struct.pack(">I", checksum)


def _read(file: BinaryIO, start: int, end: int) -> bytes:
    if end - start > LARGEST:
        raise PhotoClipError(f"its XMP is larger than {LARGEST >> 20} MB.")
    file.seek(start)
    return file.read(max(0, end - start))


def _begins(file: BinaryIO, part: _Part, start: bytes) -> bool:
    return _read(file, part.payload, min(part.payload + len(start), part.end)) == start


# --- JPEG -------------------------------------------------------------------------------------


def _jpeg_parts(file: BinaryIO) -> Iterator[_Part]:
    """The segments before the first scan."""
    file.seek(2)
    for _ in range(_MOST_PARTS):
        while (byte := file.read(1)) == b"\xff":
            kind = file.read(1)
            if kind != b"\xff":
                break
            file.seek(-1, SEEK_CUR)
        else:
            return
        size = file.read(2)
        if kind in (b"\xda", b"\xd9") or len(size) < 2 or byte != b"\xff":
            return
        payload, end = file.tell(), file.tell() - 2 + int.from_bytes(size, "big")
        if end < payload:
            return
        yield _Part(kind, payload - 4, payload, end)
        file.seek(end)


def _jpeg_documents(file: BinaryIO) -> Iterator[_Part]:
    for part in _jpeg_parts(file):
        if part.kind == b"\xe1" and _begins(file, part, _JPEG_XMP):
            yield part


def _behind_exif(file: BinaryIO) -> int:
    """Behind the segments of JFIF and EXIF, which have to be the first."""
    place = 2
    for part in _jpeg_parts(file):
        if part.kind not in (b"\xe0", b"\xe1"):
            break
        place = part.end
    return place


# --- PNG --------------------------------------------------------------------------------------


def _png_parts(file: BinaryIO) -> Iterator[_Part]:
    start = len(_PNG)
    for _ in range(_MOST_PARTS):
        file.seek(start)
        head = file.read(8)
        if len(head) < 8:
            return
        end = start + 12 + int.from_bytes(head[:4], "big")
        yield _Part(head[4:], start, start + 8, end)
        start = end


def _png_documents(file: BinaryIO) -> Iterator[_Part]:
    for part in _png_parts(file):
        if part.kind == b"iTXt" and _begins(file, part, _PNG_XMP):
            yield part


def _unpack(payload: bytes) -> bytes:
    """The text of an iTXt chunk: behind keyword, compression, language and translated keyword."""
    packed = payload[len(_PNG_XMP) : len(_PNG_XMP) + 1] == b"\1"
    text = payload[len(_PNG_XMP) + 2 :].split(b"\0", 2)[-1]
    if not packed:
        return text
    try:
        unpacking = zlib.decompressobj()
        text = unpacking.decompress(text, LARGEST + 1)
    except zlib.error as error:
        raise PhotoClipError("its XMP is damaged.") from error
    if len(text) > LARGEST:
        raise PhotoClipError(f"its XMP is larger than {LARGEST >> 20} MB.")
    return text


# --- read only --------------------------------------------------------------------------------


def _webp_documents(file: BinaryIO) -> Iterator[bytes]:
    start = 12
    for _ in range(_MOST_PARTS):
        file.seek(start)
        head = file.read(8)
        if len(head) < 8:
            return
        size = int.from_bytes(head[4:], "little")
        if head[:4] == b"XMP ":
            yield _read(file, start + 8, start + 8 + size)
        start += 8 + size + size % 2


def _tiff_documents(file: BinaryIO, order: str) -> Iterator[bytes]:
    """In the first directory: tag 700, of bytes."""
    file.seek(4)
    try:
        file.seek(*struct.unpack(f"{order}I", file.read(4)))
        (count,) = struct.unpack(f"{order}H", file.read(2))
        entries = file.read(12 * count)
        for start in range(0, 12 * count, 12):
            tag, kind, size, place = struct.unpack_from(f"{order}HHII", entries, start)
            if tag == _TIFF_XMP and kind in (1, 7) and size > 4:
                yield _read(file, place, place + size)
    except struct.error:  # it ends early
        return
