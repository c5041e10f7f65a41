"""A file of somebody else's, replaced at once by a whole new one or left as it is."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import stat
from pathlib import Path

from photoclip.domain import FileStat
from photoclip.errors import PhotoClipError
from photoclip.sentences import Sentence

MEANWHILE = Sentence("another program has changed it meanwhile; look at it again.")

_TIME_STEP_NS = 2 * 10**9  # of the times of files, where they are coarsest (FAT)


def file_stat(status: os.stat_result) -> FileStat:
    return FileStat(status.st_size, status.st_mtime_ns)


def check_writable(path: Path) -> None:
    """Ask first: replacing a file needs only a folder that can be written to."""
    if path.is_symlink():
        raise PhotoClipError("it is a link to another file.")
    if path.exists():
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            raise PhotoClipError("it is no ordinary file.")
        if not mode & 0o222 or not os.access(path, os.W_OK):
            raise PhotoClipError("it is read-only.")
    if not os.access(path.parent, os.W_OK):
        raise PhotoClipError("its folder is read-only.")


def replace(
    path: Path, content: bytes, before: FileStat | None, *, keep_time: bool = False
) -> FileStat:
    """Put a whole file in the place of one that is still as ``before``."""
    name = hashlib.blake2b(os.fsencode(path.name), digest_size=8).hexdigest()
    partial = path.with_name(f".photoclip-{name}.part")
    partial.unlink(missing_ok=True)  # of a time when the computer crashed
    try:
        with partial.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if partial.read_bytes() != content:
            raise PhotoClipError("the disk did not keep what was written.")
        if before is not None:
            _take_over(path, partial, keep_time=keep_time)
        now = file_stat(path.stat()) if os.path.lexists(path) else None
        if now != before:
            raise PhotoClipError.saying(MEANWHILE)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    _sync_folder(path.parent)
    return file_stat(path.stat())


def _take_over(path: Path, partial: Path, *, keep_time: bool) -> None:
    """Owner, permissions, extended attributes, and the time if it is to be kept."""
    status = path.stat()
    if hasattr(os, "chown"):
        with contextlib.suppress(OSError):  # only the administrator may give files away
            os.chown(partial, status.st_uid, status.st_gid)
    shutil.copystat(path, partial)
    if not keep_time:
        os.utime(partial)
    elif partial.stat().st_size == status.st_size:  # or backups would not see the change
        os.utime(partial, ns=(status.st_atime_ns, status.st_mtime_ns + _TIME_STEP_NS))


def _sync_folder(folder: Path) -> None:
    """So that the new name outlives a power cut, where folders can be synced."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
