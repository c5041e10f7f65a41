"""What window and engine say to each other: commands go down, events come up; all picklable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TypeAlias

from photoclip.changes import Change
from photoclip.domain import (
    Facets,
    Folder,
    Hits,
    Label,
    ModelOffer,
    Photo,
    Problem,
    Progress,
    Query,
    SavedSearch,
)

# --- commands: window -> engine -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AddFolder:
    path: Path


@dataclass(frozen=True, slots=True)
class Do:
    """Change something that the person may want to take back; answered by HistoryChanged."""

    change: Change


@dataclass(frozen=True, slots=True)
class Undo:
    pass


@dataclass(frozen=True, slots=True)
class Redo:
    pass


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
class CountFacets:
    """Answered by FacetsCounted with the same serial; a newer one replaces one that still waits."""

    serial: int
    query: Query


@dataclass(frozen=True, slots=True)
class Explain:
    """Why is this photo among the hits? Answered by Explained."""

    photo_id: int
    query: Query


@dataclass(frozen=True, slots=True)
class FindSimilar:
    """Which photos are most like this one? Answered by SimilarFound."""

    photo_id: int
    count: int = 12


@dataclass(frozen=True, slots=True)
class Compare:
    """Which of these texts fits the photo best? Answered by Compared."""

    photo_id: int
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoteSearch:
    """Remember a text (in the query grammar) among the recent searches."""

    text: str


@dataclass(frozen=True, slots=True)
class ForgetRecent:
    """Forget all recent searches."""


@dataclass(frozen=True, slots=True)
class PreviewLabel:
    """What would this label catch? Answered by LabelPreviewed; the newest one wins."""

    serial: int
    label: Label


@dataclass(frozen=True, slots=True)
class ReviewLabel:
    """Which photos should be judged first? Answered by ReviewReady."""

    label_id: int
    count: int = 50


@dataclass(frozen=True, slots=True)
class AddPreset:
    """Define the labels of a preset that the library has not got yet; one undoable change."""

    name: str


@dataclass(frozen=True, slots=True)
class ImportLabels:
    path: Path


@dataclass(frozen=True, slots=True)
class ExportLabels:
    """Write the labels into a file; answered by Told."""

    path: Path


@dataclass(frozen=True, slots=True)
class WriteTags:
    """Write tags into sidecars; ``dry_run`` only says what would be written. See TagsWritten."""

    dry_run: bool = True


@dataclass(frozen=True, slots=True)
class ChangeSetting:
    """Remember a choice of the person that the engine heeds (see ``photoclip.choices``)."""

    name: str
    value: str


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
    | Do
    | Undo
    | Redo
    | Rescan
    | Search
    | FetchPhotos
    | FindPhoto
    | FetchProblems
    | CountFacets
    | Explain
    | Compare
    | FindSimilar
    | NoteSearch
    | ForgetRecent
    | PreviewLabel
    | ReviewLabel
    | AddPreset
    | ImportLabels
    | ExportLabels
    | WriteTags
    | ChangeSetting
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
class HistoryChanged:
    """What Undo and Redo would do now, and how many steps back there are.

    ``done`` is the change that was just done, None after an Undo or Redo.
    """

    undo: Change | None
    redo: Change | None
    done: Change | None = None
    steps: int = 0


@dataclass(frozen=True, slots=True)
class FacetsCounted:
    serial: int
    facets: Facets


@dataclass(frozen=True, slots=True)
class Explained:
    """What pulls a photo up (positive) or down: the query's terms in their order, and labels.

    Contributions add up to the score of the photo; confidences are from 0 to 1.
    """

    photo_id: int
    terms: tuple[float, ...]
    labels: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class SimilarFound:
    """The photos most like one, best first, without itself."""

    photo_id: int
    photos: Sequence[Photo]


@dataclass(frozen=True, slots=True)
class Compared:
    """The probability that the model gives each text, as softmax over the asked ones."""

    photo_id: int
    texts: tuple[str, ...]
    probabilities: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class SearchesChanged:
    """Saved searches by name; recent ones as texts of the query grammar, newest first."""

    saved: Sequence[SavedSearch]
    recent: Sequence[str]


@dataclass(frozen=True, slots=True)
class LabelsChanged:
    """All labels by name, with the number of photos that carry each."""

    labels: Sequence[Label]


@dataclass(frozen=True, slots=True, eq=False)
class LabelPreviewed:
    """The library by the label's confidence; ``hits.relevant`` is where its threshold cuts."""

    serial: int
    hits: Hits


@dataclass(frozen=True, slots=True)
class ReviewReady:
    """Photos to be judged, the most informative first, with their confidence."""

    label_id: int
    photos: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class TagsWritten:
    """What was (or would be) written: (sidecar, what changes in it), and sentences of refusal."""

    dry_run: bool
    written: Sequence[tuple[Path, str]]
    refused: Sequence[Problem]


@dataclass(frozen=True, slots=True)
class SettingsRead:
    """The choices that the engine heeds, by name."""

    settings: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence about something that was done."""

    sentence: str


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
    | HistoryChanged
    | FacetsCounted
    | Explained
    | Compared
    | SimilarFound
    | SearchesChanged
    | LabelsChanged
    | LabelPreviewed
    | ReviewReady
    | TagsWritten
    | SettingsRead
    | Told
    | ModelsListed
    | ArrivalProgress
    | ArrivalFailed
    | Trouble
)
