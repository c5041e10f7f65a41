"""A file that arrives in pieces: it grows beside its target and moves there only if it is right."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from photoclip.errors import PhotoClipError

SUFFIX = ".part"

_PIECE = 1 << 22
_DISK_FULL = (errno.ENOSPC, errno.EDQUOT)


class DiskTrouble(PhotoClipError):
    """The disk refused something; what has come before is none the worse for it."""


class PartialFile:
    """What has come of a file so far, kept across breaks and restarts.

    ``checksum`` is a SHA-256 in hexadecimal, or the SHA-1 that git gives a blob (40 digits). It is
    part of the name beside the target, so a beginning of another version is never continued.
    """

    def __init__(self, target: Path, size: int, checksum: str) -> None:
        self.path = partial_path(target, checksum)
        self.done = 0
        self._target = target
        self._size = size
        self._checksum = checksum
        self._digest = _new_digest(size, checksum)

    def __enter__(self) -> Self:
        with disk_explained(self._target):
            self._target.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("ab", buffering=0)
            if self._file.tell() > self._size:
                self._file.truncate(0)
            self.done = self._file.tell()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._file.close()

    def absorb(self) -> Iterator[int]:
        """Take the bytes of earlier times into the checksum, yielding their number at each step."""
        left = self.done
        with self.path.open("rb") as earlier:
            while left:
                piece = earlier.read(min(left, _PIECE))
                self._digest.update(piece)
                left -= len(piece)
                yield self.done

    def append(self, piece: bytes) -> None:
        """Add bytes. PhotoClipError if the disk is full or the file gets longer than promised."""
        if self.done + len(piece) > self._size:
            raise self._altered()
        with disk_explained(self._target):
            written = 0
            while written < len(piece):  # without a buffer a write may take only a part
                written += self._file.write(piece[written:])
        self._digest.update(piece)
        self.done += len(piece)

    def restart(self) -> None:
        """Forget everything that has come."""
        self._file.truncate(0)
        self.done = 0
        self._digest = _new_digest(self._size, self._checksum)

    def move(self) -> None:
        """Put the complete file in its place; PhotoClipError, and nothing kept, if it is wrong."""
        if self._digest.hexdigest() != self._checksum:
            raise self._altered()
        with disk_explained(self._target):
            os.fsync(self._file.fileno())
            self._file.close()
            self.path.replace(self._target)

    def _altered(self) -> PhotoClipError:
        self._file.close()
        self.path.unlink()
        return PhotoClipError(
            "{name} arrived altered: its checksum is wrong. It was thrown away; try again.",
            name=self._target.name,
        )


def partial_path(target: Path, checksum: str) -> Path:
    """Where a file of that checksum grows before it is moved to ``target``."""
    return target.with_name(f"{target.name}.{checksum[:16]}{SUFFIX}")


def has_checksum(path: Path, checksum: str) -> bool:
    """Whether a file that is there has that checksum."""
    digest = _new_digest(path.stat().st_size, checksum)
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest() == checksum


@contextlib.contextmanager
def disk_explained(path: Path) -> Iterator[None]:
    """What the disk refuses becomes a sentence."""
    try:
        yield
    except OSError as error:
        if error.errno in _DISK_FULL:
            raise disk_full(path) from error
        raise DiskTrouble(
            "{path} cannot be read or written: {reason}.",
            path=error.filename or path,
            reason=error,
        ) from error


def disk_full(path: Path) -> DiskTrouble:
    """Names the place that a person knows: what still arrives lies in hidden folders there."""
    folder = next(parent for parent in path.parents if not parent.name.startswith("."))
    return DiskTrouble(
        "The disk with {folder} is full; make room, then go on where it stopped.", folder=folder
    )


def _new_digest(size: int, checksum: str) -> hashlib._Hash:
    if len(checksum) == 64:
        return hashlib.sha256()
    return hashlib.sha1(b"blob %d\0" % size, usedforsecurity=False)
