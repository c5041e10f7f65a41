"""Parts of files that others wrote, read within bounds: nothing in here believes a length."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from photoclip.errors import PhotoClipError
from photoclip.xml_tree import LARGEST

MOST_PARTS = 100_000
"""Of a file; hostile ones have millions of empty ones."""


@dataclass(frozen=True, slots=True)
class Part:
    """A segment or chunk: ``data[start:end]`` is all of it, its payload begins at ``payload``."""

    kind: bytes
    start: int
    payload: int
    end: int


def read_range(file: BinaryIO, start: int, end: int) -> bytes:
    """What lies there, less where the file ends early.

    Raises:
        PhotoClipError: it is larger than any XMP may be. The text goes on after a colon.
    """
    if end - start > LARGEST:
        raise PhotoClipError("its XMP is larger than {size} MB.", size=LARGEST >> 20)
    file.seek(start)
    return file.read(max(0, end - start))


def begins(file: BinaryIO, part: Part, start: bytes) -> bool:
    """Whether the part's payload begins like this."""
    return read_range(file, part.payload, min(part.payload + len(start), part.end)) == start
