"""Rows of the photo table to frozen values, and back: nothing here asks the database anything."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from photoclip.domain import FileStat, Photo, PhotoFacts
from photoclip.sentences import Sentence

LARGEST = 2**63 - 1
"""Of SQLite's integers; in nanoseconds, the year 2262."""

PHOTO_COLUMNS = (
    "photo.id, folder_id, folder.path, photo.path, size, mtime_ns, content_hash,"
    " width, height, taken_at, camera, latitude, longitude, error, rating, favourite, alt_text"
)
"""What ``to_photo`` takes, of ``photo JOIN folder``."""

AMONG = "IN (SELECT value FROM json_each(?))"
"""Any number of ids as one parameter, made by ``numbers``."""


def numbers(ids: Iterable[int]) -> str:
    """Any number of ids as the one parameter of ``AMONG``."""
    return json.dumps([int(number) for number in ids])


def to_path(data: bytes) -> Path:
    return Path(os.fsdecode(data))


def is_online(path: Path, mounted: bool) -> bool:
    """Can the folder be seen? An unmounted mount point is an empty folder, and so is offline."""
    # Not pathlib: it raises where permission is missing, and knows no mounts on older Windows.
    return os.path.isdir(path) and (not mounted or os.path.ismount(path))  # noqa: PTH112


def fact_values(facts: PhotoFacts | None) -> tuple[Any, ...]:
    if facts is None:
        return (None,) * 6
    latitude, longitude = facts.gps or (None, None)
    taken = facts.taken_at.isoformat() if facts.taken_at else None
    return (facts.width, facts.height, taken, facts.camera, latitude, longitude)


def stat_values(stat: FileStat) -> tuple[int, int]:
    """(size, mtime_ns); file systems know later years than SQLite's integers have nanoseconds."""
    return stat.size, max(-LARGEST, min(stat.mtime_ns, LARGEST))


def taken_ns(facts: PhotoFacts | None) -> int | None:
    if facts is None or facts.taken_at is None:
        return None
    taken = round(facts.taken_at.timestamp() * 1e6) * 1000
    return max(-LARGEST, min(taken, LARGEST))


def to_photo(
    number: int,
    folder_id: int,
    folder: bytes,
    path: bytes,
    size: int,
    mtime_ns: int,
    content_hash: str,
    width: int | None,
    height: int | None,
    taken_at: str | None,
    camera: str | None,
    latitude: float | None,
    longitude: float | None,
    error: str | None,
    rating: int,
    favourite: int,
    alt_text: str,
) -> Photo:
    facts = None
    if width is not None and height is not None:
        facts = PhotoFacts(
            width,
            height,
            datetime.fromisoformat(taken_at) if taken_at else None,
            camera,
            None if latitude is None or longitude is None else (latitude, longitude),
        )
    return Photo(
        id=number,
        folder_id=folder_id,
        path=to_path(folder) / os.fsdecode(path),
        stat=FileStat(size, mtime_ns),
        content_hash=content_hash,
        facts=facts,
        error=None if error is None else Sentence.from_text(error),
        rating=rating,
        favourite=bool(favourite),
        alt_text=alt_text,
    )
