"""Carries commands to the engine and its events into the GUI thread, as one signal per kind."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal, Slot

from photoclip.messages import (
    ArrivalFailed,
    ArrivalProgress,
    Command,
    Compared,
    Event,
    Explained,
    FacetsCounted,
    FilterNamesFetched,
    FolderAdded,
    FoldersChanged,
    HistoryChanged,
    IndexingProgress,
    LabelPreviewed,
    LabelsChanged,
    ModelsListed,
    ModelState,
    PhotoFound,
    PhotosChanged,
    PhotosLoaded,
    ProblemsLoaded,
    ReviewReady,
    SearchDone,
    SearchesChanged,
    SearchFailed,
    SettingsRead,
    SimilarFound,
    TagsWritten,
    Told,
    Trouble,
)


class Link(Protocol):
    """The engine's end, in whatever thread or process it runs."""

    def post(self, command: Command) -> None: ...


class Bridge(QObject):
    """Commands may be posted before there is an engine: they wait for ``attach``."""

    model_state = Signal(object)
    folder_added = Signal(object)
    folders_changed = Signal(object)
    photos_changed = Signal(object)
    indexing_progress = Signal(object)
    search_done = Signal(object)
    search_failed = Signal(object)
    photos_loaded = Signal(object)
    photo_found = Signal(object)
    problems_loaded = Signal(object)
    history_changed = Signal(object)
    facets_counted = Signal(object)
    filter_names_fetched = Signal(object)
    explained = Signal(object)
    compared = Signal(object)
    similar_found = Signal(object)
    searches_changed = Signal(object)
    labels_changed = Signal(object)
    label_previewed = Signal(object)
    review_ready = Signal(object)
    tags_written = Signal(object)
    settings_read = Signal(object)
    told = Signal(object)
    models_listed = Signal(object)
    arrival_progress = Signal(object)
    arrival_failed = Signal(object)
    trouble = Signal(object)

    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._link: Link | None = None
        self._early: list[Command] = []
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def attach(self, link: Link) -> None:
        self._link = link
        early, self._early = self._early, []
        for command in early:
            link.post(command)

    def post(self, command: Command) -> None:
        if self._link is None:
            self._early.append(command)
        else:
            self._link.post(command)

    def listen(self, event: Event) -> None:
        """The engine's listener; may be called on any thread."""
        self._arrived.emit(event)

    @Slot(object)
    def _deliver(self, event: Event) -> None:
        signals = {
            ModelState: self.model_state,
            FolderAdded: self.folder_added,
            FoldersChanged: self.folders_changed,
            PhotosChanged: self.photos_changed,
            IndexingProgress: self.indexing_progress,
            SearchDone: self.search_done,
            SearchFailed: self.search_failed,
            PhotosLoaded: self.photos_loaded,
            PhotoFound: self.photo_found,
            ProblemsLoaded: self.problems_loaded,
            HistoryChanged: self.history_changed,
            FacetsCounted: self.facets_counted,
            FilterNamesFetched: self.filter_names_fetched,
            Explained: self.explained,
            Compared: self.compared,
            SimilarFound: self.similar_found,
            SearchesChanged: self.searches_changed,
            LabelsChanged: self.labels_changed,
            LabelPreviewed: self.label_previewed,
            ReviewReady: self.review_ready,
            TagsWritten: self.tags_written,
            SettingsRead: self.settings_read,
            Told: self.told,
            ModelsListed: self.models_listed,
            ArrivalProgress: self.arrival_progress,
            ArrivalFailed: self.arrival_failed,
            Trouble: self.trouble,
        }
        signals[type(event)].emit(event)
