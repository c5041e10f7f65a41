"""The window: it owns the panels and connects them with each other and with the engine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, QSettings, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QIcon, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from photoclip.changes import Change, RemoveFolder
from photoclip.domain import Photo, Query
from photoclip.messages import (
    AddFolder,
    ChangeSetting,
    Do,
    FolderAdded,
    Pause,
    Rescan,
    Resume,
    Trouble,
)
from photoclip.resources import resource
from photoclip.ui import desktop, preferences, translation, window_memory
from photoclip.ui.bridge import Bridge
from photoclip.ui.browser import Browser
from photoclip.ui.dialogs import Dialogs
from photoclip.ui.film_strip import FilmStrip
from photoclip.ui.heeding import Heeding
from photoclip.ui.incoming import Incoming
from photoclip.ui.labels import Labels
from photoclip.ui.library_feed import LibraryFeed
from photoclip.ui.model_choosing import ModelChoosing
from photoclip.ui.model_hint import ModelHint
from photoclip.ui.navigation import Navigation
from photoclip.ui.notice import Notice
from photoclip.ui.photo_actions import PhotoActions
from photoclip.ui.photo_files import PhotoFiles
from photoclip.ui.photo_model import PhotoModel
from photoclip.ui.pictures import Pictures
from photoclip.ui.question import Question
from photoclip.ui.review_page import ReviewPage
from photoclip.ui.reviewing import Reviewing
from photoclip.ui.search_session import SearchSession
from photoclip.ui.searching import Searching
from photoclip.ui.settings_page import SettingsPage
from photoclip.ui.side_pane import SidePane
from photoclip.ui.theme import GAP
from photoclip.ui.thumbnail_cache import ThumbnailCache
from photoclip.ui.thumbnails import Thumbnails
from photoclip.ui.translation import say
from photoclip.ui.undoing import Undoing
from photoclip.ui.veil import Veil
from photoclip.ui.viewer import Viewer
from photoclip.ui.viewing import Viewing
from photoclip.ui.window_actions import WindowActions
from photoclip.ui.window_split import WindowSplit


class MainWindow(QMainWindow):
    theme_chosen = Signal(str)

    def __init__(self, bridge: Bridge, thumbnails: Path, settings: QSettings) -> None:
        """``thumbnails`` is the cache's folder, which may not exist."""
        super().__init__()
        self.setWindowTitle("PhotoCLIP")
        self.setWindowIcon(QIcon(str(resource("icons", "photoclip.svg"))))
        self._bridge = bridge
        self._settings = settings
        self._make_stores(thumbnails)
        self._make_pages()
        self._make_workers()
        self._make_actions()
        self._connect_panels()
        self._connect_search()
        self._connect_labels()
        self._connect_settings()
        self._connect_engine()
        self._make_heeding()
        window_memory.restore(self._settings, self, self._browser, self._across, self._side)
        self._search.focus()
        self._session.search_now(self._search.query())

    # --- making

    def _make_stores(self, thumbnails: Path) -> None:
        cache = ThumbnailCache(thumbnails)
        self._thumbnails = Thumbnails(cache, parent=self)
        self._pictures = Pictures(parent=self, thumbnails=cache)
        self._review_pictures = Pictures(parent=self)
        self._model = PhotoModel(self)
        self._veil = Veil(self)

    def _make_pages(self) -> None:
        self._browser = Browser(self._model, self._thumbnails)
        self._search = self._browser.search_bar
        self._viewer = Viewer(self._pictures)
        self._settings_page = SettingsPage(
            preferences.read(self._settings), translation.languages()
        )
        self._review_page = ReviewPage()
        self._pages = QStackedWidget()
        for page in (self._browser, self._viewer, self._settings_page, self._review_page):
            self._pages.addWidget(page)
        self._side = SidePane(self._bridge)
        self._across = WindowSplit(self._pages, self._side)
        self._notice = Notice()
        self._question = Question()
        self._question.setContentsMargins(2 * GAP, GAP, 2 * GAP, GAP)
        whole = QWidget()
        layout = QVBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (self._across, self._question, self._notice):
            layout.addWidget(widget)
        layout.setStretchFactor(self._across, 1)
        self.setCentralWidget(whole)

    def _make_workers(self) -> None:
        bridge, browser = self._bridge, self._browser
        self._session = SearchSession(bridge, self)
        self._searching = Searching(
            bridge,
            self._session,
            browser.search_bar,
            browser.search_foot,
            browser.side_panel,
            self._thumbnails,
            self._settings,
            self,
        )
        self._feed = LibraryFeed(
            bridge, self._session, browser, self._model, self._thumbnails, self._pictures, self
        )
        self._viewing = Viewing(self._viewer, browser.grid, self._model, self)
        self._undoing = Undoing(bridge, self)
        self._files = PhotoFiles(self, self._notice, self._question, self._undoing)
        self._labels = Labels(bridge, browser.labels, self._side.editor, self)
        self._reviewing = Reviewing(bridge, self._review_page, self._review_pictures, self)
        self._navigation = Navigation(
            self, self._pages, self._side, self._viewing, self._reviewing, self._session
        )
        self._incoming = Incoming(
            bridge, browser, self._model, self._navigation, self._searching, self
        )
        self._dialogs = Dialogs(bridge, self)
        self._choosing = ModelChoosing(bridge, self._settings_page.models, self)
        ModelHint(bridge, browser.suggestion, self._settings, self)

    def _make_actions(self) -> None:
        panel, post = self._browser.side_panel, self._bridge.post
        self._actions = PhotoActions(self, self._navigation.chosen_photos)
        actions = self._window_actions = WindowActions(self, self._undoing)
        actions.add(self.tr("Add a folder…"), "Ctrl+O", panel.choose_folder)
        actions.add(self.tr("Look for changes"), "F5", lambda: post(Rescan()))
        actions.add(self.tr("Photos that could not be read"), "", self._dialogs.show_problems)
        actions.add_separator()
        ready = self._labels.make_menu(self)
        ready.addSeparator()
        ready.addAction(self.tr("Write labels for other programs…"), self._dialogs.show_writing)
        actions.add_menu(ready, self.tr("Labels"))
        self._browser.add_label.setMenu(ready)
        self._browser.add_label.setPopupMode(
            self._browser.add_label.ToolButtonPopupMode.InstantPopup
        )
        self._navigation.info_action = actions.add(
            self.tr("Information"), "I", self._navigation.show_info, checkable=True
        )
        self._veil_action = actions.add(
            self.tr("Show veiled photos"), "Ctrl+H", self._veil.lift, checkable=True
        )
        actions.add(self.tr("Full screen"), "F11", self._navigation.toggle_full_screen)
        actions.add(self.tr("Settings…"), "Ctrl+,", self._navigation.show_settings)
        actions.add_help()
        actions.add(self.tr("Quit"), "Ctrl+Q", self.close)
        actions.hang_on(self._browser.menu_button)
        find = QKeySequence(QKeySequence.StandardKey.Find).toString()
        at_photos = self._navigation.at_photos
        actions.add_quiet(self.tr("Search"), find, at_photos(self._search.focus))
        actions.add_quiet("", "/", at_photos(self._search.focus))
        paste = QKeySequence(QKeySequence.StandardKey.Paste).toString()
        actions.add_quiet(self.tr("Search with what was copied"), paste, self._incoming.paste)
        actions.add_quiet(
            self.tr("Filters"), "Ctrl+Shift+F", at_photos(self._search.toggle_filters)
        )
        actions.add_quiet(
            self.tr("Save the search…"), "Ctrl+S", at_photos(self._search.save_asked.emit)
        )

    def _make_heeding(self) -> None:
        self._heeding = heeding = Heeding(
            self._settings,
            self._thumbnails,
            self._browser.grid,
            self._viewer,
            self._side,
            self._session,
            self._veil,
            self._veil_action,
            self,
        )
        heeding.theme_chosen.connect(self.theme_chosen)
        for shows in (*self._pools(), self._viewer, self._side):
            heeding.screen_colours.found.connect(shows.set_screen)
        heeding.screen_colours.failed.connect(self._notice.warn)
        self._settings_page.preferences.chosen.connect(heeding.take)

    # --- wiring

    def _connect_panels(self) -> None:
        post, panel = self._bridge.post, self._browser.side_panel
        grid, status = self._browser.grid, self._browser.status_line
        panel.add_asked.connect(lambda path: post(AddFolder(path)))
        panel.removal_asked.connect(lambda folder_id: self._do(RemoveFolder(folder_id)))
        panel.rescan_asked.connect(lambda folder_id: post(Rescan(folder_id)))
        panel.reveal_asked.connect(desktop.open_folder)
        self._feed.hidden_asked.connect(self._veil_action.trigger)
        grid.details_missing.connect(self._feed.fetch)
        grid.customContextMenuRequested.connect(self._show_photo_menu)
        grid.side_changed.connect(status.show_side)
        grid.selectionModel().selectionChanged.connect(self._navigation.inform_soon)
        status.side_chosen.connect(grid.set_side)
        status.pause_asked.connect(lambda: post(Pause()))
        status.resume_asked.connect(lambda: post(Resume()))
        status.problems_asked.connect(self._dialogs.show_problems)
        self._connect_viewer()
        self._actions.open_asked.connect(self._viewing.open_current)
        self._actions.similar_asked.connect(self._find_similar)
        self._actions.changed.connect(self._do)
        self._actions.label_asked.connect(self._navigation.label_photos)
        self._actions.outside_asked.connect(self._files.open_outside)
        self._actions.copies_asked.connect(self._files.copy)
        self._actions.trash_asked.connect(self._files.trash)
        self._actions.failed.connect(self._notice.warn)
        for gone in (self._question.closed, self._notice.left):
            gone.connect(self._navigation.focus_photos)
        self._undoing.removed.connect(self._tell_removed)
        self._undoing.undone.connect(self._notice.put_news_away)
        self._feed.details_came.connect(self._navigation.inform_soon)

    def _connect_viewer(self) -> None:
        self._viewing.details_missing.connect(self._feed.fetch)
        self._viewer.customContextMenuRequested.connect(
            lambda at: self._actions.make_menu(self).popup(self._viewer.mapToGlobal(at))
        )
        self._viewer.full_screen_asked.connect(self._navigation.toggle_full_screen)
        self._viewer.set_film_strip(FilmStrip(self._model, self._thumbnails))
        self._viewer.info_toggled.connect(self._navigation.show_info)
        self._navigation.info_action.toggled.connect(self._viewer.show_info)

    def _connect_search(self) -> None:
        search = self._search
        for changed in (search.typed, search.chosen):
            changed.connect(self._tell_waiting)
        search.typed.connect(self._session.search_soon)
        search.chosen.connect(self._session.search_now)
        search.left.connect(self._enter_grid)
        self._searching.told.connect(self._browser.show_hint)
        self._searching.scores_toggled.connect(self._browser.grid.show_scores)
        self._browser.grid.show_scores(self._searching.shows_scores())
        self._searching.waiting.connect(self._tell_download)
        self._viewing.opened.connect(self._searching.noting.note)
        self._viewing.told.connect(self._notice.tell)
        self._session.answered.connect(self._navigation.inform_soon)

    def _connect_labels(self) -> None:
        labels, info, lines = self._labels, self._side.info, self._browser.labels
        labels.changed.connect(info.set_labels)
        labels.changed.connect(self._veil.take_labels)
        labels.previewed.connect(lambda hits, again: self._feed.show_hits(hits, keep_place=again))
        labels.line_moved.connect(self._browser.grid.show_line)
        labels.editor_opened.connect(self._navigation.open_editor)
        labels.editor_closed.connect(self._close_editor)
        labels.review_asked.connect(self._reviewing.review)
        lines.label_chosen.connect(
            lambda name, beside: self._searching.filter_by_label(name, beside=beside)
        )
        for changed in (self._search.typed, self._search.chosen):
            changed.connect(lambda query: lines.show_filter(query.filter.labels))
        info.changed.connect(self._do)
        info.label_wanted.connect(labels.give)
        info.label_chosen.connect(self._show_label)
        info.closed.connect(lambda: self._navigation.show_info(False))
        info.left.connect(self._navigation.focus_photos)
        self._side.looked_at.connect(self._look_at)

    def _connect_settings(self) -> None:
        page, status, choosing = self._settings_page, self._browser.status_line, self._choosing
        status.models_asked.connect(self._navigation.show_models)
        self._browser.suggestion.pressed.connect(self._navigation.show_models)
        page.closed.connect(self._navigation.return_to_photos)
        page.preferences.choice_made.connect(
            lambda name, value: self._bridge.post(ChangeSetting(name, value))
        )
        page.folders.add_asked.connect(self._browser.side_panel.choose_folder)
        page.folders.removal_asked.connect(lambda number: self._do(RemoveFolder(number)))
        choosing.told.connect(status.show_arrival)
        choosing.failed_unseen.connect(self._notice.warn)

    def _connect_engine(self) -> None:
        bridge, page = self._bridge, self._settings_page
        bridge.trouble.connect(self._take_trouble)
        bridge.told.connect(lambda event: self._notice.tell(say(event.sentence)))
        bridge.settings_read.connect(page.preferences.show_choices)
        bridge.folder_added.connect(self._tell_added)
        bridge.folders_changed.connect(lambda event: page.folders.show_folders(event.folders))

    @Slot(bool)
    def _tell_download(self, waiting: bool) -> None:
        sentence = self.tr("The picture is being downloaded…") if waiting else ""
        self._browser.show_hint(sentence, quiet=True)

    # --- what the engine says

    @Slot(object)
    def _take_trouble(self, trouble: Trouble) -> None:
        if trouble.fatal:
            self._feed.fail(say(trouble.sentence))
        else:
            self._notice.show_trouble(trouble)

    @Slot(object)
    def _tell_added(self, event: FolderAdded) -> None:
        folder = event.folder
        sentence = self.tr("The folder “{name}” was added.")
        self._notice.tell(
            sentence.format(name=folder.path.name or folder.path),
            self.tr("Remove it again"),
            lambda: self._do(RemoveFolder(folder.id)),
        )

    @Slot(str)
    def _tell_removed(self, sentence: str) -> None:
        self._notice.tell(sentence, self.tr("Undo"), self._undoing.undo)

    @Slot(object)
    def _tell_waiting(self, query: Query) -> None:
        waits = self._feed.state.is_waited_for and query.terms
        sentence = self.tr("Getting ready. Your search runs in a moment.") if waits else ""
        self._browser.show_hint(sentence, quiet=True)

    @Slot()
    def _close_editor(self) -> None:
        self._browser.grid.show_line(None)
        self._navigation.close_editor()
        self._session.search_now(self._search.query())

    # --- what the person does

    @Slot(QPoint)
    def _show_photo_menu(self, at: QPoint) -> None:
        grid = self._browser.grid
        if grid.indexAt(at).isValid():
            self._actions.make_menu(self).popup(grid.viewport().mapToGlobal(at))

    @Slot(object)
    def _look_at(self, photo: Photo) -> None:
        """Show a photo; one that is not among the hits comes with its like."""
        row = self._model.row_of(photo.id)
        if row >= 0:
            self._browser.grid.go_to(row)
            self._viewing.open_current()
        else:
            self._find_similar([photo])

    @Slot(object)
    def _do(self, change: Change) -> None:
        self._bridge.post(Do(change))

    @Slot(object)
    def _find_similar(self, photos: Sequence[Photo]) -> None:
        self._navigation.return_to_photos()
        self._searching.pictures.like_photos(photos)

    @Slot(str)
    def _show_label(self, name: str) -> None:
        self._navigation.return_to_photos()
        self._searching.filter_by_label(name)

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

    # --- closing

    def _pools(self) -> tuple[Thumbnails, Pictures, Pictures]:
        return self._thumbnails, self._pictures, self._review_pictures

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._files.may_close():
            event.ignore()
            return
        window_memory.remember(self._settings, self, self._browser, self._across, self._side)
        self._session.stop()
        for pool in (*self._pools(), self._heeding, self._actions, self._files, self._searching):
            pool.close()
        for page in (self._viewer, self._review_page, self._side):
            page.close_workers()
        super().closeEvent(event)
