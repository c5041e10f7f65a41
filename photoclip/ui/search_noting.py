"""Remembers a search among the recent ones once the person rests on its results."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Slot

from photoclip.domain import LikePhoto, Picture, Query
from photoclip.messages import NoteSearch
from photoclip.ui.bridge import Bridge
from photoclip.ui.query_text import write_query

REST_MS = 3000
"""Whoever looks at results for so long was looking for them."""


class SearchNoting(QObject):
    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._query = Query()
        self._noted = ""
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self.note)

    @Slot(object)
    def follow(self, query: Query) -> None:
        """What is asked at present; the results are on their way."""
        if query != self._query:
            self._query = query
            self._rest.start()

    @Slot()
    def note(self) -> None:
        """The person opened a result, pressed Enter or rested."""
        self._rest.stop()
        if any(isinstance(term, LikePhoto | Picture) for term in self._query.terms):
            return  # a text cannot hold a picture
        text = write_query(self._query)
        if text and text != self._noted:
            self._noted = text
            self._bridge.post(NoteSearch(text))

    def forget(self) -> None:
        self._noted = ""
