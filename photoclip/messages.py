"""What window and engine say to each other: commands go down, events come up; all picklable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TypeAlias

from photoclip.domain import Folder, Hits, ModelOffer, Photo, Problem, Progress, Query

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


@dataclass(frozen=True, slots=True)
class FetchModels:
    """Answered by ModelsListed, which also comes by itself whenever something of it changed."""


@dataclass(frozen=True, slots=True)
class GetModel:
    """Download a model of the catalogue; going on where an earlier download stopped."""

    key: str
    accept_licence: bool = False


@dataclass(frozen=True, slots=True)
class ImportModel:
    """Install a model from a file or folder; ``architecture`` is open_clip's name."""

    path: Path
    architecture: str | None = None


@dataclass(frozen=True, slots=True)
class StopArrival:
    """Stop the download or import that is under way; what has come of a download is kept."""


@dataclass(frozen=True, slots=True)
class DiscardDownload:
    key: str


@dataclass(frozen=True, slots=True)
class UseModel:
    """Embed the library with this model and then switch; the model in use takes a switch back."""

    key: str


@dataclass(frozen=True, slots=True)
class RemoveModel:
    """Delete an installed model, or for the starter only what it has embedded."""

    key: str


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
    | FetchModels
    | GetModel
    | ImportModel
    | StopArrival
    | DiscardDownload
    | UseModel
    | RemoveModel
)

# --- events: engine -> window -------------------------------------------------------------------


class ModelPhase(Enum):
    STARTING = "starting"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ModelState:
    """``name`` for people ("Starter"), ``device`` as torch says it ("cpu", "cuda", "mps").

    ``reason`` says why it failed, or why starting takes long for once.
    """

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
    """The answer to the Search with that serial, and how long it took."""

    serial: int
    hits: Hits
    seconds: float = 0.0


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


IMPORTED = "import"
"""Stands for the key of a model that is only just being imported."""


@dataclass(frozen=True, slots=True)
class ModelsListed:
    """``next_key`` is the model that the library is being embedded for, with its share done."""

    models: Sequence[ModelOffer]
    in_use: str
    next_key: str | None = None
    next_share: float = 0.0


@dataclass(frozen=True, slots=True)
class ArrivalProgress:
    """A download or import in bytes; None: none is under way (any more)."""

    key: str
    progress: Progress | None


@dataclass(frozen=True, slots=True)
class ArrivalFailed:
    """One sentence about the model that could not be got, imported or used."""

    key: str
    reason: str


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
    | ModelsListed
    | ArrivalProgress
    | ArrivalFailed
    | Trouble
)
