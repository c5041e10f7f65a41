"""HEIF and AVIF: their boxes, and what must be right in them before libheif may look.

The container is ISO/IEC 14496-12, its items are ISO/IEC 23008-12.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

from PIL import ImageFile
from PIL.AvifImagePlugin import AvifImageFile

_HEAD = re.compile(rb"....ftyp(avi[fs]|mif1|msf1|he[iv][cxms])", re.DOTALL)


def is_heif(head: bytes) -> bool:
    """Whether a file that begins like this is one of pictures."""
    return _HEAD.match(head) is not None


def open_heif(file: BytesIO) -> ImageFile.ImageFile:
    """Open the main picture, which libheif turns upright itself.

    Raises what pi_heif raises, and SyntaxError for item types that are no text.
    """
    from pi_heif import HeifImageFile  # a native library that most collections never need

    _check_item_types(file.getvalue())
    return HeifImageFile(file)  # type: ignore[no-any-return]


def open_either(file: BytesIO) -> ImageFile.ImageFile:
    """Open a file whose main brand is the container's, so that either codec may be inside."""
    _, start, end = next(_boxes(file.getvalue()), ("", 0, 0))
    return AvifImageFile(file) if b"avif" in file.getvalue()[start:end] else open_heif(file)


def ends_early(data: bytes) -> bool:
    """Tell whether the last box reaches past the end of the file."""
    return any(end > len(data) for _, _, end in _boxes(data))


def _boxes(data: bytes, start: int = 0, stop: int | None = None) -> Iterator[tuple[str, int, int]]:
    """Yield type, start and end of the content of each box, up to one that makes no sense."""
    stop = len(data) if stop is None else stop
    while start + 8 <= stop:
        size, head = int.from_bytes(data[start : start + 4], "big"), 8
        if size == 1:
            size, head = int.from_bytes(data[start + 8 : start + 16], "big"), 16
        if size == 0:
            size = stop - start
        if size < head:
            return
        yield data[start + 4 : start + 8].decode("latin-1"), start + head, start + size
        start += size


def _check_item_types(data: bytes) -> None:
    """Refuse items whose type or names are not UTF-8: pi_heif 1.4 dies of them, the process too."""
    for kind, start, end in _boxes(data):
        if kind == "meta":
            for part, first, last in _boxes(data, start + 4, min(end, len(data))):
                if part == "iinf":
                    _check_items(data, first, min(last, len(data)))


def _check_items(data: bytes, start: int, end: int) -> None:
    count_size = 2 if data[start : start + 1] == b"\0" else 4
    for kind, first, last in _boxes(data, start + 4 + count_size, end):
        if kind == "infe":
            id_size = 2 if data[first : first + 1] == b"\2" else 4
            data[first + 4 + id_size + 2 : last].decode()  # UnicodeDecodeError is a ValueError
