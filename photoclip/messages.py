"""What window and engine say to each other: commands go down, events come up; all picklable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TypeAlias

from photoclip.domain import Folder, Hits, Photo, Problem, Progress, Query

# --- commands: window -> engine -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AddFolder:
    path: Path


@dataclass(frozen=True, slots=True)
class RemoveFolder:
    folder_id: int


@dataclass(frozen=True, slots=True)
class Rescan:
    """Look at one folder again, or at all of them."""

    folder_id: int | None = None


@dataclass(frozen=True, slots=True)
class Search:
    """Answered by SearchDone with the same serial; a newer Search replaces one that still waits."""

    serial: int
    query: Query


@dataclass(frozen=True, slots=True)
class FetchPhotos:
    """Answered by PhotosLoaded."""

    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FindPhoto:
    """Is this file a photo of ours? Answered by PhotoFound."""

    path: Path


@dataclass(frozen=True, slots=True)
class FetchProblems:
    """Answered by ProblemsLoaded."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Stop indexing after the step in flight; searching goes on."""


@dataclass(frozen=True, slots=True)
class Resume:
    pass


Command: TypeAlias = (
    AddFolder
    | RemoveFolder
    | Rescan
    | Search
    | FetchPhotos
    | FindPhoto
    | FetchProblems
    | Pause
    | Resume
)

# --- events: engine -> window -------------------------------------------------------------------


class ModelPhase(Enum):
    STARTING = "starting"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ModelState:
    """``name`` for people ("Starter"), ``device`` as torch says it ("cpu", "cuda", "mps")."""

    phase: ModelPhase
    name: str = ""
    device: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FoldersChanged:
    folders: Sequence[Folder]


@dataclass(frozen=True, slots=True)
class PhotosChanged:
    """Photos were added, changed, moved or removed; ``photos``, ``unreadable`` are new totals."""

    photos: int
    unreadable: int
    ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class IndexingProgress:
    """None: nothing to do."""

    progress: Progress | None


@dataclass(frozen=True, slots=True, eq=False)
class SearchDone:
    """``waiting`` is true for an interim answer (the model still starts): the true one follows."""

    serial: int
    hits: Hits
    seconds: float = 0.0
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class SearchFailed:
    serial: int
    reason: str


@dataclass(frozen=True, slots=True)
class PhotosLoaded:
    """The asked photos that still exist."""

    photos: Sequence[Photo]


@dataclass(frozen=True, slots=True)
class PhotoFound:
    path: Path
    photo_id: int | None


@dataclass(frozen=True, slots=True)
class ProblemsLoaded:
    problems: Sequence[Problem]


@dataclass(frozen=True, slots=True)
class Trouble:
    """One sentence for the person. ``details`` holds a traceback when it is a bug of ours."""

    sentence: str
    details: str = ""
    fatal: bool = False


Event: TypeAlias = (
    ModelState
    | FoldersChanged
    | PhotosChanged
    | IndexingProgress
    | SearchDone
    | SearchFailed
    | PhotosLoaded
    | PhotoFound
    | ProblemsLoaded
    | Trouble
)
