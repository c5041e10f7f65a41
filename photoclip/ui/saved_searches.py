"""Saved searches as smart albums: a name and how many photos it finds now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QMenu, QWidget

from photoclip.domain import Query, SavedSearch
from photoclip.ui import texts
from photoclip.ui.side_item import SideEntry
from photoclip.ui.side_list import SideList


class SavedSearches(SideList):
    can_rename = True
    search_chosen = Signal(object)
    """A SavedSearch whose query is wanted; None: it was wanted before and is not any more."""
    search_changed = Signal(object)
    """A SavedSearch with another name or another query."""
    forget_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setAccessibleName(self.tr("Saved searches"))
        self._searches: Sequence[SavedSearch] = ()
        self._query = Query()
        self._hides_sensitive = False
        self.chosen.connect(self._choose)
        self.removal_asked.connect(self.forget_asked)
        self.menu_asked.connect(self._show_menu)
        self.renamed.connect(lambda search, name: self._rename(search, name))

    def show_searches(self, searches: Sequence[SavedSearch]) -> None:
        self._searches = searches
        self._show()

    def show_query(self, query: Query) -> None:
        """What is asked at present."""
        if query != self._query:
            self._query = query
            self._show()

    def hide_sensitive(self, on: bool) -> None:
        """Count only what is seen where sensitive photos are hidden."""
        self._hides_sensitive = on
        self._show()

    def _show(self) -> None:
        self.show_lines([(each.id, each, self._describe(each)) for each in self._searches])

    def _describe(self, search: SavedSearch) -> SideEntry:
        photos = search.harmless if self._hides_sensitive else search.photos
        spoken = search.name
        if photos is not None:
            spoken = f"{search.name}, {texts.count_photos(photos)}"
        return SideEntry(
            search.name,
            "bookmark-simple",
            photos,
            spoken=spoken,
            active=self._is_shown(search),
        )

    def _is_shown(self, search: SavedSearch) -> bool:
        return (search.query.terms, search.query.filter) == (self._query.terms, self._query.filter)

    @Slot(object, bool)
    def _choose(self, search: SavedSearch, beside: bool) -> None:
        self.search_chosen.emit(None if self._is_shown(search) else search)

    def _rename(self, search: SavedSearch, name: str) -> None:
        self.search_changed.emit(replace(search, name=name))

    @Slot(object, QPoint)
    def _show_menu(self, search: SavedSearch, at: QPoint) -> None:
        self.make_menu(search).popup(at)

    def make_menu(self, search: SavedSearch) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Rename"), self.rename_current)
        update = menu.addAction(
            self.tr("Replace with the present search"),
            lambda: self.search_changed.emit(SavedSearch(search.id, search.name, self._query)),
        )
        update.setEnabled(self._query != Query() and not self._is_shown(search))
        menu.addSeparator()
        menu.addAction(self.tr("Remove"), lambda: self.forget_asked.emit(search))
        return menu
