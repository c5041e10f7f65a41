"""What the engine says of the library, shown in the page with the photos."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot

from photoclip.domain import Folder, Hits
from photoclip.messages import (
    FetchPhotos,
    FoldersChanged,
    IndexingProgress,
    LabelsChanged,
    ModelPhase,
    ModelState,
    PhotosChanged,
    PhotosLoaded,
    SearchDone,
)
from photoclip.ui.bridge import Bridge
from photoclip.ui.browser import Browser
from photoclip.ui.library_state import LibraryState, Offer
from photoclip.ui.photo_model import PhotoModel
from photoclip.ui.pictures import Pictures
from photoclip.ui.search_session import SearchSession
from photoclip.ui.thumbnails import Thumbnails


class LibraryFeed(QObject):
    """Keeps the grid, the side panel, the status line and the empty page true."""

    details_came = Signal()
    """Facts, marks or tags of photos may be others than a moment ago."""

    hidden_asked = Signal()
    """The person wants to see the photos that are hidden."""

    def __init__(
        self,
        bridge: Bridge,
        session: SearchSession,
        browser: Browser,
        model: PhotoModel,
        thumbnails: Thumbnails,
        pictures: Pictures,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._session = session
        self._browser = browser
        self._model = model
        self._thumbnails = thumbnails
        self._pictures = pictures
        self.state = LibraryState()
        self._offer: Offer | None = None
        bridge.model_state.connect(self._take_model_state)
        bridge.folders_changed.connect(self._take_folders)
        bridge.photos_changed.connect(self._take_photos_changed)
        bridge.photos_loaded.connect(self._take_photos_loaded)
        bridge.labels_changed.connect(self._take_labels)
        bridge.indexing_progress.connect(self._take_progress)
        session.answered.connect(self._take_answer)
        session.failed.connect(browser.show_hint)
        browser.placeholder.pressed.connect(self._take_offer)
        browser.grid.more_asked.connect(self.show_state)

    @Slot(object)
    def fetch(self, ids: tuple[int, ...]) -> None:
        """Ask the engine for details of photos."""
        self._bridge.post(FetchPhotos(ids))

    def fail(self, sentence: str) -> None:
        """The library cannot be used at all."""
        self.state.fatal = sentence
        self._browser.show_hint("")
        self.show_state()

    @Slot(object)
    def _take_model_state(self, state: ModelState) -> None:
        self.state.fatal = ""  # the library is there now: another window has let go of it
        self.state.starting = state.phase is ModelPhase.STARTING
        self._browser.status_line.show_model(state)
        if state.phase is ModelPhase.READY:  # perhaps another one, which finds and says otherwise
            self._model.mark_stale(None)
            self._session.refresh()
        self.show_state()

    @Slot(object)
    def _take_folders(self, event: FoldersChanged) -> None:
        if _online(event.folders) != _online(self.state.folders or ()):
            self._thumbnails.retry()
        self.state.folders = event.folders
        self._browser.side_panel.show_folders(event.folders)
        self._model.mark_offline(folder.id for folder in event.folders if not folder.online)
        self.show_state()

    @Slot(object)
    def _take_photos_changed(self, event: PhotosChanged) -> None:
        self.state.totals = event
        self._pictures.forget({photo.path for photo in self._model.known(event.ids)})
        self._model.mark_stale(event.ids)
        self._session.refresh()
        self.show_state()

    @Slot(object)
    def _take_labels(self, event: LabelsChanged) -> None:
        self._model.mark_stale(None)

    @Slot(object)
    def _take_photos_loaded(self, event: PhotosLoaded) -> None:
        self._model.add_details(event.photos)
        self.details_came.emit()

    @Slot(object)
    def _take_progress(self, event: IndexingProgress) -> None:
        self.state.indexing = event.progress is not None
        self._browser.status_line.show_progress(event.progress)
        self.show_state()

    @Slot(object, bool)
    def _take_answer(self, event: SearchDone, again: bool) -> None:
        if not again:  # what was said about the question stays until another one is asked
            self._browser.show_hint("")
        self.show_hits(event.hits, keep_place=again, hidden=event.hidden)

    def show_hits(self, hits: Hits, *, keep_place: bool, hidden: int = 0) -> None:
        """``hidden``: how many photos would fit if none were hidden."""
        self._browser.grid.show_hits(hits, keep_place=keep_place)
        self.state.answered = True
        self.state.hidden = hidden
        self.show_state()

    @Slot()
    def _take_offer(self) -> None:
        match self._offer:
            case Offer.ADD_FOLDER:
                self._browser.side_panel.choose_folder()
            case Offer.SHOW_HIDDEN:
                self.hidden_asked.emit()
            case Offer.SHOW_MORE:
                self._browser.grid.show_more()

    @Slot()
    def show_state(self) -> None:
        """The grid, or the one sentence that says why there is none."""
        browser, rows = self._browser, self._model.rowCount()
        searching = self._session.is_narrowed
        browser.status_line.show_counts(
            rows,
            self.state.totals.photos,
            self.state.totals.unreadable,
            searching=searching,
        )
        self.state.further = browser.grid.count_further()
        absence = self.state.explain_absence(rows, self._session.query)
        if absence is None:
            browser.show_grid()
        else:
            self._offer = absence.offer
            browser.placeholder.say(absence.icon, absence.title, absence.text, absence.button)
            browser.show_placeholder()


def _online(folders: Sequence[Folder]) -> set[int]:
    return {folder.id for folder in folders if folder.online}
