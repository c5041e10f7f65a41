"""Connects the search field with what stands under it, the side panel and the engine."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSettings, Signal, Slot

from photoclip.changes import Change, ForgetSearch, SaveSearch
from photoclip.domain import Filter, Query, SavedSearch
from photoclip.messages import Do, FetchFilterNames, ForgetRecent, SearchesChanged
from photoclip.ui.address_question import AddressQuestion
from photoclip.ui.bridge import Bridge
from photoclip.ui.facet_counting import FacetCounting
from photoclip.ui.filter_parts import put_in, take_away
from photoclip.ui.picture_query import PictureQuery
from photoclip.ui.pictures import Pictures
from photoclip.ui.search_bar import SearchBar
from photoclip.ui.search_foot import SearchFoot
from photoclip.ui.search_noting import SearchNoting
from photoclip.ui.search_session import SearchSession
from photoclip.ui.side_panel import SidePanel
from photoclip.ui.term_texts import name_query
from photoclip.ui.thumbnails import Thumbnails

_OPEN = "search/filters"
_SCORES = "search/scores"


class Searching(QObject):
    told = Signal(str)
    """One sentence under the field; an empty one takes the last one away."""
    waiting = Signal(bool)
    """A picture is on its way from the web."""
    scores_toggled = Signal(bool)

    def __init__(
        self,
        bridge: Bridge,
        session: SearchSession,
        bar: SearchBar,
        foot: SearchFoot,
        side_panel: SidePanel,
        thumbnails: Thumbnails,
        settings: QSettings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge, self._session = bridge, session
        self._bar, self._foot, self._side_panel = bar, foot, side_panel
        self._settings = settings
        self._previews = Pictures(parent=self)
        self._question = AddressQuestion(foot.question, self)
        self.pictures = PictureQuery(bridge, bar, thumbnails, self._previews, self, self._question)
        self._counting = FacetCounting(bridge, self)
        self.noting = SearchNoting(bridge, self)
        self._names_wanted = True
        self._connect_bar()
        self._connect_filters()
        self._connect_names()
        self._connect_saved()
        self._restore()

    def shows_scores(self) -> bool:
        """As the person left it; ``scores_toggled`` tells what they change."""
        return self._foot.filters.relevance.shows_scores()

    def close(self) -> None:
        self._question.stop()
        self._previews.close()

    def _connect_bar(self) -> None:
        bar = self._bar
        for changed in (bar.typed, bar.chosen):
            changed.connect(self._follow)
        bar.entered.connect(self.noting.note)
        bar.completing.names_missing.connect(self._fetch_names)
        bar.forget_recent_asked.connect(self._forget_recent)
        self._session.answered.connect(self._keep_answered)
        self._session.failed.connect(self._return_to_answered)
        self.pictures.told.connect(self.told)
        self._question.waiting.connect(self.waiting)
        self._foot.question.closed.connect(bar.setFocus)

    def _connect_names(self) -> None:
        """What there is to be written into filters; it is asked for when somebody writes one."""
        bridge, completing = self._bridge, self._bar.completing
        bridge.labels_changed.connect(lambda event: completing.show_labels(event.labels))
        bridge.filter_names_fetched.connect(lambda event: completing.show_names(event.names))
        for changed in (bridge.photos_changed, bridge.folders_changed):
            changed.connect(self._forget_names)

    @Slot()
    def _forget_names(self) -> None:
        self._names_wanted = True

    @Slot()
    def _fetch_names(self) -> None:
        if self._names_wanted:
            self._names_wanted = False
            self._bridge.post(FetchFilterNames())

    def _connect_filters(self) -> None:
        panel = self._foot.filters
        self._bar.filters_toggled.connect(self._open_filters)
        self._counting.counted.connect(panel.show_facets)
        panel.filter_chosen.connect(self._bar.set_filter)
        panel.relevance.strictness_chosen.connect(self._bar.set_strictness)
        panel.relevance.scores_toggled.connect(self._toggle_scores)
        self._side_panel.folders_chosen.connect(self._choose_folders)

    def _connect_saved(self) -> None:
        saved = self._side_panel.saved_searches
        self._session.hiding_changed.connect(self._take_hiding)
        self._bridge.searches_changed.connect(self._take_searches)
        self._bar.save_asked.connect(self._ask_name)
        self._foot.saving.named.connect(self._save)
        self._foot.saving.closed.connect(self._bar.setFocus)
        saved.search_chosen.connect(self._show_saved)
        saved.search_changed.connect(lambda search: self._do(SaveSearch(search)))
        saved.forget_asked.connect(lambda search: self._do(ForgetSearch(search.id)))

    def _restore(self) -> None:
        self._bar.show_filters_open(bool(self._settings.value(_OPEN, False, bool)))
        self._foot.filters.relevance.show_scores(bool(self._settings.value(_SCORES, False, bool)))

    # --- what is asked

    @Slot(object)
    def _follow(self, query: Query) -> None:
        self.noting.follow(query)
        self._counting.follow(self._session.without_hidden(query))
        self._side_panel.show_filter(query.filter)
        self._side_panel.saved_searches.show_query(query)
        if not self._foot.filters.isHidden():
            self._foot.filters.show_query(query)

    @Slot(bool)
    def _take_hiding(self, on: bool) -> None:
        self._counting.follow(self._session.without_hidden(self._bar.query()))
        self._side_panel.saved_searches.hide_sensitive(on)

    @Slot(object, bool)
    def _keep_answered(self, event: object, again: bool) -> None:
        if self._bar.query() == self._session.query:
            self._bar.keep_answered()

    @Slot()
    def _return_to_answered(self) -> None:
        if self._bar.return_to_answered():
            query = self._bar.query()
            self._follow(query)
            if query != self._session.query:  # words that were not answered either
                self._session.search_now(query)

    @Slot(bool)
    def _open_filters(self, on: bool) -> None:
        self._settings.setValue(_OPEN, on)
        self._foot.filters.setVisible(on)
        self._foot.filters.show_query(self._bar.query())
        self._counting.set_open(on)

    @Slot(bool)
    def _toggle_scores(self, on: bool) -> None:
        self._settings.setValue(_SCORES, on)
        self.scores_toggled.emit(on)

    @Slot(object)
    def _choose_folders(self, folders: tuple[str, ...]) -> None:
        now = self._bar.query().filter
        self._bar.set_filter(put_in(take_away(now, Filter(now.folders)), Filter(folders)))

    def filter_by_label(self, name: str, *, beside: bool = False) -> None:
        """Only photos that carry it; once more, and it is taken back."""
        now = self._bar.query().filter
        mine = Filter(labels=(name,))
        others = now if beside else take_away(now, Filter(labels=now.labels))
        is_on = name in now.labels and (beside or len(now.labels) == 1)
        self._bar.set_filter(take_away(now, mine) if is_on else put_in(others, mine))

    # --- searches that are kept

    @Slot(object)
    def _take_searches(self, event: SearchesChanged) -> None:
        self._bar.show_recent(event.recent)
        self._side_panel.saved_searches.show_searches(event.saved)
        self._side_panel.searches_section.setVisible(bool(event.saved))

    @Slot()
    def _ask_name(self) -> None:
        self._foot.saving.ask(name_query(self._bar.query()))

    @Slot(str)
    def _save(self, name: str) -> None:
        self._do(SaveSearch(SavedSearch(0, name, self._bar.query())))

    @Slot(object)
    def _show_saved(self, search: SavedSearch | None) -> None:
        self.told.emit("")
        self._bar.show_query(search.query if search is not None else Query())

    @Slot()
    def _forget_recent(self) -> None:
        self.noting.forget()
        self._bridge.post(ForgetRecent())

    def _do(self, change: Change) -> None:
        self._bridge.post(Do(change))
