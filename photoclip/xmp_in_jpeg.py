"""XMP in JPEG: a segment of its own behind EXIF (ISO 16684-3:2021).

What is beyond 64 KB lies in further segments, "extended XMP", which are read but never written.
Behind the picture others may follow, whose places the file keeps: the index of a multi-picture file
(CIPA DC-007) is set right, a file that keeps them elsewhere has no room.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator
from io import SEEK_CUR, BytesIO
from typing import BinaryIO

from photoclip.errors import PhotoClipError
from photoclip.file_parts import MOST_PARTS, Part, begins, read_range
from photoclip.xml_tree import LARGEST

MAGIC = b"\xff\xd8\xff"

_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_EXTENSION = b"http://ns.adobe.com/xmp/extension/\0"
_NAME = slice(0, 32)  # behind it: an MD5 in hexadecimal
_PLACE = slice(36, 40)
_PIECE = slice(40, None)
_MOST = 0xFFFF - 2 - len(_XMP)
_NEARLY_FULL = _MOST * 3 // 4
_EXIF = b"Exif\0\0"
_PICTURES = b"MPF\0"
_APP0, _APP1, _APP2, _APP11 = b"\xe0", b"\xe1", b"\xe2", b"\xeb"
_SCAN, _END = b"\xda", b"\xd9"

_NUMBER_OF_PICTURES, _ENTRIES = 0xB001, 0xB002  # tags of the index
_ENTRY = 16  # bytes: attributes, size, place, two dependent ones
_MOST_BASES = 8


def documents(file: BinaryIO) -> Iterator[bytes]:
    """The documents in a file; one, if it is sound."""
    for part in _documents(file):
        yield read_range(file, part.payload + len(_XMP), part.end)


def extension(file: BinaryIO, document: bytes) -> bytes | None:
    """The document that another one in the file names as its extension; None unless it is whole."""
    name, size, pieces = b"", 0, []
    for part in _parts(file):
        if part.kind == _APP1 and begins(file, part, _EXTENSION):
            data = read_range(file, part.payload + len(_EXTENSION), part.end)
            if data[_NAME] in document and len(data) > _PIECE.start and size <= LARGEST:
                name, size = data[_NAME], size + len(data)
                pieces.append((data[_PLACE], data[_PIECE]))
    whole = b"".join(piece for _, piece in sorted(pieces))
    digest = hashlib.md5(whole, usedforsecurity=False).hexdigest()
    return whole if name and digest.upper() == name.decode("latin1").upper() else None


def has_room(file: BinaryIO) -> bool:
    """Whether a document can be put in without harm to anything else in the file."""
    parts = list(_parts(file))
    if not parts or parts[-1].kind != _SCAN:
        return False
    if any(part.kind == _APP11 and b"c2pa" in _payload(file, part) for part in parts):
        return False  # signed as it is
    if any(part.end - part.payload > _NEARLY_FULL for part in _documents(file)):
        return False
    try:
        _index(file, parts)
    except (struct.error, PhotoClipError):
        return False
    return not any(_points_behind(file, part) for part in parts if _is_exif(file, part))


def embed(data: bytes, document: bytes) -> bytes:
    """The file with another document in it.

    Raises:
        PhotoClipError: it does not fit, or there are several. The text goes on after a colon.
    """
    if len(document) > _MOST:
        raise PhotoClipError("a JPEG has no room for that much.")
    payload = _XMP + document
    segment = b"\xff" + _APP1 + struct.pack(">H", 2 + len(payload)) + payload
    file = BytesIO(data)
    parts = list(_parts(file))
    there = list(_documents(file))
    if len(there) > 1:
        raise PhotoClipError("it has more than one XMP document in it.")
    start, end = (there[0].start, there[0].end) if there else (_behind_exif(parts),) * 2
    if not 0 < end < len(data):
        raise PhotoClipError("it is damaged.")
    try:
        index = _index(file, parts)
        edits = index.shifted(end, len(segment) - (end - start)) if index else {}
    except struct.error as error:
        raise PhotoClipError("it is damaged.") from error
    changed = bytearray(data)
    for place, number in edits.items():
        changed[place : place + 4] = number
    return b"".join((changed[:start], segment, changed[end:]))


def _payload(file: BinaryIO, part: Part) -> bytes:
    return read_range(file, part.payload, part.end)


def _parts(file: BinaryIO) -> Iterator[Part]:
    """The segments up to the head of the first scan."""
    file.seek(2)
    for _ in range(MOST_PARTS):
        while (byte := file.read(1)) == b"\xff":
            kind = file.read(1)
            if kind != b"\xff":
                break
            file.seek(-1, SEEK_CUR)
        else:
            return
        size = file.read(2)
        if kind == _END or len(size) < 2 or byte != b"\xff":
            return
        payload, end = file.tell(), file.tell() - 2 + int.from_bytes(size, "big")
        if end < payload:
            return
        yield Part(kind, payload - 4, payload, end)
        if kind == _SCAN:
            return
        file.seek(end)


def _documents(file: BinaryIO) -> Iterator[Part]:
    for part in _parts(file):
        if part.kind == _APP1 and begins(file, part, _XMP):
            yield part


def _behind_exif(parts: list[Part]) -> int:
    """Behind the segments of JFIF and EXIF, which have to be the first."""
    place = 2
    for part in parts:
        if part.kind not in (_APP0, _APP1):
            break
        place = part.end
    return place


# --- other pictures in the file ---------------------------------------------------------------


class _Index:
    """The index of a multi-picture file: of each entry where in the file its numbers are."""

    def __init__(self, head: int, order: str, entries: list[tuple[int, int, int]]) -> None:
        self._head = head
        self._order = order
        self._entries = entries  # (place of the entry, size of the picture, where it is)

    def shifted(self, at: int, by: int) -> dict[int, bytes]:
        """Place -> four bytes to be there instead, once ``by`` more bytes are at ``at``.

        The first picture, which is "at 0", becomes longer by them; places of the others count from
        the head of the index.
        """
        edits = {}
        for place, size, where in self._entries:
            if where == 0:
                edits[place + 4] = struct.pack(f"{self._order}I", size + by)
            elif self._head < at <= self._head + where:
                edits[place + 8] = struct.pack(f"{self._order}I", where + by)
        return edits


def _index(file: BinaryIO, parts: list[Part]) -> _Index | None:
    """Raises struct.error or PhotoClipError where it makes no sense."""
    found = [part for part in parts if part.kind == _APP2 and begins(file, part, _PICTURES)]
    if not found:
        return None
    if len(found) > 1:
        raise PhotoClipError("it is damaged.")
    head = found[0].payload + len(_PICTURES)
    data = read_range(file, head, found[0].end)
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(data[:4])
    if order is None:
        raise PhotoClipError("it is damaged.")
    (first,) = struct.unpack_from(f"{order}I", data, 4)
    (count,) = struct.unpack_from(f"{order}H", data, first)
    pictures, entries = 0, None
    for number in range(count):
        tag, _, size, value = struct.unpack_from(f"{order}HHII", data, first + 2 + 12 * number)
        if tag == _NUMBER_OF_PICTURES:
            pictures = value
        elif tag == _ENTRIES:
            entries = (size, value)
    if entries is None or entries[0] != pictures * _ENTRY or sum(entries) > len(data):
        raise PhotoClipError("it is damaged.")
    places = range(entries[1], sum(entries), _ENTRY)
    numbers = [(head + p, *struct.unpack_from(f"{order}II", data, p + 4)) for p in places]
    return _Index(head, order, numbers)


def _is_exif(file: BinaryIO, part: Part) -> bool:
    return part.kind == _APP1 and begins(file, part, _EXIF)


def _points_behind(file: BinaryIO, part: Part) -> bool:
    """Whether something in EXIF, such as a maker's notes, says where a picture behind it begins.

    Such a place counts from the head of EXIF or of the notes. Whatever could be one is looked at.
    """
    data = _payload(file, part)
    heads = [
        (place, order)
        for magic, order in ((b"II*\0", "<"), (b"MM\0*", ">"))
        for place in _occurrences(data, magic)
    ]
    size = file.seek(0, 2)
    for head, order in heads[:_MOST_BASES]:
        behind = {
            number
            for start in (0, 2)  # numbers are at even places
            for (number,) in _numbers(data[head + start :], order)
            if part.end <= part.payload + head + number < size
        }
        for number in behind:
            file.seek(part.payload + head + number)
            if file.read(3) == MAGIC:
                return True
    return False


def _numbers(data: bytes, order: str) -> Iterator[tuple[int]]:
    return struct.iter_unpack(f"{order}I", data[: len(data) // 4 * 4])


def _occurrences(data: bytes, what: bytes) -> Iterator[int]:
    place = data.find(what)
    while place >= 0:
        yield place
        place = data.find(what, place + 1)
