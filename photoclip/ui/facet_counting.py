"""Asks for the counts of the filter panel: only while it is open, and the newest wins."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from photoclip.domain import Query
from photoclip.messages import CountFacets, FacetsCounted
from photoclip.ui.bridge import Bridge

REST_MS = 120
"""Keys and drags rest for so long before it is counted."""
REFRESH_MS = 1500
"""Between two counts while the library changes."""


class FacetCounting(QObject):
    counted = Signal(object)
    """The Facets of the newest query."""

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._serial = 0
        self._open = False
        self._query = Query()
        self._known: Query | None = None
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._post)
        self._refresh = QTimer(self, singleShot=True, interval=REFRESH_MS)
        self._refresh.timeout.connect(self._count_again)
        bridge.facets_counted.connect(self._take)
        for changed in (
            bridge.photos_changed,
            bridge.labels_changed,
            bridge.history_changed,
            bridge.model_state,  # without a model nobody knows what fits the words
        ):
            changed.connect(self.refresh)

    @Slot(bool)
    def set_open(self, on: bool) -> None:
        self._open = on
        self._want()

    @Slot(object)
    def follow(self, query: Query) -> None:
        """What is asked at present."""
        self._query = query
        self._want()

    @Slot()
    def refresh(self) -> None:
        """The library changed."""
        if not self._refresh.isActive():
            self._refresh.start()

    @Slot()
    def _count_again(self) -> None:
        self._known = None
        self._want()

    def _want(self) -> None:
        if self._open and self._query != self._known:
            self._rest.start()

    @Slot()
    def _post(self) -> None:
        self._serial += 1
        self._known = self._query
        self._bridge.post(CountFacets(self._serial, self._query))

    @Slot(object)
    def _take(self, event: FacetsCounted) -> None:
        if event.serial == self._serial:
            self.counted.emit(event.facets)
