"""XMP in PNG: a chunk of text behind the header (ISO 16684-3:2021)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from photoclip.errors import PhotoClipError
from photoclip.file_parts import MOST_PARTS, Part, begins, read_range
from photoclip.xml_tree import LARGEST

MAGIC = b"\x89PNG\r\n\x1a\n"

_XMP = b"XML:com.adobe.xmp\0"
_HEADER, _TEXT, _PIXELS, _SIGNATURE = b"IHDR", b"iTXt", b"IDAT", b"caBX"


def documents(file: BinaryIO) -> Iterator[bytes]:
    """The documents in a file; one, if it is sound.

    Raises:
        PhotoClipError: a compressed one is damaged, or too large. The text goes on after a colon.
    """
    for part in _documents(file):
        yield _unpack(read_range(file, part.payload, part.end - 4))


def has_room(file: BinaryIO) -> bool:
    """Whether a document can be put in without harm to anything else in the file."""
    kinds = {part.kind for part in _parts(file)}
    return {_HEADER, _PIXELS} <= kinds and _SIGNATURE not in kinds


def embed(data: bytes, document: bytes) -> bytes:
    """The file with another document in it.

    Raises:
        PhotoClipError: there are several. The text goes on after a colon.
    """
    file = BytesIO(data)
    there = list(_documents(file))
    if len(there) > 1:
        raise PhotoClipError("it has more than one XMP document in it.")
    place = next((part.end for part in _parts(file) if part.kind == _HEADER), 0)
    start, end = (there[0].start, there[0].end) if there else (place, place)
    if not 0 < end < len(data):
        raise PhotoClipError("it is damaged.")
    return data[:start] + _chunk(document) + data[end:]


def _chunk(document: bytes) -> bytes:
    payload = _XMP + bytes(4) + document  # not compressed, no language, no translation
    checksum = zlib.crc32(_TEXT + payload)
    return struct.pack(">I", len(payload)) + _TEXT + payload + struct.pack(">I", checksum)


def _parts(file: BinaryIO) -> Iterator[Part]:
    start = len(MAGIC)
    for _ in range(MOST_PARTS):
        file.seek(start)
        head = file.read(8)
        if len(head) < 8:
            return
        end = start + 12 + int.from_bytes(head[:4], "big")
        yield Part(head[4:], start, start + 8, end)
        start = end


def _documents(file: BinaryIO) -> Iterator[Part]:
    for part in _parts(file):
        if part.kind == _TEXT and begins(file, part, _XMP):
            yield part


def _unpack(payload: bytes) -> bytes:
    """The text of an iTXt chunk: behind keyword, compression, language and translated keyword."""
    packed = payload[len(_XMP) : len(_XMP) + 1] == b"\1"
    text = payload[len(_XMP) + 2 :].split(b"\0", 2)[-1]
    if not packed:
        return text
    try:
        unpacking = zlib.decompressobj()
        text = unpacking.decompress(text, LARGEST + 1)
    except zlib.error as error:
        raise PhotoClipError("its XMP is damaged.") from error
    if len(text) > LARGEST:
        raise PhotoClipError("its XMP is larger than {size} MB.", size=LARGEST >> 20)
    return text
