"""What window and engine say to each other: commands go down, events come up; all picklable.

One module a conversation, with its commands and the events that answer them.
"""

from __future__ import annotations

from typing import TypeAlias

from photoclip.messages.changes import (
    ChangeSetting,
    Do,
    HistoryChanged,
    Redo,
    SettingsRead,
    Told,
    Trouble,
    Undo,
)
from photoclip.messages.folders import (
    AddFolder,
    FetchProblems,
    FolderAdded,
    FoldersChanged,
    IndexingProgress,
    Pause,
    PhotosChanged,
    ProblemsLoaded,
    Rescan,
    Resume,
)
from photoclip.messages.labels import (
    AddPreset,
    ExportLabels,
    ImportLabels,
    LabelPreviewed,
    LabelsChanged,
    PreviewLabel,
    ReviewLabel,
    ReviewReady,
    TagsWritten,
    WriteTags,
)
from photoclip.messages.models import (
    IMPORTED,
    ArrivalFailed,
    ArrivalProgress,
    DiscardDownload,
    FetchModels,
    GetModel,
    ImportModel,
    ModelPhase,
    ModelsListed,
    ModelState,
    RemoveModel,
    StopArrival,
    UseModel,
)
from photoclip.messages.photos import (
    Compare,
    Compared,
    Explain,
    Explained,
    FetchPhotos,
    FindPhoto,
    FindSimilar,
    PhotoFound,
    PhotosLoaded,
    SimilarFound,
)
from photoclip.messages.searches import (
    CountFacets,
    FacetsCounted,
    FetchFilterNames,
    FilterNamesFetched,
    ForgetRecent,
    NoteSearch,
    Search,
    SearchDone,
    SearchesChanged,
    SearchFailed,
)

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
    | FetchFilterNames
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
"""Window -> engine."""

Event: TypeAlias = (
    ModelState
    | FolderAdded
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
    | FilterNamesFetched
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
"""Engine -> window."""
