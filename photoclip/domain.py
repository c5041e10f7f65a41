"""The frozen values that every layer speaks: nothing here needs a disk, a model or a screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:  # 0.1 s to import, and the window's first paint needs no arrays
    import numpy as np
    import numpy.typing as npt

Vectors: TypeAlias = "npt.NDArray[np.float32]"
"""Embeddings as rows of norm 1: float32 [n, dim]."""

Vector: TypeAlias = "npt.NDArray[np.float32]"
"""One embedding of norm 1: float32 [dim]."""

Ids: TypeAlias = "npt.NDArray[np.int64]"
"""Row identifiers of the catalog: int64 [n]."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A watched root. ``online`` is false while the folder cannot be seen (a drive unplugged)."""

    id: int
    path: Path
    online: bool = True
    photos: int = 0


@dataclass(frozen=True, slots=True)
class FileStat:
    """What tells that a file's content may have changed: size in bytes and mtime in nanoseconds."""

    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class PhotoFacts:
    """What a photo's file says about itself.

    ``width`` and ``height`` are pixels after the EXIF orientation. ``taken_at`` is aware: with the
    offset the camera recorded, or else the local zone's. ``gps`` is latitude, longitude in degrees.
    """

    width: int
    height: int
    taken_at: datetime | None = None
    camera: str | None = None
    gps: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo of the library; ``facts`` is None when the file could not be read (see ``error``)."""

    id: int
    folder_id: int
    path: Path
    stat: FileStat
    content_hash: str
    facts: PhotoFacts | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """A query term in words."""

    text: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Picture:
    """A query term that is a picture from outside: a file, or the encoded bytes of one."""

    source: Path | bytes
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class LikePhoto:
    """A query term that is a photo of the library."""

    photo_id: int
    weight: float = 1.0


Term: TypeAlias = Text | Picture | LikePhoto


@dataclass(frozen=True, slots=True)
class Query:
    """What a person is looking for; without terms every photo, newest first."""

    terms: tuple[Term, ...] = ()
    limit: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Hits:
    """Ranked photos, best first: ``ids`` int64 [n], ``scores`` float32 [n] (cosines, or zeros)."""

    ids: Ids
    scores: npt.NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Problem:
    """A photo that could not be read, and why."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long job is, in photos or bytes; ``rate`` is per second."""

    what: str
    done: int
    total: int
    rate: float = 0.0
    seconds_left: float | None = None
    paused: bool = False


@dataclass(frozen=True, slots=True)
class Status:
    """The library at a glance."""

    photos: int
    vectors: int
    unreadable: Sequence[Problem]
    folders: Sequence[Folder]
    model: str
    device: str
    waiting: int = 0
    library: Path = field(default_factory=Path)


@dataclass(frozen=True, slots=True)
class ModelOffer:
    """A model that a person can choose, and how much of it is here.

    Sizes are bytes: of the download (0: built in or imported), of what has come of a download that
    is not finished, of the installed files, and of the vectors that it has made. ``imagenet`` and
    ``coco`` are accuracies from 0 to 1 as ``source`` gives them.
    """

    key: str
    name: str
    summary: str
    architecture: str
    speed: str
    languages: str
    licence: str
    permits: str
    recommended: bool = False
    research_only: bool = False
    installed: bool = False
    download_size: int = 0
    approximate: bool = False
    arrived: int = 0
    disk_size: int = 0
    vectors: int = 0
    vectors_size: int = 0
    imagenet: float | None = None
    coco: float | None = None
    source: str = ""
