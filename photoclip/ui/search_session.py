"""Turns typing into few searches, and many answers into the newest one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from photoclip.domain import Filter, Query
from photoclip.messages import Search, SearchDone, SearchFailed
from photoclip.ui.bridge import Bridge
from photoclip.ui.filter_parts import join_filters
from photoclip.ui.translation import say

DEBOUNCE_MS = 30
REFRESH_MS = 700


class SearchSession(QObject):
    """Only the answer to the newest search comes out; the newest query waits in one slot."""

    answered = Signal(object, bool)
    """A SearchDone, and whether it answers the same query as the last one did."""

    failed = Signal(str)
    """Why there is no answer; ``query`` is the last answered one again, whose results stay."""

    hiding_changed = Signal(bool)
    """Whether photos are left out from now on, whatever is asked."""

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._query = Query()
        self._hidden: tuple[str, ...] = ()
        self._answered_query: Query | None = None
        self._serial = 0
        self._typing = QTimer(self, singleShot=True, interval=DEBOUNCE_MS)
        self._typing.timeout.connect(self._post)
        self._refreshing = QTimer(self, singleShot=True, interval=REFRESH_MS)
        self._refreshing.timeout.connect(self._post)
        bridge.search_done.connect(self._take_answer)
        bridge.search_failed.connect(self._take_failure)

    @property
    def query(self) -> Query:
        return self._query

    @property
    def is_narrowed(self) -> bool:
        """Whether the person asks for less than everything."""
        return bool(self._query.terms) or self._query.filter != Filter()

    @property
    def serial(self) -> int:
        return self._serial

    @Slot(object)
    def search_soon(self, query: Query) -> None:
        """The person still types: search when the keys rest."""
        self._query = query
        self._typing.start()

    @Slot(object)
    def search_now(self, query: Query) -> None:
        self._query = query
        self._post()

    @Slot()
    def refresh(self) -> None:
        """The library changed: ask the same again, but not for every change."""
        if not self._refreshing.isActive():
            self._refreshing.start()

    def hide_labels(self, names: Sequence[str]) -> None:
        """Leave their photos out of every answer, whatever is asked."""
        if tuple(names) != self._hidden:
            self._hidden = tuple(names)
            self.hiding_changed.emit(bool(names))
            if self._serial:
                self._post()

    def without_hidden(self, query: Query) -> Query:
        """The query as the engine is asked it."""
        if not self._hidden:
            return query
        return replace(
            query, filter=join_filters(query.filter, Filter(without_labels=self._hidden))
        )

    def stop(self) -> None:
        self._typing.stop()
        self._refreshing.stop()

    @Slot()
    def _post(self) -> None:
        self.stop()
        self._serial += 1
        whole = self._query if self._hidden else None
        self._bridge.post(Search(self._serial, self.without_hidden(self._query), whole))

    @Slot(object)
    def _take_answer(self, event: SearchDone) -> None:
        if event.serial != self._serial:
            return
        again = self._query == self._answered_query
        self._answered_query = self._query
        self.answered.emit(event, again)

    @Slot(object)
    def _take_failure(self, event: SearchFailed) -> None:
        if event.serial != self._serial:
            return
        if self._answered_query is not None and not self._typing.isActive():
            self._query = self._answered_query
        self.failed.emit(say(event.reason))
