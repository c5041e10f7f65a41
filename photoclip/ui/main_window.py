"""The window: it owns the panels and connects them with each other and with the engine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QSettings, Qt, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QIcon,
    QKeyEvent,
    QKeySequence,
    QShortcut,
)
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QStackedWidget

from photoclip.domain import Folder, Photo, Query
from photoclip.messages import (
    AddFolder,
    FetchPhotos,
    FetchProblems,
    FoldersChanged,
    IndexingProgress,
    ModelPhase,
    ModelState,
    Pause,
    PhotosChanged,
    PhotosLoaded,
    ProblemsLoaded,
    RemoveFolder,
    Rescan,
    Resume,
    SearchDone,
    Trouble,
)
from photoclip.resources import resource
from photoclip.ui import desktop, drops, window_memory
from photoclip.ui.bridge import Bridge
from photoclip.ui.browser import Browser
from photoclip.ui.drop_target import DropTarget
from photoclip.ui.library_state import LibraryState
from photoclip.ui.model_choosing import ModelChoosing
from photoclip.ui.model_hint import ModelHint
from photoclip.ui.photo_actions import PhotoActions
from photoclip.ui.photo_model import PhotoModel
from photoclip.ui.picture_query import PictureQuery
from photoclip.ui.pictures import Pictures
from photoclip.ui.problems import ProblemsDialog
from photoclip.ui.search_session import SearchSession
from photoclip.ui.settings_page import SettingsPage
from photoclip.ui.thumbnail_cache import ThumbnailCache
from photoclip.ui.thumbnails import Thumbnails
from photoclip.ui.viewer import Viewer
from photoclip.ui.viewing import Viewing


class MainWindow(QMainWindow):
    def __init__(self, bridge: Bridge, thumbnails: Path, settings: Path) -> None:
        """``thumbnails`` is the cache's folder, ``settings`` an INI file; both may not exist."""
        super().__init__()
        self.setWindowTitle("PhotoCLIP")
        self.setWindowIcon(QIcon(str(resource("icons", "photoclip.svg"))))
        self._bridge = bridge
        self._settings = QSettings(str(settings), QSettings.Format.IniFormat)
        self._library = LibraryState()
        self._full_screen_for_photo = False
        self._problems: ProblemsDialog | None = None
        self._thumbnails = Thumbnails(ThumbnailCache(thumbnails), parent=self)
        self._pictures = Pictures(parent=self)
        self._model = PhotoModel(self)
        self._browser = Browser(self._model, self._thumbnails)
        self._viewer = Viewer(self._pictures)
        self._settings_page = SettingsPage()
        self._pages = QStackedWidget()
        for page in (self._browser, self._viewer, self._settings_page):
            self._pages.addWidget(page)
        self.setCentralWidget(self._pages)
        self._search = self._browser.search_bar
        self._session = SearchSession(bridge, self)
        self._picture_query = PictureQuery(
            bridge, self._search, self._thumbnails, self._pictures, self
        )
        self._viewing = Viewing(self._viewer, self._browser.grid, self._model, self)
        self._actions = PhotoActions(self, self._chosen_photos)
        self._choosing = ModelChoosing(bridge, self._settings_page.models, self)
        ModelHint(bridge, self._browser.suggestion, self._settings, self)
        self._menu = self._make_menu()
        self._connect_panels()
        self._connect_models()
        self._connect_engine()
        self._connect_keys()
        window_memory.restore(self._settings, self, self._browser)
        self._search.focus()
        self._session.search_now(self._search.query())

    # --- wiring

    def _connect_panels(self) -> None:
        post = self._bridge.post
        panel, grid, status = (
            self._browser.side_panel,
            self._browser.grid,
            self._browser.status_line,
        )
        panel.add_asked.connect(self._add_folder)
        panel.removal_asked.connect(lambda folder_id: post(RemoveFolder(folder_id)))
        panel.rescan_asked.connect(lambda folder_id: post(Rescan(folder_id)))
        panel.reveal_asked.connect(desktop.open_folder)
        self._browser.placeholder.pressed.connect(panel.choose_folder)
        self._search.typed.connect(self._session.search_soon)
        self._search.chosen.connect(self._session.search_now)
        self._search.typed.connect(self._tell_waiting)
        self._search.chosen.connect(self._tell_waiting)
        self._search.left.connect(self._enter_grid)
        self._search.pasted.connect(self._take_mime)
        DropTarget(self, self._search).dropped.connect(self._take_mime)
        grid.details_missing.connect(self._fetch)
        grid.customContextMenuRequested.connect(self._show_photo_menu)
        grid.side_changed.connect(status.show_side)
        status.side_chosen.connect(grid.set_side)
        status.pause_asked.connect(lambda: post(Pause()))
        status.resume_asked.connect(lambda: post(Resume()))
        status.problems_asked.connect(self._show_problems)
        self._viewing.details_missing.connect(self._fetch)
        self._viewing.opened.connect(self._show_viewer)
        self._viewing.closed.connect(self._show_browser)
        self._viewer.customContextMenuRequested.connect(
            lambda at: self._actions.make_menu(self).popup(self._viewer.mapToGlobal(at))
        )
        self._viewer.full_screen_asked.connect(self._toggle_full_screen)
        self._actions.open_asked.connect(self._viewing.open_current)
        self._actions.similar_asked.connect(self._find_similar)
        self._actions.failed.connect(self._browser.notice.show_trouble)

    def _connect_models(self) -> None:
        status, choosing = self._browser.status_line, self._choosing
        status.models_asked.connect(self._show_settings)
        self._browser.suggestion.pressed.connect(self._show_settings)
        self._settings_page.closed.connect(self._return_to_photos)
        choosing.told.connect(status.show_arrival)
        choosing.failed_unseen.connect(lambda reason: self._take_trouble(Trouble(reason)))

    def _connect_engine(self) -> None:
        bridge = self._bridge
        bridge.model_state.connect(self._take_model_state)
        bridge.folders_changed.connect(self._take_folders)
        bridge.photos_changed.connect(self._take_photos_changed)
        bridge.photos_loaded.connect(self._take_photos_loaded)
        bridge.indexing_progress.connect(self._take_progress)
        bridge.problems_loaded.connect(self._take_problems)
        bridge.trouble.connect(self._take_trouble)
        self._session.answered.connect(self._take_answer)
        self._session.failed.connect(self._browser.show_hint)

    def _connect_keys(self) -> None:
        keys: Sequence[tuple[QKeySequence, Callable[[], object]]] = (
            (QKeySequence(QKeySequence.StandardKey.Find), self._focus_search),
            (QKeySequence("/"), self._focus_search),
            (QKeySequence(QKeySequence.StandardKey.Paste), self._paste),
        )
        for sequence, run in keys:
            QShortcut(sequence, self).activated.connect(run)

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        panel = self._browser.side_panel
        for text, keys, run in (
            (self.tr("Add a folder…"), "Ctrl+O", panel.choose_folder),
            (self.tr("Look for changes"), "F5", lambda: self._bridge.post(Rescan())),
            (self.tr("Photos that could not be read"), "", self._show_problems),
            (self.tr("Settings…"), "Ctrl+,", self._show_settings),
            (self.tr("Full screen"), "F11", self._toggle_full_screen),
            (self.tr("Quit"), "Ctrl+Q", self.close),
        ):
            action = menu.addAction(text)
            action.setShortcut(QKeySequence(keys))
            action.triggered.connect(run)
        self.addActions(menu.actions())
        button = self._browser.menu_button
        button.setMenu(menu)
        button.setPopupMode(button.ToolButtonPopupMode.InstantPopup)
        return menu

    # --- what the engine says

    @Slot(object)
    def _take_model_state(self, state: ModelState) -> None:
        self._library.starting = state.phase is ModelPhase.STARTING
        self._browser.status_line.show_model(state)
        self._show_state()

    @Slot(object)
    def _take_folders(self, event: FoldersChanged) -> None:
        if self._online(event.folders) != self._online(self._library.folders or ()):
            self._thumbnails.retry()
        self._library.folders = event.folders
        self._browser.side_panel.show_folders(event.folders)
        self._model.mark_offline(folder.id for folder in event.folders if not folder.online)
        self._show_state()

    @staticmethod
    def _online(folders: Sequence[Folder]) -> set[int]:
        return {folder.id for folder in folders if folder.online}

    @Slot(object)
    def _take_photos_changed(self, event: PhotosChanged) -> None:
        self._library.totals = event
        self._pictures.forget({photo.path for photo in self._model.known(event.ids)})
        self._model.forget_details(event.ids)
        self._session.refresh()
        self._show_state()

    @Slot(object)
    def _take_photos_loaded(self, event: PhotosLoaded) -> None:
        self._model.add_details(event.photos)

    @Slot(object)
    def _take_progress(self, event: IndexingProgress) -> None:
        self._library.indexing = event.progress is not None
        self._browser.status_line.show_progress(event.progress)
        self._show_state()

    @Slot(object)
    def _take_problems(self, event: ProblemsLoaded) -> None:
        if self._problems is not None:
            self._problems.show_problems(event.problems)

    @Slot(object)
    def _take_trouble(self, trouble: Trouble) -> None:
        if trouble.fatal:
            self._library.fatal = trouble.sentence
            self._browser.show_hint("")
            self._show_state()
        else:
            page = self._settings_page if self._settings_are_open() else self._browser
            page.notice.show_trouble(trouble)

    @Slot(object, bool)
    def _take_answer(self, event: SearchDone, again: bool) -> None:
        self._browser.show_hint("")
        self._browser.grid.show_hits(event.hits, keep_place=again)
        self._library.answered = True
        self._show_state()

    @Slot(object)
    def _tell_waiting(self, query: Query) -> None:
        waits = self._library.is_waited_for and query.terms
        sentence = self.tr("Getting ready. Your search runs in a moment.") if waits else ""
        self._browser.show_hint(sentence, quiet=True)

    # --- what is shown

    def _show_state(self) -> None:
        """The grid, or the one sentence that says why there is none."""
        status = self._browser.status_line
        searching = bool(self._session.query.terms)
        status.show_counts(
            self._model.rowCount(),
            self._library.totals.photos,
            self._library.totals.unreadable,
            searching=searching,
        )
        absence = self._library.explain_absence(self._model.rowCount(), searching=searching)
        if absence is None:
            self._browser.show_grid()
        else:
            self._browser.placeholder.say(*absence)
            self._browser.show_placeholder()

    @Slot()
    def _show_viewer(self) -> None:
        self._pages.setCurrentWidget(self._viewer)
        self._viewer.setFocus()

    @Slot()
    def _show_browser(self) -> None:
        self._pages.setCurrentWidget(self._browser)
        self._browser.grid.setFocus()
        if self._full_screen_for_photo:
            self._toggle_full_screen()

    @Slot()
    def _show_settings(self) -> None:
        self._viewing.close()
        self._pages.setCurrentWidget(self._settings_page)
        self._settings_page.focus()

    @Slot()
    def _return_to_photos(self) -> None:
        if self._settings_are_open():
            self._show_browser()
        self._viewing.close()

    def _settings_are_open(self) -> bool:
        return self._pages.currentWidget() is self._settings_page

    @Slot()
    def _show_problems(self) -> None:
        if self._problems is None:
            self._problems = ProblemsDialog(self)
            self._problems.reveal_asked.connect(desktop.reveal)
        self._bridge.post(FetchProblems())
        self._problems.show()
        self._problems.activateWindow()

    @Slot(QPoint)
    def _show_photo_menu(self, at: QPoint) -> None:
        grid = self._browser.grid
        if grid.indexAt(at).isValid():
            self._actions.make_menu(self).popup(grid.viewport().mapToGlobal(at))

    @Slot()
    def _toggle_full_screen(self) -> None:
        self._full_screen_for_photo = self._viewing.is_open() and not self.isFullScreen()
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    # --- what the person does

    def _chosen_photos(self) -> list[Photo]:
        if self._viewing.is_open():
            photo = self._viewer.photo()
            return [photo] if photo is not None else []
        if self._settings_are_open():
            return []
        return self._browser.grid.selected_photos()

    @Slot(object)
    def _find_similar(self, photos: Sequence[Photo]) -> None:
        self._return_to_photos()
        self._picture_query.like_photos(photos)

    @Slot(object)
    def _add_folder(self, path: Path) -> None:
        self._bridge.post(AddFolder(path))

    @Slot(object)
    def _fetch(self, ids: tuple[int, ...]) -> None:
        self._bridge.post(FetchPhotos(ids))

    @Slot()
    def _focus_search(self) -> None:
        self._return_to_photos()
        self._search.focus()

    @Slot()
    def _enter_grid(self) -> None:
        grid = self._browser.grid
        if self._model.rowCount():
            grid.setFocus()
            if not grid.selectionModel().hasSelection():
                grid.go_to(max(0, grid.currentIndex().row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self._viewing.is_open():
            self._search.clear()
        else:
            super().keyPressEvent(event)

    # --- drops and pastes

    @Slot()
    def _paste(self) -> None:
        self._take_mime(QApplication.clipboard().mimeData())

    @Slot(object)
    def _take_mime(self, mime: QMimeData) -> None:
        dropped = drops.read_mime(mime)
        if not isinstance(dropped, drops.DroppedFolders):
            self._return_to_photos()
        self._browser.show_hint("")
        match dropped:
            case drops.DroppedPhotos(ids):
                if photos := self._model.known(ids):
                    self._picture_query.like_photos(photos)
            case drops.DroppedFolders(paths):
                for path in paths:
                    self._add_folder(path)
            case drops.DroppedFile(path):
                self._picture_query.like_file(path)
            case drops.DroppedPixels(data):
                self._picture_query.like_pixels(data)
            case drops.DroppedText(text):
                self._search.show_text(text)
            case drops.DroppedAddress():
                self._browser.show_hint(
                    self.tr("PhotoCLIP opens no web addresses. Copy the picture itself instead.")
                )
            case None:
                self._browser.show_hint(self.tr("There is no picture in what you dropped."))

    # --- closing

    def closeEvent(self, event: QCloseEvent) -> None:
        window_memory.remember(self._settings, self, self._browser)
        self._session.stop()
        for pool in (self._thumbnails, self._pictures, self._actions):
            pool.close()
        self._viewer.close_workers()
        super().closeEvent(event)
